"""What is wrong, said so that an author can mend it: diagnostics, places and errors of the environment."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from toolkit.records import Record

ERROR = "error"
WARNING = "warning"
NOTE = "note"
MOST = 100


class Span(Record):
    """A place in a file: the path as the author knows it, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1


class Place(Record):
    """Where a text stands in its file, so that an offset in the text leads to a line and column.

    `segments` are (offset in the text, line, column) in rising order of offset; each says where
    the characters from that offset on were read.
    """

    file: str
    segments: tuple[tuple[int, int, int], ...]

    def at(self, offset: int = 0) -> Span:
        """The place of the character at `offset`; exact where one segment is one line of the file."""
        index = max(bisect_right(self.segments, (offset, 1 << 30, 0)) - 1, 0)
        start, line, column = self.segments[index]
        return Span(self.file, line, column + max(offset - start, 0))

    def between(self, start: int, end: int) -> tuple[tuple[int, int, int], ...]:
        """The segments that begin after the offset `start` and before `end`."""
        first_after = bisect_right(self.segments, (start, 1 << 30, 0))
        return self.segments[first_after : bisect_left(self.segments, (end, 0, 0), first_after)]


class Quotation(Record):
    """The words that a diagnostic is about, `wrong` being those to mend, with what stands round them.

    For a reference to a note by number, `named` is the number that it names and `meant` that of the note that it
    means, None where nobody can tell; `certainty` is "certain", "likely" or "unknown".
    """

    before: str
    wrong: str
    after: str
    named: str | None = None
    meant: str | None = None
    certainty: str = ""


class Diagnostic(Record):
    """One thing for the author to mend: severity, code, place, message and what to do about it.

    `note` is the displayed number of the note concerned, where one is; `quoted` what stands there.
    """

    severity: str
    code: str
    span: Span
    message: str
    hint: str = ""
    note: str | None = None
    quoted: Quotation | None = None


def error(
    code: str, span: Span, message: str, hint: str = "", note: str | None = None, quoted: Quotation | None = None
) -> Diagnostic:
    """A diagnostic that keeps the paper from being rendered."""
    return Diagnostic(ERROR, code, span, message, hint, note, quoted)


def warning(
    code: str, span: Span, message: str, hint: str = "", note: str | None = None, quoted: Quotation | None = None
) -> Diagnostic:
    """A diagnostic that is reported and stops nothing (unless `--strict`)."""
    return Diagnostic(WARNING, code, span, message, hint, note, quoted)


def advice(code: str, span: Span, message: str, hint: str = "") -> Diagnostic:
    """A diagnostic that is shown to those who ask for it, and counts for nothing."""
    return Diagnostic(NOTE, code, span, message, hint)


def has_errors(diagnostics: tuple[Diagnostic, ...] | list[Diagnostic]) -> bool:
    """Whether any of `diagnostics` keeps the paper from being rendered."""
    return any(diagnostic.severity == ERROR for diagnostic in diagnostics)


def first(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The first `MOST` of `found`; where there are more, one in place of the rest that says so."""
    listed: list[Diagnostic] = []
    for diagnostic in found:
        if len(listed) == MOST:
            listed.append(_and_more(diagnostic))
            break
        listed.append(diagnostic)
    return listed


def first_of_each_code(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """`found` with at most `MOST` of one code, and one in place of the rest that says so."""
    listed: list[Diagnostic] = []
    counts: dict[str, int] = {}
    for diagnostic in found:
        count = counts[diagnostic.code] = counts.get(diagnostic.code, 0) + 1
        if count <= MOST + 1:
            listed.append(diagnostic if count <= MOST else _and_more(diagnostic))
    return tuple(listed)


def _and_more(left_out: Diagnostic) -> Diagnostic:
    message = f"there is more of this kind; only the first {MOST} are listed"
    hint = "mend those first, then check again"
    return Diagnostic(left_out.severity, "more-problems", left_out.span, message, hint)


class ToolkitError(Exception):
    """The environment is not usable (no workspace, unreadable template, full disk …).

    `str()` is the message, `hint` what to do about it. Never raised for an author's mistake.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
