"""The sheet of amendments as Akoma Ntoso: valid by the schema of OASIS, and read back without the writer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from builtin_kinds import kinds
from click.testing import CliRunner
from html_sample import png
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from toolkit.cli import main
from toolkit.document import (
    AmendmentBlock,
    AmendmentLine,
    Document,
    Fact,
    Figure,
    LabelledText,
    LawNote,
    ListBlock,
    Note,
    Paragraph,
    Section,
)
from toolkit.inline import (
    Change,
    Emphasis,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
)
from toolkit.inspection import compare, disagreements, verify_file
from toolkit.languages import PROTOCOL_ORDER
from toolkit.pipeline import FORMATS, Paper, check, position_ids, write_papers
from toolkit.position import Provision
from toolkit.records import replace
from toolkit.resources import TemplateFolder, Workspace
from toolkit.writers import EXCHANGE_WRITERS
from toolkit.writers.akn import ELEMENTS, LANGUAGES, provision_id, write

ROOT = Path(__file__).parent.parent
WORKSPACE = Workspace(ROOT)
NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
NO_TEMPLATES = TemplateFolder(())
HOSTILE = '<del>&amp; "it\'s" ]]> &lt;!-- --> # ü ő Ж 中 \u00a0 \U0001f600'


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(ROOT / "tests" / "schemas" / "akomantoso30.xsd")))


def validated(data: bytes) -> etree._Element:
    """The root of a file that the schema finds nothing wrong with."""
    root = etree.fromstring(data)
    assert schema().validate(root), schema().error_log
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [str(one) if isinstance(one, str) else "".join(map(str, one.itertext())) for one in found]  # type: ignore[union-attr]


def words(text: str) -> Inlines:
    return (Plain(text),)


def position(*levels: tuple[str, str], new: bool = False) -> AmendmentLine:
    return AmendmentLine("position", words(" – ".join(map(" ".join, levels))), Provision(levels, new))


def replacement() -> AmendmentBlock:
    """Words replaced, with notes of the law and of the paper, references, languages and all kinds of blocks."""
    marked = Mark("own", "1", 1), Mark("star", "*", 1), Mark("own", "1", 2)
    original = (
        (Plain("Old & "), Change(words("worse"), "deleted"), Plain(" words"), Raised("12"), Plain(".")),
        (Plain("(a) the "), Emphasis(words("same")), Plain(";"), Raised("12"), Raised("13")),
    )
    proposed = (
        (Plain("Old & "), Change((Strong(words("better")), Raised("12a")), "inserted"), Plain(" words […].")),
        (Plain("(a) the "), Emphasis(words("same")), Plain(";"), Mark("own", "1", 3)),
    )
    picture = Figure("plan.png", png(8, 4), "image/png", 8, 4, "A <plan>", words("The plan"))
    reasons = (
        Paragraph(
            (Plain(HOSTILE), *marked, Plain(" as in "), NumberReference("note", "own", "1", "note ", ".")), "body"
        ),
        Paragraph((Plain("Zitat ", None), Plain("auf „Deutsch“", "de"), Strong(words("!"))), "call-out"),
        ListBlock((words("first"), (Link(words("second"), "https://example.org/ü%?a=1&b=[2]%20#c#d"),)), True),
        ListBlock((words("dot"), (InnerLink(words("the other"), "amendment-fee"), Plain("…"))), False),
        picture,
    )
    return AmendmentBlock(
        "amendment-words",
        "1",
        "Amendment 1",
        "",
        (
            AmendmentLine("tablers", words("A & B")),
            AmendmentLine("act", words("Proposal for a regulation")),
            position(("article", "2"), ("paragraph", "3a"), ("point", "d"), ("subpoint", "ii")),
            AmendmentLine("act", words("Directive 2000/31/EC")),
            position(("annex", "IV"), ("part", "B"), ("introductory-part", "")),
            AmendmentLine("relation", (Plain("Together with: "), NumberReference("amendment", "amendment-fee", "2"))),
        ),
        (
            LabelledText("Text proposed", original, "original", (LawNote("12", words("OJ L 1 <2>.")),)),
            LabelledText("Amendment", proposed, "proposed", (LawNote("12a", (Link(words("OJ"), "https://a.eu"),)),)),
        ),
        "Justification",
        reasons,
        "columns",
        "Or. en",
    )


def deletion() -> AmendmentBlock:
    """A provision that goes."""
    gone = LabelledText("Text proposed", ((Change(words("A fee is due."), "deleted"),),), "original")
    word = LabelledText("Amendment", ((Change(words("deleted"), "inserted"),),), "proposed")
    lines = (position(("article", "9")),)
    return AmendmentBlock("amendment-fee", "2", "Amendment 2", "", lines, (gone, word), form="columns", deleted=True)


def insertion() -> AmendmentBlock:
    """A new provision."""
    nothing = LabelledText("Text proposed", (), "original")
    new = LabelledText("Amendment", ((Change(words("(12a) New."), "inserted"),),), "proposed")
    lines = (position(("recital", "12a"), new=True),)
    return AmendmentBlock("amendment-new", "3", "Amendment 3", "", lines, (nothing, new), form="columns")


def part(role: str) -> AmendmentBlock:
    """Words that come into a text that is not known, or go out of it."""
    change = (Plain("[…] "), Change(words("some words"), role), Plain(" […]"))
    unknown = words("[…]")
    sides = (unknown, change) if role == "inserted" else (change, unknown)
    columns = [LabelledText(name, (side,), name) for name, side in zip(("original", "proposed"), sides, strict=True)]
    lines = (position(("article", "5"), ("paragraph", "10"), ("subparagraph", "1"), ("indent", "2")),)
    return AmendmentBlock(f"amendment-{role}", "4", "Amendment 4", "", lines, tuple(columns), form="columns")


def sheet(*blocks: AmendmentBlock, **changes: object) -> Document:
    notes = (
        Note("star", "*", None, words("Of the law & the paper."), 1),
        Note("own", "1", 1, (Plain("See "), Link(words("here"), "https://example.org/"), Plain(".")), 3),
    )
    document = Document(
        id="paper-1",
        kind="amendments",
        language="en",
        word_language="en-GB",
        label="Amendments",
        title=words("A & <B>"),
        subtitle=(Plain("On "), Plain("la loi", "fr")),
        facts=(Fact("Drafted by", (Link(words("Us & Co"), "https://example.org/us"),)), Fact("Date", words("May"))),
        blocks=(Section("part-amendments", "sheet", None, blocks),),
        notes=notes if any(block.anchor == "amendment-words" for block in blocks) else (),
        words={},
        versions=(),
        author='Us & "Co"',
        date="2025-05",
        version="1.0",
    )
    return replace(document, **changes)


def whole() -> Document:
    return sheet(replacement(), deletion(), insertion())


def found_in(document: Document, data: bytes) -> dict[str, str]:
    """What verification finds in a file: a message for each code."""
    reading, found = verify_file("x.akn", data)
    if reading is not None:
        found = (*found, *compare(document, reading, "x.akn"))
    return {one.code: one.message for one in found}


@cache
def papers(identifier: str) -> tuple[Paper, ...]:
    """The sheets of a position of this repository, in every language that it has."""
    draft = check(WORKSPACE, identifier).draft
    assert draft is not None
    papers = []
    for paper, found in write_papers(WORKSPACE, draft, ["akn"], kinds("amendments")):
        assert found == (), paper.name
        papers.append(paper)
    return tuple(papers)


# What is written


@pytest.mark.parametrize("identifier", [name for name in position_ids(WORKSPACE) if name != "csam-penalties"])
def test_every_sheet_is_valid(identifier: str) -> None:
    assert papers(identifier)
    for paper in papers(identifier):
        root = validated(paper.data)
        assert paper.name == f"{identifier}.amendments.{paper.language}.akn"
        assert texts(root, "//a:collectionBody/@xml:lang") == [paper.language]
        assert set(texts(root, "//a:FRBRlanguage/@language")) == {LANGUAGES[paper.language]}


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        ("<amendmentBody>.*?</amendmentBody>", ""),
        ('<FRBRlanguage language="eng"/>', ""),
        ('eId="cmp_2"', 'eId="cmp_1"'),
        ("<docNumber>", "<docNumber href='#a'>"),
        ('date="2025-05-01"', 'date="2025-05"'),
        ('xml:lang="de"', 'xml:lang="d_e"'),
    ],
)
def test_schema_refuses_what_is_not_valid(pattern: str, planted: str) -> None:
    data, count = re.subn(pattern, planted, write(whole(), NO_TEMPLATES).decode(), flags=re.S)
    assert count
    assert not schema().validate(etree.fromstring(data.encode()))


def test_every_language_has_its_code() -> None:
    assert set(LANGUAGES) == set(PROTOCOL_ORDER)
    assert len(set(LANGUAGES.values())) == len(LANGUAGES)
    assert {len(code) for code in LANGUAGES.values()} == {3}


def test_flagship_amendments() -> None:
    """Three amendments, in whatever language, to the same provisions."""
    for paper in papers("ai-generated-csam"):
        root = validated(paper.data)
        places = texts(root, "//a:amendmentReference/a:block[@name='position']/a:ref/@href")
        assert places == ["#art_5__para_2", "#art_5__para_6", "#art_5__para_10"]
        assert texts(root, "//a:destination/@href") == places
        assert texts(root, "//a:textualMod/@type") == ["insertion", "insertion", "substitution"]
        assert texts(root, "//a:textualMod/@incomplete") == ["true"] * 3
        assert len(texts(root, "//a:amendmentJustification")) == 3


@pytest.mark.parametrize("role", ["inserted", "deleted"])
def test_everything_that_a_sheet_may_hold_is_valid(role: str) -> None:
    document = sheet(replacement(), deletion(), insertion(), part(role))
    data = write(document, NO_TEMPLATES)
    root = validated(data)
    assert found_in(document, data) == {}
    types = texts(root, "//a:textualMod/@type")
    assert types == ["substitution", "repeal", "insertion", "insertion" if role == "inserted" else "repeal"]
    assert texts(root, "//a:textualMod[@incomplete='true']/@eId") == ["cmp_1__textualMod_1", "cmp_4__textualMod_1"]


def test_reference_to_what_is_there() -> None:
    """Every reference but those to provisions of the act leads to one element of the file."""
    root = validated(write(whole(), NO_TEMPLATES))
    outside = texts(root, "//a:block[@name='position']/a:ref/@href | //a:destination/@href")
    inside = [one for one in texts(root, "//@href | //@source") if one.startswith("#") and one not in outside]
    assert {one[1:] for one in inside} <= set(texts(root, "//@eId"))
    assert "#note_own" in inside
    assert "#cmp_2" in inside


def test_wordings_with_what_changes() -> None:
    root = validated(write(whole(), NO_TEMPLATES))
    first = "//a:component[1]//a:quotedStructure"
    assert texts(root, f"{first}/@class") == ["original", "proposed"]
    assert texts(root, f"{first}[1]//a:del") == ["worse"]
    assert texts(root, f"{first}[2]//a:ins/a:b") == ["better"]
    assert texts(root, f"{first}[2]//a:omissis") == ["[…]"]
    assert texts(root, f"{first}[1]//a:authorialNote[@class='law-note']/@marker") == ["12"]
    assert texts(root, f"{first}[1]//a:noteRef/@marker") == ["12"]
    assert texts(root, f"{first}[1]//a:sup") == ["13"]
    changes = texts(root, "//a:component[1]//a:textualMod/*[self::a:old or self::a:new]/@href")
    assert changes == [f"#{place}" for place in texts(root, f"{first}/@eId")]


def test_deleted_provision_has_no_new_wording() -> None:
    root = validated(write(whole(), NO_TEMPLATES))
    assert texts(root, "//a:component[2]//a:quotedStructure/@class") == ["original"]
    assert texts(root, "//a:component[2]//a:inline[@name='deleted']") == ["deleted"]
    assert not texts(root, "//a:component[2]//a:new")


def test_note_stands_where_its_mark_is_first() -> None:
    root = validated(write(whole(), NO_TEMPLATES))
    assert texts(root, "//a:authorialNote[not(@class)]/@eId") == ["note_own", "note_star"]
    assert texts(root, "//a:noteRef[@href='#note_own']/@marker") == ["1", "1"]


def test_other_language_is_tagged() -> None:
    root = validated(write(whole(), NO_TEMPLATES))
    assert texts(root, "//a:span[@xml:lang='de']") == ["auf „Deutsch“"]
    assert texts(root, "//a:span[@xml:lang='fr']") == ["la loi"]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((("article", "5"), ("paragraph", "10")), "art_5__para_10"),
        ((("article", "2"), ("paragraph", "3"), ("point", "d")), "art_2__para_3__point_d"),
        ((("article", "2"), ("point", "d"), ("subpoint", "ii")), "art_2__point_d__point_ii"),
        ((("recital", "12a"),), "rec_12a"),
        ((("annex", "I"), ("part", "A"), ("point", "3")), "att_I__part_A__point_3"),
        ((("article", "1"), ("introductory-part", "")), "art_1__intro"),
    ],
)
def test_id_of_a_provision(levels: tuple[tuple[str, str], ...], expected: str) -> None:
    assert provision_id(Provision(levels)) == expected


def test_every_level_has_an_element() -> None:
    from toolkit.provisions import LEVELS

    assert set(ELEMENTS) == set(LEVELS)


@pytest.mark.parametrize(
    ("given", "expected", "name"),
    [
        ("2025-06-17", "2025-06-17", "drafting"),
        ("2025-06", "2025-06-01", "month-of-drafting"),
        ("2025", "2025-01-01", "year-of-drafting"),
        ("", "0001-01-01", "not-dated"),
    ],
)
def test_date_is_whole_and_says_how_much_is_known(given: str, expected: str, name: str) -> None:
    root = validated(write(sheet(insertion(), date=given, version="", author=""), NO_TEMPLATES))
    assert set(texts(root, "//a:FRBRdate/@date")) == {expected}
    assert set(texts(root, "//a:FRBRdate/@name")) == {name}
    date.fromisoformat(expected)


def test_addresses_are_local() -> None:
    root = validated(write(sheet(insertion(), id="Ä b/c"), NO_TEMPLATES))
    addresses = texts(root, "//a:FRBRthis/@value | //a:FRBRuri/@value | //a:TLCOrganization/@href")
    assert all(address.startswith("/local/") for address in addresses)
    assert "/local/positions/%C3%84%20b/c/amendments/eng@1.0/!amendment-new" in addresses


def test_same_input_gives_the_same_bytes() -> None:
    """With other seeds of the hash function, in another time zone."""
    program = "import sys, test_akn as t; sys.stdout.buffer.write(t.write(t.whole(), t.NO_TEMPLATES))"
    made = set()
    for seed, zone in ("0", "UTC"), ("7", "Pacific/Auckland"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
        made.add(subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=env).stdout)
    assert made == {write(whole(), NO_TEMPLATES)}


# What verification finds


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))), st.booleans())
def test_any_text_is_read_back(text: str, changed: bool) -> None:
    inlines: Inlines = (Plain("x "), Change(words(text), "inserted") if changed else Plain(text), Plain(" y"))
    new = LabelledText("Amendment", (inlines,), "proposed")
    block = replace(insertion(), texts=(new,), justification=(Paragraph((Plain("z"), Plain(text, "de"))),))
    document = sheet(block, title=words(f"T{text}"))
    data = write(document, NO_TEMPLATES)
    validated(data)
    assert found_in(document, data) == {}


# By what is wrong: an expression, what is put in the place of every match, the code of what must be found.
FAULTS: dict[str, tuple[str, str, str]] = {
    "an amendment is lost": ("<component eId=.cmp_3.*?</component>", "", "number-differs"),
    "a number": (">Amendment 2<", ">Amendment 7<", "number-differs"),
    "a position": (">article 9<", ">article 8<", "text-differs"),
    "where a position leads": ('<ref href="#art_9"', '<ref href="#art_8"', "reference-differs"),
    "which subpoint": ("__point_ii", "__point_i", "reference-differs"),
    "a word of the original": ("Old &amp;", "Odd &amp;", "text-differs"),
    "a word of the new text": (">better<", ">best<", "text-differs"),
    "a change is not marked": ("<del>worse</del>", "worse", "text-differs"),
    "less is marked as new": (r"<ins>\(12a\) New.</ins>", "<ins>(12a)</ins> New.", "text-differs"),
    "a wording has another role": ('class="original"', 'class="proposed"', "text-differs"),
    "the word for a deletion": (">deleted<", ">delated<", "text-differs"),
    "a justification": ("<li>first</li>", "<li>last</li>", "text-differs"),
    "a justification is lost": ("<li>dot</li>\n", "", "text-differs"),
    "the type of a modification": ('type="repeal"', 'type="insertion"', "text-differs"),
    "old for new": ("<new ", "<old ", "reference-differs"),
    "the destination": ('<destination href="#art_9"', '<destination href="#a"', "reference-differs"),
    "a note": ("Of the law &amp;", "Of no law &amp;", "note-text-differs"),
    "a note of the law": ("OJ L 1 ", "OJ L 2 ", "text-differs"),
    "a mark": (r'marker="\*"', 'marker="+"', "mark-differs"),
    "a mark of the law": ('marker="12a"', 'marker="12b"', "text-differs"),
    "a reference": ('<ref href="#cmp_2"', '<ref href="#cmp_3"', "reference-differs"),
    "a dead reference": ('<ref href="#note_own"', '<ref href="#note_own2"', "dead-anchor"),
    "a link": ('"https://a.eu"', '"https://b.eu"', "link-differs"),
    "a language": ('xml:lang="de"', 'xml:lang="nl"', "language-differs"),
    "the language": ('xml:lang="en"', 'xml:lang="ga"', "language-differs"),
    "the title": ("A &amp; &lt;B&gt;", "A &amp; &lt;C&gt;", "title-differs"),
    "a fact": ("> May<", "> June<", "text-differs"),
    "a description": ("A &lt;plan&gt;", "A plan", "alternative-text-differs"),
    "an id stands twice": ('eId="cmp_3"', 'eId="cmp_2"', "duplicate-anchor"),
    "no XML": ("</akomaNtoso>", "", "unreadable-file"),
    "a document type": ("<akomaNtoso", "<!DOCTYPE a><akomaNtoso", "unreadable-file"),
    "another document": ("amendmentList", "documentCollection", "unreadable-file"),
    "too deep": (">worse<", ">" + "<b>" * 200 + "</b>" * 200 + "<", "unreadable-file"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str) -> None:
    pattern, planted, code = FAULTS[name]
    data, count = re.subn(pattern, lambda _: planted, write(whole(), NO_TEMPLATES).decode(), flags=re.S)
    assert count
    assert code in found_in(whole(), data.encode())


def test_formats_agree() -> None:
    """What `position verify` says of the sheets of one language in all formats."""
    draft = check(WORKSPACE, "ai-generated-csam", ["de"]).draft
    assert draft is not None
    files = [paper for paper, _ in write_papers(WORKSPACE, draft, [*FORMATS, "akn"], kinds("amendments"))]
    *others, akn = [verify_file(paper.name, paper.data)[0] for paper in files]
    assert akn is not None
    for other in others:
        assert other is not None
        assert disagreements(akn, other, ("akn", "other")) == ()


# The command


def workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "positions").symlink_to(ROOT / "positions")
    (folder / "locales").symlink_to(ROOT / "locales")


def test_render_writes_it_when_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace(tmp_path, monkeypatch)
    asked = ["render", "ai-generated-csam", "-l", "en", "-k", "amendments"]
    done = CliRunner().invoke(main, [*asked, "-f", "akn"])
    assert (done.exit_code, done.output.split("\n")[1].split()) == (
        0,
        ["ai-generated-csam.amendments.en.akn", "3", "amendments,", "verified"],
    )
    folder = tmp_path / "build" / "ai-generated-csam"
    data = (folder / "ai-generated-csam.amendments.en.akn").read_bytes()
    assert data == next(paper.data for paper in papers("ai-generated-csam") if paper.language == "en")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["files"]["ai-generated-csam.amendments.en.akn"]["format"] == "akn"
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0
    assert [path.suffix for path in sorted(folder.glob("*.en.*"))] == [".akn", ".docx", ".html"]
    assert "ai-generated-csam.amendments.en.akn: kept, still current" in done.output


@pytest.mark.parametrize("kinds", [[], ["position-paper"], ["amendments", "position-paper"]])
def test_other_kinds_are_wrong_usage(kinds: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace(tmp_path, monkeypatch)
    done = CliRunner().invoke(main, ["render", "-f", "akn", *[word for kind in kinds for word in ("-k", kind)]])
    assert done.exit_code == 2
    assert "Akoma Ntoso is written for -k amendments alone" in done.output
    assert not (tmp_path / "build").exists()


def test_default_formats_are_those_of_papers() -> None:
    assert FORMATS == ("docx", "html")
    assert not set(EXCHANGE_WRITERS) & set(FORMATS)
