"""PO files to catalogues, strictly: whatever cannot be read is reported with its line, nothing is skipped.

The form is that of the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.catalogue import NOTHING, Catalogue, Message
from toolkit.diagnostics import MOST, Diagnostic, Place, Span, error, first
from toolkit.readers.gate import check_characters
from toolkit.readers.yaml_nodes import escape_jumps, read_text
from toolkit.records import MutableRecord, Record, fresh

TIMES = 5  # so much larger than its definition may a catalogue be: it has every text twice, and what is said of it
# A message as nearly every one is: a key, no escapes, one form.
_USUAL = re.compile(
    r"((?:#(?!~)[^\n]*\n)*)"
    r'msgctxt "([^"\\\n]+)"\n'
    r'msgid "([^"\\\n]*"(?:\n"[^"\\\n]*")*)\n'
    r'msgstr "([^"\\\n]*"(?:\n"[^"\\\n]*")*)\n?'
)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"\s*\Z')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-5]\])?)\s+(.*)\Z")
_FORMS = ("msgstr", *[f"msgstr[{index}]" for index in range(6)])
_ESCAPE = re.compile(r"\\(.)")
_KNOWN_ESCAPE = r'\\[nrt"\\]'
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "r": "\r"}


_FLAG = re.compile(r'(?:[^,"]++|"(?:[^"\\]|\\.)*+"?)++')  # a comma within quotation marks parts nothing
_ACCEPTED = re.compile(r"#\s+accept-([a-z-]+)\s*:\s*(\S[^\r\n]*)")
_PREVIOUS = re.compile(r'#\|\s*(?:msg\w+\s+)?"(?:[^"\\]++|\\.)*+"\s*\Z')
_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|\Z)")
_CHARSET = re.compile(r"^Content-Type:.*\bcharset=([^\s;]+)", re.MULTILINE | re.IGNORECASE)
_REVISED = re.compile(r"^PO-Revision-Date:\s*(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b", re.MULTILINE)
_START = [(0, 0)]  # the jumps of a string without escapes, as nearly every one is
# A string, the line that it is read from and where escapes stand in it.
_Part = tuple[str, int, list[tuple[int, int]]]


class _Remarks(Record):
    """What the comments of a message say of it, as `Message` has it."""

    flags: tuple[str, ...] = ()
    accepted: Mapping[str, str] = NOTHING
    previous: str = ""


_NONE = _Remarks()


class _Entry(MutableRecord):
    """A message as it is collected: the strings by keyword."""

    line: int
    parts: dict[str, list[_Part]] = fresh(factory=dict)
    remarks: _Remarks = _NONE

    def joined(self, keyword: str) -> str:
        return "".join([text for text, _, _ in self.parts.get(keyword, ())])

    def translated(self) -> bool:
        """Whether the translation has begun: what follows is another message."""
        return "msgstr" in self.parts or "msgstr[0]" in self.parts


def split_flags(line: str) -> list[str]:
    """The flags of a line `#, fuzzy, placeholders:"a,b"`, as they are written."""
    return [flag for flag in (found.strip() for found in _FLAG.findall(line[2:])) if flag]


def accepted_findings(comments: Iterable[str], flags: Iterable[str]) -> dict[str, str]:
    """What a translator accepts of what is found in a message, by code, with the reason, "" where none is given.

    A line of the comment gives the reason, `# accept-translation-numbers: the act has it in words`, and the flag
    `accept-translation-numbers` says the same to programs; some of them drop flags that they do not know.
    """
    found = {flag.removeprefix("accept-"): "" for flag in flags if flag.startswith("accept-")}
    return found | {match.group(1): match.group(2).strip() for line in comments if (match := _ACCEPTED.match(line))}


def find_faults(text: str, name: str) -> list[Diagnostic]:
    """Everything that is wrong with the catalogue that `text` is; takes less memory than to read it."""
    reader = _Faults(name)
    reader.read(text)
    return first(reader.diagnostics)


def joined_strings(lines: Iterable[str]) -> str:
    """The text in the quotation marks of lines that were read without a fault."""
    found = "".join([line[line.find('"') + 1 : -1] for line in lines])
    return _unescaped(found) if "\\" in found else found


def previous_source(lines: Iterable[str]) -> Iterator[str]:
    """The strings of the msgid in lines `#| msgid "…"`."""
    own = False
    for line in lines:
        found = line[2:].lstrip()
        own = found.startswith("msgid") and not found.startswith("msgid_") if found[:1] != '"' else own
        if own:
            yield found


def _unescaped(raw: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPES.get(found.group(1), found.group()), raw)


def read_catalogue(path: Path, name: str) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The catalogue in the file, or None where it cannot be read, with everything that is wrong with it."""
    text, diagnostics = read_text(path, name, times=TIMES)
    return (None, diagnostics) if text is None else parse_catalogue(text, name)


def parse_catalogue(text: str, name: str) -> tuple[Catalogue | None, list[Diagnostic]]:
    """The catalogue that `text` is, or None where it cannot be read, with everything that is wrong with it."""
    reader = _Reader(name)
    reader.read(text)
    diagnostics = first(reader.diagnostics)
    if any(found.code == "po-syntax" for found in diagnostics):
        return None, diagnostics
    return Catalogue(name, reader.language, reader.messages, reader.plural_forms, reader.revised), diagnostics


def _remarks(comments: Sequence[str]) -> _Remarks:
    flags = tuple([flag for line in comments if line.startswith("#,") for flag in split_flags(line)])
    previous = joined_strings(previous_source([line for line in comments if line.startswith("#|")]))
    return _Remarks(flags, accepted_findings(comments, flags) or NOTHING, previous)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.diagnostics: list[Diagnostic] = []
        self.messages: dict[str, Message] = {}
        self.language = ""
        self.plural_forms = ""
        self.revised = ""
        self.header_line = 0
        self.entry: _Entry | None = None
        self.comments: list[str] = []  # those before the message that comes next
        self.keyword = ""
        self.strings: list[_Part] = []

    def read(self, text: str) -> None:
        start, number, after = 0, 1, -1
        while after != 0:  # block by block: the whole may be large, and is not copied
            after = text.find("\n\n", start) + 1
            end = after or len(text)
            usual = None if self.comments else _USUAL.fullmatch(text, start, end)
            if len(self.diagnostics) > MOST:
                return
            if usual:
                self.usual(usual, number)
            elif not self.lines(text[start:end], number):
                return
            number += text.count("\n", start, end) + 1
            start = end + 1
        self.finish()

    def usual(self, found: re.Match[str], number: int) -> None:
        """Adds a message of the usual form, whose first line is `number`."""
        comments, key, source, translation = found.groups()
        line = number + comments.count("\n")
        first_line = line + source.count("\n") + 2
        segments, offset, column = [], 0, len("msgstr") + 3
        strings = translation[:-1].split('"\n"')
        for at, text in enumerate(strings, first_line):
            segments.append((offset, at, column))
            offset, column = offset + len(text), 2
        place = Place(self.name, tuple(segments))
        said = "#," in comments or "#|" in comments or "accept-" in comments
        remarks = _NONE
        if said:
            lines = comments.split("\n")
            remarks = _remarks(lines)
            for at, text in enumerate(lines, number) if "#|" in comments else ():
                self.look_at_previous(text, at)
        self.keep(line, key, source[:-1].replace('"\n"', ""), [("".join(strings), place)], remarks)

    def lines(self, text: str, start: int) -> bool:
        """Reads `text` line by line; false where it was given up, after too many faults."""
        for number, line in enumerate(text.split("\n"), start):
            line = line.strip()
            if len(self.diagnostics) > MOST:
                return False
            if not line:
                self.finish()
            elif line[0] == '"':
                self.string(line, number)
            elif line[0] == "#":
                self.comment(line, number)
            else:
                self.statement(line, number)
        return True

    def look_at_previous(self, line: str, number: int) -> None:
        """A line of an earlier source is a text in quotation marks like any other."""
        if line.startswith("#|") and not _PREVIOUS.match(line):
            hint = 'it is #| msgid "…", a text between two quotation marks; or delete the line'
            self.fault(number, f"'{line[:40]}' is not a text in quotation marks", hint)

    def comment(self, line: str, number: int) -> None:
        """A comment begins the next message, and obsolete messages are comments."""
        self.look_at_previous(line, number)
        if self.entry and self.entry.translated():
            self.finish()
        if line.startswith("#~"):
            self.comments = []
        else:
            self.comments.append(line)

    def statement(self, line: str, number: int) -> None:
        match = _KEYWORD.match(line)
        if match:
            self.begin(match.group(1), number)
            line = match.group(2)
        elif _CONFLICT.match(line):
            hint = "two versions of this file were joined and not settled: keep one of the two and delete these marks"
            self.fault(number, f"'{line[:40]}' is a mark of git", hint)
            return
        else:
            hint = "a line begins with msgctxt, msgid, msgstr, '#' or a quotation mark"
            self.fault(number, f"'{line[:40]}' has no place in a catalogue", hint)
            return
        self.string(line, number)

    def begin(self, keyword: str, number: int) -> None:
        complete = self.entry is not None and self.entry.translated()
        if self.entry is None or (complete and not keyword.startswith("msgstr[")):
            self.finish()
            self.entry = _Entry(number, remarks=_remarks(self.comments) if self.comments else _NONE)
            self.comments = []
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
        self.strings.append((_unescaped(raw), number, escape_jumps(raw, _KNOWN_ESCAPE)))

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
        if self.header_line:
            message = f"a second header stands here, the first in line {self.header_line}"
            hint = "keep the one that is right and delete the other"
            self.diagnostics.append(error("duplicate-message", Span(self.name, entry.line), message, hint))
        self.header_line = entry.line
        header = entry.joined("msgstr")
        match = re.search(r"^Language:\s*([\w@-]+)", header, re.MULTILINE)
        self.language = match.group(1).replace("_", "-") if match else ""
        charset = _CHARSET.search(header)
        if charset and charset.group(1).upper() not in ("UTF-8", "UTF8", "CHARSET", "ASCII", "US-ASCII"):
            message = f"the header says that the file is in '{charset.group(1)[:40]}'"
            hint = "save it with the encoding 'UTF-8', and write charset=UTF-8 in the header"
            self.diagnostics.append(error("not-utf8", Span(self.name, entry.line), message, hint))
        match = re.search(r"^Plural-Forms:\s*(.*)$", header, re.MULTILINE)
        self.plural_forms = match.group(1) if match else ""
        match = _REVISED.search(header)
        self.revised = match.group(1) if match else ""

    def add(self, entry: _Entry) -> None:
        key = entry.joined("msgctxt") or entry.joined("msgid")
        forms = [keyword for keyword in _FORMS if keyword in entry.parts]
        texts = [(entry.joined(form), self.place(entry, form)) for form in forms]
        plural = "msgstr" not in entry.parts
        self.keep(entry.line, key, entry.joined("msgid"), texts, entry.remarks, plural)

    def keep(
        self,
        line: int,
        key: str,
        source: str,
        forms: list[tuple[str, Place]],
        remarks: _Remarks = _NONE,
        plural: bool = False,
    ) -> None:
        """Keeps a message with its translation, or the `forms` of it, once their characters are looked at."""
        checked = [check_characters(form, place) for form, place in forms]
        self.diagnostics += [fault for _, found in checked for fault in found]
        plurals = tuple([form for form, _ in checked]) if plural else ()
        if key in self.messages:
            self.twice(key, self.messages[key].span.line, line)
        span = Span(self.name, line)
        said = remarks.flags, plurals, remarks.accepted, remarks.previous
        self.messages[key] = Message(key, source, checked[0][0], forms[0][1], span, *said)

    def twice(self, key: str, before: int, line: int) -> None:
        message = f"the message '{key[:60]}' stands here a second time, first in line {before}"
        hint = "keep the translation that is right and delete the other message"
        self.diagnostics.append(error("duplicate-message", Span(self.name, line), message, hint))

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


class _Faults(_Reader):
    """Keeps of each message nothing but where it stands."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.seen: dict[str, int] = {}

    def keep(self, line: int, key: str, source: str, forms: list[tuple[str, Place]], *rest: object) -> None:
        del source, rest
        if key in self.seen:
            self.twice(key, self.seen[key], line)
        self.seen[key] = line
        self.diagnostics += [fault for form, place in forms for fault in check_characters(form, place)[1]]
