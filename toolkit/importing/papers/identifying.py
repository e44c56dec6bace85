"""Ids: of sources by author and year, of key points by their headings, each taken once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from toolkit.importing.papers.entries import Entry
from toolkit.inspection.typed.texts import fold, words
from toolkit.inspection.typed.words import small_words

_LONGEST = 40
_MOST_WORDS = 3


class Ids:
    """The ids that are taken; points, amendments and notes share them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, base: str) -> str:
        """`base`, or `base` with a number where it is taken."""
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base[:_LONGEST]}-{number}"
        self._taken.add(name)
        return name


def slug(text: str) -> str:
    """`text` in small letters of the alphabet, digits and hyphens; empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", fold(text).replace("ß", "ss"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def name_point(heading: str, number: int) -> str:
    """An id for a key point out of the words of its heading."""
    small = small_words()
    said = [slug(word) for word in words(heading) if fold(word) not in small and len(word) > 2]
    name = "-".join([word for word in said if word][:_MOST_WORDS])[:_LONGEST].strip("-")
    return name if re.match(r"[a-z]", name) else f"point-{number}"


def name_entry(entry: Entry, taken: Collection[str]) -> str:
    """An id for a source: its author, or both of two, and the year."""
    names = [_short(author.name) for author in entry.authors[:2]]
    base = "-".join([name for name in (names if len(entry.authors) == 2 else names[:1]) if name])[:_LONGEST]
    base = f"{base.strip('-') or slug(entry.title)[:_LONGEST].strip('-') or 'source'}{entry.year}"
    for letter in ("", *"bcdefghijklmnopqrstuvwxyz"):
        if f"{base}{letter}" not in taken:
            return f"{base}{letter}"
    return f"{base}-{len(taken)}"  # as many as there are: none can have that number yet


def _short(name: str) -> str:
    small = small_words()
    said = [slug(word) for word in words(name) if fold(word) not in small and len(word) > 1]
    return "-".join([word for word in said if word][:_MOST_WORDS])
