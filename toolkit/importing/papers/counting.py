"""The words of a Word file, read by nothing but its texts: whatever the walking through it loses is told by them.

It knows of no field, list, link or look; only what tracked changes take out is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from toolkit.importing.lines import collapse
from toolkit.importing.opened import DELETED, INSERTED
from toolkit.importing.papers.characters import visible
from toolkit.importing.symbols import sign_of
from toolkit.inspection.word import MC, M, W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")
_PARAGRAPH, _ROW, _ABOVE = W + "p", W + "tr", W + "rt"  # what stands above other words is a text of its own
_IN_MARK, _IN_ROW = (W + "pPr", W + "rPr"), (W + "trPr",)
_NOT_TEXT = (MC + "Fallback", W + "pPr", W + "rPr")
_TEXTS = (W + "t", M + "t", W + "delText")
_SIGNS = {
    **dict.fromkeys([W + name for name in ("tab", "ptab", "br", "cr")], " "),
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}


def words_of(text: str) -> Words:
    """The words of `text` in their order."""
    return tuple(_WORD.findall(text))


def plain_texts(root: Element, accept: bool) -> list[str]:
    """The texts of each paragraph in `root`, tracked changes accepted or rejected."""
    dropped = frozenset((*(DELETED if accept else INSERTED), *_NOT_TEXT))
    change = W + ("del" if accept else "ins")
    found: list[str] = []
    open_: list[list[str]] = [[]]
    carried = ""
    waiting: list[Element | bool] = [root]  # a paragraph that ends, or runs on into the next one
    while waiting:
        element = waiting.pop()
        if isinstance(element, bool):
            text = "".join(open_.pop())
            found += () if element else (text,)
            carried = text if element else carried
            continue
        tag = element.tag
        if tag in _TEXTS:
            open_[-1].append(element.text or "")
        elif tag in _SIGNS:
            open_[-1].append(_SIGNS[tag])
        elif tag == W + "sym":
            open_[-1].append(sign_of(element))
        elif tag not in dropped and not (tag == _ROW and _says(element, *_IN_ROW, change)):
            if tag in (_PARAGRAPH, _ABOVE):
                open_.append([carried])
                carried = ""
                waiting.append(_says(element, *_IN_MARK, change))
            waiting += reversed(element)
    unseen: Counter[str] = Counter()
    return [visible(text, unseen) for text in (*found, carried, *map("".join, open_)) if text]


def _says(element: Element, *path: str) -> bool:
    """Whether `element` has a child of the first name of `path`, that one of the second, and so on."""
    found: Element | None = element
    for name in path:
        found = None if found is None else found.find(name)
    return found is not None


def lost_words(plain: Iterable[str], read: Iterable[str]) -> list[str]:
    """The words that only `plain` has, those that stand together as one row; equal paragraphs are set aside first."""
    waiting = Counter(map(collapse, read))
    rest: list[str] = []
    for text in map(collapse, plain):
        waiting[text] -= 1
        if waiting[text] < 0:
            rest.append(text)
    others = [text for text, count in waiting.items() for _ in range(count)]
    return list(only_in(map(words_of, rest), map(words_of, others)))


def only_in(rows: Iterable[Words], others: Iterable[Words]) -> Iterator[str]:
    """The words of `rows` that `others` have not, or not so often."""
    rows = list(rows)
    over = Counter(word for row in rows for word in row)
    over.subtract(word for row in others for word in row)
    for row in rows:
        together: list[str] = []
        for word in (*row, ""):
            if word and over[word] > 0:
                over[word] -= 1
                together.append(word)
            elif together:
                yield " ".join(together)
                together = []
