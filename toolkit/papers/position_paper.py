"""The position paper: standfirst, key positions, the call, the amendments, the argument, the closing lines."""

from __future__ import annotations

from toolkit.document import Block, Document, Heading, Section, Version
from toolkit.images import Images
from toolkit.inline import Plain
from toolkit.languages import Language
from toolkit.papers import parts
from toolkit.papers.amendments import amendment_block
from toolkit.position import KeyPoint, Position

PRINTED_WORDS = (
    "skip-to-content",
    "language-versions",
    "key-points",
    "notes",
    "symbol-notes",
    "back-to-reference",
    "back-to-citation",
    "sources",
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


def compose_position_paper(
    position: Position, language: Language, versions: tuple[Version, ...], images: Images
) -> Document:
    """The position paper of `position` in `language`, its numbers still to be given."""
    blocks = _sections(position, language, images)
    return parts.document(
        position.kind, language.word(position.kind), blocks, position, language, versions, PRINTED_WORDS
    )


def _sections(position: Position, language: Language, images: Images) -> tuple[Block, ...]:
    sections = [Section("summary", "summary", None, parts.blocks(position.summary, images, "standfirst"))]
    listed = (parts.key_point_list(position.key_points),)
    sections.append(_titled("key-points", listed, language))
    if position.call:
        sections.append(_titled("call", parts.blocks(position.call, images), language))
    if position.amendments:
        numbered = enumerate(position.amendments, 1)
        amendments = tuple(
            [amendment_block(amendment, number, position, language, images) for number, amendment in numbered]
        )
        sections.append(_titled("amendments", amendments, language))
    in_brackets = position.citations == "brackets"
    sections += [
        _argument(point, number, language, images, in_brackets) for number, point in enumerate(position.key_points, 1)
    ]
    if position.closing:
        sections.append(_titled("closing", parts.blocks(position.closing, images), language))
    return (*sections, *parts.logos(position, language, images))


def _titled(role: str, blocks: tuple[Block, ...], language: Language) -> Section:
    heading = Heading(1, (Plain(language.word(role)),))
    return Section(f"part-{role}", role, heading, blocks)


def _argument(point: KeyPoint, number: int, language: Language, images: Images, in_brackets: bool) -> Section:
    heading = Heading(1, parts.inlines(point.heading), str(number))
    blocks = parts.blocks(point.argument, images)
    if point.statistics:
        blocks = (*blocks, parts.statistic_panel(point.statistics, point.id, language, in_brackets))
    return Section(parts.point_anchor(point), "argument", heading, blocks)
