"""The command `position`: the only place that prints and exits. Each command is imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from typing import NoReturn

# A command builds large trees that live until it ends; looking through them for garbage again and again is lost
# time, and the more of it the longer the paper is. It begins with the imports; `render` collects between papers.
gc.disable()

import click  # noqa: E402

from toolkit import __version__  # noqa: E402
from toolkit.cli.groups import Commands  # noqa: E402

_COMMANDS = {
    "init": "Make a workspace with a small example.",
    "new": "Begin a position: a definition to fill in.",
    "check": "List everything that is wrong, in one run.",
    "render": "Write the papers as Word and HTML, verified.",
    "release": "Freeze a version, so that everybody knows which text it is.",
    "pack": "Put together what goes out with a version: papers, forms, letters.",
    "endorse": "Write down which text an organisation endorses.",
    "status": "Show versions, endorsements, and who is still missing.",
    "digest": "Print the digest of a text, by which it is known again.",
    "template": "Make a Word file of your own the look of papers.",
    "translate": "Bring catalogues up to the draft, show what is left, send texts out.",
    "kinds": "Show the kinds of document, and what each is made of.",
    "languages": "Show what there is of each language, and what is unconfirmed.",
    "import": "Bring in a paper from Word: make a position of it.",
    "import-amendments": "Bring in a sheet of amendments from Word.",
    "feedback": "List what came back from review: comments and changes in Word files.",
    "verify": "Look for wrong numbers and references in any Word or HTML file.",
    "redline": "Show what changed since an earlier text, as tracked changes and as a page.",
    "refresh": "Mend the numbers of references in any Word file.",
}


@click.command(
    cls=Commands, package="toolkit.cli", commands=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "--version", prog_name="position")
def main() -> None:
    """Draft policy positions once; render them as Word and HTML in the languages of the EU.

    A position is a folder in positions/ with a position.yaml. Numbers of notes, back references and cross
    references are set by the toolkit and checked again in every file it writes.

    Begin with: position init
    """


def run() -> NoReturn:
    """The console script: the command, and then straight out of the process.

    Taking apart what a paper was made with, object by object, takes a tenth of the time of a render, and
    nothing waits for it: files are closed and synced when they are published.
    """
    code: int | str | None = 0
    try:
        main(prog_name="position")
    except SystemExit as end:
        code = end.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads any more
            stream.flush()
    os._exit(code if isinstance(code, int) else 0 if code is None else 1)
