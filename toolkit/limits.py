"""How long a text may be where the page limits it: titles, headings, key points and the words beside a figure.

The numbers are characters, marks included. They leave about a fifth more than the longest good text of the papers of
this repository in any of the 24 languages: a title takes three lines of 18 points, a subtitle three of 12, a heading
two lines, a key point three in the box at the beginning, and what stands beside a figure six lines of its column.
"""

from __future__ import annotations

_WHOLE = {"title": 110, "subtitle": 240, "file/name": 280}
_KEY_POINTS = {"point": 200, "heading": 120, "finding": 320}
_STATISTIC = 180


def most_characters(key: str) -> int | None:
    """The most characters of the text with this key in any language; None where it may be as long as it has to be."""
    if key in _WHOLE:
        return _WHOLE[key]
    if not key.startswith(("key_points/", "sections/")):
        return None
    if "/statistics/" in key:
        return _STATISTIC
    _, _, last = key.rpartition("/")
    return _KEY_POINTS.get(last) if key.count("/") == 2 else None
