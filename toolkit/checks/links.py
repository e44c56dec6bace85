"""Where links lead: a translation may lead to the page in its own language, and to no other page.

The language of a page stands in its address as a part of the path, in the name of a file, in the name of the site or
in the query: `/EN/`, `index_fr`, `fr.example.org`, `?lang=fr`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from toolkit.checks.pairs import Pairs
from toolkit.diagnostics import Diagnostic, warning
from toolkit.inline import Link, walk
from toolkit.markup import parse

# Codes that sites use in the place of that of the language: those of its country.
_COUNTRIES = MappingProxyType({"el": "gr", "cs": "cz", "da": "dk", "sv": "se", "ga": "ie", "sl": "si", "et": "ee"})
_PARAMETERS = frozenset({"lang", "language", "locale", "hl", "l", "lng", "setlang", "uselang"})


def link_leads_to_the_same_page(pairs: Pairs) -> Iterator[Diagnostic]:
    """Every link of a translation leads where that of the original does, or to that page in another language."""
    for pair in pairs.pairs:
        if "](h" not in pair.text.value and "](m" not in pair.text.value:
            continue
        original, translated = addresses(pair.text.value), addresses(pair.message.translation)
        if original == translated or len(original) != len(translated):
            continue  # another number of links is an error already
        wanted = Counter([neutral(address, pairs.origin, pairs.tag) for address in original])
        for address in translated:
            page = neutral(address, pairs.origin, pairs.tag)
            wanted[page] -= 1
            if wanted[page] < 0:
                message = f"a link in the translation of '{pair.key}' leads elsewhere: '{address[:120]}'"
                hint = "copy the address from the original; it may lead to the same page in your language"
                yield warning("link-target", pair.at(address), message, hint)


@lru_cache(maxsize=4096)  # an original is compared with every translation
def addresses(text: str) -> tuple[str, ...]:
    """The addresses of the links of a text, in their order."""
    return tuple([one.address for one in walk(parse(text).inlines) if isinstance(one, Link)])


@lru_cache(maxsize=4096)
def neutral(address: str, origin: str, tag: str) -> str:
    """An address without what says its language, where that is one of the two."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not parts.netloc:
        return address.lower()
    codes = {code for one in (origin, tag) for code in (one, _COUNTRIES.get(one, one))}
    labels = parts.netloc.lower().split(".")
    while len(labels) > 2 and (labels[0] == "www" or labels[0] in codes):
        del labels[0]
    segments = [_without_suffix(one, codes) for one in parts.path.split("/") if one and not _is_language(one, codes)]
    query = [
        f"{name}={value}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not (name.lower() in _PARAMETERS and _is_language(value, codes))
    ]
    return "/".join([".".join(labels), *segments]) + "?" + "&".join(sorted(query)) + "#" + parts.fragment


def _is_language(part: str, codes: set[str]) -> bool:
    """Whether a part of an address is a code: "fr", "FR", "fr-BE"."""
    language, _, territory = part.lower().replace("_", "-").partition("-")
    return language in codes and len(territory) in (0, 2)


def _without_suffix(name: str, codes: set[str]) -> str:
    """The name of a file without its language: "index_fr", "report.fr.html", "report-fr.pdf"."""
    pieces = re.split(r"([._-])", name)
    kept = pieces[:1]
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        kept += [] if piece.lower() in codes else [sign, piece]
    return "".join(kept)
