"""A definition to the YAML of its two files: texts behind `|`, everything else quoted where YAML would ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.importing.papers.definition import Definition, Written
from toolkit.importing.papers.entries import Entry
from toolkit.importing.yaml import scalar, wrapped

_WIDTH = 100
_FIELDS = ("container-title", "volume", "issue", "page", "publisher", "DOI", "URL")
_SIGNS = {"list": "- ", "numbered-list": "{0}. ", "call-out": "> "}


def write_position(made: Definition) -> str:
    """The text of position.yaml."""
    lines = ["kind: position-paper", *_line("title", made.title, 0)]
    lines += _line("subtitle", made.subtitle, 0) if made.subtitle else []
    lines += [f"language: {made.language}", f"date: {_date(made.date)}"]
    lines.append(f"drafted_by: [{', '.join(made.drafted_by)}]")
    lines += [f"endorsed_by: [{', '.join(made.endorsed_by)}]"] if made.endorsed_by else []
    lines += ["", *_part("summary", made.summary, 0), "", "key_points:"]
    for index, point in enumerate(made.points):
        lines += [""] if index else []
        lines += [f"  - id: {point.id}", *_line("point", point.point, 4), *_line("heading", point.heading, 4)]
        lines += _part("argument", point.argument, 4)
    lines += ["", *_part("call", made.call, 0)] if made.call else []
    lines += ["", *_amendments(made)] if made.amendments else []
    lines += ["", *_part("closing", made.closing, 0)] if made.closing else []
    lines += ["", *_footnotes(made)] if made.footnotes else []
    return "\n".join(lines) + "\n"


def _date(date: str) -> str:
    return f'"{date}"' if date.isdecimal() else date


def _amendments(made: Definition) -> Iterator[str]:
    yield "amendments:"
    for one in made.amendments:
        yield f"  - id: {one.id}"
        yield f"    to: {scalar(one.to)}"
        yield "    text:"
        yield from _line(one.role, one.wording, 6)


def _footnotes(made: Definition) -> Iterator[str]:
    yield "footnotes:"
    for name, (symbol, text) in made.footnotes.items():
        if symbol:
            yield f"  {name}:"
            yield f'    symbol: "{symbol}"'
            yield from _line("text", text, 4)
        else:
            yield from _line(name, text, 2)


def _line(name: str, text: str, indent: int) -> Iterator[str]:
    """A key with a text that is one paragraph: on its own line if it is short, else behind `|`."""
    flat = scalar(text)
    if len(flat) + len(name) + indent < _WIDTH:
        yield f"{' ' * indent}{name}: {flat}"
    else:
        yield f"{' ' * indent}{name}: |"
        yield from (" " * (indent + 2) + line for line in wrapped(text, _WIDTH - indent))


def _part(name: str, blocks: Sequence[Written], indent: int) -> Iterator[str]:
    """A key with blocks behind `|`, an empty line between them; the items of one list follow each other."""
    yield f"{' ' * indent}{name}: |"
    space = " " * (indent + 2)
    before, number = "", 0
    for index, (role, text) in enumerate(blocks):
        is_item = role in ("list", "numbered-list")
        number = number + 1 if is_item and role == before else 1
        if index and not (is_item and role == before):
            yield ""
        sign = _SIGNS.get(role, "").replace("{0}", str(number if number < 100 else 99))
        later = sign if role == "call-out" else " " * len(sign)
        for at, line in enumerate(wrapped(text, _WIDTH - indent - len(sign))):
            yield space + (later if at else sign) + line
        before = role


# Sources


def write_sources(made: Definition) -> str:
    """The text of sources.yaml."""
    if not made.sources:
        return "references: []\n"
    lines = ["references:"]
    for entry in made.sources.values():
        lines += [*([""] if len(lines) > 1 else []), *_entry(entry)]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"  - id: {entry.id}"
    yield f"    type: {entry.type}"
    yield "    author:"
    for author in entry.authors:
        if author.literal:
            yield f"      - literal: {scalar(author.literal)}"
        else:
            yield f"      - family: {scalar(author.family)}"
            yield f"        given: {scalar(author.given)}"
    yield f"    title: {scalar(entry.title)}"
    for name in _FIELDS:
        if name == "URL":
            yield "    issued:"
            yield f"      date-parts: [[{entry.year}]]"
        if entry.fields.get(name):
            yield f"    {name}: {scalar(entry.fields[name])}"
    if "accessed" in entry.fields:
        yield f"    accessed: {entry.fields['accessed']}"
    assert re.fullmatch(r"\d{4}", entry.year)
