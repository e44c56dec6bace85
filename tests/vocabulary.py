"""The words that notes are made of, by language, for tests that read papers as people do."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from toolkit.languages import Language
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace

TABLES = Path(__file__).parent / "languages"
WORKSPACE = Workspace(Path(__file__).parent)


@cache
def language(tag: str) -> Language:
    """The language as the toolkit has it."""
    found, diagnostics = read_language(WORKSPACE, tag)
    assert found is not None, diagnostics
    return found


class Vocabulary:
    """The words of notes, out of the tables written by hand; "{}" is the place of a number.

    What no table has (no date, Amendment, pp.) is taken as the language has it: its words are tested elsewhere.
    """

    def __init__(self, tag: str) -> None:
        table = yaml.safe_load((TABLES / f"{tag}.yaml").read_text(encoding="utf-8").replace("~", "\u00a0"))
        words = language(tag).words
        # With the spaces round it; where three have a comma before it (Maltese), two have none. CLDR has a hard space
        # between two in Slovak and not between the last of three: the table says the word, the language the space.
        self.last_of_three = str(table["three_authors"]).removeprefix("Thiel, Stroebel").removesuffix("Portnoff")
        self.last_of_two = language(tag).join(["A", "B"])[1:-1]
        assert self.last_of_two.split() == self.last_of_three.removeprefix(",").split(), tag
        reference = re.fullmatch(r"Thiel (.+), (.+) \(2023\), (.+)", table["back_reference"])
        assert reference is not None
        self.et_al, n, p = reference.groups()
        self.n, self.p = str(n).replace("1", "{}"), str(p).replace("9", "{}")
        self.point = str(table["point_3"]).replace("3", "{}")
        self.ibid = str(table["ibid"])
        self.article = str(table["article_5_10"])
        self.between = "· " if tag == "el" else "; "
        self.no_date = words["no-date"]
        self.amendment = words["amendment-reference"].replace("{0}", "{}")
        self.pp = words["pages"].replace("{0}", "{}")

    def note_number(self) -> str:
        """An expression for the reference to a note, its number in a group; any kind of space."""
        return "[ \u00a0]".join(map(re.escape, re.split("[ \u00a0]", self.n.format("#")))).replace(r"\#", r"(\d+)")
