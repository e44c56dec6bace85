"""YAML as nodes that know their line and column; everything in YAML that can mislead is refused or reported.

Scalars stay text: `no`, `1.10` and `12:30` mean what they look like. Anchors, aliases, merge keys, tags and
duplicate keys are errors; so are files beyond the limits below. The events of libyaml are read in a loop, so
that no depth of nesting can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Any, Union

import yaml

from toolkit.diagnostics import Diagnostic, Place, Span, error, warning
from toolkit.readers.gate import check_characters
from toolkit.records import MutableRecord, fresh

MAX_BYTES = 8_000_000
MAX_LINES = 150_000
MAX_NODES = 200_000
MAX_DEPTH = 40
MAX_LOST = 200  # lines of one text that are looked for in vain: each costs a search of all of it
_TOO_MANY = f"the file holds more than {MAX_NODES} keys and texts"
_REALLY = "is this really a text for a paper?"

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
    if text.count(",") + text.count(":") + text.count("\n") > 2 * MAX_NODES:  # refused at once, not in a second
        return None, [error("input-limit", Span(name), _TOO_MANY, _REALLY)]
    reader = _Reader(name, text)
    try:
        root = reader.read()
    except yaml.MarkedYAMLError as problem:
        return None, [*reader.diagnostics, _syntax_error(name, text, problem)]
    except yaml.YAMLError as problem:
        return None, [*reader.diagnostics, _character_error(name, text, problem)]
    except _Refused:
        return None, reader.diagnostics
    return root, reader.diagnostics


def read_text(path: Path, name: str, keep_mark: bool = False, times: int = 1) -> tuple[str | None, list[Diagnostic]]:
    """The file as text, or None and why not: missing, too large, not UTF-8.

    A byte order mark at its beginning is left out unless it is to be kept. The limits of size are those of a
    definition, so many `times`.
    """
    start = Span(name)
    try:
        info = path.stat()
        if info.st_size > MAX_BYTES * times:
            size = info.st_size // 1_000_000
            message = f"the file is too large: {size} MB, at most {MAX_BYTES * times // 1_000_000} MB are read"
            return None, [error("input-limit", start, message, _REALLY)]
        if not S_ISREG(info.st_mode) and not S_ISDIR(info.st_mode):  # a pipe would be waited for without end
            hint = "put a file in its place"
            return None, [error("missing-file", start, "this is a device or a pipe, not a file", hint)]
        data = path.read_bytes()
    except FileNotFoundError:
        return None, [error("missing-file", start, "the file is missing", "restore it, or write it anew")]
    except OSError as problem:
        message = f"the file cannot be read: {(problem.strerror or 'unknown reason').lower()}"
        hint = "look whether it is a file, and whether you may open it"
        return None, [error("missing-file", start, message, hint)]
    if data.count(b"\n") > MAX_LINES * times:
        message = f"the file is too long: at most {MAX_LINES * times} lines are read"
        return None, [error("input-limit", start, message, _REALLY)]
    try:
        return data.decode("utf-8" if keep_mark else "utf-8-sig"), []
    except UnicodeDecodeError as problem:
        before = problem.object[: problem.start].decode("utf-8")
        span = _offset_span(name, before, len(before))
        hint = "save it again with the encoding 'UTF-8'"
        return None, [error("not-utf8", span, "the file is not in UTF-8", hint)]


_COMMENT = re.compile(r"\s+(#(.).*)")


def escape_jumps(raw: str, escape: str) -> list[tuple[int, int]]:
    """Where text and file part company: (offset in the text, offset in `raw`) from 0, and after each `escape`.

    An escape is one character of the text, however many it takes in the file.
    """
    jumps, longer = [(0, 0)], 0
    for found in re.finditer(escape, raw) if "\\" in raw or "'" in raw else ():
        longer += len(found.group()) - 1
        jumps.append((found.end() - longer, found.end()))
    return jumps


_ESCAPE = r"\\(?:x..|u.{4}|U.{8}|.)"


class _Refused(Exception):  # noqa: N818
    """Reading stops here; the reason is already among the diagnostics."""


class _Reader:
    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.lines = text.split("\n")
        self.nodes = 0
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> Node | None:
        """Builds the nodes from the events of the parser, with a stack of our own."""
        root: Node | None = None
        stack: list[tuple[ListNode | MapNode, TextNode | None]] = []
        for event in self.events():
            if isinstance(event, yaml.CollectionEndEvent):
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
        loader = _Loader(self.text)
        while loader.check_event():
            event = loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent or isinstance(event, yaml.NodeEvent):
                self.check_event(event)
                yield event
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                yield event
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = "delete the line '---'"
                    self.refuse("yaml-syntax", event, "the file holds more than one document", hint)

    def check_event(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            hint = "write the text out; if it begins with '*', put it in quotes"
            self.refuse("yaml-alias", event, f"'*{event.anchor}' would repeat another part of the file", hint)
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse("input-limit", event, _TOO_MANY, _REALLY)
        if event.anchor:
            hint = "delete it; if the text begins with '&', put it in quotes"
            self.refuse("yaml-alias", event, f"'&{event.anchor}' names a part of the file for repetition", hint)
        if event.tag is not None:
            hint = "delete it; if the text begins with '!', put it in quotes"
            self.refuse("yaml-tag", event, f"the tag '{event.tag}' would not be printed", hint)

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
        if event.style not in ("'", '"'):
            return Place(self.name, ((0, mark.line + 1, mark.column + 1),))
        raw = self.lines[mark.line][mark.column + 1 : event.end_mark.column - 1]
        jumps = escape_jumps(raw, _ESCAPE if event.style == '"' else "''")
        return Place(self.name, tuple([(at, mark.line + 1, mark.column + 2 + read) for at, read in jumps]))

    def folded_segments(self, event: Any) -> tuple[tuple[int, int, int], ...]:
        """One segment for each line whose words are found in the text, which YAML has joined with spaces."""
        mark, end = event.start_mark, event.end_mark
        segments, offset, lost = [(0, mark.line + 1, mark.column + 1)], 0, 0
        first = mark.line + (event.style == ">")  # whose own line holds no text
        for number in range(first, min(end.line + 1, len(self.lines))):
            line = self.lines[number][mark.column if number == mark.line else 0 :]
            words = line.strip().strip("'\"")
            found = event.value.find(words, offset) if words and lost < MAX_LOST else -1
            lost += bool(words) and found < 0
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
        line = self.lines[end.line] if end.line < len(self.lines) else ""
        lost = _COMMENT.match(line, end.column)
        # After one word a comment is usual; after several, or without a space behind '#', it may well be text.
        if lost and event.value and (" " in event.value or lost.group(2) not in " #"):
            span = Span(self.name, end.line + 1, lost.start(1) + 1)
            message = f"'{lost.group(1).strip()}' is not read: YAML takes it for a comment"
            hint = "put the whole text in quotes; if it is a comment, give it a line of its own"
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
            self.diagnostics.append(error("yaml-merge-key", node.span, "merge keys ('<<') are not allowed", hint))
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


def _character_error(name: str, text: str, problem: Any) -> Diagnostic:
    """libyaml gives the place in bytes of UTF-8; the character itself is the first of its kind."""
    character = problem.character if isinstance(problem.character, str) else chr(problem.character)
    message = f"the file holds the character U+{ord(character):04X}, which cannot be printed"
    hint = "it may have come with pasted text; delete it together with its neighbours and type those again"
    return error("control-character", _offset_span(name, text, max(text.find(character), 0)), message, hint)


def _syntax_error(name: str, text: str, problem: yaml.MarkedYAMLError) -> Diagnostic:
    said = f"{problem.context or ''} {problem.problem or ''}"
    found: tuple[str, bool, str, str] | None = next((known for known in _SYNTAX if known[0] in said), None)
    mark = problem.problem_mark or problem.context_mark
    if found and found[1] and problem.context_mark:
        mark = problem.context_mark
    span = Span(name, mark.line + 1, mark.column + 1) if mark else Span(name)
    lines = text.split("\n")
    line = lines[span.line - 1] if span.line <= len(lines) else ""
    before, rest = line[: span.column - 1], line[span.column - 1 :]
    if rest[:1] == "\t" and not before.strip():
        return error("yaml-syntax", span, "the line is indented with a tab", "use spaces, never tabs")
    if "expected key" in said and before.strip():
        message = "the text goes on after its quotation mark"
        hint = "put the whole text in single quotes: '…'"
    elif found:
        message, hint = found[2], found[3] or _syntax_hint(line.strip())
    else:
        message = f"this is not well-formed YAML: {(problem.problem or 'unreadable').strip()}"
        hint = _syntax_hint(line.strip())
    return error("yaml-syntax", span, message, hint)


_INDENT = "this line does not fit the lines above it"
_CLOSE = "close it where the text ends; a quotation mark that is printed can be typed as “ or ”"
_KEPT = "the text begins with a character that has a meaning in YAML"

# What the parser says; whether the fault lies where the thing began; what to say instead; a hint of its own.
_SYNTAX: tuple[tuple[str, bool, str, str], ...] = (
    ("mapping values are not allowed", False, "a colon and a space stand in a text without quotes", ""),
    ("expected <block end>", False, _INDENT, ""),
    ("expected key", False, _INDENT, ""),
    ("expected '-' indicator", False, _INDENT, ""),
    ("cannot start any token", False, _KEPT, ""),
    ("expected alphabetic or numeric", True, _KEPT, ""),
    ("could not find expected ':'", False, "a key without its colon, or a text that is not indented", ""),
    ("expected ',' or ']'", True, "the bracket '[' is not closed", "close it with ']'"),
    ("expected ',' or '}'", True, "the bracket '{' is not closed", "close it with '}'"),
    ("quoted scalar found unexpected end", True, "the quotation mark is not closed", _CLOSE),
    ("unknown escape", False, "a backslash stands in a text in double quotes", "put it in single quotes"),
    ("Unicode character escape", False, "the code after a backslash stands for no character", "type it itself"),
    ("end of stream", False, "the file ends in the middle of something", "look for an open bracket"),
    ("node content", False, "something is missing here, or " + _KEPT, ""),
)


def _syntax_hint(line: str) -> str:
    value = line.split(": ", 1)[-1].removeprefix("- ")
    if value[:1] in "*[@%&!`{|>\"'" or ": " in value:
        return "put the text in quotes, or on lines of its own after 'key: |'"
    return "compare the indentation of this line with its neighbours; use spaces, never tabs"
