"""Kinds of document: those of a workspace, what a part takes, which words are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import main
from toolkit.papers import arranging
from toolkit.readers.kinds import PARTS


def test_every_part_is_known_to_the_reader() -> None:
    assert sorted(PARTS) == sorted(arranging.PARTS)


@pytest.mark.parametrize("kind", ["position-paper", "briefing"])
def test_new_definition_is_checked_without_a_word_and_rendered(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("init", f"new a-paper --kind {kind}", "check a-paper --strict", "render a-paper --strict"):
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
    assert (tmp_path / "build/a-paper/a-paper.en.docx").is_file()
