"""conventions.yaml to `Conventions`: the house style of the Union, or the national style where a paper asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.languages import Conventions
from toolkit.provisions import LEVELS, Forms
from toolkit.readers.fields import child, items
from toolkit.readers.shapes import Choice, Either, Field, Fields, Many, Pattern, Table, Words
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode
from toolkit.records import Record

_UNNUMBERED = "introductory-part"

_ONE_BLANK = r"[^{}]*\{0\}[^{}]*"
_PERCENTAGE = Pattern(_ONE_BLANK, '"{0} %"')
_NUMBERED = Pattern(_ONE_BLANK, '"article {0}"')
_PATH = Pattern(r"[a-z_]+(\.[a-z_-]+)*", "provisions.heading.indent")
_READ = Pattern(r"[^{}]*(\{0\}[^{}]*)?", '"art. {0}"')
_INSERTED = Pattern(r"[^{}]*\{0\}[^{}]*\{1\}[^{}]*", '"{0}{1}"')
_PAIR = Many(Words(), 2)
_QUOTES = Fields(
    (
        Field("outer", _PAIR, "opening and closing quotation mark", True),
        Field("inner", _PAIR, "the marks of a quotation within a quotation", True),
    )
)
_DATES = Fields(
    (
        Field("day", Words(), "pattern of a full date, in CLDR's letters"),
        Field("month", Words(), "pattern of a month with its year, in CLDR's letters"),
        Field("year", Words(), "pattern of a year that stands alone, where it is not the bare number"),
    )
)
_FEW_FIGURES = Choice(("4", "5"))


def _form_fields(levels: tuple[str, ...], required: bool) -> Iterator[Field]:
    for level in levels:
        yield Field(level, _NUMBERED, "its form, with {0} for the number", required)
        yield Field(f"{level}-of", _NUMBERED, "its form where a smaller level follows")
        yield Field(f"{level}-inserted", _INSERTED, "its form for an inserted number: {0} number, {1} letter")
        yield Field(f"{level}-inserted-of", _INSERTED, "the same where a smaller level follows")


_NUMBERED_LEVELS = tuple([level for level in LEVELS if level != _UNNUMBERED])
_VARIANTS = ("article-point", "annex-point", "point-number", "subpoint-letter")
_FIRST = (
    Field("article-first", Words(), "Article 1, where its number is written otherwise"),
    Field("article-first-of", Words(), "the same where a smaller level follows"),
)
_NUMBERED_FORMS = (*_FIRST, *_form_fields(_NUMBERED_LEVELS, True), *_form_fields(_VARIANTS, False))
_RUNNING = Fields((*_NUMBERED_FORMS, Field(_UNNUMBERED, Words(), "its name, with what parts it from the form before")))
_HEADING = Fields(
    (
        *_NUMBERED_FORMS,
        Field(_UNNUMBERED, Words(), "its name", True),
        Field("join", Words(empty=True), "what stands between the levels, where it is not a dash"),
    )
)
_PROVISIONS = Fields(
    (
        Field("running", _RUNNING, "the form in running text, with {0} for the number", True),
        Field("heading", _HEADING, "the form of the Parliament's headings, with {0} for the number", True),
        Field(
            "new",
            Either((Words(), Table("|".join((*LEVELS, *_VARIANTS)), Words()))),
            "the mark of what is inserted",
            True,
        ),
        Field("also", Table("|".join((*LEVELS, *_VARIANTS)), Many(_READ)), "further forms that are read"),
    )
)


def _style_fields(required: bool) -> tuple[Field, ...]:
    return (
        Field("quotes", _QUOTES, "quotation marks", required),
        Field("percent", _PERCENTAGE, "a percentage, with {0} for the number", required),
        Field("thousands", Words(empty=True), "what stands between groups of three figures", required),
        Field("decimal", Choice((",", ".")), "the decimal mark, where it is not CLDR's"),
        Field("group_from", _FEW_FIGURES, "the least number of figures that are set in groups"),
        Field("first_day", Words(), "the 1st of a month, where it has a form of its own"),
        Field("dates", _DATES, "patterns of dates, where they differ from CLDR's"),
        Field("note_mark", Choice(("before", "after")), "where a note's mark stands: before or after punctuation"),
        Field("space_before", Words(empty=True), "the marks with a hard space in front of them"),
    )


CONVENTIONS = Fields(
    (
        *_style_fields(True),
        Field("between_sources", Words(), "what parts the sources of one note, where it is no semicolon"),
        Field("letters", Many(Words(), 26), "the letters of points, where they are not a to z"),
        Field("inserted", _INSERTED, "number and letter of what is inserted: {0} and {1}"),
        Field("inserted_letters", Many(Words(), 12), "the words in place of the letter: bis, ter …"),
        Field(
            "ordinals",
            Table("subparagraph|subparagraph-of|indent|indent-of", Many(Words(), 5)),
            "words for 1, 2, 3 … in running text",
        ),
        Field("provisions", _PROVISIONS, "forms of provisions", True),
        Field("unconfirmed", Many(_PATH), "keys in this file that no published source confirms"),
        Field("national", Fields(_style_fields(False)), "what the national style does otherwise"),
    )
)


class Style(Record):
    """The conventions of a language in one style, its own patterns of dates, and its decimal mark if not CLDR's.

    `unconfirmed` are the keys of the file that no published source confirms: "provisions.heading.indent".
    """

    conventions: Conventions
    dates: Mapping[str, str]
    decimal: str = ""
    unconfirmed: tuple[str, ...] = ()


def missing_paths(root: Node) -> Iterator[Node]:
    """The keys called unconfirmed that the file does not have."""
    for item in items(child(root, "unconfirmed")):
        found: Node | None = root
        for key in _value(item).split("."):
            found = child(found, key)
        if found is None:
            yield item


def read_style(root: Node, style: str) -> Style:
    """What the checked file `root` says in `style`, one of `definition.STYLES`."""
    own = child(root, "national") if style == "national" else None

    def given(key: str) -> Node | None:
        found = child(own, key)
        return found if found is not None else child(root, key)

    quotes = given("quotes")
    conventions = Conventions(
        _pair(child(quotes, "outer")),
        _pair(child(quotes, "inner")),
        _value(given("percent")) or "{0}",
        _value(given("thousands")),
        _forms(root),
        int(_value(given("group_from")) or 4),
        _value(given("first_day")),
        _value(given("note_mark")) or "before",
        _value(given("space_before")),
        _value(given("between_sources")) or "; ",
    )
    return Style(conventions, _values(given("dates")), _value(given("decimal")), _list(child(root, "unconfirmed")))


def _forms(root: Node) -> Forms:
    provisions = child(root, "provisions")
    new = child(provisions, "new")
    by_level = _values(new) if isinstance(new, MapNode) else {}
    same = next(iter(by_level.values())) if by_level else _value(new)
    also, ordinals = child(provisions, "also"), child(root, "ordinals")
    return Forms(
        _values(child(provisions, "running")),
        _values(child(provisions, "heading")),
        {level: by_level.get(level, same) for level in LEVELS} | by_level,
        _lists(also),
        _list(child(root, "letters")),
        _value(child(root, "inserted")) or "{0}{1}",
        _list(child(root, "inserted_letters")),
        _lists(ordinals),
    )


def _pair(node: Node | None) -> tuple[str, str]:
    values = (*_list(node), "", "")
    return values[0], values[1]


def _list(node: Node | None) -> tuple[str, ...]:
    return tuple([_value(item) for item in items(node)])


def _lists(node: Node | None) -> dict[str, tuple[str, ...]]:
    return {key: _list(value) for key, value in node.values.items()} if isinstance(node, MapNode) else {}


def _values(node: Node | None) -> dict[str, str]:
    return {key: _value(value) for key, value in node.values.items()} if isinstance(node, MapNode) else {}


def _value(node: Node | None) -> str:
    return node.value if isinstance(node, TextNode) else ""
