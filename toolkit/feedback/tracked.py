"""Tracked changes of one file: what each proposes, as the definition would say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.feedback.aligning import Joint, bare
from toolkit.feedback.changes import ADDED, JOINED, MOVE, OTHER, REMOVED, Change, left, left_pieces
from toolkit.feedback.placing import IN_LIST, NOWHERE, Placer, after, before, is_plain, shown
from toolkit.feedback.remarks import NOTHING, Remark, Saying, Together
from toolkit.feedback.source import Edit, apply, cells, paragraph
from toolkit.inspection.reviewed import BODY, Piece
from toolkit.records import replace

_MOST_WORDING = 2_000  # characters on each side of a change


class Tracked:
    """The changes of a file whose paragraphs are placed."""

    def __init__(self, file: Placer) -> None:
        self.file = file
        self.edits: dict[str, list[tuple[Edit, str]]] = {}
        self.used: set[int] = set()

    def remarks(self) -> Iterator[Remark]:
        """Each change; the two halves of a move as one, a note that is put in or taken out with its mark."""
        moves = self._moves()
        for index, changes in enumerate(self.file.changes):
            story = self.file.passages[index].story.removeprefix("note ")
            if story in self.file.new_notes or self._goes_with_mark(index):
                continue
            for change in changes:
                pair = moves.get(id(change))
                if pair is not None and pair[0] == "to":
                    continue
                yield self._tracked(index, change, pair[1:] if pair else None)

    def _moves(self) -> dict[int, tuple[str, int, Change]]:
        """The other half of each change that is half of a move, by its identity: "from" or "to", where, what."""
        halves: dict[tuple[str, str], tuple[list[tuple[int, Change]], list[tuple[int, Change]]]] = {}
        for index, changes in enumerate(self.file.changes):
            for change in changes:
                kinds = {self.file.reviewed.revisions[one].kind for one in change.revisions}
                pieces = change.gone if "moveFrom" in kinds else change.put
                words = bare("".join([piece.text for piece in pieces]))
                if words and ("moveFrom" in kinds) != ("moveTo" in kinds):
                    halves.setdefault((change.move, words), ([], []))["moveTo" in kinds].append((index, change))
        found: dict[int, tuple[str, int, Change]] = {}
        for sources, targets in halves.values():
            for (index, source), (other, target) in zip(sources, targets, strict=False):
                found[id(source)] = ("from", other, target)
                found[id(target)] = ("to", index, source)
        return found

    def _goes_with_mark(self, index: int) -> bool:
        """Whether a passage is of a note that goes with its mark, wholly."""
        passage = self.file.passages[index]
        note = passage.story.removeprefix("note ")
        if not passage.story.startswith("note ") or bare("".join(left(passage.pieces))):
            return False
        return note in self._marks_gone()

    def _marks_gone(self) -> set[str]:
        if not hasattr(self, "_gone"):
            self._gone = {
                piece.note
                for index in self.file.stories.get(BODY, [])
                for piece in self.file.passages[index].pieces
                if piece.note and piece.deleted >= 0
            }
        return self._gone

    _gone: set[str]

    def _tracked(self, index: int, change: Change, move: tuple[int, Change] | None) -> Remark:
        revisions = [*change.revisions, *(move[1].revisions if move else ())]
        pieces = (*change.gone, *change.put, *(move[1].put if move else ()))
        for note in dict.fromkeys([piece.note for piece in pieces if piece.note]):
            revisions += self._of_note(note)
        revisions = [one for one in dict.fromkeys(revisions) if one not in self.used]
        self.used.update(revisions)
        by = Saying(change.author, change.date, self.file.name)
        kind = MOVE if move else change.kind
        original = self.file.originals[index]
        words = original[change.start : change.end]
        remark = Remark(
            kind,
            by,
            self.file.spot(index, change.start),
            before(original, change.start),
            shown(words),
            after(original, change.end),
            shown("".join([piece.text for piece in change.put])),
            revisions=len(revisions),
            said=self._others(change),
        )
        if kind == ADDED:
            remark = self.file.at_neighbour(remark, index, change)
        if remark.spot is NOWHERE:
            return replace(
                remark, wording=shown(_after(original, change)), certain=False, said=self.file.why_nowhere(index)
            )
        if move:
            return self._moved(remark, index, change, move)
        return self._with_proposal(remark, index, change)

    def _others(self, change: Change) -> tuple[str, ...]:
        names = {self.file.reviewed.revisions[one].author for one in change.revisions} - {change.author}
        said = tuple([f"changed again by {name or 'somebody without a name'}" for name in sorted(names)])
        return (*said, "the paragraph is joined to the next one") if change.joins else said

    def _of_note(self, note: str) -> list[int]:
        """The marks in a note that is put in, or that goes, together with the mark of it that is."""
        found = []
        for index in self.file.stories.get(f"note {note}", []):
            if note in self.file.new_notes or self._goes_with_mark(index):
                found += [one for change in self.file.changes[index] for one in change.revisions]
        return found

    def _moved(self, remark: Remark, index: int, change: Change, move: tuple[int, Change]) -> Remark:
        """A move: where to, and the words as the definition has them."""
        target_index, target = move
        arrived = self.file.at_neighbour(replace(remark, said=()), target_index, target)
        if target.kind == ADDED:
            where = arrived.said[-1].replace("goes ", "").replace("this paragraph", arrived.spot.label)
        else:
            where = f"within {self.file.spot(target_index, target.start).label}"
        said = (*remark.said, f"is moved {where}")
        source = self._source_of(index, change.start, change.end)
        if source is None:
            return replace(remark, said=said, wording=remark.words, certain=False)
        return replace(remark, said=said, proposed=source)

    def _source_of(self, index: int, start: int, end: int) -> str | None:
        """The source of words that a whole text prints; None where they are less."""
        located = self.file.locate(index, start)
        held = self.file.held.get(index)
        if located is None or held is None or not located[1].key:
            return None
        printed, segment, _ = located
        words = self.file.originals[index][start:end]
        return self.file.source(segment.key) if bare(words) == bare(printed.text[segment.start : segment.end]) else None

    def _new_texts(self, pieces: Sequence[Piece]) -> Mapping[str, str]:
        """The texts of the notes whose marks are put in."""
        found = {}
        for piece in pieces:
            if piece.note in self.file.new_notes:
                parts = [
                    paragraph(left_pieces(self.file.passages[index].pieces))
                    for index in self.file.stories.get(f"note {piece.note}", [])
                ]
                found[self.file.new_notes[piece.note]] = " ".join([part for part in parts if part])
        return found or NOTHING

    def _with_proposal(self, remark: Remark, index: int, change: Change) -> Remark:
        notes = self._new_texts(change.put)
        remark = replace(remark, notes=notes)
        if change.kind == ADDED:
            if self.file.is_in_list(remark.spot):
                return replace(remark, wording=remark.text, certain=False, said=(*remark.said, IN_LIST))
            plain = is_plain(remark.spot.key)
            return replace(remark, proposed=paragraph(self.file.pieces(change.put), plain))
        if change.kind in (OTHER, JOINED):
            words = "the end of the paragraph is deleted: it is joined to the next one"
            said = words if change.kind == JOINED else "a change of a row, a cell or a paragraph's end, without words"
            return replace(
                remark,
                said=(*remark.said, said),
                certain=False,
                wording=shown(self.file.originals[index][:_MOST_WORDING]),
            )
        located = self._target(index, change)
        wording = shown(_after(self.file.originals[index], change))
        same = self._same(index, change)
        if located is None:
            return replace(remark, wording=wording, certain=False, same=same)
        key, edit = located
        pieces = self.file.pieces(change.put)
        if change.kind == REMOVED:
            self._keep_edit(key, replace(edit, pieces=()), change)
            return replace(remark, same=same)
        edit = replace(edit, pieces=pieces)
        made = apply(self.file.source(key), [edit], is_plain(key))
        self._keep_edit(key, edit, change)
        if made is None:
            return replace(remark, wording=wording, certain=False, same=same)
        return replace(remark, proposed=made, same=same if notes else (key, made))

    def _keep_edit(self, key: str, edit: Edit, change: Change) -> None:
        self.edits.setdefault(key, []).append((edit, change.author))

    def _same(self, index: int, change: Change) -> tuple[object, ...]:
        """What tells a proposal from others: two that are equal in this are one."""
        held = self.file.held[index]
        start, end, certain = held.joint.range(held.shift + change.start, held.shift + change.end)
        put = tuple([(piece.text, piece.note and self._note_text(piece.note)) for piece in change.put])
        words = "".join([text for text, _ in put])
        notes = tuple([note for _, note in put if note])
        return (held.ours[0].index, start, end, words, notes, change.kind) if certain else ()

    def _note_text(self, note: str) -> str:
        return " ".join(
            ["".join(left(self.file.passages[index].pieces)) for index in self.file.stories.get(f"note {note}", [])]
        )

    def _target(self, index: int, change: Change) -> tuple[str, Edit] | None:
        """The text that a change is of and the characters of it that go; None where that is not certain."""
        held = self.file.held.get(index)
        located = self.file.locate(index, change.start)
        if held is None or located is None or not located[1].key:
            return None
        start, end, certain = held.joint.range(held.shift + change.start, held.shift + change.end)
        printed, segment, at = located
        base = start - at
        first, last = at - segment.start, end - base - segment.start
        own = printed.text[segment.start : segment.end]
        if not certain or first < 0 or last > len(own):
            return None
        joint = Joint("".join([cell.character for cell in cells(self.file.source(segment.key))]), own)
        one, other, sure = joint.range(first, last)
        return (segment.key, Edit(one, other)) if sure else None

    def all_together(self) -> Iterator[tuple[str, Together]]:
        """Each text that the file proposes more than one change of, with all of them."""
        for key, edits in self.edits.items():
            if len(edits) > 1:
                made = apply(self.file.source(key), [edit for edit, _ in edits], is_plain(key))
                if made:
                    authors = tuple(dict.fromkeys([author for _, author in edits]))
                    yield key, Together(self.file.name, authors, made)

    def leftover(self) -> Iterator[Remark]:
        """The marks that no change was made of: one remark for each author who has some."""
        left: dict[tuple[str, str], int] = {}
        of_comments = {one.revision for passage in self.file.passages for one in passage.anchors}
        for index, one in enumerate(self.file.reviewed.revisions):
            if index not in self.used and index not in of_comments:
                left[one.author, one.date] = left.get((one.author, one.date), 0) + 1
        for (author, date), count in left.items():
            by = Saying(author, date, self.file.name)
            yield Remark(OTHER, by, NOWHERE, revisions=count, said=("a change that has no words",), certain=False)

    def unread(self, count: int) -> Remark:
        """The marks of changes that a plain count of the file finds, and that stand where no text is read."""
        said = (f"{count} marks of changes stand where no text is: in formulas, or in what is said of a paragraph",)
        return Remark(OTHER, self.file.nobody(), NOWHERE, revisions=count, said=said, certain=False)


def _after(original: str, change: Change) -> str:
    """The text of a paragraph with one change."""
    put = "".join([piece.text for piece in change.put])
    start = max(change.start - _MOST_WORDING, 0)
    end = change.end + _MOST_WORDING
    words = original[start : change.start] + put + original[change.end : end]
    return f"{'…' if start else ''}{words}{'…' if end < len(original) else ''}"
