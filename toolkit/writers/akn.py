"""The sheet of amendments as Akoma Ntoso 3.0, the OASIS standard for legal documents: for programs to read.

One `amendmentList`; each amendment is a `component` of it. Both wordings stand as `quotedStructure` in a `mod`, what
changes in them as `del` and `ins`; `textualMod` in the metadata says what is done to which provision. The names in
ids are those of the Akoma Ntoso Naming Convention 1.0 ("art_5__para_10"); the URIs are local, since nobody registers
a position.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from urllib.parse import quote

from toolkit.document import (
    AmendmentBlock,
    AmendmentLine,
    Block,
    Document,
    Figure,
    LabelledText,
    ListBlock,
    Paragraph,
    Section,
)
from toolkit.inline import Change, plain_text, walk
from toolkit.position import Provision
from toolkit.records import Record
from toolkit.resources import TemplateFolder
from toolkit.writers.akn_text import OMITTED, Places, Printer, fragment

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
AUTHOR = "#author"

# The levels of a provision as elements in ids (Naming Convention 1.0, abbreviations of element names).
ELEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "annex": "att",
        "article": "art",
        "chapter": "chp",
        "citation": "cit",
        "indent": "indent",
        "introductory-part": "intro",
        "paragraph": "para",
        "part": "part",
        "point": "point",
        "recital": "rec",
        "section": "sec",
        "subparagraph": "subpara",
        "subpoint": "point",
        "title": "title",
    }
)
# ISO 639-2, in which the Naming Convention has languages.
LANGUAGES: Mapping[str, str] = MappingProxyType(
    dict(
        pair.split("=")
        for pair in (
            "bg=bul cs=ces da=dan de=deu el=ell en=eng es=spa et=est fi=fin fr=fra ga=gle hr=hrv hu=hun it=ita "
            "lt=lit lv=lav mt=mlt nl=nld pl=pol pt=por ro=ron sk=slk sl=slv sv=swe"
        ).split()
    )
)


def write(document: Document, templates: TemplateFolder) -> bytes:  # noqa: ARG001
    """The bytes of an XML file with the amendments of `document`, a sheet; the same ones for the same input."""
    blocks = [block for part in document.blocks if isinstance(part, Section) for block in part.blocks]
    amendments = [block for block in blocks if isinstance(block, AmendmentBlock)]
    components = {block.anchor: f"cmp_{index}" for index, block in enumerate(amendments, 1)}
    sheet = _Sheet(document, Places({note.id: note for note in document.notes}, components))
    written = [_Amendment(sheet, block).write() for block in amendments]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<akomaNtoso xmlns="{NAMESPACE}">\n<amendmentList name="amendments">\n'
        f"{sheet.write_meta()}{sheet.write_preface()}"
        f'<collectionBody xml:lang="{sheet.language}">\n{"".join(written)}</collectionBody>\n'
        "</amendmentList>\n</akomaNtoso>\n"
    ).encode()


def provision_id(provision: Provision) -> str:
    """The id that the provision has in an act in Akoma Ntoso: "art_2__para_3__point_d"."""
    parts = [f"{ELEMENTS[level]}_{number}" if number else ELEMENTS[level] for level, number in provision.levels]
    return "__".join([fragment(part) for part in parts])


def _value(element: str, value: str) -> str:
    return f'<{element} value="{escape(value)}"/>\n'


class _Sheet(Record):
    """The list as a whole: what its parts need to know of it, its metadata and title block."""

    document: Document
    places: Places

    @property
    def language(self) -> str:
        return escape(self.document.language)

    def write_meta(self) -> str:
        """The metadata of the list: what it is, and who its author is."""
        author = self.document.author or self.document.id
        return (
            f'<meta>\n{self.write_identification()}<references source="{AUTHOR}">\n'
            f'<TLCOrganization eId="author" href="/local/organisations/author" showAs="{escape(author)}"/>\n'
            "</references>\n</meta>\n"
        )

    def write_identification(self, part: str = "") -> str:
        """Work, expression and manifestation of the list, or of the `part` of it with that name."""
        document = self.document
        work = f"/local/positions/{quote(document.id)}/amendments"
        language = LANGUAGES.get(document.language, document.language)
        expression = f"{work}/{quote(language)}@{quote(document.version)}"
        own = f"/!{quote(part)}" if part else ""
        version = _value("FRBRversionNumber", document.version) if document.version else ""
        return (
            f'<identification source="{AUTHOR}">\n'
            f"<FRBRWork>\n{self.write_core(work, own)}{_value('FRBRcountry', 'eu')}"
            f"{_value('FRBRprescriptive', 'false')}{_value('FRBRauthoritative', 'false')}</FRBRWork>\n"
            f"<FRBRExpression>\n{self.write_core(expression, own)}{version}"
            f'<FRBRlanguage language="{escape(language)}"/>\n</FRBRExpression>\n'
            f"<FRBRManifestation>\n{self.write_core(f'{expression}.akn', own)}"
            f"{_value('FRBRformat', 'application/akn+xml')}</FRBRManifestation>\n</identification>\n"
        )

    def write_core(self, uri: str, own: str) -> str:
        """What work, expression and manifestation all have."""
        date, name = _date(self.document.date)
        return (
            f"{_value('FRBRthis', uri + own)}{_value('FRBRuri', uri)}"
            f'<FRBRdate date="{date}" name="{name}"/>\n<FRBRauthor href="{AUTHOR}"/>\n'
        )

    def write_preface(self) -> str:
        """The title block."""
        document, printer = self.document, Printer(self.places)
        lines = [
            ("label", f"<docType>{escape(document.label)}</docType>"),
            ("title", f"<docTitle>{printer.print(document.title)}</docTitle>"),
            ("subtitle", printer.print(document.subtitle)),
        ]
        for fact in document.facts:
            lines.append(("fact", f'<inline name="label">{escape(fact.label)}</inline> {printer.print(fact.content)}'))
        written = [f'<block name="{name}">{content}</block>\n' for name, content in lines if content]
        return f'<preface xml:lang="{self.language}">\n{"".join(written)}</preface>\n'


def _date(date: str) -> tuple[str, str]:
    """A whole date, which the schema asks for, and a name that says how much of it is known."""
    parts = date.split("-") if date else []
    names = ("not-dated", "year-of-drafting", "month-of-drafting", "drafting")
    return "-".join([*parts, *("0001", "01", "01")[len(parts) :]]), names[len(parts)]


class _Amendment:
    """Writes one amendment."""

    def __init__(self, sheet: _Sheet, block: AmendmentBlock) -> None:
        self.sheet = sheet
        self.block = block
        self.id = sheet.places.components[block.anchor]
        self.mod = f"{self.id}__mod_1"

    def write(self) -> str:
        """The amendment as a component of the list."""
        identification = self.sheet.write_identification(self.block.anchor)
        return (
            f'<component eId="{self.id}">\n<amendment name="amendment">\n'
            f"<meta>\n{identification}{self.write_analysis()}</meta>\n<amendmentBody>\n"
            f"{self.write_heading()}{self.write_references()}{self.write_content()}{self.write_justification()}"
            "</amendmentBody>\n</amendment>\n</component>\n"
        )

    def write_analysis(self) -> str:
        """What the amendment does to the provision, for programs: old and new wording by their ids."""
        places = [line.provision for line in self.block.lines if line.provision]
        if not places or not self.block.texts:
            return ""
        incomplete = ' incomplete="true"' if any(OMITTED in _words(text) for text in self.block.texts) else ""
        wordings = [
            f'<{"new" if text.role in ("proposed", "inserted") else "old"} href="#{self.wording_id(index)}"/>\n'
            for index, text in enumerate(self.block.texts, 1)
            if not self.is_deletion(text)
        ]
        return (
            f'<analysis source="{AUTHOR}">\n<activeModifications>\n'
            f'<textualMod type="{_effect(self.block)}" eId="{self.id}__textualMod_1"{incomplete}>\n'
            f'<source href="#{self.mod}"/>\n<destination href="#{provision_id(places[0])}"/>\n{"".join(wordings)}'
            "</textualMod>\n</activeModifications>\n</analysis>\n"
        )

    def write_heading(self) -> str:
        """Its number, and who tables it."""
        number = f'<block name="number"><docNumber>{escape(self.block.label)}</docNumber></block>\n'
        lines = [self.write_line(line) for line in self.block.lines if line.role == "tablers"]
        return f"<amendmentHeading>\n{number}{''.join(lines)}</amendmentHeading>\n"

    def write_references(self) -> str:
        """The act, the provision, and the other amendments that it is related to."""
        lines = [self.write_line(line) for line in self.block.lines if line.role != "tablers"]
        return f"<amendmentReference>\n{''.join(lines)}</amendmentReference>\n" if lines else ""

    def write_line(self, line: AmendmentLine) -> str:
        content = Printer(self.sheet.places).print(line.content)
        if line.provision:
            content = f'<ref href="#{provision_id(line.provision)}">{content}</ref>'
        elif line.role == "tablers":
            content = f"<docProponent>{content}</docProponent>"
        return f'<block name="{line.role}">{content}</block>\n'

    def write_content(self) -> str:
        """Both wordings. Words stand beside the elements in a `mod`, so that there is no white space in it."""
        wordings = [self.write_wording(text, self.wording_id(index)) for index, text in enumerate(self.block.texts, 1)]
        language = self.block.original_language
        line = f'<block name="original-language">{escape(language)}</block>\n' if language else ""
        return (
            f'<amendmentContent>\n<block name="wordings"><mod eId="{self.mod}">{"".join(wordings)}</mod></block>\n'
            f"{line}</amendmentContent>\n"
        )

    def wording_id(self, index: int) -> str:
        return f"{self.mod}__qstr_{index}"

    def is_deletion(self, text: LabelledText) -> bool:
        """Whether `text` is no wording, but the word that says that the provision goes."""
        return self.block.deleted and text.role == "proposed"

    def write_wording(self, text: LabelledText, place: str) -> str:
        label = f'<inline name="label">{escape(text.label)}</inline>'
        printer = Printer(self.sheet.places, {note.mark: note for note in text.notes}, place)
        paragraphs = [printer.print(paragraph) for paragraph in text.paragraphs]
        if self.is_deletion(text):
            return f'{label}<inline name="deleted">{" ".join(paragraphs)}</inline>'
        written = "".join([f"<p>{paragraph}</p>" for paragraph in paragraphs or [""]])
        attributes = f'eId="{place}" class="{text.role}" startQuote="" endQuote=""'
        return f"{label}<quotedStructure {attributes}>{written}</quotedStructure>"

    def write_justification(self) -> str:
        """Why it is asked for."""
        if not self.block.justification:
            return ""
        label = f"<heading>{escape(self.block.justification_label)}</heading>\n"
        blocks = [_write_block(Printer(self.sheet.places), block) for block in self.block.justification]
        content = f"<blockContainer>\n{label}{''.join(blocks)}</blockContainer>"
        return f"<amendmentJustification>\n{content}\n</amendmentJustification>\n"


def _effect(block: AmendmentBlock) -> str:
    """The type of the modification. Where only words are known that come or go, they are inserted or repealed."""
    old = [text for text in block.texts if text.role in ("original", "deleted")]
    new = [text for text in block.texts if text not in old]
    if block.deleted or not new:
        return "repeal"
    if not any(_words(text) for text in old):
        return "insertion"
    if all(OMITTED in _words(text) for text in block.texts):
        if not any(_changes(text) for text in old):
            return "insertion"
        if not any(_changes(text) for text in new):
            return "repeal"
    return "substitution"


def _words(text: LabelledText) -> str:
    return "".join([plain_text(paragraph) for paragraph in text.paragraphs])


def _changes(text: LabelledText) -> bool:
    return any(isinstance(inline, Change) for paragraph in text.paragraphs for inline in walk(paragraph))


def _write_block(printer: Printer, block: Block) -> str:
    match block:
        case Paragraph(content, role):
            attribute = f' class="{role}"' if role == "call-out" else ""
            return f"<p{attribute}>{printer.print(content)}</p>\n"
        case ListBlock(items, ordered):
            tag = "ol" if ordered else "ul"
            written = [f"<li>{printer.print(item)}</li>\n" for item in items]
            return f"<{tag}>\n{''.join(written)}</{tag}>\n"
        case Figure():
            source = f"data:{block.media_type};base64,{b64encode(block.data).decode()}"
            size = f'width="{block.width}" height="{block.height}"'
            caption = f'<p class="caption">{printer.print(block.caption)}</p>\n' if block.caption else ""
            return f'<p class="figure"><img src="{source}" alt="{escape(block.alternative)}" {size}/></p>\n{caption}'
    raise TypeError(f"{type(block).__name__} in a justification")
