"""Amendments to the YAML of a definition: texts behind `|`, everything else quoted where YAML would ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.importing.amendments import Amendment

_WIDTH = 112
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()/.,–-]*[A-Za-z0-9)]\Z")
_WORDS_OF_YAML = ("yes", "no", "true", "false", "null", "on", "off")
# What would begin a block if it stood first in a line.
_BEGINS = re.compile(r"-|>.*|\d{1,2}[.)]\Z")
_ROLES = ("original", "present", "proposed", "insert", "delete")
_RELATIONS = ("alternative_to", "fall_back_to", "together_with")


def write_amendments(amendments: Sequence[Amendment], footnotes: Mapping[str, str], heading: Sequence[str]) -> str:
    """The list `amendments:`, and `footnotes:` where justifications have any, below comments of `heading`."""
    lines = [f"# {words}" for words in heading]
    common = _common(amendments)
    lines += [f"# of each: {words}" for words in common]
    lines.append("amendments:")
    for amendment in amendments:
        lines += _amendment(amendment, common)
    if footnotes:
        lines += ["", "footnotes:"]
        lines += [line for name, text in footnotes.items() for line in _text(name, [text], 2)]
    return "\n".join(lines) + "\n"


def _common(amendments: Sequence[Amendment]) -> list[str]:
    """The comments that all amendments share."""
    first = amendments[0].comments if len(amendments) > 1 else []
    return [words for words in first if all(words in one.comments for one in amendments)]


def _amendment(one: Amendment, common: Sequence[str]) -> Iterator[str]:
    yield f"  # Amendment {one.number}"
    yield from (f"  # {words}" for words in one.comments if words not in common)
    yield f"  - id: {one.id}"
    yield f"    to: {scalar(one.to)}"
    yield from _existing(one)
    yield "    text:"
    for role in _ROLES:
        if one.wording.get(role):
            yield from _text(role, one.wording[role], 6)
    if one.deleted:
        yield "      deleted: yes"
    yield from _law_notes(one)
    if one.justification:
        yield "    justification: |"
        yield from _blocks(one.justification, 6)
    for field in _RELATIONS:
        if one.related.get(field):
            yield f"    {field}: [{', '.join(one.related[field])}]"


def _existing(one: Amendment) -> Iterator[str]:
    if one.existing:
        yield "    existing:"
        yield f"      act: {scalar(one.existing)}"
        if one.existing_to:
            yield f"      to: {scalar(one.existing_to)}"


def _law_notes(one: Amendment) -> Iterator[str]:
    if one.law_notes:
        yield "    law_notes:"
    for name, (mark, text) in one.law_notes.items():
        yield f"      {name}:"
        yield f"        mark: '{mark}'"
        yield from _text("text", [text], 8)


def scalar(text: str) -> str:
    """`text` on one line, in quotes unless it can do without."""
    if _PLAIN.match(text) and text.casefold() not in _WORDS_OF_YAML:
        return text
    return "'" + text.replace("'", "''") + "'"


def _text(name: str, paragraphs: Sequence[str], indent: int) -> Iterator[str]:
    """A key with paragraphs behind `|`."""
    yield f"{' ' * indent}{name}: |"
    yield from _blocks([("paragraph", text) for text in paragraphs], indent + 2)


def _blocks(blocks: Sequence[tuple[str, str]], indent: int) -> Iterator[str]:
    """Blocks with an empty line between them; the items of one list follow each other."""
    before = ""
    for index, (role, text) in enumerate(blocks):
        if index and (role == "paragraph" or role != before):
            yield ""
        sign = "" if role == "paragraph" else role
        for number, line in enumerate(wrapped(text, _WIDTH - indent)):
            yield " " * indent + (sign if not number else " " * len(sign)) + line
        before = role


def wrapped(text: str, width: int) -> Iterator[str]:
    """`text` in lines that break at plain spaces, none of which begins as a block would."""
    line = ""
    for word in _unbreakable(text):
        if line and len(line) + len(word) >= width and not _BEGINS.match(word):
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    if line:
        yield line


def _unbreakable(text: str) -> Iterator[str]:
    """The words of `text`; a hard space, "\\ ", parts none."""
    return iter(re.findall(r"(?:\\.|[^ \\])+", text, re.DOTALL))
