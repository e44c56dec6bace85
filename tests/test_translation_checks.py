"""The checks of translations find what translators get wrong, and say nothing of good translations.

The faults stand in translation_faults/faults.yaml; good translations are the catalogues of this repository.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.catalogue import Catalogue, Message
from toolkit.checks import Survey, check_translation, survey
from toolkit.checks.acceptance import _ERRORS, ACCEPTABLE, Acceptance
from toolkit.checks.comparison import PAIR_ADVICE, PAIR_RULES, PairRule
from toolkit.checks.figures import figures
from toolkit.checks.links import neutral
from toolkit.checks.pairs import Pair, Pairs, pairs_of, printed, words_of
from toolkit.checks.provisions import provisions_in
from toolkit.codes import CODES
from toolkit.diagnostics import ERROR, Diagnostic, Place, Span, warning
from toolkit.glossary import has_form
from toolkit.languages import Language
from toolkit.languages.snapshot import TAGS
from toolkit.limits import most_characters
from toolkit.pipeline import check
from toolkit.position import Date, Text
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.glossaries import read_glossary
from toolkit.readers.languages import catalogue_languages, find_catalogue, read_language
from toolkit.readers.positions import read_position
from toolkit.records import replace
from toolkit.resources import Workspace, find_workspace

WORKSPACE: Workspace = find_workspace(Path(__file__).parent)
FAULTS_FILE = Path(__file__).parent / "translation_faults" / "faults.yaml"
PAPERS = ("ai-generated-csam", "platform-access-for-researchers")


def read_faults() -> list[Any]:
    listed: dict[str, list[dict[str, Any]]] = yaml.safe_load(FAULTS_FILE.read_text(encoding="utf-8"))
    return [
        pytest.param(paper, fault, id=f"{fault['code']}-{fault['in']}-{fault['key'].replace('/', '.')}")
        for paper, faults in listed.items()
        for fault in faults
    ]


FAULTS = read_faults()


@cache
def surveyed(paper: str) -> Survey:
    position, _ = read_position(WORKSPACE.positions, paper)
    assert position is not None
    return survey(position)


@cache
def catalogue(paper: str, tag: str) -> Catalogue:
    path, name = find_catalogue(WORKSPACE, paper, tag)
    assert path is not None
    found, diagnostics = read_catalogue(path, name)
    assert found is not None, diagnostics
    return found


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(WORKSPACE, tag)
    assert found is not None, diagnostics
    return found


def with_fault(translation: str, fault: dict[str, Any]) -> str:
    """The translation with the fault in it; what the fault is made of must stand there."""
    if "append" in fault:
        return translation + str(fault["append"])
    if "swap" in fault:
        one, other = fault["swap"]
        assert one in translation
        assert other in translation
        return translation.replace(one, "\0").replace(other, one).replace("\0", other)
    old, new = (str(fault.get(name, "")).replace("~", "\u00a0") for name in ("old", "new"))
    assert old in translation, translation
    return translation.replace(old, new, 1) if old else new


@pytest.mark.parametrize(("paper", "fault"), FAULTS)
def test_fault_is_found(paper: str, fault: dict[str, Any]) -> None:
    own = catalogue(paper, fault["in"])
    message = own.messages[fault["key"]]
    changed = replace(message, translation=with_fault(message.translation, fault))
    damaged = replace(own, messages={**own.messages, fault["key"]: changed})
    found = check_translation(surveyed(paper), damaged, language(fault["in"]), with_advice=True)
    assert fault["code"] in {one.code for one in found}, found
    assert all(f"'{fault['key']}'" in one.message for one in found if one.code == fault["code"]), found
    assert all(one.hint for one in found)


def test_faults_are_many_and_various() -> None:
    faults = [parameter.values[1] for parameter in FAULTS]
    counts = {code: sum(fault["code"] == code for fault in faults) for code in {fault["code"] for fault in faults}}
    assert len(faults) >= 60
    assert len({fault["in"] for fault in faults}) >= 8
    assert {code: count for code, count in counts.items() if count < 3} == {}


@pytest.mark.parametrize("paper", PAPERS)
def test_good_translations_are_not_found_fault_with(paper: str) -> None:
    tags = catalogue_languages(WORKSPACE, paper)
    assert check(WORKSPACE, paper, tags).diagnostics == ()
    assert all(not message.accepted for tag in tags for message in catalogue(paper, tag).messages.values())


# Pairs of languages: neighbours in the alphabet, and some that have much in common.
AKIN = "cs-sk da-sv es-pt hr-sl it-es de-nl fr-it hu-fi de-el pl-cs"
OTHER_ORIGINS = [*pairwise([tag for tag in TAGS if tag != "en"]), *(tuple(pair.split("-")) for pair in AKIN.split())]


@pytest.mark.parametrize(("origin", "tag"), OTHER_ORIGINS)
def test_good_translations_from_other_languages(origin: str, tag: str) -> None:
    """Translations of one text correspond to each other as they do to the original."""
    originals, translations = (catalogue(PAPERS[0], one).messages for one in (origin, tag))
    found = [pair(message.translation, translations[key].translation, key) for key, message in originals.items()]
    compared = Pairs(tuple(found), origin, tag, language(tag))
    assert [one for rule in PAIR_RULES for one in rule(compared)] == []


# Single texts


def pair(original: str, translated: str, key: str = "summary/1") -> Pair:
    place = Place("fr.po", ((0, 1, 1),))
    message = Message(key, original, translated, place, Span("fr.po"))
    shown = printed(translated)
    return Pair(Text(key, original, place), message, printed(original), shown, words_of(shown))


def codes(original: str, translated: str, tag: str = "fr", origin: str = "en", key: str = "summary/1") -> list[str]:
    """The codes that all rules find in one text, those for which one must ask among them."""
    pairs = Pairs((pair(original, translated, key),), origin, tag, language(tag))
    return [found.code for rule in PAIR_RULES + PAIR_ADVICE for found in rule(pairs)]


SAME_NUMBERS = [
    ("1.5 million people", "1,5 million de personnes", "fr"),
    ("20 million people", "20 de milioane de oameni", "ro"),
    ("1.5 million people", "1 500 000 personnes", "fr"),
    ("1 500 000 people", "1,5 Mio. Menschen", "de"),
    ("2 billion euros", "2 Milliarden Euro", "de"),
    ("2 billion euros", "2 mil millones de euros", "es"),
    ("7,000 cases", "7.000 Fälle", "de"),
    ("7 000 cases", "7 tuhatta tapausta", "fi"),
    ("12,345.67 euros", "12.345,67 Euro", "de"),
    ("25 %", "25%", "fr"),
    ("Section 2.3", "oddíl 2.3", "cs"),
    ("Section 2.3 and 4.10", "raz. 2.3 in 4.10", "sl"),
    ("on 5 June 2025", "am 5.6.2025", "de"),
    ("on 5 June 2025", "2025. 6. 5-én", "hu"),
    ("on 5.6.2025", "le 5 juin 2025", "fr"),
    ("2025-06-05", "5.6.2025", "de"),
    ("the 21st century", "au 21e siècle", "fr"),
    ("within two years", "in 2 Jahren", "de"),
    ("within 2 years", "innerhalb von zwei Jahren", "de"),
    ("the first of twenty-four", "der 1. von 24", "de"),
    ("Article 5(10) and Article 6", "artikel 5.10 och artikel 6", "sv"),
    ("see [@a24, p. 4], [it](https://example.org/2030)", "voir [@a24, p. 4], [lui](https://example.org/2030)", "fr"),
    ("2 trillion euros", "2 Billionen Euro", "de"),
    ("2 billion euros", "2 biljun euro", "mt"),
    ("3 billion plants", "3 milijarde biljaka", "hr"),
    ("70 plants", "70 biljaka", "hr"),
    ("2 of the billionaires", "2 des milliardaires", "fr"),
    ("**1.5** million people", "**1,5** million de personnes", "fr"),
    ("€4.7M a year", "4,7 M€ par an", "fr"),
    ("€4.7 million a year", "4,7 M€ par an", "fr"),
    ("EUR 200k", "200 000 EUR", "fr"),
    ("a pipe of 7 m", "un tuyau de 7 m", "fr"),
    # Thousands, millions and milliards as words
    ("7,000 cases", "sept mille cas", "fr"),
    ("7,000 cases", "siebentausend Fälle", "de"),
    ("2 million cases", "deux millions de cas", "fr"),
    ("20 million people", "dwadzieścia milionów osób", "pl"),
    ("500,000 people", "cinq cent mille personnes", "fr"),
    ("1 billion euros", "mil millones de euros", "es"),
    ("two million cases", "2 millions de cas", "fr"),
    ("half a million cases", "500 000 cas", "fr"),
    ("a hundred thousand cases", "100 000 cas", "fr"),
    # Decades
    ("in the 1990s", "en la década de los noventa", "es"),
    ("in the 1990s", "en los años 90", "es"),
    ("in the 1990s", "w latach 90.", "pl"),
    ("in the 1990s", "in den 1990er-Jahren", "de"),
    ("in the 1990s", "dans les années 1990", "fr"),
    ("in the 1990s", "dans les années 90", "fr"),
    ("in the 1990s", "negli anni ’90", "it"),
    ("in the 1990s", "negli anni novanta", "it"),
    ("in the mid-1990s and the 2010s", "XX a. 10-ojo dešimtmečio viduryje ir 2010-aisiais", "lt"),
    ("in the 90s", "dans les années 1990", "fr"),
    ("in the 90s", "in den Neunzigern", "de"),
    ("in the 2000s", "anni 2000", "it"),
]  # fmt: skip


@pytest.mark.parametrize(("original", "translated", "tag"), SAME_NUMBERS)
def test_numbers_are_the_same(original: str, translated: str, tag: str) -> None:
    assert codes(original, translated, tag) == []


# 7 thousand, 4.7 million, 1.5 billion and 2 trillion in each language; forms of one are parted by a semicolon.
SCALES = {
    "bg": ("7 хил.; 7 хиляди", "4,7 млн.; 4,7 милиона", "1,5 млрд.; 1,5 милиарда; 1500 млн.", "2 трилиона; 2 трлн."),
    "cs": ("7 tis.; 7 tisíc", "4,7 mil.; 4,7 milionu", "1,5 mld.; 1,5 miliardy; 1 500 mil.",
           "2 biliony; 2 tisíce miliard"),
    "da": ("7 tusind", "4,7 mio.; 4,7 millioner", "1,5 mia.; 1,5 milliarder", "2 billioner; 2 000 mia."),
    "de": ("7 Tsd.; 7 Tausend", "4,7 Mio.; 4,7 Millionen", "1,5 Mrd.; 1,5 Milliarden", "2 Billionen"),
    "el": ("7 χιλ.; 7 χιλιάδες", "4,7 εκατ.; 4,7 εκατομμύρια",
           "1,5 δισ.; 1,5 δισεκατομμύρια; 1,5 δισεκατομμυρίων", "2 τρισ.; 2 τρισεκατομμύρια"),
    "es": ("7 mil", "4,7 millones", "1 500 millones; 1,5 mil millones; 1,5 millardos", "2 billones"),
    "et": ("7 tuhat; 7 tuhande", "4,7 mln; 4,7 miljonit", "1,5 mld; 1,5 miljardit", "2 triljonit"),
    "fi": ("7 tuhatta", "4,7 milj.; 4,7 miljoonaa", "1,5 mrd.; 1,5 miljardia", "2 biljoonaa"),
    "fr": ("7 milliers", "4,7 Mio; 4,7 millions; 4,7 M€",
           "1,5 Md; 1,5 Mrd; 1,5 milliard; 1 500 millions; 1,5 Md€", "2 000 milliards; 2 billions"),
    "ga": ("7 míle; 7 mhíle", "4.7 milliún; 4.7 mhilliún", "1.5 billiún; 1.5 bhilliún", "2 trilliún; 2 thrilliún"),
    "hr": ("7 tisuća; 7 tis.", "4,7 mil.; 4,7 milijuna", "1,5 mlrd.; 1,5 milijardi", "2 bilijuna"),
    "hu": ("7 ezer; 7 ezret", "4,7 millió", "1,5 milliárd; 1,5 Mrd; 1,5 milliárdos", "2 billió; 2 ezer milliárd"),
    "it": ("7 mila", "4,7 mln; 4,7 milioni", "1,5 mld; 1,5 miliardi", "2 mila miliardi; 2 000 miliardi"),
    "lt": ("7 tūkst.; 7 tūkstančiai", "4,7 mln.; 4,7 milijono", "1,5 mlrd.; 1,5 milijardo",
           "2 trilijonai; 2 tūkst. mlrd."),
    "lv": ("7 tūkst.; 7 tūkstoši", "4,7 milj.; 4,7 miljoni", "1,5 mljrd.; 1,5 miljardi", "2 triljoni"),
    "mt": ("7 elf", "4,7 miljun; 4.7 miljun", "1.5 biljun", "2 triljun"),
    "nl": ("7 duizend", "4,7 mln.; 4,7 miljoen", "1,5 mld.; 1,5 miljard", "2 biljoen"),
    "pl": ("7 tys.; 7 tysięcy", "4,7 mln; 4,7 miliona", "1,5 mld; 1,5 miliarda", "2 biliony; 2 bln"),
    "pt": ("7 mil", "4,7 milhões", "1,5 mil milhões; 1 500 milhões", "2 biliões"),
    "ro": ("7 mii; 7 mii de", "4,7 mil.; 4,7 milioane; 4,7 milioane de", "1,5 mld.; 1,5 miliarde",
           "2 trilioane; 2 000 de miliarde"),
    "sk": ("7 tis.; 7 tisíc", "4,7 mil.; 4,7 milióna", "1,5 mld.; 1,5 miliardy", "2 bilióny"),
    "sl": ("7 tisoč; 7 tis.", "4,7 mio.; 4,7 mil.; 4,7 milijona", "1,5 mrd.; 1,5 milijarde", "2 bilijona"),
    "sv": ("7 tusen", "4,7 mn; 4,7 miljoner", "1,5 md; 1,5 miljarder; 1,5 mdr", "2 biljoner"),
}  # fmt: skip
ORIGINAL_SCALES = ("7,000 euros", "4.7 million euros", "1.5 billion euros", "2 trillion euros")


def test_every_language_has_its_scales() -> None:
    assert {*SCALES, "en"} == set(TAGS)


@pytest.mark.parametrize("tag", SCALES)
def test_scales(tag: str) -> None:
    for original, forms in zip(ORIGINAL_SCALES, SCALES[tag], strict=True):
        for translated in forms.split("; "):
            mark = "" if translated.endswith("€") else " euro"
            assert (translated, codes(f"It was {original} then", f"X {translated}{mark}", tag)) == (translated, [])


OTHER_NUMBERS = [
    ("1.5 million people", "1,5 milliard de personnes", "fr"),
    ("1.5 million people", "15 million de personnes", "fr"),
    ("7,000 cases", "7,000 Fälle", "de"),
    ("2 years", "3 ans", "fr"),
    ("within two years", "in 3 Jahren", "de"),
    ("12.5 %", "5,12 %", "fr"),
    ("5.6.2025", "5.7.2025", "de"),
    ("in 2024", "en fin d’année", "fr"),
    ("2 billion euros", "2 Billionen Euro", "de"),
    ("2 million cases", "1 million de cas", "fr"),
    ("2 million cases", "deux mille cas", "fr"),
    ("2 million cases", "2 mil", "es"),
    ("2 thousand cases", "2 mil. případů", "cs"),
    ("4.7 billion", "4,7 millones", "es"),
    ("4.7 million", "4,7 δισ. ευρώ", "el"),
    ("4.7 million", "4,7 млрд. евро", "bg"),
    ("7,000 cases", "sept cas", "fr"),
    ("7,312 cases", "sept mille cas", "fr"),
    ("15,000 cases", "quinze cas", "fr"),
    ("in the 1990s", "dans les années 1980", "fr"),
    ("in the 1990s", "dans les années 80", "fr"),
    ("in the 90s", "dans les années 1980", "fr"),
    ("in 1990", "dans les années quatre-vingt-dix", "fr"),
]


@pytest.mark.parametrize(("original", "translated", "tag"), OTHER_NUMBERS)
def test_numbers_are_others(original: str, translated: str, tag: str) -> None:
    assert codes(original, translated, tag) == ["translation-numbers"]


def test_value_of_numbers() -> None:
    text = "7.000, 7 000,5, 0,5, 2.3.1, 007, 12.5.2024"
    assert dict(figures(text, ",", "de").numbers) == {
        "7000": 1, "7000.5": 1, "0.5": 1, "2.3.1": 1, "7": 1, "12": 1, "2024": 1
    }  # fmt: skip
    assert dict(figures(text, ",", "de").months) == {"5": 1}


PROVISIONS = [
    ("Article 5(10)", "paragraphe 10 de l’article 5", "fr", []),
    ("Article 5(10)(a)", "article 5, paragraphe 10, point a)", "fr", []),
    ("Article 5a(2)", "article 5 bis, paragraphe 2", "fr", []),
    ("Article 1(2)", "article premier, paragraphe 2", "fr", []),
    ("Article 2(3)(d)", "2 straipsnio 3 dalies d punktas", "lt", []),
    ("Article 2(3)(d)", "член 2, параграф 3, буква г)", "bg", []),
    ("Recital 12 (new)", "considérant 12 (nouveau)", "fr", []),
    ("Article 5(2) and Article 6(10)", "5 artiklan 10 kohta ja 6 artiklan 2 kohta", "fi", ["translation-provisions"]),
    ("Article 5(2), then Article 6(10)", "6 artiklan 10 kohta ja 5 artiklan 2 kohta", "fi", ["provision-order"]),
    ("Article 5(2), then Recital 7", "considérant 7, article 5, paragraphe 2", "fr", ["provision-order"]),
    ("Article 12(3), then Article 7(1)", "7 straipsnio 1 dalis, 12 straipsnio 3 dalis", "lt", ["provision-order"]),
]


@pytest.mark.parametrize(("original", "translated", "tag", "expected"), PROVISIONS)
def test_provisions(original: str, translated: str, tag: str, expected: list[str]) -> None:
    assert sorted(set(codes(original, translated, tag))) == expected


PARTS = [
    ("Annex II", "annexe II", "fr", []),
    ("Annex II", "annexe III", "fr", ["translation-provisions"]),
    ("Annex II", "annexe IV", "fr", ["translation-provisions"]),
    ("see the Annex II.", "voir l’annexe.", "fr", ["translation-provisions"]),
    ("Annex II and Annex III", "annexe II et annexe II", "fr", ["translation-provisions"]),
    ("Annexes II and III", "annexes II et III", "fr", []),
    ("Annexes II, III and IV", "annexes II, III et V", "fr", ["translation-provisions"]),
    ("Annexes I to IV", "annexes I à IV", "fr", []),
    ("Annex II", "II. melléklet", "hu", []),
    ("Annex II", "2. melléklet", "hu", []),
    ("Annex II", "παράρτημα ΙΙ", "el", []),
    ("Annex II", "приложение ІІІ", "bg", ["translation-provisions"]),
    ("Annex IIa", "annexe II bis", "fr", []),
    ("Annex I", "annexe première", "fr", []),
    ("Annex I", "annexe II", "fr", ["translation-provisions"]),
    ("Annex 2", "annexe II", "fr", []),
    ("Annex C", "приложение В", "bg", []),
    ("annex to the report", "annexe du rapport", "fr", []),
    ("Chapter III", "kapitola IV", "cs", ["translation-provisions"]),
    ("Chapter III", "kapitola V", "cs", ["translation-provisions"]),
    ("in Chapter III", "V třetí kapitole", "cs", []),
    ("Chapter III", "trečiasis skyrius", "lt", []),
    ("Title IV, Section 2", "titre IV, section 2", "fr", []),
    ("Title IV", "titre VI", "fr", ["translation-provisions"]),
    ("Chapter three", "chapitre III", "fr", []),
]


@pytest.mark.parametrize(("original", "translated", "tag", "expected"), PARTS)
def test_parts_with_roman_numbers(original: str, translated: str, tag: str, expected: list[str]) -> None:
    assert sorted(set(codes(original, translated, tag))) == expected


DATES = [
    ("on 5 June 2025", "le 5 juillet 2025", "fr", ["translation-numbers"]),
    ("on 5 June 2025", "am 5.7.2025", "de", ["translation-numbers"]),
    ("on 5.6.2025", "le 5 juillet 2025", "fr", []),  # may be the month or the day
    ("June 2025", "lipiec 2025 r", "pl", ["translation-numbers"]),
    ("June 2025", "w czerwcu 2025 r", "pl", []),
    ("on 5 June 2025", "5. července 2025", "cs", ["translation-numbers"]),
    ("on 5 July 2025", "5. června 2025", "cs", ["translation-numbers"]),
    ("in June 2025", "v červnu 2025", "cs", []),
    ("in July 2025", "v červenci 2025", "cs", []),
    ("in May 2025", "τον Μάιο του 2025", "el", []),
    ("on 5 May 2025", "στις 5 Μαρτίου 2025", "el", ["translation-numbers"]),
    ("in June 2025", "kesäkuussa 2025", "fi", []),
    ("in June 2025", "heinäkuussa 2025", "fi", ["translation-numbers"]),
    ("in June 2025", "2025. gada jūnijā", "lv", []),
    ("in June 2025", "2025. gada jūlijā", "lv", ["translation-numbers"]),
    ("on 5 June 2025", "2025. július 5-én", "hu", ["translation-numbers"]),
    ("on 5 June 2025", "2025 m. birželio 5 d", "lt", []),
    ("on 5 June 2025", "2025 m. liepos 5 d", "lt", ["translation-numbers"]),
    ("on 5 October 2025", "5. listopada 2025", "hr", []),
    ("on 5 October 2025", "5. listopadu 2025", "cs", ["translation-numbers"]),
    ("on 5 June 2025", "am 5. VI. 2025", "de", []),  # no month that is known
    ("June and July 2025", "juin et juillet 2025", "fr", []),
    ("from June to 5 July 2025", "od 5 lipca wstecz do czerwca 2025 r", "pl", []),
    ("on 8 June 2016 (15.6.2016)", "le 8 juin 2016 (15.6.2016)", "fr", []),
    ("on 8 June 2016 (15.6.2016)", "le 8 juillet 2016 (15.6.2016)", "fr", ["translation-numbers"]),
    ("on 8 June 2016 (15.6.2016)", "le 8.6.2016 (15.6.2016)", "fr", []),
    ("we may in 2025", "nous pouvons en 2025", "fr", []),
    ("on 5 June it had 5 houses", "le 5 juin il y avait 5 maisons", "fr", []),
]


@pytest.mark.parametrize(("original", "translated", "tag", "expected"), DATES)
def test_months_of_dates(original: str, translated: str, tag: str, expected: list[str]) -> None:
    assert codes(original, translated, tag) == expected


@pytest.mark.parametrize("tag", TAGS)
def test_month_is_known_in_each_language(tag: str) -> None:
    """Every date of the language is itself, and that of another month is found."""
    if tag == "en":
        return
    own, english = language(tag), language("en")
    for month in range(1, 13):
        date, other = Date(2025, month, 17), Date(2025, month % 12 + 1, 17)
        assert codes(f"on {english.date(date)} we", f"X {own.date(date)} x", tag) == [], month
        assert codes(f"on {english.date(date)} we", f"X {own.date(other)} x", tag) == ["translation-numbers"], month


def test_provisions_of_a_text() -> None:
    found = provisions_in("Article 5(10)(a), Article 2, point (3)(d), Recital 12a (new) and Article 40")
    assert [(one.numbers, one.letter) for one in found] == [
        (("5", "10"), "a"), (("2", "3"), "d"), (("12",), ""), (("40",), "")
    ]  # fmt: skip


PAGES = [
    ("https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:1", "https://eur-lex.europa.eu/legal-content/FR/TXT/?uri=CELEX:1"),
    ("https://example.org/en/law", "https://example.org/fr/law/"),
    ("https://example.org/en-gb/law", "https://example.org/fr-be/law"),
    ("https://example.org/law?lang=en&a=1", "https://example.org/law?a=1&lang=fr"),
    ("https://www.example.org/law", "https://fr.example.org/law"),
    ("https://commission.europa.eu/index_en", "https://commission.europa.eu/index_fr"),
    ("https://example.org/report.en.pdf", "https://example.org/report-fr.pdf"),
    ("http://example.org/law", "https://example.org/law"),
    ("https://example.org/law", "https://example.org/law"),
]  # fmt: skip
OTHER_PAGES = [
    ("https://example.org/en/law", "https://example.org/de/law"),
    ("https://example.org/law", "https://example.com/law"),
    ("https://example.org/law#two", "https://example.org/law#three"),
    ("https://example.org/law?id=1", "https://example.org/law?id=2"),
    ("https://en.example.org/law", "https://fr.example.org/act"),
    ("mailto:one@example.org", "mailto:two@example.org"),
]


@pytest.mark.parametrize(("original", "translated"), PAGES)
def test_page_in_another_language_is_the_same(original: str, translated: str) -> None:
    assert neutral(original, "en", "fr") == neutral(translated, "en", "fr") or original == translated
    assert codes(f"See [it]({original})", f"Voir [ceci]({translated})") == []


@pytest.mark.parametrize(("original", "translated"), OTHER_PAGES)
def test_other_page_is_found(original: str, translated: str) -> None:
    assert codes(f"See [it]({original})", f"Voir [ceci]({translated})") == ["link-target"]


SINGLE = [
    ("We ask this.", "Nous nous le demandons.", "fr", []),
    ("New York, New York", "New York, New York", "fr", []),
    ("‘We ask this.’", "‘We ask this.’", "fr", ["untranslated-text"]),
    ("The law", "Das, das Gesetz", "de", []),
    ("It is so so easy.", "C’est très très facile.", "fr", ["doubled-word"]),
    ("It is so very easy.", "C’est très **très** facile.", "fr", ["doubled-word", "translation-emphasis"]),
    ("the Convention on the Rights of the Child", "la Convention on the Rights of the Child", "fr", []),
    ("a task called ‘repair makes work’", "une tâche dite «repair makes work»", "fr", []),
    ("Does it?", "Το κάνει;", "el", []),
    ("It does;", "Το κάνει·", "el", []),
    ("He said ‘no.’", "Il a dit «non».", "fr", []),
    ("Prices, taxes and so on", "Preise, Steuern usw.", "de", []),
    ("until 2024", "do 2024 r.", "pl", []),
    ("until 2024", "do 2024.", "hr", []),
    ("until then", "do tada.", "hr", ["final-punctuation"]),
    ("the group The Left", "le groupe The Left", "fr", []),
    ("DOT Europe", "DOT Europe", "fr", []),
    ("the first [point {n}](#a)", "[{n} punktas](#a)", "lt", []),
    ("**one**", "\\*un\\* **mot**", "fr", []),
    # Spaces that are doubled
    ("one two", "un  deux", "fr", ["doubled-space"]),
    ("one two", "un \u00a0deux", "fr", ["doubled-space"]),
    ("one two", "un\\  deux", "fr", ["doubled-space"]),
    ("one  two", "un  deux", "fr", []),
    ("one [^a] two", "un [^a] deux", "fr", []),
    ("one two", "un\ndeux", "fr", []),
    # Brackets
    ("one (two) three", "un (deux) trois", "fr", []),
    ("one (two) three", "un (deux trois", "fr", ["punctuation-marks"]),
    ("one (two three", "un (deux trois", "fr", []),
    ("one, two", "a) un, b) deux", "fr", []),
    ("[one](https://example.org/a_(b)) two", "[un](https://example.org/a_(b)) deux", "fr", []),
    # Greek questions
    ("Does it?", "Το κάνει?", "el", ["punctuation-marks"]),
    ("Does it? Yes.", "Το κάνει**?** Ναι.", "el", ["punctuation-marks", "translation-emphasis"]),
    ("Does it?", "Το κάνει\u037e", "el", []),
    ("The film ‘Who cares?’ is so.", "Η ταινία «Who cares?» είναι έτσι.", "el", []),
    ("Does it?", "Le fait-il?", "fr", []),
    # Spanish questions and exclamations
    ("Does it?", "¿Lo hace?", "es", []),
    ("Does it?", "Lo hace?", "es", ["punctuation-marks"]),
    ("So it is! Is it?", "¡Así es! Lo es?", "es", ["punctuation-marks"]),
    ("It is so!", "Es así!", "es", ["punctuation-marks"]),
    ("What!?", "¿¡Qué!?", "es", []),
    ("What?!", "¡Qué?", "es", ["final-punctuation"]),
    ("It is (?) so.", "Es (?) así.", "es", []),
    ("The film ‘Who cares?’ is so.", "La película «Who cares?» es así.", "es", []),
    ("Yahoo! is a firm.", "Yahoo! es una empresa.", "es", []),
    ("**Does it?**", "**Lo hace?**", "es", ["punctuation-marks"]),
]


@pytest.mark.parametrize(("original", "translated", "tag", "expected"), SINGLE)
def test_single_texts(original: str, translated: str, tag: str, expected: list[str]) -> None:
    assert sorted(codes(original, translated, tag)) == expected


def test_decimal_marks_are_those_of_the_languages() -> None:
    from toolkit.checks.figures import _POINT

    assert {tag for tag in TAGS if language(tag).decimal == "."} == _POINT


# Acceptance


def test_what_can_be_accepted_is_a_warning_or_an_information() -> None:
    assert {code for code in ACCEPTABLE if CODES[code].severity == ERROR} == set()
    assert {code for code in _ERRORS if CODES[code].severity != ERROR} == set()


def accepting(**accepted: str) -> Acceptance:
    given = {code.replace("_", "-"): reason for code, reason in accepted.items()}
    message = Message("a", "a", "b", Place("fr.po", ((0, 7, 9), (3, 8, 2))), Span("fr.po", 5), accepted=given)
    return Acceptance(Catalogue("fr.po", "fr", {"a": message}))


@pytest.mark.parametrize("code", sorted(ACCEPTABLE))
def test_accepted_warning_is_not_reported(code: str) -> None:
    acceptance = accepting(**{code: "the act has it so"})
    found = [warning(code, Span("fr.po", line), "") for line in (7, 8, 9)]
    assert list(acceptance.without_accepted(found)) == found[2:]
    assert list(acceptance.remarks(with_advice=True)) == []


def test_acceptance_without_reason_changes_nothing() -> None:
    acceptance = accepting(doubled_word="")
    found = [warning("doubled-word", Span("fr.po", 7), "")]
    assert list(acceptance.without_accepted(found)) == found
    assert [one.code for one in acceptance.remarks(with_advice=False)] == ["accepted-without-reason"]


def test_error_is_never_accepted() -> None:
    acceptance = accepting(translation_marks="not needed here")
    found = [Diagnostic(ERROR, "translation-marks", Span("fr.po", 7), "")]
    assert list(acceptance.without_accepted(found)) == found
    assert [one.code for one in acceptance.remarks(with_advice=False)] == ["unknown-acceptance"]


def test_acceptance_of_nothing_is_said_to_those_who_ask() -> None:
    acceptance = accepting(source_words="a quotation")
    assert list(acceptance.remarks(with_advice=False)) == []
    assert [one.code for one in acceptance.remarks(with_advice=True)] == ["unused-acceptance"]


ACCEPTED = """\
msgid ""
msgstr "Language: fr\\n"

# accept-final-punctuation: a line of its own
# accept-term-missing: the notice of the product is meant
# accept-number-space: the name of a form
msgctxt "title"
msgid "Goods that can be repaired by 70 %."
msgstr "Des biens réparables à 70%"
"""


def test_terms_and_typography_are_accepted(tmp_path: Path) -> None:
    own = tmp_path / "positions" / "paper"
    own.mkdir(parents=True)
    (own / "position.yaml").write_text("kind: position-paper\ntitle: Goods that can be repaired by 70 %.\n")
    folder = tmp_path / "locales" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    terms = "terms:\n  - {term: goods, use: [marchandise*], source: a directive}\n"
    (folder.parent / "glossary.yaml").write_text(terms, encoding="utf-8")
    for text, expected in ((ACCEPTED, set()), (ACCEPTED.replace("# accept", "# x-accept"), {
        "final-punctuation", "term-missing", "number-space"
    })):  # fmt: skip
        (folder / "paper.po").write_text(text, encoding="utf-8")
        found = check(Workspace(tmp_path), "paper", ["fr"], with_advice=True).diagnostics
        codes = {one.code for one in found if one.span.file.endswith(".po") and one.code != "missing-translation"}
        assert codes == expected
        named = [one for one in found if one.code in ("term-missing", "number-space")]
        assert all(one.message.startswith("'title': ") for one in named)


@pytest.mark.parametrize("words", ["johdanto-osan 12 kappaleessa", "johdanto-osan 12 a kappale", "johdantokappale 12"])
def test_finnish_recital_has_its_number_within(words: str) -> None:
    glossary, _ = read_glossary(WORKSPACE, "fi")
    assert glossary is not None
    recital = next(term for term in glossary.terms if term.term == "recital")
    assert any(has_form(words, form) for form in recital.use)


# Limits


def test_limits_leave_room_for_what_is_there() -> None:
    lengths = {
        (paper, tag, key): (len(message.translation), most)
        for paper in PAPERS
        for tag in catalogue_languages(WORKSPACE, paper)
        for key, message in catalogue(paper, tag).messages.items()
        if (most := most_characters(key))
    }
    assert len(lengths) > 200
    assert {place: found for place, found in lengths.items() if found[0] > found[1]} == {}


@pytest.mark.parametrize(
    "key", ["summary/1", "key_points/a/argument/1", "amendments/a/text/proposed", "footnotes/point"]
)
def test_running_text_may_be_as_long_as_it_has_to_be(key: str) -> None:
    assert most_characters(key) is None


# Hostile texts

HOSTILE = [
    "1", "1 ", "1.", "1,1", "111.", "1 000 ", "Article 5(", "Article 5(1)(a) ", "Article 1(2)(3)(4), ", "a a a ", "a ",
    "[](#a) ", "[a](", "[^a]", "](", "*", "**", "“", "‘a", "{n} ", "and the ", "mil ", "5.6.2025 ", "-", "\\ ", "’a",
    "[@a, p. 1] ", "[a](https://example.org/en/) ", "(", "?", "?!=", "¿", "α?", "  ", "\u00a0", "a? ", "Annex II, ",
    "II, ", "5 June 2025 ", "juin", "juillet 5 ", "1990s ", "7 mil millones ", "million ", "half a ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("rule", PAIR_RULES + PAIR_ADVICE, ids=lambda rule: rule.__name__)
def test_hostile_text_takes_no_time(rule: PairRule, piece: str) -> None:
    long = (piece * 100_000)[:100_000]
    for original, translated in ((long, long + "."), (long + " ", long), ("a 1 Article 5(2).", long), (long, "a 1.")):
        start = time.process_time()
        for tag in ("fr", "es", "el"):
            list(rule(Pairs((pair(original, translated),), "en", tag, language(tag))))
        assert time.process_time() - start < 2.0


WORDS = st.lists(
    st.sampled_from(
        ["a", "the", "Article 5(10)", "7 000", "1,5", "2.3", "**b**", "[^n]", "[](#p)", ".", ";", "\u00a0", "x"]
    )
).map(" ".join)


@given(WORDS, WORDS, st.sampled_from(TAGS))
def test_rules_raise_nothing(original: str, translated: str, tag: str) -> None:
    codes(original, translated or "a", tag)


@given(WORDS.filter(str.strip))
def test_text_has_its_own_numbers_and_marks(text: str) -> None:
    found = set(codes(text.strip(), text.strip(), "en"))
    assert found <= {"untranslated-text", "doubled-word", "translation-provisions", "text-length", "reference-number"}


def test_comparison_is_quick() -> None:
    """A language of a paper in a few milliseconds, so that each render can look at all of them."""
    paper = PAPERS[0]
    tags: Sequence[str] = [tag for tag in TAGS if tag != "en"]
    catalogues = [catalogue(paper, tag) for tag in tags]
    best = 1.0
    for _ in range(3):
        start = time.process_time()
        for one in catalogues:
            compared = pairs_of(surveyed(paper), one, language(one.language))
            assert [list(rule(compared)) for rule in PAIR_RULES] == [[]] * len(PAIR_RULES)
        best = min(best, time.process_time() - start)
    assert best / len(tags) < 0.015  # ten times what it takes
