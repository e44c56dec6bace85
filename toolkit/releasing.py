"""Releasing a version: freezing a position as it now is, once it is without errors and complete in its languages."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, has_errors
from toolkit.digests import sha256
from toolkit.folders import discard, sync, sync_folder, write
from toolkit.images import MAX_BYTES
from toolkit.manifest import content_digest, digest_parts
from toolkit.pipeline import FORMATS, Draft, check, digested_texts, write_papers
from toolkit.position import Position
from toolkit.readers.languages import find_catalogue
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.text_digest import digest_of_text
from toolkit.versions import RELEASE, VERSIONS, Release, find_release, release_bytes, releases, versions_folder

INCOMPLETE = ("missing-translation", "stale-translation", "fuzzy-translation")
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
    diagnostics += _obstacles(checked.draft.position, version, status, diagnostics)
    if has_errors(diagnostics):
        return Released(None, tuple(diagnostics))
    number = checked.draft.position.version
    if any(found.version == number for found in releases(workspace, identifier)):
        hint = "give the text another number in position.yaml; what was released is never overwritten"
        raise ToolkitError(f"version {number} of '{identifier}' has been released already", hint)
    files = _files(workspace, checked.draft)
    files |= {f"texts/{tag}.txt": text.encode() for tag, text in digested_texts(checked.draft).items()}
    folder = versions_folder(workspace, identifier)
    return _freeze(folder, identifier, files, checked.draft, diagnostics, tell)


def _obstacles(position: Position, version: str, status: str, found: Sequence[Diagnostic]) -> list[Diagnostic]:
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
    for one in found:
        if one.code in INCOMPLETE:
            message = f"no version is released while a translation is not complete: {one.message}"
            hint = "have it translated, or release only the languages that are ready: -l en -l fr"
            obstacles.append(error("release-incomplete", one.span, message, hint))
    return obstacles


def _files(workspace: Workspace, draft: Draft) -> dict[str, bytes]:
    """All that the papers are made from, but for what comes with the toolkit, by path in a workspace."""
    position = draft.position
    found: dict[str, Path] = {"positions/organisations.yaml": workspace.positions / "organisations.yaml"}
    folder = workspace.positions / position.id
    for path in sorted(folder.rglob("*")):
        if VERSIONS not in path.relative_to(folder).parts and not path.name.startswith("."):
            found[f"positions/{path.relative_to(workspace.positions).as_posix()}"] = path
    for path in sorted((workspace.positions / "logos").rglob("*")):
        found[f"positions/{path.relative_to(workspace.positions).as_posix()}"] = path
    for tag in {**draft.localised, position.language: None}:
        catalogue = find_catalogue(workspace, position.id, tag)[0]
        if catalogue:
            found[f"locales/{tag}/LC_MESSAGES/{position.id}.po"] = catalogue
    for name in ("locales", "templates"):
        own = workspace.folders(name)[0]
        if len(workspace.folders(name)) > 1:
            chosen = sorted(own.rglob("*"))
            found |= {
                f"{name}/{path.relative_to(own).as_posix()}": path for path in chosen if _is_used(path, own, draft)
            }
    readable = {name: path for name, path in found.items() if path.is_file() and path.stat().st_size <= MAX_BYTES}
    return {name: path.read_bytes() for name, path in readable.items()}


def _is_used(path: Path, folder: Path, draft: Draft) -> bool:
    """Whether a file of the workspace's own locales or templates may have a part in the papers."""
    parts = path.relative_to(folder).parts
    if any(part.startswith(".") for part in parts):
        return False
    if folder.name == "templates":
        return True
    catalogues = ("toolkit.po", f"{draft.position.id}.po")
    in_language = parts[0] in draft.localised or parts[0] == draft.position.language
    return in_language and (path.suffix != ".po" or path.name in catalogues)


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
        papers, found = _render(Workspace(stage), identifier, tuple(draft.localised), tell)
        if has_errors(found):
            return Released(None, (*diagnostics, *found))
        digests = {tag: digest_of_text(files[f"texts/{tag}.txt"].decode()) for tag in draft.localised}
        known = {name: sha256(data).hexdigest() for name, data in files.items()}
        made = Release(
            position.version, position.status, __version__, digests, known, papers, folder / position.version
        )
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
    frozen: Workspace, identifier: str, tags: Sequence[str], tell: Callable[[str], None]
) -> tuple[dict[str, str], list[Diagnostic]]:
    """The papers of the frozen version, each with the digest by which it is known again."""
    checked = check(frozen, identifier, tags)
    diagnostics = list(checked.diagnostics)
    if checked.draft is None or has_errors(diagnostics):
        span = Span(f"positions/{identifier}/position.yaml")
        message = "the position cannot be rendered from its own files alone"
        hint = "look for a link that leads out of the folder, and put the file itself there"
        return {}, [*diagnostics, error("release-incomplete", span, message, hint)]
    papers = {}
    for paper, found in write_papers(frozen, checked.draft, FORMATS):
        tell(paper.name)
        papers[paper.name] = paper_digest(paper.data)
        diagnostics += found
    return papers, diagnostics


def paper_digest(data: bytes) -> str:
    """By what a rendered file is known again: its SHA-256, or that of its content where it is a zip file (DOCX)."""
    return content_digest(digest_parts(data)) if data.startswith(b"PK\3\4") else sha256(data).hexdigest()
