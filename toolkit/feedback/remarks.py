"""What is listed for the drafter: remarks, the places that they stand at, and what is known of each file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.diagnostics import Diagnostic, Span
from toolkit.records import Record

COMMENT = "comment"
NOTHING: Mapping[str, str] = MappingProxyType({})


class Saying(Record):
    """Who said something, when, and in which file."""

    author: str
    date: str
    file: str


class Reply(Record):
    """An answer to a comment."""

    by: Saying
    text: str


class Spot(Record):
    """A place in the paper.

    `key` is that of the text, "" where the toolkit prints words of its own; `label` says where it is, `span` where it
    is written (None: nowhere). `order` is the place in reading order.
    """

    key: str
    label: str
    span: Span | None
    order: tuple[int, int]


class Remark(Record):
    """A comment or a change.

    `kind` is "comment", "insert", "delete", "replace", "move", "new paragraph", "removed paragraph", "split", "join"
    or "other". `words` are those that it concerns, with what stands round them; `text` is what a comment says and
    what a change puts in. `proposed` is the text of the definition with the change, ready to be pasted; where that
    cannot be worked out with certainty it is "", and `wording` says how the paragraph would read. `notes` are notes
    that a reviewer added, by the names that `proposed` gives them. `also` are others who propose the very same.
    """

    kind: str
    by: Saying
    spot: Spot
    before: str = ""
    words: str = ""
    after: str = ""
    text: str = ""
    proposed: str = ""
    wording: str = ""
    certain: bool = True
    tracked: bool = True
    resolved: bool = False
    notes: Mapping[str, str] = NOTHING
    said: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    also: tuple[Saying, ...] = ()
    revisions: int = 0
    same: tuple[object, ...] = ()


class Together(Record):
    """A text with all the changes that one file proposes to it."""

    file: str
    authors: tuple[str, ...]
    proposed: str


class Placed(Record):
    """All remarks at one place; `text` is the source of the text that stands there now."""

    spot: Spot
    text: str
    remarks: tuple[Remark, ...]
    together: tuple[Together, ...] = ()


class File(Record):
    """What was read out of a file: its language and kind of document, and how much of what was in it.

    `comments` counts answers too, `listed_changes` the marks of changes that the list accounts for, of `changes`.
    """

    name: str
    language: str
    kind: str
    comments: int
    changes: int
    listed_comments: int
    listed_changes: int
    formatting: int
    untracked: int


class Feedback(Record):
    """Everything that came back: by place in reading order, and what could not be placed, each with the reason."""

    id: str
    version: str
    files: tuple[File, ...]
    places: tuple[Placed, ...]
    unplaced: tuple[Remark, ...]
    diagnostics: tuple[Diagnostic, ...]
