"""Which quotation marks of a text open, which close, and which are apostrophes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.languages.typography import Typography

_QUOTES = '"“”„‟«»‹›‘‚‛'
_APOSTROPHES = "'’"
_SINGLE = "'’‘‚‛"
NOTE, LINK = "\ue000", "\ue001"  # what covers notes and citations, and what covers addresses
# An apostrophe within a word is passed over.
QUOTE = re.compile(rf"[{_QUOTES}{_APOSTROPHES}](?:(?<!’)|(?<!\w.)|(?!\w))")
# What closes what, in whatever language: for marks that are not the language's own.
_CLOSING = {"„": "“”", "“": "”", "”": "”", '"': '"', "«": "»", "»": "«»", "‹": "›", "›": "‹›", "‚": "‘’", "‘": "’"}
_DECADE = re.compile(r"'\d\d(?!\d)")


class Quotations:
    """Reads what each mark of a text is: "opening", "closing", "apostrophe", or "unknown", of which nothing is said."""

    def __init__(self, text: str, expected: Typography) -> None:
        self.text = text
        self.expected = expected
        self.kinds: dict[int, str] = {}
        self.open: list[int] = []
        self.closed = (0, -1)  # the last quotation in single marks

    def read(self) -> dict[int, str]:
        """The kind of each mark by its place, in their order."""
        for match in QUOTE.finditer(self.text):
            index, char = match.start(), match.group()
            before, after = neighbour(self.text, index, -1), neighbour(self.text, index, 1)
            ends = _ends(before, after)
            begins = _begins(before, after)
            if char in _APOSTROPHES:
                kind = self._apostrophe(index, begins, ends, before.isalnum() and after.isalnum())
            elif char in _SINGLE and before.isalnum() and after.isalnum():
                kind = "unknown"
            else:
                kind = self._opened(index) if self._opens(char, begins, ends) else self._closed(char)
            self.kinds[index] = kind
        for index in self.open:
            self._leave(index)
        return self.kinds

    def _innermost(self) -> str:
        return self.text[self.open[-1]] if self.open else ""

    def _opens(self, char: str, begins: bool, ends: bool) -> bool:
        """By the mark itself if the language has it on one side only, else by what stands beside it."""
        innermost = self._innermost()
        pairs = char in _CLOSING.get(innermost, "") or (char == self.expected.pairs.get(innermost))
        own = (char in self.expected.opening, char in self.expected.closing)
        if own == (False, True):
            return begins and not pairs
        if own == (True, False):
            return begins or not pairs or innermost in self.expected.opening
        return begins if begins != ends else not pairs

    def _opened(self, index: int) -> str:
        self.open.append(index)
        return "opening"

    def _closed(self, char: str) -> str:
        """What closes: a double mark passes over single ones, which closed nothing; a single one only its like."""
        while self.open and char not in _SINGLE and self._innermost() in _SINGLE:
            self._leave(self.open.pop())
        if not self.open or (char in _SINGLE and self._innermost() not in _SINGLE):
            return "unknown"
        if self.open.pop() < self.closed[0]:
            self.closed = (0, -1)
        return "closing"

    def _apostrophe(self, index: int, begins: bool, ends: bool, within: bool) -> str:
        """What ' or ’ is: it closes only what a single mark opened, and opens only what such a mark closes."""
        char = self.text[index]
        if within or begins == ends:
            return "apostrophe" if within or char == "’" else "unknown"
        if begins:
            return self._opened(index) if char == "'" or char in self.expected.opening else "apostrophe"
        if self.open and self._pairs_single(char):
            return self._single_closed(self.open.pop(), index)
        if self.closed[1] > 0 and (not self.open or self.open[-1] < self.closed[0]):
            return self._doubt()  # ‘the victims’ rights’
        return "unknown" if char == "'" and self.text[index - 1].isdigit() else "apostrophe"

    def _pairs_single(self, char: str) -> bool:
        opener = self._innermost()
        if opener in self.expected.opening and opener in _SINGLE:
            return self.expected.pairs[opener] == "’"
        return opener == "'" or (char == "’" and "’" in _CLOSING.get(opener, ""))

    def _single_closed(self, opener: int, index: int) -> str:
        self.closed = (opener, index)
        return self._doubt() if _DECADE.match(self.text, opener) else "closing"

    def _doubt(self) -> str:
        """Nothing is said where it is not known which of several marks closes."""
        for place in self.closed:
            self.kinds[place] = "unknown"
        return "unknown"

    def _leave(self, index: int) -> None:
        """What opened and was never closed: an apostrophe, a mark of the language, or it is not known."""
        if self.text[index] in _APOSTROPHES:
            self.kinds[index] = "apostrophe"
        elif self.text[index] not in self.expected.opening:
            self.kinds[index] = "unknown"


def _begins(before: str, after: str) -> bool:
    """Whether what stands beside a mark says that it opens."""
    starts = not before or before.isspace() or before in "([{–—/-"
    return starts and not (not after or after.isspace() or after in f").,;:!?]}}{NOTE}{LINK}")


def _ends(before: str, after: str) -> bool:
    """Whether what stands beside a mark says that it closes."""
    stops = not after or after.isspace() or after in f").,;:!?…]}}–—{NOTE}{LINK}"
    return stops and not (not before or before.isspace())


_PASSED = f"*[{_QUOTES}{_APOSTROPHES}"


def neighbour(text: str, index: int, step: int) -> str:
    """The next character to one side that is no mark of bold, italics, links or quotation; "" at the end."""
    last = len(text) if step > 0 else -1
    for place in range(index + step, index + 9 * step, step):
        if place == last:
            return ""
        char = text[place]
        if char not in _PASSED:
            return char
    return " "
