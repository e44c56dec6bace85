"""The page that shows what changed: a summary by part, then both texts as one, every change said in words as well."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from toolkit.digests import sha256
from toolkit.document import Document
from toolkit.inline import plain_text
from toolkit.redlining.comparing import Compared, Comparison
from toolkit.redlining.pieces import Piece
from toolkit.redlining.texts import Shown
from toolkit.resources import builtin

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

PAGE = "redline.html.j2"
STYLE = "redline.css"
SAFE_ADDRESS = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
TAG = re.compile(r"[A-Za-z0-9-]{2,35}")
LISTS = {"item": "ul", "numbered": "ol", "key-point": "ol"}


class Row(NamedTuple):
    """A line as it is printed. `state` is "", "ins" or "del" for the whole of it; `name` is its id where it changed.

    `note` is the id that the marks of a note lead to.
    """

    kind: str
    state: str
    text: Markup
    level: int
    number: str
    name: str
    note: str


class Part(NamedTuple):
    """A line of the summary: how many words came and went in a part, and where its first change stands."""

    label: str
    inserted: int
    deleted: int
    moved: bool
    name: str


def write_page(
    comparison: Comparison, old: Document, new: Document, words: Mapping[str, str], versions: tuple[str, str]
) -> bytes:
    """The bytes of a standalone page in the language of `new`; `versions` say which texts were compared."""
    from markupsafe import Markup

    printer = _Printer(words, Markup)
    body = [printer.row(line) for line in comparison.body]
    notes = [printer.row(line) for line in comparison.notes]
    page, style, digest = _page()
    text = page.render(
        document=new,
        title=plain_text(new.title),
        former=old,
        words=words,
        versions=versions,
        style=Markup(style),
        style_digest=digest,
        parts=printer.parts,
        groups=[(kind, list(rows)) for kind, rows in groupby(body, lambda row: LISTS.get(row.kind, ""))],
        notes=notes,
    )
    return text.encode()


@cache
def _page() -> tuple[Template, str, str]:
    """The page, its style sheet, and the digest that lets a browser apply that."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = builtin("templates") / "redline"
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (folder / STYLE).read_text("utf-8").strip()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template(PAGE), style, f"sha256-{digest}"


class _Printer:
    """Prints lines, names those that changed, and counts what changed by part."""

    def __init__(self, words: Mapping[str, str], safe: type[Markup]) -> None:
        self.words = {key: escape(word) for key, word in words.items()}
        self.safe = safe
        self.found: dict[str, Part] = {}
        self.count = 0

    @property
    def parts(self) -> list[Part]:
        return list(self.found.values())

    def row(self, line: Compared) -> Row:
        """A line, and its share in the summary."""
        state = "" if line.old and line.new else "ins" if line.new else "del"
        name = ""
        if line.changed:
            self.count += 1
            name = f"change-{self.count}"
            self.add(line, name)
        prefix = "" if state == "del" else "now"
        text = "".join(
            [
                self.pieces(stretch.new, prefix)
                if stretch.same
                else self.changed("del", stretch.old) + self.changed("ins", stretch.new)
                for stretch in line.stretches
            ]
        )
        if line.moved:
            text = f'<span class="moved">{self.words["redline-moved"]}</span> {text}'
        spot = line.spot
        note = f"note-{_fragment(spot.number)}" if spot.kind == "note" and line.new else ""
        return Row(spot.kind, state, self.safe(text), spot.level, spot.number, name, note)

    def add(self, line: Compared, name: str) -> None:
        """Counts the changes of a line into those of its part."""
        label = line.spot.part
        changes = [stretch for stretch in line.stretches if not stretch.same]
        old = sum([_is_word(piece) for stretch in changes for piece in stretch.old])
        new = sum([_is_word(piece) for stretch in changes for piece in stretch.new])
        part = self.found.get(label, Part(label, 0, 0, False, name))
        self.found[label] = part._replace(
            inserted=part.inserted + new, deleted=part.deleted + old, moved=part.moved or line.moved
        )

    def changed(self, tag: str, pieces: Sequence[Piece]) -> str:
        """Changed words, with where the change begins and ends said to those who cannot see it."""
        if not pieces:
            return ""
        kind = "inserted" if tag == "ins" else "deleted"
        begins, ends = (
            f'<span class="visually-hidden">{word}</span>'
            for word in (f"{self.words[f'{kind}-text-begins']} ", f" {self.words[f'{kind}-text-ends']}")
        )
        return f"<{tag}>{begins}{self.pieces(pieces, 'now' if tag == 'ins' else '')}{ends}</{tag}>"

    def pieces(self, pieces: Iterable[Piece], when: str) -> str:
        """Pieces that follow each other, those that look alike together."""
        return "".join([self.alike(shown, list(group), when) for shown, group in groupby(pieces, lambda one: one.data)])

    def alike(self, shown: Shown, pieces: Sequence[Piece], when: str) -> str:
        """Pieces of one look, in their elements and, in the new text, their link."""
        if shown.note:
            text = self.mark(shown, when)
        elif shown.figure:
            figure = shown.figure
            data = b64encode(figure.data).decode()
            size = f'width="{figure.width}" height="{figure.height}"'
            text = f'<img src="data:{figure.media_type};base64,{data}" {size} alt="{escape(figure.alternative)}">'
        else:
            text = escape("".join([piece.text for piece in pieces]))
        for look in reversed(shown.looks):
            text = _wrapped(look, text)
        if when and SAFE_ADDRESS.match(shown.address):
            text = f'<a href="{escape(shown.address)}">{text}</a>'
        return text

    def mark(self, shown: Shown, when: str) -> str:
        """The mark of a note: a link to it in the new text, the mere mark in the old one."""
        hidden = f'<span class="visually-hidden">{self.words["note"]} </span>{escape(shown.mark)}'
        if not when:
            return f"<sup>{hidden}</sup>"
        return f'<sup><a href="#note-{_fragment(shown.mark)}">{hidden}</a></sup>'


def _fragment(mark: str) -> str:
    return re.sub(r"[^\w-]", lambda found: f"_{ord(found[0]):x}_", mark)


def _is_word(piece: Piece) -> bool:
    return piece.atom or any(map(str.isalnum, piece.text))


def _wrapped(look: str, text: str) -> str:
    if look.startswith("lang "):
        tag = look.removeprefix("lang ")
        return f'<span lang="{tag}">{text}</span>' if TAG.fullmatch(tag) else text
    if look == "changed":
        return f'<strong class="amended"><em>{text}</em></strong>'
    return f"<{look}>{text}</{look}>"
