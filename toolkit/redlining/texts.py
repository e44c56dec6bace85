"""The texts of a Document as lines, in the order in which they are read, each with the part that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from toolkit.digests import sha256
from toolkit.document import (
    AmendmentBlock,
    Block,
    Document,
    Figure,
    KeyPointList,
    LabelledText,
    ListBlock,
    Logos,
    Note,
    Paragraph,
    Section,
    SourceList,
    StatisticPanel,
    Table,
)
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
    Untranslated,
    plain_text,
)
from toolkit.redlining.lines import Line, read_line
from toolkit.redlining.pieces import Piece, split_words

Words = Mapping[str, str]
Looks = tuple[str, ...]


class Spot(NamedTuple):
    """What a line is: its `kind` ("title", "heading", "body", "item" …) and the label of its `part`.

    `level` is that of a heading, `number` what is printed before the line.
    """

    kind: str
    part: str
    level: int = 0
    number: str = ""


class Shown(NamedTuple):
    """How a piece looks: "strong", "em", "s", "sup", "changed", "lang …", from the outside in; where its link leads.

    `mark` and `note` are those of a note's mark; `number` is what a reference shows; `figure` is an image.
    """

    looks: Looks = ()
    address: str = ""
    note: str = ""
    mark: str = ""
    figure: Figure | None = None


class TextReader:
    """Reads the lines of a document. `names` are those of its notes, `words` the fixed words for parts."""

    def __init__(self, document: Document, names: Mapping[str, str], words: Words) -> None:
        self.document = document
        self.names = names
        self.words = words
        self.symbols = {note.id: note.mark for note in document.notes if note.number is None}
        self.part = words["redline-title"]

    def body(self) -> list[Line]:
        """Every line but the notes."""
        document = self.document
        lines = [self.line("kind", (Plain(document.label),)), self.line("title", document.title)]
        if document.subtitle:
            lines.append(self.line("subtitle", document.subtitle))
        lines += [self.line("fact", (Plain(f"{fact.label}: "), *fact.content)) for fact in document.facts]
        for block in document.blocks:
            lines += self.block(block, "body")
        return lines

    def note(self, note: Note) -> Line:
        """The line of a note."""
        part = self.words["note-reference"].replace("{0}", note.mark)
        return read_line("note", list(self.pieces(note.content)), Spot("note", part, number=note.mark))

    def line(self, kind: str, content: Inlines, level: int = 0, number: str = "") -> Line:
        return read_line(kind, list(self.pieces(content)), Spot(kind, self.part, level, number))

    def block(self, block: Block, role: str) -> Iterator[Line]:
        """The lines of a block of the paper."""
        match block:
            case Paragraph(content, kind):
                yield self.line(role if kind == "body" else kind, content)
            case Figure():
                yield self.figure(block)
                yield from [self.line("caption", block.caption)] if block.caption else []
            case AmendmentBlock():
                yield from self.amendment(block)
            case Section():
                yield from self.section(block)
            case Table(rows):
                yield from [self.line("row", _in_one_line(row)) for row in rows]
            case Logos():
                return
            case _:
                yield from self.items(block)

    def items(self, block: ListBlock | KeyPointList | StatisticPanel | SourceList) -> Iterator[Line]:
        match block:
            case ListBlock(texts, ordered):
                kind = "numbered" if ordered else "item"
                for number, item in enumerate(texts, 1):
                    yield self.line(kind, item, number=str(number) if ordered else "")
            case KeyPointList():
                yield from self.key_points(block)
            case StatisticPanel(figures):
                for one in figures:
                    yield self.line("statistic", (Strong((Plain(one.figure),)), Plain(" "), *one.content))
            case SourceList(sources):
                for source in sources:
                    yield self.line("source", source.content, number=source.number)

    def key_points(self, block: KeyPointList) -> Iterator[Line]:
        """The lines of the list of key points, each a part of its own."""
        whole = self.part
        for point in block.items:
            self.part = f"{whole}, {point.number}"
            yield self.line("key-point", point.content, number=point.number)
        self.part = whole

    def figure(self, figure: Figure) -> Line:
        key = ("figure", sha256(figure.data).hexdigest(), figure.alternative)
        piece = Piece("", key, atom=True, data=Shown(figure=figure))
        return read_line("figure", [piece], Spot("figure", self.part))

    def section(self, section: Section) -> Iterator[Line]:
        """A section; its heading is what its part is called."""
        if section.heading:
            heading = section.heading
            self.part = f"{heading.number} {plain_text(heading.content)}".strip()
            yield self.line("heading", heading.content, min(heading.level + 1, 6), heading.number)
        elif section.anchor == "summary":
            self.part = self.words["redline-summary"]
        for block in section.blocks:
            yield from self.block(block, "body")

    def amendment(self, block: AmendmentBlock) -> Iterator[Line]:
        """An amendment: heading, lines, wordings, justification."""
        before = self.part
        self.part = block.label
        provision = f" – {block.provision}" if block.provision else ""
        yield self.line("amendment", (Plain(block.label + provision),), 3)
        for line in block.lines:
            yield self.line("line", line.content)
        for text in block.texts:
            yield from self.wording(text)
        if block.original_language:
            yield self.line("line", (Plain(block.original_language),))
        if block.justification:
            yield self.line("label", (Plain(block.justification_label),))
            for inner in block.justification:
                yield from self.block(inner, "justification")
        self.part = before

    def wording(self, text: LabelledText) -> Iterator[Line]:
        yield self.line("label", (Plain(text.label),))
        for paragraph in text.paragraphs:
            yield self.line(f"wording {text.role}", paragraph)
        for note in text.notes:
            yield self.line("law-note", (Raised(note.mark), Plain(" "), *note.content))

    # Pieces

    def pieces(self, content: Inlines, looks: Looks = (), address: str = "") -> Iterator[Piece]:
        """The pieces of a text."""
        for inline in content:
            yield from self.inline(inline, looks, address)

    def inline(self, inline: Inline, looks: Looks, address: str) -> Iterator[Piece]:
        match inline:
            case Plain(text, language):
                yield from _text(text, (*looks, f"lang {language}") if language else looks, address)
            case Raised(text):
                yield from _text(text, (*looks, "sup"), address)
            case Mark(note, text):
                key: tuple[object, ...] = ("note", self.names[note], inline.use > 1, self.symbols.get(note, ""))
                yield Piece("", key, atom=True, data=Shown(looks, note=note, mark=text))
            case NumberReference(kind, target, number, before, after):
                key = (kind, self.names[target] if kind == "note" else target, looks)
                yield from _text(before, looks, address)
                yield Piece(number, key, atom=True, data=Shown(looks))
                yield from _text(after, looks, address)
            case Link(children, target):
                yield from self.pieces(children, looks, address or target)
            case (
                InnerLink(children) | Strong(children) | Emphasis(children) | Change(children) | Untranslated(children)
            ):
                yield from self.pieces(children, (*looks, *_looks_of(inline)), address)
            case _:
                raise TypeError(f"{type(inline).__name__} has not been numbered")


def _in_one_line(cells: Sequence[Inlines]) -> Inlines:
    """The cells of a row, with a stroke between them."""
    return tuple([inline for cell in cells for inline in (Plain(" | "), *cell)][1:])


def _looks_of(inline: Inline) -> Looks:
    match inline:
        case Strong():
            return ("strong",)
        case Emphasis():
            return ("em",)
        case Change(_, _, struck):
            return ("s",) if struck else ("changed",)
        case Untranslated(_, language):
            return (f"lang {language}",)
    return ()


def _text(text: str, looks: Looks, address: str) -> Iterator[Piece]:
    shown = Shown(looks, address)
    for part, gap in split_words(text):
        yield Piece(part, (part, looks, address), gap, data=shown)
