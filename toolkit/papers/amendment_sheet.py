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
    drafters = [parts.organisation_name(position, named.id, language.tag) for named in position.drafted_by]
    numbered = enumerate(position.amendments, 1)
    amendments = [amendment_form(one, number, position, language, images) for number, one in numbered]
    return Document(
        id=position.id,
        kind="amendments",
        language=language.tag,
        word_language=language.word_tag,
        label=language.word("amendments-kind"),
        title=parts.inlines(position.title),
        subtitle=parts.inlines(position.subtitle),
        facts=parts.facts(position, language),
        blocks=(Section("part-amendments", "sheet", None, tuple(amendments)),),
        notes=(),
        words={key: language.word(key) for key in PRINTED_WORDS}
        | {"language-count": language.count("language-count", len(versions))},
        versions=versions,
        author=", ".join(drafters),
        date=position.date.iso() if position.date else "",
        version=position.version,
    )
