"""The Word writer: a Document as a DOCX with native footnotes and live cross references.

WordprocessingML is written as text: python-docx knows no footnotes, and its object model costs ten times
the time. A template's parts are carried over as they stand.
"""

from __future__ import annotations

from toolkit.document import Document
from toolkit.inline import language_of
from toolkit.resources import TemplateFolder
from toolkit.writers.docx.blocks import write_body
from toolkit.writers.docx.markup import (
    DECLARATION,
    PACKAGE,
    attribute,
    escape,
    relationship,
    relationships,
    text_element,
    word_language,
)
from toolkit.writers.docx.notes import write_notes
from toolkit.writers.docx.package import Part, deflated, pack, stored
from toolkit.writers.docx.properties import write_app, write_core
from toolkit.writers.docx.story import Paper, Story, open_paper
from toolkit.writers.docx.template import DIGEST, STATUS, Template, load_template, with_title
from toolkit.writers.docx.text import title_text

TEMPLATE = "paper.docx"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    ("word/document.xml", f"{WORD}.document.main+xml"),
    ("word/footnotes.xml", f"{WORD}.footnotes+xml"),
    ("word/numbering.xml", f"{WORD}.numbering+xml"),
    ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
)
DEFAULT_TYPES = (
    ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
    ("xml", "application/xml"),
    ("png", "image/png"),
    ("jpeg", "image/jpeg"),
)


def write(document: Document, templates: TemplateFolder) -> bytes:
    """`document` as the bytes of a DOCX; the same document and template give the same bytes."""
    return pack(write_parts(open_paper(document, find_template(templates, document.word_language))))


def find_template(templates: TemplateFolder, language: str) -> Template:
    """The Word file of `templates`, ready for papers in `language`, a Word tag."""
    path = templates.file(TEMPLATE)
    if templates.is_builtin(TEMPLATE):
        return load_template(path, language)
    from toolkit.writers.docx.own_template import load_own_template

    return load_own_template(path, language)


def write_parts(paper: Paper) -> list[Part]:
    """All parts, the content types first, as readers of streams want them."""
    body, notes = Story(paper), Story(paper, of_notes=True)
    main = write_main(paper, write_body(body, paper.document))
    return gather_parts(body, notes, main, write_notes(notes))


def gather_parts(body: Story, notes: Story, main: str, footnotes: str) -> list[Part]:
    """All parts of the paper of these stories, whose texts are `main` and `footnotes`."""
    paper = body.paper
    title = escape(title_text(paper.document.title))
    parts = [
        deflated("[Content_Types].xml", write_content_types(paper)),
        deflated("_rels/.rels", PACKAGE_RELATIONSHIPS),
        deflated("docProps/core.xml", write_core(paper.document)),
        deflated("docProps/app.xml", write_app()),
        deflated("word/document.xml", main),
        deflated("word/_rels/document.xml.rels", write_main_relationships(paper, body)),
        deflated("word/footnotes.xml", footnotes),
        deflated("word/numbering.xml", paper.lists.part()),
    ]
    if notes.targets:
        parts.append(deflated("word/_rels/footnotes.xml.rels", relationships(notes.relationships())))
    spoken = word_language(language_of(paper.document.title))
    status, digest = write_status(paper), write_digest(paper)
    for name, text in paper.template.titled:
        margin = with_title(text, title, spoken).replace(STATUS, status).replace(DIGEST, digest)
        parts.append(deflated(name, margin))
    parts += paper.template.parts
    return parts + [stored(f"word/media/{name}", data) for data, name in paper.images.items()]


def write_status(paper: Paper) -> str:
    """The paragraph at the head of each page that says what a paper is that is not final; "" for one that is."""
    words = paper.document.status
    border = '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
    return write_margin(paper, "header", border, f"<w:rPr><w:b/></w:rPr>{text_element(words)}") if words else ""


def write_digest(paper: Paper) -> str:
    """The paragraph at the foot of each page that has the digest of the text; "" where there is none."""
    words = paper.document.digest
    return write_margin(paper, "footer", "", text_element(words)) if words else ""


def write_margin(paper: Paper, style: str, properties: str, content: str) -> str:
    """A paragraph of a header or footer, in the template's style for them where it has one."""
    name = paper.template.styles.get(style)
    styled = f'<w:pStyle w:val="{attribute(name)}"/>' if name else ""
    shaped = f"<w:pPr>{styled}{properties}</w:pPr>" if styled or properties else ""
    return f"<w:p>{shaped}<w:r>{content}</w:r></w:p>"


def write_main(paper: Paper, body: str) -> str:
    """`document.xml`, with the page of the template."""
    template = paper.template
    return f"{DECLARATION}<w:document {template.root}><w:body>{body}{template.section}</w:body></w:document>"


PACKAGE_RELATIONSHIPS = relationships(
    relationship("rId1", "officeDocument", "word/document.xml")
    + relationship("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")
    + relationship("rId3", "extended-properties", "docProps/app.xml")
)


def write_main_relationships(paper: Paper, story: Story) -> str:
    """The relationships of the body: the template's, those of notes and numbering, links and images."""
    own = relationship("rIdNotes", "footnotes", "footnotes.xml") + relationship(
        "rIdNumbering", "numbering", "numbering.xml"
    )
    return relationships(paper.template.relationships + own + story.relationships())


def write_content_types(paper: Paper) -> str:
    """The content types of the template's parts and of ours."""
    kept = paper.template.content_types
    defaults = [
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in DEFAULT_TYPES
        if f'Extension="{ending}"' not in kept
    ]
    overrides = [f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in CONTENT_TYPES]
    types = "".join([*defaults, kept, *overrides])
    return f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">{types}</Types>'
