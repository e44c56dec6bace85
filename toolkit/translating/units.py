"""What there is to translate: each text of a position with what a translator has to know of it."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.inline import Citation, NoteUse, Reference, plain_text, walk
from toolkit.limits import most_characters
from toolkit.markup import parse
from toolkit.position import Position, Source, Text, texts
from toolkit.records import Record

_WORDS_SHOWN = 8
_MOST_SHOWN = 90  # characters of a note or a title
_PLACEHOLDERS = r'placeholders:r"\[\^[^\]]+\]|\[@[^\]]+\]|\{n\}"'


class Unit(Record):
    """A text to translate: `comments` are for the translator, `reference` is file and line, `flags` are for programs.

    `key` is its msgctxt. The flags are those of Weblate; gettext passes over them.
    """

    key: str
    source: str
    comments: tuple[str, ...]
    reference: str
    flags: tuple[str, ...]

    @property
    def parent(self) -> str:
        """The part that a paragraph stands in ("summary"); "" for a text that stands alone under its name."""
        return parent_of(self.key)


def units(position: Position) -> tuple[Unit, ...]:
    """The texts of a position in the order of the printed paper."""
    found = tuple(texts(position))
    names = _Names(position)
    beside = [_plain(text) for text in found]
    made = []
    for index, text in enumerate(found):
        before = beside[index - 1] if index and _are_neighbours(found[index - 1], text) else ""
        after = beside[index + 1] if index + 1 < len(found) and _are_neighbours(text, found[index + 1]) else ""
        comments = [names.place(text.key), *_neighbours(before, after), *names.limits(text.key), *names.marks(text)]
        span = text.place.at()
        made.append(Unit(text.key, text.value, tuple(comments), f"{span.file}:{span.line}", _flags(text)))
    return tuple(made)


def parent_of(key: str) -> str:
    """The part that a paragraph with this key stands in; "" for the key of a text that stands alone."""
    head, _, last = key.rpartition("/")
    return head if last.isdigit() else ""


def _are_neighbours(one: Text, other: Text) -> bool:
    """Whether two texts follow each other in one running text."""
    parent = parent_of(one.key)
    return parent != "" and parent == parent_of(other.key)


def _plain(text: Text) -> str:
    return " ".join(plain_text(parse(text.value).inlines).split())


def _neighbours(before: str, after: str) -> Iterator[str]:
    if before:
        words = before.split(" ")
        yield f"after: {'… ' if len(words) > _WORDS_SHOWN else ''}{' '.join(words[-_WORDS_SHOWN:])}"
    if after:
        words = after.split(" ")
        yield f"before: {' '.join(words[:_WORDS_SHOWN])}{' …' if len(words) > _WORDS_SHOWN else ''}"


def _flags(text: Text) -> tuple[str, ...]:
    flags = []
    if any(mark in text.value for mark in "*["):
        flags.append("md-text")
    if "[" in text.value:
        flags.append(_PLACEHOLDERS)
    limit = most_characters(text.key)
    return (*flags, f"max-length:{limit}") if limit else tuple(flags)


OWN_FLAGS = ("md-text", "placeholders:", "max-length:")
"""How the flags begin that are set here: any others are the translator's."""


class _Names:
    """What the parts and marks of one position are called."""

    def __init__(self, position: Position) -> None:
        self.position = position
        self.points = {point.id: str(number) for number, point in enumerate(position.key_points, 1)}
        self.amendments = {one.id: (str(number), one.to.written) for number, one in enumerate(position.amendments, 1)}
        self.labels = {"key_points": "key point", "sections": "section", "amendments": "amendment"}

    def place(self, key: str) -> str:
        """Where the text with `key` is printed."""
        part, _, rest = key.partition("/")
        if part in ("key_points", "sections"):
            identifier, _, rest = rest.partition("/")
            return f"{self.labels[part]} {self.points[identifier]}, {_part(rest)}"
        if part == "amendments":
            identifier, _, rest = rest.partition("/")
            number, provision = self.amendments[identifier]
            return f"amendment {number} ({provision}), {_part(rest)}"
        if part == "footnotes":
            return f"text of the note [^{rest}]"
        return _part(key)

    def limits(self, key: str) -> Iterator[str]:
        """The room that there is for it, where that is little."""
        limit = most_characters(key)
        if limit:
            yield f"at most {limit} characters"

    def marks(self, text: Text) -> Iterator[str]:
        """What each mark in the text stands for, once."""
        if "[" not in text.value:
            return
        said: dict[str, None] = {}
        for inline in walk(parse(text.value).inlines):
            if isinstance(inline, NoteUse):
                said[f"[^{inline.note}] is the mark of a note{self._note(inline.note, text.key)}"] = None
            elif isinstance(inline, Citation):
                for item in inline.items:
                    said[f"[@{item.source}] cites {self._source(item.source)}"] = None
            elif isinstance(inline, Reference):
                said[f"(#{inline.target}) refers to {self._target(inline.target)}"] = None
        yield from said

    def _note(self, name: str, key: str) -> str:
        note = self.position.footnotes.get(name)
        if note:
            return f": {_cut(_plain(note.text))}"
        if key.startswith("amendments/"):
            return " of the law"
        return ""

    def _source(self, name: str) -> str:
        source = self.position.sources.get(name)
        return _described(source) if source else "a source"

    def _target(self, name: str) -> str:
        point = next((one for one in self.position.key_points if one.id == name), None)
        if point:
            return f"key point {self.points[name]}: {_cut(_plain(point.heading))}"
        if name in self.amendments:
            return f"amendment {self.amendments[name][0]} ({self.amendments[name][1]})"
        note = self.position.footnotes.get(name)
        return f"the note: {_cut(_plain(note.text))}" if note else "a part of the paper"


_SINGLE = {
    "title": "title of the paper",
    "subtitle": "subtitle of the paper",
    "file/name": "name of the legislative file, below the title",
    "point": "the line in the list of key positions",
    "heading": "heading of its section",
    "finding": "what was found, which its section opens with",
    "existing": "name of the act that the provision amends",
}
_LISTED = {
    "summary": "summary",
    "argument": "argument",
    "call": "the call",
    "disclaimer": "what the reader should know first",
    "text": "evidence for the finding",
    "limitations": "what the sources do not show",
    "questions": "questions to follow up",
    "comparison/columns": "headings of the table of jurisdictions",
    "closing": "closing part, about the paper",
    "justification": "justification",
    "text/original": "text of the proposal",
    "text/present": "text in force",
    "text/proposed": "proposed text",
    "text/insert": "text to be inserted",
    "text/delete": "text to be deleted",
}


def _part(rest: str) -> str:
    """What the last part of a key says: "argument/2" is the second text of the argument."""
    if rest in _SINGLE:
        return _SINGLE[rest]
    parent = parent_of(rest)
    if parent in _LISTED:
        return f"{_LISTED[parent]}, text {rest.rpartition('/')[2]}"
    if rest.startswith("statistics/"):
        return f"words of figure {rest.split('/')[1]}"
    if parent.startswith("comparison/rows/"):
        return f"table of jurisdictions, row {parent.rpartition('/')[2]}, column {rest.rpartition('/')[2]}"
    if rest.startswith("law_notes/"):
        return f"text of the law’s note [^{rest.removeprefix('law_notes/')}]"
    return _LISTED.get(rest, rest)


def _described(source: Source) -> str:
    names = [name.literal or name.family for name in source.authors[:2]]
    authors = ", ".join(names) + (" and others" if len(source.authors) > 2 else "")
    year = f" ({source.date.year})" if source.date else ""
    return _cut(": ".join(part for part in (authors, source.title) if part)) + year


def _cut(text: str) -> str:
    if len(text) <= _MOST_SHOWN:
        return text
    return f"{text[: text.rfind(' ', 0, _MOST_SHOWN)]} …"
