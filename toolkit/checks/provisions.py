"""Provisions in running text: "Article 5(10)" has its numbers together in the translation, in whatever form.

Languages write "Article 5, paragraphe 10", "5 artiklan 10 kohta", "artikel 5.10": the numbers of one provision follow
each other there, with no other number between them. English originals are looked at; other languages have no one form.
An annex, chapter, title or section has its roman number in all of them, or the same in figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from toolkit.checks.pairs import Pairs
from toolkit.diagnostics import Diagnostic, advice, warning
from toolkit.records import Record

_NEAR = 40  # characters between two numbers of one provision
_MOST = 4  # numbers of one provision
_NUMBER = re.compile(r"[0-9]+")
_START = re.compile(r"\b(?:Articles?|Recitals?)\s+([0-9]{1,4})[a-z]{0,2}\b")
_LEVEL = re.compile(r"(?:,?\s*(?:paragraph|point)\s+)?\(([0-9a-z]{1,4})\)|,?\s+(?:paragraph|point)\s+([0-9]{1,4})\b")
# Annexes, and other parts with a roman number; one letter that may be no number ("Annex C") is left alone.
_ROMAN = r"(?:[IVXL]{2,7}|[IVX])"
_PART = re.compile(
    rf"\b(?:(?P<annex>Annex|ANNEX)(?:es|ES)?|(?:Chapter|Title|Section)s?)[ \u00a0]"
    rf"(?P<list>(?:{_ROMAN}|[0-9]{{1,2}})[a-z]?\b(?:(?:, | and | or | to |, and |–|-)(?:{_ROMAN})[a-z]?\b)*)"
)
_NUMERAL = re.compile(rf"(?<![^\W_]){_ROMAN}(?=[a-z]{{0,2}}(?![^\W_]))|(?<![0-9])[0-9]{{1,2}}(?![0-9])")
_ALIKE = str.maketrans("ΙΧІХ", "IXIX")  # Greek and Cyrillic letters that look like roman numbers
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


class Named(Record):
    """A provision as the original names it: its numbers from the largest to the smallest, and the letter of a point."""

    words: str
    numbers: tuple[str, ...]
    letter: str = ""


_Windows = Mapping[tuple[str, ...], Sequence[tuple[int, int]]]


def provision_keeps_its_numbers(pairs: Pairs) -> Iterator[Diagnostic]:
    """The numbers of each provision that an original names stand together in the translation, its letter with them."""
    letters = pairs.language.conventions.provisions.letters if pairs.language else ()
    for pair in pairs.pairs if pairs.origin == "en" else ():
        named = provisions_in(pair.original)
        windows = _windows(pair.translated) if named else {}
        for one in named:
            if not _stands(one, windows, pair.translated, letters):
                message = f"the translation of '{pair.key}' does not name the provision '{one.words}'"
                yield warning(
                    "translation-provisions", pair.at(), message, "write its numbers together, as the original does"
                )


def part_keeps_its_number(pairs: Pairs) -> Iterator[Diagnostic]:
    """Annex II is Annex II in the translation, and no chapter, title or section has another roman number."""
    for pair in pairs.pairs if pairs.origin == "en" else ():
        named = parts_in(pair.original)
        if not named:
            continue
        known = {value for value, _ in _numerals(pair.original)}
        values = {value for value, _ in _numerals(pair.translated)}
        others = [numeral for numeral in _romans(pair.translated) if _value(numeral) not in known]
        for words, value, is_sure in named:
            if value not in values and (others or is_sure):
                message = f"the translation of '{pair.key}' does not name '{words}'"
                hint = f"write its number; here stands {', '.join(others[:4])}" if others else "write its number"
                yield warning("translation-provisions", pair.at(), message, hint)


@lru_cache(maxsize=4096)  # an original is compared with every translation
def parts_in(text: str) -> tuple[tuple[str, int, bool], ...]:
    """The annexes, and other parts with a roman number, that an English text names, each once.

    Each with its number, and whether it must stand in a translation: a chapter may be a word there ("third"), and so
    may be the first annex.
    """
    found: dict[tuple[str, int, bool], None] = {}
    for match in _PART.finditer(text) if "nnex" in text or "NNEX" in text or _may_have_part(text) else ():
        for value, numeral in _numerals(match.group("list")):
            if match.group("annex") or not numeral.isdecimal():
                found[match.group(), value, bool(match.group("annex")) and value > 1] = None
    return tuple(found)


def _may_have_part(text: str) -> bool:
    return "Chapter" in text or "Title" in text or "Section" in text


def _numerals(text: str) -> list[tuple[int, str]]:
    """Every roman number of a text and every small one in figures, with its value."""
    return [(_value(found), found) for found in _NUMERAL.findall(text.translate(_ALIKE))]


def _romans(text: str) -> list[str]:
    """The roman numbers of a text; a capital letter alone is one within a sentence ("kapitola V", not "V kapitole")."""
    text = text.translate(_ALIKE)
    found = [match for match in _NUMERAL.finditer(text) if not match.group().isdecimal()]
    return [one.group() for one in found if len(one.group()) > 1 or _is_within(text, one.start())]


def _is_within(text: str, start: int) -> bool:
    return text[max(0, start - 2) : start - 1].isalpha()


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    values = [_VALUES[sign] for sign in numeral]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def provisions_keep_their_order(pairs: Pairs) -> Iterator[Diagnostic]:
    """Information: two provisions stand in another order, which may be the sentence's, or a slip."""
    for pair in pairs.pairs if pairs.origin == "en" else ():
        named = provisions_in(pair.original)
        if len(named) < 2:
            continue
        windows = _windows(pair.translated)
        found = [windows.get(tuple(sorted(one.numbers))) for one in named]
        firsts = [places[0][0] for places in found if places]
        if firsts != sorted(firsts):
            message = f"the provisions in '{pair.key}' stand in another order than in the original"
            yield advice("provision-order", pair.at(), message, "see that each still says what it is said of")


@lru_cache(maxsize=4096)  # an original is compared with every translation
def provisions_in(text: str) -> tuple[Named, ...]:
    """The provisions that an English text names, each once."""
    found: dict[Named, None] = {}
    for start in _START.finditer(text) if "Article" in text or "Recital" in text else ():
        numbers, letter, end = [start.group(1)], "", start.end()
        while len(numbers) < _MOST and (level := _LEVEL.match(text, end)):
            value = level.group(1) or level.group(2)
            if value[0].isdigit():
                numbers.append(value.rstrip("abcdefghijklmnopqrstuvwxyz"))
            elif letter or len(value) > 1:
                break  # a subpoint, or a word in brackets: "(new)"
            else:
                letter = value
            end = level.end()
        found[Named(text[start.start() : end], tuple(numbers), letter)] = None
    return tuple(found)


def _windows(text: str) -> _Windows:
    """Every run of up to four numbers with nothing but words between them, and where in the text it stands."""
    places = [match.span() for match in _NUMBER.finditer(text)]
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for first, (start, _) in enumerate(places):
        for last in range(first, min(first + _MOST, len(places))):
            if last > first and places[last][0] - places[last - 1][1] > _NEAR:
                break
            numbers = tuple(sorted([text[at:end] for at, end in places[first : last + 1]]))
            found.setdefault(numbers, []).append((start, places[last][1]))
    return found


def _stands(one: Named, windows: _Windows, text: str, letters: Sequence[str]) -> bool:
    """Whether a provision is named; Article 1 may be in a word ("article premier")."""
    without_first = tuple(sorted([number for number in one.numbers if number != "1"]))
    places = windows.get(tuple(sorted(one.numbers))) or windows.get(without_first, ())
    if not places:
        return not without_first
    return not one.letter or any(_has_letter(text, place, one.letter, letters) for place in places[:50])


def _has_letter(text: str, place: tuple[int, int], letter: str, letters: Sequence[str]) -> bool:
    """Whether the letter of a point, or that of the language's own series, stands by itself near the numbers."""
    index = ord(letter) - 97
    own = letters[index] if index < len(letters) else letter
    near = text[max(0, place[0] - _NEAR) : place[1] + _NEAR].lower()
    return any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", near) for one in {own.lower(), letter})
