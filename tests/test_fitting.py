"""Documents fit on the pages of their kind, or it is said what to shorten: as LibreOffice sets them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.shared import Cm
from programs import tool

from toolkit.cli import main
from toolkit.document import Document, Measured
from toolkit.kind import Kind
from toolkit.languages.words import WORDS
from toolkit.papers.fitting import too_long
from toolkit.pipeline import check, compose_document
from toolkit.readers.kinds import read_kind
from toolkit.records import replace
from toolkit.resources import Workspace
from toolkit.writers import measure
from toolkit.writers.docx.sizes import Sizes, load_sizes, read_properties
from toolkit.writers.docx.widths import count_lines

ROOT = Path(__file__).parent.parent
TAGS = ("en", "de", "fr", "el", "bg", "fi", "hu", "pl")
PAPER = "ai-generated-csam"


def office_pages(files: list[Path], folder: Path) -> dict[str, int]:
    """How many pages LibreOffice makes of each file, by the language in its name."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = {}
    for file in files:
        shown = subprocess.run([tool("pdfinfo"), folder / f"{file.stem}.pdf"], check=True, capture_output=True)
        pages = re.search(rb"Pages:\s+(\d+)\n", shown.stdout)
        assert pages, file.name
        found[file.stem.rpartition(".")[2]] = int(pages[1])
    return found


def warned(output: str) -> set[str]:
    """The languages that are said to be too long."""
    return set(re.findall(r"warning\[too-long\]: [\w-]+ in '(\w+)'", output))


def render(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["render", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's papers."""
    for name in ("positions", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("identifier", [PAPER, "platform-access-for-researchers"])
def test_summary_fits_its_page(identifier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One page in Word, as LibreOffice sets it, in every language that there is."""
    monkeypatch.chdir(ROOT)
    output = render(identifier, "-k", "one-page", "-f", "docx", "-o", str(tmp_path))
    assert not warned(output)
    files = sorted(tmp_path.glob(f"{identifier}/*.docx"))
    assert len(files) >= 6
    assert set(office_pages(files, tmp_path).values()) == {1}


def test_longest_parts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call of fifty lines cannot stand on the page beside the rest."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    shutil.rmtree("locales")
    path = Path("positions/right-to-repair/position.yaml")
    text = path.read_text("utf-8")
    assert "\ncall: |\n" in text
    items = "".join(f"  - the {number}th of the things that we ask for in this paper\n" for number in range(50))
    path.write_text(text.replace("\ncall: |\n", f"\ncall: |\n{items}\n"), encoding="utf-8")
    output = render("right-to-repair", "-k", "one-page", "-f", "docx")
    assert "warning[too-long]: one-page in 'en' is longer than 1 page" in output
    assert f"shorten its longest parts: '{WORDS['call']}' (" in output


SHORT = """\
kind: position-paper
title: A paper
language: en
date: 2025-06
drafted_by: [repair-coalition]
summary: A sentence.
key_points:
  - id: one
    point: A point.
    heading: A heading
    argument: A sentence[@smith2024].
call: |
"""
SOURCE = (
    "references:\n  - {id: smith2024, type: book, author: [{family: Smith, given: A.}], title: A book, issued: 2024}\n"
)


@pytest.mark.parametrize(("items", "fits"), [(36, True), (37, False)])
def test_warning_comes_with_the_line_that_is_too_many(
    items: int, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice sets 36 items on the page and takes a second page for 37 (measured with this definition)."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    folder = Path("positions/paper")
    folder.mkdir()
    (folder / "position.yaml").write_text(SHORT + "  - Item\n" * items, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCE, encoding="utf-8")
    output = render("paper", "-l", "en", "-k", "one-page", "-f", "docx")
    assert warned(output) == (set() if fits else {"en"})


def test_kind_with_the_word_file_of_papers_is_too_long(workspace: Path) -> None:
    """The parts of the summary in the type of a paper: two pages in LibreOffice in every language."""
    (workspace / "templates/flyer").mkdir(parents=True)
    shutil.copy(ROOT / "templates/one-page/kind.yaml", workspace / "templates/flyer")
    output = render(PAPER, "-k", "flyer", "-f", "docx")
    files = sorted(workspace.glob("build/*/*.docx"))
    assert len(files) == 24
    assert set(office_pages(files, workspace).values()) == {2}
    assert len(warned(output)) == 24


def test_pages_of_a_pdf_are_counted(workspace: Path) -> None:
    """The same kind has two pages in PDF; the toolkit's own summary has one, and nothing is said of it."""
    pytest.importorskip("weasyprint")
    (workspace / "templates/flyer").mkdir(parents=True)
    shutil.copy(ROOT / "templates/one-page/kind.yaml", workspace / "templates/flyer")
    output = render(PAPER, "-l", "de", "-k", "flyer", "-f", "pdf")
    assert "flyer in 'de' is longer than 1 page: its PDF has 2" in output
    assert "lines, where there is room for" not in output
    assert not warned(render(PAPER, "-l", "de", "-k", "one-page", "-f", "pdf"))


def python_docx(path: Path) -> None:
    """A Word file of python-docx on A4 with 2.5 cm on all sides: Cambria 11, with 10 points between paragraphs."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2.5)
    file.save(str(path))


def narrow(path: Path) -> None:
    """The same with smaller type and margins, and a header of four lines."""
    python_docx(path)
    file = docx.Document(str(path))
    section = file.sections[0]
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Cm(0.32)
    section.header.paragraphs[0].text = "Coalition\nRue de la Loi 1, Brussels"
    for words in ("Telephone", "Address"):
        section.header.add_paragraph(words)
    file.save(str(path))


def libreoffice(path: Path) -> None:
    """A Word file that LibreOffice made of a page of text: Liberation Serif 12, margins of 1 and 2 cm."""
    page = path.with_suffix(".html")
    page.write_text("<h1>Letterhead</h1><p>Text</p><ul><li>One</li></ul>", encoding="utf-8")
    profile = f"-env:UserInstallation={(path.parent / 'making').as_uri()}"
    command = [tool("soffice"), profile, "--headless", "--infilter=writerglobal", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(path.parent), str(page)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.mark.parametrize("make", [python_docx, narrow, libreoffice], ids=lambda make: make.__name__)
@pytest.mark.parametrize("identifier", [PAPER, "platform-access-for-researchers"])
def test_estimate_follows_the_word_file(make: object, identifier: str, workspace: Path) -> None:
    """All that takes two pages in LibreOffice is warned of; what fits only where the estimate is five lines over."""
    assert callable(make)
    make(workspace / "letterhead.docx")
    adopted = CliRunner().invoke(main, ["template", "adopt", "letterhead.docx", "--kind", "one-page"])
    assert adopted.exit_code == 0, adopted.output
    tags = [tag for tag in TAGS if tag == "en" or Path(f"locales/{tag}/LC_MESSAGES/{identifier}.po").exists()]
    output = render(identifier, "-k", "one-page", "-f", "docx", *[part for tag in tags for part in ("-l", tag)])
    pages = office_pages(sorted(workspace.glob("build/*/*.docx")), workspace)
    assert {tag for tag in tags if pages[tag] > 1} <= warned(output)
    for tag in (tag for tag in warned(output) if pages[tag] == 1):
        lines, room = re.search(rf"in '{tag}' .*about (\d+) lines, .*room for (\d+)", output).groups()  # type: ignore[union-attr]
        assert int(lines) - int(room) <= 5, tag


def summary() -> tuple[Document, Kind]:
    """The English summary of the paper."""
    workspace = Workspace(ROOT)
    kind, _ = read_kind(workspace, "one-page")
    draft = check(workspace, PAPER, ("en",)).draft
    assert kind
    assert draft
    return compose_document(draft, "en", (), {}, kind), kind


def test_message_never_says_that_there_is_room() -> None:
    """Lines are rounded up and the room down, with half a line to spare: 552 and 560 in 546 points, 10 a line."""
    document, kind = summary()
    draft = check(Workspace(ROOT), PAPER, ("en",)).draft
    assert draft
    said = []
    for height in (546, 550, 552, 560):
        found = too_long(draft.position, document, kind, Measured({"": height}, 546, 10))
        said += [one.message.partition(": ")[2] for one in found]
    assert said == ["about 56 lines, where there is room for 54"] * 2


def test_room_of_the_page_is_that_of_its_margins() -> None:
    """A4 without margins of 1 134 and 1 021 twips: 14 683 are 734.15 points; two pages lose two lines between them."""
    document, _ = summary()
    templates = Workspace(ROOT).template("one-page")
    one, two = measure(document, templates, 1), measure(document, templates, 2)
    assert one
    assert two
    assert one.line == pytest.approx(9.5 * 1.22 * 276 / 240)
    assert one.room == pytest.approx(734.15)
    assert two.room == pytest.approx(2 * 734.15 - 2 * one.line)


def test_kind_without_pages_is_not_measured() -> None:
    document, _ = summary()
    assert measure(document, Workspace(ROOT).template("one-page"), 0) is None


def test_word_file_that_cannot_be_used_keeps_no_page_from_being_written(workspace: Path) -> None:
    """It is said when a Word file is asked for."""
    (workspace / "templates/one-page").mkdir(parents=True)
    (workspace / "templates/one-page/paper.docx").write_bytes(b"no Word file")
    assert not warned(render(PAPER, "-l", "en", "-k", "one-page", "-f", "html"))


def test_header_that_takes_more_than_the_margin_is_counted(workspace: Path) -> None:
    """Three lines of 12 points exactly, 24 before the first: 60 and 36 from the edge are 96 points, the margin 42.5."""
    file = docx.Document()
    section = file.sections[0]
    section.page_height, section.top_margin, section.bottom_margin = Cm(29.7), Cm(1.5), Cm(2.5)
    section.header_distance = Cm(1.27)
    for number in range(3):
        paragraph = section.header.paragraphs[0] if not number else section.header.add_paragraph()
        paragraph.text = "Line"
        layout = paragraph.paragraph_format
        layout.space_before, layout.space_after = Cm(0.8467) if not number else Cm(0), Cm(0)
        layout.line_spacing = Cm(0.4233)
    file.save("letterhead.docx")
    assert CliRunner().invoke(main, ["template", "adopt", "letterhead.docx", "--kind", "one-page"]).exit_code == 0
    document, _ = summary()
    measured = measure(document, Workspace(workspace).template("one-page"), 1)
    assert measured
    spare = 1.5 * measured.line
    assert measured.room + spare == pytest.approx(841.9 - 96 - 70.9, abs=0.5)


STYLES = """<w:styles>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi"/><w:sz w:val="24"/></w:rPr>
</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="200" w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Plain"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Plain"/><w:pPr>
<w:spacing w:before="60"/><w:ind w:left="400"/><w:contextualSpacing/></w:pPr><w:rPr><w:sz w:val="20"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Deep"><w:name w:val="Deep"/><w:basedOn w:val="Quote"/><w:pPr>
<w:spacing w:line="260" w:lineRule="exact"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style></w:styles>"""


def test_style_has_what_it_is_based_on() -> None:
    """12 points by default, in Calibri 14.64 high, and half as much again; 10 points in Arial, 13 exactly."""
    sizes = Sizes(read_properties(STYLES), {"minor": "Calibri"})
    plain, deep = sizes.setting(""), sizes.setting("Deep")
    assert (plain.style, plain.size, plain.em, plain.after) == ("", 12, 12, 10)
    assert plain.line == pytest.approx(21.96)
    assert (deep.size, deep.line, deep.before, deep.after, deep.left, deep.close) == (10, 13, 3, 10, 20, True)
    assert deep.em == pytest.approx(11)
    assert sizes.setting("Ring").size == 12
    assert replace(sizes.setting("Quote", '<w:ind w:left="100"/>'), style="").left == 5


def test_toolkit_file_has_its_sizes() -> None:
    """What `templates/one-page/paper.docx` says of a heading: 15 points, 11 before and 3.3 after."""
    heading = load_sizes(ROOT / "templates/one-page/paper.docx").setting("Heading1")
    assert (heading.size, heading.before, heading.after) == (15, 11, 3.3)


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("nnnn", 2.04, 1),  # 4 × 0.51
        ("nnnn nnnn", 4.31, 1),  # and a space of 0.23
        ("nnnn nnnn", 4.3, 2),
        ("nnnnnnnnnn", 2.04, 3),  # 5.1 in parts of 2.04
        ("iiii\nmmmm", 3.3, 2),
    ],
)
def test_lines_are_filled_word_by_word(text: str, room: float, lines: int) -> None:
    assert count_lines(text, room + 0.001) == lines
