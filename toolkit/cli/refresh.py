"""`position refresh`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.cli.verify import read_file
from toolkit.diagnostics import Span, error

if TYPE_CHECKING:
    from toolkit.refreshing import Choices
    from toolkit.refreshing.outcome import Refreshed

AUTHOR = "Position Toolkit"
_LONGEST_AUTHOR = 200
_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


@click.command("refresh")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write to, which must not be there yet.",
)
@click.option("--link", is_flag=True, help="Make numbers that were typed by hand live where their note is certain.")
@click.option(
    "--mend", is_flag=True, help="Correct wrong numbers that were typed by hand where the right one is certain."
)
@click.option("--no-track", is_flag=True, help="Write these two without tracked changes.")
@click.option("--author", metavar="NAME", default=AUTHOR, show_default=True, help="Whose tracked changes they are.")
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Their date.  [default: they have none]"
)
def command(
    file: Path, output: Path, link: bool, mend: bool, no_track: bool, author: str, date: datetime | None
) -> None:
    """Mend the numbers of references in the Word file FILE.docx, and write it to another file.

    Cross-references to notes and paragraphs that show an old number show the right one. Nothing else changes in
    the file, and FILE.docx itself is never written to. What was done is listed, and what is left to a person.

    Exit code: 0 all well, 1 something is left that is wrong, or the file cannot be read, 2 wrong usage.
    """
    _check(file, output, author)
    data = read_file(file)
    found = _refresh(file, data, _choices(link, mend, no_track, author, date))
    if found.data is not None:
        _write(output, found.data)
    _show(file, output, found)
    sys.exit(reporting.MENDABLE if any(one.is_fault for one in found.left) else 0)


def _check(file: Path, output: Path, author: str) -> None:
    if not author.strip() or not author.isprintable() or len(author) > _LONGEST_AUTHOR:
        reporting.fail("the author has no name that can be written", "give a short name on one line")
    if file.suffix.lower() not in _SUFFIXES:
        reporting.fail(f"{file} is no Word file", "give a .docx file; HTML pages are rendered again")
    if output.suffix.lower() != file.suffix.lower():
        reporting.fail(f"{output} must end in {file.suffix}, as the file does", "give the new file such a name")
    if os.path.lexists(output) and os.path.lexists(file) and os.path.samefile(file, output):
        reporting.fail(f"{output} is the file itself", "nothing that exists is written over; name another file")
    if not output.parent.is_dir():
        reporting.fail(f"the folder {output.parent} is not there", "make it first, or name another folder")


def _choices(link: bool, mend: bool, no_track: bool, author: str, date: datetime | None) -> Choices:
    from toolkit.refreshing import Choices
    from toolkit.refreshing.splicing import Tracking

    day = f"{date:%Y-%m-%dT00:00:00Z}" if date else ""
    return Choices(link, mend, None if no_track else Tracking(author.strip(), day))


def _refresh(file: Path, data: bytes, choices: Choices) -> Refreshed:
    from toolkit.inspection.reading import UnreadableFileError
    from toolkit.refreshing import refresh

    with reporting.environment():
        try:
            return refresh(data, choices)
        except UnreadableFileError as problem:
            reporting.show([error("unreadable-file", Span(str(file)), str(problem), problem.hint)], "text")
            sys.exit(reporting.MENDABLE)


def _show(file: Path, output: Path, found: Refreshed) -> None:
    """The table of what was done and of what was left, with the sum of both."""
    rows = [(one.place, one.words, f"{one.old or '(nothing)'} → {one.new}", one.what) for one in found.done]
    _table(rows)
    if found.left:
        click.echo("left as it is:")
    _table([(one.place, one.words, one.old + (f" → {one.new}?" if one.new else ""), one.why) for one in found.left])
    if found.data is None:
        why = "nothing was changed" if found.left else "nothing to do"
        click.echo(reporting.printable(f"{file}: {why}, so {output} is not written"))
    else:
        count = f"{len(rows)} number{'' if len(rows) == 1 else 's'}"
        click.echo(reporting.printable(f"{file}: {count} refreshed, written to {output}"))


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        click.echo(reporting.printable("  " + "  ".join(cells).rstrip()))


def _write(path: Path, data: bytes) -> None:
    """Writes the new file in one step; ends with a message where it cannot, or must not, be written."""
    from toolkit.folders import replace_file

    hint = "look whether you may write there, and whether the disk is full"
    try:
        if os.path.lexists(path):
            written = path.is_file() and path.read_bytes() == data
        else:
            written = replace_file(path, data, None)
    except OSError as problem:
        reporting.fail(f"{path} cannot be written: {(problem.strerror or 'unknown reason').lower()}", hint)
    if not written:
        reporting.fail(f"{path} is there already", "nothing that exists is written over; name another file")
