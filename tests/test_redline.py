"""What changed between two texts: in Word, on a page, and by words."""

from __future__ import annotations

import io
import json
import os
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from office import settle
from programs import WEB, module, tool
from released import DEFINITION as TREES
from released import make_workspace
from revisions import PAPERS, WORKSPACE, Editor, composed, draft
from settling import Shown, cached
from test_text_digest import SEEN

from toolkit.cli import main
from toolkit.diagnostics import Diagnostic, ToolkitError, has_errors
from toolkit.document import Document, Section, Table
from toolkit.earlier import open_earlier
from toolkit.inline import Plain
from toolkit.inspection import compare as compare_reading
from toolkit.inspection import expect, verify_file
from toolkit.inspection.reading import Reading
from toolkit.pipeline import check, compose_document, read_images
from toolkit.position import KeyPoint, Position, map_texts
from toolkit.records import replace
from toolkit.redlining import ChangedWords, changed_words, compare
from toolkit.redlining.page import write_page
from toolkit.redlining.word import Tracking, write_redline, write_with_accepted
from toolkit.resources import Workspace
from toolkit.text_digest import canonical_text
from toolkit.writers.docx import write

PAPER = "ai-generated-csam"
TEMPLATES = WORKSPACE.template("position-paper")
TRACKING = Tracking("A Secretariat", "2025-06-01")
PAIRS = [(paper, tag, seed) for paper, tags in PAPERS.items() for tag in tags for seed in range(50)]
SOME = [*PAIRS[7::70], ("platform-access-for-researchers", "en", 39)]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def versions(paper: str, tag: str, seed: int) -> tuple[Document, Document]:
    """Two versions of a paper, both of which may differ from that of the repository."""
    editor = Editor(paper, tag, seed)
    sizes = random.Random(seed)
    old = composed(paper, tag, editor.version(sizes.choice([0, 0, 2, 6])))
    return old, composed(paper, tag, editor.version(sizes.choice([1, 2, 4, 9])))


def english() -> Position:
    return draft(PAPER).localised["en"]


def changed_english(change: Callable[[Position], Position]) -> tuple[Document, Document]:
    """The paper of the repository, and as `change` makes it."""
    return composed(PAPER, "en", english()), composed(PAPER, "en", change(english()))


def replaced(old: str, new: str) -> Callable[[Position], Position]:
    """Puts `new` in the place of `old` in every text."""
    return lambda position: map_texts(position, lambda text: replace(text, value=text.value.replace(old, new)))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(f"word/{name}.xml").decode()


def page_of(old: Document, new: Document) -> str:
    words = draft(new.id).languages[new.language].words
    return write_page(compare(old, new, words), old, new, words, ("1.0", "1.1")).decode()


# Whatever a reader sees


@pytest.mark.parametrize("citations", ["footnotes", "brackets"])
@pytest.mark.parametrize("name", SEEN)
def test_change_that_a_reader_sees_is_shown(tmp_path: Path, name: str, citations: str) -> None:
    """Each change that gives a text another digest, in the page and in Word."""
    folder = make_workspace(tmp_path, TREES.replace("language:", f"citations: {citations}\nlanguage:"))
    act, changed = SEEN[name]
    before = documents_of(folder)
    act(folder)
    for tag, new in documents_of(folder).items():
        old = before[tag]
        assert (canonical_text(old) != canonical_text(new)) == (tag in changed)
        assert compare(old, new).changed == (tag in changed)
        data = write_redline(old, new, TEMPLATES, TRACKING)
        for document, accepted in ((new, True), (old, False)):
            plain, shown = Shown(write(document, TEMPLATES)), Shown(data, accepted)
            assert (shown.blocks(), shown.footnotes()) == (plain.blocks(), plain.footnotes())


def documents_of(folder: Path) -> dict[str, Document]:
    checked = check(Workspace(folder), "paper")
    assert checked.draft
    assert not has_errors(checked.diagnostics), checked.diagnostics
    images = read_images(checked.draft.position)
    return {tag: compose_document(checked.draft, tag, (), images) for tag in checked.draft.localised}


def test_changes_of_what_stands_outside_the_running_text_are_shown() -> None:
    """The kind of paper, the cells of a table, the list of sources, a mark that is a symbol now."""
    old, _ = changed_english(lambda position: position)
    cells = [[(Plain("Denmark"),), (Plain(words),)] for words in ("eight years", "ten years")]
    tables = [Section("part-comparison", "comparison", None, (Table((tuple(row),), (2, 3)),)) for row in cells]
    before, after = (replace(old, blocks=(*old.blocks, table)) for table in tables)
    assert [(one.old, one.new) for one in changed_words(before, after)] == [("eight", "ten")]
    page = page_of(before, after)
    assert "Denmark | " in page
    changed = re.findall(r"<(?:del|ins)>(<.*?)</(?:del|ins)>", page)
    assert [re.sub(r"<span.*?</span>", "", words) for words in changed] == ["eight", "ten"]
    named = replace(old, label="Open letter")
    assert [(one.old, one.new) for one in changed_words(old, named)] == [(old.label, "Open letter")]
    assert "Open letter" in page_of(old, named)


# Accepted and rejected


@pytest.mark.parametrize(("paper", "tag", "seed"), PAIRS)
def test_accepted_it_is_the_new_text_and_rejected_the_old_one(paper: str, tag: str, seed: int) -> None:
    old, new = versions(paper, tag, seed)
    data, settled = write_with_accepted(old, new, TEMPLATES, TRACKING)
    written = write(new, TEMPLATES)
    for file, accepted in ((written, True), (write(old, TEMPLATES), False)):
        plain = Shown(file)
        shown = Shown(data, accepted)
        assert shown.blocks() == plain.blocks()
        assert shown.footnotes() == plain.footnotes()
    assert cached(data) == cached(written)
    reading, found = verify_file("accepted.docx", settled)
    assert reading is not None
    assert messages(new, reading, found) == messages(new, *verify_file("plain.docx", written))
    if not seed % 10:
        assert data == write_redline(old, new, TEMPLATES, TRACKING)


def messages(document: Document, reading: Reading | None, found: Sequence[Diagnostic]) -> list[str]:
    """What verification says of a file; an edited paper may have a reference that it warns of."""
    assert reading is not None
    return sorted([one.message for one in (*found, *compare_reading(document, reading, "a.docx", expect(document)))])


@pytest.mark.parametrize(("paper", "tag", "seed"), SOME)
def test_words_of_the_page_are_those_of_both_texts(paper: str, tag: str, seed: int) -> None:
    """Without what is inserted, the lines are those that the old text has by itself, and the other way round."""
    old, new = versions(paper, tag, seed)
    found, alone = compare(old, new), (compare(old, old), compare(new, new))
    for side, plain in enumerate(alone):
        for lines, expected in ((found.body, plain.body), (found.notes, plain.notes)):
            texts = [
                "".join([piece.text for stretch in line.stretches for piece in (stretch.old, stretch.new)[side]])
                for line in lines
                if (line.old, line.new)[side]
            ]
            wanted = ["".join([piece.text for stretch in line.stretches for piece in stretch.new]) for line in expected]
            in_order = lines is found.body or side == 1  # notes stand in the order of the new text
            assert texts == wanted if in_order else sorted(texts) == sorted(wanted)


@pytest.mark.parametrize(("paper", "tag", "seed"), SOME)
def test_open_xml_is_valid(paper: str, tag: str, seed: int, tmp_path: Path) -> None:
    """Schema and semantics of Office 2019, by a port of Microsoft's Open XML SDK."""
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    path = tmp_path / "redline.docx"
    path.write_bytes(write_redline(*versions(paper, tag, seed), TEMPLATES, TRACKING))
    assert [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors] == []


def test_libre_office_accepts_and_rejects_all_changes(tmp_path: Path) -> None:
    """The same paragraphs as the plain papers have, opened and saved by it too.

    It leaves an empty paragraph before a table that came or went, and shows references as they were cached.
    """
    files: dict[Path, tuple[Path, bool]] = {}
    for number, (paper, tag, seed) in enumerate(SOME):
        old, new = versions(paper, tag, seed)
        redline = tmp_path / f"{number}.docx"
        redline.write_bytes(write_redline(old, new, TEMPLATES, TRACKING))
        for document, name in ((new, "new"), (old, "old")):
            plain = tmp_path / f"{number}.{name}.plain.docx"
            plain.write_bytes(write(document, TEMPLATES))
            files[tmp_path / f"{number}.{name}.want.docx"] = (plain, True)
            files[tmp_path / f"{number}.{name}.got.docx"] = (redline, name == "new")
    settle(tmp_path, files)
    for path in sorted(tmp_path.glob("*.want.docx")):
        assert saved_texts(path.with_name(path.name.replace("want", "got"))) == saved_texts(path), path.name


def saved_texts(path: Path) -> list[str]:
    """The paragraphs of the body that are not empty, without numbers."""
    body = etree.fromstring(part(path.read_bytes(), "document").encode())
    texts = []
    for paragraph in body.iter(f"{W}p"):
        found = [
            (element.text or "") if element.tag == f"{W}t" else "[note]"
            for element in paragraph.iter(f"{W}t", f"{W}footnoteReference")
        ]
        texts.append(re.sub(r"\d+", "", "".join(found)).strip())
    return [text for text in texts if text]


def test_libre_office_shows_the_changes(tmp_path: Path) -> None:
    office = tool("soffice", "libreoffice")
    old, new = changed_english(replaced("grave concern", "deep alarm"))
    path = tmp_path / "redline.docx"
    path.write_bytes(write_redline(old, new, TEMPLATES, TRACKING))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    flat = (tmp_path / "redline.fodt").read_text("utf-8")
    assert (flat.count("<text:insertion>"), flat.count("<text:deletion>")) == (1, 1)
    assert "A Secretariat" in flat


# What is a change


def test_equal_texts_have_no_change() -> None:
    old, new = changed_english(lambda position: position)
    data = write_redline(old, new, TEMPLATES, TRACKING)
    assert "w:author" not in part(data, "document") + part(data, "footnotes")
    assert changed_words(old, new) == ()
    assert not compare(old, new).changed


def test_a_changed_number_alone_is_no_change() -> None:
    """A note before all others makes every other number another one, in marks and in references."""
    base = english()
    note = next(iter(base.footnotes.values()))
    note = replace(note, id="first", symbol="", text=replace(note.text, value="A note that was not there."))
    noted = replaced("grave concern*", "grave concern*[^first]")(
        replace(base, footnotes={**base.footnotes, "first": note})
    )
    old, new = composed(PAPER, "en", base), composed(PAPER, "en", noted)
    assert [mine.number for mine in old.notes] != [theirs.number for theirs in new.notes]
    assert changed_words(old, new) == (
        ChangedWords("Summary", "", "[1]"),
        ChangedWords("note\u00a01", "", "A note that was not there."),
    )
    data = write_redline(old, new, TEMPLATES, TRACKING)
    assert "<w:del " not in part(data, "document") + part(data, "footnotes")
    assert (part(data, "document").count("<w:ins "), part(data, "footnotes").count("<w:ins ")) == (1, 2)


def test_new_and_removed_notes_are_marked_in_both_parts() -> None:
    source = next(iter(english().sources))
    new = composed(PAPER, "en", english())
    later = composed(PAPER, "en", replaced("We ask two things", f"We ask[@{source}] two things")(english()))
    for before, after, state in ((new, later, "ins"), (later, new, "del")):
        data = write_redline(before, after, TEMPLATES, TRACKING)
        found = re.findall(
            rf'<w:{state} [^>]*><w:r><w:rPr>[^\0]{{0,60}}?</w:rPr><w:footnoteReference w:id="(\d+)"/>',
            part(data, "document"),
        )
        assert len(found) == 1
        notes = part(data, "footnotes")
        note = notes[notes.index(f'<w:footnote w:id="{found[0]}">') :].partition("</w:footnote>")[0]
        assert re.search(rf"<w:rPr><w:{state} [^>]*/></w:rPr></w:pPr><w:{state} ", note)
        assert note.count("<w:r>") > 1
        assert note.rstrip().endswith(f"</w:{state}></w:p>")


def moved_point(position: Position) -> Position:
    points: tuple[KeyPoint, ...] = position.key_points
    argument = points[0].argument
    return replace(position, key_points=(replace(points[0], argument=(*argument[1:], argument[0])), *points[1:]))


def test_a_moved_paragraph_is_a_move() -> None:
    old, new = changed_english(moved_point)
    document = part(write_redline(old, new, TEMPLATES, TRACKING), "document")
    for kind in ("moveFrom", "moveTo"):
        assert re.findall(rf'<w:{kind}RangeStart [^>]*w:name="(\w+)"/>', document) == ["move1"]
        assert document.count(f"<w:{kind}RangeEnd ") == 1
    assert page_of(old, new).count('<span class="moved">moved</span>') == 3


def test_changed_words_name_their_part() -> None:
    old, new = changed_english(replaced("We ask two things of", "We demand two things from"))
    assert changed_words(old, new) == (
        ChangedWords("Our call", "ask", "demand"),
        ChangedWords("Our call", "of", "from"),
    )


def test_author_and_date_are_as_given() -> None:
    old, new = changed_english(replaced("We ask", "We demand"))
    document = part(write_redline(old, new, TEMPLATES, Tracking('A & "B"', "2025-02")), "document")
    assert 'w:author="A &amp; &quot;B&quot;" w:date="2025-02-01T00:00:00Z"' in document
    plain = part(write_redline(old, new, TEMPLATES, Tracking()), "document")
    assert f'w:author="Position Toolkit" w:date="{new.date}-01T00:00:00Z"' in plain


@pytest.mark.parametrize("size", [2_000])
def test_long_texts_are_compared_in_time(size: int) -> None:
    """Paragraphs that all share their words, and that are all equal: neither may take a square of their number."""
    base = english()
    block = base.summary[0]
    texts = [
        replace(block, texts=(replace(block.texts[0], value=f"The same words of number {at % 7}."),))
        for at in range(size)
    ]
    old = composed(PAPER, "en", replace(base, summary=tuple(texts)))
    new = composed(PAPER, "en", replace(base, summary=tuple(texts[3:] + texts[:1])))
    assert compare(old, new).changed
    write_redline(old, new, TEMPLATES, TRACKING)


# The page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pages")
    for number, (paper, tag, seed) in enumerate(SOME):
        (folder / f"{number}.{tag}.html").write_text(page_of(*versions(paper, tag, seed)), encoding="utf-8")
    return sorted(folder.iterdir())


def test_page_says_and_counts_every_change() -> None:
    old, new = changed_english(replaced("We ask two things of", "We demand two things from"))
    page = page_of(old, new)
    change = '<del><span class="visually-hidden">deletion begins </span>ask'
    assert f'{change}<span class="visually-hidden"> deletion ends</span></del><ins>' in page
    row = r'<a href="#(change-\d+)">Our call</a></th><td>2</td><td>2</td>'
    name = re.search(row, page)
    assert name
    assert f'<p id="{name[1]}" class="body">' in page


def test_page_escapes_what_it_prints() -> None:
    old, new = changed_english(replaced("We ask", "We <script>alert(1)</script> &amp;"))
    assert "<script" not in page_of(old, new)


def test_page_is_valid(pages: list[Path]) -> None:
    checker = module("vnu-jar/build/dist/vnu.jar")
    files = [str(path) for path in pages if b"<img" not in path.read_bytes()]
    command = [tool("java"), "-Xss2m", "-jar", checker, "--Werror", "--stdout", "--format", "json", *files]
    output = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout
    assert json.loads(output)["messages"] == []


def test_page_is_accessible(pages: list[Path]) -> None:
    """WCAG 2.2 AA by axe in Chromium, on a phone and a desktop, light and dark."""
    module("axe-core/axe.min.js")
    module("playwright-core/package.json")
    browser = os.environ.get("CHROMIUM") or tool("chromium", "chromium-browser", "google-chrome")
    command = [tool("node"), str(WEB / "axe.mjs"), *map(str, pages)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=600, check=False, env={**os.environ, "CHROMIUM": browser}
    )
    results = json.loads(done.stdout)
    assert len(results) == 4 * len(pages)
    for result in results:
        found = {key: result[key] for key in ("violations", "incomplete", "console", "overflow")}
        assert found == {"violations": [], "incomplete": [], "console": [], "overflow": 0}, result["file"]


# The command


IDENTIFIER = "right-to-repair"
DEFINITION = f"positions/{IDENTIFIER}/position.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two languages; with the old text kept in `old.zip`, as version 1.9 and as a file, then changed."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init"]).exit_code == 0
    with zipfile.ZipFile("old.zip", "w") as archive:
        for path in sorted(tmp_path.rglob("*.*")):
            if path.is_file() and path.name != "old.zip":
                archive.write(path, path.relative_to(tmp_path))
    path = tmp_path / DEFINITION
    shutil.copy(path, tmp_path / "before.yaml")
    text = path.read_text("utf-8")
    for name in ("0.9", "1.9"):
        release(path, name)
    new = re.sub('version: "[^"]*"', 'version: "2.0"', text)
    path.write_text(re.sub(r"date: \S+", "date: 2026-01-15", new), encoding="utf-8")
    return tmp_path


def release(path: Path, version: str, *options: str) -> None:
    """The text as it now is, frozen as `version`."""
    path.write_text(re.sub('version: "[^"]*"', f'version: "{version}"', path.read_text("utf-8")), encoding="utf-8")
    result = CliRunner().invoke(main, ["release", IDENTIFIER, *options])
    assert result.exit_code == 0, result.output


def redline(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["redline", IDENTIFIER, *arguments])


WRITTEN = [f"{IDENTIFIER}.redline.{tag}.{form}" for tag in ("en", "fr") for form in ("docx", "html")]


def test_without_from_it_is_the_last_version(root: Path) -> None:
    versions = root / "positions" / IDENTIFIER / "versions"
    definition = root / DEFINITION
    text = definition.read_text("utf-8")
    definition.write_bytes((root / "before.yaml").read_bytes())
    release(definition, "1.10")
    definition.write_text(text, encoding="utf-8")
    with open_earlier(Workspace(root), IDENTIFIER, "") as found:
        assert (found.name, found.workspace.root) == ("1.10", versions / "1.10")
    done = redline()
    assert done.exit_code == 0, done.output
    folder = root / "build" / "_redlines" / IDENTIFIER
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", *WRITTEN]
    assert 'w:date="2026-01-15T00:00:00Z"' in part((folder / WRITTEN[0]).read_bytes(), "document")


@pytest.mark.parametrize("given", ["1.9", "old.zip", f"positions/{IDENTIFIER}/versions/1.9", "before.yaml"])
def test_earlier_text_is_found(root: Path, given: str) -> None:
    done = redline("--from", given, "-f", "html", "-l", "en")
    assert done.exit_code == 0, done.output
    assert "right-to-repair.redline.en.html  " in done.output


def test_commit_is_found(root: Path) -> None:
    tool("git")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    new = (root / DEFINITION).read_bytes()
    shutil.copy(root / "before.yaml", root / DEFINITION)
    for arguments in (["init", "-q"], ["add", "positions", "locales"], ["commit", "-q", "-m", "one"], ["tag", "sent"]):
        subprocess.run([*git, *arguments], cwd=root, check=True, capture_output=True)
    (root / DEFINITION).write_bytes(new)
    done = redline("--from", "sent")
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.output.splitlines()[1:]] == WRITTEN
    assert subprocess.run(["git", "status", "--short", "positions"], cwd=root, check=True, capture_output=True).stdout
    subprocess.run([*git, "rm", "-r", "-q", "--cached", "positions"], cwd=root, check=True)
    subprocess.run([*git, "commit", "-q", "-m", "two"], cwd=root, check=True)
    assert "no folder 'positions' in the commit 'HEAD'" in redline("--from", "HEAD").output


@pytest.mark.parametrize("given", ["--output=stolen", "-x", "nothing", "HEAD", "a\nb", "../..", "old.txt"])
def test_what_is_no_earlier_text_is_said(root: Path, given: str) -> None:
    (root / "old.txt").write_text("x")
    done = redline(f"--from={given}")
    assert done.exit_code == 2
    assert done.output.startswith("error: ")
    assert "hint: " in done.output
    assert not (root / "stolen").exists()
    assert not (root / "build").exists()


def test_without_a_version_it_says_what_to_give(root: Path) -> None:
    shutil.rmtree(root / "positions" / IDENTIFIER / "versions")
    done = redline()
    assert done.exit_code == 2
    assert "no version of 'right-to-repair' has been released" in done.output


def test_it_is_not_written_among_what_it_is_made_from(root: Path) -> None:
    done = redline("-o", "positions")
    assert done.exit_code == 2
    assert "papers are not written there" in done.output


def test_without_git_it_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in redline("--from", "HEAD").output


def test_archive_cannot_write_elsewhere(root: Path) -> None:
    for name in ("../../stolen.txt", "/tmp/stolen.txt", "positions/../../stolen.txt"):
        with zipfile.ZipFile(root / "bad.zip", "w") as archive:
            archive.writestr(name, "x")
        with pytest.raises(ToolkitError, match="outside it"), open_earlier(Workspace(root), IDENTIFIER, "bad.zip"):
            pass


def test_equal_texts_are_said_and_not_written(root: Path) -> None:
    text = (root / "before.yaml").read_text("utf-8")
    (root / DEFINITION).write_text(re.sub('version: "[^"]*"', 'version: "1.9"', text), encoding="utf-8")
    done = redline()
    assert (done.exit_code, done.output) == (0, "en: no difference from 1.9\nfr: no difference from 1.9\n")
    assert not (root / "build").exists()


def test_new_language_is_said(root: Path) -> None:
    definition = root / DEFINITION
    text = definition.read_text("utf-8")
    definition.write_bytes((root / "before.yaml").read_bytes())
    release(definition, "1.10", "-l", "en")
    definition.write_text(text, encoding="utf-8")
    done = redline("-f", "docx")
    assert "fr: a new language; 1.10 was not in it" in done.output
    assert f"{IDENTIFIER}.redline.fr.docx" not in done.output


def test_errors_of_the_present_text_come_first(root: Path) -> None:
    path = root / DEFINITION
    path.write_text(path.read_text("utf-8").replace("[@ecodesign2022]", "[@ecodesgn2022]"), encoding="utf-8")
    done = redline()
    assert done.exit_code == 1
    assert "nothing was written" in done.output


def test_earlier_text_may_have_errors(root: Path) -> None:
    """What can still be composed is compared; what cannot is said, with the first error."""
    path = root / "before.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("version: ", "vresion: "), encoding="utf-8")
    assert redline("-l", "en", "--from", "before.yaml").exit_code == 0
    path.write_text(text.replace("[@ecodesign2022]", "[@ecodesgn2022]"), encoding="utf-8")
    done = redline("-l", "en", "--from", "before.yaml")
    assert done.exit_code == 2
    assert "the earlier text cannot be read: " in done.output


def test_files_of_others_survive(root: Path) -> None:
    folder = root / "build" / "_redlines" / IDENTIFIER
    assert redline("-l", "fr").exit_code == 0
    (folder / "notes.txt").write_text("mine")
    assert redline("-l", "en").exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "notes.txt", *WRITTEN]


def test_pdf_is_the_page_on_paper(root: Path) -> None:
    """All words of the page are there, the changed ones too, tagged, and the same bytes each time."""
    folder = root / "build" / "_redlines" / IDENTIFIER
    assert redline("-l", "fr", "-f", "pdf", "-f", "html").exit_code == 0
    data = (folder / f"{IDENTIFIER}.redline.fr.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(data)) as file:
        assert str(file.Root.Lang) == "fr"
        assert "/StructTreeRoot" in file.Root
    printed = subprocess.run([tool("pdftotext"), "-", "-"], input=data, capture_output=True, check=True).stdout
    text = " ".join(printed.decode().split())
    assert "15 janvier 2026" in text
    assert "Ce qui se répare dure" in text
    (folder / "manifest.json").unlink()
    assert redline("-l", "fr", "-f", "pdf").exit_code == 0
    assert (folder / f"{IDENTIFIER}.redline.fr.pdf").read_bytes() == data
