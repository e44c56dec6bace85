"""Whether two citations in full are of one work: spelling may differ, no number, no part and no further word may."""

from __future__ import annotations

import re
from collections.abc import Collection

from toolkit.importing.papers.entries import Entry
from toolkit.inspection.typed.index import is_same_source
from toolkit.inspection.typed.texts import fold, is_near, words
from toolkit.inspection.typed.units import Unit
from toolkit.inspection.typed.words import small_words

_NUMBER = re.compile(r"\d+|\b[IVXLC]+\b|(?<=\s)[A-Z]\b")  # "2019", "part II", "annex B"
_ALIKE = 3  # letters at the beginning that spellings of one word share
_MOST_OTHERS = 0.4  # of the words of a title that stands under one address
_NUMBERED = ("volume", "issue", "page", "DOI")


def is_same_work(first: Unit, second: Unit) -> bool:
    """Whether two units are of one work, as far as that can be told without knowing their titles."""
    return (
        is_same_source(first, second)
        and first.numbers == second.numbers
        and first.years == second.years
        and not _others(first.words, second.words)
        and not _others(second.words, first.words)
    )


def is_same_entry(first: Entry, second: Entry, one_address: bool) -> bool:
    """Whether two entries of the same authors are of one work; under `one_address` a title may be put otherwise."""
    if first.year != second.year or _numbers(first.title) != _numbers(second.title):
        return False
    if any(_differ(first.fields.get(name), second.fields.get(name)) for name in _NUMBERED):
        return False
    said, again = _title_words(first.title), _title_words(second.title)
    less, more = _others(said, again), _others(again, said)
    if not less and not more:
        return True
    most = _MOST_OTHERS * min(len(said), len(again))
    return one_address and bool(less and more) and max(len(less), len(more)) <= most


def _differ(first: str | None, second: str | None) -> bool:
    return bool(first and second) and first != second


def _numbers(title: str) -> list[str]:
    return sorted(_NUMBER.findall(title))


def _title_words(title: str) -> frozenset[str]:
    small = small_words()
    return frozenset([folded for word in words(title) if (folded := fold(word)) not in small])


def _others(own: Collection[str], other: Collection[str]) -> list[str]:
    """The words of `own` that `other` has in no spelling."""
    return [word for word in own if word not in other and not any(_is_spelling(word, one) for one in other)]


def _is_spelling(first: str, second: str) -> bool:
    return first[:_ALIKE] == second[:_ALIKE] and is_near(first, second)
