"""Whether each reference by number names the note that it means: judged by its authors, year and words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from toolkit.diagnostics import Diagnostic, Quotation, Span, error, warning
from toolkit.inspection.quoting import cited, quotation
from toolkit.inspection.typed.index import (
    Index,
    Match,
    Wanted,
    candidates,
    fits,
    is_same_source,
    match,
    want,
)
from toolkit.inspection.typed.mentions import Mention, Number
from toolkit.inspection.typed.texts import fold, without_addresses, words, years
from toolkit.inspection.typed.units import Cited, Unit, author_names, evidence
from toolkit.records import Record, fresh

CERTAIN, LIKELY, UNKNOWN = "certain", "likely", "unknown"
_LONGEST_LEAD = 30
_BEHIND = 60
_MOST_ALIKE = 16  # notes that show one number, in sections that begin again: of more, nobody can tell which is meant
_LONGEST_CHAIN = 50
_FEWEST, _SHORTEST = 2, 3  # words of a title that another title is told from, and letters of them
_OF_DOCUMENTS = frozenset(("commission", "final"))  # of "COM(2020) 65 final", which is no title
_AFTER_NAME = re.compile(r"[,:“”«„‘\"]")


class Notes(Record):
    """The notes of a file in reading order, by the number that they show; `file` is its name.

    `inflects` says that names end otherwise in some places of a sentence. `followed` keeps what `units_of` found.
    """

    file: str
    all: Sequence[Cited]
    by_mark: Mapping[str, tuple[int, ...]]
    index: Index
    inflects: bool
    by_series: Mapping[tuple[str, str], tuple[int, ...]] = fresh(factory=dict)
    followed: dict[int, tuple[Unit, ...]] = fresh(factory=dict)

    def named(self, shown: str, series: str) -> tuple[int, ...]:
        """The notes that show the number `shown`: those of the same series, where there are any."""
        return self.by_series.get((shown, series)) or self.by_mark.get(shown, ())

    def mark(self, index: int) -> str:
        return self.all[index].note.mark


class Holder(Record):
    """A text that refers to notes: that of the note `index`, or a block of the body (-1) that `last` notes precede."""

    text: str
    index: int
    line: int
    mark: str | None
    series: str
    last: int


class Judged(Record):
    """A reference and what was found out: what it says of its source, and the notes that fit best.

    `title` are the words that stand after its first name; `is_sure` says that nothing else can be meant.
    """

    holder: Holder
    mention: Mention
    lead: int
    wanted: Wanted
    best: tuple[Match, ...]
    title: frozenset[str]
    is_sure: bool


def series_of(note: Cited) -> str:
    """ "endnote" or "": footnotes and endnotes are counted apart."""
    return "endnote" if note.note.id.startswith("endnote-") else ""


def references_are_right(notes: Notes) -> Iterator[Diagnostic]:
    """Every reference by number in a note names a note that is there, comes before, and is the one meant."""
    for cited_note in notes.all:
        note = cited_note.note
        holder = Holder(
            cited_note.text, cited_note.index, note.line, note.mark or None, series_of(cited_note), cited_note.index
        )
        for mention, live in zip(cited_note.mentions, cited_note.is_live, strict=True):
            if not live:
                yield from judge(notes, holder, mention, cited_note.units)


def judge(notes: Notes, holder: Holder, mention: Mention, units: Sequence[Unit]) -> Iterator[Diagnostic]:
    """What is wrong with one reference."""
    unit = next((one for one in units if one.start <= mention.start < one.end), None)
    judged = _judge(notes, holder, mention, unit, units)
    numbers = [number for number in mention.numbers if not _may_be_of_the_work(notes, judged, number)]
    for number in numbers:
        yield from _look_at(notes, judged, number)


def _may_be_of_the_work(notes: Notes, judged: Judged, number: Number) -> bool:
    """Whether a number may be one of the work that is cited, and no note's.

    That of a short reference is none: all its words, and other numbers, are those of a source that another note
    cites, and that source does not go by a number.
    """
    wanted, mention = judged.wanted, judged.mention
    is_there = bool(notes.named(number.shown, judged.holder.series))
    of_its_own = not is_there and not (mention.led or mention.is_closed) and bool(wanted.years and wanted.unknown)
    if not (mention.is_doubtful or of_its_own):
        return False
    lead = judged.holder.text[judged.lead : mention.start]
    said = frozenset(re.findall(r"\d+", lead)) - years(lead)
    units = [found.unit for found in judged.best]
    return wanted.unknown > 0 or not any(
        said <= unit.numbers and number.shown not in unit.numbers and not unit.is_counted for unit in units
    )


def _judge(notes: Notes, holder: Holder, mention: Mention, unit: Unit | None, units: Sequence[Unit]) -> Judged:
    text = without_addresses(holder.text)
    start, end = (unit.start, unit.end) if unit is not None else (0, len(text))
    behind = text[mention.end : min(end, mention.end + _BEHIND)]
    before = _unit_before(text, mention, unit, units) if not evidence(text[start : mention.start] + behind) else None
    lead = text[before.start : before.end] if before is not None else text[start : mention.start]
    said = evidence(lead)[-_LONGEST_LEAD:]
    if not said:
        said, lead = evidence(behind), behind.lstrip(" (,")
    capital = frozenset(fold(word) for word in words(f"{lead} {behind}") if word[0].isupper())
    name = next(iter(author_names(lead)), "")
    wanted = want(notes.index, said, capital, years(lead) | years(behind), holder.index, name, lead)
    if any(_fits_itself(wanted, other) for other in units if other is not unit):
        wanted = Wanted({}, frozenset(), 0.0, {})
    best = candidates(notes.index, wanted, frozenset((holder.index,)))
    earlier = [one for one in best if one.unit.note < holder.index] if not mention.is_ahead else []
    found = tuple(earlier or best)  # what comes later is not what a reference goes back to
    is_sure = before is None and len(found) == len(best)
    start = before.start if before is not None else start
    title = _AFTER_NAME.split(lead.strip(), maxsplit=1)[1:]
    return Judged(holder, mention, start, wanted, found, frozenset(evidence("".join(title))), is_sure)


def _unit_before(text: str, mention: Mention, unit: Unit | None, units: Sequence[Unit]) -> Unit | None:
    """The short citation that "; see note 2 above" belongs to."""
    before = next((one for one in units if unit is not None and one.end + 2 >= unit.start > one.start), None)
    if before is None or unit is None or before.is_full or not mention.led or not mention.is_closed:
        return None
    is_plain = len(words(text[unit.start : mention.start])) == 1 and text[: unit.start].rstrip().endswith(";")
    return before if is_plain else None


def _fits_itself(wanted: Wanted, unit: Unit) -> bool:
    """Whether the note cites the source in full itself, so that its number says nothing about it."""
    found = match(wanted, unit)
    return unit.is_full and found.share > 0.7 and found.year is not False


def _look_at(notes: Notes, judged: Judged, number: Number) -> Iterator[Diagnostic]:
    targets = notes.named(number.shown, judged.holder.series)
    if not targets:
        if number.shown.isdecimal():
            yield _dangling(notes, judged, number)
        return
    if all(target == judged.holder.index for target in targets):
        yield _itself(notes, judged, number)
        return
    if _is_right(notes, judged, targets):
        yield from _order(notes, judged, number, targets)
        return
    meant, certainty = _meant(notes, judged)
    others = [one for one in judged.best if not _names(notes, judged, one.unit.note)]
    is_clear = bool(others) and len(others) == len(judged.best) and meant != number.shown
    if certainty == CERTAIN and _nearly_fits(notes, judged, targets):
        certainty = LIKELY
    if is_clear and (meant is not None or not _partly(notes, judged, targets)):
        yield _wrong(notes, judged, number, meant, certainty)
        return
    yield from _order(notes, judged, number, targets)


def _names(notes: Notes, judged: Judged, index: int) -> bool:
    """Whether one of the numbers of a reference is that of the note `index`."""
    series = judged.holder.series
    shown = {number.shown for number in judged.mention.numbers if number.shown == notes.mark(index)}
    return any(series_of(notes.all[index]) == series or (one, series) not in notes.by_series for one in shown)


def _is_right(notes: Notes, judged: Judged, targets: Sequence[int]) -> bool:
    """Whether a note that is named fits, or nothing is known that could tell."""
    if not judged.wanted.words:
        return True
    near = _nearest(targets, judged.holder.index)
    found = (match(judged.wanted, unit) for target in near for unit in units_of(notes, target))
    return any(fits(one) and not _is_another_work(judged, one) for one in found) or len(targets) > _MOST_ALIKE


def _nearest(targets: Sequence[int], index: int) -> list[int]:
    """Those of `targets` that stand nearest to the note `index`, without itself: of many, nobody means a far one."""
    at = bisect_left(targets, index)
    near = targets[max(at - _MOST_ALIKE // 2, 0) :][:_MOST_ALIKE]
    return [target for target in near if target != index]


def _is_another_work(judged: Judged, found: Match) -> bool:
    """Whether a unit has the name alone in common with a reference, whose title is that of another work."""
    said, unit = judged.wanted.words.keys(), found.unit
    missing = said - unit.words
    return (
        bool(judged.best)
        and judged.best[0].share > 0.99 > found.share
        and unit.is_full
        and missing <= judged.title
        and not judged.title & unit.words
        and len([word for word in unit.words - said - _OF_DOCUMENTS if len(word) > _SHORTEST]) >= _FEWEST
    )


def _nearly_fits(notes: Notes, judged: Judged, targets: Sequence[int]) -> bool:
    """Whether one word alone, which may be no title at all, speaks against a note that is named."""
    near = _nearest(targets, judged.holder.index)
    found = [match(judged.wanted, unit) for target in near for unit in units_of(notes, target)]
    return any(fits(one) and len(judged.wanted.words.keys() - one.unit.words) == 1 for one in found)


def _partly(notes: Notes, judged: Judged, targets: Sequence[int]) -> bool:
    near = _nearest(targets, judged.holder.index)
    return any(match(judged.wanted, unit).share > 0.2 for target in near for unit in units_of(notes, target))


def units_of(notes: Notes, index: int) -> tuple[Unit, ...]:
    """The units of a note, and of those that it stands for: "Ibid." for the one before, "n. 6" for note 6."""
    if index not in notes.followed:
        notes.followed[index] = tuple(_followed(notes, index))
    return notes.followed[index]


def _followed(notes: Notes, index: int) -> list[Unit]:
    found: list[Unit] = []
    met: set[int] = set()
    waiting = [index]
    while waiting and len(met) < _LONGEST_CHAIN:
        at = waiting.pop()
        if at in met or not 0 <= at < len(notes.all):
            continue
        met.add(at)
        note = notes.all[at]
        found += note.units
        if note.ibid:
            waiting.append(at - 1)
        elif not any(unit.authors or unit.years for unit in note.units):
            waiting += [one for mention in note.mentions for number in mention.numbers
                        for one in _nearest(notes.named(number.shown, series_of(note)), at)]  # fmt: skip
    return found


def _meant(notes: Notes, judged: Judged) -> tuple[str | None, str]:
    """The number of the note that is meant and how sure that is; None where several sources fit alike."""
    if not judged.best:
        return None, UNKNOWN
    first = judged.best[0]
    if not all(is_same_source(first.unit, other.unit) for other in judged.best[1:]):
        return None, LIKELY
    unique = len(judged.best) == 1
    sure = judged.is_sure and first.share > 0.99 and first.names > 0 and (bool(first.year) or first.names > 1 or unique)
    return notes.mark(first.unit.note), CERTAIN if sure else LIKELY


def _order(notes: Notes, judged: Judged, number: Number, targets: Sequence[int]) -> Iterator[Diagnostic]:
    """forward-reference: the note named comes later."""
    holder = judged.holder
    if holder.index < 0:
        return
    text, span = holder.text, Span(notes.file, holder.line)
    words_ = cited(text, judged.mention.start, judged.mention.end)
    if all(target > holder.index for target in targets) and not judged.mention.is_ahead:
        right = number.shown if judged.wanted.words and _is_right(notes, judged, targets) else None
        yield warning(
            "forward-reference",
            span,
            f"note {holder.mark}: {words_} leads forward to a note that readers have not met yet",
            "cite in full where the source comes first, and refer back from there",
            holder.mark,
            _quoted(judged, number, right, LIKELY if right else UNKNOWN),
        )


def _itself(notes: Notes, judged: Judged, number: Number) -> Diagnostic:
    holder, mention = judged.holder, judged.mention
    meant, certainty = _meant(notes, judged)
    means = f", and means note {meant}" if meant else ""
    return error(
        "self-reference",
        Span(notes.file, holder.line),
        f"{_where(holder)}: {cited(holder.text, mention.start, mention.end)} is this note itself{means}",
        f"write {_written(judged, number, meant)}" if meant else "write the number of the note that is meant",
        holder.mark,
        _quoted(judged, number, meant, certainty),
    )


def _dangling(notes: Notes, judged: Judged, number: Number) -> Diagnostic:
    holder = judged.holder
    meant, certainty = _meant(notes, judged)
    means = f" and means note {meant}" if meant else ""
    words_ = cited(holder.text, _lead_start(judged), judged.mention.end)
    return error(
        "dangling-back-reference",
        Span(notes.file, holder.line),
        f"{_where(holder)}: {words_} names note {number.shown}, which is not there{means}",
        f"write {_written(judged, number, meant)}" if meant else "write the number of the note that is meant",
        holder.mark,
        _quoted(judged, number, meant, certainty),
    )


def _wrong(notes: Notes, judged: Judged, number: Number, meant: str | None, certainty: str) -> Diagnostic:
    holder = judged.holder
    words_ = cited(holder.text, _lead_start(judged), judged.mention.end)
    if meant is None:
        means = f"does not mean note {number.shown}, and more than one other note fits"
    else:
        means = f"means note {meant}" if certainty == CERTAIN else f"probably means note {meant}, not {number.shown}"
    return error(
        "wrong-back-reference",
        Span(notes.file, holder.line),
        f"{_where(holder)}: {words_} {means}",
        f"write {_written(judged, number, meant)}" if meant else "write the number of the note that is meant",
        holder.mark,
        _quoted(judged, number, meant, certainty),
    )


def _lead_start(judged: Judged) -> int:
    """Where the words that belong to the reference begin, for its quotation."""
    text, start = judged.holder.text, judged.lead
    while start < judged.mention.start and not text[start].isalnum():
        start += 1
    return start


def _where(holder: Holder) -> str:
    return f"note {holder.mark}" if holder.index >= 0 else "in the text"


def _written(judged: Judged, number: Number, meant: str | None) -> str:
    """The reference as it should be written."""
    text, mention = judged.holder.text, judged.mention
    return f"'{text[mention.start : number.start]}{meant}{text[number.end : mention.end]}'"


def _quoted(judged: Judged, number: Number, meant: str | None, certainty: str) -> Quotation:
    text, mention = judged.holder.text, judged.mention
    start, end = (mention.start, mention.end) if len(mention.numbers) == 1 else (number.start, number.end)
    return quotation(text, start, end, number.shown, meant, certainty)
