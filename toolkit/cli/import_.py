"""`position import`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.cli.verify import read_file
from toolkit.diagnostics import ToolkitError, has_errors
from toolkit.resources import Workspace, builtin

if TYPE_CHECKING:
    from toolkit.importing.papers import Brought
    from toolkit.importing.papers.comparing import Comparison
    from toolkit.importing.papers.report import Report
    from toolkit.pipeline import Checked

_STAGING = ".importing-"


class _Staged(Workspace):
    """The workspace with a position in it that is not there yet: `staging` stands for its positions."""

    staging: Path = Path()

    @property
    def positions(self) -> Path:
        return self.staging


@click.command("import")
@click.argument("file", metavar="FILE.docx", type=click.Path(path_type=Path))
@click.option("--id", "identifier", required=True, metavar="ID", help="The name of the position that is made.")
@click.option("-l", "--language", "tag", metavar="LANG", help="The language of the paper.  [default: that of its text]")
@click.option(
    "--changes",
    type=click.Choice(("accept", "reject")),
    default="accept",
    show_default=True,
    help="What becomes of tracked changes.",
)
@reporting.strict_option
def command(file: Path, identifier: str, tag: str | None, changes: str, strict: bool) -> None:
    """Bring in the Word paper FILE.docx: make the position ID of it, in positions/ID/.

    HTML and Markdown are read where pandoc is installed.

    Its parts, notes and sources become a definition; references that were typed by hand become live ones. What has
    no place in a definition is reported, and the words of the file are compared with those that will be printed.
    Nothing that exists is changed.

    Exit code: 0 all well, 1 the file cannot be brought in, 2 wrong usage, 3 only warnings (with --strict).
    """
    from toolkit.importing.papers import import_paper
    from toolkit.importing.papers.converting import as_word, is_converted
    from toolkit.manifest import RESERVED
    from toolkit.readers.definition import ID_PATTERN, NAME_RULE

    if not re.fullmatch(ID_PATTERN, identifier) or identifier in RESERVED:
        reporting.fail(f"'{identifier}' cannot be the name of a position", NAME_RULE)
    language = reporting.checked_languages([tag])[0] if tag else ""
    with reporting.environment():
        workspace = reporting.open_workspace()
        folder = workspace.positions / identifier
        if os.path.lexists(folder):
            reporting.fail(f"{folder} exists already", "choose another name; nothing that exists is written over")
        data = read_file(file)
        if is_converted(file.name):
            data = as_word(str(file), data)
        imported = import_paper(workspace, data, str(file), file.stem, language, changes == "accept")
        if imported.brought is None:
            reporting.show(imported.faults, "text")
            sys.exit(reporting.MENDABLE)
        _bring_in(workspace, identifier, imported.brought, imported.report, changes, strict)


def _bring_in(
    workspace: Workspace, identifier: str, imported: Brought, report: Report, changes: str, strict: bool
) -> None:
    """Checks the definition where nobody sees it yet, puts it into its place, and tells what it is."""
    from toolkit.pipeline import check

    with _staging(workspace, identifier, imported) as staging:
        checked = check(_Staged(workspace.root, staging=staging), identifier)
        compared = _compare(checked, imported, report)
        reporting.show(report.diagnostics(), "text")
        if has_errors(checked.diagnostics):
            reporting.show(checked.diagnostics, "text")
            click.echo(f"{identifier}: the definition would not be right, and was not written", err=True)
            sys.exit(reporting.MENDABLE)
        written = _publish(workspace, identifier, staging, imported)
    for path in written:
        click.echo(f"wrote {reporting.shown(path)}")
    for line in _summary(identifier, imported, report.mended, compared, changes):
        click.echo(reporting.printable(line))
    if checked.diagnostics:
        click.echo(f"position check {identifier}: {reporting.summary(checked.diagnostics)}")
    click.echo(f"look through it, then: position render {identifier}")
    sys.exit(reporting.exit_code((*report.diagnostics(), *checked.diagnostics), strict))


@contextmanager
def _staging(workspace: Workspace, identifier: str, imported: Brought) -> Iterator[Path]:
    """A folder beside the positions with all files of the new one, which is gone at the end."""
    from shutil import rmtree
    from tempfile import mkdtemp

    try:
        staging = Path(mkdtemp(prefix=_STAGING, dir=workspace.positions))
        try:
            for name, data in imported.files.items():
                path = staging / identifier / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            organisations = workspace.positions / "organisations.yaml"
            given = organisations.read_bytes() if os.path.lexists(organisations) else _own_organisations()
            (staging / organisations.name).write_bytes(given)
            yield staging
        finally:
            rmtree(staging, ignore_errors=True)
    except OSError as problem:
        raise _unwritable(workspace.positions / identifier, problem) from problem


def _unwritable(folder: Path, problem: OSError) -> ToolkitError:
    message = f"{folder} cannot be written: {(problem.strerror or 'unknown reason').lower()}"
    return ToolkitError(message, "look whether you may write there")


def _own_organisations() -> bytes:
    return (builtin("templates") / "new-position" / "organisations.yaml").read_bytes()


def _publish(workspace: Workspace, identifier: str, staging: Path, imported: Brought) -> list[Path]:
    """Puts the folder into its place in one step, and organisations.yaml where there is none."""
    folder = workspace.positions / identifier
    organisations = workspace.positions / "organisations.yaml"
    new = imported.needs_organisations and not os.path.lexists(organisations)
    if new:
        with organisations.open("xb") as file:  # follows no link that leads nowhere yet
            file.write((staging / organisations.name).read_bytes())
    try:
        os.rename(staging / identifier, folder)
    except OSError:
        if new:
            organisations.unlink()
        raise
    return [*[folder / name for name in imported.files], *([organisations] if new else [])]


def _compare(checked: Checked, imported: Brought, report: Report) -> Comparison | None:
    """The words of the file against those that will be printed; None where nothing can be composed."""
    if checked.draft is None or has_errors(checked.diagnostics):
        return None
    from toolkit.checks.references import image_blocks
    from toolkit.images import read_image
    from toolkit.importing.papers.comparing import compare_words
    from toolkit.importing.papers.report import listed
    from toolkit.pipeline import compose_document

    position = checked.draft.position
    images = {block.image: read_image(position.folder, block.image) for block in image_blocks(position)}
    document = compose_document(checked.draft, position.language, (), images)
    compared = compare_words(imported, document, position, checked.draft.languages[position.language])
    for words, what in (
        (compared.left_out, "words of the text that are not printed"),
        (compared.added, "words that are printed and not in the text"),
        (compared.notes_left_out, "words of the notes that are not printed"),
        (compared.notes_added, "words that are printed and not in the notes"),
    ):
        if words:
            report.words_differ(f"{what}: {listed(words)}")
    return compared


def _summary(
    identifier: str, imported: Brought, mended: int, compared: Comparison | None, changes: str
) -> Iterator[str]:
    made, citations = imported.definition, imported.citations
    counts = [
        _count(len(made.points), "key point"),
        _count(len(made.amendments), "amendment"),
        _count(len(citations.notes), "note"),
        _count(len(made.sources), "source"),
    ]
    yield f"{identifier}: {', '.join(filter(None, counts))}, in the language '{made.language}'"
    if imported.paper.changes:
        yield f"{_count(imported.paper.changes, 'tracked change')} {changes}ed"
    if mended:
        yield f"{_count(mended, 'reference')} mended"
    if compared is not None:
        text, notes = compared.text, compared.notes
        yield f"words of the text: {text[0]} in the file, {text[1]} printed"
        yield f"words of the notes: {notes[0]} in the file, {notes[1]} printed, as the toolkit cites"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}" if number else ""
