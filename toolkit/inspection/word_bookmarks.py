"""Word's bookmarks while they are read: where each begins and ends, and what it wraps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.inspection.reading import ReadBlock, ReadMark
from toolkit.inspection.word import ID, W
from toolkit.records import MutableRecord, fresh

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Place = tuple[int, int, int]  # blocks before it, characters of its block before it, marks before it

# LibreOffice puts such a bookmark before the mark of a note, twice, the first without an end; its REF fields show the
# number of that note.
OF_LIBRE_OFFICE = re.compile(r"_Ref[FE]\d+")
_MOST_MARKS = 2
_NAME = W + "name"


class Bookmark(MutableRecord):
    """A bookmark; `end` is None until it has ended."""

    name: str
    start: Place
    end: Place | None = None

    def marks_in(self, notes: Sequence[str]) -> tuple[str, ...]:
        """The first notes whose marks it wraps, out of the notes of all marks."""
        return tuple(notes[self.start[2] : min(self.end[2], self.start[2] + _MOST_MARKS)]) if self.end else ()

    def text_in(self, blocks: Sequence[ReadBlock], longest: int) -> str:
        """The text that it wraps, to the end of its first block and at most `longest` characters of it."""
        index, offset, _ = self.start
        if index >= len(blocks):
            return ""
        most = offset + longest
        stop = min(self.end[1], most) if self.end and self.end[0] == index else most
        return blocks[index].text[offset:stop]

    def mark_behind(self, blocks: Sequence[ReadBlock]) -> ReadMark | None:
        """The mark of a note right behind its beginning, where it is one that LibreOffice puts there."""
        index, offset, _ = self.start
        if not OF_LIBRE_OFFICE.fullmatch(self.name) or index >= len(blocks):
            return None
        marks = blocks[index].marks
        at = bisect_left(marks, offset, key=lambda mark: mark.offset)
        return marks[at] if at < len(marks) and marks[at].offset == offset and marks[at].note else None


class Bookmarks(MutableRecord):
    """The bookmarks of a story, in the order of their starts."""

    all: list[Bookmark] = fresh(factory=list)
    _open: dict[str, Bookmark] = fresh(factory=dict)

    def start(self, element: Element, place: Place) -> None:
        """A bookmark begins at `place`."""
        bookmark = Bookmark(element.get(_NAME, ""), place)
        self.all.append(bookmark)
        self._open[element.get(ID, "")] = bookmark

    def around(self, place: Place) -> str:
        """The name of the bookmark that began last, in the block of `place`, and has not ended; "" where none has."""
        last = next(reversed(self._open.values()), None)
        return last.name if last is not None and last.start[0] == place[0] else ""

    def end(self, element: Element, place: Place) -> None:
        """A bookmark ends at `place`."""
        bookmark = self._open.pop(element.get(ID, ""), None)
        if bookmark is not None:
            bookmark.end = place
