"""The authors that a citation begins with: persons with their initials, or institutions."""

from __future__ import annotations

import re

from toolkit.inspection.typed.texts import fold
from toolkit.records import Record

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_PARTICLE = r"(?:(?:de|van|von|der|den|la|le|du|di|da|dos|del|della|ten|ter|zu|zur|af|av|el|al|bin|ibn)\s)"
_FAMILY = (
    rf"(?:(?:Van|Von|De|Den|Di|Du|Zu|Ten|Ter|Dos)\s(?={_PARTICLE}))?"
    rf"{_PARTICLE}*{_CAPITAL}[^\W\d_’']*(?:[’']{_CAPITAL}[^\W\d_]+)?(?:[-–]{_CAPITAL}[^\W\d_]+|\s{_CAPITAL}[^\W\d_]+)?"
)
_DOTTED = rf"{_CAPITAL}[^\W\d_]?\.(?:[ -]?{_CAPITAL}\.){{0,3}}"
_AND = r"(?:&|and|und|et|y|e|i|a|en|og|och|oraz|και|и|ja|és|ir|un|și|in)"
_LAST_FIRST = re.compile(
    rf"(?P<family>{_FAMILY}),\s(?P<given>{_DOTTED}|{_CAPITAL}{{1,3}}(?=[,.;:(]|\s(?:[(&]|{_AND}\s)|\Z))"
)
_VANCOUVER = re.compile(rf"(?P<family>{_FAMILY})\s(?P<given>{_CAPITAL}{{1,3}})(?=[,.:;(&]|\s\(|\s{_AND}\s)")
_FIRST_LAST = re.compile(rf"(?P<given>{_DOTTED})\s?(?P<family>{_FAMILY})")
_NEXT = re.compile(rf"\s*(?:[,;]?\s+{_AND}\s+|[,;]\s*(?:{_AND}\s+)?)(?={_PARTICLE}*{_CAPITAL})")
_ET_AL = re.compile(r",?\s+(?:et\.?\s+al\.?|and others|u\.\s?a\.|i in\.|ym\.|e\.a\.)(?=[\s,.(:;]|\Z)", re.IGNORECASE)
# Words that make a name that of a body.
_BODY = re.compile(
    r"\b(?:foundation|institut\w*|institutt|gmbh|ltd|inc|llc|e\.?v|asbl|aisbl|ngos?|commission|council|agency|university|"
    r"ministry|network|international|europe|union|organi[sz]ation|federation|alliance|association|group|centre|center|"
    r"watch|parliament|court|office|authority|bank|fund|forum|society|committee|board|department|coalition|consortium|"
    r"observatory|platform|service|services|programme|initiative|project|trust|charity|police|interpol|europol|"
    r"fondation|fédération|conseil|ministère|université|stiftung|verband|bundesamt|universität|fundación|ministerio|"
    r"agenzia|ministero|università|fundacja|komisja|rada|komission?en?)\b",
    re.IGNORECASE,
)
_YEAR_NEXT = re.compile(r"\s\((?:1[89]|20)\d\d\)")
_LONGEST_BODY = 8
_MOST_BODIES = 6
MOST_NAMES = 40


class Author(Record):
    """A person by family and given names, or an institution by its whole name."""

    family: str = ""
    given: str = ""
    literal: str = ""

    @property
    def name(self) -> str:
        """What an id is made of."""
        return self.family or re.split(r"[,(]", self.literal)[0]


def read_names(text: str) -> tuple[list[Author], int]:
    """The authors that `text` begins with, and where they end; none where it is not certain who they are."""
    for pattern in (_LAST_FIRST, _VANCOUVER, _FIRST_LAST):
        found, end = _persons(text, pattern)
        if found:
            return found, end
    return _bodies(text)


def _persons(text: str, pattern: re.Pattern[str]) -> tuple[list[Author], int]:
    found: list[Author] = []
    at = end = 0
    while len(found) < MOST_NAMES and (name := pattern.match(text, at)):
        if _BODY.search(name["family"]) or (name["family"].isupper() and "." not in name["given"]):
            return [], 0
        found.append(Author(name["family"], name["given"]))
        end = name.end()
        joined = _NEXT.match(text, end)
        if joined is None:
            break
        at = joined.end()
    others = _ET_AL.match(text, end) if found else None
    if others:
        stop = "" if others.group().endswith(".") else "."
        return [Author(literal=text[: others.end()].strip() + stop)], others.end()
    return found, end


def _bodies(text: str) -> tuple[list[Author], int]:
    """Names of institutions: the first piece up to a comma, and those after it that are names of bodies as well."""
    pieces = list(_pieces(text))
    if not pieces:
        return [], 0
    found: list[tuple[int, int]] = []
    for start, end in pieces[:_MOST_BODIES]:
        piece = text[start:end]
        if found and not _is_body(piece):
            break
        if not found and not _may_be_body(piece):
            break
        found.append((start, end))
    if not found or len(found) == len(pieces):
        return [], 0
    names = [name for start, end in found for name in _parted(text[start:end].strip())]
    return [Author(literal=name) for name in names], found[-1][1]


def _pieces(text: str) -> list[tuple[int, int]]:
    """Where the parts of `text` between commas, outside brackets and quotation marks, begin and end."""
    found, start, depth = [], 0, 0
    for at, sign in enumerate(text[:600]):
        depth += sign in "([“„«"
        depth -= sign in ")]”»" and depth > 0
        ends = sign == "," or (sign == ":" and at < 80) or (sign == "." and _ends_name(text, at))
        dated = sign == " " and _YEAR_NEXT.match(text, at) is not None
        if depth == 0 and (dated or (ends and text[at + 1 : at + 2] in (" ", ""))):
            found.append((start, at))
            start = at + 1
    found.append((start, len(text)))
    return [(begin, end) for begin, end in found if text[begin:end].strip()]


def _ends_name(text: str, at: int) -> bool:
    """Whether the full stop at `at` ends a name, and is not that of an abbreviation."""
    word = re.search(r"[^\W\d_]+\Z", text[:at])
    return word is not None and len(word.group()) > 3 and bool(re.match(r"\.\s[^\W\d_a-z]", text[at : at + 3]))


def _may_be_body(piece: str) -> bool:
    """Whether the first part may be a name: not too long, with a capital."""
    words = piece.split()
    return 0 < len(words) <= _LONGEST_BODY and piece.strip()[0].isupper() and not re.search(r"[“”«»„\d]", piece)


def _is_body(piece: str) -> bool:
    """Whether a further part is a name too, and not the beginning of the title."""
    words = piece.split()
    if not 0 < len(words) <= 5 or re.search(r"[“”«»„‘\d?:]", piece):
        return False
    capital = all(
        word[0].isupper() or fold(word) in ("for", "of", "the", "and", "de", "la", "des", "für") for word in words
    )
    return capital and (bool(_BODY.search(piece)) or (len(words) == 1 and words[0].isupper() and len(words[0]) > 1))


def _parted(name: str) -> list[str]:
    """Two names of one word each, joined by "and"."""
    found = re.fullmatch(rf"({_CAPITAL}\w+)\s+(?:and|und|et|y)\s+({_CAPITAL}\w+)", name)
    return [found.group(1), found.group(2)] if found else [name]
