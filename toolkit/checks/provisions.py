"""Provisions in running text: "Article 5(10)" has its numbers together in the translation, in whatever form.

Languages write "Article 5, paragraphe 10", "5 artiklan 10 kohta", "artikel 5.10": the numbers of one provision follow
each other there, with no other number between them. English originals are looked at; other languages have no one form.
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
