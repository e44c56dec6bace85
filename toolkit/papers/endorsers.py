"""Who endorses a paper, as it prints them: those whose endorsement holds, with the reservations that they made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from toolkit.diagnostics import Place
from toolkit.document import Block, Figure, Logos, Section
from toolkit.endorsements import VALID, Standing
from toolkit.images import Images
from toolkit.inline import Inline, Inlines, Link, NoteUse, Plain
from toolkit.kind import Kind
from toolkit.languages import Language
from toolkit.position import Endorser, Footnote, Position, Reservation, Text
from toolkit.records import replace

_SYMBOLS = "*†‡§"


def with_endorsers(
    position: Position, language: Language, standings: Sequence[Standing], names: Mapping[str, str]
) -> Position:
    """`position`, in `language`, with those who endorse it, and their reservations as notes outside the numbers.

    Who endorsed the text in another language alone is told apart; `names` are the languages' own names.
    """
    holding = [one for one in standings if one.state == VALID]
    last = {(one.endorsement.organisation.id, one.endorsement.language): one for one in holding}
    here = {name: one for (name, tag), one in last.items() if tag == position.language}
    others = [(name, one) for (name, _), one in last.items() if name not in here]
    others.sort(key=lambda other: not other[1].endorsement.reservation)  # one of them may have a reservation
    elsewhere = dict(reversed(others))
    symbols = _free_symbols(position)
    notes = dict(position.footnotes)
    endorsers = []
    for standing in (*here.values(), *elsewhere.values()):
        one = standing.endorsement
        note = f"reservation_{one.organisation.id}" if one.reservation else ""  # no note of a definition has a "_"
        if one.reservation:
            content = _reservation(one.reservation, standing, position, language)
            text = Text("", "", Place(one.span.file, ((0, one.span.line, 1),)))
            notes[note] = Footnote(note, one.span, text, next(symbols), content)
        other = one.language if one.organisation.id not in here else ""
        endorsers.append(Endorser(one.organisation.id, other, names.get(other, ""), note))
    return replace(position, endorsers=tuple(endorsers), footnotes=notes)


def _free_symbols(position: Position) -> Iterator[str]:
    taken = {note.symbol for note in position.footnotes.values()}
    for length in count(1):
        for symbol in _SYMBOLS:
            if symbol * length not in taken:
                yield symbol * length


def _reservation(reservation: Reservation, standing: Standing, position: Position, language: Language) -> Inlines:
    """ "Reservation on Amendment 2 – …", the words in the language of the paper where they are given in it.

    The amendment is the one that had the id in the text that was endorsed: ids are no part of a text.
    """
    given = standing.endorsement
    ids = standing.amendments or [amendment.id for amendment in position.amendments]
    number = ids.index(reservation.amendment.id) + 1
    label = language.word("amendment", str(number))
    tag = next((one for one in (language.tag, "", given.language) if one in reservation.texts), "")
    tag = tag if tag in reservation.texts else next(iter(reservation.texts))
    words = reservation.texts[tag]
    spoken = (tag or given.language) if (tag or given.language) != language.tag else None
    return (Plain(f"{language.word('reservation-on', label)} – "), Plain(words, spoken))


_OUT_OF = {"sections": "argument", "figures": "argument", "amendment-list": "amendments"}
"""The parts that say again, in another form, what another part says."""


def says_more(kind: Kind, own: Kind) -> bool:
    """Whether a document of `kind` has words that a document of `own`, which is what was endorsed, has not.

    The fixed words of the toolkit do not count: they name the document and its parts. The forms of the amendments do:
    they say who tables them, and of what act.
    """
    parts = {use.part for use in own.parts}
    titles = [own.label, *(use.heading for use in own.parts)]
    if any("" not in words and words not in titles for words in (kind.label, *(use.heading for use in kind.parts))):
        return True
    repeated = {"sources", "endorsers", *parts, *[part for part, out_of in _OUT_OF.items() if out_of in parts]}
    return any(use.part == "text" or use.part not in repeated for use in kind.parts)


def endorsing_organisations(position: Position, endorsers: Sequence[Endorser], names: Sequence[Plain]) -> Inlines:
    """The organisations, each with the mark of its reservation and, in brackets, the language that it endorsed."""
    found: list[Inline] = []
    for index, (one, name) in enumerate(zip(endorsers, names, strict=True)):
        address = position.organisations[one.organisation].address
        found += [Plain(", ")] if index else []
        found.append(Link((name,), address) if address else name)
        found += [NoteUse(one.note)] if one.note else []
        found += [Plain(" ("), Plain(one.language_name, one.language), Plain(")")] if one.language else []
    return tuple(found)


def logo_section(position: Position, names: Sequence[Plain], images: Images) -> tuple[Block, ...]:
    """The logos of those who endorse the paper in its language, described by their names; none where there are none."""
    figures = []
    for one, name in zip(position.endorsers, names, strict=True):
        logo = position.organisations[one.organisation].logo
        if logo and not one.language:
            image = images[logo.id]
            size = (image.width, image.height)
            figures.append(
                Figure(logo.id, image.data, image.media_type, *size, name.text, language=name.language or "")
            )
    return (Section("part-endorsed-by", "endorsed-by", None, (Logos(tuple(figures)),)),) if figures else ()
