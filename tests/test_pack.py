"""What goes out with a version: complete, verified, the same on every machine, and no file of the user's lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from hostile import put
from lxml import etree, html
from programs import module, tool
from released import (
    DEFINITION,
    ENDORSEMENTS,
    LANGUAGES,
    POSITION,
    change,
    make_workspace,
    release,
    run,
)
from test_publishing import fork, status_of, watch_steps

from toolkit.inspection import verify_file
from toolkit.packing import pack
from toolkit.readers.definition import LANGUAGES as OFFICIAL
from toolkit.resources import Workspace
from toolkit.text_digest import short_digest

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

ROOT = Path(__file__).parents[1]
FLAGSHIP = "ai-generated-csam"
FORMS = ("docx", "html", "pdf")
KINDS = ("", "amendments.", "endorsement-form.", "covering-letter.")
NAME = "paper-1.0"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The paper, released as 1.0 and packed, with a day until which to answer."""
    folder = make_workspace(tmp_path_factory.mktemp("pack") / "workspace")
    put(folder / ENDORSEMENTS, "deadline: 2026-04-01\nasked: [green-roofs]\n")
    within(folder, "release", "paper")
    within(folder, "pack", "paper")
    return folder


def within(folder: Path, *arguments: str) -> None:
    here = Path.cwd()
    os.chdir(folder)
    try:
        run(*arguments)
    finally:
        os.chdir(here)


@pytest.fixture
def folder(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(original, tmp_path / "workspace"))
    monkeypatch.chdir(made)
    return made


def packed(folder: Path, name: str = NAME) -> Path:
    return folder / "build" / "_packs" / name


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text_of(data: bytes) -> str:
    """The words of a page, or of a Word file."""
    if data.startswith(b"PK"):
        import io

        with zipfile.ZipFile(io.BytesIO(data)) as package:
            root = etree.fromstring(package.read("word/document.xml"))
        return " ".join(str(root.xpath("string()")).split())
    body = html.fromstring(data.decode()).find("body")
    assert body is not None
    return " ".join(str(body.xpath("string()")).split())


# What is in it


def test_pack_holds_everything_in_each_language(folder: Path) -> None:
    found = contents(packed(folder))
    expected = {f"paper.{kind}{tag}.{form}" for kind in KINDS for tag in LANGUAGES for form in FORMS}
    expected |= {f"paper.pack-contents.en.{form}" for form in FORMS}
    assert found.keys() == expected | {"manifest.json", "SHA256SUMS", f"{NAME}.zip"}
    for name in expected:
        reading, diagnostics = verify_file(name, found[name], rendered=True)
        assert reading is not None
        assert diagnostics == (), name
    record = json.loads(found["manifest.json"])
    assert record["texts"] == dict(release(folder).digests)
    assert record["version"] == "1.0"
    assert {name: one["sha256"] for name, one in record["files"].items()} == {
        name: sha256(data).hexdigest() for name, data in found.items() if name != "manifest.json"
    }


def test_papers_are_those_of_the_release(folder: Path) -> None:
    run("render", "paper", "--version", "1.0")
    rendered = contents(folder / "build/_versions/1.0/paper")
    found = contents(packed(folder))
    for tag in LANGUAGES:
        for form in ("docx", "html"):
            assert found[f"paper.{tag}.{form}"] == rendered[f"paper.{tag}.{form}"]


def test_list_and_sums_have_the_digests_of_the_files(folder: Path) -> None:
    found = contents(packed(folder))
    listed = [name for name in found if name.endswith(FORMS) and "pack-contents" not in name]
    for form in ("docx", "html"):
        text = text_of(found[f"paper.pack-contents.en.{form}"])
        for name in listed:
            assert text.count(name) == 1, name
            assert text.count(sha256(found[name]).hexdigest()) == 1, name
        assert len(re.findall(r"[0-9a-f]{64}", text)) == len(listed)
    lines = found["SHA256SUMS"].decode().splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    assert sums == {
        name: sha256(found[name]).hexdigest() for name in found if name.count(".") > 1 and "zip" not in name
    }


def test_archive_holds_the_same_files(folder: Path) -> None:
    found = contents(packed(folder))
    with zipfile.ZipFile(packed(folder) / f"{NAME}.zip") as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()}
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    del found["manifest.json"], found[f"{NAME}.zip"]
    assert inside == {f"{NAME}/{name}": data for name, data in found.items()}
    for name, data in inside.items():  # language versions lead to each other
        if name.endswith(".html"):
            links = [str(link.get("href")) for link in html.fromstring(data.decode()).iter("a") if link.get("hreflang")]
            assert [link for link in links if "//" not in link and f"{NAME}/{link}" not in inside] == []


def test_form_and_letter_say_what_is_endorsed(folder: Path) -> None:
    found = contents(packed(folder))
    digests = release(folder).digests
    days = {"en": "1 April 2026", "fr": "1er avril 2026", "de": "1. April 2026"}
    for tag in LANGUAGES:
        for form in ("docx", "html"):
            text = text_of(found[f"paper.endorsement-form.{tag}.{form}"])
            for words in ("Trees & shade", "1.0", short_digest(digests[tag]), days[tag], "City Trees"):
                assert words in text, (tag, form, words)
            assert text.count("\u2610") == 2
            letter = text_of(found[f"paper.covering-letter.{tag}.{form}"])
            assert short_digest(digests[tag]) in letter
            assert days[tag] in letter


def test_no_note_and_no_status_of_the_paper_stands_on_a_form(folder: Path) -> None:
    for name, data in contents(packed(folder)).items():
        if "form" in name and name.endswith(".html"):
            page = html.fromstring(data.decode())
            assert not page.xpath('//*[@role="doc-noteref" or @role="doc-endnotes"]')


def test_languages_and_formats_are_chosen(folder: Path) -> None:
    run("pack", "paper", "-l", "fr", "-f", "html", "-o", str(folder / "out"))
    found = contents(folder / "out" / NAME)
    expected = {f"paper.{kind}fr.html" for kind in KINDS} | {"paper.pack-contents.fr.html"}
    assert found.keys() == expected | {"manifest.json", "SHA256SUMS", f"{NAME}.zip"}
    for arguments, words in (
        (["-l", "nl"], "version 1.0 was not released in 'nl'"),
        (["-l", "xx"], "not an official language"),
        (["--version", "2.0"], "version 2.0 of 'paper' was never released"),
        (["-o", str(folder / "positions")], "papers are not written there"),
    ):
        assert words in run("pack", "paper", *arguments, code=2).stderr
    shutil.rmtree(folder / "positions/paper/versions")
    assert "no version of 'paper' was released yet" in run("pack", "paper", code=2).stderr


def test_pack_is_of_the_release_whatever_the_position_is_now(folder: Path) -> None:
    before = contents(packed(folder))
    shutil.rmtree(folder / "locales")
    change(folder, POSITION, "title: Trees", "title: Bushes")
    run("pack", "paper")
    assert contents(packed(folder)) == before


@pytest.mark.parametrize("status", ["draft", "for-endorsement", "final"])
@pytest.mark.parametrize("amendments", [True, False], ids=["amendments", "no amendments"])
def test_pack_has_what_fits_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str, amendments: bool
) -> None:
    definition = DEFINITION.replace("status: for-endorsement", f"status: {status}")
    if not amendments:
        start, end = definition.index("amendments:\n"), definition.index("closing:")
        definition = (definition[:start] + definition[end:]).replace("amend [](#more-trees)", "plant trees")
    monkeypatch.chdir(make_workspace(tmp_path, definition))
    run("release", "paper")
    run("pack", "paper", "-f", "html")
    found = contents(packed(tmp_path))
    assert ("paper.amendments.en.html" in found) == amendments
    assert ("paper.endorsement-form.en.html" in found) == (status == "for-endorsement")
    letter = text_of(found["paper.covering-letter.en.html"])
    assert letter.count("Endorsement form") == (status == "for-endorsement")
    if status == "for-endorsement":
        assert text_of(found["paper.endorsement-form.en.html"]).count("\u2610") == 1 + amendments
    listed = text_of(found["paper.pack-contents.en.html"])
    assert ("endorsement-form" in listed) == (status == "for-endorsement")


def test_without_a_deadline_none_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_workspace(tmp_path, languages=("en",)))
    run("release", "paper")
    run("pack", "paper", "-f", "html")
    found = contents(packed(tmp_path))
    for name in ("endorsement-form", "covering-letter"):
        assert "2026" not in text_of(found[f"paper.{name}.en.html"])


# The same on every machine


def test_pack_is_the_same_bytes_elsewhere(original: Path, tmp_path: Path) -> None:
    for number, (zone, seed) in enumerate((("Pacific/Kiritimati", "1"), ("America/New_York", "77"))):
        other = Path(shutil.copytree(original, tmp_path / f"place {number}" / "workspace"))
        shutil.rmtree(other / "build")
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TZ": zone, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "toolkit", "pack", "paper"]
        subprocess.run(command, cwd=other / "positions/paper", env=environment, capture_output=True, check=True)
        assert contents(packed(other)) == contents(packed(original))


# Nothing is lost


def test_users_files_stay_in_the_pack(folder: Path) -> None:
    put(packed(folder) / "notes.txt", "mine")
    put(packed(folder) / "returned" / "form.docx", "signed")
    put(packed(folder) / "paper.covering-letter.en.docx", "my own letter")
    put(packed(folder) / "paper.redline.en.docx", "mine too")
    said = run("pack", "paper").stdout
    found = contents(packed(folder))
    assert found["notes.txt"] == b"mine"
    assert found["returned/form.docx"] == b"signed"
    assert found["paper.covering-letter.en (edited).docx"] == b"my own letter"
    assert found["paper.redline.en.docx"] == b"mine too"
    assert "kept beside the new paper.covering-letter.en.docx" in said


def attempt(folder: Path, happen: Callable[[int, str], object]) -> int:
    """The exit status of a process that packs the paper in English, as pages."""

    def act() -> int:
        watch_steps(happen)
        build = folder / "build/_packs"
        done = pack(Workspace(folder), "paper", "", ["en"], ["html"], build, lambda name: None, lambda words: None)
        return 0 if done.folder else 1

    return status_of(fork(act))


def assert_whole(folder: Path) -> int:
    """Every file of the pack is that of its manifest; how many there are."""
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    found = contents(folder)
    assert found.keys() == files.keys() | {"manifest.json", "notes.txt"}
    assert all(sha256(found[name]).hexdigest() == one["sha256"] for name, one in files.items())
    return len(files)


def test_run_killed_at_any_step_leaves_the_last_pack_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(at: int, number: int, name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(os, "fsync", lambda file: None)
    put(packed(folder) / "notes.txt", "mine")
    before = shutil.copytree(folder / "build", folder / "kept")
    whole = len(json.loads((packed(folder) / "manifest.json").read_bytes())["files"])
    with (folder / "steps").open("wb", buffering=0) as steps:
        assert attempt(folder, lambda number, name: steps.write(b".")) == 0
    count = os.stat(steps.name).st_size
    assert count > 40
    seen = set()
    for at in [*range(1, count, 5), count - 1, count]:
        shutil.rmtree(folder / "build")
        shutil.copytree(before, folder / "build")
        assert attempt(folder, partial(kill, at)) == -signal.SIGKILL
        seen.add(assert_whole(packed(folder)))
    assert seen == {whole, 7}  # four kinds, the list, the sums, the archive
    assert attempt(folder, lambda number, name: None) == 0
    assert assert_whole(packed(folder)) == 7


# What other programs make of it


@pytest.fixture(scope="module")
def great(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the great paper in all languages, sent out for endorsement."""
    folder = tmp_path_factory.mktemp("great")
    shutil.copytree(ROOT / "positions" / FLAGSHIP, folder / "positions" / FLAGSHIP)
    shutil.copy(ROOT / "positions/organisations.yaml", folder / "positions")
    for tag in OFFICIAL:
        if tag != "en":
            name = f"locales/{tag}/LC_MESSAGES/{FLAGSHIP}.po"
            put(folder / name, (ROOT / name).read_bytes())
    definition = folder / f"positions/{FLAGSHIP}/position.yaml"
    text = re.sub(r"(?m)^(version|status):.*\n", "", definition.read_text("utf-8"))
    put(definition, text.replace("\nlanguage: en\n", '\nlanguage: en\nversion: "1.0"\nstatus: for-endorsement\n', 1))
    put(folder / f"positions/{FLAGSHIP}/endorsements.yaml", "deadline: 2026-09-30\n")
    within(folder, "release", FLAGSHIP)
    within(folder, "pack", FLAGSHIP, "-f", "docx", "-f", "html")
    return packed(folder, f"{FLAGSHIP}-1.0")


def test_pack_of_the_great_paper_is_whole(great: Path) -> None:
    assert len(list(great.glob("*.docx"))) == len(list(great.glob("*.html"))) == 24 * 4 + 1
    for path in sorted(great.glob("*.*.*")):
        if path.suffix in (".docx", ".html"):
            reading, diagnostics = verify_file(path.name, path.read_bytes())
            assert reading is not None
            assert diagnostics == (), path.name


def test_form_fits_a_page_in_every_language(great: Path, tmp_path: Path) -> None:
    office, info = tool("soffice", "libreoffice"), tool("pdfinfo")
    files = sorted(great.glob("*.endorsement-form.*.docx"))
    assert len(files) == 24
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, capture_output=True, check=True, timeout=600)
    pages = {}
    for path in files:
        done = subprocess.run([info, tmp_path / f"{path.stem}.pdf"], capture_output=True, text=True, check=True)
        pages[path.name] = re.findall(r"^Pages: +(\d+)$", done.stdout, re.MULTILINE)
    assert pages == {path.name: ["1"] for path in files}


def test_word_files_of_a_pack_are_valid(great: Path, original: Path) -> None:
    audit = pytest.importorskip("openxml_audit") if not os.environ.get("CI") else __import__("openxml_audit")
    files = [
        path for path in great.glob("*.docx") if "form" in path.name or "letter" in path.name or "pack" in path.name
    ]
    files += packed(original).glob("*.docx")
    assert len(files) == 2 * 24 + 1 + 13
    found = {path.name: [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors] for path in files}
    assert found == {path.name: [] for path in files}


def test_pages_of_a_pack_are_valid(great: Path) -> None:
    checker = module("vnu-jar/build/dist/vnu.jar")
    options = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    files = [
        path for path in great.glob("*.html") if "form" in path.name or "letter" in path.name or "pack" in path.name
    ]
    assert len(files) == 2 * 24 + 1
    command = [tool("java"), *options, "-jar", checker, "--Werror", "--stdout", "--format", "json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert json.loads(done.stdout)["messages"] == []


def test_text_that_another_toolkit_printed_otherwise_is_not_packed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(packed(folder))
    monkeypatch.setattr("toolkit.text_digest.FORM", "position-text 0")
    said = run("pack", "paper", code=2).stderr
    assert "version 1.0 in 'de' is not the text that was released any more" in said
    assert contents(packed(folder)) == before
