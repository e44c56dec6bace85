"""The state of translations as a page: one standalone file without a script, the same bytes for the same state."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence

from toolkit.languages import PROTOCOL_ORDER
from toolkit.records import Record
from toolkit.resources import builtin
from toolkit.translating.states import Counts, Status

FOLDER, PAGE, STYLE = "translation-status", "page.html.j2", "page.css"
GENERATOR = "Position Toolkit: position translate status"
_BEGINNING = 2000  # the bytes of a page in which its generator is named

STATES = ("complete", "fuzzy", "stale", "missing")
_SAID = {"fuzzy": "doubtful", "stale": "outdated", "missing": "missing"}


class Stretch(Record):
    """A piece of a bar: the texts of one state, from `start` on, in thousandths of the whole."""

    state: str
    start: int
    length: int


def page(positions: Sequence[Status]) -> bytes:
    """The bytes of a standalone HTML file with a table for each position."""
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
    environment.filters.update(bar=bar, open=open_texts, number=number, tag=_tag)
    style = (folder / STYLE).read_text("utf-8").strip()
    text = environment.get_template(PAGE).render(
        positions=positions,
        generator=GENERATOR,
        style=Markup(style),  # our own
        style_digest=f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}",
    )
    return (text.strip() + "\n").encode()


def is_page(data: bytes) -> bool:
    """Whether the bytes are such a page."""
    return data.startswith(b"<!DOCTYPE html>") and f'content="{GENERATOR}"'.encode() in data[:_BEGINNING]


def bar(counts: Counts) -> list[Stretch]:
    """The states of `counts` one after the other; each that has a text can be seen."""
    stretches, before = [], 0
    for state in STATES:
        until = before + getattr(counts, state)
        start, end = (1000 * place // max(counts.texts, 1) for place in (before, until))
        if end > start:
            stretches.append(Stretch(state, start, end - start))
        before = until
    return stretches


def open_texts(counts: Counts) -> list[tuple[str, str]]:
    """What is not complete, as state and words: ("fuzzy", "2 doubtful")."""
    return [(state, f"{number(found)} {said}") for state, said in _SAID.items() if (found := getattr(counts, state))]


def number(value: int) -> str:
    """A whole number in groups of three."""
    return f"{value:,}".replace(",", "\u00a0")


def _tag(tag: str) -> str:
    """The value of an attribute `lang`; empty, which says that nobody knows, for what is no official language."""
    return tag if tag in PROTOCOL_ORDER else ""


def _clean(text: str) -> str:
    """`text` without what cannot stand in a page (shown as U+FFFD): messages quote what is in files."""
    return "".join([char if char.isprintable() or char == "\u00a0" else "\ufffd" for char in text])
