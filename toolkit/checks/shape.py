"""The outer shape of a translation: emphasis, spaces round it, the mark at its end, length, one text in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from toolkit.checks.pairs import Pair, Pairs
from toolkit.diagnostics import Diagnostic, warning
from toolkit.inline import Emphasis, Strong, walk
from toolkit.limits import most_characters
from toolkit.markup import parse

_CLOSING = " \u00a0\u202f*\"'”’»“«›‘)]"  # what may stand behind the last mark of a text
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        ".": "a full stop",
        "?": "a question mark",
        "!": "an exclamation mark",
        ":": "a colon",
        ";": "a semicolon",
        "…": "an ellipsis",
        ",": "a comma",
    }
)
_GREEK = {";": "?", "\u037e": "?", "·": ";", "\u0387": ";"}
# What else the end of a text may mean in a language. Items of a list end with a comma in Czech and Swedish, with no
# mark in Danish; a sentence that goes on in the items of a list has no colon in German and Finnish.
_ALSO: Mapping[tuple[str, str], str] = MappingProxyType(
    {("cs", ","): ";", ("sv", ","): ";", ("da", ""): ";", ("de", ""): ":", ("fi", ""): ":"}
)
_ORDINAL_POINT = frozenset("cs da de et fi hr hu lv pl sk sl".split())  # where a year may have one: "2024."
# A full stop at the end of these belongs to the word and may stand for that of the sentence, as behind a short word
# for the year ("2024 r.").
_ABBREVIATED = (
    r"(?:\d[\s\u00a0](?:r|г|m|d|g|p)|\b(?:etc|usw|osv|enz|ecc|atď|atd|apod|aj|itd|itp|ipd|idr|stb|jne|yms|ym|utt|srl)"
    r"|\b(?:u\.\s?[ac]|m\.m|m\.v|e\.d|p\.\s?ex|ir kt|и др|и т\.н|κ\.λπ|κ\.ά|ș\.a))\.\Z"
)


def translation_keeps_the_emphasis(pairs: Pairs) -> Iterator[Diagnostic]:
    """As many words are strong in a translation, and as many emphasised, as in the original."""
    for pair in pairs.pairs:
        original, translation = pair.text.value, pair.message.translation
        if original.count("*") == translation.count("*") and original.count("**") == translation.count("**"):
            continue
        if parse(translation).problems:
            continue  # a mark without a partner is an error already
        for kind, name in ((Strong, "**"), (Emphasis, "*")):
            wanted, found = _count(original, kind), _count(translation, kind)
            if wanted != found:
                message = f"the translation of '{pair.key}' has {found} times '{name}…{name}', the original {wanted}"
                yield warning(
                    "translation-emphasis", pair.at(), message, "set the words off that correspond to the original's"
                )


def _count(text: str, kind: type) -> int:
    return sum(isinstance(one, kind) for one in walk(parse(text).inlines))


def no_space_stands_outside(pairs: Pairs) -> Iterator[Diagnostic]:
    """A translation begins and ends with a word or a mark, not with a space or a new line."""
    for pair in pairs.pairs:
        translation = pair.message.translation
        if translation != translation.strip():
            place = "at the beginning" if translation[0].isspace() else "at the end"
            message = f"there is a space or new line {place} of the translation of '{pair.key}'"
            yield warning("outer-space", pair.at(), message, "delete it")


def translation_ends_like_the_original(pairs: Pairs) -> Iterator[Diagnostic]:
    """A sentence ends as a sentence, a question as a question, a list item as a list item."""
    for pair in pairs.pairs:
        original, translated = last_mark(pair.original, pairs.origin), last_mark(pair.translated, pairs.tag)
        if original == translated:
            continue
        if not _meanings(original, pairs.origin) & _meanings(translated, pairs.tag) and not (
            {original, translated} == {".", ""} and _is_abbreviated(pair, pairs, in_translation=bool(translated))
        ):
            said = [_MARKS.get(mark, "no mark") for mark in (translated, original)]
            message = f"the translation of '{pair.key}' ends with {said[0]}, the original with {said[1]}"
            yield warning("final-punctuation", pair.at(), message, "end it as the original ends")


def _meanings(mark: str, tag: str) -> set[str]:
    return {mark, _ALSO.get((tag, mark), mark)}


def _is_abbreviated(pair: Pair, pairs: Pairs, in_translation: bool) -> bool:
    """Whether the one full stop that there is belongs to the last word."""
    text, tag = (pair.translated, pairs.tag) if in_translation else (pair.original, pairs.origin)
    end = text.rstrip(_CLOSING)[-12:]
    return bool(re.search(_ABBREVIATED, end)) or (tag in _ORDINAL_POINT and end[-2:-1].isdecimal())


@lru_cache(maxsize=8192)
def last_mark(text: str, tag: str) -> str:
    """The punctuation mark at the end of a printed text, by its meaning, or ""."""
    text = text.rstrip(_CLOSING)
    last = text[-1:]
    if text.endswith("..."):
        return "…"
    if tag == "el":
        last = _GREEK.get(last, last)
    return last if last in _MARKS else ""


def text_fits_the_page(pairs: Pairs) -> Iterator[Diagnostic]:
    """A title, heading or key point is no longer than the page has room for."""
    for pair in pairs.pairs:
        most = most_characters(pair.key)
        length = len(pair.message.translation)
        if most and length > most:
            message = f"the translation of '{pair.key}' has {length} characters, and there is room for {most}"
            yield warning("text-length", pair.at(), message, "say it in fewer words")


def one_text_is_translated_in_one_way(pairs: Pairs) -> Iterator[Diagnostic]:
    """Where a paper says the same twice, its translation does so too."""
    first: dict[str, Pair] = {}
    for pair in pairs.pairs:
        other = first.setdefault(pair.text.value, pair)
        if other.message.translation != pair.message.translation:
            message = f"'{pair.key}' has the same original as '{other.key}', but another translation"
            yield warning("differing-translation", pair.at(), message, "take over the better of the two in both")
