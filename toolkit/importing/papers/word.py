"""Opens a Word file: its parts within the limits, and all of it as paragraphs and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from toolkit.importing.lines import collapse
from toolkit.importing.opened import OpenedFile
from toolkit.importing.papers.characters import visible
from toolkit.importing.papers.content import Comment, Note, Paper, Paragraph, Run
from toolkit.importing.papers.counting import lost_words, plain_texts, words_of
from toolkit.importing.papers.walking import Walker
from toolkit.inspection.package import Relationship
from toolkit.inspection.reading import UnreadableFileError, primary, split_own_mark
from toolkit.inspection.word import ID, W, is_on, value
from toolkit.inspection.word_notes import NoteCounter, NoteForm, note_counter
from toolkit.records import replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_NOTES = 3_000
_CORE = "{http://purl.org/dc/terms/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


class WordFile(OpenedFile):
    """A paper that is being read, and what is gathered from its parts."""

    def __init__(self, data: bytes, accept: bool) -> None:
        super().__init__(data, "a paper")
        self.accept = accept
        self.changes = self.tables = 0
        self.looks_of = character_styles(self.style_root)
        self.looks: dict[str, int] = {}
        self.languages: dict[str, int] = {}
        self.unseen: Counter[str] = Counter()
        self.commented: list[tuple[str, str]] = []
        self.marked: dict[str, str] = {}
        self.endless: list[list[str]] = []
        self.notes = NoteCounter([NoteForm()], [NoteForm(style="lowerRoman")])
        self.plain: list[str] = []
        self.walked: list[str] = []

    def paragraphs(
        self, element: Element, relationships: Mapping[str, Relationship], in_body: bool = False
    ) -> list[Paragraph]:
        """The paragraphs in `element`, which are taken apart; their texts are remembered as they stand there."""
        self.plain += plain_texts(element, self.accept)
        before = len(self.apart)
        found = Walker(self, relationships, in_body).paragraphs(element)
        self.walked += [words for _, words in self.apart[before:]]
        self.walked += ["".join([run.text for run in one.runs if not self._is_counted(run)]) for one in found]
        return found

    def _is_counted(self, run: Run) -> bool:
        """Whether a run is the number of a note, which Word prints."""
        return bool(run.note) and self.notes.numbers.get(run.note, ("", None))[1] is not None


def character_styles(styles: Element | None) -> dict[str, tuple[bool, bool]]:
    """Whether each character style is bold and italic, what it is based on counted in."""
    own: dict[str, tuple[bool | None, bool | None, str]] = {}
    for style in () if styles is None else styles.iter(W + "style"):
        if style.get(W + "type") == "character":
            properties = style.find(W + "rPr")
            said = [is_on(properties, W + name) if _says(properties, name) else None for name in ("b", "i")]
            own[style.get(W + "styleId", "")] = (said[0], said[1], value(style, W + "basedOn"))
    return {name: (_inherited(own, name, 0), _inherited(own, name, 1)) for name in own}


def _says(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None


def _inherited(own: Mapping[str, tuple[bool | None, bool | None, str]], name: str, which: int) -> bool:
    for _ in range(20):
        if name not in own:
            return False
        said = own[name][which]
        if said is not None:
            return bool(said)
        name = own[name][2]
    return False


def read_word(data: bytes, accept: bool) -> Paper:
    """The Word file `data`, tracked changes accepted or rejected; `UnreadableFileError` where it cannot be read."""
    file = WordFile(data, accept)
    root = file.document()
    settings = file.part("settings")
    file.notes = note_counter(root, settings)
    paragraphs: list[Paragraph] = []
    for body in root.iter(W + "body"):
        paragraphs += file.paragraphs(body, file.relationships, in_body=True)
    root.clear()
    counted = len(file.plain)
    notes = _notes(file, _shown(paragraphs))
    words = _words(file.plain[:counted]), _words(file.plain[counted:])
    for kind, where in (("header", "in a header"), ("footer", "in a footer")):
        for name in file.parts(kind):
            found = file.paragraphs(file.xml(name), file.package.relationships(name))
            file.apart += [(where, one.text) for one in found if one.text]
    title, date = _properties(file)
    comments = tuple(_comments(file))
    return Paper(
        tuple(paragraphs),
        notes,
        file.marked,
        comments,
        tuple(dict.fromkeys(file.apart)),
        file.looks,
        file.changes,
        file.styles.language or value(settings, W + "themeFontLang"),
        file.languages,
        title,
        date,
        _media(file, paragraphs),
        tuple(sorted(file.unseen)),
        tuple(map("".join, file.endless)),
        words,
        tuple(lost_words(file.plain, file.walked)),
    )


def _words(texts: Sequence[str]) -> int:
    return sum([len(words_of(text)) for text in texts])


def _shown(paragraphs: list[Paragraph]) -> dict[str, str]:
    """What the first mark of each note shows."""
    found: dict[str, str] = {}
    for paragraph in paragraphs:
        for run in paragraph.runs:
            if run.note:
                found.setdefault(run.note, run.text.strip())
    return found


def _notes(file: WordFile, shown: Mapping[str, str]) -> tuple[Note, ...]:
    """The notes in the order of their first marks, then those without one."""
    found: dict[str, Note] = {}
    for kind, prefix in (("footnotes", ""), ("endnotes", "endnote-")):
        for name in file.parts(kind):
            relations = file.package.relationships(name)
            for element in file.xml(name):
                if element.tag in (W + "footnote", W + "endnote") and element.get(W + "type") not in _SEPARATORS:
                    if len(found) == MAX_NOTES:
                        raise UnreadableFileError(f"the file has more than {MAX_NOTES} notes", "divide it")
                    note = _note(file, element, prefix + element.get(ID, ""), relations, shown)
                    if found.setdefault(note.id, note) is not note:
                        file.apart += [("in a second note of one id", one.text) for one in note.paragraphs]
    marked = [found[name] for name in shown if name in found]
    return (*marked, *[note for name, note in found.items() if name not in shown])


def _note(
    file: WordFile, element: Element, name: str, relations: Mapping[str, Relationship], shown: Mapping[str, str]
) -> Note:
    paragraphs = file.paragraphs(element, relations)
    mark, number = shown.get(name, ""), file.notes.numbers.get(name, ("", None))[1]
    if paragraphs and number is None and mark:
        own, _ = split_own_mark(paragraphs[0].raw, mark)
        paragraphs[0] = _without(paragraphs[0], own)
    return Note(name, mark, number, tuple([_begun(one) if not at else one for at, one in enumerate(paragraphs)]))


def _without(paragraph: Paragraph, mark: str) -> Paragraph:
    """`paragraph` without the mark that is typed at its beginning."""
    runs = list(paragraph.runs)
    for index, run in enumerate(runs):
        if run.text.strip():
            text = run.text.lstrip()
            runs[index] = replace(run, text=text[len(mark) :] if mark and text.startswith(mark) else run.text)
            break
    return replace(paragraph, runs=tuple(runs))


def _begun(paragraph: Paragraph) -> Paragraph:
    """`paragraph` without the spaces between the number of a note and its text."""
    runs = list(paragraph.runs)
    while runs and not runs[0].text.strip():
        del runs[0]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
    return replace(paragraph, runs=tuple(runs))


def _comments(file: WordFile) -> Iterator[Comment]:
    places = dict(file.commented)
    for name in file.parts("comments"):
        relations = file.package.relationships(name)
        for element in file.xml(name).iter(W + "comment"):
            words = " / ".join([one.text for one in file.paragraphs(element, relations) if one.text])
            yield Comment(collapse(element.get(W + "author", "")), words, places.get(element.get(ID, ""), ""))


def _properties(file: WordFile) -> tuple[str, str]:
    """The title and the date of creation that the properties of the file give."""
    name = "docProps/core.xml"
    if not file.package.has(name):
        return "", ""
    root = file.xml(name)
    return visible(collapse(root.findtext(_DC + "title") or ""), file.unseen), (
        root.findtext(_CORE + "created") or ""
    ).strip()[:10]


def _media(file: WordFile, paragraphs: list[Paragraph]) -> dict[str, bytes]:
    """The bytes of the pictures that the paragraphs have."""
    names = {picture.part for one in paragraphs for picture in one.pictures if picture.part}
    return {name: file.package.read(name) for name in sorted(names) if file.package.has(name)}


def main_language(paper: Paper) -> str:
    """The language that most of the text is marked as being in; "" where the file says nothing."""
    counts: dict[str, int] = {}
    for tag, count in paper.languages.items():
        said = primary(tag or paper.language)
        counts[said] = counts.get(said, 0) + count
    return max(counts, key=lambda tag: counts[tag], default=primary(paper.language))
