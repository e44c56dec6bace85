"""Versions of papers at random: the definition of a real paper, changed as people change theirs."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from test_writers_docx import png

from toolkit.document import Document
from toolkit.images import Image
from toolkit.pipeline import Draft, check, compose_document
from toolkit.position import Amendment, Blocks, KeyPoint, Position, Text, map_texts
from toolkit.records import replace
from toolkit.resources import find_workspace

WORKSPACE = find_workspace(Path(__file__).parent)
PAPERS: Mapping[str, tuple[str, ...]] = {
    "ai-generated-csam": ("en", "fr", "el", "bg", "hu", "ga"),
    "platform-access-for-researchers": ("en", "de", "el", "pl"),
}
IMAGES: Mapping[str, Image] = {
    name: Image(name, png(size, 8), "image/png", size, 8) for name, size in (("one.png", 16), ("two.png", 24))
}
MARK = re.compile(r"\[\^[^\]]*\]|\[@[^\]]*\]|\[[^\]]*\]\([^)]*\)|\*+")


@cache
def draft(paper: str) -> Draft:
    found = check(WORKSPACE, paper, PAPERS[paper]).draft
    assert found is not None
    return found


def composed(paper: str, tag: str, position: Position) -> Document:
    """The document of a version in the language `tag`."""
    known = draft(paper)
    return compose_document(replace(known, localised={tag: position}), tag, (), IMAGES)


class Editor:
    """Changes one language version of a paper at random."""

    def __init__(self, paper: str, tag: str, seed: int) -> None:
        self.random = random.Random(seed)
        self.position = draft(paper).localised[tag]
        self.words = [
            word
            for block in self.position.summary
            for text in block.texts
            for word in text.value.split()
            if word.isalpha()
        ]
        self.pieces = [
            mark for point in self.position.key_points for block in point.argument for text in block.texts
            for mark in MARK.findall(text.value) if mark.startswith(("[^", "[@"))
        ]  # fmt: skip

    def version(self, edits: int) -> Position:
        position = self.position
        for _ in range(edits):
            edit = self.random.choice(
                [
                    self.some_texts, self.some_texts, self.blocks, self.blocks, self.points, self.amendments,
                    self.title, self.form, self.footnotes,
                ]
            )  # fmt: skip
            position = edit(position)
        return map_texts(position, self.without_references)

    def without_references(self, text: Text) -> Text:
        """References to notes go, since the marks of these may be gone."""
        parts = re.split(r"(\[\]\(#[^)]*\))", text.value)
        kept = [part for part in parts if part[4:-1] not in self.position.footnotes or not part.startswith("[](#")]
        return replace(text, value="".join(kept).strip() or self.phrase())

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def phrase(self) -> str:
        return " ".join(self.random.choices(self.words, k=self.random.randint(1, 6)))

    # Texts

    def some_texts(self, position: Position) -> Position:
        share = self.random.choice([0.02, 0.1, 0.5])
        return map_texts(position, lambda text: self.text(text) if self.chance(share) else text)

    def text(self, text: Text) -> Text:
        """Words put in, taken out, replaced, emphasised; marks put in, taken out or turned round."""
        parts = re.split(r"((?:\[[^\]]*\](?:\([^)]*\))?)|\*\*[^*]*\*\*|\*[^*]*\*|\s+)", text.value)
        for _ in range(self.random.randint(1, 4)):
            at = self.random.randrange(len(parts))
            plain = parts[at].isalpha()
            kind = self.random.randrange(7)
            if kind == 0 and plain:
                parts[at] = self.phrase()
            elif kind == 1 and plain:
                parts[at] = f"{parts[at]} {self.phrase()}"
            elif kind == 2 and (plain or parts[at].startswith("[") or parts[at].isspace()) and len(parts) > 8:
                parts[at] = "" if not parts[at].isspace() else "\u00a0"
            elif kind == 3 and plain:
                parts[at] = f"**{parts[at]}**"
            elif kind == 4 and plain and self.pieces:
                parts[at] += self.random.choice(self.pieces)
            elif kind == 5 and plain and len(parts[at]) > 5:
                parts[at] = f"[{parts[at]}](https://example.org/{self.random.randint(1, 3)})"
            elif kind == 6:
                other = self.random.randrange(len(parts))
                if parts[at].isalpha() and parts[other].isalpha():
                    parts[at], parts[other] = parts[other], parts[at]
        value = "".join(parts).strip() or self.phrase()
        return replace(text, value=re.sub(r"(\*+)(?=\*\*)", "", value) if "****" in value else value)

    # Blocks

    def blocks(self, position: Position) -> Position:
        kind = self.random.randrange(4)
        if kind == 0:
            return replace(position, summary=self.shuffled(position.summary))
        if kind == 1:
            return replace(position, call=self.shuffled(position.call))
        points = list(position.key_points)
        at = self.random.randrange(len(points))
        points[at] = replace(points[at], argument=self.shuffled(points[at].argument))
        return replace(position, key_points=tuple(points))

    def shuffled(self, blocks: Blocks) -> Blocks:
        """Blocks put in, taken out, moved, split into a list."""
        some = list(blocks)
        kind = self.random.randrange(6)
        at = self.random.randrange(len(some)) if some else 0
        if kind == 0 and len(some) > 1:
            del some[at]
        elif kind == 1 and len(some) > 1:
            some.insert(self.random.randrange(len(some)), some.pop(at))
        elif kind == 2 and some and some[at].texts:
            texts = some[at].texts
            new = tuple([replace(texts[0], value=self.phrase()) for _ in range(self.random.randint(1, 4))])
            role = self.random.choice(["list", "numbered-list"])
            some.insert(at, replace(some[at], role=role, texts=new, image=""))
        elif kind == 3 and some and len(some[at].texts) == 1 and some[at].role != "image":
            some[at] = replace(some[at], role=self.random.choice(["call-out", "paragraph", "list"]))
        elif kind == 4 and some and some[at].texts:
            image = self.random.choice(sorted(IMAGES))
            text = replace(some[at].texts[0], value=self.phrase())
            some.insert(at, replace(some[at], role="image", texts=(text,), image=image))
        elif kind == 5 and some and some[at].role in ("list", "numbered-list"):
            items = list(some[at].texts)
            self.random.shuffle(items)
            some[at] = replace(some[at], texts=(*items, replace(items[0], value=self.phrase())))
        return tuple(some)

    # Parts

    def points(self, position: Position) -> Position:
        points: list[KeyPoint] = list(position.key_points)
        kind = self.random.randrange(3)
        at = self.random.randrange(len(points))
        if kind == 0 and len(points) > 1:
            points.insert(self.random.randrange(len(points)), points.pop(at))
        elif kind == 1:
            blocks = self.shuffled(points[at].argument)
            heading = replace(points[at].heading, value=self.phrase())
            line = replace(points[at].point, value=self.phrase())
            new = replace(points[at], id=f"new-{len(points)}", heading=heading, point=line, argument=blocks)
            points.insert(self.random.randrange(len(points) + 1), new)
        elif points[at].statistics:
            points[at] = replace(points[at], statistics=points[at].statistics[1:])
        return replace(position, key_points=tuple(points))

    def amendments(self, position: Position) -> Position:
        items: list[Amendment] = list(position.amendments)
        if not items:
            return position
        kind = self.random.randrange(4)
        at = self.random.randrange(len(items))
        if kind == 0:
            items.insert(self.random.randrange(len(items)), items.pop(at))
        elif kind == 1:
            items.insert(at, replace(items[at], id=f"new-{len(items)}"))
        elif kind == 2:
            items[at] = replace(items[at], justification=self.shuffled(items[at].justification))
        else:
            texts = {
                role: (*given, replace(given[0], value=self.phrase()))
                for role, given in items[at].texts.items()
                if given
            }
            items[at] = replace(items[at], texts={**items[at].texts, **texts})
        return replace(position, amendments=tuple(items))

    def title(self, position: Position) -> Position:
        return replace(position, title=self.text(position.title))

    def form(self, position: Position) -> Position:
        return replace(position, amendment_form=self.random.choice(["compact", "columns", "consolidated"]))

    def footnotes(self, position: Position) -> Position:
        notes = {
            key: replace(note, text=self.text(note.text)) if self.chance(0.3) else note
            for key, note in position.footnotes.items()
        }
        return replace(position, footnotes=notes)
