"""A citation in full to an entry of the sources, where every word of it has its place; else to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.importing.papers.front import Forms, whole_date
from toolkit.importing.papers.hosts import part_title
from toolkit.importing.papers.names import Author, read_names
from toolkit.inspection.typed.texts import fold, words
from toolkit.inspection.typed.words import Vocabulary
from toolkit.markup import address_fault
from toolkit.records import MutableRecord, Record, fresh

_YEAR = r"(?P<year>(?:1[89]|20)\d\d)[a-z]?"
_APA = re.compile(rf"(?:[\s,.]+|(?<!\w))\((?:{_YEAR})\)[.,:]?\s+")
_YEAR_IN_BRACKETS = re.compile(rf"(?:[\s,]+|(?<!\w))\(\s*{_YEAR}\s*\)")
_DAY = re.compile(r"[\s,]\d{1,2}(?:st|nd|rd|th|er|\.)?\s(?:de\s)?[^\W\d_]{3,}\Z")
_LAST_YEAR = re.compile(rf"[\s,.]+{_YEAR}(?=[\s,.;)]|\Z)")
_QUOTED = re.compile(r"[“„«‘‚\"](?P<title>.{8,400}?)[”“»’\"](?=[\s,.;(]|\Z)")
_ADDRESS = re.compile(r"[<(\[]?(?P<address>(?:https?://|www\.)[^\s<>\"“”«»]+)[>\])]?")
_LEADS_TO_ADDRESS = re.compile(
    r"(?:[\s,.;(–-]*(?:available|accessible|retrieved|online|last|accessed|at|from|here|on|url|doi|see|"
    r"verfügbar|abrufbar|unter|disponible?|consultable|sur|à l[’']adresse|en ligne|en|in|via|link|"
    r"disponibile|all[’']indirizzo|dostępne?|pod adresem|beschikbaar|op|tillgänglig|på|tilgængelig|saatavilla)\b[:.]?)+"
    r"\s*\Z|[\s,.;:(–-]+\Z",
    re.IGNORECASE,
)
# After a year, in any language: ", disponible à l’adresse suivante:", ", elérhető:".
_SAID_BEFORE = re.compile(
    r"(?:(?<=\d{4})|(?<=\d{4}\)))[,.;]?\s+[a-zà-žα-ωа-я][\w’'-]*(?:\s[a-zà-žα-ωа-я][\w’'-]*){0,5}:?\s*\Z"
)
_ACCESSED = re.compile(
    r"(?:last\s)?(?:accessed|visited|retrieved|consulted|viewed|consulté[e]?(?:\sle)?|(?:zuletzt\s)?abgerufen(?:\sam)?|"
    r"dostęp|geraadpleegd(?:\sop)?|hämtad|consultado(?:\sel)?|consultato(?:\sil)?)\s?(?:on|:)?\s+(?P<date>.{6,40})\Z",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"[\s,.;]*(?:(?:vol(?:ume)?|bd|band|jg|tom[eo]?|sv|roč)\.?\s*)?(?P<volume>\d{1,4})"
    r"(?:\s?\((?P<issue>[\w–-]{1,12})\)|[\s,]+(?:no|nr|n[°º]|issue|heft)\.?\s?(?P<number>\d[\d–/-]*))?"
    r"(?=[\s,.;:(]|\Z)",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"[\s,.;:]*(?:pp?\.|pages?|s\.|str\.|pag\.|págs?\.|blz\.)?\s*(?P<pages>\d{1,5}\s?[–-]\s?\d{1,5})(?=[\s,.;(]|\Z)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[\s,.;:]*(?:p|pp|at p|page)\.?\s?(?P<place>\d{1,4}(?:\s?[–-]\s?\d{1,4})?)(?=[\s,.;(]|\Z)")
_MONTHS = re.compile(r"[\s,.;]*(?P<issue>[^\W\d_]{3,9}[–-][^\W\d_]{3,9})(?=[\s,.;(]|\Z)")
_JOURNAL = re.compile(
    r"(?P<name>[^\W\d_a-z][^,()“”\d]{2,120}?)(?=[\s,.;]+(?i:(?:vol(?:ume)?|bd|band|jg|tom[eo]?|sv|roč)\.?\s*)?\d{1,4}(?:[\s,.;:(]|\Z))"
)
_LONGEST_JOURNAL = 10
_DOI = re.compile(r"[\s,.;]*(?:doi:?\s*)(?P<doi>10\.\d{4,9}/[^\s,;]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.]\s+(?=[^\W\d_a-z])|(?<=[?!])\s+(?=[^\W\d_a-z])")
_NUMBERS_BEGIN = re.compile(r"[\s,.;]+(?:vol(?:ume)?\.?\s*)?\d|[\s,]*\(", re.IGNORECASE)
# What stands between two citations and in no title: pages, an issue, an address, a title in quotation marks.
_SEVERAL = re.compile(r"\d\s?[–-]\s?\d+[.,;]|\d\s?\(\d|https?://|www\.|,\s[“„«]|\((?:19|20)\d\d\)")
_SIGNS = " \t\n\u00a0,.;:"
_FEWEST = 2  # words of a title
_SEE_ALSO = (
    "also further e.g. generally aussi notamment par exemple auch ferner z.b. etwa también anche ook även".split()
)


class Entry(MutableRecord):
    """A source: its authors and what else CSL says of it. `id` is given later; `style` says how its title stands."""

    authors: list[Author]
    title: str
    year: str
    type: str = "report"
    fields: dict[str, str] = fresh(factory=dict)
    id: str = ""


class Looks(Record):
    """Where italics and links stand in the text of a note, and how dates are written in it."""

    italics: Sequence[tuple[int, int]]
    links: Sequence[tuple[int, int, str]]
    dates: Forms = ()


class Found(Record):
    """An entry, where its citation begins and ends, and the place in the source that it names."""

    entry: Entry
    start: int
    end: int
    locator: str


class _Reader(MutableRecord):
    """The citation that is read: `text` from `at` to `end` is still to be understood."""

    text: str
    at: int
    end: int
    fields: dict[str, str] = fresh(factory=dict)
    year: str = ""
    locator: str = ""

    @property
    def rest(self) -> str:
        return self.text[self.at : self.end]

    def take(self, pattern: re.Pattern[str], **keys: str) -> bool:
        """Reads `pattern` at the present place into the fields that `keys` name."""
        found = pattern.match(self.text, self.at, self.end)
        if found is None or any(self.fields.get(field) for field in keys.values()):
            return False
        for name, field in keys.items():
            if said := found.groupdict().get(name):
                self.fields[field] = said
        self.at = found.end()
        return True


def lead_in(text: str, vocabulary: Vocabulary) -> int:
    """Where the words that only lead to a source ("See also") end."""
    found = re.match(r"\s*[(]?([^\W\d_]+\.?)", text)
    if not found or fold(found.group(1)).strip(".") not in vocabulary.see - {"v", "s"}:
        return len(text) - len(text.lstrip())
    at = found.end()
    while more := re.match(r",?\s+([^\W\d_]+(?:\.[^\W\d_]\.?)*\.?),?", text[at:]):
        if more.group(1).lower() not in _SEE_ALSO:
            break
        at += more.end()
    return at + len(text[at:]) - len(text[at:].lstrip(" ,:"))


def read_entry(text: str, start: int, end: int, looks: Looks, vocabulary: Vocabulary) -> Found | None:
    """The source that the characters from `start` to `end` of a note cite in full; None where that is not certain."""
    begin = start + lead_in(text[start:end], vocabulary)
    reader = _Reader(text, begin, end)
    if not _read_address(reader, looks):
        return None
    authors, length = read_names(reader.rest)
    if not authors:
        return None
    reader.at += length
    if apa := _APA.match(text, reader.at, reader.end):
        reader.year, reader.at = apa["year"], apa.end()
    reader.at += len(reader.rest) - len(reader.rest.lstrip(_SIGNS))
    title, kind = _read_title(reader, looks)
    if kind == "whole" or not _read_numbers(reader):
        return None
    parted = part_title(title) if kind == "plain" else (title, "")
    container = reader.fields.get("container-title", "")
    if parted is None or (parted[1] and container):
        return None
    title, publisher = parted
    if len(words(title)) < _FEWEST or not reader.year or _SEVERAL.search(title) or _DAY.search(title):
        return None
    reader.fields |= {"publisher": publisher} if publisher else {}
    for name in ("issue", "page"):
        if name in reader.fields:
            reader.fields[name] = re.sub(r"(?<=\d)\s?[-–]\s?(?=\d)", "–", reader.fields[name])
    entry = Entry(authors, title, reader.year, _type(kind, container, reader), reader.fields)
    stop = start + len(text[start:end].rstrip().rstrip(";").rstrip())
    return Found(entry, begin, stop, reader.locator)


_PARTS = re.compile(r"(?:(?<=[.;>])|(?<=[.;] ))\s+(?=[^\W\d_a-z]|[“‘\"])")
_MOST_PARTS = 30
_LONGEST = 2_500  # characters of what one unit of a note cites


def read_entries(text: str, start: int, end: int, looks: Looks, vocabulary: Vocabulary, most: int = 5) -> list[Found]:
    """The sources that the characters from `start` to `end` cite, one after the other; none where any is uncertain."""
    if end - start > _LONGEST:
        return []
    whole = read_entry(text, start, end, looks, vocabulary)
    if whole is not None:
        return [whole]
    breaks = [found.span() for found in _PARTS.finditer(text, start, end)]
    breaks += [(found.end(), found.end()) for found in _ADDRESS.finditer(text, start, end)]
    for stop, begin in sorted(breaks)[:_MOST_PARTS]:
        first = read_entry(text, start, stop, looks, vocabulary)
        rest = read_entries(text, begin, end, looks, vocabulary, most - 1) if first and most > 1 else []
        if first and rest:
            return [first, *rest]
    return []


def _type(kind: str, container: str, reader: _Reader) -> str:
    if container:
        return "article-journal"
    if kind == "quoted":
        return "webpage" if reader.fields.get("URL") else "article"
    return "report"


def _read_address(reader: _Reader, looks: Looks) -> bool:
    """The address at the end of the citation, and the words that lead to it; whether nothing else stands there."""
    found = _ADDRESS.search(reader.text, reader.at, reader.end)
    linked = [one for one in looks.links if reader.at <= one[0] < reader.end and "://" in one[2]]
    if found is None:
        if linked and not _is_faulty(linked[0][2]):
            reader.fields["URL"] = linked[0][2]
        return len({address for *_, address in linked}) <= 1
    address = found["address"].rstrip(".,;:)]'’")
    stop = found.start("address") + len(address)
    if _is_faulty(address) or _ADDRESS.search(reader.text, stop, reader.end):
        return False
    after = reader.text[stop : reader.end].strip(" .,;>()[]\n")
    if after and not _read_access(reader, after, looks.dates):
        return False
    before = reader.text[reader.at : found.start()]
    led = _SAID_BEFORE.search(before) or _LEADS_TO_ADDRESS.search(before)
    reader.fields["URL"] = linked[0][2] if linked and linked[0][0] <= found.start("address") < linked[0][1] else address
    reader.end = reader.at + (led.start() if led else len(before))
    return not _is_faulty(reader.fields["URL"])


def _read_access(reader: _Reader, text: str, forms: Forms) -> bool:
    """The day on which an address was read; whether `text` says that and nothing else."""
    found = _ACCESSED.match(text)
    date = whole_date(found["date"], forms) if found else ""
    reader.fields |= {"accessed": date} if date else {}
    return bool(date)


def _is_faulty(address: str) -> bool:
    fault = address_fault(address)
    return fault is not None and fault[0] != "insecure-link"


def _read_title(reader: _Reader, looks: Looks) -> tuple[str, str]:
    """The title, and how it stands: "quoted", "italic" or "plain"; "whole" where its end is not certain."""
    text = reader.text
    if (quoted := _QUOTED.match(text, reader.at, reader.end)) and _is_title(text[quoted.end() : reader.end]):
        reader.at = quoted.end()
        _read_container(reader, looks)
        return _bare(quoted["title"]), "quoted"
    italics = [(first, last) for first, last in looks.italics if reader.at <= first < reader.end]
    if italics and italics[0][0] - reader.at <= 1:
        start, stop = italics[0][0], min(italics[0][1], reader.end)
        reader.at = stop
        return _bare(text[start:stop]), "italic"
    if italics:
        title = _bare(text[reader.at : italics[0][0]])
        reader.at = italics[0][0]
        _read_container(reader, looks)
        return title, "plain"
    return _plain_title(reader), "plain"


def _is_title(after: str) -> bool:
    """Whether a title in quotation marks ends there: not in the middle of a sentence."""
    return re.match(r"\s*(?:[,.;(]|\Z|\d|in\b|[^\W\d_a-z])", after) is not None


def _plain_title(reader: _Reader) -> str:
    """A title without any look: up to its year, or to the sentence after which the journal stands."""
    rest = reader.rest
    stop = _YEAR_IN_BRACKETS.search(rest) or _LAST_YEAR.search(rest)
    head = rest[: stop.start()] if stop else rest
    parted = list(_SENTENCE.finditer(head))
    if parted:
        begin = reader.at + parted[-1].end()
        numbers = _NUMBERS_BEGIN.search(reader.text, begin, reader.end)
        container = reader.text[begin : numbers.start() if numbers else begin].strip(_SIGNS)
        is_journal = 0 < len(container.split()) <= 10 and re.search(r"\d", reader.text[begin : reader.at + len(head)])
        if is_journal and numbers is not None:
            title = _bare(rest[: parted[-1].start() + (rest[parted[-1].start()] in "?!")])
            reader.fields["container-title"] = container
            reader.at = numbers.start()
            return title
    reader.at += len(head)
    return _bare(head)


def _read_container(reader: _Reader, looks: Looks) -> None:
    """The journal or collection in italics that follows the title."""
    at = reader.at + len(reader.rest) - len(reader.rest.lstrip(_SIGNS))
    within = re.match(r"in:?\s+", reader.text[at : reader.end])
    at += within.end() if within else 0
    for start, stop in looks.italics:
        if start <= at < stop:
            reader.fields["container-title"] = _bare(reader.text[at : min(stop, reader.end)])
            reader.at = min(stop, reader.end)
            return
    named = _JOURNAL.match(reader.text, at, reader.end)
    if named is not None and len(named["name"].split()) <= _LONGEST_JOURNAL:
        reader.fields["container-title"] = _bare(named["name"])
        reader.at = named.end()


def _bare(title: str) -> str:
    return " ".join(title.split()).strip(_SIGNS)


def _read_numbers(reader: _Reader) -> bool:
    """Volume, issue, pages and year in whatever order; whether nothing is left over."""
    in_journal = bool(reader.fields.get("container-title"))
    for _ in range(12):
        rest = reader.rest.strip(_SIGNS + "()")
        if not rest:
            break
        if not reader.year and (year := (_YEAR_IN_BRACKETS.match(reader.text, reader.at, reader.end)
                                         or _LAST_YEAR.match(reader.text, reader.at, reader.end))):  # fmt: skip
            reader.year, reader.at = year["year"], year.end()
        elif reader.take(_DOI, doi="DOI") or (in_journal and reader.take(_PAGES, pages="page")):
            continue
        elif not reader.locator and (place := _PLACE.match(reader.text, reader.at, reader.end)):
            several = re.search("[–-]", place["place"])
            reader.locator = f"{'pp' if several else 'p'}. {' '.join(place['place'].split())}"
            reader.at = place.end()
        elif not (in_journal and _read_issue(reader)):
            return False
    return not reader.rest.strip(_SIGNS + "()")


def _read_issue(reader: _Reader) -> bool:
    if reader.take(_MONTHS, issue="issue"):
        return True
    before = reader.fields.get("issue", "")
    if not reader.take(_VOLUME, volume="volume", number="issue"):
        return False
    bracketed = re.search(r"\(([\w–-]{1,12})\)\Z", reader.text[: reader.at])
    if not before and bracketed and not reader.fields.get("issue"):
        if not reader.year and re.fullmatch(r"(?:1[89]|20)\d\d", bracketed.group(1)):
            reader.year = bracketed.group(1)
        else:
            reader.fields["issue"] = bracketed.group(1)
    return True
