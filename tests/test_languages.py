"""What the toolkit prints of each language: dates, numbers, lists, provisions and fixed words."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from toolkit.catalogue import Catalogue
from toolkit.inline import LOCATOR_KINDS, Locator
from toolkit.languages import PROTOCOL_ORDER, Calendar, Conventions, Counting, Language
from toolkit.languages.snapshot import TAGS, facts, snapshot
from toolkit.languages.words import COUNTED, WORDS
from toolkit.position import Date
from toolkit.provisions import Forms
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.definition import STYLES
from toolkit.readers.languages import read_language, ready_languages
from toolkit.resources import Workspace, builtin

WORKSPACE = Workspace(Path(__file__).parent)
BABEL = {"en": "en_GB", "pt": "pt_PT"}

# Every month, first and last days, a leap day; years that people write about.
DATES = [datetime.date(2025, month, 2 * month + 1) for month in range(1, 13)]
DATES += [
    datetime.date(1957, 3, 25),
    datetime.date(2024, 2, 29),
    datetime.date(2000, 1, 1),
    datetime.date(2099, 12, 31),
]


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(WORKSPACE, tag)
    assert found is not None, diagnostics
    return found


@cache
def from_cldr(tag: str) -> Language:
    """The language as far as CLDR goes: what can be tried in all 24."""
    known = facts(tag)
    calendar = Calendar(known["day"], known["month"], known["months"], known["months_alone"])
    conventions = Conventions(("", ""), ("", ""), "{0}", "", Forms({}, {}, {}, {}))
    names = (tag, known["territory"], known["name"])
    counting = Counting(lambda number: int(number != 1), COUNTED)
    return Language(*names, WORDS, counting, calendar, conventions, known["decimal"], known["list"])


def test_all_languages_of_the_union() -> None:
    assert " ".join(TAGS) == "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"


def test_facts_are_those_of_the_installed_babel() -> None:
    """After an update of Babel: python -m toolkit.languages.snapshot"""
    assert (builtin("locales") / "cldr.json").read_text(encoding="utf-8") == snapshot()


@pytest.mark.parametrize("tag", TAGS)
def test_day_is_printed_as_babel_prints_it(tag: str) -> None:
    for day in DATES:
        expected = format_date(day, "long", locale=BABEL.get(tag, tag))
        assert from_cldr(tag).date(Date(day.year, day.month, day.day)) == expected


@pytest.mark.parametrize("tag", TAGS)
def test_month_is_printed_as_babel_prints_it(tag: str) -> None:
    for day in DATES:
        expected = format_skeleton("yMMMM", day, locale=BABEL.get(tag, tag))
        assert from_cldr(tag).date(Date(day.year, day.month)) == expected


@pytest.mark.parametrize("tag", TAGS)
def test_year_is_its_number(tag: str) -> None:
    assert from_cldr(tag).date(Date(2024)) == "2024"


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("count", range(1, 6))
def test_list_is_joined_as_babel_joins_it(tag: str, count: int) -> None:
    """Names may hold anything, brackets of formats too."""
    parts = ["A", "B {0}", "{C}", "D, E", "F"][:count]
    assert from_cldr(tag).join(parts) == format_list(parts, locale=BABEL.get(tag, tag))


def test_list_of_nothing_is_empty() -> None:
    assert language("en").join([]) == ""


@pytest.mark.parametrize("tag", TAGS)
def test_decimal_mark_and_name_are_those_of_cldr(tag: str) -> None:
    locale = Locale.parse(BABEL.get(tag, tag))
    digits = from_cldr(tag).number("12.5")
    assert digits == format_decimal(12.5, locale=locale, numbering_system="latn")
    assert from_cldr(tag).name == locale.get_language_name(tag)
    assert from_cldr(tag).word_tag.partition("-")[0] == tag
    assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", from_cldr(tag).word_tag)


def test_english_is_british_and_portuguese_is_european() -> None:
    assert from_cldr("en").word_tag == "en-GB"
    assert from_cldr("pt").word_tag == "pt-PT"


def test_all_languages_are_ready() -> None:
    assert ready_languages(WORKSPACE) == TAGS
    assert sorted(PROTOCOL_ORDER) == TAGS


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("tag", TAGS)
def test_files_of_a_language_are_without_fault(tag: str, style: str) -> None:
    found, diagnostics = read_language(WORKSPACE, tag, style)
    assert found is not None
    assert not diagnostics


@pytest.mark.parametrize("tag", TAGS)
def test_fixed_words_are_complete(tag: str) -> None:
    words = language(tag).words
    assert set(words) - set(COUNTED) == set(WORDS)
    assert all(word.strip() and word == word.strip() for word in words.values())
    assert {key for key in WORDS if "{0}" in words[key]} == {key for key, word in WORDS.items() if "{0}" in word}
    assert language(tag).unconfirmed <= {*WORDS, *COUNTED}


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag != "en"])
def test_fixed_words_translate_the_present_words(tag: str) -> None:
    """Each message stands under its key with today's English, so that translators see what they translate."""
    name = f"{tag}/LC_MESSAGES/toolkit.po"
    catalogue, diagnostics = read_catalogue(builtin("locales") / name, name)
    assert not diagnostics
    assert isinstance(catalogue, Catalogue)
    english = dict(WORDS) | {key: forms[0] for key, forms in COUNTED.items()}
    assert {key: message.source for key, message in catalogue.messages.items()} == english
    assert not [key for key, message in catalogue.messages.items() if message.fuzzy]


@pytest.mark.parametrize("tag", TAGS)
def test_numbers_never_part_from_their_words(tag: str) -> None:
    """A hard space stands between the number and its word in every reference and locator."""
    for key in ("point-reference", "amendment-reference", "note-reference", "back-reference", *LOCATOR_KINDS, "pages"):
        before, after = language(tag).around(key)
        assert " " not in before[-1:] + after[:2], key
        assert before[-1:] == "\u00a0" or "\u00a0" in after[:3], key


@pytest.mark.parametrize("kind", LOCATOR_KINDS)
@pytest.mark.parametrize("tag", TAGS)
def test_every_kind_of_locator_has_a_word(tag: str, kind: str) -> None:
    printed = language(tag).locator(Locator(kind, "7"))
    assert "7" in printed
    assert len(printed) > 2


@pytest.mark.parametrize("tag", TAGS)
def test_plural_forms_are_those_of_cldr(tag: str) -> None:
    """Numbers that CLDR counts alike have one form, and those that it counts otherwise have another."""
    rule = Locale.parse(BABEL.get(tag, tag)).plural_form
    forms: dict[str, set[int]] = {}
    for number in range(1000):
        forms.setdefault(rule(number), set()).add(language(tag).counting.form(number))
    assert all(len(indexes) == 1 for indexes in forms.values())
    assert len({min(indexes) for indexes in forms.values()}) == len(forms)


def test_language_without_files_is_reported() -> None:
    found, diagnostics = read_language(WORKSPACE, "xx")
    assert found is None
    assert {diagnostic.code for diagnostic in diagnostics} == {"missing-language-files"}
