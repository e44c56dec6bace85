"""Each text of a position with its translation: what the rules on translations compare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from toolkit.catalogue import Catalogue, Message
from toolkit.checks.occurrences import Survey
from toolkit.diagnostics import Span
from toolkit.languages import Language
from toolkit.position import Text
from toolkit.records import Record
from toolkit.translation import is_current

# Addresses, notes and citations. Each stops where the next could begin, so that open marks take no time.
_UNPRINTED = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[[\^@][^\]\[\n]*\]")
HARD_SPACE = "\u00a0"


class Pair(Record):
    """A text and its current translation; `original` and `translated` are both as they are printed.

    `words` are those of the translation.
    """

    text: Text
    message: Message
    original: str
    translated: str
    words: Sequence[str]

    @property
    def key(self) -> str:
        return self.text.key

    def at(self, words: str = "") -> Span:
        """The first place of `words` in the translation, or its beginning."""
        return self.message.place.at(max(self.message.translation.find(words), 0) if words else 0)


class Pairs(Record):
    """The pairs of one catalogue, in the order of the paper; `origin` and `tag` are the two languages."""

    pairs: tuple[Pair, ...]
    origin: str
    tag: str
    language: Language | None


def pairs_of(survey: Survey, catalogue: Catalogue, language: Language | None = None) -> Pairs:
    """Every text of the position that has a current translation, with it."""
    found = []
    for text in survey.texts:
        message = catalogue.messages.get(text.key)
        if message is not None and is_current(message, text):
            translated = printed(message.translation)
            found.append(Pair(text, message, _printed_original(text.value), translated, words_of(translated)))
    return Pairs(tuple(found), survey.position.language, catalogue.language, language)


def printed(text: str) -> str:
    """What is printed of an author's text, and the stars of emphasis: no addresses, notes and citations."""
    text = _UNPRINTED.sub("", text) if "[" in text else text
    return text.replace("\\ ", HARD_SPACE) if "\\" in text else text


_printed_original = lru_cache(maxsize=4096)(printed)  # an original is compared with every translation


def words_of(text: str) -> Sequence[str]:
    """The words of a printed text in small letters, and the signs between them, but for the stars of emphasis."""
    return parted(text.lower())


def parted(text: str) -> Sequence[str]:
    """The words of a printed text and the signs between them."""
    text = text.replace("*", "")
    for sign in ",.;:()":
        if sign in text:
            text = text.replace(sign, f" {sign} ")
    return text.split()


def has_figure(text: str) -> bool:
    """Whether any of the ten figures stands in the text."""
    return any(map(text.__contains__, "0123456789"))
