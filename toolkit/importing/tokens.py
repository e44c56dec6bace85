"""The Parliament's own sheets: its tools leave their codes in the text, and those say what each line is.

<Amend>Amendment <NumAm>1</NumAm>   <Members>…</Members>   <AuNomDe>{EPP}on behalf of …</AuNomDe>
<DocAmend>Proposal for a regulation</DocAmend>   <Article>Recital 4</Article>   (the table)
Or. <Original>{EN}en</Original>   <TitreJust>Justification</TitreJust>   …   </Amend>
"""

from __future__ import annotations

import re

from toolkit.importing import drafts as roles
from toolkit.importing.drafts import Draft, Loose, where_loose
from toolkit.importing.lines import Grid, Line, Sheet

_NUMBER, _LABEL = "number", "label"
_ROLES = {
    "NumAm": _NUMBER,
    "Members": roles.MEMBERS,
    "AuNomDe": roles.MEMBERS,
    "By": roles.MEMBERS,
    "DocAmend": roles.ACT,
    "DocAmend2": roles.ACT,
    "Article": roles.POSITION,
    "Article2": roles.POSITION,
    "Original": roles.ORIGINAL,
    "TitreJust": _LABEL,
}
_NAMES = "|".join([*_ROLES, "Amend", r"RepeatBlock-\w+", r"Amend[AB]", r"NumAm[AB]", "OptDel", "OptDelPrev"])
_TOKEN = re.compile(rf"<(?P<end>/?)(?P<name>{_NAMES})>")


def has_tokens(sheet: Sheet) -> bool:
    """Whether the sheet has the codes of the Parliament's tools in it."""
    found = (line.raw for line in sheet.items if isinstance(line, Line))
    return any("<Amend>" in text or "<NumAm>" in text for text in found)


def read_tokens(sheet: Sheet) -> tuple[list[Draft], list[Loose]]:
    """The amendments of a sheet with codes, and what belongs to none."""
    reader = _Reader()
    for item in sheet.items:
        if isinstance(item, Grid):
            reader.grid(item)
        else:
            reader.line(item)
    return reader.drafts, reader.loose


class _Reader:
    """Goes through the lines; `role` is what the text that comes next is."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.loose: list[Loose] = []
        self.current: Draft | None = None
        self.role = roles.PLAIN
        self.rest = roles.PLAIN  # what text without codes is, where the amendment has got to

    def grid(self, grid: Grid) -> None:
        if self.current is None or self.rest == roles.JUSTIFICATION:
            self.loose.append(Loose(where_loose(self.drafts), grid))
        else:
            self.current.grids.append(grid)
        self.role = self.rest

    def line(self, line: Line) -> None:
        raw, at = line.raw, 0
        for token in _TOKEN.finditer(raw):
            self.text(line.part(at, token.start()))
            self.token(token["name"], bool(token["end"]))
            at = token.end()
        self.text(line.part(at, len(raw)) if at else line)

    def token(self, name: str, ends: bool) -> None:
        if name == "Amend":
            self.current = None if ends else self.begin()
            self.role = self.rest = roles.PLAIN
        elif name in _ROLES:
            if self.current is None and name == "NumAm" and not ends:
                self.current = self.begin()
            if name == "TitreJust" and self.current is not None:
                self.rest = roles.JUSTIFICATION
            self.role = self.rest if ends else _ROLES[name]

    def begin(self) -> Draft:
        self.rest = roles.PLAIN
        self.drafts.append(Draft(str(len(self.drafts) + 1)))
        return self.drafts[-1]

    def text(self, line: Line) -> None:
        draft = self.current
        if line.is_empty:
            return
        if draft is None:
            self.loose.append(Loose(where_loose(self.drafts), line))
        elif self.role == _NUMBER:
            draft.number = line.text
        elif self.role == _LABEL or (self.role == roles.PLAIN and self.is_label(draft, line)):
            draft.labels.append(line.text)
        elif draft.grids:
            draft.after.append((self.role, line))
        else:
            draft.before.append((self.role, line))

    def is_label(self, draft: Draft, line: Line) -> bool:
        """Whether `line` is the word before the number of the amendment, or the "Or." before its language."""
        first = not draft.before and not draft.grids and not draft.labels
        return first or re.fullmatch(r"Or\.?", line.text, re.IGNORECASE) is not None
