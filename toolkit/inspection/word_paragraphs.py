"""What the properties of a Word paragraph make of it: a heading, a list item with its number, a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from toolkit.inspection.reading import CELL, HEADING, LIST_ITEM, PARAGRAPH, TITLE
from toolkit.inspection.word import VAL, W, integer
from toolkit.inspection.word_lists import ListCounter
from toolkit.inspection.word_styles import Style, list_place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Properties = Mapping[str, "Element"]

_NUMBERING = W + "numPr"
_OUTLINE = W + "outlineLvl"


def property_value(properties: Properties, name: str) -> str:
    """The `w:val` of the property `name`; empty where it is not there."""
    element = properties.get(name)
    return "" if element is None else element.get(VAL, "")


def is_set(properties: Properties, name: str) -> bool:
    """Whether the toggle `name` is there, and not switched off."""
    element = properties.get(name)
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")


def paragraph_kind(properties: Properties, style: Style, listed: bool, in_cell: bool) -> tuple[str, int]:
    """The kind of a paragraph and its heading level; its own outline level comes before its style's."""
    if style.name == "title":
        return TITLE, 0
    level = style.level
    if _OUTLINE in properties:
        direct = integer(property_value(properties, _OUTLINE), 9)
        level = direct + 1 if 0 <= direct < 9 else 0
    if level:
        return HEADING, level
    if listed:
        return LIST_ITEM, 0
    return (CELL if in_cell else PARAGRAPH), 0


def list_number(counter: ListCounter, properties: Properties, style_id: str, style: Style) -> tuple[str, bool]:
    """The number that Word prints before a paragraph, and whether it is in a list at all."""
    list_id, level = list_place(properties.get(_NUMBERING))
    if not list_id:
        list_id = style.list_id
        level = style.list_level if level is None else level
    if list_id in ("", "0"):
        return "", False
    return counter.next(list_id, counter.level_of(list_id, style_id) if level is None else level), True
