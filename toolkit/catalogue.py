"""A catalogue of translations: what each message was made from and what it became, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.diagnostics import Place, Span
from toolkit.records import Record

NOTHING: Mapping[str, str] = MappingProxyType({})


class Message(Record):
    """One message of a PO file. `key` is its msgctxt, `source` the text that the translation was made from.

    `plurals` are the forms of a message with plural forms (then `translation` is the first of them). `accepted` has
    the codes of what the translator lets stand here, each with the reason, "" where none is given. `previous` is the
    text that a doubtful translation was made from, where the file keeps it (`#| msgid`).
    """

    key: str
    source: str
    translation: str
    place: Place
    span: Span
    flags: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    accepted: Mapping[str, str] = NOTHING
    previous: str = ""

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags


class Catalogue(Record):
    """The messages of one file by key, obsolete ones left out.

    `language`, `plural_forms` and `revised`, the day of the last change ("2025-06-01"), are from its header.
    """

    file: str
    language: str
    messages: Mapping[str, Message]
    plural_forms: str = ""
    revised: str = ""
