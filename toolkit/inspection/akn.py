"""Reads a list of amendments in Akoma Ntoso 3.0 as its reader sees it, with each amendment by its parts.

It follows the standard (OASIS, Akoma Ntoso 1.0 Part 1) and knows nothing of the writer: what is a note, a reference
or a change is told by the names of elements, and by `class` only that a note is one of the amended law.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from toolkit.diagnostics import Diagnostic
from toolkit.inspection.akn_amendments import ReadAmendment, compare_amendments, find, local_name, read_amendment
from toolkit.inspection.lines import Line
from toolkit.inspection.reading import (
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    TITLE,
    Fault,
    Passage,
    ReadBlock,
    Reading,
    ReadLink,
    ReadNote,
    ReadReference,
    ReadTarget,
    UnreadableFileError,
    normal,
    primary,
    unreadable,
    whole,
)
from toolkit.records import replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from toolkit.document import Document
    from toolkit.inspection.expectation import ExpectedText

Holder = TypeVar("Holder", "ReadBlock", "ExpectedText")
AKN = "akn"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LAW_NOTE = "law-note"
_BLOCKS = ("block", "heading", "li", "num", "p")
_DEEPEST = 100


class AknReading(Reading):
    """The reading of a list of amendments: besides what any file has, its amendments by their parts."""

    amendments: tuple[ReadAmendment, ...] = ()


def read_akn(data: bytes) -> Reading:
    """What a reader of the list `data` sees; bytes that are none give a fault, never an exception."""
    try:
        return _Reader(_parse(data)).read()
    except UnreadableFileError as reason:
        return unreadable(AKN, reason)


def compare_list(document: Document, reading: Reading, name: str) -> tuple[Diagnostic, ...]:
    """Where the list `name`, as read, differs from `document`: in what it displays, and in its amendments by parts."""
    from toolkit.inspection.comparison import compare
    from toolkit.inspection.expectation import expect

    due = expect(document)
    due = replace(
        due,
        title=_decoded(due.title),
        body=tuple([_decoded(text) for text in due.body]),
        anywhere=tuple([_decoded(text) for text in due.anywhere]),
        notes=tuple([replace(note, content=_decoded(note.content)) for note in due.notes]),
    )
    read = replace(
        reading,
        blocks=tuple([_decoded(block) for block in reading.blocks]),
        notes=tuple([replace(note, blocks=tuple([_decoded(one) for one in note.blocks])) for note in reading.notes]),
    )
    amendments = reading.amendments if isinstance(reading, AknReading) else ()
    return (*compare(document, read, name, due), *compare_amendments(document, amendments, name))


def _decoded(holder: Holder) -> Holder:
    """`holder` with plain addresses: a URI in XML has codes for characters that authors may write as they are."""
    if not holder.links:
        return holder
    return replace(holder, links=tuple([replace(link, address=unquote(link.address)) for link in holder.links]))


def _parse(data: bytes) -> Element:
    """The element `amendmentList`. A document type could make a small file into a huge one, so there must be none."""
    from xml.etree import ElementTree

    hint = "render the sheet of amendments again"
    if b"<!DOCTYPE" in data:
        raise UnreadableFileError("the file has a document type, which Akoma Ntoso does not need", hint)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError, LookupError) as problem:
        raise UnreadableFileError(f"the file is no XML: {problem}", hint) from problem
    sheet = find(root, "amendmentList") if local_name(root) == "akomaNtoso" else None
    if sheet is None:
        raise UnreadableFileError("the file is no list of amendments in Akoma Ntoso 3.0", hint)
    return sheet


class _Reader:
    """One walk over the list."""

    def __init__(self, sheet: Element) -> None:
        body = find(sheet, "collectionBody")
        self._sheet = sheet
        self._components = [child for child in body if local_name(child) == "component"] if body is not None else []
        self._language = body.get(LANGUAGE, "") if body is not None else ""
        self._languages = [""]  # the language of each open element that has one, "" for that of the list
        self._blocks: list[ReadBlock] = []
        self._notes: list[ReadNote] = []
        self._law_notes: list[ReadBlock] = []  # of the wording that is being read
        self._law_ids: set[str] = set()
        self._targets: dict[str, ReadTarget] = {}
        self._faults: list[Fault] = []
        self._line: Line | None = None
        self._depth = 0
        self._in_note = False
        self._in_position = False
        self._special: dict[str, Callable[[Element], None]] = {
            "meta": lambda _: None,
            "authorialNote": self._read_note,
            "noteRef": self._read_mark,
            "img": self._read_image,
            "ref": self._read_link,
            "a": self._read_link,
            "mod": self._read_modification,
            "quotedStructure": self._read_wording,
        }

    def read(self) -> AknReading:
        """The list as read."""
        self._read(self._sheet)
        title = next((block.text for block in self._blocks if block.kind == TITLE), "")
        return AknReading(
            AKN,
            self._language,
            normal(title),
            tuple(self._blocks),
            tuple(self._notes),
            self._targets,
            tuple(self._faults),
            amendments=tuple([read_amendment(component) for component in self._components]),
        )

    def _read(self, element: Element) -> None:
        name, language = local_name(element), element.get(LANGUAGE)
        if language is not None:
            self._languages.append("" if primary(language) == primary(self._language) else language)
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFileError(f"more than {_DEEPEST} elements lie in each other", "give another file")
        self._add_target(element, name)
        if name in _BLOCKS:
            self._read_block(element, name)
        else:
            self._special.get(name, self._read_inside)(element)
        self._depth -= 1
        if language is not None:
            self._languages.pop()

    def _read_inside(self, element: Element) -> None:
        self._show(element.text)
        for number, child in enumerate(element, 1):
            if local_name(child) == "li" and local_name(element) == "ol":
                self._read_item(child, f"{number}.")
            else:
                self._read(child)
            self._show(child.tail)

    def _read_item(self, element: Element, number: str) -> None:
        """An item of a numbered list; its number is that of its first block."""
        first = len(self._blocks)
        self._read(element)
        if first < len(self._blocks):
            self._blocks[first] = replace(self._blocks[first], number=number)

    def _show(self, text: str | None) -> None:
        if not text or (self._line is None and not text.strip(" \t\r\n")):
            return
        self._open_line().add_collapsed(text, self._languages[-1])

    def _open_line(self) -> Line:
        if self._line is None:
            self._line = Line()
        return self._line

    def _add_target(self, element: Element, name: str) -> None:
        place = element.get("eId")
        if not place:
            return
        if place in self._targets:
            what = f"two elements have the eId '{place}'"
            self._faults.append(Fault("duplicate-anchor", what, "render the sheet of amendments again"))
        notes = (place,) if name == "authorialNote" else ()
        self._targets[place] = ReadTarget(place, -1 if self._in_note else len(self._blocks), "", notes)

    # Blocks

    def _read_block(self, element: Element, name: str) -> None:
        self._flush()
        in_position, self._in_position = self._in_position, self._in_position or element.get("name") == "position"
        kind, level = PARAGRAPH, 0
        if find(element, "docTitle") is not None:
            kind = TITLE
        elif find(element, "docNumber") is not None:
            kind, level = HEADING, 1
        elif name == "li":
            kind = LIST_ITEM
        self._read_inside(element)
        self._flush(kind, level)
        self._in_position = in_position

    def _flush(self, kind: str = PARAGRAPH, level: int = 0) -> None:
        line, self._line = self._line, None
        if line is not None and not (line.is_empty and not line.marks):
            self._blocks.append(line.block(kind, level))

    def _read_modification(self, element: Element) -> None:
        """Labels and wordings, each by itself."""
        self._show(element.text)
        for child in element:
            self._flush()
            self._read(child)
            self._flush()
            self._show(child.tail)

    def _read_wording(self, element: Element) -> None:
        self._flush()
        self._read_inside(element)
        self._flush()
        self._blocks += self._law_notes
        self._law_notes.clear()

    # Notes

    def _read_note(self, element: Element) -> None:
        marker, place = element.get("marker", ""), element.get("eId", "")
        is_law = element.get("class") == LAW_NOTE
        line, blocks, self._line, self._blocks, self._in_note = self._line, self._blocks, None, [], True
        self._read_inside(element)
        self._flush()
        read, self._line, self._blocks, self._in_note = self._blocks, line, blocks, False
        if is_law:
            self._law_ids.add(place)
            self._open_line().add(marker)
            self._law_notes += [replace(block, text=f"{marker} {block.text}") for block in read]
            return
        self._open_line().add_mark(place, marker)
        self._notes.append(ReadNote(place, marker, whole(marker), tuple(read)))

    def _read_mark(self, element: Element) -> None:
        """A further mark of a note."""
        marker, place = element.get("marker", ""), element.get("href", "").removeprefix("#")
        if place in self._law_ids:
            self._open_line().add(marker)
        else:
            self._open_line().add_mark(place, marker)

    # Links

    def _read_link(self, element: Element) -> None:
        """A reference in the list, or a link. The position of an amendment is a place in the act, not in the list."""
        line = self._open_line()
        begun, address = len(line.parts), element.get("href", "")
        self._read_inside(element)
        text = line.since(begun)
        if address.startswith("#"):
            if not self._in_position:
                line.references.append(ReadReference(text, address[1:], "anchor"))
        else:
            line.links.append(ReadLink(text, address))

    def _read_image(self, element: Element) -> None:
        self._open_line().images.append(Passage("", element.get("alt", "")))
