"""The blocks of the body: one function each, all returning paragraphs and tables as text."""

from __future__ import annotations

from toolkit.document import (
    AmendmentBlock,
    Block,
    Document,
    Fact,
    Figure,
    Heading,
    KeyPointItem,
    KeyPointList,
    ListBlock,
    Logos,
    Paragraph,
    Section,
    SourceItem,
    SourceList,
    StatisticPanel,
    Table,
)
from toolkit.inline import Plain
from toolkit.writers.docx import styles
from toolkit.writers.docx.amendments import write_amendment
from toolkit.writers.docx.figures import write_figure, write_logos
from toolkit.writers.docx.markup import text_element
from toolkit.writers.docx.numbers import POINT_HEADING, SOURCE
from toolkit.writers.docx.paragraphs import list_number, write_paragraph
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.tables import write_table
from toolkit.writers.docx.text import PLAIN, Look, write_links_back, write_quiet_link, write_run, write_text

TWIPS_PER_FIGURE_CHARACTER = 200  # of the style Statistic Figure, at 24 points
KEPT_TOGETHER = 6  # figures of a panel that stand on one page
TWIPS_PER_LABEL_CHARACTER = 122  # of the style Fact Label, at 10 points
LABEL_ROOM = 16  # characters of a label that the style Fact has room for
LAST_FACT = '<w:spacing w:after="320"/>'
KEPT_WITH_NEXT = "<w:keepNext/>"
PROPERTIES = {"lead-in": KEPT_WITH_NEXT, "signature": KEPT_WITH_NEXT + '<w:spacing w:before="360"/>'}


def write_body(story: Story, document: Document) -> str:
    """The whole paper, from the title to the last block."""
    return write_title(story, document) + "".join([write_block(story, block, "") for block in document.blocks])


def write_title(story: Story, document: Document) -> str:
    """The title block: what the paper is called, and the lines below its title."""
    parts = [
        write_paragraph(story, styles.KICKER, write_text(story, (Plain(document.label),))) if document.label else "",
        write_paragraph(story, styles.TITLE, write_text(story, document.title)),
        write_paragraph(story, styles.SUBTITLE, write_text(story, document.subtitle)) if document.subtitle else "",
    ]
    return "".join([*parts, write_facts(story, document.facts)])


def write_facts(story: Story, facts: tuple[Fact, ...]) -> str:
    """The lines of the title block; labels longer than the style has room for move all texts to the right."""
    longest = max([len(fact.label) for fact in facts], default=0)
    room = min(longest * TWIPS_PER_LABEL_CHARACTER + 200, 4000) if longest > LABEL_ROOM else 0
    last = len(facts) - 1
    return "".join([write_fact(story, fact, room, place == last) for place, fact in enumerate(facts)])


def write_fact(story: Story, fact: Fact, room: int, last: bool) -> str:
    """A line of the title block: the label, then who or what; space below the `last`."""
    label = write_run(story, text_element(fact.label), Look(style=styles.FACT_LABEL))
    tab = write_run(story, "<w:tab/>", PLAIN)
    properties = (LAST_FACT if last else "") + (column_at(room) if room else "")
    return write_paragraph(story, styles.FACT, label + tab + write_text(story, fact.content), properties)


def write_block(story: Story, block: Block, role: str) -> str:
    """A block of a section in `role`."""
    match block:
        case Paragraph(content, kind):
            own = PROPERTIES.get(kind, "")
            return write_paragraph(story, paragraph_style(kind, role), write_text(story, content), own)
        case Section():
            return write_section(story, block)
        case AmendmentBlock():
            return write_amendment(story, block) + write_justification(story, block)
        case Figure():
            return write_figure(story, block)
        case Logos():
            return write_logos(story, block)
        case Table():
            return write_table(story, block)
        case _:
            return write_items(story, block)


def write_items(story: Story, block: ListBlock | KeyPointList | StatisticPanel | SourceList) -> str:
    """A list of any kind."""
    match block:
        case ListBlock():
            return write_list(story, block)
        case StatisticPanel():
            return write_statistics(story, block)
        case KeyPointList(items):
            number = story.paper.lists.open(styles.KEY_POINT)
            return "".join([write_key_point(story, item, number) for item in items])
        case SourceList(sources):
            number = story.paper.lists.open(SOURCE)
            return "".join([write_source(story, item, number) for item in sources])


def write_justification(story: Story, amendment: AmendmentBlock) -> str:
    """Why an amendment is asked for, below its label."""
    if not amendment.justification:
        return ""
    label = write_run(story, text_element(amendment.justification_label), PLAIN)
    blocks = [write_block(story, block, "amendments") for block in amendment.justification]
    return write_paragraph(story, styles.AMENDMENT_LABEL, label) + "".join(blocks)


def paragraph_style(kind: str, role: str) -> str:
    """The style of a paragraph of `kind` in a section of `role`."""
    if kind == "standfirst":
        return styles.STANDFIRST
    if kind == "call-out":
        return styles.CALL_OUT
    if kind == "justification":
        return styles.AMENDMENT_JUSTIFICATION
    return styles.CLOSING if role in ("closing", "disclaimer") else styles.NORMAL


def write_section(story: Story, section: Section) -> str:
    """A section's heading and blocks; its bookmark is round the heading, or else before the first block.

    A call-out that the section opens with stands on the page of what follows.
    """
    place = story.paper.places[section.anchor]
    if section.heading:
        opening = write_heading(story, section.heading, section.role, place.bookmark)
    else:
        opening = story.paper.marked(place.bookmark, "")
    blocks = section.blocks
    if section.heading and len(blocks) > 1 and isinstance(blocks[0], Paragraph) and blocks[0].role == "call-out":
        finding = write_text(story, blocks[0].content)
        opening += write_paragraph(story, styles.CALL_OUT, finding, KEPT_WITH_NEXT)
        blocks = blocks[1:]
    return opening + "".join([write_block(story, block, section.role) for block in blocks])


def write_heading(story: Story, heading: Heading, role: str, bookmark: str) -> str:
    """A heading; Word counts its number."""
    level = min(max(heading.level, 1), len(styles.HEADINGS))
    style = styles.KEY_POINTS_HEADING if role == "key-points" else styles.HEADINGS[level - 1]
    number = point_number(story) if heading.number else ""
    return write_paragraph(story, style, story.paper.marked(bookmark, write_text(story, heading.content)), number)


def point_number(story: Story) -> str:
    """The paragraph property that numbers a heading: all numbered headings are one list."""
    lists = story.paper.lists
    if not lists.headings:
        lists.headings = lists.open(POINT_HEADING)
    return list_number(lists.headings)


def write_list(story: Story, block: ListBlock) -> str:
    """A list; each numbered list is one of its own and starts from 1."""
    style = styles.NUMBER if block.ordered else styles.BULLET
    number = list_number(story.paper.lists.open(style))
    return "".join([write_paragraph(story, style, write_text(story, item), number) for item in block.items])


def write_key_point(story: Story, item: KeyPointItem, number: int) -> str:
    """A line of the list of key points, which leads to the section that argues it."""
    place = story.paper.places.get(item.section)
    text = write_quiet_link(story, item.content, place) if place else write_text(story, item.content)
    return write_paragraph(story, styles.KEY_POINT, text, list_number(number))


def write_source(story: Story, item: SourceItem, number: int) -> str:
    """A source in the list; Word counts its number, the bookmark round its words is what citations lead to."""
    text = story.paper.marked(story.paper.places[item.anchor].bookmark, write_text(story, item.content))
    links = write_links_back(story, item.number, item.uses)
    style = styles.SOURCES if styles.SOURCES.casefold() in story.paper.template.styles else styles.NUMBER
    return write_paragraph(story, style, text + links, list_number(number))


def write_statistics(story: Story, panel: StatisticPanel) -> str:
    """A line for each figure; paragraphs with a tab, since a table would be read out as one."""
    longest = max([len(item.figure) for item in panel.items], default=0)
    indent = min(max(longest * TWIPS_PER_FIGURE_CHARACTER + 300, 1500), 4000)
    parts = []
    for place, item in enumerate(panel.items, 1):
        keep = KEPT_WITH_NEXT if place < min(len(panel.items), KEPT_TOGETHER) else ""
        figure = write_run(story, text_element(item.figure), Look(style=styles.STATISTIC_FIGURE))
        text = figure + write_run(story, "<w:tab/>", PLAIN) + write_text(story, item.content)
        parts.append(write_paragraph(story, styles.STATISTIC_TEXT, text, keep + column_at(indent)))
    return "".join(parts)


def column_at(indent: int) -> str:
    """The hanging indent that makes a column of text at `indent`, where the first tab then leads."""
    return f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
