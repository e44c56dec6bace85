"""Right papers changed at random: each reference that became wrong is found, hardly any right one is accused."""

from __future__ import annotations

import random
import sys

import pytest
from typed_papers import STYLES, Item, Notes, make_paper, texts_of, word_file

from toolkit.diagnostics import Diagnostic
from toolkit.inspection import verify_file, verify_typed
from toolkit.records import MutableRecord, fresh, replace

ACCUSED = {"wrong-back-reference", "dangling-back-reference", "self-reference", "forward-reference"}
PAPERS = 300


class Figures(MutableRecord):
    """What was counted over all papers."""

    right: int = 0
    wrong: int = 0
    accused: list[str] = fresh(factory=list)
    missed: list[str] = fresh(factory=list)
    misled: list[str] = fresh(factory=list)


def found_in(texts: list[str], language: str) -> tuple[Diagnostic, ...]:
    reading, faults = verify_file("a.docx", word_file(texts, language))
    assert reading is not None
    assert faults == ()
    return verify_typed("a.docx", reading)


def is_free(paper: Notes, index: int) -> bool:
    """Whether a note can go: no reference needs a source that it alone gives in full."""
    full = {item.source for item in paper[index] if item.kind == "full"}
    used = {item.source for items in paper for item in items if item.kind in ("reference", "ibid")}
    return not full & used


def changed(paper: Notes, chance: random.Random, language: str) -> Notes:
    """The paper with notes put in, taken out or moved, or one number mistyped; typed numbers stay."""
    paper = [list(items) for items in paper]
    match chance.choice(("insert", "remove", "move", "mistype")):
        case "insert":
            other = make_paper(chance, language, 3)[0]
            fresh_ones = [replace(item, source=replace(item.source, id=900, authors=("Zambezi", "Okavango")))
                          for item in other[:1] if item.source]  # fmt: skip
            paper.insert(chance.randrange(len(paper)), list(fresh_ones))
        case "remove":
            free = [index for index in range(len(paper)) if is_free(paper, index)]
            if free:
                del paper[chance.choice(free)]
        case "move":
            moved = paper.pop(chance.randrange(len(paper)))
            paper.insert(chance.randrange(len(paper) + 1), moved)
        case _:
            places = [
                (i, j) for i, items in enumerate(paper) for j, item in enumerate(items) if item.kind == "reference"
            ]
            for row, column in chance.sample(places, min(3, len(places))):
                named = paper[row][column].named
                mistyped = chance.choice([n for n in range(1, len(paper) + 1) if n != named])
                paper[row][column] = replace(paper[row][column], named=mistyped)
    return [items for items in paper if not any(item.kind == "ibid" for item in items)]


def is_right(paper: Notes, at: int, item: Item) -> bool:
    """Whether the note that a reference names is of its source, and comes before it."""
    named = item.named - 1
    return 0 <= named < at and any(other.source == item.source for other in paper[named])


def count(paper: Notes, language: str, figures: Figures, seed: int) -> None:
    texts = texts_of(paper, language)
    found = {(one.note, one.quoted.named): one for one in found_in(texts, language)
             if one.code in ACCUSED and one.quoted is not None}  # fmt: skip
    first = {item.source: index + 1 for index, items in reversed(list(enumerate(paper))) for item in items
             if item.kind == "full"}  # fmt: skip
    for at, items in enumerate(paper):
        for item in items:
            if item.kind != "reference":
                continue
            one = found.get((str(at + 1), str(item.named)))
            place = f"{seed} {language} note {at + 1}: {texts[at]}"
            if is_right(paper, at, item):
                figures.right += 1
                figures.accused += [place] if one else []
            else:
                figures.wrong += 1
                figures.missed += [] if one else [place]
                meant = str(first[item.source])
                if one is not None and one.code == "wrong-back-reference" and one.quoted and one.quoted.meant != meant:
                    figures.misled.append(f"{place} → {one.message}")


def test_references_that_became_wrong_are_found() -> None:
    figures = Figures()
    languages = sorted(STYLES)
    for seed in range(PAPERS):
        chance = random.Random(seed)
        language = languages[seed % len(languages)]
        paper = make_paper(chance, language, 20 + seed % 25)
        count(changed(paper, chance, language), language, figures, seed)
    sys.stdout.write(
        f"\n{PAPERS} papers: {figures.wrong} references became wrong, {len(figures.missed)} missed, "
        f"{len(figures.misled)} led elsewhere; {figures.right} right, {len(figures.accused)} accused\n"
    )
    assert figures.wrong > 1_000
    assert figures.missed == []
    assert figures.misled == []
    assert len(figures.accused) <= figures.right / 100, figures.accused


@pytest.mark.parametrize("language", sorted(STYLES))
def test_right_papers_are_not_accused(language: str) -> None:
    for seed in range(4):
        paper = make_paper(random.Random(seed), language)
        assert [one.message for one in found_in(texts_of(paper, language), language)] == []
