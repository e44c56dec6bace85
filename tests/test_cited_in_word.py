"""A brief whose sources are cited in brackets, after people worked on its Word file: mended, compared, brought in.

What must come out was worked out by hand from the definition of the brief; `test_briefing` says what it must show.
"""

from __future__ import annotations

import re

import planted
import pytest
from test_briefing import BRIEF, WORKSPACE, codes

from toolkit.inspection import verify_file
from toolkit.inspection.docx import read_docx
from toolkit.inspection.reading import is_number_shown
from toolkit.pipeline import check, write_papers
from toolkit.refreshing import Choices, refresh

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
