"""A definition in one language to the numbered document of a kind."""

from __future__ import annotations

from toolkit.document import Document, Version
from toolkit.images import Images
from toolkit.kind import Kind
from toolkit.languages import Language
from toolkit.numbering import number_document
from toolkit.papers.arranging import compose_kind
from toolkit.papers.needed_notes import with_needed_notes
from toolkit.papers.parts import extent
from toolkit.position import Position
from toolkit.records import replace


def compose(
    kind: Kind,
    position: Position,
    language: Language,
    versions: tuple[Version, ...],
    images: Images,
    original: Language | None = None,
) -> Document:
    """The numbered document of `kind` made out of `position`, which is in `language` and free of errors.

    `versions` are all language versions, this one among them; `original` is the language of the definition, for drafts.
    """
    composed = with_needed_notes(compose_kind(kind, position, language, versions, images), position.footnotes)
    outside = {point.id: ("point", str(number)) for number, point in enumerate(position.key_points, 1)}
    outside |= {one.id: ("amendment", str(number)) for number, one in enumerate(position.amendments, 1)}
    in_brackets = kind.in_brackets(position.citations)
    document = number_document(composed, position.footnotes, position.sources, language, outside, original, in_brackets)
    return replace(document, extent=extent(document, position, language))
