"""What a kind of document is made of: one function a kind, Position to Document, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from toolkit.document import Document, Version
from toolkit.images import Images
from toolkit.languages import Language
from toolkit.papers.amendment_sheet import compose_amendment_sheet
from toolkit.papers.position_paper import compose_position_paper
from toolkit.position import Position

Compose = Callable[[Position, Language, tuple[Version, ...], Images], Document]

PAPERS: Mapping[str, Compose] = MappingProxyType(
    {"position-paper": compose_position_paper, "amendments": compose_amendment_sheet}
)


def compose(
    kind: str, position: Position, language: Language, versions: tuple[Version, ...], images: Images
) -> Document:
    """The document of `kind` that is made out of `position`, its numbers still to be given.

    `position` is in `language` and free of errors; `versions` are all language versions, this one among them.
    """
    return PAPERS[kind](position, language, versions, images)
