"""What a translator has sent, put into the catalogue: nothing is written over unless nobody else has changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.diagnostics import Diagnostic, Place, Span, error, first, has_errors, warning
from toolkit.po import Entry, PoFile, changed, new_entry, with_entries
from toolkit.readers.gate import check_characters
from toolkit.records import MutableRecord, Record, fresh, replace
from toolkit.translating.exchange import FINISHED, OPEN, Back, Reply, mark_of, mark_of_text
from toolkit.translating.marks import Single, marks_of, pieces
from toolkit.translating.merging import FUZZY, SETTLED
from toolkit.translating.units import Unit

_SHOWN = 60
_MOST_GONE = 500  # texts that the draft does not have; a file with more of them is of another paper


class Brought(Record):
    """The catalogue with what came back, how many texts were taken, and what could not be."""

    file: PoFile
    taken: int
    unchanged: int
    empty: int
    diagnostics: tuple[Diagnostic, ...]


def bring(file: PoFile, units: Sequence[Unit], reply: Reply, name: str, overwrite: bool = False) -> Brought:
    """`file`, which is up to the draft, with the texts of `reply`, which came in the file `name`.

    With `overwrite` the reply counts where the catalogue has been changed since the texts were sent.
    """
    by_key = {entry.key: entry for entry in file.entries if not entry.obsolete}
    by_source: dict[str, list[str]] = {}
    for unit in units:
        by_source.setdefault(unit.source, []).append(unit.key)
    known = {(entry.key, entry.source) for entry in file.entries}
    state = _Bringing(file, name, overwrite, by_key, by_source, known)
    for back in reply.texts:
        state.place(back)
    counts = Counter(state.outcomes)
    entries = [state.changed.get(entry.key, entry) if not entry.obsolete else entry for entry in file.entries]
    return Brought(
        with_entries(file, [*entries, *state.gone]),
        counts["taken"],
        counts["unchanged"],
        counts["empty"],
        tuple(first(state.diagnostics)),
    )


class _Bringing(MutableRecord):
    file: PoFile
    name: str
    overwrite: bool
    by_key: Mapping[str, Entry]
    by_source: Mapping[str, list[str]]
    known: set[tuple[str, str]]
    changed: dict[str, Entry] = fresh(factory=dict)
    gone: list[Entry] = fresh(factory=list)
    outcomes: list[str] = fresh(factory=list)
    diagnostics: list[Diagnostic] = fresh(factory=list)

    def place(self, back: Back) -> None:
        """Puts one text where it belongs."""
        if not back.translation.strip():
            self.outcomes.append("empty")
            return
        place = Place(self.name, ((0, back.place, 1),))
        found = [one for text in (back.translation, *back.remarks) for one in check_characters(text, place)[1]]
        if has_errors(found):
            hint = "nothing of this text was taken; type it again without that character"
            self.diagnostics += [
                replace(one, message=f"{one.message}, in '{back.key[:60]}'", hint=hint) for one in found
            ]
            return
        key = self._key(back)
        if key is None:
            self._keep_gone(back)
        elif key in self.changed and self.changed[key].translation == back.translation:
            self.outcomes.append("unchanged")
        elif key in self.changed:
            message, hint = f"'{back.key}' stands in the file twice", "the first was taken"
            self.diagnostics.append(error("import-twice", self._span(back), message, hint))
        else:
            self._take(back, self.by_key[key])

    def _span(self, back: Back) -> Span:
        return Span(self.name, back.place)

    def _key(self, back: Back) -> str | None:
        """The key of the text that `back` translates: by its key and words, by its words, then by its key."""
        entry = self.by_key.get(back.key)
        if entry is not None and same_words(entry.source, back.source):
            return back.key
        same = self.by_source.get(back.source, ())
        if len(same) == 1:
            return same[0]
        return back.key if entry is not None else None

    def _take(self, back: Back, entry: Entry) -> None:
        if back.translation == entry.translation:
            self._confirm(back, entry)
        elif not entry.translation or _is_as_sent(back, entry) or self.overwrite:
            self._write(back, entry)
        elif back.mark and mark_of_text(back.translation) == back.mark.rstrip("?"):
            self.outcomes.append("unchanged")  # by its translator; it was mended here
        else:
            message = (
                f"the translation of '{back.key}' was changed here since it was sent: '{_cut(entry.translation)}'; "
                f"the file has '{_cut(back.translation)}'"
            )
            hint = "what stands here was kept; take over the right one by hand, or bring the file in with --overwrite"
            self.diagnostics.append(error("import-conflict", self._span(back), message, hint))

    def _write(self, back: Back, entry: Entry) -> None:
        stale = self._is_stale(back, entry)
        doubted_here = entry.fuzzy and not back.mark.endswith("?") and not stale and _is_as_sent(back, entry)
        doubtful = (
            stale | self._has_other_marks(back) or back.state == OPEN or (doubted_here and bool(entry.translation))
        )
        flags = [flag for flag in entry.flags if flag != FUZZY and not flag.startswith(SETTLED)]
        self.changed[entry.key] = changed(
            entry,
            translation=back.translation,
            flags=[FUZZY, *flags] if doubtful else flags,
            previous=back.source if stale else "",
            remarks=_joined(entry.remarks, back.remarks),
        )
        self.outcomes.append("taken")

    def _is_stale(self, back: Back, entry: Entry) -> bool:
        if same_words(entry.source, back.source):
            return False
        message = f"the text '{back.key}' was changed since it was sent"
        hint = "its translation was taken and marked as doubtful; compare it with the new words"
        self.diagnostics.append(warning("import-stale", self._span(back), message, hint))
        return True

    def _has_other_marks(self, back: Back) -> bool:
        lost, added = _marks_apart(back.source, back.translation)
        if not lost and not added:
            return False
        said = "; ".join([part for part in (lost and f"missing: {lost}", added and f"added: {added}") if part])
        message = f"the translation of '{back.key}' came back with other marks: {said}"
        hint = "it was taken and marked as doubtful; put the marks right in the catalogue"
        self.diagnostics.append(error("import-marks", self._span(back), message, hint))
        return True

    def _confirm(self, back: Back, entry: Entry) -> None:
        """A translation that came back as it was: right now, if its translator says so of these very words."""
        remarks = _joined(entry.remarks, back.remarks)
        asked = back.mark.endswith("?") and _is_as_sent(back, entry)  # and of this translation
        settled = entry.fuzzy and asked and back.state == FINISHED and same_words(entry.source, back.source)
        if settled:
            flags = [flag for flag in entry.flags if flag != FUZZY and not flag.startswith(SETTLED)]
            self.changed[entry.key] = changed(entry, flags=flags, previous="", remarks=remarks)
        elif remarks != entry.remarks:
            self.changed[entry.key] = changed(entry, remarks=remarks)
        self.outcomes.append("taken" if settled else "unchanged")

    def _keep_gone(self, back: Back) -> None:
        """A translation of a text that is in the draft no more: kept for the day that it comes back."""
        if (back.key, back.source) not in self.known and back.source and back.key and len(self.gone) < _MOST_GONE:
            self.known.add((back.key, back.source))
            self.gone.append(changed(new_entry(back.key, back.source, back.translation), obsolete=True))
        message = f"'{back.key[:60]}' is no text of this position any more: '{_cut(back.source)}'"
        hint = "its translation was kept as obsolete, and comes back when the text does"
        self.diagnostics.append(warning("import-gone", self._span(back), message, hint))


def same_words(one: str, other: str) -> bool:
    """Whether two source texts are the same but for spaces, which programs that set XML in lines put in."""
    return one == other or "".join(one.split()) == "".join(other.split())


def _is_as_sent(back: Back, entry: Entry) -> bool:
    """Whether nobody has changed the translation in the catalogue since it was sent."""
    return back.mark.rstrip("?") == mark_of(entry)


def _joined(own: Sequence[str], sent: Sequence[str]) -> tuple[str, ...]:
    return (*own, *[line for line in sent if line not in own])


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _marks_apart(source: str, translation: str) -> tuple[str, str]:
    """The marks of notes, citations and references that the translation lacks, and those that it has besides."""
    one, other = (Counter(_singles(text)) for text in (source, translation))
    return ", ".join((one - other).elements()), ", ".join((other - one).elements())


def _singles(text: str) -> Iterator[str]:
    for mark in marks_of(pieces(text)):
        if isinstance(mark, Single):
            yield mark.written
        elif mark.address.startswith("#"):
            yield f"[]({mark.address})"  # a cross reference with the translator's words round its number
