"""Reads any HTML page as its reader sees it: ours, pandoc's, and those of other programs. Loads nothing else.

Notes are told by DPUB-ARIA roles, by the classes that pandoc and docutils use, and by what marks lead to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from toolkit.inspection.html_elements import (
    BLOCKS,
    HEADINGS,
    NOTABLE,
    Attributes,
    ListCount,
    fragment,
    has_number_class,
    is_back_link,
    is_hidden,
    is_mark,
    is_notes,
    line_of,
    open_list,
    parse_page,
)
from toolkit.inspection.html_notes import adopt_notes
from toolkit.inspection.lines import Line, with_title
from toolkit.inspection.reading import (
    CELL,
    HEADING,
    HTML,
    LIST_ITEM,
    NOTES_HEADING,
    PARAGRAPH,
    TITLE,
    Fault,
    Passage,
    ReadBlock,
    Reading,
    ReadLink,
    ReadMark,
    ReadNote,
    ReadReference,
    ReadTarget,
    UnreadableFileError,
    normal,
    primary,
    quote,
    split_own_mark,
    unreadable,
    whole,
)
from toolkit.records import MutableRecord, fresh, replace

if TYPE_CHECKING:
    from lxml.etree import _Element

Close = Callable[[], None]


def read_html(data: bytes) -> Reading:
    """What a reader of the page `data` sees; bytes that are no page give a fault, never an exception."""
    try:
        return _Page(parse_page(data)).read()
    except UnreadableFileError as reason:
        return unreadable(HTML, reason)


class _OpenNote(MutableRecord):
    """A note that is being read."""

    id: str
    mark: str
    number: int | None
    line: int
    blocks: list[ReadBlock] = fresh(factory=list)
    back_links: list[ReadReference] = fresh(factory=list)


class _Kind(MutableRecord):
    """What the next block is: kind, heading level, number printed before it."""

    kind: str = PARAGRAPH
    level: int = 0
    number: str = ""


_MARGINS = {"aside": "header", "footer": "footer"}


def _is_margin(element: _Element) -> bool:
    """Whether `element` says something of the page, as on each page of paper, and is no text of it."""
    return element.tag in _MARGINS and "each-page" in element.get("class", "").split()


def _margin(element: _Element) -> tuple[str, frozenset[str]]:
    return _MARGINS[str(element.tag)], frozenset([normal("".join([str(part) for part in element.itertext()]))])


class _Page:
    """One walk over a page."""

    def __init__(self, root: _Element) -> None:
        self._root = root
        self._language = root.get("lang", "") or root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        self._default = primary(self._language)
        self._languages = [""]  # the language of each open element that has one, "" for the page's own
        self._blocks: list[ReadBlock] = []
        self._notes: list[ReadNote] = []
        self._targets: dict[str, ReadTarget] = {}
        self._faults: list[Fault] = []
        self._kinds: list[_Kind] = [_Kind()]
        self._lists: list[ListCount] = []
        self._line: Line | None = None
        self._note: _OpenNote | None = None
        self._in_notes = 0
        self._at = 1
        self._marked: set[str] = set()
        self._taken: list[str] | None = None

    def read(self) -> Reading:
        """The page as read."""
        body = self._root.find("body")
        if body is None:
            body = self._root
        margins = [_margin(element) for element in body if _is_margin(element)]
        self._find_marked(body)
        if not self._marked:
            adopt_notes(body)
            self._find_marked(body)
        self._walk(body)
        self._flush()
        self._check_navigation(body)
        self._check_base()
        blocks = with_title(self._blocks)
        title = next((block.text for block in blocks if block.kind == TITLE), "") or self._root.findtext(".//title", "")
        notes = [_labelled(note, blocks) for note in self._notes]
        return Reading(
            HTML,
            self._language,
            normal(title),
            tuple(blocks),
            tuple(notes),
            self._targets,
            tuple(self._faults),
            margins=tuple(margins),
        )

    def _check_navigation(self, body: _Element) -> None:
        """Lists of contents are no text of the paper, but their links must lead somewhere."""
        menus = [menu for menu in body.iter("nav") if next(menu.iterancestors("nav"), None) is None]
        for element in [link for menu in menus for link in menu.iter("a")]:
            target = fragment(cast("Attributes", dict(element.items())))
            if target and target not in self._targets:
                words = quote("".join([str(part) for part in element.itertext()]))
                message = f"the link {words} leads to '#{target}', which is not in the page"
                hint = "render the paper again, or mend the link"
                self._faults.append(Fault("dead-anchor", message, hint, int(cast("int", element.sourceline) or 1)))

    def _check_base(self) -> None:
        """With an address that links start from, those inside the page lead to another page."""
        base = self._root.find(".//base[@href]")
        if base is not None and any(target for target in self._targets):
            message = f"links inside the page lead to {quote(base.get('href', ''))}, which it names as its base"
            self._faults.append(Fault("dead-anchor", message, "take the element <base> out", line_of(base)))

    def _find_marked(self, body: _Element) -> None:
        for element in body.iter("a"):
            attributes = cast("Attributes", dict(element.items()))
            if is_mark(attributes):
                self._marked.add(fragment(attributes))

    def _walk(self, body: _Element) -> None:
        from lxml import etree

        closing: list[Close | None] = []
        walker = etree.iterwalk(body, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                tag, attributes = element.tag, dict(element.items())
                if not attributes and tag not in NOTABLE:
                    closing.append(None)
                elif is_hidden(tag, attributes) or (tag in _MARGINS and _is_margin(element)):
                    walker.skip_subtree()
                    closing.append(None)
                    continue
                else:
                    closing.append(self._start(element, tag, attributes))
                text = element.text
            else:
                close = closing.pop()
                if close is not None:
                    close()
                text = element.tail if element is not body else None
            if text:
                self._show(text)

    def _show(self, text: str) -> None:
        if self._taken is not None:
            self._taken.append(text)
            return
        if self._line is None:
            if not text.strip(" \t\r\n\f"):
                return
            self._line = Line(self._at)
        self._line.add_collapsed(text, self._languages[-1])

    # Elements

    def _start(self, element: _Element, tag: str, attributes: Attributes) -> Close | None:
        """Take in the start of `element`; what is returned is called at its end."""
        closing: list[Close] = []
        if tag in BLOCKS:
            self._flush()
            self._at = line_of(element)
            closing.append(self._flush)
        if attributes:
            self._take_in(element, tag, attributes, closing)
        self._start_tag(element, tag, attributes, closing)
        if not closing:
            return None
        return closing[0] if len(closing) == 1 else lambda: _close_all(closing)

    def _take_in(self, element: _Element, tag: str, attributes: Attributes, closing: list[Close]) -> None:
        """Take in what any element may say: its id and its language."""
        id_ = attributes.get("id")
        if id_ is None and tag == "a":
            id_ = attributes.get("name")
        if id_:
            self._add_target(id_, element, tag, attributes)
        language = attributes.get("lang")
        if language is not None:
            self._languages.append("" if primary(language) == self._default else language)
            closing.append(self._end_language)

    def _end_language(self) -> None:
        self._languages.pop()

    def _start_tag(self, element: _Element, tag: str, attributes: Attributes, closing: list[Close]) -> None:
        if tag == "a":
            self._start_link(element, attributes, closing)
        elif tag == "img":
            self._image(element, attributes)
        elif tag == "span" and self._is_number(attributes):
            self._taken = []
            closing.append(self._end_number)
        elif tag == "br":
            self._show(" ")
        elif tag in BLOCKS:
            self._start_block(element, tag, attributes, closing)

    def _start_block(self, element: _Element, tag: str, attributes: Attributes, closing: list[Close]) -> None:
        if tag in ("ol", "ul", "dl"):
            self._lists.append(open_list(tag, attributes, len(element)))
            closing.append(self._end_list)
        if tag == "li" or self._is_note(tag, attributes):
            self._start_item(element, tag, attributes, closing)
        elif tag in HEADINGS:
            self._push(_Kind(HEADING, HEADINGS[tag]), closing)
        elif tag in ("td", "th"):
            self._push(_Kind(CELL), closing)
        if attributes and is_notes(attributes):
            self._in_notes += 1
            closing.append(self._end_notes)

    def _push(self, kind: _Kind, closing: list[Close]) -> None:
        self._kinds.append(kind)
        closing.insert(0, self._pop)

    def _pop(self) -> None:
        self._kinds.pop()

    def _image(self, element: _Element, attributes: Attributes) -> None:
        alternative = attributes.get("alt")
        if alternative:
            if self._line is None:
                self._line = Line(line_of(element))
            self._line.images.append(Passage(self._languages[-1], alternative))

    def _add_target(self, id_: str, element: _Element, tag: str, attributes: Attributes) -> None:
        if id_ in self._targets:
            is_note = id_ in self._marked
            code, what = ("duplicate-note", "two notes have") if is_note else ("duplicate-anchor", "two elements have")
            message = f"{what} the id '{id_}'; links to it lead to the first of them"
            self._faults.append(
                Fault(code, message, "render the page again, or give one of them another id", line_of(element))
            )
            return
        notes: tuple[str, ...] = ()
        if id_ in self._marked:
            notes = (id_,)
        elif tag == "a" and is_mark(attributes):
            notes = (fragment(attributes),)
        self._targets[id_] = ReadTarget(id_, -1 if self._note else len(self._blocks), "", notes)

    # Lists and notes

    def _end_list(self) -> None:
        self._lists.pop()

    def _start_item(self, element: _Element, tag: str, attributes: Attributes, closing: list[Close]) -> None:
        number = self._lists[-1].next(attributes) if tag == "li" and self._lists else ""
        if self._note is None and self._is_note(tag, attributes):
            self._note = _OpenNote(attributes.get("id", ""), number, whole(number), line_of(element))
            self._push(_Kind(), closing)
            closing.insert(0, self._end_note)
            return
        counted = number and "unnumbered" not in attributes.get("class", "")
        self._push(_Kind(LIST_ITEM, 0, f"{number}." if counted else ""), closing)

    def _is_number(self, attributes: Attributes) -> bool:
        """Whether an element is the number of a heading or item, printed before its text."""
        return has_number_class(attributes) and (self._line is None or self._line.is_empty)

    def _end_number(self) -> None:
        text, self._taken = normal("".join(self._taken or [])), None
        self._kinds[-1].number = text

    def _is_note(self, tag: str, attributes: Attributes) -> bool:
        id_ = attributes.get("id")
        if not id_:
            return False
        if id_ in self._marked or attributes.get("role") in ("doc-footnote", "doc-endnote"):
            return True
        return tag == "li" and self._in_notes > 0 and not self._note

    def _end_notes(self) -> None:
        self._in_notes -= 1

    def _end_note(self) -> None:
        note, self._note = self._note, None
        if note is not None:
            self._notes.append(
                ReadNote(note.id, note.mark, note.number, tuple(note.blocks), tuple(note.back_links), note.line)
            )

    # Links

    def _start_link(self, element: _Element, attributes: Attributes, closing: list[Close]) -> None:
        line = line_of(element)
        if is_mark(attributes):
            taken = self._taken = []
            closing.append(lambda: self._end_mark(attributes, taken, line))
        elif is_back_link(attributes):
            self._taken = []
            closing.append(lambda: self._end_back_link(attributes, line))
        else:
            if self._line is None:
                self._line = Line(line)
            begun, part = self._line, len(self._line.parts)
            closing.append(lambda: self._end_link(attributes, begun, part, line))

    def _end_mark(self, attributes: Attributes, taken: list[str], line: int) -> None:
        self._taken = None
        shown = normal("".join(taken)).strip("[]()")
        if self._note is not None:
            message = f"note {self._note.mark} has the mark of another note ({shown}) in it"
            self._faults.append(
                Fault(
                    "note-in-note",
                    message,
                    "refer to the other note by its number",
                    line,
                    self._note.mark or None,
                )
            )
            return
        if self._line is None:
            self._line = Line(line)
        self._line.add_mark(fragment(attributes), shown, "", attributes.get("id", ""), line)

    def _end_back_link(self, attributes: Attributes, line: int) -> None:
        text, self._taken = normal("".join(self._taken or [])), None
        link = ReadReference(text, fragment(attributes), "back", line)
        if self._note is not None:
            self._note.back_links.append(link)
        else:
            self._line = self._line or Line(line)
            self._line.references.append(link)

    def _end_link(self, attributes: Attributes, begun: Line, part: int, line: int) -> None:
        text = begun.since(part)
        address = attributes.get("href")
        if address is None:
            if not (attributes.get("id") or attributes.get("name")):
                begun.links.append(ReadLink(text, "", line))
        elif address.startswith("#") and len(address) > 1:
            kind = "label" if "ref" in attributes.get("class", "").split() else "anchor"
            begun.references.append(ReadReference(text, fragment(attributes), kind, line, attributes.get("id", "")))
        else:
            begun.links.append(ReadLink(text, address.strip(), line))

    # Blocks

    def _flush(self) -> None:
        line, self._line = self._line, None
        if line is None or (line.is_empty and not line.marks):
            return
        kind = self._kinds[-1]
        block = line.block(kind.kind, kind.level, kind.number)
        if self._in_notes and not self._note and block.kind == HEADING:
            block = replace(block, kind=NOTES_HEADING)
        kind.number = ""  # a second paragraph of a list item has none
        (self._note.blocks if self._note else self._blocks).append(block)


def _close_all(closing: list[Close]) -> None:
    for close in reversed(closing):
        close()


def _labelled(note: ReadNote, blocks: list[ReadBlock]) -> ReadNote:
    """`note` with the mark that is typed at its start, where the page numbers it with no list."""
    if note.mark or not note.blocks:
        return note
    shown = next((mark.shown for mark in _marks(blocks) if mark.note == note.id), "")
    if shown and shown in [link.shown.strip("[]()") for link in note.back_links]:
        mark, text = shown, note.blocks[0].text.lstrip(" \u00a0")  # its number is the link back
    else:
        mark, text = split_own_mark(note.blocks[0].text, shown)
    first = replace(note.blocks[0], text=text)
    return replace(note, mark=mark or shown, number=whole(mark or shown), blocks=(first, *note.blocks[1:]))


def _marks(blocks: list[ReadBlock]) -> list[ReadMark]:
    return [mark for block in blocks for mark in block.marks]
