"""One text with what is deleted and what is new in it."""

from __future__ import annotations

from toolkit.wording.blocks import BREAK, Block, Side


class Page:
    """The consolidated text while it is written."""

    def __init__(self) -> None:
        self.rows: list[list[tuple[str, list[str]]]] = []

    def paragraphs(self) -> list[list[tuple[str, str]]]:
        """The kind and text of every change, by paragraph."""
        return [[(kind, "".join(texts)) for kind, texts in row] for row in self.rows if row]

    def add(self, kind: str, *parts: str) -> None:
        for part in parts:
            if part == BREAK and kind != "deleted":
                self.rows.append([])
            elif part:
                row = self.rows[-1]
                if not row or row[-1][0] != kind:
                    row.append((kind, []))
                row[-1][1].append(" " if part == BREAK else part)

    def add_blocks(self, a: Side, b: Side, blocks: list[Block]) -> None:
        self.rows.append([])
        i = j = 0
        for block in [*blocks, Block(len(a.keys), 0, len(b.keys), 0)]:
            self.add_same(a.parts[2 * i + 1 : 2 * block.i0], b.parts[2 * j + 1 : 2 * block.j0])
            if any(block[1::2]):
                self.add_block(a, b, block)
            i, j = block.i1, block.j1

    def add_same(self, old: list[str], new: list[str]) -> None:
        """Equal tokens with the gaps between them, which need not be equal."""
        for at, (theirs, part) in enumerate(zip(old, new, strict=True)):
            if theirs == part or at % 2 == 0 or _is_space(theirs) == _is_space(part):
                self.add("same", part)
            else:
                self.add("deleted", theirs)
                self.add("inserted", part)

    def add_block(self, a: Side, b: Side, block: Block) -> None:
        """What is deleted, then what is new; spaces that both sides have at an edge are the same."""
        old, new = a.parts[2 * block.i0 : 2 * block.i1 + 1], b.parts[2 * block.j0 : 2 * block.j1 + 1]
        if len(old) == 1:
            self.add_one_sided("inserted", new, old[0])
        elif len(new) == 1:
            self.add_one_sided("deleted", old, new[0])
        else:
            before, after = (_is_space(old[at]) and _is_space(new[at]) for at in (0, -1))
            self.add("same", new[0] if before else "")
            for kind, parts in ("deleted", old), ("inserted", new):
                self.add(kind, *parts[before : len(parts) - after])
            self.add("same", new[-1] if after else "")

    def add_one_sided(self, kind: str, parts: list[str], gap: str) -> None:
        """A block that the other side has only `gap` for: of the two gaps round it one is the same, if it can be."""
        first, last = parts[0], parts[-1]
        shown = (gap, gap) if kind == "deleted" else (first, last)
        if not _is_space(gap):
            self.add(kind, *parts)
        elif first == gap == BREAK:
            self.add("same", first)
            self.add(kind, *parts[1:-1])
            self.add("same" if last == BREAK else kind, last)
        elif _is_space(last):
            self.add(kind, *parts[:-1])
            self.add("same", shown[1])
        elif _is_space(first):
            self.add("same", shown[0])
            self.add(kind, *parts[1:])
        else:
            self.add("deleted", *(parts if kind == "deleted" else [gap]))
            self.add("inserted", *(parts if kind == "inserted" else [gap]))


def _is_space(gap: str) -> bool:
    return gap == BREAK or any(map(str.isspace, gap))
