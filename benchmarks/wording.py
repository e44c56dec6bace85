"""How long two wordings of a provision take to compare: `milliseconds` of the standard cases of `cases`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from time import process_time

from toolkit.wording import compare

_COMMON = "the of to and in for a that shall be or by on with such as is Member States Commission Article".split()


def provision(seed: int, words: int = 5_000, paragraph: int = 60) -> list[str]:
    """Paragraphs of words at random: a half common ones, the rest from 2,000, with commas and full stops."""
    chance = random.Random(seed)
    drawn = [
        chance.choice(_COMMON) if chance.random() < 0.5 else f"w{chance.randrange(2_000):x}ord" for _ in range(words)
    ]
    marked = [word + ("," if chance.random() < 0.08 else ". The" if chance.random() < 0.03 else "") for word in drawn]
    return [" ".join(marked[at : at + paragraph]) + "." for at in range(0, words, paragraph)]


def edited(texts: Sequence[str], seed: int, share: float = 0.02) -> list[str]:
    """`texts` with that share of the words left out, replaced or followed by a new one."""
    chance = random.Random(seed)
    result = []
    for text in texts:
        words = []
        for word in text.split(" "):
            edit = chance.choice(("", "new", f"{word} new")) if chance.random() < share else word
            words += [edit] if edit else []
        result.append(" ".join(words))
    return result


def cases() -> dict[str, tuple[list[str], list[str]]]:
    """Pairs of provisions of 5,000 words: with scattered edits and wholly different ones, in paragraphs and in one."""
    found = {}
    for size in (20, 60, 80, 100, 250, 5_000):
        old, new = provision(1, paragraph=size), provision(2, paragraph=size)
        found[f"edited, paragraphs of {size}"] = (old, edited(old, 3))
        found[f"much edited, paragraphs of {size}"] = (old, edited(old, 3, 0.2))
        found[f"different, paragraphs of {size}"] = (old, new)
    return found


def milliseconds(old: Sequence[str], new: Sequence[str], rounds: int = 5) -> float:
    """The least time of some rounds that a comparison takes the processor."""
    times = []
    for _ in range(rounds):
        start = process_time()
        compare(old, new)
        times.append(process_time() - start)
    return 1_000 * min(times)


def main() -> None:
    """Prints the milliseconds of each case."""
    for name, (old, new) in cases().items():
        print(f"{milliseconds(old, new):6.0f} ms  {name}")


if __name__ == "__main__":
    main()
