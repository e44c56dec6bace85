"""Which paragraph of a file that came back is which of the paper, and where a place in the one is in the other.

Words and their order decide; names of styles and bookmarks, which other programs lose, have no part in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from math import sqrt

from toolkit.inspection.alignment import longest_rising
from toolkit.inspection.reviewed import NOTE_MARK
from toolkit.records import Record

ALIKE = 0.4  # less in common, and one is not the other changed
MOVED = 0.75  # where the order does not help
_JOINED = 0.6
_BETWEEN = 8  # characters that two differences may have between them
_MOST_COMPARED = 6_000  # pairs of paragraphs in one gap
_MOST_TOKENS = 1_000_000  # pairs of words in one paragraph
_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
_LETTERS = re.compile(r"\w+")
_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\u2011": "-"})


def levelled(text: str) -> str:
    """`text`, as long as it was, with characters that programs put in the place of each other made one."""
    return text.translate(_SAME)


def bare(text: str) -> str:
    """`text` as two readings of a paragraph are compared: spaces collapsed, marks of notes left out."""
    return " ".join(levelled(text).replace(NOTE_MARK, "").split())


class Shape:
    """The words of a text and their pairs, counted."""

    __slots__ = ("counts", "size")

    def __init__(self, text: str) -> None:
        words = _LETTERS.findall(text.lower())
        self.counts = Counter(words)
        self.counts.update(f"{one} {other}" for one, other in pairwise(words))
        self.size = sum(self.counts.values())

    def __add__(self, other: Shape) -> Shape:
        made = Shape("")
        made.counts, made.size = self.counts + other.counts, self.size + other.size
        return made

    def like(self, other: Shape) -> float:
        """From 0, no word in common, to 1 (Dice's coefficient of words and pairs)."""
        if not self.size or not other.size:
            return 0.0
        small, large = sorted((self.counts, other.counts), key=len)
        common = sum(min(count, large[word]) for word, count in small.items() if word in large)
        return 2 * common / (self.size + other.size)


class Pair(Record):
    """Paragraphs of the paper and of the file that are the same, one of each or, where one was divided, more."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]


def align(ours: Sequence[str], theirs: Sequence[str]) -> list[Pair]:
    """The paragraphs that belong together, in the order of ours; those that belong to none are left out."""
    return _Aligner([bare(text) for text in ours], [bare(text) for text in theirs]).run()


class _Aligner:
    def __init__(self, ours: list[str], theirs: list[str]) -> None:
        self.ours, self.theirs = ours, theirs
        self.shapes: dict[tuple[int, int], Shape] = {}
        self.pairs: list[Pair] = []

    def run(self) -> list[Pair]:
        before = (0, 0)
        for one, other in [*self._anchors(), (len(self.ours), len(self.theirs))]:
            self._gap(before[0], one, before[1], other)
            if one < len(self.ours):
                self.pairs.append(Pair((one,), (other,)))
            before = (one + 1, other + 1)
        self._pair_moved()
        return sorted(self.pairs, key=lambda pair: pair.ours)

    def _anchors(self) -> list[tuple[int, int]]:
        """Texts that are once in each, in the longest row that has them in order in both."""
        mine, other = Counter(self.ours), Counter(self.theirs)
        places = {text: index for index, text in enumerate(self.theirs)}
        both = [
            (index, places[text])
            for index, text in enumerate(self.ours)
            if text and mine[text] == 1 and other[text] == 1
        ]
        return longest_rising(both)

    def _gap(self, start: int, end: int, low: int, high: int) -> None:
        """Pairs what lies between two anchors: first what is equal, then what is alike."""
        if start >= end or low >= high or (end - start) * (high - low) > _MOST_COMPARED:
            return
        matcher = SequenceMatcher(None, self.ours[start:end], self.theirs[low:high], autojunk=False)
        one, other = start, low
        for block in matcher.get_matching_blocks():
            self._alike(one, start + block.a, other, low + block.b)
            for step in range(block.size):
                self.pairs.append(Pair((start + block.a + step,), (low + block.b + step,)))
            one, other = start + block.a + block.size, low + block.b + block.size

    def _alike(self, start: int, end: int, low: int, high: int) -> None:
        """The best row of pairs of paragraphs that are alike, with those that were divided or put together."""
        if start >= end or low >= high:
            return
        best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {}
        for one in range(start, end + 1):
            for other in range(low, high + 1):
                best[one, other] = max(self._steps(best, one, other, start, low), default=(0.0, (0, 0)))
        one, other = end, high
        while one > start and other > low:
            step = best[one, other][1]
            if step[0] and step[1]:
                mine, their = tuple(range(one - step[0], one)), tuple(range(other - step[1], other))
                self.pairs.append(Pair(mine, their))
            one, other = one - step[0], other - step[1]

    def _steps(
        self, best: dict[tuple[int, int], tuple[float, tuple[int, int]]], one: int, other: int, start: int, low: int
    ) -> Iterator[tuple[float, tuple[int, int]]]:
        if one > start:
            yield best[one - 1, other][0], (1, 0)
        if other > low:
            yield best[one, other - 1][0], (0, 1)
        for step in ((1, 1), (2, 1), (1, 2)):
            mine, their = one - step[0], other - step[1]
            if mine >= start and their >= low:
                first, second = self._shape(0, mine, one), self._shape(1, their, other)
                likeness = first.like(second)
                if likeness >= (ALIKE if step == (1, 1) else _JOINED):
                    # a little less for two, so that a paragraph is taken for two only where that fits better
                    worth = (likeness - 0.3 - 0.02 * (sum(step) - 2)) * sqrt(first.size + second.size)
                    yield best[mine, their][0] + worth, step

    def _shape(self, side: int, start: int, end: int) -> Shape:
        if end - start > 1:
            return self._shape(side, start, end - 1) + self._shape(side, end - 1, end)
        if (side, start) not in self.shapes:
            self.shapes[side, start] = Shape((self.theirs if side else self.ours)[start])
        return self.shapes[side, start]

    def _pair_moved(self) -> None:
        """Paragraphs that are left over on both sides and so alike that they must be the same, wherever they stand."""
        mine = {index for pair in self.pairs for index in pair.ours}
        their = {index for pair in self.pairs for index in pair.theirs}
        left = [index for index, text in enumerate(self.ours) if text and index not in mine]
        right = [index for index, text in enumerate(self.theirs) if text and index not in their]
        if len(left) * len(right) > 20 * _MOST_COMPARED:
            return
        found = [
            (likeness, -one, -other)
            for one in left
            for other in right
            if (likeness := self._shape(0, one, one + 1).like(self._shape(1, other, other + 1))) >= MOVED
        ]
        taken: set[tuple[int, int]] = set()
        for _, one, other in sorted(found, reverse=True):
            if (0, -one) not in taken and (1, -other) not in taken:
                taken |= {(0, -one), (1, -other)}
                self.pairs.append(Pair((-one,), (-other,)))


class Joint:
    """Two texts that are one: where a place in `theirs` is in `ours`."""

    def __init__(self, ours: str, theirs: str) -> None:
        self.ours, self.theirs = ours, theirs
        self.blocks = _blocks(levelled(ours), levelled(theirs))

    def place(self, offset: int, after: bool = False) -> tuple[int, bool]:
        """The place in ours of the border at `offset`, whether it is certain; `after`: that which follows it."""
        blocks = [(start, low, size) for start, low, size in self.blocks if low <= offset <= low + size]
        if blocks:
            start, low, _ = blocks[-1 if after else 0]
            return start + offset - low, True
        earlier = [start + size for start, low, size in self.blocks if low + size <= offset]
        return (earlier[-1] if earlier else 0), False

    def range(self, start: int, end: int) -> tuple[int, int, bool]:
        """The range in ours; it is certain where the very same words stand there."""
        if start == end:
            at, certain = self.place(start)
            return at, at, certain
        first, one = self.place(start, after=True)
        last, other = self.place(end)
        if last < first:
            return first, first, False
        same = levelled(self.ours[first:last]) == levelled(self.theirs[start:end])
        return first, last, one and other and same

    def differences(self) -> Iterator[tuple[int, int, int, int]]:
        """What differs: start and end in ours, start and end in theirs; spaces alone do not count.

        Differences with a word or two between them are one.
        """
        found: list[tuple[int, int, int, int]] = []
        one = other = 0
        for start, low, size in [*self.blocks, (len(self.ours), len(self.theirs), 0)]:
            mine, their = self.ours[one:start], self.theirs[other:low]
            if "".join(levelled(mine).split()) != "".join(levelled(their).split()):
                if found and len(self.ours[found[-1][1] : one].strip()) <= _BETWEEN:
                    found[-1] = (found[-1][0], start, found[-1][2], low)
                else:
                    found.append((one, start, other, low))
            one, other = start + size, low + size
        yield from found


def _blocks(ours: str, theirs: str) -> list[tuple[int, int, int]]:
    """Start in ours, start in theirs and length of each stretch that both have."""
    if ours == theirs:
        return [(0, 0, len(ours))]
    mine, other = _TOKEN.findall(ours), _TOKEN.findall(theirs)
    if len(mine) * len(other) > _MOST_TOKENS:
        return []
    starts, lows = _offsets(mine), _offsets(other)
    matcher = SequenceMatcher(None, mine, other, autojunk=False)
    found = []
    for start, low, size in matcher.get_matching_blocks():
        words = "".join(mine[start : start + size])
        if words.strip() or start == low == 0:
            found.append((starts[start], lows[low], len(words)))
    return found


def _offsets(tokens: Sequence[str]) -> list[int]:
    offsets = [0]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets
