"""What a definition may hold: one table of shapes, used to check files, to describe them and for editors.

A shape says what a node must be; `check` compares a node with it and reports everything that does not fit.
`toolkit.readers.definition` has the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Union

from toolkit.diagnostics import Diagnostic, error
from toolkit.readers.yaml_nodes import ListNode, MapNode, Node, TextNode
from toolkit.records import Record


class Words(Record):
    """Text. `marks` allows inline marks, `blocks` also paragraphs, lists, call-outs and images."""

    marks: bool = False
    blocks: bool = False
    empty: bool = False


class Pattern(Record):
    """Text of a fixed form. `code` is the diagnostic, `example` a value that is right."""

    pattern: str
    example: str
    code: str = "invalid-value"


class Choice(Record):
    values: tuple[str, ...]


class Many(Record):
    """A list; `one` allows a single value to stand without its list."""

    item: Shape
    least: int = 0


class Table(Record):
    """A mapping with keys of the author's choice, which must match `keys`."""

    keys: str
    value: Shape


class Field(Record):
    name: str
    shape: Shape
    about: str
    required: bool = False


class Fields(Record):
    """A mapping with the keys named. `open` lets other keys pass (CSL has many that no paper prints)."""

    fields: tuple[Field, ...]
    open: bool = False


class Either(Record):
    """The first shape whose kind of node is met: text, list or mapping."""

    shapes: tuple[Shape, ...]


Shape = Union[Words, Pattern, Choice, Many, Table, Fields, Either]

_KINDS: dict[type[Any], str] = {TextNode: "text", ListNode: "a list", MapNode: "keys with values"}


def kind_of(shape: Shape) -> tuple[type[Any], ...]:
    """The classes of node that `shape` takes."""
    match shape:
        case Either(shapes):
            return tuple(kind for inner in shapes for kind in kind_of(inner))
        case Many():
            return (ListNode,)
        case Table() | Fields():
            return (MapNode,)
    return (TextNode,)


def check(node: Node, shape: Shape, name: str) -> Iterator[Diagnostic]:
    """Everything about `node` that does not fit `shape`; `name` is its key, for messages."""
    kinds = kind_of(shape)
    if not isinstance(node, kinds):
        expected = " or ".join(dict.fromkeys(_KINDS[kind] for kind in kinds))
        message = f"'{name}' should be {expected}, but it is {_KINDS[type(node)]}"
        yield error("wrong-type", node.span, message, _type_hint(kinds, name))
        return
    match shape, node:
        case Either(shapes), _:
            fitting = next(inner for inner in shapes if isinstance(node, kind_of(inner)))
            yield from check(node, fitting, name)
        case Fields(), MapNode():
            yield from _check_record(node, shape, name)
        case Table(keys, value), MapNode():
            for key, inner in node.values.items():
                yield from _check_key(node, key, keys)
                yield from check(inner, value, key)
        case Many(item, least), ListNode(span, items):
            if len(items) < least:
                yield error("missing-key", span, f"'{name}' is empty", f"write at least {least}")
            for inner in items:
                yield from check(inner, item, name)
        case _, TextNode():
            yield from _check_text(node, shape, name)


def _type_hint(kinds: tuple[type[Any], ...], name: str) -> str:
    if TextNode in kinds:
        return f"write one text after '{name}:'; if it holds ': ' or begins with a mark, put it in quotes"
    if ListNode in kinds:
        return f"write '{name}:' and below it one line for each item, each beginning with '- '"
    return f"write '{name}:' and below it its keys, indented"


def _check_key(node: MapNode, key: str, pattern: str) -> Iterator[Diagnostic]:
    if not re.fullmatch(pattern, key):
        hint = "use small letters, digits and hyphens, beginning with a letter"
        yield error("invalid-id", node.keys[key].span, f"'{key}' is not a valid name", hint)


def _check_record(node: MapNode, shape: Fields, name: str) -> Iterator[Diagnostic]:
    known = {field.name: field for field in shape.fields}
    for key, inner in node.values.items():
        if key in known:
            yield from check(inner, known[key].shape, key)
        elif not shape.open:
            yield error(
                "unknown-key", node.keys[key].span, f"the key '{key}' is not known here", _suggest(key, known)
            )
    for field in shape.fields:
        if field.required and field.name not in node.values:
            where = f" in '{name}'" if name else ""
            yield error(
                "missing-key",
                node.span,
                f"the key '{field.name}' is missing{where}",
                f"add it: {field.about}",
            )


def _suggest(key: str, known: dict[str, Field]) -> str:
    import difflib

    near = difflib.get_close_matches(key.lower().replace("-", "_"), list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"


def _check_text(node: TextNode, shape: Shape, name: str) -> Iterator[Diagnostic]:
    value = node.value
    match shape:
        case Words(empty=False) if not value.strip():
            yield error("missing-key", node.span, f"'{name}' is empty", "write its text, or delete the key")
        case Choice(values) if value not in values:
            hint = f"one of: {', '.join(values)}"
            yield error("invalid-value", node.span, f"'{value[:80]}' is no value of '{name}'", hint)
        case Pattern(pattern, example, code) if not re.fullmatch(pattern, value):
            message = f"'{value[:80]}' is no value of '{name}'"
            yield error(code, node.span, message, f"write it like this: {example}")
