"""Sources that are cited by number in brackets, and the list of them: in any file, ours or not.

Which list is meant is told by where the numbers lead; where they were typed by hand, by a list that begins with 1
behind the last of them. A paper without live numbers is accused only where there can be no doubt that they are those of
sources: they are 1, 2, 3 … in the order in which they are met, or there is such a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from toolkit.inspection.reading import (
    DOCX,
    HEADING,
    HTML,
    NOTES_HEADING,
    TITLE,
    Fault,
    ReadBlock,
    Reading,
    ReadReference,
    normal,
    quote,
)
from toolkit.records import MutableRecord, Record, fresh

# "[4]", "[4, p. 3]", "[1, 2]", "[1–3]"; or the mark of a note
_TOKEN = re.compile(r"\[(?:\^([^\]]{0,60})|(\d{1,3})((?:[,;\u2013-][^\[\]]{1,120})?))\]")
_NUMBERS = re.compile(r"\d{1,3}(?:[,;\u2013-]\s?\d{1,3})*")
_RANGE = re.compile(r"(\d{1,3})[\u2013-](\d{1,3})")
_FIRST_NUMBER = re.compile(r"\[?(\d{1,5})(?!\d)")
_TYPED_NUMBER = re.compile(r"\[(\d{1,3})\]\s*")
_DIGITS = re.compile(r"\d{1,5}")
_MOST = 20_000  # pairs of brackets: a file with more is no paper, and is not judged
_LONGEST_ROW = 100
_LAST_LISTS = 20  # in which typed numbers may have their sources
_FEWEST = 3  # numbers that are surely those of sources, where there is nothing else to tell it by
_FEW = 3  # entries that may well be in the order of the alphabet by chance
_NO_ENTRIES = (HEADING, TITLE, NOTES_HEADING)
_RENDER = "render the paper again"
_COUNT = "number the sources 1, 2, 3 … as they are first cited, or render the paper again"


class Citation(Record):
    """A number in brackets: the number, whether a place in the source follows, where it stands, and how sure it is.

    `alone` says that it is no part of a row of numbers: of "[1–3]" only the ends are written. `closes` says that what
    it stands behind ends there, as with most citations, and with none of the numbers of a list in a line.
    """

    number: int
    has_place: bool
    shown: str
    block: ReadBlock
    index: int
    note: str | None = None
    alone: bool = True
    closes: bool = False


class Entry(Record):
    """An entry of the list: its number, the index of its block, what it says."""

    number: int
    index: int
    block: ReadBlock
    text: str


class _Live(Record):
    """A number in brackets that leads somewhere in the file; `target` is the block, None where it is not there."""

    reference: ReadReference
    block: ReadBlock
    number: int
    target: int | None
    note: str | None


def source_faults(reading: Reading) -> Iterator[Fault]:
    """What is wrong with sources that are cited by number, or with the list of them."""
    if reading.format not in (DOCX, HTML):
        return
    cited = _citations(reading)
    if not cited:
        return
    lists = _lists(reading.blocks)
    live = _live(reading, cited, {entry.index for entries in lists for entry in entries})
    entries = _most_cited(lists, live)
    if entries:
        wrong = list(_wrong_links(entries, live))
        yield from wrong
        yield from _typed_among_live(entries, cited, live)
        yield from _wrong_list(entries, _as_led(entries, cited, live))
        if not wrong and all(one.target is not None for one in live):  # else it is the consequence
            yield from _wrong_order(entries, cited)
        yield from _links_back(reading, entries, live)
        return
    entries = _list_behind(lists, cited)
    if entries:
        yield from _without_entry(entries, cited)
        yield from _wrong_list(entries, {one.number for one in _outside(entries, cited)})
        yield from _wrong_order(entries, cited)
    elif _count_up([one for one in cited if not one.block.text.startswith(one.shown)]):
        yield _missing_list(cited)


# What is there


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
        self.left -= 1
        rest = token[3]
        whole = token[2] + rest
        if run:
            self._row(f"{run}-{token[2]}", token, block, index, note)
        if rest and _NUMBERS.fullmatch(whole):
            self._row(whole, token, block, index, note)
        elif not rest.startswith(("-", "\u2013")):
            after = block.text[token.end() : token.end() + 2].lstrip(" \u00a0")[:1]
            closes = token.start() > 0 and (bool(rest) or not after.isalnum())
            self.found.append(Citation(int(token[2]), bool(rest), token[0], block, index, note, closes=closes))

    def _row(self, whole: str, token: re.Match[str], block: ReadBlock, index: int, note: str | None) -> None:
        """The numbers of a row such as "1, 3-5"."""
        spans = dict(_RANGE.findall(whole))
        for digits in _DIGITS.findall(whole):
            first, last = int(digits), int(spans.get(digits, digits))
            for number in range(first, last + 1 if first < last < first + _LONGEST_ROW else first + 1):
                if number not in self.rows:
                    self.rows.add(number)
                    self.found.append(Citation(number, False, token[0], block, index, note, alone=False))


def _lists(blocks: Sequence[ReadBlock]) -> list[list[Entry]]:
    """The numbered lists of the body; an entry may have one paragraph more, a heading or another 1 ends a list."""
    lists: list[list[Entry]] = []
    between = 2
    for index, block in enumerate(blocks):
        number = None if block.kind in _NO_ENTRIES else _number_of(block)
        if number is None:
            between += 2 if block.kind in _NO_ENTRIES else 1
            continue
        if between > 1 or number == 1:
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
    if not text and entry.index + 1 < len(blocks):  # its number is a block of its own
        text = blocks[entry.index + 1].text
    return Entry(entry.number, entry.index, entry.block, normal(text))


def _live(reading: Reading, cited: list[Citation], listed: set[int]) -> list[_Live]:
    """The numbers in brackets that are references.

    "see point 1 [1]" may have two references that show 1: the one that leads to an entry of a list is meant.
    """
    tokens: dict[int, Counter[int]] = {}
    blocks: dict[int, tuple[ReadBlock, str | None]] = {}
    for one in cited:
        tokens.setdefault(id(one.block), Counter())[one.number] += 1
        blocks[id(one.block)] = (one.block, one.note)
    found = []
    for key, (block, note) in blocks.items():
        for reference in sorted(block.references, key=lambda one: _block_of(reading, one) not in listed):
            shown = _FIRST_NUMBER.match(reference.shown.strip())
            if shown and reference.kind not in ("back", "page") and tokens[key][int(shown[1])]:
                tokens[key][int(shown[1])] -= 1
                found.append(_Live(reference, block, int(shown[1]), _block_of(reading, reference), note))
    return found


def _block_of(reading: Reading, reference: ReadReference) -> int | None:
    target = reading.targets.get(reference.target)
    return target.block if target is not None else None


def _most_cited(lists: list[list[Entry]], live: list[_Live]) -> list[Entry]:
    """The list that most of the numbers lead to; empty where none does."""
    targets = Counter(one.target for one in live)
    best = max(lists, key=lambda entries: sum(targets[entry.index] for entry in entries), default=[])
    return best if any(targets[entry.index] for entry in best) else []


def _outside(entries: list[Entry], cited: list[Citation]) -> list[Citation]:
    """What is cited in the paper itself: numbers in the list, as those of paragraphs, cite nothing."""
    own = {entry.index for entry in entries}
    return [one for one in cited if one.index not in own]


def _as_led(entries: list[Entry], cited: list[Citation], live: list[_Live]) -> set[int]:
    """The numbers of the entries that are cited: of live numbers those that they lead to, whatever they show."""
    numbers = {entry.index: entry.number for entry in entries}
    bound = Counter((id(one.block), one.number) for one in live)
    typed = set()
    for one in _outside(entries, cited):
        key = (id(one.block), one.number)
        if bound[key]:
            bound[key] -= 1
        else:
            typed.add(one.number)
    return typed | {numbers[one.target] for one in live if one.target in numbers}


def _list_behind(lists: list[list[Entry]], cited: list[Citation]) -> list[Entry]:
    """The list that numbers typed by hand mean: "[1] …" behind all of them, or "1. …" that is long enough for them."""
    highest = max(one.number for one in cited)
    for entries in lists[: -_LAST_LISTS - 1 : -1]:
        first, text = entries[0], _outside(entries, cited)
        typed = _TYPED_NUMBER.match(first.block.text) is not None
        if first.number != 1 or not text or max(one.index for one in text) > first.index:
            continue
        if typed or (len(entries) * 2 >= highest and _count_up(text)):
            return entries
    return []


def _count_up(cited: list[Citation]) -> bool:
    """Whether the numbers are surely those of sources: 1, 2, 3 … as they are first met, some where a sentence ends."""
    met: dict[int, None] = {}
    for one in cited:
        met.setdefault(one.number)
    in_order = list(met) == list(range(1, len(met) + 1))
    return len(met) >= _FEWEST and in_order and any(one.closes for one in cited)


# What is wrong


def _missing_list(cited: list[Citation]) -> Fault:
    highest = max(one.number for one in cited)
    message = f"sources are cited by number, [1] to [{highest}], but the paper has no list of them"
    return Fault("missing-sources", message, "put the list of sources at the end, numbered as they are cited")


def _wrong_links(entries: list[Entry], live: list[_Live]) -> Iterator[Fault]:
    """stale-number, dangling-citation: a number leads to the entry that has it. Of Word's fields others say so."""
    numbers = {entry.index: entry.number for entry in entries}
    for one in live:
        due = numbers.get(one.target) if one.target is not None else one.number
        if due is None:
            message = f"in the text {quote(one.block.text, 40)}, [{one.number}] leads to what is no source"
            yield Fault("dangling-citation", message, _RENDER, one.reference.line, one.note)
        elif due != one.number:
            message = f"a citation shows [{one.number}], but leads to source {due}"
            yield Fault("stale-number", message, _RENDER, one.reference.line, str(due))


def _without_entry(entries: list[Entry], cited: list[Citation]) -> Iterator[Fault]:
    """dangling-citation: the list has the source of every number."""
    numbers = {entry.number for entry in entries}
    missing = {one.number: one for one in reversed(_outside(entries, cited)) if one.number not in numbers}
    for _, one in sorted(missing.items()):
        yield _dangling(one, entries)


def _dangling(one: Citation, entries: list[Entry]) -> Fault:
    place = f"in note {one.note}" if one.note else f"in the text {quote(one.block.text, 40)}"
    message = f"{place}, {one.shown} cites source {one.number}, which is not in the list of {len(entries)} sources"
    return Fault(
        "dangling-citation", message, "put the source in the list, or mend the number", one.block.line, one.note
    )


def _typed_among_live(entries: list[Entry], cited: list[Citation], live: list[_Live]) -> Iterator[Fault]:
    """typed-citation, dangling-citation: where numbers are live, each is."""
    numbers = {entry.number for entry in entries}
    bound = Counter((id(one.block), one.number) for one in live)
    for one in _outside(entries, cited):
        key = (id(one.block), one.number)
        if bound[key]:
            bound[key] -= 1
        elif one.has_place and one.number not in numbers:
            yield _dangling(one, entries)
        elif one.alone:
            place = f"in note {one.note}" if one.note else f"in the text {quote(one.block.text, 40)}"
            message = f"{place}, {one.shown} reads as the number of a source, but leads to none"
            hint = "cite the source, so that its number is counted; or say it without brackets"
            yield Fault("typed-citation", message, hint, one.block.line, one.note)


def _wrong_list(entries: list[Entry], cited: set[int]) -> Iterator[Fault]:
    """gap-in-sources, doubled-source, uncited-source: the list says each source that is cited, once, counting up."""
    due = next((place for place, entry in enumerate(entries, 1) if entry.number != place), None)
    if due is not None:
        entry = entries[due - 1]
        message = f"the list of sources has number {entry.number} where {due} is due: {quote(entry.text)}"
        yield Fault("gap-in-sources", message, _COUNT, entry.block.line)
    first: dict[str, Entry] = {}
    for entry in entries:
        same = first.setdefault(entry.text, entry)
        if same is not entry:
            message = f"sources {same.number} and {entry.number} of the list are one: {quote(entry.text)}"
            yield Fault("doubled-source", message, "keep one of the two, and cite it by one number", entry.block.line)
    for entry in entries:
        if entry.number not in cited:
            message = f"source {entry.number} of the list is cited nowhere: {quote(entry.text)}"
            yield Fault("uncited-source", message, "cite it, or take it out of the list", entry.block.line)


def _is_alphabetical(entries: list[Entry]) -> bool:
    texts = [entry.text.casefold() for entry in entries]
    return len(texts) > _FEW and all(one <= other for one, other in pairwise(texts))


def _wrong_order(entries: list[Entry], cited: list[Citation]) -> Iterator[Fault]:
    """gap-in-sources: new sources are met as 1, 2, 3 …, unless the list is alphabetical or does not count so."""
    if _is_alphabetical(entries) or [entry.number for entry in entries] != list(range(1, len(entries) + 1)):
        return
    numbers = {entry.number for entry in entries}
    met: set[int] = set()
    for one in _outside(entries, cited):
        if one.number in met or one.number not in numbers:
            continue
        met.add(one.number)
        if one.number != len(met):
            place = f"in note {one.note}" if one.note else f"in the text {quote(one.block.text, 40)}"
            message = f"{place}, source {one.number} is cited first, where the next new source is {len(met)}"
            yield Fault("gap-in-sources", message, _COUNT, one.block.line, one.note)
            return


def _links_back(reading: Reading, entries: list[Entry], live: list[_Live]) -> Iterator[Fault]:
    """wrong-back-link, missing-back-link: where there are links back, one leads to each citation.

    A number that leads elsewhere than it says has been named, and a link that leads nowhere is.
    """
    backs = {entry.index: [one for one in entry.block.references if one.kind == "back"] for entry in entries}
    if not any(backs.values()):
        return
    at = {one.reference.anchor: one for one in live if one.reference.anchor}
    citations = Counter((one.target, one.number) for one in live)
    for entry in entries:
        led = {link.target for link in backs[entry.index]}
        for link in backs[entry.index]:
            one = at.get(link.target)
            cites = one is not None and (one.number == entry.number or one.target == entry.index)
            if link.target in reading.targets and not cites:
                message = f"the link back from source {entry.number} leads to '#{link.target}', which does not cite it"
                yield Fault("wrong-back-link", message, _RENDER, link.line)
        for _ in range(citations[entry.index, entry.number] - len(led)):
            message = f"source {entry.number} has no link back to a citation"
            yield Fault("missing-back-link", message, _RENDER, entry.block.line)
