"""Word files as organisations send them back: rendered papers with comments and tracked changes put into the XML."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
DATE = "2025-07-01T09:30:00Z"

Element = Any


class Returned:
    """A rendered paper in which one reviewer works; `save` is the file that comes back."""

    def __init__(self, data: bytes, author: str = "Reviewer of A", date: str = DATE) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.author, self.date = author, date
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.notes = etree.fromstring(self.parts["word/footnotes.xml"])
        self.comments: list[tuple[int, str, str, str, int | None, bool]] = []
        self.number = 9000

    # Finding

    def paragraph(self, begins: str, root: Element | None = None, nth: int = 0) -> Element:
        """The paragraph whose text begins so."""
        found = [one for one in (self.body if root is None else root).iter(W + "p") if text(one).startswith(begins)]
        return found[nth]

    def note(self, begins: str) -> Element:
        return self.paragraph(begins, self.notes)

    # Changes

    def attributes(self) -> dict[str, str]:
        self.number += 1
        return {W + "id": str(self.number), W + "author": self.author, W + "date": self.date}

    def mark(self, kind: str) -> Element:
        return etree.Element(W + kind, self.attributes())

    def insert(self, paragraph: Element, after: str, words: str, bold: bool = False, offset: int | None = None) -> None:
        """Words put in behind `after`, with the looks of nothing, or bold."""
        runs = self.range(paragraph, after, offset)
        holder = self.mark("ins")
        holder.append(run(words, bold))
        runs[-1].addnext(holder)

    def delete(self, paragraph: Element, words: str, offset: int | None = None) -> Element:
        """Words taken out; marks of notes among them are "\\ufffc"."""
        runs = self.range(paragraph, words, offset)
        last = None
        for one in runs:
            holder = self.mark("del")
            one.addprevious(holder)
            holder.append(one)
            for shown in one.iter(W + "t"):
                shown.tag = W + "delText"
            last = holder
        return last

    def replace(self, paragraph: Element, words: str, new: str, bold: bool = False) -> None:
        last = self.delete(paragraph, words)
        holder = self.mark("ins")
        holder.append(run(new, bold))
        last.addnext(holder)

    def add_paragraph(self, after: Element, words: str) -> None:
        """A new paragraph as Word writes it when somebody types behind the end of one."""
        made = etree.Element(W + "p")
        properties = after.find(W + "pPr")
        if properties is not None:
            made.append(deepcopy(properties))
        holder = self.mark("ins")
        holder.append(run(words))
        made.append(holder)
        self.mark_end(after, "ins")
        after.addnext(made)

    def add_paragraph_before(self, before: Element, words: str) -> None:
        """A new paragraph whose own end is marked."""
        made = etree.Element(W + "p")
        holder = self.mark("ins")
        holder.append(run(words))
        made.append(holder)
        self.mark_end(made, "ins")
        before.addprevious(made)

    def mark_end(self, paragraph: Element, kind: str) -> None:
        properties = paragraph.find(W + "pPr")
        if properties is None:
            properties = etree.Element(W + "pPr")
            paragraph.insert(0, properties)
        looks = properties.find(W + "rPr")
        if looks is None:
            looks = etree.SubElement(properties, W + "rPr")
        looks.insert(0, self.mark(kind))

    def remove(self, paragraph: Element, kind: str = "del") -> None:
        """The whole paragraph taken out, its end with it."""
        for one in list(paragraph.iter(W + "r")):
            holder = self.mark(kind)
            one.addprevious(holder)
            holder.append(one)
            for shown in one.iter(W + "t"):
                shown.tag = W + "delText" if kind == "del" else W + "t"
        self.mark_end(paragraph, "del" if kind == "del" else kind)

    def move(self, paragraph: Element, after: Element, name: str = "move1") -> None:
        """The paragraph moved behind another, as Word writes it."""
        words = text(paragraph)
        self.remove(paragraph, "moveFrom")
        first = next(paragraph.iter(W + "moveFrom"))
        self.number += 1
        for place, kind in ((paragraph, "moveFrom"),):
            start = etree.Element(W + f"{kind}RangeStart", {W + "id": str(self.number), W + "name": name})
            first.getparent().index(first)
            place.insert(1, start)
            place.append(etree.Element(W + f"{kind}RangeEnd", {W + "id": str(self.number)}))
        made = etree.Element(W + "p")
        self.number += 1
        made.append(etree.Element(W + "moveToRangeStart", {W + "id": str(self.number), W + "name": name}))
        holder = self.mark("moveTo")
        holder.append(run(words))
        made.append(holder)
        made.append(etree.Element(W + "moveToRangeEnd", {W + "id": str(self.number)}))
        self.mark_end(made, "moveTo")
        after.addnext(made)

    def add_note(self, paragraph: Element, after: str, words: str, id_: str = "901") -> None:
        """A note of the reviewer's own, its mark behind `after`."""
        runs = self.range(paragraph, after)
        holder = self.mark("ins")
        made = etree.SubElement(holder, W + "r")
        etree.SubElement(made, W + "footnoteReference", {W + "id": id_})
        runs[-1].addnext(holder)
        note = etree.Element(W + "footnote", {W + "id": id_})
        marks = [one.get(W + "id") for one in self.body.iter(W + "footnoteReference")]
        before = next(one for one in self.notes if one.get(W + "id") == marks[marks.index(id_) - 1])
        before.addnext(note)
        inside = etree.SubElement(etree.SubElement(note, W + "p"), W + "ins", self.attributes())
        etree.SubElement(etree.SubElement(inside, W + "r"), W + "footnoteRef")
        inside.append(run(" " + words))

    def type(self, paragraph: Element, words: str, new: str) -> None:
        """Words replaced with tracking off."""
        runs = self.range(paragraph, words)
        for one in runs[1:]:
            one.getparent().remove(one)
        for shown in list(runs[0].iter(W + "t")):
            shown.text = new

    # Comments

    def comment(
        self, first: Element, words: str, said: str, last: Element | None = None, until: str = "", done: bool = False
    ) -> int:
        """A comment on words of a paragraph, or from there to words of another."""
        number = len(self.comments)
        self.comments.append((number, self.author, self.date, said, None, done))
        runs = self.range(first, words)
        end = self.range(last, until)[-1] if last is not None else runs[-1]
        outer = runs[0] if runs[0].getparent().tag == W + "p" else runs[0].getparent()
        outer.addprevious(etree.Element(W + "commentRangeStart", {W + "id": str(number)}))
        end = end if end.getparent().tag == W + "p" else end.getparent()
        mark = etree.Element(W + "r")
        etree.SubElement(mark, W + "commentReference", {W + "id": str(number)})
        end.addnext(mark)
        end.addnext(etree.Element(W + "commentRangeEnd", {W + "id": str(number)}))
        return number

    def reply(self, to: int, said: str, author: str, date: str = DATE) -> int:
        number = len(self.comments)
        self.comments.append((number, author, date, said, to, False))
        return number

    # Saving

    def range(self, paragraph: Element, words: str, offset: int | None = None) -> list[Element]:
        """The runs that hold just these words, cut out of others where they must be."""
        whole = text(paragraph)
        start = whole.index(words) if offset is None else offset
        end = start + len(words)
        found, at = [], 0
        for one in list(paragraph.iter(W + "r")):
            length = len(text(one))
            if not length:
                continue
            if at < end and at + length > start:
                found.append(cut(one, max(start - at, 0), min(end - at, length)))
            at += length
        return found

    def save(self) -> bytes:
        parts = dict(self.parts)
        parts["word/document.xml"] = etree.tostring(self.body, xml_declaration=True, encoding="UTF-8", standalone=True)
        parts["word/footnotes.xml"] = etree.tostring(self.notes, xml_declaration=True, encoding="UTF-8")
        if self.comments:
            self._save_comments(parts)
        return packed(parts)

    def _save_comments(self, parts: dict[str, bytes]) -> None:
        rows, more = [], []
        for number, author, date, said, parent, done in self.comments:
            paragraphs = "".join(
                f'<w:p w14:paraId="{number * 16 + place:08X}"><w:r><w:t>{_escaped(line)}</w:t></w:r></w:p>'
                for place, line in enumerate(said.split("\n"), 1)
            )
            last = number * 16 + len(said.split("\n"))
            rows.append(
                f'<w:comment w:id="{number}" w:author={quoteattr(author)} w:date="{date}">{paragraphs}</w:comment>'
            )
            answered = ""
            if parent is not None:
                lines = self.comments[parent][3].split("\n")
                answered = f' w15:paraIdParent="{parent * 16 + len(lines):08X}"'
            more.append(f'<w15:commentEx w15:paraId="{last:08X}"{answered} w15:done="{int(done)}"/>')
        parts["word/comments.xml"] = f"<w:comments {_SPACES}>{''.join(rows)}</w:comments>".encode()
        parts["word/commentsExtended.xml"] = f"<w15:commentsEx {_SPACES}>{''.join(more)}</w15:commentsEx>".encode()
        add_part(parts, "comments", _RELATION + "comments")
        add_part(parts, "commentsExtended", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")


def add_part(parts: dict[str, bytes], name: str, kind: str) -> None:
    """Names the part `name` in the package."""
    types = parts["[Content_Types].xml"].decode()
    override = f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{name}+xml"/>'
    parts["[Content_Types].xml"] = types.replace("</Types>", override + "</Types>").encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    relation = f'<Relationship Id="rId{name}" Type="{kind}" Target="{name}.xml"/>'
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", relation + "</Relationships>"
    ).encode()


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def text(element: Element) -> str:
    """What is shown of an element, a character for the mark of a note."""
    parts = []
    for one in element.iter():
        if one.tag in (W + "t", W + "delText"):
            custom = one.getparent().find(W + "footnoteReference") is not None
            parts.append("" if custom else one.text or "")
        elif one.tag == W + "footnoteReference":
            parts.append("\ufffc")
        elif one.tag == W + "tab" and one.getparent().tag == W + "r":
            parts.append("\t")
    return "".join(parts)


def cut(one: Element, start: int, end: int) -> Element:
    """The run with its characters from `start` to `end` alone; the others in runs of their own beside it."""
    whole = text(one)
    if (start, end) == (0, len(whole)):
        return one
    shown = one.find(W + "t")
    before, after = deepcopy(one), deepcopy(one)
    for made, words in ((before, whole[:start]), (after, whole[end:])):
        held = made.find(W + "t")
        held.text = words
        held.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    shown.text = whole[start:end]
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    if start:
        one.addprevious(before)
    if end < len(whole):
        one.addnext(after)
    return one


def run(words: str, bold: bool = False) -> Element:
    made = etree.Element(W + "r")
    if bold:
        etree.SubElement(etree.SubElement(made, W + "rPr"), W + "b")
    shown = etree.SubElement(made, W + "t")
    shown.text = words
    shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def count_changes(data: bytes) -> int:
    """The marks of changes in a file, counted in its bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if re.match(r"word/[a-z0-9-]+\.xml", name)]
    return sum(len(re.findall(rb"<w:(?:ins|del|moveFrom|moveTo)[ />]", part)) for part in parts)


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
