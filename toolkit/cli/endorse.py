"""`position endorse`."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting

if TYPE_CHECKING:
    from toolkit.endorsing.adding import Endorsed, Wanted


@click.command("endorse")
@click.argument("identifier", metavar="ID")
@click.option("-g", "--organisation", required=True, metavar="ORG", help="The organisation, by its id.")
@click.option("-l", "--language", required=True, metavar="LANG", help="The language of the text that it endorsed.")
@click.option("--version", "number", default="", metavar="VERSION", help="The version.  [default: the last released]")
@click.option("--digest", default="", metavar="DIGEST", help="The digest on the form, to be compared.")
@click.option("--date", "day", default="", metavar="DAY", help="The day of the endorsement.  [default: today]")
@click.option("--by", default="", metavar="FUNCTION", help="The function of whoever gave it.")
@click.option("--source", required=True, metavar="WORDS", help="What confirms it: form of 12 March 2026, signed.")
@click.option("--reservation", default="", metavar="AMENDMENT", help="The amendment that it does not endorse.")
@click.option("--words", default="", metavar="WORDS", help="The words of the reservation, in that language.")
@click.option("-y", "--yes", is_flag=True, help="Write it down without asking.")
def command(
    identifier: str,
    organisation: str,
    language: str,
    number: str,
    digest: str,
    day: str,
    by: str,
    source: str,
    reservation: str,
    words: str,
    yes: bool,
) -> None:
    """Write down that an organisation endorses a released text of the position ID.

    Shows exactly what is endorsed and asks before it adds the endorsement to positions/ID/endorsements.yaml.
    The digest that the form names is compared with that of the released text.

    Exit code: 0 written down, 1 not confirmed, 2 wrong usage or no such text.
    """
    from toolkit.endorsing.adding import Wanted, find_endorsed, write_down
    from toolkit.readers.fields import parse_date

    date = parse_date(day) if day else None
    if day and (date is None or date.day is None):
        reporting.fail(f"'{day}' is no day", "write it as in: --date 2026-03-12")
    by, source, words = (
        _one_line(option, given) for option, given in (("by", by), ("source", source), ("words", words))
    )
    if not source:
        reporting.fail("nothing confirms the endorsement", "say what does: --source 'form of 12 March 2026, signed'")
    if bool(reservation) != bool(words):
        reporting.fail("a reservation needs an amendment and its words", "give both --reservation and --words")
    with reporting.environment():
        workspace = reporting.open_workspace()
        reporting.chosen_positions(workspace, [identifier])
        reporting.checked_languages([language])
        wanted = Wanted(organisation, language, number, digest, day or _today(), by, source, reservation, words)
        endorsed, complete = find_endorsed(workspace, identifier, wanted)
        _show(endorsed, complete)
        if not yes and not click.confirm("Write this down?", err=True):
            click.echo("nothing was written", err=True)
            sys.exit(reporting.MENDABLE)
        path = write_down(workspace, identifier, complete)
    click.echo(f"{reporting.shown(path)}: {organisation} endorses version {complete.version} in '{language}'")


def _one_line(option: str, given: str) -> str:
    """`given` in one line, as the file will have it."""
    line = re.sub(r"[ \t\r\n]+", " ", given).strip()
    for character in line:
        if not character.isprintable() and character not in "\u00a0\u202f\u00ad":
            what = f"--{option} holds a character that cannot be printed: U+{ord(character):04X}"
            reporting.fail(what, "leave it out, or type the words")
    return line


def _today() -> str:
    from datetime import date

    return date.today().isoformat()


def _show(endorsed: Endorsed, wanted: Wanted) -> None:
    """What exactly is endorsed, by whom."""
    from toolkit.text_digest import short_digest

    rows = [
        ("title", endorsed.title),
        ("text", f"version {wanted.version}, {endorsed.release.status}, language '{wanted.language}'"),
        ("digest", short_digest(wanted.digest)),
        ("by", endorsed.organisation + (f", {wanted.by}" if wanted.by else "")),
        ("date", wanted.date),
        ("source", wanted.source),
    ]
    if wanted.reservation:
        rows.append(("reservation", f"on the amendment '{wanted.reservation}': {wanted.words}"))
    for label, words in rows:
        click.echo(f"  {label:<12}{reporting.printable(words)}", err=True)
    if not endorsed.is_present:
        warning = click.style("warning", fg="yellow", bold=True)
        click.echo(
            f"{warning}: the text has changed since version {wanted.version}; this endorsement is void", err=True
        )
        reporting.hint("ask for the present text to be endorsed")
