"""What an import could not place, gathered so that not a word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, Span, warning
from toolkit.importing.lines import Grid, Item, collapse

_LONGEST = 600  # characters of one report: longer ones are cut where they are shown


class Reports:
    """Collects warnings about the file called `name`."""

    def __init__(self, name: str) -> None:
        self._span = Span(name)
        self._left: dict[str, list[str]] = {}
        self._others: list[Diagnostic] = []

    def leave(self, where: str, words: str) -> None:
        """`words`, which stand at `where`, found no place."""
        if collapse(words):
            self._left.setdefault(where, []).append(collapse(words))

    def leave_item(self, where: str, item: Item) -> None:
        """All lines of `item` found no place."""
        for line in item.lines() if isinstance(item, Grid) else [item]:
            self.leave(where, line.text)

    def doubt(self, where: str, words: str, hint: str) -> None:
        """Something was placed, and may be wrong."""
        self._others.append(warning("not-placed", self._span, f"{where}: {words}", hint))

    def unread_provision(self, where: str, written: str) -> None:
        """The provision of an amendment was not understood, or is not there."""
        message = f"{where}: '{written}' cannot be read as a provision, and stands as it was written"
        if not written:
            message = f"{where}: no line says what it changes"
        hint = "write it as Article 5(10), Article 2(3)(d), Recital 12a (new) or Annex I, point 3"
        self._others.append(warning("unread-provision", self._span, message, hint))

    def unsure_language(self, tag: str) -> None:
        """The words of the sheet do not tell its language, which was taken to be `tag`."""
        message = f"the language of the sheet cannot be told from its words; it was read as '{tag}'"
        self._others.append(warning("sheet-language", self._span, message, "say which it is with -l"))

    def diagnostics(self) -> list[Diagnostic]:
        """All that was reported, what found no place first."""
        hint = "look whether it belongs to an amendment, and put it there by hand"
        left = [
            warning("not-placed", self._span, f"{where}, not placed: '{words}'", hint)
            for where, texts in self._left.items()
            for words in _in_portions(texts)
        ]
        return left + self._others


def _in_portions(texts: list[str]) -> Iterator[str]:
    """`texts` one after the other, cut between words where they grow too long for one report."""
    portion = ""
    for found in re.finditer("[^ ]+", " / ".join(texts)):
        words = found.group()
        if portion and len(portion) + len(words) >= _LONGEST:
            yield portion
            portion = ""
        while len(words) > _LONGEST:
            yield words[:_LONGEST]
            words = words[_LONGEST:]
        portion = f"{portion} {words}".strip(" ")
    if portion:
        yield portion
