"""Who drafted and who endorses a paper: organisations of the workspace that the paper says it of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.importing.papers.draft import Draft
from toolkit.importing.papers.report import Report
from toolkit.inspection.typed.texts import fold
from toolkit.position import Organisation

PLACEHOLDER = "our-organisation"
# Stems of the words for endorsing and for drafting, folded; only sentences with one of them tell anything.
_ENDORSES = tuple(
    "endors support soutien approuv unterstutz unterzeichn cosign firmad signator respald sottoscri popier podpis "
    "onderschr onderteken stott undertegn kannatt".split()
)
_DRAFTS = tuple(
    "draft written prepared author redig elabor verfasst erstellt redact redatt opracow opgesteld utarbet udarbejd "
    "laati vypracov pregatit parengt".split()
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def organise(draft: Draft, known: Mapping[str, Organisation], report: Report) -> tuple[list[str], list[str]]:
    """The ids of those who drafted and of those who endorse."""
    drafted: list[str] = []
    endorsed: list[str] = []
    for sentence in _sentences(draft):
        named = _named(sentence, known)
        if any(stem in sentence for stem in _ENDORSES):
            endorsed += named
        elif any(stem in sentence for stem in _DRAFTS):
            drafted += named
    in_title = _named(fold(" ".join([one.text for one in (draft.title, draft.subtitle) if one])), known)
    drafters = list(dict.fromkeys(drafted)) or [one for one in dict.fromkeys(in_title) if one not in endorsed]
    endorsers = [one for one in dict.fromkeys(endorsed) if one not in drafters]
    if not drafters:
        drafters = [next(iter(known), PLACEHOLDER)]
        message = (
            f"the file does not say of any organisation in organisations.yaml that it drafted: '{drafters[0]}' does"
        )
        report.assume(message, "write who drafted the paper under drafted_by")
    return drafters, endorsers


def _sentences(draft: Draft) -> Iterator[str]:
    for block in (*draft.closing, *draft.summary[:2]):
        yield from _SENTENCE.split(fold(block.paragraph.text))


def _named(text: str, known: Mapping[str, Organisation]) -> Sequence[str]:
    """The organisations that `text`, folded, names, in the order in which they stand there."""
    found = []
    for identifier, organisation in known.items():
        places = [text.find(fold(name)) for name in organisation.names.values() if len(name) > 2 and fold(name) in text]
        if places:
            found.append((min(places), identifier))
    return [identifier for _, identifier in sorted(found)]
