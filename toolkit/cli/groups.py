"""Commands that hold others, each of which is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


class Commands(click.Group):
    """Knows the names of its commands; loads one when it is wanted, so that the others cost nothing.

    Each is the `command` of a module of its name in `package`; `commands` has them with what they do, in a line.
    """

    def __init__(self, *given: Any, package: str, commands: Mapping[str, str], **options: Any) -> None:
        super().__init__(*given, **options)
        self.package = package
        self.described = commands

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.described)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in self.described:
            return None
        from importlib import import_module
        from keyword import iskeyword

        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command: click.Command = import_module(f"{self.package}.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(self.described.items()))
