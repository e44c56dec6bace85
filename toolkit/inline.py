"""The text inside a paragraph: what an author writes, and what numbering makes of it.

`Plain`, `Strong`, `Emphasis`, `Link` and `Untranslated` occur before and after numbering. `NoteUse`, `Citation` and
`Reference` are what the author wrote; after numbering a `Mark` or a `NumberReference` stands in their
place, with its number decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Union

from toolkit.records import Record


class Plain(Record):
    """Characters as they are printed. `language` is a tag where it is not the paper's own."""

    text: str
    language: str | None = None


class Strong(Record):
    children: tuple[Inline, ...]


class Emphasis(Record):
    children: tuple[Inline, ...]


class Link(Record):
    """A link to an `https:` or `mailto:` address; the address has been checked when it was read."""

    children: tuple[Inline, ...]
    address: str


class NoteUse(Record):
    """`[^id]`: a note that is defined under `footnotes`, used here."""

    note: str
    offset: int = 0


class Locator(Record):
    """A place in a source: `kind` is one of `LOCATOR_KINDS`, `value` what follows, as printed ("3–5")."""

    kind: str
    value: str


class CitationItem(Record):
    source: str
    locator: Locator | None = None
    offset: int = 0


class Citation(Record):
    """`[@source, p. 4; @other]`. In running text it is a note of its own; inside a note it is printed there.

    Citations with the same `group` (not empty) share one note: the figures of one statistics panel.
    """

    items: tuple[CitationItem, ...]
    offset: int = 0
    group: str = ""


NUMBER = "{n}"  # in the words of a cross reference: the place of its number


class Reference(Record):
    """`[](#id)` or `[text](#id)`: a cross reference to a point, an amendment or a note.

    In `[punktą {n}](#id)` the author gives the words, in the case that the sentence needs, round a live number.
    """

    target: str
    children: tuple[Inline, ...] = ()
    offset: int = 0

    def around_number(self) -> tuple[str, str] | None:
        """What the author's words say before and after the number; None where they do not hold it, or not plainly."""
        if not all(isinstance(child, Plain) for child in self.children):
            return None
        parts = plain_text(self.children).split(NUMBER)
        return (parts[0], parts[1]) if len(parts) == 2 else None


class Mark(Record):
    """The mark of a note in the text. `note` is the note's id, `use` counts its marks from 1."""

    note: str
    text: str
    use: int


class NumberReference(Record):
    """A live reference by number: prints `before`, `number`, `after`, all one link to `target`.

    `kind` is "note", "point", "amendment" or "source"; `target` is the id of that `Note`, or the anchor of the
    section, the amendment or the source in the list of sources. Only `number` is a field in Word. `use` counts the
    references to one source from 1.
    """

    kind: str
    target: str
    number: str
    before: str = ""
    after: str = ""
    use: int = 0


class InnerLink(Record):
    """A link in the author's own words to the anchor of a point or amendment."""

    children: tuple[Inline, ...]
    target: str


class Change(Record):
    """Wording that an amendment changes: `kind` "inserted" or "deleted".

    It is set bold italic, or struck through where `struck`, in a text that shows both wordings in one.
    """

    children: tuple[Inline, ...]
    kind: str
    struck: bool = False


class Untranslated(Record):
    """A text, or the words of one, that a draft prints in the `language` of the original."""

    children: tuple[Inline, ...]
    language: str


class Raised(Record):
    """The mark of a footnote of the amended law, whose note stands below the wording and in no series of the paper."""

    text: str


Inline = Union[
    Plain,
    Strong,
    Emphasis,
    Link,
    NoteUse,
    Citation,
    Reference,
    Mark,
    NumberReference,
    InnerLink,
    Change,
    Untranslated,
    Raised,
]
Inlines = tuple[Inline, ...]

LOCATOR_KINDS = ("page", "article", "paragraph", "chapter", "figure", "recital", "section", "point", "annex")


def walk(inlines: Inlines) -> Iterator[Inline]:
    """Every inline in reading order, containers before what they hold."""
    for inline in inlines:
        yield inline
        if isinstance(inline, (Strong, Emphasis, Link, Reference, InnerLink, Change, Untranslated)):
            yield from walk(inline.children)


def untranslated(inlines: Inlines, language: str) -> Inlines:
    """`inlines` as words in `language`, where that is not "", the paper's own, and where they hold words at all."""
    if not language or not any(isinstance(inline, Plain) for inline in walk(inlines)):
        return inlines
    return (Untranslated(inlines, language),)


def language_of(inlines: Inlines) -> str:
    """The language of a text that a draft prints in the words of the original; else ""."""
    return next((inline.language for inline in inlines if isinstance(inline, Untranslated)), "")


def plain_text(inlines: Inlines) -> str:
    """The characters that are printed, without the marks of notes: for titles, properties and menus."""
    parts = []
    for inline in walk(inlines):
        if isinstance(inline, Plain):
            parts.append(inline.text)
        elif isinstance(inline, NumberReference):
            parts.append(inline.before + inline.number + inline.after)
    return "".join(parts)
