"""The words by which a number is multiplied in each language: "1.5 million", "1,5 Mrd.", "mil millones".

The same letters are not the same number everywhere: "mil" is a thousand in Spanish and a million in Czech, "billion"
a thousand millions in English and a million millions in French.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

_THOUSAND, _LEAST = 3, 4  # a word of fewer letters is not looked for within others

# Powers of ten by language. A word is as it stands, in small letters and without its full stop; with "*" it is the
# beginning of one.
_WORDS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "bg": {3: "хил хиляд*", 6: "млн мил милион*", 9: "млрд милиард*", 12: "трлн трилион* билион*"},
        "cs": {3: "tis tisíc*", 6: "mil mio mln milion* milión*", 9: "mld mlrd mrd miliard*", 12: "bil bilion* bilión*",
               18: "trilion*"},
        "da": {3: "tusind tusinde tusinder", 6: "mio mill million millioner millionerne",
               9: "mia mrd milliard milliarder milliarderne", 12: "bio billion billioner", 18: "trillion trillioner"},
        "de": {3: "tausend* tsd tds", 6: "mio mill mln million millionen", 9: "mrd mia md milliarde milliarden",
               12: "bio bill billion billionen", 18: "trillion trillionen"},
        "el": {3: "χιλ χίλι* χιλιάδ* χιλιαδ*", 6: "εκατ εκατομ εκατομμύρι* εκατομμυρίω*",
               9: "δισ δις δισεκατ δισεκατομμύρι* δισεκατομμυρίω*",
               12: "τρισ τρις τρισεκατ τρισεκατομμύρι* τρισεκατομμυρίω*"},
        "en": {3: "thousand thousands", 6: "million millions mn mln mio", 9: "billion billions bn milliard milliards",
               12: "trillion trillions tn trn"},
        "es": {3: "mil miles millar millares", 6: "millón millon millones mill mio", 9: "millardo millardos md",
               12: "billón billon billones", 18: "trillón trillones"},
        "et": {3: "tuh tuhat* tuhan*", 6: "mln mio milj miljon*", 9: "mld mlrd mrd miljard*",
               12: "biljon* triljon* trln"},
        "fi": {3: "tuh tuhat* tuhan* tuhans*", 6: "milj mio mn miljoon*", 9: "mrd mljrd mld miljard*",
               12: "biljoon* bilj", 18: "triljoon*"},
        "fr": {3: "mille millier milliers", 6: "million millions mio mln", 9: "milliard milliards md mds mrd mia",
               12: "billion billions", 18: "trillion trillions"},
        "ga": {3: "míle mhíle mílte mhílte", 6: "milliún* mhilliún* mn", 9: "billiún* bhilliún* mbilliún* bn",
               12: "trilliún* thrilliún* dtrilliún*"},
        "hr": {3: "tis tisuć*", 6: "mil mio mln milijun*", 9: "mlrd mrd mld milijard*", 12: "bil bilijun*",
               18: "trilijun*"},
        "hu": {3: "ezer* ezr*", 6: "millió* millio mio", 9: "milliárd* mrd mlrd mld", 12: "billió*", 18: "trillió*"},
        "it": {3: "mila mille migliaia migliaio", 6: "mln mio mil milion*", 9: "mld mrd md miliard*", 12: "bilion*",
               18: "trilion*"},
        "lt": {3: "tūkst tūkstan* tūkstč*", 6: "mln mio milijon*", 9: "mlrd mrd mld milijard*",
               12: "trln trilijon* bilijon*"},
        "lv": {3: "tūkst tūksto*", 6: "milj mlj mln miljon*", 9: "mljrd mlrd miljrd mrd miljard*",
               12: "trilj triljon* biljon*"},
        "mt": {3: "elf elef eluf", 6: "miljun* mln mio", 9: "biljun* miljard* bn", 12: "triljun*"},
        "nl": {3: "duizend duizenden dzd", 6: "mln milj mio miljoen miljoenen", 9: "mld mrd mlrd miljard miljarden",
               12: "biljoen biljoenen bln", 18: "triljoen triljoenen"},
        "pl": {3: "tys tysiąc* tysięc*", 6: "mln mio milion*", 9: "mld mlrd miliard*",
               12: "bln bilion*", 18: "trylion*"},
        "pt": {3: "mil milhar milhares", 6: "milhão milhões mio", 9: "bilhão bilhões",
               12: "bilião biliões trilhão trilhões", 18: "trilião triliões"},
        "ro": {3: "mie mii miilor", 6: "mil mio mln milion milionul milioane* milionu*", 9: "mld mlrd md miliard*",
               12: "bilion bilioane* trilion trilioane*"},
        "sk": {3: "tis tisíc*", 6: "mil mio mln milión* milion*", 9: "mld mlrd mrd miliard* miliárd*",
               12: "bil bilión*", 18: "trilión*"},
        "sl": {3: "tis tisoč*", 6: "mio mil mln milijon*", 9: "mrd mlrd milijard*",
               12: "bil bilijon*", 18: "trilijon*"},
        "sv": {3: "tusen tkr", 6: "mn mnkr mkr milj mio miljon miljoner miljonerna",
               9: "md mdr mdkr mrd miljard miljarder miljarderna", 12: "biljon biljoner bn", 18: "triljon triljoner"},
    }
)  # fmt: skip
# A word that goes on like this names a person: "millionaire", "milliardær", "milionář".
_PERSON = ("air", "är", "ær", "ář", "ár", "ar", "äär", "öör", "er", "aš", "ер", "nár")

_WORD = re.compile(r"[\s*]*-?(?:de\s)?([^\W\d_]+)")
_LETTER = re.compile(r"\s?([kKmM])(?![^\W_])")
_CURRENCY = re.compile(r"\s?(?:[€$£]|EUR\b|USD\b|GBP\b|euro|d[’']euro)")
_BEFORE = ("€", "$", "£", "EUR", "USD", "GBP")
_LETTERS = MappingProxyType({"k": 3, "m": 6})
_ROUND = re.compile(r"(?:[1-9]0{0,2}|1[12])((?:000)+)", re.ASCII)


@lru_cache(maxsize=32)
def _table(tag: str) -> tuple[Mapping[str, int], Sequence[tuple[str, int]]]:
    """The whole words of a language with their powers, and the beginnings of words."""
    listed = [(word, power) for power, words in _WORDS.get(tag, {}).items() for word in words.split()]
    whole = {word: power for word, power in listed if word[-1] != "*"}
    return MappingProxyType(whole), tuple([(word[:-1], power) for word, power in listed if word[-1] == "*"])


@lru_cache(maxsize=4096)
def power_of(word: str, tag: str) -> int:
    """The power of ten that a word in small letters multiplies by, or 0."""
    whole, stems = _table(tag)
    if word in whole:
        return whole[word]
    for stem, power in stems:
        if word.startswith(stem):
            return 0 if word.startswith(_PERSON, len(stem)) else power
    return 0


def power_after(text: str, start: int, end: int, tag: str) -> int:
    """The power of ten of what follows the number between `start` and `end`: a word, two ("mil millones"), "M€".

    A Romanian number may have "de" before its word.
    """
    after = text[end : end + 48]
    found = _WORD.match(after)
    if not found:
        return 0
    letter = _LETTER.match(after)
    if letter and (_CURRENCY.match(after, letter.end()) or text[max(0, start - 5) : start].rstrip().endswith(_BEFORE)):
        return _LETTERS[letter.group(1).lower()]
    power = power_of(found.group(1).lower(), tag)
    if power == _THOUSAND:
        following = _WORD.match(after, found.end() + after.startswith(".", found.end()))
        power += power_of(following.group(1).lower(), tag) if following else 0
    return power


def may_be_words(number: str, text: str, tag: str) -> bool:
    """Whether a number is as round as "7000" or "2000000", and `text` has the word for it: "sept mille"."""
    found = _ROUND.fullmatch(number)
    if not found:
        return False
    powers = _powers_in(text.lower(), tag)
    power = len(found.group(1))
    return power in powers or (_THOUSAND in powers and power - _THOUSAND in powers - {_THOUSAND})


def _powers_in(text: str, tag: str) -> set[int]:
    """The powers of ten that a text has in words, as words of their own or within others ("siebentausend")."""
    whole, stems = _table(tag)
    words = set(re.findall(r"[^\W\d_]+", text))
    found = {power for word, power in whole.items() if word in words or (len(word) >= _LEAST and word in text)}
    return found | {power for stem, power in stems if len(stem) >= _LEAST and stem in text}
