"""Notes that a document refers to by number, but of which it lacks the part that has their mark.

A letter may print "see n. 6" out of the call, and leave out the argument to which note 6 belongs. The note is then
brought along: its mark stands behind the first such reference, as in "see n. 1¹".
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.document import Document, map_texts
from toolkit.inline import Change, Emphasis, Inline, Inlines, Link, NoteUse, Reference, Strong, Untranslated, walk
from toolkit.markup import parse
from toolkit.position import Footnote
from toolkit.records import replace

_HOLDERS = (Strong, Emphasis, Link, Change, Untranslated)


def with_needed_notes(document: Document, footnotes: Mapping[str, Footnote]) -> Document:
    """`document` with a mark for every note that it refers to; the same where it has them all."""
    bringing = _Bringing(footnotes)
    map_texts(document, bringing.look)
    return map_texts(document, bringing.bring) if bringing.needed else document


class _Bringing:
    """`marked` are the notes that the document marks, `referred` those that it or one of its notes refers to."""

    def __init__(self, footnotes: Mapping[str, Footnote]) -> None:
        self.footnotes = footnotes
        self.marked: set[str] = set()
        self.referred: set[str] = set()

    @property
    def needed(self) -> set[str]:
        """The notes whose marks are lacking."""
        return self.referred - self.marked

    def look(self, text: Inlines) -> Inlines:
        """Take in what `text` marks and refers to, and what the notes of these say; `text` itself."""
        for inline in walk(text):
            if isinstance(inline, NoteUse) and inline.note not in self.marked:
                self.marked.add(inline.note)
                self.refer(self.named_in(inline.note))
            elif isinstance(inline, Reference) and inline.target in self.footnotes:
                self.refer([inline.target])
        return text

    def refer(self, notes: list[str]) -> None:
        """`notes` are referred to, and so are those that they refer to."""
        waiting = list(notes)
        while waiting:
            note = waiting.pop()
            if note not in self.referred:
                self.referred.add(note)
                waiting += self.named_in(note)

    def named_in(self, note: str) -> list[str]:
        """The notes that the text of `note` refers to."""
        footnote = self.footnotes[note]
        content = footnote.content or parse(footnote.text.value).inlines
        found = [inline.target for inline in walk(content) if isinstance(inline, Reference)]
        return [target for target in found if target in self.footnotes]

    def bring(self, inlines: Inlines) -> Inlines:
        """`inlines` with the marks that are lacking, each behind what first needs it; a note has none in itself."""
        brought: list[Inline] = []
        for inline in inlines:
            if isinstance(inline, _HOLDERS):
                brought.append(replace(inline, children=self.bring(inline.children)))
                continue
            brought.append(inline)
            if isinstance(inline, Reference):
                brought += self.marks([inline.target])
            elif isinstance(inline, NoteUse):
                brought += self.marks(self.named_in(inline.note))
        return tuple(brought)

    def marks(self, notes: list[str]) -> list[NoteUse]:
        """The marks of `notes` and of those that they refer to, as far as they are lacking."""
        waiting, brought = notes[::-1], []
        while waiting:
            note = waiting.pop()
            if note in self.referred and note not in self.marked:
                self.marked.add(note)
                brought.append(NoteUse(note))
                waiting += self.named_in(note)[::-1]
        return brought
