"""What a Word file of others lacks for papers to be written with it, and what in it may not be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from toolkit.diagnostics import ToolkitError
from toolkit.records import Record
from toolkit.writers.docx.markup import unescape
from toolkit.writers.docx.style_names import OTHER_NAMES
from toolkit.writers.docx.styles import BULLET, CHARACTER_STYLES, NUMBER, PARAGRAPH_STYLES
from toolkit.writers.docx.template import attributes, main_part, marked_titles, read_contents, relations

MISSING, DOUBTFUL = "missing", "doubtful"
NEEDED: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(PARAGRAPH_STYLES, "paragraph") | dict.fromkeys(CHARACTER_STYLES, "character")
)
PAGES = MappingProxyType({"default": "most pages", "first": "first pages", "even": "even pages"})
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_ON = r'(?![^>]*w:val="(?:0|false|off)")'


class Remark(Record):
    """One thing about the file: `area` is style, language, page or part, `state` missing or doubtful."""

    area: str
    name: str
    state: str
    message: str
    hint: str


class OwnStyle(Record):
    """A style of the file: id, name, type, the attributes of its element and what stands in that."""

    identifier: str
    name: str
    type: str
    start: str
    element: str


class WordFile(Record):
    """The parts of a Word file by name, with those that papers are made from; "" where one is not there."""

    contents: Mapping[str, bytes]
    main: str
    styles: str
    settings: str

    def text(self, part: str) -> str:
        return self.contents[part].decode("utf-8-sig") if part else ""


def open_word_file(path: Path) -> WordFile:
    """The Word file at `path`; a `ToolkitError` where it is none that can be read."""
    from toolkit.writers.docx.own_template import check_word_file, unusable

    contents = read_contents(path)
    check_word_file(path)  # what follows searches text, which takes long where elements do not end
    try:
        main = main_part(contents)
        parts = {rel.kind: rel.target for rel in relations(contents, main) if rel.target in contents}
        file = WordFile(contents, main, parts["styles"], parts.get("settings", ""))
        for name in (file.main, file.styles, file.settings):
            file.text(name)
    except (StopIteration, LookupError, ValueError) as problem:
        raise unusable(path, problem) from problem
    if "<w:style " not in file.text(file.styles) or "<w:body" not in file.text(file.main):
        raise ToolkitError(
            f"template {path} is not written as Word, LibreOffice and Google Docs write their files",
            "open it in one of them and save it again as a .docx document",
        )
    return file


def own_styles(styles: str) -> list[OwnStyle]:
    """The styles of the part, in their order."""
    found = []
    for start, body in re.findall(r"<w:style\b([^>]*)>(.*?)</w:style>", styles, re.DOTALL):
        values = attributes(start)
        name = re.search(r'<w:name\s+w:val="([^"]*)"', body)
        if name and "w:styleId" in values:
            kind = values.get("w:type", "paragraph")
            found.append(OwnStyle(values["w:styleId"], unescape(name[1]), kind, start, body))
    return found


def lookalike(name: str, styles: list[OwnStyle]) -> OwnStyle | None:
    """The style of the file that `name` is called in another language, where it has one of the right type."""
    others = [other.casefold() for other in OTHER_NAMES.get(name, ())]
    fitting = [style for style in styles if style.type == NEEDED[name] and style.name.casefold() in others]
    return min(fitting, key=lambda style: others.index(style.name.casefold()), default=None)


def examine(path: Path) -> list[Remark]:
    """What is missing and what is doubtful in the Word file at `path`; nothing where papers can be written with it."""
    file = open_word_file(path)
    styles = own_styles(file.text(file.styles))
    return [
        *_styles(styles),
        *_lists(styles),
        *_languages(file, styles),
        *_page(file.text(file.main), file.text(file.settings)),
        *_margins(file),
    ]


def missing_styles(styles: list[OwnStyle]) -> list[str]:
    """The names of the styles that papers need and the file does not have."""
    have = {(style.name.casefold(), style.type) for style in styles}
    return [name for name, kind in NEEDED.items() if (name.casefold(), kind) not in have]


def _styles(styles: list[OwnStyle]) -> Iterator[Remark]:
    types = {style.name.casefold(): style.type for style in styles}
    for name in missing_styles(styles):
        message, hint = f"the {NEEDED[name]} style '{name}' is missing", "adopt adds it, in the fonts of the file"
        alike = lookalike(name, styles)
        if alike:
            message += f"; '{alike.name}' may be what is meant"
            hint = f"adopt adds it, based on '{alike.name}'"
        elif name.casefold() in types:
            message += f": the style of that name is a {types[name.casefold()]} style"
            hint = f"adopt adds it, and calls that one '{name} (own)'"
        yield Remark("style", name, MISSING, message, hint)


def _lists(styles: list[OwnStyle]) -> Iterator[Remark]:
    for style in styles:
        name = next((one for one in (BULLET, NUMBER) if one.casefold() == style.name.casefold()), "")
        if name and "<w:numPr>" not in style.element:
            message = f"the style '{name}' belongs to no list"
            yield Remark("part", name, DOUBTFUL, message, "papers get the toolkit's own signs; give it a list in Word")


def _languages(file: WordFile, styles: list[OwnStyle]) -> Iterator[Remark]:
    """Languages that styles and settings fix: papers have their own."""
    fixed: dict[str, list[str]] = {}
    for style in styles:
        if tag := re.search(r'<w:lang\b[^>]*w:val="([^"]+)"', style.element):
            fixed.setdefault(tag[1], []).append(style.name)
    for language, names in fixed.items():
        shown = ", ".join(f"'{name}'" for name in names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        message = f"styles fix the language {language}, whatever is written in them: {shown}"
        yield Remark("language", language, DOUBTFUL, message, "nothing to do: papers take that out")
    if theme := re.search(r'<w:themeFontLang\b[^>]*w:val="([^"]+)"', file.text(file.settings)):
        message = f"the settings fix the language {theme[1]}"
        yield Remark("language", "settings", DOUBTFUL, message, "nothing to do: papers put their own in its place")


def _page(document: str, settings: str) -> Iterator[Remark]:
    sections = len(re.findall(r"<w:sectPr\b", document))
    if not sections:
        message = "there are no page settings"
        yield Remark("page", "page", MISSING, message, "adopt adds A4; or set size and margins in Word")
    if sections > 1:
        message = f"there are {sections} sections, of which papers take the page of the last"
        yield Remark("page", "page", DOUBTFUL, message, "leave one section, with the page that papers should have")
    section = document[document.rfind("<w:sectPr") :] if sections else ""
    for element, name in (("w:pgSz", "size"), ("w:pgMar", "margins")):
        if sections and f"<{element}" not in section:
            message = f"the page has no {name}; papers take those of A4"
            yield Remark("page", name, DOUBTFUL, message, "set them in Word: Layout")
    for page in page_types(section, settings):
        for kind in ("header", "footer"):
            if not re.search(rf'<w:{kind}Reference\b[^>]*w:type="{page}"', section):
                message = f"{PAGES[page]} have no {kind}"
                yield Remark("part", f"{kind}-{page}", DOUBTFUL, message, "papers add one for the status or the digest")


def page_types(section: str, settings: str) -> list[str]:
    """The types of pages that have headers and footers of their own."""
    first = ["first"] if re.search(rf"<w:titlePg\b{_ON}", section) else []
    even = ["even"] if re.search(rf"<w:evenAndOddHeaders\b{_ON}", settings) else []
    return ["default", *first, *even]


def _margins(file: WordFile) -> Iterator[Remark]:
    """Words in headers and footers: they are the same in every language."""
    for rel in relations(file.contents, file.main):
        if rel.kind in ("header", "footer") and rel.target in file.contents:
            part = marked_titles(file.contents[rel.target].decode("utf-8-sig", "replace"))
            words = unescape(" ".join(re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>", part)))
            if _LETTERS.search(words):
                shown = words if len(words) <= 60 else f"{words[:59]}…"
                message = f"a {rel.kind} says '{shown.strip()}', in every language"
                yield Remark("language", rel.target, DOUBTFUL, message, "leave names; take out words of one language")
