"""`position redline`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting

if TYPE_CHECKING:
    from toolkit.earlier.redlines import Redlined

AUTHOR = "Position Toolkit"
LONGEST_AUTHOR = 200


@click.command("redline")
@click.argument("identifier", metavar="ID")
@click.option(
    "--from",
    "earlier",
    metavar="TEXT",
    default="",
    help="The earlier text: a version, a position.yaml, a folder or ZIP that is a workspace, or a commit of git."
    "  [default: the last version]",
)
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option(
    "-f",
    "--file-format",
    "formats",
    multiple=True,
    type=click.Choice(("docx", "html", "pdf")),
    help="Only this format; may be repeated.  [default: docx and html]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to; they stand in _redlines/ID there.  [default: build/ in the workspace]",
)
@click.option("--author", metavar="NAME", default=AUTHOR, show_default=True, help="Whose tracked changes they are.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The date of the changes.  [default: that of the paper]",
)
def command(
    identifier: str,
    earlier: str,
    tags: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    author: str,
    date: datetime | None,
) -> None:
    """Show what changed in the position ID since an earlier text, in every language that both have.

    A Word file has the changes as tracked changes: accepted, they give the present text, rejected the earlier one. A
    page has them marked, with a summary by part. Where nothing changed, that is said, and no file is written.

    Exit code: 0 all well, 1 the present text has something to mend, 2 wrong usage.
    """
    if not author.strip() or not author.isprintable() or len(author) > LONGEST_AUTHOR:
        reporting.fail("the author has no name that can be written", "give a short name on one line")
    from toolkit.earlier import open_earlier
    from toolkit.earlier.redlines import FOLDER, FORMATS, publish_redlines, redline
    from toolkit.redlining.word import Tracking

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        reporting.chosen_positions(workspace, [identifier])
        build = output or workspace.root / "build"
        reporting.keep_apart(build / FOLDER, workspace)
        tracking = Tracking(author.strip(), f"{date:%Y-%m-%d}" if date else "")
        with open_earlier(workspace, identifier, earlier) as text:
            found = redline(workspace, identifier, text, languages, formats or FORMATS, tracking)
        reporting.show(found.diagnostics, "text")
        code = reporting.exit_code(found.diagnostics, False)
        if not code:
            found = publish_redlines(found, identifier, build, _note)
            _say(found, text.name)
    if code:
        click.echo(f"{identifier}: {reporting.summary(found.diagnostics)}; nothing was written", err=True)
    sys.exit(code)


def _note(words: str) -> None:
    click.echo(reporting.printable(words), err=True)


def _say(found: Redlined, earlier: str) -> None:
    """What was written, and what there was nothing to write of."""
    if found.files and found.folder:
        click.echo(f"{reporting.shown(found.folder)}")
        width = max(len(one.name) for one in found.files)
        for one in found.files:
            click.echo(f"  {one.name:<{width}}  {one.changes} change{'' if one.changes == 1 else 's'}")
    for tag in found.equal:
        click.echo(reporting.printable(f"{tag}: no difference from {earlier}"))
    for tag in found.added:
        click.echo(reporting.printable(f"{tag}: a new language; {earlier} was not in it"))
    for words in found.kept_aside:
        click.echo(f"  {reporting.printable(words)}")
