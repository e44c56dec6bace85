"""A released version is whole, is what was released, and makes the same papers again, whatever happens beside it."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import threading
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hostile import put
from hypothesis import given
from hypothesis import strategies as st
from released import (
    ENDORSEMENTS,
    IMAGE,
    LANGUAGES,
    ORGANISATIONS,
    POSITION,
    SOURCES,
    change,
    codes,
    entry,
    make_workspace,
    png,
    release,
    run,
    translate,
)
from strategies import examples
from test_publishing import failing, fork, status_of, watch_steps

from toolkit import releasing
from toolkit.diagnostics import ToolkitError
from toolkit.readers.definition import LANGUAGES as OFFICIAL
from toolkit.releasing import paper_digest
from toolkit.resources import Workspace, builtin
from toolkit.versions import _in_order, at_version, find_release, releases

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

ROOT = Path(__file__).parents[1]
FLAGSHIP = "ai-generated-csam"
FR = "locales/fr/LC_MESSAGES/paper.po"
VERSIONS = "positions/paper/versions"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("release") / "workspace")


@pytest.fixture
def folder(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(original, tmp_path / "workspace"))
    monkeypatch.chdir(made)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def versions(folder: Path) -> list[str]:
    """What lies in the folder of versions."""
    return sorted(os.listdir(folder / VERSIONS)) if (folder / VERSIONS).exists() else []


def papers(folder: Path, *arguments: str) -> dict[str, str]:
    """The papers of version 1.0, rendered now, each with its digest; the command says that they are as then."""
    done = run("render", "paper", "--version", "1.0", "-o", str(folder / "out"), *arguments)
    made = folder / "out/_versions/1.0/paper"
    found = {path.name: paper_digest(path.read_bytes()) for path in made.iterdir() if path.name != "manifest.json"}
    assert f"{len(found)} of {len(found)} files of the release are the same as then" in done.stdout
    shutil.rmtree(folder / "out")
    return found


# What a release is


def test_release_says_what_it_holds(folder: Path) -> None:
    printed = run("release", "paper", "--version", "1.0", "--status", "for-endorsement").stdout
    made = release(folder)
    assert (made.version, made.status, tuple(sorted(made.digests))) == ("1.0", "for-endorsement", ("de", "en", "fr"))
    found = contents(made.folder)
    record = json.loads(found.pop("release.json"))
    assert record["files"] == {name: sha256(data).hexdigest() for name, data in found.items()}
    assert record["texts"] == {tag: sha256(found[f"texts/{tag}.txt"]).hexdigest() for tag in LANGUAGES}
    assert json.loads(run("digest", "paper", "--format", "json").stdout) == record["texts"]
    assert record["papers"].keys() == {f"paper.{tag}.{form}" for tag in LANGUAGES for form in ("docx", "html")}
    assert printed.startswith(f"paper: version 1.0, for-endorsement, released\n  {VERSIONS}/1.0\n")
    for name in (POSITION, SOURCES, ORGANISATIONS, IMAGE, FR, "positions/logos/trees.png"):
        assert found[name] == (folder / name).read_bytes()


def test_same_state_is_released_as_the_same_bytes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other" / "place"))
    run("release", "paper")
    monkeypatch.chdir(other)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    run("release", "paper")
    assert contents(release(folder).folder) == contents(release(other).folder)


def test_release_leaves_the_working_copy_as_it_was(folder: Path) -> None:
    before = contents(folder)
    run("release", "paper")
    after = contents(folder)
    assert {name: data for name, data in after.items() if not name.startswith(VERSIONS)} == before


# What is refused


def hide_image(folder: Path) -> None:
    (folder / IMAGE).rename(folder / "positions/paper/.chart.png")
    change(folder, POSITION, "(images/chart.png)", "(.chart.png)")
    translate(folder)


REFUSED: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "an error": (lambda folder: change(folder, POSITION, "[^thirst]", "[^thrist]"), 1, "error[undefined-note]"),
    "a missing translation": (
        lambda folder: change(folder, FR, 'msgstr "Arbres Shade is free."', 'msgstr ""'),
        1,
        "error[missing-translation]",
    ),
    "a stale translation": (
        lambda folder: change(folder, POSITION, "Nobody waits", "Somebody waits"),
        1,
        "error[stale-translation]",
    ),
    "a doubtful translation": (
        lambda folder: change(folder, FR, 'msgctxt "title"', '#, fuzzy\nmsgctxt "title"'),
        1,
        "error[fuzzy-translation]",
    ),
    "an unreadable definition": (lambda folder: put(folder / POSITION, b"a: \xff"), 1, "error[not-utf8]"),
    "no version": (lambda folder: change(folder, POSITION, 'version: "1.0"\n', ""), 1, "error[release-differs]"),
    "a name that Windows keeps": (
        lambda folder: change(folder, POSITION, '"1.0"', '"con.1"'),
        2,
        "version 'con.1' cannot be the name of a folder on every system",
    ),
    "a dot at the end": (
        lambda folder: change(folder, POSITION, '"1.0"', '"1."'),
        2,
        "version '1.' cannot be the name of a folder on every system",
    ),
    "a way out": (lambda folder: change(folder, POSITION, '"1.0"', '"../../1"'), 1, "error[invalid-value]"),
    "a hidden image": (
        hide_image,
        1,
        "error[release-incomplete]",
    ),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_release_is_refused(folder: Path, reason: str) -> None:
    prepare, code, words = REFUSED[reason]
    prepare(folder)
    said = run("release", "paper", code=code).stderr
    assert words in said
    assert "hint: " in said
    assert versions(folder) == []
    assert releases(Workspace(folder), "paper") == []


def test_other_version_or_status_is_refused(folder: Path) -> None:
    said = run("release", "paper", "--version", "1.1", "--status", "final", code=1).stderr
    assert said.count("error[release-differs]") == 2
    assert versions(folder) == []
    run("release", "paper", "--version", "1.0.", code=1)
    run("release", "paper", "--status", "other", code=2)
    run("release", "other", code=2)
    run("release", "paper", "-l", "xx", code=2)
    assert "error[missing-catalogue]" in run("release", "paper", "-l", "nl", code=1).stderr
    assert versions(folder) == []


def test_version_is_never_overwritten(folder: Path) -> None:
    run("release", "paper")
    before = contents(folder / VERSIONS)
    said = run("release", "paper", code=2).stderr
    assert "error: version 1.0 of 'paper' has been released already" in said
    change(folder, POSITION, "title: Trees", "title: Bushes")
    translate(folder)
    run("release", "paper", code=2)
    assert contents(folder / VERSIONS) == before


def test_folder_of_the_users_own_is_not_overwritten(folder: Path) -> None:
    put(folder / VERSIONS / "1.0" / "mine.txt", "mine")
    assert "has been released already" in run("release", "paper", code=2).stderr
    assert contents(folder / VERSIONS) == {"1.0/mine.txt": b"mine"}


@pytest.mark.parametrize(("first", "second"), [("1.0-RC", "1.0-rc"), ("1.0-rc", "1.0-RC")])
def test_versions_that_are_one_folder_on_some_system_are_refused(folder: Path, first: str, second: str) -> None:
    change(folder, POSITION, '"1.0"', f'"{first}"')
    run("release", "paper")
    change(folder, POSITION, f'"{first}"', f'"{second}"')
    assert f"version {first} of 'paper' has been released already" in run("release", "paper", code=2).stderr
    assert versions(folder) == [first]


def test_only_the_languages_chosen_are_released_and_rendered_again(folder: Path) -> None:
    change(folder, "locales/de/LC_MESSAGES/paper.po", 'msgstr "Bäume Shade is free."', 'msgstr ""')
    run("release", "paper", code=1)
    run("release", "paper", "-l", "fr")
    assert list(release(folder).digests) == ["fr"]
    assert not [name for name in contents(release(folder).folder) if "/de/" in name]
    assert papers(folder).keys() == {"paper.fr.docx", "paper.fr.html"}
    assert list(json.loads(run("digest", "paper", "--version", "1.0", "--format", "json").stdout)) == ["fr"]
    for command in ("render", "digest"):
        said = run(command, "paper", "--version", "1.0", "-l", "en", code=2).stderr
        assert "version 1.0 was not released in 'en'" in said


# The same papers again


def own_files(folder: Path) -> None:
    """Templates, words and conventions of the workspace's own."""
    for name in ("paper.css", "paper.docx", "paper.html.j2"):
        put(folder / "templates/position-paper" / name, (builtin("templates") / "position-paper" / name).read_bytes())
    change(folder, "templates/position-paper/paper.html.j2", "<body", '<body data-own="yes"')
    for name in ("conventions.yaml", "LC_MESSAGES/toolkit.po"):
        put(folder / "locales/fr" / name, (builtin("locales") / "fr" / name).read_bytes())
    change(folder, "locales/fr/LC_MESSAGES/toolkit.po", 'msgstr "Justification"', 'msgstr "Motifs"')


def unmake(folder: Path) -> None:
    """Everything of the working copy is changed or gone."""
    shutil.rmtree(folder / "locales")
    shutil.rmtree(folder / "templates", ignore_errors=True)
    shutil.rmtree(folder / "positions/logos")
    shutil.rmtree(folder / "positions/paper/images")
    put(folder / ORGANISATIONS, "organisations: [{id: somebody, name: Somebody}]\n")
    put(folder / SOURCES, "no: [source")
    put(folder / POSITION, b"\xff")


@pytest.mark.parametrize("own", [False, True], ids=["built-in files", "files of its own"])
def test_version_renders_to_the_same_bytes_when_all_else_is_gone(folder: Path, own: bool) -> None:
    if own:
        own_files(folder)
    run("render")
    built = contents(folder / "build/paper")
    run("release", "paper")
    made = release(folder)
    unmake(folder)
    again = papers(folder)
    assert again == made.papers == {name: paper_digest(data) for name, data in built.items() if name != "manifest.json"}
    for tag in LANGUAGES:
        text = run("digest", "paper", "--version", "1.0", "-l", tag, "--text").stdout_bytes
        assert sha256(text).hexdigest() == made.digests[tag]
    assert own == (b"Motifs" in built["paper.fr.html"]) == (b'data-own="yes"' in built["paper.de.html"])


def test_sheet_of_a_version_is_rendered_again(folder: Path) -> None:
    run("release", "paper")
    done = run("render", "paper", "--version", "1.0", "-k", "amendments", "-k", "position-paper")
    assert "6 of 6 files of the release are the same as then" in done.stdout
    assert "of the release" not in run("render", "paper", "--version", "1.0", "-k", "amendments", "-f", "akn").stdout


def test_version_does_not_take_the_words_that_came_later(folder: Path) -> None:
    run("release", "paper")
    before = papers(folder)
    own_files(folder)
    assert papers(folder) == before


def test_version_holds_in_another_place(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("release", "paper")
    before = papers(folder)
    other = Path(shutil.copytree(folder, tmp_path / "moved" / "deep"))
    monkeypatch.chdir(other)
    assert papers(other) == before


def test_endorsements_that_hold_are_released_with_the_paper(folder: Path) -> None:
    run("release", "paper")
    digests = release(folder).digests
    kept = "kind: endorses-with-reservation\nreservation:\n  amendment: no-fee\n  text: Fees are fine."
    entries = [
        entry(digests["en"], more=kept),
        entry(digests["fr"], "shade-union", "fr"),
        entry(digests["de"], "water-board", "de"),
    ]
    put(folder / ENDORSEMENTS, "endorsements:\n" + "".join(entries))
    change(folder, POSITION, '"1.0"', '"1.1"')
    change(folder, POSITION, "status: for-endorsement", "status: final")
    change(folder, "locales/de/LC_MESSAGES/paper.po", "Bäume Nobody", "Bäume Niemand")
    run("release", "paper", "-l", "en", "-l", "fr")
    made = release(folder, "1.1")
    assert made.digests == {tag: digests[tag] for tag in ("en", "fr")}
    shutil.rmtree(folder / VERSIONS / "1.0")
    (folder / ENDORSEMENTS).unlink()
    run("render", "paper", "--version", "1.1")
    page = (folder / "build/_versions/1.1/paper/paper.en.html").read_text("utf-8")
    assert "Green Roofs" in page
    assert "Fees are fine." in page
    assert "Shade Union" in page  # in French
    assert "Water Board" not in page  # its text has changed


def test_first_version_has_no_endorsement_that_came_later(folder: Path) -> None:
    run("release", "paper")
    before = papers(folder)
    put(folder / ENDORSEMENTS, "endorsements:\n" + entry(release(folder).digests["en"]))
    assert papers(folder) == before
    assert codes(folder).count("void-endorsement") == 0


# Names and links


def test_files_of_git_and_of_file_managers_stay_out(folder: Path) -> None:
    own_files(folder)
    for name in (".git/config", ".DS_Store", "images/.thumb.png", ".cache/x/y.png"):
        put(folder / "positions/paper" / name, "not for others")
    put(folder / "templates/.git/HEAD", "x")
    put(folder / "locales/.idea/x.xml", "x")
    run("release", "paper")
    assert not [name for name in release(folder).files if "/." in name]


def test_folder_called_versions_inside_the_images_is_released(folder: Path) -> None:
    (folder / "positions/paper/images/versions").mkdir()
    (folder / IMAGE).rename(folder / "positions/paper/images/versions/chart.png")
    change(folder, POSITION, "images/chart.png", "images/versions/chart.png")
    translate(folder)
    run("release", "paper")
    assert papers(folder) == release(folder).papers


def test_linked_image_becomes_a_file(folder: Path) -> None:
    (folder / IMAGE).rename(folder / "positions/paper/images/real.png")
    (folder / IMAGE).symlink_to("real.png")
    run("release", "paper")
    frozen = release(folder).folder / IMAGE
    assert not frozen.is_symlink()
    assert frozen.read_bytes() == png(200)
    assert papers(folder) == release(folder).papers


def test_linked_folders_of_templates_are_released(folder: Path, tmp_path: Path) -> None:
    own_files(folder)
    (folder / "templates/position-paper").rename(tmp_path / "shared")
    (folder / "templates/position-paper").symlink_to(tmp_path / "shared")
    (tmp_path / "shared" / "round").symlink_to(tmp_path / "shared")
    run("release", "paper")
    made = release(folder)
    shutil.rmtree(tmp_path / "shared")
    assert papers(folder) == made.papers
    assert [name for name in made.files if name.endswith("paper.css")] == ["templates/position-paper/paper.css"]


def test_link_that_leads_out_of_the_workspace_gives_nothing_away(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "more").write_text("canary")
    (folder / "positions/paper/notes.txt").symlink_to(tmp_path / "secret")
    (folder / "positions/paper/more").symlink_to(tmp_path / "secrets")
    (folder / "positions/logos/more").symlink_to(tmp_path / "secrets")
    (folder / "positions/paper/nowhere").symlink_to("nowhere")
    (folder / "positions/paper/round").symlink_to(".")
    run("release", "paper")
    assert b"canary" not in b"".join(contents(release(folder).folder).values())
    assert papers(folder) == release(folder).papers


def test_definition_beyond_a_link_out_is_refused(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / SOURCES, tmp_path / "sources.yaml")
    (folder / SOURCES).symlink_to(tmp_path / "sources.yaml")
    said = run("release", "paper", code=1).stderr
    assert "error[release-incomplete]" in said
    assert "look for a link that leads out of the folder" in said
    assert versions(folder) == []


# A frozen file that was changed


def tampering() -> dict[str, Callable[[Path], object]]:
    return {
        "changed": lambda frozen: change(frozen, POSITION, "Nobody waits", "Nobody sits"),
        "one space": lambda frozen: put(frozen / POSITION, (frozen / POSITION).read_bytes() + b" "),
        "text changed": lambda frozen: put(frozen / "texts/en.txt", "position-text 1\n"),
        "removed": lambda frozen: (frozen / FR).unlink(),
        "folder removed": lambda frozen: shutil.rmtree(frozen / "locales"),
        "added catalogue": lambda frozen: put(frozen / "locales/nl/LC_MESSAGES/paper.po", (frozen / FR).read_bytes()),
        "added template": lambda frozen: put(frozen / "templates/position-paper/paper.css", "body {}"),
        "added endorsements": lambda frozen: put(frozen / ENDORSEMENTS, "asked: [green-roofs]\n"),
        "link for a file": lambda frozen: ((frozen / FR).unlink(), (frozen / FR).symlink_to(frozen / POSITION)),
        "folder for a file": lambda frozen: ((frozen / FR).unlink(), (frozen / FR).mkdir()),
        "digest of another text": in_record(lambda record: record["texts"].update(en=record["texts"]["fr"])),
        "language more": in_record(lambda record: record["texts"].update(nl=record["texts"]["fr"])),
    }


def in_record(edit: Callable[[Any], object]) -> Callable[[Path], None]:
    def act(frozen: Path) -> None:
        record = json.loads((frozen / "release.json").read_bytes())
        edit(record)
        put(frozen / "release.json", json.dumps(record))

    return act


@pytest.mark.parametrize("what", tampering())
def test_version_that_was_changed_is_not_used(folder: Path, what: str) -> None:
    run("release", "paper")
    tampering()[what](release(folder).folder)
    for arguments in (["render", "paper"], ["digest", "paper"], ["pack", "paper"]):
        said = run(*arguments, "--version", "1.0", code=2).stderr
        assert "error: version 1.0 of 'paper' is not what was released: " in said
        assert "was changed since" in said
        assert "hint: put " in said
    assert not (folder / "build").exists()
    assert [found.version for found in releases(Workspace(folder), "paper")] == ["1.0"]


DAMAGED: dict[str, bytes | Callable[[Any], object]] = {
    "empty": b"",
    "half": b'{"version": "1.0", ',
    "list": b"[]",
    "deep": b"[" * 9999,
    "not UTF-8": b"\xff\xfe",
    "texts as a list": lambda record: record.update(texts=["en"]),
    "no papers": lambda record: record.pop("papers"),
    "another version": lambda record: record.update(version="2.0"),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_damaged_record_is_reported(folder: Path, what: str) -> None:
    run("release", "paper")
    damage = DAMAGED[what]
    if isinstance(damage, bytes):
        put(release(folder).folder / "release.json", damage)
    else:
        in_record(damage)(folder / VERSIONS / "1.0")
    for arguments in (["render", "paper", "--version", "1.0"], ["status"], ["pack", "paper"]):
        said = run(*arguments, code=2).stderr
        assert "release.json cannot be read: it is not what the toolkit wrote" in said
        assert "put the folder back as it was" in said


def test_copy_of_a_version_under_another_name_is_reported(folder: Path) -> None:
    run("release", "paper")
    shutil.copytree(folder / VERSIONS / "1.0", folder / VERSIONS / "1.1")
    with pytest.raises(ToolkitError, match=r"1\.1.release\.json cannot be read"):
        releases(Workspace(folder), "paper")


def test_what_file_managers_leave_is_no_change(folder: Path) -> None:
    run("release", "paper")
    for name in (".DS_Store", "Thumbs.db", "positions/desktop.ini", ".git/x"):
        put(release(folder).folder / name, "x")
    assert papers(folder) == release(folder).papers


def test_unknown_version_is_named(folder: Path) -> None:
    assert "release one with: position release paper" in run("render", "paper", "--version", "1.0", code=2).stderr
    run("release", "paper")
    said = run("render", "paper", "--version", "1.1", code=2).stderr
    assert "error: version 1.1 of 'paper' was never released" in said
    assert "released so far: 1.0" in said
    for hostile in ("..", "../1.0", ".", "", "1.0/", "\x1b[31m"):
        run("render", "paper", "--version", hostile, code=2)
        run("digest", "paper", "--version", hostile, code=2)
    assert "--version is of one position" in run("render", "--version", "1.0", code=2).stderr


# All languages


def test_flagship_is_released_in_all_languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "positions" / FLAGSHIP, tmp_path / "positions" / FLAGSHIP)
    shutil.copy(ROOT / "positions/organisations.yaml", tmp_path / "positions")
    for tag in OFFICIAL:
        if tag != "en":
            name = f"locales/{tag}/LC_MESSAGES/{FLAGSHIP}.po"
            put(tmp_path / name, (ROOT / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    text = (tmp_path / f"positions/{FLAGSHIP}/position.yaml").read_text("utf-8")
    if "\nversion:" not in text:
        put(
            tmp_path / f"positions/{FLAGSHIP}/position.yaml",
            text.replace("\nlanguage: en\n", '\nlanguage: en\nversion: "1.0"\n'),
        )
    run("release", FLAGSHIP)
    [made] = releases(Workspace(tmp_path), FLAGSHIP)
    assert set(made.digests) == set(OFFICIAL)
    assert len(set(made.digests.values())) == 24
    assert len(made.papers) == 48
    shutil.rmtree(tmp_path / "locales")
    done = run("render", FLAGSHIP, "--version", made.version)
    assert "48 of 48 files of the release are the same as then" in done.stdout
    assert json.loads(run("digest", FLAGSHIP, "--version", made.version, "--format", "json").stdout) == dict(
        made.digests
    )


# Runs that are killed, disks that are full, two at once


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The paper in English alone: its release makes few changes to the disk."""
    made = make_workspace(tmp_path / "small", languages=("en",))
    monkeypatch.chdir(made)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    return made


def attempt(folder: Path, happen: Callable[[int, str], object]) -> int:
    """The exit status of a process that releases the paper."""

    def act() -> int:
        watch_steps(happen)
        done = releasing.release(Workspace(folder), "paper", "", "", (), lambda name: None)
        return 0 if done.release else 1

    return status_of(fork(act))


def count_steps(folder: Path) -> int:
    with (folder / "steps").open("wb", buffering=0) as steps:
        assert attempt(folder, lambda number, name: steps.write(b".")) == 0
    shutil.rmtree(folder / VERSIONS)
    return os.stat(folder / "steps").st_size


def assert_nothing_or_all(folder: Path) -> bool:
    """Whether the version is there; if it is, it is whole."""
    found = releases(Workspace(folder), "paper")
    if found:
        assert at_version(Workspace(folder), "paper", "1.0")
        assert contents(found[0].folder).keys() == {*found[0].files, "release.json"}
    return bool(found)


def test_release_killed_at_any_step_leaves_no_half_version(small: Path) -> None:
    def kill(at: int, number: int, name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    steps = count_steps(small)
    assert steps > 30
    seen = []
    for at in range(1, steps + 1):
        assert attempt(small, partial(kill, at)) == -signal.SIGKILL
        seen.append(assert_nothing_or_all(small))
        if not seen[-1] and at % 5 == 0:
            assert attempt(small, lambda number, name: None) == 0  # the next run goes on as if nothing had been
            assert assert_nothing_or_all(small)
        shutil.rmtree(small / VERSIONS, ignore_errors=True)
    assert seen == sorted(seen)
    assert set(seen) == {False, True}


def test_what_a_killed_run_left_is_removed_when_it_is_old(small: Path) -> None:
    left = small / VERSIONS / ".staging-1-1"
    put(left / "positions/organisations.yaml", "x")
    os.utime(left, (1, 1))
    put(small / VERSIONS / ".staging-2-2" / "x", "another run that goes on")
    run("release", "paper")
    assert versions(small) == [".staging-2-2", "1.0"]


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
def test_full_disk_leaves_no_half_version(small: Path, lasting: bool) -> None:
    shrinking = ("close", "unlink", "rmdir", "chmod")

    def fill(at: int, number: int, name: str) -> None:
        if (number == at or (lasting and number > at)) and name not in shrinking:
            raise OSError(errno.ENOSPC, "No space left on device")

    statuses = []
    for at in range(1, count_steps(small) + 1):
        statuses.append(attempt(small, partial(fill, at)))
        assert assert_nothing_or_all(small) or statuses[-1] == 2
        left = [name for name in versions(small) if name != "1.0"]
        assert left == []
        shutil.rmtree(small / VERSIONS, ignore_errors=True)
    assert set(statuses) == {0, 2}


def test_full_disk_is_reported(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", failing(OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(ToolkitError, match="the disk is full") as caught:
            releasing.release(Workspace(small), "paper", "", "", (), lambda name: None)
    assert caught.value.hint.startswith("free some space and run again")
    assert versions(small) == []


def test_two_releases_at_once_make_one(small: Path) -> None:
    def act() -> int:
        releasing.release(Workspace(small), "paper", "", "", (), lambda name: None)
        return 0

    children = [fork(act) for _ in range(4)]
    assert sorted(status_of(child) for child in children) == [0, 2, 2, 2]
    assert versions(small) == ["1.0"]
    assert assert_nothing_or_all(small)


def test_edit_while_a_version_is_released_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text that was checked is the text that is released."""
    genuine = releasing._files

    def edited(*arguments: Any) -> Any:
        change(folder, FR, "Arbres Nobody", "Arbres Personne")
        return genuine(*arguments)

    monkeypatch.setattr(releasing, "_files", edited)
    assert "was changed while it was being released" in run("release", "paper", code=2).stderr
    assert versions(folder) == []


def test_reading_goes_on_while_a_version_is_released(small: Path) -> None:
    """Whoever looks meanwhile finds no version, or a whole one."""
    done = threading.Event()
    seen: list[bool] = []

    def look() -> None:
        while not done.is_set():
            seen.append(assert_nothing_or_all(small))

    other = threading.Thread(target=look)
    other.start()
    run("release", "paper")
    done.set()
    other.join()
    assert seen == sorted(seen)


# The order of versions


ORDERED = [
    ["0.9", "0.10", "1.0-rc", "1.0", "1.10"],
    ["1.0-alpha", "1.0-beta", "1.0-rc", "1.0-rc2", "1.0-rc10", "1.0", "1.0.1", "1.0.2", "1.0.10", "1.1", "2"],
    ["draft", "draft2", "0", "0.0.1", "0.1", "1", "10", "11"],
    ["2025-06-01", "2025-06-17", "2025-12-01", "2026-01-01"],
    ["1.0rc1", "1.0rc2", "1.0", "1.1-draft", "1.1"],
    ["v1", "v2", "v10"],
]


@pytest.mark.parametrize("expected", ORDERED, ids=lambda names: names[0])
def test_versions_stand_in_their_natural_order(folder: Path, expected: list[str]) -> None:
    for name in expected:
        record = {"version": name, "status": "final", "toolkit": "1", "texts": {}, "files": {}, "papers": {}}
        put(folder / VERSIONS / name / "release.json", json.dumps(record))
    found = releases(Workspace(folder), "paper")
    assert [one.version for one in found] == expected
    assert find_release(Workspace(folder), "paper", expected[-1]).version == expected[-1]


@given(st.lists(st.from_regex(r"[0-9A-Za-z][0-9A-Za-z.-]{0,9}", fullmatch=True), max_size=8, unique=True))
@examples(200)
def test_order_of_versions_is_one_order(names: list[str]) -> None:
    assert len({repr(_in_order(name)) for name in names}) == len(names)


def test_what_is_no_version_is_no_release(folder: Path) -> None:
    record = {"version": "x", "status": "final", "toolkit": "1", "texts": {}, "files": {}, "papers": {}}
    for name in (".hidden", "-1", "name with spaces", "x" * 30, "é"):
        put(folder / VERSIONS / name / "release.json", json.dumps(record))
    put(folder / VERSIONS / "1.0" / "notes.txt", "mine")
    put(folder / VERSIONS / "notes.txt", "mine")
    assert releases(Workspace(folder), "paper") == []
