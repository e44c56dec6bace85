"""Authors' text as pieces: words, marks that stand for themselves, and marks that stand round words.

Programs for translators show the marks as tags, which cannot be broken by a slip of the hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Union

from toolkit.markup import parse
from toolkit.records import MutableRecord, Record, fresh

BOLD, ITALIC, LINK = "bold", "italic", "link"
NOTE, CITATION, REFERENCE = "x-note", "x-citation", "x-reference"
STARS = {BOLD: "**", ITALIC: "*"}
_KINDS = {stars: kind for kind, stars in STARS.items()}

_MARK = re.compile(r"\\.|\*\*|\*|\[\^[^\]\[\n]*\]|\[@[^\]\[\n]*\]|\[|\]", re.DOTALL)


class Single(Record):
    """A mark that stands for itself, as it is written: `[^note]`, `[@source, p. 4]`, `[](#point)`."""

    kind: str
    written: str


class Pair(Record):
    """Marks round words: bold, italic, or a link to `address`."""

    kind: str
    children: tuple[Piece, ...]
    address: str = ""


Piece = Union[str, Single, Pair]


class _Open(MutableRecord):
    mark: str
    children: list[Piece] = fresh(factory=list)


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text; the text as one where its marks do not pair, or in a way that pieces do not show."""
    if not any(mark in text for mark in "*["):
        return (text,) if text else ()
    found = () if "***" in text or parse(text).problems else _pieces(text)
    return found if written(found) == text else (text,)


def _pieces(text: str) -> tuple[Piece, ...]:
    stack = [_Open("")]
    at = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        if start < at:
            continue  # in an address
        mark = match.group()
        if mark[0] == "\\":
            continue
        _add(stack[-1].children, text[at:start])
        at = end
        if mark[:2] in ("[^", "[@"):
            stack[-1].children.append(Single(NOTE if mark[1] == "^" else CITATION, mark))
        elif mark == "[" or (mark in _KINDS and stack[-1].mark != mark):
            stack.append(_Open(mark))
        elif mark == "]":
            at = _close_link(stack, text, end)
        else:
            children = tuple(stack.pop().children)
            stack[-1].children.append(Pair(_KINDS[mark], children))
        if not stack or at < 0:
            return ()
    _add(stack[-1].children, text[at:])
    return tuple(stack[0].children) if len(stack) == 1 else ()


def _add(children: list[Piece], words: str) -> None:
    if words:
        children.append(words)


def _close_link(stack: list[_Open], text: str, end: int) -> int:
    """Closes the link whose address begins at `end`, and returns where it ends; -1 where there is none."""
    if stack[-1].mark != "[" or text[end : end + 1] != "(":
        return -1
    depth = 0
    for index in range(end, len(text)):
        depth += {"(": 1, ")": -1}.get(text[index], 0)
        if depth == 0:
            children, address = tuple(stack.pop().children), text[end + 1 : index]
            whole = Single(REFERENCE, f"[]({address})") if not children else Pair(LINK, children, address)
            stack[-1].children.append(whole)
            return index + 1
    return -1


def written(found: Sequence[Piece]) -> str:
    """The text that the pieces are."""
    parts = []
    for piece in found:
        if isinstance(piece, str):
            parts.append(piece)
        elif isinstance(piece, Single):
            parts.append(piece.written)
        elif piece.kind == LINK:
            parts.append(f"[{written(piece.children)}]({piece.address})")
        else:
            parts.append(f"{STARS[piece.kind]}{written(piece.children)}{STARS[piece.kind]}")
    return "".join(parts)


def marks_of(found: Sequence[Piece]) -> Iterator[Single | Pair]:
    """Every mark, in the order of reading."""
    for piece in found:
        if not isinstance(piece, str):
            yield piece
        if isinstance(piece, Pair):
            yield from marks_of(piece.children)
