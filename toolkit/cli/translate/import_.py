"""`position translate import`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.cli.verify import read_file
from toolkit.diagnostics import Diagnostic


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--overwrite", is_flag=True, help="Take the file's translation where the catalogue was changed as well.")
@reporting.strict_option
def command(files: tuple[Path, ...], overwrite: bool, strict: bool) -> None:
    """Bring the translations in FILE, an XLIFF file or a table of Word that was exported, into their catalogue.

    The file says itself which position and language it belongs to. A translation that was changed in the catalogue
    since the texts were sent is kept and reported; one whose text was changed in the draft is taken as doubtful.

    Exit code: 0 all taken, 1 something was not taken, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.translating.letters import receive

    diagnostics: list[Diagnostic] = []
    with reporting.environment():
        workspace = reporting.open_workspace()
        for path in files:
            done = receive(
                workspace,
                read_file(path, "give the path of a file that was exported, .xlf or .table.docx"),
                str(path),
                overwrite,
            )
            reporting.show(done.diagnostics, "text")
            diagnostics += done.diagnostics
            if done.brought is not None:
                counts = (
                    (done.brought.taken, "taken"),
                    (done.brought.unchanged, "as they were"),
                    (done.brought.empty, "still empty"),
                )
                said = ", ".join(f"{count} {words}" for count, words in counts if count) or "nothing taken"
                click.echo(reporting.printable(f"{done.position} into '{done.language}': {said}"))
            else:
                click.echo(reporting.printable(f"{path}: nothing was taken"), err=True)
    sys.exit(reporting.exit_code(diagnostics, strict))
