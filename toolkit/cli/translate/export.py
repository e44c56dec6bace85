"""`position translate export`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic


@click.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language, or a new one; may be repeated."
)
@click.option(
    "-f",
    "--file-format",
    "form",
    type=click.Choice(("xliff", "docx")),
    required=True,
    help="XLIFF 1.2 for a CAT tool, or a table for Word.",
)
@click.option("--fill", is_flag=True, help="Put the original where a translation is missing; XLIFF alone.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.  [default: build/_translation/ in the workspace]",
)
def command(ids: tuple[str, ...], tags: tuple[str, ...], form: str, fill: bool, output: Path | None) -> None:
    """Write the texts of the positions ID (all, if none is named) for translators who have no PO editor.

    One file a language, with the translations that there are and what is to be known of each text. The catalogues stay
    as they are; what comes back is brought in with: position translate import.

    Exit code: 0 written, 1 a definition or a catalogue cannot be read, 2 wrong usage, or a file is there already.
    """
    from toolkit.readers.languages import catalogue_languages
    from toolkit.translating.letters import write_letter

    diagnostics: list[Diagnostic] = []
    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        folder = output or workspace.root / "build" / "_translation"
        for identifier in reporting.chosen_positions(workspace, ids):
            for tag in languages or catalogue_languages(workspace, identifier):
                written = write_letter(workspace, identifier, tag, form, fill and form == "xliff")
                reporting.show(written.diagnostics, "text")
                diagnostics += written.diagnostics
                if written.data:
                    _write(folder / written.name, written.data)
                    click.echo(reporting.printable(reporting.shown(folder / written.name)))
    sys.exit(reporting.exit_code(diagnostics, strict=False))


def _write(path: Path, data: bytes) -> None:
    """Writes a file; ends with a message where another one is there, in which a translator may have worked."""
    from toolkit.folders import replace_file
    from toolkit.publishing import unusable

    try:
        if os.path.lexists(path):
            if path.read_bytes() == data:
                return
            hint = "bring it in first (position translate import) and move it away, or choose another folder with -o"
            reporting.fail(f"{path} is there already, and differs", hint)
        replace_file(path, data, None)
    except OSError as problem:
        raise unusable(problem, path.parent) from problem
