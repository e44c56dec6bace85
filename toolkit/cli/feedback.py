"""`position feedback`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.diagnostics import has_errors
from toolkit.resources import Workspace

if TYPE_CHECKING:
    from toolkit.document import Document
    from toolkit.feedback.printed import Paper
    from toolkit.feedback.remarks import Feedback
    from toolkit.pipeline import Checked, Draft
    from toolkit.position import Text

FORMATS = ("text", "markdown", "json", "html")
VERSIONS = "versions"


@click.command("feedback")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--id", "identifier", required=True, metavar="ID", help="The position that the files came back to.")
@click.option("-l", "--language", "tag", metavar="LANG", help="The language of the files.  [default: that of the text]")
@click.option("--version", metavar="VERSION", help="The frozen version that was sent out.  [default: the draft]")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The new file to write to.  [default: the output]",
)
@reporting.strict_option
def command(
    files: tuple[Path, ...],
    identifier: str,
    tag: str | None,
    version: str | None,
    form: str,
    output: Path | None,
    strict: bool,
) -> None:
    """List what organisations wrote into the Word files FILE, which they got as the paper ID and sent back.

    Comments with their answers, tracked changes and changes made without tracking are listed in one list, by place:
    the text of the definition (or of the catalogue, in a translation) that each is about, with file and line, and the
    wording that a change proposes, in the marks of the definition, ready to be pasted. What several files say of one
    place stands together; what could not be placed is at the end, with the reason.

    Nothing is changed. Exit code: 0 done, 1 a file or the definition cannot be read, 2 wrong usage, 3 something could
    not be placed or was changed without tracking (with --strict).
    """
    from toolkit.cli.verify import read_file

    with reporting.environment():
        workspace = reporting.open_workspace()
        reporting.chosen_positions(workspace, [identifier])
        tags = reporting.checked_languages([tag] if tag else [])
        sent = _version(workspace, identifier, version) if version else workspace
        given = [(str(path), read_file(path, "give the path of a DOCX file")) for path in dict.fromkeys(files)]
        found = _gather(workspace, sent, identifier, version or "", tags, given)
        data = _data(found, form)
        if output is not None:
            _write(output, data, files)
    reporting.show(found.diagnostics, "text")
    if output is not None:
        click.echo(reporting.printable(f"{output}: written"), err=True)
    elif found.files:
        _print(data, form)
    sys.exit(reporting.exit_code(found.diagnostics, strict))


def _version(workspace: Workspace, identifier: str, version: str) -> Workspace:
    """The workspace in which a frozen version of the position lies."""
    folder = workspace.positions / identifier / VERSIONS
    known = sorted(path.name for path in folder.glob("*") if (path / "positions" / identifier).is_dir())
    if version not in known:
        listed = f"versions of {identifier}: {', '.join(known)}" if known else "it has no frozen version yet"
        reporting.fail(f"there is no version '{version}' of '{identifier}'", listed)
    return Workspace(folder / version)


def _gather(
    workspace: Workspace,
    sent: Workspace,
    identifier: str,
    version: str,
    tags: Sequence[str],
    given: Sequence[tuple[str, bytes]],
) -> Feedback:
    from toolkit.feedback.gathering import gather
    from toolkit.pipeline import check

    checked = check(sent, identifier, tags, as_draft=True)
    draft = _usable(checked)
    now = draft if sent is workspace else check(workspace, identifier, tags, as_draft=True).draft or draft
    return gather(identifier, version, list(draft.localised), _papers(sent, draft), _texts(now), given)


def _usable(checked: Checked) -> Draft:
    """The draft that was checked; ends where it has errors: then nobody knows what the paper says."""
    if checked.draft is None or has_errors(checked.diagnostics):
        reporting.show([found for found in checked.diagnostics if found.severity == "error"], "text")
        reporting.hint("mend this first, or name a language without errors with -l")
        sys.exit(reporting.MENDABLE)
    return checked.draft


def _papers(sent: Workspace, draft: Draft) -> Callable[[str], Sequence[Paper]]:
    """The kinds of document that were made of the draft, in one language."""
    from toolkit.feedback.printed import print_paper
    from toolkit.pipeline import read_images
    from toolkit.readers.kinds import kind_names, read_kind

    position = draft.position
    images = read_images(position)
    kinds = [kind for name in kind_names(sent) if (kind := read_kind(sent, name)[0]) and position.kind in kind.of]
    kinds.sort(key=lambda kind: kind.name != position.kind)
    original = draft.languages.get(position.language)

    @cache
    def papers(tag: str) -> Sequence[Paper]:
        own, language = draft.localised[tag], draft.languages[tag]
        return [print_paper(own, language, original, images, kind, _writer(sent, kind.name)) for kind in kinds]

    return papers


def _writer(workspace: Workspace, kind: str) -> Callable[[Document], bytes]:
    from toolkit.writers import WRITERS

    return lambda document: WRITERS["docx"](document, workspace.template(kind))


def _texts(draft: Draft) -> Callable[[str], Mapping[str, Text]]:
    from toolkit.position import texts

    @cache
    def known(tag: str) -> Mapping[str, Text]:
        return {text.key: text for text in texts(draft.localised.get(tag, draft.position))}

    return known


def _data(found: Feedback, form: str) -> bytes:
    if form == "html":
        from toolkit.feedback.page import page

        return page(found)
    if form == "json":
        from toolkit.feedback.data import as_json

        return as_json(found).encode()
    from toolkit.feedback.report import as_markdown, as_text

    return (as_markdown(found) if form == "markdown" else as_text(found)).encode("utf-8", "replace")


def _print(data: bytes, form: str) -> None:
    """To the output; text as the terminal can show it."""
    if form in ("text", "markdown"):
        for line in data.decode().split("\n")[:-1]:
            click.echo(_visible(line))
    else:
        click.echo(data, nl=False)


def _visible(line: str) -> str:
    """A line without what would steer a terminal; long ones are kept whole, to be pasted."""
    return "".join([reporting.printable(line[at : at + 900]) for at in range(0, len(line), 900)])


def _write(path: Path, data: bytes, files: Sequence[Path]) -> None:
    """Writes a new file, or one in the place of a page that this command made."""
    from toolkit.feedback.page import is_page

    if path.resolve() in [file.resolve() for file in files]:
        reporting.fail(f"{path} is a file that came back", "give the list another name")
    try:
        if path.is_symlink() or (path.exists() and not is_page(path.read_bytes())):
            reporting.fail(f"{path} is there already and no page of this command", "name another file")
        path.write_bytes(data)
    except OSError as problem:
        reporting.fail(f"cannot write {path}: {(problem.strerror or 'unknown reason').lower()}", "choose another place")
