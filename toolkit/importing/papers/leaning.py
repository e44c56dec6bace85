"""Words that lean on a citation elsewhere and name neither note nor source: "op. cit.", "the previous note"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.inspection.typed.texts import fold

# All of it folded, as it is said in the 24 languages; what is Latin is said in all of them.
_WORK = (
    r"op(?:ere)?\.?\s?cit(?:\b|ato\b)|loc(?:o|us)?\.?\s?cit\b|art\.?\s?cit\b|ob(?:ra)?\.?\s?cit(?:ada|\b)|cit\.\s?supra"
    r"|a\.\s?a\.\s?o\b|aao\b|a\.\s?a\.(?=\s?s\b)|a\.\s?st\b|anf\.\s?arb\b|anfort?\.?\s(?:arb|st)\b"
    r"|t\.\s?a\.\s?p\b|a\.\s?w\.(?=[\s,])|aangehaald\swerk|dz\.\s?cyt\b|cyt\.|cit\.\s?d(?:ilo|\b)|uvedene\sdielo|cit\.\sdielo"
    r"|i\.\s?m\b|id\.\s?mu\b|nav\.\s?d(?:j|elo|jelo|\b)|min\.\s?veik\b|ο\.\s?π\b|цит\.\s?съч|опус\sцит|lucr\.\s?cit\b"
    r"|preci(?:te|tee|tes|tees)\b|prec\.|quoted\sabove|cited\sabove|aforecited|tsit\.\s?teos"
)
_BEFORE = (
    r"(?:previous|preceding|foregoing)\s(?:foot)?note|(?:foot)?note\s(?:above|before)|"
    r"note\s(?:de\sbas\sde\spage\s)?(?:precedente|ci-dessus|anterieure)|"
    r"(?:vorig|vorherig|vorangehend|vorstehend|vorhergehend)e[nrs]?\s(?:fussnote|anmerkung|note|fn)|"
    r"nota\s(?:al\spie\s|a\spie\sdi\spagina\s|de\srodape\s|de\ssubsol\s)?(?:anterior|precedente|precedenta|anterioara|precedenti"
    r"|ta['’]\sqabel)|precedente\snota|"
    r"(?:vorige|voorgaande|voorafgaande)\s(?:voet)?noot|(?:poprzedni\w*|wyzej\swymieniony)\sprzypis\w*|przypis\w*\spoprzedni\w*|"
    r"predchozi\w*\spoznam\w*|predchadzaj\w*\spoznam\w*|prejsnj\w*\sopomb\w*|prethodn\w*\s(?:biljesk|biljesc|fusnot)\w*|"
    r"elozo\s(?:lab)?jegyzet\w*|ankstesn\w*\s(?:isnas|pastab)\w*|iepriekse\w*\s(?:zemsvitras\s)?piezim\w*|"
    r"eelmi\w*\s(?:joonealu\w*\s)?(?:markus|viide|viite)\w*|edelli\w*\s(?:ala)?viit\w*|foregaende\s(?:fot|fod)?not\w*|"
    r"προηγουμεν\w*\s(?:υπο)?σημειωσ\w*|предходн\w*\sбележк\w*|(?:fo)?nota\sroimhe"
)
_SAME = (
    r"ibid(?:em)?\b|ebd\b|ebenda\b|tamze\b|tamtez\b|ugyanott\b|turpat\b|sealsamas\b|prav\stam\b|пак\sтам\b|στο\sιδιο\b"
    r"|idem\b"
)
_LEANING = re.compile(rf"(?<!\w)(?:(?:{_WORK}|{_SAME})\.?|{_BEFORE})")


def leaning_words(text: str) -> Iterator[tuple[int, int]]:
    """Where such words begin and end in `text`."""
    if text.isascii():
        yield from (found.span() for found in _LEANING.finditer(text.lower()))
        return
    letters: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        folded = char.lower() if char.isascii() else fold(char)
        letters.append(folded)
        places += [at] * len(folded)
    places.append(len(text))
    for found in _LEANING.finditer("".join(letters)):
        yield places[found.start()], places[found.end() - 1] + 1
