"""Papers with thousands of notes: the time grows with the notes, and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from test_inspection import NAMES, default_language, make_docx, mark, note, paragraph, run
from test_typed import look
from typed_papers import word_file

COUNT = 6_000
FULL = "Smithfield, J., Roads of Europe (2019)."


def coded(number: int) -> str:
    """Six letters that differ for each number."""
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(6))


PAPERS: dict[str, Callable[[], list[str]]] = {
    "references to one source": lambda: [FULL, *["Smithfield, n. 1."] * (COUNT - 1)],
    "one source in full": lambda: [FULL] * COUNT,
    "Ibid. on Ibid.": lambda: [FULL, *["Ibid."] * (COUNT - 1)],
    "references to a chain": lambda: [
        FULL, *["Ibid."] * (COUNT // 2), *[f"Smithfield, n. {number}." for number in range(2, COUNT // 2)]
    ],
    "references on references": lambda: [FULL, *[f"Smithfield, n. {number}." for number in range(1, COUNT)]],
    "names unlike their addresses": lambda: [
        f"Riv{coded(number)}ara, Report (2023). https://www.riv{coded(number)}aro.example/" for number in range(COUNT)
    ],
    "names that are nearly one": lambda: [
        *[f"Smith{coded(number * 1_000)}, J., Roads (2019)." for number in range(COUNT // 2)],
        *[f"Smith{coded(number * 1_000 + 7)}, n. {number + 1}." for number in range(COUNT // 2)],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_time_grows_with_the_notes(name: str) -> None:
    data = word_file(PAPERS[name](), "en")
    started = time.process_time()
    look(data)
    assert time.process_time() - started < 4  # an eighth to a half of it, where nothing else runs


def test_numbers_that_restart_in_thousands_of_sections() -> None:
    section = '<w:sectPr><w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr></w:sectPr>'
    body = "".join(paragraph(mark(id_), section) for id_ in range(1, COUNT + 1))
    notes = "".join(note(id_, run("Smithfield, n. 1." if id_ > 1 else FULL)) for id_ in range(1, COUNT + 1))
    data = make_docx(body + section, notes, styles=f"<w:styles {NAMES}>{default_language('en')}</w:styles>")
    started = time.process_time()
    look(data)
    assert time.process_time() - started < 4
