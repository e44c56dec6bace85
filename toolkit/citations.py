"""How a source is cited: in full the first time, by author, note and year after that.

The full form follows the Interinstitutional Style Guide, 5.5.4: author, title, container, number, year, pages.
Which form stands where is decided by `toolkit.numbering`; here it is only put into words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from toolkit.inline import Emphasis, Inline, Inlines, Link, Locator, NumberReference, Plain, plain_text
from toolkit.languages import Language
from toolkit.position import Name, Source

# CSL types whose title is part of something larger and stands in quotation marks; the others are works
# of their own and stand in italics (Style Guide, 5.5.4).
QUOTED_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "chapter",
        "entry",
        "paper-conference",
        "post",
        "post-weblog",
        "webpage",
        "speech",
        "interview",
    ]
)


# CSL types that are said after the title, because the title alone would not tell.
KINDS_SAID = frozenset(["thesis", "speech", "interview", "dataset", "software", "broadcast"])

# The types of CSL 1.0.2, appendix III.
TYPES = QUOTED_TYPES | frozenset(
    (
        "bill book broadcast classic collection dataset document entry-dictionary entry-encyclopedia event figure "
        "graphic hearing legal_case legislation manuscript map motion_picture musical_score pamphlet patent "
        "performance periodical personal_communication regulation report review review-book software song standard "
        "thesis treaty"
    ).split()
)


def full_citation(source: Source, locator: Locator | None, suffix: str, language: Language) -> Inlines:
    """The source in full: authors, title, container, numbers, year, place in it, address."""
    parts: list[Inlines] = []
    if source.authors:
        parts.append(_full_author(source, language))
    parts.append(_title(source, language))
    if source.type in KINDS_SAID:
        parts.append((Plain(language.word(source.type)),))
    if source.container:
        parts.append((Emphasis((Plain(source.container, _foreign(source.language, language)),)),))
    if source.number:
        parts.append((Plain(source.number),))
    if source.publisher and not source.container:
        parts.append((Plain(source.publisher, _foreign(source.language, language)),))
    words = []
    words.append(language.word("volume", source.volume) if source.volume else "")
    words.append(_issue(source.issue, language))
    words.append(_year(source, suffix, language))
    if source.pages:
        words.append(language.locator(Locator("page", source.pages)))
    words.append(language.locator(locator) if locator else "")
    parts += [(Plain(word),) for word in words if word]
    parts += _address(source, language)
    return _joined(parts, ", ")


def back_reference(
    source: Source, locator: Locator | None, suffix: str, note: NumberReference, language: Language
) -> Inlines:
    """A source that was cited before: "Thiel et al., n. 7 (2023), p. 4", the number being a live reference."""
    after = f" ({_year(source, suffix, language)})"
    return (*_brief_author(source, language), Plain(", "), note, Plain(after + _place(locator, language)))


def second_place(source: Source, locator: Locator | None, suffix: str, language: Language) -> Inlines:
    """A source that the same note has given in full already: "Thiel et al. (2023), p. 9"."""
    after = f" ({_year(source, suffix, language)})"
    return (*_brief_author(source, language), Plain(after + _place(locator, language)))


def _brief_author(source: Source, language: Language) -> Inlines:
    """The author in short, or the title of a source without one."""
    if source.short_author:
        return (Plain(source.short_author, _foreign(source.language, language)),)
    given = _own_name(source, language)
    if given or not source.authors:
        return (Plain(given),) if given else _title(source, language)
    names = [
        (name.literal or name.family or name.given, _language_of(name, source, language)) for name in source.authors
    ]
    if len(names) < 3:
        return _listed(names, language)
    return (*_listed(names[:1], language), Plain(f" {language.word('et-al')}"))


def _place(locator: Locator | None, language: Language) -> str:
    return f", {language.locator(locator)}" if locator else ""


def ibid(locator: Locator | None, language: Language) -> Inlines:
    """The source of the note before, again; `locator` is given where it is another place in it."""
    return (Plain(language.word("ibid") + _place(locator, language)),)


def short_author(source: Source, language: Language) -> str:
    """The author in later references: one name, two joined, or the first with "et al."."""
    named = source.authors or source.short_author or _own_name(source, language)
    return plain_text(_brief_author(source, language)) if named else ""


def _own_name(source: Source, language: Language) -> str:
    """The name of the institution in the language of the paper, where the source gives it."""
    return (source.author_names or {}).get(language.tag, "")


def year_suffixes(sources: Sequence[Source], language: Language) -> Mapping[str, str]:
    """A letter for each of two or more sources that would be cited alike ("2024a", "2024b"), by source id.

    `sources` are in the order in which they are first cited.
    """
    alike: dict[tuple[str, str], list[str]] = {}
    for source in sources:
        author = short_author(source, language) or plain_text(_title(source, language))
        alike.setdefault((author, _year(source, "", language)), []).append(source.id)
    return {
        identifier: _letters(index)
        for group in alike.values()
        if len(group) > 1
        for index, identifier in enumerate(group)
    }


def _letters(index: int) -> str:
    """a … z, then aa, ab …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _full_author(source: Source, language: Language) -> Inlines:
    given = _own_name(source, language)
    names = [(_full_name(name), _language_of(name, source, language)) for name in source.authors]
    return (Plain(given),) if given else _listed(names, language)


def _language_of(name: Name, source: Source, language: Language) -> str | None:
    """The name of an institution is in the language of its source; a person's is in none."""
    return _foreign(source.language, language) if name.literal else None


def _listed(names: Sequence[tuple[str, str | None]], language: Language) -> Inlines:
    """Names as the language lists them, each tagged with its own language where that is given."""
    if not any(tag for _, tag in names):
        return (Plain(language.join([name for name, _ in names])),)
    holders = {chr(_HOLDER + index): Plain(*named) for index, named in enumerate(names)}
    parts = re.split(f"([{''.join(holders)}])", language.join(list(holders)))
    return tuple([holders.get(part) or Plain(part) for part in parts if part])


_HOLDER = 0xF0000  # characters for private use, which no text of a paper may hold, in the place of names


def _full_name(name: Name) -> str:
    if name.literal:
        return name.literal
    return ", ".join(part for part in (name.family, name.given) if part)


def _year(source: Source, suffix: str, language: Language) -> str:
    year = str(source.date.year) if source.date else language.word("no-date")
    return year + suffix


def _title(source: Source, language: Language) -> Inlines:
    """The title, tagged with its own language where that is not the paper's."""
    given = (source.titles or {}).get(language.tag)
    text = Plain(given) if given else Plain(source.title, _foreign(source.language, language))
    if source.type not in QUOTED_TYPES:
        return (Emphasis((text,)),)
    opening, closing = language.conventions.quotes
    return (Plain(opening), text, Plain(closing))


def _issue(issue: str, language: Language) -> str:
    """The number of an issue; one that has months in its place ("March–April") is printed without the word."""
    return language.word("issue", issue) if any(map(str.isdecimal, issue)) else issue


def _foreign(tag: str, language: Language) -> str | None:
    return tag if tag and tag != language.tag else None


def _address(source: Source, language: Language) -> list[Inlines]:
    address = eur_lex_address(source.celex, language.tag) if source.celex else source.address
    if not address:
        return []
    before, after = language.around("available-at")
    found: Inlines = (Plain(before), Link((Plain(address),), address))
    if after:
        found = (*found, Plain(after))
    if not source.accessed:
        return [found]
    key = "accessed-on" if source.accessed.day else "accessed-in"
    return [found, (Plain(language.word(key, language.date(source.accessed))),)]


def eur_lex_address(celex: str, tag: str) -> str:
    """The address of a document in EUR-Lex in the language `tag`."""
    return f"https://eur-lex.europa.eu/legal-content/{tag.upper()}/TXT/?uri=CELEX:{celex}"


def _joined(parts: Iterable[Inlines], separator: str) -> Inlines:
    joined: list[Inline] = []
    for part in parts:
        if joined:
            joined.append(Plain(separator))
        joined += part
    return tuple(joined)


def join_citations(parts: Iterable[Inlines], language: Language) -> Inlines:
    """The sources of one note, one after the other: with a semicolon, or what stands for it in the language."""
    return _joined(parts, language.conventions.between_sources)
