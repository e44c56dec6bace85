"""A table in Word for translators who have nothing else: key, original, translation, remarks.

ISO 29500-1: tables 17.4, revisions 17.13.5. What a translator does not change comes back as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.inspection.package import Package
from toolkit.inspection.reading import UnreadableFileError
from toolkit.inspection.word import W, integer, value
from toolkit.translating.exchange import AS_SENT, FINISHED, NEW, TO_CHECK, Back, Letter, Reply, Sent
from toolkit.translating.marks import LINK, STARS, Piece, Single, pieces
from toolkit.wording.differences import changed_words
from toolkit.writers.docx.markup import DECLARATION, NAMESPACES, PACKAGE, RELATIONSHIPS, escape, word_language
from toolkit.writers.docx.package import deflated, pack

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHECK = "CHECK"
"""The word by which the remark begins of a translation that is to be looked at; its translator deletes it."""
_WIDTHS = (2300, 5400, 5400, 1900)  # twentieths of a point, 15,000 in all: A4 across with margins of 2 cm
_GREY = '<w:noProof/><w:color w:val="595959"/>'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HELP = (
    "Write in the column “Translation” alone. Grey marks stay as they are, each where your sentence wants it: "
    "[^note] and [@source, p. 4] are footnotes, [](#point) prints a number. **Two stars** stand round bold words, "
    "*one* round italics. Leave empty what you have not translated.",
    f"A row whose remark begins with {CHECK} has a translation of earlier words: mend it, or delete the word {CHECK} "
    "where it is right as it stands. Your own remarks are welcome in that column.",
)


def write_table(letter: Letter) -> bytes:
    """The Word file of a letter; the same letter gives the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}, core=True),
        "docProps/core.xml": _properties(letter),
        "word/document.xml": _document(letter),
        "word/_rels/document.xml.rels": _relationships({"styles": "styles.xml"}),
        "word/styles.xml": _styles(letter),
    }
    return pack([deflated(name, DECLARATION + content) for name, content in parts.items()])


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_TYPES}.document.main+xml",
        "/word/styles.xml": f"{_TYPES}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join([f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items()])
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relationships(targets: dict[str, str], core: bool = False) -> str:
    found = [
        f'<Relationship Id="r{number}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), 1)
    ]
    if core:
        kind = f"{PACKAGE}/relationships/metadata/core-properties"
        found.append(f'<Relationship Id="r0" Type="{kind}" Target="docProps/core.xml"/>')
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(found)}</Relationships>'


def _properties(letter: Letter) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(letter.title)}</dc:title><dc:language>{letter.language}</dc:language></cp:coreProperties>"
    )


def _styles(letter: Letter) -> str:
    font = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    origin, language = word_language(letter.origin), word_language(letter.language)
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{font}"
        '<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="Default">'
        '<w:name w:val="Default Paragraph Font"/></w:style>'
        + _style("paragraph", "Heading1", "heading 1", '<w:b/><w:sz w:val="30"/>', '<w:outlineLvl w:val="0"/>')
        + _style("paragraph", "Head", "Table head", "<w:b/>")
        + _style("paragraph", "Original", "Original", f'<w:lang w:val="{origin}"/>')
        + _style("paragraph", "Translation", "Translation", f'<w:lang w:val="{language}"/>')
        + _style("paragraph", "Key", "Key", '<w:noProof/><w:color w:val="595959"/><w:sz w:val="16"/>')
        + _style(
            "character", "Mark", "Mark", '<w:noProof/><w:color w:val="595959"/><w:shd w:val="clear" w:fill="EDEDED"/>'
        )
        + "</w:styles>"
    )


def _style(kind: str, identifier: str, name: str, run: str, paragraph: str = "") -> str:
    base = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" else ""
    inner = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    return (
        f'<w:style w:type="{kind}" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>{base}'
        f"{inner}<w:rPr>{run}</w:rPr></w:style>"
    ).replace(' w:customStyle="1"', "" if name.startswith("heading") else ' w:customStyle="1"')


def _document(letter: Letter) -> str:
    heads = (f"Key ({letter.position})", f"Original ({letter.origin})", f"Translation ({letter.language})", "Remarks")
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
    cells = [_cell(width, [_paragraph("Head", _run(text))], shade) for width, text in zip(_WIDTHS, heads, strict=True)]
    head = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"
    rows = "".join([_row(text) for text in letter.texts])
    return (
        f"<w:document {NAMESPACES}><w:body>{_paragraph('Heading1', _run(letter.title))}"
        + "".join([_paragraph("", _run(text)) for text in _HELP])
        + f"<w:tbl>{_table_properties()}{head}{rows}</w:tbl><w:p/>"
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1134" w:right="919" '
        'w:bottom="1134" w:left="919" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _table_properties() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join([f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>' for side in sides])
    margins = {"top": 60, "left": 100, "bottom": 40, "right": 100}
    inside = "".join([f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in margins.items()])
    grid = "".join([f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS])
    return (
        f'<w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inside}</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(text: Sent) -> str:
    remarks = list(text.remarks)
    if text.state == TO_CHECK:
        words = changed_words(text.made_from, text.source) if text.made_from != text.source else "marked as doubtful"
        remarks.insert(0, f"{CHECK}: {words}")
    cells = (
        [_paragraph("Key", _run(line)) for line in (text.key, *text.comments[:1], f"[{text.mark}]")],
        [_paragraph("Original", _runs(pieces(text.source)))],
        [_paragraph("Translation", _runs(pieces(text.translation)) if text.state != NEW else "")],
        [_paragraph("", _run(line)) for line in remarks] or [_paragraph("", "")],
    )
    inner = "".join([_cell(width, found) for width, found in zip(_WIDTHS, cells, strict=True)])
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inner}</w:tr>"


def _cell(width: int, paragraphs: list[str], shade: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{"".join(paragraphs)}</w:tc>'


def _paragraph(style: str, runs: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, style: str = "") -> str:
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _runs(found: tuple[Piece, ...]) -> str:
    """The runs of a text, its marks set apart."""
    parts = []
    for piece in found:
        if isinstance(piece, str):
            parts.append(_run(piece))
        elif isinstance(piece, Single):
            parts.append(_run(piece.written, "Mark"))
        elif piece.kind == LINK:
            parts += [_run("[", "Mark"), _runs(piece.children), _run(f"]({piece.address})", "Mark")]
        else:
            star = _run(STARS[piece.kind], "Mark")
            parts += [star, _runs(piece.children), star]
    return "".join(parts)


_HEADS = tuple([re.compile(rf"{word} \(([\w-]+)\)") for word in ("Key", "Original", "Translation")])
_SENT_MARK = re.compile(r"\[([0-9a-f]{8}\??)\]\Z")
_DEEPEST = 150
_NOT_THERE = frozenset([W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "tcPr", "trPr", "tbl")])
_SHOWN_AS = {W + "sym": "\ufffd", W + "tab": " ", W + "br": " ", W + "cr": " ", W + "noBreakHyphen": "\u2011"}
_AGAIN = "send the file that the toolkit exported, with the translations in its table"


def read_table(data: bytes) -> Reply:
    """What the table in a Word file holds; a file without one raises `UnreadableFileError`."""
    package = Package(data)
    main = next((one.target for one in package.relationships("").values() if one.kind == "officeDocument"), "")
    if not package.has(main):
        raise UnreadableFileError("the file is no Word document", _AGAIN)
    facts: set[tuple[str, ...]] = set()
    texts: list[Back] = []
    for table in _within(package.xml(main), "tbl"):
        rows = [_cells(row) for row in _within(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
        if found := _facts(rows):
            facts.add(found)
            rows = rows[1:]
        if found or facts:  # a table that was split goes on without a head
            texts += [_back(row, number) for number, row in enumerate(rows, len(texts) + 2) if _is_text(row)]
    if len(facts) != 1:
        message = "several papers or languages" if facts else "no table with the columns Key, Original and Translation"
        raise UnreadableFileError(f"the file has {message}", _AGAIN)
    position, origin, language = facts.pop()
    return Reply(position, origin.lower(), language.lower(), tuple(texts))


def _facts(rows: list[list[list[str]]]) -> tuple[str, ...]:
    """Position and languages, from the head of a table; nothing where it has no such head."""
    cells = [" ".join(cell).strip() for cell in rows[0][:3]] if rows else []
    heads = [head.fullmatch(cell) for head, cell in zip(_HEADS, cells, strict=False)]
    return tuple([head.group(1) for head in heads if head]) if len(heads) == 3 and all(heads) else ()


def _is_text(row: list[list[str]]) -> bool:
    """Whether a row is one that was sent, and not the head of a table again."""
    return len(row) > 2 and any(line.strip() for line in row[0]) and not _facts([row])


def _back(row: list[list[str]], number: int) -> Back:
    keys = [line.strip() for line in row[0] if line.strip()]
    mark = next((found.group(1) for line in keys if (found := _SENT_MARK.search(line))), "")
    remarks = [line.strip() for line in (row[3] if len(row) > 3 else []) if line.strip()]
    own = tuple([line for line in remarks if not line.startswith(CHECK)])
    state = AS_SENT if len(own) < len(remarks) else FINISHED
    source, translation = (" ".join([line for line in cell if line.strip()]).strip() for cell in row[1:3])
    return Back(keys[0] if keys else "", source, translation, mark, state, number, own)


_ROUND = frozenset([W + name for name in ("body", "sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")])


def _within(element: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """The elements called `name` in `element`, whatever Word puts round them; not those in other tables."""
    for child in element if depth < _DEEPEST else ():
        if child.tag == W + name:
            yield child
        elif child.tag in _ROUND:
            yield from _within(child, name, depth + 1)


def _cells(row: Element) -> list[list[str]]:
    """The cells of a row, each as its paragraphs; one that was made out of several is followed by empty ones."""
    cells = []
    for cell in _within(row, "tc"):
        cells.append(["".join(_text(one, 0)) for one in _within(cell, "p")])
        merged = integer(value(cell.find(W + "tcPr"), W + "gridSpan"), 1)
        cells += [[] for _ in range(min(merged, len(_WIDTHS)) - 1)]
    return cells


def _text(element: Element, depth: int) -> Iterator[str]:
    """The text of a paragraph as it is when all changes are accepted."""
    if depth > _DEEPEST:
        raise UnreadableFileError("elements stand in elements without end", _AGAIN)
    for child in element:
        if child.tag in _NOT_THERE:
            continue
        if child.tag == W + "t":
            yield child.text or ""
        else:
            yield _SHOWN_AS.get(child.tag, "") if isinstance(child.tag, str) else ""
            yield from _text(child, depth + 1)
