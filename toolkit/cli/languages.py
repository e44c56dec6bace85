"""`position languages`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting

if TYPE_CHECKING:
    from toolkit.overview import LanguageState


@click.command("languages")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option("--unconfirmed", is_flag=True, help="List the words and conventions that no published source confirms.")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(tags: tuple[str, ...], unconfirmed: bool, form: str) -> None:
    """Show what there is of each language: fixed words, terms, and how far every position is translated.

    A fixed word is unconfirmed until somebody finds it in a published text and takes the flag out of toolkit.po.

    Exit code: 0 all well, 1 files of a language are missing or broken, 2 wrong usage.
    """
    from toolkit.overview import language_states
    from toolkit.pipeline import position_ids

    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        states = language_states(workspace, languages, position_ids(workspace))
    diagnostics = [found for state in states for found in state.diagnostics]
    if form == "json":
        click.echo(_as_json(states))
    else:
        reporting.show(diagnostics, form)
        click.echo("\n".join(_unconfirmed(states) if unconfirmed else _table(states)))
    sys.exit(reporting.exit_code(diagnostics, strict=False))


def _table(states: Sequence[LanguageState]) -> list[str]:
    """One line a language, in columns."""
    rows = [("", "language", "fixed words", "unconfirmed", "terms", "translated")]
    for state in states:
        name = state.language.name if state.language else "not ready"
        papers = ", ".join(f"{paper.id} {_share(paper.translated, paper.total)}" for paper in state.papers)
        words = _share(state.words, state.total)
        unconfirmed = str(len(state.unconfirmed) + len(state.unconfirmed_forms))
        rows.append((state.tag, name, words, unconfirmed, str(state.terms), papers))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            f"{cell:>{width}}" if column in (3, 4) else f"{cell:<{width}}"
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(reporting.printable("  ".join(cells).rstrip()))
    return lines


def _share(done: int, total: int) -> str:
    return "complete" if done == total else f"{done} of {total}"


def _unconfirmed(states: Sequence[LanguageState]) -> list[str]:
    """One line a word: language, key and word."""
    from toolkit.languages.words import COUNTED, WORDS

    lines = []
    for state in states:
        language = state.language
        for key in state.unconfirmed if language else ():
            assert language is not None
            english = WORDS.get(key) or COUNTED[key][1]
            own = language.words.get(key) or language.counting.forms[key][-1]
            lines.append(reporting.printable(f"{state.tag}  {key}: {own}  ({english})"))
        lines += [reporting.printable(f"{state.tag}  conventions: {key}") for key in state.unconfirmed_forms]
    return lines or ["every word and every convention is confirmed"]


def _as_json(states: Sequence[LanguageState]) -> str:
    """A list of objects with tag, name, fixed_words, of, unconfirmed (keys), terms, papers and diagnostics."""
    import json

    rows = [
        {
            "language": state.tag,
            "name": state.language.name if state.language else None,
            "fixed_words": state.words,
            "of": state.total,
            "unconfirmed": list(state.unconfirmed),
            "unconfirmed_conventions": list(state.unconfirmed_forms),
            "terms": state.terms,
            "papers": [{"id": one.id, "translated": one.translated, "of": one.total} for one in state.papers],
            "diagnostics": json.loads(reporting.as_json(state.diagnostics)),
        }
        for state in states
    ]
    return json.dumps(rows, indent=2, ensure_ascii=True)
