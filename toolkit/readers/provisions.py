"""What the amendments of a position change: their provisions, read in English and in the paper's own language."""

from __future__ import annotations

from toolkit.diagnostics import Diagnostic, error
from toolkit.position import Aim, Position
from toolkit.provisions import Forms, parse_provision
from toolkit.readers.languages import read_forms
from toolkit.records import replace
from toolkit.resources import Workspace


def read_provisions(workspace: Workspace, position: Position) -> tuple[Position, list[Diagnostic]]:
    """`position` with the provision of every amendment understood, and those that could not be."""
    if all(not _is_open(aim) for one in position.amendments for aim in (one.to, one.existing_to)):
        return position, []
    tags = dict.fromkeys((position.language, "en"))
    languages = [forms for forms in (read_forms(workspace, tag) for tag in tags if tag) if forms]
    found: list[Diagnostic] = []
    amendments = [
        replace(
            one,
            to=_read(one.to, languages, found),
            existing_to=one.existing_to and _read(one.existing_to, languages, found),
        )
        for one in position.amendments
    ]
    return replace(position, amendments=tuple(amendments)), found


def _is_open(aim: Aim | None) -> bool:
    return aim is not None and aim.provision is None and bool(aim.written)


def _read(aim: Aim, languages: list[Forms], found: list[Diagnostic]) -> Aim:
    """`aim` with its provision; what could not be understood is added to `found`."""
    if not _is_open(aim):
        return aim
    provision, understood = parse_provision(aim.written, languages)
    if provision is None:
        message = f"'{aim.written[:80]}' cannot be read as a provision"
        if understood.levels:
            message += f": only '{languages[-1].running_form(understood)}' was understood"
        hint = "write Article 5(10), Article 2(3)(d), Recital 12 or Annex I, point 3"
        found.append(error("invalid-provision", aim.span, message, hint))
    return replace(aim, provision=provision)
