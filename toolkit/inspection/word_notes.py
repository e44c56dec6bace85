"""The numbers that Word shows for notes, by the settings of the file and of each section (ISO 29500-1, 17.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.inspection.word import W, format_number, integer, value
from toolkit.inspection.word_sections import sections
from toolkit.records import MutableRecord, Record, fresh

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class NoteForm(Record):
    """How the notes of a section are numbered: first number, number format, and where they start again (17.11.19).

    `on_new_page` says that the section begins on a page of its own.
    """

    start: int = 1
    style: str = "decimal"
    restarts: bool = False
    each_page: bool = False
    on_new_page: bool = True


class NoteCounter(MutableRecord):
    """Numbers note references in reading order; `numbers` is what each note's first mark shows."""

    forms: list[NoteForm]
    end_forms: list[NoteForm]
    section: int = 0
    count: int = 0
    end_count: int = 0
    numbers: dict[str, tuple[str, int | None]] = fresh(factory=dict)

    def mark(self, note: str, custom: bool, at_end: bool) -> str:
        """What the next mark shows; one with a mark of its own is not counted (17.11.14)."""
        if custom:
            self.numbers.setdefault(note, ("", None))
            return ""
        form = self._form(self.end_forms if at_end else self.forms)
        if at_end:
            self.end_count += 1
        else:
            self.count += 1
        number = form.start - 1 + (self.end_count if at_end else self.count)
        shown = format_number(number, form.style)
        self.numbers.setdefault(note, (shown, number))
        return shown

    def _form(self, forms: list[NoteForm]) -> NoteForm:
        return forms[min(self.section, len(forms) - 1)]

    def end_section(self) -> None:
        """A new section begins; where notes restart, they do so now."""
        self.section += 1
        form = self._form(self.forms)
        if form.restarts or (form.each_page and form.on_new_page):
            self.count = 0
        if self._form(self.end_forms).restarts:
            self.end_count = 0

    def end_page(self) -> None:
        """A page ends, as far as the file says so: Word's layout decides where others do."""
        if self._form(self.forms).each_page:
            self.count = 0


def note_counter(main: Element, settings: Element | None) -> NoteCounter:
    """The counter with the form of notes of each section; settings hold for sections that say nothing."""
    counter = NoteCounter([], [])
    for section in sections(main) or [None]:
        for forms, name, style in (
            (counter.forms, "footnotePr", "decimal"),
            (counter.end_forms, "endnotePr", "lowerRoman"),
        ):
            forms.append(_form(section, settings, W + name, style, forms[-1] if forms else None))
    return counter


def _form(
    section: Element | None, settings: Element | None, name: str, style: str, before: NoteForm | None
) -> NoteForm:
    own = section.find(name) if section is not None else None
    general = settings.find(name) if settings is not None else None

    def setting(key: str, default: str) -> str:
        return value(own, W + key) or value(general, W + key) or default

    restarts = setting("numRestart", "continuous")
    start = integer(setting("numStart", "1"), 1)
    if before is not None and restarts == "continuous" and not value(own, W + "numStart"):
        start = before.start  # the numbers of the section before go on
    on_new_page = value(section, W + "type", "nextPage") not in ("continuous", "nextColumn")
    return NoteForm(start, setting("numFmt", style), restarts == "eachSect", restarts == "eachPage", on_new_page)
