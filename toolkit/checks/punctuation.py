"""Marks within a translation: spaces that were doubled, brackets without a partner, questions in Greek and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.pairs import Pair, Pairs, printed
from toolkit.diagnostics import Diagnostic, warning

_SPACES = re.compile(r"(?:[ \u00a0]|\\ ){2,}+")
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff][*»”’\"')\]]{0,6}[ \u00a0]?\?")
# Spanish questions and exclamations; what stands in an address, in brackets by itself or in a foreign title is none.
_CLOSING = re.compile(r"(?<![(?!])[?!]++(?![\w=&/])")
_OPENING = re.compile(r"[¿¡]++")
_FOREIGN = r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)|[“„«\"][^“„«”»\"]*[”»\"]|‘[^‘’]*’|\[[^\]\[]*\](?=\()"
_WITH_MARK = r"\b\w++[?!]"


def no_space_is_doubled(pairs: Pairs) -> Iterator[Diagnostic]:
    """One space stands between two words, unless the original has more."""
    for pair in pairs.pairs:
        translation = pair.message.translation
        if "  " not in translation.replace("\u00a0", " ") and "\\ " not in translation:
            continue
        found = _doubled(translation)
        if found and not _doubled(pair.text.value):
            message = f"two spaces stand together in the translation of '{pair.key}'"
            yield warning("doubled-space", pair.at(found), message, "delete one of the two")


def _doubled(text: str) -> str:
    """The first spaces that stand together between two words, or ""."""
    for match in _SPACES.finditer(text):
        if match.start() > 0 and match.end() < len(text):
            return match.group()
    return ""


def brackets_are_closed(pairs: Pairs) -> Iterator[Diagnostic]:
    """Every round bracket that opens is closed; those of points ("a)") only close."""
    for pair in pairs.pairs:
        if _open_brackets(pair.translated) > 0 >= _open_brackets(pair.original):
            message = f"a bracket in the translation of '{pair.key}' is not closed"
            yield warning("punctuation-marks", pair.at("("), message, "write the ')' that is missing")


def _open_brackets(text: str) -> int:
    return text.count("(") - text.count(")") if "(" in text else 0


def questions_have_the_marks_of_the_language(pairs: Pairs) -> Iterator[Diagnostic]:
    """A Greek question ends with ";", and a Spanish question or exclamation begins with a mark as well."""
    wrong = {"el": _greek, "es": _spanish}.get(pairs.tag)
    for pair in pairs.pairs if wrong else ():
        if wrong and ("?" in pair.translated or "!" in pair.translated):
            yield from wrong(pair)


def _greek(pair: Pair) -> Iterator[Diagnostic]:
    if found := _GREEK_QUESTION.search(pair.translated):
        message = f"a question in '{pair.key}' ends with the question mark of Latin letters"
        yield warning("punctuation-marks", pair.at(found.group()), message, "write ';', the Greek question mark")


def _spanish(pair: Pair) -> Iterator[Diagnostic]:
    if not _lacks_opening(pair.translated, pair.original):
        return
    if _lacks_opening(printed(re.sub(_FOREIGN, " ", pair.message.translation)), pair.original):
        missing = "¿" if pair.translated.count("?") > pair.translated.count("¿") else "¡"
        message = f"a question or exclamation in '{pair.key}' has no mark at its beginning"
        yield warning("punctuation-marks", pair.at(), message, f"write '{missing}' where it begins")


def _lacks_opening(text: str, original: str) -> bool:
    """Whether more questions and exclamations end than begin, but for names that have a mark ("Yahoo!")."""
    names = set(re.findall(_WITH_MARK, text)).intersection(re.findall(_WITH_MARK, original))
    text = re.sub(_WITH_MARK, lambda name: " " if name.group() in names else name.group(), text) if names else text
    return len(_CLOSING.findall(text)) > len(_OPENING.findall(text))
