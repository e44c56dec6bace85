"""What the Word writer wrote, read back as lines: paragraphs in pieces, and tables with their rows and cells.

It reads the form that `toolkit.writers.docx` gives to its text, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from toolkit.redlining.lines import Line, read_line
from toolkit.redlining.pieces import Piece, split_words
from toolkit.writers.docx.markup import unescape
from toolkit.writers.docx.notes import write_note
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.text import note_bookmark


class Marker(NamedTuple):
    """An end of a bookmark; `name` also where it is the end that bears none."""

    starts: bool
    identifier: str
    name: str
    at: int = 0


class Run(NamedTuple):
    """What is known of a piece: `look` is what stands in its `w:rPr`, `link` the attributes of its `w:hyperlink`.

    `markup` are the runs of what is no text; `target` is the bookmark that a field leads to, `note` the id of the
    note whose mark it is.
    """

    look: str
    link: str
    markup: str = ""
    target: str = ""
    note: str = ""


class Block(NamedTuple):
    """What is known of a line: the bookmarks before it, the properties of a paragraph, and the bookmarks in it.

    Each of these stands `at` how many pieces are before it. A table has `head`, all before its rows, and `rows`:
    properties and cells, each of these properties and lines.
    """

    before: tuple[Marker, ...]
    properties: str = ""
    inside: tuple[Marker, ...] = ()
    head: str = ""
    rows: tuple[Row, ...] = ()


class Row(NamedTuple):
    properties: str
    cells: tuple[Cell, ...]


class Cell(NamedTuple):
    properties: str
    lines: tuple[Line, ...]


class Side:
    """One of the two texts: its notes and what their names are, and where its bookmarks lead."""

    def __init__(self, notes: Story, names: Mapping[str, str]) -> None:
        self.notes = notes
        self.paper = notes.paper
        self.names = names
        self.bookmarks: dict[str, str] = {}

    @cached_property
    def note_ids(self) -> dict[str, str]:
        """The id of each note that is marked in the body, by its `w:id`."""
        return {str(identifier): name for name, identifier in self.paper.footnotes.items()}

    @cached_property
    def meanings(self) -> dict[str, tuple[str, str]]:
        """What each bookmark stands for, whatever its name is in this text."""
        meant = {place.bookmark: ("place", anchor) for anchor, place in self.paper.places.items()}
        for identifier, name in self.note_ids.items():
            meant[note_bookmark(self.paper.notes[name], int(identifier))] = ("note", self.names[name])
        return meant

    def meaning(self, bookmark: str) -> tuple[str, str]:
        return self.meanings.get(bookmark, ("", bookmark))

    def read_note(self, name: str) -> Line:
        """The paragraph of a note."""
        return read_lines(self, write_note(self.notes, name, self.paper.footnotes[name]))[0]


BLOCK = re.compile(
    r"<w:p><w:pPr>(?P<properties>.*?)</w:pPr>(?P<content>.*?)</w:p>"
    r"|<w:tbl>(?P<head>.*?)(?P<rows><w:tr>.*?)</w:tbl>"
    r'|<w:bookmark(?P<edge>Start|End) w:id="(?P<id>\d+)"(?: w:name="(?P<name>[^"]*)")?/>',
    re.DOTALL,
)
ROW = re.compile(r"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?(<w:tc>.*?)</w:tr>", re.DOTALL)
CELL = re.compile(r"<w:tc><w:tcPr>(.*?)</w:tcPr>(.*?)</w:tc>", re.DOTALL)
INLINE = re.compile(
    r"<w:r>(?:<w:rPr>(?P<look>.*?)</w:rPr>)?(?P<content>.*?)</w:r>"
    r"|<w:hyperlink (?P<link>[^>]*)>|(?P<closing></w:hyperlink>)"
    r'|<w:bookmark(?P<edge>Start|End) w:id="(?P<id>\d+)"(?: w:name="(?P<name>[^"]*)")?/>',
    re.DOTALL,
)
STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"/>')
TEXT = re.compile(r'(?:<w:t xml:space="preserve">[^<]*</w:t>|<w:br/>|<w:tab/>)*')
PART_OF_TEXT = re.compile(r'<w:t xml:space="preserve">([^<]*)</w:t>|<w:(br|tab)/>')
INSTRUCTION = re.compile(r"<w:instrText[^>]*> (\w+) (\S+) (.*?) </w:instrText>")
NOTE = re.compile(r'<w:footnoteReference(?: w:customMarkFollows="1")? w:id="(\d+)"/>')
ANCHOR = re.compile(r'w:anchor="([^"]*)"')
OWN_IDS = re.compile(r'(<(?:wp:docPr|pic:cNvPr) )id="\d+"')


def read_lines(side: Side, text: str) -> list[Line]:
    """The paragraphs and tables in `text`, in order."""
    lines = []
    before: list[Marker] = []
    for found in BLOCK.finditer(text):
        if found["edge"]:
            before.append(_marker(side, found))
        elif found["rows"]:
            lines.append(_table(side, found["head"], found["rows"], tuple(before)))
            before = []
        else:
            lines.append(_paragraph(side, found["properties"], found["content"], tuple(before)))
            before = []
    return lines


def _marker(side: Side, found: re.Match[str]) -> Marker:
    if found["name"]:
        side.bookmarks[found["id"]] = found["name"]
    return Marker(found["edge"] == "Start", found["id"], side.bookmarks[found["id"]])


def _table(side: Side, head: str, text: str, before: tuple[Marker, ...]) -> Line:
    """A table as one line, of the shape that all tables have with as many cells in as many rows."""
    rows = tuple(
        [
            Row(
                row[1] or "", tuple([Cell(cell[1], tuple(read_lines(side, cell[2]))) for cell in CELL.finditer(row[2])])
            )
            for row in ROW.finditer(text)
        ]
    )
    shape = ("table", head, tuple([(row.properties, len(row.cells)) for row in rows]))
    lines = [line for row in rows for cell in row.cells for line in cell.lines]
    line = read_line(shape, [piece for line in lines for piece in line.pieces], Block(before, head=head, rows=rows))
    line.exact = (shape, tuple([line.exact for line in lines]))
    return line


def _paragraph(side: Side, properties: str, content: str, before: tuple[Marker, ...]) -> Line:
    reader = _Reader(side)
    reader.read(content)
    style = STYLE.match(properties)
    block = Block(before, properties, tuple(reader.markers))
    return read_line(("paragraph", style[1] if style else ""), reader.pieces, block)


class _Reader:
    """Reads the content of one paragraph."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.link = ""
        self.pieces: list[Piece] = []
        self.markers: list[Marker] = []
        self.field: list[str] = []

    def read(self, content: str) -> None:
        """Finds the pieces, and the bookmarks between them."""
        for found in INLINE.finditer(content):
            if found["edge"]:
                self.markers.append(_marker(self.side, found)._replace(at=len(self.pieces)))
            elif found["link"]:
                self.link = found["link"]
            elif found["closing"]:
                self.link = ""
            else:
                self.read_run(found[0], found["look"] or "", found["content"])

    def read_run(self, markup: str, look: str, content: str) -> None:
        if self.field or 'w:fldCharType="begin"' in content:
            self.field.append(markup)
            if 'w:fldCharType="end"' in content:
                self.add_field("".join(self.field), look)
                self.field = []
        elif TEXT.fullmatch(content):
            run, meaning = Run(look, self.link), self.link_meaning()
            for text, gap in split_words("".join(_characters(content))):
                self.pieces.append(Piece(text, (text, look, meaning), gap, False, run))
        else:
            self.add_other(markup, look, content)

    def add_field(self, markup: str, look: str) -> None:
        """A field: what tells it from others is where it leads, not the number that it shows."""
        instruction = INSTRUCTION.search(markup)
        kind, target, switches = instruction.groups() if instruction else ("", "", markup)
        key = (kind, self.side.meaning(target), switches, look, self.link_meaning())
        self.add(key, Run(look, self.link, markup, target))

    def add_other(self, markup: str, look: str, content: str) -> None:
        """The mark of a note, or what stands for itself: an image, a symbol."""
        if note := NOTE.match(content):
            name = self.side.note_ids[note[1]]
            key: tuple[str, ...] = ("note", self.side.names[name], content[note.end() :], look, self.link_meaning())
            self.add(key, Run(look, self.link, markup, note=name))
        else:
            own = OWN_IDS.sub(r"\1", markup)
            self.add(("other", own, self.link_meaning()), Run(look, self.link, markup))

    def add(self, key: tuple[object, ...], run: Run) -> None:
        """Adds what is no text."""
        self.pieces.append(Piece("", key, atom=True, data=run))

    def link_meaning(self) -> str:
        """What tells the link here from others: an address, or the place that it leads to in either text."""
        anchor = ANCHOR.search(self.link)
        return " ".join(self.side.meaning(anchor[1])) if anchor else self.link


def _characters(content: str) -> Iterator[str]:
    for found in PART_OF_TEXT.finditer(content):
        yield "\n" if found[2] == "br" else "\t" if found[2] else unescape(found[1])
