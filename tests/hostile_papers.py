"""Word files and pages made to make a reader slow, large or wrong: a little said so often that it becomes much."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from test_inspection import NAMES, field, make_docx, mark, note, paragraph, run
from word_corpus import bookmarked, styles

NINES = "9" * 4300
LONG = "x" * 1_000_000
STYLES = styles("en")
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
LINK = f'<w:hyperlink w:anchor="q">{run("www.a.example 2001. ")}</w:hyperlink>'


def page(text: str) -> bytes:
    return f"<html lang=en><body>{text}".encode()


def stored(data: bytes) -> bytes:
    """`data` packed without compression, so that it is not refused for being repetitive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return stream.getvalue()


def word(body: str, notes: str = "", **parts: str) -> bytes:
    return stored(make_docx(body, notes, styles=STYLES, **parts))


def listed(count: int, level: str) -> bytes:
    """A numbered list of `count` items."""
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    item = paragraph(run("x"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    return word(item * count, numbering=numbering)


def many_bookmarks(content: str, count: int = 20_000, after: str = "") -> bytes:
    starts = "".join(f'<w:bookmarkStart w:id="{index}" w:name="b{index}"/>' for index in range(count))
    ends = "".join(f'<w:bookmarkEnd w:id="{index}"/>' for index in range(count))
    return word(paragraph(starts + content + ends + after), note(1, run("a")))


def many_notes(count: int, text: str) -> bytes:
    """`count` notes that say `text`, which may take the number of each."""
    notes = "".join(note(number, run(text.format(number, number * 7 % 100 + 1900))) for number in range(count))
    return word("".join(paragraph(mark(number)) for number in range(count)), notes)


def own_mark(text: str) -> str:
    return f'<w:r><w:footnoteReference w:id="1" w:customMarkFollows="1"/><w:t>{text}</w:t></w:r>'


WORD_FILES: dict[str, Callable[[], bytes]] = {
    "numbers of notes of 4,300 digits": lambda: word(
        paragraph(mark(1) + mark(2))
        + f'<w:sectPr><w:footnotePr><w:numStart w:val="{NINES}"/></w:footnotePr></w:sectPr>',
        note(1, run("a")) + note(2, run("b")),
    ),
    "numbers of a list of 4,300 digits": lambda: listed(3, f'<w:start w:val="{NINES}"/><w:lvlText w:val="%1"/>'),
    "a long text before each number": lambda: listed(20_000, f'<w:lvlText w:val="{LONG}"/>'),
    "a number many times": lambda: listed(5_000, f'<w:start w:val="1"/><w:lvlText w:val="{"%1" * 100_000}"/>'),
    "bookmarks round many marks": lambda: many_bookmarks(mark(1) * 20_000),
    "bookmarks round a long text": lambda: many_bookmarks(run("x1 " * 300_000)),
    "bookmarks round a text and a mark": lambda: many_bookmarks(
        run("some words " * 600) + mark(1), 40_000, field(" NOTEREF b7 ", run("9"))
    ),
    "bookmarks of LibreOffice": lambda: word(
        paragraph("".join([bookmarked(f"_RefF{number}", mark(1), number) for number in range(20_000)])),
        note(1, run("a")),
    ),
    "instructions in pieces": lambda: word(
        paragraph(FIELD("begin") + "<w:r><w:instrText>abcdefgh</w:instrText></w:r>" * 80_000 + FIELD("end") + run("x"))
    ),
    "references to a long text": lambda: word(
        paragraph(bookmarked("b", run("x1 " * 100_000)))
        + paragraph(f'<w:fldSimple w:instr=" REF b ">{run("9")}</w:fldSimple>') * 10_000
    ),
    "a live number that is typed a second time": lambda: word(
        paragraph(bookmarked("b", mark(1)) + mark(2)),
        note(1, run("Danube (2021).")) + note(2, run("See notes 1 and ") + field(" NOTEREF b ", run("1"))),
    ),
    "half a character": lambda: word(paragraph('<w:r><w:sym w:char="D800"/></w:r>' + run("x"))),
    "a mark of a million letters": lambda: word(paragraph(own_mark(LONG)), note(1, mark(2) * 5_000)),
    "a note of that mark": lambda: word(paragraph(own_mark(LONG)), note(1, f"<w:p>{LINK}</w:p>" * 5_000)),
    "references in one paragraph": lambda: word(
        paragraph(run("See note 3 by Danube. " * 100_000) + mark(1)), note(1, run("Danube (2021)."))
    ),
    "references in one note": lambda: many_notes(2, "Danube, n. 0; " * 30_000),
    "numbers in one reference": lambda: many_notes(2, f"Danube, notes {'1, 2 and ' * 100_000}"),
    "links in one note": lambda: word(paragraph(mark(1)), note(1, LINK * 20_000)),
    "links in links": lambda: word(
        paragraph('<w:hyperlink r:id="web">' * 150 + run("abc " * 2_000_000) + "</w:hyperlink>" * 150)
    ),
    "runs in runs": lambda: word(f"<w:p>{'<w:r>' * 3_000}{'</w:r>' * 3_000}</w:p>"),
    "fields in fields": lambda: word(
        paragraph(
            f"{FIELD('begin')}<w:r><w:instrText> REF x </w:instrText></w:r>{FIELD('separate')}{run('abc')}" * 20_000
            + FIELD("end") * 20_000
        )
    ),
    "fields without end": lambda: word(paragraph(FIELD("begin") * 60_000)),
    "notes that are alike": lambda: many_notes(5_000, "Danube, Harbours (2021), https://a.example/x. Rhine, n. 3."),
    "notes that differ": lambda: many_notes(5_000, "Danube{0}, L., Harbours ({1}), https://a.eu/{0}. Danube7, n. 7."),
    "Ibid.": lambda: many_notes(10_000, "Ibid. n. 1"),
    "text boxes": lambda: word(paragraph(f"<w:r><w:txbxContent>{paragraph(run('x'))}</w:txbxContent></w:r>") * 20_000),
    "text boxes in each other": lambda: word(
        paragraph("<w:r><w:txbxContent><w:p><w:r>" * 60 + "</w:r></w:p></w:txbxContent></w:r>" * 60)
    ),
}
HTML_PAGES: dict[str, Callable[[], bytes]] = {
    "a mark of 5,000 digits": lambda: page(
        f"<p><a role=doc-noteref href='#n'>{'1' * 5000}</a><aside id=n role=doc-footnote>{'1' * 5000} text</aside>"
    ),
    "an item of 4,300 digits": lambda: page(f"<ol><li value={NINES}>a<li>b<li id=n>c</ol>"),
    "a list from 4,300 digits": lambda: page(f"<ol start={NINES}><li>a<li>b</ol>"),
    "a mark of many letters": lambda: page(
        f"<p><a role=doc-noteref href='#n'>{LONG}</a>" * 5 + "<aside id=n>x</aside>"
    ),
    "menus in menus": lambda: page("<nav>" * 200 + "<a href=#x>z</a>" * 5_000),
    "long ids": lambda: page(f"<p id={'i' * 9_000}>x</p>" * 2_000),
    "links to each other": lambda: page(
        "".join(f"<p><a id=a{n} href=#b{n}>1</a>" for n in range(5_000))
        + "<div>" * 100
        + "".join(f"<a id=b{n} href=#a{n}>1</a>" for n in range(5_000))
    ),
    "marks of one note": lambda: page("<ol><li id=n>" + "<a role=doc-noteref href='#n'>1" * 20_000),
}
