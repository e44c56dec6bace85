"""A definition that is being made out of a paper: which paragraphs become which of its parts."""

from __future__ import annotations

from toolkit.importing.papers.content import Paragraph, Picture
from toolkit.records import MutableRecord, Record, fresh

PARAGRAPH, CALL_OUT, LIST, NUMBERED, HEADING, IMAGE = (
    "paragraph",
    "call-out",
    "list",
    "numbered-list",
    "heading",
    "image",
)


class Block(Record):
    """A block of running text; a "heading" stands in a part that can have none, and is printed bold."""

    role: str
    paragraph: Paragraph
    picture: Picture | None = None


class Point(MutableRecord):
    """A key point: its line, its heading, what argues it. `is_listed` says that the file lists it."""

    point: Paragraph
    heading: Paragraph
    blocks: list[Block] = fresh(factory=list)
    id: str = ""
    number: str = ""
    is_listed: bool = True


class Wording(Record):
    """An amendment: the provision as a definition writes it, the role of its wording, the wording."""

    to: str
    role: str
    words: Paragraph


class Draft(MutableRecord):
    """The parts of a definition, each with its paragraphs.

    `date` is in ISO 8601, `dated` says as the file has it; `replaced` are headings in whose place fixed words are
    printed; `untyped` are paragraphs whose number was typed and is now set by the toolkit.
    """

    title: Paragraph
    subtitle: Paragraph | None = None
    date: str = ""
    dated: str = ""
    summary: list[Block] = fresh(factory=list)
    points: list[Point] = fresh(factory=list)
    call: list[Block] = fresh(factory=list)
    amendments: list[Wording] = fresh(factory=list)
    closing: list[Block] = fresh(factory=list)
    replaced: list[str] = fresh(factory=list)
    untyped: int = 0

    def all_blocks(self) -> list[list[Block]]:
        """The lists of blocks in the order in which they are printed."""
        return [self.summary, self.call, *[point.blocks for point in self.points], self.closing]
