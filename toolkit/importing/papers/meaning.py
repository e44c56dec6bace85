"""Which source a reference means that somebody typed: by its names, year and words first, by its number second."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.importing.papers.sameness import is_same_work
from toolkit.inspection.typed.index import Match, Wanted, candidates, fits, match, want
from toolkit.inspection.typed.mentions import Mention
from toolkit.inspection.typed.references import Notes, series_of, units_of
from toolkit.inspection.typed.texts import fold, words, years
from toolkit.inspection.typed.units import Cited, Unit, author_names, evidence
from toolkit.records import Record, fresh

_NEARLY = 0.01
_LONGEST_LEAD = 30
_BEHIND = 60


class Known(Notes):
    """The notes, and the source of each unit that was understood, by its note and where it begins."""

    sources: Mapping[tuple[int, int], str] = fresh(factory=dict)

    def is_one(self, first: Unit, second: Unit) -> bool:
        """Whether two units are of one source."""
        names = [self.sources.get((unit.note, unit.start)) for unit in (first, second)]
        return names[0] == names[1] if all(names) else is_same_work(first, second)


class Meaning(Record):
    """What a reference means: the unit of a note, or no more than that the note `named` is there.

    `is_wrong` says that the number is that of another note; `is_named` that words of the reference name a source.
    """

    unit: Unit | None
    named: tuple[int, ...]
    is_wrong: bool
    is_named: bool


def meaning(notes: Known, cited: Cited, mention: Mention, unit: Unit | None) -> Meaning:
    """What the reference `mention` in the note `cited` means; `unit` is the part of the note that it stands in.

    A note that is named counts as meant where its words fit, and those of no other note fit better.
    """
    start, end = (unit.start, unit.end) if unit is not None else (0, len(cited.text))
    named = tuple(
        [at for number in mention.numbers for at in notes.named(number.shown, series_of(cited)) if at != cited.index]
    )
    said, wanted = _wanted(notes, cited, mention, start, end)
    if not wanted.words:
        return Meaning(None, named, _speaks_against(notes, named, said), bool(wanted.unknown))
    letters = _lettered(cited.text[start:end])
    fitting = [found for at in named for other in units_of(notes, at) if fits(found := match(wanted, other))]
    fitting = [found for found in fitting if _has_letter(notes, found.unit, letters)]
    best_of_all = candidates(notes.index, wanted, frozenset((cited.index,)))
    best_of_all = [found for found in best_of_all if _has_letter(notes, found.unit, letters)]
    better = best_of_all[0].share if best_of_all else 0.0
    if fitting:
        best = max(found.rank for found in fitting)
        chosen = [found for found in fitting if found.rank == best]
        if chosen[0].share > better - _NEARLY or _is_among(notes, chosen[0].unit, best_of_all):
            return Meaning(_only(notes, [found.unit for found in chosen]), named, False, True)
    if best_of_all and _is_sure(best_of_all):
        return Meaning(_only(notes, [found.unit for found in best_of_all]), named, True, True)
    return Meaning(None, named, True, True)


def _is_among(notes: Known, unit: Unit, best: Sequence[Match]) -> bool:
    """Whether those that fit best are the same source."""
    return any(notes.is_one(unit, found.unit) for found in best)


def _speaks_against(notes: Known, named: Sequence[int], said: Sequence[str]) -> bool:
    """Whether words stand with a number of which the note that it names has none."""
    if not said or not named:
        return False
    return not any(set(said) & {fold(word) for word in words(notes.all[at].text)} for at in named)


_LETTERED = re.compile(r"\b((?:1[89]|20)\d\d[a-z])\b")


def _lettered(text: str) -> set[str]:
    """The years with a letter ("2020b"), which tell the works of a year apart."""
    return set(_LETTERED.findall(text))


def _has_letter(notes: Known, unit: Unit, letters: set[str]) -> bool:
    own = _lettered(notes.all[unit.note].text[unit.start : unit.end])
    return not letters or not own or bool(letters & own)


def _wanted(notes: Known, cited: Cited, mention: Mention, start: int, end: int) -> tuple[list[str], Wanted]:
    lead = cited.text[start : mention.start]
    behind = cited.text[mention.end : min(end, mention.end + _BEHIND)]
    said = evidence(lead)[-_LONGEST_LEAD:]
    if not said:
        lead = behind.lstrip(" (,")
        said = evidence(lead)
    capital = frozenset(fold(word) for word in words(lead) if word[0].isupper())
    name = next(iter(author_names(lead)), "")
    return said, want(notes.index, said, capital, years(lead) | years(behind), cited.index, name, lead)


def _only(notes: Known, units: Sequence[Unit]) -> Unit | None:
    """The one source that all of `units` are; None where they are several."""
    first = units[0]
    return first if all(notes.is_one(first, other) for other in units[1:]) else None


def _is_sure(best: Sequence[Match]) -> bool:
    first = best[0]
    return first.share > 0.99 and first.names > 0 and (bool(first.year) or first.names > 1 or len(best) == 1)
