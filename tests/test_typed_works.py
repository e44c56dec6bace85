"""Works that are told apart by little: of one body, cited in few words, cited again in short."""

from __future__ import annotations

import pytest
from test_typed import look
from typed_papers import word_file

from toolkit.diagnostics import Diagnostic

LAST = "The offices were asked."
BODY = (
    "Kaunas Institute, White Paper on Inland Harbours, COM(2020) 65 final.",
    "Kaunas Institute, Evaluation of the Ferry Directive, SWD(2022) 209 final.",
    "Kaunas Institute, SWD(2021) 3 final.",
    "Beck, U., Risikogesellschaft (1986).",
    "Piketty, T., Capital (2013).",
    "Elbe, A., Tagus, N. and Loire, M., River trade in the valley, Water and Society 27(3), 13–27 (2023).",
    "Tagus, N., Lighthouses of the southern coast, Journal of Ports 3, 1–9 (2019).",
    "Gareth Jones, The Law of Rivers (Harbour & Quay 2009); Andrew Ashworth, ‘Testing Fidelity to Values’ (2000) 63 "
    "Rivers Review 633, 635.",
)
# (note, number that is meant where it is wrong)
REFERENCES = (
    ("Kaunas Institute, White Paper, n. 1.", None),
    ("Kaunas Institute, White Paper, n. 2.", "1"),
    ("Kaunas Institute, COM(2020) 65, n. 2.", "1"),
    ("Kaunas Institute, Evaluation, n. 1.", "2"),
    ("Kaunas Institute, n. 1.", None),
    ("Kaunas Institute, Evaluation, n. 3.", None),  # it has no title that could be another
    ("On evaluation see Kaunas Institute, n. 1.", None),
    ("Beck, n. 4.", None),
    ("Beck, n. 2.", "4"),
    ("Piketty, Capital, n. 5.", None),
    ("Piketty, n. 4.", "5"),
    ("Tagus, Lighthouses, n. 7.", None),
    ("Tagus, Lighthouses, n. 6.", "7"),
    ("Ashworth (n 8) 636; Jones (n 8) 4.", None),
    ("Ashworth (n 7) 636.", "8"),
    ("A. Ashworth, art. préc., note 8, p. 8.", None),
    ("A. Ashworth, art. préc., note 7, p. 8.", "8"),
)


def meant(found: tuple[Diagnostic, ...]) -> list[tuple[str | None, str | None]]:
    assert {one.code for one in found} <= {"wrong-back-reference"}, found
    return [(one.note, one.quoted.meant if one.quoted else None) for one in found]


@pytest.mark.parametrize(("text", "right"), REFERENCES)
def test_works_that_are_told_apart_by_little(text: str, right: str | None) -> None:
    assert meant(look(word_file((*BODY, text, LAST), "en"))) == ([("9", right)] if right else [])


def test_one_word_of_a_title_is_no_certainty() -> None:
    found = look(
        word_file((*BODY, "Kaunas Institute, Evaluation, n. 1.", "Kaunas Institute, White Paper, n. 2."), "en")
    )
    assert [one.quoted and one.quoted.certainty for one in found] == ["likely", "certain"]


SHORT = (
    "Geoffrey C. Ward and Ken Burns, The Quay: An Intimate History, 1941–1945 (New York: Harbour, 2007), 52.",
    "Michael Pollan, The Ferryman’s Dilemma: A Natural History of Four Rivers (New York: Harbour, 2006), 99.",
    "Pollan, Ferryman’s Dilemma, 3.",
)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Ward and Burns, Quay, 59–61; see note 1 above.", None),
        ("Ward and Burns, Quay, 59–61; see note 2 above.", "1"),
        ("Ward and Burns, Quay, 59–61; see also note 2 above.", None),
        ("Ward and Burns, Quay, 59–61; on ferries see note 2 above.", None),
        ("Pollan, supra note 1, at 12.", "2"),
        ("Pollan, supra note 3, at 12.", None),
    ],
)
def test_what_was_cited_in_short_is_no_other_source(text: str, right: str | None) -> None:
    assert meant(look(word_file((*SHORT, text, LAST), "en"))) == ([("4", right)] if right else [])


def test_a_back_reference_means_what_stands_before_it() -> None:
    texts = (
        LAST,
        "HLA Hart, Quays and Harbours: Essays in the Law of Rivers (Harbour 1968) 12–15.",
        "Hart (n 1) 18.",
        "HLA Hart, The Concept of a Canal (2nd edn, Harbour 1994).",
    )
    assert meant(look(word_file(texts, "en"))) == [("3", "2")]


# Papers of organisations: (language, notes, what is meant by the wrong ones, by note)
AS_ORGANISATIONS_WRITE = {
    "works of one kind go by their numbers": ("en", (
        "UN Committee on Rivers, General comment No. 25 (2021) on ports in the digital environment, CRC/C/GC/25.",
        "General Comment No. 14 (2013) on the right to have quays taken as a primary consideration, CRC/C/GC/14.",
        "General comment No. 25, note 1, para. 43.",
        "General comment No. 25, note 2, para. 43.",
        "CRC, General comment No. 25 (n 1); CRC, General comment No. 14 (n 1).",
    ), {"4": "1", "5": "2"}),
    "and their numbers may have a year": ("en", (
        "EDPB, Guidelines 05/2020 on consent under Regulation 2016/679, 4 May 2020.",
        "EDPB, Guidelines 4/2019 on Article 25 Data Protection by Design, 20 October 2020.",
        "EDPB, Guidelines 05/2020, n. 1, para 126; EDPB Guidelines 4/2019 (n 2).",
        "EDPB Guidelines 4/2019 (n 1).",
    ), {"4": "2"}),
    "a work of a kind where n. is a number": ("it", (
        "Comitato ONU, Commento generale n. 25 (2021) sui diritti dei minorenni in relazione all’ambiente digitale.",
        "A. Po, I porti e le navi (2003).",
        "Commento generale n. 25, cit. (nota 1), par. 42.",
        "Commento generale n. 25, cit. (nota 2), par. 42.",
    ), {"4": "1"}),
    "the number of an issue before its year": ("es", (
        "Duero Pastor, E., «Menores y puertos», Comunicación y Sociedad, n. 33, 2018, pp. 1-20.",
        "Ebro, A., Los ríos (2003).",
        "Duero Pastor, cit. supra (n. 1), p. 5.",
        "Duero Pastor, cit. supra (n. 2), p. 5.",
    ), {"4": "1"}),
    "names joined by a stroke": ("de", (
        "Dreyer, S./Hasebrink, U., Entwicklung der Häfen, Hamburg 2013.",
        "Weser/Spree, Aufwachsen in Hafenstädten, in: Havel u. a. (Hrsg.), Ufer, 2018, S. 205.",
        "Dreyer/Hasebrink 2013 (siehe Fn. 1), S. 12 f.; Weser (Fn. 2), S. 210.",
        "Dreyer/Hasebrink 2013 (siehe Fn. 2), S. 12 f.; Weser (Fn. 1), S. 210.",
    ), {"4": "1", "4 ": "2"}),
    "short names of laws": ("de", (
        "Verordnung (EU) 2016/679 (Datenschutz-Grundverordnung, DSGVO), ABl. L 119 vom 4.5.2016, S. 1.",
        "Weser, A., Die Häfen (2003).",
        "Art. 8 DSGVO (Fn. 1).",
        "Art. 8 DSGVO (Fn. 2).",
    ), {"4": "1"}),
    "a short name that is no initials": ("fr", (
        "Règlement (UE) 2016/679 relatif à la protection des personnes physiques (RGPD), JO L 119 du 4.5.2016, p. 1.",
        "J. Rhône, Les ports (2003).",
        "RGPD, précité (note 1), considérant 38.",
        "RGPD, précité (note 2), considérant 38.",
    ), {"4": "1"}),
    "a law of one word": ("nl", (
        "Verordening (EU) 2022/2065 van het Europees Parlement (digitaledienstenverordening), PB L 277, blz. 1.",
        "A. Maas, De havens (2003).",
        "Digitaledienstenverordening (noot 1), art. 28.",
        "Digitaledienstenverordening (noot 2), art. 28.",
    ), {"4": "1"}),
    "parties of a case": ("en", (
        "ECtHR, Podchasov v Russia, App no 33696/19, 13 February 2024, § 76.",
        "A. Thames, The Ports (2003).",
        "Podchasov (n 1), § 70.",
        "Podchasov (n 2), § 70.",
    ), {"4": "1"}),
    "the abbreviations of a reference end nothing": ("fr", (
        "CEPD, Lignes directrices 05/2020 sur le consentement, 4 mai 2020, pt 126.",
        "CEPD et CEPD-EDPS, Avis conjoint 4/2022, 28 juillet 2022.",
        "CEPD, Lignes directrices 05/2020, préc. (note 1), pt 127 ; Avis conjoint 4/2022, préc. (note 2), pt 10.",
        "CEPD, Lignes directrices 05/2020, préc. (note 2), pt 127 ; Avis conjoint 4/2022, préc. (note 1), pt 10.",
    ), {"4": "1", "4 ": "2"}),
    "the Greek semicolon": ("el", (
        "Λ. Μήτρου, Το δίκαιο στην κοινωνία, Αθήνα: Σάκκουλας 2002, σ. 45.",
        "Συνήγορος του Παιδιού, Ετήσια έκθεση 2021, σ. 12.",
        "Μήτρου (υποσημ. 1) 50· Συνήγορος του Παιδιού (υποσημ. 2) 15.",
        "Μήτρου (υποσημ. 1) 50· Συνήγορος του Παιδιού (υποσημ. 1) 15.",
    ), {"4": "2"}),
    "a name with a hyphen, and others": ("fr", (
        "e-Fleuve, Rapport d’activité 2022, disponible sur : https://e-fleuve.example/rapport2022.pdf.",
        "Loire, A., et al., Les ports des fleuves (2020).",
        "e-Fleuve, note 1 ; Loire et autres (note 2).",
        "e-Fleuve, note 2.",
    ), {"4": "1"}),
    "a note of the work behind a page of it": ("en", (
        "Smith, A., The Ports (2003).",
        "See Smith (n 1) 7, esp. fn 4; Smith (n 1) 9.",
        LAST,
        LAST,
    ), {}),
    "Ibid. with the number that it means": ("en", (
        "Smith, A., The Ports (2003).",
        "Thames, B., The Quays (2004).",
        "Smith (n 1) 7; Thames (n 2) 9.",
        "Ibid. (n 2), p. 4.",
    ), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", AS_ORGANISATIONS_WRITE)
def test_papers_as_organisations_write_them(name: str) -> None:
    language, texts, due = AS_ORGANISATIONS_WRITE[name]
    ends = ("A. Drava, The Bridges (1999).",) if len(texts) == max(map(int, due), default=0) else ()
    assert meant(look(word_file((*texts, *ends), language))) == [(note.strip(), right) for note, right in due.items()]
