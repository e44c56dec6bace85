"""What a diagnostic code stands for: how severe it is, what it means and what to do."""

from __future__ import annotations

from toolkit.diagnostics import ERROR, NOTE, WARNING
from toolkit.records import Record


class Code(Record):
    """What a code stands for: `severity` as in diagnostics, `meaning` and `remedy` a sentence each."""

    severity: str
    meaning: str
    remedy: str


def an_error(meaning: str, remedy: str) -> Code:
    return Code(ERROR, meaning, remedy)


def a_warning(meaning: str, remedy: str) -> Code:
    return Code(WARNING, meaning, remedy)


def a_note(meaning: str, remedy: str) -> Code:
    return Code(NOTE, meaning, remedy)
