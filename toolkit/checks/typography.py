"""The typography of authors' and translators' texts: reported with the text as it should be, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.diagnostics import Diagnostic, warning
from toolkit.languages import Language
from toolkit.languages.typography import HARD_SPACE, Departure, corrected, departures, typography_of
from toolkit.markup import parse
from toolkit.position import Text

_SHOWN = 24  # characters at either side
_SAID = {
    "number-space": "numbers are written otherwise in '{tag}'",
    "hard-space": "a line may break between a number and its word",
    "punctuation-space": "the space before a punctuation mark is not that of '{tag}'",
    "mark-position": "the mark of a note stands on the wrong side of the punctuation mark",
    "quotation-marks": "these are not the quotation marks of '{tag}'",
}


def typography(texts: Iterable[Text], language: Language, translated: bool = False) -> Iterator[Diagnostic]:
    """Each kind of departure in a text once, at its first place, with that place as it should read.

    Texts that are `translated` are named by their keys, as in all that is said of translations.
    """
    expected = typography_of(language)
    for text in texts:
        found = () if parse(text.value).problems else departures(text.value, expected)
        for code in dict.fromkeys(departure.code for departure in found):
            yield _said(text, found, code, language, f"'{text.key}': " if translated else "")


def _said(text: Text, found: Sequence[Departure], code: str, language: Language, name: str) -> Diagnostic:
    """One kind of departure at its first place, that place shown with everything in it put right."""
    alike = [departure for departure in found if departure.code == code]
    one = alike[0]
    start = max(0, one.offset - _SHOWN)
    end = min(len(text.value), one.offset + len(one.wrong) + _SHOWN)
    for departure in found:  # none is cut through
        last = departure.offset + len(departure.wrong)
        start = departure.offset if departure.offset < start < last else start
        end = last if departure.offset < end < last else end
    within = [each for each in found if start <= each.offset < end]
    shifted = [Departure(each.code, each.offset - start, each.wrong, each.right) for each in within]
    piece = corrected(text.value[start:end], shifted).replace(HARD_SPACE, "\\ ")
    piece = ("…" if start else "") + piece + ("…" if end < len(text.value) else "")
    message = name + _SAID[code].replace("{tag}", language.tag)
    if len(alike) > 1:
        message += f", in {len(alike)} places of this text"
    hint = f"write it as '{piece}'"
    if "\\ " in piece:
        hint += "; '\\ ' is a space at which no line breaks"
    return warning(code, text.place.at(one.offset), message, hint)
