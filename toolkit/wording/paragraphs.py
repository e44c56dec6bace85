"""Which paragraphs of two wordings belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import pairwise, product

from toolkit.wording.sequences import common_edges, heaviest_chain
from toolkit.wording.words import Line

_ALIKE = 0.3  # of the letters in two paragraphs, from which they are taken for the same one
_COVERED = 0.5  # of the letters in a paragraph, from which it is taken for a part of another
_TOO_COMMON = 2_500  # pairs of paragraphs that share a word, from which it pairs only equal ones, in order

_Range = tuple[int, int, int, int]  # from, to in the original; from, to in the proposed text
_Bag = Counter[int]


def align_lines(old: list[Line], new: list[Line], letters: list[int]) -> list[_Range]:
    """Which paragraphs of both sides belong together, in order and without a gap."""
    start, end = common_edges([line.keys for line in old], [line.keys for line in new])
    bags = tuple([_bag(line) for line in lines[start : len(lines) - end]] for lines in (old, new))
    aligned = [[at, at + 1, at, at + 1] for at in range(start)]
    for i0, i1, j0, j1 in _with_parted(_pair_lines(bags[0], bags[1], letters), bags, letters):
        aligned.append([start + i0, start + i1, start + j0, start + j1])
    aligned += [[len(old) - at, len(old) - at + 1, len(new) - at, len(new) - at + 1] for at in range(end, 0, -1)]
    return [(i0, i1, j0, j1) for i0, i1, j0, j1 in aligned]


def _bag(line: Line) -> _Bag:
    return Counter(line.keys)


def _weigh(bag: Mapping[int, int], letters: list[int]) -> int:
    return sum([count * letters[key] for key, count in bag.items()])


def _pair_lines(old: list[_Bag], new: list[_Bag], letters: list[int]) -> list[tuple[int, int]]:
    """Paragraphs that are each other's successor: alike, or alone at the same place."""
    shared = _shared_letters(old, new, letters)
    sizes = [[_weigh(bag, letters) for bag in bags] for bags in (old, new)]
    alike = {
        (i, j): n
        for i, row in enumerate(shared)
        for j, n in row.items()
        if 2 * n >= _ALIKE * (sizes[0][i] + sizes[1][j])
    }
    pairs: list[tuple[int, int]] = []
    i0 = j0 = 0
    for i, j in [*heaviest_chain(alike), (len(old), len(new))]:
        if i - i0 == j - j0:
            pairs += zip(range(i0, i), range(j0, j), strict=True)
        elif i > i0 and j > j0:
            pairs += heaviest_chain({(p, q): n for p in range(i0, i) for q, n in shared[p].items() if j0 <= q < j})
        pairs.append((i, j))
        i0, j0 = i + 1, j + 1
    return pairs[:-1]


def _shared_letters(old: list[_Bag], new: list[_Bag], letters: list[int]) -> list[dict[int, int]]:
    """How many letters each old paragraph shares with each new one; very common words count in equal ones alone."""
    places: tuple[dict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for bags, found in zip((old, new), places, strict=True):
        for at, bag in enumerate(bags):
            for key in bag:
                found[key].append(at)
    shared: list[dict[int, int]] = [defaultdict(int) for _ in old]
    for key, rows in places[0].items():
        columns = places[1].get(key, [])
        if len(rows) * len(columns) > _TOO_COMMON:
            pairs = [(i, j) for i, j in zip(rows, columns, strict=False) if old[i] == new[j]]
        else:
            pairs = list(product(rows, columns)) if letters[key] else []
        for i, j in pairs:
            shared[i][j] += letters[key] * min(old[i][key], new[j][key])
    return shared


def _with_parted(pairs: list[tuple[int, int]], bags: tuple[list[_Bag], ...], letters: list[int]) -> list[list[int]]:
    """The groups of paragraphs: pairs, with those that were parted or joined, and those that stand alone."""
    groups = [[0, 0, 0, 0], *([i, i + 1, j, j + 1] for i, j in pairs), [*[len(bags[0])] * 2, *[len(bags[1])] * 2]]
    found: list[list[int]] = []
    for before, after in pairwise(groups):
        for side in (0, 2):
            if before[3 - side] == after[2 - side]:
                while before[side + 1] < after[side] and _has_part(before, bags, side, before[side + 1], letters):
                    before[side + 1] += 1
                while before[side + 1] < after[side] and _has_part(after, bags, side, after[side] - 1, letters):
                    after[side] -= 1
        found.append(before)
        found += [[i, i + 1, before[3], before[3]] for i in range(before[1], after[0])]
        found += [[after[0], after[0], j, j + 1] for j in range(before[3], after[2])]
    return [group for group in [*found, groups[-1]] if group[0] < group[1] or group[2] < group[3]]


def _has_part(group: list[int], bags: tuple[list[_Bag], ...], side: int, line: int, letters: list[int]) -> bool:
    """Whether most of paragraph `line` comes from what the other side of `group` has more than its own."""
    own, other = (sum(bags[at // 2][group[at] : group[at + 1]], Counter[int]()) for at in (side, 2 - side))
    part = bags[side // 2][line]
    return _weigh((other - own) & part, letters) >= _COVERED * _weigh(part, letters) > 0
