"""Rules on the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, error, warning
from toolkit.inline import Citation, NoteUse, walk
from toolkit.markup import parse
from toolkit.position import Position, Text, texts


def marks_are_well_formed(position: Position) -> Iterator[Diagnostic]:
    """Every inline mark pairs, and every link leads to an address that a paper may link to."""
    for text in texts(position):
        yield from text_problems(text)


def text_problems(text: Text) -> Iterator[Diagnostic]:
    """What is wrong with the marks of one text."""
    for problem in parse(text.value).problems:
        report = warning if problem.code == "insecure-link" else error
        yield report(problem.code, text.place.at(problem.offset), problem.message, problem.hint)


def title_has_no_notes(position: Position) -> Iterator[Diagnostic]:
    """The title is printed in several places: a note in it would have no place of its own."""
    for text in (position.title, position.subtitle):
        if text and any(
            isinstance(inline, (NoteUse, Citation)) for inline in walk(parse(text.value).inlines)
        ):
            hint = "put the note on the first words of the summary"
            yield error("note-in-title", text.place.at(), "a note stands in the title", hint)
