"""What the two columns of an amendment ask for: new words, other words, a deletion, words in an unknown text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.importing.columns import Columns
from toolkit.importing.lines import Line
from toolkit.importing.words import Words
from toolkit.records import Record

_GAP = r"\[\s*(?:…|\.\.\.)\s*\]"
_UNKNOWN = re.compile(rf"(?:{_GAP}|…|\.\.\.)\Z")
_WITHIN = re.compile(rf"\s*{_GAP}\s+(?P<words>.*\S)\s+{_GAP}\s*\Z", re.DOTALL)

Lines = tuple[Line, ...]


class Asked(Record):
    """The lines of each role of a wording; `is_new` says that nothing stands there yet.

    `doubt` is why the reading may be wrong.
    """

    lines: Mapping[str, Lines]
    deleted: bool = False
    is_new: bool = False
    doubt: str = ""


def read_wording(columns: Columns, words: Words) -> Asked | None:
    """What the columns ask for; None where they ask for nothing."""
    left, right = columns.left.lines, columns.right.lines
    known = () if _is_unknown(left) else left
    original = {"present" if columns.left_head == "existing-text" else "original": known} if known else {}
    if not left and not right:
        return None
    if len(right) == 1 and words.is_deleted(right[0].text):
        return Asked(original, deleted=True)
    if not right:
        doubt = "the right column is empty; it was read as the deletion of the whole provision"
        return Asked(original, deleted=True, doubt=doubt)
    if not left:
        return Asked({"proposed": right}, is_new=True)
    if within := _within_unknown(left, right, original):
        return within
    return None if not known and _is_unknown(right) else Asked({**original, "proposed": right})


def _is_unknown(lines: Lines) -> bool:
    return len(lines) == 1 and _UNKNOWN.match(lines[0].text) is not None


def _within_unknown(left: Lines, right: Lines, original: Mapping[str, Lines]) -> Asked | None:
    """Words that go out of or come into a text that is not known: "[…] words […]"."""
    delete, insert = _within(left), _within(right)
    if insert and _is_unknown(left):
        return Asked({"insert": insert})
    if delete and _is_unknown(right):
        return Asked({"delete": delete})
    if not insert or not all(_is_marked(line) for line in (*insert, *(delete or ()))):
        return None
    return Asked({"insert": insert, **({"delete": delete} if delete else original)})


def _within(lines: Sequence[Line]) -> Lines | None:
    """The words between the gaps of each line; None where a line has none."""
    found = [_WITHIN.match(line.raw) for line in lines]
    if not all(found):
        return None
    return tuple([line.part(*match.span("words")) for line, match in zip(lines, found, strict=True) if match])


def _is_marked(line: Line) -> bool:
    return all(piece.marked or piece.raised or not piece.text.strip() for piece in line.pieces)
