"""How far each language of a position is: what is complete, doubtful, outdated or missing, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from toolkit.catalogue import Catalogue, Message
from toolkit.diagnostics import Diagnostic
from toolkit.inline import plain_text
from toolkit.languages import protocol_place
from toolkit.markup import parse
from toolkit.position import Position, Text, texts
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.languages import catalogue_languages, find_catalogue, own_name
from toolkit.readers.positions import read_position
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.translation import state_of

PARTS = (
    "front", "disclaimer", "summary", "key_points", "sections", "call", "amendments", "comparison", "limitations",
    "questions", "closing", "notes",
)  # fmt: skip
_PART_OF = {"title": "front", "subtitle": "front", "file": "front", "footnotes": "notes"}

COMPLETE, INCOMPLETE, ABSENT, UNREADABLE, ORIGINAL = "complete", "incomplete", "absent", "unreadable", "original"


class Counts(Record):
    """How many texts are in which state; `words` are those of the original in all that are not complete."""

    complete: int = 0
    fuzzy: int = 0
    stale: int = 0
    missing: int = 0
    words: int = 0

    @property
    def texts(self) -> int:
        """All of them."""
        return self.complete + self.fuzzy + self.stale + self.missing


class Part(Record):
    """A part of the paper that has texts, by its name in `PARTS`: how many, and of how many words."""

    name: str
    texts: int
    words: int


class Translation(Record):
    """A position in one language; `name` is what the language calls itself, `file` the name of its catalogue.

    `state` is "complete", "incomplete", "absent" (no catalogue), "unreadable" or "original". `parts` are counted in
    the order of the position's. `changed` is the day of the last change, `changed_in` says whether the "header" of the
    catalogue or the "file" itself tells it.
    """

    language: str
    name: str
    file: str
    state: str
    whole: Counts = Counts()
    parts: tuple[Counts, ...] = ()
    changed: str = ""
    changed_in: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


class Status(Record):
    """A position in all its languages; `readable` is False where its definition tells no texts.

    `language` is the one that it is written in, `name` what that calls itself. `translations` stand in the order of
    the institutions; `diagnostics` are those of the definition.
    """

    id: str
    readable: bool
    title: str = ""
    language: str = ""
    name: str = ""
    parts: tuple[Part, ...] = ()
    translations: tuple[Translation, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def texts(self) -> int:
        """How many texts the position has."""
        return sum(part.texts for part in self.parts)

    @property
    def words(self) -> int:
        """How many words the position has."""
        return sum(part.words for part in self.parts)

    @property
    def languages(self) -> int:
        """How many languages it is to be translated into."""
        return sum(one.state != ORIGINAL for one in self.translations)

    @property
    def complete(self) -> int:
        """How many of them are complete."""
        return sum(one.state == COMPLETE for one in self.translations)

    @property
    def unreadable(self) -> int:
        """How many of them have a catalogue that cannot be read."""
        return sum(one.state == UNREADABLE for one in self.translations)

    @property
    def counted(self) -> tuple[Translation, ...]:
        """The languages that could be counted."""
        return tuple([one for one in self.translations if one.state in (COMPLETE, INCOMPLETE, ABSENT)])

    @property
    def total(self) -> Counts:
        """All languages that could be counted together."""
        return added(one.whole for one in self.counted)

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the definition and the catalogues as files."""
        return (*self.diagnostics, *[found for one in self.translations for found in one.diagnostics])


def status(workspace: Workspace, identifier: str, tags: Sequence[str] = ()) -> Status:
    """How far a position is in each language of `tags`; none means those that have a catalogue."""
    position, diagnostics = read_position(workspace.positions, identifier)
    if position is None:
        return Status(identifier, False, diagnostics=tuple(diagnostics))
    own = position.language
    wanted = tags or [tag for tag in catalogue_languages(workspace, identifier) if tag != own]
    extent = _Extent(position)
    found = [_translation(workspace, position, extent, tag) for tag in sorted(wanted, key=protocol_place)]
    return Status(
        identifier,
        True,
        plain_text(parse(position.title.value).inlines),
        own,
        own_name(workspace, own),
        extent.parts,
        tuple(found),
        tuple(diagnostics),
    )


def added(counts: Iterable[Counts]) -> Counts:
    """The sum of them."""
    found = list(counts)
    return Counts(*[sum(getattr(one, field) for one in found) for field in Counts.__match_args__])


_WORD = re.compile(r"\S*\w\S*")


class _Extent:
    """The texts of a position by part, each with the number of its words; counted once for all languages."""

    def __init__(self, position: Position) -> None:
        self.by_part: dict[str, list[tuple[Text, int]]] = {name: [] for name in PARTS}
        for text in texts(position):
            head = text.key.partition("/")[0]
            words = len(_WORD.findall(plain_text(parse(text.value).inlines)))
            self.by_part[_PART_OF.get(head, head)].append((text, words))
        self.by_part = {name: found for name, found in self.by_part.items() if found}
        self.parts = tuple(
            [Part(name, len(found), sum(words for _, words in found)) for name, found in self.by_part.items()]
        )

    def counts(self, state: Callable[[Text], str]) -> tuple[Counts, ...]:
        """Each part, with its texts in the state that `state` says."""
        return tuple([_counts((state(text), words) for text, words in found) for found in self.by_part.values()])


def _counts(states: Iterable[tuple[str, int]]) -> Counts:
    number: dict[str, int] = {}
    left = 0
    for state, words in states:
        number[state] = number.get(state, 0) + 1
        left += words if state != "complete" else 0
    return Counts(**number, words=left)


def _translation(workspace: Workspace, position: Position, extent: _Extent, tag: str) -> Translation:
    name = own_name(workspace, tag)
    if tag == position.language:
        counts = extent.counts(lambda _: "complete")
        return Translation(tag, name, "", ORIGINAL, added(counts), counts)
    path, file = find_catalogue(workspace, position.id, tag)
    if path is None:
        counts = extent.counts(lambda _: "missing")
        return Translation(tag, name, file, ABSENT, added(counts), counts)
    catalogue, diagnostics = read_catalogue(path, file)
    if catalogue is None:
        return Translation(tag, name, file, UNREADABLE, diagnostics=tuple(diagnostics))
    counts = extent.counts(_states(catalogue.messages))
    whole = added(counts)
    state = COMPLETE if whole.complete == whole.texts else INCOMPLETE
    changed = _last_change(path, catalogue)
    return Translation(tag, name, file, state, whole, counts, *changed, tuple(diagnostics))


def _states(messages: Mapping[str, Message]) -> Callable[[Text], str]:
    return lambda text: state_of(messages.get(text.key), text)


def _last_change(path: Path, catalogue: Catalogue) -> tuple[str, str]:
    """The day of the last change and what tells it: the header, or else the file."""
    if catalogue.revised:
        return catalogue.revised, "header"
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(), "file"
    return "", ""
