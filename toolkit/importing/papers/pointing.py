"""Places of the running text that name a point or a note of the paper by a number that was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from toolkit.importing.papers.content import Run
from toolkit.inspection.typed.mentions import find_mentions
from toolkit.inspection.typed.texts import Token, fold, tokens
from toolkit.inspection.typed.words import OF_OTHERS, Vocabulary
from toolkit.records import Record, replace

Place = tuple[int, int, str]

_JOINS = frozenset(", & and und et y e og och i a oraz en ja ir un es si in agus u και и – - —".split())
_BETWEEN = frozenset(
    "the in le la les l au aux el los al den der dem die das zum il lo gli o os ao het de το στο az a".split()
)
_LONGEST = 2  # digits of the number of a point
_NEAR = 3  # words before a point that may lead to it
_SENTENCE = 60  # words of a long one
_SENTENCE_ENDS = frozenset(".!?")
_ROMAN = re.compile(r"[IVXLC]+")
# How several points are named, by the word for one.
_SEVERAL: Mapping[str, str] = {
    "point": "points",
    "punkt": "punkte punkten punkter punkterna punkterne punkty punktach punktow punktami punktid punktides",
    "ziffer": "ziffern",
    "punto": "puntos punti",
    "apartado": "apartados",
    "ponto": "pontos",
    "bod": "body bodech bodu bodoch bodov bodmi",
    "tocka": "tockah tockama tockami tocaka",
    "pont": "pontok pontja pontjai pontban",
    "punktas": "punktai punktuose punktus",
    "punkts": "punkti punktos punktus",
    "kohta": "kohdat kohdissa kohtia kohtien",
    "σημειο": "σημεια σημειων",
    "точка": "точките",
    "punctul": "puncte punctele",
    "pointe": "pointi",
    "punt": "punten punti",
}


class _Named(Record):
    """A number of a point, as tokens: where it stands, and from where to where the words are that name it.

    `has_word` says that a word for points belongs to it alone, or is one for several.
    """

    number: int
    first: int
    last: int
    has_word: bool


class Pointing(Record):
    """A place that names points: from `start` to `end`, each number with where it stands.

    `is_ours` says that they are surely points of this paper; `is_led` that a word like "see" leads to them.
    """

    start: int
    end: int
    numbers: tuple[Place, ...]
    is_ours: bool
    is_led: bool


def point_places(text: str, points: Mapping[str, str], vocabulary: Vocabulary) -> Iterator[Place]:
    """The numbers of points in `text` ("see point 3"), each with the id of the point; `points` has those by number."""
    for mention in point_mentions(text, points, vocabulary):
        for start, end, number in mention.numbers if mention.is_ours else ():
            if number in points:
                yield start, end, points[number]


def point_mentions(text: str, points: Collection[str], vocabulary: Vocabulary) -> Iterator[Pointing]:
    """The places of `text` that may name points of this paper: "see points 1 and 3", "point 1 and point 3"."""
    if not points or not any(char.isdecimal() for char in text):
        return
    plain = " ".join(map(fold, text.split()))
    if not any(word in plain for word in _point_words(vocabulary.points)):
        return
    all_ = tokens(text)
    folded = [fold(token[0]) for token in all_]
    for group in _joined(folded, list(_named(folded, vocabulary)), vocabulary.number_leads):
        found = _Mention(text, all_, folded, group, vocabulary)
        if not found.is_of_another():
            yield found.judged(points)


class _Mention(Record):
    """Numbers of points that are named together, and the tokens of the text round them."""

    text: str
    all: Sequence[Token]
    folded: Sequence[str]
    group: Sequence[_Named]
    words: Vocabulary

    def judged(self, points: Collection[str]) -> Pointing:
        first = self.group[0].first
        several = len(self.group) > 1 and all(one.has_word and self.folded[one.number] in points for one in self.group)
        named, led = list(self.group), self.is_led()
        while named and not (several or self.is_closed(named[-1].last)):
            named = [] if self.words.number_leads else named[:-1]
        kept = named or self.group
        numbers = tuple([(*self.all[one.number][1:], self.folded[one.number]) for one in kept])
        is_ours = bool(named) and (led or (several and self.is_alone()))
        return Pointing(self.all[first][1], self.all[kept[-1].last][2], numbers, is_ours, led)

    def after(self, last: int) -> str:
        return self.folded[last + 1] if last + 1 < len(self.folded) else ""

    def is_of_another(self) -> bool:
        """Whether what follows says that they are points of another text, or no points at all."""
        last = self.group[-1].last
        rest = self.text[self.all[last][2] :]
        return self.after(last) in OF_OTHERS or re.match(r"\w|\s*[(/\[]|[.,]\d", rest) is not None

    def is_closed(self, last: int) -> bool:
        """Whether nothing stands after the token `last` that could say whose point it is."""
        after = self.after(last)
        return after in (")", ".", ";", ":", "]", "") or after in _JOINS | self.words.above | self.words.below

    def is_led(self) -> bool:
        """Whether a word like "see" or "above" stands at it."""
        first = self.group[0].first
        before = set(self.folded[max(first - _NEAR, 0) : first])
        placed = self.after(self.group[-1].last) in self.words.above | self.words.below
        return placed or bool(before & (self.words.see | self.words.above | {"("}))

    def is_alone(self) -> bool:
        """Whether its sentence names nothing before it that could have points: no law and nothing with a number."""
        first = self.group[0].first
        for at in range(first - 1, max(first - _SENTENCE, 0) - 1, -1):
            if self.folded[at] in _SENTENCE_ENDS:
                return True
            if self.folded[at].isdecimal() or self.folded[at] in self.words.laws or _ROMAN.fullmatch(self.all[at][0]):
                return False
        return first <= _SENTENCE


@lru_cache(maxsize=64)
def _point_words(singular: frozenset[str]) -> frozenset[str]:
    """The words for points, one and several."""
    return singular | {many for one in singular for many in _SEVERAL.get(one, "").split()}


def _named(folded: Sequence[str], vocabulary: Vocabulary) -> Iterator[_Named]:
    """The numbers that stand beside a word for points."""
    several = _point_words(vocabulary.points) - vocabulary.points
    for index, word in enumerate(folded):
        if word not in vocabulary.points and word not in several:
            continue
        many = word in several
        before = _numbers(folded, index, -1, many)[::-1] if vocabulary.number_leads else []
        yield from (_Named(at, at, index if at == before[-1] else at, many or at == before[-1]) for at in before)
        after = _numbers(folded, index, 1, many) if not before else []
        yield from (_Named(at, index if at == after[0] else at, at, many or at == after[0]) for at in after)


def _numbers(folded: Sequence[str], index: int, step: int, many: bool) -> list[int]:
    """The tokens that are numbers of the word at `index`; after a comma, where `many` or a word like "and" says so."""
    found: list[int] = []
    sure = 0
    at = index + step
    while 0 <= at < len(folded):
        if step < 0 and folded[at] == ".":
            at -= 1
        if not (at >= 0 and folded[at].isdecimal() and len(folded[at]) <= _LONGEST):
            break
        found.append(at)
        sure = len(found) if many or len(found) == 1 or folded[at - step] != "," else sure
        at += step
        if not (0 <= at < len(folded) and folded[at] in _JOINS):
            break
        at += step
    return found[:sure]


def _joined(folded: Sequence[str], named: Sequence[_Named], number_leads: bool) -> Iterator[list[_Named]]:
    """`named` in groups between which nothing but "and" stands, or the stop of a leading number ("1. és 3. pont")."""
    small = _BETWEEN | {"."} if number_leads else _BETWEEN
    group: list[_Named] = []
    for one in named:
        between = folded[group[-1].last + 1 : one.first] if group else []
        joined = len(between) <= _NEAR and any(word in _JOINS for word in between)
        if group and not (joined and all(word in _JOINS or word in small for word in between)):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


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
