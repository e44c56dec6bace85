"""A paragraph in pieces, words and what stands between them, and what differs between two such paragraphs.

The alignment is that of `toolkit.wording`, which marks changed phrases as a reader would. Here nothing is taken for
equal that is not: a hard space in the place of a plain one is a change, as is a word that becomes bold.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

from toolkit.wording.blocks import BREAK, Block, Side, find_blocks
from toolkit.wording.phrases import clean, settle
from toolkit.wording.sequences import common_edges
from toolkit.wording.words import COMMA, split_text

ATOM_LETTERS = 60  # as many as a long phrase has: a mark that both texts have is hardly ever taken into a change


class Piece(NamedTuple):
    """A word, a gap, or what is no text: the mark of a note, a field, an image (`atom`).

    Equal pieces have equal keys. `data` is what whoever reads and prints the pieces wants to remember of it.
    """

    text: str
    key: Hashable
    gap: bool = False
    atom: bool = False
    data: Any = None


class Stretch(NamedTuple):
    """Pieces that follow each other: of both texts, as many here as there (`same`), or what became of what."""

    same: bool
    old: Sequence[Piece]
    new: Sequence[Piece]


def split_words(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of `text`, each with whether it is a gap: words, numbers, punctuation, and what lies between."""
    for at, part in enumerate(split_text(text)):
        if part:
            yield part, at % 2 == 0


class _Row(NamedTuple):
    """The words of a paragraph as `toolkit.wording` wants them; `places` are where they stand among the pieces."""

    side: Side
    places: list[int]


class _Keys:
    """Numbers for the keys of pieces, the same for equal ones, and how many letters each has."""

    def __init__(self) -> None:
        self.numbers: dict[Hashable, int] = {}
        self.letters = [0]

    def number(self, piece: Piece) -> int:
        if piece.text == ",":
            return COMMA
        number = self.numbers.get(piece.key)
        if number is None:
            number = self.numbers[piece.key] = len(self.letters)
            self.letters.append(ATOM_LETTERS if piece.atom else sum(map(str.isalnum, piece.text)))
        return number

    def row(self, pieces: Sequence[Piece]) -> _Row:
        places = [at for at, piece in enumerate(pieces) if not piece.gap]
        parts = [BREAK]
        before = -1
        for at in places:
            if before >= 0:
                parts.append("".join([piece.text for piece in pieces[before + 1 : at]]))
            parts.append(pieces[at].text)
            before = at
        parts += [BREAK] if places else []
        return _Row(Side(parts, [self.number(pieces[at]) for at in places]), places)


def align_pieces(old: Sequence[Piece], new: Sequence[Piece]) -> list[Stretch]:
    """What is the same in two paragraphs and what is not; the pieces join to exactly both of them."""
    if [piece.key for piece in old] == [piece.key for piece in new]:
        return [Stretch(True, old, new)] if new else []
    keys = _Keys()
    a, b = keys.row(old), keys.row(new)
    blocks: list[Block] = []
    if a.side.keys != b.side.keys:
        found = find_blocks(a.side, b.side, keys.letters)
        blocks = clean(settle(found, a.side, b.side), a.side, b.side, keys.letters)
    stretches = _Stretches(old, new)
    i = j = 0
    for block in [*blocks, Block(len(a.places), len(a.places), len(b.places), len(b.places))]:
        for p, q in zip(a.places[i : block.i0], b.places[j : block.j0], strict=True):
            stretches.go_to(p, q)
        i, j = block.i1, block.j1
    return stretches.done()


class _Stretches:
    """Stretches while they are found, from the words that are the same; `i` and `j` are how far they go."""

    def __init__(self, old: Sequence[Piece], new: Sequence[Piece]) -> None:
        self.old, self.new = old, new
        self.i = self.j = 0
        self.found: list[Stretch] = []

    def go_to(self, i: int, j: int) -> None:
        """Adds what lies before the pieces `i` and `j`, and these, which stand for each other."""
        self.add_between(i, j)
        same = self.old[i].key == self.new[j].key
        self.add(same, i, i + 1, j, j + 1)
        self.i, self.j = i + 1, j + 1

    def add_between(self, i: int, j: int) -> None:
        old, new = ([piece.key for piece in row] for row in (self.old[self.i : i], self.new[self.j : j]))
        start, end = common_edges(old, new)
        self.add(True, self.i, self.i + start, self.j, self.j + start)
        self.add(False, self.i + start, i - end, self.j + start, j - end)
        self.add(True, i - end, i, j - end, j)

    def add(self, same: bool, i0: int, i1: int, j0: int, j1: int) -> None:
        if i0 == i1 and j0 == j1:
            return
        old, new = self.old[i0:i1], self.new[j0:j1]
        if self.found and self.found[-1].same == same:
            last = self.found.pop()
            old, new = [*last.old, *old], [*last.new, *new]
        self.found.append(Stretch(same, old, new))

    def done(self) -> list[Stretch]:
        self.add_between(len(self.old), len(self.new))
        return self.found
