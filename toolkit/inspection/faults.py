"""What is wrong with one file by itself: each rule is a function, named for what must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.diagnostics import Diagnostic, Quotation, Span, error, warning
from toolkit.inspection.cited_sources import source_faults
from toolkit.inspection.quoting import quotation
from toolkit.inspection.reading import (
    DOCX,
    HEADING,
    HTML,
    MOST_TEXT,
    Fault,
    ReadBlock,
    Reading,
    ReadMark,
    ReadNote,
    ReadReference,
    ReadTarget,
    is_number_shown,
    quote,
    whole,
)
from toolkit.records import Record, replace

RENDER_AGAIN = "render the paper again"
UPDATE_FIELDS = "in Word: Ctrl+A, F9 in the text, and again with the cursor in a note; or render the paper again"
_WORDS = re.compile(r"\w+")
_MARK_ALONE = re.compile(r"\[\^[^\]]*\]")
_LONGEST = 1_000
_NUMBER_END = " \t\u00a0.):"
_WORDS_OF_BROWSERS = ("", "top")
_WORDS_OF_WORD = ("_top", "_Top")


class Seen(Record):
    """A reading with what several rules look up: notes by id, and the number that each note shows."""

    reading: Reading
    notes: dict[str, ReadNote]
    first_marks: dict[str, ReadMark]

    def shown(self, note: str) -> str:
        """The mark of `note` as displayed; empty where there is none."""
        found = self.notes.get(note)
        if found is not None and found.mark:
            return found.mark
        mark = self.first_marks.get(note)
        return mark.shown if mark is not None else ""


Rule = Callable[[Seen], Iterator[Fault]]


def find_faults(reading: Reading, name: str, rendered: bool = False) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with the file `name` as read, in the order of the rules.

    What was typed by hand is no fault of a file that was `rendered` just now: the definition has it.
    """
    found = list(reading.faults)
    if reading.readable:
        seen = _look(reading)
        for rule in RULES:
            found.extend(rule(seen))
    return tuple([_diagnostic(fault, name) for fault in found if not (rendered and fault.code in TYPED)])


def _look(reading: Reading) -> Seen:
    first: dict[str, ReadMark] = {}
    for mark in reading.marks():
        if mark.note:
            first.setdefault(mark.note, mark)
    return Seen(reading, {note.id: note for note in reversed(reading.notes)}, first)


def _diagnostic(fault: Fault, name: str) -> Diagnostic:
    say = warning if fault.code in WARNINGS else error
    message = fault.message if len(fault.message) <= _LONGEST else f"{fault.message[: _LONGEST - 1]}…"
    return say(fault.code, Span(name, fault.line), message, fault.hint, fault.note, fault.quoted)


Holder = ReadBlock | ReadNote


def _place(holder: Holder) -> str:
    """The block of the body, or the note, that a fault is in, for its message."""
    if isinstance(holder, ReadNote):
        return f"in note {holder.mark or holder.id}"
    return f"in the text {quote(holder.text, 40)}"


def _references(seen: Seen) -> Iterator[tuple[Holder, ReadReference]]:
    """Every reference with the block or note that it stands in, body first."""
    for holder, _, reference in _placed(seen):
        yield holder, reference


def _placed(seen: Seen) -> Iterator[tuple[Holder, ReadBlock, ReadReference]]:
    """Every reference with the block or note, and the block of that, which it stands in."""
    for holder, block, _ in _texts(seen):
        for reference in block.references:
            yield holder, block, reference


def _texts(seen: Seen) -> Iterator[tuple[Holder, ReadBlock, str | None]]:
    """Every block with itself, or the note it belongs to, and the number of that."""
    for block in seen.reading.blocks:
        yield block, block, None
    for note in seen.reading.notes:
        for block in note.blocks:
            yield note, block, note.mark or None


# Notes and their marks


def mark_has_note(seen: Seen) -> Iterator[Fault]:
    """dangling-note: a mark leads to a note that is there. A missing part is said once."""
    marks = [mark for mark in seen.reading.marks() if not mark.target]
    if seen.reading.format == DOCX and not seen.reading.notes_part:
        if marks and not any(fault.code == "missing-part" for fault in seen.reading.faults):
            message = f"the text has {len(marks)} marks of notes, but the file has no notes (word/footnotes.xml)"
            yield Fault("missing-part", message, RENDER_AGAIN)
        return
    for block in seen.reading.blocks:
        for mark in block.marks:
            if not mark.target and mark.note not in seen.notes:
                place = f"in the text {quote(block.text, 40)}"
                message = f"mark {mark.shown} {place} leads to no note (id '{mark.note}')"
                yield Fault("dangling-note", message, RENDER_AGAIN, mark.line, mark.shown)


def note_has_mark(seen: Seen) -> Iterator[Fault]:
    """unreferenced-note: a note that no mark leads to is not shown by Word at all."""
    for note in seen.reading.notes:
        if note.id not in seen.first_marks and note.id not in seen.reading.excused:
            message = f"no mark in the text leads to the note {quote(note.text)} (id '{note.id}')"
            yield Fault(
                "unreferenced-note",
                message,
                "put its mark in the text, or delete the note",
                note.line,
                note.mark or None,
            )


def numbers_follow(seen: Seen) -> Iterator[Fault]:
    """gap-in-notes: the numbers of notes are 1, 2, 3 … in the order in which a reader meets them."""
    due: dict[bool, int] = {}
    met: set[str] = set()
    for mark in seen.reading.marks():
        note = seen.notes.get(mark.note)
        in_digits, at_end = whole(mark.shown), mark.note.startswith("endnote-")
        shown = note.number if in_digits is None and note is not None else in_digits
        if mark.note in met or shown is None or mark.target:
            continue
        met.add(mark.note)
        expected = due.get(at_end, 1)
        if (
            in_digits is not None
            and shown != expected
            and not (shown == 1 and (seen.reading.restarts or seen.reading.each_page))
        ):
            message = f"the next note in the text is {shown}, where {expected} is due"
            yield Fault(
                "gap-in-notes",
                message,
                "number the notes 1, 2, 3 … in the order of the text",
                mark.line,
                mark.shown,
            )
        due[at_end] = shown + 1


def mark_is_of_its_note(seen: Seen) -> Iterator[Fault]:
    """wrong-mark: a mark shows the number, or symbol, that its note carries."""
    is_word = seen.reading.format == DOCX
    for mark in seen.reading.marks():
        note = seen.notes.get(mark.note)
        if note is None or mark.target or (is_word and mark is not seen.first_marks[mark.note]):
            continue
        if note.mark and note.mark != mark.shown:
            shown = mark.shown or "without text"
            message = f"mark {shown} in the text leads to the note that carries {note.mark}: "
            yield Fault("wrong-mark", message + quote(note.text), RENDER_AGAIN, mark.line, mark.shown or None)


def mark_occurs_once(seen: Seen) -> Iterator[Fault]:
    """repeated-mark: Word takes one mark for a note; a second one must be a cross-reference to it."""
    if seen.reading.format != DOCX:
        return
    met: set[str] = set()
    for mark in seen.reading.marks():
        if mark.note in met and not mark.target:
            message = (
                f"a second mark leads to the same note ({quote(seen.notes[mark.note].text)})"
                if mark.note in seen.notes
                else f"a second mark leads to the note with the id '{mark.note}'"
            )
            yield Fault("repeated-mark", message, "use a cross-reference to the note instead", mark.line, mark.shown)
        if mark.note:
            met.add(mark.note)


def note_has_text(seen: Seen) -> Iterator[Fault]:
    """empty-note: a note says something."""
    for note in seen.reading.notes:
        if not any(block.text.strip() or block.images for block in note.blocks) and note.id in seen.first_marks:
            yield Fault(
                "empty-note",
                f"note {note.mark or note.id} has no text",
                "write the note, or delete its mark",
                note.line,
                note.mark or None,
            )


def note_leads_back(seen: Seen) -> Iterator[Fault]:
    """missing-back-link, wrong-back-link: from each note there is a way back to each of its marks (HTML)."""
    if seen.reading.format != HTML:
        return
    marks: dict[str, list[ReadMark]] = {}
    for mark in seen.reading.marks():
        marks.setdefault(mark.note, []).append(mark)
    for note in seen.reading.notes:
        yield from _wrong_back_links(seen, note)
        led = {link.target for link in note.back_links}
        missing = [mark for mark in marks.get(note.id, ()) if mark.anchor not in led]
        for mark in missing[_strays(seen, note) :]:
            message = f"note {note.mark or note.id} has no link back to its mark in the text"
            yield Fault("missing-back-link", message, RENDER_AGAIN, note.line, mark.shown or None)


def _strays(seen: Seen, note: ReadNote) -> int:
    """How many links back lead elsewhere: each is a fault of its own, and explains one that is missing."""
    targets = [seen.reading.targets.get(link.target) for link in note.back_links]
    return sum(target is None or target.notes != (note.id,) for target in targets)


def _wrong_back_links(seen: Seen, note: ReadNote) -> Iterator[Fault]:
    for link in note.back_links:
        target = seen.reading.targets.get(link.target)
        if target is None:
            where = f"'#{link.target}', which is not there"
            message = f"the link back from note {note.mark or note.id} leads to {where}"
            yield Fault("dead-anchor", message, RENDER_AGAIN, link.line, note.mark or None)
        elif target.notes != (note.id,):
            other = seen.shown(target.notes[0]) if target.notes else ""
            where = f"the mark of note {other}" if other else f"'#{link.target}', which is no mark"
            message = f"the link back from note {note.mark or note.id} leads to {where}"
            yield Fault("wrong-back-link", message, RENDER_AGAIN, link.line, note.mark or None)


# References


def target_is_there(seen: Seen) -> Iterator[Fault]:
    """missing-bookmark, dead-anchor: a reference leads to a place in the file."""
    for holder, block, reference in _placed(seen):
        if reference.target in seen.reading.targets:
            continue
        fault = _missing_target(seen, _place(holder), reference)
        if fault is not None:
            note = holder.mark or None if isinstance(holder, ReadNote) else None
            yield replace(fault, note=note, quoted=_quoted(block, reference))
    for mark in seen.reading.marks():
        if mark.target and not mark.note:
            message = f"mark {mark.shown} in the text is a field that refers to '{mark.target}', which is no note"
            yield Fault("missing-bookmark", message, UPDATE_FIELDS, mark.line, mark.shown)


def _quoted(block: ReadBlock, reference: ReadReference) -> Quotation | None:
    """The words of a reference where they stand in their block."""
    start = block.text.find(reference.shown) if reference.shown.strip() else -1
    return quotation(block.text, start, start + len(reference.shown)) if start >= 0 else None


def _missing_target(seen: Seen, place: str, reference: ReadReference) -> Fault | None:
    target = reference.target
    if reference.kind not in ("anchor", "label", "back"):
        message = f"{place}, {quote(reference.shown)} refers to the bookmark '{target}', which is not there"
        hint = "insert the cross-reference again; Word prints an error in its place when fields are updated"
        return Fault("missing-bookmark", message, hint, reference.line)
    harmless = _WORDS_OF_WORD if seen.reading.format == DOCX else _WORDS_OF_BROWSERS
    if target in harmless:
        return None
    message = f"{place}, the link {quote(reference.shown)} leads to '#{target}', which is not there"
    return Fault("dead-anchor", message, "link to a place that is in the paper, or to a web address", reference.line)


def number_is_right(seen: Seen) -> Iterator[Fault]:
    """stale-number: the number that a reference shows is the one of the note or paragraph it leads to."""
    for holder, reference in _references(seen):
        target = seen.reading.targets.get(reference.target)
        if target is None:
            continue
        if reference.kind == "note" and not target.notes:
            where = f"leads to '{target.name}', which has no note in it"
            message = f"{_place(holder)}, the reference {reference.shown} {where}"
            yield Fault("missing-bookmark", message, "insert the cross-reference to the note again", reference.line)
            continue
        due = _due(seen, reference)
        if due and not _shows(reference, due):
            message = f"{_place(holder)}, a reference shows {quote(reference.shown)}, but leads to {due}"
            yield Fault(
                "stale-number",
                message,
                UPDATE_FIELDS if seen.reading.format == DOCX else RENDER_AGAIN,
                reference.line,
                due,
            )
    yield from _stale_marks(seen)


def _stale_marks(seen: Seen) -> Iterator[Fault]:
    for mark in seen.reading.marks():
        first = seen.first_marks.get(mark.note) if mark.target else None
        due = first.shown if first is not None and not seen.reading.each_page else ""
        if due and due != mark.shown:
            message = f"the repeated mark {mark.shown} in the text leads to note {due}"
            yield Fault("stale-number", message, UPDATE_FIELDS, mark.line, due)


def _due(seen: Seen, reference: ReadReference) -> str:
    """The number that `reference` must show; empty where none can be told."""
    target = seen.reading.targets[reference.target]
    if _is_note_target(target, reference.kind):
        has_number = any(character.isdecimal() for character in reference.shown)
        can_tell = not seen.reading.each_page and (has_number or reference.kind == "note")
        return seen.shown(target.notes[0]) if can_tell else ""
    if reference.kind == "label" and 0 <= target.block < len(seen.reading.blocks):
        return _label_due(seen.reading.blocks[target.block], reference)
    if reference.kind == "number" and 0 <= target.block < len(seen.reading.blocks):
        return seen.reading.blocks[target.block].number.strip(_NUMBER_END)
    if reference.kind == "text" and any(character.isdecimal() for character in target.text):
        return target.text.strip() if len(target.text) < MOST_TEXT else ""
    return ""


def _is_note_target(target: ReadTarget, kind: str) -> bool:
    """Whether a reference of `kind` means the note: a link may lead to a heading with a mark in it."""
    alone = not target.text or _MARK_ALONE.fullmatch(target.text.strip()) is not None
    return bool(target.notes) and (kind == "note" or (kind in ("anchor", "label", "text") and alone))


def _label_due(block: ReadBlock, reference: ReadReference) -> str:
    """The number that a link to a heading must say: the heading's, or one in its words ("Amendment 3")."""
    if block.number:
        return block.number.strip(_NUMBER_END)
    said = set(_WORDS.findall(reference.shown))
    numbers = [word for word in _WORDS.findall(block.text) if any(map(str.isdecimal, word))]
    return "" if block.kind != HEADING or not numbers or said.intersection(numbers) else numbers[0]


def _shows(reference: ReadReference, due: str) -> bool:
    if reference.kind == "number":
        return is_number_shown(reference.shown.strip(_NUMBER_END), due)
    if reference.kind in ("anchor", "label"):
        return due in _WORDS.findall(reference.shown) or due == reference.shown.strip()
    return reference.shown.strip() == due


def link_has_address(seen: Seen) -> Iterator[Fault]:
    """empty-link: a link leads somewhere."""
    for holder, block, note in _texts(seen):
        for link in block.links:
            if not link.address:
                message = f"{_place(holder)}, the link {quote(link.text)} has no address"
                yield Fault("empty-link", message, "give it an address, or take the link away", link.line, note)


def sources_are_listed(seen: Seen) -> Iterator[Fault]:
    """Numbers in brackets and the list of sources belong together (`toolkit.inspection.cited_sources`)."""
    return source_faults(seen.reading)


# The file


def language_is_declared(seen: Seen) -> Iterator[Fault]:
    """missing-language: without it, screen readers and spelling checkers guess."""
    if not seen.reading.language:
        message = "the file does not say in which language it is written"
        hint = "in Word: Review › Language › Set Proofing Language › Set As Default"
        yield Fault(
            "missing-language",
            message,
            hint if seen.reading.format == DOCX else "give <html> a lang attribute",
        )


def numbers_can_be_counted(seen: Seen) -> Iterator[Fault]:
    """restarting-notes: where numbers begin again on each page, a reference by number names several notes."""
    if seen.reading.each_page and any(reference.kind == "note" for _, reference in _references(seen)):
        message = "the numbers of notes begin again on each page, but there are references by number"
        yield Fault("restarting-notes", message, "number the notes continuously (References › Footnotes › Continuous)")


RULES: tuple[Rule, ...] = (
    numbers_can_be_counted,
    language_is_declared,
    mark_has_note,
    note_has_mark,
    numbers_follow,
    mark_is_of_its_note,
    mark_occurs_once,
    note_has_text,
    note_leads_back,
    target_is_there,
    number_is_right,
    link_has_address,
    sources_are_listed,
)

TYPED = frozenset(("typed-citation", "dangling-citation"))  # one that leads elsewhere differs from the definition
WARNINGS = frozenset(("missing-language", "empty-link", "typed-citation", "update-question"))
