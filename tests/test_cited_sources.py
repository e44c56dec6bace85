"""Sources cited by number in files of any origin: what is wrong is found, and what is no citation is left alone."""

from __future__ import annotations

import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest
from programs import tool

from toolkit.inspection import verify_file

TEXT = (
    "Terms differ from State to State [1] [2].",
    "The treaties name none [1, Article 3], and a report says why [3, p. 4; annex].",
    "National law goes further [2] [4].",
)
LIST = ("[1] A treaty, 2000.", "[2] Some statute, 1990.", "[3] Report on terms, 2020.", "[4] Another statute, 2001.")


def page(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{text}</p>\n" for text in paragraphs)
    return f'<!DOCTYPE html><html lang="en"><title>x</title><body><h1>x</h1>{body}</body></html>'.encode()


def word(*paragraphs: str, listed: tuple[str, ...] = ()) -> bytes:
    """A file of Word's own making, as far as python-docx makes one; `listed` is a list that Word numbers."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    for text in listed:
        made.add_paragraph(text, style="List Number")
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def codes(name: str, data: bytes) -> list[str]:
    _, found = verify_file(name, data)
    return [one.code for one in found if one.code != "missing-language"]


RIGHT = {
    "a list that is typed": (*TEXT, *LIST),
    "rows of numbers": ("One [1], more [2, 3], all [1-3] [2–4].", *LIST),
    "a row between brackets": ("One [1], more [2]–[4].", *LIST),
    "the order of the alphabet": (
        "As others say [3], and again [1] [4] [2].",
        "[1] Adige, A treaty, 2000.",
        "[2] Drava, A statute, 1990.",
        "[3] Maritsa, A report, 2020.",
        "[4] Tisza, A study, 2021.",
    ),
    "paragraphs of a judgment": (
        "[1] The appeal is against a sentence.",
        "[2] The facts are those found at [1] above.",
        "[3] The court refers to [12] of its earlier judgment and to [2].",
        "[4] The appeal is dismissed.",
    ),
    "the order of the alphabet, first names first": (
        "As others say [4], and again [1, 3] [2].",
        "[1] Ona Adige, A treaty, 2000.",
        "[2] Zita Bode, A statute, 1990.",
        "[3] Ugo Maritsa and Ada Tisza, A report, 2020.",
        "[4] Ada Narew, A study, 2021.",
    ),
    "the order of the alphabet, with accents": (
        "As others say [3], and again [2] [4] [1].",
        "[1] Adige, A treaty, 2000.",
        "[2] Ångström, A statute, 1990.",
        "[3] “Bode”, A report, 2020.",
        "[4] Österling, A study, 2021.",
    ),
    "an order of its own": (
        "As others say [5], and again [3] [1] [4] [2].",
        "[1] Narew, A treaty, 1990.",
        "[2] Adige, A statute, 1995.",
        "[3] Tisza, A report, 2000.",
        "[4] Bode, A study, 2010.",
        "[5] Maas, A book, 2020.",
    ),
    "numbers among words": (
        "One [see 1], two [cf. 2, p. 3], three [3 S. 4], four [4: 45], five [5a].",
        *LIST,
        "[5] A book, 2020.",
    ),
    "Ibid. in typed notes": (
        "One [1], more [2], still more [3], and [4] again [5].",
        *("[1] A treaty, 2000.", "[2] Ibid.", "[3] Report on terms, 2020.", "[4] Ibid.", "[5] A study, 2021."),
    ),
    "entries of several paragraphs": (*TEXT, *(part for entry in LIST for part in (entry, "More.", "And more."))),
    "a list for each chapter": (*TEXT, *LIST, "In the next chapter [1] [2].", "[1] A book, 2019.", "[2] A poem, 2021."),
    "a judgment that is summed up": (
        "The facts ([2]), the grounds ([4]) and the result ([6]).",
        *(f"[{number}] Here the court says something." for number in range(1, 7)),
    ),
    "a list in a form of its own": (
        *TEXT,
        "It is [5], as [2] says.",
        *(f"({number}) A source." for number in range(1, 6)),
    ),
    "a list in one paragraph": (*TEXT, "It is [5], as [2] says.", " ".join((*LIST, "[5] A book, 2020."))),
    "parts of a report online": (
        *TEXT,
        *LIST[:3],
        '[4] Report on terms, 2020, <a href="https://example.org/2">online</a>.',
    ),
    "pinpoints": ("In [2013] Court 5, at [1], [2] and [3], the court held so; see [4] too.",),
    "steps": ("Notify the provider [1], collect evidence [2], hand it on [3], and report [4].",),
    "a form": ("I, [1], of [2], appoint [3] as proxy of [1].", "[1] Name", "[2] Address", "[3] Name"),
    "neutral citations": ("R v A [2010] EWCA Crim 1 [45], [2011] 1 WLR 3; the court agreed at [47].",),
    "months in a legal text": ("It applies from [24] months after entry into force; [36] months for others.",),
    "a choice in a form": ("Choose [1] yes, [2] no or [3] neither.",),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_or_no_citation_is_not_accused(name: str) -> None:
    assert codes("a.html", page(*RIGHT[name])) == []
    assert codes("a.docx", word(*RIGHT[name])) == []


def test_list_that_word_numbers_is_the_list() -> None:
    entries = tuple(text.partition(" ")[2] for text in LIST)
    assert codes("a.docx", word(*TEXT, "Sources", listed=entries)) == []
    assert codes("a.docx", word(*TEXT, "Sources", listed=entries[:3])) == ["dangling-citation"]


def test_file_with_more_numbers_than_any_paper_is_not_judged() -> None:
    """Each of a million rows "[1–999]" would be a thousand citations."""
    assert codes("a.html", page("As many say [1-99].")) == []
    assert codes("a.html", page("So it is [1]. " * 19_990 + "[2] [3]", *LIST)) == ["uncited-source"]
    assert codes("a.html", page("So it is [1]. " * 20_001 + "[2] [3]", *LIST)) == []
    assert codes("a.html", page("[1-999] " * 100_000)) == []


def test_list_goes_on_behind_a_heading() -> None:
    """Legislation is listed before literature; the numbers count through."""

    def entry(number: int) -> str:
        return f'<li id="s{number}">{LIST[number - 1].partition(" ")[2]}</li>'

    cited = " ".join(f'<a href="#s{number}">[{number}]</a>' for number in (1, 2, 3, 4))
    rest = f"<h3>Acts</h3><ol>{entry(1)}{entry(2)}</ol><h3>Other</h3><ol start=3>{entry(3)}{entry(4)}</ol>"
    head = '<!DOCTYPE html><html lang="en"><title>x</title><body><h1>x</h1><h2>Text</h2>'
    assert codes("a.html", f"{head}<p>So {cited}.</p>{rest}</body></html>".encode()) == []
    wrong = rest.replace("start=3", "start=4")
    assert "dangling-citation" in codes("a.html", f"{head}<p>So {cited}.</p>{wrong}</body></html>".encode())


def test_numbers_of_a_list_are_those_that_browsers_show() -> None:
    """A list may count down, and takes "2b" for 2."""
    cited = '<a href="#s1">[1]</a> <a href="#s2">[2]</a>'
    for opening, values in (("<ol reversed>", ("", "")), ("<ol>", ("2b", "1"))):
        first, second = (f' value="{value}"' if value else "" for value in values)
        entries = f'{opening}<li id="s1"{first}>A treaty.</li><li id="s2"{second}>A report.</li></ol>'
        found = codes("a.html", page(cited).replace(b"</body>", entries.encode() + b"</body>"))
        assert "stale-number" in found, opening


WRONG = {
    "no list": ((*TEXT, "So it is [5]."), ["missing-sources"]),
    "entry missing": ((*TEXT, *LIST[:3]), ["dangling-citation"]),
    "entry too many": ((*TEXT, *LIST, "[5] A study, 2021."), ["uncited-source"]),
    "entry twice": ((*TEXT, "So it is [5].", *LIST, "[5] A treaty, 2000."), ["doubled-source"]),
    "number left out of the list": ((*TEXT, "So it is [5].", *LIST[:3], "[5] A study, 2021."), None),
    "order": (("Terms differ [2] [1].", *TEXT[1:], *LIST), ["gap-in-sources"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_numbers_typed_by_hand_is_found(name: str) -> None:
    paragraphs, expected = WRONG[name]
    expected = expected or ["dangling-citation", "gap-in-sources"]  # [4] has no entry, and the list goes from 3 to 5
    assert codes("a.html", page(*paragraphs)) == expected
    assert codes("a.docx", word(*paragraphs)) == expected


# The style of numbers in brackets that pandoc is given: as IEEE's, in the order of the first citations.
STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
<info><title>Numbers</title><id>https://example.org/numbers</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation><layout prefix="[" suffix="]" delimiter="], ["><text variable="citation-number"/>
<text variable="locator" prefix=", p. "/></layout></citation>
<bibliography second-field-align="flush"><layout><text variable="citation-number" prefix="[" suffix="]"/>
<text variable="title" prefix=" "/></layout></bibliography>
</style>
"""
PANDOC = """---
title: Terms
lang: en
link-citations: true
references:
- {id: treaty, type: treaty, title: A treaty}
- {id: report, type: report, title: A report}
- {id: study, type: report, title: A study}
---

Terms differ [@treaty; @report, p. 3]. The treaty names none [@treaty]. A study agrees [@study].^[As it says [@report].]

# Sources
"""


@pytest.mark.parametrize("ending", ["html", "docx"])
def test_numbers_that_pandoc_gives_are_right(tmp_path: Path, ending: str) -> None:
    (tmp_path / "numbers.csl").write_text(STYLE, encoding="utf-8")
    (tmp_path / "paper.md").write_text(PANDOC, encoding="utf-8")
    made = tmp_path / f"paper.{ending}"
    style = f"--csl={tmp_path / 'numbers.csl'}"
    command = [tool("pandoc"), "-s", "--citeproc", style, str(tmp_path / "paper.md"), "-o", str(made)]
    subprocess.run(command, check=True, timeout=120)
    data = made.read_bytes()
    assert codes(made.name, data) == []
    if ending == "html":
        assert b"doc-biblioref" in data
        assert codes(made.name, data.replace(b'doc-biblioref">3</a>', b'doc-biblioref">2</a>')) == ["stale-number"]
