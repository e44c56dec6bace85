"""What was read of the toolkit's own locales is kept, and is what is read anew."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from toolkit.languages import Language
from toolkit.languages.snapshot import TAGS
from toolkit.readers import kept
from toolkit.readers.definition import STYLES
from toolkit.readers.glossaries import read_glossary
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace, builtin


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for what is kept."""
    monkeypatch.setattr(kept, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept"


def fields(language: Language | None) -> tuple[object, ...]:
    """Everything in a language; its rule for plural forms by what it says."""
    assert language is not None
    values = [getattr(language, name) for name in Language.__match_args__ if name != "counting"]
    forms = language.counting.forms
    counted = [language.count(key, number) for key in forms for number in range(200)]
    return (*values, dict(forms), counted)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("tag", TAGS)
def test_kept_language_is_the_one_that_was_read(tmp_path: Path, folder: Path, tag: str, style: str) -> None:
    first, _ = read_language(Workspace(tmp_path), tag, style)
    assert [path.name.partition(".")[0] for path in folder.iterdir()] == [f"{tag}-{style}"]
    second, _ = read_language(Workspace(tmp_path), tag, style)
    assert fields(first) == fields(second)


@pytest.mark.parametrize("tag", TAGS)
def test_kept_glossary_is_the_one_that_was_read(tmp_path: Path, tag: str) -> None:
    assert read_glossary(Workspace(tmp_path), tag) == read_glossary(Workspace(tmp_path), tag)


def test_changed_file_is_read_anew(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("one", encoding="utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(kept, "builtin", lambda _: tmp_path)
        kept.Kept("a", [path]).keep({"words": ("one", 1)})
        assert kept.Kept("a", [path]).load() == {"words": ("one", 1)}
        os.utime(path, ns=(1, 1))
        assert kept.Kept("a", [path]).load() is None
        for broken in (b"", b"nonsense", b"(" * 10):
            next(folder.iterdir()).write_bytes(broken)
            assert kept.Kept("a", [path]).load() is None


def test_files_of_a_workspace_are_not_kept(tmp_path: Path, folder: Path) -> None:
    """They are their owner's, and change."""
    own = tmp_path / "locales" / "sv"
    own.mkdir(parents=True)
    for name in ("conventions.yaml", "glossary.yaml"):
        (own / name).write_bytes((builtin("locales") / "sv" / name).read_bytes())
    assert read_language(Workspace(tmp_path), "sv")[0] is not None
    assert read_glossary(Workspace(tmp_path), "sv")[0] is not None
    assert not folder.exists()


def test_nothing_is_kept_where_python_keeps_nothing(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert read_language(Workspace(tmp_path), "sv")[0] is not None
    assert not folder.exists()
