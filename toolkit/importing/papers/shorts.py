"""Short references: which words of a note are the reference, and which place in the source it names."""

from __future__ import annotations

import re

from toolkit.inspection.typed.mentions import Mention
from toolkit.inspection.typed.texts import fold, is_near
from toolkit.inspection.typed.units import Unit
from toolkit.inspection.typed.words import small_words
from toolkit.markup import parse_locator

_WORD = re.compile(r"[^\W_]+")
_JOINS = frozenset("and und et y e og och en i al ed eds op cit supra cited note the der die".split())
_PLACED = r"(?:above|supra|ci-dessus|oben|infra|sopra|arriba|powyżej|ovan|ovenfor)"
_AFTER = re.compile(
    rf"(?P<close>\)?)(?:,?\s*{_PLACED})?(?P<close2>\)?)(?:\s*\((?P<year>(?:1[89]|20)\d\d)[a-z]?\))?", re.IGNORECASE
)
_PLACE = re.compile(
    r"(?:,|\s)\s*(?:at\s)?(?P<label>pp?|S|s|str|art|para|paras|ch|sec)\.?\s?(?P<value>\d[\d()]*(?:\s?[–-]\s?\d+)?)(?=[\s.,;)]|\Z)"
)
_BARE_PLACE = re.compile(r"\s(?P<value>\d{1,4}(?:[–-]\d{1,4})?)(?=[.;]|\s*\Z)")
_PAGES = ("S", "s", "str")


def cited_part(text: str, start: int, mention: Mention, meant: Unit) -> tuple[int, int, str] | None:
    """Where the reference `mention` begins and ends with the names before it, and the place that it gives.

    None where the names before it are not clearly those of `meant`, so that words would be lost.
    """
    lead = text[start : mention.start]
    first = _first_name(lead, meant)
    if first is None or any(fold(word) in meant.words for word in _WORD.findall(lead[:first])):
        return None  # what would be cut off belongs to it as well
    opened = lead.count("(", first) - lead.count(")", first)
    after = _AFTER.match(text, mention.end)
    end = mention.end
    closed = 0
    if after is not None:
        closed = len(after["close"] or "") + len(after["close2"] or "")
        end = after.end() if closed <= opened else mention.end
    if opened > (closed if end > mention.end else 0):
        return None
    end, locator = place_after(text, end, bare=opened > 0)
    return start + first, end, locator


def _first_name(lead: str, meant: Unit) -> int | None:
    """Where the names of `meant` begin in the words before a number; None where they do not stand there."""
    first: int | None = None
    named = False
    small = small_words()
    for word in reversed(list(_WORD.finditer(lead))):
        said = fold(word.group())
        known = said in meant.words or any(is_near(said, name) for name in meant.authors)
        year = said in meant.years
        initial = len(said) <= 3 and word.group().isupper() and len(word.group()) <= 3
        joins = said in _JOINS or len(said) <= 2 or said in small
        if not (known or year or initial or joins):
            break
        if known or year or initial:
            first = word.start()
        named = named or known
    return first if named else None


def place_after(text: str, end: int, bare: bool = False) -> tuple[int, str]:
    """The place in a source that is named after `end`, and where it ends; `bare` lets a number be a page."""
    at = end + (1 if text[end : end + 2] in (".,", ". ") and _PLACE.match(text, end + 1) else 0)
    found = _PLACE.match(text, at)
    if found is not None:
        several = re.search(r"[–-]", found["value"])
        label = ("pp" if several else "p") if found["label"] in (*_PAGES, "p", "pp") else found["label"]
        locator = f"{label}. {' '.join(found['value'].split())}"
        if parse_locator(locator):
            return found.end(), locator
    number = _BARE_PLACE.match(text, end) if bare else None
    if number is not None:
        return number.end(), f"{'pp' if re.search('[–-]', number['value']) else 'p'}. {number['value']}"
    return end, ""
