"""Finds the places where a text names a note by its number: "n. 6", "notes 6 and 9", "6. lábjegyzet"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.inspection.typed.texts import Token, fold, tokens
from toolkit.inspection.typed.words import BARE, CITED_BEFORE, FILLERS, OF_OTHERS, PAGES, Vocabulary, small_words
from toolkit.records import MutableRecord, Record, fresh

_JOINS = frozenset(", & and et und e y og och i a oraz en ja ir un es si in agus u και и – - —".split())
_RANGES = frozenset("–-—")
_OPENING = "([{"
_FURTHER = 14  # words between the word for a note and its number, at most
_LAW_REACH = 8
_ORDINAL = "°º"
_LINKS_REACH = 9
_PAGE_LINKS = frozenset(
    ", . & m w n mwn mit in dort und and with avec con et en ff f sqq esp insb insbes spec vooral particular".split()
)
_DATED = re.compile(
    r"(?:\d{1,2}[.°º]?(?:er)?\s+(?:de\s+)?[^\W\d_]{3,}\.?\s+(?:de\s+)?|\d{1,2}\.\s?\d{1,2}\.\s?)(?:1[89]|20)\d\d,\s*$"
)
_ACCOMPANYING = frozenset("accompanying also same corresponding previous preceding".split())


class Number(Record):
    """A number of a note in a text, and where it stands."""

    shown: str
    start: int
    end: int


class Mention(Record):
    """A place that names notes by number: from `start` to `end`; `led` where a word like "see" leads to it.

    `is_bare` is for "n. 6", which can be the number of many other things; `is_closed` for one in brackets or with
    "above"; `is_ahead` where it says that the note comes later; `is_doubtful` where the number can just as well be
    one of the work that is cited.
    """

    start: int
    end: int
    numbers: tuple[Number, ...]
    led: bool = False
    is_bare: bool = False
    is_closed: bool = False
    is_ahead: bool = False
    is_doubtful: bool = False


class _Walk(MutableRecord):
    text: str
    vocabulary: Vocabulary
    marks: frozenset[str]
    all: list[Token]
    folded: list[str] = fresh(factory=list)


def find_mentions(text: str, vocabulary: Vocabulary, marks: frozenset[str]) -> Iterator[Mention]:
    """The places of `text` that name notes; `marks` are those of the file that are no plain numbers."""
    if not marks and not any(character.isdecimal() for character in text):
        return
    walk = _Walk(text, vocabulary, marks, tokens(text))
    walk.folded = [fold(token[0]) for token in walk.all]
    end = 0
    for index, word in enumerate(walk.folded):
        if walk.all[index][1] < end or not word[0].isalpha():
            continue
        found = _number_first(walk, index) or _number_last(walk, index)
        if found is not None:
            end = found.end
            yield found


def _number_last(walk: _Walk, index: int) -> Mention | None:
    """ "n. 6": the note's word stands at `index` and its numbers after it."""
    word = walk.folded[index]
    if not walk.vocabulary.is_note(word) or _touches(walk, index) or _is_named(walk, index):
        return None
    at = index + 1
    while at < len(walk.all) and at - index < _FURTHER:
        sign = walk.folded[at]
        if sign in _ORDINAL and at - index <= 2 and word in BARE:
            return None
        if sign not in FILLERS and sign not in (".", "°", "º", "'", "’", "-", "s"):
            break
        at += 1
    numbers, after = _numbers(walk, at, word not in BARE or word == "nn" or word.endswith("s"))
    if not numbers:
        return None
    return _mention(walk, index, walk.all[index][1], numbers[-1].end, tuple(numbers), after)


def _number_first(walk: _Walk, index: int) -> Mention | None:
    """ "6. lábjegyzet": the note's word stands at `index` and its number before it."""
    if not walk.vocabulary.is_note_after(walk.folded[index]):
        return None
    at = index - 1
    while at >= 0 and index - at < 5 and (walk.folded[at] in FILLERS or walk.folded[at] == "."):
        at -= 1
    if at < 0 or not walk.folded[at].isdecimal() or len(walk.folded[at]) > 4 or _is_part(walk, at):
        return None
    numbers = [Number(*walk.all[at])]
    before = at - 1
    if at >= 2 and walk.folded[before] in _JOINS - {","} and walk.folded[at - 2].isdecimal():
        numbers.insert(0, Number(*walk.all[at - 2]))
        at -= 2
    end = walk.all[index][2]
    return _mention(walk, at, numbers[0].start, end, tuple(numbers), index + 1)


def _mention(walk: _Walk, index: int, start: int, end: int, numbers: tuple[Number, ...], after: int) -> Mention | None:
    """The mention whose first token is `index` and after which comes the token `after`."""
    words = walk.vocabulary
    if after < len(walk.folded) and walk.folded[after] in (".", ","):
        behind = after + 1
    else:
        behind = after
    follows = walk.folded[after] if after < len(walk.folded) else ""
    if follows in OF_OTHERS and not _is_of_this(walk, after):
        return None
    near = [*walk.folded[max(index - 3, 0) : index], *walk.folded[behind : behind + 3]]
    said = _said_before(walk, index)
    led = said != "" or any(word in words.see or word in words.above for word in walk.folded[max(index - 3, 0) : index])
    bracketed = index > 0 and walk.folded[index - 1] in _OPENING
    placed = said == "o" or any(word in words.above for word in near)
    ahead = said == "u" or any(word in words.below for word in near)
    is_bare = walk.folded[index] in BARE
    if not (placed or ahead) and _follows_a_page(walk, index):
        return None
    if is_bare and not (led or bracketed or placed) and _is_other_number(walk, index):
        return None
    doubtful = not placed and not ahead and _is_doubtful(walk, index)
    return Mention(start, end, numbers, led, is_bare, bracketed or placed, ahead, doubtful)


def _said_before(walk: _Walk, index: int) -> str:
    """ "o" or "u" where "S. o." or "s. u." stands before the word, the German for "see above" and "see below"."""
    before = walk.folded[max(index - 4, 0) : index]
    short = len(before) == 4 and before[0] == "s" and before[1] == before[3] == "." and before[2] in ("o", "u")
    return before[2] if short else ""


def _follows_a_page(walk: _Walk, index: int) -> bool:
    """Whether a page stands before the word, so that the note is one of the work that is cited.

    So in "S. 46 Fn. 2", "p. 46, note 2", "S. 46 mit Fn. 2" and "(46, dort Fn. 2)".
    """
    at = index - 1
    while at >= 0 and index - at < _LINKS_REACH and walk.folded[at] in _PAGE_LINKS:
        at -= 1
    if at < 0 or not _is_page(walk.folded[at]):
        return False
    if at == index - 1:
        return True
    while at >= 2 and walk.folded[at - 1] in _RANGES | {","} and walk.folded[at - 2].isdecimal():
        at -= 2
    at -= 1
    if at > 0 and walk.folded[at] == ".":
        at -= 1
    return at >= 0 and (walk.folded[at] in PAGES or walk.folded[at] in _OPENING or _closes_a_note(walk, at))


def _closes_a_note(walk: _Walk, at: int) -> bool:
    """Whether the token `at` closes a reference, so that a number behind it is a page: "(n 1) 7"."""
    return at > 2 and walk.folded[at] == ")" and walk.vocabulary.is_note(walk.folded[at - 2])


def _is_page(word: str) -> bool:
    return word.isdecimal() and (len(word) < 4 or (len(word) == 4 and not "1500" < word < "2100"))


def _is_of_this(walk: _Walk, after: int) -> bool:
    return any(fold(word) in ("this", "present", "the", "la") for word in walk.folded[after + 1 : after + 2]) and any(
        word in ("paper", "document", "text") for word in walk.folded[after + 2 : after + 4]
    )


def _is_other_number(walk: _Walk, index: int) -> bool:
    """Whether a bare "n. 6" is that of a law or a judgment, or no abbreviation at all ("n 6" in running text)."""
    dotted = index + 1 < len(walk.folded) and walk.folded[index + 1] == "."
    apart = walk.folded[index - 1] in (",", ";", ":", ")") if index else True
    if not dotted and not apart:
        return True
    words, before = walk.vocabulary, _before(walk, index)
    if not apart or before[-1:] == [")"]:
        return _is_law(words, _without_brackets(before)[-1:]) or (words.n_counts and _is_law(words, before))
    dated = _DATED.search(walk.text[max(walk.all[index][1] - 40, 0) : walk.all[index][1]]) is not None
    return dated and (words.n_counts or any(word in words.counted for word in before))


def _is_law(words: Vocabulary, before: Iterable[str]) -> bool:
    return any(word in words.laws or word in words.counted for word in before)


def _before(walk: _Walk, index: int) -> list[str]:
    """The words and signs that stand before the token `index`, those that may say what it numbers."""
    before = walk.folded[max(index - _LAW_REACH, 0) : index]
    return before[len(before) - before[::-1].index(";") :] if ";" in before else before


def _without_brackets(before: list[str]) -> list[str]:
    """`before` without what stands in brackets at its end, and the stop of an abbreviation: "Regulation (EU)"."""
    if before[-1:] == [")"] and "(" in before:
        before = before[: len(before) - before[::-1].index("(") - 1]
    return before[:-1] if before[-1:] == ["."] else before


def _is_doubtful(walk: _Walk, index: int) -> bool:
    """Whether the number can just as well be that of the work cited: "TAR Lazio, n. 77", "Guidance note 77"."""
    before = _before(walk, index)
    last = before[-1] if before else ""
    if walk.folded[index] in BARE:
        content = [word for word in before if word[0].isalpha()]
        if not content or last in _OPENING or content[-1] in CITED_BEFORE or content[-1] in walk.vocabulary.ibid:
            return False
        return walk.vocabulary.n_counts or any(word in walk.vocabulary.counted for word in content)
    if last in _OPENING:
        return len(before) > 1 and _is_page(before[-2])
    dotted = index + 1 < len(walk.folded) and walk.folded[index + 1] == "."
    return not dotted and len(walk.folded[index]) > 2 and len(last) > 3 and last[0].isalpha() and not _leads(walk, last)


def _leads(walk: _Walk, word: str) -> bool:
    """Whether `word` can stand before that for a note without being part of a name."""
    words = walk.vocabulary
    known = word in words.see or word in words.above or word in words.below or words.is_note(word)
    return known or word in small_words() or word in _ACCOMPANYING


def _is_named(walk: _Walk, index: int) -> bool:
    """Whether the word is part of a name, as in "Galaxy Note 6" or "Guidance Note 6"."""
    if not index or not walk.all[index][0][0].isupper() or len(walk.all[index][0]) < 4:
        return False
    before = walk.all[index - 1][0]
    return before[0].isupper() and before[-1].isalpha() and walk.folded[index - 1] not in walk.vocabulary.see


def _touches(walk: _Walk, index: int) -> bool:
    """Whether the word is the end of another, as in "C-n. 6" or "2/n"."""
    start = walk.all[index][1]
    return start > 0 and (walk.text[start - 1] in "-/_'’" or walk.text[start - 1].isalnum())


def _numbers(walk: _Walk, at: int, many: bool) -> tuple[list[Number], int]:
    """The numbers that begin at the token `at`, and the token after them."""
    found: list[Number] = []
    while at < len(walk.all):
        number = _number(walk, at)
        if number is None:
            break
        found.append(number)
        at += 1
        joined = at + 1 < len(walk.all) and walk.folded[at] in _JOINS and _number(walk, at + 1) is not None
        if not many or not joined or not _goes_on(walk, at, len(found)):
            break
        at += 1
    return found, at


def _goes_on(walk: _Walk, at: int, count: int) -> bool:
    """Whether the sign at `at` joins two notes: "n. 6, 14" names a page, "notes 6, 9 and 12" three notes."""
    if walk.folded[at] != ",":
        return True
    later = walk.folded[at + 2] if at + 2 < len(walk.folded) else ""
    return count > 1 or (later in _JOINS and later not in _RANGES and later != ",")


def _number(walk: _Walk, at: int) -> Number | None:
    if at >= len(walk.all):
        return None
    text, start, end = walk.all[at]
    if text in walk.marks:
        return Number(text, start, end)
    if not text.isdecimal() or len(text) > 4 or text[0] == "0" or _is_part(walk, at):
        return None
    return Number(text, start, end)


def _is_part(walk: _Walk, at: int) -> bool:
    """Whether a number is a part of something longer: "6/2001", "6.2", "6%", "6a"."""
    _, start, end = walk.all[at]
    before, after = walk.text[max(start - 2, 0) : start], walk.text[end : end + 2]
    if re.match(r"[/%°º_]|[.,:]\d|[-–]\d(?!\d?\d?\b)", after) or re.search(r"[/_]$|\d[.,:]$", before):
        return True
    return after[:1].isalpha() and not re.match(r"ff?\b", walk.text[end:])
