"""PO files to catalogues, strictly: whatever cannot be read is reported with its line, nothing is skipped.

The form is that of the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.catalogue import Catalogue, Message
from toolkit.diagnostics import MOST, Diagnostic, Place, Span, error, first
from toolkit.readers.gate import check_characters
from toolkit.readers.yaml_nodes import escape_jumps, read_text
from toolkit.records import MutableRecord, fresh

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*\Z')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-5]\])?)\s+(.*)\Z")
_FORMS = ("msgstr", *[f"msgstr[{index}]" for index in range(6)])
_ESCAPE = re.compile(r"\\(.)")
_KNOWN_ESCAPE = r'\\[nrt"\\]'
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}


_START = [(0, 0)]  # the jumps of a string without escapes, as nearly every one is
# A string, the line that it is read from and where escapes stand in it.
_Part = tuple[str, int, list[tuple[int, int]]]


class _Entry(MutableRecord):
    """A message as it is collected: the strings by keyword."""

    line: int
    parts: dict[str, list[_Part]] = fresh(factory=dict)
    flags: list[str] = fresh(factory=list)

    def joined(self, keyword: str) -> str:
        return "".join([text for text, _, _ in self.parts.get(keyword, ())])

    def translated(self) -> bool:
        """Whether the translation has begun: what follows is another message."""
        return "msgstr" in self.parts or "msgstr[0]" in self.parts


def read_catalogue(path: Path, name: str) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The catalogue in the file, or None where it cannot be read, with everything that is wrong with it."""
    text, diagnostics = read_text(path, name)
    if text is None:
        return None, diagnostics
    reader = _Reader(name)
    reader.read(text)
    diagnostics = first(reader.diagnostics)
    if any(found.code == "po-syntax" for found in diagnostics):
        return None, diagnostics
    return Catalogue(name, reader.language, reader.messages, reader.plural_forms), diagnostics


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.messages: dict[str, Message] = {}
        self.language = ""
        self.plural_forms = ""
        self.entry: _Entry | None = None
        self.flags: list[str] = []
        self.keyword = ""
        self.strings: list[_Part] = []

    def read(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            line = line.strip()
            if len(self.diagnostics) > MOST:
                return
            if not line:
                self.finish()
            elif line[0] == '"':
                self.string(line, number)
            elif line[0] == "#":
                self.comment(line)
            else:
                self.statement(line, number)
        self.finish()

    def comment(self, line: str) -> None:
        """A comment begins the next message; only flags matter here, and obsolete messages are comments."""
        if self.entry and self.entry.translated():
            self.finish()
        if line.startswith("#~"):
            self.flags = []
        elif line.startswith("#,"):
            self.flags += [flag.strip() for flag in line[2:].split(",")]

    def statement(self, line: str, number: int) -> None:
        match = _KEYWORD.match(line)
        if match:
            self.begin(match.group(1), number)
            line = match.group(2)
        else:
            hint = "a line begins with msgctxt, msgid, msgstr, '#' or a quotation mark"
            self.fault(number, f"'{line[:40]}' has no place in a catalogue", hint)
            return
        self.string(line, number)

    def begin(self, keyword: str, number: int) -> None:
        complete = self.entry is not None and self.entry.translated()
        if self.entry is None or (complete and not keyword.startswith("msgstr[")):
            self.finish()
            self.entry = _Entry(number, flags=self.flags)
            self.flags = []
        assert self.entry is not None
        if keyword in self.entry.parts:
            self.fault(number, f"a second '{keyword}' in one message", "leave an empty line between messages")
        self.keyword = keyword
        self.strings = self.entry.parts.setdefault(keyword, [])

    def string(self, line: str, number: int) -> None:
        if "\\" not in line and len(line) > 1 and line[0] == line[-1] == '"' and self.entry and self.keyword:
            value = line[1:-1]
            if '"' not in value:  # nearly every line
                self.strings.append((value, number, _START))
                return
        match = _STRING.match(line)
        if not match or self.entry is None or not self.keyword:
            hint = 'a text stands between two quotation marks; a quotation mark inside it is written \\"'
            self.fault(number, f"'{line[:40]}' is not a text in quotation marks", hint)
            return
        raw = match.group(1)
        value = _ESCAPE.sub(lambda found: _ESCAPES.get(found.group(1), found.group()), raw)
        self.strings.append((value, number, escape_jumps(raw, _KNOWN_ESCAPE)))

    def finish(self) -> None:
        entry, self.entry, self.keyword = self.entry, None, ""
        if entry is None:
            return
        absent = "" if "msgid" in entry.parts else "original (msgid)"
        absent = absent or ("" if entry.translated() else "translation (msgstr)")
        if absent:
            self.fault(entry.line, f"the message has no {absent}", "add it, or delete the message")
            return
        if not entry.joined("msgid") and "msgctxt" not in entry.parts:
            self.header(entry)
        else:
            self.add(entry)

    def header(self, entry: _Entry) -> None:
        header = entry.joined("msgstr")
        match = re.search(r"^Language:\s*([\w@-]+)", header, re.MULTILINE)
        self.language = match.group(1).replace("_", "-") if match else ""
        match = re.search(r"^Plural-Forms:\s*(.*)$", header, re.MULTILINE)
        self.plural_forms = match.group(1) if match else ""

    def add(self, entry: _Entry) -> None:
        key = entry.joined("msgctxt") or entry.joined("msgid")
        forms = [keyword for keyword in _FORMS if keyword in entry.parts]
        place = self.place(entry, forms[0])
        places = [place, *[self.place(entry, keyword) for keyword in forms[1:]]]
        checked = [check_characters(entry.joined(form), at) for form, at in zip(forms, places, strict=True)]
        self.diagnostics += [fault for _, found in checked for fault in found]
        translation = checked[0][0]
        plurals = tuple([form for form, _ in checked]) if "msgstr" not in entry.parts else ()
        if key in self.messages:
            line = self.messages[key].span.line
            message = f"the message '{key[:60]}' stands here a second time, first in line {line}"
            hint = "keep the translation that is right and delete the other message"
            self.diagnostics.append(error("duplicate-message", Span(self.name, entry.line), message, hint))
        span = Span(self.name, entry.line)
        self.messages[key] = Message(key, entry.joined("msgid"), translation, place, span, tuple(entry.flags), plurals)

    def place(self, entry: _Entry, keyword: str) -> Place:
        segments, offset = [], 0
        strings = entry.parts[keyword]
        for text, line, jumps in strings:
            column = len(keyword) + 3 if line == strings[0][1] else 2
            segments += [(offset + at, line, column + read) for at, read in jumps]
            offset += len(text)
        return Place(self.name, tuple(segments))

    def fault(self, number: int, message: str, hint: str) -> None:
        self.diagnostics.append(error("po-syntax", Span(self.name, number), message, hint))
