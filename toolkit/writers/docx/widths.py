"""How many lines a text takes, told from mean widths of its letters: no font is opened for it.

The widths are those of Calibri, as Carlito has them: means over the papers of the repository in 24 languages. They are
right within two hundredths for each language, but Greek, of which the letters are taken for wider by six.
"""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from unicodedata import normalize

SPACE, THIN, NARROW, WIDE, UPPER, OTHER = 0.23, 0.25, 0.37, 0.8, 0.55, 0.51  # of the size of type
_WIDTHS = dict.fromkeys("iljıΙιїІі.,:;'’|!()[]-/\"·", THIN) | dict.fromkeys("frtsczJг", NARROW)
_WIDTHS |= dict.fromkeys("mwMWωфшщжмюыш%—–Ω@", WIDE)

# How wide the letters of a font are beside those of Calibri, and how high its lines are beside its size: from its
# tables hmtx and hhea, or those of what has its metrics (Carlito, Caladea, Liberation, DejaVu Sans, Noto Sans). Any
# other font is as wide as Arial, and as high as Calibri.
FONTS = MappingProxyType(
    dict.fromkeys(("calibri", "carlito"), (1.0, 1.22))
    | dict.fromkeys(("cambria", "caladea"), (1.02, 1.17))
    | dict.fromkeys(("times new roman", "liberation serif"), (1.0, 1.15))
    | dict.fromkeys(("arial", "helvetica", "liberation sans"), (1.1, 1.15))
    | dict.fromkeys(("verdana",), (1.26, 1.22))
    | dict.fromkeys(("dejavu sans", "dejavu serif"), (1.26, 1.17))
    | dict.fromkeys(("noto sans", "open sans", "noto serif"), (1.16, 1.37))
    | dict.fromkeys(("courier new", "liberation mono"), (1.45, 1.15))
)
UNKNOWN = (1.1, 1.22)


def width_of(text: str) -> float:
    """The width of `text` in Calibri, in parts of the size of type."""
    return sum([_width(letter) for letter in text])


@lru_cache(maxsize=1024)
def _width(letter: str) -> float:
    if letter.isspace():
        return SPACE
    plain = normalize("NFD", letter)[0]
    return _WIDTHS.get(plain) or (UPPER if letter.isupper() else OTHER)


def count_lines(text: str, room: float) -> int:
    """How many lines `text` takes where each has `room`, in parts of the size of type; a word may take several."""
    count = 0
    for line in text.split("\n"):
        count, filled = count + 1, 0.0
        for word in line.split(" "):
            width = width_of(word)
            if filled and filled + SPACE + width > room:
                count, filled = count + 1, 0.0
            filled += width + (SPACE if filled else 0)
            count, filled = count + int(filled // room), filled % room
    return count
