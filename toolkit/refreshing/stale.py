"""Which cached results of NOTEREF and REF fields Word would write anew, and as what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from toolkit.inspection.reading import Reading, ReadTarget, is_number_shown, normal
from toolkit.inspection.word_bookmarks import OF_LIBRE_OFFICE
from toolkit.records import Record
from toolkit.refreshing.outcome import Left, holder_place, marks_of, words_before
from toolkit.refreshing.scanning import Bookmark, Field, Part, bookmarks
from toolkit.refreshing.splicing import Update

_NUMBERED = ("\\r", "\\n", "\\w")
_HARMLESS = ("mergeformat", "charformat")
_NUMBER_END = " \t\u00a0.):"
_MARK_ALONE = re.compile(r"\[\^([^\]]*)\]")
_LONGEST = 1_000  # words that are repeated; thousands of long ones would fill any memory
_WORD = re.compile(r"\w+")
_NOWHERE = "it leads to a bookmark that is not there"
_NO_NOTE = "it leads to a place without a note"
_MIXED = "its result holds more than text"


class Due(Record):
    """What a field must show; or why nobody can tell, and whether that is a fault of the file."""

    text: str = ""
    why: str = ""
    is_fault: bool = False


class Known(Record):
    """What fields refer to: the reading, what each note shows, the bookmarks by name.

    `written` are the new contents of texts by part and place, `repeated` the texts in bookmarks, as they are and as
    they will be.
    """

    reading: Reading
    marks: Mapping[str, str]
    shown: Mapping[str, str]
    bookmarks: Mapping[str, Sequence[tuple[Part, Bookmark]]]
    written: dict[tuple[str, int], str]
    repeated: dict[str, tuple[str | None, str]]


def know(reading: Reading, parts: Sequence[Part]) -> Known:
    """All that fields may refer to."""
    shown: dict[str, str] = {}
    for mark in reading.marks():
        if mark.note and not mark.target:
            shown.setdefault(mark.note, mark.shown)
    shown |= {note.id: note.mark for note in reversed(reading.notes) if note.mark}
    named: dict[str, list[tuple[Part, Bookmark]]] = {}
    for part, bookmark in bookmarks(list(parts)):
        named.setdefault(bookmark.name, []).append((part, bookmark))
    return Known(reading, marks_of(reading), shown, named, {}, {})


def stale_fields(known: Known, parts: Sequence[Part]) -> list[Update | Left]:
    """Every field that shows what it should not: what becomes of it, or why it is left.

    Those that repeat words come last, since numbers may be among the words.
    """
    fields = [(part, field) for part in parts for field in part.fields if _is_reference(field)]
    found: list[Update | Left] = []
    for part, field in sorted(fields, key=lambda one: _repeats(one[1].words)):
        result = _look(known, part, field, field.words)
        if isinstance(result, Update) and field.texts:
            contents = [result.new, *[""] * (len(field.texts) - 1)]
            for text, content in zip(field.texts, contents, strict=True):
                known.written[part.name, text.start] = content
        if result is not None:
            found.append(result)
    return found


def _is_reference(field: Field) -> bool:
    words = field.words
    return len(words) > 1 and words[0].upper() in ("NOTEREF", "REF") and field.is_ended


def _repeats(words: list[str]) -> bool:
    """Whether a field repeats words, and is not about a number alone."""
    return words[0].upper() == "REF" and not any(word.lower() in _NUMBERED for word in words[2:])


def _look(known: Known, part: Part, field: Field, words: list[str]) -> Update | Left | None:
    old = part.shown(field.texts)
    due = _due(known, words, (old or "").strip())
    if not due.why and (not due.text or (old is not None and _is_right(words, old.strip(), due.text))):
        return None
    why = due.why or _obstacle(part, field, words, old)
    if why or old is None:
        place = holder_place(known.marks, part.name, field.holder)
        return Left(
            place, words_before(part, field), (old or "").strip(), due.text, why or _MIXED, due.is_fault or not due.why
        )
    return Update(part.name, field, old, _written(words, old, due.text))


def _due(known: Known, words: list[str], old: str) -> Due:
    name = words[1].strip('"')
    target = known.reading.targets.get(name)
    if target is None:
        here = name in known.bookmarks
        return Due("", "" if here else _NOWHERE, not here)
    if _repeats(words) and "\\p" in [word.lower() for word in words[2:]]:
        return Due()  # "above" or "below", and no number
    note = _note_after(known, name) if OF_LIBRE_OFFICE.fullmatch(name) and not known.reading.each_page else ""
    if note:
        return Due(known.shown.get(note, ""))
    if words[0].upper() == "NOTEREF":
        return _note_due(known, name, target)
    if any(word.lower() in _NUMBERED for word in words[2:]):
        return _number_due(known, target, words, old)
    alone = _MARK_ALONE.fullmatch(target.text.strip())
    if alone and len(target.notes) == 1:
        return _note_due(known, name, target)
    return _text_due(known, name, target, old)


def _note_due(known: Known, name: str, target: ReadTarget) -> Due:
    if not target.notes:
        return Due("", _NO_NOTE, True)
    if known.reading.each_page:
        return Due("", "the numbers of notes begin again on each page", True)
    if len(known.bookmarks.get(name, ())) > 1 and not _is_repeated(known, name):
        return Due("", "two bookmarks have the name that it leads to", True)
    return Due(known.shown.get(target.notes[0], ""))


def _is_repeated(known: Known, name: str) -> bool:
    """Whether bookmarks of one name stand round the same mark, as LibreOffice writes them."""
    notes = {
        tuple(mark.note for mark in part.marks if bookmark.start <= mark.run.start and mark.run.end <= bookmark.end)
        for part, bookmark in known.bookmarks[name]
    }
    return len(notes) == 1


def _note_after(known: Known, name: str) -> str:
    """The note whose mark comes right after every bookmark `name`; empty where there is none such."""
    found = set()
    for part, bookmark in known.bookmarks.get(name, ()):
        index = bisect_left(part.marks, bookmark.start, key=lambda mark: mark.run.start)
        if index == len(part.marks):
            return ""
        mark = part.marks[index]
        behind = part.texts[bookmark.first : bookmark.first + 1]
        found.add("" if behind and behind[0].start < mark.run.start else mark.note)
    return found.pop() if len(found) == 1 else ""


def _number_due(known: Known, target: ReadTarget, words: list[str], old: str) -> Due:
    blocks = known.reading.blocks
    number = blocks[target.block].number if 0 <= target.block < len(blocks) else ""
    if not number:
        return Due()
    new = number.rstrip(". ")
    if any(word.lower() == "\\t" for word in words[2:]):  # the number without its words: "1.01" of "Section 1.01"
        new = " ".join([word for word in new.split() if any(map(str.isdecimal, word))]) or new
    whole = any(word.lower() == "\\n" for word in words[2:])
    if not whole and len(_WORD.findall(old)) > len(_WORD.findall(new)) and not _is_right(words, old, new):
        return Due(new, "its number is put together from several levels")
    return Due(new)


def _text_due(known: Known, name: str, target: ReadTarget, old: str) -> Due:
    if name not in known.repeated:
        found = known.bookmarks.get(name, ())
        said = {(_text_in(part, bookmark, {}), _text_in(part, bookmark, known.written)) for part, bookmark in found}
        text, new = said.pop() if len(said) == 1 else (None, None)
        is_sure = text is not None and normal(text) == normal(target.text)
        known.repeated[name] = (new if is_sure else None, normal(text or target.text))
    new, shown = known.repeated[name]
    if new is not None and len(new) < _LONGEST:
        return Due(new.strip())
    if normal(old) in (shown, normal(target.text)):
        return Due()
    return Due("", "it repeats more than the words of one paragraph", any(map(str.isdecimal, shown)))


def _text_in(part: Part, bookmark: Bookmark, written: Mapping[tuple[str, int], str]) -> str | None:
    """The text that a bookmark is round, as it is `written` anew; None where that cannot be told."""
    if bookmark.last is None:
        return None
    texts = [text for text in part.texts[bookmark.first : bookmark.last] if text.is_shown]
    found = [written.get((part.name, text.start), part.content(text)) for text in texts]
    return None if None in found else "".join([one for one in found if one is not None])


def _is_right(words: list[str], old: str, new: str) -> bool:
    if any(word.lower() in _NUMBERED for word in words[2:]) and words[0].upper() == "REF":
        return is_number_shown(old.strip(_NUMBER_END), new.strip(_NUMBER_END))
    if "\\p" in [word.lower() for word in words[2:]] and old:
        return old.split()[0] == new
    return normal(old) == normal(new)


def _obstacle(part: Part, field: Field, words: list[str], old: str | None) -> str:
    """Why the result of a field cannot be written; empty where it can."""
    lowered = [word.lower() for word in words[2:]]
    formats = [lowered[index + 1] for index, word in enumerate(lowered[:-1]) if word in ("\\*", "\\#")]
    if field.is_locked:
        return "it is locked against updates"
    if field.is_hidden:
        return "it is part of what another field works out"
    if field.is_mixed or old is None or not part.prefix:
        return _MIXED
    if any(one not in _HARMLESS for one in formats) or any(
        word[:2] in ("\\*", "\\#") and len(word) > 2 for word in lowered
    ):
        return "it shows its number in a form of its own"
    if "\\p" in lowered and (words[0].upper() == "REF" or len(old.split()) > 3):
        return "it says where its target stands"
    if not field.texts and (field.at == 0 if field.simple else not _is_plain_end(field)):
        return "it shows nothing"
    return ""


def _is_plain_end(field: Field) -> bool:
    return field.end_run is not None and field.end_run.children == 1


def _written(words: list[str], old: str, due: str) -> str:
    """The new result, with the white space and the words that stood beside the number."""
    start = old[: len(old) - len(old.lstrip())]
    end = old[len(old.rstrip()) :] if old.strip() else ""
    said = old.strip()
    if any(word.lower() == "\\p" for word in words[2:]) and said:
        due += said[len(said.split()[0]) :]
    elif any(word.lower() in _NUMBERED for word in words[2:]) and said and said == said.rstrip(_NUMBER_END):
        due = due.rstrip(_NUMBER_END)
    return start + due + end
