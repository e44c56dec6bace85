"""position.yaml and what belongs to it, to a `Position`."""

from __future__ import annotations

import re
from os.path import lexists
from pathlib import Path
from types import NoneType

from toolkit.diagnostics import Diagnostic, Place, Span, error, first
from toolkit.manifest import RESERVED
from toolkit.markup import address_fault, parse_locator
from toolkit.position import (
    Aim,
    Amendment,
    Blocks,
    Comparison,
    Date,
    Footnote,
    KeyPoint,
    LawNote,
    Named,
    Organisation,
    Position,
    ProcedureFile,
    Source,
    Statistic,
    Text,
)
from toolkit.provisions import parse_short
from toolkit.readers import definition, shapes
from toolkit.readers.blocks import split_blocks, split_paragraphs
from toolkit.readers.endorsements import read_endorsements
from toolkit.readers.fields import child, items, parse_date, records, word, words_of
from toolkit.readers.sources import read_sources
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.records import replace


def read_position(positions: Path, identifier: str) -> tuple[Position | None, list[Diagnostic]]:
    """The position in the folder `positions/identifier`, and everything that is wrong with its files.

    None where the definition is no mapping at all; otherwise as much of it as could be read, so that the
    checks see the rest as well.
    """
    folder = positions / identifier
    name = f"positions/{identifier}"
    if not re.fullmatch(definition.ID_PATTERN, identifier) or identifier in RESERVED:
        message = f"the folder '{identifier}' cannot be the name of a position"
        return None, [error("invalid-id", Span(f"{name}/position.yaml"), message, definition.NAME_RULE)]
    root, diagnostics = read_yaml(folder / "position.yaml", f"{name}/position.yaml")
    sources, found = read_sources(folder, name)
    unread = {"sources"} if found and not sources else set()
    diagnostics += found
    organisations, found = read_organisations(positions)
    unread |= {"organisations"} if found and not organisations else set()
    diagnostics += found
    if root is None:
        if not diagnostics:
            span = Span(f"{name}/position.yaml")
            diagnostics.append(error("missing-key", span, "the file is empty", "begin one with: position new"))
        return None, diagnostics
    shape = definition.BRIEFING if word(root, "kind") == "briefing" else definition.POSITION
    diagnostics += first(shapes.check(root, shape, ""))
    if not isinstance(root, MapNode):
        return None, diagnostics
    if not isinstance(child(root, "footnotes"), (MapNode, NoneType)):
        unread.add("footnotes")
    endorsements, found = read_endorsements(folder, name)
    diagnostics += found
    position = _Builder(root, identifier, folder, diagnostics).build(sources, organisations, unread)
    return replace(position, endorsements=endorsements), diagnostics


def read_organisations(positions: Path) -> tuple[dict[str, Organisation], list[Diagnostic]]:
    """The organisations of positions/organisations.yaml by id; none where there is no such file."""
    path = positions / "organisations.yaml"
    if not lexists(path):
        return {}, []
    root, diagnostics = read_yaml(path, "positions/organisations.yaml")
    if root is None:
        return {}, diagnostics
    diagnostics += first(shapes.check(root, definition.ORGANISATIONS, ""))
    organisations: dict[str, Organisation] = {}
    for node in records(child(root, "organisations")):
        organisation = _organisation(node)
        if organisation.id in organisations:
            line = organisations[organisation.id].span.line
            message = f"the organisation '{organisation.id}' is defined a second time, first in line {line}"
            diagnostics.append(error("duplicate-id", organisation.span, message, "keep one of the two"))
        organisations.setdefault(organisation.id, organisation)
        fault = address_fault(organisation.address) if organisation.address else None
        if fault and fault[0] != "insecure-link":
            words = f"'{organisation.address[:80]}' {fault[1]}"
            span = node.values["url"].span
            diagnostics.append(error(fault[0], span, words, fault[2]))
    return organisations, diagnostics


def _organisation(node: MapNode) -> Organisation:
    name = child(node, "name")
    names = words_of(name) if isinstance(name, MapNode) else {"": word(node, "name")}
    identifier = child(node, "id")
    span = identifier.span if identifier else node.span
    logo = child(node, "logo")
    named = Named(logo.value.strip(), logo.span) if isinstance(logo, TextNode) else None
    return Organisation(word(node, "id"), span, names, word(node, "url"), named)


class _Builder:
    """Builds the typed definition; remembers the ids that are taken."""

    def __init__(self, root: MapNode, identifier: str, folder: Path, diagnostics: list[Diagnostic]) -> None:
        self.root = root
        self.identifier = identifier
        self.folder = folder
        self.diagnostics = diagnostics
        self.taken: dict[str, Span] = {}

    def build(self, sources: dict[str, Source], organisations: dict[str, Organisation], unread: set[str]) -> Position:
        root = self.root
        return Position(
            id=self.identifier,
            folder=self.folder,
            span=root.span,
            kind=word(root, "kind"),
            language=self.language(),
            origin=self.language(),
            title=self.text(root, "title", "title"),
            subtitle=self.optional(root, "subtitle", "subtitle"),
            date=self.date(),
            version=word(root, "version"),
            status=word(root, "status") or "final",
            style=word(root, "style") or "eu",
            file=self.file(child(root, "file")),
            drafted_by=self.names(root, "drafted_by"),
            endorsed_by=self.names(root, "endorsed_by"),
            summary=self.blocks(root, "summary", "summary"),
            key_points=self.points(),
            call=self.blocks(root, "call", "call"),
            amendments=tuple([self.amendment(node) for node in records(child(root, "amendments"))]),
            amendment_form=word(root, "amendment_form") or "compact",
            amendment_pages=word(root, "amendment_pages") or "running",
            closing=self.blocks(root, "closing", "closing"),
            footnotes=self.footnotes(child(root, "footnotes")),
            sources=sources,
            organisations=organisations,
            unread=frozenset(unread),
            citations=word(root, "citations") or ("brackets" if word(root, "kind") == "briefing" else "footnotes"),
            disclaimer=self.blocks(root, "disclaimer", "disclaimer"),
            comparison=self.comparison(child(root, "comparison")),
            limitations=self.blocks(root, "limitations", "limitations"),
            questions=self.lines(root, "questions", "questions"),
        )

    def text(self, node: Node | None, name: str, key: str) -> Text:
        found = child(node, name)
        if isinstance(found, TextNode):
            return _line(found, key)
        return Text(key, "", Place(self.root.span.file, ((0, self.root.span.line, 1),)))

    def language(self) -> str:
        """The language of the definition; "" where it is none of the official ones, which is reported."""
        tag = word(self.root, "language")
        return tag if tag in definition.LANGUAGES else ""

    def optional(self, node: Node | None, name: str, key: str) -> Text | None:
        return self.text(node, name, key) if isinstance(child(node, name), TextNode) else None

    def blocks(self, node: Node | None, name: str, key: str) -> Blocks:
        found = child(node, name)
        return split_blocks(found.value, found.place, key) if isinstance(found, TextNode) else ()

    def date(self) -> Date | None:
        given = child(self.root, "date")
        if not isinstance(given, TextNode):
            return None
        date = parse_date(given.value)
        if date is None and re.fullmatch(definition.DATE.pattern, given.value):
            hint = "write a day (2025-06-17), a month (2025-06) or a year (2025)"
            self.diagnostics.append(error("invalid-date", given.span, f"there is no date '{given.value[:40]}'", hint))
        return date

    def identify(self, node: MapNode, what: str) -> tuple[str, Span]:
        """The id of `node`, reported where another point, amendment or note has it."""
        identifier = word(node, "id")
        found = child(node, "id")
        span = found.span if found else node.span
        self.claim(identifier, span, what)
        return identifier, span

    def claim(self, identifier: str, span: Span, what: str) -> None:
        if identifier in self.taken:
            line = self.taken[identifier].line
            message = f"the id '{identifier}' of this {what} is taken already in line {line}"
            hint = "points, amendments and notes share one set of ids; choose another"
            self.diagnostics.append(error("duplicate-id", span, message, hint))
        elif identifier:
            self.taken[identifier] = span

    def names(self, node: Node | None, key: str) -> tuple[Named, ...]:
        found = [item for item in items(child(node, key)) if isinstance(item, TextNode)]
        return tuple([Named(item.value.strip(), item.span) for item in found])

    def file(self, node: Node | None) -> ProcedureFile | None:
        if not isinstance(node, MapNode):
            return None
        name = self.optional(node, "name", "file/name")
        return ProcedureFile(word(node, "procedure"), word(node, "act"), word(node, "celex"), name)

    def points(self) -> tuple[KeyPoint, ...]:
        """The key points, or the sections of a briefing."""
        found = [self.key_point(node, "key_points", "point", "argument") for node in self.listed("key_points")]
        found += [self.key_point(node, "sections", "finding", "text") for node in self.listed("sections")]
        return tuple(found)

    def listed(self, key: str) -> list[MapNode]:
        return records(child(self.root, key))

    def lines(self, node: Node | None, name: str, key: str) -> tuple[Text, ...]:
        """The texts of a list, by their numbers."""
        found = [item for item in items(child(node, name)) if isinstance(item, TextNode)]
        return tuple([_line(item, f"{key}/{number}") for number, item in enumerate(found, 1)])

    def comparison(self, node: Node | None) -> Comparison | None:
        if not isinstance(node, MapNode):
            return None
        columns = self.lines(node, "columns", "comparison/columns")
        rows = []
        for number, row in enumerate(items(child(node, "rows")), 1):
            cells = [item for item in items(row) if isinstance(item, TextNode)]
            texts = [_line(cell, f"comparison/rows/{number}/{place}") for place, cell in enumerate(cells, 1)]
            rows.append(tuple(texts))
            if len(cells) != len(columns):
                message = f"this row has {len(cells)} cells, but there are {len(columns)} columns"
                hint = "write a cell for each column, the jurisdiction first"
                self.diagnostics.append(error("wrong-cells", row.span, message, hint))
        return Comparison(columns, tuple(rows))

    def key_point(self, node: MapNode, part: str, point: str, argument: str) -> KeyPoint:
        identifier, span = self.identify(node, "point")
        key = f"{part}/{identifier}"
        statistics = [
            self.statistic(item, f"{key}/statistics/{number}")
            for number, item in enumerate(records(child(node, "statistics")), 1)
        ]
        return KeyPoint(
            identifier,
            span,
            self.text(node, point, f"{key}/{point}"),
            self.text(node, "heading", f"{key}/heading"),
            self.blocks(node, argument, f"{key}/{argument}"),
            tuple(statistics),
        )

    def statistic(self, node: MapNode, key: str) -> Statistic:
        source, locator = None, None
        given = child(node, "source")
        if isinstance(given, TextNode):
            name, _, rest = given.value.strip().partition(",")
            source = Named(name.strip(), given.span)
            locator = parse_locator(rest) if rest.strip() else None
            if rest.strip() and locator is None:
                hint = "write the id of a source, a comma and a place in it: council2024, p. 4"
                span = given.place.at(given.value.index(",") + 1 + len(rest) - len(rest.lstrip()))
                found = error("invalid-locator", span, f"'{rest.strip()}' is not a place in a source", hint)
                self.diagnostics.append(found)
        text = self.text(node, "text", f"{key}/text")
        value = child(node, "value")
        span = value.span if value else node.span
        return Statistic(word(node, "value"), word(node, "unit"), text, source, locator, span)

    def amendment(self, node: MapNode) -> Amendment:
        identifier, span = self.identify(node, "amendment")
        key = f"amendments/{identifier}"
        wording, existing = child(node, "text"), child(node, "existing")
        roles = [role for role in definition.WORDINGS if child(wording, role) is not None]
        deleted = child(wording, "deleted") is not None
        if isinstance(wording, MapNode) and not deleted and not {"proposed", "insert", "delete"} & set(roles):
            hint = "add 'proposed', 'insert', 'delete' or 'deleted: yes' under 'text'"
            self.diagnostics.append(error("missing-key", wording.span, "the amendment changes nothing", hint))
        return Amendment(
            identifier,
            span,
            self.aim(node, span),
            {role: self.paragraphs(wording, role, f"{key}/text/{role}") for role in roles},
            deleted,
            self.text(existing, "act", f"{key}/existing") if existing else None,
            self.aim(existing, span) if child(existing, "to") else None,
            self.law_notes(child(node, "law_notes"), key),
            self.blocks(node, "justification", f"{key}/justification"),
            self.names(node, "alternative_to"),
            self.names(node, "fall_back_to"),
            self.names(node, "together_with"),
            self.names(node, "tabled_by"),
        )

    def aim(self, node: Node | None, span: Span) -> Aim:
        """The provision under `to`; only the usual short form is understood here."""
        written, at = word(node, "to"), child(node, "to")
        return Aim(written, at.span if at else span, parse_short(written))

    def paragraphs(self, node: Node | None, name: str, key: str) -> tuple[Text, ...]:
        """The paragraphs of a wording; one alone keeps the key of the wording itself."""
        given = child(node, name)
        found = split_paragraphs(given.value, given.place, key) if isinstance(given, TextNode) else ()
        if len(found) > 1:
            return found
        return (replace(found[0], key=key),) if found else (self.text(node, name, key),)

    def law_notes(self, node: Node | None, key: str) -> dict[str, LawNote]:
        if not isinstance(node, MapNode):
            return {}
        return {
            name: LawNote(word(value, "mark"), self.text(value, "text", f"{key}/law_notes/{name}"))
            for name, value in node.values.items()
        }

    def footnotes(self, node: Node | None) -> dict[str, Footnote]:
        if not isinstance(node, MapNode):
            return {}
        notes = {}
        for identifier, value in node.values.items():
            span = node.keys[identifier].span
            self.claim(identifier, span, "note")
            key = f"footnotes/{identifier}"
            if isinstance(value, TextNode):
                notes[identifier] = Footnote(identifier, span, _line(value, key))
            elif isinstance(value, MapNode):
                text = self.text(value, "text", key)
                notes[identifier] = Footnote(identifier, span, text, word(value, "symbol"))
        return notes


def _line(node: TextNode, key: str) -> Text:
    """A text that is one paragraph, whatever lines it was written on."""
    blocks = split_blocks(node.value, node.place, key)
    if len(blocks) == 1 and len(blocks[0].texts) == 1 and blocks[0].role == "paragraph":
        return Text(key, blocks[0].texts[0].value, blocks[0].texts[0].place)
    return Text(key, " ".join(node.value.split()), node.place)
