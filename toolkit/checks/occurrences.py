"""Where marks stand in the texts of a position: what several rules look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from toolkit.diagnostics import Span
from toolkit.inline import Citation, CitationItem, NoteUse, Reference, walk
from toolkit.markup import parse
from toolkit.position import Position, Text, texts
from toolkit.records import Record


class Occurrence(Record):
    """A mark's id and where it stands; `text` is the text that holds it."""

    id: str
    span: Span
    text: Text


Found = TypeVar("Found", NoteUse, Reference, Citation)


def find(position: Position, kind: type[Found]) -> Iterator[tuple[Found, Text]]:
    """Every mark of one kind, with the text it stands in."""
    for text in texts(position):
        for inline in walk(parse(text.value).inlines):
            if isinstance(inline, kind):
                yield inline, text


def note_uses(position: Position) -> Iterator[Occurrence]:
    """Every `[^note]`."""
    for use, text in find(position, NoteUse):
        yield Occurrence(use.note, text.place.at(use.offset), text)


def references(position: Position) -> Iterator[Occurrence]:
    """Every `[](#id)`."""
    for reference, text in find(position, Reference):
        yield Occurrence(reference.target, text.place.at(reference.offset), text)


def cited_items(position: Position) -> Iterator[tuple[CitationItem, Span]]:
    """Every source that is cited, in texts and by statistics."""
    for citation, text in find(position, Citation):
        for item in citation.items:
            yield item, text.place.at(item.offset)
    for point in position.key_points:
        for statistic in point.statistics:
            if statistic.source:
                yield CitationItem(statistic.source.id, statistic.locator), statistic.source.span


def footnote_of(text: Text) -> str:
    """The id of the note that `text` is the text of, or ""."""
    return text.key.removeprefix("footnotes/") if text.key.startswith("footnotes/") else ""


def suggestion(name: str, known: list[str]) -> str:
    """A hint that names the nearest of `known`, or all of them where they are few."""
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"defined are: {', '.join(known)}" if 0 < len(known) <= 12 else ""
