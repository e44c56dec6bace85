"""A language that is not wholly translated: what is looked at, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.catalogue import Catalogue
from toolkit.checks.occurrences import Survey
from toolkit.diagnostics import Diagnostic, Span, warning
from toolkit.records import replace
from toolkit.translation import is_current, progress


def language_is_whole(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Every text is translated; if not, how many are not, in one line."""
    done = progress(survey.texts, catalogue)
    if not done.open:
        return
    counts = ((done.stale, "stale"), (done.doubtful, "doubtful"), (done.missing, "missing"))
    listed = ", ".join([f"{count} {word}" for count, word in counts if count])
    verb = "is" if done.open == 1 else "are"
    message = f"{catalogue.language}: {done.open} of {done.total} texts {verb} not translated ({listed})"
    said = f"{message}; printed as in the original ('{survey.position.language}')"
    hint = "translate them before the paper goes out; position check lists them"
    yield warning("draft-translation", Span(catalogue.file), said, hint)


def translated_part(survey: Survey, catalogue: Catalogue) -> tuple[Survey, Catalogue]:
    """The texts that are translated as they now stand, and their translations with those that belong to no text."""
    known = {text.key: text for text in survey.texts}
    messages = {
        key: message
        for key, message in catalogue.messages.items()
        if key not in known or is_current(message, known[key])
    }
    translated = tuple([text for text in survey.texts if text.key in messages])
    return replace(survey, texts=translated), replace(catalogue, messages=messages)
