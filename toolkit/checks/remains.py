"""What is left over in a translation: words of the original, words that stand twice, a text that was not touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import eq
from types import MappingProxyType

from toolkit.checks.pairs import Pair, Pairs, parted, printed, words_of
from toolkit.diagnostics import Diagnostic, warning

_RUN = 3  # words of the original in a row
_RUN_AKIN = 6  # the same between languages that have much in common
_AKIN = tuple([frozenset(tags.split()) for tags in ("cs sk pl", "da sv", "es pt it", "hr sl", "de nl")])
_SHOWN = 12  # words


def _sets(words: Mapping[str, str]) -> Mapping[str, frozenset[str]]:
    return MappingProxyType({tag: frozenset(listed.split()) for tag, listed in words.items()})


# Words that may stand twice in a row, as pronoun and article, as two pronouns, or for emphasis.
DOUBLES = _sets(
    {
        "da": "det den de der",
        "de": "der die das den dem sie",
        "el": "σιγά λίγο",
        "en": "that had",
        "et": "see",
        "fi": "se ne",
        "fr": "nous vous",
        "hu": "az",
        "it": "via piano",
        "mt": "ftit pass wieħed biċċa",
        "nl": "die dat het zij",
        "ro": "încet",
        "sv": "det den de",
    }
)

# Short words by which the language of an original is known; not those that another language has as well.
FUNCTION_WORDS = _sets(
    {
        "en": "the and which whose whom with from that this those should would could because when where while shall"
        " they their between through without whether",
        "fr": "cette ceux celles dont leurs avec sans lorsque puisque ainsi chaque",
        "de": "und nicht auch sowie durch zwischen jedoch werden wurde welche einer eines",
    }
)
_SHARED = _sets({"da": "and", "et": "and", "sv": "and", "nl": "welche werden"})


def translation_is_no_copy(pairs: Pairs) -> Iterator[Diagnostic]:
    """A translation is other than its original, where that is more than names and figures."""
    for pair in pairs.pairs:
        if pair.message.translation == pair.text.value and _speaks(pair.text.value):
            message = f"the translation of '{pair.key}' is the original, word for word"
            yield warning("untranslated-text", pair.at(), message, "translate it; if it is right so, say why")


def no_word_stands_twice(pairs: Pairs) -> Iterator[Diagnostic]:
    """No word follows itself, unless the grammar of the language has it so, or the original."""
    allowed = DOUBLES.get(pairs.tag, frozenset())
    for pair in pairs.pairs:
        words = pair.words
        if not any(map(eq, words, words[1:])):
            continue
        for one in sorted(_doubled(words) - allowed - _doubled(words_of(pair.original))):
            if _is_word(one):
                message = f"'{one} {one}' stands in the translation of '{pair.key}'"
                yield warning("doubled-word", pair.at(f"{one} {one}"), message, "delete one of the two words")


def no_words_of_the_original_are_left(pairs: Pairs) -> Iterator[Diagnostic]:
    """No words of the original stand in a translation, but for names, quotations, titles and links."""
    marking = FUNCTION_WORDS.get(pairs.origin, frozenset()) - _SHARED.get(pairs.tag, frozenset())
    marking -= FUNCTION_WORDS.get(pairs.tag, frozenset())
    least = _RUN_AKIN if any({pairs.origin, pairs.tag} <= akin for akin in _AKIN) else _RUN
    for pair in pairs.pairs:
        if pair.message.translation == pair.text.value:
            continue
        shared = telling_words(pair.original, marking).intersection(pair.words)
        found = ""
        if len(shared) >= least and not _runs_of_original(pair.original).isdisjoint(_runs(pair.words)):
            found = _run_of_original(pair, least)
        if not found and shared and not marking.isdisjoint(shared):
            found = _lone_word(pair, marking)
        if found:
            message = f"words of the original stand in the translation of '{pair.key}': '{found}'"
            yield warning(
                "source-words", pair.at(found), message, "translate them, or put a name or title in quotation marks"
            )


def _is_word(word: str) -> bool:
    return word.strip("’'-").replace("-", "").replace("’", "").isalpha()


def _doubled(words: Sequence[str]) -> set[str]:
    """The words that follow themselves."""
    return {one for one, other in pairwise(words) if one == other}


@lru_cache(maxsize=4096)
def telling_words(text: str, marking: frozenset[str]) -> frozenset[str]:
    """The words of an original that begin with a small letter, and those that mark its language."""
    return marking.union([word for word in parted(text) if word[0].islower()])


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every three words in a row."""
    return zip(words, words[1:], words[2:], strict=False)


@lru_cache(maxsize=4096)
def _runs_of_original(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words with small letters in a row of a printed original: most translations have none of them."""
    return frozenset([run for run in _runs(parted(text)) if all(word[0].islower() for word in run)])


@lru_cache(maxsize=4096)
def original_runs(text: str) -> frozenset[tuple[str, ...]]:
    """Every three words in a row of an original, all with small letters at the beginning."""
    words = _open_words(text)
    return frozenset(run for run in _runs(words) if all(map(str.islower, run)))


# Names and titles: links' words, emphasis, quotations; each ends where another could begin. Compiled when needed.
_LINK = r"\[[^\^@\]\[][^\]\[]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"
_EMPHASIS = r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)"
_QUOTED = r"[“„«\"»”][^“„«»”\"]*[”“»«\"]|[‘‚][^‘‚’]*[’‘]"
_QUOTES = "“”„«»‘’‚\"' "
_TOKEN = r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[^\w\s]"


@lru_cache(maxsize=4096)
def _open_words(text: str) -> tuple[str, ...]:
    """The words of an author's text as they are written, without those that may stay as they are."""
    if "[" in text:
        text = printed(re.sub(_LINK, " · ", text))
    text = text.replace("**", "")
    text = re.sub(_EMPHASIS, " · ", text) if "*" in text else text
    return tuple(re.findall(_TOKEN, re.sub(_QUOTED, " · ", text)))


def _speaks(text: str) -> bool:
    """Whether there are two words in small letters, which names do not have as a rule."""
    return sum(len(word) > 1 and word.islower() for word in _open_words(text.strip(_QUOTES))) > 1


def _run_of_original(pair: Pair, least: int) -> str:
    """The first words, at `least` so many, that follow each other in the original as well, outside names; or ""."""
    runs = original_runs(pair.text.value)
    words = _open_words(pair.message.translation)
    for index, run in enumerate(_runs(words)):
        if run in runs:
            end = index + _RUN
            while end < len(words) and end < index + _SHOWN and tuple(words[end - 2 : end + 1]) in runs:
                end += 1
            if end - index >= least and sum(map(len, words[index:end])) > 2 * _RUN:
                return " ".join(words[index:end])
    return ""


def _lone_word(pair: Pair, marking: frozenset[str]) -> str:
    """The first of the `marking` words that stands in no name: between capitals it is part of one ("The Hague")."""
    words = _open_words(pair.message.translation)
    for index, word in enumerate(words):
        if word.lower() not in marking:
            continue
        before, after = words[max(0, index - 3) : index], words[index + 1 : index + 4]
        begins_name = (
            bool(before) and before[-1] not in ".!?:" and _is_capital(word) and any(map(_is_capital, after[:1]))
        )
        if not begins_name and not (any(map(_is_capital, before)) and any(map(_is_capital, after))):
            return word
    return ""


def _is_capital(word: str) -> bool:
    return word[:1].isupper()
