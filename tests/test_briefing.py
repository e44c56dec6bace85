"""The evidence brief of the repository, and sources cited by number in brackets: every number is right, and is found
when it is not.

What the brief must show was worked out by hand from its definition. The property reads the rules a second time, in the
plainest way, as `test_numbering` does for notes.
"""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import planted
import pytest
from builtin_kinds import kind
from hypothesis import given
from hypothesis import strategies as st
from programs import WEB, module, tool
from strategies import (
    SOURCES,
    Cite,
    Cited,
    Figure,
    Plan,
    Token,
    Use,
    Words,
    edits,
    examples,
    plans,
    position_of,
    texts_of,
)
from test_numbering import Oracle
from test_tools import run
from vocabulary import language

from toolkit.diagnostics import Diagnostic
from toolkit.document import Document
from toolkit.feedback.printed import _labels
from toolkit.inspection import compare, verify_file
from toolkit.inspection.pdf import read_pdf
from toolkit.inspection.reading import LIST_ITEM, Reading, normal
from toolkit.languages.snapshot import TAGS
from toolkit.pipeline import FORMATS, Draft, check, compose_document, write_papers
from toolkit.position import Position
from toolkit.records import replace
from toolkit.resources import Workspace, find_workspace
from toolkit.translating.units import units
from toolkit.writers import WRITERS

WORKSPACE = find_workspace(Path(__file__).parent)
BRIEF = "csam-penalties"
LANGUAGES = ("en", "de", "el", "es", "fr", "pl")
BRACKETS = re.compile("\\[(\\d+)(?:,[ \u00a0]([^\\]]+))?\\]")

# The sources in the order in which the definition first cites them, and what the entry of each begins with.
LISTED = (
    "United Nations, Optional Protocol to the Convention on the Rights of the Child on the sale of children",
    "Council of Europe Convention on the Protection of Children",
    "Directive 2011/93/EU of the European Parliament",
    "18\u00a0U.S.C. §\u00a02251, Sexual exploitation of children",
    "18\u00a0U.S.C. §\u00a02252, Certain activities relating to material involving",
    "18\u00a0U.S.C. §\u00a02252A, Certain activities relating to material constituting",
    "Protection of Children Act, 1978",
    "Criminal Justice Act, 1988",
    "International Centre for Missing & Exploited Children",
    "Council of Europe, Convention on Cybercrime",
    "European Commission, Proposal for a Directive",
    "Coroners and Justice Act, 2009",
    "Parliament of the United Kingdom, Crime and Policing Bill",
)
# Every number in brackets, part by part, with the place in the source: "art" is an article, "sec" a section.
CITED = """
1 art 3, 2 art 27, 3 art 5, 4, 5, 6, 7 sec 6, 8 sec 160, 9
1 art 3(1), 1 art 3(3), 10 art 9, 2 art 20, 2 art 27
3 art 5(2), 3 art 5(3), 3 art 5(4), 3 art 5(5), 3 art 5(6), 11
4, 5, 6, 7 sec 1, 7 sec 6, 8 sec 160
5, 6, 4, 3 art 9, 2 art 28
2 art 20(3), 3 art 5(8), 7 sec 7, 8 sec 160, 12 sec 62, 12 sec 66, 13, 11 art 2
1 art 3, 10 art 9, 2 art 20, 3 art 5, 4, 5, 6, 7 sec 6, 8 sec 160
9
"""
# How an article, the paragraph of an article and a section are printed; "~" is a hard space.
PLACES: Mapping[str, tuple[str, str, str]] = {
    "en": ("Article~{}", "Article~{}({})", "sec.~{}"),
    "de": ("Artikel~{}", "Artikel~{} Absatz~{}", "Abschnitt~{}"),
    "el": ("άρθρο~{}", "άρθρο~{} παράγραφος~{}", "ενότητα~{}"),
    "es": ("artículo~{}", "artículo~{}, apartado~{}", "sec.~{}"),
    "fr": ("article~{}", "article~{}, paragraphe~{}", "section~{}"),
    "pl": ("art.~{}", "art.~{} ust.~{}", "sekcja~{}"),
}


def due(tag: str) -> list[tuple[str, str]]:
    """Every number of the brief, with its place in the words of a language."""
    article, paragraph, section = PLACES[tag]
    found = []
    for written in CITED.replace("\n", ", ").strip(", ").split(", "):
        number, _, place = written.partition(" ")
        word, _, value = place.partition(" ")
        parts = value.rstrip(")").split("(")
        form = {"": "", "sec": section}.get(word, article if len(parts) == 1 else paragraph)
        found.append((number, form.format(*parts)))
    return found


@pytest.fixture(scope="module")
def draft() -> Draft:
    checked = check(WORKSPACE, BRIEF, LANGUAGES)
    assert checked.diagnostics == ()
    assert checked.draft is not None
    return checked.draft


@pytest.fixture(scope="module")
def files(draft: Draft) -> dict[tuple[str, str], bytes]:
    """The brief by language and format, rendered and verified without a diagnostic."""
    written = {}
    for paper, found in write_papers(WORKSPACE, draft, (*FORMATS, "pdf")):
        assert found == ()
        written[paper.language, paper.format] = paper.data
    assert set(written) == {(tag, form) for tag in LANGUAGES for form in ("docx", "html", "pdf")}
    return written


def read(files: dict[tuple[str, str], bytes], tag: str, form: str) -> Reading:
    if form == "pdf":
        return read_pdf(files[tag, form])
    reading, found = verify_file(f"brief.{form}", files[tag, form])
    assert found == ()
    assert reading is not None
    return reading


def shown(reading: Reading) -> list[tuple[str, str]]:
    """Every number in brackets with its place, in reading order."""
    return [found for block in reading.blocks for found in BRACKETS.findall(block.text)]


def listed(reading: Reading) -> list[tuple[str, str]]:
    """The list of sources, which is the last list of the paper: number and text of each entry."""
    numbered = [(block.number.rstrip("."), block.text) for block in reading.blocks if block.kind == LIST_ITEM]
    return [(number, text) for number, text in numbered if number.isdecimal()]


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
@pytest.mark.parametrize("tag", LANGUAGES)
def test_numbers_and_places_are_those_worked_out_by_hand(
    files: dict[tuple[str, str], bytes], tag: str, form: str
) -> None:
    found = [(number, place.replace("\u00a0", " ")) for number, place in shown(read(files, tag, form))]
    assert found == [(number, place.replace("~", " ")) for number, place in due(tag)]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_places_have_hard_spaces(files: dict[tuple[str, str], bytes], tag: str) -> None:
    places = {place for _, place in shown(read(files, tag, "html"))}
    assert {place.replace("~", "\u00a0") for _, place in due(tag)} >= places
    assert any("\u00a0" in place for place in places)


@pytest.mark.parametrize("form", ["docx", "html"])
def test_list_is_complete_and_in_the_order_of_the_first_citations(
    files: dict[tuple[str, str], bytes], form: str
) -> None:
    entries = listed(read(files, "en", form))
    assert [number for number, _ in entries] == [str(number) for number in range(1, 14)]
    for (_, text), begins in zip(entries, LISTED, strict=True):
        assert text.startswith(begins), text


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_number_has_its_source_and_every_source_its_number(
    files: dict[tuple[str, str], bytes], draft: Draft, tag: str
) -> None:
    for form in ("docx", "html"):
        reading = read(files, tag, form)
        numbers = [number for number, _ in shown(reading)]
        entries = [number for number, _ in listed(reading)]
        assert list(dict.fromkeys(numbers)) == entries
        assert len(entries) == len(draft.position.sources) == 13


def test_same_source_keeps_one_number(files: dict[tuple[str, str], bytes]) -> None:
    """The Directive is number 3 at its nine places, in each of the languages."""
    for tag in LANGUAGES:
        numbers = [number for number, _ in shown(read(files, tag, "html"))]
        assert numbers.count("3") == 9
        assert numbers.count("2") == 6
        assert numbers.count("13") == 1


@pytest.mark.parametrize("tag", LANGUAGES)
def test_links_lead_both_ways(files: dict[tuple[str, str], bytes], tag: str) -> None:
    page = files[tag, "html"].decode()
    there = re.findall(r'<a role="doc-biblioref" id="([^"]+)" href="#source-(\d+)">\[(\d+)', page)
    assert [(number, target) for _, target, number in there] == [(number, number) for number, _ in due(tag)]
    for number, entry in re.findall(r'<li id="source-(\d+)"[^>]*>(.*?)</li>', page, re.DOTALL):
        assert re.findall(r'href="#(_cite-[^"]+)"', entry) == [name for name, to, _ in there if to == number]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_links_lead_back_in_the_word_file(files: dict[tuple[str, str], bytes], tag: str) -> None:
    """An arrow to each citation of a source, told apart where there are several; the bookmark is round the citation."""
    with zipfile.ZipFile(BytesIO(files[tag, "docx"])) as archive:
        text = archive.read("word/document.xml").decode()
    uses = Counter(number for number, _ in due(tag))
    back = re.findall(r'<w:hyperlink w:anchor="_RefCitation(\d+)_(\d+)"[^>]*>.*?<w:t[^>]*>([^<]*)<', text)
    assert back == [
        (str(number), str(use), f"↑{use}" if uses[str(number)] > 1 else "↑")
        for number in range(1, 14)
        for use in range(1, uses[str(number)] + 1)
    ]
    round_citations = re.findall(r'w:name="_RefCitation(\d+)_\d+"/>(?:(?!w:name).)*?REF _RefSource(\d+) ', text)
    assert round_citations == [(number, number) for number, _ in due(tag)]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_links_lead_both_ways_in_the_pdf(files: dict[tuple[str, str], bytes], tag: str) -> None:
    reading = read(files, tag, "pdf")
    uses = Counter(number for number, _ in due(tag))
    entries = [block for block in reading.blocks if block.number in uses and block.kind == LIST_ITEM][-13:]
    for entry in entries:
        back = [one.target for one in entry.references if one.kind == "back"]
        assert back == [f"_cite-{entry.number}-{use}" for use in range(1, uses[entry.number] + 1)]
        assert not entry.text.endswith(("↑", " "))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_numbers_are_live_in_the_word_file(files: dict[tuple[str, str], bytes], tag: str) -> None:
    """Each is a field REF to the bookmark of its entry, whose number Word counts."""
    with zipfile.ZipFile(BytesIO(files[tag, "docx"])) as archive:
        text = archive.read("word/document.xml").decode()
    fields = re.findall(r" REF _RefSource(\d+) \\r \\h .*?<w:t[^>]*>(\d+)<", text)
    assert fields == [(number, number) for number, _ in due(tag)]
    assert re.findall(r'w:name="_RefSource(\d+)"', text) == [str(number) for number in range(1, 14)]


def test_texts_of_a_brief_are_named_for_translators_and_in_feedback(draft: Draft) -> None:
    """No text is called by its key."""
    labels = _labels(draft.position)
    assert labels["sections/union-law/finding"] == "section 2, finding"
    assert labels["sections/union-law/text/2"] == "section 2, text, paragraph 2"
    assert labels["disclaimer/1"] == "disclaimer, paragraph 1"
    assert labels["comparison/columns/2"] == "table of jurisdictions, headings, column 2"
    assert labels["comparison/rows/4/3"] == "table of jurisdictions, row 4, column 3"
    comments = [comment for unit in units(draft.position) for comment in unit.comments]
    assert [comment for comment in comments if re.fullmatch(r"[\w, ]*\w+/\S+", comment)] == []


# Faults

REF_2 = r"REF _RefSource2 \\r \\h "
ENTRY_2 = r'<w:p>(?:(?!</w:p>).)*w:name="_RefSource2"(?:(?!</w:p>).)*</w:p>'
ENTRY_3, ENTRY_13 = (ENTRY_2.replace("RefSource2", f"RefSource{number}") for number in (3, 13))
FIELD_2 = (
    rf"{planted.FIELD_CHARACTER}<w:r><w:instrText[^>]*> {REF_2}</w:instrText></w:r>"
    rf"{planted.FIELD_CHARACTER}(<w:r><w:t[^>]*>2</w:t></w:r>){planted.FIELD_CHARACTER}"
)
TYPED = "<w:r><w:t xml:space='preserve'>[14, p. 3] </w:t></w:r>"
PART = planted.DOCUMENT


def bare(entry: str) -> str:
    """An entry of the list in Word without its bookmark and its links back."""
    return re.sub(r"<w:bookmark[^>]*/>|<w:hyperlink w:anchor.*?</w:hyperlink>", "", entry)


def exchanged_in_word(data: bytes) -> bytes:
    """Entries 1 and 2 in each other's place, and every field updated, as Word does with F9."""

    def change(text: str) -> str:
        text = planted.substitute(text, f"({ENTRY_2.replace('2', '1')})({ENTRY_2})", r"\2\1")
        other = {"1": "2", "2": "1"}
        return planted.substitute(
            text,
            r"( REF _RefSource([12]) \\r \\h (?:(?!<w:t[ >]).)*<w:t[^>]*>)[12]<",
            lambda found: f"{found[1]}{other[found[2]]}<",
            count=0,
        )

    return planted.rewrite(data, PART, change)


def doubled_in_word(data: bytes) -> bytes:
    """Entry 2 once more behind the last."""

    def change(text: str) -> str:
        entry = re.search(ENTRY_2, text)
        assert entry is not None
        return planted.substitute(text, ENTRY_13, lambda last: last[0] + bare(entry[0]))

    return planted.rewrite(data, PART, change)


DOCX_TAMPERED: dict[str, tuple[planted.Plant, set[str]]] = {
    "number": (planted.in_part(PART, rf"({REF_2}.*?<w:t[^>]*>)2<", r"\g<1>7<"), {"stale-number"}),
    "number in the table": (
        planted.in_part(PART, rf"(<w:tbl>.*{REF_2}.*?<w:t[^>]*>)2<", r"\g<1>3<"),
        {"stale-number"},
    ),
    "order of the list": (planted.in_part(PART, f"({ENTRY_2})({ENTRY_3})", r"\2\1"), {"stale-number"}),
    "entry taken away": (planted.in_part(PART, ENTRY_2, ""), {"missing-bookmark", "stale-number"}),
    "last entry taken away": (planted.in_part(PART, ENTRY_2.replace("2", "13"), ""), {"missing-bookmark"}),
    "link": (planted.in_part(PART, REF_2, r"REF _RefSource3 \\r \\h "), {"stale-number"}),
    "link to nothing": (planted.in_part(PART, REF_2, r"REF _RefSource44 \\r \\h "), {"missing-bookmark"}),
    "number typed": (planted.in_part(PART, FIELD_2, r"\1"), {"typed-citation", "wrong-back-link"}),
    "number without an entry typed": (
        planted.in_part(
            PART, r"(_RefPlace\d+(?:(?!</w:p>).)*</w:p><w:p>(?:(?!<w:r>).)*)<w:r>", r"\1" + TYPED + "<w:r>"
        ),
        {"dangling-citation"},
    ),
    "number and link": (
        planted.in_part(PART, rf"{REF_2}(.*?<w:t[^>]*>)2<", r"REF _RefSource3 \\r \\h \g<1>3<"),
        {"gap-in-sources", "wrong-back-link", "missing-back-link"},
    ),
    "numbers exchanged everywhere": (exchanged_in_word, {"gap-in-sources"}),
    "entry doubled": (doubled_in_word, {"doubled-source", "uncited-source"}),
    "entry that nothing cites": (
        planted.in_part(PART, f"{ENTRY_13}", lambda entry: entry[0] + bare(entry[0]).replace("Crime", "Offences")),
        {"uncited-source"},
    ),
    "link back to another citation": (
        planted.in_part(PART, 'w:anchor="_RefCitation2_1"', 'w:anchor="_RefCitation3_1"'),
        {"wrong-back-link"},
    ),
    "link back taken away": (
        planted.in_part(PART, r'<w:hyperlink w:anchor="_RefCitation2_1".*?</w:hyperlink>', ""),
        {"missing-back-link"},
    ),
    "link back to nothing": (
        planted.in_part(PART, 'w:anchor="_RefCitation2_1"', 'w:anchor="_RefCitation2_99"'),
        {"dead-anchor"},
    ),
}
DOCX_DIFFERING: dict[str, tuple[planted.Plant, set[str]]] = {
    "words of an entry": (
        planted.in_part(PART, "Criminal Justice Act</w:t>", "Criminal Law Act</w:t>"),
        {"text-differs"},
    ),
    "place": (planted.in_part(PART, ",\u00a0Article\u00a027]", ",\u00a0Article\u00a028]"), {"text-differs"}),
}
ITEM_2 = r'<li id="source-2".*?</li>'
WORDS_4, WORDS_5 = (rf'(<li id="source-{n}"[^>]*>)(.*?)( <a role="doc-backlink")' for n in (4, 5))


def exchanged(page: bytes) -> bytes:
    """Sources 1 and 2 with each other's number, wherever it is printed or led to."""
    text = page.decode()
    for first in ('#source-1"', 'id="source-1"', 'value="1"', "_cite-1-", ">[1,", "</span>1."):
        text = planted.swapped(text, first, first.replace("1", "2"))
    return planted.substitute(text, r'(<li id="source-2".*?</li>)(\s*)(<li id="source-1".*?</li>)', r"\3\2\1").encode()


def doubled_in_page(page: bytes) -> bytes:
    """Source 2 once more at the end of the list, under a number of its own."""
    entry = re.search(ITEM_2, page.decode())
    assert entry is not None
    again = re.sub(r' <a role="doc-backlink".*?</a>', "", entry[0]).replace('"source-2" value="2"', '"more" value="14"')
    return planted.substitute(page.decode(), r"</ol>(?!.*</ol>)", lambda end: again + end[0]).encode()


HTML_TAMPERED: dict[str, tuple[planted.Plant, set[str]]] = {
    "number": (planted.in_page(r'(href="#source-2">\[)2', r"\g<1>7"), {"stale-number"}),
    "entry taken away": (planted.in_page(ITEM_2, ""), {"dead-anchor", "gap-in-sources"}),
    "link": (planted.in_page(r'href="#source-2">\[2', r'href="#source-3">[2'), {"stale-number"}),
    "link to nothing": (planted.in_page(r'href="#source-2">\[2', 'href="#source-44">[2'), {"dead-anchor"}),
    "link to a heading": (
        planted.in_page(r'href="#source-2">\[2', 'href="#part-limitations">[2'),
        {"dangling-citation"},
    ),
    "number typed": (
        planted.in_page(r'<a role="doc-biblioref" id="_cite-2-1"[^>]*>([^<]*)</a>', r"\1"),
        {"dead-anchor", "typed-citation"},
    ),
    "number without an entry typed": (
        planted.in_page(r'<section id="part-limitations".*?<p>', r"\g<0>[14, p. 3] "),
        {"dangling-citation"},
    ),
    "entries exchanged": (
        planted.in_page(rf'({ITEM_2})(\s*)(<li id="source-3".*?</li>)', r"\3\2\1"),
        {"gap-in-sources"},
    ),
    "number of an entry": (
        planted.in_page(r'(<li id="source-13" value=")13', r"\g<1>14"),
        {"gap-in-sources", "stale-number"},
    ),
    "numbers exchanged everywhere": (exchanged, {"gap-in-sources"}),
    "entry doubled": (doubled_in_page, {"doubled-source", "uncited-source"}),
    "entry that nothing cites": (
        planted.in_page(r"</ol>(?!.*</ol>)", '<li id="source-14" value="14">A book, 2020.</li></ol>'),
        {"uncited-source"},
    ),
    "number and link": (
        planted.in_page(r'href="#source-2">\[2', r'href="#source-3">[3'),
        {"gap-in-sources", "wrong-back-link", "missing-back-link"},
    ),
    "link back to another citation": (planted.in_page(r'href="#_cite-2-1"', 'href="#_cite-3-1"'), {"wrong-back-link"}),
    "link back taken away": (
        planted.in_page(r'<a role="doc-backlink" href="#_cite-2-1">.*?</a>', ""),
        {"missing-back-link"},
    ),
    "link back to nothing": (planted.in_page(r'href="#_cite-2-1"', 'href="#_cite-2-99"'), {"dead-anchor"}),
    "link back out of the page": (
        planted.in_page(r'href="#_cite-2-1"', 'href="https://example.org"'),
        {"wrong-back-link"},
    ),
    "link back too many": (
        planted.in_page(r'<li id="source-13"[^>]*>', r'\g<0><a role="doc-backlink" href="#_cite-3-4">↩</a>'),
        {"wrong-back-link"},
    ),
    "number typed into a citation": (
        planted.in_page(r'(href="#source-2">\[2)[^\]]*\]', r"\g<1>, 4]"),
        {"typed-citation"},
    ),
    "entry without text": (
        planted.in_page(r'(<li id="source-9"[^>]*>).*?( <a role="doc-backlink")', r"\1\2"),
        {"gap-in-sources"},
    ),
    "entry hidden": (planted.in_page('<li id="source-13"', r'\g<0> style="display: none"'), {"dead-anchor"}),
    "base": (planted.in_page("<title>", '<base href="https://example.org/"><title>'), {"dead-anchor"}),
}
HTML_DIFFERING: dict[str, tuple[planted.Plant, set[str]]] = {
    "words of two entries": (
        planted.in_page(rf"{WORDS_4}(.*?){WORDS_5}", r"\g<1>\g<6>\g<3>\g<4>\g<5>\g<2>\g<7>"),
        {"text-differs", "number-differs", "reference-differs"},
    ),
    "words of an entry": (planted.in_page("Criminal Justice Act</em>", "Criminal Law Act</em>"), {"text-differs"}),
    "place": (
        planted.in_page(",\u00a0Article\u00a027]", ",\u00a0Article\u00a028]"),
        {"text-differs", "reference-differs"},
    ),
    "number of an entry": (
        planted.in_page(r'(<li id="source-13" value=")13', r"\g<1>14"),
        {"gap-in-sources", "number-differs"},
    ),
}


def codes(found: list[Diagnostic] | tuple[Diagnostic, ...]) -> set[str]:
    return {one.code for one in found}


@pytest.mark.parametrize(
    ("form", "name"), [*(("docx", name) for name in DOCX_TAMPERED), *(("html", name) for name in HTML_TAMPERED)]
)
def test_tampered_number_list_or_link_is_found(files: dict[tuple[str, str], bytes], form: str, name: str) -> None:
    """In the file alone, without the definition."""
    plant, expected = (DOCX_TAMPERED if form == "docx" else HTML_TAMPERED)[name]
    _, found = verify_file(f"a.{form}", plant(files["en", form]))
    assert codes(found) == expected, [str(one) for one in found]


@pytest.mark.parametrize(
    ("form", "name"), [*(("docx", name) for name in DOCX_DIFFERING), *(("html", name) for name in HTML_DIFFERING)]
)
def test_file_that_differs_from_the_definition_is_found(
    files: dict[tuple[str, str], bytes], draft: Draft, form: str, name: str
) -> None:
    plant, expected = (DOCX_DIFFERING if form == "docx" else HTML_DIFFERING)[name]
    reading, faults = verify_file(f"a.{form}", plant(files["en", form]))
    assert reading is not None
    document = compose_document(draft, "en", (), {})
    found = (*faults, *compare(document, reading, f"a.{form}"))
    assert codes(found) - {"stale-number"} == expected, [str(one) for one in found]


# The property


class Brackets(Oracle):
    """The rules read a second time: `texts`, `notes` and `entries` are what the paper must show."""

    def __init__(self, plan: Plan, tag: str) -> None:
        self.order: list[str] = []
        self.met: set[str] = set()
        super().__init__(plan, tag)
        self.texts = ["".join(self.placed(text)) for text in texts_of(plan)]
        self.entries = [self.full(Cited(source)).rstrip(".") + "." for source in self.order]

    def shown(self, token: Token) -> str:
        """What `Oracle` asks for; sources are met here in reading order, those of a note at its first mark."""
        if isinstance(token, Use):
            if token.note not in self.met:
                self.met.add(token.note)
                for one in self.plan.notes[token.note].text:
                    if isinstance(one, Cite):
                        self.meet(one.items)
            return super().shown(token)
        if isinstance(token, Cite | Figure):
            items = token.items if isinstance(token, Cite) else (token.cited,)
            self.meet(items)
            return " ".join([self.bracket(item) for item in items])
        return super().shown(token)

    def meet(self, items: tuple[Cited, ...]) -> None:
        self.order += [item.source for item in items if item.source not in self.order]

    def bracket(self, item: Cited) -> str:
        place = f",\u00a0{self.place(item)}" if item.locator else ""
        return f"[{self.order.index(item.source) + 1}{place}]"

    def placed(self, text: Words) -> list[str]:
        """The pieces of a text: a hard space before a number, unless it begins the text."""
        pieces: list[str] = []
        marked = False
        for token in text:
            piece = self.shown(token)
            before = "\u00a0" if isinstance(token, Cite | Figure) and pieces else ""
            between = "\u202f" if isinstance(token, Use) and marked else ""
            pieces.append(before + between + piece if pieces else piece.lstrip(" "))
            marked = isinstance(token, Use)
        return pieces

    def note(self, content: Words, number: int | None) -> str:
        text = "".join(self.placed(content))
        ended = isinstance(content[-1], Cite) and not text.endswith(".")
        return text + ("." if ended else "")

    def year(self, identifier: str) -> str:
        return str(SOURCES[identifier].year or self.words.no_date)


def assert_cited(position: Position, plan: Plan, tag: str) -> None:
    """Both files show what the rules make of `plan`, with sources cited in brackets."""
    oracle = Brackets(plan, tag)
    chosen = replace(position, citations="brackets")
    document = compose_document(Draft(chosen, {tag: chosen}, {tag: language(tag)}, kind()), tag, (), {})
    for form, write in WRITERS.items():
        reading, faults = verify_file(
            f"plan.{form}", write(document, Workspace(Path(__file__).parent).template("position-paper"))
        )
        assert not faults
        assert reading is not None
        assert not compare(document, reading, f"plan.{form}")
        blocks = iter(reading.blocks)
        for text in oracle.texts:
            assert any(block.text.endswith(normal(text)) for block in blocks), text
        entries = [text for number, text in listed(reading) if number][-len(oracle.entries) :] if oracle.entries else []
        assert entries == [normal(text) for text in oracle.entries]
        assert {note.text for note in reading.notes} == {normal(text) for text in (*oracle.notes, *oracle.symbols)}
        numbers = [number for number, _ in shown(reading)]
        in_notes = [number for note in reading.notes for number, _ in BRACKETS.findall(note.text)]
        assert {*numbers, *in_notes} == {str(number) for number in range(1, len(oracle.entries) + 1)}


@given(plan=plans(), tag=st.sampled_from(TAGS))
@examples(60)
def test_every_paper_in_brackets_shows_what_the_rules_say(plan: Plan, tag: str) -> None:
    assert_cited(position_of(plan, tag), plan, tag)


@given(data=st.data(), plan=plans(), tag=st.sampled_from(TAGS))
@examples(40)
def test_numbers_in_brackets_follow_every_edit(data: st.DataObject, plan: Plan, tag: str) -> None:
    edited = data.draw(edits(plan))
    assert_cited(position_of(edited, tag), edited, tag)


@given(plan=plans())
@examples(30)
def test_order_of_definitions_changes_no_number_in_brackets(plan: Plan) -> None:
    position = replace(position_of(plan), citations="brackets")
    other = replace(
        position,
        footnotes=dict(reversed(list(position.footnotes.items()))),
        sources=dict(reversed(list(position.sources.items()))),
    )

    def made(one: Position) -> Document:
        return compose_document(Draft(one, {"en": one}, {"en": language("en")}, kind()), "en", (), {})

    assert made(position) == made(other)


# Other programs


def test_open_xml_is_valid(files: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    found = {}
    for tag in LANGUAGES:
        path = tmp_path / f"{tag}.docx"
        path.write_bytes(files[tag, "docx"])
        found[tag] = [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors]
    assert found == {tag: [] for tag in LANGUAGES}


@pytest.fixture(scope="module")
def pages(files: dict[tuple[str, str], bytes], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    made = tmp_path_factory.mktemp("briefs")
    for tag in LANGUAGES:
        (made / f"{BRIEF}.{tag}.html").write_bytes(files[tag, "html"])
    return sorted(made.iterdir())


def test_html_is_valid(pages: list[Path]) -> None:
    options = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    jar = module("vnu-jar/build/dist/vnu.jar")
    command = [tool("java"), *options, "-jar", jar, "--Werror", "--stdout", "--format", "json"]
    assert json.loads(run([*command, *pages], 0, 1))["messages"] == []


def test_html_is_accessible(pages: list[Path]) -> None:
    """On a phone and a desktop, light and dark."""
    module("axe-core/axe.min.js")
    module("playwright-core/package.json")
    browser = os.environ.get("CHROMIUM") or tool("chromium", "chromium-browser", "google-chrome")
    results = json.loads(run(["env", f"CHROMIUM={browser}", tool("node"), WEB / "axe.mjs", *pages], 0, 1))
    assert len(results) == 4 * len(pages)
    for result in results:
        assert [result[key] for key in ("violations", "incomplete", "console")] == [[], [], []], result["file"]
        assert result["overflow"] == 0, result["file"]
