"""A PO file as it stands, line by line: whatever nobody changes is written back byte for byte.

The form is that of the GNU gettext manual, "The Format of PO Files".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import is_
from types import MappingProxyType

from toolkit.records import Record, replace

WIDTH = 79  # of a line that is written anew, as gettext's own

TRANSLATOR, EXTRACTED, REFERENCE, FLAGS, PREVIOUS = "#", "#.", "#:", "#,", "#|"
KEY, SOURCE, TRANSLATION = "msgctxt", "msgid", "msgstr"
_COMMENTS = (TRANSLATOR, EXTRACTED, REFERENCE, FLAGS, PREVIOUS)
Lines = Mapping[str, tuple[str, ...]]
_NO_LINES: Lines = MappingProxyType({})


class Entry(Record):
    """A message of a PO file.

    `key` is its msgctxt ("" where it has none), `source` the msgid, `previous` the text that the translation was made
    from where that is another (`#| msgid`). `lines` are its lines by kind (`#.`, `msgid` …), without the marks of an
    obsolete one; `raw` is the whole as it stands in the file, where we would write it otherwise, until it is changed.
    """

    key: str
    source: str
    translation: str
    flags: tuple[str, ...] = ()
    previous: str = ""
    obsolete: bool = False
    lines: Lines = _NO_LINES
    raw: str = ""

    @property
    def fuzzy(self) -> bool:
        return "fuzzy" in self.flags

    @property
    def made_from(self) -> str:
        """The source text that the translation belongs to."""
        return self.previous if self.fuzzy and self.previous else self.source

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the translator wrote beside it, a line each."""
        return tuple([line[1:].removeprefix(" ") for line in self.lines.get(TRANSLATOR, ())])

    @property
    def extracted(self) -> tuple[str, ...]:
        """What the toolkit says of it, a line each."""
        return tuple([line[2:].removeprefix(" ") for line in self.lines.get(EXTRACTED, ())])

    def text(self) -> str:
        """Its lines, as in the file or written anew where something was changed, parted by "\\n"."""
        return self.raw or "\n".join(self._written())

    def _written(self) -> list[str]:
        written = [line for kind in _COMMENTS[:-1] for line in self.lines.get(kind, ())]
        strings = [line for kind, lines in self.lines.items() if kind not in _COMMENTS for line in lines]
        previous = list(self.lines.get(PREVIOUS, ()))
        if self.obsolete:
            strings = [f"#~ {line}" for line in strings]
            previous = [f"#~{line[1:]}" for line in previous]
        return [*written, *previous, *strings]


class PoFile(Record):
    """A PO file: its header (None where it has none), its messages in their order, and what stands below them all.

    `newline` ends its lines; `marked` says that it begins with a byte order mark.
    """

    header: Entry | None
    entries: tuple[Entry, ...]
    newline: str = "\n"
    marked: bool = False
    rest: str = ""

    def data(self) -> bytes:
        """The bytes of the file; an empty line stands between messages."""
        out = bytearray(b"\xef\xbb\xbf" if self.marked else b"")
        for entry in ([self.header] if self.header else []) + [*self.entries]:
            out += f"{entry.text()}\n\n".encode()
        if self.rest:
            out += f"{self.rest}\n\n".encode()
        del out[-1:]
        return bytes(out) if self.newline == "\n" else bytes(out.replace(b"\n", self.newline.encode()))


def with_entries(file: PoFile, entries: Sequence[Entry]) -> PoFile:
    """`file` with other messages; the very same file where they are the same."""
    same = len(entries) == len(file.entries) and all(map(is_, entries, file.entries))
    return file if same else replace(file, entries=tuple(entries))


def new_entry(key: str, source: str, translation: str = "") -> Entry:
    """A message that stands in no file yet; without a key it is a header."""
    lines = {KEY: _string_lines(KEY, key)} if key else {}
    lines[SOURCE] = _string_lines(SOURCE, source)
    lines[TRANSLATION] = _string_lines(TRANSLATION, translation)
    return Entry(key, source, translation, lines=lines)


def changed(
    entry: Entry,
    *,
    key: str | None = None,
    source: str | None = None,
    translation: str | None = None,
    flags: Sequence[str] | None = None,
    previous: str | None = None,
    obsolete: bool | None = None,
    remarks: Sequence[str] | None = None,
    extracted: Sequence[str] | None = None,
    references: Sequence[str] | None = None,
) -> Entry:
    """`entry` with what is given; only lines whose content is another are written anew."""
    lines = dict(entry.lines)
    values: dict[str, object] = {}
    strings = (("key", KEY, key), ("source", SOURCE, source), ("translation", TRANSLATION, translation))
    for name, kind, value in strings:
        if value is not None and value != getattr(entry, name):
            values[name], lines[kind] = value, _string_lines(kind, value)
    if flags is not None and tuple(flags) != entry.flags:
        values["flags"], lines[FLAGS] = tuple(flags), _comment_lines(FLAGS, [", ".join(flags)] if flags else [])
    if previous is not None and previous != entry.previous:
        values["previous"] = previous
        lines[PREVIOUS] = tuple([f"#| {line}" for line in _string_lines(SOURCE, previous)]) if previous else ()
    if obsolete is not None and obsolete != entry.obsolete:
        values["obsolete"] = obsolete
    for kind, comments in ((TRANSLATOR, remarks), (EXTRACTED, extracted), (REFERENCE, references)):
        if comments is not None and (written := _comment_lines(kind, comments)) != lines.get(kind, ()):
            lines[kind] = written
    if not values and lines == entry.lines:
        return entry
    return replace(entry, **values, lines=_in_order(lines), raw="")


_ORDER = {kind: place for place, kind in enumerate((*_COMMENTS, KEY, SOURCE))}


def _in_order(lines: Lines) -> Lines:
    """The kinds of lines in the order of the manual; forms of the translation come last, in theirs."""
    return dict(sorted(lines.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER))))


def _comment_lines(kind: str, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple([f"{kind} {line}".rstrip() for text in texts for line in text.split("\n")])


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"})


def _string_lines(keyword: str, text: str) -> tuple[str, ...]:
    """A keyword and its text in lines of at most `WIDTH` characters, broken after spaces and line ends."""
    if len(keyword) + len(text) + 3 <= WIDTH and "\n" not in text[:-1]:
        written = text.translate(_ESCAPES)
        if len(keyword) + len(written) + 3 <= WIDTH:
            return (f'{keyword} "{written}"',)
    lines = [f'{keyword} ""']
    for paragraph in re.findall(r"[^\n]*\n|[^\n]+", text):
        lines += [f'"{line}"' for line in _wrapped(paragraph.translate(_ESCAPES), WIDTH - 2)]
    return tuple(lines)


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in pieces of at most `width` characters that end with a space, as far as it has spaces."""
    pieces, start = [], 0
    while len(text) - start > width:
        end = text.rfind(" ", start, start + width) + 1
        if not end:  # a long address
            end = text.find(" ", start) + 1 or len(text)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]] if text[start:] else pieces
