"""Where a file cites sources by number in brackets, and which list they are in: in any file, ours or not.

Which list is meant is told by where the numbers lead; where they were typed by hand, by a list that begins with 1
behind the last of them, and most of which they name. Brackets are used for much else: paragraphs of a judgment, months
in a bill, choices in a form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.inspection.reading import (
    DOCX,
    HEADING,
    HTML,
    NOTES_HEADING,
    TITLE,
    ReadBlock,
    Reading,
    ReadReference,
    normal,
)
from toolkit.records import MutableRecord, Record, fresh

# "[4]", "[4, p. 3]", "[1, 2]", "[1–3]"; or the mark of a note
_TOKEN = re.compile(r"\[(?:\^([^\]]{0,60})|(\d{1,3})((?:[,;\u2013-][^\[\]]{1,120})?))\]")
_NUMBERS = re.compile(r"\d{1,3}(?:[,;\u2013-]\s?\d{1,3})*")
_RANGE = re.compile(r"(\d{1,3})[\u2013-](\d{1,3})")
FIRST_NUMBER = re.compile(r"\[?(\d{1,5})(?!\d)")
_TYPED_NUMBER = re.compile(r"\[(\d{1,3})\]\s*")
DIGITS = re.compile(r"\d{1,5}")
_MOST = 20_000  # pairs of brackets: a file with more is no paper, and is not judged
_LONGEST_ROW = 100
_LAST_LISTS = 20  # in which typed numbers may have their sources
_SHARE = 2 / 3  # of a list, which numbers typed by hand name
_CHAPTERS = 0.1  # of the live numbers, which lead to other lists where each chapter has one
_NO_ENTRIES = (HEADING, TITLE, NOTES_HEADING)


class Citation(Record):
    """A number in brackets: the number, whether a place in the source follows, where it stands, and how sure it is.

    `written` says that the number itself stands there: of "[1–3]" only the ends do. `closes` says that what it stands
    behind ends there, as with most citations, and with none of the numbers of a list in a line.
    """

    number: int
    has_place: bool
    shown: str
    block: ReadBlock
    index: int
    note: str | None = None
    written: bool = True
    closes: bool = False


class Entry(Record):
    """An entry of the list: its number, the index of its block, what it says."""

    number: int
    index: int
    block: ReadBlock
    text: str


class Live(Record):
    """A number in brackets that leads somewhere in the file; `target` is the block, None where it is not there."""

    reference: ReadReference
    block: ReadBlock
    number: int
    target: int | None
    note: str | None


def listed_sources(reading: Reading) -> frozenset[int]:
    """The indices of the blocks that are entries of the list of sources."""
    return frozenset([entry.index for entry in look(reading).entries])


class Paper(Record):
    """A file, what cites in it, its numbered lists, and the list of sources; empty where there is none to judge by."""

    reading: Reading
    cited: list[Citation]
    lists: list[list[Entry]]
    live: list[Live]
    entries: list[Entry]

    @property
    def outside(self) -> list[Citation]:
        """What is cited in the paper itself: numbers in the list, as those of paragraphs, cite nothing."""
        own = {entry.index for entry in self.entries}
        return [one for one in self.cited if one.index not in own]

    @property
    def numbers(self) -> dict[int, int]:
        """The number of each entry by the index of its block."""
        return {entry.index: entry.number for entry in self.entries}


def look(reading: Reading) -> Paper:
    """What cites by number in a file, and the list of sources that it means."""
    cited = _citations(reading) if reading.format in (DOCX, HTML) else []
    if not cited:
        return Paper(reading, [], [], [], [])
    lists = _lists(reading.blocks)
    live = _live(reading, cited, {entry.index for entries in lists for entry in entries})
    entries = _most_cited(lists, live)
    if entries:
        return Paper(reading, cited, lists, live, [] if _in_chapters(lists, entries, live) else entries)
    return Paper(reading, cited, lists, [], _list_behind(lists, cited))


def _citations(reading: Reading) -> list[Citation]:
    """Every number in brackets as a reader meets it, those in a note where its first mark is; none of too many."""
    notes = {note.id: note for note in reading.notes}
    met = _Met()
    for index, block in enumerate(reading.blocks):
        if "[" not in block.text:
            continue
        marks = iter(block.marks)
        for token, run in _tokens(block.text):
            if met.left < 0:
                return []
            if token[2]:
                met.take(token, run, block, index, None)
                continue
            mark = next(marks, None)
            note = notes.pop(mark.note, None) if mark is not None else None
            for inner in note.blocks if note is not None else ():
                for one, inner_run in _tokens(inner.text):
                    if note is not None and one[2]:
                        met.take(one, inner_run, inner, index, note.mark or None)
    return met.found


def _tokens(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The numbers in brackets and the marks of a text, with the number from which a row runs to it: "[1]–[3]"."""
    before: re.Match[str] | None = None
    for token in _TOKEN.finditer(text):
        between = text[before.end() : token.start()] if before else ""
        runs = before and before[2] and not before[3] and token[2] and between.strip(" \u00a0") in ("-", "\u2013")
        yield token, int(before[2]) if before and runs else 0
        before = token


class _Met(MutableRecord):
    """The citations met so far; `rows` are the numbers of rows among them, of which the first place is enough."""

    found: list[Citation] = fresh(factory=list)
    rows: set[int] = fresh(factory=set)
    left: int = _MOST

    def take(self, token: re.Match[str], run: int, block: ReadBlock, index: int, note: str | None) -> None:
        """The numbers of one pair of brackets, after those that a row from `run` leaves out."""
        rest = token[3]
        whole = token[2] + rest
        if run:
            self._between(range(run + 1, int(token[2])), token, block, index, note)
        if rest and _NUMBERS.fullmatch(whole):
            for digits in DIGITS.findall(whole):
                self._add(Citation(int(digits), False, token[0], block, index, note))
            for first, last in _RANGE.findall(whole):
                self._between(range(int(first) + 1, int(last)), token, block, index, note)
        elif not rest.startswith(("-", "\u2013")):
            after = block.text[token.end() : token.end() + 2].lstrip(" \u00a0")[:1]
            closes = token.start() > 0 and (bool(rest) or not after.isalnum())
            self._add(Citation(int(token[2]), bool(rest), token[0], block, index, note, closes=closes))

    def _add(self, one: Citation) -> None:
        self.left -= 1
        self.found.append(one)

    def _between(self, numbers: range, token: re.Match[str], block: ReadBlock, index: int, note: str | None) -> None:
        """The numbers that a row such as "3-5" leaves out."""
        for number in numbers[:_LONGEST_ROW]:
            if number not in self.rows:
                self.rows.add(number)
                self.found.append(Citation(number, False, token[0], block, index, note, written=False))


def _lists(blocks: Sequence[ReadBlock]) -> list[list[Entry]]:
    """The numbered lists of the body; one that counts on behind a heading, or behind other text, is the same."""
    lists: list[list[Entry]] = []
    between = 2
    for index, block in enumerate(blocks):
        number = None if block.kind in _NO_ENTRIES else _number_of(block)
        if number is None:
            between += 2 if block.kind in _NO_ENTRIES else 1
            continue
        goes_on = bool(lists) and (number == lists[-1][-1].number + 1 or (between <= 1 and number != 1))
        if not goes_on:
            lists.append([])
        lists[-1].append(Entry(number, index, block, ""))
        between = 0
    return [[_with_text(entry, blocks) for entry in entries] for entries in lists]


def _number_of(block: ReadBlock) -> int | None:
    typed = _TYPED_NUMBER.match(block.text)
    if typed:
        return int(typed[1])
    digits = block.number.strip(" \t\u00a0.)[]:")
    return int(digits) if digits.isdecimal() and len(digits) <= 5 else None


def _with_text(entry: Entry, blocks: Sequence[ReadBlock]) -> Entry:
    text = _TYPED_NUMBER.sub("", entry.block.text, count=1)
    following = blocks[entry.index + 1] if entry.index + 1 < len(blocks) else None
    if entry.block.text and not text and following is not None and _number_of(following) is None:
        text = following.text  # its number is a block of its own
    return Entry(entry.number, entry.index, entry.block, normal(text))


def _live(reading: Reading, cited: list[Citation], listed: set[int]) -> list[Live]:
    """The numbers in brackets that are references.

    "see point 1 [1]" may have two references that show 1: the one that leads to an entry of a list is meant.
    """
    tokens: dict[int, Counter[int]] = {}
    blocks: dict[int, tuple[ReadBlock, str | None]] = {}
    for one in cited:
        tokens.setdefault(id(one.block), Counter())[one.number] += one.written
        blocks[id(one.block)] = (one.block, one.note)
    found = []
    for key, (block, note) in blocks.items():
        for reference in sorted(block.references, key=lambda one: block_of(reading, one) not in listed):
            shown = FIRST_NUMBER.match(reference.shown.strip())
            if shown and reference.kind not in ("back", "page") and tokens[key][int(shown[1])]:
                tokens[key][int(shown[1])] -= 1
                found.append(Live(reference, block, int(shown[1]), block_of(reading, reference), note))
    return found


def block_of(reading: Reading, reference: ReadReference) -> int | None:
    """The index of the block that `reference` leads to; -1 is a note, None a place that is not there."""
    target = reading.targets.get(reference.target)
    return target.block if target is not None else None


def _most_cited(lists: list[list[Entry]], live: list[Live]) -> list[Entry]:
    """The list that most of the numbers lead to; empty where none does."""
    targets = Counter(one.target for one in live)
    best = max(lists, key=lambda entries: sum(targets[entry.index] for entry in entries), default=[])
    return best if any(targets[entry.index] for entry in best) else []


def _in_chapters(lists: list[list[Entry]], entries: list[Entry], live: list[Live]) -> bool:
    """Whether each chapter has a list of its own: numbers lead, rightly, to others than `entries` as well."""
    own = {entry.index for entry in entries}
    others = {entry.index: entry.number for one in lists for entry in one if entry.index not in own}
    elsewhere = sum(others.get(one.target) == one.number for one in live if one.target is not None)
    return elsewhere > _CHAPTERS * len(live)


def _list_behind(lists: list[list[Entry]], cited: list[Citation]) -> list[Entry]:
    """The list that numbers typed by hand mean: behind all of them, and with most of its own among them.

    Where Word counts it, "1. …", they must also count up and be no more than it can have.
    """
    highest = max(one.number for one in cited)
    if sum(_TYPED_NUMBER.match(one[0].block.text) is not None and len(one) > 1 for one in lists) > 1:
        return []  # each chapter has its own
    for entries in lists[: -_LAST_LISTS - 1 : -1]:
        own, first = {entry.index for entry in entries}, entries[0]
        text = [one for one in cited if one.index not in own]
        if first.number != 1 or not text or max(one.index for one in text) > first.index:
            continue
        numbers = {one.number for one in text}
        named = sum(entry.number in numbers for entry in entries)
        typed = _TYPED_NUMBER.match(first.block.text) is not None
        counted = (typed or (len(entries) * 2 >= highest and counts_up(text))) and len(entries) * 3 >= len(numbers) * 2
        if len(entries) > 1 and named >= _SHARE * len(entries) and counted:
            return entries
    return []


def counts_up(cited: list[Citation]) -> bool:
    """Whether the numbers are 1, 2, 3 … as they are first met, some of them where a sentence ends."""
    met = list(dict.fromkeys([one.number for one in cited]))
    return met == list(range(1, len(met) + 1)) and any(one.closes for one in cited)
