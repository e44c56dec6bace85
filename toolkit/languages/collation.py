"""The order of a language's alphabet: the tailorings of CLDR (common/collation) for the 24 official languages.

Letters come before their accents, and accents before capitals (UTS 10, multilevel comparison). Only what names and
titles have is known here; the rest of Unicode follows in the order of its code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

_Weight = tuple[tuple[int, ...], int]
Key = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], tuple[int, ...]]

# Letters of their own, each group in its order after its first letter; "=" joins what differs by accent alone.
_TAILORED: Mapping[str, str] = MappingProxyType(
    {
        "cs": "c č, h ch, r ř, s š, z ž",
        "da": "y=ü=ű, z æ=ä ø=ö=ő å=aa",
        "es": "n ñ",
        "et": "s š z ž, w õ ä ö ü",
        "fi": "y=ü, z å ä=æ ö=ø",
        "hr": "c č ć, d dž đ, l lj, n nj, s š, z ž",
        "hu": "c cs, d dz dzs, g gy, l ly, n ny, o ö=ő, s sz, t ty, u ü=ű, z zs",
        "lt": "a=ą, c č, e=ę=ė, i=į=y, s š, z ž",
        "lv": "a ā, c č, e ē, g ģ, i y ī, k ķ, l ļ, n ņ, o ō, r ŗ, s š, u ū, z ž",
        "mt": "b ċ, f ġ, g għ, h ħ, y ż",
        "pl": "a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż",
        "ro": "a ă â, i î, s ș=ş, t ț=ţ",
        "sk": "a ä, c č, h ch, o ô, r ř, s š, z ž",
        "sl": "c č ć, d đ, s š, z ž",
        "sv": "y=ü=ű, z å ä=æ=ę ö=ø=ő=œ=ô",
    }
)
_CAPITALS_FIRST = frozenset(("da", "mt"))
_OWN_SCRIPT: Mapping[str, str] = MappingProxyType({"bg": "CYRILLIC", "el": "GREEK"})
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_PUNCTUATION = " _-–—,;:!?.…·'‘’‚\"“”„«»()[]{}§@*/\\&#%†‡`^+<=>|~$€"  # as the root collation has it
# Accents in the order of the root collation, by their combining characters; a stroke is one of them.
_ACCENTS = "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0327\u0328\u0304\u0326"
_STROKES: Mapping[str, str] = MappingProxyType(
    {"ø": "o\u0338", "đ": "d\u0338", "ł": "l\u0338", "ħ": "h\u0338", "ð": "d\u0338", "ς": "σ", "ŧ": "t\u0338"}
)
# Letters that the root collation has among others: "ß" sorts between "ss" and "st".
_LIGATURES: Mapping[str, str] = MappingProxyType({"ß": "ss", "æ": "ae", "œ": "oe", "ĳ": "ij"})
_WHOLE = "й"  # has an accent by its composition and is a letter by itself everywhere


def sort_key(tag: str) -> Callable[[str], Key]:
    """A key function that sorts names and titles by the alphabet of the language `tag`."""
    letters, longest = _alphabet(tag)
    capitals_first = tag in _CAPITALS_FIRST
    own = _OWN_SCRIPT.get(tag, "LATIN")

    def key(text: str) -> Key:
        composed = unicodedata.normalize("NFC", text)
        small = "".join([char.lower() if len(char.lower()) == 1 else char for char in composed])
        primary: list[tuple[int, ...]] = []
        accents: list[int] = []
        capitals: list[int] = []
        index = 0
        while index < len(small):
            length = next((size for size in range(longest, 0, -1) if small[index : index + size] in letters), 1)
            piece = small[index : index + length]
            for weight, accent in letters[piece] if piece in letters else _plain(piece, own):
                primary.append(weight)
                accents.append(accent)
            capital = composed[index] != small[index]
            capitals.append(capital ^ capitals_first)
            index += length
        return tuple(primary), tuple(accents), tuple(capitals)

    return key


@lru_cache(maxsize=32)
def _alphabet(tag: str) -> tuple[Mapping[str, list[_Weight]], int]:
    """The tailored letters of a language with their weights and accents, and the length of the longest."""
    letters: dict[str, list[_Weight]] = {}
    for group in filter(None, _TAILORED.get(tag, "").split(", ")):
        base, *others = group.split(" ")
        base, *alike = base.split("=")
        anchor = ord(base)
        letters |= {letter: [((2, 0, anchor), 20 + number)] for number, letter in enumerate(alike)}
        for place, names in enumerate(others, 1):
            for number, letter in enumerate(names.split("=")):
                letters[letter] = [((2, 0, anchor, place), number)]
    if tag == "hu":  # a long "cs" is written "ccs"
        letters |= {letter[0] + letter: weights * 2 for letter, weights in letters.items() if len(letter) > 1}
    return letters, max(map(len, letters), default=1)


def _plain(char: str, own: str) -> list[_Weight]:
    """The weights of a character that the language has no place of its own for."""
    if char in _PUNCTUATION:
        return [((0, _PUNCTUATION.index(char)), 0)]
    if not char.isalpha():
        decimal = char.isdecimal()
        return [((1, int(char)) if decimal else (0, len(_PUNCTUATION), ord(char)), 0)]
    if char in _LIGATURES:
        return [((2, _script(letter, own), ord(letter)), 40) for letter in _LIGATURES[char]]
    parts = char if char in _WHOLE else unicodedata.normalize("NFD", _STROKES.get(char, char))
    base, marks = parts[0], parts[1:]
    accent = 0
    for mark in marks:
        accent = accent * 32 + (1 + _ACCENTS.index(mark) if mark in _ACCENTS else 30)
    return [((2, _script(base, own), ord(base)), accent)]


def _script(letter: str, own: str) -> int:
    """The place of a letter's script: that of the language itself comes first."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return 0 if name == own else 1 + _SCRIPTS.index(name) if name in _SCRIPTS else len(_SCRIPTS) + 1
