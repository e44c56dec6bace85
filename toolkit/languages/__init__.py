"""One object a language: its words, dates, numbers, lists, quotation marks and forms of provisions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from toolkit.inline import Locator
from toolkit.position import Date
from toolkit.provisions import Forms, parse_short
from toolkit.records import Record

# The order in which the institutions list the languages: by their own names (Interinstitutional Style Guide, 7.2.1).
PROTOCOL_ORDER = tuple("bg es cs da de et el en fr ga hr it lv lt hu mt nl pl pt ro sk sl fi sv".split())


def protocol_place(tag: str) -> tuple[int, str]:
    """A key to sort languages by: the official ones in the order of the institutions, then any others."""
    return (PROTOCOL_ORDER.index(tag) if tag in PROTOCOL_ORDER else len(PROTOCOL_ORDER), tag)


class Calendar(Record):
    """CLDR's patterns for a day, a month with its year and a year, and the names of the months in both forms."""

    day: str
    month: str
    months: Sequence[str]
    months_alone: Sequence[str]
    year: str = "y"


class Conventions(Record):
    """What CLDR lacks or EU usage does otherwise (Interinstitutional Style Guide): see conventions.yaml.

    `quotes` and `inner_quotes` are opening and closing marks; `group_from` is the least number of figures that
    are set in groups; `first_day` the 1st of a month where it is written in a way of its own; `note_mark` says
    whether a note's mark stands "before" or "after" punctuation; `space_before` lists the marks that take a hard
    space in front of them; `between_sources` parts the sources of one note.
    """

    quotes: tuple[str, str]
    inner_quotes: tuple[str, str]
    percent: str
    thousands: str
    provisions: Forms
    group_from: int = 4
    first_day: str = ""
    note_mark: str = "before"
    space_before: str = ""
    between_sources: str = "; "


class Counting(Record):
    """How a language counts: `form` is the index of the form for a whole number, `forms` those of each key."""

    form: Callable[[int], int]
    forms: Mapping[str, tuple[str, ...]]


class Language(Record):
    """A language as papers use it. `tag` is its EU code, `word_tag` the one with its territory ("en-GB").

    `unconfirmed` are the keys of words, `unconfirmed_forms` those of conventions that no published source confirms.
    """

    tag: str
    word_tag: str
    name: str
    words: Mapping[str, str]
    counting: Counting
    calendar: Calendar
    conventions: Conventions
    decimal: str
    lists: Mapping[str, str]
    unconfirmed: frozenset[str] = frozenset()
    unconfirmed_forms: tuple[str, ...] = ()

    def word(self, key: str, value: str = "") -> str:
        """The fixed word for `key`, with `value` in the place of its `{0}`."""
        return self.words[key].replace("{0}", value)

    def around(self, key: str) -> tuple[str, str]:
        """What stands before and after the number in the word for `key`: ("point ", "")."""
        before, _, after = self.words[key].partition("{0}")
        return before, after

    def count(self, key: str, number: int) -> str:
        """`number` with what is counted, in the form that it takes: "1 note", "30 notes"."""
        return self.counting.forms[key][self.counting.form(number)].replace("{0}", self.number(str(number)))

    def quote(self, text: str, inner: bool = False) -> str:
        """`text` in quotation marks; `inner` where it stands within a quotation."""
        opening, closing = self.conventions.inner_quotes if inner else self.conventions.quotes
        return f"{opening}{text}{closing}"

    def date(self, date: Date) -> str:
        """`date` as precise as it is, by CLDR's long form."""
        pattern = self.calendar.day if date.day else self.calendar.month if date.month else self.calendar.year
        return _TOKEN.sub(lambda match: self._date_part(match.group(), date), pattern)

    def _date_part(self, token: str, date: Date) -> str:
        month = (date.month or 1) - 1
        match token[0]:
            case "'":
                return token[1:-1]
            case "y":
                return str(date.year)
            case "d":
                return self.conventions.first_day if date.day == 1 and self.conventions.first_day else str(date.day)
            case "L":
                return self.calendar.months_alone[month]
        return self.calendar.months[month]

    def number(self, value: str) -> str:
        """A decimal number ("7000", "12.5") in groups of three, as the Style Guide has it."""
        sign = "−" if value.startswith("-") else ""
        whole, _, fraction = value.lstrip("-").partition(".")
        if len(whole) >= self.conventions.group_from:
            whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", lambda _: self.conventions.thousands, whole)
        return sign + whole + (self.decimal + fraction if fraction else "")

    def figure(self, value: str, unit: str) -> str:
        """A figure with its unit: "52 %"."""
        number = self.number(value)
        return self.conventions.percent.replace("{0}", number) if unit == "percent" else number

    def join(self, parts: Sequence[str]) -> str:
        """`parts` as a list in a sentence, by CLDR's standard pattern: "A, B and C"."""
        if len(parts) < 2:
            return "".join(parts)
        if len(parts) == 2:
            return self.lists["2"].format(*parts)
        joined = self.lists["end"].format(parts[-2], parts[-1])
        for part in reversed(parts[1:-2]):
            joined = self.lists["middle"].format(part, joined)
        return self.lists["start"].format(parts[0], joined)

    def locator(self, locator: Locator) -> str:
        """A place in a source in this language's words: "p. 4", "pp. 4–6", "Article 5(2)"."""
        forms, value = self.conventions.provisions, locator.value
        if locator.kind == "article" and (provision := parse_short(f"Article {value}")):
            return forms.running_form(provision)
        if locator.kind == "point" and re.fullmatch("[a-z]{1,2}", value):
            return forms.point(value)
        if locator.kind in ("recital", "annex", "paragraph", "point"):
            return self.word(locator.kind, forms.inserted_number(value))
        several = locator.kind == "page" and re.search(r"[–,]", locator.value)
        return self.word("pages" if several else locator.kind, locator.value)


# In a pattern of CLDR letters are fields and quoted text is literal (UTS 35, part 4).
_TOKEN = re.compile(r"'[^']*'|y+|d+|M+|L+")
