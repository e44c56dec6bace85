"""What people type by hand into notes, and which no program keeps right: numbers of notes, Ibid., names, links.

Only `position verify` asks this: in a paper that was rendered all of it follows from the definition.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, first_of_each_code
from toolkit.inspection.reading import Reading, ReadNote, primary
from toolkit.inspection.typed.body import body_references_are_right
from toolkit.inspection.typed.ibids import ibid_has_a_source
from toolkit.inspection.typed.index import build
from toolkit.inspection.typed.links import links_are_true
from toolkit.inspection.typed.points import points_are_there
from toolkit.inspection.typed.references import Notes, references_are_right, series_of
from toolkit.inspection.typed.repeats import (
    name_is_spelt_as_before,
    name_is_spelt_as_in_its_address,
    source_is_cited_once,
)
from toolkit.inspection.typed.settling import settle
from toolkit.inspection.typed.units import Cited, take_apart
from toolkit.inspection.typed.words import UNCHANGING, vocabulary

_SHARE = 0.1
_MOST_CHARACTERS = 3_000_000  # a thousand pages: no paper has more, and what has is not looked through
RULES = (
    references_are_right,
    source_is_cited_once,
    name_is_spelt_as_in_its_address,
    name_is_spelt_as_before,
    ibid_has_a_source,
)


def find_typed_faults(reading: Reading, name: str) -> tuple[Diagnostic, ...]:
    """What is wrong in the file `name` with what was typed by hand, in the order of the notes."""
    blocks = (*reading.blocks, *[block for note in reading.notes for block in note.blocks])
    if sum([len(block.text) for block in blocks]) > _MOST_CHARACTERS:
        return ()
    return first_of_each_code(sorted(_findings(reading, name), key=_place(reading)))


def _findings(reading: Reading, name: str) -> Iterator[Diagnostic]:
    languages = _languages(reading)
    yield from links_are_true(reading, name)
    yield from points_are_there(reading, name, vocabulary(languages))
    if reading.each_page:
        return  # only a layout can tell which number a note shows
    notes = _look(reading, name, languages)
    for rule in RULES:
        yield from rule(notes)
    yield from body_references_are_right(reading, notes, vocabulary(languages))


def _languages(reading: Reading) -> frozenset[str]:
    """The languages that the text is written in: the file's own, and those of much of the text."""
    counts: dict[str, int] = {}
    total = 1
    for block in (*reading.blocks, *[block for note in reading.notes for block in note.blocks]):
        total += len(block.text)
        for passage in block.passages:
            tag = primary(passage.language)
            counts[tag] = counts.get(tag, 0) + len(passage.text)
    often = [tag for tag, count in counts.items() if count > _SHARE * total]
    return frozenset([primary(reading.language), *often])


def _look(reading: Reading, name: str, languages: frozenset[str]) -> Notes:
    marks = frozenset([note.mark for note in reading.notes if note.mark and not note.mark.isdecimal()])
    all_: list[Cited] = []
    by_mark: dict[str, list[int]] = {}
    by_series: dict[tuple[str, str], list[int]] = {}
    for index, note in enumerate(_displayed(reading)):
        own = {primary(passage.language) for block in note.blocks for passage in block.passages}
        all_.append(take_apart(index, note, vocabulary(languages | own), marks))
        by_mark.setdefault(note.mark, []).append(index)
        by_series.setdefault((note.mark, series_of(all_[index])), []).append(index)
    all_ = settle(all_)
    shown = {mark: tuple(found) for mark, found in by_mark.items()}
    apart = {key: tuple(found) for key, found in by_series.items()}
    return Notes(name, all_, shown, build(all_), not languages <= UNCHANGING, apart)


def _displayed(reading: Reading) -> list[ReadNote]:
    """The notes that readers see, in their order; others are in deleted text, or a fault by themselves."""
    return [note for note in reading.notes if note.mark]


def _place(reading: Reading) -> _Key:
    return _Key({note.mark: index for index, note in reversed(list(enumerate(reading.notes)))})


class _Key:
    """Sorts findings by the note that they are about, those of the text first."""

    def __init__(self, order: dict[str, int]) -> None:
        self._order = order

    def __call__(self, found: Diagnostic) -> int:
        return -1 if found.note is None else self._order.get(found.note, -1)
