"""What comes back from review: every comment and change at its place, with the wording worked out by hand."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from builtin_kinds import kinds
from click.testing import CliRunner, Result
from lxml import etree
from programs import tool
from returned import Returned, W, count_changes, packed, text
from returned import run as run_of

from toolkit.cli import main
from toolkit.feedback.report import TITLES
from toolkit.feedback.source import printed
from toolkit.pipeline import check, write_papers
from toolkit.position import texts
from toolkit.resources import Workspace

ROOT = Path(__file__).parent.parent
DEFINITION = """\
kind: position-paper
title: Repair must be the rule
language: en
date: 2025-06
status: final
drafted_by: [repair-coalition]
amendment_form: columns
file: {procedure: 2024/0035(COD), act: directive}
summary: |
  Most goods are thrown away while they could be mended. **We ask for a right to repair.**

  It must cover every household, rich or poor, in town and in the country.
key_points:
  - id: parts
    point: Spare parts must be sold at a fair price.
    heading: Spare parts must be sold at a fair price.
    argument: |
      Prices of *spare parts* have risen in every year[^prices]. In [one study](https://example.org/study)
      they came to more than half of the price of the product. See [](#time) for how long.

      A second paragraph says that nobody repairs what costs more to mend than to replace.

      - the first item concerns screens and batteries;
      - the second item concerns motors and pumps.
  - id: time
    point: Parts must be there for ten years.
    heading: Ten years are not too long
    argument: |
      Machines live longer than their makers believe, and parts should be kept as long as they do.
call: |
  We call on the Parliament to adopt the amendments below without delay.
amendments:
  - id: price
    to: Article 5(2)
    text:
      original: The price of spare parts shall be left to the manufacturer.
      proposed: The price of spare parts shall be fair and shall be published.
    justification: |
      A price that nobody knows cannot be judged by those who have to pay it.
closing: |
  This paper was written by a coalition of repairers and consumers.
footnotes:
  prices: Prices were looked up in the shops of four countries in the spring of last year.
"""
ORGANISATIONS = """\
organisations:
  - id: repair-coalition
    name: {en: Repair Coalition}
"""
PAPER = "positions/repair/position.yaml"
PRICES = (
    "Prices of *spare parts* have risen in every year[^prices]. In [one study](https://example.org/study) "
    "they came to more than half of the price of the product. See [](#time) for how long."
)
OTHER = "B. Other"


def line(words: str) -> int:
    """The line of the definition that these words stand in."""
    return DEFINITION[: DEFINITION.index(words)].count("\n") + 1


def render(workspace: Workspace, identifier: str, tag: str) -> bytes:
    checked = check(workspace, identifier, [tag])
    assert checked.draft is not None
    assert [found for found in checked.diagnostics if found.severity == "error"] == []
    draft = checked.draft
    return next(paper.data for paper, _ in write_papers(workspace, draft, ["docx"]) if paper.language == tag)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "positions" / "repair"
    home.mkdir(parents=True)
    (home / "position.yaml").write_text(DEFINITION, "utf-8")
    (home / "sources.yaml").write_text("[]\n", "utf-8")
    (home.parent / "organisations.yaml").write_text(ORGANISATIONS, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def paper(folder: Path) -> bytes:
    return render(Workspace(folder), "repair", "en")


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["feedback", *arguments], prog_name="position")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


Feedback = dict[str, Any]


def gathered(*files: tuple[str, bytes], options: tuple[str, ...] = (), identifier: str = "repair") -> Feedback:
    """The list as JSON; the marks in each file are all listed."""
    for name, data in files:
        Path(name).write_bytes(data)
    result = run(*[name for name, _ in files], "--id", identifier, "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    made: Feedback = json.loads(result.stdout)
    for file, (_, data) in zip(made["files"], files, strict=True):
        assert file["changes"] == file["changes_listed"] == count_changes(data)
        assert file["comments"] == file["comments_listed"]
    return made


def only(made: Feedback) -> tuple[Feedback, Feedback]:
    """The one place and the one remark there is."""
    assert made["unplaced"] == []
    ((place,),) = [made["places"]]
    (remark,) = place["remarks"]
    return place, remark


def one(paper: bytes, work: Callable[[Returned], object]) -> tuple[Feedback, Feedback]:
    """What becomes of a file in which one thing was done."""
    returned = Returned(paper)
    work(returned)
    return only(gathered(("a.docx", returned.save())))


# Comments


def test_file_without_change_says_so(paper: bytes) -> None:
    made = gathered(("a.docx", paper))
    assert made["places"] == made["unplaced"] == []
    assert "a.docx (en): returned without any change" in run("a.docx", "--id", "repair").stdout


def test_comment_on_a_word(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.comment(it.paragraph("A second"), "nobody", "Nobody at all?"))
    assert (place["key"], place["file"], place["line"]) == ("key_points/parts/argument/2", PAPER, line("A second"))
    assert place["label"] == "point 1, argument, paragraph 2"
    assert (remark["before"], remark["words"]) == ("A second paragraph says that ", "nobody")
    assert remark["after"] == " repairs what costs more to mend than to replace."
    assert (remark["text"], remark["author"], remark["file"]) == ("Nobody at all?", "Reviewer of A", "a.docx")
    assert (remark["date"], remark["resolved"], remark["proposed"]) == ("2025-07-01T09:30:00Z", False, "")


def test_comment_on_a_whole_paragraph(paper: bytes) -> None:
    words = "We call on the Parliament to adopt the amendments below without delay."
    place, remark = one(paper, lambda it: it.comment(it.paragraph("We call"), words, "Which one?\nThis one?"))
    assert place["key"] == "call/1"
    assert (remark["before"], remark["words"], remark["after"]) == ("", words, "")
    assert (remark["said"], remark["text"]) == (["on the whole paragraph"], "Which one?\nThis one?")


def test_comment_on_two_paragraphs(paper: bytes) -> None:
    def work(it: Returned) -> None:
        it.comment(it.paragraph("Most goods"), "a right to repair.", "Both", it.paragraph("It must"), "It must cover")

    place, remark = one(paper, work)
    assert place["key"] == "summary/1"
    assert remark["words"] == "a right to repair.\nIt must cover"
    assert remark["said"] == ["to: summary, paragraph 2"]


def test_replies_stand_with_what_they_answer(paper: bytes) -> None:
    it = Returned(paper)
    first = it.comment(it.paragraph("A second"), "nobody", "Nobody?", done=True)
    second = it.reply(first, "Almost nobody.", OTHER, "2025-07-02T10:00:00Z")
    it.reply(second, "Agreed.", "Reviewer of A")
    _, remark = only(gathered(("a.docx", it.save())))
    assert remark["resolved"]
    assert [(reply["author"], reply["text"]) for reply in remark["replies"]] == [
        (OTHER, "Almost nobody."),
        ("Reviewer of A", "Agreed."),
    ]


def test_comment_in_a_note(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.comment(it.note(" Prices were"), "four countries", "Which?"))
    assert (place["key"], place["line"], place["label"]) == ("footnotes/prices", line("Prices were"), "note 'prices'")
    assert remark["words"] == "four countries"


def test_comment_on_words_of_the_toolkit(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.comment(it.paragraph("Justification"), "Justification", "Why?"))
    assert (place["key"], place["label"]) == ("", "set by the toolkit: “Justification”")
    assert remark["text"] == "Why?"


# Changes of words


def test_insertion_before_a_note_mark(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.insert(it.paragraph("Prices of"), "in every year", " since 2015"))
    assert (place["key"], place["line"]) == ("key_points/parts/argument/1", line("Prices of *"))
    assert (remark["kind"], remark["text"], remark["words"]) == ("insert", " since 2015", "")
    assert remark["before"] == "Prices of spare parts have risen in every year"
    assert remark["proposed"] == PRICES.replace("every year[^prices]", "every year since 2015[^prices]")
    assert remark["certain"]


def test_insertion_takes_the_looks_of_what_it_stands_in(paper: bytes) -> None:
    plain = one(paper, lambda it: it.insert(it.paragraph("Most goods"), "be mended.", " Always."))[1]
    bold = one(paper, lambda it: it.insert(it.paragraph("Most goods"), "be mended. ", "Now: ", bold=True))[1]
    new = one(paper, lambda it: it.insert(it.paragraph("It must"), "cover every ", "single ", bold=True))[1]
    assert "could be mended. Always. **We ask" in plain["proposed"]
    assert "could be mended. **Now: We ask" in bold["proposed"]
    assert "cover every **single** household" in new["proposed"]


def test_signs_that_mean_something_are_escaped(paper: bytes) -> None:
    _, remark = one(paper, lambda it: it.insert(it.paragraph("A second"), "nobody", " [sic] *"))
    assert "says that nobody \\[sic\\] \\* repairs" in remark["proposed"]


def test_deletion_that_spans_a_mark(paper: bytes) -> None:
    _, remark = one(paper, lambda it: it.delete(it.paragraph("Prices of"), "every year\ufffc. In one"))
    assert remark["kind"] == "delete"
    assert remark["words"] == "every year[*]. In one"
    assert remark["proposed"] == PRICES.replace("every year[^prices]. In [one study]", "[ study]")


def test_deletion_of_a_whole_link_and_of_emphasis(paper: bytes) -> None:
    link = one(paper, lambda it: it.delete(it.paragraph("Prices of"), "In one study they"))[1]
    strong = one(paper, lambda it: it.delete(it.paragraph("Most goods"), "We ask for a right to repair."))[1]
    assert link["proposed"] == PRICES.replace("In [one study](https://example.org/study) they", "")
    assert strong["proposed"] == "Most goods are thrown away while they could be mended. "


def test_change_within_a_generated_reference_is_given_as_plain_words(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.replace(it.paragraph("Prices of"), "point", "section"))
    assert place["key"] == "key_points/parts/argument/1"
    assert (remark["certain"], remark["proposed"]) == (False, "")
    assert "See section\u00a02 for how long." in remark["wording"]


def test_title_line_and_heading_are_different_texts(paper: bytes) -> None:
    it = Returned(paper)
    it.replace(it.paragraph("Repair must"), "the rule", "a right")
    it.replace(it.paragraph("Spare parts"), "fair", "low", bold=True)
    it.replace(it.paragraph("Spare parts", nth=1), "fair", "just", bold=True)
    made = gathered(("a.docx", it.save()))
    assert [(place["key"], place["remarks"][0]["proposed"]) for place in made["places"]] == [
        ("title", "Repair must be a right"),
        ("key_points/parts/point", "Spare parts must be sold at a low price."),
        ("key_points/parts/heading", "Spare parts must be sold at a just price."),
    ]


def test_replacement_in_the_cell_of_an_amendment(paper: bytes) -> None:
    place, remark = one(
        paper, lambda it: it.replace(it.paragraph("The price of spare parts shall be fair"), "be published", "be known")
    )
    assert (place["key"], place["line"]) == ("amendments/price/text/proposed", line("shall be fair"))
    assert (remark["kind"], remark["words"], remark["text"]) == ("replace", "be published", "be known")
    assert remark["proposed"] == "The price of spare parts shall be fair and shall be known."


def test_change_in_a_note(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.replace(it.note(" Prices were"), "four", "five"))
    assert place["key"] == "footnotes/prices"
    wanted = "Prices were looked up in the shops of five countries in the spring of last year."
    assert remark["proposed"] == wanted


def test_several_changes_are_given_one_by_one_and_together(paper: bytes) -> None:
    it = Returned(paper)
    it.replace(it.paragraph("A second"), "nobody", "no one")
    it.insert(it.paragraph("A second"), "to replace", " it")
    (place,) = gathered(("a.docx", it.save()))["places"]
    second = "A second paragraph says that nobody repairs what costs more to mend than to replace."
    assert [remark["proposed"] for remark in place["remarks"]] == [
        second.replace("nobody", "no one"),
        second.replace("to replace", "to replace it"),
    ]
    assert [whole["proposed"] for whole in place["together"]] == [
        "A second paragraph says that no one repairs what costs more to mend than to replace it."
    ]
    assert place["text"] == second


# Paragraphs


@pytest.mark.parametrize("typed", ["behind", "before"])
def test_new_paragraph(paper: bytes, typed: str) -> None:
    def work(it: Returned) -> None:
        if typed == "behind":
            it.add_paragraph(it.paragraph("A second"), "- A third paragraph.")
        else:
            it.add_paragraph_before(it.paragraph("the first item"), "- A third paragraph.")

    place, remark = one(paper, work)
    assert remark["kind"] == "new paragraph"
    assert remark["proposed"] == "\\- A third paragraph."
    assert (place["key"], remark["said"]) == ("key_points/parts/argument/2", ["goes behind this paragraph"])


def test_new_paragraph_before_a_heading_belongs_to_the_section_above(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.add_paragraph_before(it.paragraph("Ten years are"), "More of it."))
    assert (place["key"], remark["said"]) == ("key_points/parts/argument/4", ["goes behind this paragraph"])


def test_removed_paragraph(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.remove(it.paragraph("A second")))
    assert (place["key"], remark["kind"]) == ("key_points/parts/argument/2", "removed paragraph")
    assert remark["words"] == "A second paragraph says that nobody repairs what costs more to mend than to replace."
    assert "delete this text" in run("a.docx", "--id", "repair").stdout


def test_moved_paragraph(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.move(it.paragraph("A second"), it.paragraph("Machines live")))
    assert (place["key"], remark["kind"]) == ("key_points/parts/argument/2", "move")
    assert remark["said"] == ["is moved behind point 2, argument, paragraph 1"]
    assert remark["proposed"].startswith("A second paragraph says")


def test_new_note(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.add_note(it.paragraph("A second"), "nobody", "See the *survey*."))
    assert place["key"] == "key_points/parts/argument/2"
    assert "says that nobody[^new-note-1] repairs" in remark["proposed"]
    assert remark["notes"] == {"new-note-1": "See the \\*survey\\*."}


# Without tracking


def test_words_changed_without_tracking(paper: bytes) -> None:
    place, remark = one(paper, lambda it: it.type(it.paragraph("It must"), "rich or poor", "large or small"))
    assert (place["key"], remark["tracked"]) == ("summary/2", False)
    assert (remark["words"], remark["text"]) == ("rich or poor", "large or small")
    assert "every household, large or small, in town" in remark["proposed"]
    result = run("a.docx", "--id", "repair")
    assert "warning[feedback-untracked]: the text was changed without tracking in 1 place" in result.stderr
    assert "changed without tracking: replacement" in result.stdout
    assert run("a.docx", "--id", "repair", "--strict").exit_code == 3


def test_paragraph_removed_without_tracking(paper: bytes) -> None:
    def work(it: Returned) -> None:
        gone = it.paragraph("A second")
        gone.getparent().remove(gone)

    place, remark = one(paper, work)
    assert (place["key"], remark["kind"]) == ("key_points/parts/argument/2", "removed paragraph")
    assert not remark["tracked"]


def test_paragraph_divided_without_tracking_keeps_its_remarks(paper: bytes) -> None:
    it = Returned(paper)
    whole = it.paragraph("A second")
    it.comment(whole, "to mend", "Mend?")
    runs = it.range(whole, "A second paragraph says that ")
    other = whole.makeelement(whole.tag, {})
    other.append(runs[0])
    whole.addprevious(other)
    (place,) = gathered(("a.docx", it.save()))["places"]
    assert place["key"] == "key_points/parts/argument/2"
    assert [remark["text"] for remark in place["remarks"]] == ["Mend?"]


# Several files


def test_two_organisations_at_one_place(paper: bytes) -> None:
    first, second = Returned(paper), Returned(paper, OTHER)
    first.replace(first.paragraph("A second"), "nobody", "no one")
    second.comment(second.paragraph("A second"), "nobody", "Really?")
    second.replace(second.paragraph("A second"), "to mend", "to repair")
    (place,) = gathered(("a.docx", first.save()), ("b.docx", second.save()))["places"]
    assert [(remark["file"], remark["kind"]) for remark in place["remarks"]] == [
        ("a.docx", "replace"),
        ("b.docx", "comment"),
        ("b.docx", "replace"),
    ]


def test_three_files_and_a_proposal_that_two_make(paper: bytes) -> None:
    files = []
    for name, author, word in (("a", "A", "no one"), ("b", "B", "no one"), ("c", "C", "few")):
        it = Returned(paper, author)
        it.replace(it.paragraph("A second"), "nobody", word)
        files.append((f"{name}.docx", it.save()))
    (place,) = gathered(*files)["places"]
    assert [(remark["author"], remark["text"]) for remark in place["remarks"]] == [("A", "no one"), ("C", "few")]
    assert [asked["author"] for asked in place["remarks"][0]["also_asked_by"]] == ["B"]
    assert "also asked by: B, 2025-07-01 09:30, b.docx" in run("a.docx", "b.docx", "--id", "repair").stdout


def test_proposals_that_come_to_the_same_text_are_one(paper: bytes) -> None:
    """Programs mark more or fewer words for the same change."""
    first, second = Returned(paper, "A"), Returned(paper, "B")
    first.replace(first.paragraph("A second"), "nobody", "no one")
    second.replace(second.paragraph("A second"), "that nobody repairs", "that no one repairs")
    (place,) = gathered(("a.docx", first.save()), ("b.docx", second.save()))["places"]
    assert [len(remark["also_asked_by"]) for remark in place["remarks"]] == [1]


def test_places_are_in_reading_order(paper: bytes) -> None:
    it = Returned(paper)
    for begins, words in (("This paper", "coalition"), ("Machines", "makers"), ("Most goods", "goods")):
        it.comment(it.paragraph(begins), words, words)
    made = gathered(("a.docx", it.save()))
    assert [place["key"] for place in made["places"]] == ["summary/1", "key_points/time/argument/1", "closing/1"]


def test_shown_text_is_that_of_the_reader(paper: bytes) -> None:
    """The helper of these tests reads a paragraph as it stands."""
    assert text(Returned(paper).paragraph("A second")).endswith("than to replace.")


# Other programs, languages and papers


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str], bytes]:
    """LibreOffice opens a file and saves it as a Word file."""
    program = tool("soffice", "libreoffice")
    home = tmp_path_factory.mktemp("office")

    def convert(data: bytes, suffix: str, to: str = "docx") -> bytes:
        given = home / f"given.{suffix}"
        given.write_bytes(data)
        (home / "out").mkdir(exist_ok=True)
        profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", to, "--outdir", str(home / "out"), str(given)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (home / "out" / f"given.{to}").read_bytes()

    return convert


def said(made: Feedback) -> list[tuple[str, str, str, str, str]]:
    return [
        (place["key"], remark["kind"], remark["words"], remark["text"], remark["proposed"])
        for place in made["places"]
        for remark in place["remarks"]
    ]


def test_file_that_libreoffice_saved_says_the_same(paper: bytes, office: Callable[..., bytes]) -> None:
    it = Returned(paper)
    it.comment(it.paragraph("A second"), "nobody", "Nobody at all?")
    it.comment(it.paragraph("Most goods"), "a right to repair.", "Both", it.paragraph("It must"), "It must cover")
    it.insert(it.paragraph("Prices of"), "in every year", " since 2015")
    it.replace(it.paragraph("Repair must"), "the rule", "a right")
    it.replace(it.paragraph("The price of spare parts shall be fair"), "be published", "be known")
    it.add_paragraph(it.paragraph("We call"), "A new paragraph of the call.")
    it.remove(it.paragraph("This paper was"))
    it.replace(it.note(" Prices were"), "four", "five")  # LibreOffice 7.4 mixes notes up where one is inserted
    before = gathered(("a.docx", it.save()))
    after = gathered(("a.docx", office(it.save(), "docx")))
    assert len(said(before)) == 8
    assert said(after) == said(before)


def test_notes_that_libreoffice_mixed_up_are_known_by_their_words(paper: bytes, office: Callable[..., bytes]) -> None:
    it = Returned(paper)
    it.add_note(it.paragraph("Most goods"), "thrown away", "See the survey of all households in four countries.")
    it.replace(it.note(" Prices were"), "four", "five")
    made = gathered(("a.docx", office(it.save(), "docx")))
    places = {place["key"]: place["remarks"] for place in made["places"]}
    assert [remark["text"] for remark in places["footnotes/prices"]] == ["five"]
    (inserted,) = places["summary/1"]
    assert (inserted["kind"], inserted["notes"]) in [
        ("insert", {}),
        ("insert", {"new-note-1": "See the survey of all households in four countries."}),
    ]


TRACKED = """<text:tracked-changes>
<text:changed-region xml:id="c1" text:id="c1"><text:insertion><office:change-info><dc:creator>C. Lopez</dc:creator>
<dc:date>2025-07-03T08:15:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region xml:id="c2" text:id="c2"><text:deletion><office:change-info><dc:creator>C. Lopez</dc:creator>
<dc:date>2025-07-03T08:16:00</dc:date></office:change-info><text:p>nobody </text:p></text:deletion>
</text:changed-region>
</text:tracked-changes>"""
SECOND = "A second paragraph says that nobody repairs what costs more to mend than to replace."


def test_changes_recorded_by_libreoffice(paper: bytes, office: Callable[..., bytes]) -> None:
    """The paper opened in LibreOffice, changes and a comment recorded there, saved as a Word file."""
    page = office(paper, "docx", "fodt").decode()
    assert page.count(SECOND) == 1
    edited = (
        'A second paragraph says that <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>no one '
        '<text:change-end text:change-id="c1"/>repairs what costs <office:annotation office:name="n1"><dc:creator>'
        "C. Lopez</dc:creator><dc:date>2025-07-03T08:17:00</dc:date><text:p>Costs whom?</text:p></office:annotation>"
        'more<office:annotation-end office:name="n1"/> to mend than to replace.'
    )
    page = re.sub(r"<text:tracked-changes.*?</text:tracked-changes>|<text:tracked-changes[^>]*/>", "", page, flags=re.S)
    page = re.sub(r"(<office:text[^>]*>)", lambda found: found.group(1) + TRACKED, page, count=1)
    (place,) = gathered(("a.docx", office(page.replace(SECOND, edited).encode(), "fodt")))["places"]
    assert place["key"] == "key_points/parts/argument/2"
    change, comment = place["remarks"]
    assert (change["kind"], change["author"], change["proposed"]) == (
        "replace",
        "C. Lopez",
        SECOND.replace("nobody", "no one"),
    )
    assert (comment["kind"], comment["words"], comment["text"]) == ("comment", "more", "Costs whom?")


@pytest.mark.parametrize("tag", ["fr", "el"])
def test_translation_is_placed_in_its_catalogue(tag: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Found without being told the language; the line is that of the catalogue."""
    monkeypatch.chdir(ROOT)
    workspace = Workspace(ROOT)
    it = Returned(render(workspace, "ai-generated-csam", tag))
    catalogue = (ROOT / "locales" / tag / "LC_MESSAGES" / "ai-generated-csam.po").read_text("utf-8")
    checked = check(workspace, "ai-generated-csam", [tag])
    assert checked.draft is not None
    wanted = checked.draft.localised[tag].closing[0].texts[0]
    last = re.findall(r"\w+", wanted.value)[2]
    it.replace(it.paragraph(printed(wanted.value)[:15]), last, "Xyz")
    path = tmp_path / "returned.docx"
    made = gathered((str(path), it.save()), identifier="ai-generated-csam")
    assert made["files"][0]["language"] == tag
    place, remark = only(made)
    assert (place["key"], place["file"]) == ("closing/1", f"locales/{tag}/LC_MESSAGES/ai-generated-csam.po")
    assert 'msgctxt "closing/1"' in "\n".join(catalogue.split("\n")[place["line"] - 12 : place["line"]])
    assert remark["proposed"] == wanted.value.replace(last, "Xyz", 1)


def test_file_of_another_paper_is_refused(paper: bytes, folder: Path) -> None:
    other = render(Workspace(ROOT), "platform-access-for-researchers", "en")
    Path("other.docx").write_bytes(other)
    result = run("other.docx", "--id", "repair")
    assert result.exit_code == 1
    assert "error[feedback-other-paper]: the file is not the paper 'repair'" in result.stderr
    assert result.stdout == ""


def test_sheet_of_amendments_is_known_as_one(folder: Path) -> None:
    checked = check(Workspace(folder), "repair", ["en"])
    assert checked.draft is not None
    papers = write_papers(Workspace(folder), checked.draft, ["docx"], kinds("amendments"))
    it = Returned(next(paper.data for paper, _ in papers))
    it.replace(it.paragraph("The price of spare parts shall be fair"), "fair", "low", bold=True)
    made = gathered(("a.docx", it.save()))
    assert made["files"][0]["kind"] == "amendments"
    assert only(made)[0]["key"] == "amendments/price/text/proposed"


def test_version_that_was_sent_out(paper: bytes, folder: Path) -> None:
    """Placed by the frozen version; the line is that of the draft as it is now."""
    home = folder / "positions" / "repair"
    shutil.copytree(home, home / "versions" / "1.0" / "positions" / "repair")
    shutil.copy(folder / "positions" / "organisations.yaml", home / "versions" / "1.0" / "positions")
    now = DEFINITION.replace("A second paragraph says", "It is known").replace("summary: |\n", "\nsummary: |\n")
    (home / "position.yaml").write_text(now, "utf-8")
    it = Returned(paper)
    it.replace(it.paragraph("A second"), "nobody", "no one")
    it.comment(it.paragraph("We call"), "adopt", "Adopt?")
    made = gathered(("a.docx", it.save()), options=("--version", "1.0"))
    assert made["version"] == "1.0"
    assert [place["line"] for place in made["places"]] == [line("We call") + 1, line("A second") + 1]
    (remark,) = made["places"][1]["remarks"]
    assert remark["said"] == [
        "the text was changed since it went out; the wording is made from the words of that version"
    ]
    assert made["places"][1]["text"].startswith("It is known")
    missing = run("a.docx", "--id", "repair", "--version", "2.0")
    assert (missing.exit_code, "there is no version '2.0' of 'repair'" in missing.stderr) == (2, True)


@pytest.mark.parametrize("form", ["compact", "consolidated", "columns"])
def test_wording_of_an_amendment_in_each_form(form: str, folder: Path) -> None:
    """In one text or in two, it is the proposed wording that is to be changed."""
    Path(PAPER).write_text(DEFINITION.replace("amendment_form: columns", f"amendment_form: {form}"), "utf-8")
    it = Returned(render(Workspace(folder), "repair", "en"))
    begins = "The price of spare parts shall be " + ("left" if form == "consolidated" else "fair")
    it.replace(it.paragraph(begins), "published", "known")
    place, remark = only(gathered(("a.docx", it.save())))
    assert place["key"] == "amendments/price/text/proposed"
    assert remark["proposed"] == "The price of spare parts shall be fair and shall be known."


def test_row_that_is_deleted(paper: bytes) -> None:
    """Word marks the row, and the words in it."""
    it = Returned(paper)
    wording = it.paragraph("The price of spare parts shall be fair")
    row = next(wording.iterancestors(W + "tr"))
    properties = row.find(W + "trPr")
    if properties is None:
        properties = etree.Element(W + "trPr")
        row.insert(0, properties)
    properties.append(it.mark("del"))
    for one in list(row.iter(W + "p")):
        it.remove(one)
    made = gathered(("a.docx", it.save()))
    assert [(place["key"], [one["kind"] for one in place["remarks"]]) for place in made["places"]] == [
        ("amendments/price/text/original", ["removed paragraph"]),
        ("amendments/price/text/proposed", ["removed paragraph"]),
    ]


def test_paragraph_divided_and_paragraphs_joined(paper: bytes) -> None:
    it = Returned(paper)
    whole = it.paragraph("A second")
    runs = it.range(whole, "A second paragraph says that ")
    first = deepcopy(whole)
    for one in list(first.iter(W + "r")):
        one.getparent().remove(one)
    first.append(runs[0])
    it.mark_end(first, "ins")
    whole.addprevious(first)
    it.mark_end(it.paragraph("Most goods"), "del")
    joined, divided = gathered(("a.docx", it.save()))["places"]
    assert (joined["key"], joined["remarks"][0]["kind"]) == ("summary/1", "join")
    assert (divided["key"], divided["remarks"][0]["kind"]) == ("key_points/parts/argument/2", "split")
    assert divided["remarks"][0]["proposed"] == SECOND.replace("says that nobody", "says that \n\nnobody")


def test_note_that_goes_with_its_mark_is_one_change(paper: bytes) -> None:
    it = Returned(paper)
    it.delete(it.paragraph("Prices of"), "\ufffc")
    it.remove(it.note(" Prices were"))
    place, remark = only(gathered(("a.docx", it.save())))
    assert (place["key"], remark["kind"], remark["words"]) == ("key_points/parts/argument/1", "delete", "[*]")
    assert remark["proposed"] == PRICES.replace("[^prices]", "")


def test_change_of_a_note_that_a_source_makes(folder: Path) -> None:
    source = "- id: smith2024\n  type: book\n  title: On repair\n  author: [{family: Smith}]\n  issued: 2024\n"
    Path("positions/repair/sources.yaml").write_text(source, "utf-8")
    Path(PAPER).write_text(DEFINITION.replace("to replace.", "to replace[@smith2024]."), "utf-8")
    it = Returned(render(Workspace(folder), "repair", "en"))
    it.replace(it.note(" Smith"), "2024", "2025")
    place, remark = only(gathered(("a.docx", it.save())))
    assert (place["key"], place["file"]) == ("sources/smith2024", "positions/repair/sources.yaml")
    assert (remark["certain"], remark["wording"].strip()) == (False, "Smith, On repair, 2025.")


def test_remark_in_a_header_is_listed_at_the_end(paper: bytes) -> None:
    it = Returned(paper)
    header = etree.fromstring(it.parts["word/header.xml"])
    holder = it.mark("ins")
    holder.append(run_of("Confidential"))
    next(header.iter(W + "p")).append(holder)
    it.parts["word/header.xml"] = etree.tostring(header)
    (remark,) = gathered(("a.docx", it.save()))["unplaced"]
    assert remark["said"] == ["it stands in a header or footer, which the template sets"]
    assert remark["text"] == "Confidential"


def test_words_that_another_reviewer_takes_out_of_an_insertion(paper: bytes) -> None:
    it = Returned(paper)
    it.insert(it.paragraph("A second"), "nobody", " at all ever")
    inserted = next(it.paragraph("A second").iter(W + "ins"))
    it.author = OTHER
    it.delete(it.paragraph("A second"), " ever")
    assert inserted.find(W + "del") is not None
    _, remark = only(gathered(("a.docx", it.save())))
    assert remark["proposed"] == SECOND.replace("nobody", "nobody at all")
    assert remark["said"] == [f"changed again by {OTHER}"]


def test_numbers_that_word_brings_up_to_date_are_no_change(paper: bytes) -> None:
    it = Returned(paper)
    number = next(one for one in it.paragraph("Prices of").iter(W + "t") if one.text == "2")
    number.text = "3"
    assert gathered(("a.docx", it.save()))["places"] == []


def test_keys_of_the_json_are_those_of_the_documentation(paper: bytes) -> None:
    page = (ROOT / "docs" / "feedback.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?) \|", page, re.M)
    documented = {key for row in rows for key in re.findall(r"`([^`]+)`", row)}
    it = Returned(paper)
    it.replace(it.paragraph("A second"), "nobody", "no one")
    made = gathered(("a.docx", it.save()))
    assert {*made, *made["places"][0]["remarks"][0]} <= documented
    assert documented <= {*made, *made["places"][0]["remarks"][0]}
    for key in {*made["files"][0], *made["places"][0]}:
        assert f"`{key}`" in page
    kinds = re.search(r"^\| `kind` \| (.*) \|$", page, re.M)
    assert kinds is not None
    assert set(re.findall("`([^`]+)`", kinds.group(1))) == set(TITLES)


# What hostile files do


def archive(document: str, **parts: str) -> bytes:
    """A Word file with these parts."""
    names = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    relations = "".join(f'<Relationship Id="r{name}" Type="{RELATION}{name}" Target="{name}.xml"/>' for name in parts)
    names["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
    names |= {f"word/{name}.xml": body for name, body in parts.items()}
    return packed({name: body.encode() for name, body in names.items()})


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)


def document(body: str) -> str:
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def words(*paragraphs: str) -> str:
    return document("".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in paragraphs))


MANY_COMMENTS = '<w:comment w:id="1"/>' * 5_001
REFUSED = {
    "no archive": b"hello",
    "no document": packed({"a.txt": b"a"}),
    "doctype": archive('<!DOCTYPE a [<!ENTITY b "c">]>' + words("a")),
    "bomb": archive(words("a" * 40_000_000)),
    "many comments": archive(words("a"), comments=f"<w:comments {NAMES}>{MANY_COMMENTS}</w:comments>"),
    "many changes": archive(document("<w:p>" + '<w:ins w:id="1"/>' * 10_001 + "</w:p>")),
    "long paragraph": archive(words("word " * 30_000)),
    "many paragraphs": archive(document("<w:p/>" * 5_002)),
    "deep": archive(document("<w:sdt>" * 200 + "</w:sdt>" * 200)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_hostile_file_is_refused(name: str, folder: Path) -> None:
    Path("a.docx").write_bytes(REFUSED[name])
    result = run("a.docx", "--id", "repair")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[unreadable-file]" in result.stderr


def test_unreadable_file_does_not_keep_the_others_from_being_read(paper: bytes) -> None:
    it = Returned(paper)
    it.comment(it.paragraph("A second"), "nobody", "Nobody?")
    Path("a.docx").write_bytes(b"hello")
    Path("b.docx").write_bytes(it.save())
    result = run("a.docx", "b.docx", "--id", "repair", "--format", "json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)["places"]) == 1


def test_replies_in_a_circle_are_each_listed_once(paper: bytes) -> None:
    it = Returned(paper)
    for number in range(3):
        it.comment(it.paragraph("A second"), "nobody", f"Comment {number}")
    it.comments = [(*one[:4], (one[0] + 1) % 3, one[5]) for one in it.comments]
    made = gathered(("a.docx", it.save()))
    remarks = [remark for place in made["places"] for remark in place["remarks"]]
    assert sum(1 + len(remark["replies"]) for remark in remarks) == 3


def test_comment_without_anchor_is_listed_at_the_end(paper: bytes) -> None:
    it = Returned(paper)
    it.comments.append((0, "A", "", "Lost", None, False))
    made = gathered(("a.docx", it.save()))
    (remark,) = made["unplaced"]
    assert (remark["text"], remark["said"]) == ("Lost", ["the comment is anchored nowhere in the text"])
    result = run("a.docx", "--id", "repair")
    assert "warning[feedback-unplaced]: 1 remark could not be placed" in result.stderr
    assert "Could not be placed\n" in result.stdout


def test_changes_that_hold_no_words_are_counted(paper: bytes) -> None:
    it = Returned(paper)
    it.paragraph("A second").append(it.mark("ins"))
    it.body[0].append(it.mark("del"))
    made = gathered(("a.docx", it.save()))
    remarks = [remark for place in made["places"] for remark in place["remarks"]]
    assert {remark["kind"] for remark in (*remarks, *made["unplaced"])} == {"other"}


def test_formatting_is_counted_and_not_listed(paper: bytes) -> None:
    it = Returned(paper)
    run_ = it.range(it.paragraph("A second"), "nobody")[0]
    looks = etree.SubElement(run_, W + "rPr")
    run_.insert(0, looks)
    etree.SubElement(etree.SubElement(looks, W + "rPrChange", it.attributes()), W + "rPr")
    made = gathered(("a.docx", it.save()))
    assert (made["files"][0]["formatting"], made["places"]) == (1, [])
    assert "1 change of formatting alone (not listed)" in run("a.docx", "--id", "repair").stdout


# Forms

EVIL = "<script>alert(1)</script> **bold** [x](javascript:y)\n```\n# Title\n\x1b[31m"


def evil(paper: bytes) -> bytes:
    it = Returned(paper, author="<b>*E*</b>")
    it.comment(it.paragraph("A second"), "nobody", EVIL.replace("\x1b", ""))
    it.insert(it.paragraph("A second"), "mend", " <i>`x`</i>")
    return it.save()


def test_page_shows_markup_literally(paper: bytes) -> None:
    Path("a.docx").write_bytes(evil(paper))
    assert run("a.docx", "--id", "repair", "--format", "html", "-o", "list.html").exit_code == 0
    page = Path("list.html").read_text("utf-8")
    assert "<script" not in page
    assert "<b>*E*" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-[^']+'", page)
    assert run("a.docx", "--id", "repair", "--format", "html", "-o", "list.html").exit_code == 0  # its own page


def test_markdown_shows_markup_literally(paper: bytes) -> None:
    Path("a.docx").write_bytes(evil(paper))
    page = run("a.docx", "--id", "repair", "--format", "markdown").stdout
    outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", page, flags=re.M | re.S)
    assert "script" not in outside
    assert "\\<b\\>\\*E\\*\\</b\\>" in outside
    assert "````text\n<script>" in page


def test_file_that_is_there_is_not_written_over(paper: bytes) -> None:
    Path("a.docx").write_bytes(paper)
    Path("notes.md").write_text("mine", "utf-8")
    result = run("a.docx", "--id", "repair", "--format", "markdown", "-o", "notes.md")
    assert (result.exit_code, Path("notes.md").read_text("utf-8")) == (2, "mine")
    assert run("a.docx", "--id", "repair", "-o", "a.docx").exit_code == 2


def test_definition_with_errors_stops(paper: bytes, folder: Path) -> None:
    Path("a.docx").write_bytes(paper)
    Path(PAPER).write_text(DEFINITION.replace("[^prices]", "[^price]"), "utf-8")
    result = run("a.docx", "--id", "repair")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[undefined-note]" in result.stderr


# Chance


@pytest.fixture(scope="module")
def flagship() -> tuple[bytes, dict[str, str]]:
    """The paper of this repository, and the key of each paragraph that is one text and stands in it once."""
    workspace = Workspace(ROOT)
    checked = check(workspace, "ai-generated-csam", ["en"])
    assert checked.draft is not None
    data = render(workspace, "ai-generated-csam", "en")
    found = [text(one) for one in Returned(data).body.iter(W + "p")]
    keys = {}
    for one in texts(checked.draft.localised["en"]):
        shown = printed(one.value)
        if found.count(shown) == 1 and len(shown.split()) > 8:
            keys[shown] = one.key
    assert len(keys) > 25
    return data, keys


@pytest.mark.parametrize("seed", range(12))
def test_changes_by_chance_are_placed_where_they_were_made(
    seed: int, flagship: tuple[bytes, dict[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Ten changes and comments in ten paragraphs, each found at its key with the wording that the words make."""
    monkeypatch.chdir(ROOT)
    data, keys = flagship
    chance = random.Random(seed)
    it = Returned(data)
    wanted = {}
    for shown in chance.sample(sorted(keys), 10):
        paragraph = it.paragraph(shown)
        places = [found for found in re.finditer(r"\w+", shown) if shown.count(found.group()) == 1]
        word = chance.choice(places).group()
        what = chance.choice(["insert", "delete", "replace", "comment"])
        if what == "comment":
            it.comment(paragraph, word, "Why?")
        elif what == "insert":
            it.insert(paragraph, word, " zzz")
        elif what == "delete":
            it.delete(paragraph, word)
        else:
            it.replace(paragraph, word, "zzz")
        after = {"insert": f"{word} zzz", "delete": "", "replace": "zzz"}.get(what)
        wanted[keys[shown]] = (what, "" if after is None else shown.replace(word, after))
    made = gathered((str(tmp_path / "a.docx"), it.save()), identifier="ai-generated-csam")
    got = {
        place["key"]: (remark["kind"], printed(remark["proposed"]))
        for place in made["places"]
        for remark in place["remarks"]
    }
    assert got == wanted
    assert made["unplaced"] == []


def test_changes_of_any_stretch_are_placed(
    flagship: tuple[bytes, dict[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A stretch that begins and ends anywhere, in words, at marks, in links: as many out as in, each at its key."""
    monkeypatch.chdir(ROOT)
    data, keys = flagship
    made, certain, files = 0, 0, []
    wanted: Counter[tuple[str, str]] = Counter()
    for seed in range(10):
        chance, it = random.Random(seed), Returned(data, f"Reviewer {seed}")
        for shown in chance.sample(sorted(keys), 20):
            start = chance.randrange(len(shown))
            stretch = shown[start : start + chance.randrange(1, 60)]
            if chance.random() < 0.5:
                it.delete(it.paragraph(shown), stretch, offset=start)
            else:
                it.insert(it.paragraph(shown), stretch, " zzz ", offset=start)
            wanted[f"{tmp_path}/{seed}.docx", keys[shown]] += 1
            made += 1
        files.append((f"{tmp_path}/{seed}.docx", it.save()))
    found: Counter[tuple[str, str]] = Counter()
    feedback = gathered(*files, identifier="ai-generated-csam")
    for place in feedback["places"]:
        for remark in place["remarks"]:
            for saying in (remark, *remark["also_asked_by"]):
                found[saying["file"], place["key"]] += 1
                certain += remark["certain"]
    assert feedback["unplaced"] == []
    assert found == wanted
    assert certain >= 0.99 * made
