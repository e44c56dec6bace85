"""Which displayed block holds which expected text: linear where a file is right."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from toolkit.inspection.expectation import Expectation, ExpectedText
from toolkit.inspection.reading import NOTES_HEADING, ReadBlock, normal
from toolkit.records import MutableRecord, fresh

ALIKE = 0.5  # a block that shares less with a text is not that text changed


class Alignment(MutableRecord):
    """`held` are the expected texts of each block by index, `before` what stands before a text in its block.

    `missing` are texts that no block displays, `changed` pairs of a text and the block in its place,
    `added` blocks that the document does not have, `torn` blocks with words too many.
    """

    held: dict[int, list[ExpectedText]] = fresh(factory=lambda: defaultdict(list))
    before: dict[int, str] = fresh(factory=dict)
    missing: list[ExpectedText] = fresh(factory=list)
    changed: list[tuple[ExpectedText, ReadBlock]] = fresh(factory=list)
    added: list[ReadBlock] = fresh(factory=list)
    torn: list[tuple[ReadBlock, str]] = fresh(factory=list)


def align(expectation: Expectation, blocks: Sequence[ReadBlock]) -> Alignment:
    """Where in `blocks` each text of `expectation` is displayed."""
    return _Aligner(expectation, blocks).run()


class _Aligner:
    def __init__(self, expectation: Expectation, blocks: Sequence[ReadBlock]) -> None:
        self._expected = expectation.body
        self._blocks = blocks
        self._anywhere: dict[str, list[ExpectedText]] = defaultdict(list)
        for text in (expectation.title, *expectation.anywhere):
            self._anywhere[text.text].append(text)
        self._title = expectation.title.text
        self._words = expectation.words
        self._units: dict[str, list[int]] = _places([text.text for text in self._expected])
        # What is expected is normal already.
        self._texts = [block.text if block.text in self._units else normal(block.text) for block in blocks]
        self._shown: dict[str, list[int]] = _places(self._texts)
        self._next = 0
        self._result = Alignment()
        self._extra: list[tuple[int, int]] = []

    def run(self) -> Alignment:
        """The alignment of all blocks."""
        for index, block in enumerate(self._blocks):
            if block.kind != NOTES_HEADING and self._texts[index]:
                self._take(index)
        self._result.missing += self._expected[self._next :]
        self._keep_added()
        for text, left in self._anywhere.items():
            if left and text != self._title:
                self._result.missing += left
        return self._result

    def _take(self, index: int) -> None:
        """Find in block `index` the texts that come next."""
        text, position, found = self._texts[index], 0, False
        if self._next < len(self._expected) and self._expected[self._next].text == text:  # as nearly every one
            self._result.before[id(self._expected[self._next])] = ""
            self._hold(index, self._expected[self._next])
            return
        while self._next < len(self._expected):
            unit = self._expected[self._next]
            at = text.find(unit.text, position)
            if at < 0 or not self._clear(index, text[position:at]):
                break
            self._result.before[id(unit)] = text[position:at]
            self._hold(index, unit)
            position, found = at + len(unit.text), True
        rest = text[position:]
        if found:
            if not self._clear(index, rest):
                self._result.torn.append((self._blocks[index], rest))
        elif not self._clear(index, rest):
            self._resolve(index)

    def _hold(self, index: int, unit: ExpectedText) -> None:
        self._result.held[index].append(unit)
        self._next += 1

    def _clear(self, index: int, rest: str) -> bool:
        """Whether `rest` of a block is nothing but labels, fixed words, numbers and punctuation."""
        if not _has_word(rest):
            return True
        left, used = rest, []
        for text in sorted([text for text, units in self._anywhere.items() if units], key=len, reverse=True):
            shown = min(left.count(text), len(self._anywhere[text])) if text else 0
            left = left.replace(text, " ", shown) if shown else left
            used += [text] * shown
        if _has_word(left) and not self._is_fixed(left):
            return False
        for text in used:
            self._result.held[index].append(self._anywhere[text].pop())
        return True

    def _is_fixed(self, text: str) -> bool:
        """Whether `text` is a number of the next text, or a fixed word of the template."""
        bare = text.strip(" .):–—-\u00a0")
        if bare in self._words or text.strip() in self._words:
            return True
        return self._next < len(self._expected) and bare == self._expected[self._next].number

    def _resolve(self, index: int) -> None:
        """Block `index` holds nothing that is due: find out which side goes on where."""
        text = self._texts[index]
        later = self._following(self._units, text, self._next)
        if self._next < len(self._expected):
            unit = self._expected[self._next]
            due = self._following(self._shown, unit.text, index + 1)
            if due is not None and (later is None or due - index <= later - self._next):
                self._extra.append((index, self._next))
                return
            if later is None and _alike(unit.text, text):
                self._result.changed.append((unit, self._blocks[index]))
                self._hold(index, unit)
                return
        if later is None:
            self._extra.append((index, self._next))
            return
        self._result.missing += self._expected[self._next : later]
        self._next = later
        self._hold(index, self._expected[later])

    def _following(self, places: dict[str, list[int]], text: str, start: int) -> int | None:
        found = places.get(text)
        if not found:
            return None
        at = bisect_left(found, start)
        return found[at] if at < len(found) else None

    def _keep_added(self) -> None:
        """Words before the first and after the last text are the template's; a text printed again is not."""
        for index, due in self._extra:
            inside = 0 < due < len(self._expected)
            if inside or self._texts[index] in self._units:
                self._result.added.append(self._blocks[index])


def _places(texts: list[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(texts):
        places[text].append(index)
    return places


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text))


def _alike(first: str, second: str) -> bool:
    """Whether two texts share so many words that one is the other changed."""
    mine, other = set(first.split()), set(second.split())
    return len(mine & other) >= ALIKE * max(min(len(mine), len(other)), 1)


def first_difference(expected: str, read: str) -> Iterator[str]:
    """The two texts, cut to the words where they begin to differ."""
    at = next(
        (i for i, (one, two) in enumerate(zip(expected, read, strict=False)) if one != two),
        min(len(expected), len(read)),
    )
    start = max(expected.rfind(" ", 0, max(at - 20, 0)) + 1, 0)
    for text in (expected, read):
        end = min(at + 40, len(text))
        yield ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of `pairs`, which rise in the first number, that rises in the second too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(pairs):
        at = bisect_left(ends, other)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(other)
            last.append(index)
        else:
            ends[at], last[at] = other, index
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
