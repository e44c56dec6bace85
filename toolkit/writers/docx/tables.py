"""Tables of rows and columns: a form to fill in, a list of files."""

from __future__ import annotations

from toolkit.document import Table
from toolkit.inline import Inlines
from toolkit.writers.docx import styles
from toolkit.writers.docx.amendments import BORDERS, CELL_SPACING, HEADER_SHADE, MARGINS, write_cell
from toolkit.writers.docx.paragraphs import write_paragraph
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.template import EMU_PER_TWIP
from toolkit.writers.docx.text import write_text

ROOM = {"form": 794, "statement": 1814}  # twips: 1.4 cm to sign in, 3.2 cm for a sentence or two
APART = '<w:keepNext w:val="0"/>'
AFTER = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'


def write_table(story: Story, table: Table) -> str:
    """The table, with a row of headings that Word repeats on each page, and the space below it."""
    whole = story.paper.template.width // EMU_PER_TWIP
    widths = [whole * share // sum(table.widths) for share in table.widths]
    rows = [write_row(story, table, row, widths, number == 0) for number, row in enumerate(table.rows)]
    columns = "".join([f'<w:gridCol w:w="{width}"/>' for width in widths])
    first = int(table.header)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{BORDERS}<w:tblLayout w:type="fixed"/>{MARGINS}'
        f'<w:tblLook w:val="{"00A0" if first else "0080"}" w:firstRow="{first}" w:lastRow="0" w:firstColumn="1" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>" + write_paragraph(story, styles.NORMAL, "", AFTER)
    )


def write_row(story: Story, table: Table, row: tuple[Inlines, ...], widths: list[int], first: bool) -> str:
    """A row; its first cell, and every cell of the row of headings, is a heading."""
    heads = first and table.header
    height = ROOM.get(table.role, 0) if not all(row) else 0
    room = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties = f"<w:trPr><w:cantSplit/>{room}{'<w:tblHeader/>' if heads else ''}</w:trPr>"
    cells = []
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        is_heading = heads or place == 0
        style = styles.AMENDMENT_LABEL if is_heading else styles.AMENDMENT_CELL
        content = write_paragraph(story, style, write_text(story, cell), APART + CELL_SPACING if is_heading else "")
        cells.append(write_cell(width, content, HEADER_SHADE if is_heading else ""))
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"
