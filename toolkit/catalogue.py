"""A catalogue of translations: what each message was made from and what it became, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.diagnostics import Place, Span
from toolkit.records import Record


class Message(Record):
    """One message of a PO file. `key` is its msgctxt, `source` the text that the translation was made from."""

    key: str
    source: str
    translation: str
    place: Place
    span: Span
    flags: tuple[str, ...] = ()

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags


class Catalogue(Record):
    """The messages of one file by key, obsolete ones left out; `language` is what its header says."""

    file: str
    language: str
    messages: Mapping[str, Message]
