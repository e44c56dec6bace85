"""The spaces that are not drawn: at the ends of lines, and between two links. Without them words are joined in a PDF.

They are drawn after the word before them, where nothing stands, so that what is copied, searched or read aloud has
them (ISO 32000-1, 14.8.2.5).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

_SPACES = " \t\r\n\f"


def restore_spaces(pages: list[Any]) -> None:
    """Adds to the lines of laid out `pages` the spaces that stand between their words in the page that they print."""
    texts: dict[int, list[Any]] = {}
    elements: dict[int, Any] = {}
    for page in pages:
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                _collect(child, None, texts, elements)
    for key, drawn in texts.items():
        _restore(_collapse("".join(_own_text(elements[key], elements))), drawn)


def _collect(box: Any, block: Any, texts: dict[int, list[Any]], elements: dict[int, Any]) -> None:
    """Lists the texts below `box` by the element whose lines they stand in."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.BlockContainerBox) and box.element is not None:
        block = box.element
        elements[id(block)] = block
    if isinstance(box, boxes.TextBox) and block is not None:
        texts.setdefault(id(block), []).append(box)
    for child in getattr(box, "children", ()):
        _collect(child, block, texts, elements)


def _own_text(element: Any, blocks: dict[int, Any]) -> Iterator[str]:
    """The text of `element` without that of elements in it that have lines of their own."""
    yield element.text or ""
    for child in element:
        if id(child) not in blocks:
            yield from _own_text(child, blocks)
        yield child.tail or ""


def _collapse(text: str) -> str:
    for character in _SPACES[1:]:
        text = text.replace(character, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def _restore(text: str, drawn: list[Any]) -> None:
    at, before = 0, None
    for box in drawn:
        shown, is_blank = box.text, not box.text.strip()  # what is blank is not drawn at all
        if text[at : at + 1] == " " and (is_blank or not shown.startswith(" ")):
            _add_space(before)
            at += 1
            shown = shown.lstrip(" ")
        if is_blank and shown.strip(" "):  # a hard space
            _add_space(before)
        if not is_blank or shown.strip(" "):
            if not text.startswith(shown, at):
                return
            at += len(shown)
        before = before if is_blank else box


def _add_space(box: Any) -> None:
    if box is not None:
        box.pango_layout.text += " "
