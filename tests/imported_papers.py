"""Word papers that others might have written: a title, key points that come back as headings, notes typed by hand."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
STYLES = """<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="{language}"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="ST"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="Quote"/></w:style>
<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"""
LEVELS = "".join(
    f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
    for number, form, text in ((1, "decimal", "%1)"), (2, "bullet", "•"), (3, "decimal", "%1."))
)
NUMBERING = LEVELS + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2, 3))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def bold(text: str) -> str:
    return run(text, "<w:b/>")


def italic(text: str) -> str:
    return run(text, "<w:i/>")


def mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def custom(number: int, sign: str) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}" w:customMarkFollows="1"/><w:t>{sign}</w:t></w:r>'


def paragraph(*parts: str, style: str = "", number: int = 0, properties: str = "") -> str:
    """A paragraph of plain text and runs; `number` is the list that it is in."""
    made = "".join([part if part.startswith("<w:") else run(part) for part in parts])
    listed = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{listed}{properties}</w:pPr>{made}</w:p>"


def inserted(content: str) -> str:
    return f'<w:ins w:id="90" w:author="A">{content}</w:ins>'


def deleted(text: str) -> str:
    return (
        f'<w:del w:id="91" w:author="A"><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
    )


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join([paragraph(text) for text in texts])}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join([f"<w:tr>{''.join(row)}</w:tr>" for row in rows]) + "</w:tbl>"


def field(instruction: str, shown: str) -> str:
    def character(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    said = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return character("begin") + said + character("separate") + run(shown) + character("end")


def bookmarked(name: str, content: str, number: int = 70) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def picture(relation: str, words: str) -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr={quoteattr(words)}/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def png() -> bytes:
    """A picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


class WordFile:
    """A Word file that is being made: links and pictures are entered where they are written."""

    def __init__(self, language: str = "en-GB") -> None:
        self.language = language
        self.links: dict[str, list[str]] = {"document": [], "footnotes": []}
        self.media: list[bytes] = []
        self.extra: dict[str, str] = {}

    def link(self, text: str, address: str, part: str = "document") -> str:
        self.links[part].append(address)
        return f'<w:hyperlink r:id="L{len(self.links[part])}">{run(text)}</w:hyperlink>'

    def picture(self, words: str, data: bytes | None = None) -> str:
        self.media.append(png() if data is None else data)
        return picture(f"M{len(self.media)}", words)

    def make(self, body: str, notes: Sequence[str] = ()) -> bytes:
        """The bytes of the file; the notes have the ids 1, 2, 3 …"""
        begins = "<w:p><w:r><w:footnoteRef/></w:r>"
        numbered = "".join(
            [f'<w:footnote w:id="{number}">{begins}{note}</w:p></w:footnote>' for number, note in enumerate(notes, 1)]
        )
        parts = {
            "document": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            "footnotes": f"<w:footnotes {NAMES}>{numbered}</w:footnotes>",
            "styles": f"<w:styles {NAMES}>{STYLES.replace('{language}', self.language)}</w:styles>",
            "numbering": f"<w:numbering {NAMES}>{NUMBERING}</w:numbering>",
            **{kind: f"<w:{kind} {NAMES}>{content}</w:{kind}>" for kind, content in self.extra.items()},
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            main = f'<Relationship Id="m" Type="{R}/officeDocument" Target="word/document.xml"/>'
            archive.writestr("_rels/.rels", f'<Relationships xmlns="{P}">{main}</Relationships>')
            for name, content in parts.items():
                archive.writestr(f"word/{name}.xml", content)
            for number, data in enumerate(self.media, 1):
                archive.writestr(f"word/media/{number}.png", data)
            for name in ("document", "footnotes"):
                archive.writestr(f"word/_rels/{name}.xml.rels", self._relations(name, parts))
        return stream.getvalue()

    def _relations(self, name: str, parts: dict[str, str]) -> str:
        found = [f'<Relationship Id="L{at}" Type="{R}/hyperlink" Target="{escape(to)}" TargetMode="External"/>'
                 for at, to in enumerate(self.links[name], 1)]  # fmt: skip
        if name == "document":
            found += [
                f'<Relationship Id="p{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in parts if kind != name
            ]
            found += [f'<Relationship Id="M{at}" Type="{R}/image" Target="media/{at}.png"/>'
                      for at in range(1, len(self.media) + 1)]  # fmt: skip
        return f'<Relationships xmlns="{P}">{"".join(found)}</Relationships>'


# A paper of the pattern that coalitions use: notes by hand, four of whose numbers are wrong.

SOURCES = (
    "Elbe, J.K., Weser, M. & Havel, P. The price of spare parts in rural workshops. ",
    "Tiber Institute, Repair cafés and their visitors: a survey, (2023). Available at https://example.org/cafes",
)
NOTES = (
    run(SOURCES[0]) + italic("Journal of Repair") + run(" 25, 135–153 (2021). Available at https://example.org/parts"),
    run(SOURCES[1]),
    run("Elbe, J.K., Weser, M. & Havel, n.1 (2021)."),
    run("Fondation du Rhône, La réparation, nouvelle liberté du consommateur (2024). Available at https://example.org/rhone/"),
    run("Elbe, J.K., Saale, N. How long do appliances last? Evidence from scrapyards. ") + italic("Journal of Repair")
    + run(" 27, 181–187 (2023). Meuse Watch, Batteries that cannot be taken out (2022). Available at https://example.org/meuse."),
    run("Danube, D., Drava, M., and Sava, R, Prices and distances: what repair costs, (2023). Available at "
        "https://example.org/danube. Mur, M. H., & Raab, L. R. (2017). Screws and glue: More than a detail. ")
    + italic("Journal of Design") + run(", 21(5), 3–21."),
    run("Meuse Watch, n.5 (2022)."),
    run("Ibid."),
    run("Mur, M. H., & Raab, L. R, n.5 (2017), p. 7."),
    run("Neisse Council, Report on manuals (2020). Available at https://example.org/manuals"),
    run("Neisse Council, Reports on the manuals (2020). Available at https://example.org/manuals"),
    run("Danube, D., Drava, M., and Sava, R, n.4 (2023)."),
    run("Figures on file with the authors; they refer to 2 * 3 [sic] shops \\ per town."),
    run("See also Fondation du Rhône, n.4 (2024)."),
)  # fmt: skip


def coalition_paper() -> bytes:
    """Key points that come back as headings, a call, closing lines, fourteen notes."""
    file = WordFile()
    body = [
        paragraph("Joint Position paper on the right to repair of household goods June 2025", style="T"),
        paragraph("The Repair* Alliance is ", bold("deeply concerned by the draft"), " of the ",
                  file.link("proposed Directive", "https://example.org/proposal"), ". ",
                  "<w:hyperlink w:anchor='nowhere'>" + run("Its annex") + "</w:hyperlink>", " is too short."),
        paragraph("Key Alliance positions:"),
        paragraph("Spare parts must be sold to everybody at a fair price.", number=1),
        paragraph("Repair keeps people in work, even where wages are low.", number=1),
        paragraph("Batteries must be replaceable by their users.", number=1),
        paragraph("For these reasons, the Alliance calls on the Members to amend the draft:"),
        paragraph("Article 5(2): ", run("‘including spare parts for private use’", "<w:b/><w:i/>"), ".", number=2),
        paragraph("Article 5(6): ", run("‘including manuals in all languages’", "<w:b/><w:i/>"), ".", number=2),
        paragraph("1) Spare parts at a fair price", style="H2"),
        paragraph("Prices have risen", mark(1), ". Visitors say so too (see point 3).", mark(2), mark(3)),
        paragraph("→ 11% of visitors came twice.", mark(4)),
        paragraph("A literal *star*, a [bracket] and a back\\slash stand here.", mark(5)),
        paragraph("2) Repair keeps people in work", style="H2"),
        paragraph("Wages are low", mark(6), " and distances long."),
        paragraph(bold("52%"), " of shops closed.", number=2),
        paragraph(bold("44%"), " moved.", mark(7), number=2),
        paragraph("More is known", mark(8), " of ", bold("towns"), bold(" and "), run("villages", "<w:b/><w:i/>"), ".",
                  mark(9)),
        paragraph("3) Batteries that users replace", style="H2"),
        paragraph("Manuals say little.", mark(10), " They repeat themselves.", mark(11)),
        paragraph("A table follows:"),
        table((cell("Town"), cell("Shops")), (cell("Evora"), cell("12"))),
        paragraph("Distances matter.", mark(12), " Shops differ.", mark(13), " Freedom counts.", mark(14)),
        paragraph("*This position paper was drafted by Example Alliance. It has 7 members."),
        paragraph("This position paper has been endorsed by Example Network, a group of towns."),
    ]  # fmt: skip
    return file.make("".join(body), NOTES)
