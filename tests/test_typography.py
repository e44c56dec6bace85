"""The typography of texts in single sentences: what is well is left alone, and what is wrong is shown as it should be.

`~` stands for a hard space in what is expected. Expected texts are written by hand.
"""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from toolkit.languages.typography import HARD_SPACE, Typography, corrected, departures, typography_of
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace

WORKSPACE = Workspace(Path(__file__).parent)

MARKS = [
    ("de national", "Voir [](#parts), et [la loi](https://x.eu), puis", None),
    ("de eu", "[Meta Inc.](https://x.eu) Then", None),
    ("de national", "Texte[^a] et [@c, art. 1], [@d]", None),
    ("de national", "Texte[^a][@b], und[@c, art. 1], [@d]", "Texte,[^a][@b] und,[@c, art. 1] [@d]"),
    ("de eu", "Kapitel,[^a][@b] und so weiter.[^c][@d] Dann", "Kapitel[^a][@b], und so weiter[^c][@d]. Dann"),
    ("en eu", "In the U.S.[^a] Congress, and etc.[^a] The", None),
    ("de eu", "Äpfel usw.[^a] Der Rest usw.[^a]", None),
    ("en eu", "**bold.**[^x]", "**bold**[^x]."),
    ("en eu", "**the U.S.**[^x] Congress", None),
    ("en eu", "They wait...[^a] The", None),
    ("en national", "The U.S.[^a]. They, etc.[^b], wait[^c]... Then", "The U.S.[^a]. They, etc.,[^b] wait...[^c] Then"),
    ("en national", "**bold**[^a]. ([^b]), see [^c].", "**bold**.[^a] ([^b]), see [^c]."),
]
GUILLEMETS = [
    ("fr national", r"Nous disons «\ non\ », «\ jamais\ ».", None),
    ("fr national", r"(«\ non\ ») **«\ non\ »** «\ non\ »[^a] «\ non\ »[^a].", None),
    ("fr national", "Nous disons « non », «oui».", "Nous disons «~non~», «~oui~»."),
    ("fr eu", "« Oui », dit-il.", "«Oui», dit-il."),
    ("fr eu", "(« Oui ») **« Oui »** « Oui »[^a].", "(«Oui») **«Oui»** «Oui»[^a]."),
    ("fr eu", "»Oui« „Oui“", "«Oui» «Oui»"),
    ("de eu", "“Hallo” „Hallo” «Hallo»", "„Hallo“ „Hallo“ „Hallo“"),
    ("en eu", "„Hallo“ and a 5\" screen", "‘Hallo’ and a 5\" screen"),
    ("pl eu", "„x »y« z” «x»", "„x »y« z” „x”"),
    ("da eu", "»x ›y‹ z« «x»", "»x ›y‹ z« »x«"),
]  # fmt: skip
APOSTROPHES = [
    ("mt eu", "“ta’ kulħadd”", None),
    ("it eu", "«un po’ di pane»", None),
    ("it eu", "«degli anni ’90»", None),
    ("it eu", "\"un po' di pane\" e \"degli anni '90\"", "«un po’ di pane» e «degli anni ’90»"),
    ("nl eu", "“’s ochtends”", None),
    ("nl eu", "\"'s ochtends 'x'\"", "“’s ochtends ‘x’”"),
    ("de eu", "„Hans’ Haus“", None),
    ("de eu", "‚Hans’ Haus‘", "„Hans’ Haus“"),
    ("en eu", "‘the victims’ rights’", None),
    ("en eu", "'the victims' rights'", None),
    ("en eu", "the '90s and the victims' rights", None),
    ("en eu", "the '90s", "the ’90s"),
    ("en eu", "dogs' and cats' rights", "dogs’ and cats’ rights"),
    ("fi eu", "”ystävien’ talo” ’x’", "”ystävien’ talo” ”x”"),
    ("fr eu", "l'\"Europe\" et les ‘x’", "l’«Europe» et les «x»"),
]  # fmt: skip
YEARS = [
    ("pl eu", "W 2018 r. i 31.12.2020 r., w latach 2018–2020 r.", "W 2018~r. i 31.12.2020~r., w latach 2018–2020~r."),
    ("pl eu", r"W 2018\ r. i **2019** r.", r"W 2018\ r. i **2019**~r."),
    ("pl eu", "W 2018 R. i r. 2018 roku, w 12018 r. i 201 r.", None),
    ("bg eu", "През 2018 г. и 2019 година", "През 2018~г. и 2019 година"),
    ("lt eu", "Nuo 2018 m. gegužės 3 d. iki 2019 metų", "Nuo 2018~m. gegužės 3 d. iki 2019 metų"),
    ("lv eu", "No 2018. gada 3. maija", None),
    ("hr eu", "Od 2018. godine", None),
    ("en eu", "In 2018 r. and 2018 m.", None),
]  # fmt: skip
NUMBERS = [
    ("hu eu", "Lásd 5. cikk.", "Lásd 5.~cikk."),
    ("fi eu", "Ks. 5 artikla.", "Ks. 5~artikla."),
    ("de eu", "Art. 5 Abs. 3", "Art.~5 Abs.~3"),
    ("en eu", "Figure 3 and figure 4", "Figure~3 and figure~4"),
    ("pt eu", "os 5 países, para 5 pessoas", None),
    ("fi eu", "Vuonna 2020 osassa maata", None),
    ("de eu", "2.000.000,50 Euro", "2~000~000,50 Euro"),
    ("en eu", "2,000,000.50 and 1,000,000", "2~000~000.50 and 1~000~000"),
    ("de eu", "Version 1.234, Kapitel 1.234 und PHP 7.123 sind da", None),
    ("de eu", "Server 192.168.100.200, 0.123 und 1.234", None),
    ("en eu", "0,123 of it, and a version 1,234,567 too", None),
    ("en eu", "Of 7,000 people; EUR 7,000.", "Of 7~000 people; EUR 7~000."),
    ("en eu", "Call 02 123 456, +32 123 456 or 02 12 34 56", None),
    ("en eu", "12 000 000 people", "12~000~000 people"),
    ("en eu", r"And so on . . . and .\ .\ . on", None),
    ("en eu", "So . it is", "So. it is"),
]


@cache
def expected_of(style: str) -> Typography:
    tag, _, name = style.partition(" ")
    found, diagnostics = read_language(WORKSPACE, tag, name)
    assert found is not None, diagnostics
    return typography_of(found)


@pytest.mark.parametrize(("style", "text", "right"), [*MARKS, *GUILLEMETS, *APOSTROPHES, *YEARS, *NUMBERS])
def test_text_is_put_right_or_left_alone(style: str, text: str, right: str | None) -> None:
    expected = expected_of(style)
    shown = corrected(text, departures(text, expected))
    assert shown.replace(HARD_SPACE, "~") == (right or text)


@pytest.mark.parametrize(("style", "text", "right"), [*MARKS, *GUILLEMETS, *APOSTROPHES, *YEARS, *NUMBERS])
def test_what_was_put_right_is_well(style: str, text: str, right: str | None) -> None:
    expected = expected_of(style)
    assert departures((right or text).replace("~", HARD_SPACE), expected) == []


UNITS = [
    "\\ ", " ", HARD_SPACE, "\u202f", '"', "'", "’", "‘", "“", "»", "«", "„", "“‘", "\"' ", "'a' ", "‘a’ ", "» ",
    "111 ", "1.111", "1,111,", "7.000 ", "7,000 a", "5 ", "I ", "a.", "[^a]", "[^a].", ".[^a]", "[@a]**.", "*", "](",
    "](a(b)",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_long_texts_take_no_longer_than_they_are(unit: str) -> None:
    """100,000 characters: a tenth of a second or less; what grows with the square takes a minute."""
    text = unit * (100_000 // len(unit)) + "x ."
    for style in ("fr national", "de national", "en eu"):
        begun = time.process_time()
        corrected(text, departures(text, expected_of(style)))
        assert time.process_time() - begun < 2
