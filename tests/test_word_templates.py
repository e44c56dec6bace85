"""Word files of organisations are checked and adopted; papers that are written with them are as they should be."""

from __future__ import annotations

import io
import json
import os
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import word_templates
from click.testing import CliRunner, Result
from hostile import put, repacked, sparse
from test_hostile import BROKEN_WORD_FILES

from toolkit.cli import main
from toolkit.resources import builtin
from toolkit.writers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES

ADOPTED = "templates/position-paper/paper.docx"
# What each file lacks and is given out of which style of its own; the others have nothing that they could be based on.
BASED = {
    "german": {ours: theirs for theirs, ours in word_templates.GERMAN.items()},
    "french": {"heading 1": "Titre 1", "heading 2": "Titre 2", "caption": "Légende"},
    "office": {},
    "without page": {ours: theirs for theirs, ours in word_templates.GERMAN.items()},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    german = word_templates.german()
    made = {"german": german, "french": word_templates.french(), "without page": word_templates.without_page(german)}
    return made | {"office": word_templates.office(tmp_path_factory.mktemp("office"))}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    run("init")
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def style_names(data: bytes) -> dict[str, str]:
    """The ids of the styles by their folded names; a name or an id that stands twice fails the test."""
    styles = list(docx.Document(io.BytesIO(data)).styles)
    names = {str(style.name).casefold(): str(style.style_id) for style in styles}
    assert len(names) == len({style.style_id for style in styles}) == len(styles)
    return names


def faults(path: Path) -> list[str]:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    return [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.parametrize("name", BASED)
def test_file_of_an_organisation_is_adopted_and_used(name: str, files: dict[str, bytes], workspace: Path) -> None:
    put(workspace / "letterhead.docx", files[name])
    found = run("template", "check", "letterhead.docx", "--format", "json")
    remarks = json.loads(found.stdout)
    assert found.exit_code == 1
    missing = {one["name"] for one in remarks if (one["area"], one["state"]) == ("style", "missing")}
    had = set(style_names(files[name]))
    assert missing >= {one for one in (*PARAGRAPH_STYLES, *CHARACTER_STYLES) if one.casefold() not in had}

    adopted = run("template", "adopt", "letterhead.docx")
    assert adopted.exit_code == 0, adopted.stderr
    said = dict(re.findall(r"added the style '([^']+)'(?:, based on '([^']+)')?", adopted.stdout))
    assert set(said) == missing
    assert {ours: theirs for ours, theirs in said.items() if theirs} == BASED[name]
    assert (workspace / "letterhead.docx").read_bytes() == files[name]
    assert not list((workspace / "templates/position-paper").glob(".*"))
    checked = run("template", "check", ADOPTED)
    assert (checked.exit_code, "papers can be written with it" in checked.stdout) == (0, True)

    rendered = run("render", "-f", "docx", "--strict")
    assert (rendered.exit_code, rendered.stderr) == (0, "")
    papers = sorted((workspace / "build").rglob("*.docx"))
    assert len(papers) == 2
    assert run("verify", *map(str, papers), "--strict").exit_code == 0
    assert {path.name: faults(path) for path in papers} == {path.name: [] for path in papers}


def test_added_styles_look_like_those_of_the_file(files: dict[str, bytes], workspace: Path) -> None:
    put(workspace / "letterhead.docx", files["german"])
    run("template", "adopt", "letterhead.docx")
    styles = {style.name: style for style in docx.Document(ADOPTED).styles}
    heading = next(style for name, style in styles.items() if name and name.casefold() == "heading 1")
    assert heading.base_style.name == "Überschrift 1"
    assert heading.paragraph_format.keep_with_next
    kicker = styles["Kicker"].element.xml
    assert "8A102B" in kicker
    assert "12356B" not in kicker
    assert "w:rFonts" not in kicker


def test_style_of_another_type_keeps_its_place_under_another_name(files: dict[str, bytes], workspace: Path) -> None:
    put(workspace / "letterhead.docx", files["french"])
    assert "called the character style 'Kicker' 'Kicker (own)'" in run("template", "adopt", "letterhead.docx").stdout
    names = style_names((workspace / ADOPTED).read_bytes())
    assert {"kicker", "kicker (own)"} <= set(names)
    assert names["standfirst"] != "Standfirst"  # the file has that id for another style


def test_file_that_is_there_is_replaced_only_when_asked(files: dict[str, bytes], workspace: Path) -> None:
    put(workspace / "a.docx", files["german"])
    put(workspace / "b.docx", files["french"])
    assert run("template", "adopt", "a.docx").exit_code == 0
    before = (workspace / ADOPTED).read_bytes()
    refused = run("template", "adopt", "b.docx")
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    assert (workspace / ADOPTED).read_bytes() == before
    again = run("template", "adopt", "a.docx")
    assert again.exit_code == 0
    assert "is the file of the workspace already" in again.stdout
    assert run("template", "adopt", "b.docx", "--replace").exit_code == 0
    assert (workspace / ADOPTED).read_bytes() != before


def test_kind_has_a_file_of_its_own(files: dict[str, bytes], workspace: Path) -> None:
    put(workspace / "a.docx", files["german"])
    assert "position render -k letter" in run("template", "adopt", "a.docx", "--kind", "letter").stdout
    assert (workspace / "templates/letter/paper.docx").is_file()
    assert run("render", "-k", "letter", "-k", "position-paper", "-f", "docx").exit_code == 0
    used = {path.name: "Reparaturbetriebe" in header(path) for path in (workspace / "build").rglob("*.docx")}
    assert used == {name: ".letter." in name for name in used}
    assert len(used) == 4
    assert run("template", "adopt", "a.docx", "--kind", "../x").exit_code == 2


def header(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if "header" in name)


def test_own_file_of_the_toolkit_lacks_nothing(workspace: Path) -> None:
    own = builtin("templates") / "position-paper/paper.docx"
    found = run("template", "check", str(own), "--format", "json")
    assert (found.exit_code, json.loads(found.stdout)[1:]) == (0, [])


NOTHING, PATH = "error: a.docx", "  hint: give the path of a Word file, .docx\n"
NO_WORD = f"{NOTHING}: the file is no Word document, or was cut off on its way\n"
AGAIN = "  hint: send a fresh copy, or open it in Word and save it again as .docx\n"


@pytest.mark.parametrize("command", ["check", "adopt"])
@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda path: None, f"{NOTHING} cannot be read: no such file or directory\n{PATH}"),
        (Path.mkdir, f"{NOTHING} is not a file\n{PATH}"),
        (os.mkfifo, f"{NOTHING} is not a file\n{PATH}"),
        (sparse(50_000_000), f"{NOTHING} is larger than 40 MB: no paper is\n{PATH}"),
        (lambda path: put(path, b""), NO_WORD + AGAIN),
        (lambda path: put(path, b"hello"), NO_WORD + AGAIN),
        (lambda path: put(path, b"PK\3\4"), NO_WORD + AGAIN),
    ],
)
def test_what_is_no_word_file_is_told(
    prepare: Callable[[Path], object], said: str, command: str, workspace: Path
) -> None:
    prepare(workspace / "a.docx")
    result = run("template", command, "a.docx")
    assert (result.exit_code, result.stderr) == (2, said)
    assert not (workspace / "templates").exists()


@pytest.mark.parametrize("command", ["check", "adopt"])
def test_file_that_may_not_be_read_is_told(command: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    put(workspace / "a.docx", b"PK")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = run("template", command, "a.docx")
    assert (result.exit_code, result.stderr) == (2, f"{NOTHING} cannot be read: permission denied\n{PATH}")


@pytest.mark.parametrize("command", ["check", "adopt"])
def test_locked_word_file_is_told(command: str, workspace: Path) -> None:
    put(workspace / "a.docx", b"\xd0\xcf\x11\xe0" + bytes(999))
    result = run("template", command, "a.docx")
    assert result.exit_code == 2
    assert "password" in result.stderr
    assert not (workspace / "templates").exists()


@pytest.mark.parametrize("kind", BROKEN_WORD_FILES)
def test_broken_word_file_ends_with_a_message(kind: str, workspace: Path) -> None:
    """Either the file is told to be none that can be used, or papers can be written with it afterwards."""
    original = (builtin("templates") / "position-paper/paper.docx").read_bytes()
    put(workspace / "a.docx", repacked(original, BROKEN_WORD_FILES[kind]))
    start = time.process_time()
    checked, adopted = run("template", "check", "a.docx"), run("template", "adopt", "a.docx")
    assert time.process_time() - start < 2
    assert checked.exit_code in (0, 1, 2)
    if adopted.exit_code:
        assert (adopted.exit_code, "a.docx" in adopted.stderr, "hint: " in adopted.stderr) == (2, True, True)
        assert not (workspace / ADOPTED).exists()
    else:
        assert run("render", "-f", "docx").exit_code == 0
