"""The digest of a text: one SHA-256 over everything that a reader of a paper sees, in one language.

It stands for the text alone, whatever file, page, template or machine the paper is read on. Status, version and
endorsements say something about the text and are no part of it. docs/text-digest.md has every rule, with vectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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
)

FORM = "position-text 1"
ABOUT_THE_TEXT = frozenset({"endorsed-by", "endorsed-elsewhere", "status", "draft-translation"})
"""The lines of the title block, and the parts, that say something about the text."""

_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def text_digest(document: Document) -> str:
    """The digest of the text of `document`: 64 lower-case hexadecimal digits."""
    return digest_of_text(canonical_text(document))


def digest_of_text(text: str) -> str:
    """The digest of a canonical text: its SHA-256 in UTF-8."""
    return sha256(text.encode()).hexdigest()


def short_digest(digest: str) -> str:
    """The first 16 digits of a digest in groups of four, as papers print it: "9c1e 04b2 77d0 31fa"."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def canonical_text(document: Document) -> str:
    """The text that is digested: a line for each text of `document` in reading order, each ended by U+000A."""
    printer = _Printer()
    lines = [_line(FORM), _line("paper", document.id), _line("language", document.language)]
    lines += printer.head(document)
    for block in document.blocks:
        lines += printer.block(block)
    for note in document.notes:
        if note.id in printer.marked:
            lines.append(_line("note", note.mark, printer.inlines(note.content)))
    return "".join(lines)


def _escape(text: str) -> str:
    for character, name in _ESCAPED.items():
        if character in text:
            text = text.replace(character, name)
    return text


def _line(label: str, *texts: str) -> str:
    return "\t".join([label, *texts]) + "\n"


def _clean(text: str) -> str:
    """`text` as a reader sees it: no character without a shape, every run of space one space, composed (NFC)."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", _UNSEEN.sub("", text))
    return " ".join(text.split())


class _Printer:
    """Prints the parts of a document as lines; `marked` are the notes whose marks have been met."""

    def __init__(self) -> None:
        self.marked: set[str] = set()

    def head(self, document: Document) -> Iterator[str]:
        yield _line("kind", _label(document.label))
        yield _line("title", self.inlines(document.title))
        if document.subtitle:
            yield _line("subtitle", self.inlines(document.subtitle))
        for fact in document.facts:
            if fact.key not in ABOUT_THE_TEXT:
                yield _line("fact", _label(fact.label), self.inlines(fact.content))

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Section(_, role):
                yield from () if role in ABOUT_THE_TEXT else self.section(block)
            case Paragraph(content, role):
                yield _line("call-out" if role == "call-out" else "paragraph", self.inlines(content))
            case Figure():
                digest = sha256(block.data).hexdigest()
                yield _line("image", digest, _label(block.alternative), self.inlines(block.caption))
            case AmendmentBlock():
                yield from self.amendment(block)
            case Table(rows):
                for row in rows:
                    yield _line("row", *[self.inlines(cell) for cell in row])
            case Logos():
                return
            case _:
                yield from self.items(block)

    def section(self, section: Section) -> Iterator[str]:
        if heading := section.heading:
            yield _line(f"heading {heading.level}", _label(heading.number), self.inlines(heading.content))
        for inner in section.blocks:
            yield from self.block(inner)

    def items(self, block: ListBlock | KeyPointList | StatisticPanel | SourceList) -> Iterator[str]:
        match block:
            case ListBlock(texts, ordered):
                for number, text in enumerate(texts, 1):
                    yield _line("item", str(number) if ordered else "", self.inlines(text))
            case KeyPointList(points):
                for point in points:
                    yield _line("point", _label(point.number), self.inlines(point.content))
            case StatisticPanel(statistics):
                for statistic in statistics:
                    yield _line("statistic", _label(statistic.figure), self.inlines(statistic.content))
            case SourceList(sources):
                for source in sources:
                    yield _line("source", _label(source.number), self.inlines(source.content))

    def amendment(self, block: AmendmentBlock) -> Iterator[str]:
        yield _line("amendment", _label(block.label), _label(block.provision))
        for line in block.lines:
            yield _line("line", self.inlines(line.content))
        for text in block.texts:
            yield from self.wording(text)
        if block.original_language:
            yield _line("line", _label(block.original_language))
        if block.justification:
            yield _line("justification", _label(block.justification_label))
        for inner in block.justification:
            yield from self.block(inner)

    def wording(self, text: LabelledText) -> Iterator[str]:
        yield _line("wording", _label(text.label))
        for paragraph in text.paragraphs:
            yield _line("paragraph", self.inlines(paragraph))
        for note in text.notes:
            yield _line("law-note", _label(note.mark), self.inlines(note.content))

    def inlines(self, inlines: Inlines) -> str:
        return _clean("".join(self.parts(inlines)))

    def parts(self, inlines: Iterable[Inline]) -> Iterator[str]:
        for inline in inlines:
            match inline:
                case Plain(text):
                    yield _escape(text)
                case Mark(note, text):
                    self.marked.add(note)
                    yield f"<note>{_escape(text)}</note>"
                case NumberReference(_, _, number, before, after):
                    yield _escape(before + number + after)
                case Raised(text):
                    yield f"<sup>{_escape(text)}</sup>"
                case InnerLink(children) | Untranslated(children):
                    yield from self.parts(children)
                case _:
                    yield from self.tagged(inline)

    def tagged(self, inline: Inline) -> Iterator[str]:
        """What is inside a tag, with the tag."""
        match inline:
            case Strong(children):
                tag, attribute = "strong", ""
            case Emphasis(children):
                tag, attribute = "em", ""
            case Link(children, address):
                tag, attribute = "a", f" {_escape(address)}"
            case Change(children, kind, struck):
                tag, attribute = "ins" if kind == "inserted" else "del", " struck" if struck else ""
            case _:
                raise TypeError(f"{type(inline).__name__} has not been numbered")
        yield f"<{tag}{attribute}>"
        yield from self.parts(children)
        yield f"</{tag}>"


def _label(text: str) -> str:
    return _clean(_escape(text))
