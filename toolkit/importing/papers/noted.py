"""A note on its way to a definition: its text, what it cites, and what stands in the place of the citations."""

from __future__ import annotations

from toolkit.importing.papers.content import Note, Run
from toolkit.importing.papers.entries import Looks
from toolkit.importing.papers.front import Forms
from toolkit.importing.papers.marking import Marking, Piece
from toolkit.inspection.reading import PARAGRAPH, ReadBlock, ReadLink, ReadNote, ReadReference
from toolkit.inspection.typed.units import Cited
from toolkit.records import MutableRecord, Record, fresh, replace

FULL, AGAIN, SHORT, IBID, NUMBER = "full", "again", "short", "ibid", "number"


class Span(Record):
    """A part of the text of a note in whose place something else stands: a source, or a live number (`target`).

    `kind` says what stood there: a citation in full, in full once more, a short one, "Ibid.", or the number of a note.
    """

    start: int
    end: int
    kind: str
    source: str = ""
    locator: str = ""
    target: str = ""

    @property
    def code(self) -> str:
        """What stands in its place in the definition."""
        if self.kind == NUMBER:
            return f"[{{n}}](#{self.target})"
        return f"[@{self.item}]"

    @property
    def item(self) -> str:
        return self.source + (f", {self.locator}" if self.locator else "")


class Noted(MutableRecord):
    """A note, its runs with line ends as spaces, and its spans; `name` is its id where it is a note of its own."""

    note: Note
    runs: list[Run]
    cited: Cited
    looks: Looks
    spans: list[Span] = fresh(factory=list)
    name: str = ""
    symbol: str = ""

    @property
    def mark(self) -> str:
        return self.note.mark

    @property
    def text(self) -> str:
        return self.cited.text

    @property
    def is_live(self) -> bool:
        """Whether it has a number and words, so that something can refer to it."""
        return self.note.number is not None and bool(self.text.strip())

    def sources(self) -> list[str]:
        """The sources that it cites, each once."""
        return list(dict.fromkeys(span.source for span in self.spans if span.source))

    def own_words(self) -> str:
        """Its text without what is cited."""
        parts, at = [], 0
        for span in sorted(self.spans, key=lambda one: one.start):
            parts.append(self.text[at : span.start])
            at = span.end
        return " ".join([*parts, self.text[at:]])

    def only_cites(self) -> bool:
        """Whether it consists of citations and nothing else, so that the toolkit can write all of it."""
        return (
            bool(self.spans)
            and all(span.source for span in self.spans)
            and not any(char.isalnum() or char in "*†‡§" for char in self.own_words())
        )

    def items(self) -> list[str]:
        """The sources that it cites with the places in them, each once, in their order."""
        return list(dict.fromkeys(span.item for span in sorted(self.spans, key=lambda one: one.start)))

    def citation(self) -> str:
        """The mark of a definition for a note that only cites."""
        return f"[@{'; @'.join(self.items())}]"

    def written(self, marking: Marking) -> str:
        """The text of the note for a definition."""
        pieces: list[Piece] = []
        at = 0
        spans = self._without_repeats()
        for run in self.runs:
            start, at = at, at + len(run.text)
            pieces += _cut(marking, run, start, spans)
        return marking.write_pieces(pieces)

    def _without_repeats(self) -> list[Span]:
        """The spans in their order; one that would stand beside another with the same citation is part of that."""
        kept: list[Span] = []
        beside: set[str] = set()
        for span in sorted(self.spans, key=lambda one: one.start):
            if not kept or self.text[kept[-1].end : span.start].strip():
                beside = set()
            if span.source and span.item in beside:
                kept[-1] = replace(kept[-1], end=span.end)
                continue
            beside |= {span.item} if span.source else set()
            kept.append(span)
        return kept


def _cut(marking: Marking, run: Run, start: int, spans: list[Span]) -> list[Piece]:
    """The pieces of a run that begins at `start`: each span is written where it begins."""
    found: list[Piece] = []
    at, end = start, start + len(run.text)
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        if span.start > at:
            found += marking.pieces([replace(run, text=run.text[at - start : span.start - start])])
        if span.start >= start:
            found.append(Piece(span.code, code=True))
        at = min(span.end, end)
    if at < end:
        found += marking.pieces([replace(run, text=run.text[at - start :])])
    return found


def flatten(note: Note, forms: Forms) -> tuple[list[Run], ReadNote, Looks]:
    """The runs of a note one after the other, the note as a reader sees it, and where its looks are."""
    runs: list[Run] = []
    for paragraph in note.paragraphs:
        runs += [Run(" ")] if runs else []
        runs += [replace(run, text=run.text.replace("\n", " ")) for run in paragraph.runs if not run.note]
    italics, links, references = [], [], []
    text = ""
    for run in runs:
        start, text = len(text), text + run.text
        if run.emphasis:
            italics.append((start, len(text)))
        if run.link:
            links.append((start, len(text), run.link))
        if run.field:
            references.append(ReadReference(run.text, run.field, "note"))
    read = ReadBlock(
        PARAGRAPH, text, references=tuple(references), links=tuple([ReadLink(text[a:b], to) for a, b, to in links])
    )
    return runs, ReadNote(note.id, note.mark, note.number, (read,)), Looks(_merged(italics), links, forms)


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring places as one."""
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
