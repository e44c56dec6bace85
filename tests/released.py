"""A workspace with a small paper that has every kind of text, in three languages, and the commands of its versions."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from click.testing import CliRunner, Result
from hostile import put

from toolkit.cli import main
from toolkit.pipeline import check
from toolkit.position import Position, texts
from toolkit.readers.positions import read_position
from toolkit.resources import Workspace
from toolkit.versions import Release, find_release

POSITION = "positions/paper/position.yaml"
SOURCES = "positions/paper/sources.yaml"
ORGANISATIONS = "positions/organisations.yaml"
ENDORSEMENTS = "positions/paper/endorsements.yaml"
IMAGE = "positions/paper/images/chart.png"
LANGUAGES = ("en", "fr", "de")
WORDS = {"fr": "Arbres", "de": "Bäume", "en": ""}

DEFINITION = """\
kind: position-paper
title: Trees & shade
subtitle: What a warm street needs
language: en
date: 2025-06
version: "1.0"
status: for-endorsement
file:
  act: regulation
  name: Example Regulation on shade
drafted_by: [city-trees]
summary: |
  Plant **more** of *them*[^forester], as [the guide](https://example.org/guide) says[@smith2024, p. 4].

  ![A chart of shade](images/chart.png)
key_points:
  - id: shade
    point: Streets need shade.
    heading: Shade is cool
    argument: |
      It cools (see [](#water)).

      - oak
      - lime

      > Nobody waits in the sun.
    statistics:
      - value: 52
        unit: percent
        text: of all streets have none
        source: smith2024, p. 7
  - id: water
    point: Trees need water.
    heading: Water is scarce
    argument: |
      1. rain
      2. wells

      Rain is not enough[^thirst].
call: |
  We ask the Parliament to amend [](#more-trees).
amendments:
  - id: more-trees
    to: Article 5(2)
    text:
      original: |
        Each street may have a tree.
      proposed: |
        Each street shall have a tree[^forest-law].
    law_notes:
      forest-law:
        mark: "1"
        text: The law on forests of 1975.
    justification: |
      One tree is little (see [](#shade)).
  - id: no-fee
    to: Article 9
    text:
      original: |
        A fee shall be paid.
      deleted: yes
    justification: |
      Shade is free.
closing: |
  City Trees plants trees.
footnotes:
  forester: A forester says so, as does [@smith2024, p. 9].
  thirst: Trees are thirsty.
"""
SOURCE_LIST = """\
- id: smith2024
  type: report
  author: [{family: Smith, given: J.}]
  title: The price of shade
  issued: 2024
  URL: https://example.org/shade
"""
ORGANISATION_LIST = """\
organisations:
  - id: city-trees
    name: City Trees
    url: https://trees.example
    logo: logos/trees.png
  - id: green-roofs
    name: {en: Green Roofs, fr: Toits verts}
    logo: logos/roofs.png
  - id: shade-union
    name: Shade Union
  - id: water-board
    name: Water Board
"""


def png(red: int, width: int = 8, height: int = 8) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + bytes([red, 80, 80]) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def catalogue(position: Position, tag: str) -> str:
    """The whole paper in other words: a word of the language before each text."""
    entries = [f'msgid ""\nmsgstr "Language: {tag}\\n"\n']
    for text in texts(position):
        key, source = quoted(text.key), quoted(text.value)
        entries.append(f"msgctxt {key}\nmsgid {source}\nmsgstr {quoted(f'{WORDS[tag]} {text.value}')}\n")
    return "\n".join(entries)


def make_workspace(folder: Path, definition: str = DEFINITION, languages: tuple[str, ...] = LANGUAGES) -> Path:
    """A workspace in which all is well."""
    put(folder / POSITION, definition)
    put(folder / SOURCES, SOURCE_LIST)
    put(folder / ORGANISATIONS, ORGANISATION_LIST)
    put(folder / IMAGE, png(200))
    put(folder / "positions/logos/trees.png", png(10))
    put(folder / "positions/logos/roofs.png", png(20, 16, 8))
    translate(folder, languages)
    return folder


def translate(folder: Path, languages: tuple[str, ...] = LANGUAGES) -> None:
    """Catalogues that fit the definition as it now is."""
    position, _ = read_position(folder / "positions", "paper")
    assert position is not None
    for tag in languages:
        if tag != "en":
            put(folder / f"locales/{tag}/LC_MESSAGES/paper.po", catalogue(position, tag))


def run(*arguments: str, code: int = 0) -> Result:
    """What the command does in this process, in the current folder; it ends with `code`."""
    result = CliRunner().invoke(main, arguments, prog_name="position")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replaces `old`, which stands there once, in a file of the workspace."""
    data = (folder / name).read_bytes()
    assert data.count(old.encode()) == 1, (data.count(old.encode()), old)
    put(folder / name, data.replace(old.encode(), new.encode()))


def release(folder: Path, version: str = "1.0") -> Release:
    """What was released as `version`."""
    return find_release(Workspace(folder), "paper", version)


def entry(
    digest: str, organisation: str = "green-roofs", language: str = "en", version: str = "1.0", more: str = ""
) -> str:
    """An endorsement as it stands in endorsements.yaml; `more` are further keys."""
    lines = [
        f"  - organisation: {organisation}",
        f"    language: {language}",
        f'    version: "{version}"',
        f'    digest: "{digest}"',
        "    date: 2026-03-12",
        *[f"    {line}" for line in more.splitlines()],
        "    source: form of 12 March 2026, signed",
    ]
    return "\n".join(lines) + "\n"


def codes(folder: Path) -> list[str]:
    """The codes of what is wrong with the paper, in the order in which a check lists them."""
    return [found.code for found in check(Workspace(folder), "paper").diagnostics]
