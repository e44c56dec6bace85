"""The formats that papers are written in: one function a format, Document to bytes, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.document import Document
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


WRITERS: Mapping[str, Write] = MappingProxyType({"docx": _write_docx, "html": _write_html})
# Written when it is asked for: it takes longer, and what makes it is installed by itself.
PRINT_WRITERS: Mapping[str, Write] = MappingProxyType({"pdf": _write_pdf})
# Formats of the sheet of amendments alone, for programs; written when they are asked for.
EXCHANGE_WRITERS: Mapping[str, Write] = MappingProxyType({"akn": _write_akn})
ALL_WRITERS: Mapping[str, Write] = MappingProxyType({**WRITERS, **PRINT_WRITERS, **EXCHANGE_WRITERS})
