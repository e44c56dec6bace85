"""Parts a note into what it cites: each unit with its authors, years, addresses and words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from toolkit.inspection.reading import ReadNote
from toolkit.inspection.typed.mentions import Mention, find_mentions
from toolkit.inspection.typed.shortening import bracketed_names, initials
from toolkit.inspection.typed.texts import (
    ADDRESS,
    addresses,
    fold,
    numbered,
    same_address,
    without_addresses,
    words,
    years,
)
from toolkit.inspection.typed.words import Vocabulary, small_words
from toolkit.records import Record, fresh

# A unit may end at a semicolon, after an address, or where a sentence does.
_BREAK = re.compile(r"(?:[;·\u0387]|(?<=[.!?)\]»”\"'’])|(?<=[.!?)][»”\"'’])|(?<=\ufffc))(\s+)(?=[^\W\d_]|[«“\"'‘(])")
_SEMICOLONS = frozenset(";·\u0387")  # the Greek one is a dot
# No unit ends between a title and what follows it in brackets: "‘Testing Fidelity’ (2000)".
_BRACKET_AFTER = re.compile(r"(?<![.!?])[)\]»”\"'’]\s+\(")
_INITIALS = re.compile(r"(?:\b[^\W\d_]{1,2}\.[\s-]?)+$|\b[^\W\d_]\.$")
_ABBREVIATION = re.compile(
    r"\b(?:al|cit|ed|eds|vol|no|nr|pp|p|art|arts|cf|et|hrsg|hg|dir|coord|st|dr|prof|inc|ltd|co|ry|vgl|ibid|n|nn|fn|anm|"
    r"pr[ée]c|pr[ée]cit|cyt|dz|loc|ob|vid|p[áa]rr?|apdo|n[úu]ms?|cons|pts|aff|sp[ée]c|esp|insb|ib[íi]d|id|ders|dies|ziff|abs|"
    r"rn|rz|blz|zob|ust|poz|σελ|υποσημ|υποσ|βλ|παρ|αριθ|αρ|ό\.π|przyp|pozn|op|bilj|isn|piez|note|s|j|κ|σημ|вж|бел|pt|v|see|rev|proc|[^\W\d_])\.$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?:available|retrieved|accessed|doi\b|http|www\.|verf[üu]gbar|abrufbar|abgerufen|disponib|consult[éa]|dost[eęu]|"
    r"beschikbaar|geraadpleegd|tillg|h[äa]mtad|tilg|saatav|viitattu|k[äa]ttesaadav|διαθ|достъп|el[ée]rhet|pieejam|"
    r"prieig|žiūr|ar f[áa]il|p(?:p|ages?|ág|\.)\b|vol\b|in:)",
    re.IGNORECASE,
)
# A surname and initials: "Holt, K.", "Moritz D,", "K. Holt".
_NAME_FIRST = re.compile(
    r"[^\W\d_]+(?:[-'’ ][^\W\d_]+)?,?\s(?:[^\W\d_]\.|[^\W\d_a-z]{1,2}[,.])"
    r"|(?:[^\W\d_]\.[ -]?){1,3}[^\W\d_a-z][^\W\d_]+,?\s"
)
# The name of a body, which has no initials: "Kaunas Institute, The …".
_BODY_FIRST = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:\s[^\W\d_a-z][^\W\d_]+){1,4},\s")
_DATE = re.compile(r"\D?\d{1,2}\.\s+[^\W\d_]+\.?\s+(?:1[89]|20)\d\d")
_PIECE = re.compile(r"(?<!\s)\s*(?:,|;|&|\b(?<!-)(?:and|et|und|y|e|и|και|och|og|en)\b(?!-))\s*")
_AUTHORS_END = re.compile(r"[“”\"«»„‘]|\(\s*(?:1[89]|20)\d\d|\b(?:1[89]|20)\d\d\b|:\s|\(n|https?:|\?|\s[–—]\s")
_PARTICLES = frozenset(
    "de van von der den la le du of for pour per für il al el di da do dos the et and y ry e v vs c κατά".split()
)
_COMMISSION = re.compile(r"\b(?:COM|SWD|SEC|JOIN)\s?\(")
_ISSUE = re.compile(r"[”\"»‘’“].*[^(\d](?:1[89]|20)\d\d,\s*$", re.DOTALL)
_ENDS_TITLE = re.compile(r"\w[?!.]?[”\"»’“]")
_YEAR_BEHIND = re.compile(r",?\s*\(?(?:1[89]|20)\d\d\)?(?!\d)")
_FEW = 2
_COUNTED = re.compile(r"\bn\.?\s?[°º]?\s?\d", re.IGNORECASE)
_MOST_PIECES = 8
_LONGEST_TITLE = 5  # words of a title that is given in short
# No note that people write is longer, has more sources or refers to more notes; the rest of one that is goes unread.
_MOST_CHARACTERS = 8_000
_MOST_UNITS = 80
_MOST_MENTIONS = 80
_REACH = 600  # characters of a source that tell whether it is whole


class Unit(Record):
    """One source in a note, or one reference to it: its place in the text and what is known of it.

    `authors` are words of the names before the title, `words` all words that say something, both folded; `numbers`
    all numbers but years, `names` those before the title as a whole. `is_counted` says that it goes by a number, as
    judgments and laws do: "Corte cost., 22 ottobre 2014, n. 238"; `series` has the numbers of works of one kind:
    "General comment No. 25".
    """

    note: int
    start: int
    end: int
    authors: frozenset[str]
    words: frozenset[str]
    years: frozenset[str]
    addresses: frozenset[str]
    is_full: bool
    is_source: bool
    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    is_counted: bool = False
    series: Mapping[str, tuple[frozenset[str], bool]] = fresh(factory=dict)


class Cited(Record):
    """A note taken apart: its text, the numbers that it names, its units. `ibid` is the word that it begins with."""

    index: int
    note: ReadNote
    text: str
    mentions: tuple[Mention, ...]
    units: tuple[Unit, ...]
    ibid: str
    is_live: tuple[bool, ...]


def take_apart(index: int, note: ReadNote, vocabulary: Vocabulary, marks: frozenset[str]) -> Cited:
    """What the note `note`, the one with `index` in reading order, cites."""
    text = note.text[:_MOST_CHARACTERS]
    plain = without_addresses(text)
    mentions = tuple(islice(find_mentions(plain, vocabulary, marks), _MOST_MENTIONS))
    spans = list(islice(_spans(plain, mentions), _MOST_UNITS))
    issues = [one for one in mentions if _is_issue(plain, one, spans) or _is_place(one, mentions, spans)]
    if issues:
        mentions = tuple([mention for mention in mentions if mention not in issues])
        spans = list(islice(_spans(plain, mentions), _MOST_UNITS))
    ibid = leading_ibid(text, vocabulary)
    linked = _links(note, text)
    units: list[Unit] = []
    for start, end in spans:
        here = any(start <= mention.start < end for mention in mentions)
        same = bool(ibid) and not units
        units.append(_unit(index, text, plain, (start, end), linked, here or same))
    return Cited(index, note, text, mentions, tuple(units), ibid, _live(note, mentions))


def _is_issue(text: str, mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether "n. 6" stands after a title, and not after a name: then it is the number of an issue.

    Where "n." can be a number, a title in quotation marks and a year before it are enough: "« Titre », JCP 2019, n. 6".
    """
    if not mention.is_bare or mention.led or mention.is_closed:
        return False
    start = next((start for start, end in spans if start <= mention.start < end), 0)
    lead = text[max(start, mention.start - _REACH) : mention.start]
    if mention.is_doubtful and _is_numbered_work(lead, text[mention.end : mention.end + _REACH]):
        return True
    return len(set(evidence(lead)) - author_words(lead)) > _LONGEST_TITLE


def _is_place(mention: Mention, mentions: Sequence[Mention], spans: Sequence[tuple[int, int]]) -> bool:
    """Whether "n. 6" numbers the work or a place in it, because the note is named beside it: "note 15, n. 220"."""
    if not mention.is_bare or not mention.is_doubtful:
        return False
    start, end = next(((start, end) for start, end in spans if start <= mention.start < end), (0, 0))
    return any(start <= one.start < end and not one.is_bare and not one.is_ahead for one in mentions)


def _is_numbered_work(lead: str, behind: str) -> bool:
    """Whether "n. 6" stands between `lead` and `behind` as the number of an issue or of a work of one kind."""
    if _ISSUE.search(lead):
        return True
    year = _YEAR_BEHIND.match(behind)
    if year is None:
        return False
    return _ENDS_TITLE.search(lead) is not None or (
        lead[-2:-1].isalpha() and len(evidence(behind[year.end() :])) > _FEW
    )


def leading_ibid(text: str, vocabulary: Vocabulary) -> str:
    """The word for "the same" that `text` begins with, as written; empty where it begins otherwise."""
    start = len(text) - len(text.lstrip(" \t\u00a0\n"))
    head = fold(text[start : start + 40])
    for phrase in vocabulary.ibid:
        if not head.startswith(phrase):
            continue
        after = head[len(phrase) : len(phrase) + 1]
        if after and (after.isalnum() or (len(phrase) < 5 and after not in ".,;:)")):
            continue
        return text[start : start + len(phrase)] + ("." if after == "." else "")
    return ""


def _live(note: ReadNote, mentions: Sequence[Mention]) -> tuple[bool, ...]:
    """Which of `mentions` a program keeps up to date: a field or link shows their number."""
    shown = [reference.shown for block in note.blocks for reference in block.references]
    return live_numbers(mentions, shown)


def live_numbers(mentions: Sequence[Mention], shown: list[str]) -> tuple[bool, ...]:
    """Which of `mentions` have all their numbers among those that references show."""
    left = [number for text in shown for number in re.findall(r"\w+|[*†‡§]+", text)]
    result = []
    for mention in mentions:
        wanted = {number.shown for number in mention.numbers}
        live = all(number in left for number in wanted)
        if live:
            for number in wanted:
                left.remove(number)
        result.append(live)
    return tuple(result)


def _links(note: ReadNote, text: str) -> list[tuple[int, str]]:
    """The addresses that the links of a note lead to, with where their words stand."""
    found, at = [], 0
    for block in note.blocks:
        for link in block.links:
            place = text.find(link.text, at) if link.text else at
            at = place if place >= 0 else at
            found.append((at, link.address))
    return found


def _spans(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Where each unit of a note begins and ends."""
    start = 0
    pieces = []
    for found in _BREAK.finditer(text):
        before = text[max(found.start(1) - 40, start) : found.start(1)]
        semicolon = text[found.start()] in _SEMICOLONS
        if _BRACKET_AFTER.match(text, max(found.start(1) - 1, 0)):
            continue
        if semicolon or not (_ends_otherwise(before) or _DATE.match(text, max(found.start(1) - 3, 0))):
            pieces.append((start, found.start(1)))
            start = found.end()
    pieces.append((start, len(text)))
    yield from _joined(text, pieces, mentions)


def _ends_otherwise(text: str) -> bool:
    """Whether the stop at the end of `text` belongs to initials or an abbreviation, and ends no sentence."""
    return _INITIALS.search(text) is not None or _ABBREVIATION.search(text) is not None


def _joined(text: str, pieces: list[tuple[int, int]], mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """`pieces` put together so that each is a source: a piece without a year or number belongs to the one before."""
    start, end = pieces[0]
    for next_start, next_end in pieces[1:]:
        piece = text[next_start:next_end]
        begin = max(start, end - _REACH)
        ready = _is_complete(text[begin:end], begin, mentions)
        begins = _begins_source(piece, next_start, mentions)
        if (text[end : end + 1] in _SEMICOLONS or text[end - 1] in _SEMICOLONS) and begins:
            ready = True
        if text[start:end].endswith(ADDRESS) and _BODY_FIRST.match(piece) and not _GOES_ON.match(piece):
            begins = True
        if ready and begins:
            yield start, end
            start = next_start
        end = next_end
    yield start, end


def _is_complete(text: str, at: int, mentions: Sequence[Mention]) -> bool:
    """Whether `text`, which begins at `at`, is a source in itself: with a year after some words, or a number."""
    if any(at <= mention.start < at + len(text) for mention in mentions):
        return True
    if text.rstrip(" .").endswith(ADDRESS):
        return True  # it ends with an address
    found = list(re.finditer(r"(?:1[89]|20)\d\d", text))
    return (
        bool(found)
        and len(words(text[: found[-1].start()])) + 2 * len(words(text[found[0].end() :])) >= 6
        and (len(words(text[found[0].end() :])) >= 3 or _has_title(text[: found[0].start()]))
    )


def _has_title(text: str) -> bool:
    """Whether more than names stands in `text`: a word in small letters that belongs to no name."""
    return any(word[0].islower() and len(word) > 3 and fold(word) not in _PARTICLES for word in words(text))


def _begins_source(piece: str, at: int, mentions: Sequence[Mention]) -> bool:
    if _GOES_ON.match(piece):
        return False
    if any(at <= mention.start < at + len(piece) for mention in mentions):
        return True
    return bool(years(piece)) or ADDRESS in piece or _NAME_FIRST.match(piece) is not None


def _unit(
    index: int,
    text: str,
    plain: str,
    span: tuple[int, int],
    linked: list[tuple[int, str]],
    refers: bool,
) -> Unit:
    start, end = span
    own, bare = text[start:end], plain[start:end]
    found = {same_address(address) for address in addresses(own)}
    found |= {same_address(address) for at, address in linked if start <= at < end and "/" in address}
    said = evidence(bare)
    named = author_words(bare)
    is_source = bool(found or refers or len(said) >= 5 or re.search(r"[\d“”„«»\"]", bare))
    return Unit(
        index,
        start,
        end,
        named,
        frozenset(said) | named,
        years(bare),
        frozenset(found),
        not refers and len(said) >= 3,
        is_source,
        frozenset(re.findall(r"\d+", bare)) - years(bare),
        frozenset(author_names(bare)),
        not refers and _is_counted(bare),
        {} if refers else numbered(bare[:_REACH]),
    )


def _is_counted(text: str) -> bool:
    """Whether a number follows so soon that it says which work of a court or lawgiver is meant."""
    found = _COUNTED.search(text)
    return found is not None and len(evidence(text[: found.start()])) <= _LONGEST_TITLE + 1


def evidence(text: str) -> list[str]:
    """The words of `text` that say which source is meant, folded, in their order: no articles, no initials."""
    small = small_words()
    found: list[str] = []
    for word in words(text):
        folded = fold(word)
        if folded in small or folded.isdecimal() or folded in found:
            continue
        if len(folded) > 2 or (len(folded) == 2 and word[0].isupper()):
            found.append(folded)
    return found


@lru_cache(maxsize=512)  # asked for the names, and for the words of them
def author_pieces(text: str) -> tuple[str, ...]:
    """The names before the title, as far as they can be told from it."""
    head = text[:300]
    end = _AUTHORS_END.search(head, 1)
    pieces = _PIECE.split(head[: end.start()] if end else head)[:_MOST_PIECES]
    found: list[str] = []
    for index, piece in enumerate(pieces):
        said = words(piece)
        if index and not _is_name(piece, said):
            break
        found.append(" ".join(said[:8]))
    return tuple([piece for piece in found if piece])


def author_names(text: str) -> list[str]:
    """The names before the title, folded, without words that say nothing and without initials."""
    found = [" ".join(evidence(piece)) for piece in author_pieces(text)]
    return [name for name in found if name]


def _is_name(piece: str, said: list[str]) -> bool:
    if not said:
        return True  # nothing but signs
    if len(said) > 5 or re.search(r"[^\W\d_]{4,}\.\s", piece):
        return False
    return all(word[0].isupper() or fold(word) in _PARTICLES for word in said)


def _bodies(text: str) -> Iterator[str]:
    """The names before the title, as far as they may be those of bodies: "and" can be a part of them."""
    head = text[:300]
    end = _AUTHORS_END.search(head, 1)
    for index, part in enumerate(re.split("[,;(]", head[: end.start()] if end else head)[:_MOST_PIECES]):
        if index and not _is_name(part, words(part)):
            return
        yield part


def author_words(text: str) -> frozenset[str]:
    """The words of the names before the title, folded, the initials of a body, and names in brackets."""
    found = {word for piece in author_pieces(text) for word in evidence(piece)} | bracketed_names(text)
    for name in _bodies(text):
        found |= initials(name)
    if _COMMISSION.search(text[:200]):
        found.add("commission")
    return frozenset(found)
