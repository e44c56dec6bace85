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
    """Text. `marks` allows inline marks, `blocks` also paragraphs, lists, call-outs and images.

    `most` is how many characters it may have, 0 for as many as the file.
    """

    marks: bool = False
    blocks: bool = False
    empty: bool = False
    most: int = 0


class Pattern(Record):
    """Text of a fixed form: `code` is the diagnostic, `example` a right value, `rule` the form in words."""

    pattern: str
    example: str
    code: str = "invalid-value"
    rule: str = ""


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
        subject = f"'{name}'" if name else "the file"
        message = f"{subject} should be {expected}, but it is {_KINDS[type(node)]}"
        yield error("wrong-type", node.span, message, _type_hint(kinds, name))
        return
    match shape, node:
        case Either(shapes), _:
            fitting = next(inner for inner in shapes if isinstance(node, kind_of(inner)))
            yield from check(node, fitting, name)
        case Fields(), MapNode():
            yield from _check_record(node, shape, name)
        case Table(), MapNode():
            yield from _check_table(node, shape, name)
        case Many(item, least), ListNode(span, items):
            if len(items) < least:
                message = f"'{name}' has too few items" if items else f"'{name}' is empty"
                hint = f"write {least} or more, each on a line of its own that begins with '- '"
                yield error("missing-key", span, message, hint)
            for inner in items:
                yield from check(inner, item, name)
        case _, TextNode():
            yield from _check_text(node, shape, name)


def _type_hint(kinds: tuple[type[Any], ...], name: str) -> str:
    if TextNode in kinds:
        return f"write one text after '{name}:'; if it holds ': ' or begins with a mark, put it in quotes"
    if ListNode in kinds:
        return f"write '{name}:' and below it one line for each item, each beginning with '- '"
    if not name:
        return "write keys at the beginning of their lines, without '- ', as 'position new' does"
    return f"write '{name}:' and below it its keys, indented"


def _check_table(node: MapNode, shape: Table, name: str) -> Iterator[Diagnostic]:
    if not node.values:
        hint = f"write keys with values below '{name}:', or delete it"
        yield error("missing-key", node.span, f"'{name}' is empty", hint)
    for key, inner in node.values.items():
        yield from _check_key(node, key, shape.keys)
        yield from check(inner, shape.value, key)


def _check_key(node: MapNode, key: str, pattern: str) -> Iterator[Diagnostic]:
    if re.fullmatch(pattern, key):
        return
    span = node.keys[key].span
    if "[" in pattern:
        hint = "use small letters, digits and hyphens, beginning with a letter"
        yield error("invalid-id", span, f"'{key}' is not a valid id", hint)
    else:  # words to choose from: tags of languages
        hint = f"one of: {pattern.replace('|', ', ')}"
        yield error("unknown-key", span, f"the key '{key}' is not known here", hint)


def _check_record(node: MapNode, shape: Fields, name: str) -> Iterator[Diagnostic]:
    known = {field.name: field for field in shape.fields}
    for key, inner in node.values.items():
        if key in known:
            yield from check(inner, known[key].shape, key)
        elif not shape.open:
            yield error("unknown-key", node.keys[key].span, f"the key '{key}' is not known here", _suggest(key, known))
    for field in shape.fields:
        if field.required and field.name not in node.values:
            where = f" in '{name}'" if name else ""
            yield error(
                "missing-key",
                node.span,
                f"the key '{field.name}' is missing{where}",
                f"add '{field.name}: …', {field.about}",
            )


def _suggest(key: str, known: dict[str, Field]) -> str:
    import difflib

    near = difflib.get_close_matches(key[:60].lower().replace("-", "_"), list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else f"known keys: {', '.join(known)}"


def _check_text(node: TextNode, shape: Shape, name: str) -> Iterator[Diagnostic]:
    value = node.value
    match shape:
        case Words(empty=False) if not value.strip():
            yield error(
                "missing-key", node.span, f"'{name}' is empty", "write its text; if it can be left out, delete it"
            )
        case Words(most=most) if 0 < most < len(value.strip()):
            message = f"'{name}' has {len(value.strip())} characters, and at most {most} may stand here"
            yield error("input-limit", node.span, message, "say it in fewer words")
        case Choice(values) if value not in values:
            hint = f"one of: {', '.join(values)}"
            yield error("invalid-value", node.span, f"'{value[:80]}' is not a valid '{name}'", hint)
        case Pattern(pattern, example, code, rule) if not re.fullmatch(pattern, value):
            message = f"'{value[:80]}' is not a valid '{name}'"
            yield error(code, node.span, message, f"{rule or 'write it like this'}: {example}")
