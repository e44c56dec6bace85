"""The texts inside a paragraph in Akoma Ntoso: words, changes, references, notes where their marks stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from toolkit.document import LawNote, Note
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
)
from toolkit.records import MutableRecord, Record, fresh

OMITTED = "[…]"  # stands for wording that is not quoted, or not known
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_NOT_IN_ID = re.compile(r"[^\w.-]")


def fragment(text: str) -> str:
    """`text` as part of an id: characters that cannot stand in one are written as their code."""
    return _NOT_IN_ID.sub(lambda match: f"_{ord(match[0]):x}_", text)


def _uri(address: str) -> str:
    """`address` with what browsers let pass and RFC 3986 does not: lone `%`, `#` again, `[` and `]` after the site."""
    address = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", address)
    match = re.match(r"[a-z]+://[^/?#]*", address, re.IGNORECASE)
    site = match.group() if match else ""
    path, mark, rest = address[len(site) :].partition("#")
    path, rest = (part.replace("[", "%5B").replace("]", "%5D").replace("#", "%23") for part in (path, rest))
    return site + path + mark + rest


class Places(Record):
    """What references lead to: the notes by id, and the ids of amendments by anchor."""

    notes: Mapping[str, Note]
    components: Mapping[str, str]

    def href(self, anchor: str) -> str:
        """The reference to an amendment, or to whatever has that anchor."""
        return f"#{self.components.get(anchor) or fragment(anchor)}"

    def note_id(self, note: str) -> str:
        """The id of the note with the id `note` in the document."""
        return f"note_{fragment(note)}"


class Printer(MutableRecord):
    """Prints the texts inside a paragraph. In a wording with the id `place`, `law` has the notes of the law by mark."""

    places: Places
    law: Mapping[str, LawNote] = MappingProxyType({})
    place: str = ""
    met: set[str] = fresh(factory=set)

    def print(self, inlines: Inlines) -> str:
        """`inlines` as XML."""
        return "".join([self._print(inline) for inline in inlines])

    def _print(self, inline: Inline) -> str:
        match inline:
            case Plain():
                return self._print_plain(inline)
            case Strong(children):
                return f"<b>{self.print(children)}</b>"
            case Emphasis(children):
                return f"<i>{self.print(children)}</i>"
            case Change(children, kind):
                tag = "ins" if kind == "inserted" else "del"
                return f"<{tag}>{self.print(children)}</{tag}>"
            case Link(children, address):
                return f'<a href="{escape(_uri(address))}">{self.print(children)}</a>'
            case InnerLink(children, target):
                return f'<ref href="{self.places.href(target)}">{self.print(children)}</ref>'
            case NumberReference(kind, target, number, before, after):
                href = f"#{self.places.note_id(target)}" if kind == "note" else self.places.href(target)
                return f'<ref href="{href}">{escape(before + number + after)}</ref>'
            case Mark():
                return self._print_mark(inline)
            case Raised(text):
                return self._print_raised(text)
        raise TypeError(f"{type(inline).__name__} has not been numbered")

    def _print_plain(self, plain: Plain) -> str:
        words = escape(plain.text)
        if self.place:
            words = words.replace(OMITTED, f"<omissis>{OMITTED}</omissis>")
        if plain.language and _TAG.fullmatch(plain.language):
            return f'<span xml:lang="{plain.language}">{words}</span>'
        return words

    def _print_mark(self, mark: Mark) -> str:
        """A note of the paper where its mark stands first; after that, references to it."""
        note, place = self.places.notes[mark.note], self.places.note_id(mark.note)
        if mark.use > 1:
            return _note_reference(mark.text, place)
        return _note("", mark.text, place, Printer(self.places).print(note.content))

    def _print_raised(self, mark: str) -> str:
        """A footnote of the law where its mark stands first in the wording."""
        place = f"{self.place}__note_{fragment(mark)}"
        if mark not in self.law:
            return f"<sup>{escape(mark)}</sup>"
        if mark in self.met:
            return _note_reference(mark, place)
        self.met.add(mark)
        return _note("law-note", mark, place, Printer(self.places).print(self.law[mark].content))


def _note(role: str, mark: str, place: str, content: str) -> str:
    role = f' class="{role}"' if role else ""
    return (
        f'<authorialNote eId="{place}"{role} marker="{escape(mark)}" placement="bottom">'
        f"<p>{content}</p></authorialNote>"
    )


def _note_reference(mark: str, place: str) -> str:
    return f'<noteRef href="#{place}" marker="{escape(mark)}" placement="bottom"/>'
