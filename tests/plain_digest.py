"""A second, plain implementation of the digest of a text, written from docs/text-digest.md alone.

It shares no line with toolkit/text_digest.py: what both make of a paper is the same only where the page says it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from toolkit.document import (
    AmendmentBlock,
    Block,
    Document,
    Figure,
    KeyPointList,
    ListBlock,
    Logos,
    Paragraph,
    Section,
    StatisticPanel,
    Table,
)
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
    Untranslated,
)

ENTITIES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))  # the first first
TAKEN_OUT = "\u00ad\u200b\u2060\ufeff"
NOT_DIGESTED = ("status", "endorsed-by", "endorsed-elsewhere", "draft-translation")  # keys of facts


def escaped(words: str) -> str:
    """Step 1."""
    for character, entity in ENTITIES:
        words = words.replace(character, entity)
    return words


AROUND: dict[type[Inline], Callable[[Any], tuple[str, str]]] = {
    Strong: lambda one: ("<strong>", "</strong>"),
    Emphasis: lambda one: ("<em>", "</em>"),
    Link: lambda one: (f"<a {escaped(one.address)}>", "</a>"),
    Change: lambda one: (
        f"<{one.kind[:3]}{' struck' if one.struck else ''}>",  # inserted, deleted
        f"</{one.kind[:3]}>",
    ),
    InnerLink: lambda one: ("", ""),
    Untranslated: lambda one: ("", ""),
}
PRINTED: dict[type[Inline], Callable[[Any], str]] = {
    Plain: lambda one: escaped(one.text),
    Mark: lambda one: f"<note>{escaped(one.text)}</note>",
    Raised: lambda one: f"<sup>{escaped(one.text)}</sup>",
    NumberReference: lambda one: escaped(one.before + one.number + one.after),
}


def marked(inlines: Inlines) -> str:
    """Steps 1 and 2."""
    written = ""
    for one in inlines:
        if type(one) in PRINTED:
            written += PRINTED[type(one)](one)
        else:
            before, after = AROUND[type(one)](one)
            written += before + marked(getattr(one, "children", ())) + after
    return written


def tidy(written: str) -> str:
    """Steps 3 to 5."""
    written = "".join(character for character in written if character not in TAKEN_OUT)
    written = unicodedata.normalize("NFC", written)
    return " ".join(re.split(r"\s+", written)).strip(" ")


def text(inlines: Inlines | str) -> str:
    """All five steps, for words with marks or for words alone."""
    return tidy(escaped(inlines) if isinstance(inlines, str) else marked(inlines))


Lines = list[list[str]]


def block_lines(block: Block) -> Lines:
    """The lines of one block, each in its fields."""
    return LINES[type(block)](block)


def image_lines(block: Figure) -> Lines:
    return [["image", hashlib.sha256(block.data).hexdigest(), text(block.alternative), text(block.caption)]]


def section_lines(block: Section) -> Lines:
    if block.role == "endorsed-by":
        return []
    lines = [line for one in block.blocks for line in block_lines(one)]
    if block.heading is None:
        return lines
    return [[f"heading {block.heading.level}", text(block.heading.number), text(block.heading.content)], *lines]


def amendment_lines(block: AmendmentBlock) -> Lines:
    lines = [["amendment", text(block.label), text(block.provision)]]
    lines += [["line", text(one.content)] for one in block.lines]
    for wording in block.texts:
        lines.append(["wording", text(wording.label)])
        lines += [["paragraph", text(one)] for one in wording.paragraphs]
        lines += [["law-note", text(one.mark), text(one.content)] for one in wording.notes]
    if block.original_language:
        lines.append(["line", text(block.original_language)])
    if block.justification:
        lines.append(["justification", text(block.justification_label)])
        lines += [line for one in block.justification for line in block_lines(one)]
    return lines


LINES: dict[type[Block], Callable[[Any], Lines]] = {
    Paragraph: lambda block: [["call-out" if block.role == "call-out" else "paragraph", text(block.content)]],
    ListBlock: lambda block: [
        ["item", str(number) if block.ordered else "", text(one)] for number, one in enumerate(block.items, 1)
    ],
    KeyPointList: lambda block: [["point", text(one.number), text(one.content)] for one in block.items],
    StatisticPanel: lambda block: [["statistic", text(one.figure), text(one.content)] for one in block.items],
    Figure: image_lines,
    Logos: lambda block: [],  # they say who endorses
    Table: lambda block: [["row", *[text(cell) for cell in row]] for row in block.rows],
    AmendmentBlock: amendment_lines,
    Section: section_lines,
}


def plain_text_of(document: Document) -> str:
    """The canonical text."""
    lines = [
        ["position-text 1"],
        ["paper", text(document.id)],
        ["language", text(document.language)],
        ["kind", text(document.label)],
        ["title", text(document.title)],
    ]
    if document.subtitle:
        lines.append(["subtitle", text(document.subtitle)])
    lines += [["fact", text(one.label), text(one.content)] for one in document.facts if one.key not in NOT_DIGESTED]
    for block in document.blocks:
        lines += block_lines(block)
    shown = set(re.findall(r"<note>(.*?)</note>", "".join(field for line in lines for field in line)))
    notes = sorted([note for note in document.notes if text(note.mark) in shown], key=lambda note: note.number or 0)
    lines += [["note", text(one.mark), text(one.content)] for one in notes]
    return "".join("\t".join(line) + "\n" for line in lines)


def plain_digest(document: Document) -> str:
    return hashlib.sha256(plain_text_of(document).encode("utf-8")).hexdigest()
