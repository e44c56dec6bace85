"""The fixed words of sheets in every language: what a heading, a head of a column, "deleted" look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.importing.lines import Grid, Sheet, collapse, key
from toolkit.importing.texts import MARK, clean_mark
from toolkit.languages import Language
from toolkit.provisions import Forms
from toolkit.records import Record

LEFT_HEADS = ("commission-text", "existing-text", "original")
RIGHT_HEADS = ("amendment-text", "proposed")
_ACTS = ("directive", "regulation", "decision", "recommendation")
_RELATIONS = {"alternative-to": "alternative_to", "fall-back": "fall_back_to", "together-with": "together_with"}

_NUMBER = r"\d{1,5}(?:\s?[a-z]{1,2})?(?:/rev\.?\s?\d*)?"
# "Amendment 12", "Grozījums Nr. 12", "12. módosítás"; a dash and the provision may follow.
_HEADING = re.compile(
    rf"(?:(?P<word>[^\W\d][^\d]{{2,40}}?)[\s:]*(?:n[ro°º]\.?\s*)?(?P<number>{_NUMBER})[.:]?"
    rf"|(?P<first>{_NUMBER})\.?\s+(?P<after>[^\W\d][^\d–—:]{{2,40}}?))"
    r"\s*(?:[–—:-]\s*(?P<rest>.*[^\W\d].*))?\Z",
    re.IGNORECASE,
)
ORIGINAL_LANGUAGE = re.compile(r"[\[(]?Or\.?\s*:?\s*(?:[a-z]{2}\b[\s,;/]*)+[\])]?\s*\Z", re.IGNORECASE)
_ENGLISH_DELETED = "deleted"


class Heading(Record):
    """The heading of an amendment: its word as compared, its number, and what follows it."""

    word: str
    number: str
    rest: str


class Words(Record):
    """What the sheets of one language have in them, as compared (`key`)."""

    tag: str
    labels: frozenset[str]
    references: frozenset[str]
    left: Mapping[str, str]
    right: Mapping[str, str]
    justification: str
    deleted: str
    acts: tuple[str, ...]
    relations: Mapping[str, str]
    new: frozenset[str]
    forms: Forms

    def is_deleted(self, text: str) -> bool:
        """Whether `text` is the word for a deletion, in whatever gender and number."""
        found = key(text)
        return any(
            found.startswith(word[:-1]) and len(found) - len(word) <= 2 for word in (self.deleted, _ENGLISH_DELETED)
        )

    def is_act(self, text: str) -> bool:
        """Whether `text` says what kind of act is proposed: "Proposal for a regulation"."""
        return key(text).startswith(self.acts)

    def mark(self, shown: str) -> str:
        """The mark of a footnote of the law as definitions write it, "1a" for "1 bis"; "" where `shown` is none."""
        if MARK.match(shown):
            return shown
        number = re.match(r"\d{1,3}", shown)
        for letter in "abcdefghijklmnopqrstuvwxyz" if number and len(shown) < 20 else "":
            assert number is not None
            if clean_mark(self.forms.inserted_number(number.group() + letter)) == shown:
                return number.group() + letter
        return ""

    def relation(self, text: str) -> tuple[str, list[str]] | None:
        """The relation that a line states and the numbers of the amendments that it names; None where it is none."""
        label, _, rest = text.partition(":")
        field = self.relations.get(key(label))
        named = [read_heading(part.strip()) for part in rest.split(",")] if field else []
        numbers = [one.number for one in named if one and one.word in self.references and not one.rest]
        return (field, numbers) if field and len(numbers) == len(named) else None


def words_of(language: Language) -> Words:
    """The words of `language`."""
    word = language.words
    forms = language.conventions.provisions
    return Words(
        language.tag,
        frozenset({_label(word["amendment"]), key(word["amendment-text"])}),
        frozenset({_label(word["amendment"]), _label(word["amendment-reference"])}),
        {key(word[name]): name for name in reversed(LEFT_HEADS)},
        {key(word[name]): name for name in reversed(RIGHT_HEADS)},
        key(word["justification"]),
        key(word["deleted"]),
        tuple([key(word[name]) for name in _ACTS]),
        {key(word[name]): field for name, field in _RELATIONS.items()},
        frozenset({"(new)", *[mark.casefold() for mark in forms.new.values()]}),
        forms,
    )


def _label(text: str) -> str:
    """The word for an amendment without its number, and without "Nr."."""
    return re.sub(r" n[ro]\Z", "", key(text.replace("{0}", "")))


def read_heading(text: str) -> Heading | None:
    """`text` as the heading of an amendment; its word may still be any word."""
    found = _HEADING.match(text) if len(text) < 300 else None
    if not found:
        return None
    number = found["number"] or found["first"]
    word = key(found["word"] or found["after"])
    return Heading(re.sub(r" n[ro]\Z", "", word), collapse(number), found["rest"] or "")


def likely_languages(sheet: Sheet, known: Sequence[Words]) -> list[str]:
    """The languages that most of the fixed words of `sheet` are of; empty where there are none."""
    labels = _by_word((one.tag, one.labels) for one in known)
    others = _by_word((one.tag, (*one.left, *one.right, one.justification, one.deleted, *one.acts)) for one in known)
    scores: Counter[str] = Counter()
    for text in _short_texts(sheet):
        heading = read_heading(text)
        scores.update(labels.get(heading.word, ()) if heading else others.get(key(text), ()))
    most = max(scores.values(), default=0)
    return [one.tag for one in known if most and scores[one.tag] == most]


def _short_texts(sheet: Sheet) -> Iterator[str]:
    """What may be fixed words: short lines, and cells of one line."""
    for item in sheet.items:
        cells = [cell for row in item.rows for cell in row] if isinstance(item, Grid) else [(item,)]
        for cell in cells:
            if len(cell) == 1 and len(cell[0].raw) < 200:
                yield re.sub(r"</?\w[\w-]*>", "", cell[0].text)


def _by_word(words: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """The languages that have each word."""
    found: dict[str, set[str]] = {}
    for tag, own in words:
        for word in own:
            found.setdefault(word, set()).add(tag)
    return found
