"""Numbers that look like those of notes: which are of the works cited, and which are references after all."""

from __future__ import annotations

import pytest
from test_typed import SOURCES, look
from typed_papers import word_file

LAST = "The offices were asked."

# (language, note): the number is that of a judgment, a gazette, a page or a paper, and of no note.
OF_WORKS = (
    ("it", "Corte cost., 22 ottobre 2014, n. 238, in Foro it., 2015, I, c. 1152."),
    ("it", "Cons. Stato, sez. VI, n. 881, e Trib. Milano, n. 77."),
    ("it", "TAR Lazio, sez. I, 10 gennaio 2020, n. 3769."),
    ("it", "TAR Lazio, n. 7."),
    ("it", "Legge 8 giugno 2001, n. 6."),
    ("en", "TAR Lazio, sez. I, 10 gennaio 2020, n. 3769; Trib. Milano, n. 77."),
    ("en", "Cons. Stato, sez. VI, n. 881."),
    ("fr", "J. Dupont, « Le numérique », JCP G 2019, n. 12, p. 5."),
    ("en", "J. Dupont, “Le numérique”, JCP G 2019, n. 12, p. 5."),
    ("fr", "Cass. civ. 1re, 6 mai 2003, n° 01-03262, D. 2003, p. 2228, note 12 C. Caron."),
    ("fr", "Rapport du Sénat n. 612 (2021-2022), p. 15."),
    ("fr", "Sénat, rapport n. 612, préc."),
    ("fr", "Avis n. 6 du Comité économique, 2019."),
    ("es", "Informe n. 77 de la Agencia, y STS, Sala 3.ª, n. 1234."),
    ("pt", "Parecer n. 77 da Comissão; Tribunal da Relação, n. 812."),
    ("ro", "ÎCCJ, decizia n. 77 din 2020."),
    ("de", "Weser, Haftung, 2020, § 4 Anm. 77."),
    ("de", "BT-Drs. 19/12345, S. 6 Fn. 3; BT-Drs. 19/12345, S. 6, Fn. 77."),
    ("de", "Danube & Rhine (Fn. 1), S. 46 m.w.N. in Fn. 99."),
    ("de", "Danube & Rhine (Fn. 1), S. 46 mit Fn. 99."),
    ("de", "Ostsee, AcP 217 (2017), 707 (712, dort Fn. 20)."),
    ("en", "Regulation 2019/1020, recital 6; Guidance note 99 (2020)."),
    ("en", "See Staff note 77 of 2020 on prices."),
    ("en", "Ostsee Court [2014] EHC 317, para 80 fn 12."),
    ("en", "Danube & Rhine, supra note 1, at 441 & nn.5–6."),
    ("sv", "Verkets vägledande not 77."),
)  # fmt: skip


@pytest.mark.parametrize(("language", "text"), OF_WORKS)
def test_the_number_of_a_work_is_left_alone(language: str, text: str) -> None:
    assert [one.message for one in look(word_file((*SOURCES, text, LAST), language))] == []


def test_the_number_of_a_judgment_stays_its_own_where_the_court_is_cited_again() -> None:
    texts = (
        "Corte cost., sent. n. 238 del 2014, in Giur. cost., 2014, p. 3853.",
        "Corte cost., n. 238, cit. (nota 1).",
        "Corte cost., n. 7.",
        "Corte cost., n. 238.",
        "Danube, L., I porti (2021).",
        "Corte cost., cit. (nota 5).",
    )
    found = look(word_file(texts, "it"))
    assert [(one.note, one.quoted and one.quoted.meant) for one in found] == [("6", "1")]


def test_siehe_oben_and_siehe_unten() -> None:
    texts = (*SOURCES, "S. u. Fn. 6.", "S. o. Fn. 2; s. o. Fn. 77.", "Näher s.u. Fn. 8, s.u. Fn. 2.", LAST)
    found = look(word_file(texts, "de"))
    assert [(one.code, one.note, one.quoted and one.quoted.named) for one in found] == [
        ("dangling-back-reference", "6", "77")
    ]


LAWS = (
    "Regulation (EU) 2016/679 of the European Parliament on the protection of natural persons (General Data "
    "Protection Regulation).",
    "Regulation (EU) 2022/2065 of the European Parliament on a Single Market For Digital Services (Digital Services "
    "Act).",
    "Case C-131/12 Google Spain v Data Agency, EU:C:2014:317, para 80.",
    "Regulation (EU) 2024/1689 of the European Parliament laying down harmonised rules (Artificial Intelligence Act).",
)
# (note, number that is meant): the name of a law is no reason to take "n. 2" for its number
OF_LAWS = (
    ("Digital Services Act, n. 2, Article 28.", None),
    ("Digital Services Act, n. 1, Article 28.", "2"),
    ("Google Spain case, n. 3.", None),
    ("Google Spain case, n. 1.", "3"),
    ("General Data Protection Regulation, n. 40.", "1"),
    ("DSA, n. 2.", None),
    ("DSA, n. 1.", "2"),
    ("AI Act (n 4).", None),
    ("AI Act (n 2).", "4"),
    ("AI Act, n. 1, Article 5.", "4"),
    ("Digital Services Act, Article 28, n. 3.", "2"),
)


@pytest.mark.parametrize(("text", "meant"), OF_LAWS)
def test_references_to_laws(text: str, meant: str | None) -> None:
    found = look(word_file((*LAWS, text, LAST), "en"))
    assert [one.quoted and one.quoted.meant for one in found] == ([meant] if meant else []), found


def test_a_reference_to_a_law_is_no_full_citation_of_it() -> None:
    texts = (LAWS[1], LAST, "Digital Services Act, n. 1, Article 28.", "DSA, n. 2.")
    found = look(word_file(texts, "en"))
    assert [(one.note, one.quoted and one.quoted.meant) for one in found] == [("4", "1")]


IN_ROMANCE = (("it", "{a}, n. {n}, p. 3."), ("fr", "{a}, n. {n} ({y})."), ("es", "{a}, n.{n}."), ("ro", "{a}, n. {n}."))


@pytest.mark.parametrize(("language", "template"), IN_ROMANCE)
def test_short_references_are_judged_where_n_can_be_a_number(language: str, template: str) -> None:
    for number, codes in ((1, []), (3, ["wrong-back-reference"]), (77, ["dangling-back-reference"])):
        text = template.format(a="Danube & Rhine", n=number, y=2021)
        assert [one.code for one in look(word_file((*SOURCES, text, LAST), language))] == codes


BODIES = (
    ("National Center for Missing and Exploited Children", "NCMEC"),
    ("Friends of the Earth", "FoE"),
    ("Council of Europe", "CoE"),
    ("Organisation for Economic Co-operation and Development", "OECD"),
    ("Committee on the Rights of the Child", "CRC"),
    ("United Nations Office on Drugs and Crime", "UNODC"),
    ("Organisation mondiale de la santé", "OMS"),
    ("Commission nationale de l’informatique et des libertés", "CNIL"),
    ("Bundesamt für Sicherheit in der Informationstechnik", "BSI"),
    ("Comisión Nacional de los Mercados y la Competencia", "CNMC"),
    ("European Data Protection Board (EDPB)", "EDPB"),
    ("Ports of the Northern Sea (hereinafter “Portsea”)", "Portsea"),
)


@pytest.mark.parametrize(("name", "short"), BODIES)
def test_an_abbreviation_leads_to_the_name(name: str, short: str) -> None:
    source = f"{name}, Annual report on the state of the harbours (2022)."
    assert look(word_file((*SOURCES, source, LAST, f"{short}, n. 5."), "en")) == ()
    found = look(word_file((*SOURCES, source, LAST, f"{short}, n. 2."), "en"))
    assert [(one.code, one.quoted and one.quoted.meant) for one in found] == [("wrong-back-reference", "5")]
