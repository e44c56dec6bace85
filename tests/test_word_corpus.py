"""Word files by hand and by other programs: the numbers that Word displays, planted faults, and no false accusation.

All numbers that are expected here were worked out by hand from the rules of ISO 29500-1, 17.11.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import planted
import pytest
import word_corpus
from programs import tool
from test_inspection import NAMES, NUMBERING, W, field, make_docx, mark, note, paragraph, run
from typed_papers import IBIDS, STYLES, make_paper, texts_of
from word_corpus import PROGRAMS, End, Foot, Link, Paper, bookmarked, convert, end_mark, endnotes, split, styles

from toolkit.diagnostics import Diagnostic
from toolkit.inspection import verify_file, verify_typed
from toolkit.inspection.reading import Reading
from toolkit.records import Record

STRICT = "http://purl.oclc.org/ooxml"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
RENDERED = "<w:r><w:lastRenderedPageBreak/><w:t>x</w:t></w:r>"
AUTHOR = 'w:id="9" w:author="x" w:date="2025-01-01T00:00:00Z"'
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def looked_at(data: bytes, name: str = "a.docx") -> tuple[Reading, tuple[Diagnostic, ...]]:
    reading, found = verify_file(name, data)
    assert reading is not None, found[0].message
    return reading, (*found, *verify_typed(name, reading))


def marks(reading: Reading) -> list[tuple[str, str]]:
    """What each mark of the text shows, and the text of the note that it leads to."""
    texts = {one.id: one.text for one in reading.notes}
    return [(one.shown, texts[one.note]) for one in reading.marks()]


def word(body: str, notes: str, **parts: str) -> bytes:
    return make_docx(body, notes, styles=styles("en-GB"), **parts)


def notes_of(*ids: int) -> str:
    """A note for each id, which says its id."""
    return "".join(note(id_, run(f" id {id_} says this")) for id_ in ids)


def element(id_: int, content: str) -> str:
    """A note of paragraphs that are given as XML."""
    return f'<w:footnote w:id="{id_}">{content}</w:footnote>'


def own_note(id_: int, shown: str) -> str:
    """A note with a mark of its own typed before its text."""
    return element(id_, paragraph(run(f"{shown} id {id_} says this")))


def said(*shown: tuple[str, int]) -> list[tuple[str, str]]:
    return [(mark_, f"id {id_} says this") for mark_, id_ in shown]


def section(form: str = "", kind: str = "") -> str:
    start = f'<w:type w:val="{kind}"/>' if kind else ""
    return f"<w:sectPr>{f'<w:footnotePr>{form}</w:footnotePr>' if form else ''}{start}</w:sectPr>"


def form(style: str = "", start: int | None = None, restart: str = "") -> str:
    told = (("numFmt", style), ("numStart", "" if start is None else str(start)), ("numRestart", restart))
    return "".join(f'<w:{name} w:val="{value}"/>' for name, value in told if value)


def settings(content: str) -> str:
    return f"<w:settings {NAMES}><w:footnotePr>{content}</w:footnotePr></w:settings>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def cell(content: str) -> str:
    return f"<w:tc><w:tcPr/>{content}</w:tc>"


def table(*rows: tuple[str, ...]) -> str:
    inside = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{inside}</w:tbl>"


def own_mark(id_: int, shown: str) -> str:
    return f'<w:r><w:footnoteReference w:customMarkFollows="1" w:id="{id_}"/><w:t>{shown}</w:t></w:r>'


def boxed(content: str) -> str:
    """A text box as Word writes it: for itself, and again for old programs."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><wps:txbx xmlns:wps="w">{box}</wps:txbx></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    return f'<w:r><mc:AlternateContent xmlns:mc="{MC}">{choice}{fallback}</mc:AlternateContent></w:r>'


def strictly(data: bytes) -> bytes:
    """`data` as ISO Strict: other namespaces, of elements and of relationships."""
    for name in ("_rels/.rels", "word/document.xml", "word/footnotes.xml", "word/styles.xml",
                 "word/_rels/document.xml.rels"):  # fmt: skip
        data = planted.rewrite(
            data,
            name,
            lambda text: text.replace(W, f"{STRICT}/wordprocessingml/main").replace(
                TRANSITIONAL, f"{STRICT}/officeDocument"
            ),
        )
    return data


def moved(kind: str, content: str, properties: str = "") -> str:
    """A paragraph that was moved away (moveFrom) or here (moveTo), as Word tracks it."""
    inside = (
        f'<w:{kind}RangeStart w:id="70" w:name="move1" w:author="x"/><w:{kind} {AUTHOR}>{content}</w:{kind}>'
        f'<w:{kind}RangeEnd w:id="70"/>'
    )
    return paragraph(inside, f"{properties}<w:rPr><w:{kind} {AUTHOR}/></w:rPr>")


def case_moved() -> bytes:
    """The first paragraph was moved behind the second, with its note."""
    content = run("Moved.") + mark(4)
    return word(moved("moveFrom", content) + paragraph(mark(5)) + moved("moveTo", content), notes_of(4, 5))


def case_tracked() -> bytes:
    """Note 5 is deleted, note 6 inserted, each in the text and in its own words."""
    gone = f'<w:del {AUTHOR}><w:r><w:delText xml:space="preserve"> old</w:delText></w:r>{mark(5)}</w:del>'
    new = f"<w:ins {AUTHOR}>{run('new')}{mark(6)}</w:ins>"
    words = f"<w:del {AUTHOR}><w:r><w:footnoteRef/></w:r><w:r><w:delText>gone</w:delText></w:r></w:del>"
    new_words = f"<w:ins {AUTHOR}><w:r><w:footnoteRef/></w:r>{run(' id 6 says this')}</w:ins>"
    notes = notes_of(4, 7) + element(5, paragraph(words)) + element(6, paragraph(new_words))
    return word(paragraph(run("a") + mark(4) + gone + new + mark(7)), notes)


def case_fields() -> bytes:
    """NOTEREF in a field, in a simple field, in a note, and as a mark."""
    inner = f"</w:instrText></w:r>{field(' NOTEREF _A ', run('2'))}<w:r><w:instrText>"
    nested = field(f" IF 1 = 1 {inner} ", run("2") + field(" NOTEREF _A ", run("2")))
    simple = f'<w:fldSimple w:instr=" NOTEREF _A \\h ">{run("2")}</w:fldSimple>'
    again = field(" NOTEREF _A \\f \\h ", "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>")
    body = paragraph(mark(8) + bookmarked("_A", mark(3)) + run(" see ") + nested + run(", ") + simple + again)
    live = note(5, run(" id 5 says this"))
    return word(body + paragraph(mark(5)), notes_of(3, 8) + live)


def case_comments() -> bytes:
    remark = f'<w:comment w:id="1" w:author="x">{paragraph(run("Note 77 is missing."))}</w:comment>'
    told = '<w:r><w:commentReference w:id="1"/></w:r>'
    inside = f'<w:commentRangeStart w:id="1"/>{mark(6)}<w:commentRangeEnd w:id="1"/>{told}'
    return word(
        paragraph(run("a") + inside + mark(3)),
        notes_of(3, 6),
        comments=f"<w:comments {NAMES}>{remark}</w:comments>",
    )


class Case(Record):
    """A file, and what its marks show by Word's rules with the ids of their notes."""

    make: Callable[[], bytes]
    shown: tuple[tuple[str, int], ...]


EACH_PAGE = form("lowerRoman", restart="eachPage")
LETTERS = form("lowerLetter", restart="eachSect")
CASES: Mapping[str, Case] = {
    "ids that are not the numbers": Case(
        lambda: word(paragraph(mark(900) + mark(0) + mark(17)), notes_of(0, 17, 900)), (("1", 900), ("2", 0), ("3", 17))
    ),
    "ISO Strict": Case(
        lambda: strictly(word(paragraph(mark(3) + own_mark(2, "*") + mark(1)), notes_of(1, 3) + own_note(2, "*"))),
        (("1", 3), ("*", 2), ("2", 1)),
    ),
    "content controls round marks, paragraphs and notes": Case(
        lambda: word(
            control(paragraph(control(mark(9)) + control(control(mark(8))))) + control(table((paragraph(mark(7)),))),
            notes_of(7, 9)
            + element(8, control(paragraph("<w:r><w:footnoteRef/></w:r>" + control(run(" id 8 says this"))))),
        ),
        (("1", 9), ("2", 8), ("3", 7)),
    ),
    "tracked deletion and insertion of notes": Case(case_tracked, (("1", 4), ("2", 6), ("3", 7))),
    "a moved paragraph with a note": Case(case_moved, (("1", 5), ("2", 4))),
    "notes in tables, row by row": Case(
        lambda: word(
            paragraph(mark(1))
            + table(
                (paragraph(mark(9)), paragraph(mark(2)) + table((paragraph(mark(8)),)) + paragraph("")),
                (paragraph(mark(7)), paragraph(mark(3))),
            )
            + paragraph(mark(4)),
            notes_of(1, 2, 3, 4, 7, 8, 9),
        ),
        (("1", 1), ("2", 9), ("3", 2), ("4", 8), ("5", 7), ("6", 3), ("7", 4)),
    ),
    "a text box between notes": Case(
        lambda: word(
            paragraph(mark(6) + boxed(paragraph(run("See note 2."))) + mark(5)) + paragraph(mark(4)),
            notes_of(4, 5, 6),
        ),
        (("1", 6), ("2", 5), ("3", 4)),
    ),
    "a note in a text box": Case(
        lambda: word(paragraph(mark(6) + boxed(paragraph(mark(5)))) + paragraph(mark(4)), notes_of(4, 5, 6)),
        (("1", 6), ("2", 5), ("3", 4)),
    ),
    "custom marks do not count": Case(
        lambda: word(
            paragraph(own_mark(2, "*") + mark(5) + own_mark(3, "†") + mark(4)),
            notes_of(4, 5) + own_note(2, "*") + own_note(3, "†"),
        ),
        (("*", 2), ("1", 5), ("†", 3), ("2", 4)),
    ),
    "custom marks of several signs, and with words behind them": Case(
        lambda: word(
            paragraph(own_mark(2, "*</w:t><w:sym w:char='2020'/><w:t>") + own_mark(3, "‡ and so on") + mark(4)),
            notes_of(4) + own_note(2, "*†") + own_note(3, "‡"),
        ),
        (("*†", 2), ("‡", 3), ("1", 4)),
    ),
    "letters that restart by section": Case(
        lambda: word(
            paragraph(mark(5) + mark(4), section(LETTERS)) + paragraph(mark(3), section(LETTERS))
            + paragraph(mark(2) + mark(1)) + section(LETTERS, "continuous"),
            notes_of(1, 2, 3, 4, 5),
        ),
        (("a", 5), ("b", 4), ("a", 3), ("a", 2), ("b", 1)),
    ),
    "the 27th letter": Case(
        lambda: word(
            paragraph("".join(mark(id_) for id_ in range(1, 29))) + section(form("upperLetter", 26)),
            notes_of(*range(1, 29)),
        ),
        tuple(zip(["Z", *[2 * chr(65 + index) for index in range(26)], "AAA"], range(1, 29), strict=True)),
    ),
    "roman numbers that restart by page": Case(
        lambda: word(
            paragraph(mark(9) + mark(8)) + paragraph(BREAK + mark(7)) + paragraph(mark(6) + RENDERED + mark(5))
            + paragraph(mark(4), "<w:pageBreakBefore/>") + paragraph(mark(3), "<w:pageBreakBefore w:val='0'/>"),
            notes_of(3, 4, 5, 6, 7, 8, 9), settings=settings(EACH_PAGE),
        ),
        (("i", 9), ("ii", 8), ("i", 7), ("ii", 6), ("i", 5), ("i", 4), ("ii", 3)),
    ),
    "sections on pages that restart": Case(
        lambda: word(
            paragraph(mark(9), section(EACH_PAGE)) + paragraph(mark(8), section(EACH_PAGE, "oddPage"))
            + paragraph(mark(7)) + section(EACH_PAGE, "continuous"),
            notes_of(7, 8, 9),
        ),
        (("i", 9), ("i", 8), ("ii", 7)),
    ),
    "a number to begin with, for the whole file": Case(
        lambda: word(paragraph(mark(2) + mark(1)), notes_of(1, 2), settings=settings(form("upperRoman", 4))),
        (("IV", 2), ("V", 1)),
    ),
    "numbers go on over a section": Case(
        lambda: word(
            paragraph(mark(3) + mark(2), section(form("lowerRoman", 4))) + paragraph(mark(1)) + section(),
            notes_of(1, 2, 3),
        ),
        (("iv", 3), ("v", 2), ("6", 1)),
    ),
    "each section from its own number": Case(
        lambda: word(
            paragraph(mark(3) + mark(2), section(form("lowerLetter", 1, "eachSect"))) + paragraph(mark(1))
            + section(form("lowerLetter", 3, "eachSect")),
            notes_of(1, 2, 3),
        ),
        (("a", 3), ("b", 2), ("c", 1)),
    ),
    "a section overrides the file": Case(
        lambda: word(
            paragraph(mark(3), section()) + paragraph(mark(2), section(form("decimal")))
            + paragraph(mark(1)) + section(),
            notes_of(1, 2, 3), settings=settings(form("lowerLetter")),
        ),
        (("a", 3), ("2", 2), ("c", 1)),
    ),
    "fields that are nested, simple and repeated marks": Case(case_fields, (("1", 8), ("2", 3), ("2", 3), ("3", 5))),
    "comments round marks": Case(case_comments, (("1", 6), ("2", 3))),
    "marks in a link, a smart tag and a bookmark": Case(
        lambda: word(
            paragraph(f'<w:hyperlink r:id="web">{run("here")}{mark(6)}</w:hyperlink>'
                      f'<w:smartTag w:element="x">{mark(5)}</w:smartTag>' + bookmarked("_A", mark(4))),
            notes_of(4, 5, 6),
        ),
        (("1", 6), ("2", 5), ("3", 4)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_numbers_are_those_of_word(name: str) -> None:
    reading, found = looked_at(CASES[name].make())
    assert marks(reading) == said(*CASES[name].shown)
    assert [one.message for one in found] == []


def test_footnotes_and_endnotes_are_counted_apart() -> None:
    body = paragraph(mark(4) + end_mark(2), section()) + paragraph(end_mark(1) + mark(3) + end_mark(3))
    data = word(body, notes_of(3, 4), endnotes=endnotes("first", "second", "third"))
    reading, found = looked_at(data)
    assert marks(reading) == [("1", "id 4 says this"), ("i", "second"), ("ii", "first"), ("2", "id 3 says this"),
                              ("iii", "third")]  # fmt: skip
    assert found == ()


def test_a_moved_item_of_a_list_is_counted_once() -> None:
    def item(content: str) -> str:
        return paragraph(content, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')

    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = moved("moveFrom", run("c"), listed) + item(run("a")) + item(run("b")) + moved("moveTo", run("c"), listed)
    reading, _ = looked_at(word(body, "", numbering=NUMBERING))
    assert [(one.number, one.text) for one in reading.blocks] == [("1)", "a"), ("2)", "b"), ("3)", "c")]


def test_a_table_in_a_note_is_read_with_it() -> None:
    inside = table((paragraph(run("one")), paragraph(run("Danube, n. 7"))))
    notes = (
        notes_of(4) + f'<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r>{run(" See:")}</w:p>{inside}</w:footnote>'
    )
    reading, found = looked_at(word(paragraph(mark(4) + mark(5)), notes))
    assert [block.text for block in reading.notes[1].blocks] == ["See:", "one", "Danube, n. 7"]
    assert [(one.code, one.note) for one in found] == [("dangling-back-reference", "2")]


# The same papers by every program

SOURCES = (
    "Danube, L. & Rhine, D., Perspectives on inland harbours (2021).",
    "Kaunas Institute, The future of ferries and tolls (2019). Available at https://www.example.org/ferries/2019",
    "Elbe, A., Tagus, N. and Loire, M. (2023). River trade in the valley. Water and Society 27(3), 13–27.",
    "Vistula, K., “Locks and gates”, Gazette of Ports, vol. 3, 2018, pp. 3–21.",
    "Moselle, P., Weirs of the upper valley (2015). Severn, T., Tunnels under the estuary (2016).",
)
NAMED = (("Danube & Rhine", 2021), ("Kaunas Institute", 2019), ("Elbe et al.", 2023), ("Vistula", 2018))
LANGUAGES = ("en", "fr", "de", "it", "es", "pl", "hu", "lt", "fi", "el")
Expected = tuple[str, str, str | None, str | None]


def reference(language: str, which: int, number: int) -> str:
    """A short reference to the source of note `which` that says `number`, in the way of the language."""
    name, year = NAMED[which - 1]
    return STYLES[language][which % len(STYLES[language])].format(a=name, n=number, y=year)


def bare(language: str, number: int) -> str:
    """A reference that says nothing but a number."""
    return STYLES[language][0].format(a="", n=number, y="").replace("()", "")


def right(language: str) -> list[str]:
    """Notes in which all is right."""
    return [
        *SOURCES[:4],
        reference(language, 1, 1),
        reference(language, 3, 3),
        IBIDS[language],
        reference(language, 2, 2),
        SOURCES[4],
        reference(language, 4, 4),
        reference(language, 1, 1),
        reference(language, 2, 2),
        "The offices of all countries were asked.",
    ]


def wrong(language: str) -> tuple[list[str], set[Expected]]:
    """The notes with eight faults, and what is to be said of them: code, note, the number named, the one meant."""
    notes = right(language)
    notes[4] = reference(language, 1, 2)
    notes[5] = reference(language, 3, 77)
    notes[7] = reference(language, 2, 8)
    notes[9] = IBIDS[language]
    notes[10] = bare(language, 13)
    notes[11] = SOURCES[3]
    notes.insert(12, reference(language, 1, 1).replace("Danube", "Dunube"))
    return notes, {
        ("wrong-back-reference", "5", "2", "1"),
        ("dangling-back-reference", "6", "77", "3"),
        ("self-reference", "8", "8", "2"),
        ("ambiguous-ibid", "10", None, None),
        ("forward-reference", "11", "13", None),
        ("source-cited-again", "12", None, None),
        ("source-spelling", "13", None, None),
    }


def paper_of(notes: list[str], address: str) -> Paper:
    lines: list[list[str | Foot | End | Link]] = [["Something is said here.", Foot(text)] for text in notes]
    return [*lines, ["The page is ", Link("https://www.example.org/ferries", address), "."]]


GOOD, BAD = "https://www.example.org/ferries", "https://example.com/tolls"
MIXED: Paper = (
    ("One", Foot("foot a"), " and", End("end a"), "."),
    ("Two", End("end b"), Foot("foot b"), Foot("foot c")),
    ("Three", Foot("foot d"), " & <four>", End("end c")),
)
Files = Mapping[str, Mapping[str, bytes]]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Mapping[str, bytes]]:
    """The papers of all languages, right and wrong, as a program writes them; each program is started once."""
    papers: dict[str, tuple[Paper, str]] = {}
    for language in LANGUAGES:
        papers[f"right-{language}"] = (paper_of(right(language), GOOD), language)
        papers[f"wrong-{language}"] = (paper_of(wrong(language)[0], BAD), language)
    folder, made = tmp_path_factory.mktemp("corpus"), dict[str, Mapping[str, bytes]]()

    def of(program: str) -> Mapping[str, bytes]:
        if program not in made:
            own = papers if program == "pandoc" else papers | {"mixed": (MIXED, "en")}
            made[program] = word_corpus.make(program, own, folder)
        return made[program]

    return of


def facts(found: tuple[Diagnostic, ...]) -> set[tuple[str, str | None, str | None, str | None]]:
    return {(one.code, one.note, one.quoted.named if one.quoted else None, one.quoted.meant if one.quoted else None)
            for one in found}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_planted_faults_are_found(program: str, files: Callable[[str], Mapping[str, bytes]]) -> None:
    count = 0
    for language in LANGUAGES:
        reading, found = looked_at(files(program)[f"right-{language}"])
        assert [one.text.strip() for one in reading.notes] == right(language)
        assert [one.mark for one in reading.notes] == [str(number) for number in range(1, 14)]
        assert [one.message for one in found] == [], language
        due = wrong(language)[1] | {("misleading-link", None, None, None)}
        _, found = looked_at(files(program)[f"wrong-{language}"])
        assert facts(found) == due, (language, [one.message for one in found])
        assert len(found) == len(due)
        count += len(due)
    sys.stdout.write(
        f"\n{program}: {count} planted faults in {len(LANGUAGES)} languages found, no right note accused\n"
    )


@pytest.mark.parametrize("program", [name for name in PROGRAMS if name != "pandoc"])
def test_programs_with_footnotes_and_endnotes(program: str, files: Callable[[str], Mapping[str, bytes]]) -> None:
    reading, found = looked_at(files(program)["mixed"])
    assert marks(reading) == [("1", "foot a"), ("i", "end a"), ("ii", "end b"), ("2", "foot b"), ("3", "foot c"),
                              ("4", "foot d"), ("iii", "end c")]  # fmt: skip
    assert found == ()


# Faults of the file itself, in files of every program: which code, and the number of the note concerned

MARK = r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:footnoteReference [^>]*/></w:r>"


def marks_in(text: str) -> list[re.Match[str]]:
    return list(re.finditer(MARK, text))


def mark_taken(data: bytes) -> bytes:
    """The mark of the third note is taken out of the text."""

    def change(text: str) -> str:
        third = marks_in(text)[2]
        return text[: third.start()] + text[third.end() :]

    return planted.rewrite(data, planted.DOCUMENT, change)


def mark_doubled(data: bytes) -> bytes:
    """The mark of the third note stands at the end of the text once more."""

    def change(text: str) -> str:
        third = marks_in(text)[2].group()
        at = text.rindex("</w:p>")
        return text[:at] + third + text[at:]

    return planted.rewrite(data, planted.DOCUMENT, change)


def note_taken(data: bytes) -> bytes:
    """The words of the third note are taken out of their part."""
    shown = re.search(r'w:id="([^"]*)"', marks_in(planted.read_part(data, planted.DOCUMENT))[2].group())
    assert shown is not None
    pattern = rf'<w:footnote (?:[^>]* )?w:id="{shown.group(1)}"(?: [^>]*)?>.*?</w:footnote>'
    return planted.in_part(planted.FOOTNOTES, pattern, "")(data)


def begun_at_three(data: bytes) -> bytes:
    """The notes of the last section begin with 3."""
    numbered = '<w:footnotePr><w:numStart w:val="3"/></w:footnotePr>'

    def change(text: str) -> str:
        text = re.sub(r"<w:footnotePr>.*?</w:footnotePr>", "", text)
        if "<w:sectPr" not in text:
            return text.replace("</w:body>", f"<w:sectPr>{numbered}</w:sectPr></w:body>")
        text = re.sub(r"<w:sectPr([^>/]*)/>", r"<w:sectPr\1></w:sectPr>", text)
        return re.sub(r"(<w:sectPr[^>]*>)", rf"\1{numbered}", text, count=1)

    return planted.rewrite(data, planted.DOCUMENT, change)


def stale_reference(data: bytes) -> bytes:
    """A live reference to the third note that shows 2."""

    def change(text: str) -> str:
        third = marks_in(text)[2]
        text = text[: third.start()] + bookmarked("_Third", third.group(), 900) + text[third.end() :]
        at = text.rindex("</w:p>")
        return text[:at] + field(" NOTEREF _Third \\h ", run("2")) + text[at:]

    return planted.rewrite(data, planted.DOCUMENT, change)


STRUCTURAL: Mapping[str, tuple[planted.Plant, str, str | None]] = {
    "note never marked": (mark_taken, "unreferenced-note", None),
    "mark twice": (mark_doubled, "repeated-mark", "14"),
    "note taken away": (note_taken, "dangling-note", "3"),
    "numbers begin at 3": (begun_at_three, "gap-in-notes", "3"),
    "stale live reference": (stale_reference, "stale-number", "3"),
}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("fault", STRUCTURAL)
def test_faults_of_the_file_are_found(program: str, fault: str, files: Callable[[str], Mapping[str, bytes]]) -> None:
    plant, code, number = STRUCTURAL[fault]
    data = plant(files(program)["right-en"])
    reading, found = verify_file("a.docx", data)
    assert reading is not None
    assert [(one.code, one.note) for one in found] == [(code, number)], [one.message for one in found]


# What only LibreOffice writes


def test_labels_of_libreoffice(tmp_path: Path) -> None:
    """A note with a label of its own stands between others, in the text and in a table."""
    tool("soffice")
    text = word_corpus.flat([["One", Foot("first"), Foot("second")], ["Two", Foot("third"), End("fourth")]], "en")
    text = text.replace("<text:note-citation>2<", '<text:note-citation text:label="**">**<')
    names = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    cells = "<table:table-cell><text:p>Two"
    row = f"<table:table {names}><table:table-column/><table:table-row>{cells}"
    text = text.replace("<text:p>Two", row)
    text = text.replace(
        "</text:p></office:text>", "</text:p></table:table-cell></table:table-row></table:table></office:text>"
    )
    (tmp_path / "a.fodt").write_text(text, encoding="utf-8")
    convert(tmp_path, ["a.fodt"])
    reading, found = looked_at((tmp_path / "a.docx").read_bytes())
    assert marks(reading) == [("1", "first"), ("**", "second"), ("2", "third"), ("i", "fourth")]
    assert [block.kind for block in reading.blocks] == ["paragraph", "cell"]
    assert found == ()


# Pages of other programs


def by_google(notes: list[str]) -> bytes:
    marks_ = "".join(
        f'<p class="c1"><span>Said.</span><sup><a href="#ftnt{number}" id="ftnt_ref{number}">[{number}]</a></sup></p>'
        for number in range(1, len(notes) + 1)
    )
    texts = "".join(
        f'<div><p class="c2"><a href="#ftnt_ref{number}" id="ftnt{number}">[{number}]</a><span>&nbsp;'
        f"{escape(text)}</span></p></div>"
        for number, text in enumerate(notes, 1)
    )
    return f'<html lang="en"><meta charset="utf-8"><body>{marks_}<hr>{texts}</body></html>'.encode()


def by_libreoffice_as_page(notes: list[str], folder: Path) -> bytes:
    (folder / "a.fodt").write_text(word_corpus.flat(paper_of(notes, GOOD), "en"), encoding="utf-8")
    convert(folder, ["a.fodt"], "html")
    return (folder / "a.html").read_bytes()


def page_by(program: str, notes: list[str], folder: Path) -> bytes:
    if program == "LibreOffice":
        return by_libreoffice_as_page(notes, folder)
    if program == "pandoc":
        return word_corpus.by_pandoc(paper_of(notes, GOOD), "en", "html")
    return word_corpus.as_page_by_word(notes) if program == "Word" else by_google(notes)


@pytest.mark.parametrize("program", ["Word", "Google", "LibreOffice", "pandoc"])
def test_notes_of_pages_of_other_programs(program: str, tmp_path: Path) -> None:
    for notes, due in ((right("en"), set[Expected]()), wrong("en")):
        reading, found = looked_at(page_by(program, notes, tmp_path), "a.html")
        assert [one.mark for one in reading.notes] == [str(number) for number in range(1, len(notes) + 1)]
        assert [re.sub(r"\s+", " ", one.blocks[0].text) for one in reading.notes] == notes
        assert facts(tuple(one for one in found if one.code != "missing-language")) == due


# Speed


def test_a_hundred_pages_with_five_hundred_notes() -> None:
    """As Word leaves them: every word in a run of its own, live references, a table on each page."""
    notes = texts_of(make_paper(random.Random(3), "en", 500), "en")
    words = "The harbours of the region were asked how many of their ships pass the locks each year. " * 4
    body = []
    for number in range(500):
        lines = paragraph(split(words)) + paragraph(
            split("Something is said here.") + bookmarked(f"_Ref{number}", mark(600 - number), number)
            + run(" See note ") + field(f" NOTEREF _Ref{number // 2} \\h ", run(str(number // 2 + 1)))
        )  # fmt: skip
        body.append(lines + (table((paragraph(run("a")), paragraph(run("b")))) if number % 5 == 0 else ""))
    data = word("".join(body), "".join(note(600 - number, run(" ") + split(text)) for number, text in enumerate(notes)))
    started = time.process_time()
    reading, found = looked_at(data)
    seconds = time.process_time() - started
    sys.stdout.write(f"\n500 notes on 100 pages verified in {seconds:.2f} s\n")
    assert [one.message for one in found] == []
    assert [one.mark for one in reading.notes] == [str(number) for number in range(1, 501)]
    assert seconds < 3
