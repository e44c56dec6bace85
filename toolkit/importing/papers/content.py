"""What a paper is made of once its file is opened: paragraphs with their looks, notes, pictures, comments."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.importing.lines import collapse
from toolkit.inspection.reading import HEADING, LIST_ITEM, PARAGRAPH, TITLE
from toolkit.records import Record, fresh

SUBTITLE, CALL_OUT = "subtitle", "call-out"
KINDS = (TITLE, SUBTITLE, HEADING, PARAGRAPH, LIST_ITEM, CALL_OUT)


class Run(Record):
    """Text of one look. `link` is an address, one inside the file beginning with "#".

    `note` is the id of the note whose mark the text is; `field` the bookmark whose number or text it shows.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    note: str = ""
    field: str = ""

    @property
    def look(self) -> tuple[bool, bool, str, str, str]:
        """What neighbours must have in common to be one run."""
        return self.strong, self.emphasis, self.link, self.note, self.field


class Picture(Record):
    """An image: the name of its part in the file ("" where it lies elsewhere), and its description."""

    part: str
    description: str


class Paragraph(Record):
    """A paragraph. `level` is that of a heading, `number` what Word prints before it, `depth` that of its list.

    `names` are its bookmarks; `place` says where it stands in a table: table, row, column, all from 1.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    number: str = ""
    depth: int = 0
    pictures: tuple[Picture, ...] = ()
    names: tuple[str, ...] = ()
    place: tuple[int, int, int] | None = None

    @property
    def raw(self) -> str:
        """Its characters without the marks of notes."""
        return "".join([run.text for run in self.runs if not run.note])

    @property
    def text(self) -> str:
        """Its words without the marks of notes, on one line."""
        return collapse(self.raw)

    @property
    def notes(self) -> list[str]:
        """The ids of the notes that are marked in it."""
        return [run.note for run in self.runs if run.note]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be seen in it."""
        return not self.pictures and not any(run.text.strip() for run in self.runs)

    @property
    def is_strong(self) -> bool:
        """Whether all of its words are bold."""
        return bool(self.text) and all(run.strong or run.note or not run.text.strip() for run in self.runs)


class Note(Record):
    """A note: what its mark shows ("" without one), its number (None for a mark of its own), its paragraphs."""

    id: str
    mark: str
    number: int | None
    paragraphs: tuple[Paragraph, ...]


class Comment(Record):
    """A comment: who made it, its words, and the words at which it stands."""

    author: str
    text: str
    place: str


class Paper(Record):
    """A file as it is read. `notes` are in the order of their first marks; `marked` has the note that a bookmark wraps.

    `apart` is text that stands elsewhere, each with words for where, `looks` how often each look was met that a
    definition has no mark for; `changes` counts tracked changes, `unseen` are characters that
    were left out. `title`, `date` are those of its properties. `endless` are the instructions of fields without an end,
    `words` how many words text and notes have, `lost` those that were not read.
    """

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]
    marked: Mapping[str, str]
    comments: tuple[Comment, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    looks: Mapping[str, int] = fresh(factory=dict)
    changes: int = 0
    language: str = ""
    languages: Mapping[str, int] = fresh(factory=dict)
    title: str = ""
    date: str = ""
    media: Mapping[str, bytes] = fresh(factory=dict)
    unseen: tuple[str, ...] = ()
    endless: tuple[str, ...] = ()
    words: tuple[int, int] = (0, 0)
    lost: tuple[str, ...] = ()
