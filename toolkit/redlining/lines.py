"""Which paragraphs of two texts belong together, and which were moved as they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from toolkit.records import MutableRecord
from toolkit.redlining.pieces import ATOM_LETTERS, Piece
from toolkit.wording.sequences import common_edges, heaviest_chain

ALIKE = 0.3  # of the letters in two paragraphs, from which they are taken for the same one
TOO_COMMON = 2_500  # pairs of paragraphs that share a word, from which it says nothing
MOST_PAIRS = 200_000  # that are weighed; beyond that only paragraphs that are equal and unique are paired by words
NEIGHBOUR = (
    10  # letters that it counts for when the next line, or the one before, is equal: which "Justification" it is
)
MOVED_LETTERS = 30  # in a paragraph that is said to have been moved


class Line(MutableRecord):
    """A paragraph, or a table as one. Lines are only paired with those of equal `shape`; `data` is the reader's own.

    Lines of equal `exact` are the same in everything.
    """

    shape: Hashable
    pieces: Sequence[Piece]
    data: Any = None
    exact: Hashable = None


class Pair(NamedTuple):
    """An old line and what became of it; None for a line that is new, or gone."""

    old: int | None
    new: int | None


def read_line(shape: Hashable, pieces: Sequence[Piece], data: Any = None) -> Line:
    """A line with what tells it from all others."""
    return Line(shape, pieces, data, (shape, tuple([piece.key for piece in pieces])))


def pair_lines(old: Sequence[Line], new: Sequence[Line], ends_together: bool = False) -> list[Pair]:
    """Every line of both texts once, in reading order, what is gone before what is new.

    With `ends_together` the last lines are a pair whatever they say: the last paragraph of a cell cannot go.
    """
    if ends_together and old and new:
        return [*pair_lines(old[:-1], new[:-1]), Pair(len(old) - 1, len(new) - 1)]
    pairs = [*_pairs(old, new, 0, len(old), 0, len(new), _by_likeness), (len(old), len(new))]
    made: list[Pair] = []
    i0 = j0 = 0
    for i, j in pairs:
        made += [Pair(at, None) for at in range(i0, i)]
        made += [Pair(None, at) for at in range(j0, j)]
        made.append(Pair(i, j))
        i0, j0 = i + 1, j + 1
    return made[:-1]


def find_moves(old: Sequence[Line], new: Sequence[Line], pairs: Sequence[Pair]) -> dict[int, int]:
    """Where old lines stand now that were moved, where that is certain.

    Certain are lines with some text that stand once in either text, the same to the last character.
    """
    here, there = (Counter([line.exact for line in lines]) for lines in (old, new))
    gone = {old[pair.old].exact: pair.old for pair in pairs if pair.new is None and pair.old is not None}
    moves = {}
    for pair in pairs:
        if pair.old is None and pair.new is not None:
            line = new[pair.new]
            if line.exact in gone and here[line.exact] == there[line.exact] == 1 and _letters(line) >= MOVED_LETTERS:
                moves[gone[line.exact]] = pair.new
    return moves


Found = Iterator[tuple[int, int]]


def _pairs(old: Sequence[Line], new: Sequence[Line], i0: int, i1: int, j0: int, j1: int, find: Any) -> list[Any]:
    """The pairs in a part of both texts: equal edges, then what `find` finds between them, then what is left."""
    start, end = common_edges([line.exact for line in old[i0:i1]], [line.exact for line in new[j0:j1]])
    pairs = [(i0 + at, j0 + at) for at in range(start)]
    i, j = i0 + start, j0 + start
    for p, q in [*find(old[i : i1 - end], new[j : j1 - end]), (i1 - end - i0 - start, j1 - end - j0 - start)]:
        stop = i0 + start + p, j0 + start + q
        if find is _by_likeness:
            pairs += _pairs(old, new, i, stop[0], j, stop[1], _alone)
        pairs.append(stop)
        i, j = stop[0] + 1, stop[1] + 1
    pairs.pop()
    pairs += [(i1 - at, j1 - at) for at in range(end, 0, -1)]
    return pairs


def _alone(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """Lines of one shape that are each alone at their place."""
    return [(0, 0)] if len(old) == len(new) == 1 and old[0].shape == new[0].shape else []


def _by_likeness(old: Sequence[Line], new: Sequence[Line]) -> list[tuple[int, int]]:
    """The lines that are equal or alike, as many letters of them as stand in one order."""
    weights = dict(_equal_once(old, new))
    found = alike(old, new)
    for (i, j), likeness in found.items():
        if likeness >= ALIKE:
            beside = found.get((i - 1, j - 1), 0) + found.get((i + 1, j + 1), 0)
            shared = round(likeness * (_letters(old[i]) + _letters(new[j])) / 2 + NEIGHBOUR * beside)
            weights[i, j] = max(weights.get((i, j), 0), shared * (2 if old[i].exact == new[j].exact else 1))
    return heaviest_chain(weights)


def alike(old: Sequence[Line], new: Sequence[Line]) -> dict[tuple[int, int], float]:
    """What part of the letters in two lines of one shape both have, where they have any."""
    bags = tuple([_bag(line) for line in lines] for lines in (old, new))
    sizes = tuple([sum(bag.values()) for bag in side] for side in bags)
    return {
        (i, j): 2 * shared / (sizes[0][i] + sizes[1][j])
        for (i, j), shared in _shared_letters(bags[0], bags[1]).items()
        if old[i].shape == new[j].shape
    }


def _equal_once(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[tuple[int, int], int]]:
    """Lines that are equal and stand once in either text."""
    places: tuple[dict[Hashable, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for lines, found in zip((old, new), places, strict=True):
        for at, line in enumerate(lines):
            found[line.exact].append(at)
    for exact, here in places[0].items():
        there = places[1].get(exact, [])
        if len(here) == len(there) == 1:
            yield (here[0], there[0]), 2 * _letters(old[here[0]]) + 1


def _bag(line: Line) -> Mapping[Hashable, int]:
    """The letters of each word of a line, however it looks."""
    bag: Counter[Hashable] = Counter()
    for piece in line.pieces:
        if piece.atom:
            bag[piece.key] += ATOM_LETTERS // 4
        elif not piece.gap:
            bag[piece.text] += sum(map(str.isalnum, piece.text))
    return bag


def _letters(line: Line) -> int:
    return sum(_bag(line).values())


def _shared_letters(
    old: Sequence[Mapping[Hashable, int]], new: Sequence[Mapping[Hashable, int]]
) -> dict[tuple[int, int], int]:
    """How many letters each old line shares with each new one; very common words do not count."""
    places: tuple[dict[Hashable, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for bags, found in zip((old, new), places, strict=True):
        for at, bag in enumerate(bags):
            for word, letters in bag.items():
                if letters:
                    found[word].append(at)
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    words = [(len(rows) * len(places[1].get(word, ())), word) for word, rows in places[0].items()]
    left = MOST_PAIRS
    for count, word in sorted(words, key=lambda one: one[0]):
        left -= count
        if count > TOO_COMMON or left < 0:
            break
        for i in places[0][word]:
            for j in places[1].get(word, ()):
                shared[i, j] += min(old[i][word], new[j][word])
    return shared
