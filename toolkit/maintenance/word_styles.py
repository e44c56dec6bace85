"""The styles of the toolkit's own Word file: how a position paper looks.

Sizes are in half points, distances in twips (a twentieth of a point), as in WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.records import Record
from toolkit.writers.docx.markup import DECLARATION, NAMESPACES
from toolkit.writers.docx.numbers import LEVELS
from toolkit.writers.docx.styles import BULLET, KEY_POINT, NUMBER, SOURCES, UNTRANSLATED
from toolkit.writers.docx.text import DOTTED
from toolkit.writers.docx.text import SHADE as TINTED

ACCENT = "12356B"  # on white 11.9 : 1, on the tint 10.6 : 1
TINT = "EEF2F8"
QUIET = "4A5568"  # on white 7.5 : 1
LINE = "9AA8C0"
FONT = "Calibri"  # Greek, Cyrillic and every Latin letter of the Union; LibreOffice has Carlito for it


# Names that Word itself knows and shows in the user's own language; all others are the toolkit's.
BUILT_IN = {
    *("Normal", "Default Paragraph Font", "Title", "Subtitle", "heading 1", "heading 2", "heading 3"),
    *("List Bullet", "List Number", "caption", "Closing", "footnote text", "footnote reference"),
    *("Bibliography", "Hyperlink", "header", "footer"),
}


class Style(Record):
    """A style: its name in Word, paragraph and run properties in the order of the standard."""

    name: str
    paragraph: str = ""
    run: str = ""
    based: str = "Normal"
    next: str = ""
    kind: str = "paragraph"

    @property
    def identifier(self) -> str:
        """The id, as Word makes it from the name: "footnote text" is "FootnoteText"."""
        return self.name.title().replace(" ", "").replace("-", "")

    def markup(self) -> str:
        """The style as an element."""
        custom = "" if self.name in BUILT_IN else ' w:customStyle="1"'
        default = ' w:default="1"' if not self.based else ""
        parts = [f'<w:name w:val="{self.name}"/>']
        parts.append(f'<w:basedOn w:val="{self.based}"/>' if self.based else "")
        parts.append(f'<w:next w:val="{self.next}"/>' if self.next else "")
        parts.append("<w:qFormat/>")
        parts.append(f"<w:pPr>{self.paragraph}</w:pPr>" if self.paragraph else "")
        parts.append(f"<w:rPr>{self.run}</w:rPr>" if self.run else "")
        start = f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.identifier}">'
        return f"{start}{''.join(parts)}</w:style>"


def character(name: str, run: str) -> Style:
    """A style for runs."""
    return Style(name, run=run, based="DefaultParagraphFont", kind="character")


def spacing(before: int, after: int, line: int = 0) -> str:
    """Space before and after a paragraph, and the height of its lines (240 is single)."""
    lines = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{lines}/>'


def indent(left: int, hanging: int = 0, right: int = 0) -> str:
    """Indents from the margins."""
    return f'<w:ind w:left="{left}" w:right="{right}" w:hanging="{hanging}"/>'


def border(side: str, size: int, color: str, space: int) -> str:
    """One border; `size` in eighths of a point, `space` to the text in points."""
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{color}"/>'


def borders(*sides: str) -> str:
    """The borders of a paragraph: top, left, bottom, right, between, in this order."""
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>"


def font(size: int = 0, color: str = "", bold: bool = False, italic: bool = False, letters: int = 0) -> str:
    """Run properties; `letters` is extra space between them."""
    parts = ["<w:b/><w:bCs/>" if bold else "", "<w:i/><w:iCs/>" if italic else ""]
    parts.append(f'<w:color w:val="{color}"/>' if color else "")
    parts.append(f'<w:spacing w:val="{letters}"/>' if letters else "")
    parts.append(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "")
    return "".join(parts)


KEEP_NEXT = "<w:keepNext/>"
KEEP_WHOLE = "<w:keepLines/>"
HEADING = KEEP_NEXT + KEEP_WHOLE
SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
# Borders in the colour of the tint are its padding. Word joins neighbours with equal borders and indents.
PANEL = borders(*[border(side, 48, TINT, 4) for side in ("top", "left", "bottom", "right")]) + SHADE
CALL_OUT = borders(border("top", 36, TINT, 1), border("left", 36, ACCENT, 10), border("bottom", 36, TINT, 1)) + SHADE


PANEL_INDENT = indent(LEVELS[KEY_POINT].left, LEVELS[KEY_POINT].hanging, right=227)


def number(identifier: int) -> str:
    """The list that a style belongs to."""
    return f'<w:numPr><w:numId w:val="{identifier}"/></w:numPr>'


def level(value: int) -> str:
    """The place in the outline, from 0."""
    return f'<w:outlineLvl w:val="{value}"/>'


def title_styles() -> Iterator[Style]:
    """The title block."""
    rule = borders(border("top", 36, ACCENT, 12))
    yield Style("Kicker", KEEP_NEXT + rule + spacing(0, 80), font(22, ACCENT, bold=True, letters=20))
    title = HEADING + spacing(0, 120, 216)
    yield Style("Title", title, font(56, ACCENT, bold=True, letters=-6), next="Subtitle")
    yield Style("Subtitle", HEADING + spacing(0, 240, 252), font(28, QUIET), next="Normal")
    line = borders(border("bottom", 6, LINE, 8))
    yield Style("Fact", KEEP_WHOLE + line + spacing(0, 40, 252) + indent(1985, 1985), font(20))
    yield character("Fact Label", font(color=ACCENT, bold=True))
    yield Style("Standfirst", spacing(0, 160, 288), font(26, ACCENT))


def heading_styles() -> Iterator[Style]:
    """Headings, and that of the key points, which is one of the first level in the look of its panel."""
    looks = ((400, 120, 34, ACCENT), (320, 100, 26, ACCENT), (240, 80, 22, QUIET))
    for place, (before, after, size, color) in enumerate(looks):
        paragraph = HEADING + spacing(before, after, 240) + level(place)
        yield Style(f"heading {place + 1}", paragraph, font(size, color, bold=True), next="Normal")
    panel = HEADING + PANEL + spacing(240, 80, 240) + PANEL_INDENT + level(0)
    yield Style("Key Points Heading", panel, font(28, ACCENT, bold=True), "Heading1", "KeyPoint")


def text_styles() -> Iterator[Style]:
    """Running text, lists, call-outs, statistics and figures."""
    yield Style("Key Point", KEEP_WHOLE + number(3) + PANEL + spacing(0, 80) + PANEL_INDENT)
    for place, name in enumerate((BULLET, NUMBER), 1):
        look = LEVELS[name]
        yield Style(name, number(place) + spacing(0, 100) + indent(look.left, look.hanging))
    call_out = KEEP_WHOLE + CALL_OUT + spacing(240, 240, 276) + indent(284)
    yield Style("Call-out", call_out, font(24, ACCENT, bold=True), next="Normal")
    # LibreOffice does not know "between" and draws every border: without one below, both draw the same.
    rules = borders(border("top", 6, LINE, 6), border("between", 6, LINE, 6))
    yield Style("Statistic Text", KEEP_WHOLE + rules + spacing(120, 120, 252), font(22))
    yield character("Statistic Figure", font(48, ACCENT, bold=True))
    yield Style("Figure", KEEP_NEXT + spacing(200, 100, 240), next="Caption")
    yield Style("caption", KEEP_WHOLE + spacing(0, 240, 252), font(19, QUIET), next="Normal")
    yield Style(SOURCES, spacing(0, 80, 252), font(19))
    yield Style("Closing", KEEP_WHOLE + spacing(0, 80, 252), font(20, QUIET))


def amendment_styles() -> Iterator[Style]:
    """What stands in an amendment's heading and below it."""
    yield character("Amendment Provision", font(color=QUIET))
    yield Style("Amendment Relation", HEADING + spacing(0, 80), font(20, QUIET, italic=True))
    yield Style("Amendment Line", HEADING + spacing(0, 40), font(21))
    yield Style("Amendment Position", HEADING + spacing(0, 100), font(21, bold=True))
    label = HEADING + spacing(160, 60, 240)
    yield Style("Amendment Label", label, font(19, ACCENT, bold=True), next="AmendmentText")
    rule = borders(border("left", 18, LINE, 8))
    yield Style("Amendment Text", rule + spacing(0, 120, 259) + indent(198), font(21))
    yield Style("Amendment Cell", spacing(20, 60, 259), font(21))
    yield Style("Amendment Note", borders(border("top", 4, LINE, 4)) + spacing(40, 40, 240), font(18))
    yield Style("Amendment Language", spacing(60, 120, 240) + '<w:jc w:val="right"/>', font(20))
    yield Style("Amendment Justification", spacing(0, 120, 259), font(21))


def page_styles() -> Iterator[Style]:
    """Notes, links, and what is at the head and foot of the page."""
    # A note may begin with one line at the foot of a page: else LibreOffice moves it away from its mark.
    yield Style("footnote text", '<w:widowControl w:val="0"/>' + spacing(0, 40, 240), font(18))
    yield character("footnote reference", '<w:vertAlign w:val="superscript"/>')
    yield character(UNTRANSLATED, DOTTED + TINTED)
    yield character("Hyperlink", f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>')
    line = borders(border("bottom", 4, LINE, 6))
    yield Style("header", line + spacing(0, 0, 240), font(18, QUIET))
    yield Style("footer", spacing(0, 0, 240) + '<w:jc w:val="right"/>', font(18, QUIET))


def write_styles() -> str:
    """`styles.xml`."""
    fonts = f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{spacing(0, 140, 276)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    basic = (
        Style("Normal", "<w:widowControl/>", based=""),
        Style("Default Paragraph Font", based="", kind="character"),
    )
    groups = (basic, title_styles(), heading_styles(), text_styles(), amendment_styles(), page_styles())
    elements = "".join([style.markup() for group in groups for style in group])
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/></w:style>'
    )
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{elements}{table}</w:styles>"
