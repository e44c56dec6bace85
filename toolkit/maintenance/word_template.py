"""Makes `paper.docx` of the papers and of the one-page summary: run `python -m toolkit.maintenance.word_template`.

The file is the same bytes each time, so that a change of its look shows in `word_styles.py` alone.
"""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.maintenance.word_styles import ACCENT, FONT, LINE, QUIET, TINT, borders, write_styles
from toolkit.records import Record
from toolkit.resources import builtin
from toolkit.writers.docx.figures import DRAWING
from toolkit.writers.docx.markup import DECLARATION, NAMESPACES, PACKAGE, relationship, relationships
from toolkit.writers.docx.numbers import LEVELS, POINT_HEADING
from toolkit.writers.docx.package import deflated, pack
from toolkit.writers.docx.styles import BULLET, KEY_POINT, NUMBER

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def write_numbering() -> str:
    """`numbering.xml`: the lists that the styles belong to."""
    names = (BULLET, NUMBER, KEY_POINT, POINT_HEADING)
    looks = [LEVELS[name].markup(name, place) for place, name in enumerate(names, 1)]
    places = range(1, len(names) + 1)
    lists = [f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>' for place in places]
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{''.join(looks)}{''.join(lists)}</w:numbering>"


def write_settings() -> str:
    """`settings.xml`, for Word 2013 and later; without a question about fields."""
    word = "http://schemas.microsoft.com/office/word"
    compat = f'<w:compatSetting w:name="compatibilityMode" w:uri="{word}" w:val="15"/>'
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{compat}</w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" '
        'w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" '
        'w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" '
        'w:followedHyperlink="followedHyperlink"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def write_header(title: bool) -> str:
    """The head of a page: the title of the paper, or nothing on the first."""
    field = write_field("TITLE", "Title") if title else ""
    properties = "" if title else borders('<w:bottom w:val="nil"/>')
    return write_margin("hdr", "Header", properties, field)


def write_footer() -> str:
    """The foot of a page: its number and how many there are, without words, so for every language."""
    slash = '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    return write_margin("ftr", "Footer", "", write_field("PAGE", "1") + slash + write_field("NUMPAGES", "1"))


def write_margin(tag: str, style: str, properties: str, content: str) -> str:
    """A header or footer of one paragraph."""
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'
    return f"{DECLARATION}<w:{tag} {NAMESPACES}>{paragraph}</w:{tag}>"


def write_field(name: str, result: str) -> str:
    """A field with its result."""
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>{result}</w:t></w:r></w:fldSimple>'


class Size(Record):
    """How large everything is: shares in hundredths of type and of the space between, the page margins in twips."""

    type: int
    space: int
    margins: str


PAPER = Size(100, 100, 'w:top="1588" w:right="1474" w:bottom="1474" w:left="1474" w:header="737" w:footer="680"')
ONE_PAGE = Size(88, 55, 'w:top="1134" w:right="1134" w:bottom="1021" w:left="1134" w:header="510" w:footer="454"')


def sized(styles: str, size: Size) -> str:
    """`styles` with type (`w:sz`, half points) and space (`w:before`, `w:after`, `w:line`) of `size`."""
    if size == PAPER:
        return styles

    def scaled(match: re.Match[str], share: int) -> str:
        return f"{match[1]}{round(int(match[2]) * share / 100)}"

    styles = re.sub(r'(<w:sz(?:Cs)? w:val=")(\d+)', lambda match: scaled(match, size.type), styles)
    return re.sub(r'(w:(?:before|after)=")(\d+)', lambda match: scaled(match, size.space), styles)


def write_document(size: Size) -> str:
    """A page that says what the file is for, and the section that papers take over."""
    references = "".join(
        [
            f'<w:{kind}Reference w:type="{pages}" r:id="{kind}-{pages}"/>'
            for kind in ("header", "footer")
            for pages in ("default", "first")
        ]
    )
    section = (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {size.margins} w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    sample = '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
    return f"{DECLARATION}<w:document {NAMESPACES}><w:body>{sample}{section}</w:body></w:document>"


def write_theme() -> str:
    """`theme1.xml`: the fonts and colours that Word offers somebody who goes on writing."""
    values = {
        "dk2": ACCENT,
        "lt2": TINT,
        "accent1": ACCENT,
        "accent2": QUIET,
        "accent3": LINE,
        "accent4": "2F6690",
        "accent5": "5B7F3A",
        "accent6": "8A5A1F",
        "hlink": ACCENT,
        "folHlink": QUIET,
    }
    system = (
        '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
        '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    )
    colors = "".join([f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in values.items()])
    face = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="{DRAWING}/main" name="Position paper">'
        f'<a:themeElements><a:clrScheme name="Position paper">{system}{colors}</a:clrScheme>'
        f'<a:fontScheme name="Position paper"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}'
        f'</a:minorFont></a:fontScheme><a:fmtScheme name="Position paper"><a:fillStyleLst>{fill * 3}'
        f"</a:fillStyleLst><a:lnStyleLst>{f'<a:ln>{fill}</a:ln>' * 3}"
        f"</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


def write_font_table() -> str:
    """`fontTable.xml`: what to show where Calibri is not installed."""
    return (
        f'{DECLARATION}<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def write_content_types(parts: dict[str, str]) -> str:
    """The content type of each part; a part is of the kind that its name says."""
    theme = "application/vnd.openxmlformats-officedocument.theme+xml"
    overrides = []
    for name in parts:
        kind = Path(name).stem.rstrip("0123456789").removesuffix("-first")
        kind = "document.main" if kind == "document" else kind
        value = theme if kind == "theme" else f"{WORD}.{kind}+xml"
        overrides.append(f'<Override PartName="/{name}" ContentType="{value}"/>')
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{defaults}{"".join(overrides)}</Types>'


def build(size: Size = PAPER) -> bytes:
    """The template as the bytes of a DOCX."""
    parts = {
        "word/document.xml": write_document(size),
        "word/styles.xml": sized(write_styles(), size),
        "word/settings.xml": write_settings(),
        "word/numbering.xml": write_numbering(),
        "word/fontTable.xml": write_font_table(),
        "word/theme/theme1.xml": write_theme(),
        "word/header.xml": write_header(title=True),
        "word/header-first.xml": write_header(title=False),
        "word/footer.xml": write_footer(),
        "word/footer-first.xml": write_footer(),
    }
    related = {
        "styles": ("styles", "styles.xml"),
        "settings": ("settings", "settings.xml"),
        "numbering": ("numbering", "numbering.xml"),
        "fonts": ("fontTable", "fontTable.xml"),
        "theme": ("theme", "theme/theme1.xml"),
        "header-default": ("header", "header.xml"),
        "header-first": ("header", "header-first.xml"),
        "footer-default": ("footer", "footer.xml"),
        "footer-first": ("footer", "footer-first.xml"),
    }
    main = "".join([relationship(name, kind, target) for name, (kind, target) in related.items()])
    files = {
        "[Content_Types].xml": write_content_types(parts),
        "_rels/.rels": relationships(relationship("rId1", "officeDocument", "word/document.xml")),
        **parts,
        "word/_rels/document.xml.rels": relationships(main),
    }
    return pack([deflated(name, content) for name, content in files.items()])


def main() -> None:
    """Writes the templates to where the toolkit keeps them."""
    for kind, size in (("position-paper", PAPER), ("one-page", ONE_PAGE)):
        path = builtin("templates") / kind / "paper.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(build(size))
        print(path)


if __name__ == "__main__":
    main()
