"""How WeasyPrint sets pages, but for three things: its tags, notes that move, and spaces that are read as hard ones.

Where the first line of a paragraph does not fit, WeasyPrint moves notes that stand at the foot of the page to the
next, whatever their `footnote-policy`. In columns it does not, so it is told that it sets columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from weasyprint import document, pdf
from weasyprint.layout import LayoutContext

from toolkit.writers.pdf.tags import add_tags


class NotesStay(LayoutContext):  # type: ignore[misc]
    """The state of a layout that keeps notes on the page of their mark."""

    _in_column = False
    _sets_notes = False

    @property
    def in_column(self) -> bool:
        """Whether columns are set, and whenever it is asked for moving notes."""
        return self._in_column if self._sets_notes else True

    @in_column.setter
    def in_column(self, value: bool) -> None:
        self._in_column = value

    def _update_footnote_area(self) -> object:
        self._sets_notes = True
        try:
            return super()._update_footnote_area()
        finally:
            self._sets_notes = False


# Most fonts have one sign for each of these and the plain one; which of the two it stands for is said once a font.
PLAIN = str.maketrans("\u00a0\u202f\u2010\u2011", "  --")
_build_fonts = pdf.build_fonts_dictionary


def build_fonts(made: Any, fonts: dict[str, Any], *options: Any) -> Any:
    """The fonts of a file, in which a space is read as a space; in the place of WeasyPrint's function."""
    for font in fonts.values():
        for glyph, text in font.to_unicode.items():
            font.to_unicode[glyph] = text.translate(PLAIN)
    return _build_fonts(made, fonts, *options)


@contextmanager
def our_layout() -> Iterator[None]:
    """Within it WeasyPrint sets pages with this layout and with our tags."""
    before = document.LayoutContext, pdf.add_tags, pdf.build_fonts_dictionary
    document.LayoutContext, pdf.add_tags, pdf.build_fonts_dictionary = NotesStay, add_tags, build_fonts
    try:
        yield
    finally:
        document.LayoutContext, pdf.add_tags, pdf.build_fonts_dictionary = before
