"""Values out of nodes, where a missing or wrong one is simply not there: the shapes have reported it."""

from __future__ import annotations

import re
from datetime import date

from toolkit.position import Date
from toolkit.readers.yaml_nodes import ListNode, MapNode, Node, TextNode


def child(node: Node | None, key: str) -> Node | None:
    """What stands under `key`, or None."""
    return node.values.get(key) if isinstance(node, MapNode) else None


def word(node: Node | None, key: str) -> str:
    """The text under `key`, trimmed, or ""."""
    found = child(node, key)
    return re.sub(r"[ \t\n]+", " ", found.value).strip(" ") if isinstance(found, TextNode) else ""


def items(node: Node | None) -> list[Node]:
    """The items of a list, or none."""
    return node.items if isinstance(node, ListNode) else []


def records(node: Node | None) -> list[MapNode]:
    """The items of a list that are mappings."""
    return [item for item in items(node) if isinstance(item, MapNode)]


def words_of(node: Node | None) -> dict[str, str]:
    """The texts of a mapping, by key; none where there is no mapping."""
    if not isinstance(node, MapNode):
        return {}
    return {key: value.value.strip() for key, value in node.values.items() if isinstance(value, TextNode)}


def parse_date(text: str) -> Date | None:
    """The date that `text` gives in EDTF level 0 (ISO 8601-2, clause 4), or None."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, month if month is not None else 1, day if day is not None else 1)
    except ValueError:
        return None
    return Date(year or 0, month, day)
