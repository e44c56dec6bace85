"""Which parts of notes cite in full: told from the notes before them, where their own words leave it open."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.inspection.typed.units import Cited, Unit, evidence
from toolkit.records import replace

_FEWEST = 2  # words of a citation in full, which has a year as well
_COMPARED = 12  # earlier citations with one word in common


def settle(notes: Sequence[Cited]) -> list[Cited]:
    """`notes` with `is_full` right: short where an earlier note has it all, full where a short one says what is new."""
    known: dict[str, list[Unit]] = {}
    settled: list[Cited] = []
    for note in notes:
        units = tuple([_settled(note, at, known) for at in range(len(note.units))])
        for unit in units:
            for word in unit.words if unit.is_full else ():
                known.setdefault(word, []).append(unit)
        same = all(first is second for first, second in zip(units, note.units, strict=True))
        settled.append(note if same else replace(note, units=units))
    return settled


def _settled(note: Cited, at: int, known: dict[str, list[Unit]]) -> Unit:
    unit = note.units[at]
    if unit.is_full:
        said = frozenset(evidence(note.text[unit.start : unit.end]))  # without initials
        short = not unit.years and not unit.addresses and _is_known(unit, said, known)
        return replace(unit, is_full=False) if short else unit
    refers = (at == 0 and note.ibid) or any(unit.start <= one.start < unit.end for one in note.mentions)
    is_new = any(word not in known for word in unit.words)
    if refers or not unit.years or not unit.authors or len(unit.words) < _FEWEST or not is_new:
        return unit
    return replace(unit, is_full=True)


def _is_known(unit: Unit, said: frozenset[str], known: dict[str, list[Unit]]) -> bool:
    """Whether all words `said` by `unit`, and a name among them, stand in one earlier citation that says more."""
    rarest = min(said, key=lambda word: (len(known.get(word, ())), word), default="")
    return any(said < other.words and unit.authors & other.authors for other in known.get(rarest, ())[:_COMPARED])
