"""Reads any Word file as its reader sees it: ours, Word's own, and those of other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.inspection.lines import with_title
from toolkit.inspection.package import Package, Relationship
from toolkit.inspection.reading import (
    DOCX,
    TITLE,
    Fault,
    ReadBlock,
    Reading,
    ReadMark,
    ReadNote,
    ReadTarget,
    UnreadableFileError,
    normal,
    split_own_mark,
    unreadable,
)
from toolkit.inspection.word import ID, W, is_on
from toolkit.inspection.word_bookmarks import OF_LIBRE_OFFICE
from toolkit.inspection.word_lists import ListCounter, Lists
from toolkit.inspection.word_notes import NoteCounter, note_counter
from toolkit.inspection.word_styles import Styles
from toolkit.inspection.word_text import Gathered, Story
from toolkit.records import Record, replace

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read_docx(data: bytes) -> Reading:
    """What a reader of the Word file `data` sees; an unreadable one gives a fault, never an exception."""
    try:
        return _read(Package(data))
    except UnreadableFileError as reason:
        return unreadable(DOCX, reason)


class _Parts(Record):
    """The parts that are read, by their kind of relationship; the main part and its relationships."""

    package: Package
    name: str
    main: Element
    relationships: dict[str, Relationship]

    def part(self, kind: str) -> str:
        """The name of the part of `kind`; empty where there is none."""
        for relation in self.relationships.values():
            if relation.kind == kind and not relation.external and self.package.has(relation.target):
                return relation.target
        return ""

    def root(self, kind: str) -> Element | None:
        name = self.part(kind)
        return self.package.xml(name) if name else None


def _open_parts(package: Package) -> _Parts:
    relations = package.relationships("").values()
    name = next((one.target for one in relations if one.kind == "officeDocument"), "word/document.xml")
    if not package.has(name):
        raise UnreadableFileError(
            "the file is a ZIP archive without a Word document in it",
            "give a .docx file; a template, a spreadsheet or a folder in a ZIP cannot be verified",
        )
    main = package.xml(name)
    if main.tag != W + "document":
        raise UnreadableFileError("the file is an Office file, but no Word document", "give a .docx file")
    return _Parts(package, name, main, package.relationships(name))


def _read(package: Package) -> Reading:
    parts = _open_parts(package)
    styles = Styles(parts.root("styles"))
    settings = parts.root("settings")
    language = styles.language or _theme_language(settings)
    gathered = Gathered(styles, ListCounter(Lists(parts.root("numbering"))), language)
    counter = note_counter(parts.main, settings)
    body = Story(gathered, parts.relationships, counter, "the text")
    blocks = body.read(parts.main)
    stories = [(body, True)]
    notes = _read_notes(parts, gathered, counter, blocks, stories)
    targets = _targets(stories, gathered)
    if any(mark.target for block in blocks for mark in block.marks):
        blocks = [_resolved(block, targets) for block in blocks]
    blocks = with_title(blocks)
    return Reading(
        DOCX,
        language,
        _title(blocks, package),
        tuple(blocks),
        tuple(notes),
        targets,
        (*_missing_parts(parts), *_questions(settings), *gathered.faults),
        frozenset(gathered.excused),
        counter.section > 0 and any(form.restarts for form in counter.forms),
        bool(parts.part("footnotes")),
        any(form.each_page for form in counter.forms),
        tuple(_margins(parts)),
    )


def _margins(parts: _Parts) -> Iterator[tuple[str, frozenset[str]]]:
    """What the headers and footers of the last section say, on its first page and on the others."""
    section = parts.main.find(f"{W}body/{W}sectPr")
    if section is None:
        return
    shown = ("default", "first") if is_on(section, W + "titlePg") else ("default",)
    for kind in ("header", "footer"):
        for reference in section.findall(f"{W}{kind}Reference"):
            relation = parts.relationships.get(reference.get(_RELATION, ""))
            if reference.get(W + "type", "default") in shown and relation and parts.package.has(relation.target):
                paragraphs = parts.package.xml(relation.target).iter(W + "p")
                texts = ["".join([text.text or "" for text in one.iter(W + "t")]) for one in paragraphs]
                yield kind, frozenset([normal(text) for text in texts])


def _questions(settings: Element | None) -> Iterator[Fault]:
    """What makes Word ask the reader something at every opening."""
    if is_on(settings, W + "updateFields"):
        message = "Word asks at every opening whether it shall update the fields"
        yield Fault("update-question", message, "take the setting updateFields out; the numbers are right without it")


def _theme_language(settings: Element | None) -> str:
    element = settings.find(W + "themeFontLang") if settings is not None else None
    return "" if element is None else element.get(W + "val", "")


def _title(blocks: list[ReadBlock], package: Package) -> str:
    for block in blocks:
        if block.kind == TITLE:
            return block.text
    if package.has("docProps/core.xml"):
        for element in package.xml("docProps/core.xml").iter("{http://purl.org/dc/elements/1.1/}title"):
            return element.text or ""
    return ""


def _read_notes(
    parts: _Parts,
    gathered: Gathered,
    counter: NoteCounter,
    blocks: list[ReadBlock],
    stories: list[tuple[Story, bool]],
) -> list[ReadNote]:
    """The notes in the order of their first marks, then those without a mark."""
    custom = {mark.note: mark.shown for block in reversed(blocks) for mark in reversed(block.marks)}
    found: dict[str, ReadNote] = {}
    for kind, prefix in (("footnotes", ""), ("endnotes", "endnote-")):
        name = parts.part(kind)
        if name:
            root, relations = parts.package.xml(name), parts.package.relationships(name)
            for element in _note_elements(root):
                note = _read_note(element, prefix, relations, gathered, counter, custom, stories)
                if note.id in found:
                    gathered.faults.append(_duplicate(note))
                elif note.mark or note.blocks or note.id not in gathered.excused:
                    found[note.id] = note
    marked = [found[id_] for id_ in counter.numbers if id_ in found]
    return marked + [note for id_, note in found.items() if id_ not in counter.numbers]


def _note_elements(root: Element) -> Iterator[Element]:
    for element in root:
        if element.tag in (W + "footnote", W + "endnote") and element.get(W + "type") not in _SEPARATORS:
            yield element


def _read_note(
    element: Element,
    prefix: str,
    relations: dict[str, Relationship],
    gathered: Gathered,
    counter: NoteCounter,
    custom: dict[str, str],
    stories: list[tuple[Story, bool]],
) -> ReadNote:
    id_ = prefix + element.get(ID, "")
    shown, number = counter.numbers.get(id_, ("", None))
    shown = shown or custom.get(id_, "")
    place = f"note {shown}" if shown else f"a note without a mark (id {id_})"
    story = Story(gathered, relations, None, place, shown or None)
    blocks = list(story.read(element))  # bookmarks count in the text as it stands
    stories.append((story, False))
    if number is not None and blocks and next(element.iter(W + "footnoteRef"), None) is None:
        _miss_own_mark(element, shown, gathered)
    own = ""
    if blocks and number is None and shown:
        own, text = split_own_mark(blocks[0].text, shown)
        blocks[0] = replace(blocks[0], text=text)
    return ReadNote(id_, own or shown, number, tuple(blocks))


def _miss_own_mark(element: Element, shown: str, gathered: Gathered) -> None:
    if next(element.iter(W + "endnoteRef"), None) is None:
        message = f"note {shown} does not show its own number: readers cannot tell which note it is"
        hint = "delete the note and insert it again (References › Insert Footnote)"
        gathered.faults.append(Fault("missing-mark", message, hint, 1, shown))


def _duplicate(note: ReadNote) -> Fault:
    return Fault(
        "duplicate-note",
        f"two notes have the id '{note.id}' (word/footnotes.xml); Word offers to repair such a file",
        "render the paper again, or open it in Word and let it repair",
        1,
        note.mark or None,
    )


def _targets(stories: list[tuple[Story, bool]], gathered: Gathered) -> dict[str, ReadTarget]:
    targets: dict[str, ReadTarget] = {}
    for story, in_body in stories:
        for target in story.targets(in_body):
            if targets.get(target.name) == target and OF_LIBRE_OFFICE.fullmatch(target.name):
                continue
            if target.name in targets:
                message = f"two bookmarks are called '{target.name}'; references to it may lead to the wrong place"
                hint = "delete one of them (Insert › Bookmark)"
                gathered.faults.append(Fault("duplicate-bookmark", message, hint))
            else:
                targets[target.name] = target
    return targets


def _resolved(block: ReadBlock, targets: dict[str, ReadTarget]) -> ReadBlock:
    """`block` with the marks that fields print led to their notes."""
    if not any(mark.target for mark in block.marks):
        return block
    return replace(block, marks=tuple([_resolved_mark(mark, targets) for mark in block.marks]))


def _resolved_mark(mark: ReadMark, targets: dict[str, ReadTarget]) -> ReadMark:
    target = targets.get(mark.target)
    return replace(mark, note=target.notes[0]) if target is not None and target.notes else mark


def _missing_parts(parts: _Parts) -> list[Fault]:
    """Relationships of the main part that lead to parts which are not there."""
    faults = []
    for relation in parts.relationships.values():
        inside = not relation.external and relation.kind != "hyperlink" and relation.target not in ("", ".")
        if inside and not parts.package.has(relation.target):
            faults.append(_missing_part(relation))
    return faults


def _missing_part(relation: Relationship) -> Fault:
    return Fault(
        "missing-part",
        f"the file names a part '{relation.target}' ({relation.kind}) that is not in it",
        "render the paper again, or open it in Word and let it repair",
    )
