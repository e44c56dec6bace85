"""Terms of a language: how EU law and procedure say in it what the English term says, and where a text has them.

A form is words, each of which may end or begin with `*` for any run of letters ("Darstellung* sexuellen
Missbrauch*"), because a term is inflected in most languages. Capitals do not matter; hyphens do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from toolkit.records import Record

_HYPHENS = "-\u2010\u2011"
_REST_OF_WORD = re.compile(r"\w*")
_NEXT_WORD = re.compile(r"(\W+)(\w+)")
# Each stops where the next could begin: else a text of nothing but open marks would take a time in its square.
_NOT_PRINTED = re.compile(r"\]\([^)\]]*\)|\[[\^@][^\]\[]*\]")


class Term(Record):
    """A term by its English name: `use` has the forms of which one must stand, `avoid` those that must not."""

    term: str
    use: tuple[str, ...]
    avoid: tuple[str, ...]


class Glossary(Record):
    """The terms of a language in the order of its file."""

    file: str
    language: str
    terms: tuple[Term, ...]


class _Piece(Record):
    """A word of a form: its letters, whether others may stand before or after them, and a hyphen before all."""

    stem: str
    open_before: bool
    open_after: bool
    hyphen: bool


def searchable(text: str) -> str:
    """An author's text in small letters, without notes, citations and addresses: what forms are looked for in."""
    return (_NOT_PRINTED.sub(" ", text) if "[" in text else text).lower()


def has_form(text: str, form: str) -> bool:
    """Whether a form of a term stands in the `searchable` text."""
    first, *others = _pieces(form)
    start = text.find(first.stem)
    while start >= 0:
        end = start + len(first.stem)
        begins = first.open_before or start == 0 or not text[start - 1].isalnum()
        if begins and _goes_on(text, end, first, others):
            return True
        start = text.find(first.stem, start + 1)
    return False


def _goes_on(text: str, end: int, piece: _Piece, others: Sequence[_Piece]) -> bool:
    """Whether the word of `piece` ends after `end`, and `others` follow it, each as the next word."""
    rest = _REST_OF_WORD.match(text, end)
    after = rest.end() if rest else end
    if after > end and not piece.open_after:
        return False
    for piece in others:
        found = _NEXT_WORD.match(text, after)
        if not found or (found.group(1) in _HYPHENS) != piece.hyphen or not _fits(found.group(2), piece):
            return False
        after = found.end()
    return True


def _fits(word: str, piece: _Piece) -> bool:
    if piece.open_before:
        return piece.stem in word if piece.open_after else word.endswith(piece.stem)
    return word.startswith(piece.stem) if piece.open_after else word == piece.stem


@lru_cache(maxsize=8192)
def _pieces(form: str) -> tuple[_Piece, ...]:
    """The words of a form as the words of texts are told apart: "non-governmental" is two, "act*" one."""
    found = re.findall(rf"([{_HYPHENS}]?)(\*?\w+\*?)", form.lower())
    return tuple([_Piece(one.strip("*"), one[0] == "*", one[-1] == "*", bool(hyphen)) for hyphen, one in found])


def english_forms(term: str) -> tuple[str, ...]:
    """An English term in the singular and with the s of the plural."""
    return (term, f"{term}s", f"{term}es")


class Originals:
    """The texts of a paper by their words, so that those which have a term are found at once."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """`texts` are pairs of key and text."""
        self.written = dict(texts)
        self.texts = {key: searchable(text) for key, text in self.written.items()}
        self.keys: dict[str, dict[str, None]] = {}
        for key, text in self.texts.items():
            for word in re.findall(r"\w+", text):
                self.keys.setdefault(word, {})[key] = None
        self.found: dict[tuple[str, ...], tuple[str, ...]] = {}

    def without_names(self, key: str, translation: str) -> str:
        """A text without the words of those links that its translation has unchanged: names, as a rule."""
        links = re.findall(r"\[([^]^@][^]]*)\]\(", self.written[key])
        kept = self.texts[key]
        for words in links:
            kept = kept.replace(words.lower(), " ") if words in translation else kept
        return kept

    def with_forms(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """The keys of the texts that have any of `forms`; searched for once for all translations."""
        if forms not in self.found:
            found: dict[str, None] = {}
            for form in forms:
                likely = self.texts if "*" in form else self.keys.get(_pieces(form)[0].stem, {})
                found |= {key: None for key in likely if key not in found and has_form(self.texts[key], form)}
            self.found[forms] = tuple(found)
        return self.found[forms]
