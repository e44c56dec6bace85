"""Comments of one file: each thread with the words that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.feedback.placing import NOWHERE, Placer, after, before, shown
from toolkit.feedback.remarks import COMMENT, Remark, Reply, Saying
from toolkit.inspection.reviewed import Comment
from toolkit.records import Record, replace

_MOST_PARAGRAPHS = 100  # of the words that one comment is on
_MOST_WORDS = 2_000  # characters of them


class Comments:
    """The comments of a file whose paragraphs are placed."""

    def __init__(self, file: Placer) -> None:
        self.file = file

    def remarks(self) -> Iterator[Remark]:
        """Each thread once: the comment that begins it, and its answers in the order of the file."""
        known = {one.id: one for one in self.file.reviewed.comments}
        ranges = self._ranges()
        roots: dict[str, list[Comment]] = {}
        for one in self.file.reviewed.comments:
            roots.setdefault(_root(one, known), []).append(one)
        done: set[int] = set()
        marked = {one.comment for passage in self.file.passages for one in passage.anchors if one.revision >= 0}
        for root, thread in roots.items():
            first = known[root]
            answers = [one for one in thread if one is not first and id(one) not in done]
            done.update(id(one) for one in thread)
            remark = self._comment(first, answers, ranges.get(root))
            yield replace(remark, revisions=sum(one.id in marked for one in (first, *answers)))

    def _comment(self, first: Comment, answers: Sequence[Comment], found: _Range | None) -> Remark:
        by = Saying(first.author, first.date, self.file.name)
        replies = tuple([Reply(Saying(one.author, one.date, self.file.name), one.text) for one in answers])
        remark = Remark(COMMENT, by, NOWHERE, text=first.text, replies=replies, resolved=first.resolved)
        if found is None:
            return replace(remark, said=("the comment is anchored nowhere in the text",))
        preceding, words, following, wholly = self._quote(found)
        index, at = found.start
        spot = self.file.spot(index, self.file.original_offset(index, at))
        said = self.file.why_nowhere(index) if spot is NOWHERE else ()
        if wholly:
            said = (*said, "on the whole paragraph")
        last = self.file.spot(found.end[0], self.file.original_offset(*found.end))
        if found.end[0] != index and found.end[1] and last is not NOWHERE and last.label != spot.label:
            said = (*said, f"to: {last.label}")
        if self.file.passages[index].story.removeprefix("note ") in self.file.new_notes:
            said = (*said, "in a note that is new")
        return replace(remark, spot=spot, before=preceding, words=words, after=following, said=said)

    def _ranges(self) -> dict[str, _Range]:
        starts: dict[str, tuple[int, int]] = {}
        ends: dict[str, tuple[int, int]] = {}
        marks: dict[str, tuple[int, int]] = {}
        for index, passage in enumerate(self.file.passages):
            for anchor in passage.anchors:
                into = {"start": starts, "end": ends}.get(anchor.kind, marks)
                into.setdefault(anchor.comment, (index, anchor.offset))
        found = {}
        for comment in {**starts, **marks, **ends}:
            start = starts.get(comment) or marks.get(comment) or ends[comment]
            end = ends.get(comment) or marks.get(comment) or start
            found[comment] = _Range(start, max(end, start))
        return found

    def _quote(self, found: _Range) -> tuple[str, str, str, bool]:
        """The words of a range with what stands round them, and whether it is a whole paragraph or more."""
        (first, start), (last, end) = found.start, found.end
        opening, closing = self.file.texts[first], self.file.texts[last]
        if last > first:
            between = self.file.texts[first + 1 : min(last, first + _MOST_PARAGRAPHS)]
            words = "\n".join([part for part in (opening[start:], *between, closing[:end]) if part])
        else:
            words = opening[start:end]
        if not words.strip():  # a comment that has no range is on the paragraph
            return "", _cut(opening), "", False
        wholly = not opening[:start].strip() and (not closing[end:].strip() or (last > first and not end))
        return before(opening, start), _cut(words), after(closing, end), wholly


class _Range(Record):
    """Where a comment begins and ends: the passage and the place in its whole text."""

    start: tuple[int, int]
    end: tuple[int, int]


def _root(comment: Comment, known: Mapping[str, Comment]) -> str:
    """The comment that begins the thread; one that answers itself in the end begins its own."""
    seen = {comment.id}
    one = comment
    while one.parent in known:
        if one.parent in seen:
            return min(seen)
        one = known[one.parent]
        seen.add(one.id)
    return one.id


def _cut(words: str) -> str:
    return shown(words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS].rpartition(' ')[0]}…")
