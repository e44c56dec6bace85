"""Whether "Ibid." stands after a note with one source, so that readers know which one it repeats."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, Span, error, warning
from toolkit.inspection.quoting import quotation
from toolkit.inspection.typed.references import Notes, series_of
from toolkit.inspection.typed.units import Cited

_NEAR = 3  # characters between "Ibid." and the number that says which source it repeats


def ibid_has_a_source(notes: Notes) -> Iterator[Diagnostic]:
    """ibid-without-source, ambiguous-ibid: the note before one that begins with "Ibid." cites one source."""
    before: dict[str, Cited] = {}
    for note in notes.all:
        if note.note.number is None:
            continue
        series = series_of(note)
        if note.ibid:
            yield from _look_at(notes, note, before.get(series))
        if not (note.ibid and len(note.units) == 1 and series in before):
            before[series] = note  # an "Ibid." alone stands for what the note before it does


def _look_at(notes: Notes, note: Cited, before: Cited | None) -> Iterator[Diagnostic]:
    span, mark = Span(notes.file, note.note.line), note.note.mark or None
    start = note.text.find(note.ibid)
    quoted = quotation(note.text, start, start + len(note.ibid))
    if before is None:
        message = f"note {mark} is the first note and says '{note.ibid}': there is no source before it"
        yield error("ibid-without-source", span, message, "cite the source in full", mark, quoted)
        return
    sources = [unit for unit in before.units if unit.is_source]
    if not sources and not before.ibid:
        message = f"note {mark} says '{note.ibid}', but note {before.note.mark} before it cites no source"
        hint = "cite the source, or refer to the note that does"
        yield error("ibid-without-source", span, message, hint, mark, quoted)
    elif len(sources) > 1 and _are_sure(before) and not _says_which(note, start + len(note.ibid)):
        message = (
            f"note {mark} says '{note.ibid}', but note {before.note.mark} before it cites {len(sources)} sources: "
            "readers cannot tell which one is meant"
        )
        yield warning("ambiguous-ibid", span, message, "name the source and its note", mark, quoted)


def _says_which(note: Cited, end: int) -> bool:
    """Whether the number of a note stands right behind "Ibid.": "Ibid. (note 4)"."""
    return any(0 <= mention.start - end <= _NEAR for mention in note.mentions[:1])


def _are_sure(note: Cited) -> bool:
    """Whether the units of a note are beyond doubt several sources: each with a year, an address or a number."""
    sure = [
        unit
        for unit in note.units
        if unit.is_source and unit.authors and (unit.years or unit.addresses or not unit.is_full)
    ]
    return len(sure) > 1
