"""How long a redline of the paper of this repository takes in each language: two texts compared, both files written."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

from toolkit.document import Document
from toolkit.pipeline import Draft, check, compose_document
from toolkit.position import Position, Text, map_texts
from toolkit.records import replace
from toolkit.redlining import compare
from toolkit.redlining.page import write_page
from toolkit.redlining.word import Tracking, write_redline
from toolkit.resources import find_workspace

PAPER = "ai-generated-csam"
RUNS = 5


def edited(position: Position) -> Position:
    """The paper with every tenth word of every third text replaced, and its first key point last."""
    count = 0

    def change(text: Text) -> Text:
        nonlocal count
        count += 1
        words = text.value.split(" ")
        if count % 3 == 0:
            words = ["changed" if at % 10 == 5 and word.isalpha() else word for at, word in enumerate(words)]
        return replace(text, value=" ".join(words))

    points = position.key_points
    return replace(map_texts(position, change), key_points=(*points[1:], points[0]))


def measure(draft: Draft, tag: str) -> tuple[float, float]:
    """Seconds that the Word file and the page take."""
    workspace = find_workspace(Path(__file__).parent)
    new = replace(draft, localised={tag: edited(draft.localised[tag])})
    documents = compose_document(draft, tag, (), {}), compose_document(new, tag, (), {})
    templates, words = workspace.template("position-paper"), draft.languages[tag].words
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS):
        start = perf_counter()
        write_redline(*documents, templates, Tracking())
        middle = perf_counter()
        _page(*documents, words=dict(words))
        times[0].append(middle - start)
        times[1].append(perf_counter() - middle)
    return median(times[0]), median(times[1])


def _page(old: Document, new: Document, words: dict[str, str]) -> bytes:
    return write_page(compare(old, new, words), old, new, words, ("1.0", "1.1"))


def main() -> None:
    """Prints the times of each language."""
    draft = check(find_workspace(Path(__file__).parent), PAPER).draft
    assert draft
    for tag in draft.localised:
        word, page = measure(draft, tag)
        print(f"{tag}: Word {word * 1000:.0f} ms, page {page * 1000:.0f} ms")


if __name__ == "__main__":
    main()
