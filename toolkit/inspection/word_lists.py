"""The numbers that Word prints before paragraphs: they are nowhere in the file and have to be counted.

Counters belong to the abstract list, so that two lists made from one go on counting, unless a
w:startOverride restarts the second at its first paragraph; a level restarts after any higher one
(ISO 29500-1 17.9.11, 17.9.18, 17.9.27).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from toolkit.inspection.word import VAL, W, format_number, integer, is_on, value
from toolkit.records import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LONGEST = 255  # characters of the text before and after a number, as in Word's own dialogue


class Level(Record):
    """One level of a list: how it is printed, where it starts and what makes it start again.

    `restart` is the level (from 1) whose paragraphs restart this one, 0 for never, None for any higher one.
    """

    start: int = 1
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


class ListForm(Record):
    """A list as paragraphs name it: its abstract list, its levels and the starts that it overrides."""

    abstract: str
    levels: Mapping[int, Level]
    overrides: Mapping[int, int]


class Lists:
    """The lists of a numbering part, each worked out when a paragraph first names it."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, Element] = {}
        self._elements: dict[str, Element] = {}
        self._known: dict[str, ListForm] = {}
        for element in () if root is None else root:
            if element.tag == W + "abstractNum":
                self._abstract[element.get(W + "abstractNumId", "")] = element
            elif element.tag == W + "num":
                self._elements[element.get(W + "numId", "")] = element

    def get(self, list_id: str) -> ListForm | None:
        """The list `list_id`; None where there is no such list."""
        element = self._elements.get(list_id)
        if element is None:
            return None
        if list_id not in self._known:
            abstract = value(element, W + "abstractNumId")
            self._known[list_id] = _list_form(abstract, self._source(abstract), element)
        return self._known[list_id]

    def _source(self, abstract: str) -> Element | None:
        """The element with the levels: one that names a list style has them where it is defined (17.9.21)."""
        source = self._abstract.get(abstract)
        style = value(source, W + "numStyleLink")
        if style:
            for element in self._abstract.values():
                if value(element, W + "styleLink") == style:
                    return element
        return source


def _list_form(abstract: str, source: Element | None, element: Element) -> ListForm:
    levels = {} if source is None else _levels(source)
    overrides = {}
    for override in element.findall(W + "lvlOverride"):
        index = integer(override.get(W + "ilvl"))
        if override.find(W + "startOverride") is not None:
            overrides[index] = integer(value(override, W + "startOverride"), 1)
        levels.update(_levels(override))
    return ListForm(abstract, levels, overrides)


def _levels(parent: Element) -> dict[int, Level]:
    return {integer(element.get(W + "ilvl")): _level(element) for element in parent.findall(W + "lvl")}


def _level(element: Element) -> Level:
    said = {part.tag: part.get(VAL, "") for part in element}
    restart = said.get(W + "lvlRestart", "")
    return Level(
        integer(said.get(W + "start"), 0),
        said.get(W + "numFmt", "decimal"),
        said.get(W + "lvlText", "")[:_LONGEST],
        integer(restart) if restart else None,
        is_on(element, W + "isLgl"),
        said.get(W + "pStyle", ""),
    )


class ListCounter:
    """Counts the paragraphs of all lists of a file, in reading order."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def level_of(self, list_id: str, paragraph_style: str) -> int:
        """The level that `paragraph_style` is linked to: a style that names a list need not say its level."""
        form = self._lists.get(list_id)
        if form is not None and paragraph_style:
            for index, level in form.levels.items():
                if level.paragraph_style == paragraph_style:
                    return index
        return 0

    def next(self, list_id: str, index: int) -> str:
        """The number printed before the next paragraph of the list at level `index`; empty for bullets."""
        form = self._lists.get(list_id)
        if form is None or not 0 <= index < _LEVELS:
            return ""
        counts = self._counts.setdefault(form.abstract, [None] * _LEVELS)
        self._override(list_id, form, counts, index)
        for above in range(index):
            if counts[above] is None:
                counts[above] = _level_of(form, above).start
        current = counts[index]
        counts[index] = _level_of(form, index).start if current is None else current + 1
        for below in range(index + 1, _LEVELS):
            if _restarts(_level_of(form, below), index):
                counts[below] = None
        return _display(form, index, counts)

    def _override(self, list_id: str, form: ListForm, counts: list[int | None], index: int) -> None:
        start = form.overrides.get(index)
        if start is not None and (list_id, index) not in self._overridden:
            self._overridden.add((list_id, index))
            counts[index] = start - 1


def _level_of(form: ListForm, index: int) -> Level:
    return form.levels.get(index) or Level()


def _restarts(level: Level, used: int) -> bool:
    return level.restart is None or (level.restart != 0 and used < level.restart)


def _display(form: ListForm, index: int, counts: list[int | None]) -> str:
    level = _level_of(form, index)
    if level.style in ("bullet", "none"):
        return ""

    def printed(place: re.Match[str]) -> str:
        at = int(place.group(1)) - 1
        other = _level_of(form, at)
        style = "decimal" if level.legal else other.style
        count = counts[at]
        return format_number(other.start if count is None else count, style)

    return _PLACE.sub(printed, level.text)
