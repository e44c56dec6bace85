"""`position pack`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.pipeline import FORMATS, PRINT_FORMATS

PACKS = "_packs"


@click.command("pack")
@click.argument("identifier", metavar="ID")
@click.option("--version", "number", default="", metavar="VERSION", help="The version.  [default: the last released]")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option(
    "-f",
    "--file-format",
    "formats",
    multiple=True,
    type=click.Choice((*FORMATS, *PRINT_FORMATS)),
    help="Only this format; may be repeated.  [default: all]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.  [default: build/_packs/ in the workspace]",
)
@reporting.format_option
def command(
    identifier: str, number: str, tags: tuple[str, ...], formats: tuple[str, ...], output: Path | None, form: str
) -> None:
    """Put together what goes out with a released version of the position ID: a folder and a ZIP file.

    In it are, in each language, the paper, the sheet of amendments, the changes since the version before, the
    covering letter and, for a text that is for endorsement, a form of one page; and a list with digests.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage.
    """
    from toolkit.packing import pack

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        reporting.chosen_positions(workspace, [identifier])
        build = output or workspace.root / "build" / PACKS
        reporting.keep_apart(build, workspace)
        wanted = (workspace, identifier, number, languages, formats or (*FORMATS, *PRINT_FORMATS), build)
        done = pack(*wanted, reporting.progress, lambda words: click.echo(reporting.printable(words), err=True))
    reporting.clear_progress()
    reporting.show(done.diagnostics, form)
    if done.folder is None:
        click.echo(f"{identifier}: {reporting.summary(done.diagnostics)}; nothing was packed", err=True)
    else:
        click.echo(f"{reporting.shown(done.folder)}", err=form != "text")
        counted = Counter(name.rpartition(".")[2] for name in done.names if name.count(".") > 1)
        files = ", ".join(f"{number} {ending}" for ending, number in sorted(counted.items()) if ending != "zip")
        click.echo(f"  {files}", err=form != "text")
        click.echo(f"  {done.archive}", err=form != "text")
        for words in done.kept_aside:
            click.echo(f"  {words}", err=form != "text")
    sys.exit(reporting.exit_code(done.diagnostics, strict=False))
