"""The names of WordprocessingML (ISO 29500-1), and small things that all its parts have in common."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_DECORATED: Mapping[str, str] = MappingProxyType(
    {
        "decimalZero": "{:02d}",
        "numberInDash": "- {} -",
        "decimalEnclosedParen": "({})",
        "decimalEnclosedFullstop": "{}.",
    }
)
_MOST_DIGITS = 11  # -2147483648: no number of Word or of a page is longer
VAL = W + "val"
ID = W + "id"


def value(parent: Element | None, name: str, default: str = "") -> str:
    """The `w:val` of the child `name` of `parent`; `default` where either is not there."""
    child = parent.find(name) if parent is not None else None
    return default if child is None else child.get(VAL, default)


def is_on(parent: Element | None, name: str) -> bool:
    """Whether the toggle `name` is set: present, and not switched off by its value (17.17.4)."""
    child = parent.find(name) if parent is not None else None
    return child is not None and child.get(VAL, "1") not in ("0", "false", "off")


def integer(text: str | None, default: int = 0) -> int:
    """`text` as an integer; `default` for what is none: a damaged attribute must not stop the reading."""
    if text is None or len(text) > _MOST_DIGITS:
        return default
    try:
        return int(text)
    except ValueError:
        return default


def format_number(number: int, style: str) -> str:
    """`number` in a Word number format (17.18.59); formats that are not known are printed as decimal."""
    if style in ("none", "bullet"):
        return ""
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 40)
        return letter if style == "lowerLetter" else letter.upper()
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if style == "lowerRoman" else roman.upper()
    if style == "chicago" and number > 0:
        return "*†‡§"[(number - 1) % 4] * min((number - 1) // 4 + 1, 40)
    if style == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style in _DECORATED:
        return _DECORATED[style].format(number)
    return str(number)


def _roman(number: int) -> str:
    parts = []
    for amount, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, number = divmod(number, amount)
        parts.append(letters * count)
    return "".join(parts)
