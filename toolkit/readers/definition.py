"""The tables of the files that authors write: position.yaml, organisations.yaml and the sources."""

from __future__ import annotations

from toolkit.readers.shapes import Choice, Either, Field, Fields, Many, Pattern, Table, Words
from toolkit.versions import VERSION

LANGUAGES = tuple("bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split())
ACTS = ("directive", "regulation", "decision", "recommendation")
DEFINITIONS = ("position-paper", "briefing")
CITATIONS = ("footnotes", "brackets")
STATUSES = ("draft", "for-endorsement", "final")
STYLES = ("eu", "national")
AMENDMENT_FORMS = ("compact", "columns", "consolidated")

ID_PATTERN = r"[a-z][a-z0-9-]{0,47}"
SOURCE_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_:.+-]{0,79}"

_ID_RULE = "use small letters, digits and hyphens, beginning with a letter"
_SOURCE_RULE = "use letters, digits and - _ : . +, no spaces"
NAME_RULE = f"{_ID_RULE}: right-to-repair"
IDENTIFIER = Pattern(ID_PATTERN, "general-approach", "invalid-id", _ID_RULE)
SOURCE_KEY = Pattern(SOURCE_PATTERN, "council2024", "invalid-id", _SOURCE_RULE)
DATE = Pattern(r"\d{4}(-\d{2}(-\d{2})?)?", "2025-06-17, 2025-06 or 2025", "invalid-date")
CELEX = Pattern(r"[0-9][0-9A-Z()]{8,19}", "52024PC0060")
LINE = Words()
MARKED = Words(marks=True)
BLOCKS = Words(marks=True, blocks=True)

STATISTIC = Fields(
    (
        Field(
            "value",
            Pattern(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", "52 or 12.5", "invalid-number", "write the number alone"),
            "the number, with a decimal point",
            True,
        ),
        Field("unit", Choice(("percent",)), "what the number counts, where it is not a plain number"),
        Field("text", MARKED, "the words that follow the figure", True),
        Field("source", LINE, "the id of its source, and a locator: council2024, p. 4"),
    )
)
KEY_POINT = Fields(
    (
        Field("id", IDENTIFIER, "its name in cross references", True),
        Field("point", MARKED, "the line in the list of key positions", True),
        Field("heading", MARKED, "the title of the section that argues it", True),
        Field("argument", BLOCKS, "the text of that section", True),
        Field("statistics", Many(STATISTIC), "figures that are set off at the end of the section"),
    )
)
WORDINGS = ("original", "present", "proposed", "insert", "delete")
WORDING = Fields(
    (
        Field("original", BLOCKS, "the text of the proposal, where it is known"),
        Field("present", BLOCKS, "the text in force, where the proposal does not change the provision"),
        Field("proposed", BLOCKS, "the text as it should read"),
        Field("insert", BLOCKS, "words to be added to the provision"),
        Field("delete", BLOCKS, "words to be taken out of the provision"),
        Field("deleted", Choice(("yes",)), "yes: the whole provision is to be deleted"),
    )
)
LAW_NOTE = Fields(
    (
        Field("mark", Pattern(r"[0-9A-Za-z*†‡§]{1,4}", "1a"), "its mark, as it stands in the law", True),
        Field("text", MARKED, "its text", True),
    )
)
EXISTING = Fields(
    (
        Field("act", MARKED, "the act that the proposal would amend", True),
        Field("to", LINE, "the provision of that act"),
    )
)
AMENDMENT = Fields(
    (
        Field("id", IDENTIFIER, "its name in cross references", True),
        Field(
            "to",
            LINE,
            "the provision, in English or the paper's language: Article 5(10), Recital 12, Annex I, point 3",
            True,
        ),
        Field("existing", EXISTING, "the act that this provision of the proposal would amend, and where"),
        Field("text", WORDING, "the wording asked for", True),
        Field(
            "law_notes", Table(ID_PATTERN, LAW_NOTE), "footnotes of the law itself, by id; marked [^id] in the wording"
        ),
        Field("justification", BLOCKS, "why it is asked for"),
        Field("alternative_to", Many(IDENTIFIER), "the amendments in whose place this one would stand"),
        Field("fall_back_to", Many(IDENTIFIER), "the amendments in case of whose failure this one is asked for"),
        Field("together_with", Many(IDENTIFIER), "the amendments that it belongs together with"),
        Field("tabled_by", Many(IDENTIFIER), "ids of the organisations or Members who table it, in organisations.yaml"),
    )
)
SYMBOL_NOTE = Fields(
    (
        Field("text", MARKED, "the text of the note", True),
        Field("symbol", Choice(("*", "**", "†", "‡", "§")), "its mark; it stands outside the numbers", True),
    )
)
FILE = Fields(
    (
        Field(
            "procedure",
            Pattern(r"\d{4}/\d{4}[A-Z]?\([A-Z]{3}\)", "2024/0035(COD)"),
            "number of the procedure",
        ),
        Field("act", Choice(ACTS), "the kind of act that is proposed"),
        Field("celex", CELEX, "CELEX number of the proposal"),
        Field("name", LINE, "name of the act"),
    )
)
_FRONT = (
    Field("title", MARKED, "the title", True),
    Field("subtitle", MARKED, "whose position on what"),
    Field("language", Choice(LANGUAGES), "the language that it is drafted in", True),
    Field("date", DATE, "its date: a day, a month or a year", True),
    Field("version", Pattern(VERSION, '"1.0"'), "its version"),
    Field("status", Choice(STATUSES), "draft, for-endorsement or final; left out, it is final"),
    Field("style", Choice(STYLES), "house style of numbers, marks and quotation marks; left out, it is eu"),
    Field("citations", Choice(CITATIONS), "how sources are cited: in footnotes, or as [1]; left out, footnotes"),
    Field("file", FILE, "the legislative file"),
    Field("drafted_by", Many(IDENTIFIER, 1), "ids of organisations in organisations.yaml", True),
    Field("endorsed_by", Many(IDENTIFIER), "ids of organisations in organisations.yaml"),
)
_NOTES = Field("footnotes", Table(ID_PATTERN, Either((MARKED, SYMBOL_NOTE))), "texts of notes, by id")
POSITION = Fields(
    (
        Field("kind", Choice(("position-paper",)), "the kind of document", True),
        *_FRONT,
        Field("summary", BLOCKS, "the standfirst, below the title", True),
        Field("key_points", Many(KEY_POINT, 1), "the key positions, each argued in a section of its own", True),
        Field("call", BLOCKS, "what is asked of whom"),
        Field("amendments", Many(AMENDMENT), "the wording that is asked for"),
        Field("amendment_form", Choice(AMENDMENT_FORMS), "how the paper prints amendments; left out, it is compact"),
        Field("amendment_pages", Choice(("one", "running")), "one: each amendment of the sheet has a page of its own"),
        Field("closing", BLOCKS, "the closing lines: who drafted, who endorses"),
        _NOTES,
    )
)
FINDING = Fields(
    (
        Field("id", IDENTIFIER, "its name in cross references", True),
        Field("heading", MARKED, "the title of the section", True),
        Field("finding", MARKED, "what was found, in a sentence; the section opens with it", True),
        Field("text", BLOCKS, "the evidence for it", True),
        Field("statistics", Many(STATISTIC), "figures that are set off at the end of the section"),
    )
)
COMPARISON = Fields(
    (
        Field("columns", Many(MARKED, 2), "the headings of the columns, that of the first column too", True),
        Field("rows", Many(Many(MARKED, 2), 1), "a row for each jurisdiction: its name, then a cell a column", True),
    )
)
BRIEFING = Fields(
    (
        Field("kind", Choice(("briefing",)), "the kind of document", True),
        *_FRONT,
        Field("disclaimer", BLOCKS, "what the reader should know before relying on it"),
        Field("summary", BLOCKS, "the executive summary", True),
        Field("sections", Many(FINDING, 1), "the findings, each in a section of its own", True),
        Field("comparison", COMPARISON, "a table of jurisdictions"),
        Field("limitations", BLOCKS, "what the sources do not show"),
        Field("questions", Many(MARKED), "questions to follow up"),
        Field("closing", BLOCKS, "the closing lines"),
        _NOTES,
    )
)

ORGANISATION = Fields(
    (
        Field("id", IDENTIFIER, "its name in drafted_by and endorsed_by", True),
        Field(
            "name",
            Either((LINE, Table("|".join(LANGUAGES), LINE))),
            "its name, or its names by language",
            True,
        ),
        Field("url", LINE, "the address of its site"),
        Field("logo", LINE, "its logo, a PNG or JPEG in the folder positions: logos/its-name.png"),
    )
)
ORGANISATIONS = Fields((Field("organisations", Many(ORGANISATION), "the organisations", True),))

RESERVATION = Fields(
    (
        Field("amendment", IDENTIFIER, "the id of the amendment", True),
        Field("text", Either((LINE, Table("|".join(LANGUAGES), LINE))), "its words, or its words by language", True),
    )
)
ENDORSEMENT = Fields(
    (
        Field("organisation", IDENTIFIER, "its id in organisations.yaml", True),
        Field("language", Choice(LANGUAGES), "the language of the text that it endorsed", True),
        Field("version", Pattern(VERSION, '"1.0"'), "the version that it endorsed", True),
        Field("digest", Pattern(r"[0-9a-f]{64}", "64 digits, as position digest prints them"), "of that text", True),
        Field("date", DATE, "the day on which it did so", True),
        Field("by", LINE, "the function of whoever gave it: Secretary General"),
        Field("kind", Choice(("endorses", "endorses-with-reservation")), "left out, it endorses the whole text"),
        Field("reservation", RESERVATION, "what it does not endorse, and its words about it"),
        Field("source", LINE, "what confirms it: form of 12 March 2026, signed", True),
    )
)
ENDORSEMENTS = Fields(
    (
        Field("deadline", DATE, "the day until which endorsements are asked for"),
        Field("asked", Many(IDENTIFIER), "ids of the organisations that were asked, in organisations.yaml"),
        Field("endorsements", Many(ENDORSEMENT), "the endorsements that were given"),
    )
)

PERSON = Fields(
    (
        Field("family", LINE, "family name"),
        Field("given", LINE, "given names or initials"),
        Field("non-dropping-particle", LINE, "particle that is printed before the family name: van den"),
        Field("dropping-particle", LINE, "particle that is printed after the given names"),
        Field("suffix", LINE, "what follows the name: Jr."),
        Field("literal", LINE, "whole name of an institution"),
    ),
    open=True,
)
CSL_DATE = Either(
    (
        LINE,
        Many(
            Fields(
                (
                    Field("year", LINE, "the year", True),
                    Field("month", LINE, "the month, as a number"),
                    Field("day", LINE, "the day"),
                ),
                open=True,
            ),
            1,
        ),
        Fields((Field("date-parts", Many(Many(LINE)), "year, month, day"),), open=True),
    )
)
CUSTOM = Fields(
    (
        Field("celex", CELEX, "CELEX number; the link then leads to EUR-Lex in the language of the paper"),
        Field("titles", Table("|".join(LANGUAGES), LINE), "official titles by language"),
        Field("author_names", Table("|".join(LANGUAGES), LINE), "name of the institution by language"),
        Field("short_author", LINE, "the author in later references"),
    ),
    open=True,
)
SOURCE = Fields(
    (
        Field("id", SOURCE_KEY, "its citation key", True),
        Field("type", LINE, "the type of CSL: report, article-journal, webpage …", True),
        Field("title", LINE, "its title", True),
        Field("author", Many(PERSON), "its authors"),
        Field("editor", Many(PERSON), "its editors, who stand for the authors where there are none"),
        Field("issued", CSL_DATE, "when it appeared"),
        Field("accessed", CSL_DATE, "when it was read"),
        Field("container-title", LINE, "the journal, newspaper or site"),
        Field("volume", LINE, "volume"),
        Field("issue", LINE, "number of the issue"),
        Field("page", LINE, "pages"),
        Field("number", LINE, "number of the document: COM(2024) 60 final"),
        Field("publisher", LINE, "publisher"),
        Field("URL", LINE, "address"),
        Field("DOI", LINE, "DOI"),
        Field("language", LINE, "language of its title, as a tag: de, en-GB"),
        Field("custom", CUSTOM, "what CSL has no variable for"),
    ),
    open=True,
)
SOURCES = Either((Many(SOURCE), Fields((Field("references", Many(SOURCE), "the sources", True),), open=True)))
