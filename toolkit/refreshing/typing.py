"""Numbers that were typed by hand: which become right, which become live, and why the others stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.inspection.typed.certain import Typed
from toolkit.records import MutableRecord, Record
from toolkit.refreshing.names import Names
from toolkit.refreshing.outcome import CORRECTED, LINKED, Done, Left, ending, place_of
from toolkit.refreshing.placing import Places
from toolkit.refreshing.scanning import Part
from toolkit.refreshing.splicing import Change, Piece, Retyping

_ELSEWHERE = "it stands where nothing can be changed safely"
_UNKNOWN = "nothing near it says for certain which note is meant"
_NO_TARGET = "its note has no mark of its own in the text"


class Wishes(Record):
    """What shall be done with numbers typed by hand."""

    link: bool
    mend: bool


class Work(MutableRecord):
    """What the work on one file needs."""

    typed: Sequence[Typed]
    marks: Mapping[str, str]
    places: Places
    parts: Mapping[str, Part]
    names: Names
    wishes: Wishes


Result = tuple[Done, list[Change]] | Left


def typed_numbers(work: Work) -> Iterator[Result]:
    """Every number typed by hand that is changed, with its changes, or left."""
    for typed in work.typed:
        place = work.places.pieces(typed.note, typed.block, typed.start, typed.end)
        if place is not None and _is_live(place[1]):
            continue
        found = _look(work, typed, *(place or ("", ())))
        if found is not None:
            yield found


def _is_live(pieces: Sequence[Piece]) -> bool:
    """Whether Word keeps the number itself, or leads to what it names."""
    for piece in pieces:
        words = [] if piece.text.field is None else piece.text.field.words
        if words and (words[0].upper() in ("NOTEREF", "REF", "PAGEREF") or "\\l" in words[1:]):
            return True
    return any("anchor" in piece.text.run.around for piece in pieces)


def _look(work: Work, typed: Typed, part: str, pieces: tuple[Piece, ...]) -> Result | None:
    link, mend = work.wishes.link, work.wishes.mend
    if not typed.is_wrong and not link:
        return None
    place, words = place_of(work.marks, typed.note), _words(work, typed)

    def left(why: str) -> Left:
        return Left(place, words, typed.shown, typed.meant, why, typed.is_wrong)

    if not typed.target:
        return left(_UNKNOWN)
    if typed.is_wrong and not mend:
        return left("it is wrong; --mend corrects it")
    why = _obstacle(work.parts.get(part), pieces, link)
    if why:
        return left(why)
    bookmark, changes = work.names.bookmark(typed.target) if link else ("", [])
    if link and not bookmark:
        return left(_NO_TARGET)
    what = CORRECTED if not link else f"{CORRECTED} and {LINKED}" if typed.is_wrong else LINKED
    ids = tuple([work.names.next_id() for _ in range(len(pieces) + 2)])
    retyping = Retyping(part, pieces, typed.shown, typed.meant, bookmark, ids)
    return Done(place, words, typed.shown, typed.meant, what), [*changes, retyping]


def _words(work: Work, typed: Typed) -> str:
    """The words before a number, for a line of the table."""
    shown = work.places.block(False, typed.note, typed.block)
    return ending(shown.text[: typed.start]) if shown is not None else ""


def _obstacle(part: Part | None, pieces: Sequence[Piece], link: bool) -> str:
    """Why a number cannot be changed where it stands; empty where it can."""
    if part is None or not pieces or not part.prefix:
        return _ELSEWHERE
    runs = [piece.text.run for piece in pieces]
    first = runs[0]
    if any(run.around != first.around or run.insertion != first.insertion for run in runs):
        return _ELSEWHERE
    if (
        any(run.is_special for run in runs)
        or len({run.start for run in runs}) < len(runs)
        or any(piece.text.paragraph != pieces[0].text.paragraph for piece in pieces)
    ):
        return _ELSEWHERE
    around = first.around[_last(first.around, "p") :]
    if "txbxContent" in first.around or "moveTo" in around or ("ins" in around and first.insertion is None):
        return _ELSEWHERE
    fields = {word.upper() for piece in pieces if piece.text.field for word in piece.text.field.words[:1]}
    if fields - {"HYPERLINK"}:
        return "another program keeps the words that it stands in"
    if link and (fields or "hyperlink" in around):
        return "it is part of a link"
    return ""


def _last(names: Sequence[str], name: str) -> int:
    return max([index for index, one in enumerate(names) if one == name], default=0)
