"""The versions of a position that were released, frozen below `positions/<id>/versions/<version>/`.

Each is a workspace of its own (definition, organisations, catalogues, templates) beside `release.json`, which says what
was released, and `texts/<language>.txt`, the text that the digest of each language is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.digests import sha256
from toolkit.records import Record
from toolkit.resources import Workspace

VERSIONS = "versions"
RELEASE = "release.json"
VERSION = r"[0-9A-Za-z][0-9A-Za-z.-]{0,19}"
_MAX_BYTES = 50_000_000


class Release(Record):
    """What was released: `digests` of the text by language, `files` the SHA-256 of each file, by its path.

    `papers` are the files that were rendered at the release, each with the digest by which it is known again; `toolkit`
    is the version of the toolkit that wrote them. `amendments` are the ids of the amendments in their order.
    """

    version: str
    status: str
    toolkit: str
    digests: Mapping[str, str]
    files: Mapping[str, str]
    papers: Mapping[str, str]
    folder: Path
    amendments: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """The canonical text of the release in `language`; a `ToolkitError` where it is not the one released."""
        name = f"texts/{language}.txt"
        data = _read(self.folder / name)
        if sha256(data).hexdigest() != self.digests[language]:
            raise _changed_since(self, name)
        return data.decode()

    def proven_text(self, language: str) -> str:
        """The same, where every file of the release that is there is the one released; else a `ToolkitError`.

        A version that was frozen later has of the earlier ones no more than what was released, and the texts.
        """
        for name in _changed(self):
            if name == RELEASE or (self.folder / name).exists():
                raise _changed_since(self, name)
        return self.text(language)


def versions_folder(workspace: Workspace, identifier: str) -> Path:
    """Where the versions of a position lie."""
    return workspace.positions / identifier / VERSIONS


def releases(workspace: Workspace, identifier: str) -> list[Release]:
    """The released versions, the earliest first: 0.9, 1.0, 1.10."""
    folder = versions_folder(workspace, identifier)
    names = [path.parent.name for path in folder.glob(f"*/{RELEASE}") if re.fullmatch(VERSION, path.parent.name)]
    return [read_release(folder / name) for name in sorted(names, key=_in_order)]


def find_release(workspace: Workspace, identifier: str, version: str) -> Release:
    """The release of `version`; a `ToolkitError` says which there are, where there is none."""
    found = releases(workspace, identifier)
    for release in found:
        if release.version == version:
            return release
    there = ", ".join([release.version for release in found])
    hint = f"released so far: {there}" if there else f"release one with: position release {identifier}"
    raise ToolkitError(f"version {version} of '{identifier}' was never released", hint)


def at_version(workspace: Workspace, identifier: str, version: str) -> Workspace:
    """The workspace that `version` was frozen in; a `ToolkitError` where it was changed since."""
    release = find_release(workspace, identifier, version)
    for name in _changed(release):
        raise _changed_since(release, name)
    return Workspace(release.folder)


def _changed_since(release: Release, name: str) -> ToolkitError:
    """That a file of a release is another than the one that was released."""
    message = f"version {release.version} of '{release.folder.parents[1].name}' is not what was released"
    hint = f"put {release.folder} back as it was, from a backup or from git; what was released is never changed"
    return ToolkitError(f"{message}: {name} was changed since", hint)


def read_release(folder: Path) -> Release:
    """What `release.json` in `folder` says."""
    import json

    path = folder / RELEASE
    try:
        given = json.loads(_read(path))
        texts, files, papers = (
            {str(key): str(value) for key, value in given[name].items()} for name in ("texts", "files", "papers")
        )
        version, status, toolkit = (str(given[name]) for name in ("version", "status", "toolkit"))
        amendments = tuple([str(name) for name in given.get("amendments", ())])
        if version != folder.name:
            raise ValueError(version)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ToolkitError(
            f"{path} cannot be read: it is not what the toolkit wrote",
            "put the folder back as it was, from a backup or from git",
        ) from problem
    return Release(version, status, toolkit, texts, files, papers, folder, amendments)


def release_bytes(release: Release) -> bytes:
    """`release.json`; the same release gives the same bytes."""
    import json

    content = {
        "version": release.version,
        "status": release.status,
        "toolkit": release.toolkit,
        "texts": release.digests,
        "files": release.files,
        "papers": release.papers,
        "amendments": release.amendments,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ToolkitError(f"{path} is larger than any release", "put the folder back as it was")
        return path.read_bytes()
    except OSError as problem:
        hint = "put the folder back as it was, from a backup or from git"
        raise ToolkitError(f"{path} cannot be read: {problem.strerror}", hint) from problem


def _changed(release: Release) -> Iterator[str]:
    """The files that are not those of the release: other bytes, gone, or added."""
    for name, digest in release.files.items():
        path = release.folder / name
        if not path.is_file() or sha256(_read(path)).hexdigest() != digest:
            yield name
    for tag, digest in release.digests.items():
        if release.files.get(f"texts/{tag}.txt") != digest:
            yield RELEASE
    for path in sorted(release.folder.rglob("*")):
        name = path.relative_to(release.folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/")) or path.name in ("Thumbs.db", "desktop.ini")
        if path.is_file() and name != RELEASE and name not in release.files and not hidden:
            yield name


def _in_order(version: str) -> tuple[list[tuple[int, int, str]], str]:
    """A key by which 1.10 comes after 1.9, and 1.0-rc before 1.0; no two versions have the same."""
    parts = re.findall(r"\d+|[A-Za-z]+|-", version)
    return [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts] + [(0, 1, "")], version
