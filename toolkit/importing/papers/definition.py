"""What is written: the texts of a definition, its notes, its sources and images."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.importing.papers.entries import Entry
from toolkit.records import MutableRecord, Record, fresh

Written = tuple[str, str]  # the role of a block, its text


class PointText(Record):
    """A key point as it is written."""

    id: str
    point: str
    heading: str
    argument: tuple[Written, ...]


class AmendmentText(Record):
    """An amendment as it is written: its provision, the role of its wording, the wording."""

    id: str
    to: str
    role: str
    wording: str


class Definition(MutableRecord):
    """A definition as texts with marks. `footnotes` have their symbol ("" where they are numbered) and their text."""

    title: str
    subtitle: str
    language: str
    date: str
    drafted_by: list[str]
    endorsed_by: list[str]
    summary: list[Written] = fresh(factory=list)
    points: list[PointText] = fresh(factory=list)
    call: list[Written] = fresh(factory=list)
    amendments: list[AmendmentText] = fresh(factory=list)
    closing: list[Written] = fresh(factory=list)
    footnotes: dict[str, tuple[str, str]] = fresh(factory=dict)
    sources: Mapping[str, Entry] = fresh(factory=dict)
    images: dict[str, bytes] = fresh(factory=dict)
