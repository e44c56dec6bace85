"""The words that differ between two texts, said in a line."""

from __future__ import annotations

from toolkit.wording import compare

_MOST = 160
_AROUND = 2  # words shown before a change


def changed_words(before: str, after: str) -> str:
    """What was taken out and put in: "the Council [-agreed-] {+adopted+} …", cut where it is long.

    The marks are those of word-wise diffs.
    """
    pieces = []
    for row in compare([before], [after]).consolidated:
        for change in row:
            text = " ".join(change.text.split())
            if change.kind == "deleted" and text:
                pieces.append(f"[-{text}-]")
            elif change.kind == "inserted" and text:
                pieces.append(f"{{+{text}+}}")
            elif text:
                pieces.append(_shortened(text, first=not pieces))
    if pieces and not pieces[-1].startswith(("[-", "{+")):
        pieces[-1] = _start(pieces[-1])
    said = " ".join(pieces)
    return said if len(said) <= _MOST else f"{said[: said.rfind(' ', 0, _MOST)]} …"


def _shortened(text: str, first: bool) -> str:
    """Words that stayed: those next to the changes."""
    words = text.split(" ")
    if len(words) <= 2 * _AROUND + 1:
        return text
    last = " ".join(words[-_AROUND:])
    return f"… {last}" if first else f"{' '.join(words[:_AROUND])} … {last}"


def _start(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= _AROUND else f"{' '.join(words[:_AROUND])} …"
