"""Notes that a kind refers to, but of which it leaves out the part with the mark, are brought along."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile import put

from toolkit.cli import main
from toolkit.inspection import verify_file

PAPER = """\
kind: position-paper
title: Goods that can be repaired
language: en
date: 2025-03
drafted_by: [us]
summary: Repair must be **affordable** (see [](#early)).
key_points:
  - id: parts
    point: Spare parts must be affordable.
    heading: No repair without parts
    argument: "Prices decide[^late]. Manuals matter[^early][^inner][^end]."
call: We ask for more, *see [](#late)* and [](#late) again.
closing: That is all[^signed].
footnotes:
  early: An early note, to be read with [](#inner).
  inner: A note that [](#end) completes.
  end: The last of a row.
  late: A note of its own.
  signed: {symbol: "*", text: Of a symbol.}
"""
# What each text shows, worked out by hand: the note brought along has its mark behind the reference, and those that
# it refers to stand beside it; a later reference is a number alone.
SUMMARY = "Repair must be affordable (see note\u00a01[^1]\u202f[^2]\u202f[^3])."
CALL = "We ask for more, see note\u00a04[^4] and note\u00a04 again."
NOTES = [
    "An early note, to be read with note\u00a02.",
    "A note that note\u00a03 completes.",
    "The last of a row.",
    "A note of its own.",
]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put(tmp_path / "positions/paper/position.yaml", PAPER)
    put(tmp_path / "positions/organisations.yaml", "organisations: [{id: us, name: Us}]\n")
    put(tmp_path / "templates/short/kind.yaml", "label: {en: Short}\nof: [position-paper]\nparts: [summary, call]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def render(kind: str) -> None:
    result = CliRunner().invoke(main, ["render", "paper", "-k", kind])
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_note_is_brought_along_to_where_it_is_first_referred_to(workspace: Path, ending: str) -> None:
    render("short")
    data = (workspace / f"build/paper/paper.short.en.{ending}").read_bytes()
    reading, found = verify_file(f"a.{ending}", data)
    assert reading is not None
    assert found == ()
    texts = [block.text for block in reading.blocks]
    assert SUMMARY in texts
    assert CALL in texts
    assert [note.text for note in reading.notes] == NOTES


def test_paper_that_has_the_marks_stays_as_it_is(workspace: Path) -> None:
    render("position-paper")
    reading, _ = verify_file("a.html", (workspace / "build/paper/paper.en.html").read_bytes())
    assert reading is not None
    assert [mark.shown for mark in reading.marks()] == ["1", "2", "3", "4", "*"]


def test_thousand_notes_that_refer_to_each_other_are_brought_along(workspace: Path) -> None:
    notes = "".join(f"  n{number}: See [](#n{(number + 1) % 1000}).\n" for number in range(1000))
    marks = "".join(f"[^n{number}]" for number in range(1000))
    paper = PAPER.replace("Prices decide[^late].", f"Prices decide[^late]{marks}.").replace("(#early)).", "(#n500)).")
    put(workspace / "positions/paper/position.yaml", paper + notes)
    render("short")
    reading, _ = verify_file("a.docx", (workspace / "build/paper/paper.short.en.docx").read_bytes())
    assert reading is not None
    assert [note.text for note in reading.notes][:2] == ["See note\u00a02.", "See note\u00a03."]
    assert len(reading.notes) == 1001  # and the one of the call
