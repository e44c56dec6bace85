"""A catalogue brought up to a new draft: no translation lost, none taken for one of another text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from toolkit.po import Entry, PoFile, changed, new_entry, with_entries
from toolkit.records import Record
from toolkit.translating.exchange import mark_of
from toolkit.translating.matching import CHANGED, JOINED, KEPT, NEW, SPLIT, Match, match
from toolkit.translating.units import OWN_FLAGS, Unit

FUZZY = "fuzzy"
SETTLED = "settled:"
"""How the flag begins that keeps what a right translation was when its source changed: if neither that nor the
translation is another when the draft goes back to those words, it is right again."""
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
    active = [_described(_translated(found), found.unit) for found in matched.matches]
    within = {entry.source: Proposal(entry.translation, entry.key) for entry in active if _is_done(entry)}
    active = [
        entry if entry.translation else _proposed(entry, within.get(entry.source) or propose(entry.source))
        for entry in active
    ]
    changes = [_change(found, entry) for found, entry in zip(matched.matches, active, strict=True)]
    gone = [entry for entry in matched.left if not entry.obsolete]
    changes += [Change("obsolete", one.key, (one.key,), "", one.source, bool(one.translation)) for one in gone]
    parted = [found for found in matched.matches if found.kind in (SPLIT, JOINED)]
    wholes = {id(entry): entry for found in parted for entry in found.entries}
    obsolete, active = _obsolete([*wholes.values(), *matched.left], active)
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
    entry = changed(found.entries[0], key=unit.key, obsolete=False)
    if found.kind == CHANGED:
        return _doubtful(entry, unit.source, entry.made_from)
    if found.kind != KEPT and entry.source != unit.source:  # the draft went back to the words that were translated
        entry = changed(entry, source=unit.source, previous="")
        return _without(entry, FUZZY, SETTLED) if _settled(entry) in entry.flags else _without(entry, SETTLED)
    return entry if entry.fuzzy else _without(changed(entry, previous=""), SETTLED)


def _without(entry: Entry, *flags: str) -> Entry:
    """`entry` without those of its flags that begin so."""
    return changed(entry, flags=[flag for flag in entry.flags if not flag.startswith(flags)])


def _settled(entry: Entry) -> str:
    """The flag that says what a right translation was."""
    return f"{SETTLED}{mark_of(entry)}"


def _doubtful(entry: Entry, source: str, made_from: str) -> Entry:
    """`entry` with the new `source`, its translation marked as one of the text `made_from`."""
    if not entry.translation:
        return _without(changed(entry, source=source, previous=""), FUZZY, SETTLED)
    others = [flag for flag in entry.flags if flag != FUZZY]
    if not entry.fuzzy:
        others = [*[flag for flag in others if not flag.startswith(SETTLED)], _settled(entry)]
    return changed(entry, source=source, previous=made_from, flags=[FUZZY, *others])


def _parted(found: Match) -> Entry:
    """The message of a text that was split off another, or joined out of several; those stay as obsolete ones."""
    unit, olds = found.unit, found.entries
    before = " ".join([one.made_from for one in olds])
    if found.kind == JOINED:
        translation = " ".join([one.translation for one in olds if one.translation])
    else:
        translation = _piece(olds[0], found)
    remarks = list(dict.fromkeys([line for one in olds for line in one.remarks]))
    flags = [flag for one in olds for flag in one.flags if flag != FUZZY and not flag.startswith(SETTLED)]
    entry = new_entry(unit.key, unit.source, translation)
    doubt = [FUZZY] if translation else []
    previous = before if translation else ""
    return changed(entry, remarks=remarks, flags=[*doubt, *dict.fromkeys(flags)], previous=previous)


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
    """`active` in the order of the definition, unless a program sorted the file, or somebody: then that order stays.

    What comes out is in an order that stays when nothing changes any more.
    """
    present = [entry for entry in before if not entry.obsolete]
    for order in (_by_key, _by_source):
        if len(present) > 2 and present == sorted(present, key=order) and present != [*active][: len(present)]:
            return sorted(active, key=order)
    wanted = {entry.key: entry for entry in active}
    inserted = _inserted([entry.key for entry in present], wanted)
    follows = any(_follows([entry.key for entry in found], [*wanted]) for found in (present, inserted))
    return list(active) if follows else inserted


def _by_key(entry: Entry) -> str:
    return entry.key


def _by_source(entry: Entry) -> str:
    return entry.source.lower()


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
