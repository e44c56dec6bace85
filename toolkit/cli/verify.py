"""`position verify`."""

from __future__ import annotations

import sys
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic, Span, error
from toolkit.manifest import was_changed

if TYPE_CHECKING:
    from toolkit.inspection.reading import Reading

MAX_BYTES = 40_000_000


@click.command("verify")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@reporting.format_option
@click.option(
    "--report", type=click.Path(path_type=Path), metavar="FILE", help="Also write an HTML page that quotes each place."
)
@reporting.strict_option
def command(files: tuple[Path, ...], form: str, report: Path | None, strict: bool) -> None:
    """Look for wrong numbers and references in the Word or HTML files FILE, whoever made them.

    Finds notes without a mark and marks without a note, gaps in the numbers, references that show another
    number than the note has, links within the file that lead nowhere; and what was typed by hand: "n. 6" where
    note 7 is meant, "Ibid." after two sources, a source cited in full twice, names in two spellings.

    Files that are the same paper in the same language (paper.en.docx and paper.en.html) are compared with each
    other too, and a file in the folder that it was rendered to with what was rendered.

    Exit code: 0 all well, 1 something is wrong, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.inspection import disagreements, verify_file, verify_typed

    diagnostics: list[Diagnostic] = []
    readings: dict[Path, Reading] = {}
    differing: set[Path] = set()
    for path in files:
        data = read_file(path)
        reading, found = verify_file(str(path), data)
        diagnostics += found
        if was_changed(path, data):
            message = "the file is not the one that was rendered: it was changed since (manifest.json)"
            hint = "render the paper again; make the change in the definition or in the catalogue"
            diagnostics.append(error("changed-file", Span(str(path)), message, hint))
        if reading is not None:
            diagnostics += verify_typed(str(path), reading)
            for other, first in readings.items():
                if other.with_suffix("") == path.with_suffix("") and other.suffix != path.suffix:
                    found = disagreements(first, reading, (str(other), str(path)))
                    diagnostics += found
                    differing |= {other, path} if found else set()
            readings[path] = reading
    diagnostics.sort(key=lambda found: found.span.file)
    if report is not None:
        write_report(report, files, diagnostics)
    reporting.show(diagnostics, form)
    if form == "text":
        for path in files:
            own = [found for found in diagnostics if found.span.file == str(path)]
            well = "differs from the other file" if path in differing else "all well"
            click.echo(reporting.printable(f"{path}: {reporting.summary(own) if own else well}"))
    sys.exit(reporting.exit_code(diagnostics, strict))


def write_report(place: Path, files: tuple[Path, ...], diagnostics: list[Diagnostic]) -> None:
    """Write the page of all findings to `place`, which may be none of the files that were looked at."""
    from toolkit.writers.reports import Verified, write_report

    if place.suffix.lower() not in (".html", ".htm"):
        reporting.fail(f"{place} is no name of an HTML page", "give one that ends with .html")
    if place.resolve() in [path.resolve() for path in files]:
        reporting.fail(f"{place} is a file to verify", "give the report another name")
    found = [(path, [one for one in diagnostics if one.span.file == str(path)]) for path in dict.fromkeys(files)]
    rows = [
        Verified(reporting.printable(path.name), reporting.summary(own) if own else "all well", own)
        for path, own in found
    ]
    try:
        place.write_bytes(write_report("What was found", rows))
    except OSError as problem:
        reporting.fail(
            f"cannot write {place}: {(problem.strerror or 'unknown reason').lower()}", "choose another place"
        )


def read_file(path: Path, hint: str = "give the path of a DOCX or HTML file") -> bytes:
    """The bytes of the file; ends with a message where it is none, or larger than any paper."""
    try:
        info = path.stat()
        if not S_ISREG(info.st_mode):
            reporting.fail(f"{path} is not a file", hint)
        if info.st_size > MAX_BYTES:
            reporting.fail(f"{path} is larger than {MAX_BYTES // 1_000_000} MB: no paper is", hint)
        return path.read_bytes()
    except OSError as problem:
        reporting.fail(f"{path} cannot be read: {(problem.strerror or 'unknown reason').lower()}", hint)
