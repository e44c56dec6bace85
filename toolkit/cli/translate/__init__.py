"""`position translate`: its commands."""

from __future__ import annotations

import click

from toolkit.cli.groups import Commands

_COMMANDS = {
    "update": "Carry the changes of a draft into the catalogues.",
    "status": "Show how far every language is.",
    "check": "List what is wrong with translations.",
    "export": "Write the texts for a CAT tool or for Word.",
    "import": "Bring back what a translator has sent.",
}


@click.command("translate", cls=Commands, package="toolkit.cli.translate", commands=_COMMANDS, no_args_is_help=True)
def command() -> None:
    """Everything between a draft and its translations.

    Translators work on the catalogues, locales/LANG/LC_MESSAGES/ID.po, in Poedit, Weblate or another program, or on
    files that are exported for a CAT tool or for Word.
    """
