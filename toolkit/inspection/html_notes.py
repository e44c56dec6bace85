"""Notes of pages that say nowhere what a note is: Word's, LibreOffice's and Google's, told by links to each other.

The mark links to the number before the note, and that number back to the mark; both show the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.inspection.reading import normal

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOLDERS = ("div", "p", "li", "aside", "section", "dd")
_LONGEST = 6  # characters of a number in brackets
_HIGHEST = 4  # elements round the number, at most


def adopt_notes(body: _Element) -> None:
    """Say with roles what the marks and notes of a page are, where links to each other tell."""
    anchors: dict[str, _Element] = {}
    for element in body.iter("a"):
        name = element.get("id") or element.get("name")
        if name and element.get("href", "").startswith("#"):
            anchors.setdefault(name, element)
    pairs = [(name, one, anchors.get(one.get("href", "")[1:])) for name, one in anchors.items()]
    numbers: dict[_Element, tuple[str, _Element]] = {}
    for name, mark, number in pairs:
        if number is not None and mark not in numbers and _is_pair(name, mark, number):
            numbers[number] = (name, mark)
    taken: set[_Element] = set()
    for number, (name, mark) in numbers.items():
        note = _note_of(number, numbers)
        if note is not None and note not in taken:
            taken.add(note)
            _adopt(name, mark, number, note)


def _is_pair(name: str, mark: _Element, number: _Element) -> bool:
    """Whether two links lead to each other and show the same number or sign."""
    if number is mark or number.get("href") != f"#{name}":
        return False
    shown = _shown(mark)
    return 0 < len(shown) <= _LONGEST and shown == _shown(number)


def _shown(link: _Element) -> str:
    parts, length = [], 0
    for part in link.itertext():
        parts.append(str(part))
        length += len(parts[-1])
        if length > 10 * _LONGEST:
            break
    return normal("".join(parts)).strip("[](). ")


def _note_of(number: _Element, numbers: dict[_Element, tuple[str, _Element]]) -> _Element | None:
    """The largest element that begins with `number` and holds no other."""
    found, child = None, number
    for parent in list(number.iterancestors())[:_HIGHEST]:
        first = next((one for one in parent if isinstance(one.tag, str)), None)
        if parent.tag == "body" or first is not child or (parent.text or "").strip():
            break
        if sum(one in numbers for one in parent.iter("a")) > 1:
            break
        if parent.tag in _HOLDERS:
            found = parent
        child = parent
    return found


def _adopt(name: str, mark: _Element, number: _Element, note: _Element) -> None:
    if not note.get("id"):
        note.set("id", number.get("id") or number.get("name") or name)
        for attribute in ("id", "name"):
            if number.get(attribute):
                del number.attrib[attribute]
    mark.set("id", name)
    mark.set("role", "doc-noteref")
    mark.set("href", f"#{note.get('id')}")
    number.set("role", "doc-backlink")
