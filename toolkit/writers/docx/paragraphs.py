"""A paragraph with its style and properties."""

from __future__ import annotations

from toolkit.writers.docx.markup import attribute
from toolkit.writers.docx.story import Story


def write_paragraph(story: Story, style: str, content: str, properties: str = "") -> str:
    """A paragraph in `style`; `properties` follow `w:pStyle`, in the order of ISO 29500-1, 17.3.1.26."""
    identifier = attribute(story.paper.style(style))
    return f'<w:p><w:pPr><w:pStyle w:val="{identifier}"/>{properties}</w:pPr>{content}</w:p>'


def list_number(identifier: int) -> str:
    """The property that makes a paragraph an item of the list `identifier`."""
    return f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{identifier}"/></w:numPr>'
