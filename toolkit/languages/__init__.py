"""One object a language: its words, dates, numbers, lists, quotation marks and forms of provisions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.inline import Locator
from toolkit.position import Date, Provision
from toolkit.records import Record


class Calendar(Record):
    """CLDR's patterns for a day and for a month with its year, and the names of the months in both forms."""

    day: str
    month: str
    months: Sequence[str]
    months_alone: Sequence[str]


class Conventions(Record):
    """What CLDR lacks or EU usage does otherwise (Interinstitutional Style Guide): see conventions.yaml."""

    quotes: tuple[str, str]
    percent: str
    thousands: str
    provisions: Mapping[str, str]


class Language(Record):
    """A language as papers use it. `tag` is its EU code, `word_tag` the one with its territory ("en-GB")."""

    tag: str
    word_tag: str
    name: str
    words: Mapping[str, str]
    calendar: Calendar
    conventions: Conventions
    decimal: str
    lists: Mapping[str, str]
    unconfirmed: frozenset[str] = frozenset()

    def word(self, key: str, value: str = "") -> str:
        """The fixed word for `key`, with `value` in the place of its `{0}`."""
        return self.words[key].replace("{0}", value)

    def around(self, key: str) -> tuple[str, str]:
        """What stands before and after the number in the word for `key`: ("point ", "")."""
        before, _, after = self.words[key].partition("{0}")
        return before, after

    def date(self, date: Date) -> str:
        """`date` as precise as it is, by CLDR's long form."""
        if date.month is None:
            return str(date.year)
        pattern = self.calendar.day if date.day else self.calendar.month
        return _TOKEN.sub(lambda match: self._date_part(match.group(), date), pattern)

    def _date_part(self, token: str, date: Date) -> str:
        month = (date.month or 1) - 1
        match token[0]:
            case "'":
                return token[1:-1]
            case "y":
                return str(date.year)
            case "d":
                return str(date.day)
            case "L":
                return self.calendar.months_alone[month]
        return self.calendar.months[month]

    def number(self, value: str) -> str:
        """A decimal number ("7000", "12.5") in groups of three, as the Style Guide has it."""
        sign = "−" if value.startswith("-") else ""
        whole, _, fraction = value.lstrip("-").partition(".")
        if len(whole) > 3:
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
        """A place in a source in this language's words: "p. 4", "pp. 4–6", "Article 2"."""
        several = locator.kind == "page" and re.search(r"[–,]", locator.value)
        return self.word("pages" if several else locator.kind, locator.value)

    def provision(self, provision: Provision, heading: bool = False) -> str:
        """A provision in base form: "Article 5(10)"; as a heading it begins with a capital letter."""
        forms = self.conventions.provisions
        levels = [("recital", provision.recital), ("annex", provision.annex), ("article", provision.article)]
        levels += [("paragraph", provision.paragraph), ("point", provision.point)]
        printed = ""
        for level, number in levels:
            if number:
                form = (
                    "article-point" if level == "point" and not provision.paragraph and not provision.annex else level
                )
                form = "annex-point" if level == "point" and provision.annex else form
                printed += forms[form].replace("{0}", number)
        return printed[:1].upper() + printed[1:] if heading else printed


# In a pattern of CLDR letters are fields and quoted text is literal (UTS 35, part 4).
_TOKEN = re.compile(r"'[^']*'|y+|d+|M+|L+")
