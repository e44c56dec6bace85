"""Where a text departs from the typography of its language, and how it would read: found, never changed.

Hard spaces, spaces before punctuation, quotation marks outside and inside, the place of a note's mark: by the
language's conventions (Interinstitutional Style Guide, 6.4, 8.1 and 10, or the national style).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from toolkit.inline import LOCATOR_KINDS
from toolkit.languages import Language
from toolkit.languages.quotations import LINK, NOTE, QUOTE, Quotations, neighbour
from toolkit.languages.words import WORDS
from toolkit.position import Date
from toolkit.records import Record

HARD_SPACE = "\u00a0"
SPACES = f" {HARD_SPACE}\u202f"
_HIDDEN = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[[\^@][^\]\[\n]*\]")


class Departure(Record):
    """Characters of a text that the language writes otherwise: `wrong` at `offset`, `right` in their place."""

    code: str
    offset: int
    wrong: str
    right: str


class Typography(Record):
    """What a language expects of a text; `before` and `after` are words that a number must not part from.

    `year` is the word that its dates join to the year by a hard space ("r." in Polish), "" where they have none.

    `opening` and `closing` are its quotation marks, outer and inner, without the spaces inside them; `pairs` has for
    each that opens the one that closes. `version` is how its word for a version begins.
    """

    language: Language
    before: frozenset[str]
    after: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    pairs: Mapping[str, str]
    version: str
    year: str


def departures(text: str, expected: Typography) -> list[Departure]:
    """Every departure in an author's text, marks and all, in the order of their places; they never overlap."""
    hidden = _hide(text)
    found = list(_punctuation(hidden, expected))
    has_figure = _FIGURE.search(hidden) is not None
    if has_figure:
        found += _numbers(hidden, expected)
    if has_figure or "{n}" in hidden or _ROMAN.search(hidden):
        found += _hard_spaces(hidden, expected)
    if NOTE in hidden:
        found += _note_marks(text, hidden, expected)
    if QUOTE.search(hidden):
        found += _quotation_marks(hidden, expected)
    if not found:  # as in nearly every text
        return []
    found.sort(key=lambda departure: departure.offset)
    apart: list[Departure] = []
    for departure in found:
        if not apart or departure.offset >= apart[-1].offset + len(apart[-1].wrong):
            apart.append(departure)
    return apart


def corrected(text: str, found: Sequence[Departure]) -> str:
    """`text` with each of `found` put right; `found` is in the order of its places, as `departures` gives it."""
    pieces: list[str] = []
    done = 0
    for departure in found:
        pieces += text[done : departure.offset], departure.right
        done = departure.offset + len(departure.wrong)
    return "".join(pieces) + text[done:]


def _hide(text: str) -> str:
    """`text` with notes, citations and addresses covered, character by character."""
    if "[" not in text:
        return text
    return _HIDDEN.sub(lambda match: (LINK if match.group()[0] == "]" else NOTE) * len(match.group()), text)


def _hardened(text: str) -> str:
    """`text` with every spelling of a hard space as one."""
    return text.replace("\\ ", HARD_SPACE).replace("\u202f", HARD_SPACE)


# Patterns begin with what is rare: then a search skips the rest. What must not stand before comes second.
_FIGURE = re.compile(r"\d")
_ROMAN = re.compile(r" [IVXLC]+\b")
# No telephone number: no 0 at the beginning, no further figures beside the groups.
_THOUSANDS = re.compile(rf"[1-9](?<![\w.,/+{HARD_SPACE}-]\d)(?<!\d \d)(?<!\d\) \d)\d{{0,2}}(?: \d{{3}})+(?! ?\d|/)")
_SEPARATED = re.compile(
    r"[1-9](?<![\w.,/+-]\d)\d{0,2}(?:(?:\.\d{3})+(?:,\d+)?|(?:,\d{3})+(?:\.\d+)?)"
    r"(?![.,/]?\d|\w|-\d{1,2}(?![\d.,]))"
)
_PERCENT = re.compile(rf"(?<=\d)(?:\\ |[{SPACES}])?%")


def _numbers(text: str, expected: Typography) -> Iterator[Departure]:
    """Figures in groups of three, and what stands before the percent sign."""
    conventions = expected.language.conventions
    if "%" in text:
        right = conventions.percent.partition("{0}")[2]
        for match in _PERCENT.finditer(text):
            if _hardened(match.group()) != _hardened(right):
                yield Departure("number-space", match.start(), match.group(), right)
    for match in _THOUSANDS.finditer(text):
        right = match.group().replace(" ", conventions.thousands)
        yield Departure("number-space", match.start(), match.group(), right)
    for match in _SEPARATED.finditer(text):
        mark = "." if match.group().lstrip("0123456789").startswith(".") else ","
        if mark not in (expected.language.decimal, conventions.thousands) and _is_count(text, match, expected):
            right = match.group().replace(mark, conventions.thousands)
            yield Departure("number-space", match.start(), match.group(), right)


_ADDRESS = re.compile(r"[12]?\d{1,2}(?:\.[12]\d\d){3}")
_MONEY = frozenset({"EUR", "USD", "GBP"})
_WORD_BEFORE = re.compile(rf"([^\W\d_][^\W_]*\.?)[{SPACES}\\*]*\Z")
_COUNTED = re.compile(rf"(?:[–-]\d[\d.,]*)?\**(?:\\ |[{SPACES}])?[^\W\d_]|(?:\\ |[{SPACES}])?[€$£]")


def _is_count(text: str, match: re.Match[str], expected: Typography) -> bool:
    """Whether groups that the mark of another language parts are a number, not a version, an address or a decimal.

    Two groups or a fraction behind them are proof, but for the word for a version. One group may be the three
    decimals of another language: it counts only with what is counted behind it, or money beside it, and not after
    a name, a label or an abbreviation ("PHP 7,123"), unless that is a short word at the beginning ("Of 7,000 people").
    """
    start, number = match.start(), match.group()
    before = text[max(0, start - 40) : start]
    found = _WORD_BEFORE.search(before)
    word = found.group(1) if found else ""
    if word.lower().startswith(expected.version) or word in ("v", "v.", "V.", "V"):
        return False
    if len(re.split("[.,]", number)) > 2:
        return not _ADDRESS.fullmatch(number)
    if before[-1:] in tuple("€$£") or word in _MONEY:
        return True
    first = found is not None and not before[: found.start()].strip(f"{SPACES}*")
    named = word != word.lower() and not (first and word.istitle() and len(word) < 4)
    return not named and word.lower() not in expected.before and _COUNTED.match(text, match.end()) is not None


_SPACE_BEFORE = re.compile(r" (?=\d|[IVXLC]+\b|\{n\})")
_LAST_WORD = re.compile(r"(?<![\w.])[^\W\d]+\.?\Z")
_AFTER_NUMBER = re.compile(
    r"([\dIVXLC](?<![\w/,].)(?:(?<=\d)\d{0,2}(?!\d)|(?<!\d)[IVXLC]*)[a-z]?[.)]*) (?=([^\W\d]+\.?))"
)
_AFTER_YEAR = re.compile(r"(\d(?<!\d\d)\d{3}\**) (?=([^\W\d]+\.?))")


def _hard_spaces(text: str, expected: Typography) -> Iterator[Departure]:
    """A number stays with the word that it numbers, "Article 5", "n. 6", "5 straipsnis", and a year with its own."""
    for match in _SPACE_BEFORE.finditer(text):
        space = match.start()
        word = _LAST_WORD.search(text, text.rfind(" ", 0, space) + 1, space)
        if word and word.group().lower() in expected.before:
            yield Departure("hard-space", word.start(), word.group() + " ", word.group() + HARD_SPACE)
    for match in _AFTER_NUMBER.finditer(text):
        following = match.group(2).lower()
        if following in expected.after or following.rstrip(".") in expected.after:
            yield Departure("hard-space", match.start(), match.group(), match.group(1) + HARD_SPACE)
    for match in _AFTER_YEAR.finditer(text) if expected.year else ():
        if match.group(2) == expected.year:
            yield Departure("hard-space", match.start(), match.group(), match.group(1) + HARD_SPACE)


_NUMBERED = ("page", "pages", "chapter", "figure", "article", "recital", "annex", "point")
_REFERENCES = ("point-reference", "amendment-reference", "note-reference", "back-reference")
_PROVISIONS = ("article", "article-of", "recital", "annex", "annex-of")


def typography_of(language: Language) -> Typography:
    """What is to be expected of texts in `language`."""
    running = language.conventions.provisions.running
    forms = [language.words[key] for key in (*_NUMBERED, *_REFERENCES)]
    forms += [running[key] for key in _PROVISIONS if key in running]
    before, after = _further_words(language)
    for form in forms:
        head, _, tail = form.lower().partition("{0}")
        if head.endswith(HARD_SPACE):
            before.add(re.split(r"\s", head.strip())[-1])
        words = tail.lstrip(".)").split()
        if words and tail.lstrip(".)").startswith(HARD_SPACE):
            after.add(words[0])
    marks = (language.conventions.quotes, language.conventions.inner_quotes)
    opening, closing = (frozenset([pair[side].strip(SPACES) for pair in marks]) for side in (0, 1))
    pairs = {pair[0].strip(SPACES): pair[1].strip(SPACES) for pair in marks}
    version = language.words["version"].lower()[:4]
    dated = re.search(f"2000{HARD_SPACE}([^\\W\\d]+\\.?)", language.date(Date(2000, 5, 17)))
    year = dated.group(1) if dated else ""
    return Typography(language, frozenset(before), frozenset(after), opening, closing, pairs, version, year)


def _further_words(language: Language) -> tuple[set[str], set[str]]:
    """Words before and after a number that the language reads and never prints.

    Of forms that go on after another ("Artikel 5, onder 2") only abbreviations: their words have other uses.
    """
    before = {kind for kind in LOCATOR_KINDS if kind in _NUMBERED and language.words[kind] == WORDS[kind]}
    after: set[str] = set()
    for form in chain.from_iterable(language.conventions.provisions.also.values()):
        head, _, tail = form.lower().partition("{0}")
        tail = tail.lstrip(".)")
        if not tail and head[-1:].isspace():
            last = _LAST_WORD.search(head.rstrip(SPACES))
            if last and len(last.group()) > 2 and (head[0].isalpha() or last.group().endswith(".")):
                before.add(last.group())
        elif tail[:1].isspace() and not head.strip(f"{SPACES},") and len(words := tail.split()) == 1:
            after.update(word for word in words if len(word) > 2)
    return before, after


_SPACE_AND_MARK = re.compile(f"[;:!?,.](?<=[{SPACES}].)")
_SPACED = re.compile(rf"(?<![\\{SPACES}])(?:\\ |[{SPACES}])+([;:!?,.])(?=[\s{NOTE}{LINK}*)\]»”’“]|\Z)")
_STOP_AFTER = re.compile(rf"(?:\\ |[{SPACES}])\.")
_UNSPACED = re.compile(r"(?<=[\w)\]»”’*])([;:!?])(?=\s|\Z)")


def _punctuation(text: str, expected: Typography) -> Iterator[Departure]:
    """Spaces before punctuation: none, or a hard one in the national French style."""
    wanted = expected.language.conventions.space_before
    for match in _SPACED.finditer(text) if _SPACE_AND_MARK.search(text) else ():
        mark = match.group(1)
        if mark == "." and (text[match.start() - 1 : match.start()] == "." or _STOP_AFTER.match(text, match.end())):
            continue  # three stops set apart
        space = _hardened(match.group()[:-1])
        if space != (HARD_SPACE if mark in wanted else ""):
            right = (HARD_SPACE if mark in wanted else "") + mark
            yield Departure("punctuation-space", match.start(), match.group(), right)
    for match in _UNSPACED.finditer(text) if wanted else ():
        if match.group() in wanted:
            yield Departure("punctuation-space", match.start(), match.group(), HARD_SPACE + match.group())


_MARKS = re.compile(f"{NOTE}+")
_STOP_AND_MARK = re.compile(rf"[.,;:]\**{NOTE}")
_STOPS = re.compile(r"[.,;:!?…]+(?!\w)")
_GOES_ON = re.compile(r"\**[\w.,;:!?…]")
_SENTENCE_ENDS = re.compile(r"\**(?:\s*\Z|\s+\**([^\W\d_]))")
_ABBREVIATED = re.compile(r"[\w.]+\Z")


def _note_marks(text: str, hidden: str, expected: Typography) -> Iterator[Departure]:
    """The marks of notes before the punctuation mark, or after it in some national styles; several move as one."""
    first = expected.language.conventions.note_mark == "before"
    parted = _parted_before if first else _parted_after
    for match in _MARKS.finditer(hidden) if not first or _STOP_AND_MARK.search(hidden) else ():
        start, middle, end = parted(hidden, *match.span())
        if start < middle:
            right = text[middle:end] + text[start:middle]
            yield Departure("mark-position", start, text[start:end], right)


def _parted_before(hidden: str, start: int, end: int) -> tuple[int, int, int]:
    """Where the punctuation before the marks from `start` to `end` begins and ends: nothing if they stand well."""
    last = start
    while hidden[last - 1 : last] == "*":
        last -= 1
    stop = hidden[last - 1 : last] or " "
    stays = stop not in ".,;:" or _GOES_ON.match(hidden, end)
    if stays or (stop == "." and not _ends_sentence(hidden, last, start, end)):
        return start, start, end
    return _with_spaces(hidden, last - 1, "closing")[0], last, end


def _ends_sentence(hidden: str, last: int, start: int, end: int) -> bool:
    """Whether the point that ends at `last` is that of a sentence: "U.S.", "usw." and "etc." keep theirs.

    The end of what is in bold or italics is taken for the end of a sentence.
    """
    following = _SENTENCE_ENDS.match(hidden, end)
    if not following or not (following.group(1) or "A").isupper():
        return False
    found = _ABBREVIATED.search(hidden, max(0, last - 40), last - 1)
    word = found.group() if found else ""
    return "." not in word and (last < start or not 0 < len(word) < 5)


def _parted_after(hidden: str, start: int, end: int) -> tuple[int, int, int]:
    """Where the marks from `start` end and the punctuation after them ends: nothing if they stand well."""
    stops = _STOPS.match(hidden, end)
    before = neighbour(hidden, start, -1)
    if not stops or not before or before.isspace() or before in "([{–—/,;:!?…" or before == stops.group()[0]:
        return start, start, end
    return start, end, stops.end()


def _quotation_marks(text: str, expected: Typography) -> Iterator[Departure]:
    """Quotation marks of the language, those of a quotation within a quotation inside the others."""
    conventions = expected.language.conventions
    outer, inner = conventions.quotes, conventions.inner_quotes
    depth = 0
    for index, kind in Quotations(text, expected).read().items():
        if kind == "apostrophe" and text[index] == "'":
            yield Departure("quotation-marks", index, "'", "’")
        if kind not in ("opening", "closing"):
            continue
        depth += kind == "opening"
        right = (outer if depth == 1 else inner)[kind == "closing"]
        depth -= kind == "closing"
        start, end = _with_spaces(text, index, kind)
        if _hardened(text[start:end]) != _hardened(right):
            yield Departure("quotation-marks", start, text[start:end], right)


def _with_spaces(text: str, index: int, kind: str) -> tuple[int, int]:
    """The place of a quotation mark with the spaces between it and what is quoted."""
    start, end = index, index + 1
    if kind == "opening":
        while text[end : end + 1] and (text[end] in SPACES or text[end : end + 2] == "\\ "):
            end += 1
    else:
        while start and (text[start - 1] in SPACES or text[start - 1 : start + 1] == "\\ "):
            start -= 1
    return start, end
