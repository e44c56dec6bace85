"""Amendments: heading, relation, the texts side by side or one below the other."""

from __future__ import annotations

from toolkit.document import AmendmentBlock, LabelledText
from toolkit.inline import Inline, Strong, walk
from toolkit.writers.docx import styles
from toolkit.writers.docx.markup import text_element
from toolkit.writers.docx.paragraphs import write_paragraph
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.template import EMU_PER_TWIP
from toolkit.writers.docx.text import PLAIN, Look, write_inline, write_run, write_text

CHANGED = Look(bold=True, italic=True)
RULE = 'w:val="single" w:sz="4" w:space="0" w:color="9AA8C0"'
BORDERS = f"<w:tblBorders><w:top {RULE}/><w:bottom {RULE}/><w:insideH {RULE}/><w:insideV {RULE}/></w:tblBorders>"
HEADER_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F8"/>'
CELL_SPACING = '<w:spacing w:before="20" w:after="20"/>'
MARGINS = (
    '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="115" w:type="dxa"/>'
    '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar>'
)


def write_amendment(story: Story, block: AmendmentBlock) -> str:
    """The amendment; original and proposed text stand side by side, as Parliament prints them."""
    parts = [write_amendment_heading(story, block)]
    if block.relation:
        parts.append(write_paragraph(story, styles.AMENDMENT_RELATION, write_text(story, block.relation)))
    texts = list(block.texts)
    while texts:
        if [text.role for text in texts[:2]] == ["original", "proposed"]:
            parts.append(write_two_columns(story, texts.pop(0), texts.pop(0)))
        else:
            parts.append(write_labelled_text(story, texts.pop(0)))
    return "".join(parts)


def write_amendment_heading(story: Story, block: AmendmentBlock) -> str:
    """ "Amendment 1 – Article 5(2)". The bookmark is round the number alone, so that REF prints only that."""
    place = story.paper.places[block.anchor]
    before, number, after = block.label.partition(block.number) if block.number else ("", block.label, "")
    if not number:
        before, number, after = "", block.label, ""
    parts = [write_run(story, text_element(before), PLAIN)] if before else []
    parts.append(story.paper.marked(place.bookmark, write_run(story, text_element(number), PLAIN)))
    if after:
        parts.append(write_run(story, text_element(after), PLAIN))
    if block.provision:
        parts.append(write_run(story, text_element(f" – {block.provision}"), Look(style=styles.AMENDMENT_PROVISION)))
    return write_paragraph(story, styles.HEADINGS[1], "".join(parts))


def write_labelled_text(story: Story, text: LabelledText) -> str:
    """A text below its label."""
    wording = write_wording(story, text, marks_changes(text))
    return write_label(story, text) + write_paragraph(story, styles.AMENDMENT_TEXT, wording)


def write_label(story: Story, text: LabelledText, properties: str = "") -> str:
    """The label of a text, as a paragraph."""
    label = write_run(story, text_element(text.label), PLAIN)
    return write_paragraph(story, styles.AMENDMENT_LABEL, label, properties)


def marks_changes(text: LabelledText) -> bool:
    """Whether the author has marked the words that change."""
    return any(isinstance(inline, Strong) for inline in walk(text.content))


def write_wording(story: Story, text: LabelledText, marked: bool) -> str:
    """The runs of a text: what is new bold and italic, what goes struck through.

    Where the author has `marked` the words that change, only they are bold and italic.
    """
    match text.role:
        case "deleted":
            return write_text(story, text.content, Look(struck=True))
        case "inserted" | "proposed" if not marked:
            return write_text(story, text.content, CHANGED)
        case "inserted" | "proposed" | "original":
            return "".join([write_marked(story, inline) for inline in text.content])
    return write_text(story, text.content)


def write_marked(story: Story, inline: Inline) -> str:
    """The runs of an inline of a text in which the author has marked what changes."""
    if isinstance(inline, Strong):
        return write_text(story, inline.children, CHANGED)
    return write_inline(story, inline, PLAIN)


def write_two_columns(story: Story, original: LabelledText, proposed: LabelledText) -> str:
    """A table of two columns with the labels as its header row, which Word repeats on each page."""
    texts = (original, proposed)
    marked = any(marks_changes(text) for text in texts)
    width = story.paper.template.width // EMU_PER_TWIP // 2
    labels = [write_cell(width, write_label(story, text, CELL_SPACING), HEADER_SHADE) for text in texts]
    wordings = [
        write_cell(width, write_paragraph(story, styles.AMENDMENT_CELL, write_wording(story, text, marked)))
        for text in texts
    ]
    columns = f'<w:gridCol w:w="{width}"/>' * 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{2 * width}" w:type="dxa"/>{BORDERS}'
        f'<w:tblLayout w:type="fixed"/>{MARGINS}'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(labels)}</w:tr>"
        f"<w:tr>{''.join(wordings)}</w:tr></w:tbl>"
    )


def write_cell(width: int, content: str, shade: str = "") -> str:
    """A cell of `width` twips."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'
