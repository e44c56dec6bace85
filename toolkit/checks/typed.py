"""Numbers of sources that somebody typed: nothing keeps them right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.diagnostics import Diagnostic, warning
from toolkit.position import Text

# A number or a range of numbers in printed brackets, perhaps with what follows it; before that what is no bracket.
_TYPED = re.compile(
    r"\\\\|\\\[(?P<words>[\s*]*[1-9]\d{0,2}(?:[\s*]|\\ )*(?:[–-]\s*[1-9]\d{0,2}[\s*]*)?(?:[,;][^\[\]]{0,100})?)\\\]"
)


def typed_citations(texts: Iterable[Text], translated: bool = False) -> Iterator[Diagnostic]:
    """Each number in brackets in the prose of a paper whose citations are such numbers.

    Texts of a law and its amended wording are not looked at: brackets have a meaning of their own there. Texts that are
    `translated` are named by their keys.
    """
    for text in texts:
        is_prose = not text.key.startswith("amendments/") or "/justification/" in text.key
        for match in _TYPED.finditer(text.value) if is_prose and "\\[" in text.value else ():
            if match["words"]:
                yield _said(text, match, f"'{text.key}': " if translated else "")


def _said(text: Text, match: re.Match[str], name: str) -> Diagnostic:
    words = re.sub(r"\\ |\s+", " ", match["words"].replace("*", "")).strip()
    message = f"{name}'[{words}]' is typed by hand: it reads as the number of a source, and is bound to none"
    hint = "cite the source as [@id], or [@id, p. 3] with the place in it; what is no source stands in round brackets"
    return warning("typed-citation", text.place.at(match.start()), message, hint)
