"""Sources that are cited in full twice, and names that are spelt in two ways."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, Span, warning
from toolkit.inspection.quoting import quotation
from toolkit.inspection.reading import quote
from toolkit.inspection.typed.index import candidates, is_same_source, want
from toolkit.inspection.typed.references import Notes
from toolkit.inspection.typed.texts import distance, fold, without_addresses, words, years
from toolkit.inspection.typed.units import Cited, Unit, author_pieces, evidence

_LAST = 12  # of the units that have a word in common, so many are compared
_RARE = 3
# Parts of hosts that are no names of anybody.
_HOST_WORDS = frozenset("europa parliament europarl council commission journal journals online research media".split())


def source_is_cited_once(notes: Notes) -> Iterator[Diagnostic]:
    """source-cited-again: a source that an earlier note gives in full is referred to by the number of that note."""
    by_key: dict[str, list[Unit]] = {}
    for note in notes.all:
        if note.note.number is None:
            continue
        for unit in note.units:
            if not unit.is_full or not unit.is_source:
                continue
            keys = _keys(notes, unit)
            first = _earlier(by_key, keys, unit)
            if first is not None:
                yield _again(notes, note, unit, notes.all[first.note])
            for key in keys if first is None else ():
                by_key.setdefault(key, []).append(unit)


def _keys(notes: Notes, unit: Unit) -> list[str]:
    """By what a unit is found again: its addresses, and its year with the rarest words."""
    rare = sorted(unit.words, key=lambda word: (len(notes.index.by_word.get(word, ())), word))[:_RARE]
    year = min(unit.years, default="")
    return [*[f"@{one}" for one in unit.addresses if "/" in one], *[f"{year} {word}" for word in rare]]


def _earlier(by_key: dict[str, list[Unit]], keys: list[str], unit: Unit) -> Unit | None:
    """The first unit of another note that is of the same source."""
    found = [other for key in keys for other in by_key.get(key, ())[-_LAST:]]
    same = [other for other in found if other.note != unit.note and _is_repeated(other, unit)]
    return min(same, key=lambda other: (other.note, other.start), default=None)


def _is_repeated(first: Unit, second: Unit) -> bool:
    if not is_same_source(first, second):
        return False
    if first.addresses and second.addresses:
        return bool(first.addresses & second.addresses)
    return len(second.words - second.authors) >= _RARE


def _again(notes: Notes, note: Cited, unit: Unit, first: Cited) -> Diagnostic:
    other = next(one for one in first.units if is_same_source(one, unit))
    rest = (unit.words - unit.authors) ^ (other.words - other.authors)
    under = " under another title" if len(rest) > 1 and len(rest) * 5 > len(unit.words | other.words) else ""
    text = note.text[unit.start : unit.end].strip()
    return warning(
        "source-cited-again",
        Span(notes.file, note.note.line),
        f"note {note.note.mark}: the source of note {first.note.mark} is cited in full again{under}: {quote(text)}",
        f"refer back to note {first.note.mark}, or make clear that it is another source",
        note.note.mark,
        quotation(note.text, unit.start, unit.end),
    )


# Spellings


def name_is_spelt_as_in_its_address(notes: Notes) -> Iterator[Diagnostic]:
    """source-spelling: a name that differs in a letter or two from the address of its own link."""
    wrong: dict[str, tuple[str, str]] = {}
    for note in notes.all:
        for unit in note.units:
            if unit.is_full and unit.addresses:
                wrong |= _misspelt(note.text[unit.start : unit.end], unit)
    for note in notes.all if wrong else ():
        said = {fold(word) for word in words(without_addresses(note.text))}
        for name in sorted(said & wrong.keys()):
            yield _spelt(notes, note, name, *wrong[name])


def _misspelt(text: str, unit: Unit) -> dict[str, tuple[str, str]]:
    """The name of one word that `text` begins with, and the part of its host that it nearly is."""
    pieces = author_pieces(without_addresses(text))
    name = fold(pieces[0]) if pieces and len(pieces[0].split()) == 1 else ""
    if len(name) < 5:
        return {}
    for address in sorted(unit.addresses):
        labels = [label for label in address.partition("/")[0].split(".")[:-1] if label not in _HOST_WORDS]
        if any(label.replace("-", "") == name for label in labels):
            return {}
        for label in labels:
            if _is_slip(name, label.replace("-", "")):
                return {name: (label, address.partition("/")[0])}
    return {}


def _is_slip(name: str, label: str) -> bool:
    """Whether two words are nearly the same letters in nearly the same order, and neither is the other with an end."""
    if len(label) < 5 or name[0] != label[0] or name.startswith(label) or label.startswith(name):
        return False
    letters, odd = list(label), 0
    for letter in name:
        if letter in letters:
            letters.remove(letter)
        else:
            odd += 1
    return odd + len(letters) <= 2 and distance(name, label, 2) <= 2


def _spelt(notes: Notes, note: Cited, name: str, label: str, address: str) -> Diagnostic:
    written = next(word for word in words(note.text) if fold(word) == name)
    start = note.text.find(written)
    return warning(
        "source-spelling",
        Span(notes.file, note.note.line),
        f"note {note.note.mark}: the name '{written}' is spelt '{label}' in the address of its link ({address})",
        "look which of the two is right, and write it alike in all notes",
        note.note.mark or None,
        quotation(note.text, start, start + len(written)),
    )


def name_is_spelt_as_before(notes: Notes) -> Iterator[Diagnostic]:
    """source-spelling: a short reference spells a name otherwise than the note that it means."""
    for note in notes.all:
        for unit in note.units:
            lead = _lead(note, unit)
            if not lead:
                continue
            capital = frozenset(fold(word) for word in words(lead) if word[0].isupper())
            text = note.text[unit.start : unit.end]
            wanted = want(notes.index, evidence(lead), capital, years(text), note.index)
            best = candidates(notes.index, wanted, frozenset((note.index,))) if wanted.spelt else []
            for said, name in wanted.spelt.items():
                if best and name in best[0].unit.authors and not (notes.inflects and _is_ending(said, name)):
                    yield _differs(notes, note, unit, (said, name), notes.all[best[0].unit.note])


def _lead(note: Cited, unit: Unit) -> str:
    """The words before the number in a short reference; empty for a full citation."""
    if unit.is_full:
        return ""
    at = next((one.start for one in note.mentions if unit.start <= one.start < unit.end), unit.start)
    return note.text[unit.start : at]


def _is_ending(said: str, name: str) -> bool:
    """Whether two words differ in their last letters alone, as the cases of one name do in many languages."""
    common = 0
    for first, second in zip(said, name, strict=False):
        if first != second:
            break
        common += 1
    return common >= max(len(said), len(name)) - 3


def _differs(notes: Notes, note: Cited, unit: Unit, spelt: tuple[str, str], other: Cited) -> Diagnostic:
    said, name = spelt
    written = next(word for word in words(note.text[unit.start :]) if fold(word) == said)
    right = next((word for word in words(other.text) if fold(word) == name), name)
    start = note.text.find(written, unit.start)
    return warning(
        "source-spelling",
        Span(notes.file, note.note.line),
        f"note {note.note.mark}: the name '{written}' is spelt '{right}' in note {other.note.mark}",
        "look which of the two is right, and write it alike in all notes",
        note.note.mark or None,
        quotation(note.text, start, start + len(written)),
    )
