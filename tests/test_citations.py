"""How a source is put into words: every string here was written by hand from the Style Guide's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from toolkit.citations import (
    back_reference,
    eur_lex_address,
    full_citation,
    ibid,
    join_citations,
    short_author,
    year_suffixes,
)
from toolkit.diagnostics import Span
from toolkit.inline import Emphasis, Inlines, Link, Locator, NumberReference, Plain, plain_text, walk
from toolkit.languages import Language
from toolkit.position import Date, Name, Source
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace

ALBA = Name("Alba", "Ana")
BRUN = Name("Brun", "B.")
COLE = Name("Cole", "C. D.")
DAHL = Name("Dahl")
BOARD = Name(literal="European Data Board")


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(Workspace(Path(__file__).parent), tag)
    assert found is not None, diagnostics
    return found


def source(**fields: Any) -> Source:
    """A report of 2020 by Ana Alba, in English, with some fields changed."""
    given: dict[str, Any] = {
        "id": "one",
        "span": Span("sources.yaml"),
        "type": "report",
        "authors": (ALBA,),
        "title": "A title",
        "date": Date(2020),
        "language": "en",
    }
    return Source(**(given | fields))


def printed(inlines: Inlines) -> str:
    """The citation with `*` round what stands in italics, hard spaces written `~`."""
    parts = []
    for inline in inlines:
        text = plain_text((inline,))
        parts.append(f"*{text}*" if isinstance(inline, Emphasis) else text)
    return "".join(parts).replace("\u00a0", "~")


def full(tag: str = "en", suffix: str = "", place: Locator | None = None, **fields: Any) -> str:
    return printed(full_citation(source(**fields), place, suffix, language(tag)))


KINDS_SAID = ("thesis", "dataset", "speech", "interview")
WORKS_OF_THEIR_OWN = [
    "report",
    "book",
    "legislation",
    "bill",
    "legal_case",
    "treaty",
    "thesis",
    "standard",
    "dataset",
]
PARTS_OF_SOMETHING = [
    "article-journal",
    "article-newspaper",
    "article-magazine",
    "article",
    "chapter",
    "webpage",
    "post",
    "post-weblog",
    "paper-conference",
    "speech",
    "interview",
    "entry",
]


@pytest.mark.parametrize("kind", WORKS_OF_THEIR_OWN)
def test_title_of_a_work_of_its_own_is_in_italics(kind: str) -> None:
    said = f" {kind}," if kind in KINDS_SAID else ""
    assert full(type=kind) == f"Alba, Ana, *A title*,{said} 2020"


@pytest.mark.parametrize("kind", PARTS_OF_SOMETHING)
def test_title_of_a_part_is_in_quotation_marks(kind: str) -> None:
    said = f" {kind}," if kind in KINDS_SAID else ""
    assert full(type=kind) == f"Alba, Ana, ‘A title’,{said} 2020"


IN_FULL: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "one author": ({}, {"en": "Alba, Ana, *A title*, 2020"}),
    "two authors": (
        {"authors": (ALBA, BRUN)},
        {
            "en": "Alba, Ana and Brun, B., *A title*, 2020",
            "fr": "Alba, Ana et Brun, B., *A title*, 2020",
            "de": "Alba, Ana und Brun, B., *A title*, 2020",
        },
    ),
    "four authors": (
        {"authors": (ALBA, BRUN, COLE, DAHL)},
        {
            "en": "Alba, Ana, Brun, B., Cole, C. D. and Dahl, *A title*, 2020",
            "fr": "Alba, Ana, Brun, B., Cole, C. D. et Dahl, *A title*, 2020",
            "de": "Alba, Ana, Brun, B., Cole, C. D. und Dahl, *A title*, 2020",
        },
    ),
    "institution": ({"authors": (BOARD,)}, {"en": "European Data Board, *A title*, 2020"}),
    "institution with a name in one language": (
        {"authors": (BOARD,), "author_names": {"fr": "Comité européen"}},
        {
            "en": "European Data Board, *A title*, 2020",
            "fr": "Comité européen, *A title*, 2020",
            "de": "European Data Board, *A title*, 2020",
        },
    ),
    "no author": ({"authors": ()}, {"en": "*A title*, 2020", "fr": "*A title*, 2020"}),
    "no date": (
        {"date": None},
        {
            "en": "Alba, Ana, *A title*, n.d.",
            "fr": "Alba, Ana, *A title*, s.~d.",
            "de": "Alba, Ana, *A title*, o.~J.",
        },
    ),
    "date to the day": ({"date": Date(2020, 5, 17)}, {"en": "Alba, Ana, *A title*, 2020"}),
    "article in a journal": (
        {"type": "article-journal", "container": "A Journal", "volume": "25", "issue": "2", "pages": "13–15"},
        {
            "en": "Alba, Ana, ‘A title’, *A Journal*, vol.~25, No~2, 2020, pp.~13–15",
            "fr": "Alba, Ana, «A title», *A Journal*, vol.~25, nº~2, 2020, p.~13–15",
            "de": "Alba, Ana, „A title“, *A Journal*, Bd.~25, Nr.~2, 2020, S.~13–15",
        },
    ),
    "one page": ({"pages": "7"}, {"en": "Alba, Ana, *A title*, 2020, p.~7"}),
    "pages apart": ({"pages": "7, 9"}, {"en": "Alba, Ana, *A title*, 2020, pp.~7, 9"}),
    "numbered, with a publisher": (
        {"number": "COM(2020) 60 final", "publisher": "A Press"},
        {"en": "Alba, Ana, *A title*, COM(2020) 60 final, A Press, 2020"},
    ),
    "publisher of a container": (
        {"container": "A Book", "type": "chapter", "publisher": "A Press"},
        {"en": "Alba, Ana, ‘A title’, *A Book*, 2020"},
    ),
    "address": (
        {"address": "https://example.org/a"},
        {
            "en": "Alba, Ana, *A title*, 2020, available at https://example.org/a",
            "fr": "Alba, Ana, *A title*, 2020, disponible à l’adresse suivante: https://example.org/a",
            "de": "Alba, Ana, *A title*, 2020, abrufbar unter https://example.org/a",
        },
    ),
    "address, looked at on a day": (
        {"address": "https://example.org/a", "accessed": Date(2021, 3, 9)},
        {
            "en": "Alba, Ana, *A title*, 2020, available at https://example.org/a, accessed on 9 March 2021",
            "fr": "Alba, Ana, *A title*, 2020, disponible à l’adresse suivante: https://example.org/a, "
            "consulté le 9 mars 2021",
            "de": "Alba, Ana, *A title*, 2020, abrufbar unter https://example.org/a, abgerufen am 9. März 2021",
        },
    ),
    "day without an address": ({"accessed": Date(2021, 3, 9)}, {"en": "Alba, Ana, *A title*, 2020"}),
    "document of the Union": (
        {
            "type": "bill",
            "authors": (),
            "celex": "52020PC0060",
            "address": "https://example.org/never",
            "titles": {"fr": "Un titre", "de": "Ein Titel"},
        },
        {
            "en": "*A title*, 2020, available at https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52020PC0060",
            "fr": "*Un titre*, 2020, disponible à l’adresse suivante: "
            "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:52020PC0060",
            "de": "*Ein Titel*, 2020, abrufbar unter "
            "https://eur-lex.europa.eu/legal-content/DE/TXT/?uri=CELEX:52020PC0060",
        },
    ),
}


@pytest.mark.parametrize(("name", "tag"), [(name, tag) for name, (_, expected) in IN_FULL.items() for tag in expected])
def test_source_in_full(name: str, tag: str) -> None:
    fields, expected = IN_FULL[name]
    assert full(tag, **fields) == expected[tag]


LOCATORS = {
    ("page", "4"): ("p.~4", "p.~4", "S.~4"),
    ("page", "4–6"): ("pp.~4–6", "p.~4–6", "S.~4–6"),
    ("page", "4, 9"): ("pp.~4, 9", "p.~4, 9", "S.~4, 9"),
    ("article", "5(2)"): ("Article~5(2)", "article~5, paragraphe~2", "Artikel~5 Absatz~2"),
    ("paragraph", "3"): ("para.~3", "paragraphe~3", "Absatz~3"),
    ("chapter", "2"): ("ch.~2", "chap.~2", "Kap.~2"),
    ("figure", "1"): ("fig.~1", "fig.~1", "Abb.~1"),
    ("recital", "12"): ("recital~12", "considérant~12", "Erwägungsgrund~12"),
    ("section", "3"): ("sec.~3", "section~3", "Abschnitt~3"),
    ("point", "4"): ("point~4", "point~4", "Nummer~4"),
    ("annex", "II"): ("Annex~II", "annexe~II", "Anhang~II"),
}


@pytest.mark.parametrize(("kind", "value"), LOCATORS)
@pytest.mark.parametrize("index", range(3))
def test_place_in_a_source(kind: str, value: str, index: int) -> None:
    """In full, in a later reference and after "Ibid.": the same words, before the address."""
    tag, words = ("en", "fr", "de")[index], LOCATORS[kind, value][index]
    place = Locator(kind, value)
    assert full(tag, place=place) == f"Alba, Ana, *A title*, 2020, {words}"
    reference = NumberReference("note", "3", "3", "n. ")
    assert printed(back_reference(source(), place, "", reference, language(tag))) == f"Alba, n. 3 (2020), {words}"
    assert printed(ibid(place, language(tag))) == f"{'Ebd.' if tag == 'de' else 'Ibid.'}, {words}"


def test_place_stands_before_the_address() -> None:
    text = full(place=Locator("page", "4"), address="https://example.org")
    assert text == "Alba, Ana, *A title*, 2020, p.~4, available at https://example.org"


SHORT: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({}, ("Alba", "Alba", "Alba")),
    ({"authors": (ALBA, BRUN)}, ("Alba and Brun", "Alba et Brun", "Alba und Brun")),
    ({"authors": (ALBA, BRUN, COLE)}, ("Alba et~al.", "Alba et~al.", "Alba u.~a.")),
    (
        {"authors": (BOARD, Name(literal="Board of Boards"))},
        (
            "European Data Board and Board of Boards",
            "European Data Board et Board of Boards",
            "European Data Board und Board of Boards",
        ),
    ),
    ({"authors": (Name(given="Plato"),)}, ("Plato", "Plato", "Plato")),
    (
        {"authors": (BOARD,), "author_names": {"fr": "Comité"}},
        ("European Data Board", "Comité", "European Data Board"),
    ),
    ({"authors": (BOARD,), "short_author": "EDB"}, ("EDB", "EDB", "EDB")),
    ({"authors": (), "short_author": "Directive 1"}, ("Directive 1", "Directive 1", "Directive 1")),
    ({"authors": ()}, ("*A title*", "*A title*", "*A title*")),
    ({"authors": (), "titles": {"fr": "Un titre"}}, ("*A title*", "*Un titre*", "*A title*")),
    ({"authors": (), "type": "webpage"}, ("‘A title’", "«A title»", "„A title“")),
]


@pytest.mark.parametrize(("fields", "names"), SHORT)
@pytest.mark.parametrize("index", range(3))
def test_later_reference(fields: dict[str, Any], names: tuple[str, str, str], index: int) -> None:
    """Short author, number of the note, year: the number stays a live reference."""
    in_language = language(("en", "fr", "de")[index])
    before, after = in_language.around("back-reference")
    reference = NumberReference("note", "7", "7", before, after)
    written = back_reference(source(**fields), None, "b", reference, in_language)
    assert reference in written
    assert printed(written) == f"{names[index]}, {('n.~7', 'note~7', 'Fn.~7')[index]} (2020b)"


def test_later_reference_to_a_source_without_a_date() -> None:
    reference = NumberReference("note", "7", "7", "n. ")
    written = back_reference(source(date=None), Locator("page", "2"), "", reference, language("en"))
    assert printed(written) == "Alba, n. 7 (n.d.), p.~2"


def test_foreign_titles_are_tagged_with_their_language() -> None:
    """A screen reader and a spelling checker must know; an official title is in the paper's language."""
    fields: dict[str, Any] = {"language": "fr", "container": "Une revue", "titles": {"de": "Ein Titel"}}

    def tags(tag: str) -> list[tuple[str, str | None]]:
        inlines = full_citation(source(**fields), None, "", language(tag))
        plain = [inline for inline in walk(inlines) if isinstance(inline, Plain)]
        return [(inline.text, inline.language) for inline in plain if inline.text[:1] in "AEU"][1:]

    assert tags("en") == [("A title", "fr"), ("Une revue", "fr")]
    assert tags("fr") == [("A title", None), ("Une revue", None)]
    assert tags("de") == [("Ein Titel", None), ("Une revue", "fr")]


def test_title_of_unknown_language_is_not_tagged() -> None:
    inlines = full_citation(source(language=""), None, "", language("en"))
    assert all(inline.language is None for inline in walk(inlines) if isinstance(inline, Plain))


def test_address_is_a_link_that_shows_itself() -> None:
    inlines = full_citation(source(address="https://example.org/a?b=c"), None, "", language("en"))
    assert Link((Plain("https://example.org/a?b=c"),), "https://example.org/a?b=c") in inlines


def test_addresses_of_eur_lex() -> None:
    assert eur_lex_address("32024L1799", "sl") == (
        "https://eur-lex.europa.eu/legal-content/SL/TXT/?uri=CELEX:32024L1799"
    )


def suffixes(*sources: Source, tag: str = "en") -> dict[str, str]:
    return dict(year_suffixes(sources, language(tag)))


def test_letters_tell_sources_apart_that_would_be_cited_alike() -> None:
    first, second, third = (source(id=name) for name in ("first", "second", "third"))
    assert suffixes(second, first, third) == {"second": "a", "first": "b", "third": "c"}
    assert suffixes(first) == {}
    assert suffixes(first, source(id="other", date=Date(2021))) == {}
    assert suffixes(first, source(id="other", authors=(BRUN,))) == {}
    months = source(id="other", date=Date(2020, 3))
    assert suffixes(first, months) == {"first": "a", "other": "b"}


def test_letters_go_by_what_is_printed() -> None:
    """The first of three authors, a short name, a name in the language: whatever makes two references alike."""
    three, other = (
        source(id="three", authors=(ALBA, BRUN, COLE)),
        source(id="four", authors=(ALBA, COLE, DAHL)),
    )
    assert suffixes(three, other) == {"three": "a", "four": "b"}
    named = source(id="named", authors=(BOARD,), author_names={"fr": "Alba"})
    assert suffixes(source(), named) == {}
    assert suffixes(source(), named, tag="fr") == {"one": "a", "named": "b"}
    undated = source(id="undated", date=None)
    assert suffixes(undated, source(id="also", date=None)) == {"undated": "a", "also": "b"}


def test_letters_after_z() -> None:
    many = [source(id=str(index)) for index in range(54)]
    assert list(suffixes(*many).values())[24:30] == ["y", "z", "aa", "ab", "ac", "ad"]
    assert suffixes(*many)["53"] == "bb"


def test_letter_follows_the_year() -> None:
    assert full(suffix="b", pages="3") == "Alba, Ana, *A title*, 2020b, p.~3"


def test_sources_of_one_note() -> None:
    parts: list[Inlines] = [(Plain("A"),), (Plain("B"),), (Plain("C"),)]
    assert printed(join_citations(parts, language("en"))) == "A; B; C"
    assert printed(join_citations(parts, language("el"))) == "A· B· C"


def test_short_author_of_nobody_is_empty() -> None:
    assert short_author(source(authors=()), language("en")) == ""
