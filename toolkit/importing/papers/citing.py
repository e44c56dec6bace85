"""The notes of a paper as citations, sources and texts of notes: what is typed by hand becomes live."""

from __future__ import annotations

import re
from itertools import groupby

from toolkit.importing.papers.content import Paper
from toolkit.importing.papers.entries import Entry, Found, Looks, lead_in, read_entries
from toolkit.importing.papers.front import Forms
from toolkit.importing.papers.hosts import names_host
from toolkit.importing.papers.identifying import Ids, name_entry
from toolkit.importing.papers.leaning import leaning_words
from toolkit.importing.papers.meaning import Known, Meaning, meaning
from toolkit.importing.papers.noted import AGAIN, FULL, IBID, NUMBER, SHORT, Noted, Span, flatten
from toolkit.importing.papers.report import Report, shown
from toolkit.importing.papers.sameness import is_same_entry, is_same_work
from toolkit.importing.papers.shorts import cited_part, place_after
from toolkit.inspection.typed.index import build, is_same_source
from toolkit.inspection.typed.mentions import Mention
from toolkit.inspection.typed.references import series_of
from toolkit.inspection.typed.units import Cited, Unit, take_apart
from toolkit.inspection.typed.words import Vocabulary
from toolkit.records import MutableRecord, fresh, replace

_LONGEST = 5_000  # characters of a note that is taken apart; a longer one is a text
_MOST_ALIKE = 12  # sources of one author and year that a citation is compared with
SYMBOLS = ("*", "**", "†", "‡", "§")


class Citations(MutableRecord):
    """The notes with what they cite, and the sources by id."""

    notes: list[Noted] = fresh(factory=list)
    sources: dict[str, Entry] = fresh(factory=dict)

    def by_id(self) -> dict[str, Noted]:
        """The notes by their ids in the file."""
        return {one.note.id: one for one in self.notes}


def read_citations(paper: Paper, vocabulary: Vocabulary, forms: Forms, ids: Ids, report: Report) -> Citations:
    """What the notes of `paper` cite; `forms` are those of dates, `ids` those that are taken."""
    reader = _Reader(paper, vocabulary, forms, ids, report)
    reader.read_sources()
    reader.read_references()
    return Citations(reader.notes, reader.sources)


class _Reader:
    """Goes through the notes twice: for sources that are cited in full, then for all that refers to them."""

    def __init__(self, paper: Paper, vocabulary: Vocabulary, forms: Forms, ids: Ids, report: Report) -> None:
        notes = paper.notes
        self.marked = paper.marked
        self.marks = {note.id: note.mark for note in notes}
        self.vocabulary = vocabulary
        self.ids = ids
        self.report = report
        self.notes: list[Noted] = []
        self.sources: dict[str, Entry] = {}
        self.units: dict[tuple[int, int], str] = {}
        self.known: dict[str, list[tuple[Unit, str]]] = {}
        marks = frozenset(note.mark for note in notes if note.mark and not note.mark.isdecimal())
        self.found: dict[tuple[int, int], Found] = {}
        for index, note in enumerate(notes):
            runs, read, looks = flatten(note, forms)
            cited = Cited(index, read, read.text, (), (), "", ())
            if len(cited.text) <= _LONGEST:
                cited = self.parse(take_apart(index, read, vocabulary, marks), looks)
            self.notes.append(Noted(note, runs, cited, looks))
        by_mark: dict[str, tuple[int, ...]] = {}
        for index, note in enumerate(notes):
            if note.mark:
                by_mark[note.mark] = (*by_mark.get(note.mark, ()), index)
        all_ = [one.cited for one in self.notes]
        self.all = Known(
            "", all_, {mark: tuple(found) for mark, found in by_mark.items()}, build(all_), False, sources=self.units
        )

    def parse(self, cited: Cited, looks: Looks) -> Cited:
        """`cited` with the sources in it read; units are put together, or taken apart, where sources come of that."""
        units: list[Unit] = []
        for refers, group in groupby(cited.units, lambda unit: _refers(cited, unit)):
            together = list(group)
            found = [] if refers else self.read(cited, together[0].start, together[-1].end, looks)
            if found:
                units += self.enter_parts(cited, together, found)
                continue
            for unit in together:
                whole = unit.is_full and not refers and not names_host(cited.text[unit.end :].lstrip())
                found = self.read(cited, unit.start, unit.end, looks) if whole else []
                units += self.enter_parts(cited, [unit], found) if found else [unit]
        return replace(cited, units=tuple(units))

    def read(self, cited: Cited, start: int, end: int, looks: Looks) -> list[Found]:
        return read_entries(cited.text, start, end, looks, self.vocabulary)

    def enter_parts(self, cited: Cited, units: list[Unit], found: list[Found]) -> list[Unit]:
        """The units of the sources that were found, each remembered with its own."""
        is_one = len(units) == len(found) == 1
        parts = units if is_one else [self.part(cited, one) for one in found]
        self.found |= {(cited.index, part.start): one for part, one in zip(parts, found, strict=True)}
        return parts

    def part(self, cited: Cited, found: Found) -> Unit:
        """The unit of one source out of several that were taken for one."""
        words = cited.text[found.start : found.end]
        blocks = (replace(cited.note.blocks[0], text=words, links=(), references=()),)
        apart = take_apart(cited.index, replace(cited.note, blocks=blocks), self.vocabulary, frozenset())
        return replace(apart.units[0], start=found.start, end=found.end, is_full=True)

    # Sources

    def read_sources(self) -> None:
        """Enters every source that is cited in full, each once."""
        for noted in self.notes:
            for unit in noted.cited.units:
                found = self.found.get((unit.note, unit.start))
                same = self.same(unit, found.entry if found else None) if found or unit.is_full else ""
                if found is None:
                    self.units |= {(unit.note, unit.start): same} if same else {}
                    continue
                name = same or self.enter(found.entry)
                self.units[unit.note, unit.start] = name
                self.remember(unit, name)
                noted.spans.append(Span(found.start, found.end, AGAIN if same else FULL, name, found.locator))
                if same:
                    self.tell_again(noted, found, name)

    def enter(self, entry: Entry) -> str:
        entry.id = name_entry(entry, self.sources.keys())
        self.sources[entry.id] = entry
        return entry.id

    def keys(self, unit: Unit) -> list[str]:
        names = sorted(unit.authors)[:6]
        return [f"@{one}" for one in unit.addresses if "/" in one] + [
            f"{year} {name}" for year in sorted(unit.years) for name in names
        ]

    def remember(self, unit: Unit, name: str) -> None:
        for key in self.keys(unit):
            self.known.setdefault(key, []).append((unit, name))

    def same(self, unit: Unit, entry: Entry | None) -> str:
        """The source that was entered before and that `unit` cites again; "" where there is none."""
        for key in self.keys(unit):
            for other, name in self.known.get(key, ())[-_MOST_ALIKE:]:
                if entry is None:
                    is_same = is_same_work(other, unit)
                else:
                    one_address = any("/" in address for address in other.addresses & unit.addresses)
                    is_same = is_same_source(other, unit) and is_same_entry(self.sources[name], entry, one_address)
                if is_same:
                    return name
        return ""

    def tell_again(self, noted: Noted, found: Found, name: str) -> None:
        first = self.sources[name]
        again = found.entry.title
        under = f" under another title, {shown(again)}" if _letters(again) != _letters(first.title) else ""
        message = f"the source '{name}' is cited in full again{under}; the note refers to it now"
        self.report.mend(noted.mark, message)

    # References

    def read_references(self) -> None:
        """Replaces what refers to a source or a note by hand, where it is certain what it means."""
        before: dict[str, Noted] = {}
        for noted in self.notes:
            cited = noted.cited
            if cited.ibid and noted.note.number is not None:
                self.ibid(noted, before.get(series_of(cited)))
            for mention in cited.mentions:
                if not any(span.start <= mention.start < span.end for span in noted.spans):
                    self.reference(noted, mention)
            self.tell_kept(noted)
            if noted.note.number is not None:
                before[series_of(cited)] = noted

    def ibid(self, noted: Noted, before: Noted | None) -> None:
        start = noted.text.find(noted.cited.ibid)
        sources = before.sources() if before is not None else []
        if before is None or len(sources) != 1 or not (before.only_cites() or len(before.cited.units) == 1):
            number = f"note {before.mark}" if before is not None else "it"
            message = f"'{noted.cited.ibid}' stays as it was typed: {number} does not cite one source alone"
            self.report.keep(noted.mark, message, "cite the source that is meant: [@its-id]")
            return
        end, locator = place_after(noted.text, start + len(noted.cited.ibid.rstrip(".")))
        noted.spans.append(Span(start, end, IBID, sources[0], locator))

    def reference(self, noted: Noted, mention: Mention) -> None:
        cited = noted.cited
        unit = next((one for one in cited.units if one.start <= mention.start < one.end), None)
        found = meaning(self.all, cited, mention, unit)
        source = self.units.get((found.unit.note, found.unit.start), "") if found.unit is not None else ""
        if found.unit is not None and source and len(mention.numbers) == 1:
            part = cited_part(noted.text, unit.start if unit else 0, mention, found.unit)
            if part is not None:
                start, end, locator = part
                noted.spans.append(Span(start, end, SHORT, source, locator))
                self.tell_mended(noted, mention, found, source)
                return
        self.numbers(noted, mention, found)

    def tell_mended(self, noted: Noted, mention: Mention, found: Meaning, what: str) -> None:
        if found.is_wrong and found.unit is not None:
            typed = noted.text[mention.start : mention.end]
            meant = self.notes[found.unit.note].mark
            self.report.mend(noted.mark, f"'{typed}' means note {meant}; it cites '{what}' now")

    def numbers(self, noted: Noted, mention: Mention, found: Meaning) -> None:
        """The numbers of a reference as live ones, where the notes are there and nothing speaks against them."""
        typed = noted.text[mention.start : mention.end]
        if self.is_live(noted, mention):
            return  # a field keeps its number
        if found.is_wrong and (found.unit is None or len(mention.numbers) > 1):
            hint = "cite the source that is meant: [@its-id]"
            self.report.keep(noted.mark, f"'{typed}' stays as it was typed: it is not certain what it means", hint)
            return
        for number in mention.numbers:
            targets = [found.unit.note] if found.unit is not None and found.is_wrong else list(
                self.all.named(number.shown, series_of(noted.cited))
            )  # fmt: skip
            target = self.notes[targets[0]] if len(targets) == 1 else None
            if target is None or target is noted or not target.is_live:
                hint = "write the note that is meant: [](#its-id)"
                self.report.keep(noted.mark, f"'{typed}' stays as it was typed: there is no such note", hint)
                return
            noted.spans.append(Span(number.start, number.end, NUMBER, target=self.name(target)))
            self.tell_mended(noted, mention, found, target.name)

    def is_live(self, noted: Noted, mention: Mention) -> bool:
        """Whether fields of Word show the numbers of a reference, those of the notes that they lead to."""
        at, live = 0, 0
        for run in noted.runs:
            start, at = at, at + len(run.text)
            shown = [number.shown for number in mention.numbers if start <= number.start < at]
            target = self.marked.get(run.field.lstrip("^"), "") if run.field else ""
            live += sum(number == self.marks.get(target) for number in shown)
        return live == len(mention.numbers)

    def is_told(self, noted: Noted, at: int) -> bool:
        """Whether what stands there became live, or was reported: with the "Ibid." or the number beside it."""
        cited = noted.cited
        if cited.ibid and at == noted.text.find(cited.ibid) and noted.note.number is not None:
            return True
        unit = next((one for one in cited.units if one.start <= at < one.end), None)
        mentions = [mention.start for mention in cited.mentions]
        live = any(span.start <= at < span.end and span.source for span in noted.spans)
        return live or any(unit is not None and unit.start <= start < unit.end for start in mentions)

    def name(self, noted: Noted) -> str:
        return name_note(noted, self.ids)

    def tell_kept(self, noted: Noted) -> None:
        """Sources that stay as text, and words that lean on a citation elsewhere."""
        for start, end in leaning_words(noted.text[:_LONGEST]):
            if not self.is_told(noted, start):
                hint = "cite the source that is meant: [@its-id]"
                message = f"'{noted.text[start:end]}' stays as it was typed: it names no note and no source"
                self.report.keep(noted.mark, message, hint)
        for unit in noted.cited.units if noted.note.number is not None else ():
            text = noted.text[unit.start : unit.end]
            open_ = not any(unit.start <= span.start < unit.end for span in noted.spans)
            if open_ and unit.is_full and (unit.years or unit.addresses) and text[lead_in(text, self.vocabulary) :]:
                self.report.keep_source(noted.mark, text)


def _refers(cited: Cited, unit: Unit) -> bool:
    """Whether a unit refers to a note instead of citing a source."""
    same = bool(cited.ibid) and unit is cited.units[0]
    return same or any(unit.start <= mention.start < unit.end for mention in cited.mentions)


def name_note(noted: Noted, ids: Ids) -> str:
    """The id of a note as one of its own; given when it is first needed."""
    if not noted.name:
        mark = re.sub(r"[^a-z0-9]+", "-", noted.mark.lower()).strip("-")
        noted.name = ids.take(f"note-{mark}" if mark else "note")
    return noted.name


def _letters(text: str) -> str:
    return "".join([char for char in text.casefold() if char.isalnum()])
