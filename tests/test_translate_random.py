"""Drafts that are edited at random, and translators who go on working: what must hold after every update."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

import pytest

from toolkit.po import Entry, PoFile, changed, new_entry, with_entries
from toolkit.readers.po_files import parse_po
from toolkit.translating.merging import merge
from toolkit.translating.units import Unit

WORDS = "child image law crime police report agency market member state union data court tool person harm risk".split()
HEADER = new_entry("", "", "Language: fr\nContent-Type: text/plain; charset=UTF-8\n")
Draft = dict[str, list[str]]


def sentence(chance: random.Random) -> str:
    words = " ".join(chance.choice(WORDS) for _ in range(chance.choice((1, 2, 5, 8, 12))))
    return f"{words.capitalize()}{' [@source]' if chance.random() < 0.2 else ''}."


def paragraph(chance: random.Random) -> str:
    return " ".join(sentence(chance) for _ in range(chance.randint(1, 4)))


def begun(chance: random.Random) -> Draft:
    parts = ("summary", "key_points/a/argument", "key_points/b/argument", "call")
    return {part: [paragraph(chance) for _ in range(chance.randint(1, 5))] for part in parts}


def change_word(draft: Draft, part: list[str], chance: random.Random) -> None:
    number = chance.randrange(len(part))
    words = part[number].split(" ")
    words[chance.randrange(len(words))] = chance.choice(WORDS)
    part[number] = " ".join(words)


def move(draft: Draft, part: list[str], chance: random.Random) -> None:
    text = part.pop(chance.randrange(len(part)))
    other = draft[chance.choice([*draft])]
    other.insert(chance.randint(0, len(other)), text)


def part_in_two(draft: Draft, part: list[str], chance: random.Random) -> None:
    number = chance.randrange(len(part))
    head, stop, tail = part[number].partition(". ")
    if stop:
        part[number : number + 1] = [f"{head}.", tail]


def join(draft: Draft, part: list[str], chance: random.Random) -> None:
    if len(part) > 1:
        part[:2] = [f"{part[0]} {part[1]}"]


def delete(draft: Draft, part: list[str], chance: random.Random) -> None:
    part.pop(chance.randrange(len(part)))


def repeat(draft: Draft, part: list[str], chance: random.Random) -> None:
    other = draft[chance.choice([*draft])]
    other.insert(chance.randint(0, len(other)), chance.choice(part))


def insert(draft: Draft, part: list[str], chance: random.Random) -> None:
    part.insert(chance.randint(0, len(part)), paragraph(chance))


def rename(draft: Draft, part: list[str], chance: random.Random) -> None:
    old, new = chance.sample(["key_points/a/argument", "key_points/b/argument", "key_points/c/argument"], 2)
    if old in draft and new not in draft:
        draft[new] = draft.pop(old)


EDITS: list[Callable[[Draft, list[str], random.Random], None]] = [
    *(change_word, change_word, move, part_in_two, join, delete, repeat, insert, rename)
]


def units(draft: Draft) -> list[Unit]:
    return [
        Unit(f"{part}/{number}", text, (part,), "position.yaml:1", ())
        for part, texts in draft.items()
        for number, text in enumerate(texts, 1)
    ]


class Translator:
    """Translates what is open, mends some of what is doubtful, and doubts a little of the rest."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.made: set[tuple[str, str]] = set()
        self.count = 0

    def work(self, file: PoFile) -> PoFile:
        return with_entries(file, [entry if entry.obsolete else self.look_at(entry) for entry in file.entries])

    def look_at(self, entry: Entry) -> Entry:
        if not entry.translation:
            return self.translated(entry) if self.chance.random() < 0.8 else entry
        if entry.fuzzy:
            return self.translated(entry) if self.chance.random() < 0.3 else entry
        return changed(entry, flags=["fuzzy", *entry.flags]) if self.chance.random() < 0.05 else entry

    def translated(self, entry: Entry) -> Entry:
        """A translation with as many sentences, as a program saves it: without the mark of doubt."""
        self.count += 1
        sentences = entry.source.count(". ") + 1
        text = " ".join(f"T{self.count}.{number} texte." for number in range(sentences))
        self.made.add((entry.source, text))
        return changed(entry, translation=text, flags=[flag for flag in entry.flags if flag != "fuzzy"], previous="")


@pytest.mark.parametrize("seed", range(60))
def test_no_translation_is_lost_or_put_under_other_words(seed: int) -> None:
    chance = random.Random(seed)
    draft, translator = begun(chance), Translator(chance)
    drafts = [copy.deepcopy(draft)]
    file = PoFile(HEADER, ())
    for _ in range(15):
        if chance.random() < 0.2:
            draft = copy.deepcopy(chance.choice(drafts))  # the drafters go back to an earlier version
        for _ in range(chance.randint(0, 3)):
            part = draft[chance.choice([*draft])]
            if part:
                chance.choice(EDITS)(draft, part, chance)
        drafts.append(copy.deepcopy(draft))
        before = {entry.translation for entry in file.entries if entry.translation and not entry.fuzzy}
        data = merge(file, units(draft), lambda source: None).file.data()
        merged, diagnostics = parse_po(data.decode(), "random")
        assert merged, diagnostics
        assert [(one.key, one.source) for one in merged.entries if not one.obsolete] == [
            (unit.key, unit.source) for unit in units(draft)
        ]
        for entry in merged.entries:
            assert entry.fuzzy or not entry.translation or (entry.source, entry.translation) in translator.made
        everything = "\n".join(line for entry in merged.entries for line in (entry.translation, *entry.remarks))
        assert all(text in everything for text in before)
        assert merge(merged, units(draft), lambda source: None).file.data() == data
        file = translator.work(merged)
