"""Rules on sources and citations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from toolkit.checks.occurrences import Survey, suggestion
from toolkit.citations import TYPES
from toolkit.diagnostics import Diagnostic, error, warning
from toolkit.inline import Citation, Locator
from toolkit.markup import address_fault
from toolkit.position import Source, Text


def source_is_defined(survey: Survey) -> Iterator[Diagnostic]:
    """Every source that is cited is defined."""
    if "sources" in survey.position.unread:
        return
    for item, place, offset in survey.cited_items():
        if item.source not in survey.position.sources:
            hint = suggestion(item.source, list(survey.position.sources), "add it to sources.yaml")
            yield error("undefined-source", place.at(offset), f"the source '{item.source}' is not defined", hint)


def source_is_cited(survey: Survey) -> Iterator[Diagnostic]:
    """Every source that is defined is cited: a list of sources holds nothing that the paper does not use."""
    cited = survey.cited()
    for source in survey.position.sources.values():
        if source.id not in cited:
            hint = f"cite it with [@{source.id}], or take it out"
            yield warning("unused-source", source.span, f"the source '{source.id}' is never cited", hint)


def source_is_complete(survey: Survey) -> Iterator[Diagnostic]:
    """A source that is cited says who and when, so that a later reference to it can be read."""
    cited = survey.cited()
    for source in survey.position.sources.values():
        if source.id not in cited:
            continue
        named = any(name.family or name.literal or name.given for name in source.authors)
        if not (named or source.short_author or source.author_names):
            hint = "add 'author'; an institution is written {literal: European Commission}"
            yield warning("incomplete-source", source.span, f"the source '{source.id}' has no author", hint)
        if source.date is None:
            hint = "add 'issued', or check that the source really bears no date"
            yield warning("incomplete-source", source.span, f"the source '{source.id}' has no date", hint)
        fault = address_fault(source.address) if source.address else None
        if fault and fault[0] == "insecure-link":
            yield warning(fault[0], source.span, f"'{source.address[:80]}' {fault[1]}", fault[2])


def source_type_is_known(survey: Survey) -> Iterator[Diagnostic]:
    """The type of a source is one of CSL: it decides whether the title stands in italics or in quotation marks."""
    for source in survey.position.sources.values():
        if source.type and source.type not in TYPES:
            hint = suggestion(source.type, sorted(TYPES), "write one of CSL's types: report, book, webpage …")
            message = f"'{source.type[:40]}', the type of '{source.id}', is no type of CSL"
            yield warning("unknown-type", source.span, message, hint)


def source_is_given_once(survey: Survey) -> Iterator[Diagnostic]:
    """No source stands under two ids: it would be cited in full twice."""
    seen: dict[object, Source] = {}
    for source in survey.position.sources.values():
        for key in _identities(source):
            first = seen.setdefault(key, source)
            if first is not source:
                message = f"'{source.id}' seems to be the same source as '{first.id}'"
                hint = f"if it is, cite [@{first.id}] everywhere and delete '{source.id}'"
                yield warning("duplicate-source", source.span, message, hint)
                break


def _identities(source: Source) -> Iterator[object]:
    """What two entries for one source have in common: the address, or title, authors and year."""
    if source.address:
        yield (source.address.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/"))
    names = tuple((name.family or name.literal).casefold() for name in source.authors)
    yield source.title.casefold(), names, source.date.year if source.date else None


def citation_names_a_source_once(survey: Survey) -> Iterator[Diagnostic]:
    """No citation, and no two side by side, name a source twice, unless for two places in it."""
    for text, found in groupby(survey.citations, lambda pair: pair[1]):
        yield from repeated_sources([citation for citation, _ in found], text)


def repeated_sources(citations: Iterable[Citation], text: Text) -> Iterator[Diagnostic]:
    """Each source that stands twice with one place in it: in one of the `citations` of `text`, or side by side."""
    seen: dict[tuple[str, Locator | None], int] = {}
    end = 0
    for citation in citations:
        if not _is_blank(text.value[end : citation.offset]):
            seen = {}
        for item in citation.items:
            first = seen.setdefault((item.source, item.locator), item.offset)
            if first != item.offset:
                where = "twice in one citation" if first > citation.offset else "in two citations side by side"
                message = f"the source '{item.source}' stands {where}"
                yield error("repeated-source", text.place.at(item.offset), message, "keep one of the two")
        end = text.value.find("]", citation.offset) + 1


def _is_blank(text: str) -> bool:
    """Whether nothing but spaces is printed of `text`, which stands between two marks."""
    return not text.replace("\\ ", "").replace("*", "").strip()
