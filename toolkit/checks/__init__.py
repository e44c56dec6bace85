"""Everything that must hold before a paper is printed: one rule a function, in immutable tables.

A rule looks at the definition in its own language, or at the definition and one catalogue; `comparison.py` has those
that compare each text with its translation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.catalogue import Catalogue
from toolkit.checks import amendments, endorsements, notes, references, sources, texts, translations
from toolkit.checks.acceptance import Acceptance
from toolkit.checks.occurrences import Survey, survey
from toolkit.diagnostics import Diagnostic, first
from toolkit.languages import Language

__all__ = ["Acceptance", "Survey", "advise", "check_draft", "check_position", "check_translation", "survey"]

Rule = Callable[[Survey], Iterator[Diagnostic]]
TranslationRule = Callable[[Survey, Catalogue], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    texts.marks_are_well_formed,
    texts.title_has_no_notes,
    notes.note_is_defined,
    notes.note_is_used,
    notes.note_holds_no_note,
    notes.symbol_is_used_once,
    sources.source_is_defined,
    sources.source_is_cited,
    sources.source_is_complete,
    sources.source_type_is_known,
    sources.source_is_given_once,
    sources.citation_names_a_source_once,
    references.target_is_defined,
    references.target_note_is_used,
    references.reference_prints_its_number,
    amendments.related_amendment_is_another,
    amendments.order_of_fall_backs_is_no_circle,
    amendments.original_text_is_one,
    amendments.passage_is_amended_once,
    amendments.wordings_go_together,
    amendments.insertion_is_new,
    amendments.law_note_is_used,
    references.organisation_is_defined,
    references.image_can_be_read,
    references.logo_can_be_read,
    endorsements.endorsement_is_given_once,
    endorsements.reservation_is_on_an_amendment,
    endorsements.endorsers_are_bound_to_a_text,
)

TRANSLATION_RULES: tuple[TranslationRule, ...] = (
    translations.catalogue_is_in_its_language,
    translations.text_is_translated,
    translations.translation_is_well_formed,
    translations.translation_keeps_the_marks,
    translations.translation_brings_no_citations_together,
    translations.translated_reference_prints_its_number,
    translations.message_is_used,
)

ADVICE: tuple[Rule, ...] = (
    amendments.point_has_an_amendment,
    amendments.amendment_has_an_argument,
)


def check_position(surveyed: Survey) -> list[Diagnostic]:
    """Everything that is wrong with the definition itself."""
    return [found for rule in RULES for found in first(rule(surveyed))]


def advise(surveyed: Survey) -> list[Diagnostic]:
    """What might be better, for those who ask."""
    return [found for rule in ADVICE for found in first(rule(surveyed))]


def check_translation(
    surveyed: Survey,
    catalogue: Catalogue,
    language: Language | None = None,
    with_advice: bool = False,
    accepted: Acceptance | None = None,
) -> list[Diagnostic]:
    """Everything that is wrong with one catalogue of the position, but for what its translator accepts."""
    from toolkit.checks.comparison import compare
    from toolkit.checks.pairs import pairs_of

    accepted = accepted or Acceptance(catalogue)
    found = [one for rule in TRANSLATION_RULES for one in first(accepted.without_accepted(rule(surveyed, catalogue)))]
    return found + compare(pairs_of(surveyed, catalogue, language), with_advice, accepted.without_accepted)


def check_draft(
    surveyed: Survey,
    catalogue: Catalogue,
    language: Language | None = None,
    with_advice: bool = False,
    accepted: Acceptance | None = None,
) -> list[Diagnostic]:
    """What is wrong with what there is of a translation, and a warning where that is not the whole."""
    from toolkit.checks.drafts import language_is_whole, translated_part

    unfinished = [*language_is_whole(surveyed, catalogue)]
    part = translated_part(surveyed, catalogue)
    return unfinished + check_translation(*part, language, with_advice, accepted)
