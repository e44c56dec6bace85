"""Rules on catalogues: a translation is there, is made from the text as it stands, and keeps its marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from toolkit.catalogue import Catalogue, Message
from toolkit.checks.occurrences import Survey, reference_in
from toolkit.checks.pairs import Pairs
from toolkit.checks.references import reference_faults
from toolkit.checks.sources import repeated_sources
from toolkit.checks.texts import text_problems
from toolkit.diagnostics import Diagnostic, Span, advice, error, warning
from toolkit.inline import NUMBER, Citation, CitationItem, Link, NoteUse, Reference, plain_text, walk
from toolkit.markup import parse
from toolkit.position import Text
from toolkit.translation import STALE, is_current, made_from, state_of


def catalogue_is_in_its_language(_: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """The header of a catalogue names the language of the folder it lies in."""
    tag = catalogue.file.split("/")[-3]
    if catalogue.language != tag:
        said = f"'{catalogue.language}'" if catalogue.language else "no language"
        message = f"the header names {said}, but the catalogue lies in the folder of '{tag}'"
        yield error("catalogue-language", Span(catalogue.file), message, f'write "Language: {tag}\\n" in the header')


def text_is_translated(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Every text has a translation that is neither missing, doubtful nor made from other words."""
    for text in survey.texts:
        message = catalogue.messages.get(text.key)
        if not is_current(message, text):
            yield _why_not(text, message, catalogue)


def _why_not(text: Text, message: Message | None, catalogue: Catalogue) -> Diagnostic:
    """What keeps a translation from being printed."""
    start = text.value[:50] + ("…" if len(text.value) > 50 else "")
    if message is None or not message.translation:
        words = f"'{text.key}' is not translated: '{start}'"
        hint = "translate it" if message else "bring in the text with 'position translate update', and translate it"
        return error("missing-translation", message.span if message else Span(catalogue.file), words, hint)
    if state_of(message, text) == STALE:
        from toolkit.wording.differences import changed_words

        differing = changed_words(made_from(message), text.value)
        words = f"'{text.key}' was translated from other words than it now has: {differing}"
        hint = "mend the translation and take its mark (fuzzy) away"
        if message.source != text.value:
            hint = "bring the catalogue up to the draft (position translate update), then mend the translation"
        return error("stale-translation", message.span, words, hint)
    words = f"the translation of '{text.key}' is marked as doubtful (fuzzy)"
    return error("fuzzy-translation", message.span, words, "read it, and take the mark away when it is right")


def _pairs(survey: Survey, catalogue: Catalogue) -> Iterator[tuple[Text, Message]]:
    for text in survey.texts:
        message = catalogue.messages.get(text.key)
        if message is not None and is_current(message, text):
            yield text, message


def translation_is_well_formed(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """The inline marks of a translation pair as those of the original do."""
    for text, message in _pairs(survey, catalogue):
        yield from text_problems(Text(text.key, message.translation, message.place))


def translation_keeps_the_marks(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A translation has the notes, citations, cross references and links of the original, in any order."""
    for text, message in _pairs(survey, catalogue):
        original, translated = _marks(text.value), _marks(message.translation)
        if original != translated and sorted(original) != sorted(translated):
            lost = list((Counter(original) - Counter(translated)).elements())
            added = list((Counter(translated) - Counter(original)).elements())
            yield _other_marks(message, lost, added)


def translation_brings_no_citations_together(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Citations of one source that stand apart in the original do not stand side by side in the translation."""
    for text, message in _pairs(survey, catalogue):
        translated = Text(text.key, message.translation, message.place)
        found = [*repeated_sources(_citations(translated), translated)] if "[@" in translated.value else []
        if found and not any(repeated_sources(_citations(text), text)):
            yield from found


def _citations(text: Text) -> Iterator[Citation]:
    return (inline for inline in walk(parse(text.value).inlines) if isinstance(inline, Citation))


def _other_marks(message: Message, lost: list[str], added: list[str]) -> Diagnostic:
    if len(lost) == len(added) == 1 and _source(lost[0]) == _source(added[0]) != "":
        words = f"the translation of '{message.key}' cites another place: {added[0]} instead of {lost[0]}"
        return error("translation-marks", message.place.at(), words, "write the place of the original, in its form")
    said = [f"{word}: {', '.join(marks)}" for word, marks in (("missing", lost), ("added", added)) if marks]
    words = f"the translation of '{message.key}' has other marks: {'; '.join(said)}"
    hint = "copy the marks from the original; they may stand in another order"
    return error("translation-marks", message.place.at(), words, hint)


def _source(mark: str) -> str:
    """The source of a citation of one source, without the place in it."""
    return "" if not mark.startswith("[@") or ";" in mark else mark.strip("[]").partition(",")[0]


def marks_keep_their_order(pairs: Pairs) -> Iterator[Diagnostic]:
    """Information: notes and sources stand in another order, as the sentence may require, or by a slip."""
    for pair in pairs.pairs:
        original, translated = _marks(pair.text.value), _marks(pair.message.translation)
        if original != translated:
            notes = [[mark for mark in marks if mark[:2] in ("[@", "[^")] for marks in (original, translated)]
            if notes[0] != notes[1] and sorted(notes[0]) == sorted(notes[1]):
                message = f"the notes in '{pair.key}' stand in another order than in the original"
                yield advice("mark-order", pair.at(), message, "see that each still stands behind what it proves")


def translated_reference_keeps_its_number(pairs: Pairs) -> Iterator[Diagnostic]:
    """A cross reference prints its number where the original does, and {n} stands in cross references alone."""
    for pair in pairs.pairs:
        translation = pair.message.translation
        if "](#" not in translation and NUMBER not in translation:
            continue
        original, translated = _numbered(pair.text.value), _numbered(translation)
        for target in sorted(original.keys() & translated.keys()):
            if original[target] != translated[target]:
                message = f"the cross reference to '{target}' in '{pair.key}' has lost its number, or has one more"
                hint = f"write [](#{target}), or words with {{n}} in the place of the number: [… {{n}}](#{target})"
                yield warning("reference-number", pair.at(f"](#{target})"), message, hint)
        if _loose_numbers(translation) > _loose_numbers(pair.text.value):
            message = f"'{NUMBER}' stands outside a cross reference in '{pair.key}', and would be printed as it is"
            yield warning("reference-number", pair.at(NUMBER), message, "put it between the brackets: [… {n}](#its-id)")


@lru_cache(maxsize=4096)
def _numbered(text: str) -> Counter[str]:
    """How often each cross reference of a text prints its number."""
    found: Counter[str] = Counter()
    for inline in walk(parse(text).inlines) if "](#" in text else ():
        if isinstance(inline, Reference):
            found[inline.target] += not inline.children or NUMBER in plain_text(inline.children)
    return found


def _loose_numbers(text: str) -> int:
    if NUMBER not in text:
        return 0
    inside = [one for one in walk(parse(text).inlines) if isinstance(one, Reference)]
    return text.count(NUMBER) - sum(plain_text(one.children).count(NUMBER) for one in inside)


def translated_reference_prints_its_number(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """The words that a translator gives a cross reference have a place for its number, as the author's must."""
    for text, message in _pairs(survey, catalogue):
        if "](#" not in message.translation:
            continue
        translated = Text(text.key, message.translation, message.place)
        for inline in walk(parse(message.translation).inlines):
            if isinstance(inline, Reference):
                yield from reference_faults(reference_in(translated, inline), survey.position)


@lru_cache(maxsize=4096)  # the original is compared with every translation
def _marks(text: str) -> tuple[str, ...]:
    """Each mark of a text as the author would write it; links only as such: addresses may differ."""
    if "[" not in text:
        return ()
    marks: list[str] = []
    for inline in walk(parse(text).inlines):
        if isinstance(inline, Citation):
            marks.append(_citation(inline.items))
        elif isinstance(inline, Link):
            marks.append("a link")
        elif isinstance(inline, Reference):
            marks.append(f"[](#{inline.target})")
        elif isinstance(inline, NoteUse):
            marks.append(f"[^{inline.note}]")
    return tuple(marks)


def _citation(items: tuple[CitationItem, ...]) -> str:
    """A citation as one mark: its sources in any order, for together they are one note."""
    sources = []
    for item in items:
        locator = f", {item.locator.kind} {item.locator.value}" if item.locator else ""
        sources.append(f"@{item.source}{locator}")
    return f"[{'; '.join(sorted(sources))}]"


def message_is_used(survey: Survey, catalogue: Catalogue) -> Iterator[Diagnostic]:
    """Every message of the catalogue belongs to a text of the definition."""
    known = {text.key for text in survey.texts}
    for key, message in catalogue.messages.items():
        if key not in known:
            words = f"'{key[:60]}' is no text of this position any more"
            yield warning(
                "unused-message",
                message.span,
                words,
                "it is not printed; delete it, or mark it obsolete (#~)",
            )
