"""References to notes in the running text ("see note 6"): the note is there, and it is the one meant."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from toolkit.diagnostics import Diagnostic
from toolkit.inspection.reading import ReadBlock, Reading
from toolkit.inspection.typed.mentions import Mention, Number, find_mentions
from toolkit.inspection.typed.references import CERTAIN, Holder, Notes, judge
from toolkit.inspection.typed.units import live_numbers
from toolkit.inspection.typed.words import Vocabulary
from toolkit.records import replace

_NEAR = 160
MOST = 80  # references in one paragraph


def body_references_are_right(reading: Reading, notes: Notes, words: Vocabulary) -> Iterator[Diagnostic]:
    """Every "see note 6" of the text names a note that is there; another one is meant only where that is certain."""
    if not notes.all:
        return
    marks = frozenset(mark for mark in notes.by_mark if not mark.isdecimal() and len(mark) > 1)
    for block in reading.blocks:
        text = _without_marks(block)
        meant = (one for one in find_mentions(text, words, marks) if _is_meant(one))
        found = list(islice(meant, MOST))
        live = live_numbers(found, [reference.shown for reference in block.references]) if found else ()
        for mention, kept in zip(found, live, strict=True):
            if not kept:
                yield from _judge(notes, block, text, mention)


def _without_marks(block: ReadBlock) -> str:
    """The text of a block with blanks in the place of the marks of notes."""
    parts, at = [], 0
    for mark in block.marks:
        end = mark.offset + len(mark.shown) + 3
        parts += [block.text[at : mark.offset], " " * (end - mark.offset)]
        at = end
    return "".join([*parts, block.text[at:]])


def _is_meant(mention: Mention) -> bool:
    """Whether a text means a note of this paper: "see note 6", "note 6 above"; "note 6" alone can be anything."""
    return (mention.led or mention.is_closed) and not mention.is_bare


def nearby(text: str, mention: Mention) -> tuple[str, Mention]:
    """The words of a text that say what `mention` means, those of its sentence that stand near, and it among them."""
    first = max(mention.start - _NEAR, 0)
    start = max(text.rfind(". ", first, mention.start), first)
    numbers = tuple([Number(one.shown, one.start - start, one.end - start) for one in mention.numbers])
    near = replace(mention, start=mention.start - start, end=mention.end - start, numbers=numbers)
    return text[start : mention.end + _NEAR], near


def _judge(notes: Notes, block: ReadBlock, text: str, mention: Mention) -> Iterator[Diagnostic]:
    words, near = nearby(text, mention)
    holder = Holder(words, -1, block.line, None, "", -1)
    for found in judge(notes, holder, near, ()):
        if found.code != "wrong-back-reference" or (found.quoted and found.quoted.certainty == CERTAIN):
            yield found
