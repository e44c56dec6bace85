"""The source of a text, character by character: what prints it, and what it becomes when a change is applied to it.

A change is applied only where the result, read again, prints what the reviewer's text would.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.inspection.reviewed import NOTE_MARK, Piece
from toolkit.markup import address_fault, parse
from toolkit.records import Record

GENERATED = "\ufffb"  # stands where the toolkit prints words of its own: "point 2"
_MARK = re.compile(r"\\[\\*\[\]># -]|\*+|\[\^[^\]\[\n]*\]|\[@[^\]\[\n]*\]|\[|\]\((?:[^()]|\([^()]*\))*\)|\{n\}")
_SPECIAL = re.compile(r"[\\*\[\]]")


class Cell(Record):
    """One printed character and where it stands in the source; what opens and closes round it prints nothing."""

    character: str
    start: int
    end: int
    strong: bool = False
    emphasis: bool = False
    link: bool = False


@lru_cache(maxsize=1024)
def cells(source: str) -> tuple[Cell, ...]:
    """The characters that `source`, which is without faults, prints."""
    return _Scan(source).run()


class _Scan:
    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[Cell] = []
        self.stars: list[str] = []
        self.brackets: list[int] = []

    def run(self) -> tuple[Cell, ...]:
        position = 0
        for match in _MARK.finditer(self.source):
            for index in range(position, match.start()):
                self.add(self.source[index], index, index + 1)
            self.mark(match.group(), match.start(), match.end())
            position = match.end()
        for index in range(position, len(self.source)):
            self.add(self.source[index], index, index + 1)
        return tuple(self.found)

    def add(self, character: str, start: int, end: int) -> None:
        strong, emphasis = "**" in self.stars, "*" in self.stars
        self.found.append(Cell(character, start, end, strong, emphasis, bool(self.brackets)))

    def mark(self, mark: str, start: int, end: int) -> None:
        if mark[0] == "\\":
            self.add("\u00a0" if mark[1] == " " else mark[1], start, end)
        elif mark[0] == "*":
            self.star(mark)
        elif mark.startswith(("[^", "[@")):
            self.add(NOTE_MARK, start, end)
        elif mark == "[":
            self.brackets.append(len(self.found))
        elif mark[0] == "]":
            begun = self.brackets.pop() if self.brackets else len(self.found)
            if begun == len(self.found):  # [](#id)
                self.add(GENERATED, start - 1, end)
        elif self.brackets:
            self.add(GENERATED, start, end)
        else:
            for offset, character in enumerate(mark):
                self.add(character, start + offset, start + offset + 1)

    def star(self, mark: str) -> None:
        while mark:
            length = 2 if len(mark) == 2 or (len(mark) > 2 and self.stars[-1:] != ["*"]) else 1
            one, mark = mark[:length], mark[length:]
            if self.stars[-1:] == [one]:
                self.stars.pop()
            elif one in self.stars:
                self.stars.remove(one)
            else:
                self.stars.append(one)


def printed(source: str) -> str:
    """What `source` prints, with a character for each mark and each word of the toolkit's own."""
    return "".join([cell.character for cell in cells(source)])


class Edit(Record):
    """A change to a text: the printed characters from `start` to `end` become `pieces`."""

    start: int
    end: int
    pieces: tuple[Piece, ...] = ()


def apply(source: str, edits: Sequence[Edit], plain: bool = False) -> str | None:
    """`source` with `edits`, which do not overlap; None where that cannot be done with certainty.

    `plain` leaves the looks of what is put in out: a wording whose words are all set bold says nothing by it.
    """
    known = cells(source)
    text, result, shown = "".join([cell.character for cell in known]), source, ""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    at = 0
    for edit in ordered:
        if edit.start < at or edit.end > len(known):
            return None
        shown += text[at : edit.start] + "".join([piece.text for piece in edit.pieces])
        at = edit.end
    shown += text[at:]
    for edit in reversed(ordered):
        result = _apply_one(result, known, edit, plain)
    result = _without_empty(result)
    wanted = shown.replace("\n", "")
    if NOTE_MARK in result or GENERATED in result or parse(result).problems:
        return None
    if printed(result).replace("\n", "") != wanted:
        return None
    return result


def _apply_one(source: str, known: Sequence[Cell], edit: Edit, plain: bool) -> str:
    inside = known[edit.start : edit.end]
    at, look = _insertion_point(source, known, edit)
    words = written(edit.pieces, look, plain)
    made = source
    for cell in reversed(inside):
        if cell.start >= at:
            made = made[: cell.start] + made[cell.end :]
    made = made[:at] + words + made[at:]
    for cell in reversed(inside):
        if cell.end <= at:
            made = made[: cell.start] + made[cell.end :]
    return made


def _insertion_point(source: str, known: Sequence[Cell], edit: Edit) -> tuple[int, Cell | None]:
    """Where in the source the new words go, and the character whose looks they would share there."""
    left = known[edit.start - 1] if edit.start else None
    right = known[edit.start] if edit.start < len(known) else None
    if edit.end > edit.start and right is not None:
        return right.start, right  # in the place of what goes
    if left is None or right is None:
        return (right.start, right) if right is not None else (left.end if left else len(source), left)
    piece = next((piece for piece in edit.pieces if piece.text.strip()), None)
    for cell, at in ((left, left.end), (right, right.start)):
        if piece is not None and (cell.strong, cell.emphasis, cell.link) == _looks(piece):
            return at, cell
    if left.link and not right.link:
        return right.start, right
    return left.end, left


def _looks(piece: Piece) -> tuple[bool, bool, bool]:
    return piece.strong, piece.emphasis, bool(piece.link)


def written(pieces: Sequence[Piece], around: Cell | None = None, plain: bool = False) -> str:
    """`pieces` in the marks of a definition; `around` is a character whose looks hold already."""
    inside = (around.strong, around.emphasis, around.link) if around else (False, False, False)
    made = ""
    for piece in _joined(pieces):
        if piece.note:
            made += piece.note  # as the definition has it
            continue
        words = _SPECIAL.sub(lambda found: "\\" + found.group(), piece.text).replace("\n", "\n\n")
        bare = words.strip()
        if bare and not plain:
            marked = bare
            if piece.strong and not inside[0]:
                marked = f"**{marked}**"
            if piece.emphasis and not inside[1]:
                marked = f"*{marked}*"
            if piece.link and not inside[2] and not address_fault(piece.link):
                marked = f"[{marked}]({piece.link})"
            words = words.replace(bare, marked, 1)
        made += words
    return made


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbouring pieces of one look as one."""
    made: list[Piece] = []
    for piece in pieces:
        last = made[-1] if made else None
        same = last is not None and not last.note and not piece.note and _looks(last) == _looks(piece)
        if last is not None and same and last.link == piece.link and "\n" not in last.text + piece.text:
            made[-1] = Piece(last.text + piece.text, strong=piece.strong, emphasis=piece.emphasis, link=piece.link)
        else:
            made.append(piece)
    return made


_EMPTY = (
    re.compile(r"(?<!\\)()\*{4}"),
    re.compile(r"(?<![\\*])\*\*(\s+)\*\*(?!\*)"),
    re.compile(r"(?<![\\*])\*(\s+)\*(?!\*)"),
    re.compile(r"(?<!\\)\[(\s*)\]\((?!#)[^()]*\)"),
)


def _without_empty(source: str) -> str:
    """`source` without marks that have nothing left between them."""
    for pattern in _EMPTY:
        source = pattern.sub(r"\1", source)
    return source


def paragraph(pieces: Sequence[Piece], plain: bool = False) -> str:
    """A paragraph of its own in the marks of a definition; what would begin a list or a call-out is escaped."""
    words = written(pieces, None, plain).strip()
    return "\\" + words if re.match(r"[->#] ", words) else words
