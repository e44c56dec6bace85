"""Bookmarks that are there or are made, and numbers for ids that nothing in the file has yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from toolkit.digests import sha256
from toolkit.inspection.reading import Reading
from toolkit.refreshing.scanning import Mark, Part
from toolkit.refreshing.splicing import Bookmarking, Change

_ID = re.compile(rb":id\s*=\s*[\"'](-?\d{1,10})[\"']")
_NAME = re.compile(r"[A-Za-z_]\w{0,39}")
_MARK_ALONE = re.compile(r"\[\^[^\]]*\]")
_LARGEST = 2**31 - 1
_ROOM = 1_000_000
_FEWEST_DIGITS = 10**8


class Names:
    """What may refer to the notes of a file; the same file always gets the same names and ids."""

    def __init__(self, reading: Reading, main: Part, parts: Iterable[Part]) -> None:
        self._reading = reading
        self._main = main
        self._texts = {note.id: note.text for note in reading.notes}
        self._marks: dict[str, list[Mark]] = {}
        for mark in main.marks:
            self._marks.setdefault(mark.note, []).append(mark)
        self._made: dict[str, str] = {}
        every = list(parts)
        self._used = {int(found) for part in every for found in _ID.findall(part.data)}
        highest = max(self._used, default=0)
        self._next = max(highest, 0) if highest < _LARGEST - _ROOM else 0
        self._counts: dict[str, int] = {}
        for part in every:
            for bookmark in part.bookmarks:
                self._counts[bookmark.name.lower()] = self._counts.get(bookmark.name.lower(), 0) + 1
        self._own = self._existing()

    def next_id(self) -> int:
        """An id that is not used yet."""
        self._next += 1
        while self._next in self._used:
            self._next += 1
        return self._next

    def bookmark(self, note: str) -> tuple[str, list[Change]]:
        """The bookmark round the mark of `note`, and what must be done to have it; no name where none can be."""
        name = self._own.get(note) or self._made.get(note)
        if name:
            return name, []
        marks = self._marks.get(note, [])
        if len(marks) != 1 or not _is_fit(marks[0]) or not self._main.prefix:
            return "", []
        name = self._made[note] = self._new_name(note)
        return name, [Bookmarking(self._main.name, marks[0].run, name, self.next_id())]

    def _existing(self) -> dict[str, str]:
        """The bookmarks that stand round one mark and nothing else."""
        found: dict[str, str] = {}
        for name, target in self._reading.targets.items():
            alone = len(target.notes) == 1 and _MARK_ALONE.fullmatch(target.text.strip()) is not None
            if alone and _NAME.fullmatch(name) and self._counts.get(name.lower()) == 1:
                found.setdefault(target.notes[0], name)
        return found

    def _new_name(self, note: str) -> str:
        """A name as Word gives them, from the words of the note, so that it stays the same."""
        number = (
            int(sha256(f"{note} {self._texts.get(note)}".encode()).hexdigest()[:12], 16) % (9 * _FEWEST_DIGITS)
            + _FEWEST_DIGITS
        )
        while f"_ref{number}" in self._counts:
            number = number % (10 * _FEWEST_DIGITS - 1) + 1
        self._counts[f"_ref{number}"] = 1
        return f"_Ref{number}"


def _is_fit(mark: Mark) -> bool:
    """Whether a bookmark round the run of a mark is round that mark alone, and in the text itself."""
    around: Sequence[str] = mark.run.around
    return mark.run.marks == 1 and not {"txbxContent", "moveTo", "fldSimple"} & set(around)
