"""Which sources a file that came back cites by number in brackets, where the paper cites others; and what became of
the list of them.

A number means the entry that it leads to, or where it was typed the one that has it. So numbers that Word counted anew
because entries were moved mean what they meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from toolkit.feedback.aligning import Joint, bare
from toolkit.feedback.bracketed import Cited, citations_of
from toolkit.feedback.changes import MOVE, OTHER, REPLACE
from toolkit.feedback.placing import Held, Placer, after, before, shown
from toolkit.feedback.printed import Printed
from toolkit.feedback.remarks import Remark
from toolkit.inspection.alignment import longest_rising
from toolkit.inspection.reviewed import BODY, NOTE_MARK
from toolkit.records import Record, replace

_CITATION = "\0"  # stands for a citation in a text that is compared without them
_MOST_SAID = 60  # characters of an entry

Difference = tuple[int, int, int, int]


class Meant(Record):
    """The source that a citation means: what tells it from others, its number in its list, what it is called."""

    source: str
    number: str
    name: str


class Pair(Record):
    """A citation of the paper, and what stands in its place in the file; the places are those of their joint."""

    ours: Cited
    theirs: Cited


class Citing:
    """The citations of a file whose paragraphs are placed."""

    def __init__(self, file: Placer) -> None:
        self.file = file
        entries = [one for one in file.paper.paragraphs if one.story == BODY and one.source]
        self.numbers = {one.index: number for number, one in enumerate(entries, 1)}
        self.ours = {name: one for one in entries for name in one.bookmarks}
        self.listed = self._list() if entries else []
        self.places = {index: place for place, index in enumerate(self.listed, 1)}
        self.at: dict[str, int] = {}
        self.known: dict[int, list[Cited]] = {}
        self.joined: dict[int, list[tuple[int, Held]]] = {}
        for index, held in file.held.items() if entries else ():
            self.joined.setdefault(id(held.joint), []).append((index, held))
        for index in self.listed:
            for name in file.passages[index].bookmarks:
                self.at.setdefault(name, index)

    def _entry(self, index: int) -> Printed | None:
        """The entry of our list that a paragraph of the file is."""
        held = self.file.held.get(index)
        return held.ours[0] if held is not None and held.ours[0].index in self.numbers else None

    def _list(self) -> list[int]:
        """The paragraphs of the list in the file, those that somebody put in among them."""
        body = self.file.stories.get(BODY, [])
        entries = [place for place, index in enumerate(body) if self._entry(index) is not None]
        if not entries:
            return []
        first, end = entries[0], entries[-1] + 1
        while first and body[first - 1] not in self.file.held:
            first -= 1
        while end < len(body) and body[end] not in self.file.held:
            end += 1
        return [index for index in body[first:end] if self.file.originals[index].strip()]

    # What a citation means

    def _meant(self, cited: Cited) -> Meant | None:
        """The source of a citation of the paper; None where the number is none."""
        entry = self.ours.get(cited.target)
        return _known(entry.source, self.numbers[entry.index]) if entry else None

    def _means(self, cited: Cited) -> Meant | None:
        """The source of a citation of the file."""
        index = self.at.get(cited.target)
        if index is None and cited.target in self.ours:
            return self._meant(cited)  # its entry was taken out
        if index is None:
            place = int(cited.number)
            if not 0 < place <= len(self.listed):
                return Meant(f"?{place}", cited.number, f"number {place}, which the list of sources does not have")
            index = self.listed[place - 1]
        number, entry = self.places[index], self._entry(index)
        if entry is not None:
            return _known(entry.source, number)
        words = " ".join(self.file.originals[index].split())[:_MOST_SAID].rstrip()
        return Meant(f"+{words}", str(number), f"a source that the paper does not have (source {number}: “{words}…”)")

    # Pairs

    def pairs(self, held: Held) -> list[Pair]:
        """The citations of joined paragraphs that stand in each other's place."""
        theirs = self._theirs(held)
        ours = list(self._ours(held)) if theirs else []
        if not ours:
            return []
        if _without(held.joint.ours, ours) == _without(held.joint.theirs, theirs):
            return [Pair(one, other) for one, other in zip(ours, theirs, strict=True)]
        meant, means = [_id(self._meant(one)) for one in ours], [_id(self._means(one)) for one in theirs]
        found = []
        for _, start, end, low, high in SequenceMatcher(None, meant, means, autojunk=False).get_opcodes():
            if end - start == high - low:
                found += [Pair(one, other) for one, other in zip(ours[start:end], theirs[low:high], strict=True)]
        return found

    def _ours(self, held: Held) -> Iterator[Cited]:
        shift = 0
        for printed in held.ours:
            yield from [_shifted(one, shift) for one in printed.citations if one.target in self.ours]
            shift += len(printed.text) + 1

    def _theirs(self, held: Held) -> list[Cited]:
        """All citations of the file in joined paragraphs, in the order of their text."""
        key = id(held.joint)
        if key not in self.known:
            self.known[key] = found = []
            for index, one in self.joined.get(key, ()):
                pieces = [piece for piece in self.file.passages[index].pieces if piece.inserted < 0]
                cited = citations_of([(piece.text, piece.target) for piece in pieces])
                found += [_shifted(each, one.shift) for each in cited]
            found.sort(key=lambda one: one.start)
        return self.known[key]

    def differences(self, held: Held, pairs: Sequence[Pair]) -> Iterator[Difference]:
        """What differs in joined paragraphs beside the citations that stand in each other's place."""
        joint = held.joint
        ours, theirs = _Signed(joint.ours), _Signed(joint.theirs)
        for pair in pairs:
            ours.sign(pair.ours)
            theirs.sign(pair.theirs)
        one, other = ours.text(), theirs.text()
        if bare(one) == bare(other) and one.count(NOTE_MARK) == other.count(NOTE_MARK):
            return
        for start, end, low, high in (Joint(one, other) if pairs else joint).differences():
            yield ours.place(start), ours.place(end), theirs.place(low), theirs.place(high)

    # What is to be said

    def remarks(self, held: Held, pairs: Sequence[Pair]) -> Iterator[Remark]:
        """Each citation that means another source than it did, or another place in it, or shows a wrong number."""
        for pair in pairs:
            ours, theirs = pair.ours, pair.theirs
            was = self._meant(ours)
            is_same = ours.number == theirs.number and theirs.target in ("", ours.target)
            now = was if is_same else self._means(theirs)
            if was is None or now is None:
                continue
            other_place = bare(ours.place) != bare(theirs.place)
            if was.source != now.source or other_place or theirs.number not in (ours.number, now.number):
                yield self._changed(held, pair, was, now)

    def _changed(self, held: Held, pair: Pair, was: Meant, now: Meant) -> Remark:
        ours, theirs = held.joint.ours, held.joint.theirs
        start, end, put = pair.ours.start, pair.ours.end, theirs[pair.theirs.start : pair.theirs.end]
        printed, at = placed(held, start)
        return Remark(
            REPLACE if bare(ours[start:end]) != bare(put) else OTHER,
            self.file.nobody(),
            self.file.spot_of(printed, printed.segment(at + 1), at),
            before(ours, start),
            shown(ours[start:end]),
            after(ours, end),
            shown(put),
            certain=False,
            wording=shown(ours[:start] + put + ours[end:]),
            tracked=False,
            said=tuple(_said(pair, was, now)),
            same=(held.ours[0].index, start, end, put, now.source),
        )

    def said(self, held: Held, difference: Difference, pairs: Sequence[Pair]) -> tuple[str, ...]:
        """The citations that words take out, and those that they put in."""
        start, end, low, high = difference
        kept = {pair.ours.start for pair in pairs}, {pair.theirs.start for pair in pairs}
        gone = [one for one in self._ours(held) if start <= one.start < end and one.start not in kept[0]]
        put = [one for one in self._theirs(held) if low <= one.start < high and one.start not in kept[1]]
        names = [meant.name for one in gone if (meant := self._meant(one))]
        said = [f"takes out a citation of {name}" for name in names]
        names = [meant.name for one in put if (meant := self._means(one))]
        return (*said, *[f"puts in a citation of {name}" for name in names])

    def moved(self) -> Iterator[Remark]:
        """The entries of the list that stand elsewhere in it, as few of them as explain its order."""
        known = [(place, entry) for place, index in enumerate(self.listed, 1) if (entry := self._entry(index))]
        kept = {place for place, _ in longest_rising([(place, entry.index) for place, entry in known])}
        for place, entry in known:
            if place not in kept:
                said = f"is source {place} of the list, and was source {self.numbers[entry.index]}"
                spot = self.file.spot_of(entry, entry.segments[0], 0)
                same = (MOVE, entry.index, place)
                yield Remark(
                    MOVE, self.file.nobody(), spot, words=shown(entry.text), tracked=False, said=(said,), same=same
                )


def placed(held: Held, start: int) -> tuple[Printed, int]:
    """The paragraph of the paper in which a place of a joint is, and where in it."""
    at = start
    for one in held.ours[:-1]:
        if at <= len(one.text):
            return one, at
        at -= len(one.text) + 1
    return held.ours[-1], at


def _known(source: str, number: int) -> Meant:
    return Meant(source, str(number), f"'{source}' (source {number})")


def _said(pair: Pair, was: Meant, now: Meant) -> Iterator[str]:
    """What became of a citation."""
    if was.source != now.source:
        yield f"cites {now.name} instead of {was.name}"
    elif bare(pair.ours.place) != bare(pair.theirs.place):
        yield f"cites another place in {was.name}"
    if pair.theirs.number != now.number:
        yield f"shows {pair.theirs.number}, but leads to {now.name}: update the fields in Word, or use position refresh"


def _shifted(cited: Cited, shift: int) -> Cited:
    return replace(cited, start=cited.start + shift, end=cited.end + shift) if shift else cited


def _id(meant: Meant | None) -> str:
    return meant.source if meant else ""


def _without(text: str, cited: Sequence[Cited]) -> str:
    """A text with one sign for each citation, as two readings are compared."""
    signed = _Signed(text)
    for one in cited:
        signed.sign(one)
    return bare(signed.text())


class _Signed:
    """A text in which citations, from the first to the last, are one sign each, and where a place in it was before."""

    def __init__(self, text: str) -> None:
        self.old = text
        self.parts: list[str] = []
        self.ends: list[tuple[int, int]] = []
        self.at = self.length = 0

    def sign(self, cited: Cited) -> None:
        """Puts the sign in the place of a citation."""
        self.parts += [self.old[self.at : cited.start], _CITATION]
        self.length += cited.start - self.at + 1
        self.at = cited.end
        self.ends.append((self.length, cited.end))

    def text(self) -> str:
        """The text with its signs."""
        return "".join(self.parts) + self.old[self.at :]

    def place(self, offset: int) -> int:
        """The place in the text as it was of a border in the text with signs."""
        shift = 0
        for end, old_end in self.ends:
            if offset < end:
                break
            shift = old_end - end
        return offset + shift
