"""Damaged files of every kind: no traceback, no hang, and an answer that is made of diagnostics alone."""

from __future__ import annotations

import io
import random
import re
import signal
import subprocess
import sys
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import FrameType

import hostile_papers
import planted
import pytest
from word_corpus import BASES, PAGES

from toolkit.diagnostics import Diagnostic
from toolkit.importing import import_sheet
from toolkit.inspection import verify_file, verify_typed
from toolkit.resources import Workspace

SECONDS = 5.0
WORD_FILES = 1_700
HTML_PAGES = 300
SHEETS = 200
Parts = dict[str, bytes]
Change = Callable[[Parts, random.Random], Parts]

ODD_VALUES = (
    "", "-1", "0", "2147483648", "9" * 50, "9" * 4300, "9" * 9000, "-" + "9" * 30, "1e9", "NaN", "true", "\u0663",
    "\u00b2", "a" * 3000, "%1%2%3%4%5%6%7%8%9" * 20, "../../../../etc/passwd", "file:///etc/passwd", "D800", "110000",
    "lowerRoman", "upperLetter", "eachPage", "eachSect", "begin", "separate", "end", "nextPage", "x y z", "&#x2028;",
)  # fmt: skip
TAG = re.compile(rb"<(/?)([\w:]+)((?:\s[^<>]*)?)>")
ATTRIBUTE = re.compile(rb'(\s[\w:]+=)"([^"<]*)"')


class HangError(BaseException):
    """A file took too long; no reader may catch this."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what takes more than `seconds` of processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise HangError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@lru_cache(maxsize=1)
def bases() -> tuple[bytes, ...]:
    """The files to damage, packed so that they are the same bytes each time."""
    return tuple(pack(unpack(make()), random.Random(0)) for make in BASES)


def unpack(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(parts: Parts, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with zipfile.ZipFile(stream, "w", method, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


# Damage to bytes


def flipped(data: bytes, chance: random.Random) -> bytes:
    """`data` with a few bytes changed, cut out or put in twice."""
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 30))):
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                changed[at] = chance.randrange(256)
            case 2:
                del changed[at : at + chance.randrange(1, 20)]
            case 3:
                changed[at:at] = changed[at : at + chance.randrange(1, 200)]
            case _:
                changed[at:at] = bytes(
                    chance.choice((b"<", b">", b"&", b'"', b"\0", b"\xff", b"]]>", b"<!--", b"<w:p>"))
                )
        if not changed:
            break
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


# Damage to XML, without a parser so that it may be as wrong as can be


def spans(data: bytes) -> list[tuple[int, int]]:
    """Where the elements of `data` begin and end, as far as their tags pair."""
    found, waiting = [], list[tuple[bytes, int]]()
    for tag in TAG.finditer(data):
        if tag.group(3).endswith(b"/"):
            found.append(tag.span())
        elif not tag.group(1):
            waiting.append((tag.group(2), tag.start()))
        elif waiting and waiting[-1][0] == tag.group(2):
            found.append((waiting.pop()[1], tag.end()))
    return found


def taken_out(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice(spans(data) or [(0, 0)])
    return data[:start] + data[end:]


def doubled(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice(spans(data) or [(0, 0)])
    times = chance.choice((1, 1, 3, 40)) if end - start < 5_000 else 1
    return data[:end] + data[start:end] * times + data[end:]


def moved(data: bytes, chance: random.Random) -> bytes:
    found = spans(data) or [(0, 0)]
    start, end = chance.choice(found)
    piece, rest = data[start:end], data[:start] + data[end:]
    at = chance.choice(spans(rest) or [(0, 0)])[chance.randrange(2)]
    return rest[:at] + piece + rest[at:]


def nested(data: bytes, chance: random.Random) -> bytes:
    """An element put into another, or into itself many times over."""
    found = spans(data) or [(0, 0)]
    start, end = chance.choice(found)
    piece = data[start:end]
    if chance.random() < 0.5:
        at = TAG.search(data, chance.choice(found)[0])
        place = at.end() if at else 0
        return data[:place] + piece + data[place:]
    opening, name = TAG.search(piece), b""
    if opening is None or opening.group(3).endswith(b"/"):
        return data
    name, depth = opening.group(2), chance.choice((3, 60, 250, 3_000))
    return data[:start] + opening.group() * depth + piece + (b"</" + name + b">") * depth + data[end:]


def renamed(data: bytes, chance: random.Random) -> bytes:
    """One element under the name of another."""
    names = sorted({tag.group(2) for tag in TAG.finditer(data)})
    if not names:
        return data
    start, end = chance.choice(spans(data) or [(0, 0)])
    opening = TAG.search(data, start, end) if end > start else None
    if opening is None:
        return data
    old, new = opening.group(2), chance.choice(names)
    piece = data[start:end].replace(b"<" + old, b"<" + new).replace(b"</" + old, b"</" + new)
    return data[:start] + piece + data[end:]


def odd_values(data: bytes, chance: random.Random) -> bytes:
    """A few attributes with values that nobody expects, or with each other's."""
    for _ in range(chance.choice((1, 3, 10))):
        found = list(ATTRIBUTE.finditer(data))
        if not found:
            return data
        one = chance.choice(found)
        value = chance.choice(ODD_VALUES).encode() if chance.random() < 0.7 else chance.choice(found).group(2)
        data = data[: one.start(2)] + value + data[one.end(2) :]
    return data


def odd_text(data: bytes, chance: random.Random) -> bytes:
    """Words that notes are named by, in the place of a text."""
    said = ("n. 1 and 1", "notes 1, 1 and 1", "n. " + "9" * 5000, "Ibid. " * 300, "see notes 1–1–1–1", "\u0661\u0662",
            "note \u00b2", "point 3 " * 99, "1, " * 900 + "n. 4", "A.B.C. " * 500, "(" * 2000, "www.a.example " * 300,
            "\u202e\u200b\ufeff", "\U0001f600" * 300, "x" * 60_000, "Danube (2021) " * 200, "2001; " * 900)  # fmt: skip
    found = [one for one in re.finditer(rb">([^<>]{1,})<", data) if one.group(1).strip()]
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start(1)] + chance.choice(said).encode() + data[one.end(1) :]


def recoded(data: bytes, chance: random.Random) -> bytes:
    codec = chance.choice(("utf-16", "utf-16-be", "utf-32", "latin-1", "utf-7", "cp037"))
    return data.decode("utf-8", "replace").encode(codec, "replace")


def declared(data: bytes, chance: random.Random) -> bytes:
    """Something before the root that no Word file has."""
    heads = (b"<?xml version='1.0' encoding='utf-7'?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<?xml?>", b"<!-- -- -->",
             b"\xef\xbb\xbf", b"\xff\xfe", b"<?x " + b"y" * 5000 + b"?>", b" ")  # fmt: skip
    return chance.choice(heads) + data


XML_DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *[taken_out, doubled, moved, nested, renamed, odd_values, odd_text] * 3, flipped, cut, recoded, declared,
)  # fmt: skip


# Damage to the archive


def in_a_part(parts: Parts, chance: random.Random) -> Parts:
    """One part or two damaged inside."""
    for _ in range(chance.choice((1, 1, 2))):
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        parts = parts | {name: chance.choice(XML_DAMAGE)(parts[name], chance)}
    return parts


def part_removed(parts: Parts, chance: random.Random) -> Parts:
    gone = chance.choice(list(parts))
    return {name: content for name, content in parts.items() if name != gone}


def part_renamed(parts: Parts, chance: random.Random) -> Parts:
    old = chance.choice(list(parts))
    new = chance.choice(
        (old.upper(), f"/{old}", f"../{old}", old.replace("/", "\\"), f"{old}/", "word/é.xml", "x" * 300)
    )
    return {new if name == old else name: content for name, content in parts.items()}


def parts_swapped(parts: Parts, chance: random.Random) -> Parts:
    first, second = chance.choice(list(parts)), chance.choice(list(parts))
    return parts | {first: parts[second], second: parts[first]}


def part_emptied(parts: Parts, chance: random.Random) -> Parts:
    content = chance.choice((b"", b" ", b"<x/>", b"\x89PNG", b"PK\x03\x04", b"<a></b>", b"\0" * 5000))
    return parts | {chance.choice(list(parts)): content}


def links_in_a_circle(parts: Parts, chance: random.Random) -> Parts:
    """Relationships that lead to themselves, to each other, out of the file or to parts of another kind."""
    kinds = ("officeDocument", "footnotes", "endnotes", "styles", "numbering", "settings", "hyperlink", "comments", "")
    places = ("word/document.xml", "document.xml", "footnotes.xml", "_rels/document.xml.rels", "../_rels/.rels", "..",
              ".", "", "/", "#", "%00", "%ff%fe", "../../../x", "https://e.eu/", "styles.xml", "\u2028")  # fmt: skip
    modes = ("", ' TargetMode="External"', ' TargetMode="Internal"', ' TargetMode="x"')
    listed = "".join(
        f'<Relationship Id="{chance.choice(("r1", "web", f"x{number}"))}" Type="a/{chance.choice(kinds)}" '
        f'Target="{chance.choice(places)}"{chance.choice(modes)}/>'
        for number in range(chance.choice((1, 5, 300)))
    )
    name = chance.choice(("_rels/.rels", "word/_rels/document.xml.rels", "word/_rels/footnotes.xml.rels"))
    old = parts.get(name, b"")
    if b"</Relationships>" in old and chance.random() < 0.5:
        return parts | {name: old.replace(b"</Relationships>", listed.encode() + b"</Relationships>")}
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return parts | {name: f'<Relationships xmlns="{package}">{listed}</Relationships>'.encode()}


def wrong_types(parts: Parts, chance: random.Random) -> Parts:
    """[Content_Types].xml says something else of each part, or nothing."""
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{types}.{chance.choice(("styles", "footnotes", "x"))}+xml"/>'
        for name in parts
    )
    text = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{said}</Types>'
    return {"[Content_Types].xml": text.encode()} | parts


PART_DAMAGE: tuple[Change, ...] = (
    *[in_a_part] * 8, part_removed, part_renamed, parts_swapped, part_emptied, links_in_a_circle, wrong_types,
)  # fmt: skip


def damaged_word_file(seed: int) -> bytes:
    chance = random.Random(seed)
    base = chance.choice(bases())
    drawn = chance.random()
    if drawn < 0.12:
        return flipped(base, chance)
    if drawn < 0.15:
        return cut(base, chance)
    parts = unpack(base)
    for _ in range(chance.choice((1, 1, 2, 3))):
        parts = chance.choice(PART_DAMAGE)(parts, chance) or parts
    data = pack(parts, chance)
    if chance.random() < 0.06:
        name = chance.choice(list(parts))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return planted.add(data, name, parts[name].decode("utf-8", "replace"))
    return data


def damaged_page(seed: int) -> bytes:
    chance = random.Random(seed)
    data = chance.choice(PAGES)()
    for _ in range(chance.choice((1, 2, 3))):
        data = chance.choice(XML_DAMAGE)(data, chance)
    return data


def looked_at(name: str, data: bytes) -> tuple[str, float]:
    """What verifying the file comes to, and how long it takes; anything else than diagnostics is raised."""
    started = time.process_time()
    with limited(SECONDS):
        reading, found = verify_file(name, data)
        more = verify_typed(name, reading) if reading is not None else ()
    assert all(isinstance(one, Diagnostic) and one.message and one.code for one in (*found, *more))
    if reading is None:
        assert [one.code for one in found] == ["unreadable-file"]
    for one in (*found, *more):
        one.message.encode()
        assert len(one.message) < 2_000, one.code
    outcome = "unreadable" if reading is None else "wrong" if found or more else "well"
    return outcome, time.process_time() - started


def check(make: Callable[[int], bytes], name: str, seeds: range) -> str:
    counts: dict[str, int] = {}
    slowest, failures = 0.0, list[str]()
    for seed in seeds:
        data = make(seed)
        try:
            outcome, seconds = looked_at(name, data)
        except (Exception, HangError) as problem:  # noqa: BLE001  every file is to be looked at, and all that fail listed
            failures.append(f"seed {seed}: {type(problem).__name__}: {str(problem)[:200]}")
            continue
        counts[outcome] = counts.get(outcome, 0) + 1
        slowest = max(slowest, seconds)
    assert failures == []
    assert counts["unreadable"] > len(seeds) / 50
    assert counts["wrong"] > len(seeds) / 10
    return f"{len(seeds)} damaged {name[2:]} files: {counts}, slowest {slowest:.2f} s"


def test_damaged_word_files() -> None:
    sys.stdout.write("\n" + check(damaged_word_file, "a.docx", range(WORD_FILES)) + "\n")


def test_damaged_pages() -> None:
    sys.stdout.write("\n" + check(damaged_page, "a.html", range(HTML_PAGES)) + "\n")


def test_damaged_sheets_of_amendments() -> None:
    workspace = Workspace(Path(__file__).parent.parent)
    failures, codes = list[str](), set[str]()
    for seed in range(WORD_FILES, WORD_FILES + SHEETS):
        data = damaged_word_file(seed)
        try:
            with limited(SECONDS):
                imported = import_sheet(workspace, data, "a.docx", "en" if seed % 3 else "")
        except (Exception, HangError) as problem:  # noqa: BLE001
            failures.append(f"seed {seed}: {type(problem).__name__}: {str(problem)[:200]}")
            continue
        assert imported.count or imported.diagnostics
        codes |= {one.code for one in imported.diagnostics}
    assert failures == []
    assert {"unreadable-file", "no-amendment-found"} <= codes


@pytest.mark.parametrize("kind", [*hostile_papers.WORD_FILES, *hostile_papers.HTML_PAGES])
def test_files_made_to_do_harm(kind: str) -> None:
    is_page = kind in hostile_papers.HTML_PAGES
    data = (hostile_papers.HTML_PAGES if is_page else hostile_papers.WORD_FILES)[kind]()
    tracemalloc.start()
    try:
        reading, found = verify_file("a.html" if is_page else "a.docx", data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert reading is not None, found[0].message
    assert peak < 250_000_000
    looked_at("a.html" if is_page else "a.docx", data)


def test_damaged_files_on_the_command_line(tmp_path: Path) -> None:
    """In processes of their own: the exit code is one that is documented, and nothing is said that is no diagnostic."""
    files = [("docx", damaged_word_file(seed)) for seed in range(15)] + [
        ("html", damaged_page(seed)) for seed in range(5)
    ]
    for number, (suffix, data) in enumerate(files):
        path = tmp_path / f"{number}.{suffix}"
        path.write_bytes(data)
        command = [sys.executable, "-m", "toolkit", "verify", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        reading, found = verify_file(str(path), data)
        more = verify_typed(str(path), reading) if reading is not None else ()
        errors = any(one.severity == "error" for one in (*found, *more))
        assert done.returncode == (1 if errors else 0), (number, done.stderr)
        assert "Traceback" not in done.stderr
        assert not errors or f"{path}:" in done.stderr


@pytest.mark.parametrize("seed", range(3))
def test_damage_is_the_same_each_time(seed: int) -> None:
    assert damaged_word_file(seed) == damaged_word_file(seed)
    assert damaged_page(seed) == damaged_page(seed)
