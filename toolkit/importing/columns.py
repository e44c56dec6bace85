"""The two columns of an amendment: their heads, their paragraphs, the footnotes of the law below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.importing.lines import Grid, Line, Piece, collapse, key
from toolkit.importing.texts import clean_mark
from toolkit.importing.words import Words
from toolkit.records import Record

_RULE = re.compile(r"[_\u2014\u2013\u2500=-]{3,}\Z")
_TYPED_MARK = re.compile(r"\s*[(\[]?(?P<mark>\d{1,3}[a-z]{0,2}|\*{1,3}|[†‡§])[)\]]?\s+(?=\S)")
_LONGEST_HEAD = 80


class Column(Record):
    """The paragraphs of a column, and the notes below them, each with its mark as it is shown."""

    lines: tuple[Line, ...]
    notes: tuple[tuple[str, Line], ...]


class Columns(Record):
    """Both columns; `left_head` is the key of the word above the left one, "" where it is none that is known.

    `strangers` are heads that are not known, `strays` lines that stand in neither column.
    """

    left: Column
    right: Column
    left_head: str
    strangers: tuple[str, ...]
    strays: tuple[Line, ...]


def read_columns(grid: Grid, words: Words) -> Columns | None:
    """The columns of a table of two; None where it is none."""
    rows = [_filled(row) for row in grid.rows]
    if any(len(row) > 2 for row in rows) or not any(len(row) == 2 for row in rows):
        return None
    pairs = [row for row in rows if len(row) == 2 and any(row)]
    strays = [line for row in rows if len(row) == 1 for line in row[0]]
    left_head, swapped, strangers, number = _heads(pairs, words)
    sides = [[line for row in pairs[number:] for line in row[side]] for side in ((1, 0) if swapped else (0, 1))]
    return Columns(_column(sides[0], words), _column(sides[1], words), left_head, tuple(strangers), tuple(strays))


def _filled(row: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The cells of a row without empty lines; of more than two, those that are not empty."""
    cells = [[line for line in cell if not line.is_empty] for cell in row]
    return [cell for cell in cells if cell] if len(cells) > 2 else cells


def _heads(pairs: list[list[list[Line]]], words: Words) -> tuple[str, bool, list[str], int]:
    """The key of the left head, whether left and right are exchanged, heads not known, how many rows are heads."""
    if not pairs:
        return "", False, [], 0
    shown = [collapse(" ".join([line.text for line in cell])) for cell in pairs[0]]
    left, right = key(shown[0]), key(shown[1])
    if left in words.left and right in words.right:
        return words.left[left], False, [], 1
    if right in words.left and left in words.right:
        return words.left[right], True, [], 1
    known = left in words.left or right in words.right
    short = all(text and len(text) <= _LONGEST_HEAD and text[-1] not in ".;,:" for text in shown)
    if known or (short and len(pairs) > 1):
        strangers = [text for text, name in zip(shown, (left, right), strict=True) if not _is_head(name, words)]
        return words.left.get(left, ""), False, [text for text in strangers if text], 1
    return "", False, [], 0


def _is_head(name: str, words: Words) -> bool:
    return name in words.left or name in words.right


def _column(lines: list[Line], words: Words) -> Column:
    """Paragraphs and notes: those below a rule, or those at the end that begin with a raised mark."""
    for index, line in enumerate(lines):
        if _RULE.match(line.text):
            below = [one for one in lines[index + 1 :] if not _RULE.match(one.text)]
            return _below_rule(lines[:index], below, words)
    first = len(lines)
    while first and _raised_note(lines[first - 1], words):
        first -= 1
    if not first:  # all of it is a note: then the note is what is amended
        return Column(tuple(lines), ())
    notes = [_raised_note(line, words) for line in lines[first:]]
    return Column(tuple(lines[:first]), tuple([note for note in notes if note]))


def _below_rule(lines: list[Line], below: list[Line], words: Words) -> Column:
    """The column with what stands below its rule as notes; a line without a mark goes on with the note before it."""
    notes: list[tuple[str, Line]] = []
    for line in below:
        note = _raised_note(line, words) or _typed_note(line)
        if note:
            notes.append(note)
        elif notes:
            mark, begun = notes[-1]
            notes[-1] = (mark, Line((*begun.pieces, Piece(" "), *line.pieces)))
        else:
            lines = [*lines, line]
    return Column(tuple(lines), tuple(notes))


def _raised_note(line: Line, words: Words) -> tuple[str, Line] | None:
    """The mark and the text of a line that begins with a raised mark."""
    start = next((index for index, piece in enumerate(line.pieces) if piece.text.strip()), 0)
    if not line.pieces or line.number or not line.pieces[start].raised or line.pieces[start].note:
        return None
    mark = clean_mark(line.pieces[start].text)
    rest = Line(line.pieces[start + 1 :])
    return (mark, rest) if words.mark(mark) and not rest.is_empty else None


def _typed_note(line: Line) -> tuple[str, Line] | None:
    """The same of a line that begins with a mark that is not raised."""
    found = _TYPED_MARK.match(line.raw)
    return (found["mark"], line.part(found.end(), len(line.raw))) if found else None
