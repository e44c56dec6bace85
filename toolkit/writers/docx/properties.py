"""The properties of the file: core (ECMA-376 part 2, 11) and extended. The clock has no part in them."""

from __future__ import annotations

from toolkit.document import Document
from toolkit.writers.docx.markup import DECLARATION, PACKAGE, escape
from toolkit.writers.docx.text import title_text

NAMESPACES = (
    f'xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def write_core(document: Document) -> str:
    """`docProps/core.xml`: title, author, language, version, draft or not, and the paper's own date as both dates."""
    values = [
        ("dc:title", title_text(document.title)),
        ("dc:subject", title_text(document.subtitle)),
        ("dc:creator", document.author),
        ("cp:lastModifiedBy", document.author),
        ("dc:description", document.extent),
        ("cp:category", document.label),
        ("cp:contentStatus", document.status or document.draft),
        ("dc:language", document.word_language),
        ("cp:version", document.version),
    ]
    elements = [f"<{name}>{escape(value)}</{name}>" for name, value in values if value]
    if moment := moment_of(document.date):
        elements += [
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
        ]
    return f"{DECLARATION}<cp:coreProperties {NAMESPACES}>{''.join(elements)}</cp:coreProperties>"


def moment_of(date: str) -> str:
    """The first moment of `date`, a day, a month or a year in ISO 8601; Word reads only full dates."""
    if not date:
        return ""
    year, month, day = [*date.partition("T")[0].split("-"), "01", "01"][:3]
    return f"{escape(year)}-{escape(month)}-{escape(day)}T00:00:00Z"


def write_app() -> str:
    """`docProps/app.xml`: what made the file."""
    application = "<Application>Position Toolkit</Application>"
    return f'{DECLARATION}<Properties xmlns="{EXTENDED}">{application}</Properties>'
