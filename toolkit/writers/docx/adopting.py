"""A Word file of others made fit for papers: what it lacks is added, in its own fonts and colours."""

from __future__ import annotations

import re
from pathlib import Path

from toolkit.records import Record
from toolkit.resources import PAPER, builtin
from toolkit.writers.docx.examining import (
    NEEDED,
    OwnStyle,
    WordFile,
    lookalike,
    missing_styles,
    open_word_file,
    own_styles,
    page_types,
)
from toolkit.writers.docx.markup import attribute, relationship, unescape
from toolkit.writers.docx.package import deflated, pack
from toolkit.writers.docx.styles import HEADINGS
from toolkit.writers.docx.template import drop, relations

ACCENT, LINE, TINT = "12356B", "9AA8C0", "EEF2F8"  # those of the toolkit's own file
SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1588" w:right="1474" w:bottom="1474" w:left="1474" '
    'w:header="737" w:footer="680" w:gutter="0"/></w:sectPr>'
)
_COLOUR = r'<w:color\b[^>]*w:val="([0-9A-Fa-f]{6})"'


class Adopted(Record):
    """The Word file as it is now, and what was added to it or changed in it, a line each."""

    data: bytes
    changes: tuple[str, ...]


def adopt(path: Path) -> Adopted:
    """The Word file at `path` with all that papers need; its own styles and pages stay as they are."""
    file = open_word_file(path)
    changes: list[str] = []
    changed = {file.styles: _with_styles(file, changes), file.main: _with_section(file.text(file.main), changes)}
    if file.settings:
        changed[file.settings] = _with_settings(file, changes)
    related = {rel.kind: rel.target for rel in relations(file.contents, file.main)}
    if (numbering := related.get("numbering", "")) in file.contents:
        changed[numbering] = _in_order(file.text(numbering))
    parts = dict(file.contents) | {name: text.encode() for name, text in changed.items()}
    if "theme" not in related:
        parts |= _theme(file)
        changes.append("added the colours and fonts that Word offers: there was no theme")
    data = pack([deflated(name, part) for name, part in parts.items() if not name.endswith("/")])
    return Adopted(data, tuple(changes))


def _in_order(numbering: str) -> str:
    """The lists with `w:numFmt` before `w:pStyle` (ISO 29500-1, 17.9.6): LibreOffice has them the other way round."""
    return re.sub(r"(<w:pStyle\b[^>]*/>)\s*(<w:numFmt\b[^>]*/>)", r"\2\1", numbering)


def _theme(file: WordFile) -> dict[str, bytes]:
    """The theme of the toolkit's own file, and what leads to it."""
    ours = open_word_file(builtin("templates") / PAPER / "paper.docx").contents
    folder, _, base = file.main.rpartition("/")
    name, rels = f"{folder}/theme/theme1.xml".lstrip("/"), f"{folder}/_rels/{base}.rels".lstrip("/")
    kind = "application/vnd.openxmlformats-officedocument.theme+xml"
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
    added = relationship("rIdAdoptedTheme", "theme", "theme/theme1.xml")
    return {
        name: ours["word/theme/theme1.xml"],
        rels: file.text(rels).replace("</Relationships>", f"{added}</Relationships>").encode(),
        "[Content_Types].xml": file.text("[Content_Types].xml").replace("</Types>", override).encode(),
    }


def _with_styles(file: WordFile, changes: list[str]) -> str:
    """The styles of the file and those of the toolkit that it lacks."""
    text = file.text(file.styles)
    styles = own_styles(text)
    missing = missing_styles(styles)
    for style in [one for one in styles if one.name.casefold() in {name.casefold() for name in missing}]:
        name = f'<w:name w:val="{attribute(style.name)}"'
        text = text.replace(name, f'<w:name w:val="{attribute(style.name)} (own)"')
        changes.append(f"called the {style.type} style '{style.name}' '{style.name} (own)'")
    own = open_word_file(builtin("templates") / PAPER / "paper.docx")
    added = _Added(own_styles(own.text(own.styles)), styles, missing, _accent(file, styles))
    elements = []
    for name in missing:
        alike = lookalike(name, styles)
        elements.append(added.element(name, alike))
        changes.append(f"added the style '{name}'" + (f", based on '{alike.name}'" if alike else ""))
    text = _without_loose_ends(text, {style.identifier for style in styles})
    return text.replace("</w:styles>", "".join(elements) + "</w:styles>")


def _without_loose_ends(styles: str, identifiers: set[str]) -> str:
    """The styles without references to styles that are not there."""

    def keep(found: re.Match[str]) -> str:
        return found[0] if unescape(found[1]) in identifiers else ""

    return re.sub(r'<w:(?:link|next|basedOn)\b[^>]*w:val="([^"]*)"[^>]*/>', keep, styles)


class _Added:
    """The styles that are added, with ids that the file does not have, in its colours."""

    def __init__(self, ours: list[OwnStyle], theirs: list[OwnStyle], missing: list[str], accent: str) -> None:
        self.ours = {style.name.casefold(): style for style in ours}
        self.accent = accent
        taken = {style.identifier.casefold() for style in theirs}
        lacking = {name.casefold() for name in missing}
        names = {style.name.casefold(): style.identifier for style in theirs if style.name.casefold() not in lacking}
        self.ids: dict[str, str] = {}
        for style in ours:
            name, identifier = style.name.casefold(), style.identifier
            if name in lacking:
                number = 1
                while identifier.casefold() in taken:
                    number += 1
                    identifier = f"{style.identifier}{number}"
                taken.add(identifier.casefold())
                self.ids[style.identifier] = identifier
            elif name in names:
                self.ids[style.identifier] = names[name]

    def element(self, name: str, alike: OwnStyle | None) -> str:
        """The style `name`; one that stands for a style of the file has the look of that one."""
        style = self.ours[name.casefold()]
        body = drop(style.element, "w:numPr", "w:basedOn")
        base = alike.identifier if alike else self._base(style)
        based = f'<w:basedOn w:val="{attribute(base)}"/>' if base else ""
        if alike:
            outline = re.search(r"<w:outlineLvl\b[^>]*/>", style.element) if name in HEADINGS else None
            body = f'<w:name w:val="{attribute(style.name)}"/>{based}{self._next(style)}<w:qFormat/>'
            body += f"<w:pPr><w:keepNext/><w:keepLines/>{outline[0]}</w:pPr>" if outline else ""
        else:
            body = re.sub(r"(<w:name\b[^>]*/>)", lambda found: found[1] + based, body, count=1)
            body = re.sub(r"<w:next\b[^>]*/>", self._next(style), body)
        custom = ' w:customStyle="1"' if "customStyle" in style.start else ""
        start = f'<w:style w:type="{NEEDED[name]}"{custom} w:styleId="{attribute(self.ids[style.identifier])}">'
        return f"{start}{self._coloured(body)}</w:style>"

    def _base(self, style: OwnStyle) -> str:
        based = re.search(r'<w:basedOn w:val="([^"]*)"', style.element)
        return self.ids.get(based[1], "") if based else ""

    def _next(self, style: OwnStyle) -> str:
        following = re.search(r'<w:next w:val="([^"]*)"', style.element)
        identifier = self.ids.get(following[1], "") if following else ""
        return f'<w:next w:val="{attribute(identifier)}"/>' if identifier else ""

    def _coloured(self, body: str) -> str:
        for ours, theirs in ((ACCENT, self.accent), (LINE, _mixed(self.accent, 75)), (TINT, _mixed(self.accent, 93))):
            body = body.replace(f'"{ours}"', f'"{theirs if self.accent != ACCENT else ours}"')
        return body


def _accent(file: WordFile, styles: list[OwnStyle]) -> str:
    """The colour of the file: that of its headings or title, else the first accent of its theme, else ours."""
    for name in ("heading 1", "Title"):
        style = next((one for one in styles if one.name.casefold() == name.casefold()), None) or lookalike(name, styles)
        if style and (colour := re.search(_COLOUR, style.element)):
            return colour[1].upper()
    theme = next((rel.target for rel in relations(file.contents, file.main) if rel.kind == "theme"), "")
    text = file.contents.get(theme, b"").decode("utf-8", "replace")
    accent = re.search(r'<a:accent1>\s*<a:srgbClr val="([0-9A-Fa-f]{6})"', text)
    return accent[1].upper() if accent else ACCENT


def _mixed(colour: str, white: int) -> str:
    """`colour` with so many hundredths of white."""
    values = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join([f"{(value * (100 - white) + 255 * white) // 100:02X}" for value in values])


def _with_section(document: str, changes: list[str]) -> str:
    if "<w:sectPr" in document:
        return document
    changes.append("added page settings: A4")
    return document.replace("</w:body>", f"{SECTION}</w:body>")


def _with_settings(file: WordFile, changes: list[str]) -> str:
    """The settings without pages of their own for even numbers, where there is no header for them."""
    text, document = file.text(file.settings), file.text(file.main)
    section = document[document.rfind("<w:sectPr") :]
    if "even" not in page_types(section, text) or 'w:type="even"' in section:
        return text
    changes.append("took out that even pages have a header of their own: there was none")
    return drop(text, "w:evenAndOddHeaders")
