"""Releasing a version: freezing a position as it now is, once it is without errors and complete in its languages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, has_errors
from toolkit.digests import sha256
from toolkit.folders import discard, sync, sync_folder, write
from toolkit.images import MAX_BYTES
from toolkit.manifest import check_name, content_digest, digest_parts, key
from toolkit.pipeline import FORMATS, Draft, check, digested_texts, write_papers
from toolkit.position import Position
from toolkit.readers.languages import find_catalogue
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.text_digest import digest_of_text
from toolkit.versions import RELEASE, VERSIONS, Release, find_release, release_bytes, releases, versions_folder

_STAGE = ".staging-"
_HOUR = 3600


class Released(Record):
    """What came of it: the release, or None and the diagnostics that kept it from being made."""

    release: Release | None
    diagnostics: tuple[Diagnostic, ...]


def release(
    workspace: Workspace,
    identifier: str,
    version: str,
    status: str,
    tags: Sequence[str],
    tell: Callable[[str], None],
) -> Released:
    """Freezes the position as `version`, or says what is in the way; a version that is there is never overwritten.

    `version` and `status` are compared with those of the definition; "" asks for what it says. `tags` are the
    languages of the release; none means all that it has.
    """
    checked = check(workspace, identifier, tags)
    diagnostics = list(checked.diagnostics)
    if checked.draft is None or has_errors(diagnostics):
        return Released(None, tuple(diagnostics))
    diagnostics += _obstacles(checked.draft.position, version, status)
    if has_errors(diagnostics):
        return Released(None, tuple(diagnostics))
    number = checked.draft.position.version
    _refuse_taken(versions_folder(workspace, identifier), identifier, number)
    files = _files(workspace, checked.draft)
    files |= {f"texts/{tag}.txt": text.encode() for tag, text in digested_texts(checked.draft).items()}
    folder = versions_folder(workspace, identifier)
    try:
        return _freeze(folder, identifier, files, checked.draft, diagnostics, tell)
    except OSError as problem:
        from toolkit.publishing import unusable

        raise unusable(problem, folder) from problem


def _refuse_taken(folder: Path, identifier: str, number: str) -> None:
    """Ends where `number` is the name of what is there, on any system, or no name of a folder everywhere."""
    try:
        check_name(number)
    except ValueError as problem:
        hint = "give the text another number in position.yaml, as in: 1.0"
        raise ToolkitError(f"version '{number}' cannot be the name of a folder on every system", hint) from problem
    for name in sorted(os.listdir(folder)) if folder.is_dir() else ():
        if key(name) == key(number):
            hint = "give the text another number in position.yaml; what was released is never overwritten"
            raise ToolkitError(f"version {name} of '{identifier}' has been released already", hint)


def _obstacles(position: Position, version: str, status: str) -> list[Diagnostic]:
    """What is in the way of a release, beside errors."""
    obstacles = []
    if not position.version:
        hint = 'write it below the date, as in: version: "1.0"'
        obstacles.append(error("release-differs", position.span, "the definition has no version", hint))
    elif version and version != position.version:
        message = f"version {version} is to be released, but the definition says version {position.version}"
        hint = f'write version: "{version}" in the definition, or release version {position.version}'
        obstacles.append(error("release-differs", position.span, message, hint))
    if status and status != position.status:
        message = f"a release '{status}' is asked for, but the definition says status '{position.status}'"
        hint = f"write status: {status} in the definition, where every paper takes it from"
        obstacles.append(error("release-differs", position.span, message, hint))
    return obstacles


def _files(workspace: Workspace, draft: Draft) -> dict[str, bytes]:
    """All that the papers are made from, but for what comes with the toolkit, by path in a workspace."""
    position, root = draft.position, os.path.realpath(workspace.root)
    endorsed = {one.endorsement.language: None for one in draft.standings}
    tags = (*{**draft.localised, position.language: None, **endorsed},)
    found: dict[str, Path] = {"positions/organisations.yaml": workspace.positions / "organisations.yaml"}
    folder = workspace.positions / position.id
    own_files = [path for path in _within(folder) if path.relative_to(folder).parts[0] != VERSIONS]
    for path in (*own_files, *_within(workspace.positions / "logos")):
        if Path(os.path.realpath(path)).is_relative_to(root):
            found[f"positions/{path.relative_to(workspace.positions).as_posix()}"] = path
    for tag in tags:
        catalogue = find_catalogue(workspace, position.id, tag)[0]
        if catalogue:
            found[f"locales/{tag}/LC_MESSAGES/{position.id}.po"] = catalogue
    for name in ("locales", "templates"):
        own = workspace.folders(name)[0]
        if len(workspace.folders(name)) > 1:
            chosen = [path for path in _within(own) if name == "templates" or _is_used(path, own, position.id, tags)]
            found |= {f"{name}/{path.relative_to(own).as_posix()}": path for path in chosen}
    found |= _endorsed_texts(workspace, draft)
    readable = {name: path for name, path in found.items() if path.is_file() and path.stat().st_size <= MAX_BYTES}
    return {name: path.read_bytes() for name, path in readable.items()}


def _within(folder: Path) -> Iterator[Path]:
    """The files in `folder` and the folders in it, those that links lead to as well, but for hidden ones."""
    seen = set()
    for name, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(name)
        if real in seen:  # a link leads round
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        yield from [Path(name, one) for one in sorted(files) if not one.startswith(".")]


def _is_used(path: Path, folder: Path, identifier: str, tags: Sequence[str]) -> bool:
    """Whether a file of the workspace's own locales may have a part in the papers."""
    catalogues = ("toolkit.po", f"{identifier}.po")
    return path.relative_to(folder).parts[0] in tags and (path.suffix != ".po" or path.name in catalogues)


def _endorsed_texts(workspace: Workspace, draft: Draft) -> dict[str, Path]:
    """By what the frozen version tells which endorsements hold: the releases that they are of, without their files."""
    found = {}
    released = {release.version: release for release in releases(workspace, draft.position.id)}
    for one in draft.standings:
        release = released[one.endorsement.version]
        for name in (RELEASE, f"texts/{one.endorsement.language}.txt"):
            path = f"positions/{draft.position.id}/{VERSIONS}/{release.version}/{name}"
            found[path] = release.folder / name
    return found


def _freeze(
    folder: Path,
    identifier: str,
    files: Mapping[str, bytes],
    draft: Draft,
    diagnostics: list[Diagnostic],
    tell: Callable[[str], None],
) -> Released:
    """Puts the release together beside the others, renders it there, and gives it its name in one step."""
    position = draft.position
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    stage = folder / f"{_STAGE}{os.getpid()}-{time.time_ns()}"
    try:
        _fill(stage, files)
        texts = {tag: files[f"texts/{tag}.txt"].decode() for tag in draft.localised}
        papers, found = _render(Workspace(stage), identifier, texts, tell)
        if has_errors(found):
            return Released(None, (*diagnostics, *found))
        digests = {tag: digest_of_text(text) for tag, text in texts.items()}
        known = {name: sha256(data).hexdigest() for name, data in files.items()}
        made = Release(
            position.version, position.status, __version__, digests, known, papers, folder / position.version,
            tuple([amendment.id for amendment in position.amendments]),
        )  # fmt: skip
        _fill(stage, {RELEASE: release_bytes(made)})
        try:
            os.rename(stage, made.folder)
        except OSError as problem:
            if not made.folder.exists():
                raise
            hint = "another run released it meanwhile; what was released is never overwritten"
            raise ToolkitError(f"version {made.version} of '{identifier}' has been released already", hint) from problem
        sync_folder(folder)
        return Released(find_release(Workspace(folder.parents[2]), identifier, made.version), tuple(diagnostics))
    finally:
        discard(stage)


def _fill(stage: Path, files: Mapping[str, bytes]) -> None:
    """`files` in the folder `stage`, all on the disk."""
    folders = {stage}
    for name, data in files.items():
        path = stage / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)
        sync(path)
        folders.update(parent for parent in path.parents if parent.is_relative_to(stage))
    for folder in sorted(folders, reverse=True):
        sync_folder(folder)


def _clear(folder: Path) -> None:
    """Removes what runs that were killed left behind."""
    for path in folder.glob(f"{_STAGE}*"):
        if path.lstat().st_mtime < time.time() - _HOUR:
            discard(path)


def _render(
    frozen: Workspace, identifier: str, texts: Mapping[str, str], tell: Callable[[str], None]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The papers of the frozen version, each with the digest by which it is known again; they have these `texts`."""
    checked = check(frozen, identifier, tuple(texts))
    diagnostics = list(checked.diagnostics)
    if checked.draft is None or has_errors(diagnostics):
        span = Span(f"positions/{identifier}/position.yaml")
        message = "the position cannot be rendered from its own files alone"
        hint = "look for a link that leads out of the folder, or for a name that begins with a dot"
        return {}, [*diagnostics, error("release-incomplete", span, message, hint)]
    if digested_texts(checked.draft) != texts:
        message = f"'{identifier}' was changed while it was being released; nothing was released"
        raise ToolkitError(message, "run again")
    papers = {}
    for paper, found in write_papers(frozen, checked.draft, FORMATS):
        tell(paper.name)
        papers[paper.name] = paper_digest(paper.data)
        diagnostics += found
    return papers, diagnostics


def paper_digest(data: bytes) -> str:
    """By what a rendered file is known again: its SHA-256, or that of its content where it is a zip file (DOCX)."""
    return content_digest(digest_parts(data)) if data.startswith(b"PK\3\4") else sha256(data).hexdigest()
