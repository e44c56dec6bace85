"""Rules on terms: what the glossary of a language names is said as the law of the Union says it there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolkit.diagnostics import Diagnostic, warning
from toolkit.glossary import Glossary, Originals, Term, english_forms, has_form, searchable
from toolkit.position import Text


def translation_uses_the_terms(
    originals: Originals, translations: Mapping[str, Text], source: Glossary | None, glossary: Glossary
) -> Iterator[Diagnostic]:
    """Where the original has a term, its translation has one of the forms for it, and none of those to avoid.

    English originals are searched for the term itself, others for the forms of the glossary of their language.
    """
    forms = {term.term: term.use for term in source.terms} if source else {}
    own: dict[str, str] = {}
    for term in glossary.terms:
        wanted = forms.get(term.term, ()) if source else english_forms(term.term)
        for key in originals.with_forms(wanted):
            if key not in own:
                own[key] = searchable(translations[key].value)
            yield from _avoided(own[key], translations[key], term, f"'{key}': ")
            if any(has_form(own[key], form) for form in term.use):
                continue
            rest = originals.without_names(key, translations[key].value)
            if own[key] != originals.texts[key] and any(has_form(rest, form) for form in wanted):
                message = f"'{key}': the original has '{term.term}', but the translation has none of its terms"
                hint = f"write {_listed(term.use)}; or add the form that is right here to {glossary.file}"
                yield warning("term-missing", translations[key].place.at(), message, hint)


def avoided_words_are_not_used(texts: Iterable[Text], glossary: Glossary) -> Iterator[Diagnostic]:
    """No text of an original has a form that the glossary of its language says to avoid."""
    terms = [term for term in glossary.terms if term.avoid]
    for text in texts if terms else ():
        own = searchable(text.value)
        for term in terms:
            yield from _avoided(own, text, term)


def _avoided(own: str, text: Text, term: Term, name: str = "") -> Iterator[Diagnostic]:
    """The forms in a text that should not stand for `term`; `own` is the text made searchable, `name` that of it."""
    for form in term.avoid:
        if has_form(own, form):
            message = f"{name}'{form}' is not the term for '{term.term}'"
            yield warning("term-avoided", text.place.at(), message, f"write {_listed(term.use)}")


def _listed(forms: tuple[str, ...]) -> str:
    return ", ".join(f"'{form}'" for form in forms[:4])
