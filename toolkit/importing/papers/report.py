"""What an import has to tell: what found no place, what was mended, what was taken for granted."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.diagnostics import Diagnostic, Span, first_of_each_code, warning
from toolkit.importing.lines import collapse

_LONGEST = 300
_MOST_ROWS = 20


class Report:
    """Collects warnings about the file called `name`."""

    def __init__(self, name: str) -> None:
        self._span = Span(name)
        self._found: list[Diagnostic] = []
        self.mended = 0

    def moved(self, what: str, where: str, hint: str = "look whether it reads well there") -> None:
        """Something has no place of its own in a definition; `where` says where it went."""
        self._found.append(warning("no-place", self._span, f"{what} has no place in a definition: {where}", hint))

    def left_out(self, where: str, words: str) -> None:
        """`words`, which stand at `where`, are not in the definition."""
        if collapse(words):
            message = f"{where}, left out: {shown(words)}"
            self._found.append(warning("no-place", self._span, message, "put it where it belongs, if it is needed"))

    def mend(self, note: str, message: str, hint: str = "look whether that is the source that is meant") -> None:
        """A reference that was wrong now says what it means."""
        self.mended += 1
        self._found.append(warning("mended-reference", self._span, f"{_at(note)}: {message}", hint, note or None))

    def keep(self, note: str, message: str, hint: str) -> None:
        """A reference stays as it was typed."""
        self._found.append(warning("kept-reference", self._span, f"{_at(note)}: {message}", hint, note or None))

    def keep_source(self, note: str, words: str) -> None:
        """What a note cites was not understood and stays as text."""
        message = f"{_at(note)}: {shown(words)} stays as it was written; its parts cannot be told apart with certainty"
        hint = "if it is a source, enter it in sources.yaml and cite it"
        self._found.append(warning("kept-source", self._span, message, hint, note or None))

    def keep_numbers(self, count: int, highest: int, entries: int, has_links: bool) -> None:
        """Citations by number in brackets, and the list of sources that they lead to, stay as they were written."""
        numbers = f"{count} numbers in brackets, up to [{highest}], and the list of {entries} sources that they cite"
        links = "; its links back to the text are left out" if has_links else ""
        hint = (
            "enter the sources in sources.yaml, write 'citations: brackets', put [@its-id] or [@its-id, art. 5] "
            "in the place of each number, and take the list out"
        )
        message = f"{numbers}, stay as plain text{links}"
        self._found.append(warning("kept-numbers", self._span, message, hint))

    def assume(self, message: str, hint: str) -> None:
        """Something that a definition must say, and the file does not."""
        self._found.append(warning("assumed-value", self._span, message, hint))

    def words_differ(self, message: str) -> None:
        """The words that are printed are not those of the file."""
        hint = "look whether anything is missed"
        self._found.append(warning("changed-words", self._span, message, hint))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that was reported, not too much of one kind."""
        return first_of_each_code(self._found)


def _at(note: str) -> str:
    return f"note {note}" if note else "in the text"


def shown(words: str) -> str:
    """`words` in quotation marks, the end of very long ones left out."""
    flat = collapse(words)
    return f"'{flat}'" if len(flat) <= _LONGEST else f"'{flat[:_LONGEST].rstrip()}…'"


def listed(rows: Sequence[str]) -> str:
    """`rows` of words in quotation marks, not too many of them."""
    more = f" and {len(rows) - _MOST_ROWS} more" if len(rows) > _MOST_ROWS else ""
    return ", ".join([f"'{row}'" for row in rows[:_MOST_ROWS]]) + more
