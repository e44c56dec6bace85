"""CSL data (YAML as Better BibTeX exports it, or JSON) to `Source`."""

from __future__ import annotations

import re
from os.path import lexists
from pathlib import Path
from urllib.parse import quote

from toolkit.diagnostics import Diagnostic, error, first, warning
from toolkit.markup import address_fault
from toolkit.position import Date, Name, Source
from toolkit.readers import definition, shapes
from toolkit.readers.fields import child, items, parse_date, records, word, words_of
from toolkit.readers.yaml_nodes import ListNode, MapNode, Node, TextNode, read_yaml

_IN_DOI = "/:;()[],.@!$&*+="

FILES = ("sources.yaml", "sources.yml", "sources.json")


def read_sources(folder: Path, name: str) -> tuple[dict[str, Source], list[Diagnostic]]:
    """The sources of the position in `folder`, by id; none, and nothing wrong, where it has no such file.

    JSON is read as what it is: a form of YAML.
    """
    for file in FILES:
        if lexists(folder / file):
            return _read(folder / file, f"{name}/{file}")
    return {}, []


def _read(path: Path, name: str) -> tuple[dict[str, Source], list[Diagnostic]]:
    root, diagnostics = read_yaml(path, name)
    if root is None:
        return {}, diagnostics
    diagnostics += first(shapes.check(root, definition.SOURCES, "references"))
    listed = child(root, "references") if isinstance(root, MapNode) else root
    sources: dict[str, Source] = {}
    for node in records(listed):
        source = _source(node)
        if source.id in sources:
            line = sources[source.id].span.line
            message = f"the source '{source.id}' is defined a second time, first in line {line}"
            diagnostics.append(error("duplicate-id", source.span, message, "give each source an id of its own"))
        elif source.id:
            sources[source.id] = source
            diagnostics += _check_values(node)
    return sources, diagnostics


def _source(node: MapNode) -> Source:
    custom = child(node, "custom")
    identifier = child(node, "id")
    doi = word(node, "DOI")
    return Source(
        id=word(node, "id"),
        span=identifier.span if identifier else node.span,
        type=word(node, "type"),
        authors=_names(node),
        title=_title(node),
        date=_date(child(node, "issued")),
        container=word(node, "container-title"),
        volume=word(node, "volume"),
        issue=word(node, "issue"),
        pages=re.sub(r"(?<=\d)-(?=\d)", "–", word(node, "page")),
        number=word(node, "number"),
        publisher=word(node, "publisher"),
        address=word(node, "URL") or (f"https://doi.org/{quote(doi, safe=_IN_DOI)}" if doi else ""),
        language=_language(node),
        accessed=_date(child(node, "accessed")),
        short_author=word(custom, "short_author"),
        titles=words_of(child(custom, "titles")),
        author_names=words_of(child(custom, "author_names")),
        celex=word(custom, "celex"),
    )


def _names(node: MapNode) -> tuple[Name, ...]:
    """The authors, or else the editors; particles and suffix stand where CSL 1.0.2 puts them in a long name."""
    people = records(child(node, "author")) or records(child(node, "editor"))
    return tuple([_name(person) for person in people])


def _name(node: MapNode) -> Name:
    family = _words(word(node, "non-dropping-particle"), word(node, "family"))
    given = _words(word(node, "given"), word(node, "dropping-particle"))
    suffix = word(node, "suffix")
    return Name(family, f"{given}, {suffix}" if suffix else given, word(node, "literal"))


def _words(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _date(node: Node | None) -> Date | None:
    """A date as text, as `date-parts: [[2024, 6]]`, or as a list that begins with `year: 2024, month: 6`."""
    if isinstance(node, TextNode):
        return parse_date(node.value)
    listed = records(node)
    if listed:
        numbers = [word(listed[0], part) for part in ("year", "month", "day")]
        return _joined_date([number for number in numbers if number])
    parts = items(child(node, "date-parts"))
    if parts and isinstance(parts[0], ListNode):
        return _joined_date([item.value for item in parts[0].items if isinstance(item, TextNode)])
    return None


def _joined_date(numbers: list[str]) -> Date | None:
    return parse_date("-".join([numbers[0], *(part.zfill(2) for part in numbers[1:])])) if numbers else None


_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RICH = re.compile(r"<(i|sup|sub|sc|span class=\"nocase\")>(.*?)</(?:i|sup|sub|sc|span)>")


def _title(node: MapNode) -> str:
    """The title without the marks that CSL allows in it (italics, small capitals, "keep the case")."""
    return _RICH.sub(r"\2", word(node, "title"))


def _language(node: MapNode) -> str:
    given = word(node, "language")
    return given.split("-")[0].lower() if _TAG.fullmatch(given) else ""


def _check_values(node: MapNode) -> list[Diagnostic]:
    """What a shape cannot say: a date that is none, an address that no paper may link to."""
    found = []
    for key in ("issued", "accessed"):
        given = child(node, key)
        if given is not None and _date(given) is None:
            hint = "write 2024, 2024-06 or 2024-06-17, or date-parts: [[2024, 6]]"
            said = f"'{given.value[:40]}'" if isinstance(given, TextNode) else f"what stands under '{key}'"
            found.append(error("invalid-date", given.span, f"{said} is not a date", hint))
    language = child(node, "language")
    if isinstance(language, TextNode) and not _TAG.fullmatch(language.value.strip()):
        hint = "write its tag: de for German, fr for French, en-GB for British English"
        words = f"'{language.value[:40]}' is not the tag of a language: the title is printed without one"
        found.append(warning("source-language", language.span, words, hint))
    address = child(node, "URL")
    fault = address_fault(address.value) if isinstance(address, TextNode) else None
    if isinstance(address, TextNode) and fault and fault[0] != "insecure-link":
        found.append(error(fault[0], address.span, f"'{address.value[:80]}' {fault[1]}", fault[2]))
    return found
