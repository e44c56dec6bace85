"""The list as a page: one standalone file without a script; the same bytes for the same list."""

from __future__ import annotations

from base64 import b64encode

from toolkit.feedback import report
from toolkit.feedback.remarks import Feedback
from toolkit.resources import builtin

FOLDER, PAGE, STYLE = "feedback", "page.html.j2", "page.css"
GENERATOR = "Position Toolkit: position feedback"
_BEGINNING = 2000  # the bytes of a page in which its generator is named


def page(feedback: Feedback) -> bytes:
    """The bytes of a standalone HTML file with every place, the remarks at it and what they propose."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from toolkit.digests import sha256

    folder = builtin("templates") / FOLDER
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: _clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )
    environment.filters.update(
        title=report.title, who=report.who, place=report.place, counted=report.counted, proposal=report.proposal
    )
    style = (folder / STYLE).read_text("utf-8").strip()
    text = environment.get_template(PAGE).render(
        feedback=feedback,
        generator=GENERATOR,
        nowhere=report.NOWHERE,
        style=Markup(style),  # our own
        style_digest=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    )
    return (text.strip() + "\n").encode()


def is_page(data: bytes) -> bool:
    """Whether the bytes are such a page."""
    return data.startswith(b"<!DOCTYPE html>") and f'content="{GENERATOR}"'.encode() in data[:_BEGINNING]


def _clean(text: str) -> str:
    """`text` without what cannot stand in a page (shown as U+FFFD)."""
    if text.isprintable():
        return text
    return "".join([char if char.isprintable() or char in "\u00a0\n\t\u202f" else "\ufffd" for char in text])
