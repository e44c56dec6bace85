"""Places what one file says: finds the text that each comment and change is about, and works out what it proposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.feedback.aligning import ALIKE, MOVED, Joint, Pair, Shape, align, bare
from toolkit.feedback.changes import (
    Change,
    changes_of,
)
from toolkit.feedback.printed import Paper, Printed, Segment
from toolkit.feedback.remarks import Remark, Saying, Spot
from toolkit.feedback.source import cells
from toolkit.inspection.reviewed import BODY, ELSEWHERE, NOTE_MARK, Piece, Reviewed
from toolkit.position import Text
from toolkit.records import Record, replace

AROUND = 60  # characters of context
LAST = 1 << 30
_LEAST_WORDS = 10  # and pairs of them, to tell notes apart
NOWHERE = Spot("", "", None, (LAST, 0))
IN_LIST = "the list is made of the sources that are cited: change sources.yaml and the citations"
_PLAIN_KEYS = ("title", "subtitle", "file/name")


class Held(Record):
    """A paragraph of the file with its counterpart in the paper: `ours` joined to one text, and where each begins."""

    ours: tuple[Printed, ...]
    joint: Joint
    shift: int


class Placer:
    """Places what `reviewed`, the file `name`, says of `paper`; `current` are the texts to be changed."""

    def __init__(self, paper: Paper, reviewed: Reviewed, name: str, current: Mapping[str, Text]) -> None:
        self.paper, self.reviewed, self.name, self.current = paper, reviewed, name, current
        self.passages = reviewed.passages
        self.held: dict[int, Held] = {}
        self.texts = [passage.text for passage in self.passages]
        self.originals = [passage.original for passage in self.passages]
        self._marks: dict[str, Spot] = {}
        self.changes = [changes_of(passage, reviewed.revisions) for passage in self.passages]
        self.new_notes: dict[str, str] = {}
        self.note_of: dict[str, str] = {}
        self.stories: dict[str, list[int]] = {}
        for index, passage in enumerate(self.passages):
            self.stories.setdefault(passage.story, []).append(index)

    # Which paragraph is which

    def pair(self) -> None:
        """Finds the counterpart of each paragraph: those of the body first, then the notes by their marks."""
        ours = [one for one in self.paper.paragraphs if one.story == BODY]
        self._hold(align([one.text for one in ours], self._originals(self.stories.get(BODY, []))), ours, BODY)
        self._follow_marks()
        notes: dict[str, list[Printed]] = {}
        for one in self.paper.paragraphs:
            if one.story != BODY:
                notes.setdefault(one.story.removeprefix("note "), []).append(one)
        self._forget_unlike(notes)
        left = [story for story in self.stories if story.startswith("note ")]
        for story in left:
            counterpart = notes.get(self.note_of.get(story.removeprefix("note "), ""), [])
            if counterpart:
                self._hold_note(counterpart, story)
        taken = set(self.note_of.values())
        free = [one for id_, group in notes.items() if id_ not in taken for one in group]
        open_ = [
            index
            for story in left
            if story.removeprefix("note ") not in {*self.note_of, *self.new_notes}
            for index in self.stories[story]
        ]
        for pair in align([one.text for one in free], self._originals(open_)):
            self._hold_pair(pair, free, open_)

    def _forget_unlike(self, notes: Mapping[str, Sequence[Printed]]) -> None:
        """Leaves out notes whose words say that they are others: LibreOffice may give marks wrong ones."""
        for theirs, ours in list(self.note_of.items()):
            mine = Shape("\n".join([one.text for one in notes.get(ours, ())]))
            other = Shape("\n".join(self._originals(self.stories.get(f"note {theirs}", []))))
            if min(mine.size, other.size) >= _LEAST_WORDS and mine.like(other) < ALIKE:
                del self.note_of[theirs]
        known = [Shape("\n".join([one.text for one in group])) for group in notes.values()]
        for theirs in list(self.new_notes):
            shape = Shape("\n".join(self._originals(self.stories[f"note {theirs}"])))
            if shape.size >= _LEAST_WORDS and any(shape.like(one) >= MOVED for one in known):
                del self.new_notes[theirs]

    def _originals(self, indexes: Sequence[int]) -> list[str]:
        return [self.originals[index] for index in indexes]

    def _hold(self, pairs: Sequence[Pair], ours: Sequence[Printed], story: str) -> None:
        for pair in pairs:
            self._hold_pair(pair, ours, self.stories.get(story, []))

    def _hold_note(self, ours: Sequence[Printed], story: str) -> None:
        theirs = self.stories[story]
        if len(ours) == len(theirs) == 1:
            self._hold_pair(Pair((0,), (0,)), ours, theirs)
        else:
            self._hold(align([one.text for one in ours], self._originals(theirs)), ours, story)

    def _hold_pair(self, pair: Pair, ours: Sequence[Printed], theirs: Sequence[int]) -> None:
        mine = tuple([ours[index] for index in pair.ours])
        texts = self._originals([theirs[index] for index in pair.theirs])
        joint = Joint("\n".join([one.text for one in mine]), "\n".join(texts))
        shift = 0
        for index, text in zip(pair.theirs, texts, strict=True):
            self.held[theirs[index]] = Held(mine, joint, shift)
            shift += len(text) + 1

    def _follow_marks(self) -> None:
        """Which note of the file is which of ours, by where their marks stand; marks put in make new notes."""
        for index in self.stories.get(BODY, []):
            held = self.held.get(index)
            marks = [note for one in held.ours for note in one.notes] if held else []
            offset = 0
            for piece in self.passages[index].pieces:
                if piece.note and piece.inserted >= 0:
                    self._new_note(piece.note)
                elif piece.note and held:
                    at, end, certain = held.joint.range(held.shift + offset, held.shift + offset + 1)
                    number = held.joint.ours.count(NOTE_MARK, 0, at)
                    if certain and end > at and number < len(marks):
                        self.note_of.setdefault(piece.note, marks[number])
                offset += len(piece.text) if piece.inserted < 0 else 0

    def _new_note(self, note: str) -> None:
        if f"note {note}" in self.stories and note not in self.new_notes:
            number = len(self.new_notes) + 1
            while f"footnotes/new-note-{number}" in self.current:
                number += 1
            taken = set(self.new_notes.values())
            while f"new-note-{number}" in taken:
                number += 1
            self.new_notes[note] = f"new-note-{number}"

    def share(self) -> float:
        """How much of the paper's own words the file has, from 0 to 1."""
        known = {one.index for held in self.held.values() for one in held.ours}
        body = [one for one in self.paper.paragraphs if one.story == BODY]
        whole = sum(len(bare(one.text)) for one in body)
        return sum(len(bare(one.text)) for one in body if one.index in known) / max(whole, 1)

    def coverage(self) -> float:
        """How much of the file's own words the paper has, from 0 to 1."""
        indexes = self.stories.get(BODY, [])
        whole = sum(len(bare(self.originals[index])) for index in indexes)
        known = sum(len(bare(self.originals[index])) for index in indexes if index in self.held)
        return known / max(whole, 1)

    # Places

    def locate(self, index: int, offset: int) -> tuple[Printed, Segment, int] | None:
        """Our paragraph, the part of it and the place in the paragraph, for a place in the original of a passage."""
        held = self.held.get(index)
        if held is None:
            return None
        at, _ = held.joint.place(held.shift + offset)
        for one in held.ours:
            if at <= len(one.text):
                return one, one.segment(at), at
            at -= len(one.text) + 1
        last = held.ours[-1]
        return last, last.segments[-1], len(last.text)

    def spot(self, index: int, offset: int) -> Spot:
        """The place that a reader of the file would name; `NOWHERE` where the paragraph is none of the paper."""
        passage = self.passages[index]
        if passage.story.startswith("note ") and passage.story.removeprefix("note ") in self.new_notes:
            return self._mark_spot(passage.story.removeprefix("note "))
        located = self.locate(index, offset)
        if located is None:
            return NOWHERE
        printed, segment, at = located
        return self.spot_of(printed, segment, at)

    def spot_of(self, printed: Printed, segment: Segment, at: int) -> Spot:
        order = (printed.index, at)
        if segment.key:
            text = self.current.get(segment.key) or self.paper.texts[segment.key]
            return Spot(segment.key, self.paper.labels.get(segment.key, segment.key), text.place.at(), order)
        if printed.source:
            what = "entry of the list of sources:" if printed.story == BODY else "note that cites the source"
            words = f"{what} '{printed.source}'"
            return Spot(f"sources/{printed.source}", words, self.paper.sources.get(printed.source), order)
        words = " ".join(printed.text.replace(NOTE_MARK, "").split())
        return Spot("", f"set by the toolkit: “{_cut(words, 80)}”", None, order)

    def is_in_list(self, spot: Spot) -> bool:
        """Whether a place is in the list of sources, which the toolkit makes of those that are cited."""
        at = spot.order[0]
        printed = self.paper.paragraphs[at] if at < len(self.paper.paragraphs) else None
        return printed is not None and printed.story == BODY and bool(printed.source)

    def _mark_spot(self, note: str) -> Spot:
        if note not in self._marks:
            self._marks[note] = self._find_mark(note)
        return self._marks[note]

    def _find_mark(self, note: str) -> Spot:
        for index in self.stories.get(BODY, []):
            offset = 0
            for piece in self.passages[index].pieces:
                if piece.note == note:
                    return self.spot(index, offset)
                offset += len(piece.text) if piece.inserted < 0 else 0
        return NOWHERE

    def original_offset(self, index: int, offset: int) -> int:
        """The place in the original of a passage, for a place in its whole text."""
        at = original = 0
        for piece in self.passages[index].pieces:
            if at + len(piece.text) >= offset:
                return original + (offset - at if piece.inserted < 0 else 0)
            at += len(piece.text)
            original += len(piece.text) if piece.inserted < 0 else 0
        return original

    def why_nowhere(self, index: int) -> tuple[str, ...]:
        passage = self.passages[index]
        if passage.story == ELSEWHERE:
            return ("it stands in a header or footer, which the template sets",)
        if not passage.original.strip():
            return ("it stands in a paragraph that the paper does not have",)
        return ("the paragraph is like none of the paper",)

    def at_neighbour(self, remark: Remark, index: int, change: Change) -> Remark:
        """A new paragraph belongs behind the one before it; at the beginning of a part, before the one after it."""
        story = self.passages[index].story
        own = self.stories[story]
        place = own.index(index)
        before = change.before or not self.originals[index].strip()
        rows = own[:place][::-1] if before else [index, *own[:place][::-1]]
        after = [*([index] if change.before else []), *own[place + 1 :]]
        behind = next((one for one in rows if one in self.held), None)
        ahead = next((one for one in after if one in self.held), None)
        first = self.spot(behind, LAST) if behind is not None else NOWHERE
        second = self.spot(ahead, 0) if ahead is not None else NOWHERE
        same_cell = behind is not None and self.passages[behind].cell == self.passages[index].cell
        goes_on = _part(first.key) == _part(second.key) and same_cell
        ends_part = _is_prose(first.key) and not _is_prose(second.key)
        begins_part = change.before and bool(second.key) and not goes_on and not ends_part
        if first is not NOWHERE and not begins_part:
            return replace(remark, spot=first, said=(*remark.said, "goes behind this paragraph"))
        return replace(remark, spot=second, said=(*remark.said, "goes before this paragraph"))

    def nobody(self) -> Saying:
        return Saying("", "", self.name)

    # What stands in the definition

    def source(self, key: str) -> str:
        return self.paper.texts[key].value

    def pieces(self, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
        """`pieces` that are put in, each mark of a note as the definition writes it."""
        made = []
        for piece in pieces:
            if piece.note in self.new_notes:
                made.append(replace(piece, note=f"[^{self.new_notes[piece.note]}]"))
            elif piece.note:
                made.append(replace(piece, note=self._written_mark(piece.note)))
            else:
                made.append(piece)
        return tuple(made)

    def _written_mark(self, note: str) -> str:
        """The mark in the definition that a mark in the file is."""
        wanted = self.note_of.get(note, "")
        for one in self.paper.paragraphs:
            if one.story == BODY and wanted in one.notes:
                number = one.notes.index(wanted)
                marks = [
                    self.source(part.key)[cell.start : cell.end]
                    for part in one.segments
                    if part.key
                    for cell in cells(self.source(part.key))
                    if cell.character == NOTE_MARK
                ]
                return marks[number] if number < len(marks) else ""
        return ""


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def before(text: str, offset: int) -> str:
    """The words that stand before a place, from the beginning of one on."""
    words = shown(text[max(offset - AROUND, 0) : offset])
    return words if offset <= AROUND else f"…{words.partition(' ')[2]}"


def after(text: str, offset: int) -> str:
    """The words that follow a place, to the end of one."""
    words = shown(text[offset : offset + AROUND])
    return words if len(text) <= offset + AROUND else f"{words.rpartition(' ')[0]}…"


def shown(text: str) -> str:
    """Words for a person: the mark of a note as a sign."""
    return text.replace(NOTE_MARK, "[*]")


def is_plain(key: str) -> bool:
    """Whether the looks of a text are the template's, so that no mark stands for them."""
    last = key.rpartition("/")[2]
    return key in _PLAIN_KEYS or last in ("point", "heading") or (key.startswith("amendments/") and "/text/" in key)


def _part(key: str) -> str:
    """The part of the paper that a text belongs to, without the number of its paragraph."""
    head, _, last = key.rpartition("/")
    return head if last.isdigit() else key


def _is_prose(key: str) -> bool:
    """Whether a text is one of several paragraphs, behind which another can stand."""
    return key.rpartition("/")[2].isdigit()
