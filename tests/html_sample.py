"""A short paper in which every block and every inline occurs, as the HTML writer gets it."""

from __future__ import annotations

import struct
import zlib
from typing import Any

from toolkit.document import (
    AmendmentBlock,
    AmendmentLine,
    Document,
    Fact,
    Figure,
    Heading,
    KeyPointItem,
    KeyPointList,
    LabelledText,
    LawNote,
    ListBlock,
    Note,
    Paragraph,
    Section,
    StatisticItem,
    StatisticPanel,
    Version,
)
from toolkit.inline import Change, Emphasis, Inlines, InnerLink, Link, Mark, NumberReference, Plain, Raised, Strong

WORDS = {
    "skip-to-content": "Skip to the text",
    "language-versions": "Other languages",
    "contents": "Contents",
    "notes": "Notes",
    "symbol-notes": "Notes with a symbol",
    "back-to-reference": "Back to reference",
    "note": "note",
    "inserted-text-begins": "insertion begins",
    "inserted-text-ends": "insertion ends",
    "deleted-text-begins": "deletion begins",
    "deleted-text-ends": "deletion ends",
    "legend": "How changes are marked",
    "legend-new": "New text: bold italics",
    "legend-deleted": "Deleted text: struck through",
}


def png(width: int, height: int) -> bytes:
    """A picture of a bar that fills 62 % of the width."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    bar = width * 62 // 100
    row = b"\0" + b"\x0b\x3d\x7e" * bar + b"\xcd\xd6\xe2" * (width - bar)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(row * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def words(text: str) -> Inlines:
    return (Plain(text),)


def inserted(text: str) -> Change:
    return Change(words(text), "inserted")


def deleted(text: str, *, struck: bool = False) -> Change:
    return Change(words(text), "deleted", struck)


def title_block() -> dict[str, Any]:
    return {
        "label": "Position paper",
        "title": words("Appliances that last: make repair the normal case"),
        "subtitle": words("On the proposal for a regulation on the repair of household appliances"),
        "facts": (
            Fact("Drafted by", (Plain("Alliance of Repair Workshops"), Mark("alliance", "*", 1))),
            Fact("Endorsed by", words("Consumer Forum, Association of Technical Schools")),
            Fact("File", words("2025/0123(COD)")),
            Fact("Date", words("14 March 2026")),
            Fact("Version", words("1.2")),
        ),
    }


def summary() -> Section:
    first = (
        Plain("Many household appliances are thrown away because one part cannot be had. The proposal "),
        Strong(words("sets a term for spare parts")),
        Plain(", but it leaves open what they may cost.", None),
        Mark("proposal", "1", 1),
    )
    second = (
        Plain("The study "),
        Emphasis((Plain("Μελέτη για την επισκευή", "el"),)),
        Plain(" came to the same result"),
        Mark("greek-study", "2", 1),
        Plain(", as set out under "),
        NumberReference("point", "prices", "2", "point "),
        Plain("."),
    )
    return Section("summary", "summary", Heading(1, words("Summary")), (Paragraph(first), Paragraph(second)))


def key_points() -> Section:
    items = (
        KeyPointItem("1", words("Spare parts are available for ten years after the last sale."), "parts"),
        KeyPointItem(
            "2",
            (Plain("The price of a part is published before the sale"), Mark("proposal", "1", 2), Plain(".")),
            "prices",
        ),
        KeyPointItem(
            "3",
            (
                Link(words("Independent workshops"), "https://example.org/workshops"),
                Plain(" get every manual."),
            ),
            "manuals",
        ),
    )
    return Section("positions", "key-points", Heading(1, words("Our key positions")), (KeyPointList(items),))


def argument_parts() -> Section:
    figure = Figure(
        "bar.png",
        png(640, 120),
        "image/png",
        640,
        120,
        "Bar: in 62 of 100 cases the appliance was replaced because a part was missing.",
        (Plain("Why appliances were replaced, 2025. Source: regional survey."), Mark("survey", "3", 1)),
    )
    return Section(
        "parts",
        "argument",
        Heading(1, words("Parts for ten years"), "1"),
        (
            Paragraph(words("Who repairs, keeps what is already made."), "standfirst"),
            Paragraph(
                words(
                    "A washing machine is used for eleven years on average. Where the supply of parts ends "
                    "after five, half of its life lies ahead without any. The term must "
                    "follow the life of the "
                    "product, not the length of its warranty."
                )
            ),
            StatisticPanel(
                (
                    StatisticItem("62 %", (Plain("of replaced appliances lacked one part"), Mark("survey", "3", 2))),
                    StatisticItem("11.4", words("years is the average life of a washing machine")),
                    StatisticItem("€ 1.2 bn", words("is spent every year on early replacement")),
                )
            ),
            Paragraph(words("A part that cannot be bought is a product that cannot be repaired."), "call-out"),
            figure,
        ),
    )


def argument_prices() -> Section:
    inner = Section(
        "exceptions",
        "argument",
        Heading(2, words("Where a price may be higher")),
        (ListBlock((words("parts made to order;"), words("parts for fewer than 500 units."))),),
    )
    text = (
        Plain("The proposal speaks of a "),
        Emphasis(words("reasonable")),
        Plain(" price. Two court rulings read the word differently"),
        Mark("rulings", "4", 1),
        Plain("; see "),
        NumberReference("note", "proposal", "1", "n. ", " above"),
        Plain(" and "),
        InnerLink(words("our first demand"), "parts"),
        Plain(". Write to "),
        Link(words("repair@example.org"), "mailto:repair@example.org"),
        Plain("."),
    )
    steps = ListBlock(
        (
            words("The maker publishes a list of prices."),
            (
                Plain("The authority compares it with "),
                Strong(words("the price of the appliance")),
                Plain("."),
            ),
            words("A price above a third of it has to be justified."),
        ),
        ordered=True,
    )
    heading = Heading(1, words("Prices that are known"), "2")
    return Section("prices", "argument", heading, (Paragraph(text), steps, inner))


def argument_manuals() -> Section:
    text = words("Manuals exist already. Authorised workshops have them; the others have to guess.")
    heading = Heading(1, words("Manuals for every workshop that asks"), "3")
    return Section("manuals", "argument", heading, (Paragraph(text),))


def amendments() -> Section:
    return Section(
        "amendments",
        "amendments",
        Heading(1, words("Amendments")),
        (
            AmendmentBlock(
                "term",
                "1",
                "Amendment 1",
                "Article 4(2)",
                (),
                (
                    LabelledText(
                        "Text of the proposal",
                        (
                            (
                                Plain("Manufacturers shall keep spare parts available for "),
                                deleted("five"),
                                Plain(" years"),
                                deleted(", where this is reasonable"),
                                Plain("."),
                            ),
                        ),
                        "original",
                    ),
                    LabelledText(
                        "Our text",
                        (
                            (
                                Plain("Manufacturers shall keep spare parts available for "),
                                inserted("ten"),
                                Plain(" years "),
                                inserted("and publish their prices"),
                                Plain("."),
                            ),
                        ),
                        "proposed",
                    ),
                ),
                "Justification",
                (
                    Paragraph(
                        (
                            Plain("The term follows the average life of the product; see "),
                            NumberReference("point", "parts", "1", "point "),
                            Plain("."),
                        ),
                        "justification",
                    ),
                    ListBlock((words("spare parts"), words("manuals"))),
                ),
            ),
            AmendmentBlock(
                "prices-published",
                "2",
                "Amendment 2",
                "Article 5, new paragraph 3",
                (
                    AmendmentLine(
                        "relation",
                        (
                            Plain("Alternative to "),
                            NumberReference("amendment", "term", "1", "Amendment "),
                            Plain("."),
                        ),
                    ),
                ),
                (
                    LabelledText("Text to be inserted", ((inserted("Prices shall be published."),),), "inserted"),
                    LabelledText("Text to be deleted", ((deleted("on request", struck=True),),), "deleted"),
                ),
                "Justification",
                (Paragraph(words("A price on request cannot be compared."), "justification"),),
            ),
            in_columns(),
        ),
    )


def in_columns() -> AmendmentBlock:
    """An amendment in the Parliament's form: lines above the wordings, two columns, a footnote of the law."""
    mark, note = Raised("1a"), LawNote("1a", words("Official Journal, L 18 of 2024."))
    original = ((Plain("1. Manuals"), mark, Plain(" are free.")), (deleted("2. Copies may be charged for."),))
    return AmendmentBlock(
        "manuals-free",
        "3",
        "Amendment 3",
        "",
        (
            AmendmentLine("tablers", words("A Member of the Parliament")),
            AmendmentLine("act", words("Proposal for a regulation")),
            AmendmentLine("position", words("Article 6")),
        ),
        (
            LabelledText("Text proposed by the Commission", original, "original", (note,)),
            LabelledText("Amendment", ((Plain("1. Manuals"), mark, Plain(" are free.")),), "proposed", (note,)),
        ),
        form="columns",
        original_language="Or. en",
        alone=True,
    )


def notes() -> tuple[Note, ...]:
    address = "https://example.org/documents/2025/household-appliances/" + "a-long-path-that-has-no-spaces/" * 3
    return (
        Note("alliance", "*", None, words("The Alliance has 214 members in nineteen Member States."), 1),
        Note(
            "proposal",
            "1",
            1,
            (
                Plain("Proposal for a regulation on repair, COM(2025) 99 final, Article 4: "),
                Link(words(address), address),
                Plain("."),
            ),
            2,
        ),
        Note(
            "greek-study",
            "2",
            2,
            (
                Emphasis((Plain("Μελέτη για την επισκευή", "el"),)),
                Plain(", Athens 2024, p. 31."),
            ),
            1,
        ),
        Note("survey", "3", 3, words("Regional survey of households, 2025, table 7."), 2),
        Note(
            "rulings",
            "4",
            4,
            (
                Plain("Two rulings of 2023; cf. "),
                NumberReference("note", "greek-study", "2", "Study, n. "),
                Plain("."),
            ),
            1,
        ),
    )


def sample(**changes: Any) -> Document:
    """A short paper in which every block and every inline occurs."""
    parts: dict[str, Any] = {
        "id": "repair",
        "kind": "position-paper",
        "language": "en",
        "word_language": "en-GB",
        **title_block(),
        "blocks": (
            summary(),
            key_points(),
            argument_parts(),
            argument_prices(),
            argument_manuals(),
            amendments(),
            Section("closing", "closing", None, (Paragraph(words("The signatories are ready to discuss this.")),)),
        ),
        "notes": notes(),
        "words": WORDS,
        "versions": (
            Version("bg", "български", "repair.bg.html"),
            Version("el", "ελληνικά", "repair.el.html"),
            Version("en", "English", "repair.en.html"),
        ),
        "author": "Alliance of Repair Workshops",
        "date": "2026-03-14",
        "version": "1.2",
    }
    return Document(**{**parts, **changes})
