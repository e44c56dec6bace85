"""The list of sources of a page: the numbers in brackets that cite them, and the way from each and back to it.

Citations and links back are told by DPUB-ARIA roles, an entry by what citations lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from toolkit.inspection.html_elements import fragment, line_of
from toolkit.inspection.reading import Fault, normal

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBER = re.compile(r"\[(\d{1,5})\b")
_RENDER_AGAIN = "render the paper again"


def source_faults(body: _Element, targets: Mapping[str, object]) -> Iterator[Fault]:
    """What is wrong with citations by number and with the links back to them; `targets` are the ids of the page."""
    citations: dict[str, list[_Element]] = {}
    for link in body.iter("a"):
        if link.get("role") == "doc-biblioref":
            citations.setdefault(fragment(_attributes(link)), []).append(link)
    entries = [item for item in body.iter("li") if item.get("id") in citations] if citations else []
    back = {item: _links_back(item) for item in entries}
    for item in entries:
        cited = citations[item.get("id", "")]
        yield from _wrong_numbers(item, cited)
        if any(back.values()):
            yield from _wrong_links_back(item, cited, back[item], targets)


def _attributes(element: _Element) -> Any:
    return dict(element.items())


def _links_back(item: _Element) -> list[_Element]:
    return [link for link in item.iter("a") if link.get("role") == "doc-backlink"]


def _wrong_numbers(item: _Element, citations: list[_Element]) -> Iterator[Fault]:
    """stale-number: a citation shows the number of the entry that it leads to."""
    due = item.get("value", "")
    for link in citations:
        shown = _NUMBER.match(normal("".join([str(part) for part in link.itertext()])))
        if due and shown and shown.group(1) != due:
            message = f"a citation shows [{shown.group(1)}], but leads to source {due}"
            yield Fault("stale-number", message, _RENDER_AGAIN, line_of(link), due)


def _wrong_links_back(
    item: _Element, citations: list[_Element], back: list[_Element], targets: Mapping[str, object]
) -> Iterator[Fault]:
    """dead-anchor, wrong-back-link, missing-back-link: from an entry there is a way back to each of its citations."""
    name = f"source {item.get('value') or item.get('id')}"
    marks = {link.get("id", "") for link in citations}
    led = [(link, fragment(_attributes(link))) for link in back]
    for link, target in led:
        if target not in targets:
            message = f"the link back from {name} leads to '#{target}', which is not there"
            yield Fault("dead-anchor", message, _RENDER_AGAIN, line_of(link))
        elif target not in marks:
            message = f"the link back from {name} leads to '#{target}', which does not cite it"
            yield Fault("wrong-back-link", message, _RENDER_AGAIN, line_of(link))
    missing = marks.difference([target for _, target in led])
    strays = sum(target not in marks for _, target in led)
    for _ in range(len(missing) - strays):
        yield Fault("missing-back-link", f"{name} has no link back to a citation", _RENDER_AGAIN, line_of(item))
