"""`position languages`: what it counts and lists, against the files themselves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
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
    return [key for key, flagged in messages(tag).items() if flagged] if tag != "en" else []


def unconfirmed_forms(tag: str) -> list[str]:
    """The keys that conventions.yaml itself calls unconfirmed."""
    read = yaml.safe_load((ROOT / "locales" / tag / "conventions.yaml").read_text(encoding="utf-8"))
    return list(read.get("unconfirmed", ()))


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


def listed(output: str) -> dict[str, list[str]]:
    """The lines of a list by language, each without the language."""
    found: dict[str, list[str]] = {}
    for line in output.splitlines():
        tag, words = line.split("  ", 1)
        found.setdefault(tag, []).append(words)
    return found


def expected(tag: str) -> tuple[list[str], list[str]]:
    return sorted(unconfirmed(tag)), sorted(unconfirmed_forms(tag))


def keys(lines: list[str]) -> tuple[list[str], list[str]]:
    """The keys of words ("ibid: Tamtéž  (Ibid.)") and those of conventions ("conventions: provisions.new")."""
    parted = [line.split(": ", 1) for line in lines]
    words = sorted(key for key, _ in parted if key != "conventions")
    return words, sorted(form for key, form in parted if key == "conventions")


def test_unconfirmed_lists_the_flagged_words_of_a_language() -> None:
    found = listed(printed("--unconfirmed", "-l", "cs"))
    assert list(found) == ["cs"]
    assert keys(found["cs"]) == expected("cs")


def test_unconfirmed_lists_the_flagged_words_of_all() -> None:
    found = listed(printed("--unconfirmed"))
    for tag in TAGS:
        assert keys(found.get(tag, [])) == expected(tag), tag


def test_a_listed_word_is_shown_with_its_english() -> None:
    lines = printed("--unconfirmed", "-l", "cs").splitlines()
    assert "cs  drafted-by: Vypracování  (Drafted by)" in lines


def test_table_counts_what_the_files_have() -> None:
    """One row a language: tag, name, fixed words, unconfirmed ones, terms."""
    heading, *rows = printed().splitlines()
    assert re.split(r" {2,}", heading.strip())[:4] == ["language", "fixed words", "unconfirmed", "terms"]
    shown = {}
    for line in rows:
        tag, _, words, number, count, *_ = re.split(r" {2,}", line)
        shown[tag] = (words, int(number), int(count))
    assert set(shown) == set(TAGS)
    for tag, row in shown.items():
        assert row == ("complete", len(unconfirmed(tag)) + len(unconfirmed_forms(tag)), terms(tag)), tag


def test_json_counts_the_same() -> None:
    rows = {row["language"]: row for row in json.loads(printed("--format", "json"))}
    assert set(rows) == set(TAGS)
    for tag in OTHERS:
        assert sorted(rows[tag]["unconfirmed"]) == sorted(unconfirmed(tag))
        assert sorted(rows[tag]["unconfirmed_conventions"]) == sorted(unconfirmed_forms(tag))
        assert rows[tag]["fixed_words"] == rows[tag]["of"] == len(messages(tag))
    assert rows["en"]["unconfirmed"] == []
