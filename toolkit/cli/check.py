"""`position check`."""

from __future__ import annotations

import sys

import click

from toolkit.cli import reporting


@click.command("check")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@reporting.format_option
@reporting.strict_option
def command(ids: tuple[str, ...], tags: tuple[str, ...], form: str, strict: bool) -> None:
    """List everything that is wrong with the positions ID (all, if none is named).

    Looks at the definition, its sources, notes and references, and at every translation. Nothing is written.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.pipeline import check

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        chosen = reporting.chosen_positions(workspace, ids)
        diagnostics = [found for one in chosen for found in check(workspace, one, languages).diagnostics]
    diagnostics = list(dict.fromkeys(diagnostics))
    reporting.show(diagnostics, form)
    if form == "text":
        names = reporting.printable(", ".join(chosen))
        click.echo(f"{names}: {reporting.summary(diagnostics)}" if diagnostics else f"{names}: all well")
    sys.exit(reporting.exit_code(diagnostics, strict))
