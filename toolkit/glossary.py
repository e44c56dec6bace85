"""Terms of a language: how EU law and procedure say in it what the English term says, and where a text has them.

A form is words, each of which may end or begin with `*` for any run of letters ("Darstellung* sexuellen
Missbrauch*"), because a term is inflected in most languages; capitals do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from toolkit.diagnostics import Span
from toolkit.records import Record

_WORD = re.compile(r"\w+")
_NOT_PRINTED = re.compile(r"\]\([^)]*\)|\[[\^@][^\]]*\]")


class Term(Record):
    """A term by its English name: `use` has the forms of which one must stand, `avoid` those that must not."""

    term: str
    use: tuple[str, ...]
    avoid: tuple[str, ...]
    span: Span


class Glossary(Record):
    """The terms of a language in the order of its file."""

    file: str
    language: str
    terms: tuple[Term, ...]


class Words(Record):
    """The words of a text in small letters, with the places at which each begins in the list of them."""

    words: Sequence[str]
    places: Mapping[str, Sequence[int]]


def words_of(text: str) -> Words:
    """The words of an author's text, without marks and addresses."""
    plain = _NOT_PRINTED.sub(" ", text) if "[" in text else text
    found = _WORD.findall(plain.replace("*", "").lower())
    places: dict[str, list[int]] = {}
    for index, word in enumerate(found):
        places.setdefault(word, []).append(index)
    return Words(found, places)


def has_form(text: Words, form: str) -> bool:
    """Whether a form of a term stands in the text."""
    parts = form.lower().split()
    pieces = [piece for part in parts for piece in _pieces(part)]
    return any(
        all(_fits(word, piece) for word, piece in zip(text.words[start:], pieces, strict=False))
        for start in _starts(text, pieces[0])
        if start + len(pieces) <= len(text.words)
    )


def _pieces(part: str) -> list[str]:
    """A word of a form as the words of texts are told apart: "non-governmental" is two, "act*" one."""
    return re.findall(r"\*?\w+\*?", part)


def _starts(text: Words, piece: str) -> Sequence[int]:
    if "*" not in piece:
        return text.places.get(piece, ())
    return [index for word, places in text.places.items() if _fits(word, piece) for index in places]


def _fits(word: str, piece: str) -> bool:
    stem = piece.strip("*")
    if piece[0] == "*":
        return stem in word if piece[-1] == "*" else word.endswith(stem)
    return word.startswith(stem) if piece[-1] == "*" else word == stem


def has_term(text: Words, term: str) -> bool:
    """Whether an English term stands in the text, in the singular or with the s of the plural."""
    return any(has_form(text, form) for form in (term, f"{term}s", f"{term}es"))
