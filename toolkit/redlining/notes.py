"""Which notes of two texts are the same ones: their numbers say nothing, and what they say may have changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from toolkit.document import Note
from toolkit.inline import Inlines, NumberReference, Plain, walk
from toolkit.redlining.lines import Line, alike, read_line
from toolkit.redlining.pieces import Piece, Stretch, split_words

LIKENESS = 0.45  # of the letters in two notes that stand nowhere else in the same words

Names = Mapping[str, str]


def name_notes(old: Sequence[Note], new: Sequence[Note]) -> tuple[Names, Names]:
    """A name for each note by its id, in the old and in the new text; the same one for what is the same note.

    Several notes of one text that say the same ("Ibid.") have one name: only their places tell them apart.
    """
    said = tuple([{note.id: words_of(note.content) for note in notes} for notes in (old, new)])
    known = tuple([set(side.values()) for side in said])
    lists = tuple(
        [[note for note in notes if said[at][note.id] not in known[1 - at]] for at, notes in enumerate((old, new))]
    )
    names = tuple([{key: f"= {words}" for key, words in side.items()} for side in said])
    lines = tuple([[_line(note, said[at][note.id]) for note in notes] for at, notes in enumerate(lists)])
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, i, j in sorted([(-share, i, j) for (i, j), share in alike(*lines).items()]):
        if -likeness >= LIKENESS and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            names[0][lists[0][i].id] = names[1][lists[1][j].id] = f"~ {lists[1][j].id}"
    return names[0], names[1]


def names_of_one_text(old: Names, new: Names) -> frozenset[str]:
    """The names of notes that the other text does not have."""
    return frozenset({*old.values()} ^ {*new.values()})


def with_replaced_notes(stretches: Sequence[Stretch], alone: frozenset[str]) -> list[Stretch]:
    """The stretches; where a note took the place of another it is the same one, with another text.

    Unless both are in the other text as well, and only changed places. The key of a mark is "note", the name of the
    note, and what else tells marks apart.
    """
    return [stretch._replace(same=True) if _is_replaced(stretch, alone) else stretch for stretch in stretches]


def _is_replaced(stretch: Stretch, alone: frozenset[str]) -> bool:
    if stretch.same or len(stretch.old) != 1 or len(stretch.new) != 1:
        return False
    old, new = stretch.old[0].key, stretch.new[0].key
    if not (isinstance(old, tuple) and isinstance(new, tuple) and old[0] == new[0] == "note"):
        return False
    return old[2:] == new[2:] and not alone.isdisjoint((old[1], new[1]))


def words_of(content: Inlines) -> str:
    """What a note says, whatever numbers the notes have that it refers to."""
    parts = []
    for inline in walk(content):
        if isinstance(inline, Plain):
            parts.append(inline.text)
        elif isinstance(inline, NumberReference):
            parts.append(f"{inline.before}\0{inline.after}")
    return "".join(parts)


def _line(note: Note, words: str) -> Line:
    kind = "symbol" if note.number is None else "number"
    return read_line(kind, [Piece(text, text, gap) for text, gap in split_words(words)])


Place = tuple[str | None, str | None]


def pair_places(old: Sequence[str], new: Sequence[str], pairs: Mapping[str, str]) -> list[Place]:
    """Every note of both texts, in the new order; what is gone stands behind the note that it stood behind.

    `old` and `new` are the ids in their order, `pairs` lead from an old id to the new one.
    """
    following: defaultdict[str | None, list[str]] = defaultdict(list)
    last: str | None = None
    for identifier in old:
        if identifier in pairs:
            last = pairs[identifier]
        else:
            following[last].append(identifier)
    former = {after: before for before, after in pairs.items()}
    places: list[Place] = [(gone, None) for gone in following[None]]
    for identifier in new:
        places.append((former.get(identifier), identifier))
        places += [(gone, None) for gone in following[identifier]]
    return places
