"""Which old message a text of the definition was: the same, moved, changed, one of several that were one.

A key that ends with a number says only where a paragraph stands, so that one inserted paragraph gives new keys to all
that follow. Texts are therefore matched by their words first, and by their key where those do not decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from toolkit.po import Entry
from toolkit.records import MutableRecord, Record, fresh
from toolkit.translating.likeness import Index, Shape, joined, likeness, shape
from toolkit.translating.units import Unit, parent_of

KEPT, RETURNED, MOVED, CHANGED, SPLIT, JOINED, NEW = "kept", "returned", "moved", "changed", "split", "joined", "new"

LIKE = 0.5  # from here on, two texts with other keys count as one that was changed
LIKE_IN_PLACE = 0.3  # the same for two with one key that ends with a number
CERTAIN = 0.85
PARTED = 0.75  # from here on, several texts together count as the one that they were, or became
_BETTER = 0.03  # by so much they must be more like it together than the best of them alone


_Pairs = dict[tuple[int, int], float]  # by the numbers of text and message


class Match(Record):
    """What a text was before: `entries` are the old messages (several where they were joined), none if it is new.

    Of a text that was split, `part` counts from 0 and `parts` are all its pieces as they now stand.
    """

    kind: str
    unit: Unit
    entries: tuple[Entry, ...] = ()
    part: int = 0
    parts: tuple[Unit, ...] = ()


class Matched(Record):
    """A match for each text in its order, and the messages that belong to none."""

    matches: tuple[Match, ...]
    left: tuple[Entry, ...]


def match(units: Sequence[Unit], entries: Sequence[Entry]) -> Matched:
    """What each of `units` was among `entries`, which are the messages of a catalogue without its header."""
    state = _Matching(units, entries)
    state.same_place()
    state.same_words()
    state.likeness()
    found = [state.found.get(number, Match(NEW, unit)) for number, unit in enumerate(units)]
    return Matched(tuple(found), tuple([entry for number, entry in enumerate(entries) if number not in state.used]))


class _Matching(MutableRecord):
    units: Sequence[Unit]
    entries: Sequence[Entry]
    found: dict[int, Match] = fresh(factory=dict)
    used: set[int] = fresh(factory=set)

    def settle(self, number: int, kind: str, *old: int) -> None:
        """The text `number` was the messages `old`."""
        self.found[number] = Match(kind, self.units[number], tuple([self.entries[one] for one in old]))
        self.used.update(old)

    def open_units(self) -> list[int]:
        return [number for number in range(len(self.units)) if number not in self.found]

    def open_entries(self) -> list[int]:
        return [number for number in range(len(self.entries)) if number not in self.used]

    def same_place(self) -> None:
        """The same key and the same words: nothing has happened."""
        places = {entry.key: number for number, entry in enumerate(self.entries) if not entry.obsolete}
        for number, unit in enumerate(self.units):
            old = places.get(unit.key)
            if old is not None and self.entries[old].source == unit.source:
                self.settle(number, KEPT, old)

    def same_words(self) -> None:
        """The same words under another key, or words that had gone and are there again."""
        for bound in (False, True):  # first what stands in the file, then what a stale translation was made from
            by_source: dict[str, list[int]] = {}
            for old in self.open_entries():
                entry = self.entries[old]
                by_source.setdefault(entry.made_from if bound else entry.source, []).append(old)
            for number in self.open_units():
                unit = self.units[number]
                likely = [old for old in by_source.get(unit.source, ()) if old not in self.used]
                if likely:
                    old = min(likely, key=lambda old: (*_distance(unit, self.entries[old]), abs(old - number)))
                    entry = self.entries[old]
                    same = entry.obsolete or entry.key == unit.key
                    self.settle(number, RETURNED if same else MOVED, old)

    def likeness(self) -> None:
        """Other words: the most alike belong together."""
        open_units, open_entries = self.open_units(), self.open_entries()
        if not open_units or not open_entries:
            return
        news = {number: shape(self.units[number].source) for number in open_units}
        olds = {old: shape(self.entries[old].made_from) for old in open_entries}
        alike, pairs = self._pairs(news, olds)
        self._several(news, olds, alike)
        order = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
        for (number, old), _ in order:
            if number not in self.found and old not in self.used:
                self.settle(number, CHANGED, old)
        self._same_name(news)

    def _pairs(self, news: dict[int, Shape], olds: dict[int, Shape]) -> tuple[_Pairs, _Pairs]:
        """How like each text is to the old messages that it might have been, and what speaks for each of the likeliest.

        For those the same place counts for something, and being obsolete against it.
        """
        numbers = list(olds)
        index = Index(list(olds.values()))
        places = {self.entries[old].key: old for old in numbers if not self.entries[old].obsolete}
        alike: _Pairs = {}
        pairs: _Pairs = {}
        for number, words in news.items():
            unit = self.units[number]
            here = places.get(unit.key)
            likely = dict.fromkeys([*([] if here is None else [here]), *[numbers[one] for one in index.like(words)]])
            for old in likely:
                entry = self.entries[old]
                value = alike[number, old] = likeness(words, olds[old])
                at_home = entry.key == unit.key and not entry.obsolete
                if value >= (LIKE_IN_PLACE if at_home else LIKE):
                    near = 0.1 if at_home else 0.05 if parent_of(entry.key) == unit.parent else 0.0
                    pairs[number, old] = value + near - (0.15 if entry.obsolete else 0.0)
                if value > CERTAIN and not entry.obsolete:
                    break  # there will be none that is more like it
        return alike, pairs

    def _several(self, news: dict[int, Shape], olds: dict[int, Shape], alike: _Pairs) -> None:
        """Texts that were one and are several, or were several and are one."""
        best_of_old: dict[int, float] = {}
        best_of_new: dict[int, float] = {}
        for (number, old), value in alike.items():
            best_of_old[old] = max(best_of_old.get(old, 0.0), value)
            best_of_new[number] = max(best_of_new.get(number, 0.0), value)
        found: list[tuple[float, str, tuple[int, ...], tuple[int, ...]]] = []
        active = {old: words for old, words in olds.items() if not self.entries[old].obsolete}
        open_news = {number: words for number, words in news.items() if best_of_new.get(number, 0.0) < 1 - _BETTER}
        open_olds = {old: words for old, words in active.items() if best_of_old.get(old, 0.0) < 1 - _BETTER}
        parents = [self.units[number].parent for number in open_news]
        for run, old, value in _wholes(open_news, parents, open_olds, best_of_old):
            found.append((value, SPLIT, run, (old,)))
        parents = [parent_of(self.entries[old].key) for old in open_olds]
        for run, number, value in _wholes(open_olds, parents, open_news, best_of_new):
            found.append((value, JOINED, (number,), run))
        for _, kind, numbers, old_ones in sorted(found, key=lambda one: (-one[0], one[2:])):
            if not self.found.keys().isdisjoint(numbers) or not self.used.isdisjoint(old_ones):
                continue
            parts = tuple([self.units[number] for number in numbers])
            for part, number in enumerate(numbers):
                self.settle(number, kind, *old_ones)
                if kind == SPLIT:
                    self.found[number] = Match(SPLIT, self.units[number], self.found[number].entries, part, parts)

    def _same_name(self, news: dict[int, Shape]) -> None:
        """A title or a heading is what its key says, even where no word of it is left."""
        places = {self.entries[old].key: old for old in self.open_entries() if not self.entries[old].obsolete}
        for number in news:
            unit = self.units[number]
            if number not in self.found and not unit.parent and unit.key in places:
                self.settle(number, CHANGED, places[unit.key])


def _distance(unit: Unit, entry: Entry) -> tuple[bool, bool, bool]:
    """What speaks against a message having been this text, the weightiest first."""
    return entry.obsolete, entry.key != unit.key, parent_of(entry.key) != unit.parent


_MOST_PARTS = 4


def _wholes(
    pieces: Mapping[int, Shape], parents: Sequence[str], wholes: Mapping[int, Shape], best: Mapping[int, float]
) -> Iterator[tuple[tuple[int, ...], int, float]]:
    """Runs of `pieces` that are together like one of `wholes`, more so than the `best` of them alone."""
    numbers = list(wholes)
    index = Index(list(wholes.values()))
    for run in _runs(list(pieces), parents):
        together = joined(pieces[number] for number in run)
        for one in index.like(together):
            value = _together(together, wholes[numbers[one]])
            if value >= PARTED and value > best.get(numbers[one], 0.0) + _BETTER:
                yield run, numbers[one], value


def _runs(numbers: Sequence[int], parents: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Two to four numbers that follow each other in one running text."""
    for start in range(len(numbers)):
        for end in range(start + 2, min(start + _MOST_PARTS, len(numbers)) + 1):
            run = numbers[start:end]
            follow = all(other == one + 1 for one, other in pairwise(run))
            if not follow or not parents[start] or len(set(parents[start:end])) > 1:
                break
            yield tuple(run)


def _together(whole: Shape, other: Shape) -> float:
    """How like they are, where they can be at all by their length."""
    if not 0.5 < (whole.size + 1) / (other.size + 1) < 2:
        return 0.0
    return likeness(whole, other)
