"""`position kinds`."""

from __future__ import annotations

import sys
from os.path import lexists
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting
from toolkit.diagnostics import Diagnostic
from toolkit.records import Record

if TYPE_CHECKING:
    from toolkit.kind import Kind, Use, Words
    from toolkit.resources import Workspace


class _Listed(Record):
    """A kind with the words that it is called by; None where its kind.yaml cannot be used.

    `owner` says whose its kind.yaml is, `files` are those that the workspace has for it.
    """

    name: str
    kind: Kind | None
    label: str
    owner: str
    files: tuple[str, ...]


@click.command("kinds")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(form: str) -> None:
    """Show the kinds of document that there are: what each is called, what it is made out of, its parts.

    A kind is a folder in templates/ with a kind.yaml. One of the workspace comes before the toolkit's own of that name.

    Exit code: 0 all well, 1 a kind.yaml has something to mend, 2 wrong usage.
    """
    from toolkit.readers.kinds import kind_names, read_kind

    listed: list[_Listed] = []
    diagnostics: list[Diagnostic] = []
    with reporting.environment():
        workspace = reporting.open_workspace()
        for name in kind_names(workspace):
            kind, found = read_kind(workspace, name)
            diagnostics += found
            listed.append(_Listed(name, kind, _label(kind.label if kind else {}), *_files(workspace, name)))
    if form == "json":
        click.echo(_as_json(listed, diagnostics))
    else:
        reporting.show(diagnostics, form)
        click.echo("\n".join([line for one in listed for line in _lines(one)]))
    sys.exit(reporting.exit_code(diagnostics, strict=False))


def _label(words: Words) -> str:
    """What a kind is called in English, or in the language that it has."""
    from toolkit.languages.words import WORDS

    return WORDS[words[""]] if "" in words else words.get("en") or next(iter(words.values()), "")


def _files(workspace: Workspace, name: str) -> tuple[str, tuple[str, ...]]:
    """Whose a kind is, "workspace" or "toolkit", and the files that the workspace has for it."""
    from toolkit.readers.kinds import KIND

    folders = workspace.folders("templates")
    own = folders[0] / name if len(folders) > 1 else None
    files = sorted(path.name for path in own.iterdir() if path.is_file()) if own and own.is_dir() else []
    return ("workspace" if own and lexists(own / KIND) else "toolkit"), tuple(files)


def _lines(listed: _Listed) -> list[str]:
    """The name and the label, and below them what the kind is made of."""
    whose = f"the {listed.owner}'s own" if listed.owner == "workspace" else "comes with the toolkit"
    if listed.files and listed.owner == "toolkit":
        whose += f", with the workspace's {', '.join(listed.files)}"
    head = f"{listed.name}  {listed.label}" if listed.label else listed.name
    rows = [head, f"  {whose}"]
    if listed.kind is None:
        return [reporting.printable(row) for row in [*rows, "  cannot be used: see above"]]
    rows.append(f"  made out of: {', '.join(listed.kind.of)}")
    rows.append(f"  parts: {', '.join(use.part for use in listed.kind.parts)}")
    return [reporting.printable(row) for row in rows]


def _as_json(listed: list[_Listed], diagnostics: list[Diagnostic]) -> str:
    """An object with `kinds` and `diagnostics`; `parts` of a kind that cannot be used is null."""
    import json

    rows = [
        {
            "name": one.name,
            "label": one.label or None,
            "owner": one.owner,
            "files": list(one.files),
            "of": list(one.kind.of) if one.kind else None,
            "parts": [_part(use) for use in one.kind.parts] if one.kind else None,
            "citations": one.kind.citations or None if one.kind else None,
            "pages": one.kind.pages or None if one.kind else None,
            "facts": list(one.kind.facts) or None if one.kind else None,
        }
        for one in listed
    ]
    found = json.loads(reporting.as_json(diagnostics))
    return json.dumps({"kinds": rows, "diagnostics": found}, indent=2, ensure_ascii=True)


def _part(use: Use) -> dict[str, object]:
    """A part with the options that it has."""
    row: dict[str, object] = {"part": use.part}
    for key, words in (("heading", use.heading), ("text", use.text)):
        if words:
            row[key] = words.get("") or dict(words)
    return row | ({"most": use.most} if use.most else {})
