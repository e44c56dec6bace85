"""What the paper and the sheet print of an amendment: worked out by hand from its definition.

A change is written ⟦+new+⟧, ⟦-deleted-⟧ or, where it is struck through, ⟦=deleted=⟧; the mark of a footnote of the
law ⟦^1a⟧.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from builtin_kinds import kind

from toolkit.document import AmendmentBlock, Document, Section
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
)
from toolkit.inspection import compare, disagreements, verify_file
from toolkit.inspection.reading import Reading
from toolkit.pipeline import check, compose_document
from toolkit.resources import Workspace
from toolkit.writers import WRITERS

PAPER = """\
kind: position-paper
title: Amendments
language: en
date: 2025
drafted_by: [us]
file: {act: regulation}
summary: We ask for this.
key_points:
  - {id: first, point: Point., heading: Heading, argument: Argument.}
"""
ORGANISATIONS = "organisations:\n  - {id: us, name: Us}\n  - {id: member, name: A Member}\n"
SIGNS = {("inserted", False): "+", ("deleted", False): "-", ("deleted", True): "="}


def documents(
    folder: Path, amendments: str, form: str = "compact", pages: str = "running"
) -> tuple[Document, Document]:
    """The paper with these amendments, and its sheet."""
    own = folder / "positions" / "paper"
    own.mkdir(parents=True)
    (folder / "positions" / "organisations.yaml").write_text(ORGANISATIONS, encoding="utf-8")
    text = textwrap.indent(textwrap.dedent(amendments).strip("\n"), "  ")
    definition = f"{PAPER}amendment_form: {form}\namendment_pages: {pages}\namendments:\n{text}\n"
    (own / "position.yaml").write_text(definition, encoding="utf-8")
    (own / "sources.yaml").write_text("[]\n", encoding="utf-8")
    checked = check(Workspace(folder), "paper", ["en"])
    assert not [found for found in checked.diagnostics if found.severity == "error"]
    assert checked.draft is not None
    paper = compose_document(checked.draft, "en", (), {})
    return paper, compose_document(checked.draft, "en", (), {}, kind("amendments"))


def amendments_of(document: Document) -> list[AmendmentBlock]:
    sections = [block for block in document.blocks if isinstance(block, Section)]
    return [block for section in sections for block in section.blocks if isinstance(block, AmendmentBlock)]


def shown(inlines: Inlines) -> str:
    return "".join([shown_one(inline) for inline in inlines]).replace("\u00a0", " ")


def shown_one(inline: Inline) -> str:
    match inline:
        case Plain(text):
            return text
        case Change(children, kind, struck):
            sign = SIGNS[kind, struck]
            return f"⟦{sign}{shown(children)}{sign}⟧"
        case Emphasis(children):
            return f"*{shown(children)}*"
        case Strong(children):
            return f"**{shown(children)}**"
        case Link(children, address):
            return f"[{shown(children)}]({address})"
        case Raised(text):
            return f"⟦^{text}⟧"
        case NumberReference():
            return inline.before + inline.number + inline.after
        case Mark(_, text):
            return f"[^{text}]"
    raise AssertionError(inline)


Wordings = list[tuple[str, str, list[str]]]


def wordings(block: AmendmentBlock) -> Wordings:
    return [(text.label, text.role, [shown(one) for one in text.paragraphs]) for text in block.texts]


def lines(block: AmendmentBlock) -> list[tuple[str, str]]:
    return [(line.role, shown(line.content)) for line in block.lines]


def amendment(to: str, text: str) -> str:
    return f"- id: change\n  to: {to}\n  text:\n{textwrap.indent(textwrap.dedent(text).strip(), '    ')}\n"


BOTH = """
original: The Council shall act within 60 days.
proposed: The Council shall act within 30 days.
"""
MARKED = """
original: The **Council** shall act within 60 days.
proposed: The Council shall *soon **act*** within 30 days.
"""
GONE = "original: The fee is paid first.\ndeleted: yes"
SOME_DELETED = "delete: The fee **of EUR 5** is paid first."
PARAGRAPHS = """
proposed: |
  1. Manuals are free.

  2. They are
  public.
"""
ORIGINAL, PROPOSED = "Text of the proposal", "Proposed text"
INSERT, DELETE = "Text to be inserted", "Text to be deleted"

# What is written, in which form, and what the paper prints of it.
PRINTED: dict[str, tuple[str, str, Wordings]] = {
    "both wordings, compared": (
        BOTH,
        "compact",
        [
            (ORIGINAL, "original", ["The Council shall act within ⟦-60-⟧ days."]),
            (PROPOSED, "proposed", ["The Council shall act within ⟦+30+⟧ days."]),
        ],
    ),
    "both wordings, marked by the author": (
        MARKED,
        "compact",
        [
            (ORIGINAL, "original", ["The ⟦-Council-⟧ shall act within 60 days."]),
            (PROPOSED, "proposed", ["The Council shall *soon ⟦+act+⟧* within 30 days."]),
        ],
    ),
    "both wordings, in columns": (
        BOTH,
        "columns",
        [
            (ORIGINAL, "original", ["The Council shall act within ⟦-60-⟧ days."]),
            (PROPOSED, "proposed", ["The Council shall act within ⟦+30+⟧ days."]),
        ],
    ),
    "both wordings, in one text": (
        BOTH,
        "consolidated",
        [(PROPOSED, "proposed", ["The Council shall act within ⟦=60=⟧⟦+30+⟧ days."])],
    ),
    "a new wording alone": (
        PARAGRAPHS,
        "compact",
        [(PROPOSED, "proposed", ["⟦+1. Manuals are free.+⟧", "⟦+2. They are public.+⟧"])],
    ),
    "a new wording in which the author marked words": (
        "proposed: The Council shall act within **30** days.",
        "compact",
        [(PROPOSED, "proposed", ["The Council shall act within ⟦+30+⟧ days."])],
    ),
    "words to be inserted": ("insert: at once", "compact", [(INSERT, "inserted", ["⟦+at once+⟧"])]),
    "words to be deleted": ("delete: at once", "compact", [(DELETE, "deleted", ["⟦=at once=⟧"])]),
    "words to be deleted, marked by the author": (
        SOME_DELETED,
        "compact",
        [(DELETE, "deleted", ["The fee ⟦=of EUR 5=⟧ is paid first."])],
    ),
    "a whole provision to be deleted": (GONE, "compact", [(DELETE, "deleted", ["⟦=The fee is paid first.=⟧"])]),
    "a whole provision to be deleted, not quoted": (
        "deleted: yes",
        "compact",
        [(PROPOSED, "proposed", ["⟦+deleted+⟧"])],
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_wordings_in_the_paper(name: str, tmp_path: Path) -> None:
    text, form, expected = PRINTED[name]
    (block,) = amendments_of(documents(tmp_path, amendment("Article 5(2)", text), form)[0])
    assert wordings(block) == expected
    assert (block.form, block.original_language, block.alone) == (form, "", False)


# What is written of which provision, and the two columns of the sheet; […] stands for what is not known.
TABLED: dict[str, tuple[str, str, list[str], list[str]]] = {
    "both": (
        "Article 5(2)",
        BOTH,
        ["The Council shall act within ⟦-60-⟧ days."],
        ["The Council shall act within ⟦+30+⟧ days."],
    ),
    "marked": (
        "Article 5(2)",
        MARKED,
        ["The ⟦-Council-⟧ shall act within 60 days."],
        ["The Council shall *soon ⟦+act+⟧* within 30 days."],
    ),
    "original not known": ("Article 5(2)", "proposed: Act at once.", ["[…]"], ["⟦+Act at once.+⟧"]),
    "new provision": ("Article 5a (new)", PARAGRAPHS, [], ["⟦+1. Manuals are free.+⟧", "⟦+2. They are public.+⟧"]),
    "new provision, inserted": ("Article 5a (new)", "insert: Act at once.", [], ["⟦+Act at once.+⟧"]),
    "inserted": ("Article 5(2)", "insert: at once", ["[…]"], ["[…] ⟦+at once+⟧ […]"]),
    "inserted into a text that is known": (
        "Article 5(2)",
        "original: The Council shall act.\ninsert: at once",
        ["The Council shall act."],
        ["[…] ⟦+at once+⟧ […]"],
    ),
    "deleted": ("Article 5(2)", "delete: at once", ["[…] ⟦-at once-⟧ […]"], ["[…]"]),
    "inserted and deleted": (
        "Article 5(2)",
        "delete: at once\ninsert: soon",
        ["[…] ⟦-at once-⟧ […]"],
        ["[…] ⟦+soon+⟧ […]"],
    ),
    "all deleted": ("Article 5(2)", GONE, ["⟦-The fee is paid first.-⟧"], ["⟦+deleted+⟧"]),
}


@pytest.mark.parametrize("name", TABLED)
def test_columns_of_the_sheet(name: str, tmp_path: Path) -> None:
    to, text, left, right = TABLED[name]
    (block,) = amendments_of(documents(tmp_path, amendment(to, text))[1])
    assert wordings(block) == [
        ("Text proposed by the Commission", "original", left),
        ("Amendment", "proposed", right),
    ]
    assert (block.form, block.original_language.replace("\u00a0", " "), block.provision) == ("columns", "Or. en", "")


def test_marks_and_references_go_with_their_words(tmp_path: Path) -> None:
    text = amendment("Article 5(2)", "original: As in [](#first), act.\nproposed: As in [](#first), act at once.")
    (block,) = amendments_of(documents(tmp_path, text, "consolidated")[0])
    assert wordings(block) == [(PROPOSED, "proposed", ["As in point 1, act⟦+ at once+⟧."])]


LAW = """
- id: change
  to: Article 5(2)
  existing: {act: Regulation (EU) 2022/2065, to: Article 40}
  text:
    original: The Council[^old] and the Commission shall act.
    proposed: The Council[^old] and the Agency[^agency] shall act.
  law_notes:
    old: {mark: "1", text: The Council of *the Union*.}
    agency: {mark: 1a, text: The Agency.}
  tabled_by: [member, us]
"""


def test_notes_of_the_law_stand_below_the_wording_that_has_their_mark(tmp_path: Path) -> None:
    for document in documents(tmp_path, LAW, "columns"):
        (block,) = amendments_of(document)
        left, right = block.texts
        assert [shown(one) for one in left.paragraphs] == ["The Council⟦^1⟧ and the ⟦-Commission-⟧ shall act."]
        assert [shown(one) for one in right.paragraphs] == ["The Council⟦^1⟧ and the ⟦+Agency⟦^1a⟧+⟧ shall act."]
        assert [(note.mark, shown(note.content)) for note in left.notes] == [("1", "The Council of *the Union*.")]
        assert [(note.mark, shown(note.content)) for note in right.notes] == [
            ("1", "The Council of *the Union*."),
            ("1a", "The Agency."),
        ]
        assert document.notes == ()


OTHER_NOTE = """
- id: change
  to: Article 5(2)
  text:
    present: The Council[^old] acts.
    proposed: The Council[^agency] acts.
  law_notes:
    old: {mark: "1", text: The Council of the Union.}
    agency: {mark: 1a, text: The Agency.}
"""


def test_another_note_is_a_change(tmp_path: Path) -> None:
    for form, label in (("compact", "Present text"), ("columns", "Present text"), ("consolidated", "")):
        paper, _ = documents(tmp_path / form, OTHER_NOTE, form)
        (block,) = amendments_of(paper)
        if label:
            assert [one[2] for one in wordings(block)] == [
                ["The Council⟦-⟦^1⟧-⟧ acts."],
                ["The Council⟦+⟦^1a⟧+⟧ acts."],
            ]
            assert wordings(block)[0][0] == label
        else:
            assert wordings(block)[0][2] == ["The Council⟦=⟦^1⟧=⟧⟦+⟦^1a⟧+⟧ acts."]
            assert [note.mark for note in block.texts[0].notes] == ["1", "1a"]


def test_lines_of_the_sheet_are_in_the_order_of_the_form(tmp_path: Path) -> None:
    paper, sheet = documents(tmp_path, LAW)
    assert lines(amendments_of(sheet)[0]) == [
        ("tablers", "A Member, Us"),
        ("act", "Proposal for a regulation"),
        ("position", "Article 5 – paragraph 2"),
        ("act", "Regulation (EU) 2022/2065"),
        ("position", "Article 40"),
    ]
    (block,) = amendments_of(paper)
    assert lines(block) == [("relation", "Existing act: Regulation (EU) 2022/2065, Article 40")]
    assert block.provision.replace("\u00a0", " ") == "Article 5(2)"


RELATED = """
- {id: one, to: Article 5(2), text: {insert: a}}
- {id: two, to: Article 5(2), text: {insert: b}, alternative_to: [one]}
- {id: three, to: Article 5(2), text: {insert: c}, fall_back_to: [two, one]}
- {id: four, to: Article 6, text: {insert: d}, together_with: [three]}
"""


def test_relations_are_printed_with_numbers(tmp_path: Path) -> None:
    expected = [
        [],
        [("relation", "Alternative to: Amendment 1")],
        [("relation", "Fall-back if not accepted: Amendment 2, Amendment 1")],
        [("relation", "Together with: Amendment 3")],
    ]
    paper, sheet = documents(tmp_path, RELATED)
    assert [lines(block) for block in amendments_of(paper)] == expected
    assert [lines(block)[2:] for block in amendments_of(sheet)] == expected


@pytest.mark.parametrize(("pages", "alone"), [("one", True), ("running", False)])
def test_each_amendment_of_the_sheet_may_have_a_page(pages: str, alone: bool, tmp_path: Path) -> None:
    paper, sheet = documents(tmp_path, RELATED, pages=pages)
    assert [block.alone for block in amendments_of(sheet)] == [alone] * 4
    assert not any(block.alone for block in amendments_of(paper))


@pytest.mark.parametrize("form", ["compact", "columns", "consolidated"])
def test_files_show_what_the_documents_say(form: str, tmp_path: Path) -> None:
    texts = [text for text, _, _ in PRINTED.values()]
    given = "".join(
        [amendment(f"Article {n}", text).replace("id: change", f"id: a{n}") for n, text in enumerate(texts, 1)]
    )
    for document in documents(tmp_path, given + LAW.lstrip("\n").replace("Article 5(2)", "Article 99"), form, "one"):
        readings: dict[str, Reading] = {}
        for suffix, write in WRITERS.items():
            data = write(document, Workspace(tmp_path).template(document.kind))
            reading, faults = verify_file(f"a.{suffix}", data)
            assert not faults
            assert reading is not None
            assert not compare(document, reading, f"a.{suffix}")
            readings[suffix] = reading
        assert not disagreements(readings["docx"], readings["html"], ("a.docx", "a.html"))
