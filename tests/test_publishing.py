"""A published folder is whole, of one run, and holds all that a user put there, whatever happens."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from toolkit import folders
from toolkit.diagnostics import ToolkitError
from toolkit.manifest import Output, check_name, content_digest
from toolkit.publishing import Published, publish, publishing

resource = pytest.importorskip("resource", reason="needs signals and limits")
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

CHANGING = ("open", "write", "fsync", "close", "mkdir", "rename", "link", "unlink", "rmdir", "chmod")


def html(language: str, text: str = "text", inputs: str = "1") -> Output:
    return Output(f"p.{language}.html", text.encode(), inputs, language, "html")


def version(number: int, count: int = 48) -> list[Output]:
    """`count` outputs, each with `number` all over."""
    data = f"{number}\n".encode() * 2000
    return [Output(f"p.{index:02}.html", data, str(number), f"{index:02}", "html") for index in range(count)]


def put(build: Path, *outputs: Output, current: Mapping[str, str] | None = None) -> Published:
    with publishing(build) as root:
        return publish(root, "p", outputs, {"toolkit": "1.0"}, current or {})


def manifest(folder: Path) -> dict[str, dict[str, object]]:
    files = json.loads((folder / "manifest.json").read_bytes())["files"]
    assert isinstance(files, dict)
    return files


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): os.readlink(path).encode() if path.is_symlink() else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def assert_whole(folder: Path, others: frozenset[str] = frozenset()) -> bytes:
    """The folder is what its manifest says and of one version, which is returned."""
    found = contents(folder)
    files = manifest(folder)
    assert found.keys() == files.keys() | {"manifest.json"} | others
    assert all(sha256(found[name]).hexdigest() == record["sha256"] for name, record in files.items())
    [text] = {found[name].split(b"\n")[0] for name in files}
    return text


def assert_no_leftovers(build: Path) -> None:
    assert sorted(os.listdir(build)) == [".lock", "p"]


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How folders are switched: in one step, or as on systems that have none."""
    if request.param == "renames":
        monkeypatch.setattr(folders, "exchange", lambda one, other: False)
    return str(request.param)


@pytest.fixture
def unsynced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Syncing takes most of the time, and guards against a loss of power, which these tests cannot stage."""
    monkeypatch.setattr(os, "fsync", lambda file: None)


# What a run makes


def test_manifest_says_what_the_folder_holds(tmp_path: Path) -> None:
    done = put(tmp_path / "build", html("en"), html("de", "Wörter"))
    assert [path.name for path in done.written] == ["p.en.html", "p.de.html"]
    assert (done.unchanged, done.kept, done.removed, done.kept_aside) == ((), (), (), ())
    expected = f"""{{
  "files": {{
    "p.de.html": {{
      "format": "html",
      "inputs": "1",
      "language": "de",
      "sha256": "{sha256("Wörter".encode()).hexdigest()}",
      "size": 7
    }},
    "p.en.html": {{
      "format": "html",
      "inputs": "1",
      "language": "en",
      "sha256": "{sha256(b"text").hexdigest()}",
      "size": 4
    }}
  }},
  "languages": [
    "de",
    "en"
  ],
  "paper": "p",
  "toolkit": "1.0"
}}
"""
    assert (done.folder / "manifest.json").read_bytes() == expected.encode()
    assert_no_leftovers(tmp_path / "build")


def test_same_outputs_are_the_same_bytes_in_another_folder(tmp_path: Path) -> None:
    outputs = version(1)
    one = put(tmp_path / "one", *outputs)
    two = put(tmp_path / "elsewhere" / "two", *reversed(outputs))
    assert contents(one.folder) == contents(two.folder)


def test_second_run_with_the_same_outputs_writes_nothing(tmp_path: Path) -> None:
    first = put(tmp_path, html("en"), html("de"))
    before = os.stat(first.folder)
    again = put(tmp_path, html("en"), html("de"))
    assert (again.written, again.unchanged) == ((), first.written)
    assert os.path.samestat(os.stat(first.folder), before)


def docx(compression: int) -> Output:
    file = BytesIO()
    with ZipFile(file, "w", compression) as package:
        package.writestr("word/document.xml", "<w:document/>" * 100)
        package.writestr("[Content_Types].xml", "<Types/>")
    return Output("p.en.docx", file.getvalue(), "1", "en", "docx")


def test_content_digest_does_not_depend_on_the_compression(tmp_path: Path) -> None:
    one = manifest(put(tmp_path / "one", docx(ZIP_DEFLATED)).folder)["p.en.docx"]
    two = manifest(put(tmp_path / "two", docx(ZIP_STORED)).folder)["p.en.docx"]
    assert one["sha256"] != two["sha256"]
    assert (one["parts"], one["content"]) == (two["parts"], two["content"])
    assert one["parts"] == {
        "word/document.xml": sha256(b"<w:document/>" * 100).hexdigest(),
        "[Content_Types].xml": sha256(b"<Types/>").hexdigest(),
    }


def test_content_digest_is_made_of_the_documented_bytes() -> None:
    digests = {"b": "2" * 64, "a": "1" * 64}
    expected = b"a\0" + b"1" * 64 + b"\nb\0" + b"2" * 64 + b"\n"
    assert content_digest(digests) == sha256(expected).hexdigest()


def test_files_have_the_mode_that_the_user_asks_for(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        folder = put(tmp_path / "build", html("en")).folder
    finally:
        os.umask(mask)
    assert (folder / "p.en.html").stat().st_mode & 0o777 == 0o640
    assert folder.stat().st_mode & 0o777 == 0o750
    folder.chmod(0o775)
    assert put(tmp_path / "build", html("en", "new")).folder.stat().st_mode & 0o777 == 0o775


def test_forty_eight_files_are_published_at_once(tmp_path: Path) -> None:
    put(tmp_path, *version(1))
    start = time.perf_counter()
    put(tmp_path, *version(2))
    assert time.perf_counter() - start < 1.0  # 0.03 s on an idle machine


# What stays of the last run


def test_current_file_of_another_language_is_kept(tmp_path: Path) -> None:
    put(tmp_path, html("en"), html("de"), html("fr"))
    done = put(tmp_path, html("en", "new"), current={"p.de.html": "1", "p.fr.html": "2"})
    assert (done.kept, done.removed) == (("p.de.html",), ("p.fr.html",))
    assert manifest(done.folder).keys() == {"p.en.html", "p.de.html"}
    assert contents(done.folder)["p.de.html"] == b"text"
    assert not (done.folder / "p.fr.html").exists()


def test_users_own_files_are_untouched(tmp_path: Path, way: str) -> None:
    folder = put(tmp_path / "build", html("en")).folder
    (tmp_path / "secret").write_text("secret")
    (folder / "notes.txt").write_text("mine")
    (folder / "letters" / "deep").mkdir(parents=True)
    (folder / "letters" / "deep" / "a.docx").write_text("letter")
    (folder / "letters").chmod(0o500)
    (folder / "link").symlink_to("../../secret")
    (folder / "loop").symlink_to(".")
    (folder / "dangling").symlink_to("nowhere")
    os.utime(folder / "notes.txt", (1, 1))
    before = contents(folder)
    done = put(tmp_path / "build", html("en", "new"))
    assert done.kept_aside == ()
    after = contents(folder)
    assert after.pop("p.en.html") == b"new"
    assert {name: after[name] for name in before if name in after and name != "manifest.json"} == {
        name: data for name, data in before.items() if name not in ("p.en.html", "manifest.json")
    }
    assert (folder / "notes.txt").stat().st_mtime == 1
    assert (folder / "letters").stat().st_mode & 0o777 == 0o500
    assert (tmp_path / "secret").read_text() == "secret"
    assert_no_leftovers(tmp_path / "build")


def test_users_files_are_copied_where_a_disk_has_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = put(tmp_path, html("en")).folder
    (folder / "notes.txt").write_text("mine")
    monkeypatch.setattr(os, "link", failing(OSError(errno.EPERM, "no links")))
    put(tmp_path, html("en", "new"))
    assert (folder / "notes.txt").read_text() == "mine"


def test_users_own_file_with_the_name_of_an_output_is_kept_aside(tmp_path: Path, way: str) -> None:
    (tmp_path / "p" / "p.fr.html").mkdir(parents=True)
    (tmp_path / "p" / "p.fr.html" / "inside").write_text("mine")
    (tmp_path / "p" / "P.EN.html").write_text("mine")
    (tmp_path / "p" / "p.de.html").symlink_to("elsewhere")
    (tmp_path / "p" / "manifest.json").write_text("mine")
    done = put(tmp_path, html("en"), html("de"), html("fr"))
    assert [(aside.name, aside.path.name, aside.edited) for aside in done.kept_aside] == [
        ("P.EN.html", "P.EN (own).html", False),
        ("manifest.json", "manifest (own).json", False),
        ("p.de.html", "p.de (own).html", False),
        ("p.fr.html", "p.fr (own).html", False),
    ]
    assert (done.folder / "P.EN (own).html").read_text() == "mine"
    assert (done.folder / "p.fr (own).html" / "inside").read_text() == "mine"
    assert os.readlink(done.folder / "p.de (own).html") == "elsewhere"
    assert put(tmp_path, html("en"), html("de"), html("fr")).kept_aside == ()


def test_file_edited_by_hand_is_kept_aside(tmp_path: Path) -> None:
    folder = put(tmp_path, html("en"), html("de")).folder
    for text in ("my words", "my other words"):
        (folder / "p.en.html").write_text(text)
        done = put(tmp_path, html("en", f"not {text}"), html("de"))
        assert [aside.edited for aside in done.kept_aside] == [True]
    assert (folder / "p.en (edited).html").read_text() == "my words"
    assert (folder / "p.en (edited 2).html").read_text() == "my other words"
    assert (folder / "p.en.html").read_text() == "not my other words"


def test_edited_file_that_is_no_longer_made_is_kept_aside(tmp_path: Path) -> None:
    folder = put(tmp_path, html("en"), html("de")).folder
    (folder / "p.de.html").write_text("my words")
    done = put(tmp_path, html("en"), current={"p.de.html": "1"})
    assert (done.kept, done.removed) == ((), ("p.de.html",))
    assert done.kept_aside[0].path.read_text() == "my words"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"files": []}', '{"files": {"p.en.html": 1}}', "[" * 9999, '{"files": {"a": NaN}}'],
)
def test_damaged_manifest_loses_nothing(tmp_path: Path, text: str) -> None:
    folder = put(tmp_path, html("en"), html("de")).folder
    (folder / "manifest.json").write_text(text)
    done = put(tmp_path, html("en"), html("fr"))
    assert [aside.name for aside in done.kept_aside] == ["manifest.json"]
    assert contents(folder).keys() == {
        "manifest.json", "manifest (own).json", "p.en.html", "p.de.html", "p.fr.html",
    }  # fmt: skip


def test_file_saved_while_the_folder_is_switched_is_not_lost(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path, html("en")).folder
    sync = os.fsync

    def save(file: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        (folder / "new.txt").write_text("just saved")
        (folder / "p.en.html").write_text("just edited")
        sync(file)

    monkeypatch.setattr(os, "fsync", save)
    done = put(tmp_path, html("en", "new"))
    assert (folder / "new.txt").read_text() == "just saved"
    assert (folder / "p.en (edited).html").read_text() == "just edited"
    assert (folder / "p.en.html").read_text() == "new"
    assert {aside.name for aside in done.kept_aside} == {"new.txt", "p.en.html"}


# Runs that are killed


def fork(action: Callable[[], int]) -> int:
    """The process id of a fork of this process; its exit status is what `action` returns, or 2."""
    child = os.fork()
    if child == 0:
        status = 99
        try:
            status = action()
        except ToolkitError:
            status = 2
        finally:
            os._exit(status)
    return child


def status_of(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def watch_steps(happen: Callable[[int, str], object]) -> None:
    """From now on this process calls `happen` (number, name) before each change that it makes to the disk."""
    count = 0

    def watched(name: str, change: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            happen(count, name)
            return change(*arguments, **options)

        return step

    for name in CHANGING:
        setattr(os, name, watched(name, getattr(os, name)))
    folders.exchange = watched("exchange", folders.exchange)  # type: ignore[assignment]


def replace(build: Path, happen: Callable[[int, str], object]) -> int:
    """The exit status of a run that replaces version 1 by version 2 of three files."""

    def run() -> int:
        watch_steps(happen)
        put(build, *version(2, 3))
        return 0

    put(build, *version(1, 3))
    return status_of(fork(run))


def count_steps(build: Path) -> int:
    """How many changes to the disk such a run makes."""
    with (build.parent / "steps").open("wb", buffering=0) as steps:
        assert replace(build, lambda number, name: steps.write(b".")) == 0
    return os.stat(steps.name).st_size


@pytest.mark.usefixtures("unsynced")
def test_killed_run_leaves_one_whole_version(tmp_path: Path, way: str) -> None:
    rng = random.Random(7)
    start = time.perf_counter()
    put(tmp_path, *version(0))
    one = time.perf_counter() - start
    last = 0

    def run() -> int:
        for number in range(last + 1, last + 1000):
            put(tmp_path, *version(number))
        return 0

    for kills in range(400):
        if kills >= 40 and last:
            break
        child = fork(run)
        time.sleep(rng.uniform(0, (2 + kills / 20) * one))  # longer and longer: a busy machine may be slow
        os.kill(child, signal.SIGKILL)
        assert status_of(child) == -signal.SIGKILL
        if way == "exchange":
            assert_whole(tmp_path / "p")
        with publishing(tmp_path):
            now = int(assert_whole(tmp_path / "p"))
            assert_no_leftovers(tmp_path)
        assert now >= last
        last = now
    assert last > 0


@pytest.mark.usefixtures("unsynced")
def test_run_killed_at_any_step_leaves_one_whole_version(tmp_path: Path, way: str) -> None:
    build = tmp_path / "build"
    notes = build / "p" / "sub" / "notes.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("mine")
    own = frozenset({"sub/notes.txt"})

    def kill(at: int, number: int, name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    seen = []
    for at in range(1, count_steps(build) + 1):
        assert replace(build, partial(kill, at)) == -signal.SIGKILL
        if way == "exchange":
            assert_whole(build / "p", own)
        with publishing(build):
            seen.append(assert_whole(build / "p", own))
            assert_no_leftovers(build)
    assert len(seen) > 40
    assert seen == sorted(seen)  # one step makes the difference
    assert set(seen) == {b"1", b"2"}


def test_folder_that_the_user_made_again_after_a_kill_is_joined(tmp_path: Path) -> None:
    put(tmp_path, *version(1, 3))
    os.rename(tmp_path / "p", tmp_path / ".previous-p")  # killed between the two renames
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "notes.txt").write_text("mine")
    with publishing(tmp_path):
        assert assert_whole(tmp_path / "p", frozenset({"notes.txt"})) == b"1"
        assert_no_leftovers(tmp_path)


# Disks that fail


def failing(error: OSError) -> Callable[..., None]:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.usefixtures("unsynced")
def test_disk_full_at_any_step_leaves_one_whole_version(tmp_path: Path, way: str, lasting: bool) -> None:
    build = tmp_path / "build"
    shrinking = ("close", "unlink", "rmdir", "chmod")

    def fill(at: int, number: int, name: str) -> None:
        if (number == at or (lasting and number > at)) and name not in shrinking:
            raise OSError(errno.ENOSPC, "No space left on device")

    statuses = []
    for at in range(1, count_steps(build) + 1):
        statuses.append(replace(build, partial(fill, at)))
        if not (way == "renames" and lasting):  # where a first rename cannot be undone either
            assert_whole(build / "p")
        with publishing(build):
            assert assert_whole(build / "p") in ((b"2",) if statuses[-1] == 0 else (b"1", b"2"))
            assert_no_leftovers(build)
    assert set(statuses) == {0, 2}
    assert statuses.count(2) > 15


def test_full_disk_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, html("en", "old"))
    with publishing(tmp_path) as root:
        monkeypatch.setattr(os, "write", failing(OSError(errno.ENOSPC, "No space left on device")))
        with pytest.raises(ToolkitError) as caught:
            publish(root, "p", [html("en", "new")], {}, {})
    assert str(caught.value) == f"cannot write {tmp_path / 'p'}: the disk is full"
    assert caught.value.hint == f"free some space and run again; what stands in {tmp_path / 'p'} is whole"
    assert (tmp_path / "p" / "p.en.html").read_text() == "old"
    assert_no_leftovers(tmp_path)


def test_limit_on_file_size_is_reported(tmp_path: Path) -> None:
    put(tmp_path, *version(1, 3))

    def run() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        put(tmp_path, *version(2, 3))
        return 0

    assert status_of(fork(run)) == 2
    assert assert_whole(tmp_path / "p") == b"1"
    assert_no_leftovers(tmp_path)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EACCES, "it is write-protected or in use"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_folder_that_cannot_be_made_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    monkeypatch.setattr(os, "mkdir", failing(OSError(code, os.strerror(code))))
    with pytest.raises(ToolkitError) as caught:
        put(tmp_path, html("en"))
    assert str(caught.value) == f"cannot write {tmp_path / 'p'}: {reason}"


def test_file_where_a_folder_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    for build in (tmp_path / "build", tmp_path / "build" / "deeper"):
        with pytest.raises(ToolkitError, match=f"{build}: a file stands where a folder should be"):
            put(build, html("en"))
    (tmp_path / "p").write_text("a file")
    with pytest.raises(ToolkitError, match="p: it is not a folder"):
        put(tmp_path, html("en"))
    assert (tmp_path / "p").read_text() == "a file"


@pytest.mark.parametrize("name", ["p", ".staging"])
def test_link_out_of_the_build_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").write_text("mine")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / name).symlink_to(tmp_path / "outside")
    with pytest.raises(ToolkitError, match="it is a link to another place"):
        put(tmp_path / "build", html("en"))
    assert contents(tmp_path / "outside") == {"file": b"mine"}


def test_build_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "build").symlink_to(tmp_path / "disk")
    assert put(tmp_path / "build", html("en")).folder == tmp_path / "disk" / "p"


# Two runs at once


def test_second_run_waits_and_then_says_why_not(tmp_path: Path) -> None:
    said: list[str] = []
    with (
        publishing(tmp_path),
        pytest.raises(ToolkitError) as caught,
        publishing(tmp_path, said.append, patience=0.2),
    ):
        pass
    holder = f"another run (process {os.getpid()})"
    assert said == [f"waiting for {holder} that is writing {tmp_path}"]
    assert str(caught.value) == f"cannot write {tmp_path}: {holder} is writing there"
    with publishing(tmp_path, said.append, patience=0):
        assert len(said) == 1


def test_second_run_goes_on_when_the_first_has_finished(tmp_path: Path) -> None:
    said: list[str] = []
    inside = threading.Event()

    def first() -> None:
        with publishing(tmp_path) as root:
            inside.set()
            time.sleep(0.2)
            publish(root, "p", version(1, 3), {}, {})

    other = threading.Thread(target=first)
    other.start()
    inside.wait()
    with publishing(tmp_path, said.append) as root:
        assert assert_whole(tmp_path / "p") == b"1"
        publish(root, "p", version(2, 3), {}, {})
    other.join()
    assert assert_whole(tmp_path / "p") == b"2"
    assert len(said) == 1


# Names


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a/b", "a\\b", "a\0", "a:b", "a?", "a\n", "con", "NUL.txt", "com1.en.docx", "Lpt¹"],
)
def test_name_that_some_system_refuses_is_a_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a file name everywhere"):
        put(tmp_path, Output(name, b"", "1", "en", "html"))


@pytest.mark.parametrize("name", ["aux .x", "a.", "a ", "e\u0301.html", "x" * 256, "é" * 128])
def test_name_that_some_disk_changes_is_a_bug(name: str) -> None:
    with pytest.raises(ValueError, match="not a file name everywhere"):
        check_name(name)


@pytest.mark.parametrize("name", ["manifest.json", "Manifest.JSON"])
def test_output_with_the_name_of_the_manifest_is_a_bug(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="two outputs have the name"):
        put(tmp_path, Output(name, b"", "1", "en", "html"))


@pytest.mark.parametrize("name", ["a", "é.html", "null", "com10", "console.en.html", "x" * 255, ".htaccess"])
def test_other_names_are_accepted(name: str) -> None:
    check_name(name)


def test_outputs_that_are_one_file_on_some_system_are_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two outputs"):
        put(tmp_path, html("en"), html("EN"))


@pytest.mark.parametrize(("paper", "facts"), [("../p", {}), (".staging", {}), ("p", {"files": {}})])
def test_paper_and_facts_that_would_hide_others_are_a_bug(
    tmp_path: Path, paper: str, facts: Mapping[str, object]
) -> None:
    with publishing(tmp_path) as root, pytest.raises(ValueError, match="not a"):
        publish(root, paper, [html("en")], facts, {})
