"""What a sheet is made of once its file is opened: lines of text, and grids of cells with lines in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import accumulate
from typing import Union

from toolkit.records import Record, replace

_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")


class Piece(Record):
    """Text of one look. `raised` is a superscript, `marked` bold italics; `link` is an address outside the file.

    `note` is the id of a footnote of the file; the text is then its mark.
    """

    text: str
    raised: bool = False
    marked: bool = False
    link: str = ""
    note: str = ""


class Line(Record):
    """A paragraph, or a part of one up to a line break.

    `number` is what Word prints before it, `listed` that it is in a list at all, `level` 1 to 9 for a heading.
    """

    pieces: tuple[Piece, ...]
    number: str = ""
    listed: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        """All its words, the marks of footnotes left out."""
        words = "".join([piece.text for piece in self.pieces if not piece.note])
        return collapse(f"{self.number} {words}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen in it."""
        return not self.number and not any(piece.text.strip() for piece in self.pieces)

    @property
    def raw(self) -> str:
        """The text of its pieces, in which offsets are counted."""
        return "".join([piece.text for piece in self.pieces])

    def part(self, start: int, end: int) -> Line:
        """The line from one offset of `raw` to another; the number stays with the beginning."""
        ends = list(accumulate(len(piece.text) for piece in self.pieces))
        parts = []
        for piece, stop in zip(self.pieces, ends, strict=True):
            begin = stop - len(piece.text)
            text = piece.text[max(start - begin, 0) : max(end - begin, 0)]
            if text:
                parts.append(replace(piece, text=text))
        return Line(tuple(parts), self.number if start == 0 else "", self.listed and start == 0, self.level)


Cell = tuple[Line, ...]


class Grid(Record):
    """A table: its rows, each of cells."""

    rows: tuple[tuple[Cell, ...], ...]

    def lines(self) -> list[Line]:
        """All its lines, row by row."""
        return [line for row in self.rows for cell in row for line in cell if not line.is_empty]


Item = Union[Line, Grid]


class Note(Record):
    """A footnote or endnote of the file: the mark that its first reference shows ("" without one), its lines."""

    mark: str
    lines: tuple[Line, ...]


class Sheet(Record):
    """A file as lines and grids; `apart` is text that stands elsewhere, each with words for where."""

    items: tuple[Item, ...]
    notes: Mapping[str, Note]
    apart: tuple[tuple[str, str], ...]
    language: str


def collapse(text: str) -> str:
    """`text` with white space that breaks as single spaces; hard spaces stay."""
    return _SPACES.sub(" ", text).strip(" ")


def key(text: str) -> str:
    """`text` as fixed words are compared: no accents, no capitals, no punctuation at its ends."""
    plain = "".join([char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)])
    return " ".join(plain.casefold().split()).strip(" .:,;[]()")
