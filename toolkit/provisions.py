"""Provisions of an act, as authors write them in English: Article 5(10), Recital 12, Annex I, point 3."""

from __future__ import annotations

import re

from toolkit.position import Provision

_NUMBER = r"\d+[a-z]{0,2}"
_ARTICLE = re.compile(
    rf"Article\s+({_NUMBER})(?:\s*\(({_NUMBER})\))?(?:\s*\(([a-z]{{1,3}})\))?(?:,\s*point\s+\(?({_NUMBER}|[a-z]{{1,3}})\)?)?\Z"
)
_RECITAL = re.compile(rf"Recital\s+({_NUMBER})\Z")
_ANNEX = re.compile(rf"Annex\s+([IVXLC]+[a-z]?)(?:,\s*point\s+\(?({_NUMBER}|[a-z]{{1,3}})\)?)?\Z")


def parse_provision(text: str) -> tuple[Provision | None, str]:
    """The provision that `text` names, or None and what of it was understood, for the message."""
    words = " ".join(text.split())
    if match := _ARTICLE.match(words):
        article, paragraph, point, named = (part or "" for part in match.groups())
        if not (point and named):
            return Provision(article=article, paragraph=paragraph, point=point or named), ""
    if match := _RECITAL.match(words):
        return Provision(recital=match.group(1)), ""
    if match := _ANNEX.match(words):
        return Provision(annex=match.group(1), point=match.group(2) or ""), ""
    understood = re.match(rf"(Article|Recital|Annex)\s+(?:{_NUMBER}|[IVXLC]+)?(\({_NUMBER}\))?", words)
    return None, f": only '{understood.group().strip()}' was understood" if understood else ""
