"""What a Word file says that came back from review: its text with every tracked change in it, and its comments."""

from __future__ import annotations

from toolkit.records import Record

NOTE_MARK = "\ufffc"  # stands in a text where the mark of a note does
BODY, ELSEWHERE = "body", "elsewhere"


class Revision(Record):
    """One tracked change as the file marks it: `kind` "ins", "del", "moveFrom" or "moveTo".

    `move` is the name by which the two halves of a move know each other.
    """

    kind: str
    author: str
    date: str
    move: str = ""


class Piece(Record):
    """A stretch of text of one look; `inserted` and `deleted` are indexes of revisions, or -1.

    `note` is the id of the note whose mark it is; a "\\n" is a paragraph mark that a revision put in. `target` is the
    bookmark that it leads to as the result of a field REF.
    """

    text: str
    inserted: int = -1
    deleted: int = -1
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    note: str = ""
    target: str = ""


class Anchor(Record):
    """An end of the range of a comment: `kind` "start", "end" or "mark", `offset` in the text of the passage.

    `revision` is the one that puts in the mark and nothing else, as of comments made while changes are recorded; or -1.
    """

    comment: str
    kind: str
    offset: int
    revision: int = -1


class Passage(Record):
    """A paragraph as it stood before the changes, with what changes put into it.

    `story` is "body", the id of a note, or "elsewhere" (headers, footers). `joined` is the revision that deletes its
    end, or -1; `others` are revisions of it that have no words of their own. `cell` is the number of its table cell,
    `bookmarks` are those that begin in it.
    """

    story: str
    pieces: tuple[Piece, ...]
    anchors: tuple[Anchor, ...]
    joined: int = -1
    others: tuple[int, ...] = ()
    cell: int = 0
    bookmarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of its text, inserted and deleted."""
        return "".join([piece.text for piece in self.pieces])

    @property
    def original(self) -> str:
        """Its text with the changes rejected."""
        return "".join([piece.text for piece in self.pieces if piece.inserted < 0])


class Comment(Record):
    """A comment; `parent` is the id of the one that it answers, "" where it answers none."""

    id: str
    author: str
    date: str
    text: str
    parent: str = ""
    resolved: bool = False


class Reviewed(Record):
    """A file that came back.

    `formatting` counts changes of formatting alone; `counted` are the changes that a plain count of the file finds.
    """

    language: str
    passages: tuple[Passage, ...]
    revisions: tuple[Revision, ...]
    comments: tuple[Comment, ...]
    formatting: int
    counted: int
