"""`position check`."""

from __future__ import annotations

import sys

import click

from toolkit.cli import reporting
from toolkit.diagnostics import NOTE


@click.command("check")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option("--notes", "with_advice", is_flag=True, help="Also say what might be better.")
@reporting.format_option
@reporting.strict_option
def command(ids: tuple[str, ...], tags: tuple[str, ...], with_advice: bool, form: str, strict: bool) -> None:
    """List everything that is wrong with the positions ID (all, if none is named).

    Looks at the definition, its sources, notes and references, and at every translation. Nothing is written.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.pipeline import check

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        chosen = reporting.chosen_positions(workspace, ids)
        diagnostics = [found for one in chosen for found in check(workspace, one, languages, with_advice).diagnostics]
    diagnostics = list(dict.fromkeys(diagnostics))
    reporting.show(diagnostics, form)
    if form == "text":
        names = reporting.printable(", ".join(chosen))
        counted = [found for found in diagnostics if found.severity != NOTE]
        click.echo(f"{names}: {reporting.summary(counted)}" if counted else f"{names}: all well")
    sys.exit(reporting.exit_code(diagnostics, strict))
