"""`position languages`: what it counts and lists, against the files themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.languages.snapshot import TAGS

ROOT = Path(__file__).parent.parent
OTHERS = [tag for tag in TAGS if tag != "en"]


def messages(tag: str) -> dict[str, bool]:
    """The keys of toolkit.po, and whether each is flagged as unconfirmed: read without the toolkit."""
    text = (ROOT / "locales" / tag / "LC_MESSAGES" / "toolkit.po").read_text(encoding="utf-8")
    found = {}
    for block in re.split(r"\n\s*\n", text):
        key = re.search(r'^msgctxt "([^"]+)"$', block, re.MULTILINE)
        if key:
            flags = re.findall(r"^#,(.*)$", block, re.MULTILINE)
            found[key.group(1)] = any("unconfirmed" in re.split(r"[,\s]+", line) for line in flags)
    return found


def unconfirmed(tag: str) -> list[str]:
    return [key for key, flagged in messages(tag).items() if flagged]


def terms(tag: str) -> int:
    """How many terms the glossary of a language has: one line each that begins with `- term:`."""
    path = ROOT / "locales" / tag / "glossary.yaml"
    return len(re.findall(r"^ *- term:", path.read_text(encoding="utf-8"), re.MULTILINE)) if path.is_file() else 0


@pytest.fixture(autouse=True)
def _in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(main, ["languages", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_flags_are_found() -> None:
    """Czech has both confirmed and unconfirmed words, so that neither list is empty."""
    assert 0 < len(unconfirmed("cs")) < len(messages("cs"))


@pytest.mark.parametrize("tag", OTHERS)
def test_unconfirmed_lists_the_flagged_words(tag: str) -> None:
    listed = printed("--unconfirmed", "-l", tag).splitlines()
    if not unconfirmed(tag):
        assert listed == ["every fixed word is confirmed"]
        return
    assert all(line.startswith(f"{tag}  ") for line in listed)
    keys = [line.split()[1].removesuffix(":") for line in listed]
    assert sorted(keys) == sorted(unconfirmed(tag))


def test_a_listed_word_is_shown_with_its_english() -> None:
    lines = printed("--unconfirmed", "-l", "cs").splitlines()
    assert "cs  drafted-by: Vypracování  (Drafted by)" in lines


def test_table_counts_what_the_files_have() -> None:
    """One row a language: tag, name, fixed words, unconfirmed ones, terms."""
    heading, *rows = printed().splitlines()
    assert re.split(r" {2,}", heading.strip())[:4] == ["language", "fixed words", "unconfirmed", "terms"]
    shown = {}
    for row in rows:
        tag, _, words, number, count, *_ = re.split(r" {2,}", row)
        shown[tag] = (words, int(number), int(count))
    expected = {tag: ("complete", len(unconfirmed(tag)), terms(tag)) for tag in OTHERS}
    assert shown == {**expected, "en": ("complete", 0, terms("en"))}


def test_json_counts_the_same() -> None:
    rows = {row["language"]: row for row in json.loads(printed("--format", "json"))}
    assert set(rows) == set(TAGS)
    for tag in OTHERS:
        assert sorted(rows[tag]["unconfirmed"]) == sorted(unconfirmed(tag))
        assert rows[tag]["fixed_words"] == rows[tag]["of"] == len(messages(tag))
    assert rows["en"]["unconfirmed"] == []
