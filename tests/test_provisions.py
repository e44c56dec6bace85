"""Provisions are read as authors write them, in English and in the language of the paper, and printed in any."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from toolkit.languages.snapshot import TAGS
from toolkit.position import Provision
from toolkit.provisions import Forms, parse_provision, parse_short
from toolkit.readers.languages import read_forms
from toolkit.resources import Workspace

WORKSPACE = Workspace(Path(__file__).parent)


@cache
def forms(tag: str) -> Forms:
    found = read_forms(WORKSPACE, tag)
    assert found is not None
    return found


def levels(*pairs: str, new: bool = False) -> Provision:
    """levels("article 5", "paragraph 10")."""
    split = [pair.partition(" ") for pair in pairs]
    return Provision(tuple([(level, number) for level, _, number in split]), new)


ENGLISH = {
    "Article 5": levels("article 5"),
    "Article  5 (10) (d)": levels("article 5", "paragraph 10", "point d"),
    "Article\u00a05(2a), point (b)": levels("article 5", "paragraph 2a", "point b"),
    "Article 5a": levels("article 5a"),
    "Article 5a (new)": levels("article 5a", new=True),
    "Article 5 a (new)": levels("article 5a", new=True),
    "Article 7 – paragraph 2 a (new)": levels("article 7", "paragraph 2a", new=True),
    "Article 5 – paragraph 10 – point a": levels("article 5", "paragraph 10", "point a"),
    "Article 5 - paragraph 10 - subparagraph 2": levels("article 5", "paragraph 10", "subparagraph 2"),
    "Article 5 – paragraph 10 – introductory part": levels("article 5", "paragraph 10", "introductory-part "),
    "Article 5(1)(a)(ii)": levels("article 5", "paragraph 1", "point a", "subpoint ii"),
    "Article 2, point (3)(d)": levels("article 2", "point 3", "subpoint d"),
    "Art. 5(2)": levels("article 5", "paragraph 2"),
    "article 5": levels("article 5"),
    "Recital 12": levels("recital 12"),
    "Recital 12 a (new)": levels("recital 12a", new=True),
    "Citation 3": levels("citation 3"),
    "Annex II": levels("annex II"),
    "Annex I, point 3": levels("annex I", "point 3"),
    "Annex I – part A – point 3 b (new)": levels("annex I", "part A", "point 3b", new=True),
    "Chapter III, Section 2": levels("chapter III", "section 2"),
}


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_understood(text: str) -> None:
    assert parse_provision(text, [forms("en")])[0] == ENGLISH[text]


@pytest.mark.parametrize("text", ENGLISH)
def test_short_form_is_the_same_or_nothing(text: str) -> None:
    assert parse_short(text) in (None, ENGLISH[text])


OTHERS = {
    "fr": {
        "article 5 bis, paragraphe 4, point a)": levels("article 5a", "paragraph 4", "point a"),
        "Article 5 – paragraphe 10 – point a": levels("article 5", "paragraph 10", "point a"),
        "article 1er": levels("article 1"),
    },
    "de": {
        "Artikel 5 Absatz 10 Buchstabe a": levels("article 5", "paragraph 10", "point a"),
        "Art. 5 Abs. 10": levels("article 5", "paragraph 10"),
        "Artikel 2 Nummer 3 Buchstabe d": levels("article 2", "point 3", "subpoint d"),
    },
    "el": {"άρθρο 5 παράγραφος 10 στοιχείο στ)": levels("article 5", "paragraph 10", "point f")},
    "fi": {"5 artiklan 10 kohdan a alakohta": levels("article 5", "paragraph 10", "point a")},
    "hu": {"5. cikk (10) bekezdés a) pont": levels("article 5", "paragraph 10", "point a")},
    "lt": {"5 straipsnio 10 dalies a punktas": levels("article 5", "paragraph 10", "point a")},
    "pl": {"art. 5 ust. 10 lit. a": levels("article 5", "paragraph 10", "point a")},
    "pt": {"artigo 5.º-A, n.º 10": levels("article 5a", "paragraph 10")},
    "sv": {"artikel 5.10 a": levels("article 5", "paragraph 10", "point a")},
}


@pytest.mark.parametrize(("tag", "text"), [(tag, text) for tag, texts in OTHERS.items() for text in texts])
def test_other_languages_are_understood(tag: str, text: str) -> None:
    assert parse_provision(text, [forms(tag), forms("en")])[0] == OTHERS[tag][text]


NOT_UNDERSTOOD = {
    "": levels(),
    "Article": levels(),
    "Article five": levels(),
    "Article 5 and 6": levels("article 5"),
    "Article 5(4), in the second sentence": levels("article 5", "paragraph 4"),
    "§ 5": levels(),
    "Article 5 of the Directive": levels("article 5"),
}


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_was_understood_of_the_rest_is_said(text: str) -> None:
    assert parse_provision(text, [forms("en")]) == (None, NOT_UNDERSTOOD[text])


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(
    "text", ["Article " + "5" * 10_000, "Article 5" + "(1)" * 3_000, "point a " * 2_000, "– " * 5_000]
)
def test_long_nonsense_takes_no_time(text: str, tag: str) -> None:
    start = time.process_time()
    assert parse_provision(text, [forms(tag), forms("en")])[0] is None
    assert time.process_time() - start < 5  # a guard against readings that multiply, not a measure


@pytest.mark.parametrize(
    ("tag", "second", "third"),
    [("bg", "приложение II, част Б", "приложение II, част В"), ("el", "παράρτημα II μέρος Β", "παράρτημα II μέρος Γ"),
     ("fr", "annexe II, partie B", "annexe II, partie C")],
)  # fmt: skip
def test_letters_of_parts_are_those_of_the_script(tag: str, second: str, third: str) -> None:
    own = forms(tag)
    for letter, text in (("B", second), ("C", third)):
        part = Provision((("annex", "II"), ("part", letter)))
        assert own.running_form(part).replace("\u00a0", " ") == text
        assert parse_provision(text, (own,))[0] == part


def test_no_space_stands_before_a_comma() -> None:
    late = Provision((("article", "5"), ("indent", "25")))
    assert " ," not in forms("fi").running_form(late).replace("\u00a0", " ")
