"""Every number of a printed paper is right, whatever is moved, added, taken away or translated.

What must be printed is worked out here a second time, in the plainest way, from the rules that the
documentation gives; the files are read by the independent readers of `toolkit.inspection`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from builtin_kinds import kind
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    PLACE,
    SOURCES,
    SPAN,
    Cite,
    Cited,
    Figure,
    Plan,
    PlannedNote,
    PlannedPoint,
    Refer,
    Token,
    Use,
    Word,
    Words,
    edits,
    examples,
    map_words,
    plans,
    position_of,
    texts_of,
    translations,
)
from vocabulary import Vocabulary, language

from toolkit.catalogue import Catalogue, Message
from toolkit.document import Document
from toolkit.inline import plain_text
from toolkit.inspection import compare, verify_file
from toolkit.inspection.reading import Reading, ReadReference, normal
from toolkit.languages.snapshot import TAGS
from toolkit.pipeline import Draft, compose_document
from toolkit.position import Position, texts
from toolkit.records import replace
from toolkit.resources import Workspace
from toolkit.translation import localise
from toolkit.writers import WRITERS

WORKSPACE = Workspace(Path(__file__).parent)


def apart(text: str) -> str:
    """`text` with a space between marks that stand side by side: 2 and 3 are not 23."""
    return text.replace("][^", "]\u202f[^")


class Oracle:
    """The rules read a second time, naively; `texts`, `symbols` and `notes` are what the paper must show."""

    def __init__(self, plan: Plan, tag: str) -> None:
        self.plan = plan
        self.words = Vocabulary(tag)
        self.series: list[Words] = []  # what each numbered note holds, note 1 first
        self.numbers: dict[object, int] = {}
        self.symbol_notes: list[str] = []
        self.texts = [apart("".join(self.shown(token) for token in text).lstrip()) for text in texts_of(plan)]
        self.in_full: dict[str, int] = {}
        for number, content in enumerate(self.series, 1):
            for item in cited(content):
                self.in_full.setdefault(item.source, number)
        self.notes = [self.note(content, number) for number, content in enumerate(self.series, 1)]
        self.symbols = [self.note(plan.notes[name].text, None) for name in self.symbol_notes]

    def shown(self, token: Token) -> str:
        """What a word or mark prints: a citation is a note of its own, a note met again keeps its number."""
        match token:
            case Word(word):
                return f" {word}"
            case Refer(target):
                return f" {self.reference(target)}"
            case Use(name):
                if symbol := self.plan.notes[name].symbol:
                    self.symbol_notes += [name] if name not in self.symbol_notes else []
                    return f"[^{symbol}]"
                return self.mark(("note", name), self.plan.notes[name].text)
            case Figure(point, item):
                return self.mark(("figure", point, item), (Cite((item,)),))
        return self.mark(("citation", len(self.series)), (token,))

    def mark(self, key: object, content: Words) -> str:
        if key not in self.numbers:
            self.series.append(content)
            self.numbers[key] = len(self.series)
        return f"[^{self.numbers[key]}]"

    def reference(self, target: str) -> str:
        points = [point.id for point in self.plan.points]
        if target in points:
            return self.words.point.format(points.index(target) + 1)
        amendments = [amendment.id for amendment in self.plan.amendments]
        return self.words.amendment.format(amendments.index(target) + 1)

    def note(self, content: Words, number: int | None) -> str:
        """A note; one that ends with a source ends with a full stop."""
        given: set[str] = set()
        text = ""
        for token in content:
            if not isinstance(token, Cite):
                text += self.shown(token)
                continue
            text += self.words.between.join([self.citation(item, content, number, given) for item in token.items])
        ended = isinstance(content[-1], Cite) and not text.endswith(".")
        return text.lstrip() + ("." if ended else "")

    def citation(self, item: Cited, content: Words, number: int | None, given: set[str]) -> str:
        if number is None or (self.in_full[item.source] == number and item.source not in given):
            given.add(item.source)
            return self.full(item)
        before = self.series[number - 2] if number > 1 else ()
        if len(cited(before)) == len(before) == len(cited(content)) == len(content) == 1:
            earlier = cited(before)[0]
            if earlier.source == item.source and (item.locator or not earlier.locator):
                return self.words.ibid + (f", {self.place(item)}" if item.locator != earlier.locator else "")
        if self.in_full[item.source] == number:  # earlier in this very note
            return f"{self.short(item.source)} ({self.year(item.source)})" + (
                f", {self.place(item)}" if item.locator else ""
            )
        reference = self.words.n.format(self.in_full[item.source])
        text = f"{self.short(item.source)}, {reference} ({self.year(item.source)})"
        return text + (f", {self.place(item)}" if item.locator else "")

    def full(self, item: Cited) -> str:
        source = SOURCES[item.source]
        names = [f"{family}, {first}" if first else family for family, first in source.names]
        place = [self.place(item)] if item.locator else []
        author = [self.listed(names)] if names else []
        return ", ".join([*author, source.title, self.year(item.source), *place])

    def short(self, identifier: str) -> str:
        names = [family for family, _ in SOURCES[identifier].names]
        if len(names) > 2:
            return f"{names[0]} {self.words.et_al}"
        return self.listed(names) or SOURCES[identifier].title

    def listed(self, names: list[str]) -> str:
        last = self.words.last_of_two if len(names) == 2 else self.words.last_of_three
        return last.join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)

    def year(self, identifier: str) -> str:
        """The year, with a letter where another source of the series has the same short author and year."""
        year = SOURCES[identifier].year
        alike = [
            other
            for other in self.in_full
            if self.short(other) == self.short(identifier) and SOURCES[other].year == year
        ]
        letter = "abc"[alike.index(identifier)] if len(alike) > 1 and identifier in alike else ""
        return (str(year) if year else self.words.no_date) + letter

    def place(self, item: Cited) -> str:
        word, _, pages = item.locator.partition(" ")
        template = self.words.pp if word == "pp." else self.words.p
        return template.format(pages.replace("-", "–"))


def cited(content: Words) -> list[Cited]:
    """The sources of a note, in their order."""
    return [item for token in content if isinstance(token, Cite) for item in token.items]


def document_of(position: Position, tag: str) -> Document:
    return compose_document(Draft(position, {tag: position}, {tag: language(tag)}, kind()), tag, (), {})


def assert_printed(position: Position, plan: Plan, tag: str) -> None:
    """Both files of `position` show what the oracle makes of `plan`."""
    document = document_of(position, tag)
    oracle = Oracle(plan, tag)
    for form, write in WRITERS.items():
        data = write(document, WORKSPACE.template("position-paper"))
        reading, faults = verify_file(f"plan.{form}", data)
        assert not faults
        assert reading is not None
        assert not compare(document, reading, f"plan.{form}")
        assert_texts(reading, oracle)
        assert_marks(reading)
        assert_references(reading, plan)


def assert_texts(reading: Reading, oracle: Oracle) -> None:
    shown = [mark.shown for mark in reading.marks()]
    assert shown == re.findall(r"\[\^(.+?)\]", "".join(oracle.texts))
    blocks = iter(reading.blocks)
    for text in oracle.texts:
        assert any(block.text.endswith(normal(text)) for block in blocks), text
    assert [note.text for note in reading.notes if note.number] == [normal(text) for text in oracle.notes]
    symbols = {note.text for note in reading.notes if not note.number}
    assert symbols == {normal(text) for text in oracle.symbols}


def assert_marks(reading: Reading) -> None:
    """Notes are 1…n in reading order, and each mark shows the number of the note that it leads to."""
    numbers = [note.number for note in reading.notes if note.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    marks = {note.id: note.mark for note in reading.notes}
    met = [mark.note for mark in reading.marks()]
    assert all(mark.shown == marks[mark.note] for mark in reading.marks())
    assert set(met) == set(marks)
    first_met = [int(marks[note]) for note in dict.fromkeys(met) if marks[note].isdecimal()]
    assert first_met == numbers
    for mark in reading.marks():
        if mark.target:  # printed by a NOTEREF field: the bookmark wraps the mark of that very note
            assert reading.targets[mark.target].notes == (mark.note,)


def assert_references(reading: Reading, plan: Plan) -> None:
    """The number that a reference shows is the one displayed at the place that it leads to."""
    blocks = [*reading.blocks, *(block for note in reading.notes for block in note.blocks)]
    marks = {note.id: note.mark for note in reading.notes}
    for reference in (reference for block in blocks for reference in block.references):
        if reference.kind == "anchor":  # a line of the list of key points, in the author's words
            continue
        target = reading.targets[reference.target]
        number = re.sub(r"\D", "", reference.shown)
        if leads_to_note(reference):
            assert [marks[note] for note in target.notes] == [number]
        elif reference.kind == "number":
            assert reading.blocks[target.block].number == number
        elif reference.kind == "text":
            assert target.text == reference.shown
        else:
            kind, _, identifier = reference.target.partition("-")
            parts: tuple[object, ...] = plan.points if kind == "point" else plan.amendments
            assert [getattr(part, "id", "") for part in parts].index(identifier) == int(number) - 1


def leads_to_note(reference: ReadReference) -> bool:
    """A NOTEREF field in Word, a link to an item of the list of notes in HTML."""
    return reference.kind == "note" or reference.target.startswith("fn-")


@given(plan=plans(), tag=st.sampled_from(TAGS))
@examples(60)
def test_every_paper_shows_what_the_rules_say(plan: Plan, tag: str) -> None:
    assert_printed(position_of(plan, tag), plan, tag)


@given(data=st.data(), plan=plans(), tag=st.sampled_from(TAGS))
@examples(60)
def test_numbers_follow_every_edit(data: st.DataObject, plan: Plan, tag: str) -> None:
    edited = data.draw(edits(plan))
    assert_printed(position_of(edited, tag), edited, tag)


@given(data=st.data(), plan=plans(), tag=st.sampled_from([tag for tag in TAGS if tag != "en"]))
@examples(60)
def test_numbers_follow_every_translation(data: st.DataObject, plan: Plan, tag: str) -> None:
    """Marks that stand in another order in the translation are numbered in that order there."""
    translated = data.draw(translations(plan))
    source, target = position_of(plan), position_of(translated, tag)
    words = {text.key: text.value for text in texts(target)}
    messages = {text.key: Message(text.key, text.value, words[text.key], PLACE, SPAN) for text in texts(source)}
    localised = localise(source, Catalogue("plan.po", tag, messages))
    assert localised.language == tag
    figures = {point.id: point.statistics for point in plan.points}
    assert figures == {point.id: point.statistics for point in translated.points}
    assert_printed(localised, translated, tag)


@given(plan=plans())
@examples(30)
def test_order_of_definitions_changes_nothing(plan: Plan) -> None:
    """Notes and sources may be defined in any order: their numbers come from where they are used."""
    position = position_of(plan)
    other = replace(
        position,
        footnotes=dict(reversed(list(position.footnotes.items()))),
        sources=dict(reversed(list(position.sources.items()))),
    )
    assert document_of(position, "en") == document_of(other, "en")


@given(plan=plans())
@examples(30)
def test_symbol_notes_count_for_nothing(plan: Plan) -> None:
    """The series is the same without them: no number, no first citation, no Ibid., no letter after a year."""
    symbols = {name for name, note in plan.notes.items() if note.symbol}

    def without(text: Words) -> Words:
        return tuple([token for token in text if not (isinstance(token, Use) and token.note in symbols)])

    bare = map_words(plan, without)
    numbered = [note for note in document_of(position_of(plan), "en").notes if note.number]
    assert numbered == [note for note in document_of(position_of(bare), "en").notes if note.number]


FIRST, SECOND = "Alba, A., First, 2020", "Alba, A., Second, 2020"
THIRD = "Brun, B. and Cole, C., Third, 2021"

# What is written, and what the notes say: worked out by hand.
WRITTEN: dict[str, tuple[str, list[str]]] = {
    "same source again": ("a[@alba-1] b[@alba-1]", [f"{FIRST}.", "Ibid."]),
    "another place in it": ("a[@alba-1] b[@alba-1, p. 3]", [f"{FIRST}.", "Ibid., p.\u00a03."]),
    "same place again": ("a[@alba-1, p. 3] b[@alba-1, p. 3]", [f"{FIRST}, p.\u00a03.", "Ibid."]),
    "one place, then another": (
        "a[@alba-1, p. 3] b[@alba-1, pp. 4-6]",
        [f"{FIRST}, p.\u00a03.", "Ibid., pp.\u00a04–6."],
    ),
    "the whole after a place in it": (
        "a[@alba-1, p. 3] b[@alba-1]",
        [f"{FIRST}, p.\u00a03.", "Alba, n.\u00a01 (2020)."],
    ),
    "four in a row": (
        "a[@alba-1] b[@alba-1, p. 3] c[@alba-1, p. 3] d[@alba-1]",
        [f"{FIRST}.", "Ibid., p.\u00a03.", "Ibid.", "Alba, n.\u00a01 (2020)."],
    ),
    "two sources before": (
        "a[@alba-1; @brun] b[@brun]",
        [f"{FIRST}; {THIRD}.", "Brun and Cole, n.\u00a01 (2021)."],
    ),
    "two sources after": (
        "a[@brun] b[@brun; @alba-1]",
        [f"{THIRD}.", f"Brun and Cole, n.\u00a01 (2021); {FIRST}."],
    ),
    "another source between": (
        "a[@alba-1] b[@brun] c[@alba-1, p. 2]",
        [f"{FIRST}.", f"{THIRD}.", "Alba, n.\u00a01 (2020), p.\u00a02."],
    ),
    "words between": (
        "a[@alba-1] b[^words] c[@alba-1]",
        [f"{FIRST}.", "Some words.", "Alba, n.\u00a01 (2020)."],
    ),
    "symbol note between": ("a[@alba-1] b[^symbol] c[@alba-1]", [f"{FIRST}.", "Ibid."]),
    "symbol note first": ("a[^symbol] b[@brun]", [f"{THIRD}."]),
    "note that is only a source": ("a[^source] b[@brun]", [f"{THIRD}.", "Ibid."]),
    "note that says more": ("a[^more] b[@brun]", [f"Compare {THIRD}.", "Brun and Cole, n.\u00a01 (2021)."]),
    "more after the source": ("a[@brun] b[^more]", [f"{THIRD}.", "Compare Brun and Cole, n.\u00a01 (2021)."]),
    "repeated mark between": (
        "a[^source] b[@alba-1] c[^source] d[@alba-1]",
        [f"{THIRD}.", f"{FIRST}.", "Ibid."],
    ),
    "letters by first citation": (
        "a[@alba-2] b[@alba-1] c[@alba-2]",
        [f"{SECOND}a.", f"{FIRST}b.", "Alba, n.\u00a01 (2020a)."],
    ),
    "no letter for a source cited in a symbol note": ("a[^second] b[@alba-1]", [f"{FIRST}."]),
    "in bold and in italics": ("a**b[@brun]** *c[@brun]*", [f"{THIRD}.", "Ibid."]),
    "no full stop twice": ("a[@board]", ["The Board, Fifth, n.d."]),
    "no author": (
        "a[@nobody] b[@brun] c[@nobody]",
        ["Sixth, 2020.", f"{THIRD}.", "Sixth, n.\u00a01 (2020)."],
    ),
}
NOTES = {
    "words": PlannedNote((Word("Some"), Word("words."))),
    "source": PlannedNote((Cite((Cited("brun"),)),)),
    "more": PlannedNote((Word("Compare [@brun]."),)),
    "symbol": PlannedNote((Word("See [@brun]."),), "*"),
    "second": PlannedNote((Cite((Cited("alba-2"),)),), "†"),
}


def plan_of(text: str) -> Plan:
    point = PlannedPoint("only", (Word("Point"),), (Word("Heading"),), (), ())
    return Plan(((Word(text),),), (point,), (), (), (), NOTES)


@pytest.mark.parametrize("name", WRITTEN)
def test_notes_by_hand(name: str) -> None:
    text, expected = WRITTEN[name]
    document = document_of(position_of(plan_of(text)), "en")
    assert [plain_text(note.content) for note in document.notes if note.number] == expected


def test_symbol_note_cites_in_full() -> None:
    document = document_of(position_of(plan_of("a[@brun] b[^symbol]")), "en")
    (note,) = [note for note in document.notes if note.number is None]
    assert plain_text(note.content) == f"See {THIRD}."


def test_reference_to_a_note_prints_its_number() -> None:
    """`[](#id)` may stand before the mark of the note, and in another note."""
    text = "a (see [](#words)) b[@brun] c[^words] d[^refers]"
    plan = plan_of(text)._replace(notes={**NOTES, "refers": PlannedNote((Word("As in [](#words)."),))})
    document = document_of(position_of(plan), "en")
    assert plain_text(document.notes[2].content) == "As in note\u00a02."
    for form, write in WRITERS.items():
        data = write(document, WORKSPACE.template("position-paper"))
        reading, faults = verify_file(f"plan.{form}", data)
        assert reading is not None
        assert not faults
        assert any(block.text == "a (see note\u00a02) b[^1] c[^2] d[^3]" for block in reading.blocks)
        assert_marks(reading)
        assert_references(reading, plan)


def test_figures_of_one_panel_share_a_note() -> None:
    """Where source and place are the same; the next panel has a note of its own."""
    panel = (Cited("brun", "p. 3"), Cited("brun", "p. 3"), Cited("brun", "p. 4"))
    points = [PlannedPoint(name, (Word("x"),), (Word("x"),), (), panel) for name in ("one", "two")]
    document = document_of(position_of(Plan((), tuple(points), (), (), (), {})), "en")
    assert [(plain_text(note.content), note.uses) for note in document.notes] == [
        (f"{THIRD}, p.\u00a03.", 2),
        ("Ibid., p.\u00a04.", 1),
        ("Ibid., p.\u00a03.", 2),
        ("Ibid., p.\u00a04.", 1),
    ]
