"""The inspection: readers of any DOCX and HTML, faults of one file, comparison with the document."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import planted
import pytest

from toolkit.diagnostics import Diagnostic
from toolkit.document import (
    AmendmentBlock,
    AmendmentLine,
    Document,
    Fact,
    Figure,
    Heading,
    KeyPointItem,
    KeyPointList,
    LabelledText,
    LawNote,
    ListBlock,
    Note,
    Paragraph,
    Section,
    StatisticItem,
    StatisticPanel,
    Version,
)
from toolkit.inline import Change, Emphasis, InnerLink, Link, Mark, NumberReference, Plain, Raised, Strong
from toolkit.inspection import compare, disagreements, verify_file
from toolkit.inspection.docx import read_docx
from toolkit.inspection.faults import find_faults
from toolkit.inspection.html import read_html
from toolkit.inspection.reading import Reading
from toolkit.records import replace
from toolkit.resources import Workspace

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def note_reference(target: str, number: str, after: str = "") -> NumberReference:
    return NumberReference("note", target, number, "n. ", after)


def changed(words: str, kind: str) -> Change:
    return Change((Plain(words),), kind)


NOTES = (
    Note(
        "a",
        "1",
        1,
        (
            Plain("Council, "),
            Emphasis((Plain("Approach"),)),
            Plain(", p. 3. At "),
            Link((Plain("eur-lex"),), "https://eur-lex.europa.eu/x?a=1&b=2"),
            Plain("."),
        ),
        2,
    ),
    Note(
        "b",
        "2",
        2,
        (Plain("Loi n° 78-17, article 4.", "fr"), Plain(" See "), note_reference("a", "1"), Plain(".")),
        1,
    ),
    Note("c", "3", 3, (Plain("Thiel et al., "), note_reference("b", "2", " (2023)"), Plain(".")), 1),
    Note("s", "*", None, (Plain("Drafted by a group."),), 2),
)

SUMMARY = Section(
    "summary",
    "summary",
    None,
    (
        Paragraph(
            (
                Plain("We are "),
                Strong((Plain("deeply alarmed"),)),
                Plain("."),
                Mark("a", "1", 1),
                Plain(" And also."),
                Mark("s", "*", 1),
            ),
            "standfirst",
        ),
    ),
)
KEY_POINTS = Section(
    "points",
    "key-points",
    Heading(1, (Plain("Key positions"),)),
    (
        KeyPointList(
            (
                KeyPointItem(
                    "1",
                    (Plain("All of it is "), Strong((Plain("abuse"),)), Plain("."), Mark("b", "2", 1)),
                    "same-crime",
                ),
                KeyPointItem("2", (Plain("It stimulates interest."),), "stim"),
            )
        ),
    ),
)
SAME_CRIME = Section(
    "same-crime",
    "argument",
    Heading(1, (Plain("A crime"), Mark("c", "3", 1)), "1"),
    (
        Paragraph(
            (
                Plain("See "),
                note_reference("b", "2"),
                Plain(" and "),
                NumberReference("point", "stim", "2", "point "),
                Plain(" or "),
                InnerLink((Plain("the second point"),), "stim"),
                Plain("; "),
                NumberReference("amendment", "am1", "1", "Amendment "),
                Plain(". Again."),
                Mark("a", "1", 2),
                Plain(" κάτι ελληνικό", "el"),
                Plain(" end."),
                Mark("s", "*", 2),
            )
        ),
        ListBlock(((Plain("first item"),), (Plain("second item"),))),
        ListBlock(((Plain("one"),), (Plain("two"),)), True),
        StatisticPanel(
            (StatisticItem("52\u00a0%", (Plain("of viewers"),)), StatisticItem("44 %", (Plain("of others"),)))
        ),
        Figure("x.png", PNG, "image/png", 1, 1, "A chart", (Plain("Figure 1: chart"),)),
    ),
)
STIMULATES = Section(
    "stim",
    "argument",
    Heading(1, (Plain("Stimulates"),), "2"),
    (
        Paragraph((Plain("A call out"),), "call-out"),
        Paragraph((Plain("Text with a "), Link((Plain("link"),), "https://example.org/"), Plain("."))),
    ),
)
AMENDMENTS = Section(
    "ams",
    "amendments",
    Heading(1, (Plain("Amendments"),)),
    (
        AmendmentBlock(
            "am1",
            "1",
            "Amendment 1",
            "Article 5(2)",
            (
                AmendmentLine(
                    "relation", (Plain("Alternative to "), NumberReference("amendment", "am2", "2", "Amendment "))
                ),
            ),
            (
                LabelledText("Text proposed", ((changed("old", "deleted"), Plain(" text")),), "original"),
                LabelledText("Amendment", ((changed("new", "inserted"), Plain(" text")),), "proposed"),
            ),
            "Justification",
            (Paragraph((Plain("Because."),), "justification"),),
        ),
        AmendmentBlock(
            "am2",
            "2",
            "Amendment 2",
            "Article 6",
            (),
            (LabelledText("Text to be inserted", ((changed("more text", "inserted"),),), "inserted"),),
            "Justification",
            (Paragraph((Plain("Because again."),), "justification"),),
        ),
        AmendmentBlock(
            "am3",
            "3",
            "Amendment 3",
            "",
            (
                AmendmentLine("tablers", (Plain("A Member"),)),
                AmendmentLine("act", (Plain("Proposal for a directive"),)),
                AmendmentLine("position", (Plain("Article 7 – paragraph 1"),)),
            ),
            (
                LabelledText(
                    "Text proposed by the Commission",
                    (
                        (Plain("1. First paragraph of the law"), Raised("1a"), Plain(".")),
                        (changed("2. Second paragraph, gone.", "deleted"),),
                    ),
                    "original",
                    (LawNote("1a", (Plain("Official Journal, L 18."),)),),
                ),
                LabelledText("Amendment", ((Plain("1. First paragraph of the law."),),), "proposed"),
            ),
            "Justification",
            (Paragraph((Plain("Because of both."),), "justification"),),
            form="columns",
            original_language="Or. en",
            alone=True,
        ),
    ),
)
CLOSING = Section("end", "closing", None, (Paragraph((Plain("Closing words."),)),))
WORDS = {
    "notes": "Notes",
    "note": "Note",
    "contents": "Contents",
    "skip-to-content": "Skip to content",
    "language-versions": "Language versions",
    "back-to-reference": "Back to reference",
    "symbol-notes": "Notes with symbols",
    "inserted-text-begins": "insertion begins",
    "inserted-text-ends": "insertion ends",
    "deleted-text-begins": "deletion begins",
    "deleted-text-ends": "deletion ends",
    "legend": "How changes are marked",
    "legend-new": "New text",
    "legend-deleted": "Deleted text",
}


def make_document() -> Document:
    """A paper with one of everything."""
    return Document(
        id="paper",
        kind="position-paper",
        language="en",
        word_language="en-GB",
        label="Position paper",
        title=(Plain("AI does not make it harmless"),),
        subtitle=(Plain("A subtitle"),),
        facts=(
            Fact("Drafted by", (Plain("A group, "), Link((Plain("site"),), "https://group.example/"))),
            Fact("Date", (Plain("June 2025"),)),
        ),
        blocks=(SUMMARY, KEY_POINTS, SAME_CRIME, STIMULATES, AMENDMENTS, CLOSING),
        notes=NOTES,
        words=WORDS,
        versions=(Version("en", "English", "p.en.html"), Version("fr", "français", "p.fr.html")),
        author="A group",
        date="2025-06",
        version="1.0",
        status="Draft",
        digest="Digest of the text: 9c1e 04b2 77d0 31fa",
    )


@pytest.fixture(scope="module")
def document() -> Document:
    return make_document()


@pytest.fixture(scope="module")
def docx(document: Document) -> bytes:
    from toolkit.writers.docx import write

    return write(document, Workspace(Path()).template("position-paper"))


@pytest.fixture(scope="module")
def page(document: Document) -> bytes:
    from toolkit.writers.html import write

    return write(document, Workspace(Path()).template("position-paper"))


def codes(diagnostics: tuple[Diagnostic, ...]) -> set[str]:
    return {diagnostic.code for diagnostic in diagnostics}


def listed(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{diagnostic.code}: {diagnostic.message}" for diagnostic in diagnostics]


def verified(name: str, data: bytes) -> Reading:
    reading, diagnostics = verify_file(name, data)
    assert listed(diagnostics) == []
    assert reading is not None
    return reading


# What the writers write


def test_good_files_are_good(document: Document, docx: bytes, page: bytes) -> None:
    first, second = verified("a.docx", docx), verified("a.html", page)
    assert listed(compare(document, first, "a.docx")) == []
    assert listed(compare(document, second, "a.html")) == []
    assert listed(disagreements(first, second, ("a.docx", "a.html"))) == []
    assert listed(disagreements(second, first, ("a.html", "a.docx"))) == []


@pytest.mark.parametrize("fault", planted.DOCX_FAULTS)
def test_fault_in_docx_is_found(docx: bytes, fault: str) -> None:
    plant, expected = planted.DOCX_FAULTS[fault]
    started = time.process_time()
    _, diagnostics = verify_file("a.docx", plant(docx))
    assert codes(diagnostics) == expected, listed(diagnostics)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("fault", planted.HTML_FAULTS)
def test_fault_in_html_is_found(page: bytes, fault: str) -> None:
    plant, expected = planted.HTML_FAULTS[fault]
    _, diagnostics = verify_file("a.html", plant(page))
    assert codes(diagnostics) == expected, listed(diagnostics)


@pytest.mark.parametrize("fault", planted.DOCX_DIFFERENCES)
def test_difference_of_docx_is_found(document: Document, docx: bytes, fault: str) -> None:
    plant, expected = planted.DOCX_DIFFERENCES[fault]
    reading, faults = verify_file("a.docx", plant(docx))
    assert reading is not None
    found = (*faults, *compare(document, reading, "a.docx"))
    assert codes(found) == expected, listed(found)


@pytest.mark.parametrize("fault", planted.HTML_DIFFERENCES)
def test_difference_of_html_is_found(document: Document, page: bytes, fault: str) -> None:
    plant, expected = planted.HTML_DIFFERENCES[fault]
    reading, faults = verify_file("a.html", plant(page))
    assert reading is not None
    found = (*faults, *compare(document, reading, "a.html"))
    assert codes(found) == expected, listed(found)


@pytest.mark.parametrize(
    "fault",
    [
        "texts of two notes swapped",
        "word of a note changed",
        "paragraph removed",
        "word changed",
        "title changed",
        "address of a link",
    ],
)
def test_files_that_differ_disagree(docx: bytes, page: bytes, fault: str) -> None:
    first = verified("a.docx", docx)
    second = read_html(planted.HTML_DIFFERENCES[fault][0](page))
    assert codes(disagreements(first, second, ("a.docx", "a.html"))) == {"formats-disagree"}


def write_both(document: Document) -> tuple[Reading, Reading]:
    """The document in both formats, read again; neither may differ from it."""
    from toolkit.writers import docx, html

    templates = Workspace(Path()).template("position-paper")
    readings = []
    for name, data in (
        ("a.docx", docx.write(document, templates)),
        ("a.html", html.write(document, templates)),
    ):
        readings.append(verified(name, data))
        assert listed(compare(document, readings[-1], name)) == []
    return readings[0], readings[1]


def test_link_with_a_number_to_a_heading_with_a_note(document: Document) -> None:
    item = KeyPointItem("1", (Plain("52 % of all 7 cases"), Mark("a", "1", 1)), "point")
    heading = Heading(1, (Plain("A point"), Mark("b", "2", 1)), "1")
    link = Link((Plain("one "), Mark("c", "3", 1), Plain(" two")), "https://e.eu/")
    again = Link((Plain("again"),), "https://e.eu/")
    figure = Figure("x.png", PNG, "image/png", 1, 1, "A chart")
    blocks = (
        Section("points", "key-points", Heading(1, (Plain("Points"),)), (KeyPointList((item,)),)),
        Section("point", "argument", heading, (Paragraph((Plain("See "), link, Plain(", "), again)),)),
        Section("bare", "closing", None, (figure, Paragraph((InnerLink((Plain("here"),), "bare"),)))),
    )
    notes = tuple(replace(one, uses=1) for one in document.notes[:3])
    write_both(replace(document, blocks=blocks, notes=notes))


# Word files of other programs


def make_docx(body: str, notes: str = "", /, **parts: str) -> bytes:
    """A Word file of a body and notes, with further parts by their kind: `numbering`, `settings` …"""
    kinds = {"footnotes": f"<w:footnotes {NAMES}>{notes}</w:footnotes>"} if notes else {}
    kinds |= parts
    relations = "".join(f'<Relationship Id="r{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}'
        f'<Relationship Id="web" Type="{RELATIONS}/hyperlink" Target="https://e.eu/" TargetMode="External"/>'
        "</Relationships>",
    }
    return planted.pack(files | {f"word/{kind}.xml": text for kind, text in kinds.items()})


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def mark(id_: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{id_}"/></w:r>'


def note(id_: int, text: str) -> str:
    return f'<w:footnote w:id="{id_}"><w:p><w:r><w:footnoteRef/></w:r>{text}</w:p></w:footnote>'


def field(instruction: str, result: str) -> str:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{part('begin')}{instruction}{part('separate')}{result}{part('end')}"


def default_language(tag: str) -> str:
    properties = f'<w:rPr><w:lang w:val="{tag}"/></w:rPr>'
    return f"<w:docDefaults><w:rPrDefault>{properties}</w:rPrDefault></w:docDefaults>"


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def test_wrappers_are_walked_through() -> None:
    body = paragraph(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('a')}</w:sdtContent></w:sdt>"
        f"<w:smartTag><w:smartTagPr/>{run('b')}</w:smartTag><w:ins>{run('c')}</w:ins><w:del><w:r><w:delText>X</w:delText>"
        f"</w:r>{mark(9)}</w:del><w:moveTo>{run('d')}</w:moveTo><w:moveFrom>{run('X')}</w:moveFrom>"
        f'<w:hyperlink r:id="web">{run("e")}</w:hyperlink>'
        f'<w:fldSimple w:instr=" DATE ">{run("f")}</w:fldSimple>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>X</w:t></w:r>"
        "<w:r><w:noBreakHyphen/><w:tab/><w:sym w:char='03B1'/></w:r>"
    )
    reading = read_docx(make_docx(body))
    assert texts(reading) == ["abcdef\u2011\tα"]
    assert reading.blocks[0].links[0].address == "https://e.eu/"
    assert reading.excused == {"9"}


def test_fields_nest() -> None:
    inner = field(" REF inner ", run("X"))
    outer = field(f" IF </w:instrText></w:r>{inner}<w:r><w:instrText> = 1 ", run("shown"))
    reading = read_docx(make_docx(paragraph(run("a ") + outer + run(" z"))))
    assert texts(reading) == ["a shown z"]


def test_deleted_paragraph_mark_joins_paragraphs() -> None:
    body = paragraph(run("one "), "<w:rPr><w:del w:id='1'/></w:rPr>") + paragraph(run("two"))
    assert texts(read_docx(make_docx(body))) == ["one two"]


def test_tables_and_text_boxes_are_read() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('cell'))}</w:tc></w:tr></w:tbl>"
    deleted = f"<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>{paragraph(run('X'))}</w:tc></w:tr></w:tbl>"
    box = paragraph(
        run("outer") + f"<w:r><w:pict><w:txbxContent>{paragraph(run('box'))}</w:txbxContent></w:pict></w:r>"
    )
    reading = read_docx(make_docx(table + deleted + box))
    assert [(block.kind, block.text) for block in reading.blocks] == [
        ("cell", "cell"),
        ("paragraph", "outer"),
        ("paragraph", "box"),
    ]


def test_notes_are_numbered_by_their_marks() -> None:
    own = '<w:r><w:footnoteReference w:id="8" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = paragraph(run("a") + mark(7) + run("b") + own + run("c") + mark(5))
    notes = (
        note(5, run(" five")) + note(7, run(" seven")) + f'<w:footnote w:id="8"><w:p>{run("* own")}</w:p></w:footnote>'
    )
    reading = read_docx(make_docx(body, notes))
    assert texts(reading) == ["a[^1]b[^*]c[^2]"]
    assert [(read.mark, read.text) for read in reading.notes] == [("1", "seven"), ("*", "own"), ("2", "five")]


def test_start_and_restart_of_notes() -> None:
    form = '<w:numFmt w:val="lowerRoman"/><w:numStart w:val="3"/><w:numRestart w:val="eachSect"/>'
    section = f"<w:sectPr><w:footnotePr>{form}</w:footnotePr></w:sectPr>"
    body = paragraph(mark(1) + mark(2), section) + paragraph(mark(3)) + section
    reading = read_docx(make_docx(body, note(1, run("a")) + note(2, run("b")) + note(3, run("c"))))
    assert texts(reading) == ["[^iii][^iv]", "[^iii]"]
    assert reading.restarts


NUMBERING = f"""<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>
</w:lvlOverride></w:num>
</w:numbering>"""


def test_lists_are_counted_as_word_counts_them() -> None:
    places = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (3, 0), (3, 0), (0, 0)]
    body = "".join(
        paragraph(run("x"), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id_}"/></w:numPr>')
        for id_, level in places
    )
    reading = read_docx(make_docx(body, numbering=NUMBERING))
    assert [block.number for block in reading.blocks] == [
        "1)",
        "1.a",
        "1.b",
        "2)",
        "2.a",
        "3)",
        "5)",
        "6)",
        "",
    ]


def test_styles_are_known_by_name_and_inherit() -> None:
    styles = (
        f"<w:styles {NAMES}>{default_language('fr-FR')}"
        '<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
        '<w:basedOn w:val="Titre2"/></w:style>'
        '<w:style w:type="character" w:styleId="EN"><w:name w:val="en"/>'
        '<w:rPr><w:lang w:val="en-GB"/></w:rPr></w:style></w:styles>'
    )
    body = paragraph(run("a"), '<w:pStyle w:val="Own"/>') + paragraph(
        '<w:r><w:rPr><w:rStyle w:val="EN"/></w:rPr><w:t>English</w:t></w:r>'
    )
    reading = read_docx(make_docx(body, styles=styles))
    assert reading.language == "fr-FR"
    assert [(block.kind, block.level) for block in reading.blocks] == [("heading", 2), ("paragraph", 0)]
    assert reading.blocks[1].passages[0].language == "en-GB"


def test_strict_files_are_read() -> None:
    data = make_docx(paragraph(run("a") + mark(1)), note(1, run("b")))
    for part in ("word/document.xml", "word/footnotes.xml"):
        data = planted.rewrite(
            data, part, lambda text: text.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        )
    assert texts(read_docx(data)) == ["a[^1]"]


def test_endnotes_have_a_series_of_their_own() -> None:
    endnotes = f'<w:endnotes {NAMES}><w:endnote w:id="1"><w:p>{run("end")}</w:p></w:endnote></w:endnotes>'
    body = paragraph('<w:r><w:endnoteReference w:id="1"/></w:r>' + mark(1))
    reading = read_docx(make_docx(body, note(1, run("foot")), endnotes=endnotes))
    assert texts(reading) == ["[^i][^1]"]
    assert {read.mark: read.text for read in reading.notes} == {"i": "end", "1": "foot"}


def test_file_without_notes_is_good() -> None:
    styles = f"<w:styles {NAMES}>{default_language('en-GB')}</w:styles>"
    verified("a.docx", make_docx(paragraph(run("a")), styles=styles))


# HTML of other programs


PANDOC = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>
<h1>Title</h1><p>One<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>
and <!-- a comment --> two.</p><ol start="3" type="a"><li>x</li><li><p>y</p><p>z</p></li></ol>
<section id="footnotes" class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1"><p>Note.<a href="#fnref1"
class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section></body></html>"""


def test_page_of_pandoc_is_read() -> None:
    reading = verified("a.html", PANDOC.encode())
    assert texts(reading) == ["Title", "One[^1] and two.", "x", "y", "z"]
    assert [block.number for block in reading.blocks] == ["", "", "c.", "d.", ""]
    assert [(read.mark, read.text) for read in reading.notes] == [("1", "Note.")]


def test_page_of_notes_without_a_list_is_read() -> None:
    page = (
        '<html lang="en"><body><p>A<a role="doc-noteref" id="r1" href="#n1">1</a></p>'
        '<aside id="n1" role="doc-footnote">'
        '<a role="doc-backlink" href="#r1">↩</a> 1. Text</aside></body></html>'
    )
    reading = verified("a.html", page.encode())
    assert [(read.mark, read.number, read.text) for read in reading.notes] == [("1", 1, "Text")]


@pytest.mark.parametrize(
    "data",
    [
        b"<" * 10_000,
        b"<p>" + b"<div>" * 100_000,
        b"<a href='#",
        b"\xff\xfe<\0p\0>\0",
        b"<p>" + b"\xff" * 100,
        b"<html lang=en><meta charset=nonsense><p>x",
        b"<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;",
    ],
)
def test_no_page_is_too_broken(data: bytes) -> None:
    reading = read_html(data)
    assert "root:" not in "".join(texts(reading))
    find_faults(reading, "a.html")


@pytest.mark.parametrize(
    "wrapper",
    ["<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"],
)
def test_deep_files_do_not_break_the_walk(wrapper: str) -> None:
    body = paragraph(run("x"))
    for _ in range(80):
        body = wrapper.format(body)
    read_docx(make_docx(body))


# Speed and safety


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_hostile_files_are_refused_fast_and_small(tmp_path: Path, docx: bytes) -> None:
    """In a process of its own, so that memory can be measured: under 150 MB."""
    deep = "<w:sdt>" * 200_000
    wide = "<w:p/>" * 5_000_000
    for name, data in {
        "bomb": planted.bomb(docx),
        "lie": planted.lying_bomb(docx),
        "crowd": planted.crowd(docx),
        "deep": make_docx(deep),
        "wide": make_docx(wide),
    }.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        code = (
            "import re, time; from pathlib import Path; from toolkit.inspection import verify_file\n"
            f"data = Path({str(path)!r}).read_bytes(); start = time.process_time()\n"
            "reading, found = verify_file('x.docx', data)\n"
            "peak = re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text()).group(1)\n"
            "print(found[0].code, time.process_time() - start, int(peak) // 1024)"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        found, seconds, megabytes = result.stdout.split()
        assert found == "unreadable-file", name
        assert float(seconds) < 1, name
        assert int(megabytes) < 150, name


def test_importing_the_inspection_is_cheap() -> None:
    code = "import sys, toolkit.inspection; print([name for name in ('lxml', 'zipfile') if name in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
