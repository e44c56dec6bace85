"""`position translate update`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic

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
            for line in _lines(identifier, done):
                click.echo(reporting.printable(line))
    sys.exit(reporting.exit_code(diagnostics, strict=False))


_MOST_LISTED = 40


def _lines(identifier: str, done: Sequence[Updated]) -> list[str]:
    """What was done: first what changed in the draft, once for all languages, then a line a language."""
    if not done:
        hint = "no catalogue yet; name the languages that you want: position translate update -l fr"
        return [f"{identifier}: {hint}"]
    lines = [identifier]
    listed = dict.fromkeys(text for updated in done for change in updated.changes if (text := _described(change)))
    lines += [f"  {text}" for text in list(listed)[:_MOST_LISTED]]
    if len(listed) > _MOST_LISTED:
        lines.append(f"  … and {len(listed) - _MOST_LISTED} more")
    lines += [f"  {updated.language}  {_counted(updated)}" for updated in done]
    return lines


def _described(change: Change) -> str:
    """A change of the draft in a line; nothing for a text that is as it was."""
    from toolkit.translating.differences import changed_words

    before = ", ".join(change.keys_before)
    if change.kind in ("kept", "new") and before == change.key:
        return ""
    words = changed_words(change.source_before, change.source)
    if change.kind == "moved":
        return f"moved     {before} → {change.key}"
    if change.kind == "obsolete":
        return f"gone      {before}"
    if change.kind == "returned":
        return f"returned  {change.key}"
    if change.kind == "new":
        return f"new       {change.key}"
    key = change.key if before == change.key else f"{before} → {change.key}"
    return f"{change.kind:<8}  {key}: {words}"


def _counted(updated: Updated) -> str:
    """What the catalogue now holds, in words."""
    if updated.state == "refused":
        return "cannot be read; it was left as it is"
    kinds = [change for change in updated.changes if change.kind != "obsolete"]
    kept = sum(change.translated and change.kind in ("kept", "moved", "returned") for change in kinds)
    to_check = sum(change.translated and change.kind in ("changed", "split", "joined") for change in kinds)
    counts = [
        (kept, "kept"),
        (to_check, "changed, to check"),
        (sum(change.translated and change.kind == "new" for change in kinds), "proposed, to check"),
        (sum(not change.translated for change in kinds), "to translate"),
        (sum(change.translated for change in updated.changes if change.kind == "obsolete"), "gone, kept as obsolete"),
    ]
    said = ", ".join(f"{count} {words}" for count, words in counts if count)
    return f"{updated.state}: {said}" if updated.state != "unchanged" else f"unchanged: {said}"
