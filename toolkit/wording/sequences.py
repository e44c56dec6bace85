"""What two sequences have in common, whatever they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence


def common_edges(a: Sequence[object], b: Sequence[object]) -> tuple[int, int]:
    """How many elements at the beginning and, of the others, at the end are equal."""
    most = min(len(a), len(b))
    start = 0
    while start < most and a[start] == b[start]:
        start += 1
    end = 0
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def heaviest_chain(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The pairs, ascending on both sides, that weigh most together."""
    ends: list[int] = []  # the second elements that a chain can end with, ascending like …
    totals: list[int] = []  # … what the chain that ends there weighs
    chains: list[tuple[tuple[int, int], object]] = []
    for pair in sorted(weights, key=lambda pair: (pair[0], -pair[1])):
        at = bisect_left(ends, pair[1])
        total = weights[pair] + (totals[at - 1] if at else 0)
        chain = (pair, chains[at - 1] if at else None)
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        if stop > at or at == len(ends) or ends[at] != pair[1]:
            ends[at:stop], totals[at:stop], chains[at:stop] = [pair[1]], [total], [chain]
    found = []
    link: object = chains[-1] if chains else None
    while isinstance(link, tuple):
        found.append(link[0])
        link = link[1]
    return found[::-1]
