"""Words, years, addresses and likeness of spelling: what telling sources apart is made of."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import combining, normalize

Token = tuple[str, int, int]

ADDRESS = "\ufffc"  # stands for each character of an address
_TOKEN = re.compile(r"[^\W\d_]+|\d+|\ufffc+|\S")
_WORD = re.compile(r"(?=[^\W\d_]*(?:/[^\W\d_]*){0,4}\d)[^\W_]+(?:/[^\W_]+)*|[^\W_]+")
_YEAR = re.compile(r"(?<![\d/.–-])(1[89]\d\d|20\d\d)[a-z]?(?![\d/]|\s?[–-]\s?\d)")
# "comment No. 25", "Guidelines 05/2020", "comment 25": what is numbered, the word for "number" or nothing, the number.
_NUMBERED = re.compile(
    r"([^\W\d_]{3,})\s{1,2}((?:nos?|nr|n|n[úu]m|αριθ|č|br|št|sz)\b\.?\s?[°º]?\s?|№\s?)?"
    r"(\d{1,4}/\d{2,4}|\d{1,3})(?![\d/,.:–-]\d|\d|[°º%])",
    re.IGNORECASE,
)
_PLACES = frozenset(
    "considerant recital annex annexe anexo allegato anlage bijlage paragraph paragraphe para point page pages table "
    "tableau tabelle figure article artikel articolo articulo amendement amendment seite vol volume tome band".split()
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
_LETTERS = str.maketrans("łøđıħ", "lodih")
_MOST_LETTERS = 40
_AFTER = ".,;:)]'’"
_LONGEST_ADDRESS = 4_000
# Hosts that lead on to the address in their query, and the keys of that.
_WRAPPINGS = (
    (r"(?:^|\.)safelinks\.protection\.outlook\.com$", ("url",)),
    (r"^google\.[a-z.]{2,6}$", ("q", "url")),
    (r"^lm?\.(?:facebook|instagram)\.com$", ("u",)),
)
_MOST_WRAPPINGS = 3


@lru_cache(maxsize=8192)  # names and words come again and again in one paper
def fold(text: str) -> str:
    """`text` in small letters without accents, so that spellings can be compared."""
    if text.isascii():
        return text.lower()
    parts = normalize("NFD", text.casefold())
    return "".join([letter for letter in parts if not combining(letter)]).translate(_LETTERS)


def tokens(text: str) -> list[Token]:
    """Words, numbers and signs of `text` with where they stand."""
    return [(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """The words of `text` as written; "2022/2065" is one, "Weser/Spree" two."""
    return _WORD.findall(text)


def years(text: str) -> frozenset[str]:
    """The years that `text` names."""
    return frozenset(_YEAR.findall(text))


def numbered(text: str) -> dict[str, tuple[frozenset[str], bool]]:
    """By what is numbered in `text`, folded: its numbers, and whether they can be none of pages or articles."""
    found: dict[str, tuple[frozenset[str], bool]] = {}
    for word, sign, number in _NUMBERED.findall(text):
        if fold(word) in _PLACES:
            continue
        numbers, is_sure = found.get(fold(word), (frozenset(), False))
        found[fold(word)] = (numbers | {number.lstrip("0")}, is_sure or bool(sign) or "/" in number)
    return found


def addresses(text: str) -> list[str]:
    """The web addresses that are written in `text`."""
    return [found.rstrip(_AFTER) for found in _ADDRESS.findall(text)]


def without_addresses(text: str) -> str:
    """`text` with `ADDRESS` in the place of every character of an address, so that offsets stay."""
    if "://" not in text and "www." not in text.lower():
        return text
    return _ADDRESS.sub(_covered, text)


def _covered(found: re.Match[str]) -> str:
    kept = found.group().rstrip(_AFTER)
    return ADDRESS * len(kept) + found.group()[len(kept) :]


def host(address: str) -> str:
    """The host of a web address in small letters, without "www."; empty where it has none."""
    found = re.match(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:]+)", address.strip(), re.IGNORECASE)
    if found is None:
        return ""
    return found.group(1).lower().removeprefix("www.")


def unwrapped(address: str) -> str:
    """The address that a link through a mail filter or a search engine leads to; any other as it is."""
    from urllib.parse import parse_qs, urlsplit

    for _ in range(_MOST_WRAPPINGS):
        name = host(address)
        keys = next((keys for end, keys in _WRAPPINGS if re.search(end, name)), ())
        if not keys or len(address) > _LONGEST_ADDRESS:
            break
        try:
            given = parse_qs(urlsplit(address).query)
        except ValueError:
            break
        inner = next((given[key][0] for key in keys if key in given), "")
        if "://" not in inner:
            break
        address = inner
    return address


def same_address(address: str) -> str:
    """What two addresses of one page have in common: no scheme, "www.", fragment, last slash or stop."""
    rest = re.sub(r"^[a-z][a-z0-9+.-]*://", "", unwrapped(address.strip()), flags=re.IGNORECASE).partition("#")[0]
    if "%" in rest and len(rest) < _LONGEST_ADDRESS:
        from urllib.parse import unquote

        rest = unquote(rest)
    name, slash, path = rest.partition("/")
    name = name.lower().removeprefix("www.").removeprefix("dx.")
    return (name + slash + path).rstrip("/.,;:)]")


def distance(first: str, second: str, most: int) -> int:
    """How many letters must be put in, taken out or changed; `most` + 1 where it is more than `most`."""
    if abs(len(first) - len(second)) > most or max(len(first), len(second)) > _MOST_LETTERS:
        return most + 1
    row = list(range(len(second) + 1))
    for index, letter in enumerate(first, 1):
        before, row[0] = row[0], index
        for place, other in enumerate(second, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != other))
        if min(row) > most:
            return most + 1
    return row[-1]


def is_near(first: str, second: str) -> bool:
    """Whether two folded words may be spellings of one name: a slip in five letters, two in seven."""
    shorter = min(len(first), len(second))
    if shorter < 4 or first == second or "/" in first:
        return first == second
    most = 2 if shorter >= 7 else 1
    return first[0] == second[0] and distance(first, second, most) <= most


def shortened(word: str) -> list[str]:
    """`word` and all that it can be with a letter missing: near words have one of these in common."""
    return [word, *[word[:index] + word[index + 1 :] for index in range(min(len(word), _MOST_LETTERS))]]
