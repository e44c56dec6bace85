"""What the amendments of a position change: their provisions, read in English and in the paper's own language."""

from __future__ import annotations

from toolkit.diagnostics import Diagnostic, error
from toolkit.position import Amendment, Position
from toolkit.provisions import Forms, parse_provision
from toolkit.readers.languages import read_forms
from toolkit.records import replace
from toolkit.resources import Workspace


def read_provisions(workspace: Workspace, position: Position) -> tuple[Position, list[Diagnostic]]:
    """`position` with the provision of every amendment understood, and those that could not be."""
    if all(one.provision or not one.provision_text for one in position.amendments):
        return position, []
    tags = dict.fromkeys(("en", position.language))
    languages = [forms for forms in (read_forms(workspace, tag) for tag in tags if tag) if forms]
    read = [_read(one, languages) for one in position.amendments]
    amendments = tuple([amendment for amendment, _ in read])
    return replace(position, amendments=amendments), [fault for _, found in read for fault in found]


def _read(amendment: Amendment, languages: list[Forms]) -> tuple[Amendment, list[Diagnostic]]:
    if amendment.provision or not amendment.provision_text:
        return amendment, []
    provision, understood = parse_provision(amendment.provision_text, languages)
    if provision:
        return replace(amendment, provision=provision), []
    message = f"'{amendment.provision_text[:80]}' cannot be read as a provision"
    if understood.levels:
        message += f": only '{languages[0].running_form(understood)}' was understood"
    hint = "write Article 5(10), Article 2(3)(d), Recital 12 or Annex I, point 3"
    return amendment, [error("invalid-provision", amendment.provision_span, message, hint)]
