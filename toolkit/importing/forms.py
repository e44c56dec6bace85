"""Sheets in the plain form: headings "Amendment 12", lines, a table of two columns, "Or. en", a justification."""

from __future__ import annotations

from toolkit.importing import drafts as roles
from toolkit.importing.drafts import Draft, Loose, where_loose
from toolkit.importing.lines import Grid, Line, Piece, Sheet, key
from toolkit.importing.words import ORIGINAL_LANGUAGE, Words, read_heading


def read_forms(sheet: Sheet, words: Words) -> tuple[list[Draft], list[Loose]]:
    """The amendments of a sheet in the language of `words`, and what belongs to none."""
    reader = _Reader(words)
    for item in sheet.items:
        if isinstance(item, Grid):
            reader.grid(item)
        else:
            reader.line(item)
    return reader.drafts, reader.loose


class _Reader:
    """Goes through the lines; `role` is what the text that comes next is."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.drafts: list[Draft] = []
        self.loose: list[Loose] = []
        self.role = roles.PLAIN
        self.is_open = False

    def grid(self, grid: Grid) -> None:
        if self.is_open and self.role != roles.JUSTIFICATION:
            self.drafts[-1].grids.append(grid)
        else:
            self.loose.append(Loose(where_loose(self.drafts), grid))

    def line(self, line: Line) -> None:
        heading = read_heading(line.text)
        if heading and heading.word in self.words.labels:
            self.role, self.is_open = roles.PLAIN, True
            self.drafts.append(Draft(heading.number))
            if heading.rest:
                self.drafts[-1].before.append((roles.PLAIN, Line((Piece(heading.rest),))))
        elif not self.is_open:
            self.loose.append(Loose(where_loose(self.drafts), line))
        elif rest := self.justification(line):
            self.role = roles.JUSTIFICATION
            self.drafts[-1].after += [] if rest.is_empty else [(self.role, rest)]
        elif line.level and self.drafts[-1].grids:  # a heading of another part
            self.role, self.is_open = roles.PLAIN, False
            self.loose.append(Loose(where_loose(self.drafts), line))
        else:
            self.add(line)

    def add(self, line: Line) -> None:
        draft = self.drafts[-1]
        if not draft.grids:
            draft.before.append((roles.PLAIN, line))
        elif self.role == roles.PLAIN and ORIGINAL_LANGUAGE.match(line.text):
            draft.after.append((roles.ORIGINAL, line))
        else:
            draft.after.append((self.role, line))

    def justification(self, line: Line) -> Line | None:
        """What follows the word "Justification" in `line`; None where it does not begin with it alone."""
        if self.role == roles.JUSTIFICATION or not self.drafts[-1].grids:
            return None
        before, colon, _ = line.raw.partition(":")
        if key(before) != self.words.justification:
            return None
        return line.part(len(before) + len(colon), len(line.raw))
