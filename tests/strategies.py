"""Papers made at random, as plans that a `Position` is built from: for the properties of numbering.

A plan knows nothing of the toolkit: its texts are rows of words and marks. `position_of` writes it in the
authors' markup; the tests work out by themselves what the printed paper must show.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st

from toolkit.diagnostics import Place, Span
from toolkit.markup import parse_locator
from toolkit.position import (
    Aim,
    Amendment,
    Date,
    Footnote,
    KeyPoint,
    Name,
    Named,
    Position,
    Source,
    Statistic,
    Text,
    TextBlock,
)

# The same examples in every run on a CI machine, new ones in every run at a developer's desk.
CI = bool(os.environ.get("CI"))


def examples(number: int) -> settings:
    """The settings of a property: how many examples, and no deadline (machines are shared)."""
    return settings(max_examples=number, deadline=None, derandomize=CI, database=None)


class Word(NamedTuple):
    """A word of running text."""

    text: str


class Cited(NamedTuple):
    """A source and the place in it ("" or "p. 3")."""

    source: str
    locator: str = ""


class Cite(NamedTuple):
    """`[@source, p. 3; @other]`."""

    items: tuple[Cited, ...]


class Use(NamedTuple):
    """`[^note]`."""

    note: str


class Refer(NamedTuple):
    """`[](#id)`."""

    target: str


class Figure(NamedTuple):
    """The source of a figure in the panel of a point; never written in a text."""

    point: str
    cited: Cited


Token = Word | Cite | Use | Refer | Figure
Words = tuple[Token, ...]


class Author(NamedTuple):
    """A source of a plan. `names` are (family, given); an institution has no given name."""

    names: tuple[tuple[str, str], ...]
    title: str
    year: int | None


class PlannedNote(NamedTuple):
    text: Words
    symbol: str = ""


class PlannedPoint(NamedTuple):
    id: str
    line: Words
    heading: Words
    argument: tuple[Words, ...]
    statistics: tuple[Cited, ...]


class PlannedAmendment(NamedTuple):
    id: str
    proposed: Words
    justification: tuple[Words, ...]


class Plan(NamedTuple):
    """A paper: its texts in the order of the definition, its notes, and the language it is in."""

    summary: tuple[Words, ...]
    points: tuple[PlannedPoint, ...]
    call: tuple[Words, ...]
    amendments: tuple[PlannedAmendment, ...]
    closing: tuple[Words, ...]
    notes: Mapping[str, PlannedNote]


# Two works that would be cited alike, two authors, three authors, an institution without a year, no author.
SOURCES: Mapping[str, Author] = {
    "alba-1": Author((("Alba", "A."),), "First", 2020),
    "alba-2": Author((("Alba", "A."),), "Second", 2020),
    "brun": Author((("Brun", "B."), ("Cole", "C.")), "Third", 2021),
    "dahl": Author((("Dahl", "D."), ("Ek", "E."), ("Falk", "F.")), "Fourth", 2022),
    "board": Author((("The Board", ""),), "Fifth", None),
    "nobody": Author((), "Sixth", 2020),
}
LOCATORS = ("", "", "p. 3", "p. 4", "pp. 5-7")

_words = st.sampled_from(["one", "two", "three", "four", "five"]).map(Word)
_items = st.builds(Cited, st.sampled_from(sorted(SOURCES)), st.sampled_from(LOCATORS))
_alone = _items.map(lambda item: Cite((item,)))
_several = st.lists(_items, min_size=2, max_size=3, unique_by=lambda item: item.source)
_cites = st.one_of(_alone, _alone, _several.map(lambda items: Cite(tuple(items))))


def _rows(tokens: st.SearchStrategy[Token], most: int) -> st.SearchStrategy[Words]:
    """Texts: each begins with a word, as printed texts do."""
    rest = st.lists(tokens, max_size=most)
    return st.tuples(_words, rest).map(lambda parts: (parts[0], *parts[1]))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any legal paper."""
    points = [f"point-{index}" for index in range(draw(st.integers(1, 3)))]
    amendments = [f"change-{index}" for index in range(draw(st.integers(0, 2)))]
    names = [f"note-{index}" for index in range(draw(st.integers(0, 4)))]
    inside = st.one_of(_words, _cites, st.sampled_from([*points, *amendments]).map(Refer))
    texts = _rows(st.one_of(_words, _cites, _uses(names), inside), 4)
    several = st.lists(texts, max_size=3).map(tuple)
    notes = {}
    for index, name in enumerate(names):
        symbol = "*" * (index + 1) if draw(st.sampled_from([False, False, True])) else ""
        note = draw(st.one_of(_alone.map(lambda cite: (cite,)), _rows(inside, 3)))
        notes[name] = PlannedNote(note, symbol)
    statistics = st.lists(_items, max_size=3).map(tuple)
    return Plan(
        draw(st.lists(texts, min_size=1, max_size=3).map(tuple)),
        tuple([PlannedPoint(name, draw(texts), draw(texts), draw(several), draw(statistics)) for name in points]),
        draw(several),
        tuple([PlannedAmendment(name, draw(texts), draw(several)) for name in amendments]),
        draw(several),
        notes,
    )


def _uses(names: list[str]) -> st.SearchStrategy[Token]:
    return st.sampled_from(names).map(Use) if names else _words


def texts_of(plan: Plan) -> list[Words]:
    """The texts outside the notes, in the order in which a position paper prints them."""
    printed = [*plan.summary, *(point.line for point in plan.points), *plan.call]
    for amendment in plan.amendments:
        printed += [amendment.proposed, *amendment.justification]
    for point in plan.points:
        printed += [point.heading, *point.argument]
        printed += [(Word("counted"), Figure(point.id, cited)) for cited in point.statistics]
    return printed + list(plan.closing)


def map_words(plan: Plan, change: Callable[[Words], Words]) -> Plan:
    """The plan with every text outside the notes changed."""

    def each(texts: tuple[Words, ...]) -> tuple[Words, ...]:
        return tuple([change(text) for text in texts])

    return plan._replace(
        summary=each(plan.summary),
        points=tuple(
            [
                point._replace(line=change(point.line), heading=change(point.heading), argument=each(point.argument))
                for point in plan.points
            ]
        ),
        call=each(plan.call),
        amendments=tuple(
            [
                one._replace(proposed=change(one.proposed), justification=each(one.justification))
                for one in plan.amendments
            ]
        ),
        closing=each(plan.closing),
    )


@st.composite
def edits(draw: st.DrawFn, plan: Plan) -> Plan:
    """The paper after an editor's hand: points, amendments and texts moved, taken away and put in."""
    extra = _rows(st.one_of(_words, _cites, _uses(list(plan.notes))), 3)

    def rearranged(texts: tuple[Words, ...]) -> tuple[Words, ...]:
        kept = [text for text in texts if draw(st.sampled_from([True, True, True, False]))]
        return tuple(draw(st.permutations([*kept, *draw(st.lists(extra, max_size=1))])))

    points = [point._replace(argument=rearranged(point.argument)) for point in plan.points]
    amendments = [one._replace(justification=rearranged(one.justification)) for one in plan.amendments]
    return plan._replace(
        summary=(*rearranged(plan.summary), (Word("kept"),)),
        points=tuple(draw(st.permutations(points))),
        call=rearranged(plan.call),
        amendments=tuple(draw(st.permutations(amendments))),
        closing=rearranged(plan.closing),
    )


@st.composite
def translations(draw: st.DrawFn, plan: Plan) -> Plan:
    """The paper in another language: the words and marks of each text in another order."""

    def moved(text: Words) -> Words:
        order: list[Token] = list(draw(st.permutations(text)))
        return (Word("translated"), *order)

    notes = {name: note._replace(text=moved(note.text)) for name, note in plan.notes.items()}
    return map_words(plan, moved)._replace(notes=notes)


def markup(text: Words) -> str:
    """The text as an author writes it: marks stand at the word before them."""
    written = ""
    for token in text:
        match token:
            case Word(word):
                written += f" {word}"
            case Use(note):
                written += f"[^{note}]"
            case Refer(target):
                written += f" [](#{target})"
            case Cite(items):
                written += f"[{'; '.join(f'@{source}, {place}'.rstrip(', ') for source, place in items)}]"
    return written.lstrip()


SPAN = Span("plan.yaml")
PLACE = Place("plan.yaml", ((0, 1, 1),))


def source_of(identifier: str, author: Author) -> Source:
    """The source of a plan as CSL data: a report, whose title is printed without quotation marks."""
    names = tuple([Name(family, given) if given else Name(literal=family) for family, given in author.names])
    date = Date(author.year) if author.year else None
    return Source(identifier, SPAN, "report", names, author.title, date, language="en")


def position_of(plan: Plan, language: str = "en") -> Position:
    """The plan as a position, as if it had been read and checked."""
    return Position(
        id="plan",
        folder=Path(),
        span=SPAN,
        kind="position-paper",
        language=language,
        origin=language,
        title=_text("title", (Word("Title"),)),
        subtitle=None,
        date=None,
        version="1.0",
        status="final",
        style="eu",
        file=None,
        drafted_by=(),
        endorsed_by=(),
        summary=_blocks("summary", plan.summary),
        key_points=tuple([_key_point(point) for point in plan.points]),
        call=_blocks("call", plan.call),
        amendments=tuple([_amendment(amendment) for amendment in plan.amendments]),
        amendment_form="compact",
        amendment_pages="running",
        closing=_blocks("closing", plan.closing),
        footnotes={
            name: Footnote(name, SPAN, _text(f"footnotes/{name}", note.text), note.symbol)
            for name, note in plan.notes.items()
        },
        sources={identifier: source_of(identifier, author) for identifier, author in SOURCES.items()},
        organisations={},
    )


def _text(key: str, text: Words) -> Text:
    return Text(key, markup(text), PLACE)


def _blocks(key: str, texts: tuple[Words, ...]) -> tuple[TextBlock, ...]:
    named = [_text(f"{key}/{index}", text) for index, text in enumerate(texts, 1)]
    return tuple([TextBlock("paragraph", (text,)) for text in named])


def _key_point(point: PlannedPoint) -> KeyPoint:
    key = f"key_points/{point.id}"
    statistics = [
        Statistic(
            "52",
            "percent",
            _text(f"{key}/statistics/{index}", (Word("counted"),)),
            Named(cited.source, SPAN),
            parse_locator(cited.locator) if cited.locator else None,
            SPAN,
        )
        for index, cited in enumerate(point.statistics, 1)
    ]
    return KeyPoint(
        point.id,
        SPAN,
        _text(f"{key}/point", point.line),
        _text(f"{key}/heading", point.heading),
        _blocks(f"{key}/argument", point.argument),
        tuple(statistics),
    )


def _amendment(amendment: PlannedAmendment) -> Amendment:
    key = f"amendments/{amendment.id}"
    return Amendment(
        id=amendment.id,
        span=SPAN,
        to=Aim("Article 1", SPAN, None),
        texts={"proposed": (_text(f"{key}/text/proposed", amendment.proposed),)},
        deleted=False,
        existing=None,
        existing_to=None,
        law_notes={},
        justification=_blocks(f"{key}/justification", amendment.justification),
        alternative_to=(),
    )
