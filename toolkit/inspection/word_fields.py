"""Word's fields while they are read: they nest, and only results are displayed (ISO 29500-1, 17.16.18)."""

from __future__ import annotations

from toolkit.inspection.lines import Line
from toolkit.inspection.reading import MOST_SHOWN, ReadLink, ReadReference
from toolkit.records import MutableRecord, fresh

_NUMBER_SWITCHES = ("\\r", "\\n", "\\w")
_DEEPEST = 20  # fields in each other; Word itself allows no more
_KINDS = {"NOTEREF": "note", "PAGEREF": "page", "REF": "text"}


class Field(MutableRecord):
    """A field that has begun: its instruction, where its result starts, what is held back for a mark."""

    instruction: list[str] = fresh(factory=list)
    in_result: bool = False
    line: Line | None = None
    part: int = 0
    held: list[str] | None = None

    @property
    def words(self) -> list[str]:
        """The words of the instruction."""
        return "".join(self.instruction).split()


class Fields(MutableRecord):
    """The fields that are open; `instructions` counts those whose result has not begun."""

    open: list[Field] = fresh(factory=list)
    instructions: int = 0

    def begin(self, instruction: str = "") -> Field:
        """A field begins inside those that are open."""
        begun = Field([instruction])
        self.open.append(begun)
        self.instructions += 1
        return begun

    def instruct(self, text: str) -> None:
        """Add to the instruction of the innermost field."""
        if self.open and not self.open[-1].in_result:
            self.open[-1].instruction.append(text)

    def start_result(self, begun: Field, line: Line) -> None:
        """The result of a field begins in `line`."""
        if begun.in_result:
            return
        self.instructions -= 1
        begun.in_result, begun.line, begun.part = True, line, len(line.parts)
        words = [word.lower() for word in begun.words]
        if words[:1] == ["noteref"] and "\\f" in words:
            begun.held = []

    def end(self, line: Line | None) -> None:
        """The innermost field ends in `line`, which takes in what it refers to."""
        ended = self.open.pop()
        if not ended.in_result:
            self.instructions -= 1
        if line is not None and not self.instructions and len(self.open) < _DEEPEST:
            _record(ended, line)  # what is part of another's instruction is not displayed

    def takes(self, text: str) -> bool:
        """Whether `text` is not displayed now: part of an instruction, or held back for a mark."""
        if self.instructions:
            return True
        if self.open and self.open[-1].held is not None:
            self.open[-1].held.append(text)
            return True
        return False

    def release(self, line: Line) -> None:
        """Give back what an unfinished field holds, so that no text of an open field is lost."""
        for begun in self.open:
            if begun.held is not None:
                line.add("".join(begun.held))
                begun.held = None


def _record(ended: Field, line: Line) -> None:
    words = ended.words
    if len(words) < 2:
        return
    name, target = words[0].upper(), words[1].strip('"')
    shown = line.since(ended.part if ended.line is line else 0)[:MOST_SHOWN]
    if ended.held is not None:
        line.add_mark("", "".join(ended.held).strip(), target)
    elif name == "HYPERLINK":
        _record_link(line, words, shown)
    elif name in _KINDS:
        numbered = name == "REF" and any(word.lower() in _NUMBER_SWITCHES for word in words[2:])
        line.references.append(ReadReference(shown.strip(), target, "number" if numbered else _KINDS[name]))


def _record_link(line: Line, words: list[str], shown: str) -> None:
    lowered = [word.lower() for word in words]
    if "\\l" in lowered[1:-1]:
        anchor = words[lowered.index("\\l", 1) + 1].strip('"')
        line.references.append(ReadReference(shown, anchor, "anchor"))
    elif not words[1].startswith("\\"):
        line.links.append(ReadLink(shown, words[1].strip('"')))
