"""What each language prints, against tests/languages/*.yaml: written by hand from sources, never from output.

In the tables `~` is a hard space. Each table names its sources.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from toolkit import citations
from toolkit.diagnostics import Span
from toolkit.inline import Locator, NumberReference, plain_text
from toolkit.languages import Language
from toolkit.languages.snapshot import TAGS
from toolkit.languages.typography import corrected, departures, typography_of
from toolkit.languages.words import COUNTED
from toolkit.position import Date, Name, Provision, Source
from toolkit.provisions import parse_provision
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace

TABLES = Path(__file__).parent / "languages"
WORKSPACE = Workspace(Path(__file__).parent)
NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100)
AUTHORS = ("Thiel", "Stroebel", "Portnoff", "Maras", "Shapiro")
SOURCE = Source(
    id="thiel2023",
    span=Span("sources.yaml"),
    type="report",
    authors=(Name("Thiel", "D."), Name("Stroebel", "M."), Name("Portnoff", "R.")),
    title="Generative ML and CSAM",
    date=Date(2023),
    address="https://purl.stanford.edu/jv206vg3793",
    language="en",
    accessed=Date(2025, 6, 17),
)
KEYS = (
    "day first_of_month month year number_7000 number_0_52 percent_12_5 article_5_10 article_5_10_a "
    "article_2_point_3_d article_5a recital_12 annex_I_point_3 heading_article_5_10_a heading_article_5a_new "
    "heading_recital_12a_new point_3 first_citation back_reference ibid ibid_page three_authors five_authors quotation "
    "quotation_within accessed_month"
).split()


@cache
def table(tag: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((TABLES / f"{tag}.yaml").read_text(encoding="utf-8"))
    return read


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(WORKSPACE, tag)
    assert found is not None, diagnostics
    return found


def provision(text: str) -> Provision:
    """The provision as an author writes it in English."""
    found, _ = parse_provision(text, [language("en").conventions.provisions])
    assert found is not None
    return found


def printed(tag: str, key: str) -> str:
    """What the toolkit prints in a language for a line of the tables."""
    own = language(tag)
    forms = own.conventions.provisions
    locator = Locator("page", "4")
    note = NumberReference("note", "1", "1", *own.around("back-reference"))
    citation = plain_text(citations.full_citation(SOURCE, locator, "", own))
    made = {
        "day": lambda: own.date(Date(2025, 6, 17)),
        "first_of_month": lambda: own.date(Date(2025, 3, 1)),
        "month": lambda: own.date(Date(2025, 6)),
        "year": lambda: own.date(Date(2025)),
        "number_7000": lambda: own.number("7000"),
        "number_0_52": lambda: own.number("0.52"),
        "percent_12_5": lambda: own.figure("12.5", "percent"),
        "article_5_10": lambda: forms.running_form(provision("Article 5(10)")),
        "article_5_10_a": lambda: forms.running_form(provision("Article 5(10)(a)")),
        "article_2_point_3_d": lambda: forms.running_form(provision("Article 2, point (3)(d)")),
        "article_5a": lambda: forms.running_form(provision("Article 5a")),
        "recital_12": lambda: forms.running_form(provision("Recital 12")),
        "annex_I_point_3": lambda: forms.running_form(provision("Annex I, point 3")),
        "heading_article_5_10_a": lambda: forms.heading_form(provision("Article 5 – paragraph 10 – point a")),
        "heading_article_5a_new": lambda: forms.heading_form(provision("Article 5 a (new)")),
        "heading_recital_12a_new": lambda: forms.heading_form(provision("Recital 12 a (new)")),
        "point_3": lambda: own.word("point-reference", "3"),
        "first_citation": lambda: citation,
        "back_reference": lambda: plain_text(citations.back_reference(SOURCE, Locator("page", "9"), "", note, own)),
        "ibid": lambda: plain_text(citations.ibid(None, own)),
        "ibid_page": lambda: plain_text(citations.ibid(Locator("page", "9"), own)),
        "three_authors": lambda: own.join(AUTHORS[:3]),
        "five_authors": lambda: own.join(AUTHORS),
        "quotation": lambda: own.quote("a"),
        "quotation_within": lambda: own.quote(f"a {own.quote('b', inner=True)} c"),
        "accessed_month": lambda: own.word("accessed-in", own.date(Date(2025, 6))),
    }
    return made[key]()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("tag", TAGS)
def test_printed_as_the_language_has_it(tag: str, key: str) -> None:
    assert printed(tag, key).replace("\u00a0", "~") == table(tag)[key]


@pytest.mark.parametrize("key", COUNTED)
@pytest.mark.parametrize("tag", TAGS)
def test_counted_as_the_language_counts(tag: str, key: str) -> None:
    counted = [language(tag).count(key, number).replace("\u00a0", "~") for number in NUMBERS]
    assert counted == table(tag)[key.replace("-", "_")]


@pytest.mark.parametrize("tag", TAGS)
def test_table_has_nothing_else(tag: str) -> None:
    assert set(table(tag)) == {*KEYS, *(key.replace("-", "_") for key in COUNTED)}


@pytest.mark.parametrize("tag", TAGS)
def test_straight_marks_are_put_right(tag: str) -> None:
    """A quotation within a quotation, typed as on a typewriter, is shown to the author as the language has it."""
    expected = typography_of(language(tag))
    typed = "x \"a 'b' c\" y"
    found = departures(typed, expected)
    assert corrected(typed, found).replace("\u00a0", "~") == f"x {table(tag)['quotation_within']} y"


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_printed_is_read_back(tag: str) -> None:
    """Every form of a provision that the language prints is read as the same provision."""
    forms = language(tag).conventions.provisions
    for text in (
        "Article 5(10)",
        "Article 5(10)(a)",
        "Article 5a",
        "Article 5a(2b)",
        "Recital 12",
        "Annex II",
        "Chapter IV",
    ):
        meant = provision(text)
        assert parse_provision(forms.running_form(meant), [forms])[0] == meant
        assert parse_provision(forms.heading_form(meant), [forms])[0] == meant
