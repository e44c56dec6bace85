"""Amendments: heading, relation, the texts side by side or one below the other."""

from __future__ import annotations

from toolkit.document import AmendmentBlock, LabelledText
from toolkit.writers.docx import styles
from toolkit.writers.docx.markup import text_element
from toolkit.writers.docx.paragraphs import write_paragraph
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.template import EMU_PER_TWIP
from toolkit.writers.docx.text import PLAIN, Look, write_run, write_text

RULE = 'w:val="single" w:sz="4" w:space="0" w:color="9AA8C0"'
BORDERS = f"<w:tblBorders><w:top {RULE}/><w:bottom {RULE}/><w:insideH {RULE}/><w:insideV {RULE}/></w:tblBorders>"
HEADER_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F8"/>'
CELL_SPACING = '<w:spacing w:before="20" w:after="20"/>'
MARGINS = (
    '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="115" w:type="dxa"/>'
    '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="115" w:type="dxa"/></w:tblCellMar>'
)


def write_amendment(story: Story, block: AmendmentBlock) -> str:
    """The amendment: its heading, its lines, its wordings side by side or one below the other."""
    parts = [write_amendment_heading(story, block)]
    parts += [write_paragraph(story, LINE_STYLES[line.role], write_text(story, line.content)) for line in block.lines]
    if block.form == "columns" and len(block.texts) == 2:
        parts.append(write_two_columns(story, *block.texts))
    else:
        parts += [write_labelled_text(story, text) for text in block.texts]
    if block.original_language:
        line = write_run(story, text_element(block.original_language), PLAIN)
        parts.append(write_paragraph(story, styles.AMENDMENT_LANGUAGE, line))
    return "".join(parts)


LINE_STYLES = {
    "relation": styles.AMENDMENT_RELATION,
    "tablers": styles.AMENDMENT_LINE,
    "act": styles.AMENDMENT_LINE,
    "position": styles.AMENDMENT_POSITION,
}


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
    properties = "<w:pageBreakBefore/>" if block.alone else ""
    style = styles.HEADINGS[0 if story.paper.document.kind == "amendments" else 1]
    return write_paragraph(story, style, "".join(parts), properties)


def write_labelled_text(story: Story, text: LabelledText) -> str:
    """A text below its label, and below it the notes of the law."""
    paragraphs = [write_paragraph(story, styles.AMENDMENT_TEXT, write_text(story, one)) for one in text.paragraphs]
    return write_label(story, text) + "".join(paragraphs) + write_law_notes(story, text)


def write_law_notes(story: Story, text: LabelledText) -> str:
    """The footnotes of the law itself, below a rule; they are in no series of the paper."""
    paragraphs = []
    for note in text.notes:
        mark = write_run(story, text_element(note.mark), Look(raised=True))
        space = write_run(story, text_element(" "), PLAIN)
        paragraphs.append(write_paragraph(story, styles.AMENDMENT_NOTE, mark + space + write_text(story, note.content)))
    return "".join(paragraphs)


def write_label(story: Story, text: LabelledText, properties: str = "") -> str:
    """The label of a text, as a paragraph."""
    label = write_run(story, text_element(text.label), PLAIN)
    return write_paragraph(story, styles.AMENDMENT_LABEL, label, properties)


def write_two_columns(story: Story, original: LabelledText, proposed: LabelledText) -> str:
    """A table of two columns with the labels as its header row, which Word repeats on each page."""
    texts = (original, proposed)
    width = story.paper.template.width // EMU_PER_TWIP // 2
    labels = [write_cell(width, write_label(story, text, CELL_SPACING), HEADER_SHADE) for text in texts]
    wordings = [write_cell(width, write_wording(story, text)) for text in texts]
    columns = f'<w:gridCol w:w="{width}"/>' * 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{2 * width}" w:type="dxa"/>{BORDERS}'
        f'<w:tblLayout w:type="fixed"/>{MARGINS}'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(labels)}</w:tr>"
        f"<w:tr>{''.join(wordings)}</w:tr></w:tbl>"
    )


def write_wording(story: Story, text: LabelledText) -> str:
    """The paragraphs of a cell, and the notes of the law; a cell without words has an empty paragraph."""
    paragraphs = [write_paragraph(story, styles.AMENDMENT_CELL, write_text(story, one)) for one in text.paragraphs]
    paragraphs = paragraphs or [write_paragraph(story, styles.AMENDMENT_CELL, "")]
    return "".join(paragraphs) + write_law_notes(story, text)


def write_cell(width: int, content: str, shade: str = "") -> str:
    """A cell of `width` twips."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'
