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
