"""Reads a tagged PDF as a screen reader does: by its structure tree, the text of each part from the content of pages.

Nothing but the file says what a heading or a note is (ISO 32000-1, 14.7 and 14.8). It also looks where on the pages
that stands: a note belongs on the page of its mark.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize

from toolkit.inspection.expectation import Expectation
from toolkit.inspection.lines import Line, with_title
from toolkit.inspection.pdf_content import PageContent, Piece, read_page
from toolkit.inspection.reading import (
    CELL,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    PDF,
    Fault,
    Passage,
    ReadBlock,
    Reading,
    ReadLink,
    ReadNote,
    ReadReference,
    ReadTarget,
    UnreadableFileError,
    leads_back,
    normal,
    primary,
    quote,
    unreadable,
    whole,
)
from toolkit.records import MutableRecord, Record, fresh

LEVELS = {f"H{level}": level for level in range(1, 7)}
TEXTS = ("P", "Caption", *LEVELS)
RENDER_AGAIN = "render the paper again"
SHORTEN = "shorten the notes of that line, or put their marks further apart: they take more than a page"
_ALIKE = str.maketrans("\u00a0\u202f\u2007\u2010\u2011\u00b5", "   --\u03bc")


def flat(text: str) -> str:
    """`text` with one character for those that a font draws with one sign: hard and plain spaces, Greek and Latin."""
    return normalize("NFC", text).translate(_ALIKE)


def flattened(expectation: Expectation) -> Expectation:
    """`expectation` as a PDF can show it: hard spaces and hyphens are plain ones."""
    due: Expectation = _flatten(expectation)
    return due


def _flatten(value: Any) -> Any:
    if isinstance(value, str):
        return normal(flat(value)) if value != " " else value
    if isinstance(value, (tuple, frozenset)):
        return type(value)([_flatten(one) for one in value])
    if isinstance(value, Record):
        return type(value)(*[_flatten(getattr(value, name)) for name in type(value).__match_args__])
    return value


def read_pdf(data: bytes) -> Reading:
    """What a reader of the file sees; bytes that are no tagged PDF give a fault, never an exception."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as file:
            if "/StructTreeRoot" not in file.Root:
                raise UnreadableFileError("the PDF has no tags that say what its parts are", RENDER_AGAIN)
            return _File(file).read()
    except UnreadableFileError as reason:
        return unreadable(PDF, reason)
    except pikepdf.PdfError:
        return unreadable(PDF, UnreadableFileError("the file is no PDF that can be read", RENDER_AGAIN))


class _Note(MutableRecord):
    """A note that is being read."""

    id: str
    mark: str = ""
    blocks: list[ReadBlock] = fresh(factory=list)
    back: list[ReadReference] = fresh(factory=list)
    places: list[int] = fresh(factory=list)


class _File:
    """One walk over a file."""

    def __init__(self, file: Any) -> None:
        self.file = file
        fonts: dict[Any, Any] = {}
        self.pages = [read_page(page, fonts) for page in file.pages]
        self.numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
        self.language = str(file.Root.get("/Lang", ""))
        self.destinations = _destinations(file)
        self.blocks: list[ReadBlock] = []
        self.notes: list[_Note] = []
        self.targets: dict[str, ReadTarget] = {}
        self.faults: list[Fault] = []
        self.marks: list[tuple[str, str, int]] = []  # note, what is shown, page
        self.begun: dict[str, int] = {}  # the page that each identified part begins on
        self.waiting: list[str] = []
        self.page = 0
        self.note: _Note | None = None
        self.line: Line | None = None
        self.spoken = ""
        self.number = ""
        self.label: list[str] | None = None
        self.used: set[tuple[int, int]] = set()

    def read(self) -> Reading:
        """The file as read."""
        for kid in _kids(self.file.Root.StructTreeRoot):
            self._element(kid, PARAGRAPH)
        self._check_places()
        self._check_pages()
        notes = tuple([_read_note(note) for note in self.notes])
        title = str(self.file.docinfo.get("/Title", "")) if self.file.docinfo else ""
        faults, targets = tuple(self.faults), self.targets
        margins = tuple([(kind, _furniture(page)) for page in self.pages for kind in ("header", "footer")])
        blocks = tuple(with_title(self.blocks))
        return Reading(PDF, self.language, title, blocks, notes, targets, faults, margins=margins)

    # Elements

    def _element(self, element: Any, kind: str) -> None:
        role = str(element.get("/S", ""))[1:]
        identifier = str(element.get("/ID", ""))
        if identifier:
            self._begin_target(identifier, role)
        before, language = self.spoken, element.get("/Lang")
        if language is not None:
            self.spoken = "" if primary(str(language)) == primary(self.language) else str(language)
        if role == "Note":
            self._take_note(element, identifier)
        elif role in TEXTS:
            self._text(element, role, kind)
        elif role == "Lbl":
            self._label(element)
        elif role == "Figure":
            self._figure(element)
        elif role == "Link":
            self._link(element, kind)
        else:
            self._kids(element, {"LBody": LIST_ITEM, "TD": CELL, "TH": CELL}.get(role, kind))
        self.spoken = before

    def _kid(self, kid: Any, element: Any, kind: str) -> None:
        if not _is_content(kid):
            self._element(kid, kind)
            return
        found = self._piece(kid, element)
        if found is not None:
            self._show(*found)

    def _piece(self, kid: Any, element: Any) -> tuple[str, int] | None:
        """The text of marked content and its page; None for what is no text."""
        page, number = element.get("/Pg"), kid
        if hasattr(kid, "get"):
            if str(kid.get("/Type", "")) == "/OBJR":
                return None
            page, number = kid.get("/Pg", page), kid.get("/MCID")
        at = self.numbers[page.objgen]
        piece = self.pages[at].pieces.get(int(number), Piece())
        if (at, int(number)) in self.used:
            self._say("text-differs", f"the text {quote(''.join(piece.text))} is read out twice")
        self.used.add((at, int(number)))
        return flat("".join(piece.text)), at

    def _show(self, text: str, page: int) -> None:
        self.page = page
        for name in self.waiting:
            self.begun.setdefault(name, page)
        self.waiting.clear()
        if self.note is not None:
            self.note.places.append(page)
        if self.label is not None:
            self.label.append(text)
            return
        if self.line is None:
            self.line = Line()
            self.line.add_collapsed(text, self.spoken)
            self._end_line(PARAGRAPH, 0)
            return
        self.line.add_collapsed(text, self.spoken)

    def _text(self, element: Any, role: str, kind: str) -> None:
        if self.line is not None:
            self._kids(element, kind)
            return
        self.line = Line()
        self._kids(element, kind)
        self._end_line(HEADING if role in LEVELS else kind, LEVELS.get(role, 0))

    def _end_line(self, kind: str, level: int) -> None:
        line, self.line = self.line, None
        if line is None or (line.is_empty and not line.marks):
            return
        if self.note is not None:
            self.note.blocks.append(line.block(PARAGRAPH))
        else:
            self.blocks.append(line.block(kind, level, self.number))
            self.number = ""

    def _label(self, element: Any) -> None:
        label = self.label = []
        self._kids(element, PARAGRAPH)
        self.label = None
        text = normal("".join(label))
        if self.note is not None:
            self.note.mark = text
        else:
            self.number = text if any(map(str.isalnum, text)) else ""

    def _figure(self, element: Any) -> None:
        own = self.line is None
        line = self.line = self.line or Line()
        line.images.append(Passage(self.spoken, str(element.get("/Alt", ""))))
        self._kids(element, PARAGRAPH)
        if own:
            self._end_line(PARAGRAPH, 0)

    def _take_note(self, element: Any, identifier: str) -> None:
        line, self.line = self.line, None
        note = self.note = _Note(identifier)
        self.notes.append(note)
        self._kids(element, PARAGRAPH)
        self.note, self.line = None, line

    # Links and what they lead to

    def _begin_target(self, identifier: str, role: str) -> None:
        if identifier in self.targets:
            code = "duplicate-note" if role == "Note" else "duplicate-anchor"
            self._say(code, f"two parts of the file have the id '{identifier}'; links lead to the first of them")
            return
        self.waiting.append(identifier)
        notes = (identifier,) if role == "Note" else ()
        self.targets[identifier] = ReadTarget(identifier, -1 if notes else len(self.blocks), "", notes)

    def _link(self, element: Any, kind: str) -> None:
        target, address = _leads_to(element)
        if self.label is not None:
            self._kids(element, kind)
            if self.note is not None:
                self.note.back.append(ReadReference(normal("".join(self.label)), target, "back"))
            return
        own, line = self.line is None, self.line or Line()
        self.line = line
        if self.note is None and str(element.get("/P", {}).get("/S", "")) == "/Reference":
            self._mark(element, target, line)
        else:
            part = len(line.parts)
            self._kids(element, kind)
            text = line.since(part)
            if target and leads_back(text):
                line.take_back(part)
                line.references.append(ReadReference(normal(text), target, "back"))
            elif target:
                line.references.append(ReadReference(normal(text), target, "anchor"))
            else:
                line.links.append(ReadLink(text, address))
        if own:
            self._end_line(kind, 0)

    def _mark(self, element: Any, target: str, line: Line) -> None:
        """The mark of a note: what it shows, and the page that it stands on."""
        self.label = []
        self._kids(element, PARAGRAPH)
        text, self.label = "".join(self.label), None
        shown = normal(text)
        name = str(element.get("/ID", ""))
        if name in self.targets:
            self.targets[name] = ReadTarget(name, len(self.blocks), "", (target,))
        line.add_mark(target, shown, "", name)
        if text.endswith(" "):  # at the end of a line
            line.add(" ")
        self.marks.append((target, shown, self.page))

    def _kids(self, element: Any, kind: str) -> None:
        for kid in _kids(element):
            self._kid(kid, element, kind)

    # Where things stand

    def _check_places(self) -> None:
        """note-page: each note begins on the page of its first mark; links lead to the page of what they name."""
        first: dict[str, tuple[str, int]] = {}
        for target, shown, page in self.marks:
            first.setdefault(target, (shown, page))
        for note in self.notes:
            shown, page = first.get(note.id, ("", -1))
            if shown and note.places and note.places[0] != page:
                message = f"note {shown} begins on page {note.places[0] + 1}, its mark is on page {page + 1}"
                self._say("note-page", message, shown, SHORTEN)
        for name, page in self.destinations.items():
            due = self.begun.get(name, page)
            if page != due:
                self._say("dead-anchor", f"links to '{name}' lead to page {page + 1}, but it is on page {due + 1}")

    def _check_pages(self) -> None:
        """text-differs: all text of a page is read out, and stands above its foot."""
        for at, page in enumerate(self.pages):
            unread = [piece for number, piece in page.pieces.items() if (at, number) not in self.used]
            for piece in (*unread, page.untagged):
                if "".join(piece.text).strip():
                    words = quote("".join(piece.text))
                    self._say("text-differs", f"the text {words} on page {at + 1} belongs to no part of the file")
            for piece in page.pieces.values():
                if not _is_inside(piece, page):
                    words = quote("".join(piece.text))
                    self._say("text-differs", f"the text {words} does not fit on page {at + 1}")

    def _say(self, code: str, message: str, note: str | None = None, hint: str = RENDER_AGAIN) -> None:
        self.faults.append(Fault(code, message, hint, 1, note))


def _furniture(page: PageContent) -> frozenset[str]:
    """What stands at the head and the foot of a page."""
    return frozenset({normal("".join(page.furniture.text))})


def _is_inside(piece: Piece, page: PageContent) -> bool:
    """Whether a text stands on the page, and above what stands at the foot of it."""
    left, bottom, right, top = page.size
    foot = max([y for _, y in page.furniture.places if y < (bottom + top) / 4], default=bottom)
    return all(left <= x <= right and foot < y <= top for x, y in piece.places)


def _read_note(note: _Note) -> ReadNote:
    return ReadNote(note.id, note.mark, whole(note.mark), tuple(note.blocks), tuple(note.back))


def _kids(element: Any) -> Iterator[Any]:
    kids = element.get("/K")
    if kids is None:
        return
    if getattr(kids, "_type_name", "") == "array":
        yield from kids
    else:
        yield kids


def _is_content(kid: Any) -> bool:
    """Whether a kid of a structure element is content of a page, or an annotation."""
    return not hasattr(kid, "get") or str(kid.get("/Type", "")) in ("/MCR", "/OBJR")


def _leads_to(link: Any) -> tuple[str, str]:
    """The name of the place in the file that `link` leads to, and the address outside; one of them is ""."""
    for kid in _kids(link):
        if hasattr(kid, "get") and str(kid.get("/Type", "")) == "/OBJR":
            annotation = kid.get("/Obj")
            return str(annotation.get("/Dest", "")), str(annotation.get("/A", {}).get("/URI", ""))
    return "", ""


def _destinations(file: Any) -> dict[str, int]:
    """The page of each place that links of the file may name."""
    import pikepdf

    if "/Names" not in file.Root or "/Dests" not in file.Root.Names:
        return {}
    numbers = {page.obj.objgen: number for number, page in enumerate(file.pages)}
    tree = pikepdf.NameTree(file.Root.Names.Dests)
    return {str(name): numbers[place[0].objgen] for name, place in tree.items()}
