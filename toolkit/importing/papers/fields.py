"""Fields of Word while a part is walked through: they nest, and some never end (ISO 29500-1, 17.16.18)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from toolkit.importing.opened import NOT_SHOWN
from toolkit.inspection.word import W
from toolkit.records import MutableRecord, fresh

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHARACTER = W + "fldChar"


class Field(MutableRecord):
    """A field that has begun: its instruction, and text that the instruction takes in.

    Once its result has begun, `link` and `target` are what that leads to, its own or those of the field round it.
    """

    instruction: list[str] = fresh(factory=list)
    inside: list[str] = fresh(factory=list)
    in_result: bool = False
    is_ended: bool = False
    link: str = ""
    target: str = ""

    def leads_to(self) -> tuple[str, str]:
        """The link and the bookmark that its result leads to; "^" before that of a field that prints a mark."""
        words = "".join(self.instruction).split()
        kind = words[0].upper() if words else ""
        if kind == "HYPERLINK" and len(words) > 1:
            local = "\\l" in [word.lower() for word in words]
            address = next((word for word in words[1:] if not word.startswith("\\")), "").strip('"')
            return ("#" if local else "") + address, ""
        if kind not in ("NOTEREF", "REF") or len(words) < 2:
            return "", ""
        raised = kind == "NOTEREF" and "\\f" in [word.lower() for word in words]
        return "", ("^" if raised else "") + words[1].strip('"')


class Fields:
    """The fields that are open, the innermost last; each step takes as long however many they are."""

    def __init__(self) -> None:
        self._open: list[Field] = []
        self._unshown: list[Field] = []

    @property
    def innermost(self) -> Field | None:
        """The field in which everything stands now."""
        while self._open and self._open[-1].is_ended:
            self._open.pop()
        return self._open[-1] if self._open else None

    @property
    def taking(self) -> Field | None:
        """The field whose instruction takes in what comes now, so that it is not shown."""
        return self._unshown[-1] if self._unshown else None

    def begin(self, instruction: str = "") -> Field:
        """A field begins."""
        begun = Field([instruction])
        self._open.append(begun)
        self._unshown.append(begun)
        return begun

    def start_result(self) -> None:
        """The result of the innermost field begins."""
        begun = self.innermost
        if begun is not None and not begun.in_result:
            self._unshown.pop()
            begun.in_result = True
            outer = self._open[-2] if len(self._open) > 1 else Field()
            link, target = begun.leads_to()
            begun.link, begun.target = link or outer.link, target or outer.target

    def end(self, ended: Field) -> None:
        """A field ends, whatever stands in it still open."""
        ended.is_ended = True
        if not ended.in_result:
            self._unshown.pop()


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
