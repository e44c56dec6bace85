"""The texts of the printed page: a note stands behind its first mark, and floats to the foot of the page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from toolkit.document import Note
from toolkit.inline import Inline, Inlines, Mark, Plain, plain_text
from toolkit.writers.html import InlinePrinter

# A note is laid out whole, so that one longer than the rest of the page would leave it; it is parted where a sentence
# ends, and only its first part must stand on the page of the mark.
LONGEST_PART = 800


class PrintPrinter(InlinePrinter):
    """Prints texts for paper."""

    def _print_mark(self, mark: Mark) -> str:
        name, text = self.notes[mark.note], escape(mark.text)
        said = f'title="{self.spoken["note"]} {text}"'
        link = f'<a role="doc-noteref" id="ref-{name}-{mark.use}" href="#fn-{name}" {said}>{text}</a>'
        return f"<sup>{link}</sup>" + (self._print_note(self.all_notes[mark.note]) if mark.use == 1 else "")

    def _print_note(self, note: Note) -> str:
        """The note, which a style sheet sets at the foot of the page; its number leads back to the mark."""
        name, mark = self.notes[note.id], escape(note.mark)
        said = f'title="{self.spoken["back-to-reference"]} {mark}"'
        label = f'<span class="mark"><a role="doc-backlink" href="#ref-{name}-1" {said}>{mark}</a></span>'
        first, *others = [f'<span class="note-text">{self.print(part)}</span>' for part in _parts(note.content)] or [""]
        own = f'lang="{self.language}"'
        whole = f'<span class="note" role="doc-footnote" id="fn-{name}" {own}>{label}{first}</span>'
        more = [f'<span class="note continued" data-note="fn-{name}" {own}>{part}</span>' for part in others]
        return "".join([whole, *more])

    def _print_change(self, words: str, kind: str, struck: bool) -> str:
        """Changed words, with where the change begins and ends said to those who have them read aloud."""
        tag = "ins" if kind == "inserted" else "del"
        begins, ends = (self.spoken[f"{kind}-text-{edge}"] for edge in ("begins", "ends"))
        look = ' class="struck"' if struck else ""
        return f'<{tag}{look} data-before="{begins}" data-after="{ends}">{words}</{tag}>'


def _parts(content: Inlines) -> Iterator[Inlines]:
    """`content`, parted at ends of sentences where it is long."""
    part: list[Inline] = []
    length = 0
    for inline in content:
        if isinstance(inline, Plain) and length + len(inline.text) > LONGEST_PART:
            *whole, rest = _cut(inline, LONGEST_PART - length)
            for piece in whole:
                yield (*part, piece)
                part = []
            part.append(rest)
            length = len(rest.text)
        else:
            part.append(inline)
            length += len(plain_text((inline,)))
    if part:
        yield tuple(part)


def _cut(text: Plain, room: int) -> list[Plain]:
    """`text` in parts of which the first has at most `room` characters, if a sentence ends there."""
    parts, rest = [], text.text
    while len(rest) > max(room, 0):
        end = rest.rfind(". ", 0, max(room, 0)) + 2
        if end < 2:
            end = rest.find(". ", max(room, 0)) + 2
        if end < 2 or end >= len(rest):
            break
        parts.append(Plain(rest[:end], text.language))
        rest, room = rest[end:], LONGEST_PART
    return [*parts, Plain(rest, text.language)]
