"""A catalogue brought up to a new draft: no translation lost, none taken for one of another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from toolkit.po import Entry, PoFile, changed, new_entry, with_entries
from toolkit.records import Record
from toolkit.translating.matching import CHANGED, JOINED, KEPT, NEW, SPLIT, Match, match
from toolkit.translating.units import OWN_FLAGS, Unit

FUZZY = "fuzzy"
DOUBTED = "was-fuzzy"
"""The flag of a translation that its translator doubted already before its source was changed."""
_PROPOSED = "proposed from "
# Set by programs that take "30 % of" for a format of C or Python; msgfmt then refuses good text.
_FORMATS = re.compile(r"(?:no-)?(?:c|python|python-brace|javascript|perl|php|qt|java|objc|boost|kde)-format\Z")


class Proposal(Record):
    """A translation of exactly this source text that stands elsewhere; `origin` says where."""

    translation: str
    origin: str


class Change(Record):
    """What became of a text: `kind` is that of its match, or "obsolete"; keys and sources as they were and are."""

    kind: str
    key: str
    keys_before: tuple[str, ...] = ()
    source: str = ""
    source_before: str = ""
    translated: bool = False
    doubtful: bool = False


class Merged(Record):
    """The catalogue as it now is, and what became of each text, in order; texts that were kept are among them."""

    file: PoFile
    changes: tuple[Change, ...]


Propose = Callable[[str], Proposal | None]


def merge(file: PoFile, units: Sequence[Unit], propose: Propose) -> Merged:
    """`file` with a message for each of `units`; `propose` is asked for texts that have no translation here."""
    matched = match(units, file.entries)
    within = {entry.source: Proposal(entry.translation, entry.key) for entry in file.entries if _is_done(entry)}
    active: list[Entry] = []
    changes: list[Change] = []
    for found in matched.matches:
        entry = _described(_translated(found), found.unit)
        if not entry.translation:
            entry = _proposed(entry, within.get(found.unit.source) or propose(found.unit.source))
        active.append(entry)
        changes.append(_change(found, entry))
    gone = [entry for entry in matched.left if not entry.obsolete]
    changes += [Change("obsolete", one.key, (one.key,), "", one.source, bool(one.translation)) for one in gone]
    obsolete, active = _obsolete(matched.left, active)
    entries = [*_in_order(file.entries, active), *obsolete]
    return Merged(with_entries(file, entries), tuple(changes))


def _is_done(entry: Entry) -> bool:
    return bool(entry.translation) and not entry.fuzzy and not entry.obsolete


def _change(found: Match, entry: Entry) -> Change:
    before = " ".join([one.made_from for one in found.entries])
    keys = tuple([one.key for one in found.entries])
    return Change(found.kind, found.unit.key, keys, found.unit.source, before, bool(entry.translation), entry.fuzzy)


def _translated(found: Match) -> Entry:
    """The message of a text, with the translation that it had before."""
    unit = found.unit
    if found.kind == NEW:
        return new_entry(unit.key, unit.source)
    if found.kind in (SPLIT, JOINED):
        return _parted(found)
    entry = found.entries[0]
    if found.kind == CHANGED:
        return _doubtful(changed(entry, key=unit.key, obsolete=False), unit.source, entry.made_from)
    entry = changed(entry, key=unit.key, obsolete=False)
    if found.kind != KEPT and entry.source != unit.source:  # the draft went back to the words that were translated
        doubted = DOUBTED in entry.flags
        flags = [flag for flag in entry.flags if flag not in (FUZZY, DOUBTED)]
        return changed(entry, source=unit.source, previous="", flags=[FUZZY, *flags] if doubted else flags)
    return entry if entry.fuzzy else changed(entry, previous="")


def _doubtful(entry: Entry, source: str, made_from: str) -> Entry:
    """`entry` with the new `source`, its translation marked as one of the text `made_from`."""
    if not entry.translation:
        return changed(entry, source=source, previous="", flags=[flag for flag in entry.flags if flag != FUZZY])
    others = [flag for flag in entry.flags if flag != FUZZY]
    by_hand = entry.fuzzy and not entry.previous and DOUBTED not in others
    flags = [FUZZY, *others, *([DOUBTED] if by_hand else [])]
    return changed(entry, source=source, previous=made_from, flags=flags)


def _parted(found: Match) -> Entry:
    """The message of a text that was split off another, or joined out of several."""
    unit, olds = found.unit, found.entries
    before = " ".join([one.made_from for one in olds])
    if found.kind == JOINED:
        translation = " ".join([one.translation for one in olds if one.translation])
    else:
        translation = _piece(olds[0], found)
    remarks = list(dict.fromkeys([line for one in olds for line in one.remarks]))
    flags = list(dict.fromkeys([flag for one in olds for flag in one.flags if flag not in (FUZZY, DOUBTED)]))
    first = olds[0]
    keeps = first.key == unit.key and found.part == 0
    entry = changed(first, key=unit.key, obsolete=False) if keeps else new_entry(unit.key, unit.source)
    entry = changed(entry, translation=translation, remarks=remarks, flags=flags, previous="")
    return _doubtful(entry, unit.source, before)


_SENTENCE_END = re.compile(r"(?<=[.!?…])[»”’\")*]*(?:\[[\^@][^\]\[]*\])*\s+(?=\S)")


def _piece(old: Entry, found: Match) -> str:
    """The part of a translation that belongs to one piece of its text; all of it where that is not certain.

    It is certain where text and translation have as many sentences, and so have the pieces together.
    """
    sentences = _sentences(old.translation)
    counts = [len(_sentences(unit.source)) for unit in found.parts]
    if len(sentences) != sum(counts) or len(_sentences(old.made_from)) != len(sentences):
        return old.translation
    start = sum(counts[: found.part])
    return "".join(sentences[start : start + counts[found.part]]).strip()


def _sentences(text: str) -> list[str]:
    """The sentences of a text, each with the space that follows it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if text[start:end]]


def _proposed(entry: Entry, proposal: Proposal | None) -> Entry:
    """`entry` with a translation that stands elsewhere, marked as one to be looked at."""
    if proposal is None:
        return entry
    remark = f"{_PROPOSED}{proposal.origin}"
    flags = [FUZZY, *[flag for flag in entry.flags if flag != FUZZY]]
    return changed(entry, translation=proposal.translation, flags=flags, remarks=[*entry.remarks, remark])


def _described(entry: Entry, unit: Unit) -> Entry:
    """`entry` with what the toolkit says of the text: comments, reference, flags."""
    kept = [flag for flag in entry.flags if not flag.startswith(OWN_FLAGS) and not _FORMATS.match(flag)]
    flags = [*kept, *unit.flags]
    remarks = entry.remarks
    if not entry.fuzzy:
        remarks = tuple([line for line in remarks if not line.startswith(_PROPOSED)])
    return changed(
        entry,
        flags=entry.flags if sorted(flags) == sorted(entry.flags) else flags,
        remarks=remarks if remarks != entry.remarks else None,
        extracted=unit.comments,
        references=None if _references(entry) == [unit.reference] else [unit.reference],
    )


def _references(entry: Entry) -> list[str]:
    return [name for line in entry.lines.get("#:", ()) for name in line[2:].split()]


def _obsolete(left: Sequence[Entry], active: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """What belongs to no text any more and was translated: kept, for the text may come back; and `active`.

    gettext refuses a file that has one text twice under one key, obsolete or not.
    """
    kept = {(entry.key, entry.source): entry for entry in active}
    for entry in left:
        if not entry.translation and "msgstr[0]" not in entry.lines:
            continue
        flags = [flag for flag in entry.flags if not flag.startswith(OWN_FLAGS)]
        gone = changed(entry, obsolete=True, flags=flags, extracted=(), references=())
        other = kept.get((entry.key, entry.source))
        if other is None or other.translation == entry.translation:
            kept.setdefault((entry.key, entry.source), gone)
        else:
            remarks = [*other.remarks, f"another translation: {entry.translation}"]
            kept[entry.key, entry.source] = changed(other, remarks=remarks)
    entries = list(kept.values())
    return entries[len(active) :], entries[: len(active)]


def _in_order(before: Sequence[Entry], active: Sequence[Entry]) -> list[Entry]:
    """`active` in the order of the definition, unless somebody sorted the file: then that order stays."""
    keys = [entry.key for entry in before if not entry.obsolete]
    wanted = {entry.key: entry for entry in active}
    sources = [entry.source.lower() for entry in before if not entry.obsolete]
    is_sorted = len(keys) > 2 and (keys == sorted(keys) or sources == sorted(sources))
    if not is_sorted and _follows(keys, list(wanted)):
        return list(active)
    return _inserted(keys, wanted)


def _follows(keys: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the file was in the order of the definition but for some parts that have changed places."""
    following = dict(pairwise(wanted))
    good = sum(following.get(one) == other for one, other in pairwise(keys))
    return 2 * good >= len(keys) - 1


def _inserted(keys: Sequence[str], wanted: Mapping[str, Entry]) -> list[Entry]:
    """The messages in the order of `keys`, new ones behind the one that comes before them in the definition."""
    present = wanted.keys() & set(keys)
    behind: dict[str | None, list[Entry]] = {}
    last: str | None = None
    for key, entry in wanted.items():
        if key in present:
            last = key
        else:
            behind.setdefault(last, []).append(entry)
    ordered = list(behind.get(None, ()))
    for key in keys:
        if key in present:
            ordered += [wanted[key], *behind.get(key, ())]
    return ordered
