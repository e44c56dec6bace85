"""PO files to entries that can be changed and written back, with all that stands in them.

What is no PO is refused by the reader of catalogues, obsolete messages as well; here the lines are only put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from toolkit.diagnostics import Diagnostic, has_errors
from toolkit.po import EXTRACTED, FLAGS, KEY, PREVIOUS, REFERENCE, SOURCE, TRANSLATION, TRANSLATOR, Entry, PoFile
from toolkit.readers.catalogues import TIMES, find_faults, joined_strings, previous_source, split_flags
from toolkit.readers.yaml_nodes import read_text
from toolkit.records import MutableRecord, fresh, replace

_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)(?=[\s\"])")
_COMMENTS = (EXTRACTED, REFERENCE, FLAGS, PREVIOUS)


def read_po(path: Path, name: str) -> tuple[PoFile | None, list[Diagnostic]]:
    """The PO file, or None where anything in it cannot be read or stands there twice, with what is wrong."""
    text, diagnostics = read_text(path, name, keep_mark=True, times=TIMES)
    return (None, diagnostics) if text is None else parse_po(text, name)


def parse_po(text: str, name: str) -> tuple[PoFile | None, list[Diagnostic]]:
    """The PO file that `text` is, as `read_po` gives it."""
    marked = text.startswith("\ufeff")
    raw = text.removeprefix("\ufeff")
    plain = raw.replace("\r\n", "\n")
    diagnostics = find_faults(plain, name)
    if "#~" in plain:
        diagnostics += [one for one in find_faults(_obsolete_alone(plain), name) if one.code == "po-syntax"]
    if has_errors(diagnostics):
        return None, diagnostics
    entries, rest = _entries(plain)
    headers = [entry for entry in entries if not (entry.key or entry.source or entry.obsolete)]
    header = headers[0] if headers else None
    entries = [entry for entry in entries if entry is not header]
    newline = "\r\n" if "\r\n" in raw else "\n"
    return PoFile(header, tuple(entries), newline, marked, rest), diagnostics


def _obsolete_alone(text: str) -> str:
    """The obsolete messages as if they were not, each in the line where it stands."""
    lines = [line[2:].strip() if line.startswith("#~") else "" for line in text.split("\n")]
    return "\n".join([f"#{line}" if line.startswith("|") else line for line in lines])


class _Group(MutableRecord):
    """The lines of one message as they are met."""

    raw: list[str] = fresh(factory=list)
    lines: dict[str, list[str]] = fresh(factory=dict)
    last: str = ""
    obsolete: bool = False

    def add(self, line: str) -> None:
        """Adds a line of the file."""
        self.raw.append(line)
        found = line.strip()
        if found.startswith("#~"):
            self.obsolete, found = True, found[2:].strip()
            found = f"#{found}" if found.startswith("|") else found
        if not found:
            return
        if found[0] == "#":
            kind = found[:2] if found[:2] in _COMMENTS else TRANSLATOR
            self.lines.setdefault(kind, []).append(found)
            return
        keyword = _KEYWORD.match(found)
        self.last = keyword.group(1) if keyword else self.last
        self.lines.setdefault(self.last, []).append(found)

    def is_complete(self) -> bool:
        return self.last.startswith(TRANSLATION)

    def entry(self) -> Entry:
        """The message that the lines are."""
        flags = [flag for line in self.lines.get(FLAGS, ()) for flag in split_flags(line)]
        raw = "\n".join(self.raw)
        found = Entry(
            joined_strings(self.lines.get(KEY, ())),
            joined_strings(self.lines.get(SOURCE, ())),
            joined_strings(self.lines.get(TRANSLATION) or self.lines.get("msgstr[0]") or ()),
            tuple(flags),
            joined_strings(previous_source(self.lines.get(PREVIOUS, ()))),
            self.obsolete,
            {kind: tuple(lines) for kind, lines in self.lines.items()},
        )
        return found if found.text() == raw else replace(found, raw=raw)  # most are written as we write them


def _entries(text: str) -> tuple[list[Entry], str]:
    """The messages of a file without faults, and the comments below the last."""
    entries: list[Entry] = []
    group: _Group | None = None
    for line in _lines(text):
        if group and group.is_complete() and _begins(line):
            entries.append(group.entry())
            group = None
        if group is None:
            if not line.strip():
                continue
            group = _Group()
        group.add(line)
    if group and group.is_complete():
        entries.append(group.entry())
        return entries, ""
    return entries, "\n".join(group.raw).rstrip() if group else ""


def _lines(text: str) -> Iterator[str]:
    """The lines of a text, one by one: all together they would take much memory."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _begins(line: str) -> bool:
    """Whether `line`, met after a translation, belongs to what follows it."""
    found = line.strip()
    found = found[2:].strip() if found.startswith("#~") else found
    return not found.startswith(('"', "msgstr[")) if found else True
