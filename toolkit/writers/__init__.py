"""The formats that papers are written in: one function a format, Document to bytes, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.diagnostics import ToolkitError
from toolkit.document import Document, Measured
from toolkit.resources import TemplateFolder

Write = Callable[[Document, TemplateFolder], bytes]


def _write_docx(document: Document, templates: TemplateFolder) -> bytes:
    from toolkit.writers import docx

    return docx.write(document, templates)


def _write_html(document: Document, templates: TemplateFolder) -> bytes:
    from toolkit.writers import html

    return html.write(document, templates)


def _write_akn(document: Document, templates: TemplateFolder) -> bytes:
    from toolkit.writers import akn

    return akn.write(document, templates)


def _write_pdf(document: Document, templates: TemplateFolder) -> bytes:
    from toolkit.writers import pdf

    return pdf.write(document, templates)


def measure(document: Document, templates: TemplateFolder, pages: int) -> Measured | None:
    """What the parts of `document` take in Word, of which it may have so many pages; None where that is open (0).

    None as well where the Word file cannot be used, which is said when a paper is written with it.
    """
    if not pages:
        return None
    from toolkit.writers.docx.measuring import measure as measure_parts

    try:
        return measure_parts(document, templates, pages)
    except ToolkitError:
        return None


def count_pages(format: str, data: bytes) -> int:
    """How many pages a file has, 0 where that is not known before a program lays it out."""
    if format != "pdf":
        return 0
    from toolkit.writers import pdf

    return pdf.count_pages(data)


WRITERS: Mapping[str, Write] = MappingProxyType({"docx": _write_docx, "html": _write_html})
# Written when it is asked for: it takes longer, and what makes it is installed by itself.
PRINT_WRITERS: Mapping[str, Write] = MappingProxyType({"pdf": _write_pdf})
# Formats of the sheet of amendments alone, for programs; written when they are asked for.
EXCHANGE_WRITERS: Mapping[str, Write] = MappingProxyType({"akn": _write_akn})
ALL_WRITERS: Mapping[str, Write] = MappingProxyType({**WRITERS, **PRINT_WRITERS, **EXCHANGE_WRITERS})
