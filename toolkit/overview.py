"""What there is of each language: fixed words and those that nothing confirms, terms, translated papers."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.diagnostics import Diagnostic
from toolkit.languages import Language
from toolkit.languages.words import COUNTED, WORDS
from toolkit.position import Position, texts
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.glossaries import read_glossary
from toolkit.readers.languages import find_catalogue, read_language
from toolkit.readers.positions import read_position
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.translation import is_current


class PaperState(Record):
    """How much of a position is in a language: `translated` of `total` texts, from the text as it now stands."""

    id: str
    translated: int
    total: int


class LanguageState(Record):
    """What there is of a language; `language` is None where its files are missing or broken.

    `words` are the fixed words that it has, of `total`; `unconfirmed` the keys of those that no source confirms, and
    `unconfirmed_forms` those of its conventions.
    """

    tag: str
    language: Language | None
    words: int
    total: int
    unconfirmed: tuple[str, ...]
    unconfirmed_forms: tuple[str, ...]
    terms: int
    papers: tuple[PaperState, ...]
    diagnostics: tuple[Diagnostic, ...]


def language_states(workspace: Workspace, tags: Sequence[str], identifiers: Sequence[str]) -> list[LanguageState]:
    """The state of each language in `tags`, or of all official ones, with the positions `identifiers`."""
    read = [read_position(workspace.positions, identifier)[0] for identifier in identifiers]
    positions = [position for position in read if position]
    return [_state(workspace, tag, positions) for tag in tags or LANGUAGES]


def _state(workspace: Workspace, tag: str, positions: Sequence[Position]) -> LanguageState:
    language, diagnostics = read_language(workspace, tag)
    glossary, found = read_glossary(workspace, tag)
    diagnostics += found
    papers = [_paper(workspace, tag, position) for position in positions]
    return LanguageState(
        tag,
        language,
        len(WORDS.keys() & language.words.keys()) + len(language.counting.forms) if language else 0,
        len(WORDS) + len(COUNTED),
        tuple([key for key in (*WORDS, *COUNTED) if key in language.unconfirmed]) if language else (),
        language.unconfirmed_forms if language else (),
        len(glossary.terms) if glossary else 0,
        tuple(papers),
        tuple(diagnostics),
    )


def _paper(workspace: Workspace, tag: str, position: Position) -> PaperState:
    found = tuple(texts(position))
    if tag == position.language:
        return PaperState(position.id, len(found), len(found))
    path, name = find_catalogue(workspace, position.id, tag)
    catalogue = read_catalogue(path, name)[0] if path else None
    current = [text for text in found if catalogue and is_current(catalogue.messages.get(text.key), text)]
    return PaperState(position.id, len(current), len(found))
