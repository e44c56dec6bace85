"""Leads from a character that the reader shows back to the text of the file that it came from.

The reader knows no bytes. It is given the file a second time, each text filled with a character of its own: where
that character is shown, the text stands. So whatever the reader does with a file, the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.inspection.docx import read_docx
from toolkit.inspection.reading import ReadBlock, Reading
from toolkit.records import Record
from toolkit.refreshing.archive import Archive
from toolkit.refreshing.scanning import Part, Text
from toolkit.refreshing.splicing import Piece

_FIRST = 0xF0000  # the private planes of Unicode, whose characters stand in no paper
_MOST = 0x1FFFD
_BREAK = (0xFFFE, 0xFFFF)  # no characters, at the end of each plane


class Places(Record):
    """The blocks of the file read twice, by note ("" for the body), and the text for each character of the second."""

    first: Mapping[str, Sequence[ReadBlock]]
    second: Mapping[str, Sequence[ReadBlock]]
    texts: Mapping[str, tuple[Part, Text]]

    def pieces(self, note: str, block: int, start: int, end: int) -> tuple[str, tuple[Piece, ...]] | None:
        """The part and the pieces of texts that show the characters of a block; None where that cannot be told."""
        shown, filled = self.block(False, note, block), self.block(True, note, block)
        if shown is None or filled is None or not 0 <= start < end <= len(shown.text):
            return None
        shift = len(filled.text) - len(shown.text)
        found: list[Piece] = []
        part: Part | None = None
        for offset in range(start, end):
            piece = self._piece(filled.text, offset + shift, shown.text[offset])
            if piece is None or (part is not None and part is not piece[0]):
                return None
            part = piece[0]
            found.append(piece[1])
        return (part.name, tuple(_joined(found))) if part is not None else None

    def block(self, again: bool, note: str, index: int) -> ReadBlock | None:
        """The block with this index of the body or a note, as it was read, or as it was read `again`."""
        blocks = (self.second if again else self.first).get(note, ())
        return blocks[index] if index < len(blocks) else None

    def _piece(self, filled: str, offset: int, due: str) -> tuple[Part, Piece] | None:
        code = filled[offset] if 0 <= offset < len(filled) else ""
        found = self.texts.get(code)
        if found is None:
            return None
        part, text = found
        content = part.content(text) or ""
        lead = len(content) - len(content.lstrip())
        at = offset - filled.index(code) + lead
        return (part, Piece(text, at, at + 1)) if content[at : at + 1] == due else None


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """`pieces` with those that follow each other in one text put together."""
    last = pieces[0]
    for piece in pieces[1:]:
        if piece.text is last.text and piece.start == last.end:
            last = Piece(last.text, last.start, piece.end)
        else:
            yield last
            last = piece
    yield last


def find_places(archive: Archive, reading: Reading, parts: Sequence[Part]) -> Places | None:
    """The places of all characters; None for a file that is too large for it."""
    texts: dict[str, tuple[Part, Text]] = {}
    filled: dict[str, bytes] = {}
    code = _FIRST
    for part in parts:
        out, at = [], 0
        for text in part.texts:
            content = part.content(text)
            if not content or text.inner_end == text.open_end:
                continue
            texts[chr(code)] = (part, text)
            out += [part.data[at : text.open_end], _filling(content, chr(code))]
            at = text.inner_end
            code += 3 if code + 1 & 0xFFFF in _BREAK else 1
            if code - _FIRST > _MOST:
                return None
        filled[part.name] = b"".join([*out, part.data[at:]])
    second = read_docx(archive.replaced(filled, stored=True))
    alike = second.readable and len(second.blocks) == len(reading.blocks) and len(second.notes) == len(reading.notes)
    return Places(_blocks(reading), _blocks(second), texts) if alike else None


def _blocks(reading: Reading) -> Mapping[str, Sequence[ReadBlock]]:
    return {note.id: note.blocks for note in reading.notes} | {"": reading.blocks}


def _filling(content: str, code: str) -> bytes:
    """`content` with `code` in the place of every character that is not white space."""
    text = "".join([character if character.isspace() else code for character in content])
    return text.replace("\r", "&#13;").encode("utf-8")
