"""Two wordings of a provision compared by word, as amendments show them.

Paragraphs are aligned first, then the words of those that belong together. The two columns follow the form of
the European Parliament: bold italic for deleted text on the left, for new text on the right, for replaced text on both.

A word goes as far as its hyphens, apostrophes and combining marks, a number as far as its points, commas, strokes
and the spaces between its groups of three digits. Equal are words with the same characters after canonical
normalisation (NFC), whatever spaces lie in and between them; hidden characters (soft hyphen, zero-width) do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.records import Record
from toolkit.wording.blocks import Side, find_blocks, in_a_row
from toolkit.wording.consolidated import Page
from toolkit.wording.paragraphs import align_lines
from toolkit.wording.phrases import clean, settle, tokens_between
from toolkit.wording.words import COMMA, Line, Words, read_line


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
    a whole. "same" and "inserted" join to the proposed paragraphs exactly, but for blank ones, and for spaces and
    hidden characters at the edges of a paragraph. "same" and "deleted" join to the original text up to canonical
    equivalence, hidden characters, and the kind and number of spaces, where a break between paragraphs counts as a
    space; if one is put where the original has no space ("a;b"), that is all that is lost.
    """

    original: tuple[tuple[Piece, ...], ...]
    proposed: tuple[tuple[Piece, ...], ...]
    consolidated: tuple[tuple[Change, ...], ...]


def compare(original: Sequence[str], proposed: Sequence[str]) -> Comparison:
    """What differs between two wordings, given by paragraph."""
    words = Words()
    left, right = ([read_line(text, words) for text in texts] for texts in (original, proposed))
    old, new = ([line for line in lines if line.keys] for lines in (left, right))
    page = Page()
    for i0, i1, j0, j1 in align_lines(old, new, words.letters):
        _compare_lines(old[i0:i1], new[j0:j1], words.letters, page)
    return Comparison(
        tuple([_pieces(line) for line in left]),
        tuple([_pieces(line) for line in right]),
        tuple([tuple([Change(kind, text) for kind, text in row]) for row in page.paragraphs()]),
    )


def _compare_lines(old: list[Line], new: list[Line], letters: list[int], page: Page) -> None:
    """Marks what differs in paragraphs that belong together, and adds them to `page`."""
    a, b = in_a_row(old), in_a_row(new)
    blocks = []
    if a.keys != b.keys:
        blocks = clean(settle(find_blocks(a, b, letters), a, b), a, b, letters)
    for lines, side, ranges in (old, a, [block[:2] for block in blocks]), (new, b, [block[2:] for block in blocks]):
        _mark(lines, side, ranges)
    page.add_blocks(a, b, blocks)


def _mark(lines: list[Line], side: Side, stretches: Iterable[tuple[int, int]]) -> None:
    """Emphasises the stretches, and a comma that is all there is between two of them."""
    marked = bytearray(len(side.keys))
    last = -1
    for start, end in stretches:
        if start < end:
            near = last >= 0 and set(tokens_between(side, last, start)) == {COMMA}
            first = last if near else start
            marked[first:end] = b"\1" * (end - first)
            last = end
    for line in lines:
        line.marked, marked = marked[: len(line.keys)], marked[len(line.keys) :]


def _pieces(line: Line) -> tuple[Piece, ...]:
    """The paragraph in pieces; the spaces round an emphasised stretch stay outside it."""
    pieces, at = [], 0
    for stretch in re.finditer(b"\1+", line.marked):
        start, end = 2 * stretch.start() + 1, 2 * stretch.end()
        pieces += [Piece("".join(line.parts[at:start]), False), Piece("".join(line.parts[start:end]), True)]
        at = end
    pieces.append(Piece("".join(line.parts[at:]), False))
    return tuple([piece for piece in pieces if piece.text])
