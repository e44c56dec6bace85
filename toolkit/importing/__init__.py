"""Brings in sheets of amendments that others wrote: a Word file to the YAML of a definition."""

from __future__ import annotations

import unicodedata
from collections import Counter

from toolkit.diagnostics import Diagnostic, Span, error
from toolkit.importing.amendments import Amendment, Builder
from toolkit.importing.drafts import Draft
from toolkit.importing.forms import read_forms
from toolkit.importing.lines import Sheet, collapse
from toolkit.importing.reports import Reports
from toolkit.importing.sheets import read_sheet
from toolkit.importing.tokens import has_tokens, read_tokens
from toolkit.importing.words import Words, likely_languages, words_of
from toolkit.importing.yaml import write_amendments
from toolkit.inspection.reading import UnreadableFileError, primary
from toolkit.markup import MOST_CHARACTERS
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.languages import read_language
from toolkit.readers.yaml_nodes import MAX_LINES, MAX_NODES
from toolkit.records import Record
from toolkit.resources import Workspace

_SEEN = "\u200c\u200d"  # joiners change what is seen


class Imported(Record):
    """The YAML of the amendments of a sheet, how many they are, its language, and what found no place."""

    text: str
    count: int
    language: str
    diagnostics: tuple[Diagnostic, ...]


def import_sheet(workspace: Workspace, data: bytes, name: str, tag: str = "") -> Imported:
    """The amendments in the Word file `data`, called `name`, in the language `tag` or in the one that it shows."""
    try:
        sheet = read_sheet(data)
    except UnreadableFileError as reason:
        return _nothing(error("unreadable-file", Span(name), str(reason), reason.hint))
    reports = Reports(name)
    tags = dict.fromkeys((tag, "en")) if tag else LANGUAGES
    known = [words_of(language) for language in [read_language(workspace, one)[0] for one in tags] if language]
    words = _chosen(sheet, known, tag, reports)
    drafts, loose = read_tokens(sheet) if has_tokens(sheet) else read_forms(sheet, words)
    english = next(one.forms for one in known if one.tag == "en")
    labels = frozenset(label for one in known for label in (*one.labels, one.justification, "or"))
    builder = Builder(words, english, labels, sheet.notes, reports)
    amendments = builder.build(drafts)
    if not amendments:
        return _nothing(_no_amendments(name, drafts), words.tag)
    for one in loose:
        reports.leave_item(one.where, one.item)
    for where, text in sheet.apart:
        reports.leave(where, text)
    for note in sheet.notes.keys() - builder.used:
        for line in sheet.notes[note].lines:
            reports.leave("in a note that no wording and no justification refers to", line.text)
    return _written(amendments, builder, name, words.tag, reports)


def _nothing(found: Diagnostic, tag: str = "") -> Imported:
    return Imported("", 0, tag, (found,))


def _no_amendments(name: str, drafts: list[Draft]) -> Diagnostic:
    message = "no amendment was found in the file"
    if drafts:
        message = f"none of the {len(drafts)} amendments in the file has its wording in two columns"
    hint = "a sheet has headings 'Amendment 1' and below each a table of two columns; say its language: -l fr"
    return error("no-amendment-found", Span(name), message, hint)


def _chosen(sheet: Sheet, known: list[Words], tag: str, reports: Reports) -> Words:
    """The words of the language asked for, or of the one that the sheet is in."""
    by_tag = {one.tag: one for one in known}
    if tag in by_tag:
        return by_tag[tag]
    likely = likely_languages(sheet, known)
    declared = primary(sheet.language)
    if len(likely) == 1:
        return by_tag[likely[0]]
    guess = declared if declared in (likely or by_tag) else next(iter(likely), "en")
    if guess != declared or not likely:
        reports.unsure_language(guess)
    return by_tag[guess]


def _written(amendments: list[Amendment], builder: Builder, name: str, tag: str, reports: Reports) -> Imported:
    heading = [f"from {collapse(name)}, in the language '{tag}'"]
    text, dropped = _printable(write_amendments(amendments, builder.footnotes, heading))
    if _is_too_large(text, amendments):
        message = "the amendments are more than a definition can hold"
        return _nothing(error("input-limit", Span(name), message, "divide the sheet"), tag)
    if dropped:
        listed = ", ".join([f"U+{ord(char):04X} ({count} times)" for char, count in dropped.items()])
        reports.doubt("in the texts", f"characters that nobody sees were left out: {listed}", "there is nothing to do")
    return Imported(text, len(amendments), tag, tuple(reports.diagnostics()))


def _is_too_large(text: str, amendments: list[Amendment]) -> bool:
    """Whether a definition with these amendments would not be read."""
    nodes = text.count(",") + text.count(":") + text.count("\n")
    texts = [text for one in amendments for role in one.wording.values() for text in role]
    texts += [text for one in amendments for _, text in (*one.justification, *one.law_notes.values())]
    longest = max([len(text) for text in texts], default=0)
    return 3 * nodes > 4 * MAX_NODES or text.count("\n") > MAX_LINES // 2 or longest > MOST_CHARACTERS


def _printable(text: str) -> tuple[str, Counter[str]]:
    """`text` without characters that no paper can print or nobody sees, and how often each was there."""
    dropped = Counter(char for char in text if not char.isprintable() and _is_unseen(char))
    return ("".join([char for char in text if char not in dropped]) if dropped else text), dropped


def _is_unseen(char: str) -> bool:
    return char != "\n" and char not in _SEEN and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn")
