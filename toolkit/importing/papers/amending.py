"""The amendments that the call of a paper quotes, where each is a provision and its wording and nothing else."""

from __future__ import annotations

import re

from toolkit.importing.papers import draft as roles
from toolkit.importing.papers.draft import Block, Draft, Wording
from toolkit.importing.papers.report import Report
from toolkit.importing.provisions import read_target
from toolkit.importing.words import Words
from toolkit.provisions import Forms
from toolkit.records import replace

_QUOTED = re.compile(
    r"\s*(?P<to>[^:“”„«»‘\"]{4,120}?)\s*(?::|[–—]\s)\s*(?P<open>[“„«‘\"'])\s?(?P<words>.{8,20000}?)\s?[”“»’\"']\s*"
    r"(?:[.;,]|[,;]?\s*(?:and|or)[,;]?)?\s*\Z",
    re.DOTALL,
)


def take_amendments(draft: Draft, words: Words, english: Forms, report: Report) -> None:
    """Makes amendments of the quoted wordings in the call, where all of a list are; else they stay where they are."""
    start = 0
    while start < len(draft.call):
        end = start + 1
        while end < len(draft.call) and draft.call[start].role in (roles.LIST, roles.NUMBERED) \
                and draft.call[end].role == draft.call[start].role:  # fmt: skip
            end += 1
        group = draft.call[start:end]
        quoted = [_QUOTED.match(block.paragraph.text) for block in group]
        made = [_wording(block, found, words, english) for block, found in zip(group, quoted, strict=True)]
        certain = [one for one in made if one is not None]
        if len(certain) == len(group) and not any(block.paragraph.notes for block in group):
            draft.amendments += certain
            del draft.call[start:end]
            to = ", ".join([one.to for one in certain])
            hint = "look whether it is to be inserted, or to stand in the place of what is there"
            report.assume(f"what is quoted for {to} was made an amendment", hint)
            continue
        if any(found and _target(found["to"], words, english) for found in quoted):
            message = (
                "wordings that are quoted for provisions stay as text: more is said of them than which they change"
            )
            report.assume(message, "write them as amendments, if that is what they are")
        start = end


def _target(written: str, words: Words, english: Forms) -> str:
    found = read_target(" ".join(written.split()), words, english)
    return found.written if found.provision is not None else ""


def _wording(block: Block, found: re.Match[str] | None, words: Words, english: Forms) -> Wording | None:
    to = _target(found["to"], words, english) if found else ""
    if found is None or not to or re.search(r"[“”„«»]", found["words"]):
        return None
    text = found["words"]
    role = "insert" if text[0].islower() else "proposed"
    runs = (replace(block.paragraph.runs[0], text=text, strong=False, emphasis=False, link="", field=""),)
    return Wording(to, role, replace(block.paragraph, runs=runs))
