"""Wordings compared: the text cases of tests/wordings, and what holds for any two texts.

A case says in a sentence what it shows, then has the blocks `original`, `proposed`, and what is expected: `left` and
`right` with emphasised stretches between ⟦ and ⟧, `both` with deleted ⟦-…-⟧ and new ⟦+…+⟧ ones. An empty line parts
paragraphs; `\\u00a0` stands for the character that nobody would see. What is expected is a lawyer-linguist's work and
is never taken from what the program prints.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from unicodedata import category, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from toolkit.wording import Change, Comparison, Piece, compare

CASES = sorted((Path(__file__).parent / "wordings").glob("*.md"))
BLOCKS = ("original", "proposed", "left", "right", "both")
LANGUAGES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv".split()
_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SIGNS = {"same": "", "deleted": "-", "inserted": "+"}


def paragraphs(text: str) -> list[str]:
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    return [part for part in plain.rstrip("\n").split("\n\n") if part]


def show_pieces(pieces: tuple[Piece, ...]) -> str:
    return "".join([f"⟦{piece.text}⟧" if piece.changed else piece.text for piece in pieces])


def show_changes(changes: tuple[Change, ...]) -> str:
    shown = [
        f"⟦{_SIGNS[change.kind]}{change.text}{_SIGNS[change.kind]}⟧" if _SIGNS[change.kind] else change.text
        for change in changes
    ]
    return "".join(shown)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.match(r"[^`\n]+[.:]\n\n```", text), "a case begins with a sentence"
    blocks = {match[1]: paragraphs(match[2]) for match in _FENCE.finditer(text)}
    assert tuple(blocks) == BLOCKS
    found = compare(blocks["original"], blocks["proposed"])
    assert {
        "left": [show_pieces(pieces) for pieces in found.original],
        "right": [show_pieces(pieces) for pieces in found.proposed],
        "both": [show_changes(changes) for changes in found.consolidated],
    } == {name: blocks[name] for name in BLOCKS[2:]}


def test_every_language_has_a_case() -> None:
    assert {f"language-{language}" for language in LANGUAGES} <= {path.stem for path in CASES}
    assert len(CASES) >= 90


# Words of all languages with the characters that part words elsewhere, numbers, punctuation, spaces of every kind.
_WORDS = (
    "държави členské stk. Maßnahmen άρθρο children’s child's artículo õigus EU:n l’article dell’articolo áiritheoidh",
    "članak. bekezdés dalių pants ta’ l-Artikolu ’s-Gravenhage żółć n.º alineatul ľahko točka där e.g. Ein- -direktiv",
    "the of and the of and Member States Commission 7\u00a0000 1\u202f500\u202f000 12,5 5a 2.a 2011/93/EU 5(10) 7.º",
    "30 % e\u0301tat prie\u017eiu\u0304\u0303ros И\u0306 α\u0301 co\u00adoperate \u0301 \u2060 ‘child’ („x“) «y»; a;b",
)
_SPACES_OF_ALL_KINDS = (" ", "\u00a0", "\u202f", "  ", "\t")
_SIGNS_BETWEEN = (", ", "; ", ". ", "\u037e ", ": ", " – ", " (", ") ", "")
_gaps = st.one_of(st.just(" "), st.sampled_from(_SPACES_OF_ALL_KINDS), st.sampled_from(_SIGNS_BETWEEN))
_wild = st.text(alphabet="abÉé’'-/.,;:()0123 \u00a0\u202f\u0301\u0304\u0338\u037e\u00ad\u200bßΩ\u2126–\n¶", max_size=25)
_texts = st.lists(st.tuples(st.sampled_from(" ".join(_WORDS).split(" ")), _gaps), max_size=14).map(
    lambda row: "".join(map("".join, row))
)
_provisions = st.lists(st.one_of(_texts, _texts, _wild), max_size=4)


@st.composite
def _revised(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A provision, and what is left of it after words and paragraphs were put in, left out, moved and split."""
    before = draw(st.lists(_texts, min_size=1, max_size=5))
    after = list(before)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(after) - 1))
        words = after[at].split(" ")
        place = draw(st.integers(0, len(words)))
        do = draw(st.sampled_from(("put in", "leave out", "split", "join", "move")))
        if do == "put in":
            words.insert(place, draw(_texts))
        elif do == "leave out":
            del words[place : place + draw(st.integers(1, 3))]
        after[at : at + 1] = [" ".join(words)]
        if do == "split":
            after[at : at + 1] = [" ".join(words[:place]), " ".join(words[place:])]
        elif do == "join":
            after[at : at + 2] = [" ".join(after[at : at + 2])]
        elif do == "move":
            after.append(after.pop(at))
    return before, after


_pairs = st.one_of(st.tuples(_provisions, _provisions), _revised())


def joined(row: tuple[Piece, ...]) -> str:
    return "".join([piece.text for piece in row])


def of_kind(found: Comparison, kind: str) -> list[str]:
    rows = ["".join([change.text for change in row if change.kind in ("same", kind)]) for row in found.consolidated]
    return [row for row in rows if shown(row)]


def without_edges(text: str) -> str:
    return re.sub("^[\\s\u00ad\u200b\u2060]+|[\\s\u00ad\u200b\u2060]+$", "", text)


def shown(text: str) -> str:
    """`text` without hidden characters, in NFC, with one plain space for any, none at the edges."""
    return " ".join(normalize("NFC", re.sub("[\u00ad\u200b]|\u2060", "", text)).split())


@given(_pairs)
@examples(300)
def test_pieces_join_to_what_was_given(pair: tuple[list[str], list[str]]) -> None:
    found = compare(*pair)
    assert [joined(row) for row in found.original] == pair[0]
    assert [joined(row) for row in found.proposed] == pair[1]
    for row in (*found.original, *found.proposed):
        assert all(piece.text for piece in row)
        assert all(one.changed != two.changed for one, two in pairwise(row))


@given(_pairs)
@examples(300)
def test_consolidated_text_holds_both(pair: tuple[list[str], list[str]]) -> None:
    found = compare(*pair)
    assert all(change.text for row in found.consolidated for change in row)
    given_ones = [without_edges(text) for text in pair[1] if shown(text)]
    assert [without_edges(row) for row in of_kind(found, "inserted")] == given_ones
    deleted, original = shown(" ".join(of_kind(found, "deleted"))), shown(" ".join(pair[0]))
    assert deleted.replace(" ", "") == original.replace(" ", "")
    if len(list(filter(shown, pair[0]))) <= 1 >= len(list(filter(shown, pair[1]))):
        assert deleted == original


@given(_provisions)
@examples(150)
def test_equal_texts_have_no_marks(texts: list[str]) -> None:
    for other in (texts, [normalize("NFD", text) for text in texts], [normalize("NFC", text) for text in texts]):
        found = compare(texts, other)
        assert not any(piece.changed for row in (*found.original, *found.proposed) for piece in row)
        assert {change.kind for row in found.consolidated for change in row} <= {"same"}


@given(_provisions, st.sampled_from(("\u00a0", "\u202f", "\u2009")))
@examples(150)
def test_kind_of_space_has_no_marks(texts: list[str], space: str) -> None:
    found = compare(texts, [re.sub(r"\s", space, text) for text in texts])
    assert not any(piece.changed for row in (*found.original, *found.proposed) for piece in row)


_MARK = r"[\u0300-\u036f]"
_INSIDE = [  # what stands before and after a place where no piece may end
    (r"\w", r"\w"),
    ("", _MARK),
    (rf"{_MARK}", r"\w"),
    (r"\w", r"[’'‑-]\w"),
    (r"\w[’'‑.:-]", r"\w"),
    (r"\d", r"[.,/:]\d"),
    (r"\d[.,/:]", r"\d"),
    (r"\d", r"[\u00a0\u202f]\d\d\d(?![\w\u0300-\u036f])"),
]
_NO_END = re.compile("|".join([(f"(?<={before})" if before else "") + f"\0(?={after})" for before, after in _INSIDE]))


@given(_revised())
@examples(300)
def test_no_piece_ends_inside_a_word(pair: tuple[list[str], list[str]]) -> None:
    found = compare(*pair)
    for row in (*found.original, *found.proposed):
        assert not _NO_END.search("\0".join([piece.text for piece in row]))
        for piece in row:
            assert not piece.changed or piece.text == piece.text.strip() or category(piece.text.strip()[0]) == "Mn"


@given(_pairs)
@examples(150)
def test_texts_without_marks_have_the_same_characters(pair: tuple[list[str], list[str]]) -> None:
    found = compare(*pair)
    marked = any(piece.changed for row in (*found.original, *found.proposed) for piece in row)
    one, other = (re.sub(r"\s", "", shown(" ".join(texts))) for texts in pair)
    assert marked or one == other


def test_long_repetitive_texts_are_aligned() -> None:
    """Annexes repeat themselves: an edit among hundreds of equal entries is marked alone."""
    entries = [f"Substance {number}: limit 5 mg per kg of the product." for number in range(300)]
    changed = list(entries)
    changed[100], changed[200] = changed[100].replace("5 mg", "6 mg"), changed[200].replace("the", "any")
    for old, new in ((entries, changed), ([" ".join(entries)], [" ".join(changed)])):
        found = compare(old, new)
        assert [p.text for row in found.original for p in row if p.changed] == ["5", "the"]
        assert [p.text for row in found.proposed for p in row if p.changed] == ["6", "any"]


def test_equal_entries_are_paired_in_order() -> None:
    for repeated in (["p.m."] * 300, ["p.m. " * 300]):
        changed = ["new", *repeated[:-50], "last"] if len(repeated) > 1 else ["new " + repeated[0] + "last"]
        found = compare(repeated, changed)
        assert [p.text for row in found.proposed for p in row if p.changed] == ["new", "last"]
