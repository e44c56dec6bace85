"""Word's links while they are read: out of the file, inside it, to a note, and from a source to where it is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.inspection.lines import Line
from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import MOST_SHOWN, ReadLink, ReadReference, leads_back
from toolkit.inspection.word import VAL, W
from toolkit.inspection.word_styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def take_link(element: Element, target: Relationship | None, line: Line, part: int, known: int, styles: Styles) -> None:
    """Into `line` what the link `element` leads to; its words are there from `part` on.

    `known` is how many references the line had before it: a field in a link is what leads somewhere.
    """
    text, anchor = line.since(part), element.get(W + "anchor")
    if target is not None and (target.external or not anchor):
        address = target.target + (f"#{anchor}" if anchor else "")
        line.links.append(ReadLink(text[:MOST_SHOWN], address))
    elif not anchor:
        line.links.append(ReadLink(text[:MOST_SHOWN], ""))
    elif _is_mark(element, styles):
        line.take_back(part)
        line.add_mark("", text.strip(), anchor)
    elif leads_back(text):
        line.take_back(part)
        line.references.append(ReadReference(text.strip(), anchor, "back"))
    elif len(line.references) == known:
        line.references.append(ReadReference(text[:MOST_SHOWN], anchor, "anchor"))


def _is_mark(element: Element, styles: Styles) -> bool:
    """Whether a link is one more mark of a note: all of it in the style of marks."""
    found = [run.find(f"{W}rPr/{W}rStyle") for run in element.findall(W + "r")]
    names = [styles.style(one.get(VAL, "")).name for one in found if one is not None]
    return bool(names) and len(names) == len(found) and set(names) == {"footnote reference"}
