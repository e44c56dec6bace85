"""The Word writer: what stands in which part, for every kind of block and inline."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from toolkit.diagnostics import ToolkitError
from toolkit.document import (
    AmendmentBlock,
    AmendmentLine,
    Block,
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
)
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
)
from toolkit.maintenance import word_styles, word_template
from toolkit.records import replace
from toolkit.resources import TemplateFolder, builtin
from toolkit.writers.docx import write
from toolkit.writers.docx.template import LANGUAGE, TITLE_RESULT, marked_titles, with_language, with_settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {
    "w": W[1:-1],
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
TEMPLATES = TemplateFolder((builtin("templates") / "position-paper",))
BREAKS = {f"{W}br": "\n", f"{W}tab": "\t"}
HOSTILE = "a <w:p> & \"b\" 'c' ]]> <!-- d -->"


def words(*parts: str | Inline) -> Inlines:
    """Inlines, with strings as plain text."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def png(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xc9\xd6\xea" * width) * height
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def inserted(*parts: str | Inline) -> Change:
    return Change(words(*parts), "inserted")


def deleted(*parts: str | Inline, struck: bool = False) -> Change:
    return Change(words(*parts), "deleted", struck)


def note_reference(note: str, number: str, before: str = "n. ", after: str = "") -> NumberReference:
    return NumberReference("note", note, number, before, after)


def sample() -> Document:
    """A short paper with every kind of block and inline."""
    return Document(
        id="repairable-appliances",
        kind="position-paper",
        language="en",
        word_language="en-GB",
        label="Position paper",
        title=words("A right to repair that works for every household"),
        subtitle=words("Position on the proposal for a Directive on repairable appliances", Mark("style", "*", 1)),
        facts=(
            Fact("Drafted by", words("Working Group on Durable Goods")),
            Fact(
                "Endorsed by",
                words("Consumers Together, Repair Network Europe, Ένωση Καταναλωτών, Асоциация на потребителите"),
            ),
            Fact("Procedure", words(Link(words("2099/0123(COD)"), "https://example.org/procedure?a=1&b=2"))),
            Fact("Date", words("14 June 2099")),
        ),
        blocks=(summary(), key_points(), spare_parts(), information(), call(), amendments(), closing()),
        notes=sample_notes(),
        words={},
        versions=(),
        author="Working Group on Durable Goods",
        date="2099-06-14",
        version="1.0",
    )


def sample_notes() -> tuple[Note, ...]:
    return (
        Note("style", "*", None, words("Comments to the secretariat of the working group."), 2),
        Note(
            "panel",
            "1",
            1,
            words(
                "European Panel, ",
                Emphasis(words("Household Appliances")),
                " (2098), p. 12, ",
                Link(words("example.org/panel"), "https://example.org/panel"),
                ".",
            ),
            2,
        ),
        Note(
            "loi",
            "2",
            2,
            words(Plain("Loi n° 98-17 du 6 janvier 2098 relative à la réparation", "fr"), ", Article 4."),
            1,
        ),
        Note("again", "3", 3, words("Panel, ", note_reference("panel", "1", "n. ", " (2098)"), ", p. 14."), 1),
        Note("study", "4", 4, words("Study of the Institute for Product Life, 2097."), 1),
        Note(
            "both",
            "5",
            5,
            words("See ", note_reference("loi", "2"), " and ", note_reference("study", "4", "n. "), "."),
            1,
        ),
    )


def summary() -> Section:
    first = words(
        "Households in the Union discard ",
        Strong(words("eleven million")),
        " large appliances a year that a "
        "trained person could have mended. The proposal takes the right step; three changes make it work.",
        Mark("panel", "1", 1),
    )
    second = words(
        "We support the aim of the proposal. The measures that we propose follow ",
        Plain("la loi sur la réparabilité", "fr"),
        Mark("loi", "2", 1),
        ", which has been applied since 2098 without difficulty.",
        Mark("again", "3", 1),
    )
    return Section("summary", "summary", None, (Paragraph(first, "standfirst"), Paragraph(second)))


def key_points() -> Section:
    items = (
        KeyPointItem(
            "1",
            words("Spare parts are available for ten years, at a ", Strong(words("reasonable price")), "."),
            "spare-parts",
        ),
        KeyPointItem(
            "2",
            words(
                "Every appliance carries the information that a repairer needs, in the language "
                "of the user, and keeps it for as long as it is in use."
            ),
            "information",
        ),
    )
    return Section("key-points", "key-points", Heading(1, words("Key points")), (KeyPointList(items),))


def spare_parts() -> Section:
    argument = words(
        "A part that cannot be had is the most frequent reason why a repair is given up.",
        Mark("study", "4", 1),
        " Prices matter as much: where a part costs more than a third of the appliance, most people buy a new one.",
        Mark("panel", "1", 2),
    )
    panel = StatisticPanel(
        (
            StatisticItem(
                "52 %",
                words(
                    "of repairs fail because a part is not available or comes too late for a "
                    "household that cannot be without the appliance for weeks"
                ),
            ),
            StatisticItem("1.4 million", words("appliances a year could be kept in use")),
            StatisticItem("€31", words("is what a household saves a year")),
        )
    )
    blocks: tuple[Block, ...] = (
        Paragraph(argument),
        Paragraph(words("A machine that can be opened, understood and mended is a machine that lasts."), "call-out"),
        panel,
        duties(),
        Figure(
            "Parts by year",
            png(640, 200),
            "image/png",
            640,
            200,
            'Bars: parts "in stock" fall & prices rise',
            words("Figure: availability of parts by year of sale"),
        ),
    )
    return Section("spare-parts", "argument", Heading(1, words("Parts that can be had"), "1"), blocks)


def duties() -> Section:
    """A part of a part."""
    ordered = ListBlock(
        (words("list the parts,"), words("publish the price,"), words("deliver within ten days.")),
        ordered=True,
    )
    bullets = ListBlock((words("pumps and motors,"), words("seals, hoses and ", Emphasis(words("filters")), ".")))
    return Section(
        "duties",
        "argument",
        Heading(2, words("What the seller should do")),
        (
            Paragraph(words("For each model, the seller should:")),
            ordered,
            Paragraph(words("This holds for:")),
            bullets,
        ),
    )


def information() -> Section:
    text = words(
        "As said in ",
        NumberReference("point", "spare-parts", "1", "point "),
        ", parts come first; information comes next (",
        InnerLink(words("see our amendment"), "ten-years"),
        ", and ",
        NumberReference("amendment", "manual", "2", "Amendment "),
        "). ",
        "Compare ",
        note_reference("study", "4", "note "),
        ".",
        Mark("both", "5", 1),
        " Hostile text stays text: ",
        HOSTILE,
    )
    ordered = ListBlock((words("once more from one,"), words("and two.")), ordered=True)
    return Section(
        "information",
        "argument",
        Heading(1, words("Information that stays with the machine"), "2"),
        (Paragraph(text), ordered),
    )


def call() -> Section:
    return Section(
        "call",
        "call",
        Heading(1, words("What we ask for")),
        (Paragraph(words("We ask Parliament and Council to adopt the amendments below.", Mark("style", "*", 2))),),
    )


def amendments() -> Section:
    first = AmendmentBlock(
        "ten-years",
        "1",
        "Amendment 1",
        "Article 5(2)",
        (AmendmentLine("relation", words("Goes with ", NumberReference("amendment", "manual", "2", "Amendment "))),),
        (
            LabelledText(
                "Text proposed by the Commission",
                (
                    words(
                        "2. Manufacturers shall keep spare parts available for a period of ",
                        deleted("seven"),
                        " years after the last unit has been placed on the market.",
                    ),
                ),
                "original",
            ),
            LabelledText(
                "Amendment",
                (
                    words(
                        "2. Manufacturers shall keep spare parts available, ",
                        inserted("at a reasonable price,"),
                        " for a period of ",
                        inserted("ten"),
                        " years after the last unit has been placed on the market.",
                    ),
                ),
                "proposed",
            ),
        ),
        "Justification",
        (Paragraph(words("Seven years is less than the average age of the appliances concerned."), "justification"),),
        form="columns",
    )
    second = AmendmentBlock(
        "manual",
        "2",
        "Amendment 2",
        "Article 6, new paragraph",
        (),
        (
            LabelledText(
                "Text to be inserted",
                (
                    words(
                        inserted(
                            "3a. The manual shall be kept with the appliance:\n"
                            "(a) on paper; or\n(b) in a memory of its own."
                        )
                    ),
                ),
                "inserted",
            ),
        ),
        "Justification",
        (
            Paragraph(words("Addresses change; machines stay."), "justification"),
            ListBlock((words("on paper"), words("in a memory"))),
        ),
    )
    third = AmendmentBlock(
        "annex",
        "3",
        "Amendment 3",
        "Annex II",
        (),
        (
            LabelledText(
                "Text to be deleted",
                (words(deleted("Entry 4 is limited to appliances above 2 000 W.", struck=True)),),
                "deleted",
            ),
        ),
    )
    return Section("amendments", "amendments", Heading(1, words("Amendments")), (first, second, third))


def closing() -> Section:
    return Section(
        "closing",
        "closing",
        Heading(2, words("About us")),
        (Paragraph(words("The working group brings together organisations from nineteen Member States.")),),
    )


class Package:
    """The parts of a DOCX, parsed."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}

    def __call__(self, path: str, part: str = "document") -> Any:
        name = part if "/" in part else f"word/{part}.xml"
        return etree.fromstring(self.parts[name]).xpath(path, namespaces=NS)


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(write(sample(), TEMPLATES))


def text_of(element: Any) -> str:
    return "".join(element.xpath(".//w:t/text()", namespaces=NS))


def in_body(*blocks: Block, **changes: Any) -> Package:
    return Package(write(replace(sample(), blocks=blocks, **changes), TEMPLATES))


def one(*inlines: str | Inline) -> Paragraph:
    return Paragraph(words(*inlines))


def test_same_document_gives_same_bytes() -> None:
    assert write(sample(), TEMPLATES) == write(sample(), TEMPLATES)


def test_dates_in_the_archive_are_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(write(sample(), TEMPLATES))) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.testzip() is None
        assert file.namelist()[0] == "[Content_Types].xml"


def test_every_part_is_well_formed_and_declared(package: Package) -> None:
    types = etree.fromstring(package.parts["[Content_Types].xml"])
    overrides = [str(element.get("PartName"))[1:] for element in types if element.get("PartName")]
    endings = {element.get("Extension") for element in types if element.get("Extension")}
    assert len(set(overrides)) == len(overrides)
    assert set(overrides) <= set(package.parts)
    for name, data in package.parts.items():
        assert name in overrides or name.rpartition(".")[2] in endings
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)


def test_every_relationship_is_defined_in_its_own_part(package: Package) -> None:
    for part in ("document", "footnotes"):
        rels = {rel.get("Id"): rel for rel in package("//rel:Relationship", f"word/_rels/{part}.xml.rels")}
        used = package("//@r:id | //@r:embed", part)
        assert used
        assert set(used) <= set(rels)
        for rel in rels.values():
            assert rel.get("TargetMode") == "External" or f"word/{rel.get('Target')}" in package.parts


def test_notes_are_native_in_the_order_of_their_marks(package: Package) -> None:
    references = package("//w:footnoteReference/@w:id")
    assert references == ["1", "2", "3", "4", "5", "6"]
    assert package("//w:footnote/@w:id", "footnotes") == ["-1", "0", *references]
    texts = [text_of(note) for note in package("//w:footnote[@w:id > 0]", "footnotes")]
    assert texts[1] == " European Panel, Household Appliances (2098), p. 12, example.org/panel."
    assert package("//w:footnotePr/w:footnote/@w:id", "settings") == ["-1", "0"]
    assert not package("//w:updateFields", "settings")


def test_first_marks_of_numbered_notes_are_bookmarked(package: Package) -> None:
    marked = {
        start.get(f"{W}name"): start.getnext().xpath(".//w:footnoteReference/@w:id", namespaces=NS)
        for start in package("//w:bookmarkStart[starts-with(@w:name, '_RefNote')]")
    }
    assert marked == {f"_RefNote{number}": [str(number + 1)] for number in range(1, 6)}


def test_symbol_note_keeps_out_of_the_series(package: Package) -> None:
    (run,) = package("//w:r[w:footnoteReference[@w:customMarkFollows='1']]")
    assert text_of(run) == "*"
    (note,) = package("//w:footnote[@w:id='1']", "footnotes")
    assert not note.xpath(".//w:footnoteRef", namespaces=NS)
    assert [symbol.get(f"{W}char") for symbol in note.xpath(".//w:sym", namespaces=NS)] == ["002A"]
    assert text_of(note).startswith(" Comments")
    (again,) = package("//w:hyperlink[@w:anchor='_RefSymbol1']")
    assert text_of(again) == "*"


def fields(package: Package, part: str) -> list[tuple[str, str]]:
    """Instruction and result of each complex field."""
    found = []
    for begin in package("//w:r[w:fldChar[@w:fldCharType='begin']]", part):
        runs = list(begin.itersiblings())
        assert runs[1].find(f"{W}fldChar").get(f"{W}fldCharType") == "separate"
        assert runs[3].find(f"{W}fldChar").get(f"{W}fldCharType") == "end"
        found.append((text_of_instruction(runs[0]), text_of(runs[2])))
    return found


def text_of_instruction(run: Any) -> str:
    return str(run.findtext(f"{W}instrText")).strip()


def test_references_are_fields_with_their_number(package: Package) -> None:
    assert fields(package, "footnotes") == [
        (r"NOTEREF _RefNote1 \h", "1"),
        (r"NOTEREF _RefNote2 \h", "2"),
        (r"NOTEREF _RefNote4 \h", "4"),
    ]
    assert fields(package, "document") == [
        (r"NOTEREF _RefNote1 \f \h", "1"),
        (r"REF _RefPoint1 \r \h", "1"),
        (r"REF _RefAmendment2 \h", "2"),
        (r"NOTEREF _RefNote4 \h", "4"),
        (r"REF _RefAmendment2 \h", "2"),
    ]


def test_every_field_and_inner_link_leads_to_one_bookmark(package: Package) -> None:
    names = package("//w:bookmarkStart/@w:name")
    identifiers = package("//w:bookmarkStart/@w:id")
    assert len(set(names)) == len(names)
    assert len(set(identifiers)) == len(identifiers)
    assert max(map(len, names)) <= 40
    assert package("//w:bookmarkEnd/@w:id") == identifiers
    targets = {instruction.split()[1] for part in ("document", "footnotes") for instruction, _ in fields(package, part)}
    assert targets | set(package("//w:hyperlink/@w:anchor")) <= set(names)


def test_number_of_an_amendment_is_bookmarked_alone(package: Package) -> None:
    (start,) = package("//w:bookmarkStart[@w:name='_RefAmendment2']")
    assert text_of(start.getnext()) == "2"
    assert text_of(start.getparent()) == "Amendment 2 – Article 6, new paragraph"


def test_mark_inside_a_note_is_a_field_since_notes_hold_no_notes() -> None:
    notes = (Note("a", "1", 1, words("First."), 2), Note("b", "2", 2, words("See", Mark("a", "1", 2)), 1))
    package = in_body(one("x", Mark("a", "1", 1), Mark("b", "2", 1)), notes=notes, subtitle=())
    assert not package("//w:footnoteReference", "footnotes")
    assert fields(package, "footnotes") == [(r"NOTEREF _RefNote1 \f \h", "1")]


def test_headings_are_numbered_by_word(package: Package) -> None:
    headings = package("//w:p[w:pPr/w:pStyle[@w:val='Heading1']]")
    numbered = {text_of(paragraph): paragraph.xpath(".//w:numId/@w:val", namespaces=NS) for paragraph in headings}
    first = numbered["Parts that can be had"]
    assert first
    assert numbered["Information that stays with the machine"] == first
    assert numbered["What we ask for"] == numbered["Amendments"] == []


def test_each_list_counts_from_one(package: Package) -> None:
    used = package("//w:p[w:pPr/w:pStyle[@w:val='ListNumber']]//w:numId/@w:val")
    assert len(used) == 5
    assert len(set(used)) == 2
    for identifier in set(used):
        assert package(f"//w:num[@w:numId='{identifier}']/w:lvlOverride/w:startOverride/@w:val", "numbering") == ["1"]
    defined = package("//w:num/@w:numId", "numbering")
    assert len(set(defined)) == len(defined)
    assert set(package("//w:numId/@w:val")) <= set(defined)


def test_key_points_lead_to_their_sections(package: Package) -> None:
    points = package("//w:p[w:pPr/w:pStyle[@w:val='KeyPoint']]")
    assert [point.xpath("./w:hyperlink/@w:anchor", namespaces=NS) for point in points] == [
        ["_RefPoint1"],
        ["_RefPoint2"],
    ]


def test_links_and_marks_in_a_key_point_stay_outside_its_own_link() -> None:
    item = KeyPointItem(
        "1", words("See ", Link(words("here"), "https://example.org/"), Mark("study", "4", 1)), "spare-parts"
    )
    package = in_body(KeyPointList((item,)), spare_parts())
    assert not package("//w:hyperlink//w:hyperlink")
    assert not package("//w:hyperlink//w:footnoteReference")


def test_address_is_related_once() -> None:
    link = Link(words("x"), "https://example.org/?a=1&b=2")
    package = in_body(one(link, " and ", link), one(Link(words("y"), "mailto:a@example.org")), facts=())
    external = package("//rel:Relationship[@TargetMode='External']/@Target", "word/_rels/document.xml.rels")
    assert external == ["https://example.org/?a=1&b=2", "mailto:a@example.org"]


def test_link_inside_a_link_is_plain_text() -> None:
    package = in_body(one(Link(words("a", InnerLink(words("b"), "x")), "https://example.org/")), facts=())
    assert len(package("//w:hyperlink")) == 1


def test_language_is_marked_where_it_is_another(package: Package) -> None:
    run = package("//w:r[w:rPr/w:lang]")
    assert [(text_of(r), r.xpath("./w:rPr/w:lang/@w:val", namespaces=NS)) for r in run] == [
        ("la loi sur la réparabilité", ["fr-FR"])
    ]
    assert package("//w:docDefaults//w:lang/@w:val", "styles") == ["en-GB"]


def test_document_language_is_the_default() -> None:
    package = in_body(one("x"), word_language="mt-MT")
    assert package("//w:lang/@w:val", "styles") == package("//w:themeFontLang/@w:val", "settings") == ["mt-MT"]


@pytest.mark.parametrize("hostile", [HOSTILE, "&amp;", "a\u00a0b", "  two  spaces  ", "one\ntwo", "one\ttwo"])
def test_text_stays_text_everywhere(hostile: str) -> None:
    text = words(hostile)
    document = replace(
        sample(),
        title=text,
        subtitle=text,
        label=hostile,
        author=hostile,
        version=hostile,
        facts=(Fact(hostile, text),),
        blocks=(Section("a", "argument", Heading(1, text), (Paragraph(text),)),),
    )
    package = Package(write(document, TEMPLATES))
    paragraphs = [
        "".join(
            [
                BREAKS.get(e.tag) or e.text
                for e in paragraph.xpath(".//w:r/w:t | .//w:r/w:br | .//w:r/w:tab", namespaces=NS)
            ]
        )
        for paragraph in package("//w:body/w:p")
    ]
    assert paragraphs == [hostile, hostile, hostile, f"{hostile}\t{hostile}", hostile, hostile]
    assert package("//w:fldSimple//w:t/text()", "header") == [" ".join(hostile.split())]


def test_run_properties_are_in_the_order_of_the_schema() -> None:
    content = Link((Strong((Emphasis((Plain("x", "fr"),)),)),), "https://example.org/")
    package = in_body(one(content), facts=())
    (run,) = package("//w:hyperlink/w:r/w:rPr")
    assert [child.tag.removeprefix(W) for child in run] == ["rStyle", "b", "bCs", "i", "iCs", "lang"]


def test_amendment_texts_stand_side_by_side_under_a_header_row(package: Package) -> None:
    (table,) = package("//w:tbl")
    rows = table.findall(f"{W}tr")
    assert [text_of(cell) for cell in rows[0].findall(f"{W}tc")] == [
        "Text proposed by the Commission",
        "Amendment",
    ]
    assert [child.tag.removeprefix(W) for child in rows[0].find(f"{W}trPr")] == ["cantSplit", "tblHeader"]
    changed = rows[1].xpath(".//w:r[w:rPr/w:b and w:rPr/w:i]", namespaces=NS)
    assert [text_of(run) for run in changed] == ["seven", "at a reasonable price,", "ten"]


def tabled(**changes: Any) -> AmendmentBlock:
    """An amendment in the Parliament's form, with several paragraphs and footnotes of the law."""
    notes = (LawNote("1a", words("Official Journal, ", Emphasis(words("L 18")), ".")),)
    original = (words("1. Parts are listed", Raised("1a"), "."), words(deleted("2. Lists are sold.")))
    block = AmendmentBlock(
        "lists",
        "4",
        "Amendment 4",
        "",
        (
            AmendmentLine("tablers", words("A Member")),
            AmendmentLine("act", words("Proposal for a directive")),
            AmendmentLine("position", words("Article 7 – paragraph 1")),
            AmendmentLine(
                "relation", words("Together with: ", NumberReference("amendment", "lists", "4", "Amendment "))
            ),
        ),
        (
            LabelledText("Text proposed by the Commission", original, "original", notes),
            LabelledText("Amendment", (), "proposed"),
        ),
        form="columns",
        original_language="Or. en",
    )
    return replace(block, **changes)


def styled(package: Package, inside: str = "") -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    paragraphs = package(f"//w:body/{inside}w:p[w:pPr/w:pStyle]")
    return [(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), text_of(p)) for p in paragraphs]


def test_amendment_in_the_form_has_its_lines_above_and_its_language_below() -> None:
    package = in_body(tabled(), kind="amendments", subtitle=(), facts=())
    assert styled(package)[2:] == [  # below label and title
        ("Heading1", "Amendment 4"),
        ("AmendmentLine", "A Member"),
        ("AmendmentLine", "Proposal for a directive"),
        ("AmendmentPosition", "Article 7 – paragraph 1"),
        ("AmendmentRelation", "Together with: Amendment 4"),
        ("AmendmentLanguage", "Or. en"),
    ]
    assert not package("//w:pageBreakBefore")
    assert package("//w:body/*[last() - 2][self::w:tbl]")  # before the language and the section


def test_cell_has_a_paragraph_for_each_of_the_wording_and_the_notes_of_the_law_below() -> None:
    package = in_body(tabled(), subtitle=())
    (left, right) = package("//w:tbl/w:tr[2]/w:tc")
    assert [(p.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), text_of(p)) for p in left.findall(f"{W}p")] == [
        ("AmendmentCell", "1. Parts are listed1a."),
        ("AmendmentCell", "2. Lists are sold."),
        ("AmendmentNote", "1a Official Journal, L 18."),
    ]
    raised = left.xpath(".//w:r[w:rPr/w:vertAlign[@w:val='superscript']]", namespaces=NS)
    assert [text_of(run) for run in raised] == ["1a", "1a"]
    assert [text_of(p) for p in right.findall(f"{W}p")] == [""]  # a cell without a paragraph is no valid one
    assert not package("//w:footnoteReference")


def test_amendment_that_stands_alone_begins_a_page() -> None:
    package = in_body(tabled(alone=True))
    assert [text_of(p) for p in package("//w:p[w:pPr/w:pageBreakBefore]")] == ["Amendment 4"]


def test_two_wordings_stand_in_columns_only_where_the_form_says_so() -> None:
    package = in_body(tabled(form="compact", original_language="", lines=()))
    assert not package("//w:tbl")
    assert styled(package)[-5:] == [
        ("AmendmentLabel", "Text proposed by the Commission"),
        ("AmendmentText", "1. Parts are listed1a."),
        ("AmendmentText", "2. Lists are sold."),
        ("AmendmentNote", "1a Official Journal, L 18."),
        ("AmendmentLabel", "Amendment"),
    ]


def test_change_keeps_what_stands_in_it() -> None:
    package = in_body(one(Change(words("a ", Emphasis(words("b")), Plain("c", "fr"), Raised("1")), "deleted", True)))
    runs = package("//w:body/w:p/w:r[w:rPr/w:strike]")
    assert [(text_of(run), [child.tag.removeprefix(W) for child in run[0]]) for run in runs] == [
        ("a ", ["strike"]),
        ("b", ["i", "iCs", "strike"]),
        ("c", ["strike", "lang"]),
        ("1", ["strike", "vertAlign"]),
    ]


def test_strong_words_of_a_wording_are_no_change(package: Package) -> None:
    """The document says what changes; a writer does not guess it."""
    block = tabled(texts=(LabelledText("Amendment", (words("a ", Strong(words("b"))),), "proposed"),))
    (run,) = in_body(block)("//w:r[w:rPr/w:b]")
    assert (text_of(run), [child.tag.removeprefix(W) for child in run[0]]) == ("b", ["b", "bCs"])


def test_new_wording_is_bold_and_italic_and_what_goes_is_struck(package: Package) -> None:
    def looks(start: str) -> list[str]:
        (run,) = package(f"//w:r[starts-with(w:t, '{start}')]/w:rPr")
        return [child.tag.removeprefix(W) for child in run]

    assert looks("3a. The manual") == ["b", "bCs", "i", "iCs"]
    assert looks("Entry 4") == ["strike"]


def test_figure_has_its_alternative_and_fits_the_text(package: Package) -> None:
    assert package("//wp:docPr/@descr") == ['Bars: parts "in stock" fall & prices rise']
    (extent,) = package("//wp:extent")
    width, height = int(extent.get("cx")), int(extent.get("cy"))
    assert width == (11906 - 2 * 1474) * 635
    assert abs(width / height - 640 / 200) < 0.01
    assert package.parts["word/media/figure1.png"] == png(640, 200)


def test_long_labels_move_the_facts_to_the_right(package: Package) -> None:
    assert not package("//w:p[w:pPr/w:pStyle[@w:val='Fact']]/w:pPr/w:ind")
    facts = (Fact("Date", words("x")), Fact("Νομοθετικός φάκελος", words("y")))
    places = in_body(facts=facts)("//w:p[w:pPr/w:pStyle[@w:val='Fact']]/w:pPr/w:ind/@w:left")
    assert places == ["2518", "2518"]


def test_same_image_is_kept_once() -> None:
    figure = Figure("x", png(4, 4), "image/png", 4, 4, "x")
    package = in_body(figure, figure)
    assert len([name for name in package.parts if "/media/" in name]) == 1
    assert package("//wp:docPr/@id") == ["1", "2"]


def test_properties_come_from_the_document(package: Package) -> None:
    core = etree.fromstring(package.parts["docProps/core.xml"])
    values = {etree.QName(element).localname: element.text for element in core}
    assert values["title"] == "A right to repair that works for every household"
    assert values["creator"] == values["lastModifiedBy"] == "Working Group on Durable Goods"
    assert (values["language"], values["version"]) == ("en-GB", "1.0")
    assert values["created"] == values["modified"] == "2099-06-14T00:00:00Z"


@pytest.mark.parametrize(("date", "moment"), [("2099", "2099-01-01"), ("2099-06", "2099-06-01"), ("", None)])
def test_date_may_be_a_month_or_a_year(date: str, moment: str | None) -> None:
    core = etree.fromstring(in_body(date=date).parts["docProps/core.xml"])
    created = [element.text for element in core if etree.QName(element).localname == "created"]
    assert created == ([f"{moment}T00:00:00Z"] if moment else [])


def test_page_has_a_running_title_and_its_number(package: Package) -> None:
    assert package("//w:fldSimple//w:t/text()", "header") == ["A right to repair that works for every household"]
    assert not package("//w:t", "header-first")
    assert package("//w:fldSimple/@w:instr", "footer") == package("//w:fldSimple/@w:instr", "footer-first")
    assert package("//w:sectPr/w:titlePg")
    assert package("//w:pgSz/@w:w") == ["11906"]
    assert TITLE_RESULT not in "".join(data.decode("utf-8", "ignore") for data in package.parts.values())


def test_every_style_used_is_defined(package: Package) -> None:
    defined = set(package("//w:style/@w:styleId", "styles"))
    for part in ("document", "footnotes"):
        assert set(package("//w:pStyle/@w:val | //w:rStyle/@w:val", part)) <= defined


def test_built_in_template_is_what_the_maintenance_script_makes() -> None:
    """Part by part: another build of zlib deflates to other bytes."""
    kept, made = (
        zipfile.ZipFile(source) for source in (TEMPLATES.file("paper.docx"), io.BytesIO(word_template.build()))
    )
    assert {name: kept.read(name) for name in kept.namelist()} == {name: made.read(name) for name in made.namelist()}


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("color", [word_styles.ACCENT, word_styles.QUIET])
@pytest.mark.parametrize("ground", ["FFFFFF", word_styles.TINT])
def test_colours_of_text_have_contrast(color: str, ground: str) -> None:
    assert (luminance(ground) + 0.05) / (luminance(color) + 0.05) >= 4.5


def own_templates(folder: Path, change: Callable[[str, str], str] = lambda name, text: text) -> TemplateFolder:
    """A workspace's own template: the toolkit's, with each part changed."""
    folder.mkdir(exist_ok=True)
    with (
        zipfile.ZipFile(TEMPLATES.file("paper.docx")) as ours,
        zipfile.ZipFile(folder / "paper.docx", "w") as own,
    ):
        for name in ours.namelist():
            own.writestr(name, change(name, ours.read(name).decode()))
    return TemplateFolder((folder, *TEMPLATES.folders))


def test_own_template_gives_its_ids_page_and_lists(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        text = text.replace('w:styleId="KeyPoint"', 'w:styleId="Kernpunkt"').replace('w:w="11906"', 'w:w="12240"')
        return text.replace('<w:numPr><w:numId w:val="1"/></w:numPr>', "")

    package = Package(write(sample(), own_templates(tmp_path, change)))
    assert len(package("//w:pStyle[@w:val='Kernpunkt']")) == 2
    assert package("//w:pgSz/@w:w") == ["12240"]


def test_own_template_without_lists_gets_ours(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        if name == "word/numbering.xml":
            return f'<w:numbering xmlns:w="{NS["w"]}"/>'
        return text

    package = Package(write(sample(), own_templates(tmp_path, change)))
    kinds = [element.tag.removeprefix(W) for element in package("/w:numbering/*", "numbering")]
    assert kinds == sorted(kinds)
    assert kinds.count("abstractNum") == 4


def test_own_template_that_lacks_styles_says_which(tmp_path: Path) -> None:
    def change(name: str, text: str) -> str:
        return text.replace('w:val="Call-out"', 'w:val="Pull quote"').replace('w:val="Kicker"', 'w:val="Overline"')

    with pytest.raises(ToolkitError, match="lacks the styles 'Kicker', 'Call-out'") as caught:
        write(sample(), own_templates(tmp_path, change))
    assert str(tmp_path / "paper.docx") in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"", b"not a Word file", b"PK\x05\x06" + b"\0" * 18])
def test_own_template_that_is_broken_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "paper.docx").write_bytes(content)
    with pytest.raises(ToolkitError, match=r"paper\.docx cannot be opened as a Word file") as caught:
        write(sample(), TemplateFolder((tmp_path, *TEMPLATES.folders)))
    assert caught.value.hint


def test_own_template_that_changes_is_read_again(tmp_path: Path) -> None:
    write(sample(), own_templates(tmp_path))
    package = Package(write(sample(), own_templates(tmp_path, lambda name, text: text.replace("12356B", "7A1F3D"))))
    assert package("//w:style[@w:styleId='Title']//w:color/@w:val", "styles") == ["7A1F3D"]


def test_title_of_a_complex_field_is_marked() -> None:
    run = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    header = (
        run.format("begin")
        + "<w:r><w:instrText> TITLE \\* MERGEFORMAT </w:instrText></w:r>"
        + run.format("separate")
        + "<w:r><w:t>Old</w:t></w:r><w:r><w:t> title</w:t></w:r>"
        + run.format("end")
        + "<w:r><w:t>kept</w:t></w:r>"
    )
    marked = marked_titles(header)
    assert "Old" not in marked
    assert " title" not in marked
    assert "kept" in marked
    assert marked.count(TITLE_RESULT) == 1


def test_settings_of_a_template_ask_nothing() -> None:
    settings = (
        '<w:settings><w:updateFields w:val="true"/><w:attachedTemplate r:id="rId1"/>'
        '<w:footnotePr><w:numStart w:val="5"/>'
        '</w:footnotePr><w:compat><w:compatSetting/></w:compat><w:themeFontLang w:val="de-DE"/></w:settings>'
    )
    assert with_settings(settings) == (
        '<w:settings><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        f'<w:compat><w:compatSetting/></w:compat><w:themeFontLang w:val="{LANGUAGE}"/></w:settings>'
    )


def test_language_of_a_template_does_not_stay() -> None:
    styles = (
        "<w:styles><w:docDefaults><w:rPrDefault/></w:docDefaults>"
        '<w:style><w:rPr><w:lang w:val="en-US"/></w:rPr></w:style></w:styles>'
    )
    assert with_language(styles) == (
        f'<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{LANGUAGE}"/></w:rPr>'
        "</w:rPrDefault></w:docDefaults>"
        "<w:style><w:rPr></w:rPr></w:style></w:styles>"
    )
