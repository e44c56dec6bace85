"""A Word file of others while it is brought in: its parts, all of them together within the limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.inspection.package import Package, parse
from toolkit.inspection.reading import UnreadableFileError
from toolkit.inspection.word import MC, W
from toolkit.inspection.word_lists import ListCounter, Lists
from toolkit.inspection.word_styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 16_000_000  # of all parts that are read as XML
MAX_TAGS = 700_000
MAX_LINES = 50_000  # or paragraphs
MAX_CHARACTERS = 4_000_000
MAX_RUNS = 20_000  # of one paragraph
_DEEPEST = 150
_BROKEN = "send a fresh copy, or open it in Word and save it again as .docx"

DELETED, INSERTED = (W + "del", W + "moveFrom"), (W + "ins", W + "moveTo")
# Elements that only say something of the text.
NOT_SHOWN = frozenset(
    [
        *[
            W + name
            for name in (
                *("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
                *("smartTagPr", "customXmlPr", "delInstrText", "fldData", "ffData", "rubyPr"),
            )
        ],
        MC + "Fallback",
    ]
)


class OpenedFile:
    """The parts of a Word file and what is counted while they are read; `kind` says what the file is."""

    def __init__(self, data: bytes, kind: str) -> None:
        self.kind = kind
        self.package = Package(data)
        self.bytes = self.tags = self.lines = self.characters = self._depth = 0
        relations = self.package.relationships("").values()
        self.main = next((one.target for one in relations if one.kind == "officeDocument"), "word/document.xml")
        if not self.package.has(self.main):
            raise UnreadableFileError("the file is no Word document", "give a .docx file")
        self.relationships = self.package.relationships(self.main)
        self.style_root = self.part("styles")
        self.styles = Styles(self.style_root)
        self.counter = ListCounter(Lists(self.part("numbering")))
        self.apart: list[tuple[str, str]] = []

    def document(self) -> Element:
        """The root of the main part."""
        root = self.xml(self.main)
        if root.tag != W + "document":
            raise UnreadableFileError("the file is an Office file, but no Word document", "give a .docx file")
        return root

    def xml(self, name: str) -> Element:
        """The root of a part, counted against the limits."""
        data = self.package.read(name)
        self.bytes += len(data)
        self.tags += data.count(b"<")
        if self.bytes > MAX_BYTES or self.tags > MAX_TAGS:
            raise self._too_large(f"the file is larger than {self.kind} can be")
        return parse(data, name)

    def parts(self, kind: str) -> Iterator[str]:
        """The names of the parts of `kind`."""
        for relation in self.relationships.values():
            if relation.kind == kind and not relation.external and self.package.has(relation.target):
                yield relation.target

    def part(self, kind: str) -> Element | None:
        """The root of the first part of `kind`."""
        name = next(self.parts(kind), None)
        return self.xml(name) if name else None

    def count(self, lines: int, characters: int) -> None:
        """Counts what was read; too much of it ends the reading."""
        self.lines += lines
        self.characters += characters
        if self.lines > MAX_LINES:
            raise self._too_large(f"the file has more than {MAX_LINES} lines")
        if self.characters > MAX_CHARACTERS:
            raise self._too_large(f"the file has more words than {self.kind} can have")

    def enter(self) -> None:
        """An element begins inside those that are being walked through; `leave` ends it."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFileError(f"the file is nested more than {_DEEPEST} levels deep", _BROKEN)

    def leave(self) -> None:
        """The element that was entered last ends."""
        self._depth -= 1

    def _too_large(self, message: str) -> UnreadableFileError:
        return UnreadableFileError(message, f"{self.kind} is smaller; divide it")
