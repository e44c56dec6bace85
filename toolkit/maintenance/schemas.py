"""JSON Schemas for editors and the reference of the formats, both made from the tables of the readers.

python -m toolkit.maintenance.schemas
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from toolkit.readers import definition, kinds
from toolkit.readers.shapes import Choice, Either, Field, Fields, Many, Pattern, Shape, Table, Words

DOCS = Path(__file__).parent.parent.parent / "docs"

FILES: Mapping[str, tuple[Shape, str]] = MappingProxyType(
    {
        "position": (definition.POSITION, "A position: positions/<id>/position.yaml"),
        "organisations": (definition.ORGANISATIONS, "The organisations: positions/organisations.yaml"),
        "endorsements": (definition.ENDORSEMENTS, "Who endorses a position: positions/<id>/endorsements.yaml"),
        "sources": (definition.SOURCES, "The sources, as CSL data: positions/<id>/sources.yaml"),
        "kind": (kinds.SHAPE, "A kind of document: templates/<kind>/kind.yaml"),
    }
)


def json_schema(shape: Shape) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a shape. Texts may be numbers to an editor: YAML reads `52` as one."""
    match shape:
        case Words(empty=empty, most=most):
            length = ({} if empty else {"minLength": 1}) | ({"maxLength": most} if most else {})
            return {"type": ["string", "number"]} | length
        case Pattern(pattern, example):
            return {
                "type": ["string", "number"],
                "pattern": f"^({pattern})$",
                "examples": [example.strip('"')],
            }
        case Choice(values):
            return {"enum": list(values)}
        case Many(item, least):
            return {"type": "array", "items": json_schema(item)} | ({"minItems": least} if least else {})
        case Table(keys, value):
            named = {f"^({keys})$": json_schema(value)}
            return {"type": "object", "patternProperties": named, "additionalProperties": False}
        case Either(shapes):
            return {"anyOf": [json_schema(one) for one in shapes]}
        case Fields(fields, open_):
            return _record_schema(fields, open_)


def _record_schema(fields: tuple[Field, ...], open_: bool) -> dict[str, Any]:
    properties = {field.name: json_schema(field.shape) | {"description": field.about} for field in fields}
    required = [field.name for field in fields if field.required]
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": open_,
    } | ({"required": required} if required else {})


def schema_file(name: str) -> str:
    """The whole schema of one file, as it lies in docs/schema/."""
    shape, title = FILES[name]
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    if name == "position":
        is_briefing = {"properties": {"kind": {"const": "briefing"}}, "required": ["kind"]}
        head |= {"if": is_briefing, "then": json_schema(definition.BRIEFING), "else": json_schema(shape)}
    else:
        head |= json_schema(shape)
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"


def reference() -> str:
    """docs/format-reference.md: one table for each mapping that a file may hold."""
    lines = ["# Reference of the formats", ""]
    lines += ["Every key of every file, made from the tables by which the toolkit checks them.", ""]
    described: set[tuple[str, Fields]] = set()
    for heading, shape, title in _files():
        lines += [f"## {heading}", "", f"{title}.", ""]
        for path, record in _records(shape, ""):
            if (path, record) in described:
                continue
            described.add((path, record))
            lines += [*([f"### `{path}`", ""] if path else []), "| key | value | meaning |", "|---|---|---|"]
            lines += [_row(field) for field in record.fields]
            lines.append("")
    return "\n".join(lines)


def _files() -> Iterator[tuple[str, Shape, str]]:
    """Heading, shape and title of each file; a briefing is a position.yaml with other keys."""
    for name, (shape, title) in FILES.items():
        yield f"{name}.yaml", shape, title
        if name == "position":
            about = "An evidence brief; keys inside `file`, `statistics` and `footnotes` are those of a position"
            yield "position.yaml of the kind briefing", definition.BRIEFING, about


def _row(field: Field) -> str:
    key = f"**`{field.name}`**" if field.required else f"`{field.name}`"
    return f"| {key} | {_describe(field.shape)} | {field.about} |".replace("|]", "]")


def _describe(shape: Shape) -> str:
    match shape:
        case Words(marks=marks, blocks=blocks, most=most):
            length = f" of at most {most} characters" if most else ""
            return ("text with marks, in blocks" if blocks else "text with marks" if marks else "text") + length
        case Pattern(_, example):
            return f"like {example}"
        case Choice(values):
            return ", ".join(f"`{value}`" for value in values)
        case Many(item):
            return f"list of: {_describe(item)}"
        case Table(_, value):
            return f"names with: {_describe(value)}"
        case Either(shapes):
            return " or ".join(dict.fromkeys(_describe(one) for one in shapes))
        case Fields():
            return "keys, see below"


def _records(shape: Shape, path: str) -> Iterator[tuple[str, Fields]]:
    """Every record inside `shape`, outermost first, with the path of keys that leads to it."""
    match shape:
        case Fields(fields):
            yield path, shape
            for field in fields:
                yield from _records(field.shape, f"{path}.{field.name}" if path else field.name)
        case Many(item):
            yield from _records(item, f"{path}[]" if path else "")
        case Table(_, value):
            yield from _records(value, f"{path}.<name>")
        case Either(shapes):
            records = [found for one in shapes for found in _records(one, path)]
            yield from dict(records).items()


def main() -> None:
    (DOCS / "schema").mkdir(parents=True, exist_ok=True)
    for name in FILES:
        path = DOCS / "schema" / f"{name}.schema.json"
        path.write_text(schema_file(name), encoding="utf-8")
        print(f"wrote {path}")
    path = DOCS / "format-reference.md"
    path.write_text(reference(), encoding="utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
