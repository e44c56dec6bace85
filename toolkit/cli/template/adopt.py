"""`position template adopt`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.cli.template.given import check_file
from toolkit.diagnostics import ToolkitError
from toolkit.resources import PAPER


@click.command("adopt")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option("--kind", default=PAPER, show_default=True, metavar="KIND", help="The kind of document that it is for.")
@click.option("--replace", is_flag=True, help="Put it in the place of the Word file that is there.")
def command(file: Path, kind: str, replace: bool) -> None:
    """Make the Word file the workspace's own: templates/KIND/paper.docx.

    Page, header, footer and styles of the file are kept. Styles that it lacks are added, in its fonts and colours, and
    each of them is said. FILE.docx itself is not changed. The file for position papers is also that of kinds without
    one.
    """
    from toolkit.writers.docx.adopting import adopt

    with reporting.environment():
        workspace = reporting.open_workspace()
        reporting.checked_kinds(workspace, [kind])
        check_file(file)
        adopted = adopt(file)
        target = workspace.root / "templates" / kind / "paper.docx"
        is_there = target.is_file() and target.read_bytes() == adopted.data
        if not is_there:
            _put(adopted.data, file, target, replace)
    for change in adopted.changes:
        click.echo(reporting.printable(f"  {change}"))
    said = "is the file of the workspace already" if is_there else f"is now {reporting.shown(target)}"
    click.echo(reporting.printable(f"{file} {said}, with {len(adopted.changes)} changes"))
    click.echo(f"next: position render{_option(kind)}")


def _option(kind: str) -> str:
    from toolkit.readers.definition import DEFINITIONS

    return "" if kind in DEFINITIONS else f" -k {kind}"


def _put(data: bytes, file: Path, target: Path, replace: bool) -> None:
    """Puts `data`, made of `file`, in its place in one step, once papers can be written with it."""
    from toolkit.writers.docx.own_template import load_own_template

    scratch = target.with_name(f".adopting-{os.getpid()}.docx")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_bytes(data)
        try:
            load_own_template(scratch, "en-GB")
        except ToolkitError as problem:
            raise ToolkitError(str(problem).replace(str(scratch), str(file)), problem.hint) from problem
        if replace:
            scratch.replace(target)
        else:
            os.link(scratch, target)  # other than a replacement it fails where there is a file
    except FileExistsError as problem:
        hint = "put this one in its place with --replace"
        raise ToolkitError(f"{target} is there already", hint) from problem
    except OSError as problem:
        message = f"{target} cannot be written: {(problem.strerror or 'unknown reason').lower()}"
        raise ToolkitError(message, "look whether you may write there") from problem
    finally:
        scratch.unlink(missing_ok=True)
