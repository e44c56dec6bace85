"""Numbers: of notes in reading order, of what refers to them, and of what refers to points and amendments.

A note's number follows from where its mark is printed, never from where it is defined, so that nothing that
is moved, added or taken away, in any language, can leave a wrong number behind. Two passes over the composed
document: the first meets every mark and decides the numbers, the second puts them where they are printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from toolkit import citations
from toolkit.document import (
    AmendmentBlock,
    Document,
    Heading,
    Note,
    Section,
    SourceItem,
    SourceList,
    map_texts,
)
from toolkit.inline import (
    Change,
    Citation,
    CitationItem,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Locator,
    Mark,
    NoteUse,
    NumberReference,
    Plain,
    Reference,
    Strong,
    Untranslated,
    plain_text,
    untranslated,
    walk,
)
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.position import Footnote, Source
from toolkit.records import MutableRecord, Record, fresh, replace

SOURCES = "sources"
BETWEEN_MARKS = "\u202f"  # so that notes 2 and 3 at one place are not read as 23


class _Entry(MutableRecord):
    """A note as its first mark is met; `number` is None for a symbol note. `uses` counts its marks.

    `language` is that of the original, where a draft has the note in its words.
    """

    id: str
    mark: str
    number: int | None
    content: Inlines
    language: str = ""
    uses: int = 0


class _Anchor(Record):
    """Where a cross reference may lead: its kind, its anchor, its number as printed."""

    kind: str
    target: str
    number: str


def number_document(
    document: Document,
    footnotes: Mapping[str, Footnote],
    sources: Mapping[str, Source],
    language: Language,
    outside: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    original: Language | None = None,
    in_brackets: bool = False,
) -> Document:
    """`document` with every note, mark and reference numbered, and the notes written out.

    With `in_brackets` sources are cited by their numbers in a list of sources ("[4, p. 3]"), which is put where the
    document has room for it, or at its end; footnotes are then what authors wrote as such.

    Everything that the marks name must be defined: the checks have seen to that. `outside` has kind and number of
    the points and amendments of another document, by id: a reference to one prints its number and leads nowhere.
    `original` is the language of the definition, where the document is a draft with texts in that.
    """
    order = _Order(footnotes, in_brackets)
    map_texts(document, order.meet)
    elsewhere = {identifier: _Anchor(kind, "", number) for identifier, (kind, number) in outside.items()}
    targets = elsewhere | _anchors(document) | _note_anchors(order.entries)
    brackets = _Brackets(order.cited) if in_brackets else None
    marks = _Marks(order.entries, targets, language, original or language, brackets)
    placed = map_texts(document, marks.resolve)
    texts = _NoteTexts(sources, targets, language, original or language, brackets=brackets)
    notes = texts.write(list(order.entries.values()))
    if brackets:
        placed = _with_sources(placed, brackets.listed(sources, language), language)
    return replace(placed, notes=notes)


def _with_sources(document: Document, listed: tuple[SourceItem, ...], language: Language) -> Document:
    """`document` with the list of sources where it has room for it, or else before the logos at its end."""
    if not listed:
        blocks = [block for block in document.blocks if not (isinstance(block, Section) and block.role == SOURCES)]
        return replace(document, blocks=tuple(blocks))
    section = Section(f"part-{SOURCES}", SOURCES, Heading(1, (Plain(language.word(SOURCES)),)), (SourceList(listed),))
    roles = [block.role if isinstance(block, Section) else "" for block in document.blocks]
    if SOURCES in roles:
        place = roles.index(SOURCES)
        return replace(document, blocks=(*document.blocks[:place], section, *document.blocks[place + 1 :]))
    place = roles.index("endorsed-by") if "endorsed-by" in roles else len(roles)
    return replace(document, blocks=(*document.blocks[:place], section, *document.blocks[place:]))


class _Brackets:
    """The sources by their numbers, in the order in which they are first cited, and how often each has been."""

    def __init__(self, cited: Mapping[str, int]) -> None:
        self.numbers = cited
        self.uses = dict.fromkeys(cited, 0)

    def cite(self, citation: Citation, language: Language) -> Iterator[Inline]:
        """The references of a citation: "[1] [4, p. 3]"."""
        for place, item in enumerate(citation.items):
            if place:
                yield Plain(" ")
            self.uses[item.source] += 1
            number = str(self.numbers[item.source])
            locator = f",\u00a0{language.locator(item.locator)}" if item.locator else ""
            use = self.uses[item.source]
            yield NumberReference("source", _source_anchor(number), number, "[", f"{locator}]", use)

    def listed(self, sources: Mapping[str, Source], language: Language) -> tuple[SourceItem, ...]:
        """Each source in full, in the order of the numbers."""
        items = []
        for source, number in self.numbers.items():
            content = citations.full_citation(sources[source], None, "", language)
            content = _merged((*content, Plain(_full_stop(content))))
            items.append(SourceItem(_source_anchor(str(number)), str(number), content, self.uses[source]))
        return tuple(items)


def _source_anchor(number: str) -> str:
    return f"source-{number}"


def _apart(before: Sequence[Inline]) -> tuple[Inline, ...]:
    """The space between words and a number in brackets; none at the beginning or after one."""
    text = plain_text(tuple(before[-1:]))
    return () if not before or text[-1:] in _NO_SPACE_AFTER else (Plain("\u00a0"),)


_NO_SPACE_AFTER = (" ", "\u00a0", "\u202f", "(", "[", "«", "„", "“", "\n")


class _Order:
    """The first pass: the notes in the order of their first marks."""

    def __init__(self, footnotes: Mapping[str, Footnote], in_brackets: bool) -> None:
        self.footnotes = footnotes
        self.in_brackets = in_brackets
        self.entries: dict[str, _Entry] = {}
        self.numbered = 0
        self.cited: dict[str, int] = {}

    def meet(self, inlines: Inlines) -> Inlines:
        for inline in walk(inlines):
            if isinstance(inline, NoteUse):
                self.meet_footnote(self.footnotes[inline.note])
            elif isinstance(inline, Citation):
                self.meet_citation(inline)
        return inlines

    def meet_citation(self, citation: Citation) -> None:
        """A note of its own, or with numbers in brackets the next numbers for the sources that have none yet."""
        if not self.in_brackets:
            self.add_numbered(_citation_key(citation, self.numbered), (citation,))
            return
        for item in citation.items:
            self.cited.setdefault(item.source, len(self.cited) + 1)

    def meet_footnote(self, footnote: Footnote) -> None:
        key = _footnote_key(footnote.id)
        content = footnote.content or parse(footnote.text.value).inlines
        language = footnote.text.language
        for inline in walk(content) if self.in_brackets and not self.is_met(key) else ():
            if isinstance(inline, Citation):
                self.meet_citation(inline)
        if not footnote.symbol:
            self.add_numbered(key, content, language)
        elif key not in self.entries:
            symbols = len(self.entries) - self.numbered + 1
            self.entries[key] = _Entry(f"symbol-{symbols}", footnote.symbol, None, content, language)

    def is_met(self, key: str) -> bool:
        return key in self.entries

    def add_numbered(self, key: str, content: Inlines, language: str = "") -> None:
        if key not in self.entries:
            self.numbered += 1
            self.entries[key] = _Entry(str(self.numbered), str(self.numbered), self.numbered, content, language)


def _footnote_key(identifier: str) -> str:
    return f"^{identifier}"


def _citation_key(citation: Citation, numbered: int) -> str:
    """What tells the note of a citation from the others: its group, or how many notes came before it."""
    return f"@{citation.group}" if citation.group else f"#{numbered}"


def _anchors(document: Document) -> dict[str, _Anchor]:
    """The points and amendments of the document by the ids that their authors gave them."""
    anchors = {}
    blocks = list(document.blocks)
    while blocks:
        block = blocks.pop()
        if isinstance(block, Section):
            blocks += block.blocks
            if block.heading and block.heading.number:
                anchors[_id_of(block.anchor)] = _Anchor("point", block.anchor, block.heading.number)
        elif isinstance(block, AmendmentBlock):
            anchors[_id_of(block.anchor)] = _Anchor("amendment", block.anchor, block.number)
    return anchors


def _id_of(anchor: str) -> str:
    """The author's id in an anchor: "point-same-crime" is "same-crime"."""
    return anchor.partition("-")[2]


def _note_anchors(entries: Mapping[str, _Entry]) -> dict[str, _Anchor]:
    return {key[1:]: _Anchor("note", entry.id, entry.mark) for key, entry in entries.items() if key[0] == "^"}


class _Marks:
    """The second pass: marks and references put in the place of what the author wrote."""

    def __init__(
        self,
        entries: dict[str, _Entry],
        targets: dict[str, _Anchor],
        language: Language,
        original: Language,
        brackets: _Brackets | None,
    ) -> None:
        self.brackets = brackets
        self.entries = entries
        self.targets = targets
        self.language = language
        self.original = original
        self.met = 0

    def resolve(self, inlines: Inlines) -> Inlines:
        resolved: list[Inline] = []
        for inline in inlines:
            if self.brackets and isinstance(inline, Citation):
                resolved += [*_apart(resolved), *self.brackets.cite(inline, self.language)]
                continue
            one = self.resolve_one(inline)
            if isinstance(one, Mark) and resolved and isinstance(resolved[-1], Mark):
                resolved.append(Plain(BETWEEN_MARKS))
            resolved.append(one)
        return tuple(resolved)

    def resolve_one(self, inline: Inline) -> Inline:
        match inline:
            case Strong(children):
                return Strong(self.resolve(children))
            case Emphasis(children):
                return Emphasis(self.resolve(children))
            case Link(children, address):
                return Link(self.resolve(children), address)
            case Change(children, kind, struck):
                return Change(self.resolve(children), kind, struck)
            case Untranslated(children, tag):
                return Untranslated(self.resolve_original(children), tag)
            case NoteUse(note):
                return self.mark(self.entries[_footnote_key(note)])
            case Citation():
                return self.mark(self.entries[_citation_key(inline, self.met)])
            case Reference(target, children):
                return _refer(inline, self.targets[target], self.resolve(children), self.language)
        return inline

    def resolve_original(self, children: Inlines) -> Inlines:
        """Words in the language of the original, in which the references among them are then put."""
        language, self.language = self.language, self.original
        resolved = self.resolve(children)
        self.language = language
        return resolved

    def mark(self, entry: _Entry) -> Mark:
        entry.uses += 1
        if entry.uses == 1 and entry.number is not None:
            self.met += 1
        return Mark(entry.id, entry.mark, entry.uses)


def _refer(reference: Reference, anchor: _Anchor, children: Inlines, language: Language) -> Inline:
    """The printed reference; `children` are its words with their marks resolved."""
    around = reference.around_number()
    if not anchor.target:
        before, after = around or language.around(f"{anchor.kind}-reference")
        return Plain(plain_text(children) if children and not around else before + anchor.number + after)
    if children and not around and anchor.kind != "note":
        return InnerLink(children, anchor.target)
    before, after = around or language.around(f"{anchor.kind}-reference")
    return NumberReference(anchor.kind, anchor.target, anchor.number, before, after)


class _NoteTexts(MutableRecord):
    """Writes the notes in the order of their numbers, remembering what has been cited where.

    `first` is the note in which a source is given in full; `previous` the citation that a note consists of
    and nothing else, which alone the next note may call "Ibid.".
    """

    sources: Mapping[str, Source]
    targets: Mapping[str, _Anchor]
    language: Language
    original: Language
    first: dict[str, str] = fresh(factory=dict)
    previous: CitationItem | None = None
    suffixes: Mapping[str, str] = fresh(factory=dict)
    brackets: _Brackets | None = None

    def write(self, entries: list[_Entry]) -> tuple[Note, ...]:
        """Every note; symbol notes stand outside the series: they cite in full and nothing refers to them."""
        numbered = [entry for entry in entries if entry.number is not None]
        self.suffixes = citations.year_suffixes(self.cited_sources(numbered), self.language)
        notes = [self.note(entry) for entry in numbered]
        symbols = [self.note(entry) for entry in entries if entry.number is None]
        return (*symbols, *notes)

    def cited_sources(self, entries: list[_Entry]) -> list[Source]:
        """The sources in the order in which they are first cited."""
        found: dict[str, Source] = {}
        for entry in entries:
            for inline in walk(entry.content):
                if isinstance(inline, Citation):
                    for item in inline.items:
                        found.setdefault(item.source, self.sources[item.source])
        return list(found.values())

    def note(self, entry: _Entry) -> Note:
        content = entry.content
        alone = _only_item(content)
        language = self.language
        if entry.language and not alone:
            self.language = self.original
        written = self.resolve(content, entry)
        self.language = language
        if alone or (content and isinstance(content[-1], Citation)):
            written = (*written, Plain(_full_stop(written)))
        if entry.number is not None:
            self.previous = alone
        printed = _merged(written)
        if entry.language and not alone:
            printed = untranslated(printed, entry.language)
        return Note(entry.id, entry.mark, entry.number, printed, entry.uses)

    def resolve(self, inlines: Inlines, entry: _Entry) -> Inlines:
        resolved: list[Inline] = []
        for inline in inlines:
            match inline:
                case Citation() if self.brackets:
                    resolved += [*_apart(resolved), *self.brackets.cite(inline, self.language)]
                case Citation(items):
                    resolved += citations.join_citations([self.cite(item, entry) for item in items], self.language)
                case Strong(children):
                    resolved.append(Strong(self.resolve(children, entry)))
                case Emphasis(children):
                    resolved.append(Emphasis(self.resolve(children, entry)))
                case Link(children, address):
                    resolved.append(Link(self.resolve(children, entry), address))
                case Reference(target, children):
                    words = self.resolve(children, entry)
                    resolved.append(_refer(inline, self.targets[target], words, self.language))
                case _:
                    resolved.append(inline)
        return tuple(resolved)

    def cite(self, item: CitationItem, entry: _Entry) -> Inlines:
        source = self.sources[item.source]
        suffix = self.suffixes.get(source.id, "")
        if self.first.get(source.id) == entry.id:
            return citations.second_place(source, item.locator, suffix, self.language)
        if entry.number is None or source.id not in self.first:
            if entry.number is not None:
                self.first[source.id] = entry.id
            return citations.full_citation(source, item.locator, suffix, self.language)
        if self.previous and _only_item(entry.content) and _same_place(self.previous, item):
            return citations.ibid(_new_locator(self.previous, item), self.language)
        before, after = self.language.around("back-reference")
        number = self.first[source.id]
        reference = NumberReference("note", number, number, before, after)
        return citations.back_reference(source, item.locator, suffix, reference, self.language)


def _same_place(previous: CitationItem, item: CitationItem) -> bool:
    """Whether "Ibid." can stand for `item`: it cannot drop the locator of the note before (CSL 1.0.2, Locators)."""
    return previous.source == item.source and not (previous.locator and not item.locator)


def _new_locator(previous: CitationItem, item: CitationItem) -> Locator | None:
    return item.locator if item.locator != previous.locator else None


def _only_item(content: Inlines) -> CitationItem | None:
    """The citation of one source that a note consists of, or None where it says more."""
    if len(content) == 1 and isinstance(content[0], Citation) and len(content[0].items) == 1:
        return content[0].items[0]
    return None


def _full_stop(written: Inlines) -> str:
    last = written[-1]
    return "" if isinstance(last, Plain) and last.text.endswith(".") else "."


def _merged(inlines: Inlines) -> Inlines:
    """Neighbouring plain texts of one language as one, empty ones left out."""
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Plain) and isinstance(last, Plain) and last.language == inline.language:
            merged[-1] = Plain(last.text + inline.text, inline.language)
        elif not isinstance(inline, Plain) or inline.text:
            merged.append(inline)
    return tuple(merged)
