"""Both texts as one text with tracked changes (ISO 29500-1, 17.13.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from toolkit.redlining.lines import Line
from toolkit.redlining.pieces import Piece
from toolkit.redlining.word.joining import NUMBER, Joined, Joint, Point, find_points, join_notes
from toolkit.redlining.word.reading import ANCHOR, NOTE, Marker, Row
from toolkit.writers.docx.markup import attribute, text_element

INSERTED, DELETED, MOVED_TO, MOVED_FROM = "ins", "del", "moveTo", "moveFrom"
OLD = (DELETED, MOVED_FROM)
NO_SPLIT = '<w:cantSplit w:val="off"/>'  # says what holds anyway: a row may not have a change as its only property
TARGET = re.compile(r"(<w:instrText[^>]*> \w+ )(\S+)")


class Printed(NamedTuple):
    """What stands in a paragraph: a piece in its `state`, one of those above or "" for both texts, or a bookmark.

    `link` are the attributes of the hyperlink that it stands in.
    """

    state: str
    link: str
    piece: Piece | None
    bookmark: str = ""


class Printer:
    """Writes the text of the parts; every change gets an identifier of its own, beginning after `highest`."""

    def __init__(self, joint: Joint, author: str, moment: str, highest: int) -> None:
        self.joint = joint
        self.highest = highest
        self.by = f' w:author="{attribute(author)}"' + (f' w:date="{moment}"' if moment else "")
        self.notes: dict[tuple[str | None, str | None], int] = {}

    def print_body(self, joined: Sequence[Joined]) -> str:
        """The paragraphs and tables of the body."""
        parts = []
        for (move, state), lines in groupby(joined, lambda one: (one.move, _state(one))):
            text = "".join([self.print_line(one, state) for one in lines])
            parts.append(self.print_moved(text, move, state) if move else text)
        return "".join(parts)

    def print_notes(self) -> list[str]:
        """Every note whose mark stands in the body, in the order of the marks."""
        printed = []
        for (old, new), identifier in self.notes.items():
            if old and new:
                one, state = join_notes(self.joint, old, new), ""
            elif old:
                one, state = Joined(self.joint.old.read_note(old), None), DELETED
            else:
                one, state = Joined(None, self.joint.new.read_note(new or "")), INSERTED
            printed.append(f'<w:footnote w:id="{identifier}">{self.print_line(one, state)}</w:footnote>')
        return printed

    def change(self, kind: str) -> str:
        """The beginning of an element that says who changed something."""
        self.highest += 1
        return f'<w:{kind} w:id="{self.highest}"{self.by}'

    def print_moved(self, text: str, name: str, state: str) -> str:
        """Paragraphs that were moved together."""
        start = self.change(f"{state}RangeStart")
        return f'{start} w:name="{name}"/>{text}<w:{state}RangeEnd w:id="{self.highest_of(start)}"/>'

    def highest_of(self, start: str) -> str:
        return start.partition('w:id="')[2].partition('"')[0]

    def print_line(self, one: Joined, state: str) -> str:
        """A paragraph or a table that is in `state`."""
        line = one.new or one.old
        if line is None:
            return ""
        before = self.print_markers(line.data.before, state)
        if one.old and one.new:
            before = self.print_markers(one.old.data.before, DELETED) + before
        if line.data.rows:
            return before + (self.print_table(one) if one.cells else self.print_whole_table(line, state))
        properties = self.print_properties(one, state)
        return f"{before}<w:p><w:pPr>{properties}</w:pPr>{self.print_content(one, state)}</w:p>"

    def print_properties(self, one: Joined, state: str) -> str:
        """The properties of a paragraph, whether its mark was changed, and what it was before."""
        new = one.new.data.properties if one.new else ""
        old = NUMBER.sub(self.list_number, one.old.data.properties) if one.old else ""
        if state:
            return f"{old or new}<w:rPr>{self.change(state)}/></w:rPr>"
        return new if old == new else f"{new}{self.change('pPrChange')}><w:pPr>{old}</w:pPr></w:pPrChange>"

    def list_number(self, found: re.Match[str]) -> str:
        return f'<w:numId w:val="{self.joint.lists.get(found[1], found[1])}"/>'

    def print_table(self, one: Joined) -> str:
        """A table of both texts, cell by cell."""
        assert one.new
        rows = []
        for row, cells in zip(one.new.data.rows, one.cells, strict=True):
            contents = [self.print_body(cell) for cell in cells]
            rows.append(_row(row.properties, row, contents))
        return f"<w:tbl>{one.new.data.head}{''.join(rows)}</w:tbl>"

    def print_whole_table(self, line: Line, state: str) -> str:
        """A table of one text, row by row."""
        rows = []
        for row in line.data.rows:
            properties = f"{row.properties or NO_SPLIT}{self.change(state)}/>"
            contents = [
                "".join([self.print_line(_alone(inner, state), state) for inner in cell.lines]) for cell in row.cells
            ]
            rows.append(_row(properties, row, contents))
        return f"<w:tbl>{line.data.head}{''.join(rows)}</w:tbl>"

    def print_content(self, one: Joined, state: str) -> str:
        """The runs of a paragraph, in the hyperlinks and changes that they stand in."""
        parts = []
        for link, printed in groupby(self.list_content(one, state), lambda one: one.link):
            inside = "".join(
                [
                    self.print_run_of(change, list(group))
                    for change, group in groupby(printed, lambda one: "bookmark" if one.bookmark else one.state)
                ]
            )
            parts.append(f"<w:hyperlink {link}>{inside}</w:hyperlink>" if link else inside)
        return "".join(parts)

    def list_content(self, one: Joined, state: str) -> Iterator[Printed]:
        """All that stands in a paragraph, in order."""
        printed: list[Printed] = []
        for stretch in one.stretches:
            if stretch.same:
                printed += [self.both(before, after) for before, after in zip(stretch.old, stretch.new, strict=True)]
            else:
                printed += [self.alone(piece, DELETED) for piece in stretch.old]
                printed += [self.alone(piece, INSERTED) for piece in stretch.new]
        if state:
            line = one.new or one.old
            printed = [self.alone(piece, state) for piece in line.pieces] if line else []
        markers = self.place_markers(one, state)
        for at in range(len(printed) + 1):
            if at in markers:
                links = [one.link for one in printed[max(at - 1, 0) : at + 1]]
                yield Printed("", links[0] if len(links) == 2 and links[0] == links[1] else "", None, markers[at])
            yield from printed[at : at + 1]

    def place_markers(self, one: Joined, state: str) -> dict[int, str]:
        """The bookmarks of a paragraph, by how many pieces stand before them in both texts as one.

        One of both texts stands where it is right in either; any other as near as may be to what it holds.
        """
        points = find_points(one.stretches)
        places: dict[int, str] = {}
        for side, line in ((0, one.old), (1, one.new)):
            for marker in line.data.inside if line else ():
                if state or line is None:
                    at = marker.at
                elif side and marker.identifier in one.unified:
                    at = points.index((one.unified[marker.identifier][0 if marker.starts else 1], marker.at))
                else:
                    at = _nearest(points, side, marker, line.data.inside)
                if markup := self.print_markers([marker], state or (INSERTED if side else DELETED)):
                    places[at] = places.get(at, "") + markup
        return places

    def both(self, before: Piece, after: Piece) -> Printed:
        """A piece of both texts, as the new one has it."""
        if after.data.note:
            after = self.with_note(after, (before.data.note, after.data.note))
        return Printed("", after.data.link, after)

    def alone(self, piece: Piece, state: str) -> Printed:
        """A piece of one text."""
        run = piece.data
        link = ANCHOR.sub(self.anchor, run.link) if state in OLD else run.link
        if run.note:
            piece = self.with_note(piece, (run.note, None) if state in OLD else (None, run.note))
        elif run.target and state in OLD:
            markup = TARGET.sub(lambda found: found[1] + self.joint.former_name(found[2]), run.markup)
            piece = piece._replace(data=run._replace(markup=markup))
        return Printed(state, link, piece)

    def anchor(self, found: re.Match[str]) -> str:
        return f'w:anchor="{self.joint.former_name(found[1])}"'

    def with_note(self, piece: Piece, note: tuple[str | None, str | None]) -> Piece:
        """The mark of a note, which gets the next identifier."""
        identifier = self.notes.setdefault(note, len(self.notes) + 1)
        markup = NOTE.sub(
            lambda found: found[0].replace(f'w:id="{found[1]}"', f'w:id="{identifier}"'), piece.data.markup
        )
        return piece._replace(data=piece.data._replace(markup=markup))

    def print_markers(self, markers: Iterable[Marker], state: str) -> str:
        """Bookmarks; those of the old text under another name, unless they are of both texts."""
        parts = []
        for marker in markers:
            name = marker.name
            if state in OLD:
                if name in self.joint.kept:
                    continue
                name = self.joint.former_name(name)
            named = f' w:name="{name}"' if marker.starts else ""
            parts.append(f'<w:bookmark{"Start" if marker.starts else "End"} w:id="{marker.identifier}"{named}/>')
        return "".join(parts)

    def print_run_of(self, state: str, printed: Sequence[Printed]) -> str:
        """Neighbours in one state, as one change."""
        if state == "bookmark":
            return "".join([one.bookmark for one in printed])
        runs = []
        for (look, markup), group in groupby(printed, lambda one: _look(one.piece)):
            pieces = [one.piece for one in group if one.piece]
            runs += [markup] * len(pieces) if markup else [_run(look, "".join([piece.text for piece in pieces]))]
        text = "".join(runs)
        if state == DELETED:
            text = re.sub(r"<(/?)w:t(?=[ >])", r"<\1w:delText", text)
            text = re.sub(r"<(/?)w:instrText(?=[ >])", r"<\1w:delInstrText", text)
        return f"{self.change(state)}>{text}</w:{state}>" if state else text


def _nearest(points: Sequence[Point], side: int, marker: Marker, markers: Sequence[Marker]) -> int:
    """Where an end of a bookmark of one text stands: beside what it holds; both ends together where that is nothing."""
    fitting = [at for at, point in enumerate(points) if point[side] == marker.at]
    holds_nothing = len({other.at for other in markers if other.identifier == marker.identifier}) == 1
    return fitting[-1] if marker.starts or holds_nothing else fitting[0]


def _state(one: Joined) -> str:
    if one.old and one.new:
        return ""
    if one.old:
        return MOVED_FROM if one.move else DELETED
    return MOVED_TO if one.move else INSERTED


def _alone(line: Line, state: str) -> Joined:
    return Joined(line, None) if state in OLD else Joined(None, line)


def _row(properties: str, row: Row, contents: Sequence[str]) -> str:
    """A row with other contents in its cells."""
    cells = [
        f"<w:tc><w:tcPr>{cell.properties}</w:tcPr>{content}</w:tc>"
        for cell, content in zip(row.cells, contents, strict=True)
    ]
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _look(piece: Piece | None) -> tuple[str, str]:
    return (piece.data.look, piece.data.markup) if piece else ("", "")


def _run(look: str, text: str) -> str:
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{text_element(text)}</w:r>"
