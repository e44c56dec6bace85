"""Word files as organisations have them: made with python-docx and LibreOffice, with styles of their own names."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from hostile import repacked
from programs import tool

GERMAN = {"Überschrift 1": "heading 1", "Überschrift 2": "heading 2", "Überschrift 3": "heading 3", "Titel": "Title",
          "Untertitel": "Subtitle", "Aufzählungszeichen": "List Bullet", "Fußnotentext": "footnote text"}  # fmt: skip
FRENCH = {"Titre 1": "heading 1", "Titre 2": "heading 2", "Légende": "caption", "Liste à puces": "List Bullet"}
HTML = """<html lang="fr"><head><meta charset="utf-8"></head><body><h1>Titre</h1><h2>Deux</h2><p>Texte
<a href="https://example.org">lien</a></p><ul><li>un</li></ul><table><tr><td>a</td></tr></table></body></html>"""


def save(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def german() -> bytes:
    """A letterhead whose styles are all its own, under German names; nothing built in but what Word has to have."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"):
            style.delete()
    for place, name in enumerate(GERMAN):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size = "Georgia", Pt(20 - 2 * place)
        style.font.color.rgb = RGBColor(0x8A, 0x10, 0x2B)
        tag = OxmlElement("w:lang")
        tag.set(qn("w:val"), "de-DE")
        style.element.get_or_add_rPr().append(tag)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "Verband der Reparaturbetriebe"
    section.different_first_page_header_footer = True
    return save(document)


def french() -> bytes:
    """A template of Word with even pages of their own, a style Kicker for letters, and styles under French names."""
    document = docx.Document()
    for style in list(document.styles):
        if style.name.casefold() in set(FRENCH.values()):
            style.delete()
    for name in FRENCH:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.bold = "Arial", True
    kicker = document.styles.add_style("Kicker", WD_STYLE_TYPE.CHARACTER)
    kicker.font.italic = True
    document.styles.add_style("Fact Label", WD_STYLE_TYPE.CHARACTER).element.set(qn("w:styleId"), "Standfirst")
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].footer.paragraphs[0].text = "Page"
    return save(document)


def office(folder: Path) -> bytes:
    """A file that LibreOffice has written."""
    program = tool("soffice", "libreoffice")
    (folder / "page.html").write_text(HTML, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    source = [f"--infilter={'HTML (StarWriter)'}", str(folder / "page.html")]
    subprocess.run([*command, *source], capture_output=True, timeout=300, check=True)
    return (folder / "page.docx").read_bytes()


def without_page(data: bytes) -> bytes:
    """The file without page settings."""

    def change(parts: dict[str, bytes]) -> None:
        parts["word/document.xml"] = re.sub(
            rb"<w:sectPr\b.*?</w:sectPr>", b"", parts["word/document.xml"], flags=re.DOTALL
        )

    return repacked(data, change)
