"""Walks a part of a Word file into paragraphs: every look, link, field, picture and mark of it.

ISO 29500-1: paragraphs 17.3.1, runs 17.3.2, tables 17.4, notes 17.11, revisions 17.13.5, fields 17.16. Word wraps runs
in almost anything, so unknown elements are walked through.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.importing.lines import collapse
from toolkit.importing.opened import DELETED, INSERTED, MAX_RUNS, NOT_SHOWN
from toolkit.importing.papers.characters import visible
from toolkit.importing.papers.content import CALL_OUT, SUBTITLE, Paragraph, Picture, Run
from toolkit.importing.papers.fields import Field, Fields, complete_fields
from toolkit.importing.symbols import in_any_font, sign_of
from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import CELL, PARAGRAPH, UnreadableFileError
from toolkit.inspection.word import ID, VAL, WP, M, R, W, integer, is_on, value
from toolkit.inspection.word_paragraphs import list_number, paragraph_kind
from toolkit.inspection.word_styles import list_place
from toolkit.markup import MOST_CHARACTERS
from toolkit.records import MutableRecord, Record, fresh, replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from toolkit.importing.papers.word import WordFile

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RUN_PROPERTIES, _PARAGRAPH_PROPERTIES = W + "rPr", W + "pPr"
_SHOWN_AS = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "cr": "\n",
    W + "noBreakHyphen": "\u2011",
    W + "softHyphen": "\u00ad",
}
_QUOTES = ("quote", "intense quote", "block text")
_MARKS = ("footnote reference", "endnote reference")
_LOOKS = {"u": "underlined", "strike": "struck through", "dstrike": "struck through", "highlight": "highlighted"}


class _Look(Record):
    """How the runs that are being walked through look; `others` are looks that a definition has no mark for.

    `is_mark` is the look of the marks of notes.
    """

    strong: bool = False
    emphasis: bool = False
    hidden: bool = False
    language: str = ""
    link: str = ""
    font: str = ""
    others: tuple[str, ...] = ()
    is_mark: bool = False


class _State(MutableRecord):
    """The paragraph that is being read."""

    runs: list[Run] = fresh(factory=list)
    pictures: list[Picture] = fresh(factory=list)
    names: list[str] = fresh(factory=list)
    boxes: list[Paragraph] = fresh(factory=list)
    comments: list[str] = fresh(factory=list)
    hidden: list[str] = fresh(factory=list)


class Walker:
    """Walks one part; `in_body` it counts the marks of notes."""

    def __init__(self, file: WordFile, relationships: Mapping[str, Relationship], in_body: bool) -> None:
        self._file = file
        self._relationships = relationships
        self._in_body = in_body
        self._now = _State()
        self._fields = Fields()
        self._custom = ""
        self._open: dict[str, str] = {}
        self._told = False  # of the run that is being walked through
        self._complete: frozenset[Element] = frozenset()
        self._dropped = DELETED if file.accept else INSERTED
        self._changed = "del" if file.accept else "ins"

    def paragraphs(self, element: Element) -> list[Paragraph]:
        """All paragraphs in `element`, those of tables with their places; empty ones are left out."""
        self._complete = complete_fields(element, self._dropped)
        found = self._blocks(element, None)
        if self._now.runs or self._now.boxes or self._now.hidden:
            found += self._finished({}, None)
        return found

    def _blocks(self, element: Element, place: tuple[int, int, int] | None) -> list[Paragraph]:
        self._file.enter()
        found: list[Paragraph] = []
        for child in element:
            tag = child.tag
            if tag == W + "p":
                found += self._paragraph(child, place)
                child.clear()
            elif tag == W + "tbl":
                found += self._table(child, place)
            elif tag in self._dropped:
                self._count_change(child)
            elif tag == W + "bookmarkStart":
                self._bookmark(child, _Look())
            elif tag == W + "bookmarkEnd":
                self._open.pop(child.get(ID, ""), None)
            elif tag not in NOT_SHOWN:
                self._count_change(child)
                found += self._blocks(child, place)
        self._file.leave()
        return found

    def _table(self, table: Element, outer: tuple[int, int, int] | None) -> list[Paragraph]:
        """The paragraphs of a table; one inside another belongs to the cell that it stands in."""
        if outer is None:
            self._file.tables += 1
        number = self._file.tables
        found: list[Paragraph] = []
        rows = 0
        for row in _inside(table, W + "tr"):
            properties = row.find(W + "trPr")
            if properties is not None and properties.find(W + self._changed) is not None:
                continue
            rows += 1
            for column, cell in enumerate(_inside(row, W + "tc"), 1):
                found += self._blocks(cell, outer or (number, rows, column))
        return found

    def _count_change(self, element: Element) -> None:
        if element.tag in DELETED or element.tag in INSERTED:
            self._file.changes += 1

    # Paragraphs

    def _paragraph(self, element: Element, place: tuple[int, int, int] | None) -> list[Paragraph]:
        found = element.find(_PARAGRAPH_PROPERTIES)
        properties = {} if found is None else {one.tag: one for one in found}
        self._inside(element, _Look())
        mark = properties.get(_RUN_PROPERTIES)
        for kind in ("ins", "del") if mark is not None else ():
            self._file.changes += mark is not None and mark.find(W + kind) is not None
        if mark is not None and mark.find(W + self._changed) is not None:
            return []  # the text runs on into the next paragraph
        made = self._finished(properties, place)
        if self._in_body and W + "sectPr" in properties:
            self._file.notes.end_section()
        return made

    def _finished(self, properties: Mapping[str, Element], place: tuple[int, int, int] | None) -> list[Paragraph]:
        self._tell_hidden()
        now, self._now = self._now, _State()
        named = properties.get(W + "pStyle")
        style_id = "" if named is None else named.get(VAL, "")
        style = self._file.styles.style(style_id)
        number, listed = list_number(self._file.counter, properties, style_id, style)
        kind, level = paragraph_kind(properties, style, listed, False)
        if kind in (PARAGRAPH, CELL):
            kind = SUBTITLE if style.name == "subtitle" else CALL_OUT if _is_set_off(style.name, properties) else kind
        paragraph = Paragraph(
            kind, _joined(now.runs), level, number, list_place(properties.get(W + "numPr"))[1] or 0,
            tuple(now.pictures), tuple(now.names), place,
        )  # fmt: skip
        self._file.commented += [(name, paragraph.text) for name in now.comments]
        if style.name.startswith("toc ") or style.name == "toc heading":
            self._file.apart.append(("in a table of contents", paragraph.text))
            return now.boxes
        self._file.count(1, len(paragraph.raw))
        if len(paragraph.raw) > MOST_CHARACTERS // 2:
            raise UnreadableFileError("a paragraph of the file is longer than a paper can have", "divide it")
        return ([] if paragraph.is_empty else [paragraph]) + now.boxes

    # Runs

    def _inside(self, element: Element, look: _Look) -> None:
        self._file.enter()
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._told = False
                self._inside(child, self._look(child.find(_RUN_PROPERTIES), look.link))
            elif tag in self._dropped:
                self._count_change(child)
            elif handler := _HANDLERS.get(tag):
                handler(self, child, look)
            elif tag not in NOT_SHOWN:
                self._count_change(child)
                self._inside(child, look)
        self._file.leave()

    def _look(self, properties: Element | None, link: str) -> _Look:
        if properties is None:
            return _Look(link=link)
        style = value(properties, W + "rStyle")
        named = self._file.styles.named(style) if style else None
        strong, emphasis = self._file.looks_of.get(style, (False, False))
        others = [said for name, said in _LOOKS.items() if (style == "" or not link) and _is_set(properties, name)]
        align = value(properties, W + "vertAlign")
        others += [align] if align in ("superscript", "subscript") else []
        fonts = properties.find(W + "rFonts")
        return _Look(
            _toggled(properties, "b", strong),
            _toggled(properties, "i", emphasis),
            _toggled(properties, "vanish", named is not None and named.hidden),
            value(properties, W + "lang") or (named.language if named else ""),
            link,
            "" if fonts is None else fonts.get(W + "ascii", "") or fonts.get(W + "hAnsi", ""),
            tuple(others),
            named is not None and named.name.lower() in _MARKS,
        )

    def _show(self, text: str, look: _Look, note: str = "") -> None:
        """Displayed characters, unless a field's instruction or a mark takes them."""
        text = visible(in_any_font(text, look.font), self._file.unseen)
        if self._fields.taking is not None:
            self._fields.taking.inside.append(text)
        if not text or self._fields.taking is not None:
            return
        if look.hidden:
            self._now.hidden.append(text)
            return
        self._tell_hidden()
        if self._custom and text.strip():
            note, self._custom = self._custom, ""
            self._mark_names(note)
        if len(self._now.runs) > MAX_RUNS:
            raise UnreadableFileError(f"a paragraph of the file has more than {MAX_RUNS} pieces", "divide it")
        begun = self._fields.innermost
        link, field = (begun.link or look.link, begun.target) if begun is not None else (look.link, "")
        if self._in_body and not note:
            self._file.languages[look.language] = self._file.languages.get(look.language, 0) + len(text)
        self._tell_looks(text, look, bool(note) or field[:1] == "^")
        self._now.runs.append(Run(text, look.strong, look.emphasis, link, note, field))

    def _tell_looks(self, text: str, look: _Look, is_mark: bool) -> None:
        """Counts the looks of a run that get lost; that a mark of a note is raised is no look of its own."""
        if self._told or not text.strip():
            return
        self._told = True
        is_sign = not any(map(str.isalnum, text))
        typed = (not self._in_body and (look.is_mark or is_sign)) or (look.is_mark and is_sign)
        for said in look.others:
            if not ((is_mark or typed) and said in ("superscript", "subscript")):
                self._file.looks[said] = self._file.looks.get(said, 0) + 1

    def _tell_hidden(self) -> None:
        """Hidden text that has ended is set apart."""
        words, self._now.hidden = collapse("".join(self._now.hidden)), []
        self._file.apart += [("hidden", words)] if words else []

    def _t(self, element: Element, look: _Look) -> None:
        self._show((element.text or "").replace("\n", " "), look)

    def _deleted_text(self, element: Element, look: _Look) -> None:
        if not self._file.accept:
            self._t(element, look)

    def _special(self, element: Element, look: _Look) -> None:
        self._show(_SHOWN_AS[element.tag], look)

    def _break(self, element: Element, look: _Look) -> None:
        if element.get(W + "type") not in ("page", "column"):
            self._show("\n", look)

    def _symbol(self, element: Element, look: _Look) -> None:
        self._show(sign_of(element), replace(look, font=""))

    def _pronunciation(self, element: Element, _: _Look) -> None:
        words = "".join([one.text or "" for one in element.iter(W + "t")])
        self._file.apart.append(("above other words, as their pronunciation", collapse(words)))

    # Marks, fields, links, bookmarks

    def _reference(self, element: Element, _: _Look) -> None:
        if not self._in_body:
            return
        at_end = element.tag == W + "endnoteReference"
        note = f"{'endnote-' if at_end else ''}{element.get(ID, '')}"
        custom = element.get(W + "customMarkFollows", "0") not in ("0", "false", "off")
        shown = self._file.notes.mark(note, custom, at_end)
        if custom:
            self._custom = note
        else:
            self._mark_names(note)
            self._show(shown or "?", _Look(), note)

    def _mark_names(self, note: str) -> None:
        """The bookmarks that are open wrap the mark of `note`."""
        for name in self._open.values():
            self._file.marked.setdefault(name, note)
        self._open.clear()  # a later mark is not the first that they wrap

    def _bookmark(self, element: Element, _: _Look) -> None:
        self._open[element.get(ID, "")] = element.get(W + "name", "")
        self._now.names.append(element.get(W + "name", ""))

    def _bookmark_end(self, element: Element, _: _Look) -> None:
        self._open.pop(element.get(ID, ""), None)

    def _field_character(self, element: Element, _: _Look) -> None:
        kind = element.get(W + "fldCharType")
        if element not in self._complete:
            self._file.endless += [[]] if kind == "begin" else []
        elif kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.start_result()
        elif kind == "end" and self._fields.innermost is not None:
            self._end(self._fields.innermost)

    def _end(self, ended: Field) -> None:
        self._fields.end(ended)
        if words := collapse("".join(ended.inside)):
            self._file.apart.append(("in the instruction of a field", words))

    def _instruction(self, element: Element, _: _Look) -> None:
        begun = self._fields.innermost
        if begun is None and self._file.endless:
            self._file.endless[-1].append(element.text or "")
        elif begun is not None and not begun.in_result:
            begun.instruction.append(element.text or "")

    def _simple_field(self, element: Element, look: _Look) -> None:
        begun = self._fields.begin(element.get(W + "instr", ""))
        self._fields.start_result()
        self._inside(element, look)
        self._end(begun)

    def _hyperlink(self, element: Element, look: _Look) -> None:
        relation = self._relationships.get(element.get(R + "id", ""))
        anchor = element.get(W + "anchor", "")
        address = (relation.target if relation and relation.external else "") + (f"#{anchor}" if anchor else "")
        self._inside(element, replace(look, link=address or "#"))

    # What stands apart

    def _comment(self, element: Element, _: _Look) -> None:
        self._now.comments.append(element.get(ID, ""))

    def _drawing(self, element: Element, look: _Look) -> None:
        """A picture with its description, or a text box."""
        parts = [self._relationships.get(one.get(R + "embed", "")) for one in element.iter(_A + "blip")]
        if parts:
            described = next(element.iter(WP + "docPr"), None)
            words = "" if described is None else described.get("descr") or described.get("title") or ""
            target = "" if parts[0] is None or parts[0].external else parts[0].target
            self._now.pictures.append(Picture(target, collapse(visible(words, self._file.unseen))))
        self._inside(element, look)

    def _box(self, element: Element, _: _Look) -> None:
        """A text box: its paragraphs follow the one that it is tied to, set off."""
        kept, self._now = self._now, _State()
        found = self._blocks(element, None)
        self._now = kept
        self._now.boxes += [replace(one, kind=CALL_OUT if one.kind == PARAGRAPH else one.kind) for one in found]
        self._file.looks["in a text box"] = self._file.looks.get("in a text box", 0) + len(found)


_Handler = Callable[[Walker, "Element", _Look], None]
_HANDLERS: Mapping[str, _Handler] = {
    **dict.fromkeys(_SHOWN_AS, Walker._special),
    W + "t": Walker._t,
    M + "t": Walker._t,
    W + "delText": Walker._deleted_text,
    W + "br": Walker._break,
    W + "sym": Walker._symbol,
    W + "rt": Walker._pronunciation,
    W + "footnoteReference": Walker._reference,
    W + "endnoteReference": Walker._reference,
    W + "fldChar": Walker._field_character,
    W + "instrText": Walker._instruction,
    W + "fldSimple": Walker._simple_field,
    W + "hyperlink": Walker._hyperlink,
    W + "bookmarkStart": Walker._bookmark,
    W + "bookmarkEnd": Walker._bookmark_end,
    W + "commentReference": Walker._comment,
    W + "drawing": Walker._drawing,
    W + "txbxContent": Walker._box,
}


def _inside(element: Element, tag: str) -> list[Element]:
    """The children `tag` of `element`, those in content controls among them."""
    found, waiting = [], list(element)[::-1]
    while waiting:
        child = waiting.pop()
        if child.tag == tag:
            found.append(child)
        elif child.tag not in NOT_SHOWN and child.tag not in (W + "tbl", W + "p", W + "tr"):
            waiting += list(child)[::-1]
    return found


def _toggled(properties: Element, name: str, otherwise: bool) -> bool:
    return is_on(properties, W + name) if properties.find(W + name) is not None else otherwise


def _is_set(properties: Element, name: str) -> bool:
    found = properties.find(W + name)
    return found is not None and found.get(VAL, "1") not in ("none", "0", "false", "off")


def _is_set_off(style: str, properties: Mapping[str, Element]) -> bool:
    """Whether a paragraph is a quotation or stands in a frame."""
    if style in _QUOTES:
        return True
    borders = properties.get(W + "pBdr")
    sides = () if borders is None else [one for one in borders if one.get(VAL, "none") not in ("none", "nil")]
    return len(sides) > 1 or any(one.tag == W + "left" and integer(one.get(W + "sz")) > 8 for one in sides)


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """`runs` with neighbours of one look made one."""
    return tuple(
        [replace(next(iter(group := list(found))), text="".join([run.text for run in group]))
         for _, found in groupby(runs, lambda run: run.look)]
    )  # fmt: skip
