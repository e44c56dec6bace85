"""The wordings of an amendment with what changes marked, in the emphasis of the Parliament's forms.

In two texts: what is deleted is marked in the original, what is new in the proposed text, what is replaced in
both. In one text: what is new is marked, what is deleted struck through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from toolkit.inline import Change, Emphasis, Inline, Inlines, Link, Plain, Strong, walk

Paragraphs = tuple[Inlines, ...]

# What stands for marks and references while wordings are compared: one of these for each that differs.
_FIRST_ATOM = 0xF0000
_ATOM = re.compile("[\U000f0000-\U000ffffd]")


def compared(original: Paragraphs, proposed: Paragraphs) -> tuple[Paragraphs, Paragraphs]:
    """Both wordings, each with what differs from the other marked; as their author marked it, if anything was."""
    if any(_is_marked(paragraph) for paragraph in (*original, *proposed)):
        return _by_author(original, "deleted"), _by_author(proposed, "inserted")
    from toolkit.wording import compare

    known: list[Inline] = []
    found = compare([_plain(one, known) for one in original], [_plain(one, known) for one in proposed])
    left = [
        _marked(paragraph, [(piece.text, piece.changed) for piece in pieces], "deleted")
        for paragraph, pieces in zip(original, found.original, strict=True)
    ]
    right = [
        _marked(paragraph, [(piece.text, piece.changed) for piece in pieces], "inserted")
        for paragraph, pieces in zip(proposed, found.proposed, strict=True)
    ]
    return tuple(left), tuple(right)


def consolidated(original: Paragraphs, proposed: Paragraphs) -> Paragraphs:
    """One text that shows both wordings: what is new marked, what is deleted struck through."""
    from toolkit.wording import compare

    known: list[Inline] = []
    found = compare([_plain(one, known) for one in original], [_plain(one, known) for one in proposed])
    old, new = _atoms(original), _atoms(proposed)
    paragraphs = []
    for changes in found.consolidated:
        made: list[Inline] = []
        for change in changes:
            inlines = _with_atoms(change.text, old if change.kind == "deleted" else new)
            if change.kind == "same":
                for _ in _ATOM.findall(change.text):
                    next(old, None)
                made += inlines
            else:
                made.append(Change(inlines, change.kind, change.kind == "deleted"))
        paragraphs.append(tuple(made))
    return tuple(paragraphs)


def wholly(paragraphs: Paragraphs, kind: str, struck: bool = False) -> Paragraphs:
    """Wording that is new, or deleted, as a whole; where its author marked words in it, those alone."""
    if any(_is_marked(paragraph) for paragraph in paragraphs):
        return _by_author(paragraphs, kind, struck)
    return tuple([(Change(paragraph, kind, struck),) for paragraph in paragraphs])


def _is_marked(inlines: Inlines) -> bool:
    return any(isinstance(inline, Strong) for inline in walk(inlines))


def _by_author(paragraphs: Paragraphs, kind: str, struck: bool = False) -> Paragraphs:
    """The words in bold as changes, in emphasis and links too."""

    def marked(inline: Inline) -> Inline:
        match inline:
            case Strong(children):
                return Change(children, kind, struck)
            case Emphasis(children):
                return Emphasis(tuple([marked(child) for child in children]))
            case Link(children, address):
                return Link(tuple([marked(child) for child in children]), address)
        return inline

    return tuple([tuple([marked(inline) for inline in paragraph]) for paragraph in paragraphs])


def _plain(inlines: Inlines, known: list[Inline]) -> str:
    """The characters to compare, one for each mark or reference; `known` has those met before."""
    return "".join([_plain_one(inline, known) for inline in inlines])


def _plain_one(inline: Inline, known: list[Inline]) -> str:
    match inline:
        case Plain(text):
            return text
        case Strong(children) | Emphasis(children) | Link(children):
            return _plain(children, known)
    if inline not in known:
        known.append(inline)
    return chr(_FIRST_ATOM + known.index(inline))


def _marked(inlines: Inlines, pieces: Sequence[tuple[str, bool]], kind: str) -> Inlines:
    """`inlines` with the changed ones of `pieces`, which join to their characters, marked."""
    return _Marker(pieces, kind).mark(inlines)


class _Marker:
    """Goes through inlines and pieces side by side."""

    def __init__(self, pieces: Sequence[tuple[str, bool]], kind: str) -> None:
        self.rest = [(len(text), changed) for text, changed in reversed(pieces) if text]
        self.kind = kind

    def mark(self, inlines: Inlines) -> Inlines:
        made: list[Inline] = []
        for inline in inlines:
            for part, changed in self.parts(inline):
                last = made[-1] if made else None
                if not changed:
                    made.append(part)
                elif isinstance(last, Change):
                    made[-1] = Change((*last.children, part), self.kind)
                else:
                    made.append(Change((part,), self.kind))
        return tuple(made)

    def parts(self, inline: Inline) -> Iterator[tuple[Inline, bool]]:
        """An inline cut where a piece ends, each part with whether it is changed."""
        match inline:
            case Plain(text, language):
                for start, end, changed in self.cuts(len(text)):
                    yield Plain(text[start:end], language), changed
            case Strong(children):
                yield Strong(self.mark(children)), False
            case Emphasis(children):
                yield Emphasis(self.mark(children)), False
            case Link(children, address):
                yield Link(self.mark(children), address), False
            case _:
                yield inline, any(changed for _, _, changed in self.cuts(1))

    def cuts(self, length: int) -> Iterator[tuple[int, int, bool]]:
        """The next `length` characters as stretches of one piece each."""
        start = 0
        while start < length and self.rest:
            left, changed = self.rest.pop()
            taken = min(left, length - start)
            if taken < left:
                self.rest.append((left - taken, changed))
            yield start, start + taken, changed
            start += taken


def _atoms(paragraphs: Iterable[Inlines]) -> Iterator[Inline]:
    """The marks and references of a wording in their order."""
    for inlines in paragraphs:
        for inline in inlines:
            match inline:
                case Plain():
                    pass
                case Strong(children) | Emphasis(children) | Link(children):
                    yield from _atoms((children,))
                case _:
                    yield inline


def _with_atoms(text: str, atoms: Iterator[Inline]) -> Inlines:
    """`text` with the next of `atoms` in each place that was kept for one."""
    made: list[Inline] = []
    for index, part in enumerate(_ATOM.split(text)):
        atom = next(atoms, None) if index else None
        made += [one for one in (atom, Plain(part) if part else None) if one is not None]
    return tuple(made)
