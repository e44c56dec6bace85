"""`position import-amendments`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.cli.verify import read_file
from toolkit.diagnostics import ToolkitError, has_errors
from toolkit.resources import Workspace, find_workspace


@click.command("import-amendments")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option(
    "-l", "--language", "tag", metavar="LANG", help="The language of the sheet.  [default: what its words show]"
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write to, which must not be there yet.  [default: the output]",
)
@reporting.strict_option
def command(file: Path, tag: str | None, output: Path | None, strict: bool) -> None:
    """Bring in the sheet of amendments FILE.docx: print it as the list 'amendments' of a definition.

    Reads the Parliament's own files and sheets in the same form, in any official language. What could not be
    placed is reported with its words on the error stream; nothing is left out without a word.

    Exit code: 0 all well, 1 the file cannot be read, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.importing import import_sheet

    language = reporting.checked_languages([tag])[0] if tag else ""
    if output is not None and (output.exists() or output.is_symlink()):
        reporting.fail(f"{output} is there already", "nothing that exists is written over; name another file")
    with reporting.environment():
        found = import_sheet(_workspace(), read_file(file), str(file), language)
    reporting.show(found.diagnostics, "text")
    if not has_errors(found.diagnostics):
        if output is None:
            click.echo(found.text, nl=False)
        else:
            _write(output, found.text)
        amendments = f"{found.count} amendment{'' if found.count == 1 else 's'}"
        counted = f", {reporting.summary(found.diagnostics)}" if found.diagnostics else ""
        click.echo(reporting.printable(f"{file}: {amendments} in the language '{found.language}'{counted}"), err=True)
    sys.exit(reporting.exit_code(found.diagnostics, strict))


def _workspace() -> Workspace:
    """The workspace, whose own words of languages count; anywhere else those of the toolkit do."""
    here = Path.cwd()
    try:
        return find_workspace(here)
    except ToolkitError:
        return Workspace(here)


def _write(path: Path, text: str) -> None:
    """Writes a new file; ends with a message where that cannot be done."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as problem:
        hint = "look whether its folder is there, and whether you may write in it"
        reporting.fail(f"{path} cannot be written: {(problem.strerror or 'unknown reason').lower()}", hint)
