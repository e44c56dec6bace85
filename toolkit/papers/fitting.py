"""Whether a document fits on the pages that its kind allows, and which of its parts are long.

Told from the number of lines that its texts take at the sizes of the one-page summary; files are not laid out for it.
"""

from __future__ import annotations

from math import ceil

from toolkit.diagnostics import Diagnostic, warning
from toolkit.document import Block, Document, Figure, KeyPointList, ListBlock, Logos, Paragraph, Section, StatisticPanel
from toolkit.inline import Inlines, plain_text
from toolkit.kind import Kind
from toolkit.position import Position

LINES = 54  # of running text on a page, with the spaces between the parts counted as the lines that they take
_TEXT, _TITLE, _SUBTITLE, _NOTE = 104, 48, 84, 128  # characters in a line
_HEADING, _NOTE_LINE = 2.2, 0.85  # lines


def too_long(position: Position, document: Document, kind: Kind) -> tuple[Diagnostic, ...]:
    """A warning where a document will not fit on the pages of its kind, with the parts that are longest."""
    if not kind.pages:
        return ()
    parts = lines_of(document)
    lines, most = sum(parts.values()), kind.pages * LINES
    if lines <= most:
        return ()
    longest = sorted(parts.items(), key=lambda part: -part[1])[:3]
    named = ", ".join([f"'{name or document.label}' ({round(count)} lines)" for name, count in longest])
    message = f"{kind.name} in '{document.language}' is longer than {kind.pages} page{'s' if kind.pages > 1 else ''}"
    message += f": about {round(lines)} lines, where there is room for {most}"
    return (warning("too-long", position.span, message, f"shorten its longest parts: {named}"),)


def lines_of(document: Document) -> dict[str, float]:
    """How many lines each part takes, by its heading ("" for what has none), the title block and the notes."""
    head = 2 * _lines(document.title, _TITLE) + 1.3 * _lines(document.subtitle, _SUBTITLE) + 2
    head += sum([_lines(fact.content, _SUBTITLE) for fact in document.facts])
    found: dict[str, float] = {plain_text(document.title): head}
    for section in document.blocks:
        if isinstance(section, Section):
            name = plain_text(section.heading.content) if section.heading else ""
            found[name] = found.get(name, 0) + _block(section)
    notes = sum([_NOTE_LINE * _lines(note.content, _NOTE) for note in document.notes])
    return found | ({document.words["notes"]: notes} if notes else {})


def _block(block: Block) -> float:
    match block:
        case Section(_, _, heading, blocks):
            return (_HEADING if heading else 0.5) + sum([_block(inner) for inner in blocks])
        case Paragraph(content):
            return _lines(content, _TEXT) + 0.3
        case ListBlock(items):
            return sum([_lines(item, _TEXT - 4) + 0.2 for item in items])
        case KeyPointList(items):
            return 1 + sum([_lines(item.content, _TEXT - 10) + 0.1 for item in items])
        case StatisticPanel(items):
            return sum([1.4 + _lines(item.content, _TEXT) for item in items])
        case Figure():
            return 12
        case Logos():
            return 4
    return 6


def _lines(content: Inlines, width: int) -> int:
    return ceil(len(plain_text(content)) / width)
