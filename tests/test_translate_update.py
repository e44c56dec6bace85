"""Catalogues are brought up to the draft: what is kept, what is said of a text, and what a killed run leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import folders
from toolkit.cli import main
from toolkit.diagnostics import ToolkitError
from toolkit.po import Entry, changed, new_entry, with_entries
from toolkit.readers.catalogues import parse_catalogue
from toolkit.readers.po_files import parse_po
from toolkit.resources import Workspace
from toolkit.translating.letters import receive, write_letter
from toolkit.translating.updating import update

BASE = Path(__file__).parent / "cases" / "_base"
CATALOGUE = "locales/fr/LC_MESSAGES/paper.po"
DEFINITION = "positions/paper/position.yaml"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return Workspace(tmp_path)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert text.count(old) == 1, (old, text)
    path.write_bytes(text.replace(old, new).encode())


def entry(workspace: Workspace, key: str, name: str = CATALOGUE) -> Entry:
    file, diagnostics = parse_po((workspace.root / name).read_bytes().decode(), name)
    assert file, diagnostics
    return next(one for one in file.entries if one.key == key)


def updated(workspace: Workspace, tag: str = "fr") -> list[tuple[str, str]]:
    """What became of each text that is not as it was."""
    [done], diagnostics = update(workspace, "paper", [tag])
    assert not diagnostics
    assert not done.diagnostics
    return [(change.kind, change.key) for change in done.changes if change.kind != "kept"]


# What is said of a text


def test_a_message_says_where_it_is_printed(workspace: Workspace) -> None:
    first = "  Repair must be **affordable**[^terms].\n"
    second = "  It must also be near, and quick, wherever a person may live today.\n"
    replace(workspace.root / DEFINITION, first, f"{first}\n{second}")
    updated(workspace)
    found = entry(workspace, "summary/1")
    assert found.extracted == (
        "summary, text 1",
        "before: It must also be near, and quick, wherever …",
        "[^terms] is the mark of a note: Repair makes a product work again.",
    )
    assert found.lines["#:"] == ("#: positions/paper/position.yaml:7",)
    assert found.flags == ("md-text", r'placeholders:r"\[\^[^\]]+\]|\[@[^\]]+\]|\{n\}"')
    assert entry(workspace, "summary/2").extracted == ("summary, text 2", "after: Repair must be affordable.")
    assert entry(workspace, "title").extracted == ("title of the paper", "at most 110 characters")
    assert entry(workspace, "title").flags == ("max-length:110",)
    argument = entry(workspace, "key_points/parts/argument/1")
    assert argument.extracted[0] == "key point 1, argument, text 1"
    assert argument.extracted[1].startswith("[@smith2024] cites ")
    manuals = entry(workspace, "key_points/manuals/argument/1")
    assert manuals.extracted[1] == "(#parts) refers to key point 1: No repair without parts"


def test_a_new_language_begins_with_every_text(workspace: Workspace) -> None:
    name = "locales/sl/LC_MESSAGES/paper.po"
    assert {kind for kind, _ in updated(workspace, "sl")} == {"new"}
    text = (workspace.root / name).read_text(encoding="utf-8")
    assert '"Language: sl\\n"' in text
    assert '"X-Source-Language: en\\n"' in text
    assert "nplurals=4" in text  # the forms that Slovenian counts with
    assert entry(workspace, "title", name).translation == ""
    assert len(parse_po(text, name)[0].entries) == 9  # type: ignore[union-attr]


# What is kept


def test_comments_headers_line_ends_and_marks_are_kept(workspace: Workspace) -> None:
    path = workspace.root / CATALOGUE
    text = path.read_text(encoding="utf-8")
    text = text.replace('msgctxt "title"', '# A remark of mine.\n# Another.\n#, my-flag, no-wrap\nmsgctxt "title"')
    text = text.replace('"Language: fr\\n"', '"Language: fr\\n"\n"X-Generator: Some editor 3.1\\n"')
    text += "\n# A closing comment.\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    replace(workspace.root / DEFINITION, "Repair must be **affordable**", "Repair must be **cheap**")
    assert updated(workspace) == [("changed", "summary/1")]
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.endswith(b"# A closing comment.\r\n")
    assert b"X-Generator: Some editor 3.1" in data
    title = entry(workspace, "title")
    assert title.remarks == ("A remark of mine.", "Another.")
    assert title.flags == ("my-flag", "no-wrap", "max-length:110")
    summary = entry(workspace, "summary/1")
    assert summary.fuzzy
    assert summary.previous == "Repair must be **affordable**[^terms]."
    assert summary.translation == "La réparation doit être **abordable**[^terms]."


def test_text_that_was_wrapped_otherwise_is_left_so(workspace: Workspace) -> None:
    path = workspace.root / CATALOGUE
    wrapped = 'msgid ""\n"Goods that "\n"can be repaired"\nmsgstr ""\n"Des "\n"biens réparables"\n'
    replace(path, 'msgid "Goods that can be repaired"\nmsgstr "Des biens réparables"\n', wrapped)
    updated(workspace)
    assert wrapped in path.read_text(encoding="utf-8")


def test_a_second_change_keeps_the_text_that_was_translated(workspace: Workspace) -> None:
    for old, new in (("that can be", "that must be"), ("that must be", "that shall be")):
        replace(workspace.root / DEFINITION, f"Goods {old} repaired", f"Goods {new} repaired")
        assert updated(workspace) == [("changed", "title")]
    title = entry(workspace, "title")
    assert (title.source, title.previous) == ("Goods that shall be repaired", "Goods that can be repaired")
    replace(workspace.root / DEFINITION, "that shall be repaired", "that can be repaired")
    assert updated(workspace) == [("returned", "title")]
    assert not entry(workspace, "title").fuzzy
    assert entry(workspace, "title").previous == ""


def test_a_doubt_of_the_translator_outlives_a_change_and_its_return(workspace: Workspace) -> None:
    replace(workspace.root / CATALOGUE, 'msgctxt "title"', '#, fuzzy\nmsgctxt "title"')
    replace(workspace.root / DEFINITION, "that can be", "that must be")
    updated(workspace)
    replace(workspace.root / DEFINITION, "that must be", "that can be")
    updated(workspace)
    assert entry(workspace, "title").flags == ("fuzzy", "max-length:110")


def test_a_translation_that_was_half_mended_stays_doubtful_when_the_draft_goes_back(workspace: Workspace) -> None:
    replace(workspace.root / DEFINITION, "that can be", "that must be")
    updated(workspace)
    replace(workspace.root / CATALOGUE, "Des biens réparables", "Des biens qui doivent être réparables")
    replace(workspace.root / DEFINITION, "that must be", "that can be")
    updated(workspace)
    assert entry(workspace, "title").flags == ("fuzzy", "max-length:110")
    assert entry(workspace, "title").translation == "Des biens qui doivent être réparables"


@pytest.mark.parametrize("edit", ["split", "join"])
def test_what_was_parted_and_put_together_again_is_right_again(workspace: Workspace, edit: str) -> None:
    """The pieces never stand for the whole, nor the whole for them."""
    whole = "  A first sentence is here. A second one follows it.\n"
    parts = "  A first sentence is here.\n\n  A second one follows it.\n"
    old, new = (whole, parts) if edit == "split" else (parts, whole)
    definition = workspace.root / DEFINITION
    replace(
        definition, "  Repair must be **affordable**[^terms].\n", f"  Repair must be **affordable**[^terms].\n\n{old}"
    )
    updated(workspace)
    path = workspace.root / CATALOGUE
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    own = {"A first sentence is here.": "Voici la première.", "A second one follows it.": "La deuxième la suit."}
    own["A first sentence is here. A second one follows it."] = "Voici la première, que suit la deuxième."
    entries = [changed(one, translation=own.get(one.source, one.translation)) for one in file.entries]
    path.write_bytes(with_entries(file, entries).data())
    before = path.read_bytes()
    replace(definition, old, new)
    updated(workspace)
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    assert all(one.fuzzy for one in file.entries if one.source in new and not one.obsolete and one.source in own)
    replace(definition, new, old)
    updated(workspace)
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    was, _ = parse_po(before.decode(), "fr")
    assert was
    now = {one.key: (one.source, one.translation, one.fuzzy) for one in file.entries if not one.obsolete}
    assert now == {one.key: (one.source, one.translation, one.fuzzy) for one in was.entries}


def test_an_obsolete_text_does_not_take_the_place_of_a_like_one(workspace: Workspace) -> None:
    one = "  Every shop that sells a device shall tell its buyers how long parts for it are sold.\n"
    other = "  Every shop that sells a device shall tell its buyers how long help for it is given.\n"
    definition, path = workspace.root / DEFINITION, workspace.root / CATALOGUE
    first = "  Repair must be **affordable**[^terms].\n"
    replace(definition, first, f"{first}\n{one}\n{other}")
    updated(workspace)
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    own = {"summary/2": "Un", "summary/3": "Deux"}
    entries = [changed(each, translation=own.get(each.key, each.translation)) for each in file.entries]
    path.write_bytes(with_entries(file, entries).data())
    replace(definition, f"{one}\n", "")
    assert ("moved", "summary/2") in updated(workspace)
    replace(definition, "how long help", "how much help")
    assert updated(workspace) == [("changed", "summary/2")]
    assert entry(workspace, "summary/2").translation == "Deux"


def test_a_text_that_returns_twice_is_proposed_at_once(workspace: Workspace) -> None:
    definition, path = workspace.root / DEFINITION, workspace.root / CATALOGUE
    text = "  Repair must be **affordable**[^terms].\n"
    replace(definition, text, "  Another text.\n")
    updated(workspace)
    replace(definition, "  Another text.\n", f"{text}\n{text}")
    updated(workspace)
    before = path.read_bytes()
    assert updated(workspace) == []
    assert path.read_bytes() == before
    assert entry(workspace, "summary/2").translation == "La réparation doit être **abordable**[^terms]."


def test_a_translation_that_was_mended_is_bound_to_the_new_text(workspace: Workspace) -> None:
    """The editor takes the mark away and leaves the old source behind."""
    replace(workspace.root / DEFINITION, "that can be", "that must be")
    updated(workspace)
    path = workspace.root / CATALOGUE
    settled = next(flag for flag in entry(workspace, "title").flags if flag.startswith("settled:"))
    replace(path, f"#, fuzzy, {settled}, max-length:110\n", f"#, {settled}, max-length:110\n")
    updated(workspace)
    assert entry(workspace, "title").previous == ""
    assert entry(workspace, "title").flags == ("max-length:110",)
    replace(workspace.root / DEFINITION, "that must be", "that can be")
    assert updated(workspace) == [("changed", "title")]
    assert entry(workspace, "title").previous == "Goods that must be repaired"


def test_the_order_of_a_sorted_file_stays(workspace: Workspace) -> None:
    path = workspace.root / CATALOGUE
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    path.write_bytes(with_entries(file, sorted(file.entries, key=lambda one: one.key)).data())
    replace(workspace.root / DEFINITION, "  Repair must be", "  A first text.\n\n  Repair must be")
    updated(workspace)
    file, _ = parse_po(path.read_text(encoding="utf-8"), "fr")
    assert file
    assert [one.key for one in file.entries] == sorted(one.key for one in file.entries)


def test_reordered_key_points_reorder_the_file(workspace: Workspace) -> None:
    updated(workspace)
    path = workspace.root / DEFINITION
    text = path.read_text(encoding="utf-8")
    begin, manuals, end = (text.index(part) for part in ("  - id: parts", "  - id: manuals", "footnotes:"))
    path.write_text(text[:begin] + text[manuals:end] + text[begin:manuals] + text[end:], encoding="utf-8")
    assert updated(workspace) == []
    file, _ = parse_po((workspace.root / CATALOGUE).read_text(encoding="utf-8"), "fr")
    assert file
    keys = [one.key for one in file.entries]
    assert keys.index("key_points/manuals/point") < keys.index("key_points/parts/point")


def test_another_paper_s_translation_of_the_same_words_is_proposed(workspace: Workspace) -> None:
    shutil.copytree(workspace.positions / "paper", workspace.positions / "other")
    [done], _ = update(workspace, "other", ["fr"])
    assert done.state == "new"
    found = entry(workspace, "title", "locales/fr/LC_MESSAGES/other.po")
    assert found.translation == "Des biens réparables"
    assert found.fuzzy
    assert found.remarks == ("proposed from paper, title",)
    before = (workspace.root / "locales/fr/LC_MESSAGES/other.po").read_bytes()
    update(workspace, "other", ["fr"])
    assert (workspace.root / "locales/fr/LC_MESSAGES/other.po").read_bytes() == before
    replace(workspace.root / "locales/fr/LC_MESSAGES/other.po", "#, fuzzy, max-length:110\n", "#, max-length:110\n")
    update(workspace, "other", ["fr"])
    assert entry(workspace, "title", "locales/fr/LC_MESSAGES/other.po").remarks == ()


def test_format_flags_of_other_programs_go(workspace: Workspace) -> None:
    """Babel takes "30 % of" for a format of Python, and msgfmt then refuses good text."""
    replace(workspace.root / CATALOGUE, 'msgctxt "title"', '#, python-format, no-c-format, mine\nmsgctxt "title"')
    updated(workspace)
    assert entry(workspace, "title").flags == ("mine", "max-length:110")


def test_two_translations_of_one_obsolete_text_are_kept_in_one_message(workspace: Workspace) -> None:
    """gettext refuses a file in which one text stands twice under one key."""
    path = workspace.root / CATALOGUE
    gone = '\n#~ msgctxt "summary/2"\n#~ msgid "A text that is gone."\n#~ msgstr "{}"\n'
    path.write_text(
        path.read_text(encoding="utf-8") + gone.format("Un texte") + gone.format("Un autre"), encoding="utf-8"
    )
    updated(workspace)
    text = path.read_text(encoding="utf-8")
    assert text.count('#~ msgctxt "summary/2"') == 1
    assert "Un texte" in text
    assert "# another translation: Un autre" in text


def test_nothing_is_changed_for_a_definition_that_cannot_be_read(workspace: Workspace) -> None:
    before = (workspace.root / CATALOGUE).read_bytes()
    replace(workspace.root / DEFINITION, "summary: |", "sumary: |")
    done, diagnostics = update(workspace, "paper", ["fr"])
    assert not done
    assert diagnostics
    assert (workspace.root / CATALOGUE).read_bytes() == before


def test_a_file_that_is_saved_meanwhile_is_not_written_over(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace.root / CATALOGUE
    real = folders.sync

    def save_meanwhile(scratch: Path, access: int = os.O_RDWR) -> None:
        real(scratch, access)
        if scratch.name.endswith(".new"):
            path.write_bytes(path.read_bytes() + b"\n# saved by the translator\n")

    monkeypatch.setattr(folders, "sync", save_meanwhile)
    with pytest.raises(ToolkitError, match="saved by another program"):
        update(workspace, "paper", ["fr"])
    assert path.read_bytes().endswith(b"# saved by the translator\n")
    assert sorted(os.listdir(path.parent)) == ["paper.po"]


def test_the_command_says_what_the_edit_was(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.root)
    CliRunner().invoke(main, ["translate", "update"])
    replace(workspace.root / DEFINITION, "  Repair must be", "  A first text.\n\n  Repair must now be")
    done = CliRunner().invoke(main, ["translate", "update"])
    assert done.exit_code == 0
    assert done.output == (
        "paper\n"
        "  new       summary/1\n"
        "  changed   summary/1 → summary/2: Repair must {+now+} be **affordable**[^terms].\n"
        "  fr  updated: 8 kept, 1 to check, 1 to translate\n"
    )
    done = CliRunner().invoke(main, ["translate", "update"])
    assert done.output == "paper\n  fr  unchanged: 8 kept, 1 to check, 1 to translate\n"


# Whatever stands in a text


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=200
)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT, st.lists(_TEXT, max_size=3))
def test_what_is_written_is_read(source: str, translation: str, remarks: list[str]) -> None:
    made = changed(new_entry("a/1", source, translation), remarks=remarks, previous=translation, flags=["fuzzy"])
    file, diagnostics = parse_po(f'msgid ""\nmsgstr ""\n\n{made.text()}\n', "x")
    assert file, diagnostics
    [found] = file.entries
    assert (found.source, found.translation, found.flags) == (source, translation, ("fuzzy",))
    assert found.previous == translation
    assert changed(found, obsolete=True).text().count("\n#~ msgid") == 1
    catalogue, _ = parse_catalogue(f'msgid ""\nmsgstr ""\n\n{made.text()}\n', "x")
    assert catalogue
    message = catalogue.messages["a/1"]
    assert (message.source, message.translation, message.previous) == (source, translation, translation)


# Killed runs

STEPS = ("open", "write", "fsync", "close", "replace", "chmod", "unlink")


def run_killed(action: Callable[[], object], happen: Callable[[int], object]) -> int:
    """The exit status of a fork that calls `happen` before each of its changes to the disk."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def watched(change: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            happen(count)
            return change(*arguments, **options)

        return step

    for name in STEPS:
        setattr(os, name, watched(getattr(os, name)))
    try:
        action()
    finally:
        os._exit(0)


def kill(at: int, number: int) -> None:
    if number == at:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("what", ["update", "import"])
def test_a_killed_run_leaves_the_old_catalogue_or_the_new_one(workspace: Workspace, what: str) -> None:
    path = workspace.root / CATALOGUE
    if what == "update":
        action: Callable[[], object] = partial(update, workspace, "paper", ["fr"])
    else:
        update(workspace, "paper", ["fr"])
        letter = write_letter(workspace, "paper", "fr", "xliff").data
        reply = letter.replace("Des biens réparables".encode(), "Des produits réparables".encode())
        action = partial(receive, workspace, reply, "reply.xlf", False)
    old = path.read_bytes()
    action()
    new = path.read_bytes()
    assert old != new
    seen = []
    for at in range(1, 100):
        path.write_bytes(old)
        status = run_killed(action, partial(kill, at))
        seen.append(path.read_bytes())
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert set(seen) == {old, new}
    assert seen == sorted(seen, key=lambda data: data == new)  # one step makes the difference
    assert len(seen) > 4
    leftovers = [name for name in os.listdir(path.parent) if name != "paper.po"]
    for name in leftovers:
        assert name.startswith(".paper.po.")
        os.utime(path.parent / name, (0, 0))
    path.write_bytes(old)
    action()
    assert os.listdir(path.parent) == ["paper.po"]  # what killed runs left is gone


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_runs_killed_at_random_leave_whole_catalogues(workspace: Workspace) -> None:
    """A run goes on updating for two drafts in turn; it is killed at any moment."""
    definition, path = workspace.root / DEFINITION, workspace.root / CATALOGUE
    drafts = [definition.read_bytes(), definition.read_bytes().replace(b"that can be", b"that must be")]
    whole = set()
    for draft in (*drafts, *drafts):
        definition.write_bytes(draft)
        update(workspace, "paper", ["fr"])
        whole.add(path.read_bytes())
    chance = random.Random(5)
    for _ in range(40):
        child = os.fork()
        if child == 0:
            for number in range(10_000):
                definition.write_bytes(drafts[number % 2])
                update(workspace, "paper", ["fr"])
            os._exit(0)
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert path.read_bytes() in whole
