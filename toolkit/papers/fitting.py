"""Whether a document fits on the pages that its kind allows, and which of its parts are long."""

from __future__ import annotations

from math import ceil, floor

from toolkit.diagnostics import Diagnostic, warning
from toolkit.document import Document, Measured
from toolkit.kind import Kind
from toolkit.position import Position

TOLERANCE = 0.5  # lines: what the estimate may be over for a page that is full to its last line
LONGEST = 3  # parts that are named


def too_long(
    position: Position, document: Document, kind: Kind, measured: Measured, pages: int = 0
) -> tuple[Diagnostic, ...]:
    """A warning where a document will not fit on the pages of its kind, with the parts that are longest.

    `pages` are those of a file that is laid out, a PDF; 0 for one of which the pages are told from what was `measured`.
    """
    lines, room = sum(measured.parts.values()) / measured.line, measured.room / measured.line
    if pages > kind.pages:
        says = f"its PDF has {pages}"
    elif not pages and lines > room + TOLERANCE:
        says = f"about {ceil(lines)} lines, where there is room for {floor(room)}"
    else:
        return ()
    longest = sorted(measured.parts.items(), key=lambda part: -part[1])[:LONGEST]
    named = [f"'{name or document.label}' ({round(height / measured.line)} lines)" for name, height in longest]
    message = f"{kind.name} in '{document.language}' is longer than {kind.pages} page{'s' if kind.pages > 1 else ''}"
    hint = f"shorten its longest parts: {', '.join(named)}"
    return (warning("too-long", position.span, f"{message}: {says}", hint),)
