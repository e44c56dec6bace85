"""What styles say about a paragraph: heading, title, list, language. Matched by w:name, never by id.

Style ids differ with the producer and its language ("Titre1", "Heading1", "berschrift1"); Word itself
goes by the built-in names, which are English in every file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.inspection.word import VAL, W, integer, is_on, value
from toolkit.records import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"heading ([1-9])$")
_NAME, _PARAGRAPH, _RUN = W + "name", W + "pPr", W + "rPr"
_MAX_CHAIN = 20  # deeper basedOn chains do not occur, circles do


class Style(Record):
    """What a style and those that it is based on say. `level` is 1 to 9 for headings, else 0."""

    name: str = ""
    level: int = 0
    list_id: str = ""
    list_level: int | None = None
    language: str = ""
    hidden: bool = False


class Styles:
    """All styles by id, each worked out when it is first asked for: files carry hundreds and use ten.

    `normal` is that of paragraphs without one, `language` the default of the file.
    """

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else list(root.findall(W + "style"))
        self._elements = {element.get(W + "styleId", ""): element for element in styles}
        self._known: dict[str, Style] = {}
        self._said: dict[str, tuple[Style, str]] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        default = next((id_ for id_, element in self._elements.items() if _is_default(element)), None)
        self.normal = Style() if default is None else self._work_out(default)
        self.language = self.normal.language or value(defaults, W + "lang")

    def style(self, id_: str) -> Style:
        """The style `id_`; Word shows a paragraph whose style is missing as Normal."""
        return (self.named(id_) or self.normal) if id_ else self.normal

    def named(self, id_: str) -> Style | None:
        """The style `id_`; None where there is no such style."""
        return self._known.get(id_) or (self._work_out(id_) if id_ in self._elements else None)

    def _work_out(self, id_: str) -> Style:
        """The style `id_` with what it leaves to those that it is based on, nearest first."""
        chain: dict[str, Style] = {}
        while id_ in self._elements and id_ not in chain and len(chain) < _MAX_CHAIN:
            chain[id_], id_ = self._own(id_)
        own, *_ = chain
        listed = next((style for style in chain.values() if style.list_id), Style())
        style = self._known[own] = Style(
            chain[own].name,
            next((style.level for style in chain.values() if style.level), 0),
            listed.list_id,
            listed.list_level,
            next((style.language for style in chain.values() if style.language), ""),
            any(style.hidden for style in chain.values()),
        )
        return style

    def _own(self, id_: str) -> tuple[Style, str]:
        """What the style `id_` says itself, and the id of the one that it is based on."""
        if id_ not in self._said:
            self._said[id_] = _own_style(self._elements[id_])
        return self._said[id_]


def _is_default(element: Element) -> bool:
    return element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on")


def _own_style(element: Element) -> tuple[Style, str]:
    parts = {part.tag: part for part in element}
    name, paragraph, run = parts.get(_NAME), parts.get(_PARAGRAPH), parts.get(_RUN)
    list_id, list_level = list_place(paragraph.find(W + "numPr") if paragraph is not None else None)
    style = Style(
        value(element, W + "name").lower(),
        _level(name, paragraph),
        list_id,
        list_level,
        value(run, W + "lang"),
        is_on(run, W + "vanish"),
    )
    return style, value(element, W + "basedOn")


def _level(name: Element | None, paragraph: Element | None) -> int:
    found = None if name is None else _HEADING.match(name.get(VAL, "").lower())
    if found:
        return int(found.group(1))
    outline = value(paragraph, W + "outlineLvl")
    return integer(outline, 9) + 1 if outline and 0 <= integer(outline, 9) < 9 else 0


def list_place(numbering: Element | None) -> tuple[str, int | None]:
    """The list (numId, "" for none, "0" for taken out of one) and level that a w:numPr names."""
    if numbering is None:
        return "", None
    level = value(numbering, W + "ilvl")
    return value(numbering, W + "numId"), integer(level) if level else None
