"""A kind of document: what it is called, what it is made out of, and its parts in their order."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.diagnostics import Span
from toolkit.records import Record

Words = Mapping[str, str]
"""Words by language, or under "" the key of words that the toolkit has in every language."""


class Use(Record):
    """A part in a kind. `heading` is printed above it, `text` are words of the kind's own; empty where it has none.

    `most` is how many of its items are printed at most, 0 for all.
    """

    part: str
    heading: Words
    text: Words
    most: int
    span: Span


class Kind(Record):
    """A kind of document, as `templates/<name>/kind.yaml` defines it.

    `of` are the definitions that it is made out of. `citations` is "footnotes", "brackets", or "" where the definition
    says it; `pages` how many it may have, 0 where that is open; `facts` the lines below the title, none for all.
    """

    name: str
    label: Words
    of: tuple[str, ...]
    parts: tuple[Use, ...]
    citations: str
    pages: int
    facts: tuple[str, ...]

    def in_brackets(self, citations: str) -> bool:
        """Whether the document cites by numbers in brackets, where the definition says `citations`."""
        return (self.citations or citations) == "brackets"
