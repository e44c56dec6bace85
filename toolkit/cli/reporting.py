"""How diagnostics are shown: as text for people, as JSON and as GitHub annotations for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from toolkit.diagnostics import ERROR, WARNING, Diagnostic, ToolkitError
from toolkit.resources import Workspace, find_workspace

FORMATS = ("text", "json", "github")
MENDABLE, USAGE, WARNED = 1, 2, 3
MOST_SHOWN = 1000
UNFINISHED = ("missing-catalogue", "missing-translation", "stale-translation", "fuzzy-translation")

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How to list what is wrong.",
)
strict_option = click.option("--strict", is_flag=True, help="End with exit code 3 where there are only warnings.")


def show(diagnostics: Sequence[Diagnostic], form: str) -> None:
    """Text goes to the error stream; JSON and GitHub's annotations, which programs read, to the output."""
    if form == "json":
        click.echo(as_json(diagnostics))
    elif form == "github":
        for diagnostic in diagnostics:
            click.echo(as_annotation(diagnostic))
    else:
        for diagnostic in diagnostics:
            click.echo(as_text(diagnostic), err=True)


def as_text(diagnostic: Diagnostic) -> str:
    """`file:line:col: error[code]: message`, and the hint on a line of its own."""
    span = diagnostic.span
    colour = {ERROR: "red", WARNING: "yellow"}.get(diagnostic.severity, "cyan")
    head = click.style(f"{diagnostic.severity}[{diagnostic.code}]", fg=colour, bold=True)
    lines = [f"{printable(span.file)}:{span.line}:{span.column}: {head}: {printable(diagnostic.message)}"]
    if diagnostic.hint:
        lines.append(f"  {click.style('hint', bold=True)}: {printable(diagnostic.hint)}")
    return "\n".join(lines)


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """A list of objects with severity, code, file, line, column, message, hint, and note where one is meant.

    A reference to a note by number has `named`, `meant` (null where nobody can tell) and `certainty` as well.
    """
    import json

    rows = []
    for found in diagnostics:
        row: dict[str, object] = {"severity": found.severity, "code": found.code, "file": found.span.file}
        row |= {"line": found.span.line, "column": found.span.column}
        row |= {"message": found.message, "hint": found.hint}
        if found.note is not None:
            row["note"] = found.note
        if found.quoted is not None and found.quoted.named is not None:
            row |= {"named": found.quoted.named, "meant": found.quoted.meant, "certainty": found.quoted.certainty}
        rows.append(row)
    return json.dumps(rows, indent=2, ensure_ascii=True)


def as_annotation(diagnostic: Diagnostic) -> str:
    """A workflow command of GitHub Actions; its separators are escaped as the toolkit of Actions does."""
    span = diagnostic.span
    file, code = (_escape_property(part) for part in (span.file, diagnostic.code))
    text = diagnostic.message + (f" (hint: {diagnostic.hint})" if diagnostic.hint else "")
    where = f"file={file},line={span.line},col={span.column},title={code}"
    level = diagnostic.severity if diagnostic.severity in (ERROR, WARNING) else "notice"
    return f"::{level} {where}::{_escape_data(text)}"


def _escape_data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


def printable(text: str) -> str:
    """`text`, not too long, without what would steer a terminal or cannot be encoded (shown as U+FFFD)."""
    if len(text) > MOST_SHOWN:
        text = f"{text[: MOST_SHOWN - 1]}…"
    safe = "".join(char if char.isprintable() or char == "\u00a0" else "\ufffd" for char in text)
    encoding = sys.stderr.encoding or "utf-8"
    return safe.encode(encoding, "replace").decode(encoding)


def shown(path: Path) -> str:
    """The path as seen from the current folder, or whole where it lies elsewhere."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """ "2 errors, 1 warning"."""
    counts = [sum(found.severity == severity for found in diagnostics) for severity in (ERROR, WARNING)]
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in zip(counts, (ERROR, WARNING), strict=True)]
    return ", ".join(parts)


def exit_code(diagnostics: Sequence[Diagnostic], strict: bool) -> int:
    """0 all well · 1 the author has something to mend · 3 only warnings, with --strict."""
    severities = {found.severity for found in diagnostics}
    if ERROR in severities:
        return MENDABLE
    return WARNED if strict and WARNING in severities else 0


@contextmanager
def environment() -> Iterator[None]:
    """Turns an unusable environment into its message and exit code 2."""
    try:
        yield
    except ToolkitError as problem:
        fail(str(problem), problem.hint)
    except PermissionError as problem:
        fail(f"{problem.filename} cannot be read: permission denied", "look whether you may open it")


def fail(message: str, words: str = "") -> NoReturn:
    """Ends with a message of the environment or of wrong usage, and a hint in `words`: exit code 2."""
    click.echo(f"{click.style('error', fg='red', bold=True)}: {printable(message)}", err=True)
    if words:
        hint(words)
    sys.exit(USAGE)


def hint(words: str) -> None:
    """Says what to do, below what is wrong."""
    click.echo(f"  {click.style('hint', bold=True)}: {printable(words)}", err=True)


def progress(name: str) -> None:
    """Shows what is being made, on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{name}", nl=False, err=True)


def clear_progress() -> None:
    """Takes the last progress away."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)


def open_workspace() -> Workspace:
    """The workspace that the current folder lies in."""
    try:
        here = Path.cwd()
    except OSError:
        fail("the folder that you are in is not there any more", "go to the folder of your workspace")
    return find_workspace(here)


def chosen_positions(workspace: Workspace, ids: Sequence[str]) -> list[str]:
    """The positions asked for, or all; a name that is none ends with what there is."""
    from toolkit.pipeline import position_ids

    known = position_ids(workspace)
    for identifier in ids:
        if identifier not in known:
            listed = ", ".join(known) or "none yet; make one with: position new"
            fail(f"there is no position '{identifier}'", f"positions here: {listed}")
    if not known:
        fail("there is no position here yet", "make one with: position new ID")
    return list(dict.fromkeys(ids)) or known


def keep_apart(build: Path, workspace: Workspace) -> None:
    """Ends with a message where papers would be written among the files that they are made from."""
    folder = build.resolve()
    for name in ("positions", "locales", "templates"):
        if folder.is_relative_to((workspace.root / name).resolve()):
            fail(f"{build} lies in {name}/: papers are not written there", "choose another folder with -o")


def at_version(workspace: Workspace, identifier: str, number: str | None) -> Workspace:
    """The workspace in which version `number` of the position was frozen, or this one where none is asked for."""
    if number is None:
        return workspace
    from toolkit.versions import at_version

    return at_version(workspace, identifier, number)


def checked_kinds(workspace: Workspace, names: Sequence[str]) -> None:
    """Ends with the list of kinds where one that is asked for is not there."""
    from toolkit.readers.kinds import kind_names

    known = kind_names(workspace) if names else []
    for name in names:
        if name not in known:
            fail(f"there is no kind of document '{name}'", f"kinds here: {', '.join(known)}")


def languages_at(workspace: Workspace, identifier: str, number: str | None, tags: Sequence[str]) -> list[str]:
    """The languages asked for, without any all that version `number` was released in; ends where it has one not."""
    if number is None:
        return list(tags)
    from toolkit.versions import find_release

    there = find_release(workspace, identifier, number).digests
    for tag in tags:
        if tag not in there:
            fail(f"version {number} was not released in '{tag}'", f"it was released in: {', '.join(there)}")
    return list(tags) or list(there)


def checked_languages(tags: Sequence[str]) -> list[str]:
    """The languages asked for; a tag that is no official language ends with the list of them."""
    from toolkit.readers.definition import LANGUAGES

    for tag in tags:
        if tag not in LANGUAGES:
            fail(f"'{tag}' is not an official language of the EU", f"one of: {', '.join(LANGUAGES)}")
    return list(dict.fromkeys(tags))
