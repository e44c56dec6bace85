"""`position init`."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.diagnostics import ToolkitError
from toolkit.resources import builtin


@click.command("init")
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Make a workspace in DIR (here, if none is named) with a small example in English and French.

    Nothing that exists is changed.
    """
    with reporting.environment():
        if (folder / "positions").exists():
            reporting.fail(
                f"{folder} is a workspace already: it has a folder 'positions'", "position new ID adds to it"
            )
        written = write_workspace(folder)
    for path in written:
        click.echo(f"wrote {path}")
    inside = "" if folder == Path(".") else f"cd {folder} && "
    click.echo(f"next: {inside}position render")


def write_workspace(folder: Path) -> list[Path]:
    """Writes the example workspace into `folder` and returns its files; a file that exists is left alone."""
    example = builtin("templates") / "workspace"
    written = []
    try:
        for source in sorted(path for path in example.rglob("*") if path.is_file()):
            target = folder / source.relative_to(example)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
                written.append(target)
    except OSError as problem:
        message = f"{folder} cannot be written: {(problem.strerror or 'unknown reason').lower()}"
        raise ToolkitError(message, "choose another folder, or look whether you may write there") from problem
    return written
