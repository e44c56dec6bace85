"""The short forms of a name: its initials in all ways in which they are taken, and names given in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.inspection.typed.texts import fold
from toolkit.inspection.typed.words import small_words

_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_BRACKETED = re.compile(r"\(([^()\d:]{2,90})\)")
_LEAD_IN = re.compile(
    r"^(?:[^“”„«\"‘']*[“„«\"‘']\s*|(?:hereinafter|hereafter|the|ci-après|im Folgenden)\s+)+", re.IGNORECASE
)
_ARTICLES = frozenset("the la le les l der die das el los las il lo gli i os as o a de het den d an".split())
_LINKS = frozenset("and y e i of und et og och a ja si".split())
_LONGEST = 12  # words of a name
_SHORT = 3  # letters of an abbreviation
_LONG = 14  # letters of a word that is the name of a law: "digitaledienstenverordening"
_NO_NAMES = frozenset("CEE EEC EWG EEG ΕΟΚ EHS EOG EØF USA PDF HTML ISBN ISSN URL DOI EUR CET NGO ONG".split())
_REACH = 120  # characters before an abbreviation that it can stand for
_MOST_BRACKETS = 8


@lru_cache(maxsize=4096)  # names come again and again in one paper
def initials(name: str) -> frozenset[str]:
    """The abbreviations, folded, that a name can have: "ncmec", "foe", "oms"; none for one word.

    Small words are left out, or taken, or only their articles left out; parts joined by a hyphen count as one or two.
    """
    said = _WORD.findall(name)
    if not 2 <= len(said) <= _LONGEST:
        return frozenset()
    found = set()
    for parts in (said, [part for word in said for part in re.split("[-‑]", word)]):
        found |= set(_forms(parts))
    return frozenset(fold(form) for form in found if len(form) > 1)


def _forms(said: list[str]) -> Iterator[str]:
    small = small_words() | _ARTICLES | _LINKS
    yield "".join([word[0] for word in said if word[0].isupper() and len(word) > 1])
    long = [word for word in said if fold(word) not in small]
    if len(long) > 2:
        yield "".join([word[0] for word in long])
    yield "".join([word[0] for word in said])
    yield "".join([word[0] for word in said if fold(word) not in _ARTICLES])


def bracketed_names(text: str) -> frozenset[str]:
    """The words of names that a source gives itself in brackets, folded: "(Digital Services Act)", with "dsa"."""
    found: set[str] = set()
    for match in list(_BRACKETED.finditer(text))[:_MOST_BRACKETS]:
        found |= {fold(part.strip()) for part in match[1].split(",")[1:] if _is_own(part.strip())}
        name = _LEAD_IN.sub("", match[1]).strip(" “”„«»\"‘’'")
        said = _WORD.findall(name)
        introduced = name != match[1]
        if len(said) == 1 and name[0].isupper() and 2 <= len(name) <= 20:
            before = text[max(match.start() - _REACH, 0) : match.start()]
            if introduced or _is_own(name) or (name.isupper() and _stands_for(name, before)):
                found.add(fold(name))
        elif len(said) == 1 and len(name) >= _LONG:
            found.add(fold(name))
        elif 2 <= len(said) <= 6 and "," not in name and _is_name(said):
            found |= {fold(word) for word in said if fold(word) not in small_words()}
            found |= {form for count in range(2, len(said) + 1) for form in initials(" ".join(said[:count]))}
    return frozenset(found)


def _is_own(name: str) -> bool:
    """Whether `name` can be nothing but the short name of what stands before it: "(DSGVO)", "(RODO)"."""
    return name.isalpha() and name.isupper() and _SHORT <= len(name) <= _LONGEST and name not in _NO_NAMES


def _is_name(said: list[str]) -> bool:
    return said[0][0].isupper() and all(word[0].isupper() or fold(word) in small_words() for word in said)


def _stands_for(short: str, before: str) -> bool:
    """Whether `short` is the initials of the last words of `before`."""
    said = _WORD.findall(before)
    first = max(len(said) - _LONGEST, 0)
    return any(fold(short) in initials(" ".join(said[start:])) for start in range(first, len(said) - 1))
