"""The parts that kinds of document are arranged from: one function a part, in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from toolkit.document import (
    Block,
    Document,
    Heading,
    KeyPointList,
    ListBlock,
    Paragraph,
    Section,
    SourceList,
    StatisticPanel,
    Table,
    Version,
)
from toolkit.images import Images
from toolkit.inline import Emphasis, Inline, Inlines, Link, NoteUse, Plain, Strong, plain_text, walk
from toolkit.kind import Kind, Use, Words
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.numbering import SOURCES
from toolkit.papers import parts
from toolkit.papers.amendments import amendment_block, amendment_form
from toolkit.position import KeyPoint, Position
from toolkit.records import MutableRecord, replace

PRINTED_WORDS = (
    "skip-to-content",
    "language-versions",
    "key-points",
    "notes",
    "symbol-notes",
    "sources",
    "back-to-reference",
    "back-to-citation",
    "note",
    "contents",
    "inserted-text-begins",
    "inserted-text-ends",
    "deleted-text-begins",
    "deleted-text-ends",
    "legend",
    "legend-new",
    "legend-deleted",
)


class Paper(MutableRecord):
    """What the parts of one document are made of; `texts` counts those in the kind's own words."""

    position: Position
    language: Language
    images: Images
    kind: Kind
    texts: int = 0

    @property
    def in_brackets(self) -> bool:
        return self.kind.in_brackets(self.position.citations)

    def said(self, words: Words) -> Inlines:
        """Words of the kind in the language of the paper: fixed words, or its own, or those that it has."""
        tag, text = self._chosen(words)
        return (Plain(text, None if tag == self.language.tag else tag),) if text else ()

    def said_with_marks(self, words: Words) -> Inlines:
        """The same, with the marks in words of the kind's own."""
        tag, text = self._chosen(words)
        content = parse(text).inlines if text and "" not in words else self.said(words)
        return content if tag == self.language.tag else tuple([_spoken(one, tag) for one in content])

    def _chosen(self, words: Words) -> tuple[str, str]:
        """The language of the words that are printed, and those."""
        own = self.language.tag
        if "" in words:
            return own, self.language.word(words[""])
        tag = next((one for one in (own, "en") if one in words), next(iter(words), ""))
        return (tag, words[tag]) if tag else (own, "")

    def has_section(self, name: str) -> bool:
        """Whether a part of this name is in the kind."""
        return any(use.part == name for use in self.kind.parts)


Part = Callable[[Paper, Use], Iterator[Section]]


def compose_kind(
    kind: Kind, position: Position, language: Language, versions: tuple[Version, ...], images: Images
) -> Document:
    """The document of `kind` made out of `position` in `language`, its numbers still to be given."""
    paper = Paper(position, language, images, kind)
    blocks = [section for use in kind.parts for section in PARTS[use.part](paper, use)]
    label = plain_text(paper.said(kind.label))
    made = parts.document(kind.name, label, tuple(blocks), position, language, versions, PRINTED_WORDS)
    if kind.facts:
        by_key = {fact.key: fact for fact in made.facts}
        made = replace(made, facts=tuple([by_key[key] for key in kind.facts if key in by_key]))
    return made


def _spoken(inline: Inline, tag: str) -> Inline:
    """`inline` in the language `tag`."""
    if isinstance(inline, Plain):
        return replace(inline, language=tag)
    if isinstance(inline, (Strong, Emphasis, Link)):
        return replace(inline, children=tuple([_spoken(one, tag) for one in inline.children]))
    return inline


def _headed(paper: Paper, use: Use, role: str, blocks: tuple[Block, ...], word: str = "") -> Iterator[Section]:
    """A section of `role` with the heading that the kind gives it, or else the fixed word `word`, "" for none."""
    if not blocks:
        return
    words = use.heading or ({"": word} if word else {})
    heading = Heading(1, paper.said(words)) if words else None
    yield Section(f"part-{role}", role, heading, blocks)


def _summary(paper: Paper, use: Use) -> Iterator[Section]:
    """The summary; without a heading it is set as a standfirst where it is what the document begins with."""
    is_first = paper.kind.parts[0] is use
    role = "standfirst" if is_first and not use.heading else "body"
    blocks = parts.blocks(paper.position.summary, paper.images, role)
    if use.heading:
        yield from _headed(paper, use, "executive-summary", blocks)
    else:
        yield Section("summary", "summary" if is_first else "opening", None, blocks)


def _key_points(paper: Paper, use: Use) -> Iterator[Section]:
    """The list of key points; each leads to its section, where the kind has those."""
    listed = parts.key_point_list(paper.position.key_points)
    if not paper.has_section("argument"):
        listed = KeyPointList(tuple([replace(item, section="") for item in listed.items]))
    yield from _headed(paper, use, "key-points", (listed,), "key-points")


def _call(paper: Paper, use: Use) -> Iterator[Section]:
    yield from _headed(paper, use, "call", parts.blocks(paper.position.call, paper.images), "call")


def _amendments(paper: Paper, use: Use) -> Iterator[Section]:
    position, language, images = paper.position, paper.language, paper.images
    numbered = enumerate(position.amendments, 1)
    blocks = tuple([amendment_block(amendment, number, position, language, images) for number, amendment in numbered])
    yield from _headed(paper, use, "amendments", blocks, "amendments")


def _amendment_forms(paper: Paper, use: Use) -> Iterator[Section]:
    """Each amendment in the form of the Parliament."""
    position, language, images = paper.position, paper.language, paper.images
    numbered = enumerate(position.amendments, 1)
    forms = tuple([amendment_form(one, number, position, language, images) for number, one in numbered])
    heading = Heading(1, paper.said(use.heading)) if use.heading else None
    yield Section("part-amendments", "sheet", heading, forms)


def _amendment_list(paper: Paper, use: Use) -> Iterator[Section]:
    """The amendments by provision, a line each: what is amended, and which amendment does it."""
    position, language, images = paper.position, paper.language, paper.images
    lines: list[Inlines] = []
    for number, amendment in enumerate(position.amendments, 1):
        block = amendment_block(amendment, number, position, language, images)
        lines.append((Strong((Plain(block.provision),)), Plain(f" – {block.label}")))
    yield from _headed(paper, use, "amendment-list", (ListBlock(tuple(lines)),) if lines else (), "amendments")


def _argument(paper: Paper, use: Use) -> Iterator[Section]:  # noqa: ARG001
    """The section that argues each key point."""
    for number, point in enumerate(paper.position.key_points, 1):
        yield _point_section(paper, point, number, ())


def _sections(paper: Paper, use: Use) -> Iterator[Section]:  # noqa: ARG001
    """The sections of a briefing, each of which opens with its finding."""
    for number, point in enumerate(paper.position.key_points, 1):
        yield _point_section(paper, point, number, (Paragraph(parts.inlines(point.point), "call-out"),))


def _point_section(paper: Paper, point: KeyPoint, number: int, opening: tuple[Block, ...]) -> Section:
    blocks = (*opening, *parts.blocks(point.argument, paper.images))
    if point.statistics:
        panel = parts.statistic_panel(point.statistics, point.id, paper.language, paper.in_brackets)
        blocks = (*blocks, panel)
    heading = Heading(1, parts.inlines(point.heading), str(number))
    return Section(parts.point_anchor(point), "argument", heading, blocks)


def _figures(paper: Paper, use: Use) -> Iterator[Section]:
    """The figures of the position, or the first of them."""
    found = [one for point in paper.position.key_points for one in point.statistics]
    chosen = found[: use.most] if use.most else found
    panel: StatisticPanel = parts.statistic_panel(chosen, "figures", paper.language, paper.in_brackets)
    yield from _headed(paper, use, "figures", (panel,) if chosen else ())


def _closing(paper: Paper, use: Use) -> Iterator[Section]:
    yield from _headed(paper, use, "closing", parts.blocks(paper.position.closing, paper.images), "closing")


def _disclaimer(paper: Paper, use: Use) -> Iterator[Section]:
    yield from _headed(paper, use, "disclaimer", parts.blocks(paper.position.disclaimer, paper.images))


def _limitations(paper: Paper, use: Use) -> Iterator[Section]:
    blocks = parts.blocks(paper.position.limitations, paper.images)
    yield from _headed(paper, use, "limitations", blocks, "limitations")


def _questions(paper: Paper, use: Use) -> Iterator[Section]:
    items = tuple([parts.inlines(text) for text in paper.position.questions])
    yield from _headed(paper, use, "questions", (ListBlock(items),) if items else (), "questions")


def _comparison(paper: Paper, use: Use) -> Iterator[Section]:
    """The table of jurisdictions, its first column half as wide as the others."""
    comparison = paper.position.comparison
    if comparison:
        texts = (comparison.columns, *comparison.rows)
        rows = tuple([tuple([parts.inlines(cell) for cell in row]) for row in texts])
        widths = (2, *[3] * (len(comparison.columns) - 1))
        yield from _headed(paper, use, "comparison", (Table(rows, widths, header=True),), "comparison")


def _sources(paper: Paper, use: Use) -> Iterator[Section]:
    """Where the list of sources goes, which numbering writes."""
    if paper.in_brackets:
        words = paper.said(use.heading or {"": SOURCES})
        yield Section(f"part-{SOURCES}", SOURCES, Heading(1, words), (SourceList(),))


def _endorsers(paper: Paper, use: Use) -> Iterator[Section]:  # noqa: ARG001
    for block in parts.logos(paper.position, paper.language, paper.images):
        if isinstance(block, Section):
            yield block


def _text(paper: Paper, use: Use) -> Iterator[Section]:
    """A paragraph in the kind's own words; one that ends with a colon leads in what follows."""
    paper.texts += 1
    content = paper.said_with_marks(use.text)
    role = "lead-in" if plain_text(content).endswith(":") else "body"
    yield from _headed(paper, use, f"text-{paper.texts}", (Paragraph(content, role),))


def _addressee(paper: Paper, use: Use) -> Iterator[Section]:
    """Who a letter is to, what it is about, and the salutation."""
    word = paper.language.word
    title = _without_notes(parts.inlines(paper.position.title))
    lines: tuple[Inlines, ...] = (
        (Plain(f"{word('letter-to')}: {word('letter-members')}"),),
        (Plain(f"{word('letter-subject')}: "), *title),
        (Plain(word("letter-dear-members")),),
    )
    yield from _headed(paper, use, "addressee", tuple([Paragraph(line) for line in lines]))


def _signatories(paper: Paper, use: Use) -> Iterator[Section]:
    """The closing of a letter and the organisations that send it."""
    position, language = paper.position, paper.language
    closing = Paragraph((Plain(language.word("letter-yours")),), "signature")
    senders = Paragraph(parts.organisations(position, position.drafted_by, language))
    yield from _headed(paper, use, "signatories", (closing, senders))


def _without_notes(content: Inlines) -> Inlines:
    return tuple([one for one in content if not any(isinstance(inner, NoteUse) for inner in walk((one,)))])


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "summary": _summary,
        "key-points": _key_points,
        "call": _call,
        "amendments": _amendments,
        "amendment-list": _amendment_list,
        "amendment-forms": _amendment_forms,
        "argument": _argument,
        "sections": _sections,
        "figures": _figures,
        "closing": _closing,
        "disclaimer": _disclaimer,
        "comparison": _comparison,
        "limitations": _limitations,
        "questions": _questions,
        "sources": _sources,
        "endorsers": _endorsers,
        "text": _text,
        "addressee": _addressee,
        "signatories": _signatories,
    }
)
