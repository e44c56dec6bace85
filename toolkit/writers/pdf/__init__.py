"""The paper as a tagged PDF: the page `print.html.j2` laid out by WeasyPrint, notes at the foot of their pages.

The page is printed by the toolkit's own template and style sheet; WeasyPrint sets it, `tags.py` says what
each part is, and nothing is fetched but the images of the paper and the files of a workspace's own template.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from toolkit.diagnostics import ToolkitError
from toolkit.digests import sha256
from toolkit.document import Document
from toolkit.resources import TemplateFolder

PAGE = "print.html.j2"
STYLE = "print.css"
MORE = "print.more.css"  # what a kind has otherwise
# What a page for the screen needs on paper: WeasyPrint draws words that are hidden from the eye, and shadows as lines.
PAGES = """
@page { size: A4; margin: 24mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8.5pt; } }
.visually-hidden { display: none; }
* { box-shadow: none !important; }
"""
INSTALL = "install them with: pip install 'position-toolkit[pdf]'"
SYSTEM = "on Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def write(document: Document, templates: TemplateFolder) -> bytes:
    """The bytes of a PDF/UA file that prints `document`; the same ones for the same input and the same fonts.

    A `ToolkitError` says what is missing on this machine, or what in a template cannot be used. With the template or
    style sheet of a stranger it is set in a process of its own.
    """
    load()
    foreign = [templates.file(name) for name in (PAGE, STYLE) if not templates.is_builtin(name)]
    if not foreign:
        return write_here(document, templates)
    from toolkit.writers.confined import write_confined

    return write_confined("pdf", document, templates, foreign[0])


def write_here(document: Document, templates: TemplateFolder) -> bytes:
    """The same, in this process."""
    weasyprint = load()
    from toolkit.writers.html import print_page
    from toolkit.writers.pdf.fetching import make_fetcher, paper_images
    from toolkit.writers.pdf.layout import our_layout
    from toolkit.writers.pdf.page import PrintPrinter
    from toolkit.writers.styles import read_style

    page = print_page(document, templates, (PAGE, STYLE), PrintPrinter).decode()
    path = templates.file(STYLE)
    more = templates.find(MORE)
    style = read_style(path) + (read_style(more) if more else "")
    fetcher = make_fetcher(paper_images(document), None if templates.is_builtin(STYLE) else path.parent)
    identifier = sha256(f"{page}\0{style}".encode()).hexdigest()[:32].encode()
    with _silent(), our_layout():
        data = _set(weasyprint, page, style, fetcher, identifier)
    gc.collect()  # the layout holds 20 MB in cycles, and its own fonts lie in a folder for as long as it lives
    if fetcher.refused:
        raise ToolkitError(
            f"the template of the PDF asks for '{fetcher.refused[0]}', which is not printed",
            f"take it out of {templates.file(PAGE)} or {path}: a style sheet may use images (PNG, JPEG) and fonts of "
            "its own folder, a page only those of the paper",
        )
    return data


def write_page(page: bytes) -> bytes:
    """The bytes of a PDF/UA file of a standalone page with a style sheet of its own; nothing at all is fetched."""
    weasyprint = load()
    from toolkit.writers.pdf.fetching import make_fetcher
    from toolkit.writers.pdf.layout import our_layout

    fetcher = make_fetcher({}, None)
    identifier = sha256(page).hexdigest()[:32].encode()
    with _silent(), our_layout():
        data = _set(weasyprint, page.decode(), PAGES, fetcher, identifier)
    gc.collect()
    return data


def _set(weasyprint: Any, page: str, style: str, fetcher: Any, identifier: bytes) -> bytes:
    """The bytes of `page` set with `style`."""
    from weasyprint.text.fonts import FontConfiguration

    from toolkit.writers.pdf.spaces import restore_spaces

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=style, base_url=fetcher.base, url_fetcher=fetcher, font_config=fonts)
    source = weasyprint.HTML(string=page, url_fetcher=fetcher)
    laid_out = source.render(fonts, stylesheets=[sheet], pdf_variant="pdf/ua-1")
    restore_spaces(laid_out.pages)
    data: bytes = laid_out.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return data


def count_pages(data: bytes) -> int:
    """How many pages a PDF file has."""
    import pikepdf

    with pikepdf.open(BytesIO(data)) as file:
        return len(file.pages)


def load() -> Any:
    """WeasyPrint; a `ToolkitError` says what to install where it, or what it needs, is missing."""
    from importlib.util import find_spec

    try:
        import weasyprint
    except ImportError as error:
        raise ToolkitError("PDF files cannot be written: WeasyPrint is not installed", INSTALL) from error
    except OSError as error:
        raise ToolkitError("PDF files cannot be written: the system library Pango is missing", SYSTEM) from error
    if find_spec("pikepdf") is None:
        raise ToolkitError("PDF files cannot be read again: pikepdf is not installed", INSTALL)
    return weasyprint


@contextmanager
def _silent() -> Iterator[None]:
    """What WeasyPrint remarks on goes nowhere: what matters is refused by us or found when the file is read."""
    loggers = [logging.getLogger(name) for name in ("weasyprint", "weasyprint.progress", "fontTools")]
    before = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)
