"""Rules on notes."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import Survey, footnote_of, suggestion
from toolkit.diagnostics import Diagnostic, error, warning


def note_is_defined(survey: Survey) -> Iterator[Diagnostic]:
    """Every `[^note]` is defined under `footnotes`."""
    if "footnotes" in survey.position.unread:
        return
    for use in survey.note_uses:
        if use.id not in survey.position.footnotes:
            otherwise = f"define it under footnotes: '{use.id}: text of the note'"
            hint = suggestion(use.id, list(survey.position.footnotes), otherwise)
            yield error("undefined-note", use.span, f"the note '{use.id}' is not defined", hint)


def note_is_used(survey: Survey) -> Iterator[Diagnostic]:
    """Every note that is defined is printed somewhere; another rule tells of those that are referred to."""
    used = {use.id for use in (*survey.note_uses, *survey.references)}
    for note in survey.position.footnotes.values():
        if note.id not in used:
            hint = f"put [^{note.id}] where it belongs, or delete the note"
            yield warning("unused-note", note.span, f"the note '{note.id}' is defined and never used", hint)


def note_holds_no_note(survey: Survey) -> Iterator[Diagnostic]:
    """No note has a mark in another note: Word has no such notes (ISO 29500-1, 17.11.14)."""
    for use in survey.note_uses:
        if footnote_of(use.text):
            hint = f"refer to it by its number: [](#{use.id}), and put its mark into the text"
            yield error("note-in-note", use.span, f"the mark of the note '{use.id}' stands in a note", hint)


def symbol_is_used_once(survey: Survey) -> Iterator[Diagnostic]:
    """Two notes do not share a symbol."""
    seen: dict[str, str] = {}
    for note in survey.position.footnotes.values():
        if note.symbol and note.symbol in seen:
            message = f"the notes '{seen[note.symbol]}' and '{note.id}' have the same symbol '{note.symbol}'"
            yield error("duplicate-symbol", note.span, message, "give one of them another: **, †, ‡ or §")
        seen.setdefault(note.symbol, note.id)
