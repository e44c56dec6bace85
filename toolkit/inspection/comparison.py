"""Whether a file displays what its document says, and whether two files of one paper say the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.diagnostics import Diagnostic, Span, error
from toolkit.inspection.alignment import Alignment, align, first_difference
from toolkit.inspection.expectation import (
    Expectation,
    ExpectedLink,
    ExpectedNote,
    ExpectedReference,
    ExpectedText,
    expect,
)
from toolkit.inspection.reading import (
    DOCX,
    HEADING,
    HTML,
    NOTES_HEADING,
    PDF,
    TITLE,
    Passage,
    ReadBlock,
    Reading,
    ReadLink,
    ReadNote,
    ReadReference,
    ReadTarget,
    normal,
    primary,
    quote,
)

if TYPE_CHECKING:
    from toolkit.document import Document

HEADINGS = (TITLE, HEADING, NOTES_HEADING)  # compared by themselves
MOST = 40  # of one kind; after a slip that moves everything, more tell nobody anything
RENDER = "render the paper again; if it comes again, the template or the toolkit is at fault"
_MARK = re.compile(r"\[\^[^\]]*\]")
_END = " \t\u00a0.):"


class _Finder:
    """Compares one reading with one document."""

    def __init__(self, document: Document, expectation: Expectation, reading: Reading, name: str) -> None:
        self._document = document
        self._expectation = expectation
        self._reading = reading
        self._name = name
        self._base = primary(document.language)
        self._marks = {note.id: note.mark for note in reading.notes}
        self._blocks: dict[str, int] = {}

    def find(self) -> Iterator[Diagnostic]:
        """All differences: language, title, text, then notes."""
        expectation = self._expectation
        yield from self._language()
        yield from self._title(expectation)
        yield from self._margins()
        alignment = align(expectation, self._reading.blocks)
        for index, texts in alignment.held.items():
            for text in texts:
                for anchor in text.anchors:
                    self._blocks[anchor] = index
        yield from self._texts(alignment)
        yield from self._images(expectation)
        for index, texts in alignment.held.items():
            block = self._reading.blocks[index]
            yield from self._numbers(block, texts, alignment)
            if _has_inside(texts, (block,)):
                yield from self._inside(f"in the text {quote(block.text, 40)}", texts, (block,), None)
        if self._reading.each_page:
            yield self._say("number-differs", "the numbers of notes begin again on each page of the file")
        yield from self._notes(expectation)

    def _say(self, code: str, message: str, line: int = 1, note: str | None = None) -> Diagnostic:
        return error(code, Span(self._name, line), message, RENDER, note)

    # The whole

    def _language(self) -> Iterator[Diagnostic]:
        document, read = self._document, self._reading.language
        due = document.word_language if self._reading.format == DOCX else document.language
        if read.lower() != due.lower():
            shown = f"'{read}'" if read else "none"
            yield self._say("language-differs", f"the language of the file is {shown}, that of the paper '{due}'")

    def _title(self, expectation: Expectation) -> Iterator[Diagnostic]:
        due, read = expectation.title.text, normal(self._reading.title)
        if read != due:
            yield self._say("title-differs", f"the title is {quote(read)} in the file, but {quote(due)} in the paper")

    def _margins(self) -> Iterator[Diagnostic]:
        if self._reading.format not in (DOCX, HTML, PDF):  # Akoma Ntoso has no pages
            return
        due = {"header": normal(self._document.status), "footer": normal(self._document.digest)}
        margins = {kind: [texts for margin, texts in self._reading.margins if margin == kind] for kind in due}
        for kind, words in due.items():
            said = [["".join(text.split()) for text in texts] for texts in margins[kind]]
            due_words = "".join(words.split())
            if words and not (said and all(any(due_words in text for text in texts) for texts in said)):
                yield self._say("page-words-differ", f"not every page of the file says {quote(words)} in its {kind}")

    def _texts(self, alignment: Alignment) -> Iterator[Diagnostic]:
        for text in alignment.missing[:MOST]:
            yield self._say("text-differs", f"the file lacks the text {quote(text.text)}")
        for text, block in alignment.changed[:MOST]:
            yield self._changed(text, block)
        for block in alignment.added[:MOST]:
            message = f"the file has the text {quote(block.text)}, which the paper does not have there"
            yield self._say("text-differs", message, block.line)
        for block, rest in alignment.torn[:MOST]:
            message = f"the words {quote(rest)} in the text {quote(block.text, 40)} are not in the paper"
            yield self._say("text-differs", message, block.line)

    def _changed(self, text: ExpectedText, block: ReadBlock) -> Diagnostic:
        read = normal(block.text)
        due, shown = first_difference(text.text, read)
        if _MARK.sub("", text.text) == _MARK.sub("", read):
            return self._say(
                "mark-differs",
                f"the marks of notes are '{shown}' in the file, but '{due}' in the paper",
                block.line,
            )
        return self._say("text-differs", f"the text is '{shown}' in the file, but '{due}' in the paper", block.line)

    def _images(self, expectation: Expectation) -> Iterator[Diagnostic]:
        read = [image for block in self._reading.blocks for image in block.images]
        for due in expectation.alternatives:
            image = next((one for one in read if normal(one.text) == normal(due.text)), None)
            if image is None:
                message = f"no image in the file has the alternative text {quote(due.text)}"
                yield self._say("alternative-text-differs", message)
                continue
            read.remove(image)
            marked, language = (primary(one.language) or self._base for one in (image, due))
            if marked != language:
                message = f"the alternative text {quote(due.text)} is marked as '{marked}', but is in '{language}'"
                yield self._say("language-differs", message)

    def _numbers(self, block: ReadBlock, texts: list[ExpectedText], alignment: Alignment) -> Iterator[Diagnostic]:
        for text in texts:
            if text.is_heading and block.kind not in (HEADING, TITLE):
                message = f"the heading {quote(text.text)} is no heading in the file, but a {block.kind}"
                yield self._say("heading-differs", message, block.line)
            if not text.number:
                continue
            shown = block.number or alignment.before.get(id(text), "")
            if shown.strip(_END) != text.number.strip(_END):
                message = f"{quote(text.text)} has the number '{shown.strip()}', but in the paper '{text.number}'"
                yield self._say("number-differs", message, block.line)

    # Inside a text

    def _inside(
        self, place: str, texts: Iterable[ExpectedText], blocks: tuple[ReadBlock, ...], note: str | None
    ) -> Iterator[Diagnostic]:
        """References, links and languages in `blocks`, which display `texts`."""
        due = [reference for text in texts for reference in text.references]
        read = [
            reference for block in blocks for reference in block.references if reference.kind not in ("back", "page")
        ]
        if due or read:
            leads_to = {text.leads_to for text in texts if text.leads_to}
            yield from self._references(place, due, read, leads_to, note)
        links = [link for text in texts for link in text.links]
        read_links = [link for block in blocks for link in block.links]
        if links or read_links:
            yield from self._links(place, links, read_links, note)
        passages = [passage for text in texts for passage in text.passages]
        read_passages = [passage for block in blocks for passage in block.passages]
        if passages or read_passages:
            yield from self._passages(place, passages, read_passages, note)

    def _references(
        self,
        place: str,
        due: list[ExpectedReference],
        read: list[ReadReference],
        leads_to: set[str],
        note: str | None,
    ) -> Iterator[Diagnostic]:
        position = 0
        for expected in due:
            at = next((i for i in range(position, len(read)) if _is_shown(expected, read[i])), None)
            if at is None:
                if not expected.optional:
                    message = f"{place}, the reference {quote(expected.text)} is missing or shows something else"
                    yield self._say("reference-differs", message, 1, note)
                continue
            yield from self._extra(place, read[position:at], leads_to, note)
            yield from self._target(place, expected, read[at], note)
            position = at + 1
            while expected.parts and position < len(read) and read[position].target == read[at].target:
                position += 1
        yield from self._extra(place, read[position:], leads_to, note)

    def _extra(
        self, place: str, read: list[ReadReference], leads_to: set[str], note: str | None
    ) -> Iterator[Diagnostic]:
        """References that the document does not spell out: the links of key points to their sections."""
        for reference in read:
            target = self._reading.targets.get(reference.target)
            if target is not None and not any(self._blocks.get(anchor) == target.block for anchor in leads_to):
                message = f"{place}, the reference {quote(reference.shown)} leads where none in the paper leads"
                yield self._say("reference-differs", message, reference.line, note)

    def _target(
        self, place: str, expected: ExpectedReference, read: ReadReference, note: str | None
    ) -> Iterator[Diagnostic]:
        target = self._reading.targets.get(read.target)
        if target is None:
            return  # a fault of the file itself, which is found without the document
        if expected.note:
            shown = self._marks.get(target.notes[0], "") if target.notes else ""
            if shown != expected.note:
                where = f"note {shown}" if shown else "no note"
                message = f"{place}, {quote(expected.text)} leads to {where}, not to note {expected.note}"
                yield self._say("reference-differs", message, read.line, note)
        elif expected.anchor in self._blocks and not self._is_at(expected.anchor, target):
            message = f"{place}, {quote(expected.text)} leads to another place than '{expected.anchor}'"
            yield self._say("reference-differs", message, read.line, note)

    def _is_at(self, anchor: str, target: ReadTarget) -> bool:
        return self._blocks.get(anchor) == self._text_from(target.block)

    def _text_from(self, index: int) -> int:
        """The first block with text from block `index` on: a section may begin with an image."""
        while 0 <= index < len(self._reading.blocks) and not self._reading.blocks[index].text:
            index += 1
        return index

    def _links(
        self, place: str, due: list[ExpectedLink], read: list[ReadLink], note: str | None
    ) -> Iterator[Diagnostic]:
        texts: dict[str, str] = defaultdict(str)
        for link in read:
            texts[link.address] += link.text
        expected: dict[str, list[str]] = defaultdict(list)
        for wanted in due:
            expected[wanted.address].append(wanted.text)
        for address in expected.keys() - texts.keys():
            yield self._say("link-differs", f"{place}, the link to {address} is missing", 1, note)
        for address, text in texts.items():
            if address not in expected:
                if address:
                    yield self._say("link-differs", f"{place}, the link to {address} is not in the paper", 1, note)
            elif all(expected[address]):
                wanted_text = "".join(expected[address])
                if wanted_text != text and _bare(wanted_text) != _bare(text):
                    message = f"{place}, the link to {address} is on {quote(text)}, not on {quote(wanted_text)}"
                    yield self._say("link-differs", message, 1, note)

    def _passages(self, place: str, due: list[Passage], read: list[Passage], note: str | None) -> Iterator[Diagnostic]:
        wanted, found = self._by_language(due), self._by_language(read)
        for language in sorted(wanted.keys() | found.keys()):
            due_text, text = wanted.get(language, ""), found.get(language, "")
            if due_text != text and _letters(due_text) != _letters(text):
                marked = quote(text) if text else "nothing"
                message = f"{place}, {marked} is marked as '{language}', but in the paper "
                message += quote(due_text) if due_text else "nothing is"
                yield self._say("language-differs", message, 1, note)

    def _by_language(self, passages: list[Passage]) -> dict[str, str]:
        texts: dict[str, str] = defaultdict(str)
        for passage in passages:
            language = primary(passage.language)
            if language != self._base:
                texts[language] += passage.text
        return texts

    # Notes

    def _notes(self, expectation: Expectation) -> Iterator[Diagnostic]:
        numbered = [note for note in expectation.notes if note.number is not None]
        symbols = [note for note in expectation.notes if note.number is None]
        read = self._reading.notes
        yield from self._series(numbered, [note for note in read if note.number is not None])
        yield from self._series(symbols, [note for note in read if note.number is None])

    def _series(self, due: list[ExpectedNote], read: list[ReadNote]) -> Iterator[Diagnostic]:
        by_text = {note.content.text: note.mark for note in due}
        for expected, note in zip_longest(due, read):
            if note is None:
                message = f"the file lacks note {expected.mark}: {quote(expected.content.text)}"
                yield self._say("note-text-differs", message, 1, expected.mark)
            elif expected is None:
                message = f"the file has a note {note.mark} that the paper does not have: {quote(note.text)}"
                yield self._say("note-text-differs", message, note.line, note.mark or None)
            else:
                yield from self._note(expected, note, by_text)

    def _note(self, expected: ExpectedNote, note: ReadNote, by_text: dict[str, str]) -> Iterator[Diagnostic]:
        text = note.text
        if text != expected.content.text:  # which is normal
            text = normal(text)
        if text != expected.content.text:
            other = by_text.get(text)
            if other is not None:
                message = f"note {note.mark} has the text of note {other}: {quote(text)}"
                yield self._say("note-order-differs", message, note.line, expected.mark)
                return
            due, shown = first_difference(expected.content.text, text)
            message = f"note {note.mark} reads '{shown}' in the file, but '{due}' in the paper"
            yield self._say("note-text-differs", message, note.line, expected.mark)
        if note.mark != expected.mark:
            message = f"the note {quote(text)} carries the mark '{note.mark}', but '{expected.mark}' in the paper"
            yield self._say("mark-differs", message, note.line, expected.mark)
        if _has_inside((expected.content,), note.blocks):
            yield from self._inside(f"in note {expected.mark}", (expected.content,), note.blocks, expected.mark)


def compare(
    document: Document, reading: Reading, name: str, expectation: Expectation | None = None
) -> tuple[Diagnostic, ...]:
    """Where the file `name`, as read, differs from `document`; white space is normalised before.

    `expectation` is what `expect(document)` gives, where there is more than one file to compare.
    """
    return tuple(_Finder(document, expectation or expect(document), reading, name).find())


def _is_shown(expected: ExpectedReference, read: ReadReference) -> bool:
    if read.shown == expected.text and not expected.parts:
        return True
    shown = normal(read.shown)
    if expected.parts:
        return bool(shown) and shown in normal(expected.text)
    return shown == normal(expected.text) or (bool(expected.number) and shown == normal(expected.number))


def _has_inside(texts: Iterable[ExpectedText], blocks: tuple[ReadBlock, ...]) -> bool:
    """Whether there is anything to compare inside the texts: most have no reference, link or passage."""
    for holders in (texts, blocks):
        for one in holders:
            if one.references or one.links or one.passages:
                return True
    return False


def _bare(text: str) -> str:
    return "".join(_MARK.sub("", text).split())


def _letters(text: str) -> str:
    return "".join([character for character in _MARK.sub("", text) if character.isalnum()])


def disagreements(first: Reading, second: Reading, names: tuple[str, str]) -> tuple[Diagnostic, ...]:
    """Where the files `names` of one paper differ in what they display: notes, headings and texts."""
    found = [*_notes_disagree(first, second, names), *_headings_disagree(first, second, names)]
    found += _links_disagree(first, second, names)
    if not any("heading" in diagnostic.message for diagnostic in found):
        found += _texts_missing(first, second, names)
        found += _texts_missing(second, first, (names[1], names[0]))
    return tuple(found[:MOST])


def _disagree(names: tuple[str, str], message: str, line: int = 1, note: str | None = None) -> Diagnostic:
    hint = "render both from the same text; change neither by hand"
    return error("formats-disagree", Span(names[0], line), message, hint, note)


def _notes_disagree(first: Reading, second: Reading, names: tuple[str, str]) -> Iterator[Diagnostic]:
    for numbered in (True, False):
        mine = [note for note in first.notes if (note.number is not None) == numbered]
        other = [note for note in second.notes if (note.number is not None) == numbered]
        for one, two in zip_longest(mine, other):
            if one is None or two is None:
                there, lacking = (names[0], names[1]) if two is None else (names[1], names[0])
                note = one or two
                message = f"note {note.mark} ({quote(note.text, 40)}) is in {there}, but not in {lacking}"
                yield _disagree(names, message, 1, note.mark)
            elif (one.mark, _flat(one.text)) != (two.mark, _flat(two.text)):
                due, shown = first_difference(_flat(one.text), _flat(two.text))
                message = f"note {one.mark} reads '{due}', but in {names[1]} note {two.mark} reads '{shown}'"
                yield _disagree(names, message, one.line, one.mark)


def _headings_disagree(first: Reading, second: Reading, names: tuple[str, str]) -> Iterator[Diagnostic]:
    for one, two in zip_longest(_headings(first), _headings(second), fillvalue=""):
        if one != two:
            there = f"'{two}'" if two else "none"
            yield _disagree(names, f"a heading is {quote(one) if one else 'missing'}, but in {names[1]} it is {there}")
            return


def _links_disagree(first: Reading, second: Reading, names: tuple[str, str]) -> Iterator[Diagnostic]:
    one, two = _addresses(first), _addresses(second)
    for address in one - two:
        yield _disagree(names, f"the link to '{address}' is not in {names[1]}")
    for address in two - one:
        yield _disagree(names, f"a link to '{address}' is in {names[1]} alone")


def _addresses(reading: Reading) -> Counter[str]:
    blocks = [*reading.blocks, *(block for note in reading.notes for block in note.blocks)]
    return Counter(link.address for block in blocks for link in block.links if link.address)


def _headings(reading: Reading) -> list[str]:
    return [
        normal(f"{block.number.strip(_END)} {_flat(block.text)}")
        for block in reading.blocks
        if block.kind in (HEADING, TITLE)
    ]


def _texts_missing(first: Reading, second: Reading, names: tuple[str, str]) -> Iterator[Diagnostic]:
    """The texts of `first` that `second` does not display."""
    texts = [_flat(block.text) for block in second.blocks]
    known = set(texts)
    whole = " ".join(texts)
    for block in first.blocks:
        text = _flat(block.text)
        if text and text not in known and text not in whole and block.kind not in HEADINGS:
            yield _disagree(names, f"the text {quote(text)} is not in {names[1]}", block.line)


def _flat(text: str) -> str:
    """`text` without what depends on the layout: a dash between label and provision, white space."""
    return normal(normal(text).replace(" – ", " "))
