"""References to notes in the running text ("see note 6"): the note is there, and it is the one meant."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic
from toolkit.inspection.reading import ReadBlock, Reading
from toolkit.inspection.typed.mentions import Mention, find_mentions
from toolkit.inspection.typed.references import CERTAIN, Holder, Notes, judge
from toolkit.inspection.typed.units import live_numbers
from toolkit.inspection.typed.words import Vocabulary

_NEAR = 80


def body_references_are_right(reading: Reading, notes: Notes, words: Vocabulary) -> Iterator[Diagnostic]:
    """Every "see note 6" of the text names a note that is there; another one is meant only where that is certain."""
    if not notes.all:
        return
    marks = frozenset(mark for mark in notes.by_mark if not mark.isdecimal() and len(mark) > 1)
    for block in reading.blocks:
        found = [one for one in find_mentions(_without_marks(block), words, marks) if _is_meant(one)]
        live = live_numbers(found, [reference.shown for reference in block.references]) if found else ()
        for mention, kept in zip(found, live, strict=True):
            if not kept:
                yield from _judge(notes, block, mention)


def _without_marks(block: ReadBlock) -> str:
    """The text of a block with blanks in the place of the marks of notes."""
    text = block.text
    for mark in block.marks:
        end = mark.offset + len(mark.shown) + 3
        text = text[: mark.offset] + " " * (end - mark.offset) + text[end:]
    return text


def _is_meant(mention: Mention) -> bool:
    """Whether a text means a note of this paper: "see note 6", "note 6 above"; "note 6" alone can be anything."""
    return (mention.led or mention.is_closed) and not mention.is_bare


def _judge(notes: Notes, block: ReadBlock, mention: Mention) -> Iterator[Diagnostic]:
    text = _without_marks(block)
    start = max(text.rfind(". ", 0, mention.start), mention.start - _NEAR, 0)
    near = " " * start + text[start : mention.end + _NEAR]
    holder = Holder(near, -1, block.line, None, "", -1)
    for found in judge(notes, holder, mention, ()):
        if found.code != "wrong-back-reference" or (found.quoted and found.quoted.certainty == CERTAIN):
            yield found
