"""Word files of other people and programs: the number that each note displays is the one that Word displays."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import planted
import pytest
from test_inspection import NAMES, W, default_language, field, make_docx, mark, note, paragraph, run, texts

from toolkit.inspection import verify_file, verify_typed
from toolkit.inspection.docx import read_docx
from toolkit.inspection.reading import Reading

STRICT = "http://purl.oclc.org/ooxml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STYLES = f"<w:styles {NAMES}>{default_language('en-GB')}</w:styles>"


def numbered(reading: Reading) -> list[tuple[str, str]]:
    return [(one.mark, one.text) for one in reading.notes]


def read(body: str, notes: str = "", /, **parts: str) -> Reading:
    return read_docx(make_docx(body, notes, styles=STYLES, **parts))


def section(form: str = "", old: str = "") -> str:
    change = f'<w:sectPrChange w:id="1" w:author="x"><w:sectPr>{old}</w:sectPr></w:sectPrChange>' if old else ""
    return f"<w:sectPr><w:footnotePr>{form}</w:footnotePr>{change}</w:sectPr>"


def three(text: str = "") -> str:
    return "".join(note(id_, run(f"{text}{id_}")) for id_ in (5, 6, 7))


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", ["1", "2", "3"]),
        ("lowerLetter", ["a", "b", "c"]),
        ("upperLetter", ["A", "B", "C"]),
        ("lowerRoman", ["i", "ii", "iii"]),
        ("upperRoman", ["I", "II", "III"]),
        ("chicago", ["*", "†", "‡"]),
        ("decimalEnclosedCircle", ["①", "②", "③"]),
        ("numberInDash", ["- 1 -", "- 2 -", "- 3 -"]),
    ],
)
def test_number_formats(style: str, shown: list[str]) -> None:
    reading = read(paragraph(mark(7) + mark(5) + mark(6)) + section(f'<w:numFmt w:val="{style}"/>'), three())
    assert numbered(reading) == list(zip(shown, ["7", "5", "6"], strict=True))


def test_letters_that_restart_in_each_section() -> None:
    form = '<w:numFmt w:val="lowerLetter"/><w:numRestart w:val="eachSect"/>'
    body = paragraph(mark(7), section(form)) + paragraph(mark(5) + mark(6)) + section(form)
    assert numbered(read(body, three())) == [("a", "7"), ("a", "5"), ("b", "6")]


def test_a_tracked_change_of_a_section_is_no_section() -> None:
    old = '<w:footnotePr><w:numFmt w:val="upperRoman"/></w:footnotePr>'
    roman = '<w:numFmt w:val="lowerRoman"/>'
    body = paragraph(mark(7), section("", old)) + paragraph(mark(5) + mark(6)) + section(roman)
    assert numbered(read(body, three())) == [("1", "7"), ("ii", "5"), ("iii", "6")]


def test_a_section_whose_break_is_deleted_is_part_of_the_next() -> None:
    form = '<w:numFmt w:val="lowerLetter"/><w:numRestart w:val="eachSect"/>'
    gone = "<w:rPr><w:del w:id='1' w:author='x'/></w:rPr>" + section('<w:numFmt w:val="decimal"/>')
    body = paragraph(mark(7), gone) + paragraph(mark(5) + mark(6)) + section(form)
    assert numbered(read(body, three())) == [("a", "7"), ("b", "5"), ("c", "6")]


def test_a_deleted_mark_does_not_count() -> None:
    deleted = f"<w:del w:id='1' w:author='x'>{mark(5)}</w:del>"
    text = '<w:del w:id="2" w:author="x"><w:r><w:delText>gone</w:delText></w:r></w:del>'
    notes = note(5, text) + note(6, run("6")) + note(7, run("7"))
    reading, found = verify_file("a.docx", make_docx(paragraph(mark(7) + deleted + mark(6)), notes, styles=STYLES))
    assert reading is not None
    assert found == ()
    assert [one for one in numbered(reading) if one[0]] == [("1", "7"), ("2", "6")]


@pytest.mark.parametrize("hidden", ["<w:vanish/>", '<w:rStyle w:val="Gone"/>'])
def test_a_hidden_mark_does_not_count(hidden: str) -> None:
    style = '<w:style w:type="character" w:styleId="Gone"><w:name w:val="gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    run_ = f'<w:r><w:rPr>{hidden}</w:rPr><w:footnoteReference w:id="5"/></w:r>'
    data = make_docx(
        paragraph(mark(7) + run_ + mark(6)), three(), styles=STYLES.replace("</w:styles>", f"{style}</w:styles>")
    )
    reading, found = verify_file("a.docx", data)
    assert reading is not None
    assert found == ()
    assert numbered(reading)[:2] == [("1", "7"), ("2", "6")]


def test_deleted_rows_and_cells_are_not_there() -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"

    gone = "<w:cellDel w:id='1' w:author='x'/>"
    assert texts(read(f"<w:tbl><w:tr>{cell('a')}{cell('b', gone)}</w:tr></w:tbl>")) == ["a"]


def test_a_text_box_is_read_once() -> None:
    def box(text: str) -> str:
        return f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"

    both = f'<mc:Choice xmlns:wps="w" Requires="wps"><wps:txbx>{box("new")}</wps:txbx></mc:Choice>'
    old = f"<mc:Fallback><w:pict>{box('old')}</w:pict></mc:Fallback>"
    for content, due in ((both + old, "new"), (old, "old"), (both + both + old, "new")):
        alternatives = f'<mc:AlternateContent xmlns:mc="{MC}">{content}</mc:AlternateContent>'
        assert texts(read(paragraph(run("text") + f"<w:r>{alternatives}</w:r>"))) == ["text", due]


def test_marks_in_content_controls_and_smart_tags() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{mark(7)}</w:sdtContent></w:sdt>"
    tag = f'<w:smartTag w:element="x"><w:smartTagPr/>{mark(5)}</w:smartTag>'
    block = f"<w:sdt><w:sdtContent>{paragraph(control + tag)}</w:sdtContent></w:sdt>"
    inside = f"<w:sdt><w:sdtContent>{run('six')}</w:sdtContent></w:sdt>"
    notes = note(5, run("5")) + note(6, inside) + note(7, run("7"))
    assert numbered(read(block + paragraph(mark(6)), notes)) == [("1", "7"), ("2", "5"), ("3", "six")]


def test_tables_in_notes() -> None:
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('one'))}</w:tc><w:tc>{paragraph(run('two'))}</w:tc></w:tr></w:tbl>"
    notes = f'<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r>{run(" See:")}</w:p>{table}</w:footnote>'
    reading = read(paragraph(mark(5)), notes)
    assert [(block.kind, block.text) for block in reading.notes[0].blocks] == [
        ("paragraph", "See:"),
        ("cell", "one"),
        ("cell", "two"),
    ]


def test_marks_of_their_own_do_not_count() -> None:
    own = '<w:r><w:footnoteReference w:id="6" w:customMarkFollows="1"/><w:t>†</w:t></w:r>'
    notes = note(5, run("5")) + f'<w:footnote w:id="6"><w:p>{run("† six")}</w:p></w:footnote>' + note(7, run("7"))
    reading = read(paragraph(mark(7) + own + mark(5)), notes)
    assert numbered(reading) == [("1", "7"), ("†", "six"), ("2", "5")]


def test_strict_file_with_split_runs_and_links_of_its_notes() -> None:
    split = run("n") + '<w:r><w:rPr><w:lang w:val="fr-FR"/></w:rPr><w:t>.</w:t></w:r>' + run(" 1")
    link = '<w:hyperlink r:id="own"><w:r><w:t>here</w:t></w:r></w:hyperlink>'
    data = make_docx(paragraph(mark(5) + mark(6)), note(5, run("5 ") + link) + note(6, split), styles=STYLES)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kind = f"{STRICT}/officeDocument/relationships/hyperlink"
    parts = {name: planted.read_part(data, name) for name in ("_rels/.rels", "word/document.xml", "word/footnotes.xml",
             "word/styles.xml", "word/_rels/document.xml.rels")}  # fmt: skip
    parts["word/_rels/footnotes.xml.rels"] = (
        f'<Relationships xmlns="{relations}"><Relationship Id="own" Type="{kind}" Target="https://own.eu/" '
        'TargetMode="External"/></Relationships>'
    )
    for name in parts:
        if not name.startswith("_rels"):
            parts[name] = (
                parts[name]
                .replace(W, f"{STRICT}/wordprocessingml/main")
                .replace("http://schemas.openxmlformats.org/officeDocument/2006", f"{STRICT}/officeDocument")
            )
    reading = read_docx(planted.pack(parts))
    assert numbered(reading) == [("1", "5 here"), ("2", "n. 1")]
    assert reading.notes[0].blocks[0].links[0].address == "https://own.eu/"


def test_footnotes_and_endnotes_of_one_number_are_no_gap() -> None:
    form = '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'
    endnote = f'<w:endnote w:id="1"><w:p><w:r><w:endnoteRef/></w:r>{run("end")}</w:p></w:endnote>'
    endnotes = f"<w:endnotes {NAMES}>{endnote}</w:endnotes>"
    body = paragraph(mark(7) + '<w:r><w:endnoteReference w:id="1"/></w:r>' + mark(5) + mark(6))
    data = make_docx(body + f"<w:sectPr>{form}</w:sectPr>", three(), styles=STYLES, endnotes=endnotes)
    reading, found = verify_file("a.docx", data)
    assert reading is not None
    assert found == ()
    assert numbered(reading) == [("1", "7"), ("1", "end"), ("2", "5"), ("3", "6")]


def test_a_live_reference_is_not_judged_by_its_words() -> None:
    bookmarked = f'<w:bookmarkStart w:id="1" w:name="_Ref1"/>{mark(5)}<w:bookmarkEnd w:id="1"/>'
    live = run("Nobody, n. ") + field(' IF 1 = 1 "x" ', field(" NOTEREF _Ref1 \\h ", run("1")))
    notes = note(5, run("Danube, L., Harbours of the north (2021).")) + note(6, live) + note(7, run("7"))
    data = make_docx(paragraph(bookmarked + mark(6) + mark(7)), notes, styles=STYLES)
    reading, found = verify_file("a.docx", data)
    assert reading is not None
    assert (found, verify_typed("a.docx", reading)) == ((), ())


# Other programs


def test_file_of_python_docx() -> None:
    from docx import Document

    document = Document()
    document.add_heading("A heading", 1)
    document.add_paragraph("Text", style="List Bullet")
    document.add_table(1, 2).cell(0, 0).text = "cell"
    stream = io.BytesIO()
    document.save(stream)
    reading = read_docx(stream.getvalue())
    assert [(block.kind, block.text) for block in reading.blocks] == [
        ("title", "A heading"),
        ("list item", "Text"),
        ("cell", "cell"),
    ]


MARKDOWN = """# Title

First.[^b] Second.[^a] Third.[^c]

[^a]: Danube, L., Harbours of the north (2021).
[^b]: Elbe, A., Rivers of the south (2019).
[^c]: Danube, n. 1 (2021).
"""


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_file_of_pandoc(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{suffix}"
    subprocess.run(
        ["pandoc", "-s", "-M", "lang=en", "-f", "markdown", "-o", str(path)], input=MARKDOWN, text=True, check=True
    )
    check_made(path)


@pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pandoc") is None, reason="LibreOffice is not there"
)
def test_file_of_libreoffice(tmp_path: Path) -> None:
    first = tmp_path / "a.odt"
    subprocess.run(
        ["pandoc", "-s", "-M", "lang=en", "-f", "markdown", "-o", str(first)], input=MARKDOWN, text=True, check=True
    )
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path), str(first)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    check_made(tmp_path / "a.docx")


def check_made(path: Path) -> None:
    reading, _ = verify_file(path.name, path.read_bytes())
    assert reading is not None
    assert [mark for mark, _ in numbered(reading)] == ["1", "2", "3"]
    assert [text.partition(",")[0] for _, text in numbered(reading)] == ["Elbe", "Danube", "Danube"]
    found = verify_typed(path.name, reading)
    assert [(one.code, one.note, one.quoted and one.quoted.meant) for one in found] == [
        ("wrong-back-reference", "3", "2")
    ]
