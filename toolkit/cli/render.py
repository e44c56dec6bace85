"""`position render`."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic
from toolkit.document import Section, SourceList
from toolkit.pipeline import DRAFTS, EXCHANGE_FORMATS, FORMATS, PRINT_FORMATS, Paper, Rendered, render
from toolkit.resources import Workspace

VERSIONS = "_versions"


@click.command("render")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-l", "--language", "chosen", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option(
    "-k",
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    help="The kind of document to make (position kinds); may be repeated.  [default: the paper]",
)
@click.option(
    "-f",
    "--file-format",
    "formats",
    multiple=True,
    type=click.Choice((*FORMATS, *PRINT_FORMATS, *EXCHANGE_FORMATS)),
    help="This format; may be repeated; akn with -k amendments alone.  [default: docx and html]",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to.  [default: build/ in the workspace]",
)
@click.option(
    "--draft", "as_draft", is_flag=True, help="Print what is not wholly translated too, in _drafts/ of that folder."
)
@click.option("--version", "number", metavar="VERSION", help="A released version instead of the present text.")
@reporting.format_option
@reporting.strict_option
def command(
    ids: tuple[str, ...],
    chosen: tuple[str, ...],
    kinds: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path | None,
    as_draft: bool,
    number: str | None,
    form: str,
    strict: bool,
) -> None:
    """Write the positions ID (all, if none is named) as Word and HTML, in every language they are translated into.

    With -f pdf also as PDF for print, notes at the foot of the page; it takes the extra 'pdf' of the toolkit.

    Checks come first: with any error nothing is written, and the last good build stays as it is. Every file is
    read again by an independent reader before it is published. Language versions that are rendered together
    link to each other. With --draft, texts that are not translated are printed in the words of the original.
    With --version, a version that was released is rendered again, in _versions/ of that folder.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage, 3 only warnings (with --strict).
    """
    _keep_to_amendments(formats, kinds, as_draft)
    if number is not None and len(ids) != 1:
        reporting.fail("--version is of one position", "name it, as in: position render ID --version 1.0")
    diagnostics: list[Diagnostic] = []
    rows: list[tuple[str, ...]] = []
    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(chosen)
        reporting.checked_kinds(workspace, kinds)
        build = output or workspace.root / "build"
        reporting.keep_apart(build / DRAFTS if as_draft else build, workspace)
        for place, identifier in enumerate(reporting.chosen_positions(workspace, ids)):
            if place:
                gc.collect()  # what the paper before left behind in cycles
            source, target = _at_version(workspace, identifier, number, build)
            tags = reporting.languages_at(workspace, identifier, number, languages)
            wanted = (source, identifier, tags, formats or FORMATS, target)
            done = render(*wanted, reporting.progress, _note, kinds, as_draft)
            reporting.clear_progress()
            diagnostics += done.diagnostics
            if form == "text":
                reporting.show(done.diagnostics, form)
            _say(identifier, done, form)
            rows += _rows(identifier, done)
            if number is not None and done.folder:
                _say_whether_as_released(workspace, identifier, number, done, form)
    if len({row[0] for row in rows}) > 1:
        _say_table(rows, form)
    if not as_draft and any(found.code in reporting.UNFINISHED for found in diagnostics):
        reporting.hint("with --draft, what is not translated is printed in the words of the original")
    if form != "text":
        reporting.show(diagnostics, form)
    sys.exit(reporting.exit_code(diagnostics, strict))


def _keep_to_amendments(formats: tuple[str, ...], kinds: tuple[str, ...], as_draft: bool) -> None:
    """Ends with a message where a format that has nothing but amendments is asked for of another kind of document."""
    if set(formats) & set(EXCHANGE_FORMATS) and set(kinds) != {"amendments"}:
        hint = "leave out -f akn, or ask for the amendments by themselves: -k amendments -f akn"
        reporting.fail("Akoma Ntoso is written for -k amendments alone", hint)
    if set(formats) & set(EXCHANGE_FORMATS) and as_draft:
        hint = "leave out --draft, or -f akn"
        reporting.fail("Akoma Ntoso is for programs, which would not see that it is a draft", hint)


def _at_version(workspace: Workspace, identifier: str, number: str | None, build: Path) -> tuple[Workspace, Path]:
    """The workspace of the version that is asked for, and where its papers go."""
    if number is None:
        return workspace, build
    return reporting.at_version(workspace, identifier, number), build / VERSIONS / number


def _note(words: str) -> None:
    click.echo(reporting.printable(words), err=True)


def _say(identifier: str, done: Rendered, form: str) -> None:
    stream_is_data = form != "text"
    if done.folder is None:
        words = f"{identifier}: {reporting.summary(done.diagnostics)}; nothing was written"
        click.echo(words, err=True)
        return
    click.echo(f"{reporting.shown(done.folder)}", err=stream_is_data)
    width = max(len(paper.name) for paper in done.papers)
    for paper in done.papers:
        click.echo(f"  {paper.name:<{width}}  {_facts(paper)}", err=stream_is_data)
    for words, names in (
        ("kept, still current", done.kept),
        ("removed, it no longer fits the definition, translation or template", done.removed),
    ):
        for name in names:
            click.echo(f"  {name}: {words}", err=stream_is_data)
    for words in done.kept_aside:
        click.echo(f"  {words}", err=stream_is_data)


def _rows(identifier: str, done: Rendered) -> list[tuple[str, ...]]:
    """A row of the table for each kind of document that was made of a position."""
    if done.folder is None:
        return [(identifier, "", "", "", "", "", f"nothing: {reporting.summary(done.diagnostics)}")]
    rows = []
    for kind in dict.fromkeys(paper.document.kind for paper in done.papers):
        papers = [paper for paper in done.papers if paper.document.kind == kind]
        notes = max(_numbered_notes(paper) for paper in papers)
        counted = (len({paper.language for paper in papers}), len(papers), notes)
        sources = max(_listed_sources(paper) for paper in papers)
        rows.append((identifier, kind, *map(str, counted), str(sources or ""), "verified"))
    return rows


def _say_table(rows: list[tuple[str, ...]], form: str) -> None:
    """What was done with each position, in columns; `sources` are those that are listed at its end."""
    table = [("position", "kind", "languages", "files", "notes", "sources", "written"), *rows]
    widths = [max(len(row[place]) for row in table) for place in range(7)]
    click.echo("", err=form != "text")
    for row in table:
        cells = [
            f"{cell:<{width}}" if place in (0, 1, 6) else f"{cell:>{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip(), err=form != "text")


def _say_whether_as_released(workspace: Workspace, identifier: str, number: str, done: Rendered, form: str) -> None:
    """Whether the files are those of the release, byte for byte (a Word file: each part of it)."""
    from toolkit import __version__
    from toolkit.releasing import paper_digest
    from toolkit.versions import find_release

    release = find_release(workspace, identifier, number)
    known = [paper for paper in done.papers if paper.name in release.papers]
    if not known:  # a sheet of amendments
        return
    same = sum(paper_digest(paper.data) == release.papers[paper.name] for paper in known)
    words = f"  {same} of {len(known)} files of the release are the same as then"
    if same < len(known) and release.toolkit != __version__:
        words += f"; they were made by version {release.toolkit} of the toolkit, these by {__version__}"
    elif same < len(known):
        words += "; render all languages together, since they link to each other"
    click.echo(words, err=form != "text")


def _numbered_notes(paper: Paper) -> int:
    """How many notes a paper has that are counted 1 … n: those with a symbol are none of them."""
    return sum(note.number is not None for note in paper.document.notes)


def _listed_sources(paper: Paper) -> int:
    """How many sources the list at the end of a paper has that cites them in brackets."""
    sections = [block for block in paper.document.blocks if isinstance(block, Section)]
    lists = [block for section in sections for block in section.blocks if isinstance(block, SourceList)]
    return sum(len(one.items) for one in lists)


def _facts(paper: Paper) -> str:
    """How many notes a paper has and how many sources are listed at its end; a sheet of amendments, how many those."""
    if paper.document.kind == "amendments":
        sections = [block for block in paper.document.blocks if isinstance(block, Section)]
        counted = [(sum(len(section.blocks) for section in sections), "amendment")]
    else:
        notes = _numbered_notes(paper)
        sources = _listed_sources(paper)
        counted = [(notes, "note")] * bool(notes or not sources) + [(sources, "source")] * bool(sources)
    return ", ".join([f"{count} {thing}{'' if count == 1 else 's'}" for count, thing in counted] + ["verified"])
