"""The Word file that gives a paper its styles, page, header and footer.

Its parts are kept as they stand and deflated once; the text of the paper is ours. Files by Word,
LibreOffice and Google Docs all use the prefix `w:`, so that the few facts needed are read from the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath

from toolkit.diagnostics import ToolkitError
from toolkit.records import Record, replace
from toolkit.writers.docx.markup import DECLARATION, NAMESPACES, attribute, relationship, unescape
from toolkit.writers.docx.package import Part, deflated

LANGUAGE = "\ue001"  # stands where the tag of the paper's language goes
TITLE_RESULT = "\ue000"  # stands in a header where the result of the field TITLE goes
STATUS = "\ue002"  # stands in a header where the paragraph goes that says what a paper is that is not final
DIGEST = "\ue003"  # stands in a footer where the paragraph with the digest of the text goes
EMU_PER_TWIP = 635
MAX_ENTRIES = 2_000
MAX_BYTES = 32_000_000
KEPT = {"styles", "settings", "fontTable", "theme", "webSettings", "header", "footer"}

# ISO 29500-1, 17.15.1.78: what follows w:footnotePr in the sequence of w:settings.
AFTER_FOOTNOTES = frozenset(
    (
        "w:compat w:docVars w:rsids w:attachedSchema w:themeFontLang w:clrSchemeMapping "
        "w:doNotIncludeSubdocsInStats w:doNotAutoCompressPictures w:forceUpgrade w:captions "
        "w:readModeInkLockDown w:smartTagType w:shapeDefaults w:doNotEmbedSmartTags w:decimalSymbol "
        "w:listSeparator m:mathPr sl:schemaLibrary /w:settings"
    ).split()
)
FOOTNOTE_SETTINGS = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
# What a template may say that must not hold for the papers: a question at each opening, a file elsewhere,
# protection, recording of changes, and notes that the paper does not have.
UNWANTED_SETTINGS = (
    "w:updateFields", "w:attachedTemplate", "w:linkStyles", "w:mailMerge", "w:documentProtection",
    "w:writeProtection", "w:trackRevisions", "w:footnotePr", "w:endnotePr", "w:revisionView",
)  # fmt: skip


class Template(Record):
    """What a paper takes from the Word file; `width` and `height` of the text are in EMU.

    `styles` leads from `w:name` (case folded) to the style's id, `lists` to its `w:numId` where it has one.
    `titled` are the headers and footers, with `TITLE_RESULT` for the title, `STATUS` and `DIGEST` for what is said on
    each page.
    """

    root: str
    section: str
    width: int
    height: int
    styles: Mapping[str, str]
    lists: Mapping[str, str]
    numbering: str
    relationships: str
    content_types: str
    parts: tuple[Part, ...]
    titled: tuple[tuple[str, str], ...]


def load_template(path: Path, language: str) -> Template:
    """The template at `path` for papers in `language` (a Word tag); read once for each state of the file."""
    state = path.stat()
    return _load(path, state.st_mtime_ns, state.st_size, language)


@lru_cache(maxsize=64)
def _load(path: Path, modified: int, size: int, language: str) -> Template:
    common, texts = _read(path, modified, size)
    tag = attribute(language)
    spoken = {name: text.replace(LANGUAGE, tag) for name, text in texts.items() if LANGUAGE in text}
    parts = [deflated(part.name, spoken[part.name]) if part.name in spoken else part for part in common.parts]
    return replace(common, parts=tuple(parts))


@lru_cache(maxsize=8)
def _read(path: Path, _modified: int, _size: int) -> tuple[Template, Mapping[str, str]]:
    """The template with `LANGUAGE` for the language, and the texts of the parts that are prepared for papers."""
    contents = read_contents(path)
    main = main_part(contents)
    relationships = [rel for rel in relations(contents, main) if rel.kind in KEPT and not rel.external]
    kept = reachable(contents, [rel.target for rel in relationships])
    document = contents[main].decode()
    styles = next(rel.target for rel in relationships if rel.kind == "styles")
    ids, lists = read_styles(contents[styles].decode())
    texts = {rel.target: prepared(contents[rel.target].decode(), rel.kind) for rel in relationships}
    section, added = with_margins(read_section(document, path))
    width, height = text_area(section)
    numbering = next((rel.target for rel in relations(contents, main) if rel.kind == "numbering"), "")
    margins = [rel.target for rel in relationships if rel.kind in ("header", "footer")]
    titled = {name: texts[name] for name in margins} | {margin.part: margin.text for margin in added}
    template = Template(
        root=read_root(document),
        section=section,
        width=width,
        height=height,
        styles=ids,
        lists=lists,
        numbering=contents[numbering].decode() if numbering else "",
        relationships="".join([rel.markup() for rel in relationships] + [margin.relationship for margin in added]),
        content_types=read_content_types(contents, kept) + "".join([margin.content_type for margin in added]),
        parts=tuple([deflated(name, texts.get(name, contents[name])) for name in kept if name not in titled]),
        titled=tuple(titled.items()),
    )
    return template, texts


def read_contents(path: Path) -> dict[str, bytes]:
    """The parts of the package at `path`, by name."""
    import zipfile
    from zlib import error as DamagedData  # noqa: N812

    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            if len(entries) > MAX_ENTRIES or sum([entry.file_size for entry in entries]) > MAX_BYTES:
                raise zipfile.BadZipFile("it unpacks to more than a template can need")
            return {entry.filename: package.read(entry) for entry in entries}
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, DamagedData) as problem:
        raise ToolkitError(
            f"template {path} cannot be opened as a Word file: {problem}",
            "open it in Word and save it as a .docx document, or delete it to use the toolkit's own",
        ) from problem


class Relation(Record):
    """A relationship of a part; `kind` is the last word of its type, `target` a name in the package."""

    identifier: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]

    def markup(self) -> str:
        """The relationship as an element, for the rels part of the document."""
        target = self.target.removeprefix("word/") if self.target.startswith("word/") else f"/{self.target}"
        return relationship(self.identifier, self.type, target)


def attributes(markup: str) -> dict[str, str]:
    """The attributes in a start tag."""
    return {name: unescape(value) for name, value in re.findall(r'([\w:]+)\s*=\s*"([^"]*)"', markup)}


def relations(contents: Mapping[str, bytes], part: str) -> list[Relation]:
    """The relationships of `part` ("" is the package)."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    found = []
    for markup in re.findall(r"<Relationship\b[^>]*>", contents.get(rels, b"").decode()):
        values = attributes(markup)
        external = values.get("TargetMode") == "External"
        target = values["Target"] if external else resolve(folder, values["Target"])
        found.append(Relation(values["Id"], values["Type"], target, external))
    return found


def resolve(folder: str, target: str) -> str:
    """The name in the package of `target`, as a relationship of a part in `folder` gives it."""
    if target.startswith("/"):
        return target[1:]
    names: list[str] = []
    for name in PurePosixPath(folder, target).parts:
        if name == "..":
            names.pop()
        else:
            names.append(name)
    return "/".join(names)


def main_part(contents: Mapping[str, bytes]) -> str:
    """The name of the document part, which is not always `word/document.xml`."""
    return next(rel.target for rel in relations(contents, "") if rel.kind == "officeDocument")


def reachable(contents: Mapping[str, bytes], names: list[str]) -> list[str]:
    """`names`, the parts that they need (images of a header, embedded fonts), and their rels parts."""
    kept: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name in kept or name not in contents:
            continue
        kept.append(name)
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        if rels in contents and base != "settings.xml":  # those of settings lead to the template's own template
            kept.append(rels)
            waiting += [rel.target for rel in relations(contents, name) if not rel.external]
    return kept


def read_content_types(contents: Mapping[str, bytes], kept: list[str]) -> str:
    """The content types by extension, and those of the parts that are kept."""
    markup = contents["[Content_Types].xml"].decode()
    overrides = [
        element
        for element in re.findall(r"<Override\b[^>]*>", markup)
        if attributes(element)["PartName"].lstrip("/") in kept
    ]
    return "".join(re.findall(r"<Default\b[^>]*>", markup) + overrides)


def read_root(document: str) -> str:
    """The attributes of the root element: the section may use any of the prefixes declared there."""
    match = re.search(r"<w:document\b([^>]*)>", document)
    declared = match[1].strip() if match else ""
    missing = [item for item in NAMESPACES.split() if item.partition("=")[0] + "=" not in declared]
    return " ".join([declared, *missing]).strip()


def read_section(document: str, path: Path) -> str:
    """The last section's properties; numbering of notes by page or by chapter is not kept."""
    start, end = document.rfind("<w:sectPr"), document.rfind("</w:sectPr>")
    if not 0 <= start < end:
        raise ToolkitError(
            f"template {path} has no page settings",
            "open it in Word, set the page size and margins, and save it again as a .docx document",
        )
    return drop(document[start : end + len("</w:sectPr>")], "w:footnotePr", "w:endnotePr", "w:sectPrChange")


def text_area(section: str) -> tuple[int, int]:
    """Width and height of the text on a page, in EMU."""
    size = attributes(match[0]) if (match := re.search(r"<w:pgSz\b[^>]*>", section)) else {}
    margin = attributes(match[0]) if (match := re.search(r"<w:pgMar\b[^>]*>", section)) else {}

    def twips(values: Mapping[str, str], name: str, default: int) -> int:
        return abs(int(float(values.get(f"w:{name}", default))))

    width = twips(size, "w", 11906) - twips(margin, "left", 1418) - twips(margin, "right", 1418)
    height = twips(size, "h", 16838) - twips(margin, "top", 1418) - twips(margin, "bottom", 1418)
    return width * EMU_PER_TWIP, height * EMU_PER_TWIP


def read_styles(styles: str) -> tuple[dict[str, str], dict[str, str]]:
    """Style ids and, where a style is a list, its `w:numId`, both by style name."""
    ids, lists = {}, {}
    for start, body in re.findall(r"<w:style\b([^>]*)>(.*?)</w:style>", styles, re.DOTALL):
        if name := re.search(r'<w:name\s+w:val="([^"]*)"', body):
            folded = unescape(name[1]).casefold()
            ids[folded] = attributes(start)["w:styleId"]
            if number := re.search(r'<w:numId\s+w:val="(\d+)"', body):
                lists[folded] = number[1]
    return ids, lists


def prepared(text: str, kind: str) -> str:
    """A part of the template as papers need it, with `LANGUAGE` for their language."""
    if kind == "styles":
        return with_language(text)
    if kind == "settings":
        return with_settings(text)
    return marked_margin(marked_titles(text), kind) if kind in ("header", "footer") else text


def marked_margin(text: str, kind: str) -> str:
    """A header with `STATUS` before all else, a footer with `DIGEST` after it."""
    if kind == "header":
        return re.sub(r"<w:hdr\b[^>]*>", r"\g<0>" + STATUS, text, count=1)
    return text.replace("</w:ftr>", f"{DIGEST}</w:ftr>")


class Margin(Record):
    """A header or footer that the template lacks: its part, and what leads to it."""

    part: str
    text: str
    relationship: str
    content_type: str


def with_margins(section: str) -> tuple[str, list[Margin]]:
    """The section with a header and a footer on every page, and those that the template does not have."""
    added = []
    pages = ["default"] + (["first"] if re.search(r'<w:titlePg\b(?![^>]*w:val="(?:0|false|off)")', section) else [])
    for kind, tag, mark in (("footer", "ftr", DIGEST), ("header", "hdr", STATUS)):
        present = [
            attributes(one).get("w:type", "default") for one in re.findall(rf"<w:{kind}Reference\b[^>]*>", section)
        ]
        for page in pages:
            if page not in present:
                name, identifier = f"page-{kind}-{page}", f"rIdPage{kind}{page}"
                kinds = f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"'
                reference = f'<w:{kind}Reference w:type="{page}" r:id="{identifier}"/>'
                section = re.sub(r"<w:sectPr\b[^>]*>", lambda found, new=reference: found[0] + new, section, count=1)  # type: ignore[misc]
                added.append(
                    Margin(
                        f"word/{name}.xml",
                        f"{DECLARATION}<w:{tag} {NAMESPACES}>{mark}<w:p/></w:{tag}>",
                        relationship(identifier, kind, f"{name}.xml"),
                        f'<Override PartName="/word/{name}.xml" {kinds}/>',
                    )
                )
    return section, added


def with_language(styles: str) -> str:
    """`styles` with the paper's language as the default of the document, and of no single style."""
    element = f'<w:lang w:val="{LANGUAGE}"/>'
    head, end, tail = styles.partition("</w:docDefaults>")
    if not end:
        return drop(styles, "w:lang")
    head = drop(head, "w:lang")
    if "</w:rPr></w:rPrDefault>" in head:
        head = head.replace("</w:rPr></w:rPrDefault>", element + "</w:rPr></w:rPrDefault>")
    else:
        run = f"<w:rPrDefault><w:rPr>{element}</w:rPr></w:rPrDefault>"
        head = re.sub(r"<w:docDefaults\b[^>]*>", r"\g<0>" + run, drop(head, "w:rPrDefault"))
    return head + end + drop(tail, "w:lang")


def with_settings(settings: str) -> str:
    """`settings` with the separators of the notes, and without what must not hold for a paper."""
    text = drop(settings, *UNWANTED_SETTINGS)
    at = next(
        tag.start()
        for tag in re.finditer(r"<(/?[\w:]+)", text)
        if tag[1] in AFTER_FOOTNOTES or tag[1].startswith("w1")  # extensions of Word 2010 and later: w14, w15 …
    )
    text = text[:at] + FOOTNOTE_SETTINGS + text[at:]
    return re.sub(r'(<w:themeFontLang\b[^>]*?w:val=")[^"]*', r"\g<1>" + LANGUAGE, text)


def marked_titles(text: str) -> str:
    """A header or footer with `TITLE_RESULT` as the result of each field TITLE."""
    if "TITLE" not in text:
        return text
    simple = r'(<w:fldSimple\b[^>]*w:instr="\s*TITLE\b[^>]*>)(.*?)(</w:fldSimple>)'
    complex_ = (
        r'(<w:instrText\b[^>]*>\s*TITLE\b(?:(?!fldCharType="end").)*?w:fldCharType="separate"\s*/>)'
        r'(.*?)(<w:fldChar\b[^>]*w:fldCharType="end")'
    )
    for pattern in (simple, complex_) if "w:instrText" in text else (simple,):
        text = re.sub(pattern, lambda match: match[1] + with_title_result(match[2]) + match[3], text, flags=re.DOTALL)
    return text


def with_title(text: str, title: str, language: str) -> str:
    """A header or footer with `title`, which is escaped; in `language`, a Word tag, where that is not ""."""
    if language:
        run = rf"(?s)(<w:r\b[^>]*>)(?:<w:rPr>((?:(?!</w:rPr>).)*)</w:rPr>)?((?:(?!<w:r\b).)*?{TITLE_RESULT})"
        spoken = f'<w:lang w:val="{attribute(language)}"/></w:rPr>'
        text = re.sub(run, lambda match: f"{match[1]}<w:rPr>{drop(match[2] or '', 'w:lang')}{spoken}{match[3]}", text)
    return text.replace(TITLE_RESULT, title)


def with_title_result(runs: str) -> str:
    """`runs` with `TITLE_RESULT` as their only text."""
    first, *others = re.split(r"<w:t\b[^>]*>[^<]*</w:t>", runs)
    return "".join([first, f'<w:t xml:space="preserve">{TITLE_RESULT}</w:t>' if others else "", *others])


def drop(text: str, *tags: str) -> str:
    """`text` without the elements called `tags`."""
    for tag in tags:
        if f"<{tag}" in text:
            text = re.sub(rf"<{tag}\b[^>]*/>|<{tag}\b[^>]*>.*?</{tag}>", "", text, flags=re.DOTALL)
    return text
