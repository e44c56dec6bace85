"""`position digest`."""

from __future__ import annotations

import sys

import click

from toolkit.cli import reporting


@click.command("digest")
@click.argument("identifier", metavar="ID")
@click.option("-l", "--language", "tags", multiple=True, metavar="LANG", help="Only this language; may be repeated.")
@click.option("--text", "as_text", is_flag=True, help="Print the text that is digested, of one language.")
@click.option(
    "--version", "number", metavar="VERSION", help="The text of a released version instead of the present one."
)
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(identifier: str, tags: tuple[str, ...], as_text: bool, number: str | None, form: str) -> None:
    """Print the digest of the text of the position ID in each language.

    Two papers with the same digest have the same text, whatever file they are in. With --text the digested
    text itself is printed: its SHA-256 is the digest (position digest ID -l en --text | sha256sum).

    Exit code: 0 all well, 1 something to mend first, 2 wrong usage.
    """
    from toolkit.pipeline import check, digested_texts
    from toolkit.text_digest import digest_of_text

    if as_text and len(tags) != 1:
        reporting.fail("--text prints the text of one language", "choose it with -l, as in: -l en --text")
    with reporting.environment():
        workspace = reporting.open_workspace()
        languages = reporting.checked_languages(tags)
        reporting.chosen_positions(workspace, [identifier])
        languages = reporting.languages_at(workspace, identifier, number, languages)
        workspace = reporting.at_version(workspace, identifier, number)
        checked = check(workspace, identifier, languages)
        if checked.draft is None or reporting.exit_code(checked.diagnostics, strict=False):
            reporting.show(checked.diagnostics, "text")
            click.echo(f"{identifier}: {reporting.summary(checked.diagnostics)}; there is no digest yet", err=True)
            sys.exit(reporting.MENDABLE)
        found = digested_texts(checked.draft)
    if as_text:
        sys.stdout.buffer.write(found[languages[0]].encode())
        return
    digests = {tag: digest_of_text(text) for tag, text in found.items()}
    if form == "json":
        import json

        click.echo(json.dumps(digests, indent=2))
    else:
        for tag, digest in digests.items():
            click.echo(f"{tag}  {digest}")
