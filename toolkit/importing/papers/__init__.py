"""Brings in papers that others wrote: a Word file to a definition, its sources and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.diagnostics import Diagnostic, Span, error
from toolkit.importing.papers.amending import take_amendments
from toolkit.importing.papers.arranging import arrange
from toolkit.importing.papers.bracketed import without_links_back
from toolkit.importing.papers.building import Builder, name_points
from toolkit.importing.papers.citing import Citations, read_citations
from toolkit.importing.papers.content import Paper
from toolkit.importing.papers.definition import Definition
from toolkit.importing.papers.draft import Draft
from toolkit.importing.papers.front import date_forms, read_front
from toolkit.importing.papers.identifying import Ids
from toolkit.importing.papers.organising import PLACEHOLDER, organise
from toolkit.importing.papers.report import Report, listed, shown
from toolkit.importing.papers.word import main_language, read_word
from toolkit.importing.papers.writing import write_position, write_sources
from toolkit.importing.symbols import is_private
from toolkit.importing.words import words_of
from toolkit.inspection.reading import UnreadableFileError, primary
from toolkit.inspection.typed.words import vocabulary
from toolkit.languages import Language
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.languages import read_language
from toolkit.records import Record
from toolkit.resources import Workspace

_TYPED_MARK = re.compile(r"(?<=\w)(?:\*{1,2}|[†‡])(?!\w)")
_BEGINS = re.compile(r"(?:\*{1,2}|[†‡])(?=\s?\w)")
_OFTEN = 0.1  # of the text: so much of it in another language, and its words for notes are looked for too


class Brought(Record):
    """What was brought in: the files of a definition by name, and all that they were made of.

    `needs_organisations` says that the drafter is a placeholder.
    """

    files: Mapping[str, bytes]
    paper: Paper
    draft: Draft
    citations: Citations
    definition: Definition
    needs_organisations: bool


class ImportedPaper(Record):
    """A paper that was brought in, with what there is to tell; where nothing could be, the `faults` that say why."""

    report: Report
    brought: Brought | None = None
    faults: tuple[Diagnostic, ...] = ()


def import_paper(
    workspace: Workspace, data: bytes, name: str, stem: str, tag: str = "", accept: bool = True
) -> ImportedPaper:
    """The Word file `data`, called `name`, as a definition in the language `tag` or in the one that it shows.

    `stem` is the title where the file has none.
    """
    report = Report(name)
    try:
        paper = read_word(data, accept)
    except UnreadableFileError as reason:
        return _nothing(report, error("unreadable-file", Span(name), str(reason), reason.hint))
    if not any(one.text for one in paper.paragraphs):
        hint = "look whether it is the right file"
        return _nothing(report, error("empty-paper", Span(name), "the file has no text to bring in", hint))
    language, english = _language(workspace, paper, tag, report), read_language(workspace, "en")[0]
    if language is None or english is None:
        hint = "look at the files of the language in locales/"
        return _nothing(report, error("empty-paper", Span(name), "the language of the file cannot be read", hint))
    return _Import(workspace, without_links_back(paper, report), language, english, report).run(stem)


def _nothing(report: Report, fault: Diagnostic) -> ImportedPaper:
    return ImportedPaper(report, None, (fault,))


def _language(workspace: Workspace, paper: Paper, tag: str, report: Report) -> Language | None:
    """The language asked for, or the one that most of the text is marked as being in."""
    found = tag or main_language(paper)
    if found not in LANGUAGES:
        said = f"'{found}', which is no official language of the EU" if found else "no language"
        report.assume(f"the file says of its text {said}; it was taken to be English", "say which it is with -l")
        found = "en"
    return read_language(workspace, found)[0]


class _Import:
    """The stages of an import, in their order."""

    def __init__(
        self, workspace: Workspace, paper: Paper, language: Language, english: Language, report: Report
    ) -> None:
        self.workspace = workspace
        self.paper = paper
        self.language = language
        self.english = english
        self.report = report

    def run(self, stem: str) -> ImportedPaper:
        from toolkit.readers.positions import read_organisations

        known = read_organisations(self.workspace.positions)[0]
        draft = arrange(read_front(self.paper, self.language, stem, self.report), self.language, self.report)
        take_amendments(draft, words_of(self.language), self.english.conventions.provisions, self.report)
        ids = Ids()
        name_points(draft, ids)
        words = vocabulary(self.languages())
        citations = read_citations(self.paper, words, tuple(self.forms()), ids, self.report)
        builder = Builder(self.paper, draft, citations, words, ids, self.report)
        made = builder.build(self.language.tag, *organise(draft, known, self.report))
        self.tell_rest(builder, draft)
        files = {"position.yaml": write_position(made).encode(), "sources.yaml": write_sources(made).encode()}
        files |= made.images
        placeholder = PLACEHOLDER in made.drafted_by and PLACEHOLDER not in known
        return ImportedPaper(self.report, Brought(files, self.paper, draft, citations, made, placeholder))

    def forms(self) -> Iterator[tuple[str, int]]:
        """How dates are written in the language of the paper, and in English."""
        for language in dict.fromkeys((self.language.tag, self.english.tag)):
            yield from date_forms(self.language if language == self.language.tag else self.english)

    def languages(self) -> frozenset[str]:
        """The languages whose words for notes are looked for: that of the paper, and those of much of the text."""
        total = sum(self.paper.languages.values())
        often = {primary(tag) for tag, count in self.paper.languages.items() if tag and count > _OFTEN * total}
        return frozenset({self.language.tag, *often})

    def typed_marks(self) -> set[str]:
        """Signs that stand at the end of a word and at the beginning of a paragraph, as marks of notes do."""
        at_words = {sign for one in self.paper.paragraphs for sign in _TYPED_MARK.findall(one.raw)}
        begins = {found.group() for one in self.paper.paragraphs if (found := _BEGINS.match(one.raw))}
        return at_words & begins

    def tell_characters(self) -> None:
        """Characters that are left out: those that nobody sees, and those of which only a font knows what they are."""
        unseen = [char for char in self.paper.unseen if not is_private(char)]
        private = [char for char in self.paper.unseen if is_private(char)]
        for found, what in ((unseen, "characters that nobody sees"), (private, "signs of a font of symbols")):
            codes = ", ".join([f"U+{ord(char):04X}" for char in found])
            if found:
                self.report.moved(f"{what} ({codes})", "they are left out")

    def tell_rest(self, builder: Builder, draft: Draft) -> None:
        """What has no place in a definition at all, or lost its looks."""
        for where, words in self.paper.apart:
            self.report.left_out(where, words)
        if self.paper.lost:
            self.report.words_differ(f"words of the file that were not read: {listed(self.paper.lost)}")
        for words, address in dict.fromkeys((*builder.marking.dead, *builder.replaced_links())):
            self.report.moved(f"the link {shown(words)} to '{address[:80]}'", "its words are plain text",
                              "link them again, if there is an address")  # fmt: skip
        for look, count in sorted(self.paper.looks.items()):
            times = "once" if count == 1 else f"{count} times"
            went = "it is a call-out" if look == "in a text box" else "the words stay"
            self.report.moved(f"text that is {look} ({times})", went)
        if builder.marking.plain:
            self.report.moved("bold and italic text that overlaps", "some of its looks are left out")
        self.tell_characters()
        for instruction in self.paper.endless:
            self.report.moved(f"the field {shown(instruction)}, which has no end,", "the words after it are plain text")
        for one in self.paper.comments:
            at = f" at {shown(one.place[:80])}" if one.place else ""
            self.report.left_out(f"a comment by {one.author or 'somebody'}{at}", one.text)
        for sign in sorted(self.typed_marks()):
            hint = "make it a note with this symbol, if it is one: [^its-id]"
            self.report.keep(
                "", f"the mark '{sign}' was typed at a word and before a paragraph; both stay as they are", hint
            )
        for words in draft.replaced:
            self.report.moved(f"the line {shown(words)}", "a fixed heading of the paper stands there")
