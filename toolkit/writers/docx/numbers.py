"""Lists and numbered headings: Word counts them itself, from `numbering.xml` (ISO 29500-1, 17.9).

An abstract numbering says how a list looks, a `w:num` is one list that counts from 1. A template that has
none for a list style gets ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.records import MutableRecord, Record, fresh
from toolkit.writers.docx.markup import DECLARATION, NAMESPACES
from toolkit.writers.docx.styles import BULLET, KEY_POINT, NUMBER

SOURCE = "Source"  # the same, of the numbers in the list of sources
POINT_HEADING = "Point Heading"  # not a style: the `w:name` of the numbering of headings


class Level(Record):
    """The look of a list: `w:numFmt`, `w:lvlText`, indent in twips, run properties of the number."""

    format: str
    text: str
    left: int
    hanging: int
    run: str = ""

    def markup(self, name: str, identifier: int) -> str:
        """The abstract numbering `name` of this one level."""
        return (
            f'<w:abstractNum w:abstractNumId="{identifier}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:name w:val="{name}"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{self.format}"/>'
            f'<w:lvlText w:val="{self.text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{self.left}" w:hanging="{self.hanging}"/></w:pPr>'
            f"<w:rPr>{self.run}</w:rPr></w:lvl></w:abstractNum>"
        )


ACCENTED = '<w:b/><w:bCs/><w:color w:val="12356B"/>'
LEVELS = {
    BULLET: Level("bullet", "•", 397, 284, '<w:color w:val="12356B"/>'),
    NUMBER: Level("decimal", "%1.", 454, 341, '<w:color w:val="12356B"/>'),
    KEY_POINT: Level("decimal", "%1", 624, 397, ACCENTED),
    POINT_HEADING: Level("decimal", "%1", 567, 567),
    SOURCE: Level("decimal", "%1", 567, 567),
}


class Lists(MutableRecord):
    """The lists of one paper; `numbering` is the template's part, to which they are added.

    `headings` is the list of all numbered headings, 0 while there is none.
    """

    numbering: str
    abstracts: dict[str, str]
    added: list[str] = fresh(factory=list)
    nums: list[str] = fresh(factory=list)
    highest: int = 0
    headings: int = 0

    @classmethod
    def of(cls, numbering: str, style_lists: Mapping[str, str]) -> Lists:
        """No lists yet; the template's own abstract numbering for each list style, where it has one."""
        abstract_of = dict(
            re.findall(r'<w:num\b[^>]*w:numId="(\d+)"[^>]*>\s*<w:abstractNumId w:val="(\d+)"', numbering)
        )
        named = re.findall(
            r'<w:abstractNum\b[^>]*w:abstractNumId="(\d+)"[^>]*>(?:(?!</w:abstractNum>).)*?'
            r'<w:name w:val="([^"]+)"',
            numbering,
            re.DOTALL,
        )
        abstracts = {name: identifier for identifier, name in named if name in LEVELS}
        for name in LEVELS:
            if (number := style_lists.get(name.casefold())) in abstract_of:
                abstracts[name] = abstract_of[str(number)]
        return cls(numbering, abstracts, highest=max(map(int, abstract_of), default=0))

    def open(self, name: str) -> int:
        """The `w:numId` of a new list of the look `name`, which counts from 1."""
        if name not in self.abstracts:
            self.abstracts[name] = str(9000 + len(self.added))
            self.added.append(LEVELS[name].markup(name, int(self.abstracts[name])))
        self.highest += 1
        restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        self.nums.append(
            f'<w:num w:numId="{self.highest}"><w:abstractNumId w:val="{self.abstracts[name]}"/>'
            f"{'' if name == BULLET else restart}</w:num>"
        )
        return self.highest

    def part(self) -> str:
        """`numbering.xml`: abstract numberings come before all lists."""
        whole = self.numbering or f"{DECLARATION}<w:numbering {NAMESPACES}/>"
        whole = re.sub(r"(<w:numbering\b[^>]*)/>\s*$", r"\1></w:numbering>", whole)
        place = re.search(r"<w:num\b|<w:numIdMacAtCleanup|</w:numbering>", whole)
        at = place.start() if place else len(whole)
        whole = whole[:at] + "".join(self.added) + whole[at:]
        place = re.search(r"<w:numIdMacAtCleanup|</w:numbering>", whole)
        at = place.start() if place else len(whole)
        return whole[:at] + "".join(self.nums) + whole[at:]
