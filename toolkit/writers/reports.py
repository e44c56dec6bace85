"""What `position verify` found, as one standalone HTML page that quotes each place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toolkit.diagnostics import Diagnostic
from toolkit.records import Record
from toolkit.resources import builtin

if TYPE_CHECKING:
    from markupsafe import Markup

PAGE = "report.html.j2"
STYLE = "report.css"


class Verified(Record):
    """A file that was verified: its name, what was found in it in a sentence, and each finding."""

    name: str
    summary: str
    findings: Sequence[Diagnostic]


_QUOTED = re.compile(r"('[^']*')")


def _isolated(text: str) -> Markup:
    """`text` with each quotation in it set apart, so that its script turns nothing round it."""
    from markupsafe import Markup

    parts = _QUOTED.split(text)
    return Markup("").join(Markup("<bdi>{}</bdi>").format(part) if at % 2 else part for at, part in enumerate(parts))


def write_report(title: str, files: Sequence[Verified]) -> bytes:
    """The bytes of the page; the same ones for the same findings."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    folder = builtin("templates") / "report"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["isolated"] = _isolated
    style = Markup((folder / STYLE).read_text("utf-8").strip())
    page = environment.get_template(PAGE).render(title=title, files=files, style=style)
    return page.encode("utf-8", "replace")
