"""A paragraph read as tokens: words, numbers and punctuation, with the gaps between them."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from toolkit.records import MutableRecord

_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_HIDDEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_HYPHENS = r"\u2010\u2011\-"
_INNER = rf"[\w{_MARKS}{_HIDDEN}]"
_BEFORE_WORD = rf"(?=[{_HIDDEN}]*\w)"
# "7 000" is one number whatever its space: else a hard space in place of a plain one would be a change.
_ATOM = rf"(?:\d{{1,3}}(?:\s+\d{{3}})+(?!{_INNER})|[{_HIDDEN}]*\w{_INNER}*)"
_JOINT = rf"(?:[{_HYPHENS}'’.:]{_BEFORE_WORD}|(?<=\d),(?=\d)|(?<=\d)/{_BEFORE_WORD}|/(?=\d))"
_WORD = rf"(?:[’'](?=[nst](?!{_INNER}))|[{_HYPHENS}−])?{_ATOM}(?:{_JOINT}{_ATOM})*(?:[{_HYPHENS}](?!{_INNER}))?"
_TOKEN = rf"({_WORD}|[^\s{_HIDDEN}][{_MARKS}{_HIDDEN}]*|[\s{_HIDDEN}][{_MARKS}]+)"
_APOSTROPHES = ("’", "'")
OPENING = "([{«„“‘‚"
CLOSING = ")]}»”’"
ENDS_SENTENCE = ".;:?!"


class Line(MutableRecord):
    """A paragraph: `parts` are gap, token, gap … gap; `keys` tell equal tokens, `marked` emphasised ones."""

    text: str
    parts: list[str]
    keys: list[int]
    marked: bytearray


class Words(dict[str, int]):
    """The key of every token, the same for equal ones; `letters` has the length of words, 0 for punctuation."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_of: dict[str, int] = {",": COMMA}
        self.letters = [0]

    def __missing__(self, token: str) -> int:
        plain = re.sub(r"\s+", " ", normalize("NFC", re.sub(f"[{_HIDDEN}]", "", token)))
        key = self.keys_of.setdefault(plain, len(self.keys_of))
        if key == len(self.letters):
            self.letters.append(sum(map(str.isalnum, plain)))
        self[token] = key
        return key


COMMA = 0


@cache
def _token() -> re.Pattern[str]:
    """`_TOKEN`, compiled when it is needed: that takes longer than all the rest of an import."""
    return re.compile(_TOKEN)


def split_text(text: str) -> list[str]:
    """Gap, token, gap … gap: together `text`."""
    parts: list[str] = _token().split(text)
    if any(mark in parts for mark in _APOSTROPHES):
        _attach_apostrophes(parts)
    return parts


def read_line(text: str, words: Words) -> Line:
    """The tokens of a paragraph, with the keys that `words` has for them."""
    parts = split_text(text)
    keys = [words[token] for token in parts[1::2]]
    return Line(text, parts, keys, bytearray(len(keys)))


def _attach_apostrophes(parts: list[str]) -> None:
    """Makes an apostrophe at the end of a word part of it ("ta’"), unless it closes a quotation."""
    quoted = False
    at = 1
    while at < len(parts):
        token, opens = parts[at], bool(parts[at - 1]) or at == 1 or parts[at - 2] in OPENING
        if token in ("‘", "‚") or (token in _APOSTROPHES and opens):
            quoted = opens
        elif token in _APOSTROPHES and any(map(str.isalnum, parts[at - 2])) and not quoted:
            parts[at - 2 : at + 1] = [parts[at - 2] + token]
            continue
        elif token in _APOSTROPHES:
            quoted = False
        at += 2
