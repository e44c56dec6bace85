"""Files for translators: made out of a catalogue, and brought back into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.diagnostics import Diagnostic, Span, error, has_errors
from toolkit.inline import plain_text
from toolkit.inspection.reading import UnreadableFileError
from toolkit.markup import parse
from toolkit.position import Position
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.positions import read_position
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.translating import bilingual, xliff
from toolkit.translating.bringing import Brought, bring
from toolkit.translating.exchange import Letter, Reply, sent
from toolkit.translating.merging import Merged, merge
from toolkit.translating.units import Unit, units
from toolkit.translating.updating import Elsewhere, Opened, open_catalogue, save

_WRITERS: Mapping[str, tuple[str, Callable[[Letter], bytes]]] = MappingProxyType(
    {"xliff": ("xlf", xliff.write_xliff), "docx": ("table.docx", bilingual.write_table)}
)
FORMATS = tuple(_WRITERS)


class Written(Record):
    """A file for a translator, not yet on the disk; without `data`, `diagnostics` say why."""

    name: str
    data: bytes
    diagnostics: tuple[Diagnostic, ...]


class Received(Record):
    """What became of a file that came back: whose it is, and what was brought into its catalogue (None: nothing)."""

    position: str
    language: str
    brought: Brought | None
    diagnostics: tuple[Diagnostic, ...]


def write_letter(workspace: Workspace, identifier: str, tag: str, form: str, filled: bool = False) -> Written:
    """The texts of a position with their translations into `tag`, as they stand against the draft.

    `form` is one of `FORMATS`; `filled` puts the original where there is no translation.
    """
    suffix, write = _WRITERS[form]
    name = f"{identifier}.{tag}.{suffix}"
    position, diagnostics = read_position(workspace.positions, identifier)
    if position is None or has_errors(diagnostics):
        return Written(name, b"", tuple(diagnostics))
    wanted = units(position)
    opened, found = open_catalogue(workspace, position, tag)
    if opened is None:
        return Written(name, b"", tuple(found))
    merged = _up_to_date(workspace, position, opened, wanted)
    title = " ".join(plain_text(parse(position.title.value).inlines).split())
    letter = Letter(position.id, title, position.language, tag, sent(wanted, merged.file.entries), filled)
    return Written(name, write(letter), tuple(found))


def _up_to_date(workspace: Workspace, position: Position, opened: Opened, wanted: tuple[Unit, ...]) -> Merged:
    return merge(opened.file, wanted, Elsewhere(workspace, position.id, opened.language).proposal)


def receive(workspace: Workspace, data: bytes, name: str, overwrite: bool) -> Received:
    """Brings a file that a translator sent into its catalogue, which is first brought up to the draft."""
    try:
        reply = bilingual.read_table(data) if data[:2] == b"PK" else xliff.read_xliff(data)
    except UnreadableFileError as reason:
        return _refused("", "", error("unreadable-file", Span(name), str(reason), reason.hint))
    position, fault = _addressee(workspace, reply, name)
    if position is None or fault:
        found = [fault] if fault else []
        return _refused(reply.position, reply.language, *found)
    wanted = units(position)
    opened, diagnostics = open_catalogue(workspace, position, reply.language)
    if opened is None:
        return _refused(reply.position, reply.language, *diagnostics)
    merged = _up_to_date(workspace, position, opened, wanted)
    brought = bring(merged.file, wanted, reply, name, overwrite)
    save(opened, brought.file)
    return Received(position.id, reply.language, brought, (*diagnostics, *brought.diagnostics))


def _refused(position: str, language: str, *found: Diagnostic) -> Received:
    return Received(position, language, None, found)


def _addressee(workspace: Workspace, reply: Reply, name: str) -> tuple[Position | None, Diagnostic | None]:
    """The position that a reply belongs to, or why it belongs to none here."""
    span = Span(name)
    known = sorted(path.parent.name for path in workspace.positions.glob("*/position.yaml"))
    if reply.position not in known:
        said = f"'{reply.position[:60]}'" if reply.position else "no position"
        hint = f"positions here: {', '.join(known)}; bring in a file that was exported here"
        return None, error("import-position", span, f"the file names {said}, which is none of this workspace", hint)
    position, diagnostics = read_position(workspace.positions, reply.position)
    if position is None or has_errors(diagnostics):
        return None, next(found for found in diagnostics if found.severity == "error")
    if reply.language not in LANGUAGES or reply.language == position.language:
        message = f"the file is a translation into '{reply.language[:20]}', which is none that this position can have"
        hint = f"one of: {', '.join(tag for tag in LANGUAGES if tag != position.language)}"
        return None, error("import-language", span, message, hint)
    if reply.origin != position.language:
        message = f"the file was translated from '{reply.origin[:20]}', but the position is in '{position.language}'"
        return None, error("import-language", span, message, "export the texts again")
    return position, None
