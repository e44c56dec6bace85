"""Where a text departs from the typography of its language, and how it would read: found, never changed.

Hard spaces, spaces before punctuation, quotation marks outside and inside, the place of a note's mark: by the
language's conventions (Interinstitutional Style Guide, 6.4, 8.1 and 10, or the national style).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.languages import Language
from toolkit.records import Record

HARD_SPACE = "\u00a0"
SPACES = f" {HARD_SPACE}\u202f"
_QUOTES = '"“”„‟«»‹›‘‚‛'
_APOSTROPHES = "'’"
_MASK = "\ue000"
_HIDDEN = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\[[\^@][^\]\[\n]*\]")


class Departure(Record):
    """Characters of a text that the language writes otherwise: `wrong` at `offset`, `right` in their place."""

    code: str
    offset: int
    wrong: str
    right: str


class Typography(Record):
    """What a language expects of a text; `before` and `after` are words that a number must not part from.

    `opening` and `closing` are its quotation marks, outer and inner, without the spaces inside them.
    """

    language: Language
    before: frozenset[str]
    after: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


def departures(text: str, expected: Typography) -> list[Departure]:
    """Every departure in an author's text, marks and all, in the order of their places; they never overlap."""
    hidden = _hide(text)
    found = list(_punctuation(hidden, expected))
    has_figure = _FIGURE.search(hidden) is not None
    if has_figure:
        found += _numbers(hidden, expected)
    if has_figure or "{n}" in hidden or _ROMAN.search(hidden):
        found += _hard_spaces(hidden, expected)
    if _MASK in hidden:
        found += _note_marks(hidden, expected)
    found += _quotation_marks(hidden, expected)
    if not found:  # as in nearly every text
        return []
    found.sort(key=lambda departure: departure.offset)
    apart: list[Departure] = []
    for departure in found:
        if not apart or departure.offset >= apart[-1].offset + len(apart[-1].wrong):
            apart.append(_shown(departure, text))
    return apart


def corrected(text: str, found: Sequence[Departure]) -> str:
    """`text` with each of `found` put right."""
    for departure in reversed(found):
        end = departure.offset + len(departure.wrong)
        text = text[: departure.offset] + departure.right + text[end:]
    return text


def _hide(text: str) -> str:
    """`text` with notes, citations and addresses covered, character by character."""
    if "[" not in text:
        return text
    return _HIDDEN.sub(lambda match: _MASK * len(match.group()), text)


def _shown(departure: Departure, text: str) -> Departure:
    """The departure with what was covered in it shown again."""
    if _MASK not in departure.wrong:
        return departure
    wrong = text[departure.offset : departure.offset + len(departure.wrong)]
    mark = wrong.strip(departure.wrong.replace(_MASK, ""))
    return Departure(departure.code, departure.offset, wrong, re.sub(f"{_MASK}+", lambda _: mark, departure.right))


def _hardened(text: str) -> str:
    """`text` with every spelling of a hard space as one."""
    return text.replace("\\ ", HARD_SPACE).replace("\u202f", HARD_SPACE)


# Patterns begin with what is rare: then a search skips the rest. What must not stand before comes second.
_FIGURE = re.compile(r"\d")
_ROMAN = re.compile(r" [IVXLC]+\b")
_THOUSANDS = re.compile(rf"\d(?<![\d.,/{HARD_SPACE}-]\d)\d{{0,2}}(?: \d{{3}})+(?![\d/])")
_SEPARATED = re.compile(r"\d(?<![\d.,/-]\d)\d{0,2}(?:(?:\.\d{3})+|(?:,\d{3})+)(?![\d.,/]\d|\d)")
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
        mark = "." if "." in match.group() else ","
        if mark not in (expected.language.decimal, conventions.thousands):
            right = match.group().replace(mark, conventions.thousands)
            yield Departure("number-space", match.start(), match.group(), right)


_SPACE_BEFORE = re.compile(r" (?=\d|[IVXLC]+\b|\{n\})")
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d]+\.?\Z")
_AFTER_NUMBER = re.compile(r"([\dIVXLC](?<!\w.)(?:(?<=\d)\d*|(?<!\d)[IVXLC]*)[a-z]?[.)]*) (?=([^\W\d]+\.?))")


def _hard_spaces(text: str, expected: Typography) -> Iterator[Departure]:
    """A number stays with the word that it numbers: "Article 5", "n. 6", "5 straipsnis"."""
    for match in _SPACE_BEFORE.finditer(text):
        space = match.start()
        word = _LAST_WORD.search(text, text.rfind(" ", 0, space) + 1, space)
        if word and word.group().lower() in expected.before:
            yield Departure("hard-space", word.start(), word.group() + " ", word.group() + HARD_SPACE)
    for match in _AFTER_NUMBER.finditer(text):
        if match.group(2).lower() in expected.after:
            yield Departure("hard-space", match.start(), match.group(), match.group(1) + HARD_SPACE)


_NUMBERED = ("page", "pages", "chapter", "figure", "article", "recital", "annex", "point")
_REFERENCES = ("point-reference", "amendment-reference", "note-reference", "back-reference")
_PROVISIONS = ("article", "article-of", "recital", "annex", "annex-of")


def typography_of(language: Language) -> Typography:
    """What is to be expected of texts in `language`."""
    running = language.conventions.provisions.running
    forms = [language.words[key] for key in (*_NUMBERED, *_REFERENCES)]
    forms += [running[key] for key in _PROVISIONS if key in running]
    before, after = set(), set()
    for form in forms:
        head, _, tail = form.lower().partition("{0}")
        if head.endswith(HARD_SPACE):
            before.add(re.split(r"\s", head.strip())[-1])
        words = tail.lstrip(".)").split()
        if words and tail.lstrip(".)").startswith(HARD_SPACE):
            after.add(words[0])
    marks = (language.conventions.quotes, language.conventions.inner_quotes)
    opening, closing = (frozenset([pair[side].strip(SPACES) for pair in marks]) for side in (0, 1))
    return Typography(language, frozenset(before), frozenset(after), opening, closing)


_SPACE_AND_MARK = re.compile(f"[;:!?,.](?<=[{SPACES}].)")
_SPACED = re.compile(rf"(?:\\ |[{SPACES}])+([;:!?,.])(?=[\s{_MASK}*)\]»”’“]|\Z)")
_UNSPACED = re.compile(r"(?<=[\w)\]»”’*])([;:!?])(?=\s|\Z)")


def _punctuation(text: str, expected: Typography) -> Iterator[Departure]:
    """Spaces before punctuation: none, or a hard one in the national French style."""
    wanted = expected.language.conventions.space_before
    for match in _SPACED.finditer(text) if _SPACE_AND_MARK.search(text) else ():
        mark = match.group(1)
        space = _hardened(match.group()[:-1])
        if space != (HARD_SPACE if mark in wanted else ""):
            right = (HARD_SPACE if mark in wanted else "") + mark
            yield Departure("punctuation-space", match.start(), match.group(), right)
    for match in _UNSPACED.finditer(text) if wanted else ():
        if match.group() in wanted:
            yield Departure("punctuation-space", match.start(), match.group(), HARD_SPACE + match.group())


_STOP_AND_MARK = re.compile(rf"[.,;:]\**{_MASK}")
_MARK_AFTER = re.compile(rf"([.,;:])(\**){_MASK}+(?=\s+[^\W\d_a-zà-ž]|\s*\Z)|([,;:])(\**){_MASK}+")
_MARK_BEFORE = re.compile(rf"{_MASK}(?<!{_MASK}{_MASK}){_MASK}*([.,;:!?])")


def _note_marks(text: str, expected: Typography) -> Iterator[Departure]:
    """The mark of a note before the punctuation mark, or after it in some national styles."""
    if expected.language.conventions.note_mark == "before":
        for match in _MARK_AFTER.finditer(text) if _STOP_AND_MARK.search(text) else ():
            stop = match.group(1) or match.group(3)
            yield Departure("mark-position", match.start(), match.group(), match.group()[1:] + stop)
    else:
        for match in _MARK_BEFORE.finditer(text):
            stop = match.group(1)
            yield Departure("mark-position", match.start(), match.group(), stop + match.group()[:-1])


_QUOTE = re.compile(f"[{_QUOTES}{_APOSTROPHES}]")


def _quotation_marks(text: str, expected: Typography) -> Iterator[Departure]:
    """Quotation marks of the language, those of a quotation within a quotation inside the others."""
    conventions = expected.language.conventions
    outer, inner = conventions.quotes, conventions.inner_quotes
    depth = 0
    for match in _QUOTE.finditer(text):
        index, char = match.start(), match.group()
        kind = _kind(text, index, depth, expected)
        if kind == "apostrophe":
            if char == "'":
                yield Departure("quotation-marks", index, char, "’")
            continue
        depth += kind == "opening"
        right = (outer if depth == 1 else inner)[kind == "closing"]
        depth -= kind == "closing"
        start, end = _with_spaces(text, index, kind)
        if _hardened(text[start:end]) != _hardened(right):
            yield Departure("quotation-marks", start, text[start:end], right)


def _kind(text: str, index: int, depth: int, expected: Typography) -> str:
    """What the mark at `index` is: "opening", "closing" or "apostrophe"."""
    char = text[index]
    before, after = _neighbour(text, index, -1), _neighbour(text, index, 1)
    begins = (not before or before.isspace() or before in "([{–—/-") and not (not after or after.isspace())
    ends = (not after or after.isspace() or after in f").,;:!?…]}}–—{_MASK}") and not (not before or before.isspace())
    if char in _APOSTROPHES:
        inside = before.isalnum() and after.isalnum()
        if inside or (not depth and (not begins or (char == "’" and char not in expected.opening))):
            return "apostrophe"
    if begins != ends:
        return "opening" if begins or not depth else "closing"
    return "closing" if depth and (char in expected.closing or char not in expected.opening) else "opening"


def _neighbour(text: str, index: int, step: int) -> str:
    """The next character to one side that is no mark of bold, italics or links; "" at the end."""
    index += step
    while 0 <= index < len(text) and text[index] in "*[":
        index += step
    return text[index] if 0 <= index < len(text) else ""


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
