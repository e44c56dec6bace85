"""endorsements.yaml: who was asked to endorse a position, until when, and who has done so."""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

from toolkit.diagnostics import Diagnostic, error, first
from toolkit.position import Date, Endorsement, Endorsements, Named, Reservation
from toolkit.readers import definition, shapes
from toolkit.readers.fields import child, items, parse_date, records, word, words_of
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml

ENDORSEMENTS = "endorsements.yaml"
WITH_RESERVATION = "endorses-with-reservation"


def read_endorsements(folder: Path, name: str) -> tuple[Endorsements | None, list[Diagnostic]]:
    """The endorsements of the position in `folder`, shown as `name`; None where it has no such file."""
    path = folder / ENDORSEMENTS
    if not lexists(path):
        return None, []
    root, diagnostics = read_yaml(path, f"{name}/{ENDORSEMENTS}")
    if root is None:
        return None, diagnostics
    diagnostics += first(shapes.check(root, definition.ENDORSEMENTS, ""))
    deadline = _date(root, "deadline", diagnostics)
    asked = [Named(item.value.strip(), item.span) for item in items(child(root, "asked")) if isinstance(item, TextNode)]
    given = [_endorsement(node, diagnostics) for node in records(child(root, "endorsements"))]
    return Endorsements(root.span, deadline, tuple(asked), tuple(given)), diagnostics


def _endorsement(node: MapNode, diagnostics: list[Diagnostic]) -> Endorsement:
    organisation = child(node, "organisation")
    span = organisation.span if organisation else node.span
    given = child(node, "reservation")
    reservation = _reservation(given) if isinstance(given, MapNode) else None
    kind = word(node, "kind")
    if kind == WITH_RESERVATION and reservation is None:
        hint = "add 'reservation' with 'amendment' and 'text'"
        diagnostics.append(error("missing-key", span, "the reservation of this endorsement is missing", hint))
    if reservation and kind != WITH_RESERVATION:
        hint = f"write kind: {WITH_RESERVATION}"
        message = "there is a reservation, but the endorsement does not say that it has one"
        diagnostics.append(error("missing-key", span, message, hint))
    return Endorsement(
        Named(word(node, "organisation"), span),
        word(node, "language"),
        word(node, "version"),
        word(node, "digest"),
        _date(node, "date", diagnostics),
        word(node, "by"),
        reservation,
        word(node, "source"),
        span,
    )


def _reservation(node: MapNode) -> Reservation:
    amendment, text = child(node, "amendment"), child(node, "text")
    named = Named(word(node, "amendment"), amendment.span if amendment else node.span)
    return Reservation(named, words_of(text) if isinstance(text, MapNode) else {"": word(node, "text")})


def _date(node: Node, key: str, diagnostics: list[Diagnostic]) -> Date | None:
    given = child(node, key)
    if not isinstance(given, TextNode):
        return None
    date = parse_date(given.value.strip())
    if date is None or date.day is None:
        hint = "write a day, as in: 2026-03-12"
        diagnostics.append(error("invalid-date", given.span, f"'{given.value[:40]}' is no day", hint))
        return None
    return date
