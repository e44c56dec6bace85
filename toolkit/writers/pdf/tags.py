"""The tags of a PDF: what each part of the page is, in the order in which it is read (ISO 32000-1, 14.7 and 14.8).

WeasyPrint's own tags have no notes, no languages and no links with words, begin a paragraph anew on each page, and
leave the head and foot of a page among the text. These are built from the same boxes, one structure element for
each element of the page, however many lines and pages it runs over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Union

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from toolkit.records import MutableRecord, fresh

ROLES = {
    "main": "Part",
    "header": "Sect",
    "section": "Sect",
    "article": "Art",
    "div": "Div",
    "figure": "Div",
    "p": "P",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    "figcaption": "Caption",
    "a": "Link",
    "ins": "Span",
    "del": "Span",
}
POINT = 0.75  # of a pixel
WHOLE = ("P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption")  # a note stands behind these, and inside the others
HOLDERS = (*WHOLE, "LBody", "TD", "TH")


class Content(MutableRecord):
    """A piece of the content of a page that is drawn in one go."""

    page: int
    number: int


class Annotation(MutableRecord):
    """A link as the reader of the file can click on it."""

    page: int
    value: Any


class Node(MutableRecord):
    """A structure element to be."""

    role: str
    parent: Node | None
    kids: list[Kid] = fresh(factory=list)
    attributes: dict[str, Any] = fresh(factory=dict)
    identifier: str = ""
    made: Any = None

    def first_page(self) -> int | None:
        """The page that it begins on; None where it has no content."""
        for kid in self.kids:
            page = kid.first_page() if isinstance(kid, Node) else kid.page
            if page is not None:
                return page
        return None

    def add(self, role: str) -> Node:
        """A new last child."""
        child = Node(role, self)
        self.kids.append(child)
        return child


Kid = Union[Node, Content, Annotation]


def add_tags(pdf: Any, document: Any, _version: object, page_streams: list[Any]) -> None:
    """Gives `pdf` its structure tree; in the place of WeasyPrint's function of this name."""
    tree = _Tree()
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.add_page(number, page._page_box, stream)
    tree.place_notes()
    _Writer(pdf, len(document.pages)).write(tree.root)
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """Builds the nodes from the boxes of all pages."""

    def __init__(self) -> None:
        self.root = Node("Document", None)
        self.nodes: dict[tuple[int, str], Node] = {}
        self.kept: list[object] = []  # elements, so that the ids of two are never the same
        self.notes: dict[str, Node] = {}
        self.marks: dict[str, Node] = {}
        self.page, self.height = 0, 0.0
        self.tags: dict[Any, dict[str, Any]] = {}

    def add_page(self, number: int, box: Any, stream: Any) -> None:
        """Takes in the boxes of a page; what its head and foot say is no part of the tree."""
        self.page, self.height, self.tags = number, box.margin_height(), stream._tags
        layout: set[int] = set()
        for child in box.children:
            if isinstance(child, boxes.MarginBox):
                layout |= {self.tags.pop(inner)["mcid"] for inner in _drawn(child) if inner in self.tags}
            else:
                self._add(child, self.root)
        # What has not been taken by now is a table head printed again.
        layout |= {tag["mcid"] for tag in self.tags.values()}
        self.tags.clear()
        _make_artifacts(stream, layout)

    def _add(self, box: Any, parent: Node) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        node = self._node(box, parent) if box.element is not None else parent
        if node.role == "THead" and node.first_page() not in (None, self.page):
            return
        if box.link_annotation:
            node.kids.append(Annotation(self.page, box.link_annotation))
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            if box in self.tags:
                _body(node).kids.append(Content(self.page, self.tags.pop(box)["mcid"]))
            if isinstance(box, boxes.ReplacedBox) and node.role == "Figure":
                node.attributes["A"] = _bounds(box, self.height)
        for child in getattr(box, "children", ()):
            self._add(child, node)

    def _node(self, box: Any, parent: Node) -> Node:
        """The node that the content of `box` belongs to: that of its element, or of what that stands in."""
        tag, _, pseudo = box.element_tag.partition("::")
        key = (id(box.element), pseudo)
        if key not in self.nodes:
            self.kept.append(box.element)
            self.nodes[key] = self._make(box.element, tag, pseudo, parent)
        return self.nodes[key]

    def _make(self, element: Any, tag: str, pseudo: str, parent: Node) -> Node:
        if pseudo:
            return parent
        role, spoken = element.get("role"), element.get("class", "").split()
        if role == "doc-footnote":
            return self._note(element.get("id") or "")
        if "continued" in spoken:
            return self.notes.get(element.get("data-note"), parent)
        node = self._typed(element, tag, spoken, parent)
        if role == "doc-noteref":
            self.marks.setdefault((element.get("href") or "").removeprefix("#"), node)
        return node

    def _typed(self, element: Any, tag: str, spoken: list[str], parent: Node) -> Node:
        """A node of the kind that the element's name says; its parent, where that says nothing."""
        language = element.get("lang") if tag not in ("html", "body") else None
        kind = ROLES.get(tag, "Span" if language else "")
        if "note-text" in spoken:
            return next((kid for kid in parent.kids if isinstance(kid, Node) and kid.role == "P"), None) or parent.add(
                "P"
            )
        if (parent.role, *spoken) in (("Note", "mark"), ("LI", "marker")):
            return parent.add("Lbl")
        if not kind:
            return parent
        within = _body(parent) if kind != "LI" else parent
        if element.get("role") == "doc-noteref":
            within = within.add("Reference")
        node = within.add(kind)
        node.identifier = element.get("id") or ""
        if language:
            node.attributes["Lang"] = pydyf.String(language)
        _describe(node, element, kind)
        return node

    def _note(self, identifier: str) -> Node:
        node = Node("Note", None, identifier=identifier)
        self.notes[identifier] = node
        return node

    def place_notes(self) -> None:
        """Each note is read where the paragraph, item or cell ends that its first mark stands in."""
        behind: dict[int, Node] = {}
        for identifier, note in self.notes.items():
            holder = self.marks.get(identifier, self.root)
            while holder.role not in HOLDERS and holder.parent is not None:
                holder = holder.parent
            note.parent = holder.parent if holder.role in WHOLE and holder.parent is not None else holder
            kids = note.parent.kids
            last = behind.get(id(holder), holder)
            at = next((place for place, kid in enumerate(kids, 1) if kid is last), len(kids))
            kids.insert(at, note)
            behind[id(holder)] = note


def _drawn(box: Any) -> Iterator[Any]:
    """The boxes in `box` that are drawn as content."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box
    yield box
    for child in getattr(box, "children", ()):
        yield from _drawn(child)


def _body(node: Node) -> Node:
    """Where the content of `node` belongs: in a list item, its body."""
    if node.role != "LI":
        return node
    return next((kid for kid in node.kids if isinstance(kid, Node) and kid.role == "LBody"), None) or node.add("LBody")


def _describe(node: Node, element: Any, kind: str) -> None:
    """What a screen reader should know of an element besides its text."""
    if kind == "Figure":
        node.attributes["Alt"] = pydyf.String(element.get("alt", ""))
    elif kind == "TH":
        node.attributes["A"] = pydyf.Dictionary({"O": "/Table", "Scope": "/Column"})
    elif kind == "L":
        numbering = "/Decimal" if element.tag == "ol" else "/Disc"
        node.attributes["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
    elif kind == "Link":
        text = element.get("title") or " ".join(_words(element).split())
        node.attributes["Contents"] = text or element.get("href", "")
    elif element.get("data-before") and not element.findall(".//a"):
        words = f"{element.get('data-before')}: {_words(element)} ({element.get('data-after')})"
        node.attributes["Alt"] = pydyf.String(words)


def _words(element: Any) -> str:
    return "".join(element.itertext())


def _bounds(box: Any, height: float) -> Any:
    """Where an image stands, in points from the lower left of a page of `height` pixels."""
    x, y = box.content_box_x(), box.content_box_y()
    edges = (x, height - y - box.height, x + box.width, height - y)
    return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array([POINT * edge for edge in edges])})


def _make_artifacts(stream: Any, numbers: set[int]) -> None:
    """Marks content of a page as its furniture: the running title and what stands at the foot."""
    for at, operator in enumerate(stream.stream):
        if operator == b"BDC" and isinstance(stream.stream[at - 1], dict):
            properties = stream.stream[at - 1]
            if properties.get("MCID") in numbers:
                stream.stream[at - 2] = "/Artifact"
                stream.stream[at - 1] = pydyf.Dictionary({"Type": "/Pagination"})


class _Writer:
    """Writes the nodes as objects of a PDF."""

    def __init__(self, pdf: Any, pages: int) -> None:
        self.pdf = pdf
        self.contents: list[dict[int, Any]] = [{} for _ in range(pages)]
        self.annotations: list[tuple[Any, Any]] = []
        self.named: dict[str, Any] = {}

    def write(self, root: Node) -> None:
        top = self._object({"Type": "/StructTreeRoot"})
        document = self._element(root, top)
        top["K"] = pydyf.Array([document.reference])
        top["ParentTree"] = self._object({"Nums": self._parents()}).reference
        top["ParentTreeNextKey"] = len(self.contents) + len(self.annotations)
        names = pydyf.Array()
        for name, element in sorted(self.named.items()):
            names.extend([pydyf.String(name), element.reference])
        first, last = (pydyf.String(edge(self.named, default="")) for edge in (min, max))
        leaf = self._object({"Limits": pydyf.Array([first, last]), "Names": names})
        top["IDTree"] = self._object({"Kids": pydyf.Array([leaf.reference])}).reference
        self.pdf.catalog["StructTreeRoot"] = top.reference

    def _object(self, entries: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(entries)
        self.pdf.add_object(made)
        return made

    def _element(self, node: Node, parent: Any) -> Any:
        contents = node.attributes.pop("Contents", "")
        made = self._object({"Type": "/StructElem", "S": f"/{node.role}", "P": parent.reference, **node.attributes})
        if node.identifier and node.identifier not in self.named:
            made["ID"] = pydyf.String(node.identifier)
            self.named[node.identifier] = made
        page = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
        if page is not None:
            made["Pg"] = self.pdf.page_references[page]
        made["K"] = pydyf.Array([self._kid(kid, made, page, contents) for kid in node.kids])
        return made

    def _kid(self, kid: Kid, made: Any, page: int | None, contents: str) -> Any:
        if isinstance(kid, Node):
            return self._element(kid, made).reference
        if isinstance(kid, Content):
            self.contents[kid.page][kid.number] = made
            if kid.page == page:
                return kid.number
            reference = {"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.number}
            return pydyf.Dictionary(reference)
        if contents:
            kid.value["Contents"] = pydyf.String(contents)
        kid.value["StructParent"] = len(self.contents) + len(self.annotations)
        self.annotations.append((kid.value, made))
        entry = {"Type": "/OBJR", "Obj": kid.value.reference, "Pg": self.pdf.page_references[kid.page]}
        return pydyf.Dictionary(entry)

    def _parents(self) -> Any:
        """The element of each content by page, then that of each annotation."""
        numbers = pydyf.Array()
        for page, held in enumerate(self.contents):
            places = range(max(held, default=-1) + 1)
            numbers.extend([page, pydyf.Array([held[at].reference if at in held else "null" for at in places])])
        for at, (_, made) in enumerate(self.annotations, len(self.contents)):
            numbers.extend([at, made.reference])
        return numbers
