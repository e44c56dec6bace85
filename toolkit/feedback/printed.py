"""The paper as it went out: every paragraph of the Word file, and the text of the definition that it prints.

The paper is written once more with a character in front of each text that no paper has, and read with the reader that
reads what came back. So each text is found where it is printed, whatever the template does round it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from toolkit.diagnostics import Span
from toolkit.document import Document
from toolkit.feedback.bracketed import Cited, citations_of, sources_listed
from toolkit.feedback.source import cells
from toolkit.images import Images
from toolkit.inspection.review import read_reviewed
from toolkit.inspection.reviewed import BODY, ELSEWHERE, NOTE_MARK, Passage
from toolkit.kind import Kind
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.papers.composing import compose
from toolkit.position import Position, Text, map_texts
from toolkit.position import texts as texts_of
from toolkit.records import Record, replace

Write = Callable[[Document], bytes]

_FIRST_TAG = 0x100000  # plane 16: for private use
_TAG = re.compile("[\U00100000-\U0010fffd]")


class Segment(Record):
    """A part of a printed paragraph: the text with `key`, or what the toolkit puts there ("")."""

    start: int
    end: int
    key: str


class Printed(Record):
    """A paragraph of the paper; `story` as in `Passage`.

    `source` is the id of the source that a note cites, or that an entry of the list of sources says. `citations` are
    the numbers in brackets in it, `bookmarks` those that begin in it.
    """

    index: int
    story: str
    text: str
    segments: tuple[Segment, ...]
    notes: tuple[str, ...]
    cell: int = 0
    source: str = ""
    bookmarks: tuple[str, ...] = ()
    citations: tuple[Cited, ...] = ()

    def segment(self, offset: int) -> Segment:
        """The part in which the character at `offset` stands; at the border of two, the one that is a text."""
        found = [one for one in self.segments if one.start <= offset <= one.end]
        return next((one for one in found if one.key), found[0] if found else self.segments[-1])


class Paper(Record):
    """The paper in one language and kind: its paragraphs in reading order, and the texts that it prints by key."""

    language: str
    kind: str
    paragraphs: tuple[Printed, ...]
    texts: Mapping[str, Text]
    labels: Mapping[str, str]
    sources: Mapping[str, Span]


def print_paper(
    position: Position, language: Language, original: Language | None, images: Images, kind: Kind, write: Write
) -> Paper:
    """The paper that `position`, which is without faults, is printed as in `language`; `write` makes a Word file."""
    texts = {text.key: text for text in texts_of(position)}
    tags = {key: chr(_FIRST_TAG + number) for number, key in enumerate(texts)}
    keys = {tag: key for key, tag in tags.items()}
    tagged = map_texts(position, lambda text: _tagged(text, position, tags))
    reviewed = read_reviewed(write(compose(kind, tagged, language, (), images, original)))
    found = [
        _printed(index, passage, keys)
        for index, passage in enumerate([one for one in reviewed.passages if one.story != ELSEWHERE])
    ]
    sources = {name: source.span for name, source in position.sources.items()}
    led = {cited.target for one in found for cited in one.citations}
    listed = {one.index: one.text for one in found if one.story == BODY and led.intersection(one.bookmarks)}
    entries = sources_listed(listed, position.sources.values(), language)
    paragraphs = tuple(_with_sources(found, texts, _cited_by_figures(position), entries))
    return Paper(language.tag, kind.name, paragraphs, texts, _labels(position), sources)


def _tagged(text: Text, position: Position, tags: Mapping[str, str]) -> Text:
    """`text` with its tag in front, unless it is a note that is a citation alone, which may become an "Ibid."."""
    if text.key.startswith("footnotes/") and text.value.startswith("[@"):
        return text
    key = text.key
    if position.amendment_form == "consolidated" and key.startswith("amendments/") and "/text/original" in key:
        proposed = key.replace("/text/original", "/text/proposed")
        key = proposed if proposed in tags else key  # both wordings are printed in one
    return replace(text, value=tags[key] + text.value)


def _printed(index: int, passage: Passage, keys: Mapping[str, str]) -> Printed:
    parts: list[Segment] = []
    text, key, start = "", "", 0
    for part in re.split(f"({_TAG.pattern})", passage.text):
        if _TAG.fullmatch(part):
            if keys.get(part, "") != key:
                parts += [Segment(start, len(text), key)] if text[start:] else []
                key, start = keys.get(part, ""), len(text)
        else:
            text += part
    parts.append(Segment(start, len(text), key))
    notes = tuple([piece.note for piece in passage.pieces if piece.note])
    cited = citations_of([(_TAG.sub("", piece.text), piece.target) for piece in passage.pieces])
    bookmarks = passage.bookmarks
    return Printed(index, passage.story, text, tuple(parts), notes, passage.cell, bookmarks=bookmarks, citations=cited)


def _cited_by_figures(position: Position) -> dict[str, str]:
    """The source of each figure, by the key of its text: the definition names it beside the words."""
    return {
        figure.text.key: figure.source.id
        for point in position.key_points
        for figure in point.statistics
        if figure.source
    }


def _with_sources(
    found: list[Printed], texts: Mapping[str, Text], figures: Mapping[str, str], entries: Mapping[int, str]
) -> Iterator[Printed]:
    """`found`, each note that no text is printed as with the source that it cites, each of `entries` with its own."""
    cited: dict[str, tuple[str, str]] = {}
    for one in found:
        if one.story == BODY:
            cited.update(_cited(one, texts, figures))
    for one in found:
        key, source = cited.get(one.story.removeprefix("note "), ("", "")) if one.story != BODY else ("", "")
        if source or (key and not any(part.key for part in one.segments)):
            yield replace(one, source=source, segments=(Segment(0, len(one.text), key),))
        else:
            yield replace(one, source=entries.get(one.index, ""))


def _cited(
    one: Printed, texts: Mapping[str, Text], figures: Mapping[str, str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """The notes whose marks stand in a paragraph, each with the key of its text or the source that it cites."""
    marks = iter(one.notes)
    for part in one.segments:
        source = texts[part.key].value if part.key else ""
        wanted = iter([cell for cell in cells(source) if cell.character == NOTE_MARK])
        for _ in range(one.text.count(NOTE_MARK, part.start, part.end)):
            note, cell = next(marks, ""), next(wanted, None)
            mark = source[cell.start : cell.end] if cell else f"[@{figures.get(part.key, '')}]"
            if mark.startswith("[@"):
                yield note, ("", re.split("[],;]", mark[2:])[0].strip())
            elif mark.startswith("[^") and f"footnotes/{mark[2:-1]}" in texts:
                text = texts[f"footnotes/{mark[2:-1]}"]
                only = re.fullmatch(r"\[@([^\],;]+)[^\];]*\]", text.value)
                yield note, (text.key, only.group(1).strip() if only and not parse(text.value).problems else "")


_FIXED = {"title": "title", "subtitle": "subtitle", "file/name": "name of the legislative file"}
_PARTS = {
    "summary": "summary",
    "call": "call",
    "closing": "closing lines",
    "disclaimer": "disclaimer",
    "limitations": "limitations",
    "questions": "questions to follow up",
}
_WORDINGS = {
    "original": "text of the proposal",
    "present": "text in force",
    "proposed": "proposed wording",
    "insert": "text to be inserted",
    "delete": "text to be deleted",
}


def _labels(position: Position) -> dict[str, str]:
    """What each text is called for a drafter: "point 2, argument, paragraph 3"."""
    numbers = {f"key_points/{point.id}": f"point {number}" for number, point in enumerate(position.key_points, 1)}
    numbers |= {f"sections/{point.id}": f"section {number}" for number, point in enumerate(position.key_points, 1)}
    numbers |= {f"amendments/{one.id}": f"amendment {number}" for number, one in enumerate(position.amendments, 1)}
    return {text.key: _label(text.key.split("/"), numbers) for text in texts_of(position)}


def _label(parts: list[str], numbers: Mapping[str, str]) -> str:
    key, last = "/".join(parts), parts[-1]
    if key in _FIXED:
        return _FIXED[key]
    if parts[0] in _PARTS:
        return f"{_PARTS[parts[0]]}, paragraph {last}"
    if parts[0] == "comparison":
        row = f"row {parts[2]}" if parts[1] == "rows" else "headings"
        return f"table of jurisdictions, {row}, column {last}"
    if parts[0] == "footnotes":
        return f"note '{last}'"
    holder = numbers.get("/".join(parts[:2]), parts[0])
    after = f", paragraph {last}" if last.isdigit() else ""
    kind = parts[2]
    said = {
        "point": "line in the list of key points",
        "heading": "heading",
        "argument": "argument",
        "statistics": f"figure {parts[3] if len(parts) > 3 else ''}",
        "text": _WORDINGS.get(parts[3] if len(parts) > 3 else "", "text" if parts[0] == "sections" else "wording"),
        "justification": "justification",
        "law_notes": "note of the law",
        "existing": "existing act",
    }.get(kind, kind)
    return f"{holder}, {said}{after}"
