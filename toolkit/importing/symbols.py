"""Signs of the symbol fonts that come with Word as characters that every font has.

Word writes them as `w:sym` (ISO 29500-1, 17.3.3.30), or as text in such a font, with code points of the private use
area from U+F000 on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.inspection.word import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PRIVATE = 0xF000
_CODE = re.compile("[0-9A-Fa-f]{1,6}")


def _row(first: int, signs: str) -> dict[int, str]:
    return {first + at: sign for at, sign in enumerate(signs)}


_WINGDINGS = (
    _row(0x28, "☎✆✉")
    | _row(0x45, "☜☞☝☟")
    | _row(0x4A, "☺")
    | _row(0x6C, "●❍■□")
    | _row(0x71, "❑❒⬧⧫◆❖⬥⌧")
    | _row(0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿")
    | _row(0x9E, "·•")
    | _row(0xA7, "▪◻")
    | {0xAB: "★", 0xD8: "➢", 0xDC: "➲"}
    | _row(0xDF, "←→↑↓↖↗↙↘←→↑↓")
    | _row(0xEF, "⇦⇨⇧⇩⬄⇳")
    | _row(0xFB, "✗✓☒☑")
)
_SYMBOL = (
    {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5E: "⊥", 0x7E: "∼"}
    | {code: chr(code) for code in (0x20, 0x21, 0x23, 0x25, 0x26, *range(0x28, 0x2A), *range(0x2B, 0x2D))}
    | {code: chr(code) for code in (*range(0x2E, 0x40), 0x5B, 0x5D, 0x5F, 0x7B, 0x7C, 0x7D)}
    | _row(0x41, "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")
    | _row(0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ")
    | _row(0xA2, "′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…")
    | _row(0xC5, "⊕∅∩∪⊃⊇⊄⊂⊆∈∉")
    | _row(0xD5, "∏√⋅¬∧∨⇔⇐⇑⇒⇓")
    | {0xD1: "∇", 0xE5: "∑", 0xF2: "∫"}
)
_FONTS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        "wingdings": _WINGDINGS,
        "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□"},
        "symbol": _SYMBOL,
    }
)


def in_any_font(text: str, font: str) -> str:
    """`text`, which stands in `font`, with the signs of symbol fonts as characters; those not known stay."""
    signs = _FONTS.get(font.strip().lower())
    if signs is None or not text or max(text) < "\uf020":
        return text
    return "".join([signs.get(ord(char) - _PRIVATE, char) for char in text])


def sign_of(element: Element) -> str:
    """The sign that a `w:sym` shows; empty where it is none."""
    code = element.get(W + "char", "")
    number = int(code, 16) if _CODE.fullmatch(code) else 0
    if not 0 < number < 0x110000 or 0xD800 <= number < 0xE000:
        return ""
    font = element.get(W + "font", "")
    private = number if number >= _PRIVATE or font.strip().lower() not in _FONTS else number + _PRIVATE
    return in_any_font(chr(private), font)


def is_private(char: str) -> bool:
    """Whether only the font of the file knows what `char` looks like."""
    return "\ue000" <= char <= "\uf8ff"
