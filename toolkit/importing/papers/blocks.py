"""Paragraphs to the blocks of a definition: what it has no block for becomes another, and is reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from toolkit.importing.papers import draft as roles
from toolkit.importing.papers.content import CALL_OUT, Paragraph, Run
from toolkit.importing.papers.draft import Block
from toolkit.importing.papers.report import Report, shown
from toolkit.inspection.reading import HEADING, LIST_ITEM
from toolkit.records import replace

_ARROW = re.compile(r"\s*[→➔➜►▶⇒]\s")
_LETTER = re.compile(r"\(?[^\W\d_]{1,5}[.)]")
_BETWEEN_CELLS = " – "


def as_blocks(paragraphs: Sequence[Paragraph], report: Report) -> list[Block]:
    """`paragraphs` as blocks, in their order."""
    made: list[Block] = []
    for table, group in groupby(paragraphs, lambda one: one.place[0] if one.place else 0):
        if table:
            made += _table(list(group), report)
            continue
        before: Paragraph | None = None
        for paragraph in group:
            if before is not None and paragraph.kind == before.kind == LIST_ITEM and paragraph.depth > before.depth:
                what = f"a list within a list ({shown(paragraph.text)} …)"
                report.moved(what, "its items stand in the same list as those round it")
            made += _blocks(paragraph, report)
            before = paragraph
    _tell_numbers(made, report)
    return made


def _tell_numbers(blocks: Sequence[Block], report: Report) -> None:
    """Reports lists that a definition counts otherwise: those that go on after a text, and those with letters."""
    for role, group in groupby(blocks, lambda block: block.role):
        for due, block in enumerate(group if role == roles.NUMBERED else (), 1):
            shown_number = block.paragraph.number.strip()
            if shown_number.strip("().") != str(due):
                what = f"the number '{shown_number}' of an item ({shown(block.paragraph.text)} …)"
                report.moved(what, f"it is number {due} of its list there", "look whether the text refers to it")
                break


def _blocks(paragraph: Paragraph, report: Report) -> Iterator[Block]:
    if paragraph.text or paragraph.notes:
        role = _role(paragraph)
        if role == roles.HEADING:
            report.moved(f"the heading {shown(paragraph.text)} inside a part", "it is a bold paragraph there")
        if role in (roles.LIST, roles.NUMBERED, roles.HEADING):
            yield Block(role, replace(paragraph, runs=_on_one_line(paragraph.runs)))
        else:
            for part in _lines(paragraph):
                yield Block(role, part)
    for picture in paragraph.pictures:
        yield Block(roles.IMAGE, replace(paragraph, runs=()), picture)


def _role(paragraph: Paragraph) -> str:
    if paragraph.kind == HEADING:
        return roles.HEADING
    if paragraph.kind == LIST_ITEM:
        is_counted = re.search(r"\d", paragraph.number) or _LETTER.fullmatch(paragraph.number.strip())
        return roles.NUMBERED if is_counted else roles.LIST
    if paragraph.kind == CALL_OUT or _ARROW.match(paragraph.raw):
        return roles.CALL_OUT
    return roles.PARAGRAPH


def _lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The parts of a paragraph between its line breaks, each a paragraph."""
    runs: list[Run] = []
    for run in paragraph.runs:
        *before, rest = run.text.split("\n")
        for text in before:
            runs.append(replace(run, text=text))
            if any(one.text.strip() for one in runs):
                yield replace(paragraph, runs=tuple(runs))
            runs = []
        runs.append(replace(run, text=rest))
    if any(one.text.strip() for one in runs):
        yield replace(paragraph, runs=tuple(runs))


def _on_one_line(runs: Sequence[Run]) -> tuple[Run, ...]:
    return tuple([replace(run, text=run.text.replace("\n", " ")) for run in runs])


def _table(paragraphs: Sequence[Paragraph], report: Report) -> list[Block]:
    """A table: one of a single cell is a call-out, one of short cells a list, any other its paragraphs."""
    rows = [list(row) for _, row in groupby(paragraphs, lambda one: one.place and one.place[1])]
    columns = {one.place[2] for one in paragraphs if one.place}
    if len(columns) == 1 and len(rows) == 1:
        return [
            replace(block, role=roles.CALL_OUT if block.role == roles.PARAGRAPH else block.role)
            for one in paragraphs
            for block in _blocks(one, report)
        ]
    what = f"a table of {len(rows)} rows ({shown(paragraphs[0].text)} …)"
    single = all(len({one.place for one in row}) == len(row) for row in rows) and not any(
        one.pictures for one in paragraphs
    )
    if not single:
        report.moved(what, "its cells stand one below the other", "make a list of it, or put a picture in its place")
        return [block for one in paragraphs for block in _blocks(one, report)]
    report.moved(what, "its rows are the items of a list", "write it as sentences, or put a picture in its place")
    return [Block(roles.LIST, _row(row)) for row in rows]


def _row(cells: Sequence[Paragraph]) -> Paragraph:
    """The cells of a row as one paragraph."""
    runs: list[Run] = []
    for cell in cells:
        runs += [Run(_BETWEEN_CELLS)] if runs else []
        runs += _on_one_line(cell.runs)
    return replace(cells[0], kind=LIST_ITEM, runs=tuple(runs), number="", depth=0)
