"""Digests of all that a file is made from, so that an old build is known from a current one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.digests import Digest, sha256
from toolkit.images import MAX_BYTES
from toolkit.resources import Workspace
from toolkit.versions import VERSIONS


def input_digests(
    workspace: Workspace, identifier: str, kind: str, names: Iterable[str], original: str = ""
) -> Mapping[str, str]:
    """The digest of the inputs of each file in `names` that is made out of the position.

    Its paper is `<id>.<language>.<format>`; documents of other kinds are `<id>.<kind>.<language>.<format>`.

    SHA-256 over the version of the toolkit, then for each input file its name, its length and its bytes:
    definition, sources, organisations, images, templates, and the files of the one language; for a draft also those
    of the language `original`, in which it may have texts.
    """
    common: dict[str, Digest] = {}
    locales = workspace.folders("locales")
    by_language: dict[tuple[str, str], Digest] = {}
    digests = {}
    for name in names:
        match = _NAME.fullmatch(name.removeprefix(f"{identifier}."))
        if not match or not name.startswith(f"{identifier}."):
            continue
        own, tag, form = match.group("kind") or kind, match.group("tag"), match.group("form")
        if own not in common:
            common[own] = _common_digest(workspace, identifier, own)
            _feed_endorsed(common[own], workspace, identifier)
        if (own, tag) not in by_language:
            tags = (tag, original) if original else (tag,)
            by_language[own, tag] = _language_digest(common[own], locales, identifier, tags)
        one = by_language[own, tag].copy()
        one.update(form.encode())
        digests[name] = one.hexdigest()
    return digests


_NAME = re.compile(r"(?:(?P<kind>[a-z][a-z0-9-]*)\.)?(?P<tag>[a-z]{2,3})\.(?P<form>[a-z]+)")


def _common_digest(workspace: Workspace, identifier: str, kind: str) -> Digest:
    """What all files of a position are made from."""
    digest = sha256(f"toolkit {__version__}\n".encode())
    folder = workspace.positions / identifier
    _feed(digest, sorted(path for path in _own_files(folder) if path.is_file()), folder)
    logos = workspace.positions / "logos"
    _feed(digest, [workspace.positions / "organisations.yaml", *sorted(logos.rglob("*"))], workspace.positions)
    for templates in workspace.template(kind).folders:
        _feed(digest, sorted(path for path in templates.rglob("*") if path.is_file()), templates)
    return digest


def _feed_endorsed(digest: Digest, workspace: Workspace, identifier: str) -> None:
    """By what it is told who endorses the paper: each text in each language, and what was released."""
    folder = workspace.positions / identifier
    if not (folder / "endorsements.yaml").exists():
        return
    _feed(digest, sorted(folder.glob(f"{VERSIONS}/*/release.json")), folder)
    for locales in workspace.folders("locales"):
        names = [f"*/{name}" for name in _language_files(identifier)]
        _feed(digest, sorted(path for name in names for path in locales.glob(name)), locales)


def _own_files(folder: Path) -> Iterator[Path]:
    """What lies in the folder of a position, but for its released versions."""
    for path in folder.iterdir():
        if path.name != VERSIONS:
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from path.rglob("*")


def _language_digest(common: Digest, locales: Sequence[Path], identifier: str, tags: Sequence[str]) -> Digest:
    """`common` and the files of the languages."""
    digest = common.copy()
    names = _language_files(identifier)
    for folder in locales:
        _feed(digest, [folder / tag / name for tag in tags for name in names], folder)
    return digest


def _language_files(identifier: str) -> tuple[str, ...]:
    return ("conventions.yaml", "LC_MESSAGES/toolkit.po", f"LC_MESSAGES/{identifier}.po")


def _feed(digest: Digest, paths: Iterable[Path], base: Path) -> None:
    for path in paths:
        size = path.stat().st_size if path.is_file() else MAX_BYTES + 1
        if size <= MAX_BYTES:  # what is larger is never read for a paper
            name = path.relative_to(base).as_posix().encode(errors="surrogateescape")
            digest.update(b"%s\0%d\0" % (name, size))
            digest.update(path.read_bytes())
