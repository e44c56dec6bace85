"""YAML as nodes that know their line and column; everything in YAML that can mislead is refused or reported.

Scalars stay text: `no`, `1.10` and `12:30` mean what they look like. Anchors, aliases, merge keys, tags and
duplicate keys are errors; so are files beyond the limits below. The events of libyaml are read in a loop, so
that no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Union

import yaml

from toolkit.diagnostics import Diagnostic, Place, Span, error, warning
from toolkit.readers.gate import check_characters
from toolkit.records import MutableRecord, fresh

MAX_BYTES = 8_000_000
MAX_DEPTH = 40

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class TextNode(MutableRecord):
    value: str
    place: Place

    @property
    def span(self) -> Span:
        return self.place.at()


class ListNode(MutableRecord):
    span: Span
    items: list[Node] = fresh(factory=list)


class MapNode(MutableRecord):
    """`keys` has the place of each key, `values` what stands under it."""

    span: Span
    keys: dict[str, TextNode] = fresh(factory=dict)
    values: dict[str, Node] = fresh(factory=dict)


Node = Union[TextNode, ListNode, MapNode]


def read_yaml(path: Path, name: str) -> tuple[Node | None, list[Diagnostic]]:
    """The root node of the file, or None where it cannot be read, with everything that is wrong with it.

    `name` is the path to show to the author.
    """
    text, diagnostics = read_text(path, name)
    if text is None:
        return None, diagnostics
    reader = _Reader(name, text)
    try:
        root = reader.read()
    except yaml.MarkedYAMLError as problem:
        return None, [*reader.diagnostics, _syntax_error(name, text, problem)]
    except yaml.YAMLError as problem:
        span = _offset_span(name, text, getattr(problem, "position", 0))
        message = "the file holds a character that YAML does not allow"
        return None, [
            error("control-character", span, message, "delete it; it may have come with pasted text")
        ]
    except _Refused:
        return None, reader.diagnostics
    return root, reader.diagnostics


def read_text(path: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    """The file as text, or None and why not: missing, too large, not UTF-8."""
    start = Span(name)
    try:
        if path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size // 1_000_000
            message = f"the file is too large: {size} MB, at most {MAX_BYTES // 1_000_000} MB are read"
            return None, [error("input-limit", start, message, "is this really a text for a paper?")]
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [error("missing-file", start, "the file is missing", "restore it, or write it anew")]
    except OSError as problem:
        return None, [error("missing-file", start, f"the file cannot be read: {problem.strerror}")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        message = "the file is not in UTF-8"
        hint = "save it again with the encoding 'UTF-8'"
        return None, [error("not-utf8", Span(name, line), message, hint)]


class _Refused(Exception):
    """Reading stops here; the reason is already among the diagnostics."""


class _Reader:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.lines = text.split("\n")
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Node | None:
        """Builds the nodes from the events of the parser, with a stack of our own."""
        root: Node | None = None
        stack: list[tuple[ListNode | MapNode, TextNode | None]] = []
        for event in self.events():
            if isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                node, _ = stack.pop()
                root = node if not stack else root
                continue
            opened = self.node(event)
            if stack:
                self.place(stack, opened)
            else:
                root = opened
            if not isinstance(opened, TextNode):
                stack.append((opened, None))
                if len(stack) > MAX_DEPTH:
                    message = f"the text is nested more than {MAX_DEPTH} levels deep"
                    self.refuse("input-limit", event, message, "look for brackets that were never closed")
        return root

    def events(self) -> Iterator[Any]:
        documents = 0
        for event in yaml.parse(self.text, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "delete the line '---' and what follows"
                    self.refuse("yaml-syntax", event, "the file holds more than one document", hint)
            elif isinstance(event, yaml.NodeEvent):
                self.check_event(event)
                yield event
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                yield event

    def check_event(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = "write the text out; if it begins with '*', put it in quotes"
            self.refuse("yaml-alias", event, f"'*{event.anchor}' would repeat another part of the file", hint)
        if event.anchor:
            hint = "delete it; if the text begins with '&', put it in quotes"
            self.refuse(
                "yaml-alias", event, f"'&{event.anchor}' names a part of the file for repetition", hint
            )
        if event.tag not in (None, "!"):
            hint = "delete it; if the text begins with '!', put it in quotes"
            self.refuse("yaml-tag", event, f"the tag '{event.tag}' is not allowed", hint)

    def refuse(self, code: str, event: Any, message: str, hint: str) -> None:
        self.diagnostics.append(error(code, self.span(event.start_mark), message, hint))
        raise _Refused

    def span(self, mark: Any) -> Span:
        return Span(self.name, mark.line + 1, mark.column + 1)

    def node(self, event: Any) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        span = self.span(event.start_mark)
        return ListNode(span) if isinstance(event, yaml.SequenceStartEvent) else MapNode(span)

    def scalar(self, event: Any) -> TextNode:
        place = self.scalar_place(event)
        value, found = check_characters(event.value, place)
        self.diagnostics += found
        if event.style in (None, ""):
            self.check_comment(event)
        return TextNode(value, place)

    def scalar_place(self, event: Any) -> Place:
        mark = event.start_mark
        if event.style == "|":
            return Place(self.name, self.literal_segments(event))
        if mark.line != event.end_mark.line:
            return Place(self.name, self.folded_segments(event))
        quoted = 1 if event.style in ("'", '"') else 0
        return Place(self.name, ((0, mark.line + 1, mark.column + 1 + quoted),))

    def folded_segments(self, event: Any) -> tuple[tuple[int, int, int], ...]:
        """One segment for each line whose words are found in the text, which YAML has joined with spaces."""
        mark, end = event.start_mark, event.end_mark
        segments, offset = [(0, mark.line + 1, mark.column + 1)], 0
        for number in range(mark.line, min(end.line + 1, len(self.lines))):
            line = self.lines[number][mark.column if number == mark.line else 0 :]
            words = line.strip().strip("'\"")
            found = event.value.find(words, offset) if words else -1
            if found >= 0:
                column = self.lines[number].find(words) + 1
                segments.append((found, number + 1, column))
                offset = found + len(words)
        return tuple(segments)

    def literal_segments(self, event: Any) -> tuple[tuple[int, int, int], ...]:
        """One segment for each line of a `|` block: its lines are the lines of the file, less the indent."""
        first = event.start_mark.line + 1
        indent = 0
        for line in self.lines[first : event.end_mark.line + 1]:
            if line.strip():
                indent = len(line) - len(line.lstrip(" "))
                break
        segments, offset = [], 0
        for number, line in enumerate(event.value.split("\n")):
            segments.append((offset, first + number + 1, indent + 1))
            offset += len(line) + 1
        return tuple(segments)

    def check_comment(self, event: Any) -> None:
        end = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        lost = re.match(r"\s+(#[^\s#].*)", rest)
        if lost and event.value:
            span = Span(self.name, end.line + 1, end.column + lost.start(1) + 1)
            message = f"'{lost.group(1).strip()}' is not read: YAML takes it for a comment"
            hint = "put the whole text in quotes; if it is a comment, write a space after '#'"
            self.diagnostics.append(warning("yaml-comment", span, message, hint))

    def place(self, stack: list[tuple[ListNode | MapNode, TextNode | None]], node: Node) -> None:
        """Puts `node` where the parser is: into the open list, or as key or value into the open mapping."""
        holder, key = stack[-1]
        if isinstance(holder, ListNode):
            holder.items.append(node)
        elif key is None:
            stack[-1] = (holder, self.key(holder, node))
        else:
            holder.keys[key.value] = key
            holder.values[key.value] = node
            stack[-1] = (holder, None)

    def key(self, holder: MapNode, node: Node) -> TextNode:
        if not isinstance(node, TextNode):
            message = "a list or mapping stands where a key should be"
            self.diagnostics.append(error("yaml-syntax", node.span, message, "put the text in quotes"))
            raise _Refused
        if node.value == "<<":
            hint = "write the keys out in each place"
            self.diagnostics.append(
                error("yaml-merge-key", node.span, "merge keys ('<<') are not allowed", hint)
            )
            raise _Refused
        if node.value in holder.keys:
            line = holder.keys[node.value].span.line
            message = f"the key '{node.value}' stands here a second time, first in line {line}"
            hint = "keep one of the two; YAML would silently drop the first"
            self.diagnostics.append(error("yaml-duplicate-key", node.span, message, hint))
        return node


def _offset_span(name: str, text: str, offset: int) -> Span:
    line = text.count("\n", 0, offset) + 1
    return Span(name, line, offset - text.rfind("\n", 0, offset))


def _syntax_error(name: str, text: str, problem: yaml.MarkedYAMLError) -> Diagnostic:
    mark = problem.problem_mark or problem.context_mark
    span = Span(name, mark.line + 1, mark.column + 1) if mark else Span(name)
    lines = text.split("\n")
    line = lines[span.line - 1].strip() if span.line <= len(lines) else ""
    if "control characters" in str(problem.problem):
        return error("control-character", span, "the file holds a control character", "delete it")
    return error("yaml-syntax", span, _plain_words(problem), _syntax_hint(line))


_PLAIN_WORDS = (
    ("mapping values are not allowed", "a colon followed by a space stands in a text without quotes"),
    ("expected <block end>", "this line does not fit the lines above it: is its indentation right"),
    ("cannot start any token", "the text begins with a character that has a meaning in YAML"),
    ("could not find expected ':'", "a key without its colon, or a text that is not indented"),
    ("end of stream", "the file ends in the middle of something: a quotation mark or bracket is not closed"),
    ("undefined alias", "the text begins with '*', which has a meaning in YAML"),
    (
        "expected the node content",
        "something is missing here, or the text begins with a character that YAML keeps",
    ),
)


def _plain_words(problem: yaml.MarkedYAMLError) -> str:
    said = f"{problem.context or ''} {problem.problem or ''}"
    for pattern, words in _PLAIN_WORDS:
        if pattern in said:
            return words
    return f"this is not well-formed YAML: {(problem.problem or 'unreadable').strip()}"


def _syntax_hint(line: str) -> str:
    value = line.split(": ", 1)[-1].removeprefix("- ")
    if value[:1] in "*[@%&!`{|>\"'" or ": " in value:
        return "put the text in quotes, or on lines of its own after 'key: |'"
    return "compare the indentation of this line with its neighbours; use spaces, never tabs"
