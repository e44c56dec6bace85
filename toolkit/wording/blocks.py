"""The words that differ in paragraphs that belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from toolkit.records import Record
from toolkit.wording.sequences import common_edges, heaviest_chain
from toolkit.wording.words import Line


class Block(NamedTuple):
    """Tokens `i0`:`i1` of the original for which `j0`:`j1` of the proposed text stand."""

    i0: int
    i1: int
    j0: int
    j1: int


class Side(Record):
    """Paragraphs of a group in a row: `parts` as in a line, with `BREAK` for the gap between two."""

    parts: list[str]
    keys: list[int]


BREAK = "\n¶"  # unlike any gap and any token


def in_a_row(lines: list[Line]) -> Side:
    parts, keys = [BREAK], []
    for line in lines:
        parts += [*line.parts[1:-1], BREAK]
        keys += line.keys
    return Side(parts, keys)


def find_blocks(a: Side, b: Side, letters: list[int]) -> list[Block]:
    """What lies between the tokens that are the same."""
    blocks = []
    i0 = j0 = 0
    for i, j in [*_same_tokens(a.keys, b.keys, letters), (len(a.keys), len(b.keys))]:
        if i > i0 or j > j0:
            blocks.append(Block(i0, i, j0, j))
        i0, j0 = i + 1, j + 1
    return blocks


_SMALL = 6_400  # pairs of tokens up to which the best of all alignments is sought


def _same_tokens(a: list[int], b: list[int], letters: list[int]) -> list[tuple[int, int]]:
    """The tokens of both sides that are taken for the same ones, ascending."""
    same: list[tuple[int, int]] = []
    todo = [(0, len(a), 0, len(b))]
    while todo:
        i0, i1, j0, j1 = todo.pop()
        rows, columns = a[i0:i1], b[j0:j1]
        start, end = common_edges(rows, columns)
        same += zip(range(i0, i0 + start), range(j0, j0 + start), strict=True)
        same += zip(range(i1 - end, i1), range(j1 - end, j1), strict=True)
        rows, columns = rows[start : len(rows) - end], columns[start : len(columns) - end]
        i0, j0 = i0 + start, j0 + start
        if len(rows) * len(columns) <= _SMALL:
            same += [(i0 + i, j0 + j) for i, j in _best_alignment(rows, columns, letters)]
        elif anchors := _anchors(rows, columns):
            same += [(i0 + i, j0 + j) for i, j in anchors]
            ends = [*anchors, (len(rows), len(columns))]
            for (p, q), (i, j) in zip([(-1, -1), *anchors], ends, strict=True):
                if i > p + 1 and j > q + 1:
                    todo.append((i0 + p + 1, i0 + i, j0 + q + 1, j0 + j))
    return sorted(same)


def _anchors(a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """Where three tokens in a row occur on both sides, the first there with the first here, as many as stand in order.

    Those that occur as often on both sides are relied on; the others only where there are none of these.
    """
    places: tuple[dict[tuple[int, ...], list[int]], ...] = (defaultdict(list), defaultdict(list))
    for keys, found in zip((a, b), places, strict=True):
        for at in range(len(keys) - 2):
            found[keys[at], keys[at + 1], keys[at + 2]].append(at)
    threes = [three for three in places[0] if three in places[1]]
    alike = [three for three in threes if len(places[0][three]) == len(places[1][three])]
    pairs = [pair for three in alike or threes for pair in zip(places[0][three], places[1][three], strict=False)]
    return heaviest_chain(dict.fromkeys(pairs, 1))


def _best_alignment(a: list[int], b: list[int], letters: list[int]) -> Iterator[tuple[int, int]]:
    """The alignment with the most letters in common, in as few stretches as may be; from the end."""
    best, ended = [[0] * (len(b) + 1)], [[0] * (len(b) + 1)]  # … and the best that ends in the same token
    for key in a:
        above, ended_above, row, ended_row = best[-1], ended[-1], [0], [0] * (len(b) + 1)
        worth, most = (4 + 2 * letters[key] if letters[key] else 1), 0
        for j, other in enumerate(b):
            if above[j + 1] > most:
                most = above[j + 1]
            if key == other:
                value = worth + (max(above[j], ended_above[j] + 3) if ended_above[j] else above[j])
                ended_row[j + 1] = value
                most = max(most, value)
            row.append(most)
        best.append(row)
        ended.append(ended_row)
    i, j, held = len(a), len(b), False
    while i and j:
        if not held and best[i][j] == best[i - 1][j]:
            i -= 1
        elif not held and best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            held = bool(ended[i][j]) and ended[i][j] + 3 > best[i][j]
            yield i, j
