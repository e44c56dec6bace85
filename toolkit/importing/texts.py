"""Lines to the text of a definition: what would be read as a mark there is escaped, hard spaces are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.importing.lines import Line, Piece, collapse
from toolkit.markup import address_fault
from toolkit.records import MutableRecord, fresh

HARD_SPACE = "\u00a0"
MARK = re.compile(r"[0-9A-Za-z*†‡§]{1,4}\Z")
_ITEM = re.compile(r"(\d{1,2}[.)])\s")


class Marks(MutableRecord):
    """What the marks in a text stand for: raised words and footnotes of the file, each by the id of a note.

    `used` are the ids that were met, `bare` raised words that look like marks and stand for nothing, `addresses`
    those of links that a paper cannot have.
    """

    raised: Mapping[str, str] = fresh(factory=dict)
    notes: Mapping[str, str] = fresh(factory=dict)
    used: set[str] = fresh(factory=set)
    bare: list[str] = fresh(factory=list)
    addresses: list[str] = fresh(factory=list)


def text_of(line: Line, marks: Marks) -> str:
    """A line as one paragraph of a definition, its number before it."""
    words = "".join([_piece(piece, marks) for piece in line.pieces])
    return collapse(f"{escape(line.number)} {words}").strip(f" {HARD_SPACE}").replace(HARD_SPACE, "\\ ")


def texts_of(lines: Sequence[Line], marks: Marks) -> list[str]:
    """Lines as paragraphs; those without words are left out."""
    return [text for text in [text_of(line, marks) for line in lines] if text]


def blocks_of(lines: Sequence[Line], marks: Marks) -> list[tuple[str, str]]:
    """Lines as blocks: "paragraph", or "- " and "1. " for items of lists, each with its text."""
    blocks = []
    for line in lines:
        role = "paragraph" if not line.listed else "1. " if line.number else "- "
        number = "" if line.listed else line.number
        text = text_of(Line(line.pieces, number), marks)
        if text:
            blocks.append((role, _as_paragraph(text)))
    return blocks


def _as_paragraph(text: str) -> str:
    """`text` so begun that it is no item of a list and no call-out."""
    if text[:1] == ">" or re.match(r"-\s", text):
        return f"\\{text}"
    return _ITEM.sub(r"\g<1>\\ ", text, count=1) if _ITEM.match(text) else text


def escape(text: str) -> str:
    """`text` with a backslash before what would be read as an inline mark."""
    return re.sub(r"([\\*\[\]])", r"\\\1", text)


def clean_mark(text: str) -> str:
    """The mark of a note as it stands, without the brackets and spaces round it."""
    return " ".join(text.split()).strip(" ()[]")


def _piece(piece: Piece, marks: Marks) -> str:
    if piece.note:
        return _note(piece, marks.notes.get(piece.note, ""), marks)
    if piece.raised and (mark := clean_mark(piece.text)):
        if mark in marks.raised:
            return _note(piece, marks.raised[mark], marks)
        if MARK.match(mark) and not mark.isalpha():
            marks.bare.append(mark)
    words = escape(piece.text)
    if not piece.link or not collapse(piece.text):
        return words
    fault = address_fault(piece.link)
    if fault and fault[0] != "insecure-link":
        marks.addresses.append(piece.link)
        return words
    return f"[{words}]({piece.link})"


def _note(piece: Piece, name: str, marks: Marks) -> str:
    if not name:
        return escape(piece.text)
    marks.used.add(name)
    before = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    after = piece.text[len(piece.text.rstrip()) :]
    return f"{before}[^{name}]{after}"
