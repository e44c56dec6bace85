"""The words of a file against the words that its definition prints: what is left out, what is added."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.citations import full_citation
from toolkit.document import Document, map_texts
from toolkit.importing.papers import Brought
from toolkit.importing.papers.content import Paragraph
from toolkit.importing.papers.counting import Words, only_in, words_of
from toolkit.importing.papers.likeness import typed_number
from toolkit.importing.papers.noted import FULL, Noted
from toolkit.inline import Inlines, plain_text
from toolkit.languages import Language
from toolkit.position import Position
from toolkit.records import Record

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+")
# Words that only give a citation its form; the toolkit writes its own in their place.
_FORM = frozenset(
    "and & et und y e i en og och oraz vol volume no nr n pp p page pages s issue available at retrieved from accessed "
    "in online al ibid ed eds doi url on d".split()
)


class Comparison(Record):
    """How many words the file has and how many are printed, in text and notes; those that differ, as rows."""

    text: tuple[int, int]
    notes: tuple[int, int]
    left_out: tuple[str, ...]
    added: tuple[str, ...]
    notes_left_out: tuple[str, ...]
    notes_added: tuple[str, ...]


def compare_words(brought: Brought, document: Document, position: Position, language: Language) -> Comparison:
    """The words of the file and those of `document`, which was composed from its definition."""
    original = [words_of(_without_marks(one, brought.paper.marked)) for one in brought.paper.paragraphs if one.text]
    printed = list(_printed(document, position, language))
    printed += [words_of(brought.draft.dated)] if brought.draft.dated else []
    left, added = differences(original, printed)
    marked = [one for one in brought.citations.notes if one.note.number is not None or one.symbol]
    own = [_content(_said(one)) for one in brought.citations.notes]
    cited = [_content(" ".join(_cites(one, position, language))) for one in marked]
    notes_left, notes_added = differences(own, cited)
    shown = [len(words_of(plain_text(note.content))) for note in document.notes]
    return Comparison(
        (brought.paper.words[0], sum(map(len, printed))), (brought.paper.words[1], sum(shown)),
        tuple(left), tuple(added), tuple(notes_left), tuple(notes_added),
    )  # fmt: skip


def _without_marks(paragraph: Paragraph, marked: Mapping[str, str]) -> str:
    """The text of a paragraph without the marks of notes, whether they are marks of their own or shown by a field."""
    shown = [run.text for run in paragraph.runs if not run.note and run.field.lstrip("^") not in marked]
    numbers = [run.text for run in paragraph.runs if run.field in marked and run.field[:1] != "^"]
    return " ".join(["".join(shown), *numbers])


def _printed(document: Document, position: Position, language: Language) -> Iterator[Words]:
    """The words of every text that is printed, but for the fixed ones and the lines below the title."""
    found: list[str] = []

    def collect(inlines: Inlines) -> Inlines:
        found.append(plain_text(inlines))
        return inlines

    map_texts(document, collect)
    fixed = Counter(plain_text(fact.content) for fact in document.facts)
    fixed.update({language.word(name): 1 for name in ("key-points", "call", "amendments", "closing")})
    for text in found:
        if fixed[text] > 0:
            fixed[text] -= 1
        else:
            yield words_of(text)
    yield from (words_of(amendment.to.written) for amendment in position.amendments)


def _said(noted: Noted) -> str:
    """What a note says itself and cites in full; what only refers is compared by what it refers to."""
    full = [noted.text[span.start : span.end] for span in noted.spans if span.kind == FULL]
    numbers = [noted.text[span.start : span.end] for span in noted.spans if span.target]
    return " ".join([noted.own_words(), *full, *numbers])


def _cites(noted: Noted, position: Position, language: Language) -> Iterator[str]:
    """The same of a note as it is printed."""
    yield noted.own_words()
    for span in noted.spans:
        if span.target:
            yield noted.text[span.start : span.end]
        elif span.kind == FULL and span.source in position.sources:
            yield plain_text(full_citation(position.sources[span.source], None, "", language))
            yield span.locator


def _content(text: str) -> Words:
    """The words of a note that say something, addresses as one word each."""
    addresses = [found.rstrip(".,;:)]'’/") for found in _ADDRESS.findall(text)]
    return (*[word for word in words_of(_ADDRESS.sub(" ", text)) if word.lower() not in _FORM], *addresses)


def differences(original: Sequence[Words], printed: Sequence[Words]) -> tuple[list[str], list[str]]:
    """The words that only one side has, those that stand together as one row; equal paragraphs are set aside first."""
    waiting = Counter(printed)
    rest: list[Words] = []
    for words in original:
        bare = words[1:] if words and typed_number(f"{words[0]}. x")[0] else words
        same = next((one for one in (words, bare) if one and waiting[one] > 0), None)
        if same is None:
            rest.append(words)
        else:
            waiting[same] -= 1
    others = list(waiting.elements())
    return list(only_in(rest, others)), list(only_in(others, rest))
