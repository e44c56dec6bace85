"""Where links and references lead: a bookmark for each section, amendment and source.

Word takes at most 40 characters for the name of a bookmark, so names rest on numbers, not on anchors;
a name that starts with `_` is hidden in Word's list.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.document import AmendmentBlock, Block, Document, Section, SourceList
from toolkit.records import Record

SWITCHES = {"Point": r"\r \h", "Source": r"\r \h", "Amendment": r"\h"}


class Place(Record):
    """A bookmark, and the switches with which REF prints the number there (None where there is no number).

    With the switch r it is the number that Word counts for the paragraph, else the bookmarked words.
    """

    bookmark: str
    switches: str | None


def find_places(document: Document) -> dict[str, Place]:
    """The place of each anchor in `document`."""
    places: dict[str, Place] = {}
    taken: set[str] = set()
    for kind, anchor, number in _anchors(document.blocks):
        name = f"_Ref{kind}{''.join(filter(str.isalnum, number))[:20]}" if number else ""
        if not name or name in taken:
            name = f"_RefPlace{len(places) + 1}"
        taken.add(name)
        places[anchor] = Place(name, SWITCHES[kind] if number else None)
    return places


def _anchors(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, str]]:
    for block in blocks:
        if isinstance(block, AmendmentBlock):
            yield "Amendment", block.anchor, block.number
        elif isinstance(block, SourceList):
            for item in block.items:
                yield "Source", item.anchor, item.number
        elif isinstance(block, Section):
            yield "Point", block.anchor, block.heading.number if block.heading else ""
            yield from _anchors(block.blocks)
