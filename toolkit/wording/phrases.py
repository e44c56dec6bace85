"""Changed words as a reader would mark them: where phrases begin and end, without crumbs between them."""

from __future__ import annotations

from itertools import accumulate, pairwise

from toolkit.wording.blocks import BREAK, Block, Side
from toolkit.wording.words import CLOSING, COMMA, ENDS_SENTENCE, OPENING


def settle(blocks: list[Block], a: Side, b: Side) -> list[Block]:
    """The blocks where a reader would see them begin and end; those that touch are made one."""
    done = [Block(0, 0, 0, 0)]
    todo = blocks[::-1]
    while todo:
        block = _joined(done, todo.pop())
        after = todo[-1] if todo else Block(len(a.keys), 0, len(b.keys), 0)
        if block.i0 == block.i1:
            shift = _best_shift(b, block.j0, block.j1, block.j0 - done[-1].j1, after.j0 - block.j1)
        elif block.j0 == block.j1:
            shift = _best_shift(a, block.i0, block.i1, block.i0 - done[-1].i1, after.i0 - block.i1)
        else:
            shift = 0
            if after.i0 > block.i1:
                block, *rest = _parted_at_full_stop(a, b, block)
                todo += rest
        done.append(_joined(done, Block(*[index + shift for index in block])))
    return [block for block in done if any(block)]


def _parted_at_full_stop(a: Side, b: Side, block: Block) -> list[Block]:
    """`block`, in two if the mark that ends its sentence also ends one within it: what follows is new."""
    i0, i1, j0, j1 = block
    mark = a.keys[i1]
    old, new = a.keys[i0:i1], b.keys[j0:j1]
    if a.parts[2 * i1 + 1] not in ENDS_SENTENCE or (mark in old) == (mark in new):
        return [block]
    if mark in old:
        at = i0 + old.index(mark)
        return [Block(i0, at, j0, j1), Block(at + 1, i1 + 1, j1 + 1, j1 + 1)]
    at = j0 + new.index(mark)
    return [Block(i0, i1, j0, at), Block(i1 + 1, i1 + 1, at + 1, j1 + 1)]


def _joined(done: list[Block], block: Block) -> Block:
    if any(done[-1]) and (done[-1].i1, done[-1].j1) == (block.i0, block.j0):
        block = _whole([done.pop(), block])
    return block


def _whole(blocks: list[Block]) -> Block:
    return Block(blocks[0].i0, blocks[-1].i1, blocks[0].j0, blocks[-1].j1)


def _best_shift(side: Side, start: int, end: int, left: int, right: int) -> int:
    """How far to move a new or deleted stretch among equal tokens, so that it is most like a phrase of its own."""
    keys, low, high = side.keys, 0, 0
    while low < left and keys[start - 1 - low] == keys[end - 1 - low]:
        low += 1
    while high < right and keys[start + high] == keys[end + high]:
        high += 1
    shifts = range(-low, high + 1)
    return max(shifts, key=lambda shift: _seam(side, start + shift) + _seam(side, end + shift)) if low or high else 0


def _seam(side: Side, at: int) -> int:
    """How well a phrase may begin or end before token `at`."""
    gap = side.parts[2 * at]
    if gap == BREAK:
        return 6
    before, after = side.parts[2 * at - 1], side.parts[2 * at + 1]
    if before in CLOSING or after in OPENING:
        return 4
    if not gap:
        return 0
    return 5 if before in ENDS_SENTENCE else 3 if before == "," else 2


_LONG = 15  # letters of a long stretch
_LONELY = 5  # times as many letters must the stretches on both sides have
_FEW = 2  # words


def clean(blocks: list[Block], a: Side, b: Side, letters: list[int]) -> list[Block]:
    """The blocks, with the lonely short words between two long ones, or a mere comma, taken into them."""
    sums = [list(accumulate([letters[key] for key in side.keys], initial=0)) for side in (a, b)]

    def size(block: Block) -> int:
        return max(sums[0][block.i1] - sums[0][block.i0], sums[1][block.j1] - sums[1][block.j0])

    def is_one_stretch(groups: list[list[Block]]) -> bool:
        stretches = [_whole(group) for group in groups]
        unchanged: list[int] = []
        for first, second in pairwise(stretches):
            between = tokens_between(b, first.j1, second.j0) and tokens_between(a, first.i1, second.i0)
            if not between:
                return False
            unchanged += between
        return _is_lonely(unchanged, letters, min(size(stretches[0]), size(stretches[-1])))

    groups: list[list[Block]] = []
    for block in blocks:
        groups.append([block])
        # Two lonely words may have a short change between them, which makes no difference to a reader.
        while count := next((count for count in (2, 3) if count <= len(groups) and is_one_stretch(groups[-count:])), 0):
            groups[-count:] = [[one for group in groups[-count:] for one in group]]
    return [block for group in groups for block in _replaced_throughout(group)]


def tokens_between(side: Side, start: int, end: int) -> list[int]:
    """The tokens between two stretches, none if they are many or in several paragraphs."""
    near = end - start <= 3 * _FEW and BREAK not in side.parts[2 * start : 2 * end + 1 : 2]
    return side.keys[start:end] if near else []


def _is_lonely(keys: list[int], letters: list[int], size: int) -> bool:
    weight = sum([letters[key] or (0 if key == COMMA else 3) for key in keys])
    words = sum([letters[key] > 0 for key in keys])
    return weight == 0 or (words <= _FEW and max(_LONG, _LONELY * weight) <= size)


def _replaced_throughout(group: list[Block]) -> list[Block]:
    """`group` as one block, without those at its ends that one side has nothing of: its words there stay unmarked."""
    start, end = 0, len(group)
    while start < end and _is_one_sided(group[start]):
        start += 1
    while end > start and _is_one_sided(group[end - 1]):
        end -= 1
    return [*group[:start], *([_whole(group[start:end])] if start < end else []), *group[end:]]


def _is_one_sided(block: Block) -> bool:
    return block.i0 == block.i1 or block.j0 == block.j1
