"""A position as its authors defined it: typed, with the place of every text, before any layout."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from toolkit.diagnostics import Place, Span
from toolkit.inline import Inlines, Locator
from toolkit.records import Record, replace


class Text(Record):
    """One message: `key` is what translators' catalogues know it by, `value` may hold inline marks.

    `language` is set where the value is not in the language of the paper.
    """

    key: str
    value: str
    place: Place
    language: str = ""


class TextBlock(Record):
    """`role`: "paragraph", "call-out", "list", "numbered-list" or "image" (then `image` names the file)."""

    role: str
    texts: tuple[Text, ...]
    image: str = ""


Blocks = tuple[TextBlock, ...]


class Date(Record):
    """A date of EDTF level 0: a year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """The date in ISO 8601, as precise as it is."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


class Named(Record):
    """An id that the author wrote, and where."""

    id: str
    span: Span


class Provision(Record):
    """A place in an act: its levels from the largest, each with its number in neutral spelling ("5a", "d").

    The names of the levels are those of `toolkit.provisions.BELOW`; `new` says that the place is to be inserted.
    """

    levels: tuple[tuple[str, str], ...] = ()
    new: bool = False


class Statistic(Record):
    """A figure: `value` is its decimal number as written, `unit` "percent" or "" (a plain number)."""

    value: str
    unit: str
    text: Text
    source: Named | None
    locator: Locator | None
    span: Span


class KeyPoint(Record):
    id: str
    span: Span
    point: Text
    heading: Text
    argument: Blocks
    statistics: tuple[Statistic, ...]


class Aim(Record):
    """The provision that an amendment changes: as written, where, and as understood (None where it could not be)."""

    written: str
    span: Span
    provision: Provision | None


class LawNote(Record):
    """A footnote of the amended law: `mark` as it stands there ("1a"), and its text."""

    mark: str
    text: Text


class Amendment(Record):
    """Wording asked for.

    `texts` are by role, "original", "proposed", "insert" or "delete", each a paragraph or more; with `deleted` the
    whole provision goes. `existing` is the act that the amended article of the proposal would change, and
    `existing_to` the provision there. `law_notes` are footnotes of the law itself. `alternative_to` names those
    in whose place this one would stand, `fall_back_to` those that it is asked for in case they fail, `together_with`
    those that it belongs to.
    """

    id: str
    span: Span
    to: Aim
    texts: Mapping[str, tuple[Text, ...]]
    deleted: bool
    existing: Text | None
    existing_to: Aim | None
    law_notes: Mapping[str, LawNote]
    justification: Blocks
    alternative_to: tuple[Named, ...]
    fall_back_to: tuple[Named, ...] = ()
    together_with: tuple[Named, ...] = ()
    tabled_by: tuple[Named, ...] = ()


class Footnote(Record):
    """A note that is defined by its text. `symbol` ("*") keeps it out of the numbered series.

    `content` stands for the text where the toolkit writes the note: the reservation of an endorser.
    """

    id: str
    span: Span
    text: Text
    symbol: str = ""
    content: Inlines = ()


class ProcedureFile(Record):
    """The legislative file that the position is about."""

    procedure: str
    act: str
    celex: str
    name: Text | None


class Name(Record):
    """An author. `literal` is the whole name of an institution."""

    family: str = ""
    given: str = ""
    literal: str = ""


class Source(Record):
    """A source, by the variables of CSL 1.0.2.

    `titles` has official titles and `author_names` names of an institution by language; `celex` is the
    number by which EUR-Lex has a document of the Union in every language.
    """

    id: str
    span: Span
    type: str
    authors: tuple[Name, ...]
    title: str
    date: Date | None
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    number: str = ""
    publisher: str = ""
    address: str = ""
    language: str = ""
    accessed: Date | None = None
    short_author: str = ""
    titles: Mapping[str, str] | None = None
    author_names: Mapping[str, str] | None = None
    celex: str = ""


class Organisation(Record):
    """An organisation; `names` by language, "" for the name that serves every language.

    `logo` is the name of an image in the folder `positions`.
    """

    id: str
    span: Span
    names: Mapping[str, str]
    address: str
    logo: Named | None = None


class Reservation(Record):
    """What an organisation does not endorse: an amendment, and its words about it by language, "" for any."""

    amendment: Named
    texts: Mapping[str, str]


class Endorsement(Record):
    """That an organisation endorses one text: that of `version` in `language`, which has the `digest`.

    `by` is the function of whoever gave it, `source` what confirms it: a letter, a form, an e-mail, with its date.
    """

    organisation: Named
    language: str
    version: str
    digest: str
    date: Date | None
    by: str
    reservation: Reservation | None
    source: str
    span: Span


class Endorsements(Record):
    """Who was asked to endorse, until when, and who has done so."""

    span: Span
    deadline: Date | None
    asked: tuple[Named, ...]
    given: tuple[Endorsement, ...]


class Endorser(Record):
    """An organisation to be printed as endorser. `note` is the id of the footnote with its reservation, or "".

    `language` is that of the version that it endorsed, where that is another, with its own name of it.
    """

    organisation: str
    language: str = ""
    language_name: str = ""
    note: str = ""


class Position(Record):
    """The whole definition. `language` is the language that its texts are in, `folder` where its images lie.

    `style` is the house style of what the toolkit prints, "eu" or "national"; `amendment_form` is how the paper
    prints amendments, "compact", "columns" or "consolidated"; `amendment_pages` whether the sheet of amendments gives
    each a page ("one") or not ("running"). `origin` is the language that it was drafted in.

    `endorsements` is what endorsements.yaml says, None where there is no such file. `endorsers` are those whose
    endorsement holds: they are printed in place of `endorsed_by`.

    `citations` is how sources are cited: in "footnotes", or in "brackets" by their number in a list at the end.

    A briefing has its sections as `key_points`, each `point` being its finding, and what follows `citations`.

    In a draft of a translation, `untranslated` says how many texts of how many are in the words of the original.

    `unread` names what could not be read at all ("sources", "organisations", "footnotes"): nobody should be
    told that each of them is missing.
    """

    id: str
    folder: Path
    span: Span
    kind: str
    language: str
    origin: str
    title: Text
    subtitle: Text | None
    date: Date | None
    version: str
    status: str
    style: str
    file: ProcedureFile | None
    drafted_by: tuple[Named, ...]
    endorsed_by: tuple[Named, ...]
    summary: Blocks
    key_points: tuple[KeyPoint, ...]
    call: Blocks
    amendments: tuple[Amendment, ...]
    amendment_form: str
    amendment_pages: str
    closing: Blocks
    footnotes: Mapping[str, Footnote]
    sources: Mapping[str, Source]
    organisations: Mapping[str, Organisation]
    unread: frozenset[str] = frozenset()
    untranslated: tuple[int, int] = (0, 0)
    endorsements: Endorsements | None = None
    endorsers: tuple[Endorser, ...] = ()
    citations: str = "footnotes"
    disclaimer: Blocks = ()
    comparison: Comparison | None = None
    limitations: Blocks = ()
    questions: tuple[Text, ...] = ()


class Comparison(Record):
    """A table: the headings of its columns, and its rows, the first cell of each being what the row is about."""

    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


TextChange = Callable[[Text], Text]


def map_texts(position: Position, change: TextChange) -> Position:
    """`position` with every text changed; `change` meets the texts in the order of the printed paper."""

    def blocks(given: Blocks) -> Blocks:
        return tuple([replace(block, texts=tuple([change(text) for text in block.texts])) for block in given])

    def statistic(given: Statistic) -> Statistic:
        return replace(given, text=change(given.text))

    def key_point(given: KeyPoint) -> KeyPoint:
        return replace(
            given,
            point=change(given.point),
            heading=change(given.heading),
            argument=blocks(given.argument),
            statistics=tuple([statistic(item) for item in given.statistics]),
        )

    def amendment(given: Amendment) -> Amendment:
        texts = {role: tuple([change(text) for text in paragraphs]) for role, paragraphs in given.texts.items()}
        notes = {key: replace(note, text=change(note.text)) for key, note in given.law_notes.items()}
        existing = change(given.existing) if given.existing else None
        return replace(
            given, existing=existing, texts=texts, law_notes=notes, justification=blocks(given.justification)
        )

    def comparison(given: Comparison) -> Comparison:
        columns = tuple([change(text) for text in given.columns])
        return Comparison(columns, tuple([tuple([change(text) for text in row]) for row in given.rows]))

    file = position.file
    if file and file.name:
        file = replace(file, name=change(file.name))
    return replace(
        position,
        title=change(position.title),
        subtitle=change(position.subtitle) if position.subtitle else None,
        file=file,
        disclaimer=blocks(position.disclaimer),
        summary=blocks(position.summary),
        key_points=tuple([key_point(point) for point in position.key_points]),
        comparison=comparison(position.comparison) if position.comparison else None,
        limitations=blocks(position.limitations),
        questions=tuple([change(text) for text in position.questions]),
        call=blocks(position.call),
        amendments=tuple([amendment(item) for item in position.amendments]),
        closing=blocks(position.closing),
        footnotes={key: replace(note, text=change(note.text)) for key, note in position.footnotes.items()},
    )


def texts(position: Position) -> Iterator[Text]:
    """Every text of `position`, in the order of `map_texts`."""
    found: list[Text] = []

    def collect(text: Text) -> Text:
        found.append(text)
        return text

    map_texts(position, collect)
    return iter(found)
