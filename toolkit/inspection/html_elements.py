"""What the elements of an HTML page are: which start a block, which are hidden, marks, notes and links back.

Notes are told by DPUB-ARIA roles, and by the classes that pandoc, docutils and others use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from toolkit.inspection.reading import UnreadableFileError, has_more_nodes
from toolkit.inspection.word import format_number, integer
from toolkit.records import MutableRecord

if TYPE_CHECKING:
    from lxml.etree import _Element

# The attributes of an element, looked up many times: asking lxml for each takes four times as long.
Attributes = Mapping[str, str]

MAX_BYTES = 64 * 1024 * 1024
MAX_NODES = 1_000_000

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "nav",
        "noscript",
        "svg",
        "math",
        "select",
        "textarea",
        "object",
        "iframe",
        "head",
    ]
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# An element that is none of these, and has no attributes, is nothing but its text.
NOTABLE = BLOCKS | _SKIPPED | {"a", "img", "br"}
_HIDDEN_CLASSES = frozenset(("vh", "visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"))
_MARK_CLASSES = frozenset(("footnote-ref", "noteref", "footnote-reference", "footnote-call"))
_BACK_CLASSES = frozenset(("footnote-back", "footnote-backref", "backlink", "fn-backref"))
_NOTES_CLASSES = frozenset(("footnotes", "endnotes"))
_NUMBER_CLASSES = frozenset(("number", "header-section-number", "section-number"))
_LIST_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEADING_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,9}")
_UNSEEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_LONG_TAG = re.compile(rb"<[^<]{10000}")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


def parse_page(data: bytes) -> _Element:
    from lxml import etree

    if len(data) > MAX_BYTES or has_more_nodes(data, MAX_NODES):
        raise UnreadableFileError("the page is larger than a paper can need", "give the HTML file of one paper")
    has_long_tags = b"<" not in data[:10_001] or _LONG_TAG.search(data)
    for tag in data.split(b"<") if has_long_tags else ():  # libxml2 compares each attribute with all others
        if len(tag) > 10_000 and len(tag.partition(b">")[0].replace(b"=", b" ").split(None, 5_000)) > 5_000:
            message = "the page has an element with thousands of attributes"
            raise UnreadableFileError(message, "give the HTML file of one paper")
    if b"<" not in data or b"\0" in data[:4096].replace(b"\0<", b"").replace(b"<\0", b""):
        raise UnreadableFileError("the file is no HTML page", "give a .html or .docx file")
    parser = etree.HTMLParser(
        encoding=_encoding(data), no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise UnreadableFileError(f"the page cannot be read: {problem}", "give a .html or .docx file") from problem
    if root is None:
        raise UnreadableFileError("the page is empty", "render the paper again")
    return root


def _encoding(data: bytes) -> str:
    """The encoding that the page declares; UTF-8 where it declares none that is known."""
    from lxml import etree

    if data[:3] == b"\xef\xbb\xbf":
        return "utf-8"
    found = _CHARSET.search(data[:4096])
    name = found.group(1).decode("ascii") if found else "utf-8"
    try:
        etree.HTMLParser(encoding=name)
    except LookupError:
        return "utf-8"
    return name


def line_of(element: _Element) -> int:
    return cast("int | None", element.sourceline) or 1


def is_hidden(tag: str, attributes: Attributes) -> bool:
    """Whether nothing of an element belongs to the paper: menus, scripts, words for screen readers only."""
    if tag in _SKIPPED or "hidden" in attributes or _UNSEEN.search(attributes.get("style", "")):
        return True
    classes = attributes.get("class")
    if classes is None:
        return False
    return not _HIDDEN_CLASSES.isdisjoint(classes.split()) or (tag == "a" and "skip" in classes)


def _has_role(attributes: Attributes, *roles: str) -> bool:
    own = attributes.get("role")
    return own is not None and not set(own.split()).isdisjoint(roles)


def _has_class(attributes: Attributes, classes: frozenset[str]) -> bool:
    own = attributes.get("class")
    return own is not None and not classes.isdisjoint(own.split())


def is_notes(attributes: Attributes) -> bool:
    """Whether an element is the part of the page that holds the notes."""
    return _has_role(attributes, "doc-endnotes", "doc-footnotes") or _has_class(attributes, _NOTES_CLASSES)


def has_number_class(attributes: Attributes) -> bool:
    """Whether an element is the printed number of a heading or item."""
    return _has_class(attributes, _NUMBER_CLASSES)


def fragment(attributes: Attributes) -> str:
    """What a link leads to inside the page; empty where it leads out of it."""
    address = attributes.get("href", "")
    if not address.startswith("#"):
        return ""
    if "%" in address and len(address) < 10_000:
        from urllib.parse import unquote

        return unquote(address[1:])
    return address[1:]


def is_mark(attributes: Attributes) -> bool:
    return _has_role(attributes, "doc-noteref") or _has_class(attributes, _MARK_CLASSES)


def is_back_link(attributes: Attributes) -> bool:
    return _has_role(attributes, "doc-backlink") or _has_class(attributes, _BACK_CLASSES)


class ListCount(MutableRecord):
    """A list that is being read: the format of its numbers, None for bullets, and the next number."""

    style: str | None
    following: int = 1
    step: int = 1

    def next(self, item: Attributes) -> str:
        """The number of the item with these attributes; empty for bullets."""
        if self.style is None:
            return ""
        number = _whole(item.get("value"), self.following)
        self.following = number + self.step
        return format_number(number, _LIST_STYLES.get(item.get("type", ""), self.style))


def open_list(tag: str, attributes: Attributes, items: int) -> ListCount:
    """The count of a list of so many `items` that begins."""
    style = _LIST_STYLES.get(attributes.get("type", "1"), "decimal") if tag == "ol" else None
    down = "reversed" in attributes
    return ListCount(style, _whole(attributes.get("start"), items if down else 1), -1 if down else 1)


def _whole(text: str | None, otherwise: int) -> int:
    """The number that browsers take an attribute for: the digits at its beginning."""
    found = _LEADING_NUMBER.match(text or "")
    return integer(found[0], otherwise) if found else otherwise
