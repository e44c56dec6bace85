"""The independent look at written files: what a reader sees in them, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.diagnostics import Diagnostic, Span, error, first_of_each_code

if TYPE_CHECKING:
    from toolkit.document import Document
    from toolkit.inspection.expectation import Expectation
    from toolkit.inspection.reading import Reading


def verify_file(name: str, data: bytes, rendered: bool = False) -> tuple[Reading | None, tuple[Diagnostic, ...]]:
    """What a reader of the file `name` sees, and everything that is wrong with it by itself.

    DOCX or HTML is told by content and suffix, a list of amendments in Akoma Ntoso by its suffix; PDF is read where
    it was `rendered` just now, since few others say what their parts are. Numbers in brackets that somebody typed are
    then left to the checks of the definition. The reading is None where the file cannot be read.
    """
    from toolkit.inspection.faults import find_faults

    reading = _read_rendered(data) if rendered and name.endswith(".pdf") else _read(name, data)
    if reading is None:
        message = "the file is neither a Word document nor an HTML page"
        return None, (error("unreadable-file", Span(name), message, "give a .docx or .html file"),)
    return (reading if reading.readable else None), first_of_each_code(find_faults(reading, name, rendered))


def verify_typed(name: str, reading: Reading) -> tuple[Diagnostic, ...]:
    """What is wrong in the file `name` with what was typed by hand: numbers of notes, Ibid., names, links."""
    from toolkit.inspection.typed import find_typed_faults

    return find_typed_faults(reading, name)


def _read(name: str, data: bytes) -> Reading | None:
    suffix = name.lower().rpartition(".")[2]
    if data[:2] == b"PK" or suffix in ("docx", "docm", "dotx"):
        from toolkit.inspection.docx import read_docx

        return read_docx(data)
    if suffix == "akn":
        from toolkit.inspection.akn import read_akn

        return read_akn(data)
    if suffix in ("html", "htm", "xhtml") or data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        from toolkit.inspection.html import read_html

        return read_html(data)
    return None


def _read_rendered(data: bytes) -> Reading:
    from toolkit.inspection.pdf import read_pdf

    return read_pdf(data)


def compare(
    document: Document, reading: Reading, name: str, expectation: Expectation | None = None
) -> tuple[Diagnostic, ...]:
    """Where the file `name`, as read, differs from the document that it was written from."""
    if reading.format == "akn":
        from toolkit.inspection.akn import compare_list

        return compare_list(document, reading, name)
    from toolkit.inspection.comparison import compare as compare_

    if reading.format == "pdf":
        from toolkit.inspection.pdf import flattened

        expectation = flattened(expectation or expect(document))
    return compare_(document, reading, name, expectation)


def expect(document: Document) -> Expectation:
    """What a reader of `document` must see; for `compare`, where a document has several files."""
    from toolkit.inspection.expectation import expect as expect_

    return expect_(document)


def disagreements(first: Reading, second: Reading, names: tuple[str, str]) -> tuple[Diagnostic, ...]:
    """Where two files of one paper differ: notes, headings and text."""
    from toolkit.inspection.comparison import disagreements as disagreements_

    return disagreements_(first, second, names)
