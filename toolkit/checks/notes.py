"""Rules on notes."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import footnote_of, note_uses, suggestion
from toolkit.diagnostics import Diagnostic, error, warning
from toolkit.position import Position


def note_is_defined(position: Position) -> Iterator[Diagnostic]:
    """Every `[^note]` is defined under `footnotes`."""
    for use in note_uses(position):
        if use.id not in position.footnotes:
            hint = (
                suggestion(use.id, list(position.footnotes))
                or f"add it under footnotes: '{use.id}: text of the note'"
            )
            yield error("undefined-note", use.span, f"the note '{use.id}' is not defined", hint)


def note_is_used(position: Position) -> Iterator[Diagnostic]:
    """Every note that is defined is printed somewhere."""
    used = {use.id for use in note_uses(position)}
    for note in position.footnotes.values():
        if note.id not in used:
            hint = f"put [^{note.id}] where it belongs, or delete the note"
            yield warning("unused-note", note.span, f"the note '{note.id}' is defined and never used", hint)


def note_holds_no_note(position: Position) -> Iterator[Diagnostic]:
    """No note has a mark in another note: Word has no such notes (ISO 29500-1, 17.11.14)."""
    for use in note_uses(position):
        if footnote_of(use.text):
            hint = f"refer to it by number: [](#{use.id})"
            yield error("note-in-note", use.span, f"the mark of the note '{use.id}' stands in a note", hint)


def symbol_is_used_once(position: Position) -> Iterator[Diagnostic]:
    """Two notes do not share a symbol."""
    seen: dict[str, str] = {}
    for note in position.footnotes.values():
        if note.symbol and note.symbol in seen:
            message = f"the notes '{seen[note.symbol]}' and '{note.id}' have the same symbol '{note.symbol}'"
            yield error("duplicate-symbol", note.span, message, "give one of them another: **, †, ‡ or §")
        seen.setdefault(note.symbol, note.id)
