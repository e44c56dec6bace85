"""Months of dates: "5 June 2025" has no other month in the translation, whether it is a word there or a figure.

English originals are looked at, and the names of months by CLDR. An inflected name is known by what its forms have in
common; where no month is known for sure, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from unicodedata import combining, normalize

from toolkit.checks.figures import figures, figures_of_original
from toolkit.checks.pairs import Pair, Pairs, has_figure
from toolkit.diagnostics import Diagnostic, warning
from toolkit.languages import Calendar
from toolkit.records import Record

_NAMES = "January February March April May June July August September October November December".split()
_NAME = "|".join(_NAMES)
_DATED = (
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?[ \u00a0](?:of )?({_NAME})\b"
    rf"|\b({_NAME}),?[ \u00a0](?:\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}})\b"
)
_NEAR = 16  # characters between a month and its day or year
_LEAST = 3  # letters that the forms of one month must have in common


class _Months(Record):
    """How the months of a language are found: whole forms, beginnings of forms, and a pattern for any of them."""

    forms: Mapping[str, int]
    stems: Sequence[tuple[str, int]]
    pattern: re.Pattern[str]


def month_is_the_same(pairs: Pairs) -> Iterator[Diagnostic]:
    """A date has the month of the original, not another."""
    if pairs.origin != "en" or pairs.language is None:
        return
    for pair in pairs.pairs:
        dated = _dated(pair.original)
        if dated:
            yield from _other_month(pair, dated, pairs, pairs.language.calendar)


def _other_month(pair: Pair, dated: frozenset[int], pairs: Pairs, calendar: Calendar) -> Iterator[Diagnostic]:
    mark = pairs.language.decimal if pairs.language else ","
    text = _plain(pair.translated)
    found = _months_in(text, _months_of(tuple(calendar.months), tuple(calendar.months_alone)))
    own = figures_of_original(pair.original, pairs.origin).months
    numbered = {int(month) for month in figures(pair.translated, mark, pairs.tag).months - own}  # those in words there
    lost = sorted(dated - found.keys() - numbered)
    near = {month for month, is_dated in found.items() if is_dated} | numbered
    added = sorted(near - _mentioned(pair.original) - set(map(int, own)))
    if lost and added:
        said = [", ".join([_name(month, calendar) for month in months]) for months in (added, lost)]
        message = f"the translation of '{pair.key}' has another month: '{said[0]}' instead of '{said[1]}'"
        yield warning("translation-numbers", pair.at(), message, "write the date of the original")


def _name(month: int, calendar: Calendar) -> str:
    return calendar.months[month - 1] if 0 < month <= len(calendar.months) else str(month)


@lru_cache(maxsize=4096)  # an original is compared with every translation
def _dated(text: str) -> frozenset[int]:
    """The months of an English text that stand beside a day or a year."""
    if not has_figure(text) or not any(map(text.__contains__, _NAMES)):
        return frozenset()
    return frozenset([_NAMES.index(one or other) + 1 for one, other in re.findall(_DATED, text)])


def _mentioned(text: str) -> set[int]:
    return {index for index, name in enumerate(_NAMES, 1) if name in text}


def _plain(text: str) -> str:
    """A text in small letters without accents, which some languages put elsewhere in other cases."""
    return "".join([sign for sign in normalize("NFD", text.lower()) if not combining(sign)])


def _beginning(one: str, other: str) -> str:
    """The letters with which both begin."""
    length = next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return one[:length] if length is not None else min(one, other, key=len)


@lru_cache(maxsize=32)
def _months_of(names: tuple[str, ...], names_alone: tuple[str, ...]) -> _Months:
    forms: dict[str, int] = {}
    stems: dict[str, int] = {}
    for month, both in enumerate(zip(map(_plain, names), map(_plain, names_alone), strict=True), 1):
        forms |= dict.fromkeys(both, month)
        common = _beginning(*both)
        common = common.removesuffix("s") if len(common) > _LEAST + 1 else common  # Latvian: "maijs", "maijā"
        stems |= dict.fromkeys([common] if len(common) >= _LEAST else both, month)
    longest = sorted(stems.items(), key=lambda stem: -len(stem[0]))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join([re.escape(stem) for stem, _ in longest])})\w*")
    return _Months(MappingProxyType(forms), tuple(longest), pattern)


def _months_in(text: str, months: _Months) -> dict[int, bool]:
    """The months that a plain text names, and whether a day or a year stands near one."""
    found: dict[int, bool] = {}
    for match in months.pattern.finditer(text):
        word, (start, end) = match.group(), match.span()
        month = months.forms.get(word) or next(month for stem, month in months.stems if word.startswith(stem))
        found[month] = found.get(month, False) or has_figure(text[max(0, start - _NEAR) : end + _NEAR])
    return found
