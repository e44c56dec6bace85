"""Mends the numbers of references in a Word file that others wrote, and changes nothing else in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.diagnostics import ToolkitError
from toolkit.inspection.docx import read_docx
from toolkit.inspection.package import MAX_XML_BYTES, Package
from toolkit.inspection.reading import Reading, UnreadableFileError, has_more_nodes
from toolkit.inspection.typed.certain import typed_references
from toolkit.records import Record
from toolkit.refreshing.archive import Archive
from toolkit.refreshing.names import Names
from toolkit.refreshing.outcome import UPDATED, Done, Left, Refreshed, holder_place, marks_of, place_of, words_before
from toolkit.refreshing.placing import find_places
from toolkit.refreshing.proving import is_proven, revealed
from toolkit.refreshing.scanning import Part, scan
from toolkit.refreshing.splicing import Change, Tracking, applied
from toolkit.refreshing.stale import know, stale_fields
from toolkit.refreshing.typing import Wishes, Work, typed_numbers

MAX_NODES = 400_000
_TELL = "look with position verify what is wrong in it, mend that in Word, and try again"
_SAVE = "open it in Word and save it again as .docx"
_KINDS: Mapping[str, int] = {"footnotes": 0, "endnotes": 0, "header": 1, "footer": 1, "comments": 2}


class Choices(Record):
    """What is asked for: live references, corrected numbers, and whose tracked changes they are (None: not tracked)."""

    link: bool = False
    mend: bool = False
    tracking: Tracking | None = None


class Opened(Record):
    """A file that can be changed: its archive, what the reader sees, and its parts by what they are for.

    `stories` are those that the reader reads, the main one first, `margins` headers and footers, `others` those that
    are never changed.
    """

    archive: Archive
    reading: Reading
    stories: Sequence[Part]
    margins: Sequence[Part]
    others: Sequence[Part]

    @property
    def parts(self) -> list[Part]:
        """The parts that may be changed."""
        return [*self.stories, *self.margins]


def refresh(data: bytes, choices: Choices) -> Refreshed:
    """The Word file `data` with right numbers; one that cannot be changed raises what says why."""
    opened = open_file(data)
    done: list[Done] = []
    left: list[Left] = []
    changes: list[Change] = []
    for found in (*_fields(opened, done), *_typed(opened, choices, done)):
        if isinstance(found, Left):
            left.append(found)
        else:
            changes.append(found)
    if not changes:
        return Refreshed(None, (), tuple(left))
    new = _changed(opened, changes, choices.tracking, False)
    in_vain = _changed(opened, changes, choices.tracking, True)
    after = open_file(new, 4 * MAX_NODES)
    if not (_is_mended(opened, after, done) and is_proven(opened.reading, read_docx(in_vain), after.reading)):
        raise ToolkitError("the mended file does not read as it should, so nothing was written", _TELL)
    return Refreshed(new, tuple(done), (*left, *revealed(opened.reading, after.reading)))


def _is_mended(before: Opened, after: Opened, done: Sequence[Done]) -> bool:
    """Whether nothing of what was done would be done again, and no number that was written is wrong."""
    if any(not isinstance(found, Left) for found in stale_fields(know(after.reading, after.parts), after.parts)):
        return False
    written = {(one.place, one.new) for one in done if one.what != UPDATED}
    return not written & (_wrong(after.reading) - _wrong(before.reading)).keys()


def _wrong(reading: Reading) -> Counter[tuple[str, str]]:
    """The wrong numbers typed by hand with their places."""
    marks = marks_of(reading)
    return Counter(
        [(place_of(marks, typed.note), typed.shown) for typed in typed_references(reading) if typed.is_wrong]
    )


def open_file(data: bytes, most: int = MAX_NODES) -> Opened:
    """The file, read and looked through; no part of it has more than `most` elements, attributes and texts."""
    reading = read_docx(data)
    if not reading.readable:
        raise UnreadableFileError(reading.faults[0].message, reading.faults[0].hint)
    archive = Archive(data)
    if any(entry.name.startswith("_xmlsignatures/") for entry in archive.entries):
        raise ToolkitError(
            "the file has a digital signature, which any change would break",
            "ask for the file without its signature, or take it out in Word (File › Info › View Signatures)",
        )
    return Opened(archive, reading, *_parts(Package(data), most))


def _parts(package: Package, most: int) -> tuple[list[Part], list[Part], list[Part]]:
    """The parts of a file that have text: stories, margins and others."""
    top = package.relationships("").values()
    main = next((one.target for one in top if one.kind == "officeDocument"), "word/document.xml")
    parts: tuple[list[Part], list[Part], list[Part]] = ([_part(package, main, most)], [], [])
    met = {main}
    for relation in package.relationships(main).values():
        which = _KINDS.get(relation.kind)
        if which is None or relation.external or relation.target in met or not package.has(relation.target):
            continue
        met.add(relation.target)
        if which:
            package.xml(relation.target)  # which the reader has not parsed
        parts[which].append(_part(package, relation.target, most))
    return parts


def _part(package: Package, name: str, most: int) -> Part:
    data = package.read(name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ToolkitError(f"the part '{name}' of the file is written in UTF-16, which cannot be changed safely", _SAVE)
    if len(data) > MAX_XML_BYTES or has_more_nodes(data, most):
        raise UnreadableFileError(f"the part '{name}' is larger than a paper can need", _SAVE)
    return scan(name, data)


def _fields(opened: Opened, done: list[Done]) -> Iterator[Change | Left]:
    by_name = {part.name: part for part in opened.parts}
    known = know(opened.reading, opened.parts)
    for found in stale_fields(known, opened.parts):
        if not isinstance(found, Left):
            place = holder_place(known.marks, found.part, found.field.holder)
            words = words_before(by_name[found.part], found.field)
            done.append(Done(place, words, found.old.strip(), found.new.strip(), UPDATED))
        yield found


def _typed(opened: Opened, choices: Choices, done: list[Done]) -> Iterator[Change | Left]:
    typed = tuple(typed_references(opened.reading))
    if not typed:
        return
    places = find_places(opened.archive, opened.reading, opened.stories)
    if places is None:
        yield Left("the file", "", "", "", "it is too large to look at numbers typed by hand", False)
        return
    names = Names(opened.reading, opened.parts[0], (*opened.parts, *opened.others))
    parts = {part.name: part for part in opened.stories}
    work = Work(typed, marks_of(opened.reading), places, parts, names, Wishes(choices.link, choices.mend))
    for found in typed_numbers(work):
        if isinstance(found, Left):
            yield found
        else:
            done.append(found[0])
            yield from found[1]


def _changed(opened: Opened, changes: Sequence[Change], tracking: Tracking | None, in_vain: bool) -> bytes:
    """The file after `changes`."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.part, []).append(change)
    parts: Mapping[str, bytes] = {
        part.name: applied(part, found[part.name], tracking, in_vain) for part in opened.parts if part.name in found
    }
    return opened.archive.replaced(parts)
