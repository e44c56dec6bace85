"""Adding an endorsement to endorsements.yaml: what is there stays as it is, byte for byte."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from toolkit.diagnostics import ToolkitError, has_errors
from toolkit.endorsements import plain_words
from toolkit.folders import replace_file
from toolkit.pipeline import check
from toolkit.position import Endorsement, Endorsements, Position
from toolkit.publishing import unusable
from toolkit.readers.endorsements import ENDORSEMENTS, WITH_RESERVATION, read_endorsements
from toolkit.readers.positions import read_position
from toolkit.records import Record, replace
from toolkit.resources import Workspace
from toolkit.text_digest import digest_of_text, short_digest
from toolkit.versions import Release, at_version, find_release, releases

_HEAD = """\
# Who endorses this position. Each endorsement is of one text, which its digest names; position endorse adds one.
"""


class Wanted(Record):
    """An endorsement to be written down. `reservation` is the id of an amendment, `words` what is said of it."""

    organisation: str
    language: str
    version: str
    digest: str
    date: str
    by: str
    source: str
    reservation: str = ""
    words: str = ""


class Endorsed(Record):
    """What exactly is endorsed: the position as it was released, and whether it is still the present text."""

    position: Position
    release: Release
    title: str
    organisation: str
    is_present: bool


def find_endorsed(workspace: Workspace, identifier: str, wanted: Wanted) -> tuple[Endorsed, Wanted]:
    """The text that is to be endorsed, and the endorsement with its version and digest; or a `ToolkitError` why not."""
    release = _release(workspace, identifier, wanted.version)
    digest = release.digests.get(wanted.language)
    if digest is None:
        there = ", ".join(release.digests)
        message = f"version {release.version} was not released in '{wanted.language}'"
        raise ToolkitError(message, f"it was released in: {there}")
    given = "".join(wanted.digest.split()).lower()
    if given and not (digest.startswith(given) and len(given) >= 16):
        raise ToolkitError(
            f"the digest '{wanted.digest}' is not that of version {release.version} in '{wanted.language}'",
            f"that is {short_digest(digest)}; look at the form: it names the text that was endorsed",
        )
    frozen, _ = read_position(at_version(workspace, identifier, release.version).positions, identifier)
    now, _ = read_position(workspace.positions, identifier)
    if frozen is None or now is None:
        raise ToolkitError(
            f"the definition of '{identifier}' cannot be read", f"look with: position check {identifier}"
        )
    _check_names(now, frozen, wanted, release)
    checked = check(workspace, identifier, (wanted.language,))
    is_present = False
    if checked.draft and not has_errors(checked.diagnostics):
        from toolkit.pipeline import digested_texts

        is_present = digest_of_text(digested_texts(checked.draft)[wanted.language]) == digest
    name = now.organisations[wanted.organisation].names
    shown = name.get(wanted.language) or name.get("") or name.get("en") or next(iter(name.values()))
    title = next(line for line in release.text(wanted.language).split("\n") if line.startswith("title\t"))
    complete = Wanted(
        wanted.organisation, wanted.language, release.version, digest, wanted.date, wanted.by, wanted.source,
        wanted.reservation, wanted.words,
    )  # fmt: skip
    return Endorsed(frozen, release, plain_words(title.partition("\t")[2]), shown, is_present), complete


def _release(workspace: Workspace, identifier: str, version: str) -> Release:
    if version:
        return find_release(workspace, identifier, version)
    found = releases(workspace, identifier)
    if not found:
        hint = f"release what was sent out: position release {identifier}"
        raise ToolkitError(f"no version of '{identifier}' was ever released, so there is nothing to endorse", hint)
    return found[-1]


def _check_names(now: Position, frozen: Position, wanted: Wanted, release: Release) -> None:
    """Whether organisation and amendment are there, and the endorsement is not."""
    if wanted.organisation not in now.organisations:
        known = ", ".join(now.organisations)
        message = f"there is no organisation '{wanted.organisation}' in positions/organisations.yaml"
        raise ToolkitError(message, f"add it there; so far there are: {known}")
    amendments = [amendment.id for amendment in frozen.amendments]
    if wanted.reservation and wanted.reservation not in amendments:
        message = f"version {release.version} has no amendment '{wanted.reservation}'"
        raise ToolkitError(message, f"it has: {', '.join(amendments) or 'none'}")
    for one in now.endorsements.given if now.endorsements else ():
        if (one.organisation.id, one.language, one.version) == (wanted.organisation, wanted.language, release.version):
            message = f"'{wanted.organisation}' has endorsed version {release.version} in '{wanted.language}' already"
            raise ToolkitError(message, f"it is in line {one.span.line} of {one.span.file}")


def write_down(workspace: Workspace, identifier: str, wanted: Wanted) -> Path:
    """Adds the endorsement to the file, which is replaced in one step; the path of the file."""
    folder = workspace.positions / identifier
    with _alone_in(folder):
        return _write_down(folder, identifier, wanted)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Another run waits, so that it adds to what this one has written; where folders can be locked."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _write_down(folder: Path, identifier: str, wanted: Wanted) -> Path:
    path, name = folder / ENDORSEMENTS, f"positions/{identifier}"
    before = os.stat(path) if os.path.lexists(path) else None
    text = path.read_bytes().decode("utf-8", "replace") if before else ""
    old, found = read_endorsements(folder, name)
    if has_errors(found):
        raise ToolkitError(f"{name}/{ENDORSEMENTS} has errors", f"mend them first: position check {identifier}")
    for candidate in _candidates(text, wanted):
        if _is_added(candidate, name, old, wanted):
            try:
                done = replace_file(path, candidate.encode(), before)
            except OSError as problem:
                raise unusable(problem, folder) from problem
            if not done:
                raise ToolkitError(f"{name}/{ENDORSEMENTS} was changed meanwhile; nothing was written", "try it again")
            return path
    raise ToolkitError(
        f"{name}/{ENDORSEMENTS} is not laid out so that an endorsement can be added safely; nothing was written",
        "add it by hand, below 'endorsements:':\n" + "\n".join(_entry(wanted, "")),
    )


def _candidates(text: str, wanted: Wanted) -> Iterator[str]:
    """The file with the entry added, at the end of the list; no byte that was there is another."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = re.findall(r"[^\n]*\n|[^\n]+", text or _HEAD)
    starts = [index for index, line in enumerate(lines) if _key(line) == "endorsements:"]
    if not starts:
        yield _inserted(lines, len(lines), ["endorsements:", *_entry(wanted, "  ")], end)
        return
    begun = starts[0]
    stop = next(
        (index for index in range(begun + 1, len(lines)) if _key(lines[index])[:1] not in ("", "-")), len(lines)
    )
    items = [line for line in lines[begun + 1 : stop] if line.split()[:1] == ["-"]]
    indent = items[0][: len(items[0]) - len(items[0].lstrip())] if items else "  "
    before = stop  # what stands above the next key belongs to it
    while before > begun + 1 and (not lines[before - 1].strip() or lines[before - 1].startswith("#")):
        before -= 1
    for place in dict.fromkeys((before, stop)):
        yield _inserted(lines, place, _entry(wanted, indent), end)


def _key(line: str) -> str:
    """What stands at the beginning of a line; "" where it is indented, a comment or empty."""
    bare = line.removeprefix("\ufeff").split("#")[0].rstrip()
    return "" if bare[:1].isspace() else bare


def _inserted(lines: Sequence[str], place: int, added: Sequence[str], end: str) -> str:
    before = "".join(lines[:place])
    opened = end if before and not before.endswith("\n") else ""
    return before + opened + "".join([line + end for line in added]) + "".join(lines[place:])


def _entry(wanted: Wanted, indent: str) -> list[str]:
    """The entry as lines of YAML; every text is quoted."""
    fields = [
        ("organisation", wanted.organisation),
        ("language", wanted.language),
        ("version", _quoted(wanted.version)),
        ("digest", _quoted(wanted.digest)),
        ("date", wanted.date),
        ("by", _quoted(wanted.by) if wanted.by else ""),
        ("kind", WITH_RESERVATION if wanted.reservation else "endorses"),
        ("source", _quoted(wanted.source)),
    ]
    lines = [f"{key}: {value}" for key, value in fields if value]
    if wanted.reservation:
        lines += ["reservation:", f"  amendment: {wanted.reservation}"]
        lines += ["  text:", f"    {wanted.language}: {_quoted(wanted.words)}"]
    return [f"{indent}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(lines)]


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_added(text: str, name: str, old: Endorsements | None, wanted: Wanted) -> bool:
    """Whether `text` says what the file said, and the new endorsement last."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as scratch:
        (Path(scratch) / ENDORSEMENTS).write_bytes(text.encode())
        new, found = read_endorsements(Path(scratch), name)
    if new is None or not new.given or has_errors(found):
        return False
    before = old or Endorsements(new.span, None, (), ())
    return _plain(replace(new, given=new.given[:-1])) == _plain(before) and _said(new.given[-1]) == wanted


def _said(one: Endorsement) -> Wanted:
    """What an endorsement that was read says."""
    date = one.date.iso() if one.date else ""
    said = (one.organisation.id, one.language, one.version, one.digest, date, one.by, one.source)
    kept = one.reservation
    return Wanted(*said, kept.amendment.id, kept.texts.get(one.language, "")) if kept else Wanted(*said)


def _plain(one: object) -> str:
    """What is said, without the places in the file."""
    return re.sub(r"Span\([^)]*\)", "", repr(one))
