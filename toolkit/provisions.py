"""Provisions of an act: read in several languages, printed in the running form and in the Parliament's headings.

    Article 5(10) · Article 2(3)(d) · Recital 12 · Annex I, point 3 · Article 5 – paragraph 10 – point a

A provision is its levels from the largest to the smallest. Numbers are kept in one neutral spelling ("5a", point
"f"); a language prints them in its own ("5 bis", "στ") by its `Forms`, which conventions.yaml gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

from toolkit.position import Provision
from toolkit.records import Record

_INNER = ("subparagraph", "point", "indent", "introductory-part")
# What may stand below what, in the order in which the readings are tried; "" is the beginning.
BELOW: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": ("article", "recital", "annex", "citation", "title", "chapter", "section"),
        "article": ("paragraph", *_INNER),
        "paragraph": _INNER,
        "subparagraph": ("point", "indent", "introductory-part"),
        "point": ("subpoint", "subparagraph", "indent", "introductory-part"),
        "subpoint": ("indent",),
        "indent": (),
        "introductory-part": (),
        "recital": ("point", "indent"),
        "citation": (),
        "annex": ("part", "section", "point", "paragraph", "indent", "introductory-part"),
        "part": ("section", "point", "paragraph", "indent", "introductory-part"),
        "title": ("chapter",),
        "chapter": ("section",),
        "section": ("point", "indent", "introductory-part"),
    }
)
LEVELS = tuple(level for level in BELOW if level)

_ROMAN = "(?-i:[IVXLC]+)"
_DIGITS = "-?[1-9][0-9]{0,3}"
# The numbers of each level as they are kept; what a language writes for them is put in by `_Reader`.
_NUMBERS = {
    "annex": f"{_ROMAN}|{_DIGITS}",
    "part": rf"{_ROMAN}|(?-i:[A-Z])|{_DIGITS}",
    "title": f"{_ROMAN}|{_DIGITS}",
    "chapter": f"{_ROMAN}|{_DIGITS}",
    "section": rf"{_ROMAN}|(?-i:[A-Z])|{_DIGITS}",
    "subpoint": rf"[ivxl]+|{_DIGITS}",
}
_LETTERED = ("point", "subpoint")  # levels whose numbers may be letters
_CAPITALS = ("part", "section")  # levels whose numbers may be capitals, A to H: beyond those they are Roman numbers


Levels = tuple[tuple[str, str], ...]


class Forms(Record):
    """How a language writes provisions.

    `running`, `heading` and `new` are by level, with variants (`article-of`, `article-point`, `point-number`,
    `article-inserted`): see docs/translating.md. `letters` is the series of points ("α", "β" …), empty for a to z;
    `inserted` joins a number and the letter of what was inserted after it, `latin` the words in that letter's
    place ("bis", "ter"); `ordinals` are the words for 1, 2, 3 … of a level in running text; `also` are further
    forms that are read and never printed.
    """

    running: Mapping[str, str]
    heading: Mapping[str, str]
    new: Mapping[str, str]
    also: Mapping[str, Sequence[str]]
    letters: Sequence[str] = ()
    inserted: str = "{0}{1}"
    latin: Sequence[str] = ()
    ordinals: Mapping[str, Sequence[str]] = MappingProxyType({})

    def running_form(self, provision: Provision) -> str:
        """The base form in running text, the form of labels: "Article 5(10)"."""
        printed = ""
        last = len(provision.levels) - 1
        for index, (level, number) in enumerate(provision.levels):
            form = _form(self.running, provision.levels, index)
            ordinals = (self.ordinals.get(f"{level}-of") if index < last else None) or self.ordinals.get(level, ())
            if number.isdecimal() and 0 < int(number) <= len(ordinals):
                words = _variant(self.running, form, index < last).replace("{0}", ordinals[int(number) - 1])
            elif ordinals:  # beyond the words that there are, and for what was inserted: as in a heading
                words = ", " + self._filled(self.heading, level, provision.levels[: index + 1])
            else:
                words = self._filled(self.running, form, provision.levels[: index + 1], index < last)
            if words.startswith(","):  # no space before a comma, though a Finnish form may end in one
                printed = printed.rstrip(" \u00a0")
            printed += _between(printed, words) + words
        return printed.lstrip(", \u00a0")

    def point(self, number: str) -> str:
        """A point by itself, as headings name it: "point f"."""
        levels = (("point", number),)
        return self._filled(self.heading, _form(self.heading, levels, 0), levels)

    def heading_form(self, provision: Provision) -> str:
        """The form of the position line in the Parliament's amendments: "Article 5 – paragraph 10 – point a"."""
        levels = provision.levels
        parts = [
            self._filled(self.heading, _form(self.heading, levels, index), levels[: index + 1], index + 1 < len(levels))
            for index in range(len(levels))
        ]
        line = self.heading.get("join", " – ").join(parts)
        if provision.new and levels:
            line += f" {self.new_mark(provision)}"
        return line[:1].upper() + line[1:]

    def new_mark(self, provision: Provision) -> str:
        """The mark of what is to be inserted, "(new)", in the gender of its last level."""
        levels = provision.levels
        return self.new.get(_form(self.new, levels, len(levels) - 1)) or self.new[levels[-1][0]]

    def inserted_number(self, number: str) -> str:
        """A number by itself, as the language writes one that was inserted: "1a" is "1 bis" in French."""
        base, letter = _parted("article", number)
        if not letter:
            return number
        return self.inserted.replace("{0}", base).replace("{1}", self._inserted_letter(letter))

    def _filled(self, forms: Mapping[str, str], form: str, levels: Levels, followed: bool = False) -> str:
        """The form of the last of `levels` with its number in it."""
        level, number = levels[-1]
        base, letter = _parted(level, number)
        if level == "point" or (level == "subpoint" and _is_numbered(levels[-2])):  # other letters are Roman numbers
            base = self._lettered(base)
        elif level in _CAPITALS and re.fullmatch("[A-H]", base):
            base = self._lettered(base.lower()).upper()
        if not letter:
            return (_variant(forms, form, followed) or f", {self.heading[level]}").replace("{0}", base)
        letter = self._inserted_letter(letter)
        inserted = _variant(forms, f"{form}-inserted", followed)
        if inserted:
            return inserted.replace("{0}", base).replace("{1}", letter)
        number = self.inserted.replace("{0}", base).replace("{1}", letter)
        return _variant(forms, form, followed).replace("{0}", number)

    def _inserted_letter(self, letter: str) -> str:
        """What stands for the letter of an insertion: "a" is "bis" in French."""
        index = ord(letter[0]) - 97
        return self.latin[index] if len(letter) == 1 and index < len(self.latin) else self._lettered(letter)

    def _lettered(self, number: str) -> str:
        """Letters in the language's own series: "f" is "στ"; anything else as it is."""
        if not self.letters or not re.fullmatch(r"[a-z]{1,2}", number):
            return number
        return "".join([self.letters[ord(letter) - 97] for letter in number])


def _is_numbered(level: tuple[str, str]) -> bool:
    return level[1][:1].isdecimal()


def _form(forms: Mapping[str, str], levels: Levels, index: int) -> str:
    """The key of the form of the level at `index`: by what it stands below and by the kind of its number."""
    level, number = levels[index]
    above = levels[index - 1][0] if index else ""
    above = "annex" if above == "part" else above
    kind = ""
    if level == "point" and _is_numbered(levels[index]):
        kind = "point-number"
    elif level == "subpoint" and _is_numbered(levels[index - 1]) and number.isalpha():
        kind = "subpoint-letter"
    below = f"{above}-{level}"
    if level == "article" and number == "1" and "article-first" in forms:
        return "article-first"
    if above == "annex":
        choices = (below, kind) if _is_numbered(levels[index]) else ()
    else:
        choices = (kind, below)
    return next((key for key in choices if key in forms), level)


def _between(printed: str, words: str) -> str:
    """What parts a form that brings no separator of its own from what stands before it."""
    if not words[:1].isalnum():
        return ""
    return ", " if printed[-1:].isalnum() else " " if printed[-1:] == "." else ""


def _variant(forms: Mapping[str, str], form: str, followed: bool) -> str:
    return (forms.get(f"{form}-of", "") if followed else "") or forms.get(form, "")


def _parted(level: str, number: str) -> tuple[str, str]:
    """The number and the letter of what was inserted after it: "5a" is 5 and a, point "aa" a and a, "d" is whole."""
    base = r"-?\d+|[IVXLC]+|[a-z](?=[a-z]\Z)" if level == "point" else r"-?\d+|[IVXLC]+"
    match = re.fullmatch(rf"({base})([a-z]{{1,2}})", number)
    return (match.group(1), match.group(2)) if match else (number, "")


_NUMBER = r"[1-9][0-9]{0,3}[a-z]{0,2}"
_SHORT = re.compile(
    rf"(?:Article\s+({_NUMBER})(?:\s*\(({_NUMBER})\))?(?:\s*\((?!new\))([a-z]{{1,3}})\))?|Recital\s+({_NUMBER}))\Z"
)


def parse_short(text: str) -> Provision | None:
    """The provision in the form in which nearly every author writes it, `Article 5(10)`, or None."""
    match = _SHORT.match(" ".join(text.split()))
    if not match:
        return None
    found = zip(("article", "paragraph", "point", "recital"), match.groups(), strict=True)
    return Provision(tuple([(level, number) for level, number in found if number]))


def parse_provision(text: str, languages: Sequence[Forms]) -> tuple[Provision | None, Provision]:
    """The provision that `text` names in one of `languages`, or None; and the longest beginning that was understood."""
    words = " ".join(text.split())
    best = Provision()
    for own, table in ((forms, table) for forms in languages for table in (forms.running, forms.heading)):
        reader = _Reader(own, table, words)
        if provision := reader.read():
            return provision, provision
        best = max(best, Provision(reader.longest), key=lambda one: len(one.levels))
    return None, best


_ROMAN_POINT = re.compile(r"[ivxl]+[a-z]?|[0-9]+[a-z]?")
_BETWEEN = re.compile(r"\s*(?:[,–—-]\s*)?")


class _Reader:
    """Reads one text level by level, trying each form in which the language may write the next one."""

    def __init__(self, forms: Forms, table: Mapping[str, str], text: str) -> None:
        self.forms = forms
        self.table = table
        self.text = text
        self.longest: Levels = ()
        self.is_new = False
        self.failed: set[tuple[int, str, bool]] = set()  # where nothing follows a level, looked at once

    def read(self) -> Provision | None:
        levels = self.next_level(0, ())
        if levels is None:
            return None
        return Provision(levels, self.is_new)

    def next_level(self, start: int, levels: Levels) -> Levels | None:
        """`levels` with what follows at `start` up to the end of the text, or None where it cannot be read."""
        if len(levels) > len(self.longest):
            self.longest = levels
        if levels and self.is_end(start):
            return levels
        place = (start, levels[-1][0], _is_numbered(levels[-1])) if levels else (start, "", False)
        if place in self.failed:
            return None
        between = _BETWEEN.match(self.text, start)
        for level in BELOW[place[1]]:
            for end, number in self.readings(level, between.end() if between and levels else start):
                if level == "subpoint" and not _is_numbered(levels[-1]) and not _ROMAN_POINT.fullmatch(number):
                    continue  # below the point (a) stand (i), (ii)
                found = self.next_level(end, (*levels, (level, number)))
                if found is not None:
                    return found
        self.failed.add(place)
        return None

    def is_end(self, start: int) -> bool:
        rest = self.text[start:].strip().casefold()
        self.is_new = bool(rest) and rest in {"(new)", *[mark.casefold() for mark in self.forms.new.values()]}
        return not rest or self.is_new

    def readings(self, level: str, start: int) -> Iterator[tuple[int, str]]:
        """Where each form of `level` that stands at `start` ends, and its number in the neutral spelling."""
        for pattern in _patterns(self.forms, self.table, level):
            match = pattern.match(self.text, start)
            if match:
                yield match.end(), self.neutral(level, match)

    def neutral(self, level: str, match: re.Match[str]) -> str:
        if level == "introductory-part":
            return ""
        found = match.groupdict()
        number, letter = found.get("number") or "1", found.get("letter") or ""  # "article premier" has no figure
        for key in (level, f"{level}-of"):
            ordinals = [word.casefold() for word in self.forms.ordinals.get(key, ())]
            if number.casefold() in ordinals:
                return str(ordinals.index(number.casefold()) + 1)
        if level in _CAPITALS and not number.isascii():
            return self.of_series(number).upper()
        number = number.lower() if level in _LETTERED else number
        return self.of_series(number) + self.of_series(self.of_latin(letter))

    def of_series(self, letters: str) -> str:
        """Letters of the language's own series as a to z: "στ" is "f"; anything else as it is."""
        series = self.forms.letters[:26]
        found = re.findall(_any_of([], series), letters.lower()) if series else []
        if not found or "".join(found) != letters.lower():
            return letters
        return "".join([chr(97 + series.index(letter)) for letter in found])

    def of_latin(self, word: str) -> str:
        """The letter that a Latin word of an insertion stands for: "bis" is "a"."""
        words = [latin.lower() for latin in self.forms.latin[:26]]
        return chr(97 + words.index(word.lower())) if word.lower() in words else word


def _patterns(forms: Forms, table: Mapping[str, str], level: str) -> Iterator[re.Pattern[str]]:
    """Every form of `level` in one of the tables as an expression; the longer first, so that none is cut short."""
    found = [form for key, form in table.items() if _level_of(key) == level]
    if not found:  # the introductory part, which may be named among the headings alone
        found = [forms.heading[level]]
    found += [form for key, listed in forms.also.items() if _level_of(key) == level for form in listed]
    if forms.ordinals.get(level):  # beyond its ordinal words a level is printed as in a heading
        others = {form for key, form in forms.heading.items() if _level_of(key) != level}
        found += [form for key, form in forms.heading.items() if _level_of(key) == level and form not in others]
    inserted = [form.replace("{0}", forms.inserted) for form in found if "{0}" in form and "{1}" not in form]
    words = (*forms.ordinals.get(level, ()), *forms.ordinals.get(f"{level}-of", ()))
    # A letter is a point before it is an insertion: "ια" is the eleventh point in Greek, not ι and α.
    groups = (found, inserted) if level in _LETTERED else ([*found, *inserted],)
    for template in (one for group in groups for one in sorted(dict.fromkeys(group), key=len, reverse=True)):
        yield _pattern(template, level, words, tuple(forms.letters), tuple(forms.latin))


def _level_of(key: str) -> str:
    """The level that a form is of: "article-inserted-of" is of the article, "annex-point" of the point."""
    base = re.sub(r"(-number|-letter|-first)?(-inserted)?(-of)?\Z", "", key)
    return base if base in BELOW else base.partition("-")[2]


@lru_cache(maxsize=1024)
def _pattern(
    template: str, level: str, words: tuple[str, ...], letters: tuple[str, ...], latin: tuple[str, ...]
) -> re.Pattern[str]:
    """A form as an expression: spaces of any kind and number, capitals or not; `words` are ordinals."""
    number = _any_of([_NUMBERS.get(level, _DIGITS)], words)
    if level in _LETTERED:
        series = f"(?:{_any_of([], letters)}){{1,2}}|" if letters else ""
        number = f"{series}{number}|[a-z]{{1,2}}"
    elif level in _CAPITALS and letters:
        number = f"(?-i:{_any_of([], [capital.upper() for capital in letters[:8]])})|{number}"
    letter = _any_of(["(?-i:[a-z]{1,2})"], (*latin, *letters))
    places = {"{0}": f"(?P<number>{number})", "{1}": f"(?P<letter>{letter})"}
    parts = [part for part in re.split(r"(\{[01]\})", template.strip().lstrip(",").strip()) if part]
    last = len(parts) - 1
    made = [places.get(part) or _literal(part, index == 0, index == last) for index, part in enumerate(parts)]
    return re.compile("".join(made) + r"(?!\w)", re.IGNORECASE)


def _any_of(patterns: list[str], words: Sequence[str]) -> str:
    """An expression for any of `words`, the longer ones first, or else of `patterns`."""
    return "|".join([re.escape(word) for word in sorted(words, key=len, reverse=True)] + patterns)


def _literal(text: str, is_first: bool, is_last: bool) -> str:
    """Fixed words of a form: between two words or a word and a number there is a space, of whatever kind."""
    words = re.split(r"\s+", text)
    made = re.escape(words[0])
    for before, after in pairwise(words):
        left = before[-1:].isalnum() if before else not is_first
        right = after[:1].isalnum() if after else not is_last
        made += (r"\s+" if left and right else r"\s*") + re.escape(after)
    return made
