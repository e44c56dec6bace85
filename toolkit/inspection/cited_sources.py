"""What is wrong with sources that are cited by number in brackets, or with the list of them.

A paper without live numbers and without a list that they could mean is accused only where there can be no doubt that
they are numbers of sources: they count up, some come again, and nothing can be the list of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from toolkit.inspection.alignment import longest_rising
from toolkit.inspection.reading import Fault, Reading, ReadReference, quote
from toolkit.inspection.source_lists import DIGITS, FIRST_NUMBER, Citation, Entry, Paper, block_of, counts_up, look

_BRACKETS = re.compile(r"\[([^\[\]]{1,120})\]")
_AUTHOR_ENDS = re.compile(r"[,.:;(]|\s(?:and|und|et|&)\s")
_BEGINS = re.compile(r"[\[(]?(\d{1,3})(?:[\]).:\s]|$)")
_ENDS = re.compile(r"\[(\d{1,3})\]$")
_FEWEST = 5  # numbers that are surely those of sources, where there is no list
_OUT_OF_ORDER = 4  # where more than every fourth number is, the list has another order
_SHORTEST = 8  # characters of an entry that is no mere word
_RENDER = "render the paper again"
_COUNT = "number the sources 1, 2, 3 … as they are first cited, or render the paper again"


def source_faults(reading: Reading) -> Iterator[Fault]:
    """What is wrong with sources that are cited by number, or with the list of them."""
    paper = look(reading)
    if paper.entries and paper.live:
        yield from _wrong_links(paper)
        yield from _typed_among_live(paper)
        yield from _wrong_list(paper)
        yield from _wrong_order(paper)
        yield from _links_back(paper)
    elif paper.entries:
        yield from _without_entry(paper)
        yield from _wrong_list(paper)
        yield from _wrong_order(paper)
    elif _lacks_list(paper):
        yield _missing_list(paper)


def _lacks_list(paper: Paper) -> bool:
    """Whether the numbers are surely those of sources, and nothing in the file can be the list of them."""
    cited = [one for one in paper.cited if not one.block.text.startswith(one.shown)]
    highest = max([one.number for one in cited], default=0)
    if paper.live or highest < _FEWEST or not counts_up(cited) or _leads_out(cited):
        return False
    comes_again = any(later.number < one.number for one, later in pairwise(cited))
    closing = sum(one.closes or not one.written for one in cited)
    return comes_again and closing * 2 >= len(cited) and len(_may_be_entries(paper)) * 2 < highest


def _leads_out(cited: list[Citation]) -> bool:
    """Whether a number is a link to its source elsewhere."""
    numbers = {str(one.number) for one in cited}
    blocks = {id(one.block): one.block for one in cited}
    return any(link.text.strip(" []") in numbers for block in blocks.values() for link in block.links)


def _may_be_entries(paper: Paper) -> set[int]:
    """The numbers that a paragraph, a cell or a line of the file begins or ends with, in whatever form."""
    found: set[int] = set()
    for block in paper.reading.blocks:
        begins = _BEGINS.match(f"{block.number} {block.text[:20]}".strip())
        if begins and begins[1] == "1" and _BRACKETS.match(block.text):
            found.update([int(digits) for words in _BRACKETS.findall(block.text) for digits in DIGITS.findall(words)])
        ends = _ENDS.search(block.text[-20:]) if not any(map(str.isalpha, block.text[-3:])) else None
        found.update([int(one[1]) for one in (begins, ends) if one])
    return found


def _missing_list(paper: Paper) -> Fault:
    highest = max(one.number for one in paper.cited)
    message = f"sources are cited by number, [1] to [{highest}], but the paper has no list of them"
    return Fault("missing-sources", message, "put the list of sources at the end, numbered as they are cited")


def _wrong_links(paper: Paper) -> Iterator[Fault]:
    """stale-number, dangling-citation: a number leads to the entry that has it. Of Word's fields others say so."""
    numbers = paper.numbers
    for one in paper.live:
        due = numbers.get(one.target) if one.target is not None else one.number
        if due is None:
            message = f"in the text {quote(one.block.text, 40)}, [{one.number}] leads to what is no source"
            yield Fault("dangling-citation", message, _RENDER, one.reference.line, one.note)
        elif due != one.number and one.reference.kind != "number":
            message = f"a citation shows [{one.number}], but leads to source {due}"
            yield Fault("stale-number", message, _RENDER, one.reference.line, str(due))


def _without_entry(paper: Paper) -> Iterator[Fault]:
    """dangling-citation: the list has the source of every number."""
    numbers = {entry.number for entry in paper.entries}
    missing = {one.number: one for one in reversed(paper.outside) if one.number not in numbers}
    for _, one in sorted(missing.items()):
        if one.closes or one.has_place or not one.written:
            yield _dangling(one, paper.entries)


def _place(one: Citation) -> str:
    """Where a citation stands, for a message."""
    return f"in note {one.note}" if one.note else f"in the text {quote(one.block.text, 40)}"


def _dangling(one: Citation, entries: list[Entry]) -> Fault:
    message = (
        f"{_place(one)}, {one.shown} cites source {one.number}, which is not in the list of {len(entries)} sources"
    )
    return Fault(
        "dangling-citation", message, "put the source in the list, or mend the number", one.block.line, one.note
    )


def _typed_among_live(paper: Paper) -> Iterator[Fault]:
    """typed-citation, dangling-citation: where numbers are live, each is."""
    numbers = set(paper.numbers.values())
    for one, is_live in _written(paper):
        if is_live:
            continue
        if one.has_place and one.number not in numbers:
            yield _dangling(one, paper.entries)
        elif one.number in numbers or one.shown == f"[{one.number}]" or one.shown.count(",") > 1:
            is_alone = one.has_place or one.shown == f"[{one.number}]"
            what = "reads as the number of a source" if is_alone else f"has the number {one.number} in it"
            message = f"{_place(one)}, {one.shown} {what}, but leads to none"
            hint = "cite the source, so that its number is counted; or say it without brackets"
            yield Fault("typed-citation", message, hint, one.block.line, one.note)


def _written(paper: Paper) -> Iterator[tuple[Citation, bool]]:
    """Every number that is written in brackets, and whether it is live."""
    bound = Counter((id(one.block), one.number) for one in paper.live)
    for one in paper.outside:
        key = (id(one.block), one.number)
        if one.written:
            yield one, bound[key] > 0
            bound[key] -= 1


def _wrong_list(paper: Paper) -> Iterator[Fault]:
    """gap-in-sources, doubled-source, uncited-source: the list says each source that is cited, once, counting up."""
    entries = paper.entries
    due = next((place for place, entry in enumerate(entries, 1) if entry.number != place), None)
    if due is not None:
        entry = entries[due - 1]
        message = f"the list of sources has number {entry.number} where {due} is due: {quote(entry.text)}"
        yield Fault("gap-in-sources", message, _COUNT, entry.block.line)
    first: dict[tuple[str, ...], Entry] = {}
    for entry in entries:
        same = first.setdefault((entry.text, *[link.address for link in entry.block.links]), entry)
        if same is not entry and _is_source(entry.text, bool(paper.live)):
            message = f"sources {same.number} and {entry.number} of the list are one: {quote(entry.text)}"
            yield Fault("doubled-source", message, "keep one of the two, and cite it by one number", entry.block.line)
    cited = _cited(paper)
    for entry in entries:
        if not any(map(str.isalnum, entry.text)):
            message = f"source {entry.number} of the list has no text"
            yield Fault("gap-in-sources", message, "write the source, or render the paper again", entry.block.line)
        if entry.number not in cited:
            message = f"source {entry.number} of the list is cited nowhere: {quote(entry.text)}"
            yield Fault("uncited-source", message, "cite it, or take it out of the list", entry.block.line)


def _is_source(text: str, live: bool) -> bool:
    """Whether two entries with this text are one source: "Ibid." and "Name" in a list that was typed are none."""
    says_year = any(map(str.isdecimal, text)) and not text.casefold().startswith("ibid")
    return len(text) >= _SHORTEST and (live or says_year)


def _cited(paper: Paper) -> set[int]:
    """The numbers of the entries that are cited, in whatever words: "[see 1]", or a link that shows another number."""
    own, numbers = set(paper.numbers), paper.numbers
    cited = {one.number for one in paper.cited if not one.written}
    notes = [block for note in paper.reading.notes for block in note.blocks]
    for block in (*(block for at, block in enumerate(paper.reading.blocks) if at not in own), *notes):
        leading = [one for one in block.references if one.kind not in ("back", "page")]
        led = [(one, block_of(paper.reading, one)) for one in leading]
        cited.update([numbers[target] for _, target in led if target in numbers])
        if "[" in block.text:
            shown = _shown_by([one for one, target in led if target is not None])
            for words in _BRACKETS.findall(block.text):
                cited.update([int(digits) for digits in DIGITS.findall(words) if int(digits) not in shown])
    return cited


def _shown_by(references: Sequence[ReadReference]) -> set[int]:
    """The numbers that references of a block show: where they lead counts, and not what they show."""
    found = [FIRST_NUMBER.match(one.shown.strip()) for one in references]
    return {int(one[1]) for one in found if one}


def _wrong_order(paper: Paper) -> Iterator[Fault]:
    """gap-in-sources: new sources are met as 1, 2, 3 …, unless the list plainly has an order of its own."""
    numbers = set(paper.numbers.values()) - _doubtful(paper)
    met: dict[int, Citation] = {}
    for one in paper.outside:
        if one.number in numbers:
            met.setdefault(one.number, one)
    order = list(met)
    moved = len(order) - len(longest_rising(list(enumerate(order))))
    if not moved or moved > max(1, len(order) // _OUT_OF_ORDER) or _is_alphabetical(paper.entries):
        return
    number, due = next((number, due) for number, due in zip(order, sorted(order), strict=True) if number != due)
    one = met[number]
    message = f"{_place(one)}, source {number} is cited first, where the next new source is {due}"
    yield Fault("gap-in-sources", message, _COUNT, one.block.line, one.note)


def _doubtful(paper: Paper) -> set[int]:
    """The numbers of citations that lead elsewhere than they say, or nowhere: what is meant is not known."""
    doubtful = {one.number for one, is_live in _written(paper) if not is_live} if paper.live else set()
    numbers = paper.numbers
    for one in paper.live:
        led = None if one.target is None else numbers.get(one.target)
        if led != one.number:
            doubtful |= {one.number, *([led] if led else [])}
    return doubtful


def _is_alphabetical(entries: list[Entry]) -> bool:
    """Whether the list is in the order of the alphabet, by its first words or by the family names of first authors."""
    by_words = [_letters(entry.text) for entry in entries]
    by_name = [_letters((_AUTHOR_ENDS.split(entry.text, maxsplit=1)[0].split() or [""])[-1]) for entry in entries]
    return any(all(one <= other for one, other in pairwise(keys)) for keys in (by_words, by_name))


def _letters(text: str) -> str:
    """`text` as alphabets sort it, near enough: without accents, quotation marks and capitals."""
    plain = [one for one in normalize("NFKD", text.casefold()) if one.isalnum() or one == " "]
    return "".join(plain).strip()


def _links_back(paper: Paper) -> Iterator[Fault]:
    """wrong-back-link, missing-back-link: where there are links back, one leads to each citation.

    A number that leads elsewhere than it says has been named, and a link that leads nowhere is.
    """
    backs = {entry.index: [one for one in entry.block.references if one.kind == "back"] for entry in paper.entries}
    if not any(backs.values()):
        return
    at = {one.reference.anchor: one for one in paper.live if one.reference.anchor}
    citations = Counter((one.target, one.number) for one in paper.live)
    for entry in paper.entries:
        led = {link.target for link in backs[entry.index]}
        for link in backs[entry.index]:
            one = at.get(link.target)
            cites = one is not None and (one.number == entry.number or one.target == entry.index)
            if not cites and (not link.target or link.target in paper.reading.targets):
                where = f"'#{link.target}', which does not cite it" if link.target else "no place in the file"
                message = f"the link back from source {entry.number} leads to {where}"
                yield Fault("wrong-back-link", message, _RENDER, link.line)
        for _ in range(citations[entry.index, entry.number] - len(led)):
            message = f"source {entry.number} has no link back to a citation"
            yield Fault("missing-back-link", message, _RENDER, entry.block.line)
