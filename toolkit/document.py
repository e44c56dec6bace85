"""The paper as it is printed: one tree that every writer prints and every verification compares with.

The order of the fields of a block is the order in which a reader meets its texts; `map_texts` keeps to it,
and numbering rests on that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Union

from toolkit.inline import Inlines
from toolkit.position import Provision
from toolkit.records import Record, replace


class Heading(Record):
    """A heading in the paper; `level` 1 is directly below the title. `number` is printed before it ("1")."""

    level: int
    content: Inlines
    number: str = ""


class Paragraph(Record):
    """`role` is "body", "standfirst", "call-out", "justification", "lead-in" or "signature".

    The last two stand on the page of what follows.
    """

    content: Inlines
    role: str = "body"


class ListBlock(Record):
    """A list; `ordered` lists are numbered 1, 2, 3."""

    items: tuple[Inlines, ...]
    ordered: bool = False


class KeyPointItem(Record):
    """One line of the list of key points. `section` is the anchor of the section that argues it."""

    number: str
    content: Inlines
    section: str


class KeyPointList(Record):
    items: tuple[KeyPointItem, ...]


class StatisticItem(Record):
    """A figure as printed ("52 %") and the words that follow it."""

    figure: str
    content: Inlines


class StatisticPanel(Record):
    items: tuple[StatisticItem, ...]


class Figure(Record):
    """An image with its alternative text; `data` are the bytes of a PNG or JPEG, sizes in pixels.

    `language` is that of the alternative text, where a draft has it in the words of the original.
    """

    name: str
    data: bytes
    media_type: str
    width: int
    height: int
    alternative: str
    caption: Inlines = ()
    language: str = ""


class SourceItem(Record):
    """A source in the list at the end, cited as "[4]"; `uses` is how many references lead to it."""

    anchor: str
    number: str
    content: Inlines
    uses: int


class SourceList(Record):
    """The sources in the order of their numbers; empty until they are numbered."""

    items: tuple[SourceItem, ...] = ()


class Logos(Record):
    """The logos of organisations side by side, each described by the organisation's name."""

    figures: tuple[Figure, ...]


class Table(Record):
    """Rows of cells; the first cell of each heads its row, and the first row heads the columns where `header` says so.

    `widths` are the shares of the columns. In the `role` "form" an empty cell has room to sign in, in "statement" for a
    sentence or two.
    """

    rows: tuple[tuple[Inlines, ...], ...]
    widths: tuple[int, ...]
    header: bool = False
    role: str = ""


class LawNote(Record):
    """A footnote of the amended law, printed below the wording that holds its mark."""

    mark: str
    content: Inlines


class LabelledText(Record):
    """A wording with the label that says what it is. `role`: "original", "proposed", "inserted", "deleted"."""

    label: str
    paragraphs: tuple[Inlines, ...]
    role: str
    notes: tuple[LawNote, ...] = ()


class AmendmentBlock(Record):
    """A proposed amendment: `label` "Amendment 1", `provision` "Article 5(2)", its wordings, why it is asked for.

    `lines` stand between the heading and the wordings: who tables it, the act, the position line, as the Parliament's
    form has them, or how it is related to others. In `form` "columns" two wordings stand side by side.
    `original_language` is the line below them ("Or. en"). `alone` begins a new page. With `deleted` the whole
    provision goes: the proposed wording is the word that says so.
    """

    anchor: str
    number: str
    label: str
    provision: str
    lines: tuple[AmendmentLine, ...]
    texts: tuple[LabelledText, ...]
    justification_label: str = ""
    justification: tuple[Block, ...] = ()
    form: str = "compact"
    original_language: str = ""
    alone: bool = False
    deleted: bool = False


class AmendmentLine(Record):
    """A line of an amendment. `role`: "relation", "tablers", "act", "position", which names the `provision`."""

    role: str
    content: Inlines
    provision: Provision | None = None


class Section(Record):
    """A part of the paper. `role` is "summary", "opening", "key-points", "call", "amendments", "argument",
    "closing", "sources" or "endorsed-by"."""

    anchor: str
    role: str
    heading: Heading | None
    blocks: tuple[Block, ...]


Block = Union[
    Paragraph, ListBlock, KeyPointList, StatisticPanel, Figure, Logos, Table, SourceList, AmendmentBlock, Section
]


class Note(Record):
    """A note as printed. `number` is None for a symbol note; `uses` is how many marks lead to it."""

    id: str
    mark: str
    number: int | None
    content: Inlines
    uses: int


class Fact(Record):
    """A line of the title block: "Drafted by" and who. `key` is that of its label among the fixed words."""

    label: str
    content: Inlines
    key: str = ""


class Version(Record):
    """Another language version of the same paper: tag, its own name of the language, file name of the HTML."""

    language: str
    name: str
    file: str


class Document(Record):
    """A whole paper in one language.

    `language` is the tag of HTML and file names ("en"), `word_language` that of Word ("en-GB").
    `words` are the fixed words that writers print, by key. `date` is ISO 8601, for properties. `extent` says what
    there is, counted: "4 key positions, 3 amendments, 30 notes". `draft` is the label of a draft
    of a translation. `status` and `digest` stand on each page: what the paper is where it is not final ("Draft"),
    and the short form of the digest of its text.
    """

    id: str
    kind: str
    language: str
    word_language: str
    label: str
    title: Inlines
    subtitle: Inlines
    facts: tuple[Fact, ...]
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    words: Mapping[str, str]
    versions: tuple[Version, ...]
    author: str
    date: str
    version: str
    extent: str = ""
    draft: str = ""
    status: str = ""
    digest: str = ""


class Measured(Record):
    """What the parts of a document take on its pages in Word, in points, and the `room` that the pages have for them.

    `parts` are named by their headings, "" for what has none; `line` is the height of a line of running text.
    """

    parts: Mapping[str, float]
    room: float
    line: float


TextMap = Callable[[Inlines], Inlines]


def _map_wording(text: LabelledText, change: TextMap) -> LabelledText:
    paragraphs = tuple([change(paragraph) for paragraph in text.paragraphs])
    notes = tuple([replace(note, content=change(note.content)) for note in text.notes])
    return replace(text, paragraphs=paragraphs, notes=notes)


def map_block(block: Block, change: TextMap) -> Block:
    """`block` with every text changed; `change` is called in reading order."""
    match block:
        case Paragraph(content, role):
            return Paragraph(change(content), role)
        case ListBlock(items, ordered):
            return ListBlock(tuple([change(item) for item in items]), ordered)
        case KeyPointList() | StatisticPanel() | SourceList():
            return replace(block, items=tuple([replace(item, content=change(item.content)) for item in block.items]))
        case Figure():
            return replace(block, caption=change(block.caption))
        case Logos():
            return block
        case Table(rows):
            return replace(block, rows=tuple([tuple([change(cell) for cell in row]) for row in rows]))
        case AmendmentBlock():
            lines = tuple([replace(line, content=change(line.content)) for line in block.lines])
            texts = tuple([_map_wording(text, change) for text in block.texts])
            justification = tuple([map_block(inner, change) for inner in block.justification])
            return replace(block, lines=lines, texts=texts, justification=justification)
        case Section(anchor, role, heading, blocks):
            if heading:
                heading = replace(heading, content=change(heading.content))
            return Section(anchor, role, heading, tuple([map_block(inner, change) for inner in blocks]))


def map_texts(document: Document, change: TextMap) -> Document:
    """`document` with every text but the notes changed; `change` is called in reading order."""
    return replace(
        document,
        title=change(document.title),
        subtitle=change(document.subtitle),
        facts=tuple([replace(fact, content=change(fact.content)) for fact in document.facts]),
        blocks=tuple([map_block(block, change) for block in document.blocks]),
    )
