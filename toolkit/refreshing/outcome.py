"""What was done to a file, and what was left: each with its place and words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from toolkit.inspection.reading import Reading, normal
from toolkit.records import Record
from toolkit.refreshing.scanning import Field, Part, Text

_LONGEST = 44
_NEAR = 12  # texts before a field that are looked at

UPDATED, CORRECTED, LINKED = "field updated", "corrected", "made live"


class Done(Record):
    """A number that was written: where it stands, the words before it, what it was and is, and what was done."""

    place: str
    words: str
    old: str
    new: str
    what: str


class Left(Record):
    """A number that was left as it is: what it shows, what it may have to be ("" where nobody can tell), and why.

    `is_fault` says that it is wrong, so that a person must mend it.
    """

    place: str
    words: str
    old: str
    new: str
    why: str
    is_fault: bool


class Refreshed(Record):
    """The new bytes of a file, None where nothing had to be done, with all that was done and left."""

    data: bytes | None
    done: tuple[Done, ...]
    left: tuple[Left, ...]


def marks_of(reading: Reading) -> dict[str, str]:
    """The mark of each note by its id."""
    return {note.id: note.mark for note in reading.notes}


def place_of(marks: Mapping[str, str], note: str) -> str:
    """The place of what stands in the note with the id `note`, or in the text."""
    if not note:
        return "the text"
    mark = marks.get(note, "")
    return f"note {mark}" if mark else "a note without a mark"


def holder_place(marks: Mapping[str, str], part: str, holder: str) -> str:
    """The place of what stands in a part of the file, in the note `holder` of it."""
    name = part.rpartition("/")[2]
    margin = next((kind for kind in ("header", "footer") if kind in name), "")
    return margin or place_of(marks, holder)


def words_before(part: Part, field: Field) -> str:
    """The words that stand before a field in its paragraph, the last of them."""
    stop = field.texts[0].start if field.texts else field.end_run.start if field.end_run else field.at
    end = bisect_left(part.texts, stop, key=_start)
    near = part.texts[max(end - _NEAR, 0) : end]
    shown = [text for text in near if text.paragraph == field.paragraph and text.is_shown]
    return ending("".join([part.content(text) or "" for text in shown]))


def _start(text: Text) -> int:
    return text.start


def ending(text: str) -> str:
    """The end of a text, for a line of a table."""
    flat = normal(text)
    return flat if len(flat) <= _LONGEST else f"…{flat[-_LONGEST:].partition(' ')[2]}"
