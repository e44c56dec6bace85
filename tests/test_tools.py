"""What programs that are not ours make of the paper: checkers of the formats, Word processors, browsers.

A tool that is not installed is skipped with a reason; where the variable CI is set it fails the test.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from builtin_kinds import kind
from lxml import etree
from programs import WEB, module, tool
from test_draft import drafted, make_everything, write_catalogue

from toolkit.importing import import_sheet
from toolkit.inspection import verify_file
from toolkit.inspection.reading import Reading
from toolkit.languages.snapshot import TAGS
from toolkit.pipeline import FORMATS, check, write_papers
from toolkit.resources import Workspace, find_workspace

PAPER = "ai-generated-csam"
OTHER = "platform-access-for-researchers"
LANGUAGES = ("en", *[tag for tag in TAGS if tag != "en"])


def run(command: Sequence[str | Path], *codes: int) -> str:
    """The output of a program that must end with one of `codes`."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (codes or (0,)), done.stdout + done.stderr
    return done.stdout


# What the paper of the repository happens not to have: marks side by side and at the end of a line that is a
# link, symbol notes after numbered ones, a justification of several blocks, a source twice in one note.
HARD = """\
kind: position-paper
title: A hard paper & its <marks>
language: en
date: 2025-03-01
drafted_by: [us]
summary: |
  One source[@one][^both]. Then a symbol[^sign]; then both again[^both][^sign], and [](#both).
key_points:
  - id: first
    point: A line that ends with a note[@two]
    heading: A heading with a note[@one, p. 2]
    argument: |
      Text[@one, p. 3; @one, p. 4].

      1. first[^sign]
      2. second

      > A call-out[@two, fig. 2].
    statistics:
      - {value: 380, unit: percent, text: "more than before[@two]", source: one}
amendments:
  - id: change
    to: Article 5a(2)
    text: {original: the old words, proposed: the new words}
    justification: |
      A paragraph[@one].

      1. one
      2. two

      > A call-out.

      - an item, see [](#first)
footnotes:
  both: A note that says more than [@one, art. 3] and [](#first).
  sign: {symbol: "†", text: "A symbol note, which cites [@two] in full."}
"""
HARD_SOURCES = """\
- {id: one, type: book, author: [{family: Berg, given: J., non-dropping-particle: van den}], title: Eins, language: de,
   issued: [{year: 2024, month: 3}], URL: "https://example.org/one"}
- {id: two, type: webpage, title: Two, issued: 2024-02-03, accessed: 2024-03-01, URL: "https://example.org/two",
   custom: {short_author: Two}}
"""


@pytest.fixture(scope="session")
def hard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The hard paper in English by format, rendered without a diagnostic."""
    root = tmp_path_factory.mktemp("hard")
    position = root / "positions" / "hard"
    position.mkdir(parents=True)
    (position / "position.yaml").write_text(HARD, encoding="utf-8")
    (position / "sources.yaml").write_text(HARD_SOURCES, encoding="utf-8")
    (root / "positions" / "organisations.yaml").write_text("organisations: [{id: us, name: Us}]\n", encoding="utf-8")
    checked = check(Workspace(root), "hard", ["en"])
    assert checked.diagnostics == ()
    assert checked.draft is not None
    files = {}
    for paper, found in write_papers(Workspace(root), checked.draft, FORMATS):
        assert found == ()
        files[paper.format] = root / paper.name
        files[paper.format].write_bytes(paper.data)
    return files


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the paper in every language and format."""
    made = tmp_path_factory.mktemp("paper")
    workspace = find_workspace(Path(__file__).parent)
    draft = check(workspace, PAPER, LANGUAGES).draft
    assert draft is not None
    for paper, _ in write_papers(workspace, draft, FORMATS):
        (made / paper.name).write_bytes(paper.data)
    return made


@pytest.fixture(scope="session")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the paper and another position as all other kinds, and that position's own paper."""
    made = tmp_path_factory.mktemp("others")
    workspace = find_workspace(Path(__file__).parent)
    short = ("amendments", "one-page", "letter")
    for identifier, kinds in ((PAPER, short), (OTHER, ("position-paper", *short))):
        draft = check(workspace, identifier).draft
        assert draft is not None
        for paper, found in write_papers(workspace, draft, FORMATS, [kind(name) for name in kinds]):
            assert found == ()
            (made / paper.name).write_bytes(paper.data)
    return made


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Drafts of two papers and of a sheet, in languages of three scripts that are translated in part or not at all."""
    made = tmp_path_factory.mktemp("drafts")
    shutil.copytree(WEB.parents[1] / "positions", made / "positions")
    for tag in ("fr", "bg", "el"):
        write_catalogue(made, PAPER, tag, "missing", 1)
    other = make_everything(tmp_path_factory.mktemp("everything"), "columns")
    for workspace, paper, tags in ((made, PAPER, ["fr", "bg", "el"]), (other, "all", ["en", "hu"])):
        for one in drafted(workspace, paper, tags, ("position-paper", "amendments"))[1]:
            (made / one.name).write_bytes(one.data)
    return sorted(path for path in made.glob("*.*") if path.is_file())


def file(folder: Path, tag: str, form: str) -> Path:
    return folder / f"{PAPER}.{tag}.{form}"


def reading(path: Path) -> Reading:
    found, _ = verify_file(path.name, path.read_bytes())
    assert found is not None
    return found


def squashed(text: str) -> str:
    """The text without spaces and hyphens: line breaks and hyphenation take both liberties."""
    return re.sub(r"[\s\u00a0\u00ad\u200b-]", "", text)


# Word files


@pytest.mark.parametrize("tag", LANGUAGES)
def test_open_xml_is_valid(folder: Path, tag: str) -> None:
    """Schema and semantics of Office 2019, by a port of Microsoft's Open XML SDK."""
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    result = audit.OpenXmlValidator().validate(str(file(folder, tag, "docx")))
    assert [str(error) for error in result.errors] == []
    assert result.is_valid


def test_open_xml_of_a_hard_paper_is_valid(hard: dict[str, Path]) -> None:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    assert [str(error) for error in audit.OpenXmlValidator().validate(str(hard["docx"])).errors] == []


def test_open_xml_of_sheets_and_of_another_paper_is_valid(others: Path) -> None:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    files = sorted(others.glob("*.docx"))
    assert len(files) == 3 * 24 + 4 * 6
    found = {path.name: [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors] for path in files}
    assert found == {path.name: [] for path in files}


def test_open_xml_of_drafts_is_valid(drafts: list[Path]) -> None:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    files = [path for path in drafts if path.suffix == ".docx"]
    assert len(files) == 10
    found = {path.name: [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors] for path in files}
    assert found == {path.name: [] for path in files}


@pytest.mark.parametrize("tag", ["en", "de", "el", "pl"])
def test_libre_office_keeps_tables_and_bold_italics_of_a_sheet(others: Path, tmp_path: Path, tag: str) -> None:
    """Opened and saved again as a Word file, the sheet has the same columns, and the same words stand out."""
    office = tool("soffice", "libreoffice")
    path = others / f"{OTHER}.amendments.{tag}.docx"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run([office, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", tmp_path, path])
    before, after = columns(path), columns(tmp_path / path.name)
    assert len(before) == 16
    assert sum(bool(outstanding) for table in before for row in table for _, outstanding in row) >= 16
    assert after == before
    workspace = find_workspace(Path(__file__).parent)
    first, again = (import_sheet(workspace, one.read_bytes(), path.name) for one in (path, tmp_path / path.name))
    assert (again.language, again.count, again.text) == (tag, 16, first.text)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def columns(path: Path) -> list[list[list[tuple[str, str]]]]:
    """Of each table, row and cell: its text, and the part of the text that is both bold and italic."""
    with zipfile.ZipFile(path) as package:
        body, styles = (etree.fromstring(package.read(f"word/{name}.xml")) for name in ("document", "styles"))
    looks = {style.get(f"{W}styleId"): style for style in styles.findall(f"{W}style")}

    def is_set(run: Any, name: str) -> bool:
        properties = run.find(f"{W}rPr")
        while properties is not None:
            if (own := properties.find(f"{W}{name}")) is not None:
                return own.get(f"{W}val", "true") not in ("0", "false")
            linked = properties.find(f"{W}rStyle")
            style = looks.get(linked.get(f"{W}val")) if linked is not None else None
            properties = style.find(f"{W}rPr") if style is not None else None
        return False

    def cell_text(cell: Any, outstanding: bool) -> str:
        runs = [run for run in cell.iter(f"{W}r") if not outstanding or (is_set(run, "b") and is_set(run, "i"))]
        return "".join(["".join(run.itertext(f"{W}t")) for run in runs])

    return [
        [
            [(cell_text(cell, False), cell_text(cell, True)) for cell in row.findall(f"{W}tc")]
            for row in table.findall(f"{W}tr")
        ]
        for table in body.iter(f"{W}tbl")
    ]


def test_libre_office_prints_every_mark_of_a_hard_paper_once(hard: dict[str, Path], tmp_path: Path) -> None:
    office, to_text = tool("soffice", "libreoffice"), tool("pdftotext")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, hard["docx"]])
    text = run([to_text, "-raw", "-enc", "UTF-8", tmp_path / "hard.en.pdf", "-"])
    assert "††" not in text
    assert text.count("†") == 4  # three marks and the note
    assert [word for word in ("380 %", "van den Berg", "A call-out") if word not in text] == []


@pytest.fixture(scope="session")
def pages(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page as LibreOffice lays the Word files out, squashed, by language."""
    office, to_text = tool("soffice", "libreoffice"), tool("pdftotext")
    made = tmp_path_factory.mktemp("pdf")
    profile = tmp_path_factory.mktemp("office").as_uri()
    files = [file(folder, tag, "docx") for tag in LANGUAGES]
    run([office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", made, *files])
    texts = {tag: run([to_text, "-raw", "-enc", "UTF-8", file(made, tag, "pdf"), "-"]) for tag in LANGUAGES}
    return {tag: [squashed(page) for page in text.split("\f")[:-1]] for tag, text in texts.items()}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_note_begins_on_the_page_of_its_mark(folder: Path, pages: dict[str, list[str]], tag: str) -> None:
    """As Word and LibreOffice promise; a long note may run on to the next page."""
    read = reading(file(folder, tag, "docx"))
    notes = {note.mark: note for note in read.notes}
    places = first_marks(read)
    assert set(places) == set(notes)
    for mark, before in places.items():
        begins = [index for index, page in enumerate(pages[tag]) if squashed(mark + notes[mark].text)[:30] in page]
        stands = pages_of_mark(pages[tag], squashed(before), squashed(mark))
        assert len(begins) == 1, f"note {mark} begins on the pages {begins}"
        assert begins == stands, f"note {mark} begins on another page than its mark"


def first_marks(read: Reading) -> dict[str, str]:
    """The text of the paragraph before the first mark of each note."""
    places: dict[str, str] = {}
    for block in read.blocks:
        for found in re.finditer(r"\[\^([^\]]*)\]", block.text):
            places.setdefault(found.group(1), re.sub(r"\[\^([^\]]*)\]", r"\1", block.text[: found.start()]))
    return places


def pages_of_mark(pages: list[str], before: str, mark: str) -> list[int]:
    """The pages that the mark stands on; less of the text before it counts where a page ends there."""
    for length in (40, 20, 10, 5):
        found = [index for index, page in enumerate(pages) if before[-length:] + mark in page]
        if found:
            return found
    return []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_pages_are_not_blank(pages: dict[str, list[str]], tag: str) -> None:
    assert 4 <= len(pages[tag]) <= 12
    assert all(len(page) > 200 for page in pages[tag])


@pytest.mark.parametrize("tag", LANGUAGES)
def test_pandoc_reads_the_same_notes(folder: Path, tag: str) -> None:
    """In the same order, with the same text, numbers of live references included."""
    path = file(folder, tag, "docx")
    tree = json.loads(run([tool("pandoc"), "-f", "docx", "-t", "json", path]))
    found = [squashed(text_of(note)) for note in elements(tree["blocks"], "Note")]
    read = reading(path)
    expected = {note.mark: squashed(note.text) for note in read.notes}
    due = [expected[mark] for mark in first_marks(read)]
    symbols = {note.mark for note in read.notes if note.number is None}
    assert [text.lstrip("".join(symbols)) for text in found] == due


def elements(node: Any, kind: str) -> Iterator[Any]:
    """Every element of a kind in pandoc's tree, in reading order."""
    if isinstance(node, dict):
        if node.get("t") == kind:
            yield node.get("c")
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            yield from elements(inner, kind)


def text_of(node: Any) -> str:
    """The characters of a part of pandoc's tree."""
    match node:
        case {"t": "Str", "c": str(text)}:
            return text
        case {"t": "Quoted", "c": [{"t": kind}, inner]}:
            opening, closing = ("‘", "’") if kind == "SingleQuote" else ("“", "”")
            return opening + text_of(inner) + closing
        case {"t": "Link" | "Span", "c": [_, inner, *_]}:
            return text_of(inner)
        case {"t": _, "c": inner}:
            return text_of(inner)
        case list():
            return "".join([text_of(inner) for inner in node])
    return ""


# Pages


def test_html_is_valid(folder: Path, others: Path, hard: dict[str, Path], drafts: list[Path]) -> None:
    """By the checker of the W3C, warnings included."""
    checker = module("vnu-jar/build/dist/vnu.jar")
    options = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [tool("java"), *options, "-jar", checker, "--Werror", "--stdout", "--format", "json"]
    files = [*(file(folder, tag, "html") for tag in LANGUAGES), *sorted(others.glob("*.html")), hard["html"]]
    # The checker says of an image in the page that the policy of the page blocks it, which browsers do not find.
    files += [path for path in drafts if path.suffix == ".html" and b"<img" not in path.read_bytes()]
    assert len(files) == 24 + 3 * 24 + 4 * 6 + 1 + 8
    output = run([*command, *files], 0, 1)
    assert json.loads(output)["messages"] == []


def test_html_is_accessible(folder: Path, others: Path, hard: dict[str, Path], drafts: list[Path]) -> None:
    """WCAG 2.2 AA by axe in Chromium, on a phone and a desktop, light and dark: nothing found, nothing left open."""
    module("axe-core/axe.min.js")
    module("playwright-core/package.json")
    browser = os.environ.get("CHROMIUM") or tool("chromium", "chromium-browser", "google-chrome")
    kinds, tags = ("amendments", "one-page", "letter"), ("bg", "el", "en", "hu")
    sheets = [others / f"{PAPER}.{one}.{tag}.html" for one in kinds for tag in tags]
    pages = [*(file(folder, tag, "html") for tag in LANGUAGES), *sheets, *sorted(others.glob(f"{OTHER}*.html"))]
    pages += [hard["html"], *(path for path in drafts if path.suffix == ".html")]
    results = json.loads(run(["env", f"CHROMIUM={browser}", tool("node"), WEB / "axe.mjs", *pages], 0, 1))
    assert len(results) == 4 * len(pages)
    for result in results:
        assert {key: result[key] for key in ("violations", "incomplete", "console", "overflow")} == {
            "violations": [],
            "incomplete": [],
            "console": [],
            "overflow": 0,
        }, result["file"]
