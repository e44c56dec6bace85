"""A sheet of amendments that is brought in says the same in the definition, and not a word of it is lost."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.cli import main
from toolkit.codes import GROUPS
from toolkit.diagnostics import ERROR
from toolkit.importing import Imported, import_sheet
from toolkit.inline import plain_text
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.pipeline import check
from toolkit.position import Amendment, Blocks, Position
from toolkit.provisions import parse_provision
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.languages import read_forms, read_language
from toolkit.readers.positions import read_position
from toolkit.readers.provisions import read_provisions
from toolkit.resources import Workspace

ROOT = Path(__file__).parent.parent
HERE = Workspace(ROOT)
NAMES = " ".join(
    [
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
    ]
)
PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HARD = "\u00a0"


# Word files


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def changed(text: str) -> str:
    return run(text, "<w:b/><w:i/>")


def raised(text: str, properties: str = "") -> str:
    return run(text, f'{properties}<w:vertAlign w:val="superscript"/>')


def line(*runs: str, properties: str = "") -> str:
    """A paragraph of plain text and runs."""
    made = "".join([one if one.startswith("<w:") else run(one) for one in runs])
    return f"<w:p><w:pPr>{properties}</w:pPr>{made}</w:p>"


def cell(*lines: str) -> str:
    return f"<w:tc>{''.join([one if one.startswith('<w:p>') else line(one) for one in lines]) or '<w:p/>'}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    made = ["<w:tr>" + "".join(row) + "</w:tr>" for row in rows]
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def columns(left: Sequence[str], right: Sequence[str], heads: tuple[str, str]) -> str:
    """A table with a spacer row, heads, and one row of content."""
    spacer = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
    return table([spacer], [cell(heads[0]), cell(heads[1])], [cell(*left), cell(*right)])


HEADS = ("Text proposed by the Commission", "Amendment")


def word_file(body: str, **parts: str) -> bytes:
    """A Word file of a body; other parts by the kind of their relationship."""
    relations = "".join([relation(kind, content) for kind, content in parts.items()])
    files = {
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{relations}</Relationships>',
        **{f"word/{kind}.xml": content for kind, content in parts.items() if kind != "hyperlink"},
    }
    return packed(files)


def relation(kind: str, content: str) -> str:
    target = f'Target="{content}" TargetMode="External"' if kind == "hyperlink" else f'Target="{kind}.xml"'
    return f'<Relationship Id="{kind}" Type="{PART}/{kind}" {target}/>'


def packed(files: dict[str, str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


def footnotes(**notes: str) -> str:
    made = "".join([f'<w:footnote w:id="{name[1:]}">{line(text)}</w:footnote>' for name, text in notes.items()])
    return f"<w:footnotes {NAMES}>{made}</w:footnotes>"


# Bringing in, and reading the definition


def bring_in(data: bytes, tag: str = "") -> Imported:
    return import_sheet(HERE, data, "sheet.docx", tag)


def said(found: Imported) -> str:
    return "\n".join([one.message for one in found.diagnostics])


DEFINITION = """\
kind: position-paper
title: Repair
language: {tag}
date: 2025-03
drafted_by: [us]
summary: Summary
key_points:
  - id: parts
    point: Point
    heading: Heading
    argument: Argument
"""
HARMLESS = {*GROUPS["Typography"], "overlapping-amendments", "insertion-repeats", "insecure-link"}


def in_definition(folder: Path, text: str, tag: str = "en") -> Position:
    """The position with the YAML of `text` in it, in which there is no fault."""
    put(folder, DEFINITION.format(tag=tag) + text)
    assert {one.code for one in check(Workspace(folder), "paper").diagnostics} <= HARMLESS, text
    return read(folder)


def put(folder: Path, definition: str) -> None:
    (folder / "positions" / "paper").mkdir(parents=True, exist_ok=True)
    (folder / "positions" / "organisations.yaml").write_text("organisations:\n  - id: us\n    name: Us\n")
    (folder / "positions" / "paper" / "position.yaml").write_text(definition, encoding="utf-8")


def read(folder: Path) -> Position:
    position, _ = read_position(folder / "positions", "paper")
    assert position is not None
    return read_provisions(Workspace(folder), position)[0]


def words_of_blocks(blocks: Blocks) -> list[tuple[str, list[str]]]:
    return [(block.role, [text.value for text in block.texts]) for block in blocks]


def facts(one: Amendment) -> dict[str, object]:
    """All that an amendment says, its id and the places of its texts left out."""
    notes = {name: (note.mark, note.text.value) for name, note in one.law_notes.items()}
    return {
        "to": (one.to.provision, one.to.written if one.to.provision is None else ""),
        "texts": {role: [text.value for text in texts] for role, texts in one.texts.items()},
        "deleted": one.deleted,
        "existing": one.existing.value if one.existing else "",
        "existing_to": one.existing_to.provision if one.existing_to else None,
        "notes": sorted(notes.values()),
        "justification": words_of_blocks(one.justification),
        "relations": [len(named) for named in (one.alternative_to, one.fall_back_to, one.together_with)],
    }


@cache
def language(tag: str) -> Language:
    found, problems = read_language(HERE, tag)
    assert found is not None, problems
    return found


# The Parliament's own sheets


def official(number: int, *lines: str, grid: str, original: str = "EN", reasons: Sequence[str] = ()) -> str:
    """An amendment with the codes of the Parliament's tools."""
    made = line(f"<RepeatBlock-Amend><Amend>Amendment{HARD}{HARD}<NumAm>{number}</NumAm>") + "".join(
        [one if one.startswith("<w:p>") else line(one) for one in lines]
    )
    made += grid + line(f"Or. <Original>{{{original}}}{original.lower()}</Original>")
    if reasons:
        made += line("<TitreJust>Justification</TitreJust>") + "".join([line(one) for one in reasons])
    return made + line("</Amend></RepeatBlock-Amend>")


RECITAL = official(
    1,
    "<RepeatBlock-By><Members>Jane Doe, John Roe</Members>",
    "<AuNomDe>{EPP}on behalf of the EPP Group</AuNomDe></RepeatBlock-By>",
    "<DocAmend>Proposal for a regulation</DocAmend>",
    "<Article>Recital 12 a (new)</Article>",
    grid=columns([], [line(changed("(12a) Spare parts "), changed("are dear."))], HEADS),
)
POINT = official(
    2,
    "<DocAmend>Proposal for a regulation</DocAmend>",
    "<Article>Article 5 – paragraph 10 – point a</Article>",
    grid=columns(["(a) the old words;", "(b) more"], [line("(a) the ", changed("new"), " words;"), "(b) more"], HEADS),
    reasons=["Old words are worn.", "New ones last."],
)


def test_official_sheet(tmp_path: Path) -> None:
    found = bring_in(word_file(line("AMENDMENTS 1 - 2") + RECITAL + POINT))
    assert (found.count, found.language) == (2, "en")
    assert said(found) == "before the first amendment, not placed: 'AMENDMENTS 1 - 2'"
    first, second = in_definition(tmp_path, found.text).amendments
    assert (first.id, first.to.written) == ("recital-12a-new", "Recital 12a (new)")
    assert facts(first)["texts"] == {"proposed": ["(12a) Spare parts are dear."]}
    assert (second.id, second.to.written) == ("article-5-10-a", "Article 5(10)(a)")
    assert facts(second)["texts"] == {
        "original": ["(a) the old words;", "(b) more"],
        "proposed": ["(a) the new words;", "(b) more"],
    }
    assert facts(second)["justification"] == [
        ("paragraph", ["Old words are worn."]),
        ("paragraph", ["New ones last."]),
    ]
    assert "  # tabled by: Jane Doe, John Roe; [EPP] on behalf of the EPP Group\n" in found.text
    assert "# of each: Proposal for a regulation\n# of each: Or. en\n" in found.text


def letters_apart(body: str) -> str:
    """Every letter in a run of its own, as after much editing."""
    return re.sub(
        r"<w:r><w:rPr>(.*?)</w:rPr><w:t [^>]*>(.*?)</w:t></w:r>",
        lambda found: "".join(
            [f'<w:r><w:rPr>{found[1]}</w:rPr><w:t xml:space="preserve">{one}</w:t></w:r>'
             for one in re.findall(r"&\w+;|.", found[2])]),
        body,
    )  # fmt: skip


def codes_hidden(body: str) -> str:
    """The codes as hidden text, as in a file from which they were not to be printed."""
    start = '<w:t xml:space="preserve">'
    hidden = rf"</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>{start}\1</w:t></w:r><w:r>{start}"
    return re.sub(r"((?:&lt;[^&]*&gt;(?:\{\w+\})?)+)", hidden, body)


@pytest.mark.parametrize("change", [letters_apart, codes_hidden])
def test_codes_may_be_split_or_hidden(change: object) -> None:
    assert callable(change)
    assert bring_in(word_file(change(RECITAL + POINT))) == bring_in(word_file(RECITAL + POINT))


def test_amending_act(tmp_path: Path) -> None:
    one = official(
        7,
        "<DocAmend>Proposal for a directive</DocAmend>",
        "<Article>Article 1 – paragraph 1 – point 3</Article>",
        "Directive 2011/93/EU",
        "<Article>Article 5 – paragraph 8</Article>",
        grid=columns(["8. It is so."], [line(changed("deleted"))], ("Present text", "Amendment")),
    )
    found = bring_in(word_file(one))
    assert said(found) == ""
    (made,) = in_definition(tmp_path, found.text).amendments
    assert facts(made)["deleted"]
    assert facts(made)["existing"] == "Directive 2011/93/EU"
    assert made.existing_to is not None
    assert made.existing_to.written == "Article 5(8)"
    assert facts(made)["texts"] == {"present": ["8. It is so."]}


# Footnotes


LAW = [
    line("As Regulation (EU) 2016/679", raised("1"), " and its ", raised("1"), raised("a", "<w:b/><w:i/>"), " say"),
    line("__________________"),
    line(raised("1"), "OJ L 119, 4.5.2016, p. 1."),
    line(raised("1a", "<w:b/><w:i/>"), " OJ L 120."),
    line("ELI: http://data.europa.eu/eli/reg/2016/679/oj"),
]


def test_footnotes_of_the_law_below_a_rule(tmp_path: Path) -> None:
    one = official(1, "<Article>Article 5</Article>", grid=columns(LAW, ["Nothing"], HEADS))
    found = bring_in(word_file(one))
    assert said(found) == ""
    (made,) = in_definition(tmp_path, found.text).amendments
    assert facts(made)["texts"] == {
        "original": ["As Regulation (EU) 2016/679[^note-1] and its [^note-1a] say"],
        "proposed": ["Nothing"],
    }
    assert facts(made)["notes"] == [
        ("1", "OJ L 119, 4.5.2016, p. 1."),
        ("1a", "OJ L 120. ELI: http://data.europa.eu/eli/reg/2016/679/oj"),
    ]


def test_footnotes_in_their_own_paragraphs_and_in_both_columns(tmp_path: Path) -> None:
    note = line(raised("(1)"), f"{HARD}OJ L 1.")
    left, right = [line("Old", raised("(1)"), "."), note], [line("New", raised("(1)"), "."), note]
    found = bring_in(word_file(official(1, "<Article>Article 5</Article>", grid=columns(left, right, HEADS))))
    (made,) = in_definition(tmp_path, found.text).amendments
    assert facts(made)["texts"] == {"original": ["Old[^note-1]."], "proposed": ["New[^note-1]."]}
    assert facts(made)["notes"] == [("1", "OJ L 1.")]


def test_footnotes_of_word(tmp_path: Path) -> None:
    mark = '<w:r><w:footnoteReference w:id="4"/></w:r>'
    grid = columns([line("Old words", mark, ".")], ["New"], HEADS)
    other = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    body = official(1, "<Article>Article 5</Article>", grid=grid, reasons=["Why"])
    body = body.replace("Why</w:t></w:r>", f"Why</w:t></w:r>{other}")
    data = word_file(body, footnotes=footnotes(n4="OJ L 1 [sic].", n5="A study.", n6="Of no use"))
    found = bring_in(data)
    assert said(found) == "in a note that no wording and no justification refers to, not placed: 'Of no use'"
    position = in_definition(tmp_path, found.text)
    assert facts(position.amendments[0])["texts"] == {"original": ["Old words[^note-1]."], "proposed": ["New"]}
    assert facts(position.amendments[0])["notes"] == [("1", r"OJ L 1 \[sic\].")]
    assert facts(position.amendments[0])["justification"] == [("paragraph", ["Why[^sheet-note-1]"])]
    assert position.footnotes["sheet-note-1"].text.value == "A study."


def test_raised_mark_without_a_note_is_doubted() -> None:
    body = official(1, "<Article>Article 5</Article>", grid=columns([line("10 m", raised("2"))], ["New"], HEADS))
    found = bring_in(word_file(body))
    assert "the raised '2' has no note" in said(found)
    assert "10 m2" in found.text


# Sheets in the plain form


def plain_sheet(tag: str) -> str:
    """Four amendments in the words of a language; the provisions as that language heads them."""
    own = language(tag)
    forms = own.conventions.provisions
    english = read_forms(HERE, "en")
    assert english is not None

    def heading(text: str) -> str:
        provision, _ = parse_provision(text, [english])
        assert provision is not None
        return forms.heading_form(provision)

    def title(number: int) -> str:
        return line(own.word("amendment", str(number)))

    heads = (own.word("commission-text"), own.word("amendment-text"))
    present = (own.word("existing-text"), own.word("amendment-text"))
    act, last = line(own.word("regulation")), line(own.word("original-language", tag))
    return "".join(
        [
            title(1), line("Jane Doe"), act, line(heading("Article 5(10)")),
            columns(["Old words", "Second"], [line(changed("New"), " words"), "Second"], heads), last,
            line(own.word("justification")), line("It is * better [so]."), line("And so on."),
            title(2), act, line(heading("Recital 12a (new)")), columns([], ["(12a) New"], heads), last,
            title(3), act, line(heading("Article 2(3)(d)")),
            columns(["Old\u00a0one"], [own.word("deleted")], heads), last,
            title(4), act, line(heading("Article 1")), line("Directive 2011/93/EU"), line(heading("Article 9(2)")),
            columns(["Is in force"], ["Shall be"], present), last,
        ]
    )  # fmt: skip


@pytest.mark.parametrize("tag", LANGUAGES)
def test_plain_sheet_of_every_language(tag: str, tmp_path: Path) -> None:
    found = bring_in(word_file(plain_sheet(tag)))
    assert (found.language, said(found), found.count) == (tag, "", 4)
    assert_is_plain_sheet(in_definition(tmp_path, found.text, tag))
    assert found.text.count("# tabled by: Jane Doe") == 1


def assert_is_plain_sheet(position: Position) -> None:
    found = [facts(one) for one in position.amendments]
    assert [one.to.written for one in position.amendments] == [
        "Article 5(10)", "Recital 12a (new)", "Article 2(3)(d)", "Article 1",
    ]  # fmt: skip
    assert [one["texts"] for one in found] == [
        {"original": ["Old words", "Second"], "proposed": ["New words", "Second"]},
        {"proposed": ["(12a) New"]},
        {"original": ["Old\\ one"]},
        {"present": ["Is in force"], "proposed": ["Shall be"]},
    ]
    assert [one["deleted"] for one in found] == [False, False, True, False]
    assert found[0]["justification"] == [
        ("paragraph", [r"It is \* better \[so\]."]),
        ("paragraph", ["And so on."]),
    ]
    assert found[3]["existing"] == "Directive 2011/93/EU"
    assert position.amendments[3].existing_to is not None
    assert position.amendments[3].existing_to.written == "Article 9(2)"


@pytest.mark.parametrize("tag", ["hu", "lt", "fi", "de", "el"])
def test_number_before_the_word(tag: str, tmp_path: Path) -> None:
    own = language(tag)
    body = plain_sheet(tag)
    word = own.word("amendment").replace("{0}", "").strip(f" {HARD}")
    for number in range(1, 5):
        old = escape(own.word("amendment", str(number)))
        assert old in body
        body = body.replace(old, f"{number}. {word.lower()}")
    found = bring_in(word_file(body))
    assert (found.language, said(found)) == (tag, "")
    assert_is_plain_sheet(in_definition(tmp_path, found.text, tag))


def test_headings_in_other_dress(tmp_path: Path) -> None:
    """Capitals, a provision in the heading, no spacer and no heads."""
    grid = table([cell("Old"), cell("New")])
    body = line("AMENDMENT 1 – Article 5(2)") + grid + line("Amendment\t2:") + line("Recital 3") + grid
    found = bring_in(word_file(body), "en")
    assert said(found) == ""
    written = [one.to.written for one in in_definition(tmp_path, found.text).amendments]
    assert written == ["Article 5(2)", "Recital 3"]


# Sheets that we wrote ourselves

OWN = """\
amendments:
  - id: first
    to: Article 5(10)
    text:
      insert: words with a \\* star
    justification: |
      It is [better](https://example.org/why).

      - one
      - two

      1. first
      2. second
  - id: second
    to: Recital 12a (new)
    text:
      proposed: |
        The first paragraph[^note-1a].

        The second one.
    law_notes:
      note-1a: {mark: "1a", text: "OJ L 119, 4.5.2016."}
    alternative_to: [first]
  - id: third
    to: Article 9
    existing:
      act: Directive 2011/93/EU
      to: Article 2(3)
    text:
      present: |
        Words that are not needed

        1. numbered
      deleted: yes
    together_with: [first, second]
  - id: fourth
    to: Annex I, point 3
    text:
      delete: idle words
  - id: fifth
    to: Article 6(1)(a)
    text:
      insert: these
      delete: those
    fall_back_to: [first]
  - id: sixth
    to: Article 8
    text:
      original: The manual shall be kept for two years[^note-2].
      proposed: |
        The manual shall be kept for ten years[^note-2].

        (a) It shall be free.
    law_notes:
      note-2: {mark: "2", text: "OJ L 120, 5.5.2016."}
"""


@pytest.mark.parametrize("tag", ["en", "fr", "hu", "el"])
def test_our_own_sheet_comes_back(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, DEFINITION.format(tag=tag) + OWN)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["render", "paper", "-k", "amendments", "-f", "docx", "-l", tag])
    assert done.exit_code == 0, done.output
    (path,) = (tmp_path / "build").rglob("*.docx")
    found = bring_in(path.read_bytes())
    assert (found.language, found.count) == (tag, 6)
    before = [facts(one) for one in read(tmp_path).amendments]
    after = [facts(one) for one in in_definition(tmp_path / "again", found.text, tag).amendments]
    assert after == before


# Nothing is lost


def all_words(found: Imported) -> str:
    """The text of the definition without escapes, and everything that was reported."""
    plain = re.sub(r"\\(.)", r"\1", found.text).replace("''", "'")
    return f"{plain}\n{said(found)}"


TEXTS = st.sampled_from(
    ["@", "@ [@] \\", "Amendment 1", "Amendment 2", "Article @", "Article 5(1)", "Or. en", "Or. @", "Justification",
     "Justification: @", "Proposal for a regulation @", "deleted", "[…] @ […]", "[…]", "____", "1. @", "- @", "> @",
     "<Amend>@", "</Amend>@", "<NumAm>3</NumAm>", "<Article>@</Article>", "<Members>@</Members>", "<Original>@",
     "<TitreJust>Justification</TitreJust>@", "Alternative to: Amendment 1", "Text proposed by the Commission"]
)  # fmt: skip
LOOKS = st.sampled_from(["", "<w:b/><w:i/>", '<w:vertAlign w:val="superscript"/>', "<w:vanish/>"])
LINES = st.lists(st.tuples(TEXTS, LOOKS), min_size=1, max_size=3)
CELLS = st.lists(LINES, max_size=3)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=3)
BODIES: st.SearchStrategy[list[object]] = st.lists(st.one_of(LINES, st.builds(dict, rows=TABLES)), max_size=12)


class Counter:
    """Puts a word that stands nowhere else in the place of each "@"."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def fill(self, text: str) -> str:
        while "@" in text:
            self.words.append(f"word{len(self.words)}x")
            text = text.replace("@", self.words[-1], 1)
        return text

    def line(self, runs: list[tuple[str, str]]) -> str:
        return line(*[run(self.fill(text), look) for text, look in runs])

    def item(self, item: object) -> str:
        if isinstance(item, dict):
            return table(*[[cell(*[self.line(one) for one in lines]) for lines in row] for row in item["rows"]])
        assert isinstance(item, list)
        return self.line(item)


@given(BODIES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_not_a_word_is_lost(body: list[object]) -> None:
    counter = Counter()
    grid = columns(["Old"], ["New"], HEADS)
    made = "".join([counter.item(item) for item in body])
    found = bring_in(word_file(made + line("Amendment 99") + line("Article 1") + grid), "en")
    if found.count:
        text = all_words(found)
        assert [word for word in counter.words if word not in text] == [], found.text + said(found)
        for paragraph in re.findall(r"^ {8}(.+)$", found.text, re.M):
            assert plain_text(parse(paragraph).inlines)
    else:
        assert [one.severity for one in found.diagnostics] == [ERROR]


@given(BODIES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_comes_out_is_a_definition(body: list[object]) -> None:
    made = "".join([Counter().item(item) for item in body])
    found = bring_in(word_file(made + RECITAL), "en")
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder), DEFINITION.format(tag="en") + found.text)
        codes = {one.code for one in check(Workspace(Path(folder)), "paper").diagnostics} if found.count else set()
    assert codes - HARMLESS <= ({"invalid-provision"} if "unread-provision" in str(found.diagnostics) else set())


def test_what_stands_outside_the_text_is_reported() -> None:
    box = f'<w:r><w:drawing><wp:docPr descr="A chart"/><w:txbxContent>{line("Boxed")}</w:txbxContent></w:drawing></w:r>'
    deleted = "<w:del><w:r><w:delText>Struck</w:delText></w:r></w:del>"
    hidden = run("Hidden", "<w:vanish/>")
    grid = columns([line("Old", deleted, hidden, box)], ["New"], HEADS)
    body = official(1, "<Article>Article 5</Article>", grid=grid)
    header = f"<w:hdr {NAMES}>{line('PE123.456')}</w:hdr>"
    comments = f'<w:comments {NAMES}><w:comment w:id="1">{line("Really?")}</w:comment></w:comments>'
    found = bring_in(word_file(body, header=header, comments=comments))
    assert said(found).splitlines() == [
        "deleted in tracked changes, not placed: 'Struck'",
        "a picture, not placed: 'A chart'",
        "in a text box, not placed: 'Boxed'",
        "hidden, not placed: 'Hidden'",
        "in a header, not placed: 'PE123.456'",
        "in a comment, not placed: 'Really?'",
    ]


def test_long_words_are_reported_whole() -> None:
    lost = " ".join([f"word{number}" for number in range(2000)]) + " " + "x" * 3000
    found = bring_in(word_file(line(lost) + RECITAL))
    assert len(found.diagnostics) > 20
    together = " ".join([one.message.partition("'")[2][:-1] for one in found.diagnostics])
    assert all(f"word{number}" in together.split() for number in range(2000))
    assert together.count("x") == 3000
    assert max(len(one.message) for one in found.diagnostics) < 700  # the command line would cut more


def test_links_and_lists(tmp_path: Path) -> None:
    link = f'<w:hyperlink r:id="hyperlink">{run("the [study]")}</w:hyperlink>'
    body = official(1, "<Article>Article 5</Article>", grid=columns(["Old"], ["New"], HEADS), reasons=["See"])
    body = body.replace("See</w:t></w:r>", f"See </w:t></w:r>{link}")
    found = bring_in(word_file(body, hyperlink="https://example.org/a_(b)"))
    (made,) = in_definition(tmp_path, found.text).amendments
    assert facts(made)["justification"] == [("paragraph", [r"See [the \[study\]](https://example.org/a_(b))"])]
    assert "javascript" in said(bring_in(word_file(body, hyperlink="javascript:alert(1)")))


def test_characters_that_nobody_sees(tmp_path: Path) -> None:
    body = official(1, "<Article>Article 5</Article>", grid=columns(["So\u00adft"], ["R\u202eev\u0085"], HEADS))
    found = bring_in(word_file(body))
    (made,) = in_definition(tmp_path, found.text).amendments
    assert facts(made)["texts"] == {"original": ["Soft"], "proposed": ["Rev"]}
    assert "U+00AD (1 times)" in said(found)


# Broken and hostile files


def broken(body: bytes) -> dict[str, bytes]:
    good = word_file(RECITAL)
    return {
        "empty": b"",
        "text": b"Amendment 1",
        "old": b"\xd0\xcf\x11\xe0" + bytes(600),
        "cut": good[: len(good) // 2],
        "not word": packed({"a.txt": "a"}),
        "doctype": packed({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "not xml": packed({"word/document.xml": "<w:document>"}),
        "other root": packed({"word/document.xml": "<x/>"}),
        "bomb": word_file(f"<w:p><w:r><w:t>{'a' * 60_000_000}</w:t></w:r></w:p>"),
        "deep": word_file("<w:sdt>" * 50_000 + "</w:sdt>" * 50_000),
        "deep tables": word_file("<w:tbl><w:tr><w:tc>" * 9000 + "</w:tc></w:tr></w:tbl>" * 9000),
    }


@pytest.mark.parametrize("name", broken(b""))
def test_broken_file_is_a_message(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    path.write_bytes(broken(b"")[name])
    done = CliRunner().invoke(main, ["import-amendments", str(path)])
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "error[unreadable-file]" in done.stderr


GREAT = {
    "too long": f"<w:p><w:r><w:t>{'a' * 30_000_000}</w:t></w:r></w:p>",
    "long text": f"<w:p><w:r><w:t>{'words ' * 2_600_000}</w:t></w:r></w:p>",
    "empty elements": "<w:p/>" * 690_000,
    "breaks": f"{line('Amendment 1')}<w:p><w:r>{'<w:br/>' * 690_000}</w:r></w:p>",
    "notes": "<w:p>" + '<w:r><w:footnoteReference w:id="1"/></w:r>' * 140_000 + "</w:p>",
    "lines": line("Amendment 1") + "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 110_000,
    "runs": f"{line('Amendment 1')}<w:p>{'<w:r><w:rPr><w:b/></w:rPr><w:t>a</w:t></w:r>' * 80_000}</w:p>",
    "headings": "<w:p><w:r><w:t>Amendment 1</w:t></w:r></w:p>" * 40_000,
    "text in a cell": line("Amendment 1") + line("Article 1") + columns(["a" * 14_000_000], ["b"], HEADS),
    "many words": (line("aa " * 30_000) * 43) + RECITAL,
    "many lines": line("Amendment 1") + "".join([line(f"word {number}") for number in range(49_000)]) + RECITAL,
    "deleted": RECITAL + "<w:del><w:r><w:delText>" + "aa " * 4_000_000 + "</w:delText></w:r></w:del>",
    "alike": line("Amendment 1")
    + "".join([line(f"Article 1{'x' * (number % 9)} point") for number in range(9_000)])
    + line("Article 2")
    + columns(["Old", *[line(raised("1"), f" note {number}") for number in range(9_000)]], ["New"], HEADS),
    "amendments": (line("Amendment 1") + line("Article 1") + columns(["a"], ["b"], HEADS)) * 3_000,
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", GREAT)
def test_great_files_take_little(name: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.docx"
    document = f"<w:document {NAMES}><w:body>{GREAT[name]}</w:body></w:document>"
    path.write_bytes(packed({"word/document.xml": document}, method=zipfile.ZIP_STORED))
    program = (
        "import atexit, re, sys; from pathlib import Path\n"
        "peak = lambda: re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]\n"
        "atexit.register(lambda: print(int(peak()) // 1024, file=sys.__stderr__))\n"
        "from toolkit.cli import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "import-amendments", str(path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    *lines, megabytes = done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert done.returncode == (0 if name in ("amendments", "many words", "many lines", "alike") else 1), lines[-3:]
    assert int(megabytes) < 150


# The command


def test_command_writes_a_new_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sheet.docx").write_bytes(word_file(line("A remark") + RECITAL))

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["import-amendments", "sheet.docx", *arguments])
        return done.exit_code, done.stdout

    code, text = call()
    assert (code, text[:6]) == (0, "# from")
    assert call("-o", "out.yaml") == (0, "")
    assert Path("out.yaml").read_text(encoding="utf-8") == text
    assert call("-o", "out.yaml") == (2, "")
    assert call("-o", "sheet.docx") == (2, "")
    assert call("-o", "nowhere/out.yaml") == (2, "")
    assert call("-l", "xx") == (2, "")
    assert call("--strict")[0] == 3
    assert call("-l", "de")[0] == 0
    Path("link.yaml").symlink_to("missing.yaml")
    assert call("-o", "link.yaml") == (2, "")
    assert not Path("missing.yaml").exists()


def test_page_shows_what_the_command_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of the page, from a sheet with the same words."""
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    yaml = re.search(r"^```yaml\n(.*?)^```$", page, re.M | re.S)
    messages = re.search(r"^```text\n(.*?)^```$", page, re.M | re.S)
    assert yaml is not None
    assert messages is not None
    monkeypatch.chdir(tmp_path)
    one = official(
        12,
        "<Members>Jane Doe, John Roe</Members>",
        "<DocAmend>Proposal for a regulation</DocAmend>",
        "<Article>Article 5 – paragraph 10</Article>",
        grid=columns(["Spare parts shall be sold."], ["Spare parts shall be sold at a fair price."], HEADS),
        reasons=["A price can be a barrier."],
    )
    Path("sheet.docx").write_bytes(word_file(line("AMENDMENTS 12 - 34") + one))
    done = CliRunner().invoke(main, ["import-amendments", "sheet.docx"])
    assert done.stdout == yaml[1]
    assert done.stderr == messages[1]


@pytest.mark.parametrize("tag", ["bg", "fi", "lt"])
def test_endless_provision_is_given_up_at_once(tag: str) -> None:
    """Levels that may stand below each other, again and again: each place is looked at once."""
    forms = read_forms(HERE, tag)
    assert forms is not None
    levels = [forms.heading[level].replace("{0}", "1") for level in ("article", *(("point", "subparagraph") * 9))]
    start = time.process_time()
    assert parse_provision(" – ".join(levels) + "?", [forms])[0] is None
    assert time.process_time() - start < 1
