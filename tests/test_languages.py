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
from toolkit.languages import Calendar, Conventions, Language
from toolkit.languages.snapshot import TAGS, facts, snapshot
from toolkit.languages.words import WORDS
from toolkit.position import Date, Provision
from toolkit.provisions import parse_provision
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.languages import read_language, ready_languages
from toolkit.resources import Workspace, builtin

WORKSPACE = Workspace(Path(__file__).parent)
READY = ("en", "fr", "de")
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
    conventions = Conventions(("", ""), "{0}", "", {})
    return Language(
        tag, known["territory"], known["name"], WORDS, calendar, conventions, known["decimal"], known["list"]
    )


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


DATES_BY_HAND = {
    "en": ("17 June 2025", "June 2025", "2025"),
    "fr": ("17 juin 2025", "juin 2025", "2025"),
    "de": ("17. Juni 2025", "Juni 2025", "2025"),
}


@pytest.mark.parametrize("tag", READY)
def test_dates_by_hand(tag: str) -> None:
    dates = (Date(2025, 6, 17), Date(2025, 6), Date(2025))
    assert tuple(language(tag).date(date) for date in dates) == DATES_BY_HAND[tag]


# Groups of three with a hard space from four figures on, as the Style Guide has it; `~` is a hard space.
NUMBERS = {
    "0": ("0", "0", "0"),
    "7": ("7", "7", "7"),
    "999": ("999", "999", "999"),
    "7000": ("7~000", "7~000", "7~000"),
    "1234567": ("1~234~567", "1~234~567", "1~234~567"),
    "12.5": ("12.5", "12,5", "12,5"),
    "1234.5678": ("1~234.5678", "1~234,5678", "1~234,5678"),
    "-3": ("−3", "−3", "−3"),
    "-1234.5": ("−1~234.5", "−1~234,5", "−1~234,5"),
    "0.05": ("0.05", "0,05", "0,05"),
}


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("index", range(3))
def test_number(value: str, index: int) -> None:
    expected = NUMBERS[value][index].replace("~", "\u00a0")
    assert language(READY[index]).number(value) == expected
    assert language(READY[index]).figure(value, "") == expected


@pytest.mark.parametrize("tag", READY)
def test_percentage(tag: str) -> None:
    mark = "." if tag == "en" else ","
    assert language(tag).figure("52", "percent") == "52\u00a0%"
    assert language(tag).figure("12.5", "percent") == f"12{mark}5\u00a0%"


# `~` is a hard space: a number never stands alone at the beginning of a line.
PROVISIONS = {
    "Article 5": ("Article~5", "article~5", "Artikel~5"),
    "Article 5(10)": ("Article~5(10)", "article~5, paragraphe~10", "Artikel~5 Absatz~10"),
    "Article 5(10)(a)": (
        "Article~5(10)(a)",
        "article~5, paragraphe~10, point~a)",
        "Artikel~5 Absatz~10 Buchstabe~a",
    ),
    "Article 2, point (d)": ("Article~2, point~(d)", "article~2, point~d)", "Artikel~2 Buchstabe~d"),
    "Article 5a(2b)": ("Article~5a(2b)", "article~5a, paragraphe~2b", "Artikel~5a Absatz~2b"),
    "Recital 12": ("Recital~12", "considérant~12", "Erwägungsgrund~12"),
    "Annex II": ("Annex~II", "annexe~II", "Anhang~II"),
    "Annex I, point 3": ("Annex~I, point~3", "annexe~I, point~3", "Anhang~I Nummer~3"),
}


@pytest.mark.parametrize("text", PROVISIONS)
@pytest.mark.parametrize("index", range(3))
def test_provision(text: str, index: int) -> None:
    """As the author writes it, in each language's own form; with a capital letter in a heading."""
    provision, _ = parse_provision(text)
    assert provision is not None
    expected = PROVISIONS[text][index].replace("~", "\u00a0")
    assert language(READY[index]).provision(provision) == expected
    heading = expected[0].upper() + expected[1:]
    assert language(READY[index]).provision(provision, heading=True) == heading


PARSED = {
    "Article 5": Provision(article="5"),
    "Article 5(10)": Provision(article="5", paragraph="10"),
    "Article  5 (10) (d)": Provision(article="5", paragraph="10", point="d"),
    "Article 5(2a), point (b)": Provision(article="5", paragraph="2a", point="b"),
    "Article 5, point (b)": Provision(article="5", point="b"),
    "Article 12ab": Provision(article="12ab"),
    "Recital 12": Provision(recital="12"),
    "Annex IV": Provision(annex="IV"),
    "Annex I, point 3": Provision(annex="I", point="3"),
}


@pytest.mark.parametrize("text", PARSED)
def test_provision_is_understood(text: str) -> None:
    assert parse_provision(text) == (PARSED[text], "")


@pytest.mark.parametrize(
    "text",
    ["", "article 5", "Art. 5", "Article", "Article five", "Article 5(1)(a), point (b)", "Article 5 and 6", "Annex 2"],
)
def test_provision_is_not_understood(text: str) -> None:
    assert parse_provision(text)[0] is None


def test_languages_that_are_ready() -> None:
    assert set(READY) <= set(ready_languages(WORKSPACE))


@pytest.mark.parametrize("tag", READY)
def test_fixed_words_are_complete(tag: str) -> None:
    words = language(tag).words
    assert set(words) == set(WORDS)
    assert all(word.strip() and word == word.strip() for word in words.values())
    assert {key for key, word in words.items() if "{0}" in word} == {
        key for key, word in WORDS.items() if "{0}" in word
    }
    assert language(tag).unconfirmed <= set(WORDS)
    if tag != "en":
        assert set(words.values()) != set(WORDS.values())


@pytest.mark.parametrize("tag", ["fr", "de"])
def test_fixed_words_translate_the_present_words(tag: str) -> None:
    """Each message stands under its key with today's English, so that translators see what they translate."""
    name = f"{tag}/LC_MESSAGES/toolkit.po"
    catalogue, diagnostics = read_catalogue(builtin("locales") / name, name)
    assert not diagnostics
    assert isinstance(catalogue, Catalogue)
    assert {key: message.source for key, message in catalogue.messages.items()} == dict(WORDS)
    assert not [key for key, message in catalogue.messages.items() if message.fuzzy]


@pytest.mark.parametrize("tag", READY)
def test_numbers_never_part_from_their_words(tag: str) -> None:
    """A hard space stands before the number in every reference and locator."""
    for key in ("point-reference", "amendment-reference", "note-reference", "back-reference", *LOCATOR_KINDS, "pages"):
        before, after = language(tag).around(key)
        assert before.endswith("\u00a0"), key
        assert not after


@pytest.mark.parametrize("kind", LOCATOR_KINDS)
@pytest.mark.parametrize("tag", READY)
def test_every_kind_of_locator_has_a_word(tag: str, kind: str) -> None:
    assert language(tag).locator(Locator(kind, "7")).endswith("\u00a07")


def test_language_without_files_is_reported() -> None:
    found, diagnostics = read_language(WORKSPACE, "ga" if "ga" not in ready_languages(WORKSPACE) else "xx")
    assert found is None
    assert [diagnostic.code for diagnostic in diagnostics] == ["missing-language-files"]
