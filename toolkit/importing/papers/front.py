"""The title block of a paper: its title, the date, the line below the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.importing.lines import collapse
from toolkit.importing.papers.content import SUBTITLE, Paper, Paragraph, Run
from toolkit.importing.papers.report import Report
from toolkit.inspection.reading import HEADING, LIST_ITEM, TITLE, normal
from toolkit.languages import Language
from toolkit.position import Date
from toolkit.readers.fields import parse_date
from toolkit.records import Record, replace

_LONGEST_TITLE = 250
_LONGEST_LABEL = 60  # of a line above the title
_MOST_LINES = 8  # of a title block
_PROBE = 1987
_LONGEST_DATE = 80
_LONGEST_TAIL = 6

Forms = Sequence[tuple[str, int]]


class Front(Record):
    """The title, the line below it, the date in ISO 8601 and as it was written, and where the text begins."""

    title: Paragraph
    subtitle: Paragraph | None
    date: str
    dated: str
    rest: tuple[Paragraph, ...]


def read_front(paper: Paper, language: Language, name: str, report: Report) -> Front:
    """The title block of `paper`; `name` is that of the file, for one that has no title at all."""
    title, rest = _title(paper, name, report)
    forms = tuple(date_forms(language))
    date, dated = "", ""
    subtitle = None
    kept: list[Paragraph] = []
    for index, paragraph in enumerate(rest):
        if paragraph.notes or paragraph.pictures:
            kept.append(paragraph)
        elif index < _MOST_LINES and not kept and not date and (found := whole_date(paragraph.text, forms)):
            date, dated = found, paragraph.text
        elif index < _MOST_LINES and not kept and subtitle is None and paragraph.kind == SUBTITLE:
            subtitle = paragraph
        else:
            kept.append(paragraph)
    if not date:
        title, date, dated = _dated_title(title, forms)
    if not date and subtitle is not None:
        shorter, date, dated = _dated_title(subtitle, forms)
        subtitle = shorter if shorter.text else None
    if not date:
        date = _assumed_date(paper, report)
    return Front(title, subtitle, date, dated, tuple(kept))


def _title(paper: Paper, name: str, report: Report) -> tuple[Paragraph, Sequence[Paragraph]]:
    """The title and all that follows it: by its style, by standing above all headings, by its looks."""
    all_ = paper.paragraphs
    found = next((at for at, one in enumerate(all_) if one.kind == TITLE and one.text), None)
    if found is None:
        headings = [at for at, one in enumerate(all_) if one.kind == HEADING]
        top = [at for at in headings if all_[at].level == 1]
        before = [one.text for one in all_[: top[0]]] if len(top) == 1 and top[0] == headings[0] else None
        if before is not None and len(before) < 3 and all(len(text) <= _LONGEST_LABEL for text in before):
            found = top[0]
    first = next((at for at, one in enumerate(all_) if one.text), None)
    if found is None and first is not None and _looks_like_title(all_[first], all_[first + 1 :]):
        found = first
    if found is not None:
        return all_[found], (*all_[:found], *all_[found + 1 :])
    words = paper.title or name
    report.assume(f"no paragraph of the file is its title; it was called {words!r}", "write its title")
    return Paragraph(TITLE, (Run(words),)), all_


def _looks_like_title(paragraph: Paragraph, after: Sequence[Paragraph]) -> bool:
    """Whether a first paragraph is short and bold, or the only short line above longer text."""
    text = paragraph.text
    if paragraph.kind == LIST_ITEM or len(text) > _LONGEST_TITLE or text.endswith((".", ":", ";")):
        return False
    return paragraph.is_strong or (len(text) < 120 and len(after) > 0 and len(after[0].text) > len(text))


# Dates


def whole_date(text: str, forms: Forms) -> str:
    """`text` as a date in ISO 8601, where it is nothing else; a place may stand before it ("Brussels, 3 June 2025")."""
    if len(text) > _LONGEST_DATE:
        return ""
    for pattern, month in forms:
        found = re.fullmatch(rf"(?:[^\W\d_][\w’' -]{{1,30}},\s*)?{pattern}[.]?", normal(text), re.IGNORECASE)
        if found:
            return _iso(found, month)
    return ""


def _dated_title(title: Paragraph, forms: Forms) -> tuple[Paragraph, str, str]:
    """`title` without the date at its end, the date in ISO 8601 and as it stands there."""
    text = title.raw
    start = max(len(text) - _LONGEST_DATE, 0)
    for pattern, month in forms:
        found = re.search(rf"[\s,(–—|-]+({pattern})\)?\s*\Z", text[start:], re.IGNORECASE)
        if found and start + found.start() > 0:
            date = _iso(found, month)
            if date:
                return _cut(title, start + found.start()), date, collapse(found.group(1))
    return title, "", ""


def _cut(paragraph: Paragraph, end: int) -> Paragraph:
    runs, at = [], 0
    for run in paragraph.runs:
        if run.note:
            runs.append(run)
            continue
        text = run.text[: max(end - at, 0)]
        at += len(run.text)
        if text:
            runs.append(replace(run, text=text))
    return replace(paragraph, runs=tuple(runs))


def date_forms(language: Language) -> Iterator[tuple[str, int]]:
    """How a day and a month of a year are written in the language, with the month (0 where it is a number)."""
    for month in range(1, 13):
        forms = [language.date(Date(_PROBE, month, day)) for day in (28, 1)]
        for form in (*forms, language.date(Date(_PROBE, month))):
            pattern = re.escape(normal(form.replace("\u00a0", " "))).replace(r"\ ", r"\s")
            pattern = pattern.replace(str(_PROBE), r"(?P<year>(?:19|20)\d\d)")
            head, _, tail = pattern.rpartition("d)")
            pattern = f"{head}d)(?:{tail})?" if head and 0 < len(tail) <= _LONGEST_TAIL else pattern  # "2025 r."
            if form is forms[0]:
                pattern = pattern.replace("28", r"(?P<day>\d{1,2})", 1)
            elif form is forms[1]:
                pattern = re.sub(r"^1(?!\d)", "(?P<day>1)", pattern)
            yield pattern, month
    yield r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>20\d\d)", 0


def _iso(found: re.Match[str], month: int) -> str:
    parts = found.groupdict()
    written = f"{parts['year']}-{month or int(parts['month']):02}"
    if parts.get("day"):
        written += f"-{int(parts['day']):02}"
    return written if parse_date(written) else ""


def _assumed_date(paper: Paper, report: Report) -> str:
    date = paper.date if re.fullmatch(r"\d{4}-\d\d-\d\d", paper.date) and parse_date(paper.date) else ""
    if date:
        report.assume(f"no date stands below the title; the file was made on {date}", "write the date of the paper")
        return date
    report.assume("the file has no date; the paper was given the year 2000", "write the date of the paper")
    return "2000"
