"""A draft and its citations to the texts of a definition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.images import MAX_BYTES, ImageFault, measure
from toolkit.importing.papers import draft as roles
from toolkit.importing.papers.citing import SYMBOLS, Citations, name_note
from toolkit.importing.papers.content import Paper, Paragraph, Picture, Run
from toolkit.importing.papers.definition import AmendmentText, Definition, PointText, Written
from toolkit.importing.papers.draft import Block, Draft, Point
from toolkit.importing.papers.identifying import Ids, name_point, slug
from toolkit.importing.papers.leaning import leaning_words
from toolkit.importing.papers.marking import Marking, as_block
from toolkit.importing.papers.noted import NUMBER, Noted, Span
from toolkit.importing.papers.pointing import Place, cut, note_places, point_mentions, point_places
from toolkit.importing.papers.report import Report, shown
from toolkit.inspection.typed.mentions import find_mentions
from toolkit.inspection.typed.words import Vocabulary
from toolkit.records import replace

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg"}


class Builder:
    """Writes the texts; knows what the marks of notes and the bookmarks of the file stand for."""

    def __init__(
        self, paper: Paper, draft: Draft, citations: Citations, vocabulary: Vocabulary, ids: Ids, report: Report
    ) -> None:
        self.paper = paper
        self.draft = draft
        self.citations = citations
        self.notes = citations.by_id()
        self.vocabulary = vocabulary
        self.ids = ids
        self.report = report
        self.marking = Marking(self.note, self.field, self.inner)
        self.used: set[str] = set()
        self.images: dict[str, bytes] = {}
        self.image_of: dict[str, str] = {}
        self.symbols: set[str] = set()
        self.numbers = {point.number or str(at): point.id for at, point in enumerate(draft.points, 1)}
        self.anchors = {name: point.id for point in draft.points for name in point.heading.names}
        self.shown = {one.mark: one for one in reversed(citations.notes) if one.is_live}
        self.named: Mapping[str, str] = {}
        self.name_notes()
        self.tell_typed()

    def build(self, language: str, drafted_by: list[str], endorsed_by: list[str]) -> Definition:
        """All texts, in the order in which they are printed."""
        draft = self.draft
        self.move_notes_of_title()
        made = Definition(
            self.line(draft.title) or "–",
            self.line(draft.subtitle) if draft.subtitle else "",
            language,
            draft.date,
            drafted_by,
            endorsed_by,
        )
        made.summary = self.blocks(draft.summary) or [self.stand_in("the summary", draft.title)]
        points = [self.line(point.point) for point in draft.points]
        made.call = self.blocks(draft.call)
        made.amendments = [
            AmendmentText(self.ids.take(slug(one.to)), one.to, one.role, self.line(one.words))
            for one in draft.amendments
        ]
        made.points = [
            self.point(point, words or made.title) for point, words in zip(draft.points, points, strict=True)
        ]
        made.closing = self.blocks(draft.closing)
        made.footnotes = self.footnotes()
        cited = {source for one in self.citations.notes if one.note.id in self.used for source in one.sources()}
        made.sources = {name: entry for name, entry in self.citations.sources.items() if name in cited}
        made.images = self.images
        return made

    def point(self, point: Point, words: str) -> PointText:
        argument = self.blocks(point.blocks) or [self.stand_in(f"the argument of {shown(words)}", point.point)]
        return PointText(point.id, words, self.line(point.heading) or words, tuple(argument))

    def stand_in(self, what: str, paragraph: Paragraph) -> Written:
        """A paragraph without its notes in the place of a part that must not be empty."""
        words = self.line(replace(paragraph, runs=tuple([run for run in paragraph.runs if not run.note])))
        self.report.assume(f"nothing is left for {what}; {shown(paragraph.text)} stands there", "write it")
        return roles.PARAGRAPH, as_block(words) or "–"

    # Notes

    def name_notes(self) -> None:
        """Names the notes that are more than a citation, are marked twice, or are named in the text."""
        counts: dict[str, int] = {}
        for run in self.runs():
            name = run.note or (self.paper.marked.get(run.field.lstrip("^"), "") if run.field else "")
            counts[name] = counts.get(name, 0) + 1
        repeated = self.repeated_notes()
        for noted in self.citations.notes:
            noted.spans += [
                Span(start, end, NUMBER, target=name)
                for start, end, name in point_places(noted.text, self.numbers, self.vocabulary)
                if not any(span.start < end and start < span.end for span in noted.spans)
            ]
            noted.symbol = self.symbol(noted)
            several = counts.get(noted.note.id, 0) > 1
            if noted.symbol or not noted.only_cites() or several or noted.note.id in repeated:
                name_note(noted, self.ids)
        marks = {mark: mark for mark in self.shown}
        for paragraph in self.paper.paragraphs:
            for *_, mark in note_places(paragraph.raw, marks, self.vocabulary):
                name_note(self.shown[mark], self.ids)
        self.named = {mark: one.name for mark, one in self.shown.items() if one.name}

    def repeated_notes(self) -> set[str]:
        """The notes that say what a note says whose mark stands directly before: no two citations may do so."""
        found: set[str] = set()
        beside: set[str] = set()
        lines = [line for line in (self.draft.title, self.draft.subtitle) if line]
        first = next((one.paragraph for one in self.draft.summary if one.picture is None), None)
        moved = [run for line in lines for run in line.runs if run.note]  # to the end of that paragraph
        for run in (*(first.runs if first else ()), *moved, *self.runs()):
            if run.note and run.note in self.notes:
                items = set(self.notes[run.note].items())
                found |= {run.note} if items & beside else set()
                beside = beside | items
            elif run.field or run.text.strip():
                beside = set()
        return found

    def tell_typed(self) -> None:
        """Reports what names points and notes of this paper, or leans on them, and stays as it was typed."""
        for paragraph in self.paper.paragraphs:
            self.tell_points(paragraph.raw, "", is_ours=False)
            text = "".join([run.text for run in paragraph.runs if not (run.note or run.field)])
            for mention in find_mentions(text, self.vocabulary, frozenset()):
                missing = [number.shown for number in mention.numbers if number.shown not in self.shown]
                if missing and (mention.led or mention.is_closed) and not mention.is_bare:
                    self.keep("", text[mention.start : mention.end], "there is no such note")
            for start, end in leaning_words(text):
                self.keep("", text[start:end], "it names no note and no source")
        for noted in self.citations.notes:
            self.tell_points(noted.text, noted.mark, is_ours=True)

    def tell_points(self, text: str, note: str, is_ours: bool) -> None:
        """Reports numbers of points that stay; in notes, where points of laws are cited, only what is surely ours."""
        for mention in point_mentions(text, self.numbers, self.vocabulary):
            there = [number in self.numbers for *_, number in mention.numbers]
            if mention.is_led and not all(there):
                self.keep(note, text[mention.start : mention.end], "there is no such point")
            elif not mention.is_ours and any(there) and (mention.is_led or not is_ours):
                self.keep(note, text[mention.start : mention.end], "it may be a point of another text")

    def keep(self, note: str, words: str, why: str) -> None:
        hint = "write what is meant: [](#its-id) for a point or a note, [@its-id] for a source"
        self.report.keep(note, f"'{words}' stays as it was typed: {why}", hint)

    def runs(self) -> Iterable[Run]:
        for paragraph in self.paper.paragraphs:
            yield from paragraph.runs
        for noted in self.citations.notes:
            yield from noted.runs

    def symbol(self, noted: Noted) -> str:
        """The symbol of a note with a mark of its own; "" where it is numbered."""
        if noted.note.number is not None or not noted.mark:
            return ""
        if noted.mark in SYMBOLS and noted.mark not in self.symbols:
            self.symbols.add(noted.mark)
            return noted.mark
        self.report.moved(f"the mark '{noted.mark}' of a note", "the note is numbered now")
        return ""

    def note(self, identifier: str) -> str:
        """The mark of a definition for a note of the file."""
        noted = self.notes.get(identifier)
        if noted is None or not noted.text.strip():
            self.report.left_out("the mark of a note without words", noted.mark if noted else "?")
            return ""
        self.used.add(identifier)
        return f"[^{noted.name}]" if noted.name else noted.citation()

    def footnotes(self) -> dict[str, tuple[str, str]]:
        """The texts of the notes that are marked; those without a mark are reported."""
        made: dict[str, tuple[str, str]] = {}
        for noted in self.citations.notes:
            if noted.note.id not in self.used:
                self.report.left_out("in a note without a mark", noted.text)
            elif noted.name:
                made[noted.name] = (noted.symbol, noted.written(self.marking))
        return made

    def field(self, name: str, words: str) -> str:
        """What a field shows: the mark or the number of a note, the number of a point; "" where it is plain text."""
        if name.startswith("#"):
            return f"[{{n}}]({name})"
        raised, bookmark = name.startswith("^"), name.lstrip("^")
        noted = self.notes.get(self.paper.marked.get(bookmark, ""))
        if noted is not None and noted.name and words.strip("[]()") == noted.mark:
            return f"[^{noted.name}]" if raised else f"[{{n}}](#{noted.name})"
        point = self.anchors.get(bookmark)
        number = next((number for number, one in self.numbers.items() if one == point), "")
        return f"[{{n}}](#{point})" if point and number and words.strip("().") == number else ""

    def inner(self, anchor: str, words: str) -> str:
        """A link to the section of a point, in its own words; to anything else there is none."""
        point = self.anchors.get(anchor)
        plain = Marking().write([Run(words)])
        if point and plain and not words[:1].isspace() and not words[-1:].isspace():
            return f"[{plain}](#{point})"
        if words.strip():
            self.marking.dead.append((words, f"#{anchor}"))
        return ""

    # Texts

    def line(self, paragraph: Paragraph) -> str:
        """A paragraph as one line of a definition, its typed references live."""
        return self.marking.write(cut(paragraph.runs, self.places(paragraph)))

    def places(self, paragraph: Paragraph) -> Sequence[Place]:
        text = "".join([run.text for run in paragraph.runs])
        found = [*point_places(text, self.numbers, self.vocabulary), *note_places(text, self.named, self.vocabulary)]
        return sorted(found)

    def blocks(self, blocks: Sequence[Block]) -> list[Written]:
        made: list[Written] = []
        for block in blocks:
            if block.picture is not None:
                made += self.picture(block.picture)
                continue
            text = self.line(block.paragraph)
            if block.role == roles.HEADING and text:
                bold = tuple([replace(run, strong=True) for run in block.paragraph.runs])
                text = self.line(replace(block.paragraph, runs=bold))
            role = roles.PARAGRAPH if block.role == roles.HEADING else block.role
            if text:
                made.append((role, as_block(text) if role == roles.PARAGRAPH else text))
        return made

    def picture(self, picture: Picture) -> list[Written]:
        """A picture that a paper can have; any other is reported."""
        words = picture.description.translate(str.maketrans("[]*\\", "()  ")).strip()
        data = self.paper.media.get(picture.part, b"")
        try:
            kind = measure(data)[0]
        except (ImageFault, IndexError):
            kind = ""
        if kind not in _SUFFIXES or len(data) > MAX_BYTES:
            self.report.left_out("a picture that is neither PNG nor JPEG", words or picture.part or "without a name")
            return []
        name = self.image_of.setdefault(picture.part, f"images/image-{len(self.image_of) + 1}.{_SUFFIXES[kind]}")
        self.images[name] = data
        if not words:
            self.report.assume(f"the picture '{name}' is not described in the file", "write what it shows")
            words = name.rpartition("/")[2]
        return [(roles.IMAGE, f"![{words}]({name})")]

    def replaced_links(self) -> Iterator[tuple[str, str]]:
        """The links inside citations that lead nowhere: their words are those of a source now."""
        for noted in self.citations.notes:
            for start, end, address in noted.looks.links:
                if address.startswith("#") and any(span.start <= start < span.end for span in noted.spans):
                    yield noted.text[start:end], address

    def move_notes_of_title(self) -> None:
        """The marks of notes in the title follow the first paragraph of the summary."""
        for line in (self.draft.title, self.draft.subtitle):
            marks = tuple([run for run in line.runs if run.note]) if line else ()
            if not marks or line is None:
                continue
            plain = replace(line, runs=tuple([run for run in line.runs if not run.note]))
            if line is self.draft.title:
                self.draft.title = plain
            else:
                self.draft.subtitle = plain
            summary = self.draft.summary
            at = next((at for at, one in enumerate(summary) if one.picture is None), None)
            if at is None:
                summary.append(Block(roles.PARAGRAPH, replace(plain, runs=marks)))
            else:
                runs = [run for run in summary[at].paragraph.runs if summary[at].paragraph is not line or not run.note]
                summary[at] = replace(summary[at], paragraph=replace(summary[at].paragraph, runs=(*runs, *marks)))
            self.report.moved(f"the note of the title {shown(plain.text)}", "its mark follows the first paragraph")


def name_points(draft: Draft, ids: Ids) -> None:
    """Gives every key point its id."""
    for number, point in enumerate(draft.points, 1):
        point.id = ids.take(name_point(point.heading.text, number))
