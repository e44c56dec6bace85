"""The one gate for characters: what no paper can print, or what makes a text read otherwise than it stands."""

from __future__ import annotations

import re

from toolkit.diagnostics import Diagnostic, Place, error, warning

# C0 but tab and line feed, DEL and C1 (but NEL, which YAML folds), lone surrogates, non-characters.
_NO_CHARACTERS = "".join([chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)])
_CONTROL = f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]"
# Overrides and isolates reorder what follows; tag characters are invisible text (Unicode TR 36).
_BIDI = "[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
_INVISIBLE = "[\u200b\u200e\u200f\u061c\u2060\ufeff\u00ad]"

_DELETE = "it may have come with pasted text; delete it together with its neighbours and type those again"
_RULES = (
    ("control-character", _CONTROL, error, "which cannot be printed", _DELETE),
    ("bidi-control", _BIDI, error, "which makes text appear in another order than it is stored", _DELETE),
    (
        "invisible-character",
        _INVISIBLE,
        warning,
        "which nobody sees",
        "delete the word and type it again; where it parts two words, type a plain space or hyphen",
    ),
)
# Spaces that papers need, for which `isprintable` is False.
_SPACES = "\t\n\u00a0\u202f\u2009"


def check_characters(text: str, place: Place) -> tuple[str, list[Diagnostic]]:
    """`text` with every refused character replaced by U+FFFD, and a diagnostic for each kind that was met."""
    if text.isprintable() or _without_spaces(text).isprintable():
        return text, []
    found = []
    for code, pattern, report, what, hint in _RULES:
        matches = list(re.finditer(pattern, text))
        if matches:
            more = f" ({len(matches)} such characters in all)" if len(matches) > 1 else ""
            message = f"the text holds the character U+{ord(matches[0].group()):04X}, {what}{more}"
            found.append(report(code, place.at(matches[0].start()), message, hint))
    return re.sub(_BIDI, "\ufffd", re.sub(_CONTROL, "\ufffd", text)), found


def _without_spaces(text: str) -> str:
    for space in _SPACES:  # quicker than `translate` by far
        text = text.replace(space, "")
    return text
