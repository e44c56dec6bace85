"""`position new`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.diagnostics import ToolkitError
from toolkit.resources import PAPER, Workspace, builtin

SOURCES = "sources.yaml"


@click.command("new")
@click.argument("identifier", metavar="ID")
@click.option("--kind", default=PAPER, show_default=True, metavar="KIND", help="position-paper or briefing.")
def command(identifier: str, kind: str) -> None:
    """Begin the position ID: a definition and a list of sources to fill in, in positions/ID/.

    With --kind briefing, an evidence brief. Other kinds of document are made out of one of these: position kinds.

    ID is a short name in small letters, digits and hyphens; it becomes part of the names of the files.
    Nothing that exists is changed.
    """
    from toolkit.manifest import RESERVED
    from toolkit.readers.definition import ID_PATTERN, NAME_RULE

    if not re.fullmatch(ID_PATTERN, identifier) or identifier in RESERVED:
        reporting.fail(f"'{identifier}' cannot be the name of a position", NAME_RULE)
    with reporting.environment():
        workspace = reporting.open_workspace()
        _keep_to_definitions(workspace, kind)
        folder = workspace.positions / identifier
        if folder.exists():
            reporting.fail(f"{folder} exists already", "choose another name, or go on with that position")
        written = write_new(workspace.positions, identifier, kind)
    for path in written:
        click.echo(f"wrote {reporting.shown(path)}")
    click.echo(f"fill them in, then: position render {identifier}")


def _keep_to_definitions(workspace: Workspace, kind: str) -> None:
    """Ends with what to do where `kind` is no kind of definition."""
    from toolkit.readers.definition import DEFINITIONS
    from toolkit.readers.kinds import read_kind

    if kind in DEFINITIONS:
        return
    reporting.checked_kinds(workspace, [kind])
    made_of = read_kind(workspace, kind)[0]
    first = made_of.of[0] if made_of else PAPER
    hint = f"begin it with: position new ID --kind {first}; then: position render ID -k {kind}"
    reporting.fail(f"a document of the kind '{kind}' is made out of a definition of another kind", hint)


def write_new(positions: Path, identifier: str, kind: str = PAPER) -> list[Path]:
    """Writes the files of a new position and returns them; organisations.yaml only where there is none."""
    from datetime import date

    from toolkit.readers.definition import ID_PATTERN
    from toolkit.readers.positions import read_organisations

    folder = positions / identifier
    common = builtin("templates") / "new-position"
    templates = common if kind == PAPER else builtin("templates") / f"new-{kind}"
    planned = [(templates / "position.yaml", folder / "position.yaml"), (common / SOURCES, folder / SOURCES)]
    if not (positions / "organisations.yaml").exists():
        planned.append((common / "organisations.yaml", positions / "organisations.yaml"))
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
