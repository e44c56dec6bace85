"""Characters that nobody sees, or that no paper can print."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_SEEN = "\u200c\u200d"  # joiners change what is seen
_WHITE = " \t\n\u00a0\u202f\u2009"


def visible(text: str, dropped: Counter[str]) -> str:
    """`text` without such characters, which are counted in `dropped`; separators of lines are spaces."""
    if text.isprintable():
        return text
    text = text.replace("\u2028", " ").replace("\u2029", " ")
    unseen = [char for char in text if char not in _WHITE and not char.isprintable() and _is_unseen(char)]
    dropped.update(unseen)
    return "".join([char for char in text if char not in unseen]) if unseen else text


@lru_cache(maxsize=512)
def _is_unseen(char: str) -> bool:
    if char in _SEEN:
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn", "Co")
