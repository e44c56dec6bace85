"""`position new`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.diagnostics import ToolkitError
from toolkit.resources import builtin


@click.command("new")
@click.argument("identifier", metavar="ID")
def command(identifier: str) -> None:
    """Begin the position ID: a definition and a list of sources to fill in, in positions/ID/.

    ID is a short name in small letters, digits and hyphens; it becomes part of the names of the files.
    Nothing that exists is changed.
    """
    from toolkit.manifest import RESERVED
    from toolkit.readers.definition import ID_PATTERN, NAME_RULE

    if not re.fullmatch(ID_PATTERN, identifier) or identifier in RESERVED:
        reporting.fail(f"'{identifier}' cannot be the name of a position", NAME_RULE)
    with reporting.environment():
        workspace = reporting.open_workspace()
        folder = workspace.positions / identifier
        if folder.exists():
            reporting.fail(f"{folder} exists already", "choose another name, or go on with that position")
        written = write_new(workspace.positions, identifier)
    for path in written:
        click.echo(f"wrote {reporting.shown(path)}")
    click.echo(f"fill them in, then: position render {identifier}")


def write_new(positions: Path, identifier: str) -> list[Path]:
    """Writes the files of a new position and returns them; organisations.yaml only where there is none."""
    from datetime import date

    from toolkit.readers.definition import ID_PATTERN
    from toolkit.readers.positions import read_organisations

    folder = positions / identifier
    templates = builtin("templates") / "new-position"
    planned = [(templates / name, folder / name) for name in ("position.yaml", "sources.yaml")]
    if not (positions / "organisations.yaml").exists():
        planned.append((templates / "organisations.yaml", positions / "organisations.yaml"))
    known = [one for one in read_organisations(positions)[0] if re.fullmatch(ID_PATTERN, one)]
    blanks = {"{{date}}": date.today().isoformat()[:7], "{{organisation}}": known[0] if known else "our-organisation"}
    try:
        folder.mkdir(parents=True)
        for source, target in planned:
            text = source.read_text(encoding="utf-8")
            for blank, value in blanks.items():
                text = text.replace(blank, value)
            with target.open("x", encoding="utf-8") as file:  # follows no link that leads nowhere yet
                file.write(text)
    except OSError as problem:
        message = f"{folder} cannot be written: {(problem.strerror or 'unknown reason').lower()}"
        raise ToolkitError(message, "look whether you may write there") from problem
    return [target for _, target in planned]
