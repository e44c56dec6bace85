"""A paper that is brought in from Word says the same as a definition, its references mended and not a word lost."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
import zipfile
from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from imported_papers import (
    NOTES,
    WordFile,
    bold,
    bookmarked,
    cell,
    coalition_paper,
    custom,
    deleted,
    field,
    inserted,
    italic,
    mark,
    paragraph,
    run,
    table,
)
from typed_papers import STYLES, Item, make_paper, texts_of
from typed_papers import word_file as typed_file

from toolkit.cli import main
from toolkit.importing.papers import Brought, import_paper
from toolkit.importing.papers.content import Run
from toolkit.importing.papers.entries import Looks, read_entry
from toolkit.importing.papers.marking import Marking, printed
from toolkit.inspection import verify_file
from toolkit.inspection.reading import Reading
from toolkit.inspection.typed.words import vocabulary
from toolkit.markup import parse
from toolkit.resources import Workspace

ROOT = Path(__file__).parent.parent
HERE = Workspace(ROOT)
ORGANISATIONS = (
    "organisations:\n  - id: alliance\n    name: Example Alliance\n  - id: network\n    name: Example Network\n"
)
TITLE = paragraph("A paper on repair", style="T")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "workspace"
    (folder / "positions").mkdir(parents=True)
    (folder / "positions" / "organisations.yaml").write_text(ORGANISATIONS, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def position(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments, prog_name="position")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def bring_in(workspace: Path, data: bytes, *options: str, code: int = 0) -> Result:
    """Brings `data` in as the position `paper`, checks it, renders it and verifies what was rendered."""
    (workspace / "paper.docx").write_bytes(data)
    result = position("import", "paper.docx", "--id", "paper", *options)
    assert result.exit_code == code, result.output
    if not code:
        assert "error" not in position("check", "paper").stderr
        rendered = position("render", "paper")
        assert rendered.exit_code == 0, rendered.output
        assert rendered.output.count("verified") == 2
    return result


def definition(workspace: Path) -> dict[str, object]:
    made: dict[str, object] = yaml.safe_load((workspace / "positions/paper/position.yaml").read_text(encoding="utf-8"))
    return made


def written(workspace: Path) -> str:
    return (workspace / "positions/paper/position.yaml").read_text(encoding="utf-8")


@cache
def imported(data: bytes, tag: str = "", accept: bool = True) -> Brought:
    found = import_paper(HERE, data, "paper.docx", "paper", tag, accept)
    assert found.brought is not None, found.faults
    return found.brought


def reported(data: bytes, tag: str = "") -> list[str]:
    found = import_paper(HERE, data, "paper.docx", "paper", tag)
    return [f"{one.code}: {one.message}" for one in found.report.diagnostics()]


def text_of(data: bytes) -> str:
    return imported(data).files["position.yaml"].decode()


def body(*parts: str, file: WordFile | None = None, notes: tuple[str, ...] = ()) -> bytes:
    """A small paper: a title, a summary, `parts` as the argument of its one section."""
    begins = TITLE + paragraph("A summary of the paper stands here.") + paragraph("Parts and prices", style="H1")
    return (file or WordFile()).make(begins + "".join(parts), notes)


# A whole paper


def test_paper_becomes_a_definition(workspace: Path) -> None:
    result = bring_in(workspace, coalition_paper())
    made = definition(workspace)
    assert made["title"] == "Joint Position paper on the right to repair of household goods"
    assert str(made["date"]) == "2025-06"
    assert (made["drafted_by"], made["endorsed_by"]) == (["alliance"], ["network"])
    points = made["key_points"]
    assert isinstance(points, list)
    assert [point["heading"] for point in points] == [
        "Spare parts at a fair price", "Repair keeps people in work", "Batteries that users replace"]  # fmt: skip
    assert points[1]["point"] == "Repair keeps people in work, even where wages are low."
    assert "see point\n[{n}](#batteries-users-replace)" in points[0]["argument"]
    assert [(one["to"], one["text"]) for one in made["amendments"]] == [  # type: ignore[attr-defined]
        ("Article 5(2)", {"insert": "including spare parts for private use"}),
        ("Article 5(6)", {"insert": "including manuals in all languages"}),
    ]
    assert "3 key points, 2 amendments, 14 notes, 8 sources" in result.output
    assert "3 references mended" in result.output


def test_references_cite_what_is_meant() -> None:
    notes = imported(coalition_paper()).citations.notes
    cited = [note.citation() if note.only_cites() else note.written(Marking()) for note in notes]
    assert cited[2] == "[@elbe2021]"
    assert cited[4] == "[@elbe-saale2023; @meuse-watch2022]"
    assert cited[5] == "[@danube2023; @mur-raab2017]"
    assert cited[6:9] == ["[@meuse-watch2022]", "[@meuse-watch2022]", "[@mur-raab2017, p. 7]"]
    assert cited[9:12] == ["[@neisse-council2020]", "[@neisse-council2020]", "[@danube2023]"]
    assert cited[13] == "See also [@fondation-rhone2024]."


def test_what_was_mended_is_reported() -> None:
    mended = [line for line in reported(coalition_paper()) if line.startswith("mended")]
    assert [re.findall(r"note (\d+)", line) for line in mended] == [["11"], ["9", "6"], ["12", "6"]]


def test_sources_have_their_parts() -> None:
    sources = yaml.safe_load(imported(coalition_paper()).files["sources.yaml"])["references"]
    first = sources[0]
    assert [(one["family"], one["given"]) for one in first["author"]] == [
        ("Elbe", "J.K."),
        ("Weser", "M."),
        ("Havel", "P."),
    ]
    assert first["type"] == "article-journal"
    assert (first["container-title"], first["volume"], first["page"]) == ("Journal of Repair", "25", "135–153")
    assert first["issued"] == {"date-parts": [[2021]]}
    assert first["URL"] == "https://example.org/parts"
    assert sources[1]["author"] == [{"literal": "Tiber Institute"}]


def test_output_is_the_same_each_time() -> None:
    first, second = (import_paper(HERE, coalition_paper(), "x.docx", "x").brought for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.files == second.files


# Word by word: the file against what is rendered of it, read by another reader

FORM = frozenset("and & et vol no pp p available at n al ibid note".split())
FIXED = ("Position paper", "Key positions", "Our call", "Proposed amendments", "About this paper")


def words(text: str) -> list[str]:
    text = re.sub(r"\[\^[^\]]*\]", " ", text)
    found = [one.rstrip(".,;") for one in re.findall(r"https?://\S+", text)]
    return [*re.findall(r"[^\W_]+", re.sub(r"https?://\S+", " ", text)), *found]


def seen(path: Path) -> Reading:
    reading, faults = verify_file(path.name, path.read_bytes())
    assert reading is not None, faults
    return reading


def compared(workspace: Path, data: bytes) -> tuple[Counter[str], Counter[str]]:
    """The words that only the file has, and those that only its render has."""
    (workspace / "original.docx").write_bytes(data)
    original, render = seen(workspace / "original.docx"), seen(workspace / "build/paper/paper.en.docx")
    before = Counter(word for block in original.blocks for word in words(block.text))
    after = Counter(word for block in render.blocks for word in words(block.text) if block.text not in FIXED)
    return before - after, after - before


def test_words_of_file_and_render_are_the_same(workspace: Path) -> None:
    bring_in(workspace, coalition_paper())
    lost, new = compared(workspace, coalition_paper())
    # A heading that is a fixed one now, and numbers that were typed and are set now.
    assert lost - Counter(["Key", "Alliance", "positions", "1", "2", "3"]) == Counter()
    labels = words("Date Drafted by Example Alliance Endorsed by Example Network Article 5(2) Article 5(6) "
                   "Amendment 1 Amendment 2 Text to be inserted Text to be inserted")  # fmt: skip
    assert new - Counter(labels) == Counter(), new - Counter(labels)


def test_notes_of_file_and_render_cite_the_same(workspace: Path) -> None:
    """Full citations have the same words; the others name the source that is meant."""
    bring_in(workspace, coalition_paper())
    (workspace / "original.docx").write_bytes(coalition_paper())
    before = seen(workspace / "original.docx").notes
    after = seen(workspace / "build/paper/paper.en.docx").notes
    assert len(before) == len(after) == len(NOTES)
    for number in (1, 2, 4, 5, 6, 10, 13):
        first, second = (Counter(words(notes[number - 1].text.lower())) for notes in (before, after))
        different = ((first - second) + (second - first)).keys() - FORM
        assert not different, (number, different)
    short = {number: after[number - 1].text for number in (3, 7, 8, 9, 11, 12, 14)}
    assert {number: text.replace("\u00a0", " ") for number, text in short.items()} == {
        3: "Elbe et al., n. 1 (2021).", 7: "Meuse Watch, n. 5 (2022).", 8: "Ibid.",
        9: "Mur and Raab, n. 6 (2017), p. 7.", 11: "Ibid.", 12: "Danube et al., n. 6 (2023).",
        14: "See also Fondation du Rhône, n. 4 (2024).",
    }  # fmt: skip


def test_words_that_differ_are_printed(workspace: Path) -> None:
    result = bring_in(workspace, coalition_paper())
    assert "words of the text that are not printed: 'Key Alliance positions'" in result.output
    assert re.search(r"words of the text: \d+ in the file, \d+ printed", result.output)
    assert re.search(r"words of the notes: \d+ in the file, \d+ printed", result.output)


def test_page_shows_what_the_command_prints(workspace: Path) -> None:
    """The example of the page, some of whose warnings are left out."""
    page = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
    shown = re.search(r"^```console\n\$ position (.*?)\n(.*?)^```$", page, re.M | re.S)
    assert shown is not None
    (workspace / "paper.docx").write_bytes(coalition_paper())
    result = position(*shown[1].split())
    lines = [*result.stderr.splitlines(), *result.stdout.splitlines()]
    assert [line for line in shown[2].splitlines() if line not in lines] == []
    assert shown[2].endswith(result.stdout)


def test_own_paper_comes_back(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper that was rendered here: the same points, sections, notes and sources."""
    monkeypatch.chdir(ROOT)
    rendered = position(
        "render", "ai-generated-csam", "-l", "en", "-l", "fr", "-f", "docx", "-o", str(workspace / "out")
    )
    assert rendered.exit_code == 0
    monkeypatch.chdir(workspace)
    first = yaml.safe_load((ROOT / "positions/ai-generated-csam/position.yaml").read_text(encoding="utf-8"))
    sources = yaml.safe_load((ROOT / "positions/ai-generated-csam/sources.yaml").read_text(encoding="utf-8"))
    for tag in ("en", "fr"):
        data = (workspace / f"out/ai-generated-csam/ai-generated-csam.{tag}.docx").read_bytes()
        result = position("import", f"out/ai-generated-csam/ai-generated-csam.{tag}.docx", "--id", f"paper-{tag}")
        assert result.exit_code == 0, result.output
        made = imported(data)
        assert len(made.definition.points) == len(first["key_points"])
        assert len(made.citations.notes) == 31
        assert len(made.definition.sources) == len(sources["references"]) - 1  # a proposal of the Commission stays text
    assert [one.heading for one in imported(data).definition.points] != []
    english = yaml.safe_load((workspace / "positions/paper-en/position.yaml").read_text(encoding="utf-8"))
    for before, after in zip(first["key_points"], english["key_points"], strict=True):
        assert (before["heading"], before["point"].strip()) == (
            after["heading"],
            after["point"].replace("\n", " ").strip(),
        )


# Parts of a paper


def test_literal_signs_print_as_they_stood() -> None:
    signs = r"*a* **b** [c] [^d] [@e] [](#f) \ \* > - 1. # {n} <b> `x` 'y' \"z\": #q ![i](j)"
    text = Marking().write([Run(signs)])
    assert not parse(text).problems
    assert printed(text) == signs


@pytest.mark.parametrize(
    "begin", ["> quoted", "- a dash", "12. twelve", "3) three", "# hash", "---", "![a](b)", "| bar"]
)
def test_no_paragraph_begins_what_it_is_not(workspace: Path, begin: str) -> None:
    bring_in(workspace, body(paragraph(begin), paragraph("More.")))
    html = (workspace / "build/paper/paper.en.html").read_text(encoding="utf-8")
    assert re.sub(r"[ \u00a0]", " ", begin.replace(">", "&gt;")) in html.replace("\u00a0", " ")


def test_looks_links_and_blocks(workspace: Path) -> None:
    file = WordFile()
    parts = (
        paragraph("Plain ", bold("bold "), run("both", "<w:b/><w:i/>"), italic(" italic"), "."),
        paragraph("A ", file.link("link", "https://example.org/a(b)"), " and ", file.link("m", "mailto:a@example.org")),
        paragraph("first", number=3), paragraph("second", number=3),
        paragraph("one", number=2), paragraph("two", number=2),
        paragraph("A quotation.", style="Q"),
        table([cell("A box of one cell.")]),
        paragraph("line one", "<w:r><w:br/></w:r>", "line two"),
        paragraph("A heading inside", style="H2"),
        paragraph("Its text."),
    )  # fmt: skip
    bring_in(workspace, body(*parts, file=file))
    text = written(workspace)
    assert "Plain **bold *both*** *italic*." in text
    assert "[link](https://example.org/a(b))" in text
    assert "1. first\n      2. second\n\n      - one\n      - two\n\n      > A quotation.\n\n      > A box" in text
    assert "line one\n\n      line two\n\n      **A heading inside**\n\n      Its text." in text


def test_pictures_are_carried_over(workspace: Path) -> None:
    file = WordFile()
    parts = [paragraph(file.picture("A chart of [prices]")), paragraph(file.picture(""))]
    parts.append(paragraph(file.picture("An old form", b"GIF89a")))
    result = bring_in(workspace, body(paragraph("Text."), *parts, file=file))
    assert "![A chart of (prices)](images/image-1.png)" in written(workspace)
    assert "'images/image-2.png' is not described" in result.output
    assert "neither PNG nor JPEG, left out: 'An old form'" in result.output
    assert (workspace / "positions/paper/images/image-1.png").is_file()


def test_notes_side_by_side_that_cite_the_same_stay_two(workspace: Path) -> None:
    """No two citations side by side may name one source and place: the second note is one of its own."""
    parts = (paragraph("Prices rise", mark(1), mark(2), " ", mark(3), ", and", mark(4), " fall."),)
    cited = run("Elbe, J., The price of parts (2021), p. 4.")
    notes = (cited, run("Elbe, n. 1, p. 4."), run("Elbe, n. 1, p. 9."), run("Elbe, n. 1, p. 4."))
    bring_in(workspace, body(*parts, notes=notes))
    text = written(workspace)
    assert "rise[@elbe2021, p. 4][^note-2] [@elbe2021, p. 9], and[@elbe2021, p. 4] fall." in text
    assert "note-2: '[@elbe2021, p. 4].'" in text


def test_notes_with_marks_of_their_own_and_marked_twice(workspace: Path) -> None:
    parts = (
        paragraph("The Alliance", custom(1, "*"), " says so", bookmarked("b", mark(2)), "."),
        paragraph("Again", field("NOTEREF b \\f \\h", "1"), " and see note ", field("NOTEREF b \\h", "1"), "."),
        paragraph("At last", mark(3), "; see note 1 above."),
    )
    notes = (run("* An alliance of towns."), run("Elbe, J., The price of parts (2021), p. 4."), run("See point 1."))
    bring_in(workspace, body(*parts, notes=notes))
    text = written(workspace)
    assert text.count("[^note-1]") == 2
    assert text.count("[{n}](#note-1)") == 2
    assert "symbol: \"*\"\n    text: 'An alliance of towns.'" in text
    assert "note-1: '[@elbe2021, p. 4]'" in text
    assert "note-2: 'See point [{n}](#parts-prices).'" in text


@pytest.mark.parametrize(("changes", "kept"), [("accept", "new words"), ("reject", "old words")])
def test_tracked_changes(workspace: Path, changes: str, kept: str) -> None:
    gone = f'<w:del w:id="3" w:author="A"><w:r>{mark(1)[5:-6]}</w:r></w:del>'
    parts = paragraph("Here are ", inserted(run("new")), deleted("old"), " words.", gone, mark(2))
    notes = (run("A note that was deleted."), run("A note that stays."))
    result = bring_in(workspace, body(parts, notes=notes), "--changes", changes)
    assert kept in written(workspace)
    assert f"3 tracked changes {changes}ed" in result.output
    assert ("A note that was deleted" in written(workspace)) == (changes == "reject")


def test_what_has_no_place_is_reported(workspace: Path) -> None:
    file = WordFile()
    file.extra["comments"] = f'<w:comment w:id="4" w:author="Reader">{paragraph("Is this so?")}</w:comment>'
    parts = (
        paragraph("Here", '<w:r><w:commentReference w:id="4"/></w:r>', run(" hidden", "<w:vanish/>"),
                  run(" x", "<w:u w:val='single'/>")),
        table([cell("Town"), cell("Shops")], [cell("Evora"), cell("12")]),
        paragraph("A ", "<w:hyperlink w:anchor='gone'>" + run("link") + "</w:hyperlink>", " leads nowhere."),
    )  # fmt: skip
    said = bring_in(workspace, body(*parts, file=file)).output
    assert "a comment by Reader at 'Here x', left out: 'Is this so?'" in said
    assert "hidden, left out: 'hidden'" in said
    assert "text that is underlined" in said
    assert "a table of 2 rows ('Town' …)" in said
    assert "the link 'link' to '#gone'" in said


def test_endnotes_and_content_controls(workspace: Path) -> None:
    file = WordFile()
    notes = "".join([f'<w:endnote w:id="{number}"><w:p>{run(text)}</w:p></w:endnote>' for number, text in
                     ((1, "Elbe, J., The price of parts (2021)."), (2, "Elbe, n. i (2021), p. 3."))])  # fmt: skip
    file.extra["endnotes"] = notes
    marks = [f'<w:r><w:endnoteReference w:id="{number}"/></w:r>' for number in (1, 2)]
    inside = f"<w:sdt><w:sdtContent>{paragraph('In a control', marks[0], '.')}</w:sdtContent></w:sdt>"
    bring_in(workspace, body(inside, paragraph("More", marks[1], "."), file=file))
    assert "In a control[@elbe2021]." in written(workspace)
    assert "More[@elbe2021, p. 3]." in written(workspace)


def test_list_within_a_list_is_reported() -> None:
    deeper = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="2"/></w:numPr>'
    data = body(paragraph("one", number=2), paragraph("inner", properties=deeper), paragraph("two", number=2))
    assert "- one\n      - inner\n      - two" in text_of(data)
    assert any("a list within a list ('inner' …)" in line for line in reported(data))


def test_headings_that_are_no_key_points(workspace: Path) -> None:
    parts = [TITLE, paragraph("A summary."), paragraph("Positions", style="H1")]
    parts += [paragraph(text, number=1) for text in ("Parts must be sold.", "Manuals must be open.")]
    parts += [paragraph("We ask for this.")]
    for heading in ("Background", "Parts must be sold to all", "Open manuals", "Who we are"):
        parts += [paragraph(heading, style="H1"), paragraph(f"Text below {heading}.")]
    said = bring_in(workspace, WordFile().make("".join(parts))).output
    made = definition(workspace)
    points = made["key_points"]
    assert isinstance(points, list)
    assert [one["heading"] for one in points] == ["Background", "Parts must be sold to all", "Open manuals"]
    assert made["call"] == "We ask for this.\n"
    assert made["closing"] == "**Who we are**\n\nText below Who we are.\n"
    assert "'Background', which no key point stands for, has no place" in said
    assert "'Who we are', which is no key point, has no place" in said


@pytest.mark.parametrize("parts", [
    [paragraph("Nothing but one line.")],
    [TITLE, paragraph("One."), paragraph("Two.")],
    [paragraph("A heading", style="H1"), paragraph("Another", style="H1")],
    [paragraph("A", number=1), paragraph("B", number=1)],
    [paragraph(bold("A title in bold")), paragraph("Text."), paragraph(bold("A heading")), paragraph("More text."),
     paragraph(bold("Another")), paragraph("The end.")],
    [TITLE, paragraph("Summary"), paragraph("H", style="H1"), table([cell("a"), cell("b")])],
])  # fmt: skip
def test_odd_papers_become_right_definitions(workspace: Path, parts: list[str]) -> None:
    bring_in(workspace, WordFile().make("".join(parts)))


@pytest.mark.parametrize(("language", "date", "iso"), [
    ("de-DE", "Juni 2025", "2025-06"), ("fr-FR", "17 juin 2025", "2025-06-17"), ("pl-PL", "czerwiec 2025", "2025-06"),
    ("en-GB", "Brussels, 3 June 2025", "2025-06-03"), ("es-ES", "1 de junio de 2025", "2025-06-01"),
    ("fr-BE", "1er juin 2025", "2025-06-01"), ("en-US", "17.6.2025", "2025-06-17"),
])  # fmt: skip
def test_date_and_language(language: str, date: str, iso: str) -> None:
    parts = [TITLE, paragraph(date), paragraph("A summary."), paragraph("H", style="H1"), paragraph("Text.")]
    made = imported(WordFile(language).make("".join(parts))).definition
    assert (made.date, made.language) == (iso, language[:2])


def test_language_of_the_text_counts_more_than_that_of_the_file() -> None:
    said = '<w:lang w:val="fr-FR"/>'
    parts = [paragraph(run("Le droit à la réparation", said), style="T"), paragraph(run("Un résumé du texte.", said))]
    assert imported(WordFile("en-US").make("".join(parts))).definition.language == "fr"


# Citations

CITED = {
    "Thames, J., ‘Repair and growth’, Economy, 14(2), 2018, pp. 1-20. doi:10.1000/xyz": ("thames", "article-journal"),
    "Loire, M., « Le droit à la réparation », Revue du droit 12(3), 2021, p. 45-67, disponible sur https://example.org/x":
        ("loire", "article-journal"),
    "Mühlbach, H. & Main, K. (2019). Das Recht auf Reparatur.": ("mühlbach", "report"),
    "OECD, “Prices of parts” (2023), available at: https://example.org/y (accessed 3 May 2024).": ("oecd", "webpage"),
}  # fmt: skip
KEPT = (
    "Directive (EU) 2019/771 of the Parliament and of the Council of 20 May 2019 (OJ L 136, 22.5.2019, p. 28).",
    "Judgment of the Court of 8 April 2014, C-293/12, EU:C:2014:238, paragraph 5.",
    "Interview with a shop owner, Evora.",
    "The figures of 2021 are higher than those of 2020, which nobody expected.",
    "Thames, J., forthcoming.",
)


@pytest.mark.parametrize("text", CITED)
def test_certain_citations_are_read(text: str) -> None:
    from toolkit.importing.papers.front import date_forms
    from toolkit.readers.languages import read_language

    english = read_language(HERE, "en")[0]
    assert english is not None
    looks = Looks([], [], tuple(date_forms(english)))
    found = read_entry(text, 0, len(text), looks, vocabulary(frozenset({"en"})))
    assert found is not None
    assert (found.entry.authors[0].name.casefold(), found.entry.type) == CITED[text]


@pytest.mark.parametrize("text", KEPT)
def test_uncertain_citations_stay_text(text: str) -> None:
    found = imported(body(paragraph("Text", mark(1), "."), notes=(run(text),)))
    assert not found.definition.sources
    assert printed(found.definition.footnotes["note-1"][1]) == text


def test_uncertain_references_stay_and_are_reported() -> None:
    notes = (run("Elbe, J., The price of parts (2021). Weser, M., Rivers and shops (2020)."), run("Ibid."),
             run("Unknown, n. 1."), run("Rhine, n. 77."), run("Elbe, n. 1 (2021)."))  # fmt: skip
    data = body(*[paragraph("Text", mark(number)) for number in range(1, 6)], notes=notes)
    kept = [line for line in reported(data) if line.startswith("kept-reference")]
    assert len(kept) == 3, kept  # Ibid., a name that is in no note, a note that is not there
    assert imported(data).citations.notes[4].citation() == "[@elbe2021]"


def cited_by(*notes: str) -> list[str]:
    """What each note of a paper with these notes is in the definition: the citation, or its text."""
    data = body(*[paragraph("Text", mark(number)) for number in range(1, len(notes) + 1)], notes=tuple(map(run, notes)))
    return [noted.citation() or noted.text for noted in imported(data).citations.notes]


def test_the_work_that_fits_best_is_cited() -> None:
    """Two works of one body, and the number of the wrong one."""
    first, second = "Ports Agency, Report on repair of ships (2023).", "Ports Agency, Study on repair of locks (2023)."
    assert cited_by(first, second, "Ports Agency, Report on repair of ships, n. 2.")[2].startswith(
        "[@ports-agency2023]"
    )
    first, second = "Elbe, J., Parts of machines (2020).", "Elbe, J., Prices of machines (2020)."
    found = cited_by(first, second, "Elbe, Prices of machines, n. 1.")
    assert found[2] == found[1]


def test_a_number_beside_a_name_that_the_note_does_not_have_stays() -> None:
    notes = ("Piave, T., Capital (2013).", "Beskid, U., Wave (1986).", "Beskid, n. 1.", "Piave, n. 2 (2013).")
    data = body(*[paragraph("Text", mark(number)) for number in range(1, 5)], notes=tuple(map(run, notes)))
    assert "note-" not in text_of(data).replace("footnotes", "") or "{n}" not in text_of(data)


def test_works_of_a_year_are_told_apart_by_their_letter() -> None:
    notes = ("Somme, J. (2020a). Parts of mills and looms. Mill Review 3, 1–9.",
             "Somme, J. (2020b). Prices of old canals. Mill Review 4, 1–9.", "Somme, n. 1 (2020b).")  # fmt: skip
    data = body(*[paragraph("Text", mark(number)) for number in range(1, 4)], notes=tuple(map(run, notes)))
    third = imported(data).citations.notes[2].citation()
    first = imported(data).citations.notes[0].citation()
    assert third != first


def test_number_of_a_note_that_is_no_source_stays_right() -> None:
    notes = (run("Figures on file with us."), run("See n. 1 above for the figures."))
    text = text_of(body(paragraph("A", mark(1)), paragraph("B", mark(2)), notes=notes))
    assert "note-2: 'See n. [{n}](#note-1) above for the figures.'" in text


def is_right(brought: Brought, paper: list[list[Item]]) -> Counter[str]:
    """How the references of a paper came out: each note cites the sources that its author meant, or stays text."""
    found: Counter[str] = Counter()
    for items, noted in zip(paper, brought.citations.notes, strict=True):
        meant = [item.source.title for item in items if item.source]
        kind = items[0].kind
        cited = [brought.citations.sources[span.source].title for span in sorted(noted.spans, key=lambda one: one.start)
                 if span.source]  # fmt: skip
        targets = [span.target for span in noted.spans if span.target]
        if cited == meant and (cited or not targets) and (cited or kind == "words"):
            found["right"] += 1
        elif targets and not cited:
            at = int(targets[0].rpartition("-")[2]) - 1
            found["number" if set(meant) & {one.source.title for one in paper[at] if one.source} else "wrong"] += 1
        else:
            found["kept" if not cited else "wrong"] += 1
    return found


@pytest.mark.parametrize("language", sorted(STYLES))
def test_references_of_every_language_come_out_right(language: str) -> None:
    """None cites another source than the one that is meant, whatever number was typed."""
    total: Counter[str] = Counter()
    for seed in range(3):
        chance = random.Random(f"{language}{seed}")
        paper = make_paper(chance, language, 40)
        if seed:
            paper = [[_shifted(item, number, chance) for item in items] for number, items in enumerate(paper, 1)]
        data = typed_file(texts_of(paper, language), language)
        total += is_right(imported(data, language), paper)
    assert total["wrong"] == 0, total
    assert total["right"] > 0.8 * total.total()


def _shifted(item: Item, number: int, chance: random.Random) -> Item:
    if item.kind == "reference" and item.named + 1 < number and chance.random() < 0.3:
        return Item(item.kind, item.source, item.named + 1, item.style)
    return item


# The command


def test_nothing_that_exists_is_changed(workspace: Path) -> None:
    bring_in(workspace, coalition_paper())
    before = written(workspace)
    result = position("import", "paper.docx", "--id", "paper")
    assert result.exit_code == 2
    assert "exists already" in result.stderr
    assert written(workspace) == before
    assert sorted(path.name for path in (workspace / "positions").iterdir()) == ["organisations.yaml", "paper"]


def test_organisations_are_written_where_there_are_none(workspace: Path) -> None:
    (workspace / "positions/organisations.yaml").unlink()
    result = bring_in(workspace, body(paragraph("Text.")))
    assert "our-organisation" in (workspace / "positions/organisations.yaml").read_text(encoding="utf-8")
    assert "wrote positions/organisations.yaml" in result.output


@pytest.mark.parametrize(
    "options", [["--id", "Bad Id"], ["--id", "x", "-l", "xx"], ["--id", "x", "--changes", "both"], []]
)
def test_wrong_usage(workspace: Path, options: list[str]) -> None:
    (workspace / "paper.docx").write_bytes(coalition_paper())
    assert position("import", "paper.docx", *options).exit_code == 2
    assert [path.name for path in (workspace / "positions").iterdir()] == ["organisations.yaml"]


def test_strict_counts_warnings(workspace: Path) -> None:
    (workspace / "paper.docx").write_bytes(coalition_paper())
    assert position("import", "paper.docx", "--id", "x", "--strict").exit_code == 3


HOSTILE = {
    "no zip": b"%PDF-1.4",
    "empty": b"",
    "old": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "deep": WordFile().make("<w:sdt>" * 400 + "</w:sdt>" * 400),
    "bomb": WordFile().make(paragraph("a" * 60_000_000)),
    "no text": WordFile().make(""),
    "long paragraph": WordFile().make(paragraph("ab cd " * 20_000)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_files_end_with_a_message(kind: str, workspace: Path) -> None:
    started = time.process_time()
    bring_in(workspace, HOSTILE[kind], code=1)
    assert time.process_time() - started < 1
    assert [path.name for path in (workspace / "positions").iterdir()] == ["organisations.yaml"]


def test_damaged_files_are_reported_or_read() -> None:
    """300 files with damaged XML: a message or a paper, never an exception."""
    chance = random.Random(7)
    with zipfile.ZipFile(BytesIO(coalition_paper())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outcomes: Counter[bool] = Counter()
    for _ in range(300):
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w") as damaged:
            for name, data in parts.items():
                if chance.random() > 0.03:
                    damaged.writestr(name, _damaged(data, chance) if chance.random() < 0.15 else data)
        found = import_paper(HERE, stream.getvalue(), "x.docx", "x")
        outcomes[found.brought is not None] += 1
    assert min(outcomes.values()) > 20, outcomes


def _damaged(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    length = chance.randrange(1, 60)
    return data[:at] + (data[at + length :] if chance.random() < 0.5 else bytes([chance.randrange(256)]) + data[at:])


@pytest.mark.parametrize(
    "sign", ["A. ", "Ab, C. ", "Ibid. ", "n. 6 ", "(2020). ", "see point 1, ", "*", "“", "https://a.b/c "]
)
def test_long_notes_take_little_time(sign: str) -> None:
    started = time.process_time()
    import_paper(HERE, body(paragraph("Text", mark(1)), notes=(run(sign * (40_000 // len(sign))),)), "x.docx", "x")
    assert time.process_time() - started < 2


def test_hundred_pages_with_500_notes_take_less_than_3_seconds(workspace: Path) -> None:
    chance = random.Random(1)
    said = "the law must see to it that spare parts are sold to everybody at a fair price".split()
    notes = texts_of(make_paper(chance, "en", 500), "en")
    parts = [TITLE, paragraph("A summary.")]
    for number in range(1, 501):
        if number % 25 == 1:
            parts.append(paragraph(f"Heading {number}", style="H1"))
        parts.append(paragraph(" ".join(chance.choices(said, k=90)), mark(number), "."))
    (workspace / "long.docx").write_bytes(WordFile().make("".join(parts), [run(note) for note in notes]))
    took = []
    for name in ("first", "second", "third"):  # a machine that is busy may be slow once
        command = [sys.executable, "-m", "toolkit", "import", "long.docx", "--id", name]
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took.append(time.perf_counter() - started)
        assert "500 notes" in done.stdout, done.stderr
    assert min(took) < 3, took


MARKDOWN = """---
title: A paper on repair
---

A summary of the paper.

1. Parts must be sold.
2. Manuals must be open.

# Parts that are sold

Prices differ.[^a] *Very* much.[^b]

# Manuals that are open

Few are.

[^a]: Elbe, J., The price of parts (2021).
[^b]: Elbe, n. 1 (2021).
"""


def test_markdown_comes_in_by_pandoc(workspace: Path) -> None:
    pytest.importorskip("pypandoc")
    (workspace / "paper.md").write_text(MARKDOWN, encoding="utf-8")
    assert position("import", "paper.md", "--id", "paper", "-l", "en").exit_code == 0
    text = written(workspace)
    assert "Prices differ.[@elbe2021] *Very* much.[@elbe2021]" in text
    assert "point: 'Parts must be sold.'" in text


def test_without_pandoc_there_is_a_message(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    (workspace / "paper.html").write_text("<p>Text</p>", encoding="utf-8")
    result = position("import", "paper.html", "--id", "paper")
    assert result.exit_code == 2
    assert "can be read with pandoc alone" in result.stderr


# Whatever stands in a file

PIECES = (
    "word", "two words", " ", "*", "**", "***", "[", "]", "[^x]", "[@y]", "[](#z)", "\\", "> ", "- ", "1. ", "# ", "|",
    "<b>", "&amp;", "'", '"', ": ", " #", "@", "%", "{n}", "—", "\u00a0", "\u202f", "\u200b", "\u202e", "é",
    "日本", "🙂",
    "see point 1", "see note 2", "n. 1", "Ibid.", "![x](y)", "https://example.org", "---", "yes", "~", "!tag", "&a",
)  # fmt: skip


def random_paper(seed: int) -> bytes:
    chance = random.Random(seed)
    file = WordFile(chance.choice(("en-GB", "de-DE", "fr-FR", "xx")))
    count = chance.randrange(5)

    def said() -> str:
        return "".join([chance.choice(PIECES) + chance.choice(("", " ")) for _ in range(chance.randrange(1, 8))])

    def runs(with_notes: bool = True) -> list[str]:
        made = []
        for _ in range(chance.randrange(1, 6)):
            drawn, looks = chance.random(), "".join([one for one in ("<w:b/>", "<w:i/>") if chance.random() < 0.3])
            if drawn < 0.1 and with_notes:
                made.append(
                    file.link(said(), chance.choice(("https://example.org/a(b", "http://x.org", "javascript:1")))
                )
            elif drawn < 0.2 and with_notes and count:
                made.append(mark(chance.randrange(1, count + 1)))
            else:
                made.append(chance.choice((run(said(), looks), inserted(run(said())), deleted(said()))))
        return made

    parts = []
    for _ in range(chance.randrange(1, 20)):
        style, number = chance.choice(("", "", "", "T", "H1", "H2", "Q", "ST")), chance.choice((0, 0, 1, 2, 3))
        boxed = table([cell(said()), cell(said())], [cell(said(), said())])
        parts.append(paragraph(*runs(), style=style, number=number) if chance.random() < 0.9 else boxed)
    return file.make("".join(parts), ["".join(runs(False)) for _ in range(count)])


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_whatever_stands_in_a_file_is_a_right_definition(start: int, workspace: Path) -> None:
    for seed in range(start, start + 20):
        (workspace / "paper.docx").write_bytes(random_paper(seed))
        result = position("import", "paper.docx", "--id", f"paper-{seed}")
        assert result.exit_code == 0 or "has no text" in result.stderr, (seed, result.output)
