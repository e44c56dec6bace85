"""Where marks stand in the texts of a position: what several rules look at."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Place, Span
from toolkit.inline import Citation, CitationItem, NoteUse, Reference, plain_text, walk
from toolkit.markup import parse
from toolkit.position import Position, Text, texts
from toolkit.records import Record


class Occurrence(Record):
    """A mark's id and where it stands; `text` is the text that holds it, `words` are the words of its own.

    `numbered` says that those hold the number of what is referred to."""

    id: str
    text: Text
    offset: int
    words: str = ""
    numbered: bool = False

    @property
    def span(self) -> Span:
        return self.text.place.at(self.offset)


class Survey(Record):
    """A position and the marks in all its texts, gone through once for all the rules.

    `law_notes` are the marks of footnotes of the amended law, which stand in wordings alone.
    """

    position: Position
    texts: tuple[Text, ...]
    note_uses: tuple[Occurrence, ...]
    references: tuple[Occurrence, ...]
    citations: tuple[tuple[Citation, Text], ...]
    law_notes: tuple[Occurrence, ...] = ()

    def cited_items(self) -> Iterator[tuple[CitationItem, Place, int]]:
        """Every source that is cited, in texts and by statistics, with its place and the offset there."""
        for citation, text in self.citations:
            for item in citation.items:
                yield item, text.place, item.offset
        for point in self.position.key_points:
            for statistic in point.statistics:
                if statistic.source:
                    span = statistic.source.span
                    place = Place(span.file, ((0, span.line, span.column),))
                    yield CitationItem(statistic.source.id, statistic.locator), place, 0

    def cited(self) -> set[str]:
        """The ids of the sources that are cited."""
        return {item.source for item, _, _ in self.cited_items()}


def survey(position: Position) -> Survey:
    """The survey of a position."""
    found = tuple(texts(position))
    note_uses: list[Occurrence] = []
    law_notes: list[Occurrence] = []
    references, citations = [], []
    notes_of_law = {f"amendments/{one.id}/text/": one.law_notes for one in position.amendments if one.law_notes}
    for text in found:
        own = next((notes for start, notes in notes_of_law.items() if text.key.startswith(start)), {})
        for inline in walk(parse(text.value).inlines) if "[" in text.value else ():
            if isinstance(inline, NoteUse):
                (law_notes if inline.note in own else note_uses).append(Occurrence(inline.note, text, inline.offset))
            elif isinstance(inline, Reference):
                references.append(reference_in(text, inline))
            elif isinstance(inline, Citation):
                citations.append((inline, text))
    return Survey(position, found, tuple(note_uses), tuple(references), tuple(citations), tuple(law_notes))


def reference_in(text: Text, reference: Reference) -> Occurrence:
    """A cross reference where it stands in `text`."""
    words, numbered = plain_text(reference.children), reference.around_number() is not None
    return Occurrence(reference.target, text, reference.offset, words, numbered)


def footnote_of(text: Text) -> str:
    """The id of the note that `text` is the text of, or ""."""
    return text.key.removeprefix("footnotes/") if text.key.startswith("footnotes/") else ""


def suggestion(name: str, known: list[str], otherwise: str = "") -> str:
    """A hint that names the nearest of `known`; else what to do `otherwise`, and all of them, if few."""
    import difflib

    likely = [one for one in known if abs(len(one) - len(name)) < 4][:200]  # each comparison takes a while
    near = difflib.get_close_matches(name, likely, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    listed = f"defined are: {', '.join(known)}" if 0 < len(known) <= 12 else ""
    return "; ".join(part for part in (otherwise, listed) if part)
