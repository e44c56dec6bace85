"""What changed between two Documents, line by line, and by words alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.document import Document
from toolkit.languages.words import WORDS
from toolkit.records import Record
from toolkit.redlining.lines import Line, Pair, find_moves, pair_lines
from toolkit.redlining.notes import name_notes, names_of_one_text, pair_places, with_replaced_notes
from toolkit.redlining.pieces import Piece, Stretch, align_pieces
from toolkit.redlining.texts import Spot, TextReader


class Compared(Record):
    """A line of both texts or of one; `moved` says that it is the same, in another place."""

    old: Spot | None
    new: Spot | None
    stretches: tuple[Stretch, ...]
    moved: bool = False

    @property
    def spot(self) -> Spot:
        """What the line is now, or was."""
        spot = self.new or self.old
        assert spot is not None
        return spot

    @property
    def changed(self) -> bool:
        return any(not stretch.same for stretch in self.stretches)


class Comparison(Record):
    """Both texts, the body and the notes, each in the order of reading."""

    body: tuple[Compared, ...]
    notes: tuple[Compared, ...]

    @property
    def changed(self) -> bool:
        return any(line.changed for line in (*self.body, *self.notes))

    @property
    def count(self) -> int:
        """How many changes there are."""
        return sum([not stretch.same for line in (*self.body, *self.notes) for stretch in line.stretches])


class ChangedWords(Record):
    """Words that were replaced: `part` names where they stand ("Amendment 3"); "" for none in one of both texts."""

    part: str
    old: str
    new: str


def changed_words(old: Document, new: Document, words: Mapping[str, str] = WORDS) -> tuple[ChangedWords, ...]:
    """Which words of `old` became which of `new`, in the order of reading; none where both say the same.

    `words` are the fixed words of the language, in which the parts are named. That numbers of notes follow from
    others is no change; that an image became another one is told with its alternative text.
    """
    comparison = compare(old, new, words)
    return tuple(
        [
            ChangedWords(line.spot.part, *[_said(side) for side in (stretch.old, stretch.new)])
            for line in (*comparison.body, *comparison.notes)
            for stretch in line.stretches
            if not stretch.same
        ]
    )


def _said(pieces: Sequence[Piece]) -> str:
    return "".join([_word(piece) for piece in pieces])


def _word(piece: Piece) -> str:
    shown = piece.data
    if shown.figure:
        return str(shown.figure.alternative)
    return f"[{shown.mark}]" if shown.note else piece.text


def compare(old: Document, new: Document, words: Mapping[str, str] = WORDS) -> Comparison:
    """What changed between two versions of a paper in one language."""
    names = name_notes(old.notes, new.notes)
    readers = TextReader(old, names[0], words), TextReader(new, names[1], words)
    before, after = (reader.body() for reader in readers)
    alone = names_of_one_text(*names)
    body = []
    kept: dict[str, str] = {}
    for line in _compared(before, after):
        stretches = with_replaced_notes(line.stretches, alone)
        for stretch in stretches:
            for former, now in zip(stretch.old, stretch.new, strict=True) if stretch.same else ():
                if now.data.note:
                    kept.setdefault(former.data.note, now.data.note)
        body.append(Compared(line.old, line.new, tuple(stretches), line.moved))
    return Comparison(tuple(body), tuple(_compare_notes(old, new, readers, kept)))


def _compared(old: Sequence[Line], new: Sequence[Line]) -> list[Compared]:
    pairs = pair_lines(old, new)
    moves = find_moves(old, new, pairs)
    moved = {Pair(before, None) for before in moves} | {Pair(None, after) for after in moves.values()}
    return [
        _compare(
            old[pair.old] if pair.old is not None else None,
            new[pair.new] if pair.new is not None else None,
            pair in moved,
        )
        for pair in pairs
    ]


def _compare(old: Line | None, new: Line | None, moved: bool = False) -> Compared:
    pieces = [line.pieces if line else [] for line in (old, new)]
    stretches = align_pieces(*pieces) if old and new else [Stretch(False, *pieces)]
    return Compared(old.data if old else None, new.data if new else None, tuple(stretches), moved)


def _compare_notes(
    old: Document, new: Document, readers: tuple[TextReader, TextReader], kept: Mapping[str, str]
) -> list[Compared]:
    former, later = ({note.id: note for note in document.notes} for document in (old, new))
    places = pair_places(list(former), list(later), _one_to_one(kept))
    return [
        _compare(
            readers[0].note(former[before]) if before else None,
            readers[1].note(later[after]) if after else None,
        )
        for before, after in places
    ]


def _one_to_one(kept: Mapping[str, str]) -> dict[str, str]:
    """The pairs of notes, none of them in two: a note of several marks may meet several."""
    pairs: dict[str, str] = {}
    for before, after in kept.items():
        if after not in pairs.values():
            pairs[before] = after
    return pairs
