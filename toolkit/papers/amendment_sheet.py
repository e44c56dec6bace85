"""The sheet of amendments: each in the Parliament's form, numbered as in the paper."""

from __future__ import annotations

from toolkit.document import Document, Section, Version
from toolkit.images import Images
from toolkit.languages import Language
from toolkit.papers import parts
from toolkit.papers.amendments import amendment_form
from toolkit.papers.position_paper import PRINTED_WORDS
from toolkit.position import Position


def compose_amendment_sheet(
    position: Position, language: Language, versions: tuple[Version, ...], images: Images
) -> Document:
    """The amendments of `position` in `language` as a sheet that a Member's office can table."""
    numbered = enumerate(position.amendments, 1)
    amendments = [amendment_form(one, number, position, language, images) for number, one in numbered]
    blocks = (Section("part-amendments", "sheet", None, tuple(amendments)),)
    return parts.document(
        "amendments", language.word("amendments-kind"), blocks, position, language, versions, PRINTED_WORDS
    )
