"""Catalogues brought up to the draft as it now stands, each of them whole or as it was."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from toolkit.diagnostics import Diagnostic, ToolkitError, has_errors
from toolkit.folders import replace_file
from toolkit.po import Entry, PoFile, changed, new_entry
from toolkit.position import Position
from toolkit.publishing import unusable
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.languages import catalogue_languages, find_catalogue, find_locale_file
from toolkit.readers.po_files import read_po
from toolkit.readers.positions import read_position
from toolkit.records import Record, replace
from toolkit.resources import Workspace
from toolkit.translating.merging import Change, Proposal, merge
from toolkit.translating.units import Unit, units


class Updated(Record):
    """What became of one catalogue: `file` is its name, `state` "new", "updated", "unchanged" or "refused"."""

    language: str
    file: str
    state: str
    changes: tuple[Change, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Opened(Record):
    """A catalogue as it was read for changing: where it lies, what was there, `before` what the disk said of it.

    `is_new` says that it has to be written even if nothing in it changes.
    """

    language: str
    path: Path
    name: str
    file: PoFile
    before: os.stat_result | None
    is_new: bool


def update(workspace: Workspace, identifier: str, tags: Sequence[str]) -> tuple[list[Updated], list[Diagnostic]]:
    """What became of the catalogues of a position; `tags` are the languages, none means those that have one.

    With a definition that cannot be read without error nothing is changed.
    """
    position, diagnostics = read_position(workspace.positions, identifier)
    if position is None or has_errors(diagnostics):
        return [], diagnostics
    others = tags or catalogue_languages(workspace, identifier)
    if position.language in tags:
        message = f"'{position.language}' is the language that '{identifier}' is written in"
        raise ToolkitError(message, "name the languages that it is to be translated into")
    wanted = units(position)
    return [_update(workspace, position, wanted, tag) for tag in others if tag != position.language], diagnostics


def _update(workspace: Workspace, position: Position, wanted: Sequence[Unit], tag: str) -> Updated:
    opened, diagnostics = open_catalogue(workspace, position, tag)
    if opened is None:
        name = f"locales/{tag}/LC_MESSAGES/{position.id}.po"
        return Updated(tag, name, "refused", (), tuple(diagnostics))
    merged = merge(opened.file, wanted, Elsewhere(workspace, position.id, tag).proposal)
    save(opened, merged.file)
    state = "new" if opened.before is None else "unchanged" if merged.file is opened.file else "updated"
    return Updated(tag, opened.name, state, merged.changes, tuple(diagnostics))


def open_catalogue(workspace: Workspace, position: Position, tag: str) -> tuple[Opened | None, list[Diagnostic]]:
    """The catalogue of a position in a language, a new one where there is none, or None where it cannot be read."""
    found, name = find_catalogue(workspace, position.id, tag)
    own = workspace.root / name
    if found is None:
        return Opened(tag, own, name, PoFile(_header(workspace, position, tag), ()), None, True), []
    before = os.stat(found) if found.exists() else None
    file, diagnostics = read_po(found, name)
    if file is None:
        return None, diagnostics
    headless = file.header is None
    if headless:
        file = replace(file, header=_header(workspace, position, tag))
    is_ours = own.exists()
    return Opened(tag, own, name, file, before if is_ours else None, headless or not is_ours), diagnostics


def save(opened: Opened, file: PoFile) -> None:
    """Writes the catalogue where it is another than was read; a `ToolkitError` leaves the old one whole."""
    if file is opened.file and not opened.is_new:
        return
    try:
        done = replace_file(opened.path, file.data(), opened.before)
    except OSError as problem:
        raise unusable(problem, opened.path.parent) from problem
    if not done:
        message = f"{opened.name} was saved by another program meanwhile"
        raise ToolkitError(message, "nothing was written over; run the command again")


def _header(workspace: Workspace, position: Position, tag: str) -> Entry:
    """The header of a new catalogue, with the plural forms that the toolkit's own words have in the language."""
    path, name = find_locale_file(workspace, f"{tag}/LC_MESSAGES/toolkit.po")
    words = read_catalogue(path, name)[0] if path else None
    fields = {
        "Project-Id-Version": f"{position.id} {position.version}".strip(),
        "Language": tag,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": words.plural_forms if words else "",
        "X-Source-Language": position.language,
    }
    text = "".join([f"{field}: {value}\n" for field, value in fields.items() if value])
    entry = new_entry("", "", text)
    return changed(entry, remarks=[f"Translation of positions/{position.id} into {tag}."])


class Elsewhere:
    """What other positions have in the language; looked up only when a text has no translation."""

    def __init__(self, workspace: Workspace, identifier: str, tag: str) -> None:
        self.workspace = workspace
        self.identifier = identifier
        self.tag = tag

    def proposal(self, source: str) -> Proposal | None:
        """The translation of exactly these words in another position."""
        return self._proposals.get(source)

    @cached_property
    def _proposals(self) -> Mapping[str, Proposal]:
        found: dict[str, Proposal] = {}
        others = sorted(path.parent.name for path in self.workspace.positions.glob("*/position.yaml"))
        for other in others:
            path, name = find_catalogue(self.workspace, other, self.tag)
            catalogue = read_catalogue(path, name)[0] if path and other != self.identifier else None
            for message in catalogue.messages.values() if catalogue else ():
                if message.translation and not message.fuzzy and message.source:
                    found.setdefault(message.source, Proposal(message.translation, f"{other}, {message.key}"))
        return found
