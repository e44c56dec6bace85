"""How much of a page the parts of a paper take in Word, told from the paragraphs as they are written: an estimate.

Nothing is laid out: letters are as wide as they are in the mean. Neighbours have the larger one of the two spaces
between them, as in Word, and those of the same borders stand in one frame.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from toolkit.document import Document, Measured, Section
from toolkit.inline import plain_text
from toolkit.records import Record, replace
from toolkit.resources import TemplateFolder
from toolkit.writers.docx import TEMPLATE, find_template, write_digest, write_status
from toolkit.writers.docx.blocks import write_block, write_title
from toolkit.writers.docx.markup import escape, unescape
from toolkit.writers.docx.notes import write_note
from toolkit.writers.docx.sizes import NUMBER, Setting, Sizes, load_sizes
from toolkit.writers.docx.story import Paper, Story, open_paper
from toolkit.writers.docx.template import DIGEST, STATUS, TITLE_RESULT, attributes, drop
from toolkit.writers.docx.widths import count_lines

EMU_PER_POINT = 12700
LIST_INDENT = 18.0  # points, where the style of a list has none of its own
CELL = (11.5, 6.0)  # points that a cell takes from the width of its text, and adds to its height
SEPARATOR = 1.0  # lines between text and notes
SPARE = 1.5  # lines that are kept free in a Word file of others, of which the fonts are known less well
BREAK = 2.0  # lines that stay empty before the next page, for what stands together


class _Row(Record):
    """A paragraph, or a row of a table, with the height of what stands in it."""

    setting: Setting
    height: float


def measure(document: Document, templates: TemplateFolder, pages: int) -> Measured:
    """How much of its `pages` the document takes in the Word file of `templates`."""
    template = find_template(templates, document.word_language)
    sizes = load_sizes(templates.file(TEMPLATE))
    paper = open_paper(document, template)
    body, page = Story(paper), _Page(paper, sizes)
    rows = [(plain_text(document.title), row) for row in page.rows(write_title(body, document))]
    for block in document.blocks:
        heading = block.heading if isinstance(block, Section) else None
        name = plain_text(heading.content) if heading else ""
        rows += [(name, row) for row in page.rows(write_block(body, block, ""))]
    parts: dict[str, float] = {}
    for (name, _), height in zip(rows, _heights([row for _, row in rows]), strict=True):
        parts[name] = parts.get(name, 0) + height
    line = sizes.setting("").line
    if paper.footnotes:
        parts[document.words["notes"]] = page.height(_notes(paper)) + SEPARATOR * line
    spare = 0.0 if templates.is_builtin(TEMPLATE) else SPARE * line
    return Measured(parts, max(page.room(pages) - spare, 0.0), line)


def _notes(paper: Paper) -> str:
    story = Story(paper, of_notes=True)
    return "".join([write_note(story, name, identifier) for name, identifier in paper.footnotes.items()])


class _Page:
    """A page of the paper and what stands on it."""

    def __init__(self, paper: Paper, sizes: Sizes) -> None:
        self.paper, self.sizes = paper, sizes
        section = paper.template.section
        size, margins = _attributes(section, "pgSz"), _attributes(section, "pgMar")
        self.whole = size.get("h", 16838) / 20
        self.margins = {name: value / 20 for name, value in margins.items()}
        columns = _attributes(section, "cols")
        self.columns = max(int(columns.get("num", 1)), 1)
        text = size.get("w", 11906) / 20 - self._margin("left") - self._margin("right") - self._margin("gutter", 0)
        self.width = (text - (self.columns - 1) * columns.get("space", 720) / 20) / self.columns

    def _margin(self, name: str, default: float = 70.9) -> float:
        return self.margins.get(name, default)

    def room(self, pages: int) -> float:
        """The height that `pages` have for text: the first one may have a header and footer of its own."""
        own = re.search(r'<w:titlePg\b(?![^>]*w:val="(?:0|false|off)")', self.paper.template.section)
        rest = (self._text("default") - BREAK * self.sizes.setting("").line) * (pages - 1)
        return (self._text("first" if own else "default") + rest) * self.columns

    def _text(self, page: str) -> float:
        """The height of the text on a page; a header that takes more than the margin pushes it down."""
        top = self._taken("header", page, self._margin("top"))
        return self.whole - top - self._taken("footer", page, self._margin("bottom"))

    def _taken(self, kind: str, page: str, margin: float) -> float:
        if margin < 0:  # whatever stands in it
            return -margin
        return max(margin, self._margin(kind, 36) + self.height(_margin_text(self.paper, kind, page)))

    def height(self, markup: str, width: float = 0) -> float:
        """The height of paragraphs and tables, one below the other."""
        rows = self.rows(markup, width)
        return sum(_heights(rows)) + (rows[-1].setting.after if rows else 0)

    def rows(self, markup: str, width: float = 0) -> list[_Row]:
        """The paragraphs and the rows of tables in `markup`."""
        found = []
        for piece in re.findall(r"<w:tbl>.*?</w:tbl>|<w:p\b[^>]*/>|<w:p\b[^>]*>.*?</w:p>", markup, re.DOTALL):
            if piece.startswith("<w:tbl>"):
                plain = self.sizes.setting("")
                cell = replace(plain, before=0.0, after=0.0, borders=(0.0, 0.0, 0.0))
                found += [_Row(cell, self._row(row)) for row in re.findall(r"<w:tr\b.*?</w:tr>", piece, re.DOTALL)]
            else:
                found.append(self._paragraph(piece, width or self.width))
        return found

    def _row(self, row: str) -> float:
        """The height of the highest cell of a row."""
        least = _attributes(row, "trHeight").get("val", 0) / 20
        cells = re.findall(r"<w:tc\b[^>]*>(.*?)</w:tc>", row, re.DOTALL)
        share = 20 * self.width / max(len(cells), 1)
        widths = [_attributes(cell, "tcW").get("w", share) / 20 - CELL[0] for cell in cells]
        return max([least] + [self.height(*cell) + CELL[1] for cell in zip(cells, widths, strict=True)])

    def _paragraph(self, markup: str, width: float) -> _Row:
        shaped = re.match(r"<w:p\b[^>]*><w:pPr>(.*?)</w:pPr>", markup, re.DOTALL)
        own = shaped[1] if shaped else ""
        style = re.search(r'<w:pStyle w:val="([^"]*)"', own)
        setting = self.sizes.setting(unescape(style[1]) if style else "", own)
        if "<w:numPr>" in own and not setting.left:
            setting = replace(setting, left=LIST_INDENT)
        room = max(width - setting.left - setting.right, setting.size)
        height = count_lines(_text(markup), room / setting.em) * setting.line
        if not setting.exact:
            height += max(self._highest(markup, setting, room) - setting.line, 0)
        return _Row(setting, height)

    def _highest(self, markup: str, setting: Setting, room: float) -> float:
        """The height of what is higher than its line: runs in larger type, images."""
        ids = set(re.findall(r'<w:rStyle w:val="([^"]*)"', markup))
        runs = [self.sizes.setting(name).size for one in ids if self.sizes.has_size(name := unescape(one))]
        largest = max(runs, default=0) * setting.line / setting.size
        images = [(int(x), int(y)) for x, y in re.findall(r'<wp:extent cx="(\d+)" cy="(\d+)"', markup)]
        across = sum([x for x, _ in images]) / EMU_PER_POINT
        return max(largest, max([y for _, y in images], default=0) / EMU_PER_POINT * max(ceil(across / room), 1))


def _text(markup: str) -> str:
    """The words of a paragraph, with its line breaks, without what stands left of its text: a label and a tab."""
    found = re.findall(r"<w:t\b[^>]*>([^<]*)</w:t>|<w:(br|sym)\b", markup.rpartition("<w:tab/>")[2])
    return "".join([unescape(words) if not sign else "\n" if sign == "br" else "*" for words, sign in found])


def _attributes(markup: str, name: str) -> dict[str, float]:
    """The attributes with numbers of the element `name`."""
    start = re.search(rf"<w:{name}\b[^>]*>", markup)
    values = attributes(start[0]) if start else {}
    return {key.partition(":")[2]: float(value) for key, value in values.items() if re.fullmatch(NUMBER, value)}


def _heights(rows: Sequence[_Row]) -> list[float]:
    """The height of each of `rows`, one below the other, with the space above it and its borders."""
    heights = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        heights.append(row.height + _between(before, row) + (0 if _is_one(row, after) else row.setting.borders[1]))
    return heights


def _is_one(row: _Row, other: _Row | None) -> bool:
    """Whether two neighbours stand in one frame: that of equal borders and indents (ISO 29500-1, 17.3.1.24)."""
    ours = row.setting
    return other is not None and any(ours.borders) and _frame(ours) == _frame(other.setting)


def _frame(setting: Setting) -> tuple[object, ...]:
    return setting.borders, setting.left, setting.right


def _between(before: _Row | None, row: _Row) -> float:
    """The space above a paragraph, with the border that stands in it."""
    above, below = before.setting if before else None, row.setting
    if before is None or above is None:
        return below.before + below.borders[0]
    space = 0.0 if above.close and below.close and above.style == below.style else max(above.after, below.before)
    return space + (below.borders[2] if _is_one(row, before) else below.borders[0])


def _margin_text(paper: Paper, kind: str, page: str) -> str:
    """The paragraphs of a header or footer, without what floats over the page."""
    template = paper.template
    reference = re.search(rf'<w:{kind}Reference\b(?=[^>]*w:type="{page}")[^>]*r:id="([^"]*)"', template.section)
    leads = [attributes(one) for one in re.findall(r"<Relationship\b[^>]*>", template.relationships)]
    target = next((one["Target"] for one in leads if reference and one["Id"] == reference[1]), "")
    text = dict(template.titled).get(target[1:] if target.startswith("/") else f"word/{target}", "")
    text = drop(text, "mc:Fallback", "wp:anchor", "w:pict", "w:txbxContent")
    for mark, words in ((STATUS, write_status(paper)), (DIGEST, write_digest(paper))):
        text = text.replace(mark, words)
    return text.replace(TITLE_RESULT, escape(plain_text(paper.document.title)))
