"""What a reader of a resolved document must see, flat and in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.document import (
    AmendmentBlock,
    Block,
    Document,
    Figure,
    Heading,
    KeyPointList,
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
from toolkit.inspection.reading import Passage, normal
from toolkit.records import MutableRecord, Record, fresh


class ExpectedReference(Record):
    """A reference: its words, its number ("" for a link in the author's words), and what it leads to.

    `note` is the mark of the note, or `anchor` the place. Where `optional`, no link is asked for: Word has
    no live reference to a symbol note and no link inside a link. `parts` says that marks may split it.
    """

    text: str
    number: str = ""
    note: str = ""
    anchor: str = ""
    optional: bool = False
    parts: bool = False


class ExpectedLink(Record):
    """A link out of the paper; `text` is empty where marks inside it may split it."""

    address: str
    text: str


class ExpectedText(Record):
    """A text that must be displayed, each mark as `[^mark]`; `number` is printed before it.

    `anchors` are the places that begin here; `leads_to` the section that a key point links to.
    """

    text: str
    references: tuple[ExpectedReference, ...] = ()
    links: tuple[ExpectedLink, ...] = ()
    passages: tuple[Passage, ...] = ()
    number: str = ""
    is_heading: bool = False
    anchors: tuple[str, ...] = ()
    leads_to: str = ""


class ExpectedNote(Record):
    """A note: its mark, its number (None for a symbol note), its text."""

    mark: str
    number: int | None
    content: ExpectedText


class Expectation(Record):
    """All that must be seen. `anywhere` are labels and the title block: their place is the template's.

    `alternatives` are the texts of images, their language "" where it is the paper's.
    """

    title: ExpectedText
    body: tuple[ExpectedText, ...]
    anywhere: tuple[ExpectedText, ...]
    notes: tuple[ExpectedNote, ...]
    alternatives: tuple[Passage, ...]
    words: frozenset[str]


class _Printer(MutableRecord):
    """Collects what the inlines of one text display."""

    marks: Mapping[str, tuple[str, bool]]
    parts: list[str] = fresh(factory=list)
    references: list[ExpectedReference] = fresh(factory=list)
    links: list[ExpectedLink] = fresh(factory=list)
    passages: list[Passage] = fresh(factory=list)
    language: str = ""  # of the words that are met, where it is that of the original

    def add(self, inlines: Inlines, in_link: bool = False) -> None:
        """Append what `inlines` display."""
        for inline in inlines:
            if type(inline) is Plain and not inline.language and not self.language:
                self.parts.append(inline.text)
            else:
                self._add_one(inline, in_link)

    def _add_one(self, inline: Inline, in_link: bool) -> None:
        match inline:
            case Plain(text, language):
                self._show(text, language)
            case Strong(children) | Emphasis(children) | Change(children):
                self.add(children, in_link)
            case Raised(text):
                self._show(text)
            case Untranslated(children, language):
                self.language = language
                self.add(children, in_link)
                self.language = ""
            case Link(children, address):
                begun = len(self.parts)
                self.add(children, True)
                text = "" if _is_split(children) else "".join(self.parts[begun:])
                self.links.append(ExpectedLink(address, text))
            case InnerLink(children, target):
                begun = len(self.parts)
                self.add(children, True)
                text, split = "".join(self.parts[begun:]), _is_split(children)
                self.references.append(ExpectedReference(text, "", "", target, in_link, split))
            case Mark(_, text, _):
                self.parts.append(f"[^{text}]")
            case NumberReference():
                self._add_number(inline, in_link)

    def _show(self, text: str, language: str | None = None) -> None:
        """Append words in `language`, or in that of the words that they stand among."""
        self.parts.append(text)
        if spoken := language or self.language:
            self.passages.append(Passage(spoken, text))

    def _add_number(self, inline: NumberReference, in_link: bool) -> None:
        text = inline.before + inline.number + inline.after
        self._show(text)
        mark, is_symbol = self.marks.get(inline.target, ("", False)) if inline.kind == "note" else ("", False)
        anchor = "" if inline.kind == "note" else inline.target
        self.references.append(ExpectedReference(text, inline.number, mark, anchor, in_link or is_symbol))


def _is_split(children: Inlines) -> bool:
    """Whether a link holds marks or links, which HTML does not allow inside it."""
    return any(
        isinstance(child, (Mark, NumberReference, Link, InnerLink))
        or (isinstance(child, (Strong, Emphasis, Change, Untranslated)) and _is_split(child.children))
        for child in children
    )


class _Collector(MutableRecord):
    """Collects the expectation of a document, block by block."""

    marks: Mapping[str, tuple[str, bool]]
    body: list[ExpectedText] = fresh(factory=list)
    anywhere: list[ExpectedText] = fresh(factory=list)
    alternatives: list[Passage] = fresh(factory=list)
    pending: list[str] = fresh(factory=list)

    def text(self, inlines: Inlines, number: str = "", is_heading: bool = False, leads_to: str = "") -> ExpectedText:
        """What `inlines` display."""
        if len(inlines) == 1 and type(inlines[0]) is Plain and not inlines[0].language:
            text = normal(inlines[0].text)
            return ExpectedText(text, (), (), (), number, is_heading, tuple(self.pending), leads_to)
        printer = _Printer(self.marks)
        printer.add(inlines)
        return ExpectedText(
            normal("".join(printer.parts)),
            tuple(printer.references),
            tuple(printer.links),
            tuple(printer.passages),
            number,
            is_heading,
            tuple(self.pending),
            leads_to,
        )

    def add(self, inlines: Inlines, number: str = "", is_heading: bool = False, leads_to: str = "") -> None:
        """`inlines` come next; the places that wait begin here."""
        text = self.text(inlines, number, is_heading, leads_to)
        if text.text:
            self.body.append(text)
            self.pending.clear()

    def add_block(self, block: Block) -> None:
        """What `block` displays comes next."""
        match block:
            case Section(anchor, _, heading, blocks):
                self.pending.append(anchor)
                self._add_heading(heading)
                for inner in blocks:
                    self.add_block(inner)
            case Paragraph(content, _):
                self.add(content)
            case Figure():
                self.alternatives += [Passage(block.language, block.alternative)] if block.alternative else []
                self.add(block.caption)
            case Table(rows):
                for cell in [cell for row in rows for cell in row]:
                    self.add(cell)
            case Logos(figures):
                self.alternatives += [Passage(figure.language, figure.alternative) for figure in figures]
            case AmendmentBlock():
                self._add_amendment(block)
            case _:
                self._add_items(block)

    def _add_items(self, block: ListBlock | KeyPointList | StatisticPanel | SourceList) -> None:
        match block:
            case SourceList(sources):
                for source in sources:
                    self.pending.append(source.anchor)
                    self.add(source.content, source.number)
            case ListBlock(items, ordered):
                for index, item in enumerate(items, 1):
                    self.add(item, str(index) if ordered else "")
            case KeyPointList(points):
                for point in points:
                    self.add(point.content, point.number, False, point.section)
            case StatisticPanel(statistics):
                for statistic in statistics:
                    self.add((Plain(statistic.figure),))
                    self.add(statistic.content)

    def _add_heading(self, heading: Heading | None) -> None:
        if heading is not None:
            self.add(heading.content, heading.number, True)

    def _add_amendment(self, block: AmendmentBlock) -> None:
        self.pending.append(block.anchor)
        self.add((Plain(block.label),), "", True)
        self.add((Plain(block.provision),))
        for line in block.lines:
            self.add(line.content)
        for text in block.texts:
            if text.label:
                self.anywhere.append(ExpectedText(normal(text.label)))
            for paragraph in text.paragraphs:
                self.add(paragraph)
            for note in text.notes:
                self.add((Raised(note.mark), Plain(" "), *note.content))
        self.add((Plain(block.original_language),))
        if block.justification_label:
            self.anywhere.append(ExpectedText(normal(block.justification_label)))
        for inner in block.justification:
            self.add_block(inner)


def expect(document: Document) -> Expectation:
    """What a reader of `document` must see."""
    marks = {note.id: (note.mark, note.number is None) for note in document.notes}
    collector = _Collector(marks)
    title = collector.text(document.title)
    head = [text for text in _head(document, collector) if text.text]
    for block in document.blocks:
        collector.add_block(block)
    notes = [
        ExpectedNote(note.mark, note.number, _Collector(marks).text(note.content))
        for note in document.notes
        if note.uses
    ]
    words = frozenset([normal(word) for word in document.words.values()])
    return Expectation(
        title,
        tuple(collector.body),
        (*head, *collector.anywhere),
        tuple(notes),
        tuple(collector.alternatives),
        words,
    )


def _head(document: Document, collector: _Collector) -> Iterator[ExpectedText]:
    """The title block but for the title itself."""
    yield collector.text((Plain(document.label),))
    yield collector.text(document.subtitle)
    for fact in document.facts:
        yield collector.text((Plain(fact.label),))
        yield collector.text(fact.content)
