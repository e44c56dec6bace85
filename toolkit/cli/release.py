"""`position release`."""

from __future__ import annotations

import sys

import click

from toolkit.cli import reporting
from toolkit.readers.definition import STATUSES


@click.command("release")
@click.argument("identifier", metavar="ID")
@click.option("--version", "number", default="", metavar="VERSION", help="The version, as the definition says it.")
@click.option("--status", type=click.Choice(STATUSES), default=None, help="The status, as the definition says it.")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@reporting.format_option
def command(identifier: str, number: str, status: str | None, tags: tuple[str, ...], form: str) -> None:
    """Freeze the position ID as it now is, as the version that its definition names.

    The definition, its sources, catalogues and templates are kept in positions/ID/versions/VERSION/, with the
    digest of the text in each language, so that the same papers can be rendered again (position render ID
    --version VERSION). Nothing is released while a check fails or a translation is not complete, and what
    was released is never overwritten.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage or a version that was released already.
    """
    from toolkit.releasing import release
    from toolkit.text_digest import short_digest

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        reporting.chosen_positions(workspace, [identifier])
        done = release(workspace, identifier, number, status or "", languages, reporting.progress)
    reporting.clear_progress()
    reporting.show(done.diagnostics, form)
    if done.release is None:
        click.echo(f"{identifier}: {reporting.summary(done.diagnostics)}; nothing was released", err=True)
        if any(found.code in reporting.UNFINISHED for found in done.diagnostics):
            reporting.hint("have it translated, or release only the languages that are ready: -l en -l fr")
    elif form == "text":
        click.echo(f"{identifier}: version {done.release.version}, {done.release.status}, released")
        click.echo(f"  {reporting.shown(done.release.folder)}")
        for tag, digest in done.release.digests.items():
            click.echo(f"  {tag}  {short_digest(digest)}")
    sys.exit(reporting.exit_code(done.diagnostics, strict=False))
