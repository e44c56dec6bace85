"""An amendment as it stands in a sheet, before its lines and columns are understood."""

from __future__ import annotations

from toolkit.importing.lines import Grid, Item, Line
from toolkit.records import MutableRecord, Record, fresh

# What a line of an amendment is, where the sheet itself says so; "" where it does not.
PLAIN, MEMBERS, ACT, POSITION, ORIGINAL, JUSTIFICATION = "", "members", "act", "position", "original", "justification"

RoleLine = tuple[str, Line]


class Draft(MutableRecord):
    """An amendment: its number, the lines before its table and after it with their roles, its tables.

    `labels` are words that only name what follows them.
    """

    number: str
    before: list[RoleLine] = fresh(factory=list)
    grids: list[Grid] = fresh(factory=list)
    after: list[RoleLine] = fresh(factory=list)
    labels: list[str] = fresh(factory=list)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return f"at amendment {self.number}"


class Loose(Record):
    """An item that belongs to no amendment, and where it stands."""

    where: str
    item: Item


def where_loose(drafts: list[Draft]) -> str:
    """Where something stands that follows the last of `drafts` and is no part of it."""
    return f"after amendment {drafts[-1].number}" if drafts else "before the first amendment"
