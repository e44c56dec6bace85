"""Two wordings of a provision compared by word, as amendments show them.

Paragraphs are aligned first, then the words of those that belong together. The two columns follow the form of
the European Parliament: bold italic for deleted text on the left, for new text on the right, for replaced text on both.

A word goes as far as its hyphens, apostrophes and combining marks, a number as far as its points, commas, strokes
and the spaces between its groups of three digits. Equal are words with the same characters after canonical
normalisation (NFC), whatever spaces lie in and between them; hidden characters (soft hyphen, zero-width) do not count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple
from unicodedata import normalize

from toolkit.records import MutableRecord, Record


class Piece(Record):
    """A part of a paragraph; `changed` says that it is emphasised."""

    text: str
    changed: bool


class Change(Record):
    """A part of a consolidated paragraph. `kind`: "same", "deleted" or "inserted"."""

    kind: str
    text: str


class Comparison(Record):
    """Both wordings with what differs, one tuple a paragraph.

    The pieces of `original` and `proposed` join to exactly the paragraphs given (none for an empty one); they part
    no word and no number, and an emphasised piece has no space at its edges. A space that only one side has is
    not emphasised.

    `consolidated` has the paragraphs of the proposed text and, between them, the original ones that are deleted as
    a whole. "same" and "inserted" join to the proposed paragraphs exactly, but for blank ones and the spaces at the
    edges of a paragraph. "same" and "deleted" join to the original text up to canonical equivalence, hidden
    characters, and the kind and number of spaces, where a break between paragraphs counts as a space;
    if one is put where the original has no space ("a;b"), that is all that is lost.
    """

    original: tuple[tuple[Piece, ...], ...]
    proposed: tuple[tuple[Piece, ...], ...]
    consolidated: tuple[tuple[Change, ...], ...]


def compare(original: Sequence[str], proposed: Sequence[str]) -> Comparison:
    """What differs between two wordings, given by paragraph."""
    words = _Words()
    left, right = ([_read_line(text, words) for text in texts] for texts in (original, proposed))
    old, new = ([line for line in lines if line.keys] for lines in (left, right))
    page = _Page()
    for i0, i1, j0, j1 in _align_lines(old, new, words.letters):
        _compare_lines(old[i0:i1], new[j0:j1], words.letters, page)
    return Comparison(
        tuple([_pieces(line) for line in left]), tuple([_pieces(line) for line in right]), page.paragraphs()
    )


# -- Words --

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_HYPHENS = "\u2010\u2011-"
_INNER = rf"[\w{_MARKS}{_HIDDEN}]"
_BEFORE_WORD = rf"(?=[{_HIDDEN}]*\w)"
# "7 000" is one number whatever its space: else a hard space in place of a plain one would be a change.
_ATOM = rf"(?:\d{{1,3}}(?:\s+\d{{3}})+(?!{_INNER})|[{_HIDDEN}]*\w{_INNER}*)"
_JOINT = rf"(?:[{_HYPHENS}'’.:]{_BEFORE_WORD}|(?<=\d),(?=\d)|(?<=\d)/{_BEFORE_WORD}|/(?=\d))"
_WORD = rf"(?:[’'](?=[nst](?!{_INNER}))|[{_HYPHENS}−])?{_ATOM}(?:{_JOINT}{_ATOM})*(?:[{_HYPHENS}](?!{_INNER}))?"
_TOKEN = re.compile(rf"({_WORD}|[^\s{_HIDDEN}][{_MARKS}{_HIDDEN}]*|[\s{_HIDDEN}][{_MARKS}]+)")
_HIDDEN_ONES = re.compile(f"[{_HIDDEN}]+")
_SPACES = re.compile(r"\s+")
_APOSTROPHES = ("’", "'")


class _Line(MutableRecord):
    """A paragraph: `parts` are gap, token, gap … gap; `keys` say which tokens are equal, `marked` which are emphasised."""

    text: str
    parts: list[str]
    keys: list[int]
    marked: bytearray


class _Words(dict[str, int]):
    """The key of every token, the same for equal ones; `letters` has the length of words, 0 for punctuation."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_of: dict[str, int] = {",": _COMMA}
        self.letters = [0]

    def __missing__(self, token: str) -> int:
        plain = _SPACES.sub(" ", normalize("NFC", _HIDDEN_ONES.sub("", token)))
        key = self.keys_of.setdefault(plain, len(self.keys_of))
        if key == len(self.letters):
            self.letters.append(sum(map(str.isalnum, plain)))
        self[token] = key
        return key


_COMMA = 0


def _read_line(text: str, words: _Words) -> _Line:
    parts = _TOKEN.split(text)
    if any(mark in parts for mark in _APOSTROPHES):
        _attach_apostrophes(parts)
    keys = [words[token] for token in parts[1::2]]
    return _Line(text, parts, keys, bytearray(len(keys)))


def _attach_apostrophes(parts: list[str]) -> None:
    """Makes an apostrophe at the end of a word part of it ("ta’"), unless it closes a quotation."""
    quoted = False
    at = 1
    while at < len(parts):
        token, opens = parts[at], bool(parts[at - 1]) or at == 1 or parts[at - 2] in _OPENING
        if token in ("‘", "‚") or (token in _APOSTROPHES and opens):
            quoted = opens
        elif token in _APOSTROPHES and parts[at - 2][-1].isalnum() and not quoted:
            parts[at - 2 : at + 1] = [parts[at - 2] + token]
            continue
        elif token in _APOSTROPHES:
            quoted = False
        at += 2


# -- Paragraphs --

_ALIKE = 0.3  # of the letters in two paragraphs, from which they are taken for the same one
_COVERED = 0.5  # of the letters in a paragraph, from which it is taken for a part of another
_TOO_COMMON = 2_500  # pairs of paragraphs that share a word, from which it says nothing

_Range = tuple[int, int, int, int]  # from, to in the original; from, to in the proposed text
_Bag = Counter[int]


def _align_lines(old: list[_Line], new: list[_Line], letters: list[int]) -> list[_Range]:
    """Which paragraphs of both sides belong together, in order and without a gap."""
    start, end = _common_edges([line.keys for line in old], [line.keys for line in new])
    bags = tuple([_bag(line) for line in lines[start : len(lines) - end]] for lines in (old, new))
    aligned = [[at, at + 1, at, at + 1] for at in range(start)]
    for i0, i1, j0, j1 in _with_parted(_pair_lines(*bags, letters), bags, letters):
        aligned.append([start + i0, start + i1, start + j0, start + j1])
    aligned += [[len(old) - at, len(old) - at + 1, len(new) - at, len(new) - at + 1] for at in range(end, 0, -1)]
    return [(i0, i1, j0, j1) for i0, i1, j0, j1 in aligned]


def _common_edges(a: Sequence[object], b: Sequence[object]) -> tuple[int, int]:
    """How many elements at the beginning and, of the others, at the end are equal."""
    most = min(len(a), len(b))
    start = 0
    while start < most and a[start] == b[start]:
        start += 1
    end = 0
    while end < most - start and a[-1 - end] == b[-1 - end]:
        end += 1
    return start, end


def _bag(line: _Line) -> _Bag:
    return Counter(line.keys)


def _weigh(bag: Mapping[int, int], letters: list[int]) -> int:
    return sum([count * letters[key] for key, count in bag.items()])


def _pair_lines(old: list[_Bag], new: list[_Bag], letters: list[int]) -> list[tuple[int, int]]:
    """Paragraphs that are each other's successor: alike, or alone at the same place."""
    shared = _shared_letters(old, new, letters)
    sizes = [[_weigh(bag, letters) for bag in bags] for bags in (old, new)]
    alike = {(i, j): n for (i, j), n in shared.items() if 2 * n >= _ALIKE * (sizes[0][i] + sizes[1][j])}
    pairs: list[tuple[int, int]] = []
    i0 = j0 = 0
    for i, j in [*_heaviest_chain(alike), (len(old), len(new))]:
        if i - i0 == j - j0:
            pairs += zip(range(i0, i), range(j0, j), strict=True)
        elif i > i0 and j > j0:
            pairs += _heaviest_chain({(p, q): n for (p, q), n in shared.items() if i0 <= p < i and j0 <= q < j})
        pairs.append((i, j))
        i0, j0 = i + 1, j + 1
    return pairs[:-1]


def _shared_letters(old: list[_Bag], new: list[_Bag], letters: list[int]) -> dict[tuple[int, int], int]:
    """How many letters of words any two paragraphs share, but for words that nearly all have."""
    places: tuple[dict[int, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for bags, found in zip((old, new), places, strict=True):
        for at, bag in enumerate(bags):
            for key in bag:
                found[key].append(at)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for key, rows in places[0].items():
        columns = places[1].get(key, [])
        if letters[key] and len(rows) * len(columns) <= _TOO_COMMON:
            for i in rows:
                for j in columns:
                    shared[i, j] += letters[key] * min(old[i][key], new[j][key])
    return shared


def _heaviest_chain(weights: Mapping[tuple[int, int], int]) -> list[tuple[int, int]]:
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


def _with_parted(pairs: list[tuple[int, int]], bags: tuple[list[_Bag], ...], letters: list[int]) -> list[list[int]]:
    """The groups of paragraphs: pairs, with those that were parted or joined, and those that stand alone."""
    groups = [[0, 0, 0, 0], *([i, i + 1, j, j + 1] for i, j in pairs), [*[len(bags[0])] * 2, *[len(bags[1])] * 2]]
    found: list[list[int]] = []
    for before, after in zip(groups, groups[1:], strict=False):
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
    own, other = (
        sum(bags[at // 2][group[at] : group[at + 1]], Counter[int]()) for at in (side, 2 - side)
    )
    part = bags[side // 2][line]
    return _weigh((other - own) & part, letters) >= _COVERED * _weigh(part, letters) > 0


# -- Words that differ --


class _Block(NamedTuple):
    """Tokens `i0`:`i1` of the original for which `j0`:`j1` of the proposed text stand."""

    i0: int
    i1: int
    j0: int
    j1: int


class _Side(Record):
    """Paragraphs of a group in a row: `parts` as in a line, with `_BREAK` for the gap between two."""

    parts: list[str]
    keys: list[int]


_BREAK = "¶"  # unlike any gap: those are spaces
