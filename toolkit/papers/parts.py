"""Parts that kinds of documents share: texts, blocks, figures, amendments, the lines below the title."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.citations import eur_lex_address
from toolkit.document import (
    Block,
    Document,
    Fact,
    Figure,
    KeyPointItem,
    KeyPointList,
    ListBlock,
    Paragraph,
    StatisticItem,
    StatisticPanel,
    Version,
)
from toolkit.images import Images
from toolkit.inline import Citation, CitationItem, Inline, Inlines, Link, Plain, Untranslated, plain_text, untranslated
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.papers.endorsers import endorsing_organisations, logo_section
from toolkit.position import Blocks, KeyPoint, Named, Position, Statistic, Text


def inlines(text: Text | None) -> Inlines:
    """The inlines of a text; none where there is no text."""
    if text is None:
        return ()
    content = parse(text.value).inlines
    return untranslated(content, text.language) if text.language else content


def blocks(given: Blocks, images: Images, role: str = "body") -> tuple[Block, ...]:
    """The blocks of running text; `role` is that of its plain paragraphs."""
    made: list[Block] = []
    for block in given:
        if block.role in ("list", "numbered-list"):
            items = tuple([inlines(text) for text in block.texts])
            made.append(ListBlock(items, block.role == "numbered-list"))
        elif block.role == "image":
            made.append(_figure(block.texts[0], block.image, images))
        else:
            paragraph = "call-out" if block.role == "call-out" else role
            made.append(Paragraph(inlines(block.texts[0]), paragraph))
    return tuple(made)


def _figure(alternative: Text, name: str, images: Images) -> Figure:
    image = images[name]
    size = (image.width, image.height)
    return Figure(name, image.data, image.media_type, *size, alternative.value, language=alternative.language)


def key_point_list(points: Sequence[KeyPoint]) -> KeyPointList:
    """The key points in their order, numbered from 1, each leading to its section."""
    items = [
        KeyPointItem(str(number), inlines(point.point), point_anchor(point)) for number, point in enumerate(points, 1)
    ]
    return KeyPointList(tuple(items))


def point_anchor(point: KeyPoint) -> str:
    """The anchor of the section that argues a point; its prefix keeps it apart from all others in the page."""
    return f"point-{point.id}"


def statistic_panel(
    statistics: Sequence[Statistic], group: str, language: Language, before: bool = False
) -> StatisticPanel:
    """The figures of a section; those with the same source and locator share one note.

    `before` puts what is cited before the last punctuation mark, whatever the house style has for marks of notes.
    """
    before = before or language.conventions.note_mark == "before"
    items = []
    for statistic in statistics:
        content = inlines(statistic.text)
        if statistic.source:
            item = CitationItem(statistic.source.id, statistic.locator)
            note = f"{group}/{statistic.source.id}/{statistic.locator}"
            content = _with_mark(content, Citation((item,), group=note), before)
        items.append(StatisticItem(language.figure(statistic.value, statistic.unit), content))
    return StatisticPanel(tuple(items))


_PUNCTUATION = ".,;:"


def _with_mark(content: Inlines, citation: Citation, before: bool) -> Inlines:
    """`content` with a mark at its end: `before` the punctuation mark that ends it, or after it."""
    last = content[-1] if content else None
    if isinstance(last, Untranslated):
        return (*content[:-1], Untranslated(_with_mark(last.children, citation, before), last.language))
    if isinstance(last, Plain) and last.text[-1:] in _PUNCTUATION and before:
        return (*content[:-1], Plain(last.text[:-1], last.language), citation, Plain(last.text[-1], last.language))
    return (*content, citation)


def document(
    kind: str,
    label: str,
    blocks: tuple[Block, ...],
    position: Position,
    language: Language,
    versions: tuple[Version, ...],
    words: Sequence[str],
) -> Document:
    """A document of `kind` with these `blocks` below what every one says of itself, its numbers still to be given.

    `words` are the keys of the fixed words that its files print beside the text.
    """
    drafters = [organisation_name(position, named.id, language.tag) for named in position.drafted_by]
    return Document(
        id=position.id,
        kind=kind,
        language=language.tag,
        word_language=language.word_tag,
        label=label,
        title=inlines(position.title),
        subtitle=inlines(position.subtitle),
        facts=facts(position, language),
        blocks=blocks,
        notes=(),
        words={key: language.word(key) for key in words}
        | {"page-of": language.words["page-of"], "language-count": language.count("language-count", len(versions))},
        versions=versions,
        author=", ".join(drafters),
        date=position.date.iso() if position.date else "",
        version=position.version,
        draft=language.word("draft-translation") if any(position.untranslated) else "",
        status=page_status(position, language),
    )


def page_status(position: Position, language: Language) -> str:
    """What each page says of a paper that is not final: "Draft", "For endorsement", "Draft translation"."""
    keys = [position.status] if position.status != "final" else []
    keys += ["draft-translation"] if any(position.untranslated) else []
    return ", ".join([language.word(key) for key in keys])


def organisations(position: Position, named: Sequence[Named], language: Language) -> Inlines:
    """The names of organisations in the language, each a link to its site."""
    found: list[Inline] = []
    for index, one in enumerate(named):
        organisation = position.organisations[one.id]
        name = organisation_inline(position, one.id, language.tag)
        if index:
            found.append(Plain(", "))
        found.append(Link((name,), organisation.address) if organisation.address else name)
    return tuple(found)


def _by_name(position: Position, named: Sequence[Named], language: Language) -> list[Named]:
    """Organisations in the order of the language's alphabet."""
    if len(named) < 2:
        return list(named)
    from toolkit.languages.collation import sort_key

    key = sort_key(language.tag)
    return sorted(named, key=lambda one: key(organisation_name(position, one.id, language.tag)))


def organisation_name(position: Position, identifier: str, tag: str) -> str:
    """The name of an organisation in a language, or else its only one, or the English one."""
    return organisation_inline(position, identifier, tag).text


def organisation_inline(position: Position, identifier: str, tag: str) -> Plain:
    """The name of an organisation, tagged with its own language where it has none in `tag`."""
    names = position.organisations[identifier].names
    own = next((one for one in (tag, "", "en") if names.get(one)), next(iter(names)))
    return Plain(names[own], own if own not in ("", tag) else None)


def file_line(position: Position, language: Language) -> Inlines:
    """The legislative file: the name or else the kind of the act, procedure number, with a link to EUR-Lex."""
    file = position.file
    if not file:
        return ()
    name = plain_text(inlines(file.name)) or (language.word(file.act) if file.act else "")
    label: Inlines = (Plain(", ".join(part for part in (name, file.procedure) if part)),)
    if name and file.name and file.name.language:
        after = f", {file.procedure}" if file.procedure else ""
        label = (*untranslated((Plain(name),), file.name.language), Plain(after))
    return (Link(label, eur_lex_address(file.celex, language.tag)),) if file.celex else label


def extent(document: Document, position: Position, language: Language) -> str:
    """What the numbered `document` of `position` has, counted: "4 key positions, 3 amendments, 30 notes"."""
    counts = (
        ("point-count", len(position.key_points)),
        ("amendment-count", len(position.amendments)),
        ("note-count", len(document.notes)),
    )
    return ", ".join([language.count(key, number) for key, number in counts if number])


def not_translated(position: Position, language: Language) -> str:
    """How much of a draft is in the words of the original: "not yet translated: 12/87; …"."""
    return language.word("not-translated", "{}/{}".format(*position.untranslated))


def endorsed(position: Position, language: Language) -> list[tuple[str, Inlines]]:
    """The endorsers; where endorsements are bound to texts, those that hold, and who endorsed another language."""
    if position.endorsements is None:
        named = _by_name(position, position.endorsed_by, language)
        return [("endorsed-by", organisations(position, named, language))]
    lines = []
    for key, elsewhere in (("endorsed-by", False), ("endorsed-elsewhere", True)):
        chosen = {one.organisation: one for one in position.endorsers if bool(one.language) == elsewhere}
        order = [named.id for named in _by_name(position, [Named(one, position.span) for one in chosen], language)]
        endorsers = [chosen[one] for one in order]
        names = [organisation_inline(position, one, language.tag) for one in order]
        lines.append((key, endorsing_organisations(position, endorsers, names)))
    return lines


def logos(position: Position, language: Language, images: Images) -> tuple[Block, ...]:
    """The logos of the endorsers, as the last part of a paper."""
    names = [organisation_inline(position, one.organisation, language.tag) for one in position.endorsers]
    return logo_section(position, names, images)


def facts(position: Position, language: Language) -> tuple[Fact, ...]:
    """The lines below the title: date, drafters, endorsers, file, version and status where it is not final.

    A draft of a translation says there how much is not translated.
    """
    lines: list[tuple[str, Inlines]] = []
    if position.date:
        lines.append(("date", (Plain(language.date(position.date)),)))
    lines.append(("drafted-by", organisations(position, position.drafted_by, language)))
    lines += endorsed(position, language)
    lines.append(("file", file_line(position, language)))
    if position.status != "final":
        version = f"{language.word('version')} {position.version}, " if position.version else ""
        lines.append(("status", (Plain(version + language.word(position.status)),)))
    if any(position.untranslated):
        lines.append(("draft-translation", (Plain(not_translated(position, language)),)))
    labels = {"date": "checked"} if position.kind == "briefing" else {}
    return tuple([Fact(language.word(labels.get(key, key)), content, key) for key, content in lines if content])
