"""Texts on their way to translators who do not work on the catalogue, and back."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.digests import sha256
from toolkit.po import Entry
from toolkit.records import Record
from toolkit.translating.units import Unit

FINISHED, OPEN, AS_SENT = "finished", "open", "as sent"
NEW, TO_CHECK, DONE = "new", "to check", "translated"


class Sent(Record):
    """A text as it goes out: `made_from` is what a translation that is to be checked belongs to.

    `mark` tells later whether its translation has changed meanwhile, and whether it was to be looked at.
    """

    key: str
    source: str
    translation: str
    state: str
    made_from: str
    comments: tuple[str, ...]
    remarks: tuple[str, ...]
    limit: str
    mark: str


class Letter(Record):
    """All the texts of a position for the translator of one language; `title` is the paper's.

    `filled` asks for the original in the place of each translation that is not there yet.
    """

    position: str
    title: str
    origin: str
    language: str
    texts: tuple[Sent, ...]
    filled: bool = False


class Back(Record):
    """A text as it came back; `place` is its line in the file.

    `mark` is that of the text that was sent, "" where a program dropped it. `state` is `FINISHED` where the translator
    holds it for right, `OPEN` where not, `AS_SENT` where the file says of it what it said before. `remarks` are the
    translator's.
    """

    key: str
    source: str
    translation: str
    mark: str
    state: str
    place: int
    remarks: tuple[str, ...] = ()


class Reply(Record):
    """What a file that came back holds."""

    position: str
    origin: str
    language: str
    texts: tuple[Back, ...]


def sent(units: Sequence[Unit], entries: Sequence[Entry]) -> tuple[Sent, ...]:
    """The texts to send, out of a catalogue that is up to the draft."""
    by_key = {entry.key: entry for entry in entries if not entry.obsolete}
    found = []
    for unit in units:
        entry = by_key[unit.key]
        state = NEW if not entry.translation else TO_CHECK if entry.fuzzy else DONE
        limit = next((flag.partition(":")[2] for flag in unit.flags if flag.startswith("max-length:")), "")
        found.append(
            Sent(
                unit.key,
                unit.source,
                entry.translation,
                state,
                entry.made_from,
                unit.comments,
                entry.remarks,
                limit,
                sent_mark(entry),
            )
        )
    return tuple(found)


def mark_of(entry: Entry) -> str:
    """Eight hex digits that stand for the translation of a message."""
    return mark_of_text(entry.translation)


def mark_of_text(text: str) -> str:
    """Eight hex digits that stand for a text."""
    return sha256(text.encode()).hexdigest()[:8]


def sent_mark(entry: Entry) -> str:
    """What goes out with a text: the mark of its translation, and "?" where that is to be looked at."""
    return mark_of(entry) + ("?" if entry.fuzzy else "")
