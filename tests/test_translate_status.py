"""`position translate status` and `check`: each state of a text counted by hand, in each form of output."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import etree, html
from programs import WEB, module, tool

from toolkit.catalogue import Message
from toolkit.cli import main
from toolkit.diagnostics import Place, Span
from toolkit.languages import PROTOCOL_ORDER
from toolkit.position import Text
from toolkit.resources import Workspace
from toolkit.translating import status_page
from toolkit.translating.states import PARTS, Counts, status
from toolkit.translation import state_of

DEFINITION = """\
kind: position-paper
title: "Fair *rules* & <more>"
language: en
date: 2025-03-01
drafted_by: [us]
summary: |
  One two three[^aside].

  - four five
key_points:
  - id: first
    point: Six
    heading: Seven – eight
    argument: Nine ten.
footnotes:
  aside: Eleven twelve thirteen.
"""

# By key: the words of the original, counted by hand, and the part of the paper.
TEXTS = {
    "title": ("Fair *rules* & <more>", 3, "front"),
    "summary/1": ("One two three[^aside].", 3, "summary"),
    "summary/2": ("four five", 2, "summary"),
    "key_points/first/point": ("Six", 1, "key_points"),
    "key_points/first/heading": ("Seven – eight", 2, "key_points"),
    "key_points/first/argument/1": ("Nine ten.", 2, "key_points"),
    "footnotes/aside": ("Eleven twelve thirteen.", 3, "notes"),
}


def message(key: str, before: str = "", source: str = "", translation: str | None = None) -> str:
    original, _, _ = TEXTS[key]
    mark = "[^aside]" if "[^aside]" in original else ""
    stars, end = (" *autre*" if "*" in original else ""), ("." if original.endswith(".") else "")
    words = f"Mot{stars}{mark}{end}" if translation is None else translation
    return f'{before}msgctxt "{key}"\nmsgid "{source or original}"\nmsgstr "{words}"\n'


def catalogue(tag: str, changes: dict[str, str] | None = None, revised: str = "2025-04-05 10:00+0200") -> str:
    """A catalogue, complete but for `changes`; an empty one leaves the message out."""
    header = f'msgid ""\nmsgstr ""\n"Language: {tag}\\n"\n'
    header += f'"PO-Revision-Date: {revised}\\n"\n' if revised else ""
    messages = [message(key) if key not in (changes or {}) else (changes or {})[key] for key in TEXTS]
    return "\n".join([header, *[one for one in messages if one]])


CATALOGUES = {
    "de": catalogue("de"),
    "fr": catalogue("fr", {"summary/1": message("summary/1", "#, fuzzy\n")}),
    "pl": catalogue(
        "pl",
        {
            "key_points/first/point": message("key_points/first/point", source="Sixth"),
            "footnotes/aside": message("footnotes/aside", '#, fuzzy\n#| msgid "Twelve thirteen."\n'),
        },
    ),
    "bg": catalogue("bg", {"title": "", "summary/2": message("summary/2", translation="")}, "YEAR-MO-DA HO:MI+ZONE"),
    "it": catalogue("it").replace('msgctxt "title"', "msgctxt title"),
}
EXPECTED = {
    "de": Counts(complete=7),
    "fr": Counts(complete=6, fuzzy=1, words=3),
    "pl": Counts(complete=5, stale=2, words=1 + 3),
    "bg": Counts(complete=5, missing=2, words=3 + 2),
}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Languages that are complete, doubtful, outdated and missing in part, and one that cannot be read."""
    monkeypatch.chdir(tmp_path)
    return made(tmp_path)


def made(root: Path) -> Path:
    own = root / "positions" / "fair-rules"
    own.mkdir(parents=True)
    (own / "position.yaml").write_text(DEFINITION, encoding="utf-8")
    (own / "sources.yaml").write_text("[]\n", encoding="utf-8")
    (root / "positions" / "organisations.yaml").write_text("organisations: [{id: us, name: Us}]\n", encoding="utf-8")
    for tag, text in CATALOGUES.items():
        path = po(root, tag)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_748_779_200, 1_748_779_200))  # 1 June 2025, noon in Greenwich
    return root


def po(root: Path, tag: str) -> Path:
    return root / "locales" / tag / "LC_MESSAGES" / "fair-rules.po"


def run(*arguments: str, command: str = "status") -> Result:
    return CliRunner().invoke(main, ["translate", command, *arguments])


def as_json(*arguments: str) -> dict[str, Any]:
    (found,) = json.loads(run("--format", "json", *arguments).stdout)
    assert isinstance(found, dict)
    return found


# What is counted


@pytest.mark.parametrize(
    ("source", "translation", "flags", "previous", "state"),
    [
        ("Now", "Jetzt", (), "", "complete"),
        ("Now", "", (), "", "missing"),
        ("Now", "", ("fuzzy",), "Then", "missing"),
        ("Now", "Jetzt", ("fuzzy",), "", "fuzzy"),
        ("Now", "Jetzt", ("fuzzy",), "Now", "fuzzy"),
        ("Now", "Jetzt", ("fuzzy",), "Then", "stale"),
        ("Then", "Damals", (), "", "stale"),
        ("Then", "Damals", ("fuzzy",), "", "stale"),
        ("Then", "Damals", ("fuzzy",), "Now", "stale"),
        ("Now", "Jetzt", (), "Then", "complete"),
    ],
)
def test_state_of_a_text(source: str, translation: str, flags: tuple[str, ...], previous: str, state: str) -> None:
    place = Place("de.po", ((0, 1, 1),))
    found = Message("title", source, translation, place, Span("de.po"), flags, previous=previous)
    assert state_of(found, Text("title", "Now", place)) == state
    assert state_of(None, Text("title", "Now", place)) == "missing"


def test_counts_are_those_made_by_hand(workspace: Path) -> None:
    found = status(Workspace(workspace), "fair-rules")
    assert {one.language: one.whole for one in found.translations if one.state != "unreadable"} == EXPECTED
    assert (found.texts, found.words) == (len(TEXTS), sum(words for _, words, _ in TEXTS.values()))
    parts = {name: [words for _, words, part in TEXTS.values() if part == name] for name in PARTS}
    counted = {part.name: (part.texts, part.words) for part in found.parts}
    assert counted == {name: (len(words), sum(words)) for name, words in parts.items() if words}
    for one in found.translations:
        for field in Counts.__match_args__:
            assert sum(getattr(part, field) for part in one.parts) == getattr(one.whole, field)


def test_parts_know_their_own_texts(workspace: Path) -> None:
    (polish,) = status(Workspace(workspace), "fair-rules", ["pl"]).translations
    stale = dict(zip(("front", "summary", "key_points", "notes"), [part.stale for part in polish.parts], strict=True))
    assert stale == {"front": 0, "summary": 0, "key_points": 1, "notes": 1}


def test_languages_stand_in_the_order_of_the_institutions(workspace: Path) -> None:
    tags = [one["language"] for one in as_json()["translations"]]
    assert tags == [tag for tag in PROTOCOL_ORDER if tag in CATALOGUES]


def test_a_language_that_is_asked_for_is_shown_whatever_there_is_of_it(workspace: Path) -> None:
    found = {one["language"]: one for one in as_json("-l", "en", "-l", "sv", "-l", "de")["translations"]}
    assert {tag: one["state"] for tag, one in found.items()} == {"en": "original", "sv": "absent", "de": "complete"}
    assert (found["sv"]["missing"], found["sv"]["words_left"], found["sv"]["last_change"]) == (7, 16, None)


def test_last_change_is_that_of_the_header_or_of_the_file(workspace: Path) -> None:
    found = {one["language"]: one for one in as_json()["translations"]}
    assert (found["de"]["last_change"], found["de"]["last_change_from"]) == ("2025-04-05", "header")
    assert (found["bg"]["last_change"], found["bg"]["last_change_from"]) == ("2025-06-01", "file")


# Text and JSON


def test_table_is_as_shown(workspace: Path) -> None:
    done = run(*[f"-l{tag}" for tag in ("de", "fr", "pl", "bg", "it", "sv", "en")])
    assert done.stdout == (
        "fair-rules: 7 texts, 16 words, written in English\n"
        "\n"
        "                 complete          doubtful  outdated  missing  words left  last change\n"
        "  bg  български  5 of 7                                      2           5  2025-06-01\n"
        "                 front 0 of 1, summary 1 of 2\n"
        "  de  Deutsch    complete                                                   2025-04-05\n"
        "  en  English    the original\n"
        "  fr  français   6 of 7                   1                              3  2025-04-05\n"
        "                 summary 1 of 2\n"
        "  it  italiano   cannot be read\n"
        "  pl  polski     5 of 7                             2                    4  2025-04-05\n"
        "                 key points 2 of 3, notes 0 of 1\n"
        "  sv  svenska    no catalogue                                7          16\n"
        "  total          1 of 6 languages         1         2        9          28\n"
    )
    assert "locales/it/LC_MESSAGES/fair-rules.po:6:1: error[po-syntax]" in done.stderr
    assert done.exit_code == 1


def test_exit_code_says_only_what_cannot_be_read(workspace: Path) -> None:
    assert run("-l", "bg", "-l", "sv").exit_code == 0
    assert run("-l", "it").exit_code == 1
    assert run("-l", "xx").exit_code == 2
    assert run("other").exit_code == 2


def test_json_has_its_keys(workspace: Path) -> None:
    found = as_json()
    assert list(found) == [
        *("position", "readable", "title", "language", "texts", "words"),
        *("parts", "translations", "total", "diagnostics"),
    ]
    assert found["title"] == "Fair rules & <more>"
    counts = ["complete", "fuzzy", "stale", "missing", "words_left"]
    keys = ["language", "name", "file", "state", *counts, "last_change", "last_change_from", "parts", "diagnostics"]
    for one in found["translations"]:
        assert list(one) == keys
        assert all(list(part) == ["part", *counts] for part in one["parts"])
    assert found["total"] == dict(
        zip(["languages", "complete_languages", *counts], [5, 1, 23, 1, 2, 2, 12], strict=True)
    )
    italian = next(one for one in found["translations"] if one["language"] == "it")
    assert [italian[key] for key in counts] == [None] * 5
    assert italian["diagnostics"][0]["code"] == "po-syntax"


def test_json_is_whole_whatever_its_length(workspace: Path) -> None:
    path = workspace / "positions" / "fair-rules" / "position.yaml"
    path.write_text(DEFINITION.replace("Fair *rules*", "Fair rules " * 300), encoding="utf-8")
    assert len(as_json()["title"]) > 3000


def test_definition_that_cannot_be_read_is_said(workspace: Path) -> None:
    (workspace / "positions" / "fair-rules" / "position.yaml").write_text("kind: [\n", encoding="utf-8")
    done = run()
    assert (done.stdout, done.exit_code) == ("fair-rules: cannot be read\n", 1)
    assert "error[yaml-syntax]" in done.stderr
    assert "The definition cannot be read" in run("--format", "html").stdout


def test_position_without_a_catalogue_tells_how_to_begin(workspace: Path) -> None:
    shutil.rmtree(workspace / "locales")
    done = run()
    assert "position translate update fair-rules -l fr" in done.stdout
    assert done.exit_code == 0
    assert "There is no translation yet" in run("--format", "html").stdout


# The page


def page_of(*arguments: str) -> Any:
    return html.document_fromstring(run("--format", "html", *arguments).stdout_bytes)


def test_page_shows_the_counts_of_every_language_and_part(workspace: Path) -> None:
    found = page_of()
    assert [head.get("scope") for head in found.iter("th")] == ["col"] * 8 + ["row"] * 5
    heads = [" ".join(head.text_content().split()) for head in found.xpath("//thead//th")]
    assert heads[1:4] == ["Whole paper 7 texts", "Title and file 1 text", "Summary 2 texts"]
    assert heads[-2:] == ["Words to translate of 16", "Last change"]
    rows = {
        row.find("th/span").get("lang"): [" ".join(cell.text_content().split()) for cell in row.findall("td")]
        for row in found.xpath("//tbody/tr")
    }
    assert rows["bg"] == [
        *("5 of 7 2 missing", "0 of 1 1 missing", "1 of 2 1 missing"),
        *("3 of 3, complete", "1 of 1, complete", "5", "2025-06-01"),
    ]
    assert rows["de"][0] == "Complete"
    assert rows["fr"][2] == "1 of 2 1 doubtful"
    assert rows["pl"][0] == "5 of 7 2 outdated"
    assert rows["it"][0] == "Cannot be read"
    assert rows["it"][1].startswith("locales/it/LC_MESSAGES/fair-rules.po, line 6: ")
    assert found.xpath("string(//tbody/tr[1]/th/span[1])") == "български"


def test_page_escapes_what_authors_write(workspace: Path) -> None:
    text = run("--format", "html").stdout
    assert "Fair rules &amp; &lt;more&gt;" in text
    assert "<more>" not in text
    path = po(workspace, "it")
    path.write_text('msgid ""\nmsgstr ""\n\n<script>\x07', encoding="utf-8")
    text = run("--format", "html").stdout
    assert "&lt;script&gt;\ufffd" in text
    assert "<script" not in text


def test_page_stands_alone(workspace: Path) -> None:
    found = page_of()
    policy = found.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not found.xpath("//script|//link|//img|//iframe|//@style|//@src")
    assert {link[0] for link in found.xpath("//a/@href")} == {"#"}


def test_page_is_the_same_for_the_same_state(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = status_page.page([status(Workspace(workspace), "fair-rules")])
    again = status_page.page([status(Workspace(made(tmp_path_factory.mktemp("again"))), "fair-rules")])
    assert first == again
    assert run("--format", "html").stdout_bytes == first


@pytest.mark.parametrize(
    ("counts", "lengths"),
    [
        (Counts(complete=3), [("complete", 0, 1000)]),
        (Counts(complete=1, fuzzy=1, missing=1), [("complete", 0, 333), ("fuzzy", 333, 333), ("missing", 666, 334)]),
        (Counts(), []),
    ],
)
def test_bar_fills_its_whole_length(counts: Counts, lengths: list[tuple[str, int, int]]) -> None:
    assert [(piece.state, piece.start, piece.length) for piece in status_page.bar(counts)] == lengths


# Where it is written


def test_page_is_written_and_renewed(workspace: Path) -> None:
    path = workspace / "status.html"
    assert run("--format", "html", "-o", str(path)).stdout == ""
    first = path.read_bytes()
    assert status_page.is_page(first)
    po(workspace, "fr").write_text(catalogue("fr"), encoding="utf-8")
    assert run("--format", "html", "-o", str(path)).exit_code == 1  # the Italian catalogue
    assert path.read_bytes() != first
    assert sorted(one.name for one in workspace.iterdir()) == ["locales", "positions", "status.html"]


@pytest.mark.parametrize("place", ["notes.html", "locales/fr/status.html", "positions/status.html", "."])
def test_nothing_else_is_written_over(workspace: Path, place: str) -> None:
    (workspace / "notes.html").write_text("<!DOCTYPE html>\n<title>My own</title>\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert run("--format", "html", "-o", str(workspace / place)).exit_code == 2
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", ["text", "json"])
def test_other_forms_are_written_to_a_new_file(workspace: Path, form: str) -> None:
    path = workspace / "status"
    printed = run("--format", form, "-l", "bg").stdout
    assert run("--format", form, "-l", "bg", "-o", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8") == printed
    assert run("--format", form, "-o", str(path)).exit_code == 2


# Check


def test_check_sums_up_each_language(workspace: Path) -> None:
    done = run(command="check")
    lines = ["bg: 2 errors", "de: all well", "fr: 1 error", "it: 1 error", "pl: 2 errors"]
    assert done.stdout.splitlines() == lines
    assert set(re.findall(r"^([^:\s]+):\d+:", done.stderr, re.MULTILINE)) == {
        f"locales/{tag}/LC_MESSAGES/fair-rules.po" for tag in ("bg", "fr", "it", "pl")
    }
    assert done.exit_code == 1
    done = run("-l", "de", command="check")
    assert (done.stdout, done.stderr, done.exit_code) == ("de: all well\n", "", 0)


def test_check_finds_what_the_whole_check_finds_in_locales(workspace: Path) -> None:
    whole = json.loads(CliRunner().invoke(main, ["check", "--format", "json"]).stdout)
    own = json.loads(run("--format", "json", command="check").stdout)
    assert own == [found for found in whole if found["file"].startswith("locales/")]
    assert own


def test_check_counts_warnings_as_such(workspace: Path) -> None:
    with po(workspace, "de").open("a", encoding="utf-8") as stream:
        stream.write('\nmsgctxt "gone"\nmsgid "Gone"\nmsgstr "Weg"\n')
    done = run("-l", "de", command="check")
    assert (done.stdout, done.exit_code) == ("de: 1 warning\n", 0)
    assert run("-l", "de", "--strict", command="check").exit_code == 3


def test_check_leaves_the_draft_to_the_drafters(workspace: Path) -> None:
    path = workspace / "positions" / "fair-rules" / "position.yaml"
    path.write_text(DEFINITION.replace("drafted_by: [us]", "drafted_by: [them]"), encoding="utf-8")
    done = run("-l", "de", command="check")
    remark = "fair-rules: 1 error outside the translations; see: position check fair-rules"
    assert done.stdout.splitlines() == [remark, "de: all well"]
    assert done.exit_code == 0


def test_check_says_that_it_could_not_look(workspace: Path) -> None:
    (workspace / "positions" / "fair-rules" / "position.yaml").write_text("kind: [\n", encoding="utf-8")
    done = run(command="check")
    assert done.stdout == "fair-rules: the definition cannot be read; its translations were not checked\n"
    assert "error[yaml-syntax]" in done.stderr
    assert done.exit_code == 1


def test_check_of_a_language_without_a_catalogue(workspace: Path) -> None:
    done = run("-l", "sv", command="check")
    assert (done.stdout, done.exit_code) == ("sv: 1 error\n", 1)
    assert "error[missing-catalogue]" in done.stderr
    shutil.rmtree(workspace / "locales")
    done = run(command="check")
    assert "position translate update fair-rules -l fr" in done.stdout
    assert done.exit_code == 0


# Programs that are not ours


def output(command: Sequence[str | Path]) -> str:
    """What a program prints that ends with 0, or with 1 where it has found something."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def pages(workspace: Path) -> list[Path]:
    """A page of one position in all states, of two and one that cannot be read, and of none that is translated."""
    found = [workspace / f"{name}.html" for name in ("one", "several", "untranslated")]
    run("--format", "html", "-o", str(found[0]), "-l", "en", *[f"-l{tag}" for tag in (*CATALOGUES, "sv", "el")])
    for name, text in (("other", DEFINITION.replace("language: en", "language: fr")), ("broken", "kind: [\n")):
        (workspace / "positions" / name).mkdir()
        (workspace / "positions" / name / "position.yaml").write_text(text, encoding="utf-8")
    run("--format", "html", "-o", str(found[1]))
    run("other", "--format", "html", "-o", str(found[2]))
    return found


def test_pages_are_valid(pages: list[Path]) -> None:
    """By the checker of the W3C, warnings included."""
    checker = module("vnu-jar/build/dist/vnu.jar")
    options = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]
    command = [tool("java"), *options, "-jar", checker, "--Werror", "--stdout", "--format", "json"]
    assert json.loads(output([*command, *pages]))["messages"] == []


def test_pages_are_accessible(pages: list[Path]) -> None:
    """WCAG 2.2 AA by axe in Chromium, on a phone and a desktop, light and dark: nothing found, nothing left open."""
    module("axe-core/axe.min.js")
    module("playwright-core/package.json")
    browser = os.environ.get("CHROMIUM") or tool("chromium", "chromium-browser", "google-chrome")
    results = json.loads(output(["env", f"CHROMIUM={browser}", tool("node"), WEB / "axe.mjs", *pages]))
    assert len(results) == 4 * len(pages)
    for result in results:
        assert {key: result[key] for key in ("violations", "incomplete", "console", "overflow")} == {
            "violations": [],
            "incomplete": [],
            "console": [],
            "overflow": 0,
        }, result["file"]


def test_page_is_well_formed_beyond_html(pages: list[Path]) -> None:
    """Every id that is referred to is there, once."""
    for path in pages:
        tree: Any = etree.parse(str(path), etree.HTMLParser())
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {*tree.xpath("//@aria-labelledby"), *[link[1:] for link in tree.xpath("//a/@href")]} <= set(ids)
