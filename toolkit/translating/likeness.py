"""How like two texts are, by their words and by which words follow each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"\[[\^@][^\]\[]*\]|\w+|[^\w\s]")
_LETTERS = re.compile(r"\w")


class Shape:
    """The words of a text and their pairs, counted."""

    __slots__ = ("counts", "size", "words")

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.counts = Counter(self.words)
        self.counts.update(f"{one} {other}" for one, other in zip(self.words, self.words[1:], strict=False))
        self.size = sum(self.counts.values())


def shape(text: str) -> Shape:
    """The shape of a text; marks of notes and citations count as a word each, punctuation not at all."""
    return Shape([token for token in _TOKEN.findall(text.lower()) if _LETTERS.search(token)])


def joined(shapes: Iterable[Shape]) -> Shape:
    """The shape of several texts one after the other."""
    return Shape([word for one in shapes for word in one.words])


def likeness(one: Shape, other: Shape) -> float:
    """From 0, no word in common, to 1, the same words in the same order (Dice's coefficient of words and pairs)."""
    if not one.size or not other.size:
        return 0.0
    small, large = (one, other) if len(one.counts) <= len(other.counts) else (other, one)
    common = sum(min(count, large.counts[word]) for word, count in small.counts.items())
    return 2 * common / (one.size + other.size)


class Index:
    """Shapes by their words, so that those which might be like another are found without looking at all."""

    MOST = 8  # candidates that are looked at

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = shapes
        self.by_word: dict[str, list[int]] = {}
        for number, one in enumerate(shapes):
            for word in one.counts:
                self.by_word.setdefault(word, []).append(number)

    def like(self, wanted: Shape) -> list[int]:
        """The numbers of the shapes that share most of the words and pairs that few have, the best first."""
        found: Counter[int] = Counter()
        for word in sorted(wanted.counts, key=lambda word: len(self.by_word.get(word, ())))[:40]:
            numbers = self.by_word.get(word, ())
            if len(numbers) > 200 and found:
                break
            found.update(numbers[:200])
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [number for number, _ in best[: self.MOST]]
