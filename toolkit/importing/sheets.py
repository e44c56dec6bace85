"""Walks a Word file into lines and grids: emphasis is dropped, what stands outside the text is set apart.

ISO 29500-1: paragraphs 17.3.1, runs 17.3.2, tables 17.4, notes 17.11, revisions 17.13.5. Word wraps runs in almost
anything, so unknown elements are walked through.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.importing.lines import Cell, Grid, Item, Line, Note, Piece, Sheet, collapse
from toolkit.importing.opened import DELETED, MAX_CHARACTERS, MAX_RUNS, NOT_SHOWN, OpenedFile
from toolkit.importing.symbols import sign_of
from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import UnreadableFileError
from toolkit.inspection.word import ID, WP, M, R, W, format_number, is_on, value
from toolkit.inspection.word_paragraphs import list_number, paragraph_kind
from toolkit.markup import MOST_CHARACTERS
from toolkit.records import MutableRecord

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH, _TABLE, _RUN, _TEXT = W + "p", W + "tbl", W + "r", W + "t"
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = W + "rPr", W + "pPr"
_NOT_SHOWN = NOT_SHOWN | {W + "instrText"}
_SHOWN_AS = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_CODE = re.compile(r"<[^<>]*>|\{[^{}]*\}")  # what the Parliament's tools hide in a text


class _Run(MutableRecord):
    """A piece with what decides whether it is shown at all."""

    piece: Piece
    hidden: bool = False


class _Look(MutableRecord):
    """How the runs that are being walked through look."""

    raised: bool = False
    marked: bool = False
    hidden: bool = False
    link: str = ""


class _File(OpenedFile):
    """A sheet that is being read, and what is gathered from its parts."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, "a sheet of amendments")
        self.raised_styles = _raised(self.style_root)
        self.marks: dict[str, str] = {}
        self.counts = [0, 0]

    def count_characters(self, number: int) -> None:
        self.count(0, MAX_CHARACTERS + 1 if number > MOST_CHARACTERS else number)

    def mark(self, note: str, at_end: bool) -> str:
        """What the next reference to `note` shows, notes being counted from 1 in reading order."""
        self.counts[at_end] += 1
        shown = format_number(self.counts[at_end], "lowerRoman" if at_end else "decimal")
        self.marks.setdefault(note, shown)
        return shown


def read_sheet(data: bytes) -> Sheet:
    """The Word file `data` as lines and grids; `UnreadableFileError` where it cannot be read."""
    file = _File(data)
    root = file.document()
    items: list[Item] = []
    for body in root.iter(W + "body"):
        items += _Walker(file, file.relationships).blocks(body, clear=True)
    root.clear()
    notes: dict[str, Note] = {}
    for name, note in _notes(file):
        if notes.setdefault(name, note) is not note:
            file.apart += [("in a second note of one id", line.text) for line in note.lines]
    for kind, where in (("header", "in a header"), ("footer", "in a footer"), ("comments", "in a comment")):
        for name in file.parts(kind):
            lines = _Walker(file, file.package.relationships(name)).lines(file.xml(name))
            file.apart += [(where, line.text) for line in lines]
    return Sheet(tuple(items), notes, tuple(dict.fromkeys(file.apart)), file.styles.language)


def _notes(file: _File) -> Iterator[tuple[str, Note]]:
    """The notes of the file by id, in the order in which they stand there."""
    for kind in ("footnotes", "endnotes"):
        for name in file.parts(kind):
            relations = file.package.relationships(name)
            for element in file.xml(name):
                if element.get(W + "type", "normal") != "normal":
                    continue
                note = f"{kind}/{element.get(ID, '')}"
                yield note, Note(file.marks.get(note, ""), tuple(_Walker(file, relations).lines(element)))


def _raised(styles: Element | None) -> frozenset[str]:
    """The ids of the character styles that are superscripts."""
    found: set[str] = set()
    based = {}
    for style in () if styles is None else styles.iter(W + "style"):
        based[style.get(W + "styleId", "")] = value(style, W + "basedOn")
        if value(style.find(_RUN_PROPERTIES), W + "vertAlign") == "superscript":
            found.add(style.get(W + "styleId", ""))
    return frozenset(found | {name for name, base in based.items() if base in found})


class _Walker:
    """Walks one part; `_runs` are those of the paragraph that is being read."""

    def __init__(self, file: _File, relationships: Mapping[str, Relationship]) -> None:
        self._file = file
        self._relationships = relationships
        self._runs: list[_Run] = []
        self._custom = ""

    def lines(self, element: Element) -> list[Line]:
        """All lines in `element`, those in tables among them."""
        found: list[Line] = []
        for item in self.blocks(element):
            found += item.lines() if isinstance(item, Grid) else [item]
        return found

    def blocks(self, element: Element, clear: bool = False) -> list[Item]:
        """The lines and grids in `element`; with `clear` it is taken apart on the way, to save memory."""
        self._file.enter()
        items: list[Item] = []
        for child in element:
            if child.tag == _PARAGRAPH:
                items += self._paragraph(child)
            elif child.tag == _TABLE:
                items.append(Grid(tuple(self._rows(child))))
            elif child.tag in DELETED:
                self._set_apart("deleted in tracked changes", child)
            elif child.tag not in _NOT_SHOWN:
                items += self.blocks(child)
            if clear:
                child.clear()
        if self._runs:  # the paragraph that they would run on into is not there
            items += [line for line in self._finished("", False, 0) if not line.is_empty]
        self._file.leave()
        return items

    def _rows(self, table: Element) -> Iterator[tuple[Cell, ...]]:
        self._file.enter()
        for child in table:
            if child.tag == W + "tr":
                properties = child.find(W + "trPr")
                if properties is not None and properties.find(W + "del") is not None:
                    self._set_apart("deleted in tracked changes", child)
                else:
                    yield tuple(self._cells(child))
            elif child.tag not in _NOT_SHOWN:
                yield from self._rows(child)
        self._file.leave()

    def _cells(self, row: Element) -> Iterator[Cell]:
        self._file.enter()
        for child in row:
            if child.tag == W + "tc":
                yield tuple(self.lines(child))
            elif child.tag not in _NOT_SHOWN:
                yield from self._cells(child)
        self._file.leave()

    def _set_apart(self, where: str, element: Element) -> None:
        """The words in `element`, which are not part of the text as it is shown."""
        words = "".join([one.text or "" for one in element.iter() if one.tag in (_TEXT, W + "delText", M + "t")])
        self._file.count_characters(len(words))
        if collapse(words):
            self._file.apart.append((where, collapse(words)))

    # Paragraphs

    def _paragraph(self, element: Element) -> list[Line]:
        found = element.find(_PARAGRAPH_PROPERTIES)
        properties = {} if found is None else {one.tag: one for one in found}
        self._inside(element, _Look())
        mark = properties.get(_RUN_PROPERTIES)
        if mark is not None and mark.find(W + "del") is not None:
            return []  # the text runs on into the next paragraph
        style_id = value(found, W + "pStyle")
        style = self._file.styles.style(style_id)
        number, listed = list_number(self._file.counter, properties, style_id, style)
        _, level = paragraph_kind(properties, style, listed, False)
        return [line for line in self._finished(number, listed, level) if not line.is_empty]

    def _finished(self, number: str, listed: bool, level: int) -> Iterator[Line]:
        """The runs of the paragraph as lines, one for each line break in it."""
        pieces, rest = self._shown(), ""
        self._runs = []
        line: list[Piece] = []
        for piece in pieces:
            *before, rest = piece.text.split("\n")
            for text in before:
                line.append(_with_text(piece, text))
                yield self._line(line, number, listed, level)
                line, number, listed = [], "", False
            line.append(_with_text(piece, rest))
        yield self._line(line, number, listed, level)

    def _line(self, pieces: list[Piece], number: str, listed: bool, level: int) -> Line:
        line = Line(tuple([piece for piece in pieces if piece.text]), number, listed, level)
        if not line.is_empty:
            self._file.count(1, 0)
        return line

    def _shown(self) -> list[Piece]:
        """The pieces that are shown, and hidden ones that are codes; other hidden text is set apart."""
        shown: list[Piece] = []
        for hidden, runs in groupby(self._runs, lambda run: run.hidden):
            pieces = [run.piece for run in runs]
            text = "".join([piece.text for piece in pieces])
            if not hidden or _CODE.search(text):
                shown += pieces
            elif text.strip():
                self._file.apart.append(("hidden", collapse(text)))
        return _joined(shown)

    # Runs

    def _inside(self, element: Element, look: _Look) -> None:
        self._file.enter()
        for child in element:
            tag = child.tag
            if tag == _RUN:
                self._run(child, look.link)
            elif tag == W + "hyperlink":
                self._inside(child, _Look(link=self._address(child) or look.link))
            elif tag in DELETED:
                self._set_apart("deleted in tracked changes", child)
            elif tag == W + "txbxContent":
                self._box(child)
            elif handler := _HANDLERS.get(tag):
                handler(self, child, look)
            elif tag not in _NOT_SHOWN:
                self._inside(child, look)
        self._file.leave()

    def _run(self, element: Element, link: str) -> None:
        look = self._look(element.find(_RUN_PROPERTIES), link)
        self._inside(element, look)

    def _look(self, properties: Element | None, link: str) -> _Look:
        if properties is None:
            return _Look(link=link)
        style = value(properties, W + "rStyle")
        named = self._file.styles.named(style) if style else None
        align = value(properties, W + "vertAlign")
        hidden = is_on(properties, W + "vanish") or (
            named is not None and named.hidden and properties.find(W + "vanish") is None
        )
        raised = align == "superscript" or (not align and style in self._file.raised_styles)
        return _Look(raised, is_on(properties, W + "b") and is_on(properties, W + "i"), hidden, link)

    def _show(self, text: str, look: _Look, note: str = "") -> None:
        if self._custom and text.strip():
            note, self._custom = self._custom, ""
            self._file.marks[note] = text.strip()
        self._file.count_characters(len(text))
        if len(self._runs) > MAX_RUNS:
            raise UnreadableFileError(f"a paragraph of the file has more than {MAX_RUNS} pieces", "divide it")
        self._runs.append(_Run(Piece(text, look.raised, look.marked, look.link, note), look.hidden))

    def _t(self, element: Element, look: _Look) -> None:
        if element.text:
            self._show(element.text.replace("\n", " "), look)

    def _special(self, element: Element, look: _Look) -> None:
        self._show(_SHOWN_AS[element.tag], look)

    def _break(self, element: Element, look: _Look) -> None:
        if element.get(W + "type") not in ("page", "column"):
            self._show("\n", look)

    def _symbol(self, element: Element, look: _Look) -> None:
        if sign := sign_of(element):
            self._show(sign, look)

    def _reference(self, element: Element, look: _Look) -> None:
        at_end = element.tag == W + "endnoteReference"
        note = f"{'endnotes' if at_end else 'footnotes'}/{element.get(ID, '')}"
        if element.get(W + "customMarkFollows", "0") not in ("0", "false", "off"):
            self._custom = note
        else:
            self._show(self._file.mark(note, at_end), look, note)

    def _picture(self, element: Element, _: _Look) -> None:
        description = collapse(element.get("descr") or element.get("title") or "")
        self._file.apart.append(("a picture", description or "without a description"))

    def _address(self, element: Element) -> str:
        relation = self._relationships.get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        if relation is None or not relation.external:
            return ""
        return relation.target + (f"#{anchor}" if anchor else "")

    def _box(self, element: Element) -> None:
        """A text box: its lines belong to no place in the text."""
        runs, self._runs = self._runs, []
        self._file.apart += [("in a text box", line.text) for line in self.lines(element)]
        self._runs = runs


_Handler = Callable[[_Walker, "Element", _Look], None]
_HANDLERS: Mapping[str, _Handler] = {
    **dict.fromkeys(_SHOWN_AS, _Walker._special),
    _TEXT: _Walker._t,
    M + "t": _Walker._t,
    W + "br": _Walker._break,
    W + "sym": _Walker._symbol,
    W + "footnoteReference": _Walker._reference,
    W + "endnoteReference": _Walker._reference,
    WP + "docPr": _Walker._picture,
}


def _with_text(piece: Piece, text: str) -> Piece:
    return piece if text == piece.text else Piece(text, piece.raised, piece.marked, piece.link, piece.note)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """`pieces` with neighbours of one look made one; a mark or a link is one, however its letters look."""

    def look(piece: Piece) -> tuple[bool, bool, str, str]:
        return piece.raised, piece.marked and not piece.raised and not piece.link, piece.link, piece.note

    return [Piece("".join([piece.text for piece in group]), *found) for found, group in groupby(pieces, look)]
