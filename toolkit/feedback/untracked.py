"""What was changed in one file while tracking was off: where it differs from the paper, its changes rejected."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.feedback.aligning import Joint
from toolkit.feedback.changes import ADDED, DELETE, INSERT, REMOVED, REPLACE, Change
from toolkit.feedback.citing import Citing, placed
from toolkit.feedback.placing import IN_LIST, NOWHERE, Held, Placer, after, before, is_plain, shown
from toolkit.feedback.remarks import Remark
from toolkit.feedback.source import Edit, apply, cells, paragraph
from toolkit.inspection.reviewed import BODY, ELSEWHERE, NOTE_MARK, Passage, Piece
from toolkit.records import replace


class Untracked:
    """The differences of a file whose paragraphs are placed."""

    def __init__(self, file: Placer) -> None:
        self.file = file
        self.citing = Citing(file)

    def remarks(self) -> Iterator[Remark]:
        """Where the file, its changes rejected, differs from the paper."""
        seen: set[int] = set()
        for held in self.file.held.values():
            if id(held.joint) not in seen:
                seen.add(id(held.joint))
                yield from self._differences(held)
        yield from self.citing.moved()
        known = {one.index for held in self.file.held.values() for one in held.ours}
        for one in self.file.paper.paragraphs:
            gone_note = one.story != BODY and one.story.removeprefix("note ") not in self.file.note_of.values()
            if one.index not in known and one.text.strip() and (one.story == BODY or gone_note):
                segment = one.segment(len(one.text))
                spot = self.file.spot_of(one, segment, 0)
                said = (IN_LIST,) if self.file.is_in_list(spot) else ()
                remark = Remark(REMOVED, self.file.nobody(), spot, words=shown(one.text), said=said)
                yield replace(remark, tracked=False, certain=bool(segment.key))
        for index, passage in enumerate(self.file.passages):
            is_new = passage.story.removeprefix("note ") in self.file.new_notes or passage.story == ELSEWHERE
            if index not in self.file.held and self.file.originals[index].strip() and not is_new:
                yield self._added(index, passage)

    def _added(self, index: int, passage: Passage) -> Remark:
        pieces = tuple([replace(piece, deleted=-1) for piece in passage.pieces if piece.inserted < 0])
        end = len(self.file.originals[index])
        change = Change(ADDED, end, end, (), pieces, (), "", "")
        remark = Remark(ADDED, self.file.nobody(), NOWHERE, text=shown(self.file.originals[index]), tracked=False)
        remark = self.file.at_neighbour(remark, index, change)
        if remark.spot is NOWHERE or passage.story != BODY:
            return replace(
                remark, certain=False, wording=shown(self.file.originals[index]), said=self.file.why_nowhere(index)
            )
        if self.file.is_in_list(remark.spot):
            return replace(remark, certain=False, wording=remark.text, said=(*remark.said, IN_LIST))
        return replace(remark, proposed=paragraph(self.file.pieces(pieces), is_plain(remark.spot.key)))

    def _differences(self, held: Held) -> Iterator[Remark]:
        pairs = self.citing.pairs(held)
        yield from self.citing.remarks(held, pairs)
        for start, end, low, high in self.citing.differences(held, pairs):
            if not start and not end and held.joint.theirs[low:high].strip(" .)\t").isdecimal():
                continue  # the number of a list or a note, which some programs write as text
            said = self.citing.said(held, (start, end, low, high), pairs)
            found = self._difference(held, start, end, low, high, said)
            if not _is_number_brought_up_to_date(found):
                yield found

    def _difference(self, held: Held, start: int, end: int, low: int, high: int, said: tuple[str, ...] = ()) -> Remark:
        ours, theirs = held.joint.ours, held.joint.theirs
        printed, at = placed(held, start)
        segment = printed.segment(at if start == end else at + 1)
        put, gone = theirs[low:high], ours[start:end]
        remark = Remark(
            REPLACE if put.strip() and gone.strip() else INSERT if put.strip() else DELETE,
            self.file.nobody(),
            self.file.spot_of(printed, segment, at),
            before(ours, start),
            shown(gone),
            after(ours, end),
            shown(put),
            tracked=False,
            said=said,
            same=(held.ours[0].index, start, end, put),
        )
        made = None
        first, last = at - segment.start, at - segment.start + end - start
        own = printed.text[segment.start : segment.end]
        if segment.key and first >= 0 and last <= len(own) and NOTE_MARK not in put and not said:
            source = self.file.source(segment.key)
            joint = Joint("".join([cell.character for cell in cells(source)]), own)
            begin, until, sure = joint.range(first, last)
            edit = Edit(begin, until, (self._typed(held, low, put),) if put else ())
            made = apply(source, [edit], is_plain(segment.key)) if sure else None
        if made is None:
            wording = shown(ours[:start] + put + ours[end:])
            return replace(remark, certain=False, wording=wording)
        return replace(remark, proposed=made)

    def _typed(self, held: Held, low: int, put: str) -> Piece:
        """Words that were typed without tracking, with the looks of their first character."""
        for index, other in self.file.held.items():
            if other.joint is held.joint:
                at = held.shift if other is held else other.shift
                for piece in self.file.passages[index].pieces:
                    length = len(piece.text) if piece.inserted < 0 else 0
                    if at <= low < at + length:
                        return replace(piece, text=put, deleted=-1)
                    at += length
        return Piece(put)


def _is_number_brought_up_to_date(found: Remark) -> bool:
    """Whether a number that the toolkit sets is another one: Word does that where notes were put in or taken out."""
    return not found.proposed and found.words.strip().isdecimal() and found.text.strip().isdecimal()
