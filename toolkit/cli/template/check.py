"""`position template check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.cli.template.given import check_file

if TYPE_CHECKING:
    from toolkit.writers.docx.examining import Remark


@click.command("check")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(file: Path, form: str) -> None:
    """Say which styles, page settings and parts the Word file lacks, and what in it may not be meant.

    Nothing is written. What is missing is added by: position template adopt FILE.docx

    Exit code: 0 papers can be written with it, 1 something is missing, 2 wrong usage, or no Word file.
    """
    from toolkit.writers.docx.examining import MISSING, examine

    with reporting.environment():
        check_file(file)
        remarks = examine(file)
    missing = sum(one.state == MISSING for one in remarks)
    if form == "json":
        keys = ("area", "name", "state", "message", "hint")
        click.echo(json.dumps([{key: getattr(one, key) for key in keys} for one in remarks], indent=2))
    else:
        for line in [*_lines(remarks), _summary(file, missing, len(remarks) - missing)]:
            click.echo(reporting.printable(line))
    sys.exit(reporting.MENDABLE if missing else 0)


def _lines(remarks: list[Remark]) -> list[str]:
    return [f"  {one.state}: {one.message} ({one.hint})" for one in remarks]


def _summary(file: Path, missing: int, doubtful: int) -> str:
    if missing:
        return (
            f"{file}: {missing} missing, {doubtful} doubtful; add what is missing with: position template adopt {file}"
        )
    return f"{file}: papers can be written with it" + (f"; {doubtful} doubtful" if doubtful else "")
