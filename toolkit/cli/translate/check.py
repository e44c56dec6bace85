"""`position translate check`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

import click

from toolkit.cli import reporting
from toolkit.diagnostics import ERROR, NOTE, WARNING, Diagnostic
from toolkit.resources import Workspace

_FOLDER = "locales/"


@click.command("check")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option("--notes", "with_advice", is_flag=True, help="Also say what might be better.")
@reporting.format_option
@reporting.strict_option
def command(ids: tuple[str, ...], tags: tuple[str, ...], with_advice: bool, form: str, strict: bool) -> None:
    """List what is wrong with the translations of the positions ID (all, if none is named).

    That is the part of `position check` that translators can mend: what lies in locales/. Without -l every language
    with a catalogue is looked at. Nothing is written.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage, 3 only warnings (with --strict).
    """
    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        chosen = reporting.chosen_positions(workspace, ids)
        found = [_Found(workspace, one, languages, with_advice) for one in chosen]
    diagnostics = list(dict.fromkeys(one for position in found for one in position.diagnostics))
    reporting.show(diagnostics, form)
    if form == "text":
        looked_at = {tag for position in found for tag in position.languages}
        lines = [line for position in found for line in position.remarks()]
        for line in [*lines, *_summary(diagnostics, looked_at)]:
            click.echo(reporting.printable(line))
    sys.exit(reporting.exit_code(diagnostics, strict))


class _Found:
    """What a check found in the translations of a position.

    Where the definition cannot be read, that is what is reported: its translations cannot be looked at.
    """

    def __init__(self, workspace: Workspace, identifier: str, tags: Sequence[str], with_advice: bool) -> None:
        from toolkit.pipeline import check
        from toolkit.readers.languages import catalogue_languages

        checked = check(workspace, identifier, tags, with_advice)
        self.id = identifier
        self.is_read = checked.draft is not None
        own = checked.draft.position.language if checked.draft else ""
        with_catalogue = [tag for tag in catalogue_languages(workspace, identifier) if tag != own]
        self.languages = list(tags or with_catalogue) if self.is_read else []
        everything = checked.diagnostics
        self.diagnostics = [one for one in everything if _is_translation(one)] if self.is_read else list(everything)
        self.others = [one for one in everything if not _is_translation(one) and one.severity == ERROR]

    def remarks(self) -> list[str]:
        """What a reader of the summary should know besides, a line each."""
        if not self.is_read:
            return [f"{self.id}: the definition cannot be read; its translations were not checked"]
        if not self.languages:
            return [f"{self.id}: no catalogue yet; begin one with: position translate update {self.id} -l fr"]
        if self.others:
            return [f"{self.id}: {_counted(self.others)} outside the translations; see: position check {self.id}"]
        return []


def _is_translation(found: Diagnostic) -> bool:
    return found.span.file.startswith(_FOLDER)


def _summary(diagnostics: Sequence[Diagnostic], languages: Iterable[str]) -> list[str]:
    """A line a language, in the order of the institutions: "fr: all well"."""
    from toolkit.languages import protocol_place

    own: dict[str, list[Diagnostic]] = {tag: [] for tag in languages}
    for found in diagnostics:
        if _is_translation(found) and found.severity != NOTE:
            own.setdefault(found.span.file.split("/")[1], []).append(found)
    return [f"{tag}: {_counted(own[tag])}" for tag in sorted(own, key=protocol_place)]


def _counted(diagnostics: Sequence[Diagnostic]) -> str:
    """ "1 error, 2 warnings"; "all well" where there is neither."""
    counts = [(sum(found.severity == severity for found in diagnostics), severity) for severity in (ERROR, WARNING)]
    said = [f"{count} {severity}{'' if count == 1 else 's'}" for count, severity in counts if count]
    return ", ".join(said) or "all well"
