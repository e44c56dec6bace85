"""The notes: `footnotes.xml`, with the two separators that Word wants before them (ids -1 and 0)."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.writers.docx.markup import DECLARATION, NAMESPACES, attribute, text_element
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.styles import FOOTNOTE_REFERENCE, FOOTNOTE_TEXT
from toolkit.writers.docx.text import Look, write_run, write_text

SYMBOL_FONT = "Calibri"


def write_notes(story: Story) -> str:
    """The part of all notes that are marked in the body, in the order of their first marks."""
    return gather_notes([write_note(story, name, identifier) for name, identifier in story.paper.footnotes.items()])


def gather_notes(notes: Sequence[str]) -> str:
    """The part of these notes, after the separators."""
    return (
        f"{DECLARATION}<w:footnotes {NAMESPACES}>{write_separator('separator', -1)}"
        f"{write_separator('continuationSeparator', 0)}{''.join(notes)}</w:footnotes>"
    )


def write_separator(kind: str, identifier: int) -> str:
    """The line between text and notes."""
    return (
        f'<w:footnote w:type="{kind}" w:id="{identifier}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" '
        f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    )


def write_note(story: Story, name: str, identifier: int) -> str:
    """One note: its number, which Word counts, or its symbol; a space; its text."""
    note = story.paper.notes[name]
    sign = "<w:footnoteRef/>" if note.number is not None else write_symbols(note.mark)
    mark = write_run(story, sign, Look(style=FOOTNOTE_REFERENCE))
    style = attribute(story.paper.style(FOOTNOTE_TEXT))
    space = write_run(story, text_element(" "), Look())
    return (
        f'<w:footnote w:id="{identifier}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f"{mark}{space}{write_text(story, note.content)}</w:p></w:footnote>"
    )


def write_symbols(mark: str) -> str:
    """A mark of the author's as characters of a font, as Word's own dialogue for symbols writes it.

    LibreOffice prints the mark of every note by itself; typed as text it would stand there twice in all notes
    but the first.
    """
    return "".join([f'<w:sym w:font="{SYMBOL_FONT}" w:char="{ord(character):04X}"/>' for character in mark])
