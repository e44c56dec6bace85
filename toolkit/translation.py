"""A position in another language: each text replaced by its translation from the catalogue.

A text without a current translation stays in the words of the original and says in which language they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from toolkit.catalogue import Catalogue, Message
from toolkit.position import Amendment, Position, Text, map_texts
from toolkit.records import Record, replace


def is_current(message: Message | None, text: Text) -> bool:
    """Whether the message translates `text` as it now stands: there, not fuzzy, made from the same words."""
    return message is not None and bool(message.translation) and not message.fuzzy and message.source == text.value


COMPLETE, FUZZY, STALE, MISSING = "complete", "fuzzy", "stale", "missing"


def state_of(message: Message | None, text: Text) -> str:
    """How far a text is: "complete", "fuzzy", "stale" or "missing".

    It is stale where it was made from other words: another msgid, or an older one that a program has kept beside it.
    """
    if message is None or not message.translation:
        return MISSING
    if message.source != text.value:
        return STALE
    if not message.fuzzy:
        return COMPLETE
    return STALE if made_from(message) != text.value else FUZZY


def made_from(message: Message) -> str:
    """The source text that the translation belongs to."""
    return message.previous if message.fuzzy and message.previous else message.source


class Progress(Record):
    """How far a catalogue has come: of `total` texts so many are not translated, for one of three reasons."""

    total: int
    missing: int
    stale: int
    doubtful: int

    @property
    def open(self) -> int:
        return self.missing + self.stale + self.doubtful


def progress(texts: Iterable[Text], catalogue: Catalogue) -> Progress:
    """What `catalogue` lacks of `texts`, counted."""
    states = Counter(state_of(catalogue.messages.get(text.key), text) for text in texts)
    return Progress(states.total(), states[MISSING], states[STALE], states[FUZZY])


def localise(position: Position, catalogue: Catalogue) -> Position:
    """`position` with the texts of `catalogue`; a text without a current translation stays in the original's words."""
    total = kept = 0

    def translated(text: Text) -> Text:
        nonlocal total, kept
        total += 1
        message = catalogue.messages.get(text.key)
        if message is None or not is_current(message, text):
            kept += 1
            return Text(text.key, text.value, text.place, position.language)
        return Text(text.key, message.translation, message.place)

    own = replace(map_texts(position, translated), language=catalogue.language)
    if not kept:
        return own
    pairs = zip(position.amendments, own.amendments, strict=True)
    amendments = tuple([_in_one_language(*pair, position.language) for pair in pairs])
    return replace(own, amendments=amendments, untranslated=(kept, total))


def _in_one_language(original: Amendment, own: Amendment, language: str) -> Amendment:
    """`own` with all its wordings in those of the original, if one of them is: others could not be compared with it."""
    if not any(text.language for texts in own.texts.values() for text in texts):
        return own
    texts = {
        role: tuple([Text(text.key, text.value, text.place, language) for text in paragraphs])
        for role, paragraphs in original.texts.items()
    }
    return replace(own, texts=texts)
