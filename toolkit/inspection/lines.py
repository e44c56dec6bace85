"""The text of one block while it is being read: characters, marks, references, links and languages."""

from __future__ import annotations

from toolkit.inspection.reading import (
    HEADING,
    MOST_IN_MARK,
    TITLE,
    Passage,
    ReadBlock,
    ReadLink,
    ReadMark,
    ReadReference,
    collapse,
)
from toolkit.records import replace

_ENDS = " \t\r\n"


class Line:
    """Collects what a block displays; `block` is the result."""

    __slots__ = ("images", "length", "line", "links", "marks", "parts", "passages", "references")

    def __init__(self, line: int = 1) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.marks: list[ReadMark] = []
        self.references: list[ReadReference] = []
        self.links: list[ReadLink] = []
        self.passages: list[tuple[str, str, int]] = []
        self.images: list[Passage] = []
        self.line = line

    def add(self, text: str, language: str = "") -> None:
        """Append displayed characters; `language` where it is not the file's own."""
        self.parts.append(text)
        if language:
            self._add_passage(text, language)
        self.length += len(text)

    def _add_passage(self, text: str, language: str) -> None:
        if self.passages:
            tag, before, end = self.passages[-1]
            if tag == language and end == self.length:
                self.passages[-1] = (tag, before + text, end + len(text))
                return
        self.passages.append((language, text, self.length + len(text)))

    def add_collapsed(self, text: str, language: str = "") -> None:
        """Append characters as a browser shows them: white space collapsed, none at the start."""
        text = collapse(text)
        if text[:1] == " " and (not self.parts or self.parts[-1][-1:] == " "):
            text = text[1:]
        if text:
            self.add(text, language)

    def add_mark(self, note: str, shown: str, target: str = "", anchor: str = "", line: int = 1) -> None:
        """Append the mark of a note, `[^shown]` in the text; what is too long to be a mark is shown before it."""
        if len(shown) > MOST_IN_MARK:
            self.add(shown)
            shown = ""
        self.marks.append(ReadMark(note, shown, self.length, target, anchor, line))
        self.add(f"[^{shown}]")

    def since(self, part: int) -> str:
        """The text from the part with index `part` on."""
        return "".join(self.parts[part:])

    def take_back(self, part: int) -> None:
        """Leave out the text from the part with index `part` on."""
        self.length -= len(self.since(part))
        del self.parts[part:]

    def open_note(self) -> None:
        """Leave out what stands between the number of a note and its text."""
        while self.parts and not self.marks:
            text = self.parts[0].lstrip(_ENDS)
            self.length -= len(self.parts[0]) - len(text)
            self.parts[0] = text
            if text:
                return
            del self.parts[0]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is displayed or recorded."""
        return not (self.images or self.references or self.links or "".join(self.parts).strip(_ENDS))

    def block(self, kind: str, level: int = 0, number: str = "") -> ReadBlock:
        """What has been collected, as a block of `kind`."""
        return ReadBlock(
            kind,
            "".join(self.parts).rstrip(_ENDS),
            level,
            number,
            tuple(self.marks),
            tuple(self.references),
            tuple(self.links),
            tuple([Passage(tag, text) for tag, text, _ in self.passages]) if self.passages else (),
            tuple(self.images),
            self.line,
        )


def with_title(blocks: list[ReadBlock]) -> list[ReadBlock]:
    """`blocks` with the one first heading of level 1 as the title, where no block is styled as title.

    Word users write the title as "Title" or as "Heading 1", HTML has it in h1: after this both read the same.
    """
    if any(block.kind == TITLE for block in blocks):
        return blocks
    headings = [index for index, block in enumerate(blocks) if block.kind == HEADING]
    top = [index for index in headings if blocks[index].level == 1]
    if len(top) != 1 or top[0] != headings[0]:
        return blocks
    return [_raised(block, index == top[0]) for index, block in enumerate(blocks)]


def _raised(block: ReadBlock, is_title: bool) -> ReadBlock:
    if is_title:
        return replace(block, kind=TITLE, level=0)
    return replace(block, level=block.level - 1) if block.kind == HEADING else block
