"""Fields of Word while a part is walked through: they nest, and some never end (ISO 29500-1, 17.16.18)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from toolkit.importing.opened import NOT_SHOWN
from toolkit.inspection.word import W
from toolkit.records import MutableRecord

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHARACTER = W + "fldChar"


class Field(MutableRecord):
    """A field that has begun: its instruction, whether its result has, and text that the instruction takes in."""

    instruction: str = ""
    in_result: bool = False
    inside: str = ""

    def leads_to(self) -> tuple[str, str]:
        """The link and the bookmark that its result leads to; "^" before that of a field that prints a mark."""
        words = self.instruction.split()
        kind = words[0].upper() if words else ""
        if kind == "HYPERLINK" and len(words) > 1:
            local = "\\l" in [word.lower() for word in words]
            address = next((word for word in words[1:] if not word.startswith("\\")), "").strip('"')
            return ("#" if local else "") + address, ""
        if kind not in ("NOTEREF", "REF", "PAGEREF") or len(words) < 2:
            return "", ""
        raised = kind == "NOTEREF" and "\\f" in [word.lower() for word in words]
        return "", ("^" if raised else "") + words[1].strip('"')


def complete_fields(root: Element, dropped: Collection[str]) -> frozenset[Element]:
    """The signs of fields in `root` that belong to a field with an end; what is in `dropped` elements is not there.

    Word shows the text after a field without an end as it is, so that such a field must not take it in.
    """
    if next(root.iter(CHARACTER), None) is None:
        return frozenset()
    open_: list[list[Element]] = []
    found: list[Element] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == CHARACTER:
            kind = element.get(W + "fldCharType")
            if kind == "begin":
                open_.append([element])
            elif open_:
                open_[-1].append(element)
                found += open_.pop() if kind == "end" else []
        elif element.tag not in dropped and element.tag not in NOT_SHOWN:
            waiting += reversed(element)
    return frozenset(found)
