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
        style = self._known[id_] = _style(id_, self._elements)
        return style


def _is_default(element: Element) -> bool:
    return element.get(W + "type") == "paragraph" and element.get(W + "default") in ("1", "true", "on")


def _chain(id_: str, elements: dict[str, Element]) -> list[Element]:
    """The style and those it is based on, nearest first."""
    chain: list[Element] = []
    while id_ in elements and len(chain) < _MAX_CHAIN:
        element = elements[id_]
        if element in chain:
            break
        chain.append(element)
        id_ = value(element, W + "basedOn")
    return chain


def _style(id_: str, elements: dict[str, Element]) -> Style:
    level = 0
    list_id, list_level = "", None
    language, hidden = "", False
    chain = _chain(id_, elements)
    name = value(chain[0], W + "name").lower()
    for element in chain:
        parts = {part.tag: part for part in element}
        paragraph, run = parts.get(_PARAGRAPH), parts.get(_RUN)
        level = level or _level(parts.get(_NAME), paragraph)
        if paragraph is not None and not list_id:
            list_id, list_level = list_place(paragraph.find(W + "numPr"))
        if run is not None:
            language = language or value(run, W + "lang")
            hidden = hidden or is_on(run, W + "vanish")
    return Style(name, level, list_id, list_level, language, hidden)


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
