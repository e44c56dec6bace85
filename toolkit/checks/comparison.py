"""The rules that compare each text with its translation: one a function, in immutable tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from toolkit.checks import dates, figures, links, provisions, punctuation, remains, shape, translations
from toolkit.checks.pairs import Pairs
from toolkit.diagnostics import Diagnostic, first

PairRule = Callable[[Pairs], Iterator[Diagnostic]]

PAIR_RULES: tuple[PairRule, ...] = (
    translations.translated_reference_keeps_its_number,
    links.link_leads_to_the_same_page,
    figures.translation_keeps_the_numbers,
    dates.month_is_the_same,
    provisions.provision_keeps_its_numbers,
    provisions.part_keeps_its_number,
    shape.translation_keeps_the_emphasis,
    shape.no_space_stands_outside,
    punctuation.no_space_is_doubled,
    shape.translation_ends_like_the_original,
    punctuation.brackets_are_closed,
    punctuation.questions_have_the_marks_of_the_language,
    shape.text_fits_the_page,
    shape.one_text_is_translated_in_one_way,
    remains.translation_is_no_copy,
    remains.no_word_stands_twice,
    remains.no_words_of_the_original_are_left,
)

# What the sentence of a language may well require: shown to those who ask.
PAIR_ADVICE: tuple[PairRule, ...] = (
    translations.marks_keep_their_order,
    provisions.provisions_keep_their_order,
)


def compare(
    pairs: Pairs, with_advice: bool, wanted: Callable[[Iterable[Diagnostic]], Iterable[Diagnostic]]
) -> list[Diagnostic]:
    """What the rules find and `wanted` lets through."""
    rules = PAIR_RULES + (PAIR_ADVICE if with_advice else ())
    return [found for rule in rules for found in first(wanted(rule(pairs)))]
