"""Papers that cite their sources by number in brackets: the numbers, and the list at the end that they lead to.

Both stay text in a definition: the entries of such lists are of too many forms to be told apart with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from toolkit.importing.papers.content import Paper, Paragraph, Run
from toolkit.importing.papers.report import Report
from toolkit.inspection.reading import HEADING, leads_back
from toolkit.records import Record, replace

_CITED = re.compile(r"\[(\d{1,3})(?:[,;\u2013-][^\[\]]{1,120})?\]")
_TYPED = re.compile(r"\[(\d{1,3})\]\s")
_LAST_LISTS = 20  # in which the sources may be
_FEWEST = 3  # numbers that are surely those of sources, where none of them is live


class _List(Record):
    """A list that counts 1, 2, 3 …: the indexes of its paragraphs, and their bookmarks."""

    indexes: tuple[int, ...]
    names: frozenset[str]


def without_links_back(paper: Paper, report: Report) -> Paper:
    """`paper`, reported if it cites sources by number in brackets; then its list is without links back to the text."""
    found = _list_of_sources(paper.paragraphs)
    if found is None:
        return paper
    own = set(found.indexes)
    numbers = [number for at, one in enumerate(paper.paragraphs) if at not in own for number in _cited(one)]
    bare = [_bare(one) if at in own else one for at, one in enumerate(paper.paragraphs)]
    has_links = any(one is not before for one, before in zip(bare, paper.paragraphs, strict=True))
    report.keep_numbers(len(numbers), max(numbers), len(own), has_links)
    return replace(paper, paragraphs=tuple(bare))


def _list_of_sources(paragraphs: Sequence[Paragraph]) -> _List | None:
    """The last list that the numbers in brackets before it lead to, or surely mean."""
    cited = [_cited(one) for one in paragraphs]
    for one in list(_lists(paragraphs))[: -_LAST_LISTS - 1 : -1]:
        first = one.indexes[0]
        met = list(dict.fromkeys(chain.from_iterable(cited[:first])))
        counts_up = met == list(range(1, len(met) + 1)) and _FEWEST <= len(met) <= len(one.indexes)
        if counts_up or (met and any(_leads_to(one, paragraph) for paragraph in paragraphs[:first])):
            return one
    return None


def _leads_to(entries: _List, paragraph: Paragraph) -> bool:
    """Whether a number in brackets is a live one that leads to an entry."""
    before = ""
    for run in paragraph.runs:
        if run.field in entries.names and before.endswith("["):
            return True
        before = run.text or before
    return False


def _lists(paragraphs: Sequence[Paragraph]) -> Iterator[_List]:
    indexes: list[int] = []
    for at, one in enumerate(paragraphs):
        number = _number(one)
        if number == len(indexes) + 1 and indexes[-1:] in ([], [at - 1]):
            indexes.append(at)
        else:
            if indexes:
                yield _list(paragraphs, indexes)
            indexes = [at] if number == 1 else []
    if indexes:
        yield _list(paragraphs, indexes)


def _list(paragraphs: Sequence[Paragraph], indexes: list[int]) -> _List:
    return _List(tuple(indexes), frozenset([name for at in indexes for name in paragraphs[at].names]))


def _number(paragraph: Paragraph) -> int | None:
    """The number of an entry, counted by Word or typed in brackets."""
    typed = _TYPED.match(paragraph.text)
    digits = typed[1] if typed else paragraph.number.strip(" \t\u00a0.)[]:")
    is_entry = paragraph.kind != HEADING and digits.isdecimal() and len(digits) <= 3
    return int(digits) if is_entry else None


def _cited(paragraph: Paragraph) -> list[int]:
    return [int(number) for number in _CITED.findall(paragraph.raw)]


def _bare(paragraph: Paragraph) -> Paragraph:
    """An entry without its links back ("↑1 ↑2") and the spaces between them."""
    kept: list[Run] = []
    for run in paragraph.runs:
        if not (run.link.startswith("#") and leads_back(run.text)):
            kept.append(run)
    if len(kept) == len(paragraph.runs):
        return paragraph
    while kept and not (kept[-1].text.strip() or kept[-1].note):
        kept.pop()
    return replace(paragraph, runs=tuple(kept))
