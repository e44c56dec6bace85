"""How alike a key point and a heading are, and which heading argues which point."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.importing.papers.content import Paragraph
from toolkit.inspection.typed.texts import fold, words
from toolkit.inspection.typed.words import small_words

_TYPED = re.compile(r"\s*\(?(\d{1,2})\s?[.)–-]\)?\s+(?=\S)")
_STEM = 6  # letters by which forms of one word are alike
_ENOUGH = 0.3
_SAME_NUMBER = 0.25
_SURE, _CLEARLY = 0.5, 0.2
MOST = 60


def typed_number(text: str) -> tuple[str, int]:
    """The number that `text` begins with, as it was typed, and where the words begin; "" and 0 without one."""
    found = _TYPED.match(text)
    return (found.group(1), found.end()) if found else ("", 0)


def number_of(paragraph: Paragraph) -> str:
    """The number before a paragraph, whether Word prints it or somebody typed it."""
    counted = re.fullmatch(r"\(?(\d{1,2})[.)]*", paragraph.number.strip())
    return counted.group(1) if counted else typed_number(paragraph.raw)[0]


def stems(text: str) -> frozenset[str]:
    """The words of `text` that say something, cut to where their forms are alike."""
    small = small_words()
    found = [fold(word) for word in words(text)]
    return frozenset([word[:_STEM] for word in found if len(word) > 2 and word not in small and not word.isdecimal()])


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of words that two texts have in common, of those of the shorter one."""
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def matched(points: Sequence[Paragraph], headings: Sequence[Paragraph]) -> dict[int, int]:
    """For each of `points` the index of the heading that argues it, where one is alike.

    Those in one order come first; what is left is matched across it, where it is clear which heading is meant.
    """
    if not points or not headings or len(points) > MOST or len(headings) > 4 * MOST:
        return {}
    of_points, of_headings = [stems(one.text) for one in points], [stems(one.text) for one in headings]
    numbers = [number_of(one) for one in headings]
    best: list[list[float]] = [[0.0] * (len(headings) + 1) for _ in range(len(points) + 1)]
    scores: dict[tuple[int, int], float] = {}
    for i, point in enumerate(points):
        for j in range(len(headings)):
            alike = likeness(of_points[i], of_headings[j])
            same = bool(numbers[j]) and numbers[j] == number_of(point)
            score = alike + _SAME_NUMBER * same
            if score >= _ENOUGH and (alike > 0 or same):
                scores[i, j] = score
            best[i + 1][j + 1] = max(best[i][j + 1], best[i + 1][j], best[i][j] + scores.get((i, j), 0.0))
    found = _chain(best)
    rest = {pair: score for pair, score in scores.items() if pair[0] not in found and pair[1] not in found.values()}
    return dict(sorted((found | _crossing(rest)).items()))


def _crossing(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """The pairs that are far more alike than any other with one of the two."""
    of_points: dict[int, list[float]] = {}
    of_headings: dict[int, list[float]] = {}
    for (i, j), score in scores.items():
        of_points.setdefault(i, []).append(score)
        of_headings.setdefault(j, []).append(score)
    found: dict[int, int] = {}
    for (i, j), score in scores.items():
        rivals = sorted((*of_points[i], *of_headings[j], 0.0, 0.0), reverse=True)[2:]  # without this pair, met twice
        if score >= _SURE and score - max(rivals) >= _CLEARLY:
            found[i] = j
    return found


def _chain(best: list[list[float]]) -> dict[int, int]:
    """The pairs that together make the best score."""
    found: dict[int, int] = {}
    i, j = len(best) - 1, len(best[0]) - 1
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            found[i - 1] = j - 1
            i, j = i - 1, j - 1
    return dict(sorted(found.items()))


def by_numbers(items: Sequence[Paragraph], headings: Sequence[Paragraph]) -> dict[int, int]:
    """The pairs where items and headings are both numbered from 1 and are as many; their words may differ.

    None where their words say clearly that the headings come in another order.
    """
    numbers = [number_of(one) for one in items]
    numbered = {number: at for at, number in enumerate([number_of(one) for one in headings]) if number}
    due = [str(number) for number in range(1, len(items) + 1)]
    pairs = dict(enumerate(numbered.values())) if numbers == list(numbered) == due else {}
    if len(pairs) > MOST:
        return pairs
    said, again = [stems(one.text) for one in items], [stems(headings[at].text) for at in pairs.values()]
    scores = {(i, j): likeness(one, other) for i, one in enumerate(said) for j, other in enumerate(again)}
    crossing = {i: j for i, j in _crossing(scores).items() if i != j and not scores[i, i]}
    return {} if len(crossing) > 1 else pairs
