"""The numbers of a text by their value, and the rule that a translation has those of its original.

A language writes its thousands and decimals in its own way ("7,000", "7 000", "7.000"; "1.5", "1,5"), a date as
figures or with a word, and small numbers as words or as figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from toolkit.checks.pairs import Pair, Pairs, has_figure
from toolkit.checks.provisions import parts_in
from toolkit.checks.scales import may_be_words, power_after
from toolkit.diagnostics import Diagnostic, warning
from toolkit.records import Record

_POINT = frozenset({"en", "ga"})  # languages with a decimal point; the others of the Union have a comma
_SMALL = frozenset(map(str, range(13)))  # these are often written as words
_SHOWN = 12  # numbers in one message
_SPACES = " \u00a0\u202f\u2009"


class Figures(Record):
    """The numbers of a text, and the months of dates in figures, which another language writes as words."""

    numbers: Counter[str]
    months: Counter[str]


def translation_keeps_the_numbers(pairs: Pairs) -> Iterator[Diagnostic]:
    """A translation has the numbers of the original, each by its value; small ones may be written as words."""
    mark = pairs.language.decimal if pairs.language else _decimal_mark(pairs.tag)
    for pair in pairs.pairs:
        original = figures_of_original(pair.original, pairs.origin)
        if has_figure(pair.translated):
            translated = figures(pair.translated, mark, pairs.tag)
        elif original.numbers:
            translated = _NONE
        else:
            continue
        if original != translated:
            yield from _other_numbers(pair, original, translated, pairs)


def _other_numbers(pair: Pair, original: Figures, translated: Figures, pairs: Pairs) -> Iterator[Diagnostic]:
    lost, added = _differences(original, translated, pair.original, pairs.origin)
    if lost and not added:
        lost = [number for number in lost if not may_be_words(number, pair.translated, pairs.tag)]
    if lost or added:
        said = [f"{word}: {_listed(found)}" for word, found in (("missing", lost), ("added", added)) if found]
        words = f"the translation of '{pair.key}' has other numbers: {'; '.join(said)}"
        yield warning("translation-numbers", pair.at(), words, "write the numbers of the original")


def _listed(numbers: list[str]) -> str:
    return ", ".join([number[:40] for number in numbers[:_SHOWN]]) + (" …" if len(numbers) > _SHOWN else "")


def _differences(original: Figures, translated: Figures, text: str, origin: str) -> tuple[list[str], list[str]]:
    """The numbers that are missing in a translation and those that are added, but for what may be words."""
    lost, added = original.numbers - translated.numbers, translated.numbers - original.numbers
    if original.months and translated.months:  # else one of the two has the month as a word
        lost, added = lost + (original.months - translated.months), added + (translated.months - original.months)
    _split(lost, added)
    _split(added, lost)
    if origin == "en":
        _take_decades(lost, added, text)
    in_words = _numbers_in_words(text) if origin == "en" and added else frozenset()
    if added and origin == "en":
        in_words |= {str(value) for _, value, _ in parts_in(text)}  # "Annex II" is "2. melléklet"
    strange = [number for number in added.elements() if number not in in_words]
    if origin != "en" and not any(number in _SMALL for number in lost):
        strange = [number for number in strange if number not in _SMALL]  # as words in the original, it may be
    changed = any(number in _SMALL for number in strange)
    return [number for number in lost.elements() if changed or number not in _SMALL], strange


def _split(numbers: Counter[str], others: Counter[str]) -> None:
    """Takes "5.10" from `numbers` where 5 and 10 stand in `others`, and takes those from there."""
    for number in [number for number in numbers if "." in number]:
        parts = Counter(number.split("."))
        while numbers[number] > 0 and parts <= others:
            numbers[number] -= 1
            others.subtract(parts)
    for counter in (numbers, others):
        for number in [number for number, count in counter.items() if count <= 0]:
            del counter[number]


def _take_decades(lost: Counter[str], added: Counter[str], text: str) -> None:
    """Takes out decades that a translation has otherwise: "1990s" as "années 90", "10-asis dešimtmetis", in words."""
    for century, tens in re.findall(_DECADE, text) if lost else ():
        decade = century + tens
        if lost[_plain(decade)] <= 0:
            continue
        forms = [_plain(tens), str(int(tens) // 10 + 1)] if century else [f"19{tens}", f"20{tens}"]
        found = next((form for form in forms if added[form] > 0), "")
        if found or not any(_is_decade(number) for number in +added):
            lost[_plain(decade)] -= 1
            added[found] -= bool(found)
    for counter in (lost, added):
        for number in [number for number, count in counter.items() if count <= 0]:
            del counter[number]


_DECADE = r"(?<![\d.,])(1\d|20)?(\d0)['’]?s\b"


def _is_decade(number: str) -> bool:
    return len(number) in (2, 4) and number.isdecimal() and number[-1] == "0"


def _decimal_mark(tag: str) -> str:
    return "." if tag in _POINT else ","


# Figures with whatever may stand between those of one number: found quickly, then looked at closely.
_CHUNK = re.compile(rf"[0-9](?:[0-9.,'’/{_SPACES}-]*[0-9])?")


@lru_cache(maxsize=4)
def _pattern(mark: str) -> re.Pattern[str]:
    """Numbers with the decimal mark `mark`: dates, groups of three, decimals, and what has points otherwise."""
    decimal, group = (r"\.", ",") if mark == "." else (",", r"\.")
    fraction = rf"(?:{decimal}\d++)?"
    return re.compile(
        r"(?P<day>\d{1,2}+)(?P<sign>[./-])(?P<month>\d{1,2}+)(?P=sign)(?P<year>\d{4})(?!\d)"
        r"|(?P<year2>\d{4})-(?P<month2>\d\d)-(?P<day2>\d\d)(?!\d)"
        rf"|\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d){fraction}|\d{{1,3}}(?:['’]\d{{3}})+(?!\d){fraction}"
        rf"|\d{{1,3}}(?:{group}\d{{3}})+(?!\d){fraction}"
        rf"|\d++{decimal}\d++(?!\.\d)|\d++(?:\.\d++)*",
        re.ASCII,
    )


_NONE = Figures(Counter(), Counter())


@lru_cache(maxsize=4096)
def figures_of_original(text: str, tag: str) -> Figures:
    """The numbers of an original, which is compared with every translation."""
    return figures(text, _decimal_mark(tag), tag) if has_figure(text) else _NONE


def figures(text: str, mark: str, tag: str) -> Figures:
    """The numbers of a printed text in the language `tag`, whose decimal mark is `mark`."""
    numbers: list[str] = []
    months: list[str] = []
    for chunk in _CHUNK.finditer(text):
        start, end = chunk.span()
        for match in _pattern(mark).finditer(text, start, end):
            if match.lastgroup is None:
                numbers.append(_scaled(_value(match.group(), mark), power_after(text, *match.span(), tag)))
                continue
            found = match.groupdict()
            numbers += [_plain(found["day"] or found["day2"]), found["year"] or found["year2"]]
            months.append(_plain(found["month"] or found["month2"]))
    return Figures(Counter(numbers), Counter(months))


def _plain(number: str) -> str:
    return number.lstrip("0") or "0"


def _value(number: str, mark: str) -> str:
    """A number as it was found, in one spelling: no groups, a decimal point, no zeros before it."""
    for sign in (*_SPACES, "'", "’"):
        number = number.replace(sign, "")
    if mark == ".":
        number = number.replace(",", "")
    elif "," in number:
        number = number.replace(".", "").replace(",", ".")
    elif re.fullmatch(_GROUPS, number):
        number = number.replace(".", "")
    return _plain(number) if "." not in number[:2] else number


_GROUPS = r"\d{1,3}(?:\.\d{3})+"


def _scaled(number: str, power: int) -> str:
    """`number` multiplied by a power of ten: "1.5" before "million" is 1500000."""
    if not power or number.count(".") > 1:
        return number
    whole, _, fraction = number.partition(".")
    shifted = _plain(whole + fraction[:power].ljust(power, "0"))
    return shifted + (f".{fraction[power:]}" if fraction[power:] else "")


_ONES = "zero one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_MONTHS = "january february march april may june july august september october november december".split()
_OTHERS = {"a": 1, "an": 1, "single": 1, "once": 1, "once-only": 1, "both": 2, "twice": 2, "two-fold": 2, "pair": 2,
           "couple": 2, "half": 2, "bi": 2, "double": 2, "thrice": 3, "triple": 3, "quarter": 4, "quarterly": 3,
           "dozen": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
           "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
           "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "thousand": 1000}  # fmt: skip
_TENS = r"(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(\w+)"  # seldom needed, so compiled when it is

_MULTIPLES = r"\b(half a |)([a-z]+ |)(hundred |)(thousand|million|billion|trillion)\b"
_POWERS = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}


def _multiplied(half: str, word: str, hundred: str, scale: str) -> str:
    """ "two million", "half a million", "a hundred thousand" in figures."""
    power = _POWERS[scale] + (2 if hundred else 0)
    if half:
        return "5" + "0" * (power - 1)
    word = word.strip()
    return str(_ONES.index(word) if word in _ONES else _OTHERS.get(word, 1)) + "0" * power


@lru_cache(maxsize=1024)
def _numbers_in_words(text: str) -> frozenset[str]:
    """The numbers that an English text has as words, months and ordinals among them."""
    text = text.lower()
    words = set(re.findall(r"[a-z]+", text))
    found = {str(index) for names in (_ONES, _ORDINALS) for index, name in enumerate(names) if name in words}
    found |= {str(index) for index, name in enumerate(_MONTHS, 1) if name in words}
    found |= {str(number) for name, number in _OTHERS.items() if name in words}
    tens = [(_OTHERS[ten], one) for ten, one in re.findall(_TENS, text)]
    found |= {str(ten + index) for ten, one in tens for index in _ones(one)}
    multiples = [match for match in re.finditer(_MULTIPLES, text) if not _is_behind_figure(text, match.start())]
    return frozenset(found | {_multiplied(*match.groups()) for match in multiples})


def _is_behind_figure(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start].strip()[-1:].isdecimal()


def _ones(word: str) -> Iterable[int]:
    return [names.index(word) for names in (_ONES, _ORDINALS) if word in names]
