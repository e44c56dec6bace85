"""Where everything stands in a part of a Word file: runs, texts, fields, marks and bookmarks by their bytes.

The part has been parsed before, so that it is well-formed, in UTF-8 and without DOCTYPE; here only the tags are
looked up, so that a change can be made between two bytes and all others stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.records import MutableRecord, Record, fresh

NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TOKEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    rb"|<(/?)([^\s/>]+)((?:[^>\"']*(?:\"[^\"]*\"|'[^']*'))*[^>\"']*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_GONE = ("del", "moveFrom")
_OFF = ("0", "false", "off")
_DEEPEST = 60  # elements and fields lie in no more of each other than this
# What may stand in the result of a field without being part of what it shows.
_SILENT = frozenset(
    "r rPr t proofErr bookmarkStart bookmarkEnd ins del fldChar instrText delText lastRenderedPageBreak smartTag "
    "smartTagPr hyperlink noProof".split()
)


class Run(MutableRecord):
    """A run: from `start` to `end`, its content from `inside` (after its properties) to `inner_end`.

    `around` are the elements that it stands in, outermost first ("anchor" for a link inside the file); `insertion` is
    the tag of a tracked insertion that it stands in directly; `marks` and `children` count what it holds. A run is
    special that has a part of a field or other runs in it.
    """

    start: int
    open_end: int
    around: tuple[str, ...]
    insertion: tuple[int, int] | None = None
    inside: int = 0
    inner_end: int = 0
    end: int = 0
    marks: int = 0
    children: int = 0
    is_special: bool = False


class Text(MutableRecord):
    """A `w:t`: its tags and content by their bytes, the innermost field that shows it, and whether it is displayed."""

    start: int
    open_end: int
    run: Run
    paragraph: int
    field: Field | None
    is_shown: bool
    inner_end: int = 0
    end: int = 0


class Field(MutableRecord):
    """A field: its instruction, the texts of its result, and the runs between which a result can be put.

    `is_mixed` says that its result is more than text; `is_hidden` that another field's instruction holds it.
    """

    holder: str
    paragraph: int
    simple: bool = False
    is_hidden: bool = False
    is_locked: bool = False
    is_mixed: bool = False
    in_result: bool = False
    is_ended: bool = False
    at: int = 0
    has_result: bool = False
    end_run: Run | None = None
    instruction: list[str] = fresh(factory=list)
    texts: list[Text] = fresh(factory=list)

    @property
    def words(self) -> list[str]:
        """The words of the instruction."""
        return "".join(self.instruction).split()


class Mark(Record):
    """The mark of a note, by the id that the reader gives it, and the run that it stands in."""

    note: str
    run: Run


class Bookmark(MutableRecord):
    """A bookmark: its bytes, and the texts that it is round, from the one with index `first` to that before `last`.

    `last` is None where it does not end in the paragraph in which it begins.
    """

    name: str
    paragraph: int
    first: int
    start: int
    end: int = 0
    last: int | None = None


class Part(MutableRecord):
    """What was found in a part; `prefix` is that of WordprocessingML, empty where it has none to be used."""

    name: str
    data: bytes
    prefix: str = ""
    texts: list[Text] = fresh(factory=list)
    fields: list[Field] = fresh(factory=list)
    marks: list[Mark] = fresh(factory=list)
    bookmarks: list[Bookmark] = fresh(factory=list)

    def content(self, text: Text) -> str | None:
        """The characters of a text; None where it is written with CDATA or a comment."""
        return decoded(self.data[text.open_end : text.inner_end])

    def shown(self, texts: list[Text]) -> str | None:
        """The characters of several texts; None where one cannot be told."""
        found = [self.content(text) for text in texts]
        return None if None in found else "".join([one for one in found if one is not None])


def decoded(raw: bytes) -> str | None:
    """Character data as a parser reads it; None for CDATA and comments, which are left alone."""
    if b"<" in raw:
        return None
    if b"&" not in raw and b"\r" not in raw:
        return raw.decode("utf-8")
    text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(found: re.Match[str]) -> str:
    name = found.group(1)
    if name[0] != "#":
        return _NAMED[name]
    return chr(int(name[2:], 16) if name[1] == "x" else int(name[1:]))


def byte_offsets(raw: bytes) -> list[int]:
    """Where each character of character data begins, and where the last ends."""
    offsets, at = [], 0
    for piece in re.findall(r"&[^;]+;|\r\n|.", raw.decode("utf-8"), re.DOTALL):
        offsets.append(at)
        at += len(piece.encode("utf-8"))
    return [*offsets, at]


def _attributes(inner: bytes) -> dict[str, list[tuple[bytes, bytes]]]:
    """The attributes of a tag by their local names, each with its prefix and its value."""
    found: dict[str, list[tuple[bytes, bytes]]] = {}
    for name, double, single in _ATTRIBUTE.findall(inner):
        prefix, _, local = name.rpartition(b":")
        found.setdefault(local.decode(), []).append((prefix, double or single))
    return found


class _Frame(MutableRecord):
    """An element that is open: its name ("" for one of another language), where it began, what it is for."""

    name: str
    start: int
    open_end: int
    item: Run | Text | Field | None = None
    names: dict[bytes, str] | None = None
    kept: str = ""


class _Scanner:
    """Walks over the tags of a part once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.stack: list[_Frame] = []
        self.spaces: dict[bytes, str] = {}
        self.known: dict[bytes, str] = {}
        self.open: list[Field] = []
        self.marked: dict[str, Bookmark] = {}
        self.runs: list[Run] = []
        self.gone = 0
        self.paragraph = 0
        self.paragraphs = 0
        self.holder = ""
        self.read = b""
        self.attributes: dict[str, list[tuple[bytes, bytes]]] = {}

    def scan(self) -> None:
        data = self.part.data
        for found in _TOKEN.finditer(data):
            name = found.group(2)
            if name is None:
                continue
            if found.group(1):
                self._close(found.start(), found.end())
                continue
            inner = found.group(3)
            self._open_tag(name, inner, found.start(), found.end())
            if inner.endswith(b"/"):
                self._close(found.end(), found.end())

    def _open_tag(self, name: bytes, inner: bytes, start: int, end: int) -> None:
        before = self._declare(inner) if b"xmlns" in inner else None
        local = self.known.get(name)
        if local is None:
            prefix, _, rest = name.rpartition(b":")
            local = rest.decode() if self.spaces.get(prefix) in NAMESPACES else ""
            self.known[name] = local
        frame = _Frame(local, start, end, None, before)
        if self.runs and self.stack and self.stack[-1].item is self.runs[-1] and local != "rPr":
            self.runs[-1].children += 1
        handler = _OPENED.get(local)
        if handler is not None:
            handler(self, frame, inner)
        elif self.open and local not in _SILENT and not self.gone and self._is_content():
            self._mix()
        self.stack.append(frame)

    def _declare(self, inner: bytes) -> dict[bytes, str]:
        """Takes in declared namespaces; what was known before is given back."""
        before = self.spaces
        self.spaces = dict(before)
        for found in _ATTRIBUTE.finditer(inner):
            if found.group(1) == b"xmlns" or found.group(1).startswith(b"xmlns:"):
                uri = found.group(2) if found.group(2) is not None else found.group(3)
                self.spaces[found.group(1).partition(b":")[2]] = uri.decode()
        self.known = {}
        if not self.stack:
            own = [prefix for prefix, uri in self.spaces.items() if prefix and uri in NAMESPACES]
            self.part.prefix = own[0].decode() if own else ""
        elif self.part.prefix and self.spaces.get(self.part.prefix.encode()) not in NAMESPACES:
            self.part.prefix = ""
        return before

    def _is_content(self) -> bool:
        """Whether the element about to begin is no property of something else."""
        return not any(frame.name.endswith("Pr") for frame in self.stack[-3:])

    def _mix(self) -> None:
        for field in self.open[-_DEEPEST:]:
            field.is_mixed = field.is_mixed or field.in_result

    def attribute(self, inner: bytes, name: str) -> str:
        """The attribute `name` of WordprocessingML; empty where it is not there."""
        if inner is not self.read:
            self.read, self.attributes = inner, _attributes(inner)
        for prefix, raw in self.attributes.get(name, ()):
            if self.spaces.get(prefix) in NAMESPACES:
                return decoded(raw) or ""
        return ""

    # What begins

    def _begin_run(self, frame: _Frame, inner: bytes) -> None:
        del inner
        around = tuple(
            [one.kept if one.name == "hyperlink" else one.name for one in self.stack[-_DEEPEST:] if one.name]
        )
        parent = self.stack[-1] if self.stack else None
        insertion = (parent.start, parent.open_end) if parent is not None and parent.name == "ins" else None
        run = frame.item = Run(frame.start, frame.open_end, around, insertion, frame.open_end)
        if self.runs:
            self.runs[-1].is_special = True
        self.runs.append(run)

    def _begin_link(self, frame: _Frame, inner: bytes) -> None:
        frame.kept = "anchor" if self.attribute(inner, "anchor") else "hyperlink"

    def _begin_text(self, frame: _Frame, inner: bytes) -> None:
        del inner
        if not self.runs or not self.stack or self.stack[-1].item is not self.runs[-1]:
            return
        shown = not self.gone and all(field.in_result for field in self.open[-_DEEPEST:])
        field = self.open[-1] if self.open else None
        text = Text(frame.start, frame.open_end, self.runs[-1], self.paragraph, field, shown)
        frame.item = text
        self.part.texts.append(text)
        if shown and field is not None:
            field.texts.append(text)

    def _begin_paragraph(self, frame: _Frame, inner: bytes) -> None:
        del inner
        frame.kept = str(self.paragraph)
        self.paragraphs += 1
        self.paragraph = self.paragraphs
        self._mix()

    def _begin_gone(self, frame: _Frame, inner: bytes) -> None:
        del frame, inner
        self.gone += 1

    def _begin_note(self, frame: _Frame, inner: bytes) -> None:
        self.holder = ("endnote-" if frame.name == "endnote" else "") + self.attribute(inner, "id")

    def _mark(self, frame: _Frame, inner: bytes) -> None:
        if not self.runs or self.gone:
            return
        prefix = "endnote-" if frame.name == "endnoteReference" else ""
        self.runs[-1].marks += 1
        self.part.marks.append(Mark(prefix + self.attribute(inner, "id"), self.runs[-1]))
        self._mix()

    def _bookmark_start(self, frame: _Frame, inner: bytes) -> None:
        bookmark = Bookmark(self.attribute(inner, "name"), self.paragraph, len(self.part.texts), frame.start)
        self.part.bookmarks.append(bookmark)
        self.marked[self.attribute(inner, "id")] = bookmark

    def _bookmark_end(self, frame: _Frame, inner: bytes) -> None:
        bookmark = self.marked.pop(self.attribute(inner, "id"), None)
        if bookmark is not None:
            bookmark.end = frame.start
            if bookmark.paragraph == self.paragraph:
                bookmark.last = len(self.part.texts)

    # Fields

    def _begin_field(self) -> Field:
        hidden = any(not field.in_result for field in self.open[-_DEEPEST:])
        self._mix()
        field = Field(self.holder, self.paragraph, False, hidden)
        self.open.append(field)
        self.part.fields.append(field)
        return field

    def _field_character(self, frame: _Frame, inner: bytes) -> None:
        del frame
        if self.runs:
            self.runs[-1].is_special = True
        if self.gone:
            return
        kind = self.attribute(inner, "fldCharType")
        if kind == "begin":
            self._begin_field().is_locked = self.attribute(inner, "fldLock") not in ("", *_OFF)
        elif self.open and not self.open[-1].simple:
            field = self.open[-1]
            if kind == "separate":
                field.in_result = field.has_result = True
            elif kind == "end":
                self.open.pop()
                field.is_ended = True
                field.end_run = self.runs[-1] if self.runs else None

    def _instruction(self, frame: _Frame, inner: bytes) -> None:
        del inner
        if self.runs:
            self.runs[-1].is_special = True
        if self.open and not self.open[-1].in_result and not self.gone:
            frame.kept = "instruction"

    def _simple_field(self, frame: _Frame, inner: bytes) -> None:
        if self.gone:
            return
        field = frame.item = self._begin_field()
        field.simple = field.in_result = field.has_result = True
        field.instruction.append(self.attribute(inner, "instr"))
        field.is_locked = self.attribute(inner, "fldLock") not in ("", *_OFF)

    # What ends

    def _close(self, start: int, end: int) -> None:
        if not self.stack:
            return
        frame = self.stack.pop()
        item = frame.item
        if isinstance(item, Run):
            item.inner_end, item.end = start, end
            self.runs.pop()
        elif isinstance(item, Text):
            item.inner_end, item.end = start, end
        elif isinstance(item, Field):
            self._end_simple(item, start if start != end else 0)
        elif frame.name == "rPr" and self.stack and isinstance(self.stack[-1].item, Run):
            self.stack[-1].item.inside = end
        elif frame.kept == "instruction" and self.open:
            self.open[-1].instruction.append(decoded(self.part.data[frame.open_end : start]) or "")
        elif frame.name == "p":
            self.paragraph = int(frame.kept)
        elif frame.name in _GONE:
            self.gone -= 1
        if frame.names is not None:
            self.spaces, self.known = frame.names, {}

    def _end_simple(self, field: Field, at: int) -> None:
        if field in self.open:
            del self.open[self.open.index(field) :]
        field.is_ended, field.at = True, at


_OPENED = {
    "r": _Scanner._begin_run,
    "t": _Scanner._begin_text,
    "p": _Scanner._begin_paragraph,
    "hyperlink": _Scanner._begin_link,
    "del": _Scanner._begin_gone,
    "moveFrom": _Scanner._begin_gone,
    "footnote": _Scanner._begin_note,
    "endnote": _Scanner._begin_note,
    "footnoteReference": _Scanner._mark,
    "endnoteReference": _Scanner._mark,
    "bookmarkStart": _Scanner._bookmark_start,
    "bookmarkEnd": _Scanner._bookmark_end,
    "fldChar": _Scanner._field_character,
    "instrText": _Scanner._instruction,
    "fldSimple": _Scanner._simple_field,
}


def scan(name: str, data: bytes) -> Part:
    """What stands where in the part `name`, whose bytes are `data`."""
    part = Part(name, data)
    _Scanner(part).scan()
    return part


def bookmarks(parts: list[Part]) -> Iterator[tuple[Part, Bookmark]]:
    """All bookmarks with the parts that they are in."""
    for part in parts:
        for bookmark in part.bookmarks:
            yield part, bookmark
