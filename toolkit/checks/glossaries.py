"""Rules on terms: what the glossary of a language names is said as the law of the Union says it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from toolkit.diagnostics import Diagnostic, warning
from toolkit.glossary import Glossary, Words, has_form, has_term, words_of
from toolkit.position import Text


def translation_uses_the_terms(
    originals: Iterable[Text], translations: Mapping[str, Text], source: Glossary | None, glossary: Glossary
) -> Iterator[Diagnostic]:
    """Where the original has a term, its translation has one of the forms that the glossary gives for it.

    English originals are searched for the term itself, others for the forms of the glossary of their language.
    """
    forms = {term.term: term.use for term in source.terms} if source else {}
    for original in originals:
        translation = translations.get(original.key)
        if translation is None or translation.value == original.value:
            continue
        words, own = _words(original.value), words_of(translation.value)
        for term in glossary.terms:
            found = (
                has_term(words, term.term)
                if not source
                else any(has_form(words, form) for form in forms.get(term.term, ()))
            )
            if found and not any(has_form(own, form) for form in term.use):
                listed = ", ".join(f"'{form}'" for form in term.use[:4])
                message = f"the original has '{term.term}', but the translation has none of its terms"
                hint = f"write {listed}; or add the form that is right here to {glossary.file}"
                yield warning("term-missing", translation.place.at(), message, hint)


def avoided_words_are_not_used(texts: Iterable[Text], glossary: Glossary) -> Iterator[Diagnostic]:
    """No text has a form that the glossary of its language says to avoid."""
    avoided = [(form, term) for term in glossary.terms for form in term.avoid]
    for text in texts if avoided else ():
        own = words_of(text.value)
        for form, term in avoided:
            if has_form(own, form):
                message = f"'{form}' is not the term for '{term.term}'"
                hint = f"write {', '.join(repr(use) for use in term.use[:4])}"
                yield warning("term-avoided", text.place.at(), message, hint)


@lru_cache(maxsize=2048)  # the original is compared with every translation
def _words(text: str) -> Words:
    return words_of(text)
