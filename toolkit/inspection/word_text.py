"""A walk over the text of one Word part, in one pass: what is displayed, and every mark, field and bookmark.

Word wraps runs in almost anything (w:sdt, w:smartTag, w:ins …), so unknown elements are walked through and
only those known to display nothing are left out. Deleted text (w:del, w:moveFrom) is not displayed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from toolkit.inspection.lines import Line
from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import (
    MOST_IN_MARK,
    MOST_OF_TARGETS,
    MOST_TEXT,
    Fault,
    Passage,
    ReadBlock,
    ReadTarget,
    primary,
    quote,
)
from toolkit.inspection.word import ID, MC, VAL, WP, M, R, W
from toolkit.inspection.word_bookmarks import Bookmarks, Place
from toolkit.inspection.word_fields import Fields
from toolkit.inspection.word_links import take_link
from toolkit.inspection.word_lists import ListCounter
from toolkit.inspection.word_notes import NoteCounter
from toolkit.inspection.word_paragraphs import Properties, is_set, list_number, paragraph_kind, property_value
from toolkit.inspection.word_sections import GONE_MARKS
from toolkit.inspection.word_styles import Style, Styles
from toolkit.records import MutableRecord, fresh, replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RUN_PROPERTIES = W + "rPr"
_PARAGRAPH_PROPERTIES = W + "pPr"
_LANGUAGE = W + "lang"
_STYLE = W + "rStyle"
_TEXT = W + "t"
_PARAGRAPH_STYLE = W + "pStyle"
_SECTION = W + "sectPr"
_PAGE_BREAK_BEFORE = W + "pageBreakBefore"
_VANISH = W + "vanish"
_ROW_PROPERTIES = W + "trPr"
_DELETED_CELL = f"{W}tcPr/{W}cellDel"
_SHOWN_AS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_NOT_SHOWN = tuple(
    W + name
    for name in (
        "pPr rPr tblPr tblGrid tblPrEx trPr tcPr sectPr sdtPr sdtEndPr smartTagPr customXmlPr delText delInstrText "
        "fldData ffData rt rubyPr"
    ).split()
)
_DEEPEST = 200


class Gathered(MutableRecord):
    """What is gathered over all parts of a file, besides their blocks; `room` is for the texts of targets."""

    styles: Styles
    counter: ListCounter
    language: str
    faults: list[Fault] = fresh(factory=list)
    excused: set[str] = fresh(factory=set)
    room: int = MOST_OF_TARGETS


class Story:
    """The text of the body, or of one note. `counter` numbers note references, and is None inside a note."""

    def __init__(
        self,
        gathered: Gathered,
        relationships: Mapping[str, Relationship],
        counter: NoteCounter | None,
        place: str,
        note: str | None = None,
    ) -> None:
        self.blocks: list[ReadBlock] = []
        self.bookmarks = Bookmarks()
        self._gathered = gathered
        self._relationships = relationships
        self._counter = counter
        self._place = place
        self._note = note
        self._line: Line | None = None
        self._language = ""
        self._paragraph_style = gathered.styles.normal
        self._fields = Fields()
        self._marks: list[str] = []
        self._custom: str | None = None
        self._own: str | None = None
        self._cells = 0
        self._depth = 0
        self._boxes: list[Element] = []
        self._default = primary(gathered.language)

    def read(self, element: Element) -> list[ReadBlock]:
        """The blocks in `element`; fields left open are a fault."""
        self._children(element)
        if self._line is not None:
            self._flush({})
        self._read_boxes()
        for open_field in self._fields.open:
            self._fault_of_field("begins and never ends", "".join(open_field.instruction))
        return self.blocks

    def _children(self, element: Element) -> None:
        self._depth += 1
        if self._depth < _DEEPEST:
            for child in element:
                handler = _HANDLERS.get(child.tag, Story._children)
                if handler is not None:
                    handler(self, child)
        self._depth -= 1

    def _current(self) -> Line:
        if self._line is None:
            self._line = Line()
        return self._line

    # Paragraphs

    def _p(self, element: Element) -> None:
        first = next(iter(element), None)
        properties = {} if first is None or first.tag != _PARAGRAPH_PROPERTIES else {one.tag: one for one in first}
        style_id = property_value(properties, _PARAGRAPH_STYLE)
        style = self._paragraph_style = self._gathered.styles.style(style_id)
        self._current()
        self._language = ""
        if self._counter is not None and is_set(properties, _PAGE_BREAK_BEFORE):
            self._counter.end_page()
        self._children(element)
        mark = properties.get(_RUN_PROPERTIES)
        if mark is not None and any(mark.find(gone) is not None for gone in GONE_MARKS):
            return  # the text runs on into the next paragraph
        self._flush(properties, style_id, style)
        if self._boxes and not self._fields.open:
            self._read_boxes()
        if self._counter is not None and _SECTION in properties:
            self._counter.end_section()

    def _read_boxes(self) -> None:
        """The text boxes that are anchored in the paragraph that has just ended."""
        style, cells, self._cells = self._paragraph_style, self._cells, 0
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._children(box)
            if self._line is not None:
                self._flush({})
        self._paragraph_style, self._cells = style, cells

    def _flush(self, properties: Properties, style_id: str = "", style: Style | None = None) -> None:
        line, self._line = self._line, None
        if line is None:
            return
        self._fields.release(line)
        if self._custom is not None:
            self._add_custom(line)
        style = style or self._gathered.styles.normal
        number, listed = list_number(self._gathered.counter, properties, style_id, style)
        if not line.is_empty or number:
            kind, level = paragraph_kind(properties, style, listed, self._cells > 0)
            if self._counter is None and not self.blocks:
                line.open_note()
            self.blocks.append(line.block(kind, level, number))

    # Runs and characters

    def _r(self, element: Element) -> None:
        self._language = self._paragraph_style.language
        for child in element:
            tag = child.tag
            if tag == _TEXT:
                self._show(child.text or "")
            elif tag == _RUN_PROPERTIES:
                if self._is_hidden(child):
                    self._excuse(element)
                    break
            else:
                handler = _HANDLERS.get(tag, Story._children)
                if handler is not None and self._depth < _DEEPEST:
                    self._depth += 1
                    handler(self, child)
                    self._depth -= 1
        if self._own is not None:
            self._add_custom(self._current())
        self._language = ""

    def _is_hidden(self, properties: Element) -> bool:
        """Whether a run with `properties` is hidden; its language is taken note of."""
        hidden = False
        for one in properties:
            tag = one.tag
            if tag == _LANGUAGE:
                self._language = one.get(VAL) or self._language
            elif tag == _STYLE:
                named = self._gathered.styles.named(one.get(VAL, ""))
                if named is not None:
                    self._language = named.language or self._language
                    hidden = named.hidden
            elif tag == _VANISH:
                hidden = one.get(VAL, "1") not in ("0", "false", "off")
        return hidden

    def _t(self, element: Element) -> None:
        self._show(element.text or "")

    def _special(self, element: Element) -> None:
        if element.get(W + "type") != "page":
            self._show(_SHOWN_AS[element.tag])
        elif self._counter is not None:
            self._counter.end_page()

    def _rendered_page_break(self, _: Element) -> None:
        if self._counter is not None:
            self._counter.end_page()

    def _sym(self, element: Element) -> None:
        code = element.get(W + "char", "")
        if re.fullmatch("[0-9A-Fa-f]{1,5}", code) and not 0xD800 <= int(code, 16) < 0xE000:
            self._show(chr(int(code, 16)))

    def _show(self, text: str) -> None:
        """Displayed characters: into the line, unless a field's instruction or a mark takes them."""
        if not text:
            return
        if self._fields.open and self._fields.takes(text):
            return
        line = self._current()
        if self._custom is not None:
            self._take_custom(text, line)
            return
        line.add(text, self._foreign())

    def _foreign(self) -> str:
        """The language of the run, "" where it is the file's own."""
        language = self._language
        return language if language and primary(language) != self._default else ""

    def _picture(self, element: Element) -> None:
        description = element.get("descr") or element.get("title")
        if description and self._line is not None:
            self._line.images.append(Passage(self._foreign(), description))

    # Marks

    def _reference(self, element: Element) -> None:
        kind = "endnote-" if element.tag == W + "endnoteReference" else ""
        note = kind + element.get(ID, "")
        custom = element.get(W + "customMarkFollows", "0") not in ("0", "false", "off")
        if self._counter is None:
            self._gathered.excused.add(note)
            message = f"{self._place} has the mark of another note in it; Word allows none inside a note"
            hint = "refer to the other note by its number (References › Cross-reference › Footnote)"
            self._gathered.faults.append(Fault("note-in-note", message, hint, 1, self._note))
            return
        shown = self._counter.mark(note, custom, bool(kind))
        self._marks.append(note)
        if custom:
            self._custom = note
            return
        self._current().add_mark(note, shown)

    def _take_custom(self, text: str, line: Line) -> None:
        """The mark of a note's own is what its run shows, to the first blank."""
        rest = text if self._own else text.lstrip()
        end = next((at for at, character in enumerate(rest) if character.isspace()), len(rest))
        self._own = (self._own or "") + rest[:end]
        if end < len(rest):
            self._add_custom(line)
            line.add(rest[end:], self._foreign())

    def _add_custom(self, line: Line) -> None:
        line.add_mark(self._custom or "", self._own or "")
        self._custom = self._own = None

    # Fields

    def _field_character(self, element: Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.begin()
        elif not self._fields.open:
            what = "ends and never began" if kind == "end" else "has a result and never began"
            self._fault_of_field(what, "")
        elif kind == "separate":
            self._fields.start_result(self._fields.open[-1], self._current())
        elif kind == "end":
            self._end_field()

    def _instruction(self, element: Element) -> None:
        self._fields.instruct(element.text or "")

    def _simple_field(self, element: Element) -> None:
        begun = self._fields.begin(element.get(W + "instr", ""))
        self._fields.start_result(begun, self._current())
        self._children(element)
        if self._fields.open and self._fields.open[-1] is begun:
            self._end_field()

    def _end_field(self) -> None:
        """The innermost field ends; what it refers to stands in the bookmark that is open."""
        known = len(self._line.references) if self._line is not None else 0
        self._fields.end(self._line)
        around = self.bookmarks.around(self._here())
        if around and self._line is not None and len(self._line.references) > known:
            self._line.references[-1] = replace(self._line.references[-1], anchor=around)

    def _fault_of_field(self, what: str, instruction: str) -> None:
        words = quote(instruction) if instruction.strip() else "without instruction"
        self._gathered.faults.append(
            Fault(
                "open-field",
                f"{self._place}: a field ({words}) {what}",
                "delete the reference in Word and insert it again",
                1,
                self._note,
            )
        )

    # Links and bookmarks

    def _hyperlink(self, element: Element) -> None:
        line = self._current()
        part, known = len(line.parts), len(line.references)
        self._children(element)
        if self._line is not line:
            return
        relation = element.get(R + "id")
        target = self._relationships.get(relation) if relation else None
        if relation and target is None and not element.get(W + "anchor"):
            message = (
                f"the address of the link {quote(line.since(part))} is not in the file; Word may refuse to open it"
            )
            self._gathered.faults.append(Fault("missing-part", message, "insert the link again", 1, self._note))
        else:
            take_link(element, target, line, part, known, self._gathered.styles)

    def _here(self) -> Place:
        return len(self.blocks), self._line.length if self._line is not None else 0, len(self._marks)

    def _bookmark_start(self, element: Element) -> None:
        self.bookmarks.start(element, self._here())

    def _bookmark_end(self, element: Element) -> None:
        self.bookmarks.end(element, self._here())

    def targets(self, in_body: bool) -> Iterator[ReadTarget]:
        """The bookmarks of this story as targets of references, in the order of their starts."""
        for bookmark in self.bookmarks.all:
            block = bookmark.start[0] if in_body else -1
            behind = bookmark.mark_behind(self.blocks)
            if behind is not None:
                yield ReadTarget(bookmark.name, block, f"[^{behind.shown}]", (behind.note,))
                continue
            notes = bookmark.marks_in(self._marks)
            text = bookmark.text_in(self.blocks, MOST_TEXT if self._gathered.room > 0 else MOST_IN_MARK)
            self._gathered.room -= len(text)
            yield ReadTarget(bookmark.name, block, text, notes)

    def _box(self, element: Element) -> None:
        self._boxes.append(element)

    def _alternatives(self, element: Element) -> None:
        """The first way in which something is given; where there is none, the one for old programs (Part 3, 7)."""
        chosen = element.find(MC + "Choice")
        if chosen is None:
            chosen = element.find(MC + "Fallback")
        if chosen is not None:
            self._children(chosen)

    def _tr(self, element: Element) -> None:
        properties = element.find(_ROW_PROPERTIES)
        if properties is not None and properties.find(W + "del") is not None:
            self._deleted(element)
            return
        self._children(element)

    def _tc(self, element: Element) -> None:
        if element.find(_DELETED_CELL) is not None:
            self._deleted(element)
            return
        self._cells += 1
        self._children(element)
        self._cells -= 1

    def _excuse(self, element: Element) -> None:
        """The notes whose marks are in deleted or hidden text need none."""
        for reference in element.iter(W + "footnoteReference"):
            self._gathered.excused.add(reference.get(ID, ""))
        for reference in element.iter(W + "endnoteReference"):
            self._gathered.excused.add("endnote-" + reference.get(ID, ""))

    def _deleted(self, element: Element) -> None:
        """Nothing of deleted text is displayed; its notes are no longer marked, its bookmarks still there."""
        self._excuse(element)
        for bookmark in element.iter():
            if bookmark.tag == W + "bookmarkStart":
                self._bookmark_start(bookmark)
            elif bookmark.tag == W + "bookmarkEnd":
                self._bookmark_end(bookmark)


_HANDLERS: Mapping[str, Callable[[Story, Element], None] | None] = {
    **dict.fromkeys(_NOT_SHOWN),
    **dict.fromkeys(_SHOWN_AS, Story._special),
    W + "p": Story._p,
    W + "r": Story._r,
    W + "t": Story._t,
    W + "lastRenderedPageBreak": Story._rendered_page_break,
    M + "t": Story._t,
    W + "sym": Story._sym,
    W + "tr": Story._tr,
    W + "tc": Story._tc,
    W + "fldChar": Story._field_character,
    W + "instrText": Story._instruction,
    W + "fldSimple": Story._simple_field,
    W + "hyperlink": Story._hyperlink,
    W + "footnoteReference": Story._reference,
    W + "endnoteReference": Story._reference,
    W + "bookmarkStart": Story._bookmark_start,
    W + "bookmarkEnd": Story._bookmark_end,
    W + "del": Story._deleted,
    W + "moveFrom": Story._deleted,
    W + "txbxContent": Story._box,
    MC + "AlternateContent": Story._alternatives,
    WP + "docPr": Story._picture,
}
