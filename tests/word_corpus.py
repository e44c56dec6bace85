"""Builds Word files in the ways of other programs: by hand, python-docx, pandoc, LibreOffice and docx.js.

A paper is a list of paragraphs, each a list of words, notes and links; every program is given the same.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import planted
from programs import WEB, module, tool
from test_inspection import NAMES, NUMBERING, RELATIONS, default_language, field, make_docx, mark, note, paragraph, run

from toolkit.records import Record


class Foot(Record):
    """A footnote at its place in the text."""

    text: str


class End(Record):
    """An endnote at its place in the text."""

    text: str


class Link(Record):
    """A link out of the file."""

    text: str
    address: str


Item = str | Foot | End | Link
Paper = Sequence[Sequence[Item]]
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PROGRAMS = ("by hand", "python-docx", "pandoc", "LibreOffice", "docx.js")


def styles(language: str) -> str:
    return f"<w:styles {NAMES}>{default_language(language)}</w:styles>"


def end_mark(id_: int) -> str:
    return f'<w:r><w:endnoteReference w:id="{id_}"/></w:r>'


def endnotes(*texts: str) -> str:
    """The part of endnotes, with ids from 1."""
    elements = [
        f'<w:endnote w:id="{id_}"><w:p><w:r><w:endnoteRef/></w:r>{run(text)}</w:p></w:endnote>'
        for id_, text in enumerate(texts, 1)
    ]
    return f"<w:endnotes {NAMES}>{''.join(elements)}</w:endnotes>"


def related(data: bytes, part: str, *links: tuple[str, str]) -> bytes:
    """`data` with relationships of `part` to web addresses, by id."""
    folder, _, name = part.rpartition("/")
    text = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/hyperlink" Target="{escape(address)}" TargetMode="External"/>'
        for id_, address in links
    )
    return planted.add(data, f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{PACKAGE}">{text}</Relationships>')


# The same paper by each program


def by_hand(paper: Paper, language: str) -> bytes:
    """Ids count down while the numbers count up, and each word of a text has a run of its own."""
    feet = [item for items in paper for item in items if isinstance(item, Foot)]
    ends = [item for items in paper for item in items if isinstance(item, End)]
    ids = {id(item): 90 - index for index, item in enumerate(feet)}
    end_ids = {id(item): index for index, item in enumerate(ends, 1)}
    links: list[tuple[str, str]] = []

    def shown(item: Item) -> str:
        if isinstance(item, str):
            return split(item)
        if isinstance(item, Foot):
            return mark(ids[id(item)])
        if isinstance(item, End):
            return end_mark(end_ids[id(item)])
        links.append((f"web{len(links)}", item.address))
        return f'<w:hyperlink r:id="{links[-1][0]}">{run(escape(item.text))}</w:hyperlink>'

    body = "".join(paragraph("".join(map(shown, items))) for items in paper)
    notes = "".join(note(ids[id(item)], run(" ") + split(item.text)) for item in reversed(feet))
    parts = {"endnotes": endnotes(*[escape(item.text) for item in ends])} if ends else {}
    data = make_docx(body, notes, styles=styles(language), **parts)
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
        for id_, to in links
    )
    return planted.in_part("word/_rels/document.xml.rels", "</Relationships>", f"{relations}</Relationships>")(data)


def split(text: str) -> str:
    """`text` in many runs, as Word leaves it after some editing."""
    return '<w:proofErr w:type="spellStart"/>'.join(run(escape(piece)) for piece in re.findall(r"\w+|\W", text))


def by_python_docx(paper: Paper, language: str) -> bytes:
    """python-docx writes no notes: their part is made by hand, and hung on the document."""
    from docx import Document
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    document = Document()
    package = document.part.package
    feet, ends = list[str](), list[str]()
    for items in paper:
        line = document.add_paragraph()
        for item in items:
            if isinstance(item, str):
                line.add_run(item)
            elif isinstance(item, Link):
                to = document.part.relate_to(item.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                line._p.append(parse_xml(f'<w:hyperlink {NAMES} r:id="{to}">{run(escape(item.text))}</w:hyperlink>'))
            else:
                kind, known = ("foot", feet) if isinstance(item, Foot) else ("end", ends)
                known.append(item.text)
                name = f"{kind}noteReference"
                line._p.append(parse_xml(f'<w:r {NAMES}><w:{name} w:id="{len(known) + 1}"/></w:r>'))
    for kind, texts, type_, relation in (
        ("foot", feet, CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
        ("end", ends, CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
    ):
        if texts:
            blob = _notes_part(kind, texts).encode()
            document.part.relate_to(Part(PackURI(f"/word/{kind}notes.xml"), type_, blob, package), relation)
    stream = io.BytesIO()
    document.save(stream)
    return planted.in_part("word/styles.xml", r'<w:lang w:val="en-US"', f'<w:lang w:val="{language}"')(
        stream.getvalue()
    )


def _notes_part(kind: str, texts: Sequence[str]) -> str:
    """A part of notes with separators, as Word writes it; the first note has the id 2."""
    separators = "".join(
        f'<w:{kind}note w:type="{type_}" w:id="{id_}"><w:p><w:r><w:{type_}/></w:r></w:p></w:{kind}note>'
        for id_, type_ in ((0, "separator"), (1, "continuationSeparator"))
    )
    notes = "".join(
        f'<w:{kind}note w:id="{id_}"><w:p><w:r><w:{kind}noteRef/></w:r>{run(" " + escape(text))}</w:p></w:{kind}note>'
        for id_, text in enumerate(texts, 2)
    )
    return f"<w:{kind}notes {NAMES}>{separators}{notes}</w:{kind}notes>"


def by_pandoc(paper: Paper, language: str, suffix: str = "docx") -> bytes:
    """From Markdown, in which the notes stand in another order than their marks; it has no endnotes."""
    feet: list[str] = []

    def shown(item: Item) -> str:
        if isinstance(item, str):
            return _escaped(item)
        if isinstance(item, Link):
            return f"[{_escaped(item.text)}]({item.address})"
        feet.append(item.text)
        return f"[^n{len(feet)}]"

    text = "\n\n".join("".join(map(shown, items)) for items in paper)
    notes = [f"[^n{number}]: {_escaped(words)}" for number, words in enumerate(feet, 1)]
    command = [
        tool("pandoc"),
        "-s",
        "-M",
        f"lang={language}",
        "-M",
        "pagetitle=A",
        "-f",
        "markdown-smart",
        "-t",
        suffix,
    ]
    source = "\n\n".join([text, *reversed(notes)])
    return subprocess.run([*command, "-o", "-"], input=source.encode(), capture_output=True, check=True).stdout


def _escaped(text: str) -> str:
    return (
        re.sub(r"([^\w\s])", r"\\\1", text, flags=re.ASCII)
        if text.isascii()
        else re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
    )


def by_libreoffice(papers: Mapping[str, tuple[Paper, str]], folder: Path) -> dict[str, bytes]:
    """All papers at once, for the program takes seconds to start."""
    for name, (paper, language) in papers.items():
        (folder / f"{name}.fodt").write_text(flat(paper, language), encoding="utf-8")
    convert(folder, [f"{name}.fodt" for name in papers])
    return {name: (folder / f"{name}.docx").read_bytes() for name in papers}


def convert(folder: Path, names: Sequence[str], suffix: str = "docx") -> None:
    """Have LibreOffice write the files of `folder` in another format."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [tool("soffice"), profile, "--headless", "--convert-to", suffix, "--outdir", str(folder)]
    subprocess.run([*command, *[str(folder / name) for name in names]], check=True, capture_output=True, timeout=240)


def flat(paper: Paper, language: str) -> str:
    """The paper as a flat OpenDocument text."""
    count = 0

    def shown(item: Item) -> str:
        nonlocal count
        if isinstance(item, str):
            return escape(item)
        if isinstance(item, Link):
            return f'<text:a xlink:href="{escape(item.address)}">{escape(item.text)}</text:a>'
        count += 1
        kind = "footnote" if isinstance(item, Foot) else "endnote"
        return (
            f'<text:note text:id="ftn{count}" text:note-class="{kind}"><text:note-citation>{count}</text:note-citation>'
            f"<text:note-body><text:p>{escape(item.text)}</text:p></text:note-body></text:note>"
        )

    body = "".join(f"<text:p>{''.join(map(shown, items))}</text:p>" for items in paper)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
        for name, place in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
    )
    properties = f'<style:text-properties fo:language="{language}" fo:country="none"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:styles>'
        f'<style:default-style style:family="paragraph">{properties}</style:default-style></office:styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def by_docx_js(papers: Mapping[str, tuple[Paper, str]], folder: Path) -> dict[str, bytes]:
    """All papers at once; the script is tests/web/papers.mjs."""
    module("docx/package.json")

    def told(item: Item) -> object:
        if isinstance(item, str):
            return item
        if isinstance(item, Link):
            return {"link": item.text, "address": item.address}
        return {"foot" if isinstance(item, Foot) else "end": item.text}

    asked = [
        {
            "file": str(folder / f"{name}.docx"),
            "language": language,
            "paragraphs": [list(map(told, items)) for items in paper],
        }
        for name, (paper, language) in papers.items()
    ]
    subprocess.run(
        [tool("node"), WEB / "papers.mjs"], input=json.dumps(asked).encode(), check=True, capture_output=True
    )
    return {name: (folder / f"{name}.docx").read_bytes() for name in papers}


def make(program: str, papers: Mapping[str, tuple[Paper, str]], folder: Path) -> dict[str, bytes]:
    """The Word files that `program` writes of `papers` and their languages."""
    alone: dict[str, Callable[[Paper, str], bytes]] = {
        "by hand": by_hand,
        "python-docx": by_python_docx,
        "pandoc": by_pandoc,
    }
    if program in alone:
        return {name: alone[program](paper, language) for name, (paper, language) in papers.items()}
    folder = folder / program
    folder.mkdir()
    return (by_libreoffice if program == "LibreOffice" else by_docx_js)(papers, folder)


# Files with one of everything, for damage


def bookmarked(name: str, content: str, id_: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{id_}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{id_}"/>'


def everything() -> bytes:
    """A Word file written by hand with one of everything that the reader knows."""
    form = '<w:numFmt w:val="lowerRoman"/><w:numStart w:val="2"/><w:numRestart w:val="eachSect"/>'
    section = f"<w:sectPr><w:footnotePr>{form}</w:footnotePr></w:sectPr>"
    own = '<w:r><w:footnoteReference w:id="9" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    listed = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>'
    cell = f"<w:tc><w:tcPr/>{paragraph(run('A cell') + mark(5))}</w:tc>"
    box = f"<w:txbxContent>{paragraph(run('In a box, see note iii.'))}</w:txbxContent>"
    gone = f'<w:del w:id="7" w:author="x"><w:r><w:delText>gone</w:delText></w:r>{mark(8)}</w:del>'
    reference = (
        field(" NOTEREF _RefA \\h ", run("ii"))
        + '<w:fldSimple w:instr=" REF _RefB \\r \\h ">'
        + run("5")
        + "</w:fldSimple>"
    )
    body = (
        paragraph(run("A title"), '<w:pStyle w:val="Titre1"/>')
        + paragraph(run("Danube says so.") + bookmarked("_RefA", mark(7)) + own + run("See note 3 and point 2."), "")
        + paragraph(bookmarked("_RefB", run("first point"), 2) + reference, listed)
        + f"<w:tbl><w:tblPr/><w:tr><w:trPr/>{cell}{cell}</w:tr></w:tbl>"
        + paragraph(run("Before") + f"<w:r><w:pict>{box}</w:pict></w:r>{gone}", section)
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph(mark(6) + end_mark(1))}</w:sdtContent></w:sdt>"
        + paragraph(
            f'<w:hyperlink r:id="web">{run("www.e.eu")}</w:hyperlink>'
            f'<w:hyperlink w:anchor="_RefB">{run("2")}</w:hyperlink>'
        )
        + "<w:sectPr><w:pgSz/></w:sectPr>"
    )
    notes = (
        note(5, run(" Danube, L. &amp; Rhine, D., Perspectives on inland harbours (2021), https://www.example.org/1."))
        + note(6, run(" Danube &amp; Rhine, n. ") + field(" NOTEREF _RefA ", run("ii")))
        + note(7, run(" Elbe et al. (2023), n. 3; see also notes 1, 2 and 5."))
        + note(8, "")
        + f'<w:footnote w:id="9"><w:p>{run("* Ibid.")}</w:p></w:footnote>'
    )
    sheet = (
        f"<w:styles {NAMES}>{default_language('fr-FR')}<w:style w:type='paragraph' w:default='1' w:styleId='Normal'>"
        "<w:name w:val='Normal'/></w:style><w:style w:type='paragraph' w:styleId='Titre1'><w:name w:val='heading 1'/>"
        "<w:basedOn w:val='Normal'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style></w:styles>"
    )
    settings = (
        f'<w:settings {NAMES}><w:footnotePr><w:footnote w:id="-1"/></w:footnotePr>'
        '<w:themeFontLang w:val="fr-FR"/></w:settings>'
    )
    remark = paragraph(run("A remark"))
    comments = f'<w:comments {NAMES}><w:comment w:id="0" w:author="x">{remark}</w:comment></w:comments>'
    data = make_docx(
        body,
        notes,
        styles=sheet,
        numbering=NUMBERING,
        settings=settings,
        endnotes=endnotes("At the end."),
        comments=comments,
    )
    return related(data, "word/footnotes.xml", ("own", "https://own.eu/"))


def amendments() -> bytes:
    """A sheet of amendments."""

    def row(left: str, right: str) -> str:
        cells = "".join(f"<w:tc>{paragraph(run(text))}</w:tc>" for text in (left, right))
        return f"<w:tr>{cells}</w:tr>"

    table = row("Text proposed by the Commission", "Amendment") + row("1. Old words of law.", "1. New words of law.")
    body = "".join(
        paragraph(run(f"Amendment {number}"))
        + paragraph(run(f"Article {number} – paragraph 1"))
        + f"<w:tbl>{table}</w:tbl>"
        + paragraph(run("Justification"))
        + paragraph(run("Because it is better.") + mark(number))
        for number in (1, 2)
    )
    return make_docx(body, note(1, run("One")) + note(2, run("Two")), styles=styles("en-GB"))


def plain() -> bytes:
    return by_python_docx([["Words", Foot("Danube, L., Harbours (2021)."), End("At the end.")]], "en-GB")


BASES = (everything, everything, amendments, plain)


def page_of_everything() -> bytes:
    """An HTML page written by hand with one of everything that the reader knows."""
    return """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A</title></head><body>
<nav><a href="#p1">First</a></nav><h1 id="top">A title</h1><h2 id="p1"><span class="number">1.</span> First point</h2>
<p>Danube says so.<a role="doc-noteref" id="r1" href="#n1">1</a> <span lang="fr">Et voilà</span>, see note 2.
<a class="ref" href="#p1">point 1</a> <a href="https://e.eu/">www.e.eu</a> <img src="x" alt="A chart"></p>
<ol start="3" type="a"><li value="7">x</li><li><p>y</p><p>z</p></li></ol><table><tr><td>cell<a class="footnote-ref"
id="r2" href="#n2"><sup>2</sup></a></td></tr></table><div class="visually-hidden">hidden</div>
<section role="doc-endnotes"><ol><li id="n1">Danube, L. &amp; Rhine, D., Harbours (2021), https://www.example.org/1
<a role="doc-backlink" href="#r1">↩</a></li><li id="n2">Danube, n. 1 (2021).
<a role="doc-backlink" href="#r2">↩</a></li>
</ol></section></body></html>""".encode()


WORD_PAGE = """<html><head><meta charset=utf-8></head><body lang=EN-GB><div class=WordSection1><h1>A title</h1>
<p><a href="#{0}" id="toc1">1</a> <a href="#end" id="start">Contents</a></p>
<h2><a id="end" href="#start">Contents</a></h2>
{1}</div><div><br clear=all><hr>{2}</div></body></html>"""


def as_page_by_word(notes: Sequence[str]) -> bytes:
    """As Word saves a page: a link to the number before the note, and from there back to the mark."""
    style = "class=MsoFootnoteReference"
    marks_ = "".join(
        f'<p class=MsoNormal>Said.<a href="#_ftn{number}" name="_ftnref{number}" title=""><span {style}>'
        f"<span {style}>[{number}]</span></span></a></p>"
        for number in range(1, len(notes) + 1)
    )
    texts = "".join(
        f'<div id=ftn{number}><p class=MsoFootnoteText><a href="#_ftnref{number}" name="_ftn{number}" title="">'
        f"<span {style}>[{number}]</span></a> {escape(text)}</p>{'<p>And more.</p>' if number == 1 else ''}</div>"
        for number, text in enumerate(notes, 1)
    )
    return WORD_PAGE.format("start", marks_, texts).encode()


def plain_page() -> bytes:
    from typed_papers import page

    return page(["Danube, L., Harbours (2021).", "Danube, n. 1."], "en")


PAGES = (
    page_of_everything,
    plain_page,
    lambda: as_page_by_word(["Danube, L., Harbours (2021).", "Danube, n. 1.", "Danube, n. 3."]),
)
