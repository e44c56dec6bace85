"""The words that differ between two texts, said in a line."""

from __future__ import annotations

import re

from toolkit.wording import compare

_MOST = 160
_LONGEST = 100_000  # characters
_AROUND = 2  # words shown beside a change
_EDGES = re.compile(r"(\s*)(.*?)(\s*)\Z", re.DOTALL)
_MARKS = {"deleted": ("[-", "-]"), "inserted": ("{+", "+}")}


def changed_words(before: str, after: str) -> str:
    """What was taken out and put in: "the Council [-agreed-] {+adopted+} …", cut where it is long.

    The marks are those of word-wise diffs.
    """
    if len(before) + len(after) > _LONGEST:
        return "a text too long to be compared here"
    said = ""
    changes = [change for row in compare([before], [after]).consolidated for change in row]
    for number, change in enumerate(changes):
        lead, words, trail = _edges(change.text)
        if change.kind in _MARKS and words:
            first, last = _MARKS[change.kind]
            joint = " " if said.endswith("-]") else ""
            said += f"{joint}{lead}{first}{words}{last}{trail}"
        elif words:
            said += f"{lead}{_shortened(words, number == 0, number == len(changes) - 1)}{trail}"
    return said if len(said) <= _MOST else f"{said[: said.rfind(' ', 0, _MOST)]} …"


def _edges(text: str) -> tuple[str, str, str]:
    """Whether a space stands before a text, its words, and whether one stands after them."""
    found = _EDGES.match(text)
    lead, words, trail = found.groups() if found else ("", text, "")
    return lead and " ", " ".join(words.split()), trail and " "


def _shortened(text: str, first: bool, last: bool) -> str:
    """Words that stayed: those next to the changes."""
    words = text.split(" ")
    if len(words) <= 2 * _AROUND + 1:
        return text
    start, end = " ".join(words[:_AROUND]), " ".join(words[-_AROUND:])
    if first:
        return text if last else f"… {end}"
    return f"{start} …" if last else f"{start} … {end}"
