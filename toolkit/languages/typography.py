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
from toolkit.languages.words import WORDS
from toolkit.records import Record

HARD_SPACE = "\u00a0"
SPACES = f" {HARD_SPACE}\u202f"
_QUOTES = '"“”„‟«»‹›‘‚‛'
_APOSTROPHES = "'’"
_SINGLE = "'’‘‚‛"
_NOTE, _LINK = "\ue000", "\ue001"  # what covers notes and citations, and what covers addresses
_HIDDEN = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[[\^@][^\]\[\n]*\]")


class Departure(Record):
    """Characters of a text that the language writes otherwise: `wrong` at `offset`, `right` in their place."""

    code: str
    offset: int
    wrong: str
    right: str


class Typography(Record):
    """What a language expects of a text; `before` and `after` are words that a number must not part from.

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


def departures(text: str, expected: Typography) -> list[Departure]:
    """Every departure in an author's text, marks and all, in the order of their places; they never overlap."""
    hidden = _hide(text)
    found = list(_punctuation(hidden, expected))
    has_figure = _FIGURE.search(hidden) is not None
    if has_figure:
        found += _numbers(hidden, expected)
    if has_figure or "{n}" in hidden or _ROMAN.search(hidden):
        found += _hard_spaces(hidden, expected)
    if _NOTE in hidden:
        found += _note_marks(text, hidden, expected)
    if _QUOTE.search(hidden):
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
    return _HIDDEN.sub(lambda match: (_LINK if match.group()[0] == "]" else _NOTE) * len(match.group()), text)


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


def _hard_spaces(text: str, expected: Typography) -> Iterator[Departure]:
    """A number stays with the word that it numbers: "Article 5", "n. 6", "5 straipsnis"."""
    for match in _SPACE_BEFORE.finditer(text):
        space = match.start()
        word = _LAST_WORD.search(text, text.rfind(" ", 0, space) + 1, space)
        if word and word.group().lower() in expected.before:
            yield Departure("hard-space", word.start(), word.group() + " ", word.group() + HARD_SPACE)
    for match in _AFTER_NUMBER.finditer(text):
        following = match.group(2).lower()
        if following in expected.after or following.rstrip(".") in expected.after:
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
    return Typography(language, frozenset(before), frozenset(after), opening, closing, pairs, version)


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
_SPACED = re.compile(rf"(?<![\\{SPACES}])(?:\\ |[{SPACES}])+([;:!?,.])(?=[\s{_NOTE}{_LINK}*)\]»”’“]|\Z)")
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


_MARKS = re.compile(f"{_NOTE}+")
_STOP_AND_MARK = re.compile(rf"[.,;:]\**{_NOTE}")
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
    before = _neighbour(hidden, start, -1)
    if not stops or not before or before.isspace() or before in "([{–—/,;:!?…" or before == stops.group()[0]:
        return start, start, end
    return start, end, stops.end()


# An apostrophe within a word is passed over.
_QUOTE = re.compile(rf"[{_QUOTES}{_APOSTROPHES}](?:(?<!’)|(?<!\w.)|(?!\w))")
# What closes what, in whatever language: for marks that are not the language's own.
_CLOSING = {"„": "“”", "“": "”", "”": "”", '"': '"', "«": "»", "»": "«»", "‹": "›", "›": "‹›", "‚": "‘’", "‘": "’"}
_DECADE = re.compile(r"'\d\d(?!\d)")


def _quotation_marks(text: str, expected: Typography) -> Iterator[Departure]:
    """Quotation marks of the language, those of a quotation within a quotation inside the others."""
    conventions = expected.language.conventions
    outer, inner = conventions.quotes, conventions.inner_quotes
    depth = 0
    for index, kind in _Quotations(text, expected).read().items():
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


class _Quotations:
    """Reads what each mark of a text is: "opening", "closing", "apostrophe", or "unknown", of which nothing is said."""

    def __init__(self, text: str, expected: Typography) -> None:
        self.text = text
        self.expected = expected
        self.kinds: dict[int, str] = {}
        self.open: list[int] = []
        self.closed = (0, -1)  # the last quotation in single marks

    def read(self) -> dict[int, str]:
        """The kind of each mark by its place, in their order."""
        for match in _QUOTE.finditer(self.text):
            index, char = match.start(), match.group()
            before, after = _neighbour(self.text, index, -1), _neighbour(self.text, index, 1)
            ends = _ends(before, after)
            begins = _begins(before, after)
            if char in _APOSTROPHES:
                kind = self._apostrophe(index, begins, ends, before.isalnum() and after.isalnum())
            elif char in _SINGLE and before.isalnum() and after.isalnum():
                kind = "unknown"
            else:
                kind = self._opened(index) if self._opens(char, begins, ends) else self._closed(char)
            self.kinds[index] = kind
        for index in self.open:
            self._leave(index)
        return self.kinds

    def _innermost(self) -> str:
        return self.text[self.open[-1]] if self.open else ""

    def _opens(self, char: str, begins: bool, ends: bool) -> bool:
        """By the mark itself if the language has it on one side only, else by what stands beside it."""
        innermost = self._innermost()
        pairs = char in _CLOSING.get(innermost, "") or (char == self.expected.pairs.get(innermost))
        own = (char in self.expected.opening, char in self.expected.closing)
        if own == (False, True):
            return begins and not pairs
        if own == (True, False):
            return begins or not pairs or innermost in self.expected.opening
        return begins if begins != ends else not pairs

    def _opened(self, index: int) -> str:
        self.open.append(index)
        return "opening"

    def _closed(self, char: str) -> str:
        """What closes: a double mark passes over single ones, which closed nothing; a single one only its like."""
        while self.open and char not in _SINGLE and self._innermost() in _SINGLE:
            self._leave(self.open.pop())
        if not self.open or (char in _SINGLE and self._innermost() not in _SINGLE):
            return "unknown"
        if self.open.pop() < self.closed[0]:
            self.closed = (0, -1)
        return "closing"

    def _apostrophe(self, index: int, begins: bool, ends: bool, within: bool) -> str:
        """What ' or ’ is: it closes only what a single mark opened, and opens only what such a mark closes."""
        char = self.text[index]
        if within or begins == ends:
            return "apostrophe" if within or char == "’" else "unknown"
        if begins:
            return self._opened(index) if char == "'" or char in self.expected.opening else "apostrophe"
        if self.open and self._pairs_single(char):
            return self._single_closed(self.open.pop(), index)
        if self.closed[1] > 0 and (not self.open or self.open[-1] < self.closed[0]):
            return self._doubt()  # ‘the victims’ rights’
        return "unknown" if char == "'" and self.text[index - 1].isdigit() else "apostrophe"

    def _pairs_single(self, char: str) -> bool:
        opener = self._innermost()
        if opener in self.expected.opening and opener in _SINGLE:
            return self.expected.pairs[opener] == "’"
        return opener == "'" or (char == "’" and "’" in _CLOSING.get(opener, ""))

    def _single_closed(self, opener: int, index: int) -> str:
        self.closed = (opener, index)
        return self._doubt() if _DECADE.match(self.text, opener) else "closing"

    def _doubt(self) -> str:
        """Nothing is said where it is not known which of several marks closes."""
        for place in self.closed:
            self.kinds[place] = "unknown"
        return "unknown"

    def _leave(self, index: int) -> None:
        """What opened and was never closed: an apostrophe, a mark of the language, or it is not known."""
        if self.text[index] in _APOSTROPHES:
            self.kinds[index] = "apostrophe"
        elif self.text[index] not in self.expected.opening:
            self.kinds[index] = "unknown"


def _begins(before: str, after: str) -> bool:
    """Whether what stands beside a mark says that it opens."""
    starts = not before or before.isspace() or before in "([{–—/-"
    return starts and not (not after or after.isspace() or after in f").,;:!?]}}{_NOTE}{_LINK}")


def _ends(before: str, after: str) -> bool:
    """Whether what stands beside a mark says that it closes."""
    stops = not after or after.isspace() or after in f").,;:!?…]}}–—{_NOTE}{_LINK}"
    return stops and not (not before or before.isspace())


_PASSED = f"*[{_QUOTES}{_APOSTROPHES}"


def _neighbour(text: str, index: int, step: int) -> str:
    """The next character to one side that is no mark of bold, italics, links or quotation; "" at the end."""
    last = len(text) if step > 0 else -1
    for place in range(index + step, index + 9 * step, step):
        if place == last:
            return ""
        char = text[place]
        if char not in _PASSED:
            return char
    return " "


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
