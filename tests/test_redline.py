"""What changed between two texts: in Word, on a page, and by words."""

from __future__ import annotations

import random

import pytest
from revisions import PAPERS, WORKSPACE, Editor, composed
from settling import Shown, cached

from toolkit.document import Document
from toolkit.redlining.word import Tracking, write_redline
from toolkit.writers.docx import write

TEMPLATES = WORKSPACE.template("position-paper")
TRACKING = Tracking("A Secretariat", "2025-06-01")
PAIRS = [(paper, tag, seed) for paper, tags in PAPERS.items() for tag in tags for seed in range(50)]


def versions(paper: str, tag: str, seed: int) -> tuple[Document, Document]:
    """Two versions of a paper, both of which may differ from that of the repository."""
    editor = Editor(paper, tag, seed)
    sizes = random.Random(seed)
    old = composed(paper, tag, editor.version(sizes.choice([0, 0, 2, 6])))
    return old, composed(paper, tag, editor.version(sizes.choice([1, 2, 4, 9])))


@pytest.mark.parametrize(("paper", "tag", "seed"), PAIRS)
def test_accepted_it_is_the_new_text_and_rejected_the_old_one(paper: str, tag: str, seed: int) -> None:
    old, new = versions(paper, tag, seed)
    data = write_redline(old, new, TEMPLATES, TRACKING)
    for document, accepted in ((new, True), (old, False)):
        plain = Shown(write(document, TEMPLATES))
        shown = Shown(data, accepted)
        assert shown.blocks() == plain.blocks()
        assert shown.footnotes() == plain.footnotes()
    assert cached(data) == cached(write(new, TEMPLATES))
    if not seed % 10:
        assert data == write_redline(old, new, TEMPLATES, TRACKING)
