"""`position translate update`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic, has_errors

if TYPE_CHECKING:
    from toolkit.translating.merging import Change
    from toolkit.translating.updating import Updated


@click.command("update")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language, or a new one; may be repeated."
)
def command(ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
    """Carry the changes of the positions ID (all, if none is named) into their catalogues.

    Translations are kept: those of texts that only moved stay as they are, those of texts that changed are marked as
    doubtful (fuzzy) and keep the words that they were made from, those of texts that are gone stay as obsolete. With
    -l a catalogue is begun for a language that has none.

    Exit code: 0 done, 1 a definition or a catalogue cannot be read (that file stays as it is), 2 wrong usage.
    """
    from toolkit.translating.updating import update

    diagnostics: list[Diagnostic] = []
    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        for identifier in reporting.chosen_positions(workspace, ids):
            done, found = update(workspace, identifier, languages)
            found = [*found, *[one for updated in done for one in updated.diagnostics]]
            reporting.show(found, "text")
            diagnostics += found
            for line in [] if has_errors(found) and not done else _lines(identifier, done):
                click.echo(reporting.printable(line))
    sys.exit(reporting.exit_code(diagnostics, strict=False))


_MOST_LISTED = 40


def _lines(identifier: str, done: Sequence[Updated]) -> list[str]:
    """What was done: first what changed in the draft, once for all languages, then a line a language."""
    if not done:
        hint = "no catalogue yet; name the languages that you want: position translate update -l fr"
        return [f"{identifier}: {hint}"]
    old = [updated for updated in done if updated.state != "new"]
    touched = dict.fromkeys(change for updated in old for change in updated.changes if change.kind != "kept")
    runs = _runs([*touched])
    lines = [identifier, *[f"  {_described(run)}" for run in runs[:_MOST_LISTED]]]
    if len(runs) > _MOST_LISTED:
        lines.append(f"  … and {len(runs) - _MOST_LISTED} more")
    return [*lines, *[f"  {updated.language}  {_counted(updated)}" for updated in done]]


def _runs(changes: Sequence[Change]) -> list[list[Change]]:
    """The changes one by one, but paragraphs that moved on together as one."""
    runs: list[list[Change]] = []
    for change in changes:
        if runs and change.kind == "moved" == runs[-1][-1].kind and _step(runs[-1][-1], change):
            runs[-1].append(change)
        else:
            runs.append([change])
    return runs


def _step(one: Change, other: Change) -> bool:
    """Whether the second is the paragraph after the first, before and now."""
    return all(
        first.rpartition("/")[0] == second.rpartition("/")[0] and _number(second) == _number(first) + 1
        for first, second in ((one.keys_before[0], other.keys_before[0]), (one.key, other.key))
    )


def _number(key: str) -> int:
    last = key.rpartition("/")[2]
    return int(last) if last.isdigit() else -9


def _described(run: Sequence[Change]) -> str:
    """Changes of the draft in a line."""
    change, last = run[0], run[-1]
    before = ", ".join(change.keys_before)
    if len(run) > 1:
        before, key = f"{before}–{_number(last.keys_before[0])}", f"{change.key}–{_number(last.key)}"
        return f"moved     {before} → {key}"
    if change.kind == "moved" or (change.kind == "returned" and before != change.key):
        return f"{change.kind:<8}  {before} → {change.key}"
    if change.kind in ("obsolete", "returned", "new"):
        return f"{'gone' if change.kind == 'obsolete' else change.kind:<8}  {change.key}"
    from toolkit.wording.differences import changed_words

    key = change.key if before == change.key else f"{before} → {change.key}"
    return f"{change.kind:<8}  {key}: {changed_words(change.source_before, change.source)}"


def _counted(updated: Updated) -> str:
    """What the catalogue now holds, in words."""
    if updated.state == "refused":
        return "cannot be read; it was left as it is"
    present = [change for change in updated.changes if change.kind != "obsolete"]
    counts = [
        (sum(change.translated and not change.doubtful for change in present), "kept"),
        (sum(change.translated and change.doubtful for change in present), "to check"),
        (sum(not change.translated for change in present), "to translate"),
        (sum(change.translated for change in updated.changes if change.kind == "obsolete"), "gone, kept as obsolete"),
    ]
    return f"{updated.state}: {', '.join(f'{count} {words}' for count, words in counts if count)}"
