"""How a position stands: what was released, what has changed since, who endorses it and who is still asked."""

from __future__ import annotations

from toolkit.diagnostics import Diagnostic, has_errors
from toolkit.endorsements import VALID, Standing
from toolkit.pipeline import check, digested_texts
from toolkit.position import Position
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.text_digest import digest_of_text
from toolkit.versions import Release, releases


class Status(Record):
    """`digests` are those of the present texts, empty where they have errors.

    `missing` are those who were asked and have no endorsement that holds; `position` is None where it cannot be read.
    """

    identifier: str
    position: Position | None
    releases: tuple[Release, ...]
    digests: dict[str, str]
    standings: tuple[Standing, ...]
    missing: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def status_of(workspace: Workspace, identifier: str) -> Status:
    """How the position stands now."""
    checked = check(workspace, identifier)
    released = tuple(releases(workspace, identifier))
    if checked.draft is None:
        return Status(identifier, None, released, {}, (), (), checked.diagnostics)
    position = checked.draft.position
    digests = {}
    if not has_errors(checked.diagnostics):
        digests = {tag: digest_of_text(text) for tag, text in digested_texts(checked.draft).items()}
    standings = checked.draft.standings
    holding = {one.endorsement.organisation.id for one in standings if one.state == VALID}
    asked = position.endorsements.asked if position.endorsements else ()
    missing = tuple(named.id for named in asked if named.id not in holding)
    return Status(identifier, position, released, digests, standings, missing, checked.diagnostics)
