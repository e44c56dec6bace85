"""Endorsements as they are written down; whether they still hold is told where the texts are known."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import Survey, suggestion
from toolkit.diagnostics import Diagnostic, error, warning


def endorsement_is_given_once(survey: Survey) -> Iterator[Diagnostic]:
    """An organisation endorses the text of a version in a language once."""
    seen: dict[tuple[str, str, str], int] = {}
    for one in survey.position.endorsements.given if survey.position.endorsements else ():
        key = (one.organisation.id, one.language, one.version)
        if key in seen:
            message = f"'{one.organisation.id}' endorses version {one.version} in '{one.language}' a second time"
            hint = f"keep one of the two; the first is in line {seen[key]}"
            yield error("duplicate-endorsement", one.span, message, hint)
        seen.setdefault(key, one.span.line)


def reservation_is_on_an_amendment(survey: Survey) -> Iterator[Diagnostic]:
    """What a reservation is about is an amendment of the position."""
    amendments = [amendment.id for amendment in survey.position.amendments]
    for one in survey.position.endorsements.given if survey.position.endorsements else ():
        if one.reservation and one.reservation.amendment.id not in amendments:
            named = one.reservation.amendment
            hint = suggestion(named.id, amendments, "give the id of the amendment that it is about")
            yield error("undefined-amendment", named.span, f"there is no amendment '{named.id}'", hint)


def endorsers_are_bound_to_a_text(survey: Survey) -> Iterator[Diagnostic]:
    """Where endorsements are bound to texts, no other endorser is named."""
    position = survey.position
    if position.endorsements and position.endorsed_by:
        named = position.endorsed_by[0]
        message = f"'{named.id}' is named in endorsed_by, which is not printed beside endorsements.yaml"
        hint = "take endorsed_by out; write down with position endorse which text each organisation endorsed"
        yield warning("unbound-endorser", named.span, message, hint)
