"""The lines above the columns of an amendment: who tables it, the provision, and that of an act to be amended."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.importing import drafts as roles
from toolkit.importing.drafts import RoleLine
from toolkit.importing.words import Words
from toolkit.position import Provision
from toolkit.provisions import Forms, parse_provision, parse_short
from toolkit.records import Record, replace

_LONGEST = 200
_MOST = 30  # lines of an amendment that may name a provision
_ACT_NUMBER = re.compile(r"\d{2,4}/\d{1,4}")


class Target(Record):
    """A provision: as it is to be written, and whether it was understood."""

    written: str
    provision: Provision | None


class Lines(Record):
    """The lines above the columns, told apart: indexes into them; None for what is not there.

    `others` are those that are none of these.
    """

    position: int | None
    tablers: tuple[int, ...]
    act: int | None
    existing: int | None
    existing_to: int | None
    others: tuple[int, ...]


def read_target(text: str, words: Words, english: Forms, is_new: bool = False) -> Target:
    """`text` as a provision, in the short English form if a definition reads that as the same provision."""
    own = [english] if words.tag == "en" else [words.forms, english]  # as a definition is read
    provision = parse_provision(text, own)[0] if len(text) <= _LONGEST else None
    if provision is None:
        mark = "" if not is_new or text.casefold().endswith(tuple(words.new)) else " (new)"
        return Target(text + mark, None)
    provision = replace(provision, new=True) if is_new else provision
    for form in (english.running_form(provision), english.heading_form(replace(provision, new=False))):
        written = form.replace("\u00a0", " ")[:1].upper() + form.replace("\u00a0", " ")[1:]
        written += " (new)" if provision.new else ""
        if (parse_short(written) or parse_provision(written, own)[0]) == provision:
            return Target(written, provision)
    return Target(text, provision)


def tell_apart(lines: Sequence[RoleLine], words: Words, english: Forms, left_head: str) -> Lines:
    """What each of the lines above the columns is."""
    texts = [line.text for _, line in lines]
    is_read = [read_target(text, words, english).provision is not None for text in texts[:_MOST]]
    is_read += [False] * len(texts[_MOST:])
    acts = [index for index, (role, line) in enumerate(lines) if role == roles.ACT or words.is_act(line.text)]
    act = acts[0] if acts else None
    position = _position(lines, is_read, act)
    if position is None:
        return Lines(None, tuple([index for index in range(len(lines)) if index != act]), act, None, None, ())
    tablers = tuple([index for index in range(position) if index != act])
    rest = [index for index in range(position + 1, len(lines)) if index != act]
    existing_to = next((index for index in rest if is_read[index]), None)
    existing = next((index for index in rest if not is_read[index]), None)
    if existing is not None and not _is_existing(lines[existing], existing_to is not None, left_head):
        existing = None
    if existing is None:
        existing_to = None
    others = tuple([index for index in rest if index not in (existing, existing_to)])
    return Lines(position, tablers, act, existing, existing_to, others)


def _position(lines: Sequence[RoleLine], is_read: Sequence[bool], act: int | None) -> int | None:
    """The line that names the provision: by its code, by what it says, else by where it stands."""
    given = [index for index, (role, _) in enumerate(lines) if role == roles.POSITION]
    if given:
        return given[0]
    read = [index for index, found in enumerate(is_read) if found]
    if read:
        return read[0]
    plain = [index for index, (role, _) in enumerate(lines) if role == roles.PLAIN and index != act]
    after = [index for index in plain if act is not None and index > act]
    return after[0] if after else plain[-1] if plain else None


def _is_existing(line: RoleLine, has_provision: bool, left_head: str) -> bool:
    """Whether a line below the provision names an act in force."""
    role, words = line
    return (
        has_provision
        or left_head == "existing-text"
        or role in (roles.ACT, roles.POSITION)
        or _ACT_NUMBER.search(words.text) is not None
    )
