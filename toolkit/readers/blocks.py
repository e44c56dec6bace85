"""Running text to blocks: paragraphs, call-outs, lists and images, each text with its own place."""

from __future__ import annotations

import re

from toolkit.diagnostics import Place
from toolkit.position import Blocks, Text, TextBlock
from toolkit.records import MutableRecord, fresh

_ITEM = re.compile(r"(?:(-)|\d{1,2}[.)])\s+")
_IMAGE = re.compile(r"!\[(.*)\]\(([^()\s]*)\)\s*\Z")


class _Open(MutableRecord):
    """A text that is being collected: its role, its words, and where each line of it stands."""

    role: str
    words: list[str] = fresh(factory=list)
    segments: list[tuple[int, int, int]] = fresh(factory=list)
    length: int = 0

    def add(self, line: str, offset: int, place: Place) -> None:
        stripped = line.strip()
        if not stripped:
            return
        start = offset + len(line) - len(line.lstrip())
        span = place.at(start)
        self.segments.append((self.length, span.line, span.column))
        for at, number, column in place.between(start, offset + len(line)):
            self.segments.append((self.length + at - start, number, column))
        self.words.append(stripped)
        self.length += len(stripped) + 1


def split_blocks(value: str, place: Place, key: str) -> Blocks:
    """The blocks of `value`; the texts in them are numbered `key/1`, `key/2` … in order."""
    texts = _collect(value, place)
    blocks: list[TextBlock] = []
    for number, (opened, starts_block) in enumerate(texts, 1):
        text = Text(f"{key}/{number}", " ".join(opened.words), Place(place.file, tuple(opened.segments)))
        if opened.role == "paragraph" and (image := _IMAGE.match(text.value)):
            alternative = Text(text.key, image.group(1), Place(place.file, _shifted(text.place, 2)))
            blocks.append(TextBlock("image", (alternative,), image.group(2)))
        elif not starts_block and blocks:
            blocks[-1] = TextBlock(opened.role, (*blocks[-1].texts, text))
        else:
            blocks.append(TextBlock(opened.role, (text,)))
    return tuple(blocks)


def split_paragraphs(value: str, place: Place, key: str) -> tuple[Text, ...]:
    """The paragraphs of a wording of law, where "1." and "(a)" are the law's own; numbered `key/1`, `key/2` …"""
    opened: list[_Open] = []
    offset, inside = 0, False
    for line in value.split("\n"):
        if line.strip() and not inside:
            opened.append(_Open("paragraph"))
        inside = bool(line.strip())
        if inside:
            opened[-1].add(line, offset, place)
        offset += len(line) + 1
    return tuple(
        [
            Text(f"{key}/{number}", " ".join(one.words), Place(place.file, tuple(one.segments)))
            for number, one in enumerate(opened, 1)
        ]
    )


def _shifted(place: Place, by: int) -> tuple[tuple[int, int, int], ...]:
    first = place.segments[0]
    return ((0, first[1], first[2] + by), *place.segments[1:])


def _collect(value: str, place: Place) -> list[tuple[_Open, bool]]:
    """Each text with whether it begins a new block (an item that follows an item does not)."""
    texts: list[tuple[_Open, bool]] = []
    current: _Open | None = None
    list_role = ""
    offset = 0
    for line in value.split("\n"):
        start = len(line) - len(line.lstrip())
        role, skip = _role_of(line[start:], current is not None and current.role == "paragraph")
        if not line.strip():
            current = None
        elif role != "paragraph" and (role != "call-out" or current is None or current.role != role):
            current = _Open(role)
            texts.append((current, role == "call-out" or role != list_role))
            list_role = role if role != "call-out" else ""
        elif current is None or (current.role == "call-out" and role == "paragraph"):
            current = _Open("paragraph")
            texts.append((current, True))
            list_role = ""
        if current:
            current.add(line[start + skip :], offset + start + skip, place)
        offset += len(line) + 1
    return texts


def _role_of(line: str, inside: bool) -> tuple[str, int]:
    """The role that a line begins, and how many characters of it say so.

    `inside` a paragraph a number begins no item: a wrapped line may well begin with "12. ".
    """
    if line.startswith(">"):
        return "call-out", 1
    item = _ITEM.match(line)
    if item and (item.group(1) or not inside):
        return ("list" if item.group(1) else "numbered-list"), item.end()
    return "paragraph", 0
