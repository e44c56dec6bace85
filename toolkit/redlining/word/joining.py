"""Both texts as one: which lines, words, notes, bookmarks and lists of the old text are which of the new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.records import MutableRecord, fresh
from toolkit.redlining.lines import Line, Pair, find_moves, pair_lines
from toolkit.redlining.notes import names_of_one_text, with_replaced_notes
from toolkit.redlining.pieces import Stretch, align_pieces
from toolkit.redlining.word.reading import Side

NUMBER = re.compile(r'<w:numId w:val="(\d+)"/>')


class Joined(MutableRecord):
    """A line of both texts, or of one of them.

    A paragraph of both has its `stretches`, a table of both its `cells`, row by row. A paragraph that was moved stands
    twice, each time with the name of the move. `unified` leads from the identifier of a new bookmark to how many old
    pieces stand before its start and before its end.
    """

    old: Line | None
    new: Line | None
    stretches: list[Stretch] = fresh(factory=list)
    cells: list[list[list[Joined]]] = fresh(factory=list)
    move: str = ""
    unified: dict[str, tuple[int, int]] = fresh(factory=dict)


class Joint:
    """What is known of both texts at once.

    `notes` lead from the id of an old note to that of the new one that it is now; `bookmarks` from the old name of a
    bookmark to the one that it has in the file; `lists` from the number of an old list to that of the new one.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.old, self.new = old, new
        self.notes: dict[str, str] = {}
        self.bookmarks: dict[str, str] = {}
        self.lists: dict[str, str] = {}
        self.kept: set[str] = set()

    def former_name(self, name: str) -> str:
        """The name in the file of the old bookmark `name`: its own, where nothing of the new text stands for it."""
        if name not in self.bookmarks:
            self.bookmarks[name] = f"_RefOld{len(self.bookmarks) + 1}"
        return self.bookmarks[name]

    def unify(self, old: str, new: str) -> None:
        """Makes two bookmarks one, by their names."""
        self.bookmarks[old] = new
        self.kept.add(old)


def join_bodies(joint: Joint, old: Sequence[Line], new: Sequence[Line]) -> list[Joined]:
    """The lines of both bodies, with all that `joint` has to know of them."""
    joined = _join_lines(old, new)
    alone = names_of_one_text(joint.old.names, joint.new.names)
    for one in _paragraphs(joined):
        one.stretches = with_replaced_notes(one.stretches, alone)
        _unify(joint, one)
    _unify_places(joint, old, new)
    for one in _paragraphs(joined):
        one.stretches = with_fields(joint, one.stretches)
    joint.lists = _pair_lists(joined)
    return joined


def join_notes(joint: Joint, old: str, new: str) -> Joined:
    """The paragraph of a note of both texts."""
    lines = joint.old.read_note(old), joint.new.read_note(new)
    return Joined(*lines, with_fields(joint, align_pieces(lines[0].pieces, lines[1].pieces)))


def _join_lines(old: Sequence[Line], new: Sequence[Line], in_cell: bool = False) -> list[Joined]:
    pairs = pair_lines(old, new, in_cell)
    moves = {} if in_cell else _name_moves(old, new, pairs)
    joined = []
    for pair in pairs:
        before = old[pair.old] if pair.old is not None else None
        after = new[pair.new] if pair.new is not None else None
        one = Joined(before, after, move=moves.get(pair, ""))
        if before and after and before.data.rows:
            one.cells = [
                [_join_lines(a.lines, b.lines, True) for a, b in zip(*cells, strict=True)]
                for cells in zip(*[[row.cells for row in line.data.rows] for line in (before, after)], strict=True)
            ]
        elif before and after:
            one.stretches = align_pieces(before.pieces, after.pieces)
        joined.append(one)
    return joined


def _name_moves(old: Sequence[Line], new: Sequence[Line], pairs: Sequence[Pair]) -> dict[Pair, str]:
    """The name of the move of each paragraph that was moved; those that still follow each other move as one."""
    names: dict[Pair, str] = {}
    last = (-2, -2)
    count = 0
    for before, after in sorted(find_moves(old, new, pairs).items()):
        if old[before].data.rows:
            continue
        if (before, after) != (last[0] + 1, last[1] + 1):
            count += 1
        names[Pair(before, None)] = names[Pair(None, after)] = f"move{count}"
        last = before, after
    return names


def _paragraphs(joined: Sequence[Joined]) -> Iterator[Joined]:
    """The paragraphs that both texts have, those in cells as well."""
    for one in joined:
        for row in one.cells:
            for cell in row:
                yield from _paragraphs(cell)
        if one.old and one.new and not one.cells:
            yield one


Point = tuple[int, int]


def find_points(stretches: Sequence[Stretch]) -> list[Point]:
    """How many pieces of the old and of the new text stand before each place in both texts as one."""
    points = [(0, 0)]
    for stretch in stretches:
        i, j = points[-1]
        if stretch.same:
            points += [(i + at, j + at) for at in range(1, len(stretch.new) + 1)]
        else:
            points += [(i + at, j) for at in range(1, len(stretch.old) + 1)]
            points += [(i + len(stretch.old), j + at) for at in range(1, len(stretch.new) + 1)]
    return points


def _unify(joint: Joint, one: Joined) -> None:
    """Notes whose marks are the same; bookmarks that begin and end at places that both texts have."""
    for stretch in one.stretches:
        for before, after in zip(stretch.old, stretch.new, strict=True) if stretch.same else ():
            if after.data.note:
                joint.notes[before.data.note] = after.data.note
    if one.old is None or one.new is None or not one.new.data.inside:
        return
    points = set(find_points(one.stretches))
    former = _extents(one.old)
    for identifier, (name, start, end) in _extents(one.new).items():
        for other, (old_name, i0, i1) in former.items():
            met = {(i0, start), (i1, end)} <= points
            kinds = joint.old.meaning(old_name)[0], joint.new.meaning(name)[0]
            if met and kinds[0] == kinds[1] and (kinds[0] != "note" or (i1, start) not in points):
                joint.unify(old_name, name)
                one.unified[identifier] = (i0, i1)
                del former[other]
                break


def _extents(line: Line) -> dict[str, tuple[str, int, int]]:
    """Name, start and end of each bookmark in a paragraph, by its identifier."""
    ends = {marker.identifier: marker.at for marker in line.data.inside if not marker.starts}
    starts = [marker for marker in line.data.inside if marker.starts]
    return {marker.identifier: (marker.name, marker.at, ends[marker.identifier]) for marker in starts}


def _unify_places(joint: Joint, old: Sequence[Line], new: Sequence[Line]) -> None:
    """Bookmarks that stand between paragraphs are the same where they stand for the same part."""
    names = {joint.new.meaning(marker.name): marker.name for line in new for marker in line.data.before}
    for line in old:
        for marker in line.data.before:
            if name := names.get(joint.old.meaning(marker.name)):
                joint.unify(marker.name, name)


def with_fields(joint: Joint, stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches; a field is another one where what it leads to stands elsewhere now."""
    found = []
    for stretch in stretches:
        at = 0
        for place, (before, after) in enumerate(zip(stretch.old, stretch.new, strict=True) if stretch.same else ()):
            if before.data.target and joint.former_name(before.data.target) != after.data.target:
                found.append(Stretch(True, stretch.old[at:place], stretch.new[at:place]))
                found.append(Stretch(False, [before], [after]))
                at = place + 1
        found.append(Stretch(stretch.same, stretch.old[at:], stretch.new[at:]) if at else stretch)
    return [stretch for stretch in found if stretch.old or stretch.new]


def _pair_lists(joined: Sequence[Joined]) -> dict[str, str]:
    """Which new list each old one is: the one that most of its items are in."""
    votes: Counter[tuple[str, str]] = Counter()
    for one in _paragraphs(joined):
        numbers = [NUMBER.search(line.data.properties) for line in (one.old, one.new) if line]
        if numbers[0] and numbers[1]:
            votes[numbers[0][1], numbers[1][1]] += 1
    lists: dict[str, str] = {}
    for (old, new), _ in votes.most_common():
        if old not in lists and new not in lists.values():
            lists[old] = new
    return lists
