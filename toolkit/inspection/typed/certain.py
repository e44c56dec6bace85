"""Every reference that was typed by hand, the right ones too: where its number stands, and which note it means.

A wrong number is certain where its words alone leave no doubt; a right one where they lead to the note that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from toolkit.diagnostics import Diagnostic
from toolkit.inspection.reading import Reading
from toolkit.inspection.typed import _languages, _look
from toolkit.inspection.typed.body import MOST, _is_meant, _without_marks, nearby
from toolkit.inspection.typed.mentions import Mention, Number, find_mentions
from toolkit.inspection.typed.references import CERTAIN, Holder, Notes, judge, series_of
from toolkit.inspection.typed.units import Unit
from toolkit.inspection.typed.words import vocabulary
from toolkit.records import Record, replace

WRONG = ("wrong-back-reference", "dangling-back-reference", "self-reference")
_NO_NOTE = "00000"  # no note shows it, so that what is said of it comes from the words alone


class Typed(Record):
    """A number typed by hand in the block `block` of the note `note` (ids and indices; "" for the body).

    It stands from `start` to `end` of the block, its reference begins at `begin`, and it shows `shown`. `meant` is
    the number of the note that is meant, `target` the id of that note, both empty where that is not certain;
    `is_wrong` says that another number would be right.
    """

    note: str
    block: int
    begin: int
    start: int
    end: int
    shown: str
    meant: str
    target: str
    is_wrong: bool


def typed_references(reading: Reading) -> Iterator[Typed]:
    """The numbers of notes that are named in the text and in notes, in reading order."""
    if reading.each_page or not reading.notes:
        return
    languages = _languages(reading)
    notes = _look(reading, "", languages)
    words = vocabulary(languages)
    marks = frozenset(mark for mark in notes.by_mark if not mark.isdecimal() and len(mark) > 1)
    for index, block in enumerate(reading.blocks):
        text = _without_marks(block)
        for mention in islice((one for one in find_mentions(text, words, marks) if _is_meant(one)), MOST):
            said, near = nearby(text, mention)
            yield from _verdicts(notes, Holder(said, -1, block.line, None, "", -1), mention, near, (), "", index, 0)
    for cited in notes.all:
        note = cited.note
        holder = Holder(cited.text, cited.index, note.line, note.mark or None, series_of(cited), cited.index)
        for mention in cited.mentions:
            at, before = 0, 0
            while before + len(note.blocks[at].text) < mention.start:
                before += len(note.blocks[at].text) + 1
                at += 1
            yield from _verdicts(notes, holder, mention, mention, cited.units, note.id, at, before)


def _verdicts(
    notes: Notes,
    holder: Holder,
    mention: Mention,
    near: Mention,
    units: Sequence[Unit],
    note: str,
    block: int,
    before: int,
) -> Iterator[Typed]:
    """What is to be done with each number of `mention`; `near` is the same in the words of the `holder`.

    Only a number that stands for a source which another note cites is certain to be wrong: one that is no note's, or
    a later one's, may be that of a note in the work that is cited, or of a judgment.
    """
    accused = list(judge(notes, holder, near, units))
    for number, seen in zip(mention.numbers, near.numbers, strict=True):
        found = _first(accused, holder, number.shown)
        wrong = found is not None
        if found is None:
            asked = replace(near, numbers=(Number(_NO_NOTE, seen.start, seen.end),))
            found = _first(judge(notes, holder, asked, units), holder, _NO_NOTE)
        meant = _certain(found, number.shown) if len(mention.numbers) == 1 else ""
        if wrong and found is not None and found.code != "wrong-back-reference":
            meant = ""
        targets = notes.named(meant, holder.series) if meant else ()
        if len(targets) != 1 or (not wrong and meant != number.shown):
            meant, targets = "", ()
        target = notes.all[targets[0]].note.id if targets else ""
        start, end = number.start - before, number.end - before
        yield Typed(note, block, mention.start - before, start, end, number.shown, meant, target, wrong)


def _first(found: Iterable[Diagnostic], holder: Holder, shown: str) -> Diagnostic | None:
    """What is wrong with the number `shown`; in the body another note is meant only where that is certain."""
    for one in found:
        sure = one.quoted is not None and one.quoted.certainty == CERTAIN
        if one.code in WRONG and one.quoted is not None and one.quoted.named == shown:
            return one if holder.index >= 0 or one.code != "wrong-back-reference" or sure else None
    return None


def _certain(found: Diagnostic | None, shown: str) -> str:
    """The number that is meant; empty where that is not certain."""
    if found is None or found.quoted is None:
        return ""
    meant = found.quoted.meant or ""
    return meant if found.quoted.certainty == CERTAIN or meant == shown else ""
