"""A brief whose sources are cited in brackets, after people worked on its Word file: mended, compared, brought in.

What must come out was worked out by hand from the definition of the brief; `test_briefing` says what it must show.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import planted
import pytest
from click.testing import CliRunner
from test_briefing import BRIEF, CITED, ENTRY_2, WORKSPACE, bare, codes

from toolkit.cli import main
from toolkit.diagnostics import ToolkitError
from toolkit.inspection import verify_file
from toolkit.inspection.docx import read_docx
from toolkit.inspection.reading import is_number_shown
from toolkit.pipeline import check, write_papers
from toolkit.refreshing import Choices, proving, refresh

PART = planted.DOCUMENT
FIELDS = Choices()
NUMBER = re.compile("\\[(\\d+)")


@pytest.fixture(scope="module")
def brief() -> bytes:
    """The Word file of the brief in English."""
    draft = check(WORKSPACE, BRIEF, ["en"]).draft
    assert draft is not None
    return next(paper.data for paper, _ in write_papers(WORKSPACE, draft, ["docx"]) if paper.language == "en")


def shows(source: int, number: int) -> planted.Plant:
    """The first citation of a source with the result of another number."""
    return planted.in_part(PART, rf"( REF _RefSource{source} \\r \\h .*?<w:t[^>]*>)\d+<", rf"\g<1>{number}<")


def numbers(data: bytes) -> list[int]:
    """Every number in brackets, in reading order."""
    return [int(number) for block in read_docx(data).blocks for number in NUMBER.findall(block.text)]


def entry(number: int) -> str:
    """What finds an entry of the list in Word."""
    return ENTRY_2.replace("RefSource2", f"RefSource{number}")


def exchanged(one: int, other: int) -> planted.Plant:
    """Two entries in each other's place; Word counts them anew, but updates no field."""
    return planted.in_part(PART, f"({entry(one)})(.*)({entry(other)})", r"\3\2\1")


def moved(one: int, behind: int) -> planted.Plant:
    """An entry behind a later one."""
    return planted.in_part(PART, f"({entry(one)})(.*{entry(behind)})", r"\2\1")


def put_in(behind: int) -> planted.Plant:
    """Another statute behind an entry."""
    return planted.in_part(PART, entry(behind), lambda found: found[0] + bare(found[0]).replace("Act", "Order"))


# Relative numbers


@pytest.mark.parametrize(
    ("shown", "due", "is_right"),
    [
        ("12", "12", True),
        ("2", "12", False),
        ("12", "2", False),
        ("3", "2.1.3", True),
        ("1.3", "2.1.3", True),
        ("1.3", "2.11.3", False),
        ("2.1.3", "3", True),
        ("(a", "2.1(a", True),
        ("2.1(a", "a", True),
        ("a", "1a", True),
        ("ii", "xii", False),
        ("1.01", "Section 1.01", True),
        ("", "12", False),
    ],
)
def test_relative_number_ends_where_a_level_does(shown: str, due: str, is_right: bool) -> None:
    assert is_number_shown(shown, due) is is_right


@pytest.mark.parametrize(("source", "number"), [(12, 2), (2, 12), (11, 1), (13, 3)])
def test_number_that_ends_like_another_is_stale(brief: bytes, source: int, number: int) -> None:
    data = shows(source, number)(brief)
    assert numbers(data) != numbers(brief)
    assert codes(verify_file("a.docx", data)[1]) == {"stale-number"}
    found = refresh(data, FIELDS)
    assert found.data is not None
    assert [(one.old, one.new) for one in found.done] == [(str(number), str(source))]
    assert numbers(found.data) == numbers(brief)
    assert codes(verify_file("a.docx", found.data)[1]) == set()


# Lists that somebody changed


def as_counted(places: dict[int, int]) -> list[int]:
    """The numbers of the brief, those in `places` with the place that their entry has now."""
    first = [int(one.split()[0]) for one in CITED.replace("\n", ", ").strip(", ").split(", ")]
    return [places.get(number, number) for number in first]


def order(source: int, next_new: int) -> str:
    return f"source {source} is cited first, where the next new source is {next_new}"


# What was done to the list, where the entries stand then, and what is wrong with their order.
LISTS: dict[str, tuple[planted.Plant, dict[int, int], str]] = {
    "neighbours exchanged": (exchanged(2, 3), {2: 3, 3: 2}, order(3, 2)),
    "distant ones exchanged": (exchanged(2, 12), {2: 12, 12: 2}, order(12, 2)),
    "moved to the end": (moved(2, 13), {2: 13, **{one: one - 1 for one in range(3, 14)}}, order(13, 2)),
    "put in in the middle": (put_in(7), {one: one + 1 for one in range(8, 14)}, order(9, 8)),
}


@pytest.mark.parametrize("name", LISTS)
def test_numbers_follow_a_list_that_was_changed_in_word(brief: bytes, name: str) -> None:
    plant, places, wrong = LISTS[name]
    data = plant(brief)
    found = refresh(data, FIELDS)
    assert found.data is not None
    assert numbers(found.data) == as_counted(places)
    assert len(found.done) == sum(old != new for old, new in zip(numbers(brief), as_counted(places), strict=True))
    assert [(one.place, one.is_fault) for one in found.left] == [("the list of sources", True)]
    assert wrong in found.left[0].why
    assert "stale-number" not in codes(verify_file("a.docx", found.data)[1])
    again = refresh(found.data, FIELDS)
    assert (again.data, again.left) == (None, ())


def test_command_writes_right_numbers_and_says_what_is_wrong_with_the_list(brief: bytes, tmp_path: Path) -> None:
    file, output = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(exchanged(2, 3)(brief))
    result = CliRunner().invoke(main, ["refresh", str(file), "-o", str(output)], prog_name="position")
    assert result.exit_code == 1
    assert numbers(output.read_bytes()) == as_counted({2: 3, 3: 2})
    *done, head, left, end = result.stdout.splitlines()
    assert len(done) == 15
    assert head == "left as it is:"
    assert re.fullmatch(rf"  the list of sources +in the text .*, {order(3, 2)}", left)
    assert end == f"{file}: 15 numbers refreshed, written to {output}"


def test_other_faults_of_the_mended_file_still_stop_it(brief: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    after_and_before = iter([Counter(["gap-in-sources", "dangling-note"]), Counter[str]()])
    monkeypatch.setattr(proving, "_faults", lambda reading: next(after_and_before))
    with pytest.raises(ToolkitError, match="does not read as it should"):
        refresh(exchanged(2, 3)(brief), FIELDS)
