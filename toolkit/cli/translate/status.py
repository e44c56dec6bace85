"""`position translate status`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import reporting

if TYPE_CHECKING:
    from toolkit.translating.states import Counts, Status, Translation


@click.command("status")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option("--format", "form", type=click.Choice(("text", "json", "html")), default="text", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write to: a new one, or a page that this command wrote.  [default: the output]",
)
def command(ids: tuple[str, ...], tags: tuple[str, ...], form: str, output: Path | None) -> None:
    """Show how far the positions ID (all, if none is named) are in each language, or in LANG.

    A text is complete, doubtful (marked as fuzzy), outdated (its translation was made from other words) or missing.
    Words to translate are those of the original in all texts that are not complete. The day of the last change is
    that of the catalogue's header (PO-Revision-Date), or else that of the file.

    Exit code: 0 done, 1 a definition or a catalogue cannot be read, 2 wrong usage.
    """
    from toolkit.translating.states import status

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        found = [status(workspace, one, languages) for one in reporting.chosen_positions(workspace, ids)]
        data = _data(found, form)
        if output is not None:
            _write(output, data, [workspace.root / name for name in ("positions", "locales", "templates")])
    diagnostics = list(dict.fromkeys(one for position in found for one in position.found))
    reporting.show(diagnostics, "text")
    if output is None:
        _print(data, form)
    else:
        click.echo(reporting.printable(f"{output}: written"), err=True)
    sys.exit(reporting.exit_code(diagnostics, strict=False))


def _print(data: bytes, form: str) -> None:
    """To the output; text as the terminal can show it."""
    if form == "text":
        for line in data.decode().splitlines():
            click.echo(reporting.printable(line))
    else:
        click.echo(data, nl=False)


def _data(found: Sequence[Status], form: str) -> bytes:
    if form == "html":
        from toolkit.translating.status_page import page

        return page(found)
    if form == "json":
        import json

        return (json.dumps([_plain(one) for one in found], indent=2, ensure_ascii=True) + "\n").encode()
    lines = "\n\n".join(["\n".join(_table(one)) for one in found])
    return (lines + "\n").encode("utf-8", "replace")


def _write(path: Path, data: bytes, kept: Sequence[Path]) -> None:
    """Writes a new file, or one in the place of a page that this command made; ends with a message otherwise."""
    from toolkit.folders import replace_file
    from toolkit.publishing import unusable
    from toolkit.translating.status_page import is_page

    try:
        before = path.stat() if path.exists() else None
        if path.is_symlink() or (before and not (path.is_file() and is_page(path.read_bytes()))):
            reporting.fail(f"{path} is there already and no page of this command", "name another file")
        for folder in kept:
            if path.resolve().is_relative_to(folder.resolve()):
                reporting.fail(f"{path} lies in {folder.name}/: nothing is written there", "name another file")
        done = replace_file(path, data, before)
    except OSError as problem:
        raise unusable(problem, path.parent) from problem
    if not done:
        reporting.fail(f"{path} was saved by another program meanwhile", "run the command again")


# As text


_HEADINGS = ("", "complete", "doubtful", "outdated", "missing", "words left", "last change")
_NUMBERS = range(2, 6)


def _table(position: Status) -> list[str]:
    """A position: its size, a line a language, below one that is not complete its unfinished parts, and a total."""
    if not position.readable:
        return [f"{position.id}: cannot be read"]
    title = f"{position.id}: {position.texts} texts, {position.words} words, written in {position.name}"
    if not position.translations:
        return [title, f"  no catalogue yet; begin one with: position translate update {position.id} -l fr"]
    width = max(len(one.language) for one in position.translations)
    rows = [_HEADINGS, *[_row(one, width) for one in position.translations], _total_row(position)]
    widths = [max(len(row[column]) for row in rows if len(row) > column) for column in range(len(_HEADINGS))]
    heading, *lines, total = [_line(row, widths) for row in rows]
    shown = [title, "", heading]
    for line, one in zip(lines, position.translations, strict=True):
        shown.append(line)
        if parts := _unfinished(position, one):
            shown.append(f"{' ' * (widths[0] + 4)}{parts}")
    return [*shown, total] if len(position.counted) > 1 else shown


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        f"{cell:>{width}}" if column in _NUMBERS else f"{cell:<{width}}"
        for column, (cell, width) in enumerate(zip(row, widths, strict=False))
    ]
    return f"  {'  '.join(cells)}".rstrip()


_INSTEAD = {"unreadable": "cannot be read", "original": "the original"}
_IN_SHORT = {"complete": "complete", "absent": "no catalogue"}


def _row(one: Translation, width: int) -> tuple[str, ...]:
    label = f"{one.language:<{width}}  {one.name}"
    if instead := _INSTEAD.get(one.state):
        return (label, instead)
    said = _IN_SHORT.get(one.state, f"{one.whole.complete} of {one.whole.texts}")
    return (label, said, *_numbers(one.whole), one.changed)


def _total_row(position: Status) -> tuple[str, ...]:
    said = f"{position.complete} of {position.languages} languages"
    return ("total", said, *_numbers(position.total), "")


def _numbers(counts: Counts) -> tuple[str, ...]:
    return tuple([str(number or "") for number in (counts.fuzzy, counts.stale, counts.missing, counts.words)])


def _unfinished(position: Status, one: Translation) -> str:
    """The parts that are not complete: "summary 3 of 5, notes 0 of 2"."""
    if one.state != "incomplete":
        return ""
    parts = zip(position.parts, one.parts, strict=True)
    return ", ".join(
        f"{part.name.replace('_', ' ')} {counts.complete} of {counts.texts}"
        for part, counts in parts
        if counts.complete < counts.texts
    )


# As JSON


def _plain(position: Status) -> dict[str, Any]:
    """Keys: position, readable, title, language, texts, words, parts, translations, total, diagnostics."""
    import json

    return {
        "position": position.id,
        "readable": position.readable,
        "title": position.title,
        "language": position.language,
        "texts": position.texts,
        "words": position.words,
        "parts": [{"part": part.name, "texts": part.texts, "words": part.words} for part in position.parts],
        "translations": [_plain_translation(position, one) for one in position.translations],
        "total": {
            "languages": position.languages,
            "complete_languages": position.complete,
            **_plain_counts(position.total),
        },
        "diagnostics": json.loads(reporting.as_json(position.diagnostics)),
    }


def _plain_translation(position: Status, one: Translation) -> dict[str, Any]:
    """Keys: language, name, file, state, the counts, last_change and what tells it, parts, diagnostics."""
    import json

    counts = zip(position.parts, one.parts, strict=False)
    return {
        "language": one.language,
        "name": one.name,
        "file": one.file or None,
        "state": one.state,
        **_plain_counts(one.whole if one.state != "unreadable" else None),
        "last_change": one.changed or None,
        "last_change_from": one.changed_in or None,
        "parts": [{"part": part.name, **_plain_counts(found)} for part, found in counts],
        "diagnostics": json.loads(reporting.as_json(one.diagnostics)),
    }


def _plain_counts(counts: Counts | None) -> dict[str, int | None]:
    """The counts by their names; null where nothing could be counted."""
    names = ("complete", "fuzzy", "stale", "missing")
    numbers = {name: getattr(counts, name) if counts else None for name in names}
    return {**numbers, "words_left": counts.words if counts else None}
