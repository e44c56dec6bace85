"""Looks up which notes cite what: by the words of names and titles, by year, by near spellings.

Every look-up goes by words, never over all pairs of notes, so that five hundred notes take no longer than they must.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from toolkit.inspection.typed.texts import is_near, numbered, shortened
from toolkit.inspection.typed.units import Cited, Unit
from toolkit.records import MutableRecord, Record, fresh

_COMMON = 60  # a word in more notes than this tells nothing and is not followed
_ENOUGH = 0.75
_TITLE_WEIGHT = 0.6
_UNKNOWN_WEIGHT = 0.5
_EPSILON = 1e-6
_MOST_NEAR = 60  # names that are compared with one word
_FEWEST_WORDS = 3  # of a title that can be recognised


class Index(MutableRecord):
    """The units of all notes by their words; only those that cite in full are looked up."""

    notes: Sequence[Cited]
    by_author: dict[str, list[Unit]] = fresh(factory=dict)
    by_word: dict[str, list[Unit]] = fresh(factory=dict)
    near: dict[str, set[str]] = fresh(factory=dict)
    weights: dict[str, float] = fresh(factory=dict)
    phrases: dict[str, set[int]] = fresh(factory=dict)


class Wanted(Record):
    """What a reference says of its source: known words with their weights, years, and how much is not known at all.

    `spelt` has the words that stand in no note as they are, and the name that each is near to; `phrase` is the name
    of several words that the reference begins with, where a full citation begins with it too; `series` has the numbers
    of works of one kind.
    """

    words: Mapping[str, float]
    years: frozenset[str]
    unknown: float
    spelt: Mapping[str, str]
    phrase: str = ""
    series: Mapping[str, tuple[frozenset[str], bool]] = fresh(factory=dict)

    @property
    def total(self) -> float:
        return sum(self.words.values())


class Match(Record):
    """How well a unit fits: `share` of the weight, `names` that agree, and the year and number (None: not said)."""

    unit: Unit
    share: float
    names: int
    year: bool | None
    number: bool | None = None

    @property
    def rank(self) -> tuple[bool, bool, float, bool]:
        """What the best match has most of."""
        return (self.year is not False, bool(self.number), round(self.share, 6), bool(self.year))


def build(notes: Sequence[Cited]) -> Index:
    """The index of the notes `notes`."""
    index = Index(notes)
    for unit in (unit for note in notes for unit in note.units if unit.is_full):
        for word in unit.words:
            index.by_word.setdefault(word, []).append(unit)
        for word in unit.authors:
            index.by_author.setdefault(word, []).append(unit)
        for name in unit.names:
            index.phrases.setdefault(name, set()).add(unit.note)
    for word in index.by_author:
        if len(word) > 3:
            for short in shortened(word):
                index.near.setdefault(short, set()).add(word)
    index.weights = {word: _weight(units) for word, units in index.by_word.items()}
    return index


def _weight(units: Sequence[Unit]) -> float:
    """Rare words tell more."""
    return float(len({unit.note for unit in units}) ** -0.5)


def want(
    index: Index,
    said: Iterable[str],
    capital: frozenset[str],
    years: frozenset[str],
    own: int,
    name: str = "",
    lead: str = "",
) -> Wanted:
    """What the words `said` of a reference in the note `own` ask for, which begins with `name`.

    `lead` is all that stands before its number.

    `capital` are those of the words that are written with a capital.
    """
    found: dict[str, float] = {}
    spelt: dict[str, str] = {}
    unknown = 0.0
    for word in said:
        units = index.by_word.get(word, ())
        if any(unit.note != own for unit in units):
            found[word] = index.weights[word] * (1.0 if index.by_author.get(word) else _TITLE_WEIGHT)
            continue
        near = _near_name(index, word) if word in capital and not units else ""
        if near:
            spelt[word] = near
            found[near] = index.weights[near]
        elif word in capital:
            unknown += _UNKNOWN_WEIGHT
    known = " " in name and any(note != own for note in index.phrases.get(name, ()))
    return Wanted(found, years, unknown, spelt, name if known else "", numbered(lead))


def _near_name(index: Index, word: str) -> str:
    """The only name that `word` may be a spelling of."""
    if len(word) < 4:
        return ""
    close = ""
    met: set[str] = set()
    for name in (name for short in shortened(word) for name in index.near.get(short, ())):
        if name in met:
            continue
        met.add(name)
        if is_near(word, name):
            if close:
                return ""
            close = name
        elif len(met) > _MOST_NEAR:
            return ""  # so many names look like it that none is meant for certain
    return close


def match(wanted: Wanted, unit: Unit) -> Match:
    """How well `unit` is what is wanted."""
    total = wanted.total
    hit = [word for word in wanted.words if word in unit.words]
    names = sum([word in unit.authors for word in hit])
    number = _is_numbered_alike(wanted, unit)
    if not number and wanted.phrase and unit.names and not any(wanted.phrase in name for name in unit.names):
        names, total = 0, 3 * total  # its words stand there, but not as the name
    share = sum([wanted.words[word] for word in hit]) / total if total else 0.0
    year = bool(wanted.years & unit.years) if wanted.years and unit.years else None
    return Match(unit, share, names, year, number)


def _is_numbered_alike(wanted: Wanted, unit: Unit) -> bool | None:
    """Whether a unit has the number that is wanted of works of one kind; None where that is not said."""
    found = None
    for word in wanted.series.keys() & unit.series.keys():
        (asked, is_sure), (given, is_said) = wanted.series[word], unit.series[word]
        if asked & given:
            return True
        found = False if is_sure or is_said else found
    return found


def fits(found: Match) -> bool:
    """Whether a note that is named may well be the one that is meant."""
    return found.share >= 0.5 - _EPSILON and found.year is not False and found.number is not False


def candidates(index: Index, wanted: Wanted, without: frozenset[int]) -> list[Match]:
    """The full citations that are clearly what is wanted, the best of them; none in the notes `without`."""
    if not wanted.words:
        return []
    rare = [word for word in wanted.words if len(index.by_word.get(word, ())) <= _COMMON]
    units: dict[tuple[int, int], Unit] = {}
    for word in rare:
        for unit in index.by_word[word]:
            if unit.note not in without:
                units[unit.note, unit.start] = unit
    matches = [match(wanted, unit) for unit in units.values()]
    clear = [one for one in matches if _is_clear(one, wanted)]
    if not clear:
        return []
    best = max(one.rank for one in clear)
    return sorted((one for one in clear if one.rank == best), key=lambda one: (one.unit.note, one.unit.start))


def _is_clear(found: Match, wanted: Wanted) -> bool:
    """Whether a unit is beyond doubt one that may be meant: its names agree, or several words of its title."""
    total = wanted.total
    known = found.share * total / (total + (0.0 if found.number else wanted.unknown))
    hits = sum(word in found.unit.words for word in wanted.words)
    return (
        found.year is not False
        and found.number is not False
        and known >= _ENOUGH - _EPSILON
        and (found.names > 0 or hits > 1)
    )


def is_same_source(first: Unit, second: Unit) -> bool:
    """Whether two full citations are of one source: the same address, or names, year and nearly the title."""
    if any("/" in address for address in first.addresses & second.addresses):
        return True
    if not first.authors & second.authors or (first.years and second.years and not first.years & second.years):
        return False
    if first.numbers and second.numbers and not first.numbers & second.numbers:
        return False
    shorter, longer = sorted((first.words - first.authors, second.words - second.authors), key=len)
    if len(shorter) < _FEWEST_WORDS or len(longer) > 1.6 * len(shorter) + 1:
        return False
    return all(word in longer or any(is_near(word, other) for other in longer - shorter) for word in shorter)
