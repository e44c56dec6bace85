"""Lists, key points and references of the text: what comes out otherwise than it stood is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from imported_papers import WordFile, paragraph
from test_import_papers import TITLE, body, imported, reported, text_of

ITEMS = ("Spare parts must be sold to all.", "Manuals must be open to repairers.", "Batteries must be replaceable.")
HEADINGS = ("Spare parts for all", "Open manuals for repairers", "Batteries that users replace")
ORDER = "no-place: the order of the key points in their list has no place in a definition: they stand in the order of"


def listed_paper(headings: Sequence[str], text: str = "It is so.", language: str = "en-GB") -> bytes:
    parts = [TITLE, paragraph("A summary."), paragraph("Our points:"), *[paragraph(one, number=1) for one in ITEMS]]
    parts.append(paragraph("We ask for this."))
    for heading in headings:
        parts += [paragraph(heading, style="H1"), paragraph(text)]
    return WordFile(language).make("".join(parts))


@pytest.mark.parametrize("numbers", ["{heading}", "{own}) {heading}", "{place}) {heading}"])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_key_points_in_any_order_keep_their_headings(order: tuple[int, ...], numbers: str) -> None:
    headings = [
        numbers.format(heading=HEADINGS[which], own=which + 1, place=at) for at, which in enumerate(order, 1)
    ]  # fmt: skip
    points = imported(listed_paper(headings)).definition.points
    assert [(one.point, one.heading) for one in points] == [(ITEMS[which], HEADINGS[which]) for which in order]
    said = [line for line in reported(listed_paper(headings)) if line.startswith(ORDER)]
    assert len(said) == (order != (0, 1, 2))


def test_list_that_goes_on_after_a_text_is_told() -> None:
    parts = [paragraph(text, number=3) for text in ("one", "two")]
    data = body(*parts, paragraph("Between."), paragraph("three", number=3), paragraph("four", number=3))
    assert "Between.\n\n      1. three\n      2. four" in text_of(data)
    said = [line for line in reported(data) if "the number '" in line]
    what = "no-place: the number '3.' of an item ('three' …) has no place in a definition"
    assert said == [f"{what}: it is number 1 of its list there"]


def test_lists_with_letters_are_counted_and_told() -> None:
    levels = '<w:abstractNum w:abstractNumId="9"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
    file = WordFile()
    file.extra["numbering"] = f'{levels}<w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum><w:num w:numId="9">' \
                              '<w:abstractNumId w:val="9"/></w:num>'  # fmt: skip
    data = body(paragraph("first", number=9), paragraph("second", number=9), file=file)
    assert "1. first\n      2. second" in text_of(data)
    assert [line for line in reported(data) if "the number '(a)' of an item ('first' …)" in line]


# References of the text


SEVERAL = {
    "de-DE": ("Siehe Punkt 1 und Punkt 3.", "Punkt 1 und Punkt 3 gehören zusammen.", "Siehe Punkte 1, 2 und 3."),
    "en-GB": ("It is so (see point 1 and point 3).", "See points 1, 2 and 3.", "Point 1 and point 3 say why."),
    "fr-FR": ("Voir le point 1 et le point 3.", "Voir les points 1 et 3."),
    "es-ES": ("Véase el punto 1 y el punto 3.", "Véanse los puntos 1 y 3, supra."),
    "pl-PL": ("Zob. pkt 1 i pkt 3.", "Zob. punkty 1 i 3."),
    "hu-HU": ("Lásd az 1. és 3. pont.", "Lásd az 1. pont és 3. pont."),
    "lt-LT": ("Žr. 1 punktas ir 3 punktas.",),
    "et-EE": ("Vt punkt 1 ja punkt 3.",),
}


@pytest.mark.parametrize(("language", "text"), [(tag, text) for tag, texts in SEVERAL.items() for text in texts])
def test_every_point_that_is_named_is_live(language: str, text: str) -> None:
    points = imported(listed_paper(HEADINGS, text, language)).definition.points
    numbers = [number for number in "123" if number in text]
    ids = {str(at): point.id for at, point in enumerate(points, 1)}
    said = points[0].argument[0][1]
    assert [f"[{{n}}](#{ids[number]})" in said for number in numbers] == [True] * len(numbers), said
    assert not any(char.isdecimal() for char in said)


def kept(text: str, language: str = "en-GB") -> list[str]:
    said = reported(listed_paper(HEADINGS, text, language))
    return [line.partition(": ")[2] for line in said if line.startswith("kept-reference")]


@pytest.mark.parametrize(("text", "words"), [
    ("See point 7.", "'point 7' stays as it was typed: there is no such point"),
    ("We say so in point 3.", "'point 3' stays as it was typed: it may be a point of another text"),
    ("As said (see note 9 above).", "'note 9' stays as it was typed: there is no such note"),
    ("As said in the previous note.", "'previous note' stays as it was typed: it names no note and no source"),
])  # fmt: skip
def test_reference_of_the_text_that_stays_is_told(text: str, words: str) -> None:
    assert f"in the text: {words}" in kept(text)


@pytest.mark.parametrize("text", [
    "See point 3 of Annex I.", "See points 1 and 3 of the Directive.", "It costs 3 euros at this point.",
    "See point 1.5.",
])  # fmt: skip
def test_points_of_others_are_left_alone(text: str) -> None:
    assert kept(text) == []
    assert text in imported(listed_paper(HEADINGS, text)).definition.points[0].argument[0][1]
