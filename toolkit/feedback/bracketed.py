"""Sources that a paper cites by number in brackets: the citations in a paragraph, and the entries of the list."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from toolkit import citations
from toolkit.feedback.aligning import bare
from toolkit.inline import plain_text
from toolkit.languages import Language
from toolkit.position import Source
from toolkit.records import Record

_BRACKETS = re.compile(r"\[(\d{1,3})(?:,\s{0,9}([^\[\]]{1,200}))?\]")


class Cited(Record):
    """A number in brackets: from where to where, the number, the place in the source, the bookmark it leads to."""

    start: int
    end: int
    number: str
    place: str
    target: str


def citations_of(stretches: Sequence[tuple[str, str]]) -> tuple[Cited, ...]:
    """The citations in a text, which is given in stretches with the bookmark that each leads to ("" where none)."""
    text = "".join([words for words, _ in stretches])
    ends, targets, at = [0], [""], 0
    for words, target in stretches:
        at += len(words)
        ends.append(at)
        targets.append(target)
    return tuple([_cited(found, ends, targets) for found in _BRACKETS.finditer(text)])


def _cited(found: re.Match[str], ends: Sequence[int], targets: Sequence[str]) -> Cited:
    """A citation, which leads where the last digit of its number does."""
    target = targets[bisect_left(ends, found.end(1))]
    return Cited(found.start(), found.end(), found[1], found[2] or "", target)


def sources_listed(entries: Mapping[int, str], sources: Iterable[Source], language: Language) -> dict[int, str]:
    """The id of the source that each of `entries` says in full, by its key."""
    known = [(bare(plain_text(citations.full_citation(one, None, "", language))), one.id) for one in sources]
    known.sort(key=lambda one: -len(one[0]))
    said = {key: bare(text) for key, text in entries.items()}
    found = {key: next((id_ for words, id_ in known if text.startswith(words)), "") for key, text in said.items()}
    return {key: source for key, source in found.items() if source}
