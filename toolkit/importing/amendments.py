"""Amendments as a sheet has them, to amendments as a definition writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from toolkit.importing import drafts as roles
from toolkit.importing.columns import Column, Columns, read_columns
from toolkit.importing.drafts import Draft, RoleLine
from toolkit.importing.lines import Grid, Line, Note, key
from toolkit.importing.provisions import Target, read_target, tell_apart
from toolkit.importing.reports import Reports
from toolkit.importing.texts import MARK, Marks, blocks_of, clean_mark, text_of, texts_of
from toolkit.importing.wordings import Asked, read_wording
from toolkit.importing.words import Words
from toolkit.provisions import Forms
from toolkit.records import MutableRecord, fresh

_SIGNS = {"*": "star", "†": "dagger", "‡": "double-dagger", "§": "section"}


class _Names:
    """Gives out names, each once: the second one of a kind has a 2 behind it."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.taken: set[str] = set()

    def take(self, base: str) -> str:
        name = base
        while name in self.taken:
            self.counts[base] = self.counts.get(base, 1) + 1
            name = f"{base}-{self.counts[base]}"
        self.taken.add(name)
        return name


class Amendment(MutableRecord):
    """An amendment of a definition; its texts are escaped. `comments` stand above it, `related` are by number.

    `law_names` are the ids of `law_notes` by mark and text, `names` gives them out.
    """

    number: str
    id: str = ""
    to: str = ""
    comments: list[str] = fresh(factory=list)
    existing: str = ""
    existing_to: str = ""
    wording: dict[str, list[str]] = fresh(factory=dict)
    deleted: bool = False
    law_notes: dict[str, tuple[str, str]] = fresh(factory=dict)
    law_names: dict[tuple[str, str], str] = fresh(factory=dict)
    names: _Names = fresh(factory=_Names)
    justification: list[tuple[str, str]] = fresh(factory=list)
    related: dict[str, list[str]] = fresh(factory=dict)


class Builder:
    """Makes amendments of drafts; `footnotes` are those of justifications, `used` the notes of the file that were."""

    def __init__(self, words: Words, english: Forms, labels: frozenset[str], notes: Mapping[str, Note],
                 reports: Reports) -> None:  # fmt: skip
        self.words = words
        self.english = english
        self.labels = labels
        self.notes = notes
        self.reports = reports
        self.footnotes: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.used: set[str] = set()

    def build(self, drafts: Iterable[Draft]) -> list[Amendment]:
        """The amendments that change something; all of the others is reported."""
        drafts = list(drafts)
        made = [one for one in [self.amendment(draft) for draft in drafts] if one is not None]
        name_all(made)
        ids = {one.number: one.id for one in reversed(made)}
        for one in made:
            self.relate(one, ids)
        return made

    def relate(self, one: Amendment, ids: Mapping[str, str]) -> None:
        """Puts ids in the place of the numbers of related amendments; those that are not there are reported."""
        for field, numbers in one.related.items():
            for number in numbers:
                if ids.get(number, one.id) == one.id:
                    self.reports.leave(f"at amendment {one.number}", f"{field}: {number}")
            named = dict.fromkeys([ids[number] for number in numbers if number in ids])
            one.related[field] = [name for name in named if name != one.id]

    def amendment(self, draft: Draft) -> Amendment | None:
        columns = self.columns(draft)
        asked = read_wording(columns, self.words) if columns else None
        if columns is None or asked is None:
            self.leave_all(draft)
            return None
        made = Amendment(draft.number)
        lines = [entry for entry in draft.before if not self.relation(made, entry)]
        self.head(made, draft, lines, columns, asked)
        self.wording(made, draft, columns, asked)
        self.after(made, draft)
        return made

    def leave_all(self, draft: Draft) -> None:
        """Reports every word of an amendment that cannot be made one."""
        where = f"{draft.place}, which has no wording in two columns"
        self.leave_labels(draft)
        for line in [line for _, line in (*draft.before, *draft.after)]:
            self.reports.leave_item(where, line)
        for grid in draft.grids:
            self.reports.leave_item(where, grid)

    def leave_labels(self, draft: Draft) -> None:
        """Reports words that stand where a fixed word does and are none."""
        for label in draft.labels:
            if key(label) not in self.labels:
                self.reports.leave(draft.place, label)

    def columns(self, draft: Draft) -> Columns | None:
        """The columns of the first table that has two; what stands in the others is reported."""
        found: Columns | None = None
        for grid in draft.grids:
            columns = None if found else read_columns(grid, self.words)
            if columns is None or not (columns.left.lines or columns.right.lines):
                self.leave_unless(found is None and len(draft.grids) == 1, draft, grid)
                continue
            found = columns
            for line in columns.strays:
                self.reports.leave(draft.place, line.text)
            for head in columns.strangers:
                self.reports.leave(f"{draft.place}, head of a column", head)
        return found

    def leave_unless(self, is_told: bool, draft: Draft, grid: Grid) -> None:
        if not is_told:
            self.reports.leave_item(draft.place, grid)

    def relation(self, made: Amendment, entry: RoleLine) -> bool:
        found = self.words.relation(entry[1].text)
        if found:
            made.related.setdefault(found[0], []).extend(found[1])
        return found is not None

    # Lines above and below the columns

    def head(self, made: Amendment, draft: Draft, lines: list[RoleLine], columns: Columns, asked: Asked) -> None:
        """The provision, the act in force, and comments on who tables it."""
        texts = [line.text for _, line in lines]
        found = tell_apart(lines, self.words, self.english, columns.left_head)
        self.leave_labels(draft)
        if found.tablers:
            made.comments.append(f"tabled by: {'; '.join([_codes(texts[index]) for index in found.tablers])}")
        if found.act is not None:
            made.comments.append(texts[found.act])
        made.to = self.target(draft, texts[found.position] if found.position is not None else "", asked.is_new)
        if found.existing is not None:
            made.existing = text_of(lines[found.existing][1], Marks())
        if found.existing_to is not None:
            made.existing_to = self.target(draft, texts[found.existing_to], False)
        for index in found.others:
            self.reports.leave(draft.place, texts[index])

    def target(self, draft: Draft, written: str, is_new: bool) -> str:
        target: Target = read_target(written, self.words, self.english, is_new)
        if target.provision is None:
            self.reports.unread_provision(draft.place, written)
        return target.written if written else "?"

    def after(self, made: Amendment, draft: Draft) -> None:
        """The language that it was written in, as a comment, and the justification."""
        reasons: list[Line] = []
        for role, line in draft.after:
            if role == roles.JUSTIFICATION:
                reasons.append(line)
            elif role == roles.ORIGINAL:
                made.comments.append(_original(line.text))
            elif not self.relation(made, (role, line)):
                self.reports.leave(draft.place, line.text)
        notes = {piece.note: self.footnote(piece.note) for line in reasons for piece in line.pieces if piece.note}
        marks = Marks(notes={note: name for note, name in notes.items() if name})
        made.justification = blocks_of(reasons, marks)
        self.tell(draft, marks)

    def footnote(self, note: str) -> str:
        """The id under `footnotes` of a note of the file; "" where it has no text."""
        if note not in self.named:
            text = self.note_text(note)
            self.named[note] = f"sheet-note-{len(self.footnotes) + 1}" if text else ""
            if text:
                self.footnotes[self.named[note]] = text
        return self.named[note]

    def note_text(self, note: str) -> str:
        """The words of a note of the file, as one paragraph."""
        found = self.notes.get(note)
        if found is None:
            return ""
        marks = Marks()
        text = " ".join(texts_of(found.lines, marks))
        self.used.add(note)
        for address in marks.addresses:
            self.reports.leave("in a note", address)
        return text.removeprefix(found.mark).lstrip() if not found.mark.isalnum() else text

    # Columns

    def wording(self, made: Amendment, draft: Draft, columns: Columns, asked: Asked) -> None:
        """The texts of the wording and the notes of the law in them."""
        made.deleted = asked.deleted
        if asked.doubt:
            self.reports.doubt(draft.place, asked.doubt, "look whether that is meant")
        sides = {"proposed": columns.right, "insert": columns.right}
        used: set[str] = set()
        for role, lines in asked.lines.items():
            marks = self.law_marks(made, sides.get(role, columns.left), lines)
            made.wording[role] = texts_of(lines, marks)
            used |= marks.used
            self.tell(draft, marks)
        if columns.left_head == "existing-text" and "present" not in asked.lines:
            self.reports.leave(draft.place, "the left column is the present text")
        if asked.deleted:  # notes below the word "deleted"
            self.law_marks(made, columns.right, ())
        for name in [name for name in made.law_notes if name not in used]:
            mark, text = made.law_notes.pop(name)
            self.reports.leave(f"{draft.place}, a footnote without a mark in the wording", f"{mark} {text}")

    def law_marks(self, made: Amendment, column: Column, lines: Iterable[Line]) -> Marks:
        """What the marks in a column stand for; the notes are entered in `made`."""
        raised = {}
        for shown, line in column.notes:
            raised[shown] = self.enter(made, self.words.mark(shown), text_of(line, Marks()))
        notes = {}
        for note in [piece.note for line in lines for piece in line.pieces if piece.note]:
            text = self.note_text(note)
            mark = clean_mark(self.notes[note].mark) if text else ""
            if text:
                notes[note] = self.enter(made, mark if MARK.match(mark) else "*", text)
        return Marks(raised, notes)

    def enter(self, made: Amendment, mark: str, text: str) -> str:
        """The id of the note of the law with this mark and text, which is entered where it is new."""
        name = made.law_names.get((mark, text))
        if name is None:
            signs = "".join([f"-{_SIGNS[char]}-" if char in _SIGNS else char for char in mark])
            name = made.names.take(f"note-{_slug(signs)}")
            made.law_names[mark, text] = name
        made.law_notes[name] = (mark, text)
        return name

    def tell(self, draft: Draft, marks: Marks) -> None:
        """Reports raised marks that stand for nothing, and addresses that no paper can link to."""
        if marks.bare:
            words = f"the raised {', '.join([repr(mark) for mark in marks.bare])} has no note, and stands as plain text"
            self.reports.doubt(draft.place, words, "put the mark of a note in its place, or take it out")
        for address in marks.addresses:
            self.reports.leave(f"{draft.place}, an address", address)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "x"


def name_all(amendments: Iterable[Amendment]) -> None:
    """Gives every amendment an id after its provision, unique among them."""
    names = _Names()
    for one in amendments:
        slug = _slug(one.to)[:40].strip("-") if one.to.isascii() else ""
        is_name = re.match(r"[a-z]", slug) and slug != "x"
        one.id = names.take(slug if is_name else f"amendment-{_slug(one.number)}")


def _codes(text: str) -> str:
    """ "{EPP}on behalf of the EPP Group" as it can be read."""
    return re.sub(r"\{([^{}]*)\}\s*", r"[\1] ", text).strip()


def _original(text: str) -> str:
    """ "Or. en" of whatever the line has."""
    words = re.sub(r"\A\[?Or\.?\s*", "", text, flags=re.IGNORECASE)
    code, _, rest = words.rpartition("}")
    same = code.strip("{ ").casefold() == rest.strip().casefold()
    return f"Or. {rest.strip() if code and same else words}"
