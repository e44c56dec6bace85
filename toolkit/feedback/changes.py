"""What reviewers changed in a paragraph: each change as they made it, however many marks the file has for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from toolkit.inspection.reviewed import Passage, Piece, Revision
from toolkit.records import Record, replace

INSERT, DELETE, REPLACE, MOVE = "insert", "delete", "replace", "move"
ADDED, REMOVED, SPLIT, JOINED, OTHER = "new paragraph", "removed paragraph", "split", "join", "other"


class Change(Record):
    """One change: the characters of the paragraph's original from `start` to `end` become `put`.

    `gone` is what it takes out, `revisions` the marks of the file that make it, `move` the name of a move. `before`
    says of a new paragraph that it stands before this one, not behind it.
    """

    kind: str
    start: int
    end: int
    gone: tuple[Piece, ...]
    put: tuple[Piece, ...]
    revisions: tuple[int, ...]
    author: str
    date: str
    move: str = ""
    before: bool = False
    joins: bool = False


def changes_of(passage: Passage, revisions: Sequence[Revision]) -> list[Change]:
    """The changes of a paragraph, in the order of its text; each mark of the file is in one of them."""
    found: list[Change] = []
    at, whole = 0, len(passage.original)

    def owner(piece: Piece) -> tuple[str, str, bool] | None:
        index = piece.inserted if piece.inserted >= 0 else piece.deleted
        if index < 0:
            return None
        revision = revisions[index]
        return revision.author, revision.move, revision.kind.startswith("move")

    for key, group in groupby(passage.pieces, owner):
        pieces = list(group)
        length = sum(len(piece.text) for piece in pieces if piece.inserted < 0)
        if key is not None:
            found += _of_one(pieces, at, length, whole, revisions, key)
        at += length
    return _with_others(found, passage, revisions)


def _of_one(
    pieces: list[Piece], at: int, length: int, whole: int, revisions: Sequence[Revision], key: tuple[str, str, bool]
) -> Iterator[Change]:
    """The changes in a row of pieces that one author changed: paragraphs that are new stand by themselves."""
    end = at + length
    gone = tuple([piece for piece in pieces if piece.inserted < 0])
    put = [piece for piece in pieces if piece.inserted >= 0]
    if not any(piece.text == "\n" for piece in put) or (at > 0 and end < whole):
        is_new = whole == 0 and any(piece.text.strip() for piece in put)
        yield _change(ADDED if is_new else "", at, end, gone, put, revisions, key)
        return
    is_before = at == 0 and end < whole
    lines = _lines(put, ends=is_before)
    own: list[Piece] = []
    before: list[list[Piece]] = []
    after = lines
    if is_before:
        own, before, after = lines[-1], lines[:-1], []
    elif whole:
        own, after = lines[0], lines[1:]
    for line in before:
        yield _change(ADDED, at, at, (), line, revisions, key, before=True)
    if own or gone:
        yield _change("", at, end, gone, own, revisions, key)
    for line in filter(None, after):
        yield _change(ADDED, end, end, (), line, revisions, key)


def _lines(pieces: Sequence[Piece], ends: bool) -> list[list[Piece]]:
    """`pieces` cut at the paragraph marks, each of which ends a line or, without `ends`, begins one."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.text != "\n":
            lines[-1].append(piece)
        elif ends:
            lines[-1].append(piece)
            lines.append([])
        else:
            lines.append([piece])
    return lines


def _change(
    kind: str,
    start: int,
    end: int,
    gone: tuple[Piece, ...],
    pieces: Sequence[Piece],
    revisions: Sequence[Revision],
    key: tuple[str, str, bool],
    before: bool = False,
) -> Change:
    put = tuple([piece for piece in pieces if piece.deleted < 0])
    marks = dict.fromkeys(
        [index for piece in (*gone, *pieces) for index in (piece.inserted, piece.deleted) if index >= 0]
    )
    said = "".join([piece.text for piece in put])
    if not kind:
        kind = (REPLACE if gone else INSERT) if said else DELETE
        kind = SPLIT if said and not said.strip("\n ") and "\n" in said and not gone else kind
    dates = [revisions[index].date for index in marks if revisions[index].date]
    if kind == ADDED:
        put = tuple([piece for piece in put if piece.text != "\n"])
    return Change(kind, start, end, gone, put, tuple(marks), key[0], max(dates, default=""), key[1], before)


def _with_others(found: list[Change], passage: Passage, revisions: Sequence[Revision]) -> list[Change]:
    """`found` with the marks that have no words: the end of the paragraph, a row, a cell."""
    marks = [*passage.others, *([passage.joined] if passage.joined >= 0 else [])]
    length = len(passage.original)
    kept = [piece for piece in passage.pieces if piece.inserted < 0 and piece.deleted < 0]
    lasts = {change.author: index for index, change in enumerate(found)}
    for mark in marks:
        author = revisions[mark].author
        last = lasts.get(author, -1)
        if last >= 0 and (mark != passage.joined or found[last].end == length or not kept):
            joins = mark == passage.joined
            found[last] = replace(
                found[last],
                revisions=tuple(dict.fromkeys((*found[last].revisions, mark))),
                joins=joins or found[last].joins,
            )
        else:
            kind = JOINED if mark == passage.joined else OTHER
            found.append(Change(kind, length, length, (), (), (mark,), author, revisions[mark].date))
    wholly = length > 0 and not any(piece.text.strip() for piece in kept)
    if wholly:
        found = [replace(one, kind=REMOVED, joins=False) if _takes_all(one, length) else one for one in found]
    return found


def _takes_all(change: Change, length: int) -> bool:
    put = "".join([piece.text for piece in change.put])
    return change.start == 0 and change.end == length and not put.strip()


def left(pieces: Sequence[Piece]) -> list[str]:
    return [piece.text for piece in left_pieces(pieces)]


def left_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """What is left when the changes are accepted."""
    return [piece for piece in pieces if piece.deleted < 0]
