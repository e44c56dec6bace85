"""Walks a part of a Word file that came back: every character with the change that put it in or takes it out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import UnreadableFileError
from toolkit.inspection.reviewed import BODY, NOTE_MARK, Anchor, Passage, Piece, Revision
from toolkit.inspection.word import ID, MC, M, R, W, is_on
from toolkit.records import MutableRecord, Record, fresh, replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_CHARACTERS = 3_000_000
MAX_PASSAGES = 5_000
MAX_LENGTH = 100_000  # characters of one paragraph
MAX_PIECES = 200_000
_DEEPEST = 150
_LONGEST_INSTRUCTION = 500
_LARGE = "send the paper that was circulated, with comments and tracked changes"
_INSERTED, _DELETED = (W + "ins", W + "moveTo"), (W + "del", W + "moveFrom")
_PROPERTIES, _RUN_PROPERTIES = W + "pPr", W + "rPr"
_NOT_SHOWN = frozenset(
    [
        *[
            W + name
            for name in (
                *("pPr", "rPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr"),
                *("smartTagPr", "customXmlPr", "fldData", "ffData", "rubyPr", "rt"),
                *("softHyphen", "footnoteRef", "endnoteRef", "annotationRef"),
            )
        ],
        MC + "Fallback",
    ]
)
_SHOWN_AS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": " ",
    W + "cr": " ",
    W + "noBreakHyphen": "\u2011",
}


class Shared(MutableRecord):
    """What the walkers of all parts have in common."""

    revisions: list[Revision] = fresh(factory=list)
    used: set[int] = fresh(factory=set)
    characters: int = 0
    passages: int = 0
    pieces: int = 0
    cells: int = 0


class _Look(Record):
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    inserted: int = -1
    deleted: int = -1


_PLAIN = _Look()


class _Open(MutableRecord):
    """The passage that is being read."""

    pieces: list[Piece] = fresh(factory=list)
    anchors: list[Anchor] = fresh(factory=list)
    empty: tuple[int, int] = (-1, -1)  # the last revision that holds an empty run alone, and where it stands
    others: list[int] = fresh(factory=list)
    bookmarks: list[str] = fresh(factory=list)
    length: int = 0


class _Field(MutableRecord):
    """A field that has begun: its instruction, and whether what follows is its result."""

    instruction: str = ""
    shows: bool = False


class ReviewWalker:
    """Walks one story: the body, a note, a header."""

    def __init__(self, shared: Shared, relationships: Mapping[str, Relationship], story: str) -> None:
        self._shared = shared
        self._relationships = relationships
        self._story = story
        self._found: list[Passage] = []
        self._now = _Open()
        self._cell = 0
        self._depth = 0
        self._moves: dict[str, str] = {}
        self._move = ""
        self._custom = False
        self._inside_paragraph = False
        self._fields: list[_Field] = []

    def passages(self, element: Element) -> list[Passage]:
        """All paragraphs in `element` as they stood before the changes."""
        self._children(element, _PLAIN)
        self._end()
        return self._found

    def _children(self, element: Element, look: _Look) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableFileError(f"the file is nested more than {_DEEPEST} levels deep", _LARGE)
        for child in element:
            tag = child.tag
            if tag in _INSERTED or tag in _DELETED:
                self._changed(child, look)
            elif handler := _HANDLERS.get(tag):
                handler(self, child, look)
            elif tag not in _NOT_SHOWN:
                self._children(child, look)
        self._depth -= 1

    # Revisions

    def _changed(self, element: Element, look: _Look) -> None:
        index = self._revision(element)
        changed = replace(look, inserted=index) if element.tag in _INSERTED else replace(look, deleted=index)
        self._children(element, changed)
        if index in self._shared.used:
            return
        comment = next((one.get(ID, "") for one in element.iter(W + "commentReference")), "")
        if comment and element.tag in _INSERTED and len(self._now.anchors) < MAX_PIECES:
            self._now.anchors.append(Anchor(comment, "mark", self._now.length, index))
            return
        self._now.others.append(index)  # round a bookmark, a picture
        if element.tag in _INSERTED and all(part.tag == W + "rPr" for one in element for part in one):
            self._now.empty = (index, self._now.length)

    def _revision(self, element: Element) -> int:
        kind = element.tag.rpartition("}")[2]
        kind = {"cellIns": "ins", "cellDel": "del", "cellMerge": "del"}.get(kind, kind)
        move = next(reversed(self._moves.values()), self._move) if kind.startswith("move") else ""
        self._move = move or self._move
        author, date = element.get(W + "author", "")[:200], element.get(W + "date", "")[:40]
        self._shared.revisions.append(Revision(kind, author, date, move))
        return len(self._shared.revisions) - 1

    def _move_starts(self, element: Element, _: _Look) -> None:
        self._moves[element.get(ID, "")] = element.get(W + "name", "")

    def _move_ends(self, element: Element, _: _Look) -> None:
        self._moves.pop(element.get(ID, ""), None)

    # Paragraphs, rows, cells

    def _paragraph(self, element: Element, look: _Look) -> None:
        properties = element.find(_PROPERTIES)
        end = None if properties is None else properties.find(_RUN_PROPERTIES)
        if self._inside_paragraph:  # a text box: its words stand in the paragraph that holds it
            self._children(element, look)
            self._now.others += self._mark_revisions(end)
            return
        self._inside_paragraph, self._move = True, ""
        self._children(element, look)
        self._inside_paragraph = False
        marks = self._mark_revisions(end)  # the range of a move begins behind them
        inserted = next((one for one in marks if self._shared.revisions[one].kind in ("ins", "moveTo")), -1)
        deleted = next((one for one in marks if self._shared.revisions[one].kind in ("del", "moveFrom")), -1)
        self._now.others += [one for one in marks if one not in (inserted, deleted)]
        if inserted >= 0:
            self._add(Piece("\n", inserted, deleted))
        elif look.inserted >= 0 and self._now.pieces:
            self._add(Piece("\n", look.inserted, look.deleted))
        else:
            self._end(deleted)

    def _mark_revisions(self, properties: Element | None) -> list[int]:
        if properties is None:
            return []
        return [self._revision(one) for one in properties if one.tag in _INSERTED or one.tag in _DELETED]

    def _row(self, element: Element, look: _Look) -> None:
        self._with_properties(element, element.find(W + "trPr"), look)

    def _a_cell(self, element: Element, look: _Look) -> None:
        self._end()
        self._shared.cells += 1
        outer, self._cell = self._cell, self._shared.cells
        self._with_properties(element, element.find(W + "tcPr"), look)
        self._end()
        self._cell = outer

    def _with_properties(self, element: Element, properties: Element | None, look: _Look) -> None:
        """A row or cell, which may be inserted or deleted as a whole."""
        for one in () if properties is None else properties:
            if one.tag in _INSERTED or one.tag in _DELETED or one.tag.startswith((W + "cellIns", W + "cellDel")):
                index = self._revision(one)
                self._now.others.append(index)
                is_new = self._shared.revisions[index].kind in ("ins", "moveTo")
                look = replace(look, inserted=index) if is_new else replace(look, deleted=index)
            elif one.tag == W + "cellMerge":
                self._now.others.append(self._revision(one))
        self._children(element, look)

    def _end(self, joined: int = -1) -> None:
        now, self._now = self._now, _Open()
        self._shared.passages += 1
        if self._shared.passages > MAX_PASSAGES:
            raise UnreadableFileError(f"the file has more than {MAX_PASSAGES} paragraphs", _LARGE)
        if now.pieces or now.anchors or now.others or joined >= 0:
            pieces, anchors = tuple(now.pieces), tuple(now.anchors)
            others, bookmarks = tuple(now.others), tuple(now.bookmarks)
            self._found.append(Passage(self._story, pieces, anchors, joined, others, self._cell, bookmarks))

    # Text

    def _run(self, element: Element, look: _Look) -> None:
        properties = element.find(_RUN_PROPERTIES)
        if properties is not None:
            look = replace(look, strong=is_on(properties, W + "b"), emphasis=is_on(properties, W + "i"))
        self._custom = False
        self._children(element, look)
        self._custom = False

    def _text(self, element: Element, look: _Look) -> None:
        if not self._custom:
            self._show((element.text or "").replace("\n", " ").replace(NOTE_MARK, "\ufffd"), look)

    def _special(self, element: Element, look: _Look) -> None:
        if element.get(W + "type") not in ("page", "column"):
            self._show(_SHOWN_AS[element.tag], look)

    def _symbol(self, element: Element, look: _Look) -> None:
        code = element.get(W + "char", "")
        if not self._custom and re.fullmatch("[0-9A-Fa-f]{1,5}", code) and not 0xD800 <= int(code, 16) < 0xE000:
            self._show(chr(int(code, 16)), look)

    def _show(self, text: str, look: _Look, note: str = "") -> None:
        if text:
            link = look.link
            look_of = (look.inserted, look.deleted, look.strong, look.emphasis)
            self._add(Piece(text, *look_of, link, note, self._target()))

    def _add(self, piece: Piece) -> None:
        self._shared.characters += len(piece.text)
        self._shared.pieces += 1
        if self._now.length + len(piece.text) > MAX_LENGTH:
            raise UnreadableFileError("a paragraph of the file is longer than a paper can have", _LARGE)
        if self._shared.characters > MAX_CHARACTERS or self._shared.pieces > MAX_PIECES:
            raise UnreadableFileError("the file has more words than a paper can have", _LARGE)
        self._shared.used |= {piece.inserted, piece.deleted}
        self._now.pieces.append(piece)
        self._now.length += len(piece.text)

    def _note(self, element: Element, look: _Look) -> None:
        if self._story == BODY:
            prefix = "endnote-" if element.tag == W + "endnoteReference" else ""
            self._show(NOTE_MARK, look, prefix + element.get(ID, ""))
            self._custom = element.get(W + "customMarkFollows", "0") not in ("0", "false", "off")

    def _hyperlink(self, element: Element, look: _Look) -> None:
        relation = self._relationships.get(element.get(R + "id", ""))
        address = relation.target if relation and relation.external else ""
        self._children(element, replace(look, link=address))

    # Fields and bookmarks

    def _field_character(self, element: Element, _: _Look) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].shows = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _instruction(self, element: Element, _: _Look) -> None:
        if self._fields and len(self._fields[-1].instruction) < _LONGEST_INSTRUCTION:
            self._fields[-1].instruction += (element.text or "")[:_LONGEST_INSTRUCTION]

    def _simple_field(self, element: Element, look: _Look) -> None:
        self._fields.append(_Field(element.get(W + "instr", "")[:_LONGEST_INSTRUCTION], True))
        self._children(element, look)
        self._fields.pop()

    def _target(self) -> str:
        """The bookmark that what is shown now leads to as the result of a field REF; empty where it is none."""
        if not self._fields or not self._fields[-1].shows:
            return ""
        words = self._fields[-1].instruction.split()
        return words[1].strip('"') if len(words) > 1 and words[0].upper() == "REF" else ""

    def _bookmark(self, element: Element, _: _Look) -> None:
        name = element.get(W + "name", "")
        if name and len(name) <= _LONGEST_INSTRUCTION and len(self._now.bookmarks) < MAX_PIECES:
            self._now.bookmarks.append(name)

    # Comments

    def _comment(self, element: Element, _: _Look) -> None:
        kind = {W + "commentRangeStart": "start", W + "commentRangeEnd": "end"}.get(element.tag, "mark")
        if len(self._now.anchors) < MAX_PIECES:
            self._now.anchors.append(Anchor(element.get(ID, ""), kind, self._now.length))
            self._take_empty(element.get(ID, ""), kind)

    def _take_empty(self, comment: str, kind: str) -> None:
        """LibreOffice puts an empty run in before the end of a comment that was made while changes were recorded."""
        now = self._now
        index, at = now.empty
        if kind != "start" and now.others[-1:] == [index] and at == now.length:
            now.others.pop()
            now.anchors.append(Anchor(comment, "mark", at, index))


_HANDLERS: Mapping[str, Callable[[ReviewWalker, Element, _Look], None]] = {
    W + "p": ReviewWalker._paragraph,
    W + "tr": ReviewWalker._row,
    W + "tc": ReviewWalker._a_cell,
    W + "r": ReviewWalker._run,
    W + "t": ReviewWalker._text,
    M + "t": ReviewWalker._text,
    W + "delText": ReviewWalker._text,
    W + "sym": ReviewWalker._symbol,
    **dict.fromkeys(_SHOWN_AS, ReviewWalker._special),
    W + "footnoteReference": ReviewWalker._note,
    W + "endnoteReference": ReviewWalker._note,
    W + "hyperlink": ReviewWalker._hyperlink,
    W + "fldChar": ReviewWalker._field_character,
    **dict.fromkeys([W + "instrText", W + "delInstrText"], ReviewWalker._instruction),
    W + "fldSimple": ReviewWalker._simple_field,
    W + "bookmarkStart": ReviewWalker._bookmark,
    **dict.fromkeys([W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"], ReviewWalker._comment),
    **dict.fromkeys([W + "moveFromRangeStart", W + "moveToRangeStart"], ReviewWalker._move_starts),
    **dict.fromkeys([W + "moveFromRangeEnd", W + "moveToRangeEnd"], ReviewWalker._move_ends),
}
