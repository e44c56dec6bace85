"""Who endorses a paper, as it prints them: those whose endorsement holds, with the reservations that they made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from toolkit.diagnostics import Place
from toolkit.document import Block, Figure, Logos, Section
from toolkit.endorsements import VALID, Standing
from toolkit.images import Images
from toolkit.inline import Inline, Inlines, Link, NoteUse, Plain
from toolkit.languages import Language
from toolkit.position import Endorsement, Endorser, Footnote, Position, Reservation, Text
from toolkit.records import replace

_SYMBOLS = "*†‡§"


def with_endorsers(
    position: Position, language: Language, standings: Sequence[Standing], names: Mapping[str, str]
) -> Position:
    """`position`, in `language`, with those who endorse it, and their reservations as notes outside the numbers.

    Who endorsed the text in another language alone is told apart; `names` are the languages' own names.
    """
    holding = [one.endorsement for one in standings if one.state == VALID]
    here = {one.organisation.id: one for one in holding if one.language == position.language}
    elsewhere = {one.organisation.id: one for one in reversed(holding) if one.organisation.id not in here}
    symbols = _free_symbols(position)
    notes = dict(position.footnotes)
    endorsers = []
    for one in (*here.values(), *elsewhere.values()):
        note = f"reservation-{one.organisation.id}" if one.reservation else ""
        if one.reservation:
            content = _reservation(one.reservation, one, position, language)
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


def _reservation(reservation: Reservation, given: Endorsement, position: Position, language: Language) -> Inlines:
    """ "Reservation on Amendment 2 – …", the words in the language of the paper where they are given in it."""
    number = [amendment.id for amendment in position.amendments].index(reservation.amendment.id) + 1
    label = language.word("amendment", str(number))
    tag = next((one for one in (language.tag, "", given.language) if one in reservation.texts), "")
    tag = tag if tag in reservation.texts else next(iter(reservation.texts))
    words = reservation.texts[tag]
    spoken = (tag or given.language) if (tag or given.language) != language.tag else None
    return (Plain(f"{language.word('reservation-on', label)} – "), Plain(words, spoken))


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
