"""`position template`: its commands."""

from __future__ import annotations

import click

from toolkit.cli.groups import Commands

_COMMANDS = {
    "check": "Say what a Word file lacks for papers to look like it.",
    "adopt": "Make a Word file the template of the workspace.",
}


@click.command("template", cls=Commands, package="toolkit.cli.template", commands=_COMMANDS, no_args_is_help=True)
def command() -> None:
    """An organisation's own Word file, such as its letterhead, for the papers of a workspace."""
