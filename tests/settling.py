"""Tracked changes accepted or rejected, and what a reader then sees: written from ISO 29500-1, 17.13.5, for the tests.

It knows nothing of the toolkit. A field shows what it would after an update, not what is cached in it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Part = Any


def settled(part: bytes, accepted: bool) -> Part:
    """The root of a part after all its changes were accepted, or rejected."""
    root = etree.fromstring(part)
    gone, kept = ({"del", "moveFrom"}, {"ins", "moveTo"}) if accepted else ({"ins", "moveTo"}, {"del", "moveFrom"})
    for row in list(root.iter(f"{W}tr")):
        if _has(row, "trPr", gone):
            _parent(row).remove(row)
    for table in list(root.iter(f"{W}tbl")):
        if table.find(f"{W}tr") is None:
            _parent(table).remove(table)
    for parent in list(root.iter(f"{W}p", f"{W}hyperlink")):
        _settle_runs(parent, gone, kept)
    for paragraph in list(root.iter(f"{W}p")):
        if _has(paragraph, "pPr/rPr", gone):
            _join_with_next(paragraph)
        for properties in paragraph.findall(f"{W}pPr"):
            _settle_properties(properties, accepted)
    for element in root.iter(f"{W}delText", f"{W}delInstrText"):
        element.tag = W + {"delText": "t", "delInstrText": "instrText"}[etree.QName(element).localname]
    return root


def _settle_runs(parent: Part, gone: set[str], kept: set[str]) -> None:
    for change in list(parent):
        name = etree.QName(change).localname
        if name in gone:
            parent.remove(change)
        elif name in kept:
            at = parent.index(change)
            parent[at : at + 1] = list(change)


def _parent(element: Part) -> Part:
    return element.getparent()


def _has(element: Part, path: str, names: set[str]) -> bool:
    found = element.find("/".join([W + name for name in path.split("/")]))
    return found is not None and any(found.find(W + name) is not None for name in names)


def _join_with_next(paragraph: Part) -> None:
    """A paragraph without its mark runs on into the next one, whose properties hold for both."""
    rest = [child for child in paragraph if child.tag != f"{W}pPr"]
    words = list(paragraph.iter(f"{W}r"))
    following = paragraph.getnext()
    while following is not None and following.tag not in (f"{W}p", f"{W}tbl"):
        following = following.getnext()
    if following is not None and following.tag == f"{W}p":
        at = 1 if following.find(f"{W}pPr") is not None else 0
        following[at:at] = rest
    else:
        assert not words, "the words of a paragraph have no paragraph to go to"
    paragraph.getparent().remove(paragraph)


def _settle_properties(properties: Part, accepted: bool) -> None:
    change = properties.find(f"{W}pPrChange")
    if change is not None:
        properties.remove(change)
        if not accepted:
            properties[:] = list(change.find(f"{W}pPr"))
    for run in properties.findall(f"{W}rPr"):
        properties.remove(run)


class Shown:
    """What a Word file shows: blocks in order, with the notes where their marks stand."""

    def __init__(self, data: bytes, accepted: bool = True) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        self.media = {name: hash(data) for name, data in parts.items() if "/media/" in name}
        self.body = settled(parts["word/document.xml"], accepted)
        notes = settled(parts["word/footnotes.xml"], accepted)
        self.notes = {note.get(f"{W}id"): note for note in notes}
        self.targets = {
            name: _targets(parts.get(f"word/_rels/{name}.xml.rels", b"<r/>")) for name in ("document", "footnotes")
        }
        numbering = etree.fromstring(parts["word/numbering.xml"])
        self.looks = {
            str(number.get(f"{W}numId")): [one.get(f"{W}val") for one in number.iter(f"{W}abstractNumId")]
            for number in numbering.iter(f"{W}num")
        }
        self.starts: dict[str, list[Part]] = {}
        for start in self.body.iter(f"{W}bookmarkStart"):
            self.starts.setdefault(start.get(f"{W}name"), []).append(start)
        self.counts: Counter[str] = Counter()
        self.lists: dict[str, int] = {}
        references = list(self.body.iter(f"{W}footnoteReference"))
        self.order = [one.get(f"{W}id") for one in references]
        counted = [one.get(f"{W}id") for one in references if one.get(f"{W}customMarkFollows") is None]
        self.numbers = {identifier: str(number) for number, identifier in enumerate(counted, 1)}

    def blocks(self) -> list[Any]:
        """The whole body."""
        return [self.block(child) for child in self.body[0] if child.tag in (f"{W}p", f"{W}tbl")]

    def block(self, element: Part) -> Any:
        if element.tag == f"{W}p":
            return self.paragraph(element, "document")
        return [
            [[self.block(child) for child in cell.findall(f"{W}p")] for cell in row.findall(f"{W}tc")]
            for row in element.findall(f"{W}tr")
        ]

    def paragraph(self, element: Part, part: str) -> tuple[Any, ...]:
        """Style and other properties, the place in its list, and the runs with their looks."""
        properties = element.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle").get(f"{W}val")
        listed = None
        others = []
        for one in properties:
            if one.tag == f"{W}numPr":
                identifier = one.find(f"{W}numId").get(f"{W}val")
                self.counts[identifier] += 1
                place = self.lists.setdefault(identifier, len(self.lists))
                listed = (place, self.looks[identifier], self.counts[identifier])
            elif one.tag != f"{W}pStyle":
                others.append(etree.tostring(one).split(b" xmlns")[0] + str(sorted(one.attrib.items())).encode())
        return style, others, listed, self.runs(element, part)

    def runs(self, element: Part, part: str) -> list[tuple[str, str, str]]:
        """Text, look and address of the runs; neighbours that are alike are one."""
        found: list[tuple[str, str, str]] = []
        field: list[str] = []
        inside = False
        for run in element.iter(f"{W}r"):
            link = run.getparent()
            address = self.address(link, part) if link.tag == f"{W}hyperlink" else ""
            properties = run.find(f"{W}rPr")
            look = (
                "" if properties is None else re.sub(rb' xmlns:\w+="[^"]*"', b"", etree.tostring(properties)).decode()
            )
            text = ""
            for child in run:
                name = etree.QName(child).localname
                if name == "fldChar":
                    kind = child.get(f"{W}fldCharType")
                    if kind == "begin":
                        field, inside = [], True
                    elif kind == "end":
                        text, inside = self.field("".join(field)), False
                elif name == "instrText":
                    field.append(child.text or "")
                elif not inside and name != "rPr":
                    text += self.content(child, name, part)
            if text:
                if found and found[-1][1:] == (look, address):
                    text = found.pop()[0] + text
                found.append((text, look, address))
        return found

    def address(self, link: Part, part: str) -> str:
        identifier = link.get(f"{R}id")
        return self.targets[part][identifier] if identifier else "place"

    def content(self, element: Part, name: str, part: str) -> str:
        if name == "t":
            return element.text or ""
        if name == "footnoteReference":
            return f"[note {self.numbers.get(element.get(f'{W}id'), '*')}]"
        if name == "drawing":
            properties = next(one for one in element.iter() if etree.QName(one).localname == "docPr")
            blip = next(one for one in element.iter() if etree.QName(one).localname == "blip")
            target = self.targets[part][blip.get(f"{R}embed")]
            return f"[{properties.get('descr')} {self.media[f'word/{target}']}]"
        if name == "sym":
            return f"[{element.get(f'{W}char')}]"
        return {"br": "\n", "tab": "\t"}.get(name, f"[{name}]")

    def field(self, instruction: str) -> str:
        """What a field shows once it is updated."""
        kind, target, *_ = instruction.split()
        starts = self.starts.get(target, [])
        assert len(starts) == 1, f"{target} is there {len(starts)} times"
        if kind == "NOTEREF":
            mark = next((one for one in _inside(starts[0]) if one.tag == f"{W}footnoteReference"), None)
            assert mark is not None, f"{target} holds no note"
            return f"[{instruction.split(target)[1]} {self.numbers[mark.get(f'{W}id')]}]"
        words = "".join([one.text or "" for one in _inside(starts[0]) if one.tag == f"{W}t"])
        assert words, f"{target} holds no words"
        return f"[{instruction.split(target)[1]} {words}]"

    def footnotes(self) -> list[Any]:
        """The notes, in the order of their marks."""
        return [
            [self.paragraph(paragraph, "footnotes") for paragraph in self.notes[identifier].findall(f"{W}p")]
            for identifier in self.order
        ]


def _markup(element: Part) -> str:
    return re.sub(r' xmlns:\w+="[^"]*"', "", etree.tostring(element, encoding="unicode"))


def _inside(start: Part) -> Any:
    """The elements between a bookmark's start and its end."""
    identifier = start.get(f"{W}id")
    for element in start.itersiblings():
        if element.tag == f"{W}bookmarkEnd" and element.get(f"{W}id") == identifier:
            return
        yield from element.iter()


def _targets(relationships: bytes) -> dict[str, str]:
    return {str(one.get("Id")): str(one.get("Target")) for one in etree.fromstring(relationships)}


def cached(data: bytes) -> list[str]:
    """The numbers that the fields of a file show before any update, after all changes were accepted."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        roots = [settled(package.read(f"word/{name}.xml"), True) for name in ("document", "footnotes")]
    found = []
    for root in roots:
        shown: list[str] | None = None
        for element in root.iter(f"{W}fldChar", f"{W}t"):
            kind = element.get(f"{W}fldCharType")
            if kind == "separate":
                shown = []
            elif kind == "end":
                found.append("".join(shown or []))
                shown = None
            elif shown is not None and not kind:
                shown.append(element.text or "")
    return found
