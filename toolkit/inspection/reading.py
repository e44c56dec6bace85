"""What a reader of a written file sees: its blocks, notes, marks, references and links, whatever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from toolkit.diagnostics import Quotation
from toolkit.records import Record

DOCX = "docx"
HTML = "html"
PDF = "pdf"

TITLE = "title"
HEADING = "heading"
PARAGRAPH = "paragraph"
LIST_ITEM = "list item"
CELL = "cell"
NOTES_HEADING = "heading of the notes"

MOST_TEXT = 1_000
MOST_OF_TARGETS = 2_000_000  # characters of all targets together; beyond that each gets no more than a mark has
MOST_SHOWN = 10_000  # characters of a link
MOST_IN_MARK = 40
_MOST_DIGITS = 9
_SPACES = "\t\r\n\f\v"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_OWN_MARK = re.compile(r"\s*([0-9]{1,5}|[^\w\s]{1,3}|[a-z](?=[.)\s]))[.)]?\s+")
_BACK_LINK = re.compile("[↑↩^]\ufe0e?\\s?[0-9.]{0,9}")


class UnreadableFileError(Exception):
    """The bytes are no file that can be read; `str()` says why, `hint` what to do. Never leaves a reader."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ReadMark(Record):
    """A mark in the text, at `offset` of its block. `note` is the note's id in the file ("" if unresolved).

    `target` is the bookmark for a mark that a NOTEREF field prints, `anchor` the id of an HTML mark.
    """

    note: str
    shown: str
    offset: int = 0
    target: str = ""
    anchor: str = ""
    line: int = 1


class ReadReference(Record):
    """A reference inside the file: what it shows, and the bookmark or id it leads to.

    `kind` is "note" (NOTEREF: a note's number), "number" (REF with \\r, \\n or \\w: a paragraph's number),
    "text" (REF: the text of a bookmark), "page" (PAGEREF), "label" (a link that says the number of what it
    leads to), "back" (a link from a source to where it is cited, which is no text of the block) or "anchor" (any
    other link). `anchor` is its own id, or the bookmark round it: what leads back to it leads there.
    """

    shown: str
    target: str
    kind: str
    line: int = 1
    anchor: str = ""


class ReadLink(Record):
    """A link out of the file; `address` is empty where the file gives none."""

    text: str
    address: str
    line: int = 1


class Passage(Record):
    """Text in another language than the file's."""

    language: str
    text: str


class ReadBlock(Record):
    """A paragraph, heading, list item or table cell as displayed, each mark as `[^mark]` in the text.

    `number` is what is printed before the text automatically ("1)"), empty for bullets; `images` are
    alternative texts, their language "" where it is the file's.
    """

    kind: str
    text: str
    level: int = 0
    number: str = ""
    marks: tuple[ReadMark, ...] = ()
    references: tuple[ReadReference, ...] = ()
    links: tuple[ReadLink, ...] = ()
    passages: tuple[Passage, ...] = ()
    images: tuple[Passage, ...] = ()
    line: int = 1


class ReadNote(Record):
    """A note as displayed; `mark` is the mark that the note itself carries, empty where no mark leads to it.

    `number` is None for a symbol note. `back_links` are the anchors that its back links lead to.
    """

    id: str
    mark: str
    number: int | None
    blocks: tuple[ReadBlock, ...]
    back_links: tuple[ReadReference, ...] = ()
    line: int = 1

    @property
    def text(self) -> str:
        """The text of the note, one paragraph a line."""
        return "\n".join([block.text for block in self.blocks])


class ReadTarget(Record):
    """A bookmark or id: the block it is in (index, or -1), the text and the first marks of notes that it wraps.

    `text` ends after `MOST_TEXT` characters, and after `MOST_IN_MARK` where those before it have `MOST_OF_TARGETS`: a
    hostile file has thousands of bookmarks round all of its text.
    """

    name: str
    block: int
    text: str
    notes: tuple[str, ...] = ()


class Fault(Record):
    """What is wrong with the file itself, seen while reading.

    `note` is the displayed number concerned, `quoted` what stands at the place.
    """

    code: str
    message: str
    hint: str = ""
    line: int = 1
    note: str | None = None
    quoted: Quotation | None = None


class Reading(Record):
    """A file as a reader sees it.

    `excused` are the notes without a mark for a good reason (the mark is in deleted text); `restarts` says
    that the numbers of notes start again in each section, `each_page` on each page; `notes_part` that there is
    a place for notes. `margins` are what stands at the head and the foot of the pages: of each "header" and
    "footer" the texts of its paragraphs.
    """

    format: str
    language: str
    title: str
    blocks: tuple[ReadBlock, ...]
    notes: tuple[ReadNote, ...]
    targets: Mapping[str, ReadTarget]
    faults: tuple[Fault, ...]
    excused: frozenset[str] = frozenset()
    restarts: bool = False
    notes_part: bool = True
    each_page: bool = False
    margins: tuple[tuple[str, frozenset[str]], ...] = ()

    @property
    def readable(self) -> bool:
        """Whether there is anything to look at."""
        return not any(fault.code == "unreadable-file" for fault in self.faults)

    def marks(self) -> Iterator[ReadMark]:
        """The marks of the body, in reading order."""
        for block in self.blocks:
            yield from block.marks


def unreadable(format_: str, reason: UnreadableFileError) -> Reading:
    """The reading of a file that cannot be read: nothing but the fault."""
    fault = Fault("unreadable-file", str(reason), reason.hint)
    return Reading(format_, "", "", (), (), {}, (fault,))


def has_more_nodes(data: bytes, most: int) -> bool:
    """Whether XML or HTML may have more than `most` elements, attributes and texts; told without parsing it."""
    return 2 * len(data) > most and data.count(b"<") + 2 * data.count(b"=") > most


def normal(text: str) -> str:
    """`text` as two readings are compared: white space collapsed, characters of no width left out.

    No-break spaces stay what they are: losing one changes what is printed.
    """
    # All that is replaced here is unprintable, as no-break spaces are; these are often the only such characters.
    if not text.isprintable() and not text.replace("\u00a0", "").replace("\u202f", "").isprintable():
        for character in _INVISIBLE:
            text = text.replace(character, "")
        text = collapse(text.replace("\u2028", " "))
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


def leads_back(text: str) -> bool:
    """Whether a link with this text leads from a source to where it is cited ("↑2"), and is no text of the paper."""
    return _BACK_LINK.fullmatch(text.strip()) is not None


def whole(text: str) -> int | None:
    """The number that `text` is; None where it is none, or one that no paper comes to."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def is_number_shown(shown: str, due: str) -> bool:
    """Whether a field that shows `shown` may refer to the paragraph `due`, both without punctuation at their ends.

    The switch \\r prints as much of "2.1.3" as the place of the reference needs, \\w all of it: one may be the end of
    the other where a level of the number begins, but "2" is no form of "12".
    """
    shorter, longer = sorted((shown, due), key=len)
    if not shorter or not longer.endswith(shorter):
        return not due
    rest = longer[: -len(shorter)]
    return not rest or _sort(rest[-1]) is None or _sort(rest[-1]) != _sort(shorter[0])


def _sort(character: str) -> str | None:
    """What a character of a number is: a digit, a letter, or None for what stands between levels."""
    return "digit" if character.isdecimal() else "letter" if character.isalpha() else None


def collapse(text: str) -> str:
    """`text` with each row of ASCII white space as one space; a regular expression takes far longer."""
    for character in _SPACES:
        if character in text:
            text = text.replace(character, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


@lru_cache(maxsize=256)  # a file has few languages, and many passages in them
def primary(language: str) -> str:
    """The language of a tag without script and region: "pt" for "pt-PT"."""
    return language.replace("_", "-").partition("-")[0].lower()


def split_own_mark(text: str, shown: str) -> tuple[str, str]:
    """The mark typed at the start of a note, and the text after it; the mark is empty where there is none."""
    start = text.lstrip()
    if shown and start.startswith(shown):
        return shown, start[len(shown) :].lstrip(" .)\t\u00a0")
    found = _OWN_MARK.match(text)
    return (found.group(1), text[found.end() :]) if found else ("", text)


def quote(text: str, length: int = 60) -> str:
    """`text` in quotation marks for a message, shortened to `length` characters."""
    flat = normal(text[: 4 * length])
    return f"'{flat}'" if len(flat) <= length else f"'{flat[: length - 1].rstrip()}…'"
