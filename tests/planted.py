"""Plants faults in Word and HTML files: each takes the bytes of a good file and returns a faulty one.

They work on ours and on any file that is built alike; a fault that finds no ground fails the test at once.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

Plant = Callable[[bytes], bytes]

DOCUMENT = "word/document.xml"
FOOTNOTES = "word/footnotes.xml"
STYLES = "word/styles.xml"


def read_part(data: bytes, part: str) -> str:
    """The text of one part of an Office file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(part).decode()


def pack(parts: dict[str, str]) -> bytes:
    """An Office file of `parts`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def rewrite(data: bytes, part: str, change: Callable[[str], str] | None) -> bytes:
    """`data` with one part changed, or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist(), part
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif change is not None:
                new.writestr(name, change(old.read(name).decode()))
    return stream.getvalue()


def add(data: bytes, part: str, text: str) -> bytes:
    """`data` with one more part."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, text)
    return stream.getvalue()


Replacement = str | Callable[[re.Match[str]], str]


def substitute(text: str, pattern: str, replacement: Replacement, count: int = 1) -> str:
    """`text` with a pattern replaced, which must be there."""
    changed, found = re.subn(pattern, replacement, text, count=count, flags=re.DOTALL)
    assert found, pattern
    return changed


def in_part(part: str, pattern: str, replacement: Replacement, count: int = 1) -> Plant:
    """A fault in one part of a Word file."""
    return lambda data: rewrite(data, part, lambda text: substitute(text, pattern, replacement, count))


def in_page(pattern: str, replacement: Replacement, count: int = 1) -> Plant:
    """A fault in an HTML file."""
    return lambda data: substitute(data.decode(), pattern, replacement, count).encode()


def swapped(text: str, first: str, second: str) -> str:
    """`text` with two words changed for each other."""
    assert first in text, first
    assert second in text, second
    return text.replace(first, "\0").replace(second, first).replace("\0", second)


def swap_docx_notes(data: bytes) -> bytes:
    """Two notes have each other's text."""
    return rewrite(data, FOOTNOTES, lambda text: swapped(text, 'w:id="1"', 'w:id="4"'))


def swap_html_notes(data: bytes) -> bytes:
    """Two notes have each other's text."""
    page = data.decode()
    found = [
        re.search(rf'(<li id="fn-{number}"[^>]*>)(.*?)( *<a role="doc-backlink")', page, re.DOTALL) for number in (1, 3)
    ]
    first, second = [match.group(2) for match in found if match]
    return swapped(page, first, second).encode()


def forget_language(data: bytes) -> bytes:
    """Neither the styles nor the settings say a language."""
    data = rewrite(data, STYLES, lambda text: substitute(text, r"<w:lang [^>]*/>", "", 0))
    return rewrite(data, "word/settings.xml", lambda text: re.sub(r"<w:themeFontLang [^>]*/>", "", text))


def truncate(data: bytes) -> bytes:
    """The file was cut off on its way."""
    return data[: len(data) * 2 // 3]


def bomb(data: bytes) -> bytes:
    """A part that is small and unpacks to 100 MB."""
    del data
    return pack({DOCUMENT: "<w>" + " " * 100_000_000 + "</w>"})


def lying_bomb(data: bytes) -> bytes:
    """A part whose directory entry says that it is small."""
    packed = bytearray(bomb(data))
    size = (100_000_007).to_bytes(4, "little")
    while (at := packed.find(size)) >= 0:
        packed[at : at + 4] = (1000).to_bytes(4, "little")
    return bytes(packed)


def crowd(data: bytes) -> bytes:
    """An archive of too many parts."""
    del data
    return pack({f"word/{index}.xml": "" for index in range(2_001)})


FIELD_END = r'<w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:fldChar w:fldCharType="end"/></w:r>'
FIELD_CHARACTER = "<w:r><w:fldChar [^>]*/></w:r>"
CALL_OUT = r"(<w:p>(?:(?!</w:p>).)*A call out</w:t></w:r></w:p>)"
LAST_PARAGRAPH = r"</w:p></w:body>|</w:p><w:sectPr"
RUN_OF_MARK = '<w:r><w:footnoteReference w:id="1"/></w:r>'

# Name of the fault: the fault, the codes that must be found, worked out by hand.
DOCX_FAULTS: dict[str, tuple[Plant, set[str]]] = {
    "note taken away": (in_part(FOOTNOTES, r'<w:footnote w:id="4">.*?</w:footnote>', ""), {"dangling-note"}),
    "two notes of one id": (
        in_part(FOOTNOTES, r'(<w:footnote w:id="3">.*?</w:footnote>)', r"\1\1"),
        {"duplicate-note"},
    ),
    "stale number of a note": (
        in_part(DOCUMENT, r"(NOTEREF _RefNote2 \\h .*?<w:t[^>]*>)2<", r"\g<1>7<"),
        {"stale-number"},
    ),
    "stale number in a note": (
        in_part(FOOTNOTES, r"(NOTEREF _RefNote2 \\h .*?<w:t[^>]*>)2<", r"\g<1>7<"),
        {"stale-number"},
    ),
    "stale repeated mark": (
        in_part(DOCUMENT, r"(NOTEREF _RefNote1 \\f \\h .*?<w:t[^>]*>)1<", r"\g<1>2<"),
        {"stale-number"},
    ),
    "stale number of a point": (
        in_part(DOCUMENT, r"(REF _RefPoint2 \\r \\h .*?<w:t[^>]*>)2<", r"\g<1>1<"),
        {"stale-number"},
    ),
    "stale number of an amendment": (
        in_part(DOCUMENT, r"(REF _RefAmendment1 \\h .*?<w:t[^>]*>)1<", r"\g<1>2<"),
        {"stale-number"},
    ),
    "bookmark of a note renamed": (
        in_part(DOCUMENT, r'w:name="_RefNote2"', 'w:name="_RefNoteX"'),
        {"missing-bookmark"},
    ),
    "bookmark moved off its mark": (
        in_part(
            DOCUMENT,
            r'(<w:bookmarkStart w:id="\d+" w:name="_RefNote2"/>)(<w:r>.*?</w:r>)(<w:bookmarkEnd [^>]*>)',
            r"\1\3\2",
        ),
        {"missing-bookmark"},
    ),
    "two bookmarks of one name": (
        in_part(
            DOCUMENT,
            LAST_PARAGRAPH,
            r'<w:bookmarkStart w:id="990" w:name="_RefNote1"/><w:bookmarkEnd w:id="990"/>\g<0>',
        ),
        {"duplicate-bookmark"},
    ),
    "field without end": (in_part(DOCUMENT, FIELD_END, ""), {"open-field"}),
    "field end without begin": (
        in_part(DOCUMENT, r"</w:p>", r'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'),
        {"open-field"},
    ),
    "field without end in a note": (in_part(FOOTNOTES, FIELD_END, ""), {"open-field"}),
    "note without mark": (
        in_part(
            FOOTNOTES,
            r"</w:footnotes>",
            r'<w:footnote w:id="77"><w:p><w:r><w:t>Lost.</w:t></w:r></w:p></w:footnote></w:footnotes>',
        ),
        {"unreferenced-note"},
    ),
    "notes start at 3": (
        in_part(
            DOCUMENT,
            r"<w:sectPr([^>]*)>",
            r'<w:sectPr\1><w:footnotePr><w:numStart w:val="3"/></w:footnotePr>',
        ),
        {"gap-in-notes", "stale-number"},
    ),
    "link to no bookmark": (
        in_part(DOCUMENT, r'w:anchor="_RefPoint1"', 'w:anchor="_RefPoint9"'),
        {"dead-anchor"},
    ),
    "own number of a note taken away": (in_part(FOOTNOTES, r"<w:footnoteRef/>", ""), {"missing-mark"}),
    "numbers begin again on each page": (
        in_part("word/settings.xml", r"<w:footnotePr>", r'\g<0><w:numRestart w:val="eachPage"/>'),
        {"restarting-notes"},
    ),
    "fields are to be updated at opening": (
        in_part("word/settings.xml", r"<w:footnotePr>", r'<w:updateFields w:val="true"/>\g<0>'),
        {"update-question"},
    ),
    "symbol of the note changed": (in_part(FOOTNOTES, 'w:char="002A"', 'w:char="2020"'), {"wrong-mark"}),
    "empty note": (
        in_part(
            FOOTNOTES,
            r'(<w:footnote w:id="4"><w:p>.*?<w:footnoteRef/></w:r>).*?(</w:p></w:footnote>)',
            r"\1\2",
        ),
        {"empty-note"},
    ),
    "mark of a note in a note": (
        in_part(FOOTNOTES, r'(<w:footnote w:id="4">.*?)(</w:p></w:footnote>)', rf"\1{RUN_OF_MARK}\2"),
        {"note-in-note"},
    ),
    "two marks of one note": (in_part(DOCUMENT, LAST_PARAGRAPH, rf"{RUN_OF_MARK}\g<0>"), {"repeated-mark"}),
    "no part of notes": (lambda data: rewrite(data, FOOTNOTES, None), {"missing-part"}),
    "link without relationship": (
        in_part("word/_rels/document.xml.rels", r'<Relationship [^>]*TargetMode="External"/>', ""),
        {"missing-part"},
    ),
    "no language": (forget_language, {"missing-language"}),
    "cut off": (truncate, {"unreadable-file"}),
    "no ZIP": (lambda data: b"PK\x03\x04" + b"\0" * 100, {"unreadable-file"}),
    "empty": (lambda data: b"", {"unreadable-file"}),
    "old Word file": (lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), {"unreadable-file"}),
    "no text part": (lambda data: rewrite(data, DOCUMENT, None), {"unreadable-file"}),
    "XML torn": (
        lambda data: rewrite(data, DOCUMENT, lambda text: text[: len(text) // 2]),
        {"unreadable-file"},
    ),
    "DOCTYPE": (
        in_part(DOCUMENT, r"<w:document", '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document'),
        {"unreadable-file"},
    ),
    "DOCTYPE in UTF-16": (
        lambda data: rewrite_bytes(
            data, DOCUMENT, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE w><w/>'.encode("utf-16")
        ),
        {"unreadable-file"},
    ),
    "bomb": (bomb, {"unreadable-file"}),
    "bomb that lies": (lying_bomb, {"unreadable-file"}),
    "too many parts": (crowd, {"unreadable-file"}),
}


def rewrite_bytes(data: bytes, part: str, replacement: bytes) -> bytes:
    """`data` with the bytes of one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replacement if name == part else old.read(name))
    return stream.getvalue()


HTML_FAULTS: dict[str, tuple[Plant, set[str]]] = {
    "contents lead nowhere": (in_page(r'(class="contents".*?href=")#[^"]*', r"\1#nowhere"), {"dead-anchor"}),
    "note taken away": (in_page(r'<li id="fn-3"[^>]*>.*?</li>', ""), {"dangling-note"}),
    "two notes of one id": (in_page(r'(<li id="fn-3"[^>]*>.*?</li>)', r"\1\1"), {"duplicate-note"}),
    "stale number of a note": (in_page(r'(class="ref" href="#fn-2">n. )2', r"\g<1>7"), {"stale-number"}),
    "stale number of a point": (in_page(r'(class="ref" href="#stim">point )2', r"\g<1>1"), {"stale-number"}),
    "stale number of an amendment": (
        in_page(r'(class="ref" href="#am1">Amendment )1', r"\g<1>7"),
        {"stale-number"},
    ),
    "note without mark": (
        in_page(r"</ol>(?=\s*</section>\s*</main>)", '<li id="fn-9" value="4">Lost.</li></ol>'),
        {"unreferenced-note"},
    ),
    "gap": (
        lambda data: in_page(r'(<li id="fn-3" value=")3', r"\g<1>4")(
            in_page(r'(href="#fn-3">.*?)3</a>', r"\g<1>4</a>")(data)
        ),
        {"gap-in-notes"},
    ),
    "mark shows another number": (
        in_page(r'(href="#fn-3">.*?)3</a>', r"\g<1>4</a>"),
        {"wrong-mark", "gap-in-notes"},
    ),
    "symbol of a mark changed": (in_page(r"\*</a></sup>", "†</a></sup>"), {"wrong-mark"}),
    "link to no id": (in_page(r'class="ref" href="#stim"', 'class="ref" href="#gone"'), {"dead-anchor"}),
    "two elements of one id": (in_page(r"<p>", '<p id="stim">'), {"duplicate-anchor"}),
    "no link back": (in_page(r'<a role="doc-backlink" href="#ref-2-1">.*?</a>', ""), {"missing-back-link"}),
    "one of two links back": (
        in_page(r'<a role="doc-backlink" href="#ref-1-2">.*?</a>', ""),
        {"missing-back-link"},
    ),
    "link back to another mark": (
        in_page(r'role="doc-backlink" href="#ref-2-1"', 'role="doc-backlink" href="#ref-3-1"'),
        {"wrong-back-link"},
    ),
    "link back to nothing": (
        in_page(r'role="doc-backlink" href="#ref-2-1"', 'role="doc-backlink" href="#ref-2-9"'),
        {"dead-anchor"},
    ),
    "empty note": (in_page(r'(<li id="fn-3"[^>]*>).*?(<a role="doc-backlink")', r"\1\2"), {"empty-note"}),
    "mark of a note in a note": (
        in_page(r'(<li id="fn-3"[^>]*>)', r'\1<a role="doc-noteref" href="#fn-1">1</a>'),
        {"note-in-note"},
    ),
    "no language": (in_page(r'<html lang="en"', "<html"), {"missing-language"}),
    "link without address": (in_page(r'href="https://example.org/"', 'href=""'), {"empty-link"}),
    "empty": (lambda data: b"", {"unreadable-file"}),
    "no HTML": (lambda data: bytes(range(256)) * 40, {"unreadable-file"}),
}

# Faults that only the comparison with the document can see.
DOCX_DIFFERENCES: dict[str, tuple[Plant, set[str]]] = {
    "texts of two notes swapped": (swap_docx_notes, {"note-order-differs"}),
    "word of a note changed": (in_part(FOOTNOTES, "p. 3", "p. 4"), {"note-text-differs"}),
    "paragraph removed": (in_part(DOCUMENT, CALL_OUT, ""), {"text-differs"}),
    "paragraph added": (
        in_part(DOCUMENT, CALL_OUT, r"\1<w:p><w:r><w:t>New!</w:t></w:r></w:p>"),
        {"text-differs"},
    ),
    "paragraph twice": (
        in_part(DOCUMENT, r"(<w:p>(?:(?!</w:p>).)*A call out</w:t></w:r></w:p>)", r"\1\1"),
        {"text-differs"},
    ),
    "word changed": (in_part(DOCUMENT, "A call out", "A loud call out"), {"text-differs"}),
    "word deleted with tracking": (
        in_part(
            DOCUMENT,
            r"(<w:r><w:t[^>]*>)A call out(</w:t></w:r>)",
            r'\1A call\2<w:del w:id="1" w:author="x"><w:r><w:delText> out</w:delText></w:r></w:del>',
        ),
        {"text-differs"},
    ),
    "title changed": (in_part(DOCUMENT, "does not make it", "makes it"), {"title-differs"}),
    "language of the file": (
        in_part(STYLES, r'<w:lang w:val="en-GB"', '<w:lang w:val="en-US"'),
        {"language-differs"},
    ),
    "language of a passage": (
        in_part(FOOTNOTES, r'<w:rPr><w:lang w:val="fr-FR"/></w:rPr>', ""),
        {"language-differs"},
    ),
    "reference to another point": (
        in_part(
            DOCUMENT,
            r'w:anchor="_RefPoint2"([^>]*>(?:(?!<w:t[ >]).)*<w:t[^>]*>the second)',
            r'w:anchor="_RefPoint1"\1',
        ),
        {"reference-differs"},
    ),
    "reference typed": (
        in_part(
            DOCUMENT,
            rf"{FIELD_CHARACTER}<w:r><w:instrText[^>]*> REF _RefPoint2.*?</w:instrText></w:r>"
            rf"{FIELD_CHARACTER}(<w:r><w:t[^>]*>2</w:t></w:r>){FIELD_CHARACTER}",
            r"\1",
        ),
        {"reference-differs"},
    ),
    "key point leads elsewhere": (
        in_part(DOCUMENT, r'w:anchor="_RefPoint1"', 'w:anchor="_RefPoint2"'),
        {"reference-differs"},
    ),
    "address of a link": (
        in_part("word/_rels/document.xml.rels", "https://example.org/", "https://example.com/"),
        {"link-differs"},
    ),
    "numbers of points restart": (
        in_part(
            DOCUMENT,
            r'<w:numPr>(?:(?!</w:numPr>).)*</w:numPr>(</w:pPr><w:bookmarkStart [^>]*w:name="_RefPoint1")',
            r"\1",
        ),
        {"number-differs", "stale-number"},
    ),
    "paragraph of a wording removed": (
        in_part(DOCUMENT, r"<w:p>(?:(?!</w:p>).)*2\. Second paragraph(?:(?!</w:p>).)*</w:p>", ""),
        {"text-differs"},
    ),
    "mark of the law removed": (
        in_part(DOCUMENT, r'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t[^>]*>1a</w:t></w:r>', ""),
        {"text-differs"},
    ),
    "note of the law changed": (in_part(DOCUMENT, "Journal, L 18", "Journal, L 19"), {"text-differs"}),
    "language of the amendment changed": (in_part(DOCUMENT, "Or. en", "Or. fr"), {"text-differs"}),
    "status not on the first page": (
        in_part("word/header-first.xml", ">Draft<", "><"),
        {"page-words-differ"},
    ),
    "digest of another text": (in_part("word/footer.xml", "9c1e", "9c1f"), {"page-words-differ"}),
    "heading as a paragraph": (
        in_part(DOCUMENT, r'<w:pStyle w:val="Heading1"/>(</w:pPr>(?:(?!</w:p>).)*Amendments<)', r"\1"),
        {"heading-differs"},
    ),
}

HTML_DIFFERENCES: dict[str, tuple[Plant, set[str]]] = {
    "texts of two notes swapped": (swap_html_notes, {"note-order-differs"}),
    "word of a note changed": (in_page(r"p\. 3", "p. 4"), {"note-text-differs"}),
    "status taken out": (in_page(r'<aside class="status each-page">Draft</aside>', ""), {"page-words-differ"}),
    "digest of another text": (
        in_page(r"<p>Digest of the text: 9c1e", "<p>Digest of the text: 9c1f"),
        {"page-words-differ"},
    ),
    "paragraph removed": (in_page(r"<p[^>]*>A call out</p>", ""), {"text-differs"}),
    "paragraph added": (in_page(r"(<p[^>]*>A call out</p>)", r"\1<p>New!</p>"), {"text-differs"}),
    "word changed": (in_page("A call out", "A loud call out"), {"text-differs"}),
    "title changed": (in_page("<h1>AI does not", "<h1>AI does"), {"title-differs"}),
    "language of the file": (in_page(r'<html lang="en"', '<html lang="fr"'), {"language-differs"}),
    "language of a passage": (in_page(r'<span lang="el">', "<span>"), {"language-differs"}),
    "reference to another point": (
        in_page(r'href="#stim">the second', 'href="#same-crime">the second'),
        {"reference-differs"},
    ),
    "key point leads elsewhere": (
        in_page(r'<a href="#stim">It', '<a href="#same-crime">It'),
        {"reference-differs"},
    ),
    "address of a link": (in_page("https://example.org/", "https://example.com/"), {"link-differs"}),
    "paragraph of a wording removed": (
        in_page(r"<p><del>(?:(?!</p>).)*2\. Second paragraph.*?</p>", ""),
        {"text-differs"},
    ),
    "mark of the law removed": (in_page(r"law<sup>1a</sup>", "law"), {"text-differs"}),
    "note of the law changed": (in_page("Journal, L 18", "Journal, L 19"), {"text-differs"}),
    "language of the amendment changed": (in_page("Or. en", "Or. fr"), {"text-differs"}),
    "heading as a paragraph": (
        in_page(r"<h2([^>]*)>Amendments</h2>", r"<p\1>Amendments</p>"),
        {"heading-differs"},
    ),
}
