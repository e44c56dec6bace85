"""Places of the running text that name a point or a note of the paper by a number that was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.importing.papers.content import Run
from toolkit.inspection.typed.mentions import find_mentions
from toolkit.inspection.typed.texts import Token, fold, tokens
from toolkit.inspection.typed.words import OF_OTHERS, Vocabulary
from toolkit.records import replace

Place = tuple[int, int, str]


def point_places(text: str, points: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Place]:
    """The numbers of points in `text` ("see point 3"), each with the id of the point; `points` has those by number."""
    if not points or not any(char.isdecimal() for char in text):
        return
    all_ = tokens(text)
    folded = [fold(token[0]) for token in all_]
    for index, word in enumerate(folded):
        if word in vocabulary.points:
            at = index - 1 if vocabulary.number_leads else index + 1
            at -= vocabulary.number_leads and at >= 0 and folded[at] == "."
            if (
                0 <= at < len(all_)
                and folded[at] in points
                and _is_of_this(text, all_, folded, (index, at), vocabulary)
            ):
                yield all_[at][1], all_[at][2], points[folded[at]]


def _is_of_this(
    text: str, all_: Sequence[Token], folded: Sequence[str], at: tuple[int, int], vocabulary: Vocabulary
) -> bool:
    """Whether a point is one of this paper: something leads to it, and no other text follows."""
    first, last = min(at), max(at)
    before = set(folded[max(first - 3, 0) : first])
    after = folded[last + 1] if last + 1 < len(folded) else ""
    led = bool(before & (vocabulary.see | vocabulary.above | {"("})) or after in vocabulary.above | vocabulary.below
    rest = text[all_[last][2] :]
    if not led or after in OF_OTHERS or rest[:1].isalnum() or re.match(r"\s*[(/\[]|[.,]\d", rest):
        return False
    return after in (")", ".", ";", "]", "", ",", "and", "&") or after in vocabulary.above | vocabulary.below


def note_places(text: str, notes: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Place]:
    """The numbers of notes in `text` ("see note 6"), each with the id of the note."""
    for mention in find_mentions(text, vocabulary, frozenset()):
        if mention.is_bare or not (mention.led or mention.is_closed):
            continue
        for number in mention.numbers:
            if number.shown in notes:
                yield number.start, number.end, notes[number.shown]


def cut(runs: Sequence[Run], places: Sequence[Place]) -> list[Run]:
    """`runs` with each of `places` as a run of its own, which leads to the id that it names."""
    found: list[Run] = []
    at = 0
    for run in runs:
        start, at = at, at + len(run.text)
        done = start
        for begin, end, name in places:
            if start <= begin and end <= at and not (run.note or run.field or run.link):
                found += [replace(run, text=run.text[done - start : begin - start])] if begin > done else []
                found.append(replace(run, text=run.text[begin - start : end - start], field=f"#{name}"))
                done = end
        if done < at or done == start:
            found.append(replace(run, text=run.text[done - start :]))
    return found
