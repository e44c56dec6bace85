"""A position in another language: each text replaced by its translation from the catalogue."""

from __future__ import annotations

from toolkit.catalogue import Catalogue, Message
from toolkit.position import Position, Text, map_texts
from toolkit.records import replace


def is_current(message: Message | None, text: Text) -> bool:
    """Whether the message translates `text` as it now stands: there, not fuzzy, made from the same words."""
    return message is not None and bool(message.translation) and not message.fuzzy and message.source == text.value


def localise(position: Position, catalogue: Catalogue) -> Position:
    """`position` with the texts of `catalogue`; a text without a current translation stays as it is."""

    def translated(text: Text) -> Text:
        message = catalogue.messages.get(text.key)
        if message is None or not is_current(message, text):
            return text
        return Text(text.key, message.translation, message.place)

    return replace(map_texts(position, translated), language=catalogue.language)
