"""The sections of a Word text as its readers see it: a tracked change keeps the old form of one inside the new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.inspection.word import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SECTION = W + "sectPr"
_CHANGE = W + "sectPrChange"
GONE_MARKS = (W + "del", W + "moveFrom")  # in the properties of a paragraph's mark: it is not there any more
_MARKS = tuple([f"{W}pPr/{W}rPr/{gone}" for gone in GONE_MARKS])


def sections(main: Element) -> list[Element | None]:
    """The properties of each section in the order of the text (17.6.17).

    Left out are the old properties in a `w:sectPrChange`, and a section whose last paragraph mark is deleted: its text
    runs on into the next one.
    """
    old = {id(section) for change in main.iter(_CHANGE) for section in change.iter(_SECTION)}
    for paragraph in main.iter(W + "p"):
        if any(paragraph.find(mark) is not None for mark in _MARKS):
            old |= {id(section) for section in paragraph.iter(_SECTION)}
    return [section for section in main.iter(_SECTION) if id(section) not in old]
