"""Rules on the texts themselves."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import Survey
from toolkit.diagnostics import Diagnostic, error, warning
from toolkit.inline import Citation, NoteUse, walk
from toolkit.markup import parse
from toolkit.position import Text


def marks_are_well_formed(survey: Survey) -> Iterator[Diagnostic]:
    """Every inline mark pairs, and every link leads to an address that a paper may link to."""
    for text in survey.texts:
        yield from text_problems(text)


def text_problems(text: Text) -> Iterator[Diagnostic]:
    """What is wrong with the marks of one text."""
    for problem in parse(text.value).problems:
        report = warning if problem.code == "insecure-link" else error
        yield report(problem.code, text.place.at(problem.offset), problem.message, problem.hint)


def title_has_no_notes(survey: Survey) -> Iterator[Diagnostic]:
    """The title is printed in several places: a note in it would have no place of its own."""
    for text in (survey.position.title, survey.position.subtitle):
        for inline in walk(parse(text.value).inlines) if text else ():
            if text and isinstance(inline, (NoteUse, Citation)):
                hint = "put the note on the first words of the summary"
                message = f"a note stands in the {text.key}"
                yield error("note-in-title", text.place.at(inline.offset), message, hint)
