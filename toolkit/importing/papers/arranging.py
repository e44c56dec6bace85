"""The paragraphs of a paper as the parts of a definition: summary, key points, call, sections, closing lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.importing.papers import draft as roles
from toolkit.importing.papers.blocks import as_blocks
from toolkit.importing.papers.content import Paragraph, Run
from toolkit.importing.papers.draft import Block, Draft, Point
from toolkit.importing.papers.front import Front
from toolkit.importing.papers.likeness import by_numbers, matched, number_of, typed_number
from toolkit.importing.papers.report import Report, shown
from toolkit.inspection.reading import HEADING, LIST_ITEM
from toolkit.inspection.reading import PARAGRAPH as PLAIN
from toolkit.inspection.typed.texts import fold
from toolkit.languages import Language
from toolkit.records import Record, replace

_FEWEST, _SHARE = 2, 0.6
_SEARCHED = 80  # paragraphs from the beginning in which a list of key points may stand
_LONGEST_LEAD = 12  # words of a line that only leads to a list
_LONGEST_HEADING = 150


class _List(Record):
    """A list that may be that of the key points: where its items stand, and the headings that argue them."""

    start: int
    end: int
    pairs: dict[int, int]
    headings: tuple[int, ...]
    level: int


def arrange(front: Front, language: Language, report: Report) -> Draft:
    """The parts that the paragraphs below the title block make."""
    paragraphs = _with_headings(front.rest)
    made = Draft(front.title, front.subtitle, front.date, front.dated)
    found = _key_list(paragraphs)
    arranger = _Arranger(made, paragraphs, language, report)
    if found is None:
        arranger.by_headings()
    else:
        arranger.by_list(found)
    arranger.take_closing()
    arranger.fill()
    return made


def _with_headings(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """`paragraphs` with short bold lines as headings, where no style makes any."""
    if any(one.kind == HEADING for one in paragraphs):
        return list(paragraphs)
    made = list(paragraphs)
    for at, one in enumerate(paragraphs[:-1]):
        short = one.kind in (PLAIN, LIST_ITEM) and one.is_strong and len(one.text) <= _LONGEST_HEADING
        if short and not one.text.endswith((".", ":", ";", ",")) and not paragraphs[at + 1].is_strong:
            made[at] = replace(one, kind=HEADING, level=1)
    return made


def _key_list(paragraphs: Sequence[Paragraph]) -> _List | None:
    """The list near the beginning whose items come back as headings; None where there is none."""
    best: tuple[float, _List] | None = None
    for start, end in _lists(paragraphs):
        for level in sorted({one.level for one in paragraphs[end:] if one.kind == HEADING})[:3]:
            headings = [at for at in range(end, len(paragraphs)) if _is_heading(paragraphs[at], level)]
            items = paragraphs[start:end]
            pairs = by_numbers(items, [paragraphs[at] for at in headings]) or matched(
                items, [paragraphs[at] for at in headings]
            )
            share = len(pairs) / (end - start)
            if len(pairs) >= _FEWEST and share >= _SHARE and (best is None or share > best[0]):
                best = (share, _List(start, end, pairs, tuple(headings), level))
    return best[1] if best else None


def _is_heading(paragraph: Paragraph, level: int) -> bool:
    return paragraph.kind == HEADING and paragraph.level == level


def _lists(paragraphs: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """Where lists of several items begin and end, whether Word numbers them or somebody typed the numbers."""
    found, at = [], 0
    while at < min(len(paragraphs), _SEARCHED):
        end = at
        while end < len(paragraphs) and _is_item(paragraphs[end]) and paragraphs[end].depth == paragraphs[at].depth:
            end += 1
        if end - at >= _FEWEST:
            found.append((at, end))
        at = max(end, at + 1)
    return found


def _is_item(paragraph: Paragraph) -> bool:
    return paragraph.kind == LIST_ITEM or (paragraph.kind == PLAIN and bool(typed_number(paragraph.raw)[0]))


class _Arranger:
    """Puts paragraphs into parts; `level` is that of the headings that begin sections."""

    def __init__(self, made: Draft, paragraphs: Sequence[Paragraph], language: Language, report: Report) -> None:
        self.made = made
        self.paragraphs = paragraphs
        self.language = language
        self.report = report
        self.fixed = {
            fold(language.word(name)): name for name in ("key-points", "call", "amendments", "closing", "notes")
        }

    # With a list of key points

    def by_list(self, found: _List) -> None:
        made, paragraphs = self.made, self.paragraphs
        heading_of = {found.headings[j]: i for i, j in found.pairs.items()}
        start = self.lead(found.start)
        made.summary = self.blocks(paragraphs[:start])
        left = [paragraphs[found.start + i] for i in range(found.end - found.start) if i not in found.pairs]
        if left:
            made.summary += self.blocks(left)
            for one in left:
                self.report.moved(f"a key point without a section ({shown(one.text)})", "it stands in the summary")
        first, last = min(heading_of), max(heading_of)
        begins = [at for at in range(found.end, len(paragraphs)) if self.begins_section(at, found.level)]
        order = [heading_of[at] for at in begins if at in heading_of]
        if order != sorted(order):
            went = "they stand in the order of their sections"
            self.report.moved("the order of the key points in their list", went, "look which order is meant")
        made.call = self.blocks(paragraphs[found.end : begins[0]])
        for at, end in zip(begins, [*begins[1:], len(paragraphs)], strict=True):
            self.section(at, end, heading_of, found, at < first, at > last)

    def section(self, at: int, end: int, heading_of: dict[int, int], found: _List, before: bool, after: bool) -> None:
        """A section of the file: that of a key point, of the call, of the closing lines, or a point of its own."""
        made, heading, inside = self.made, self.paragraphs[at], self.paragraphs[at + 1 : end]
        name = self.name_of(heading)
        if at in heading_of:
            self.point(self.paragraphs[found.start + heading_of[at]], heading, inside)
        elif name in ("call", "amendments") and before:
            made.replaced.append(heading.text)
            made.call += self.blocks(inside)
        elif name in ("closing", "notes"):
            made.replaced.append(heading.text)
            made.closing += self.blocks(inside)
        elif after:
            made.closing += self.blocks([heading, *inside])
            self.report.moved(
                f"the heading {shown(heading.text)}, which is no key point,", "it is in the closing lines"
            )
        else:
            self.own_point(heading, inside)

    def lead(self, start: int) -> int:
        """Where the summary ends: before the short line or heading that leads to the list at `start`."""
        before = self.paragraphs[start - 1] if start else None
        if before is None or (start == 1 and before.kind != HEADING):
            return start
        short = len(before.text.split()) <= _LONGEST_LEAD
        if before.notes or before.pictures:
            return start
        if before.kind == HEADING or (short and before.text.endswith(":") and before.kind == PLAIN):
            self.made.replaced.append(before.text)
            return start - 1
        return start

    def begins_section(self, at: int, level: int) -> bool:
        one = self.paragraphs[at]
        return one.kind == HEADING and one.level <= level

    # Without one

    def by_headings(self) -> None:
        made, paragraphs = self.made, self.paragraphs
        levels = sorted({one.level for one in paragraphs if one.kind == HEADING})
        if not levels:
            self.without_headings()
            return
        level = next((one for one in levels if sum(_is_heading(each, one) for each in paragraphs) > 1), levels[0])
        begins = [at for at in range(len(paragraphs)) if self.begins_section(at, level)]
        made.summary = self.blocks(paragraphs[: begins[0]])
        self.report.assume(
            "no list of key points was found whose items come back as headings",
            "write a line for each key point: now each is the heading of its section",
        )
        for at, end in zip(begins, [*begins[1:], len(paragraphs)], strict=True):
            heading, inside = paragraphs[at], paragraphs[at + 1 : end]
            name = self.name_of(heading)
            if name in ("call", "amendments", "closing", "notes"):
                made.replaced.append(heading.text)
                (made.call if name in ("call", "amendments") else made.closing).extend(self.blocks(inside))
            else:
                self.own_point(heading, inside, is_said=False)

    def without_headings(self) -> None:
        """A paper without any heading: its first paragraph is the summary, the rest argues one point."""
        self.report.assume(
            "the file has no headings; all of its text is one key point, which has the title of the paper",
            "divide it into key points, each with a heading",
        )
        first = self.paragraphs[:1] if len(self.paragraphs) > 1 else []
        self.made.summary = self.blocks(first)
        title = replace(self.made.title, kind=HEADING)
        self.point(title, title, self.paragraphs[len(first) :], is_listed=False)

    def name_of(self, heading: Paragraph) -> str:
        """The part whose fixed heading `heading` is; "" where it is none, or has notes."""
        return "" if heading.notes or heading.pictures else self.fixed.get(fold(heading.text).strip(" .:"), "")

    # Points

    def own_point(self, heading: Paragraph, inside: Sequence[Paragraph], is_said: bool = True) -> None:
        self.point(heading, heading, inside, is_listed=False)
        if is_said:
            self.report.moved(
                f"the heading {shown(heading.text)}, which no key point stands for,", "it is a key point of its own"
            )

    def point(self, point: Paragraph, heading: Paragraph, inside: Sequence[Paragraph], is_listed: bool = True) -> None:
        number = number_of(heading) or number_of(point)
        made = Point(self.untyped(point), self.untyped(heading), self.blocks(inside), number=number)
        made.is_listed = is_listed
        self.made.points.append(made)

    def untyped(self, paragraph: Paragraph) -> Paragraph:
        """`paragraph` without the number that was typed before it, the bold of all of it, and links inside the file."""
        _, end = typed_number(paragraph.raw)
        runs: list[Run] = []
        strong = not paragraph.is_strong
        for run in paragraph.runs:
            text = run.text if run.note else run.text[end:]
            end = end if run.note else max(end - len(run.text), 0)
            if text:
                link = "" if run.link.startswith("#") else run.link  # to its own section, which the toolkit links
                runs.append(replace(run, text=text, strong=run.strong and strong, link=link))
        return replace(paragraph, runs=tuple(runs), number="")

    def blocks(self, paragraphs: Sequence[Paragraph]) -> list[Block]:
        return as_blocks(paragraphs, self.report)

    # Closing lines and what must not be empty

    def take_closing(self) -> None:
        """The closing lines at the end of the last section: who drafted, who endorses."""
        if self.made.closing or not self.made.points:
            return
        blocks = self.made.points[-1].blocks
        start = next((at for at in range(1, len(blocks)) if self._closes(blocks, at)), len(blocks))
        self.made.closing = blocks[start:]
        del blocks[start:]

    def _closes(self, blocks: Sequence[Block], at: int) -> bool:
        """Whether the closing lines begin at `at`: the paper speaks of itself, and plain paragraphs follow."""
        if len(blocks) - at > 6 or any(block.role not in (roles.PARAGRAPH, roles.IMAGE) for block in blocks[at:]):
            return False
        text = blocks[at].paragraph.text
        starred = re.match(r"[*†‡]+\s?\w", text) is not None
        return starred or fold(self.language.word("position-paper")) in fold(text[:80]) or bool(_OF_ITSELF.match(text))

    def fill(self) -> None:
        """A summary and arguments where the file has none: a definition must have them."""
        made = self.made
        if not made.points:
            self.without_headings()
        if not made.summary and len(made.points[0].blocks) > 1 and made.points[0].blocks[0].role == roles.PARAGRAPH:
            made.summary.append(made.points[0].blocks.pop(0))
            self.report.assume(
                "nothing stands before the first heading; the first paragraph below it is the summary now",
                "write a summary",
            )
        elif not made.summary:
            made.summary.append(Block(roles.PARAGRAPH, made.title))
            self.report.assume("the file has no text for the summary; the title stands there", "write a summary")
        for point in made.points:
            if not point.blocks:
                point.blocks.append(Block(roles.PARAGRAPH, point.point))
                message = f"nothing stands below the heading {shown(point.heading.text)}; it argues itself now"
                self.report.assume(message, "write the argument")


_OF_ITSELF = re.compile(
    r"(?:th(?:is|e present) (?:joint )?(?:position |policy )?(?:paper|statement|document|letter)\b"
    r"|(?:ce|cette|le présent|la présente) (?:document|papier|prise de position|déclaration|contribution)\b"
    r"|(?:diese[rs]?|das vorliegende) (?:gemeinsame )?(?:positionspapier|papier|stellungnahme|dokument|erklärung)\b"
    r"|(?:el presente|este|esta) (?:documento|declaración)\b|(?:questo|il presente) documento\b"
    r"|about (?:us|the authors?|this)\b)",
    re.IGNORECASE,
)
