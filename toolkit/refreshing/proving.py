"""Whether a file that was changed reads as it did, but for the numbers."""

from __future__ import annotations

from collections import Counter

from toolkit.inspection.faults import find_faults
from toolkit.inspection.reading import MOST_IN_MARK, ReadBlock, Reading, ReadNote, ReadTarget
from toolkit.records import replace
from toolkit.refreshing.outcome import Left

REVEALED = frozenset(("gap-in-sources", "wrong-back-link", "missing-back-link"))
_LIST = "the list of sources"


def is_proven(before: Reading, in_vain: Reading, after: Reading) -> bool:
    """Whether a file may be written: `in_vain` has all its changes, but every number as it was.

    That one must read exactly as the file did `before`, and the changed one have no fault that was not there, unless it
    is one that wrong numbers hid (`REVEALED`).
    """
    if not (in_vain.readable and after.readable) or _seen(in_vain) != _seen(before):
        return False
    if not all(_is_same(target, in_vain.targets.get(name)) for name, target in before.targets.items()):
        return False
    return not (_faults(after) - _faults(before)).keys() - REVEALED


def revealed(before: Reading, after: Reading) -> list[Left]:
    """What is wrong with the list of sources, and can be told only since the numbers of citations are right."""
    new = _faults(after) - _faults(before)
    found = [one for one in find_faults(after, "") if one.code in REVEALED and new[one.code]]
    return [Left(_LIST, "", "", "", one.message, True) for one in found]


def _is_same(before: ReadTarget, after: ReadTarget | None) -> bool:
    """Whether a bookmark stands where it did; of one of the many in a large file less of its text may be known."""
    if after is None or (before.block, before.notes) != (after.block, after.notes):
        return False
    shorter, longer = sorted((before.text, after.text), key=len)
    return shorter == longer or (len(shorter) == MOST_IN_MARK and longer.startswith(shorter))


def _faults(reading: Reading) -> Counter[str]:
    return Counter([found.code for found in find_faults(reading, "")])


def _seen(reading: Reading) -> tuple[str, str, list[ReadBlock], list[ReadNote]]:
    """All that a reader sees, without what is live in it."""
    notes = [replace(note, blocks=tuple([_words(block) for block in note.blocks])) for note in reading.notes]
    return reading.language, reading.title, [_words(block) for block in reading.blocks], notes


def _words(block: ReadBlock) -> ReadBlock:
    return replace(block, references=())
