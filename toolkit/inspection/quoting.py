"""Quotes the place that a finding is about, short enough for a message, long enough to be found."""

from __future__ import annotations

from toolkit.diagnostics import Quotation
from toolkit.inspection.reading import normal

_AROUND = 160
_LONGEST = 70


def quotation(
    text: str, start: int, end: int, named: str | None = None, meant: str | None = None, certainty: str = ""
) -> Quotation:
    """The characters from `start` to `end` of `text` with what stands round them."""
    before, after = text[max(start - _AROUND, 0) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + before.partition(" ")[2]
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Quotation(before, text[start:end], after, named, meant, certainty)


def cited(text: str, start: int, end: int) -> str:
    """The words from `start` to `end` in quotation marks; of long ones the end, which has the number."""
    opened = text.rfind("(", start, end) > text.rfind(")", start, end)
    flat = normal(text[start : end + 1 if opened and text[end : end + 1] == ")" else end])
    return f"'{flat}'" if len(flat) <= _LONGEST else f"'…{flat[-_LONGEST:].partition(' ')[2]}'"
