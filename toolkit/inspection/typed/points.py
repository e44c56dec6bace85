"""Whether the points that a text mentions ("see point 3") are there, where the paper numbers its points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.diagnostics import Diagnostic, Span, warning
from toolkit.inspection.quoting import cited, quotation
from toolkit.inspection.reading import HEADING, LIST_ITEM, ReadBlock, Reading
from toolkit.inspection.source_lists import listed_sources
from toolkit.inspection.typed.texts import Token, fold, tokens
from toolkit.inspection.typed.words import OF_OTHERS, Vocabulary

_TYPED = re.compile(r"\s*(\d{1,2})[.)]\s")
_NUMBER = re.compile(r"(\d{1,2})[.)]?$")
_FEWEST = 2
_LONGEST = 2


def numbered_points(reading: Reading) -> frozenset[str]:
    """The numbers of the headings and of the items of numbered lists, but for the list of sources."""
    found = set()
    sources = listed_sources(reading)
    for index, block in enumerate(reading.blocks):
        if index in sources:
            continue
        if block.kind in (HEADING, LIST_ITEM):
            number = _NUMBER.match(block.number.strip()) or (None if block.number else _TYPED.match(block.text))
            if number:
                found.add(number.group(1))
    return frozenset(found)


def points_are_there(reading: Reading, file: str, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    """missing-point: a point of the paper that is mentioned is there."""
    points = numbered_points(reading)
    if len(points) < _FEWEST:
        return
    for block in reading.blocks:
        yield from _look(block, file, vocabulary, points, None)
    for note in reading.notes:
        for block in note.blocks:
            yield from _look(block, file, vocabulary, points, note.mark or None)


def _look(
    block: ReadBlock, file: str, vocabulary: Vocabulary, points: frozenset[str], note: str | None
) -> Iterator[Diagnostic]:
    text = block.text
    if not any(character.isdecimal() for character in text):
        return
    live = {number for reference in block.references for number in re.findall(r"\d+", reference.shown)}
    for number, start, end in _mentions(tokens(text), text, vocabulary):
        if number not in points and number not in live:
            where = f"note {note}" if note else "in the text"
            message = f"{where}: {cited(text, start, end)} names a point that is not there"
            hint = f"the points of this paper are {', '.join(sorted(points, key=int))}"
            yield warning("missing-point", Span(file, block.line), message, hint, note, quotation(text, start, end))


def _mentions(all_: Sequence[Token], text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int, int]]:
    """ "see point 3" with its number and place; points of other texts ("point 3 of Annex I") are left alone."""
    folded = [fold(token[0]) for token in all_]
    for index, word in enumerate(folded):
        if word not in vocabulary.points:
            continue
        led = {*folded[max(index - 2, 0) : index]}
        at = index + 1 if not vocabulary.number_leads else index - 1
        if vocabulary.number_leads and at >= 0 and folded[at] == ".":
            at -= 1
        if not 0 <= at < len(all_) or not folded[at].isdecimal() or len(folded[at]) > _LONGEST:
            continue
        first, last = min(index, at), max(index, at)
        led |= {*folded[max(first - 2, 0) : first]}
        follows = folded[last + 1] if last + 1 < len(folded) else ""
        after = text[all_[last][2] : all_[last][2] + 1]
        if not led & (vocabulary.see | vocabulary.above) or follows in OF_OTHERS:
            continue
        if after.isalnum() or re.match(r"[(/\[]|[.,]\d|\s*\(", text[all_[last][2] :]):
            continue
        if follows not in (")", ".", ";", "]", "", ",") and follows not in vocabulary.above | vocabulary.below:
            continue
        if follows == "," and last + 2 < len(folded) and folded[last + 2] not in ("which", "where", "and"):
            continue
        yield folded[at], all_[first][1], all_[last][2]
