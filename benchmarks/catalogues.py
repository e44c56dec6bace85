"""What it costs to carry a changed draft into a catalogue: whole runs of `position translate update`."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SIZES = ((500, 50), (20_000, 2_000))
_WORDS = "the of to and in for a that shall be or by on with such as child evidence report crime law measure".split()


def paragraphs(count: int, seed: int = 1) -> list[str]:
    """`count` paragraphs of about 45 words, each of its own."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        words = [chance.choice(_WORDS) if chance.random() < 0.5 else f"w{chance.randrange(9_000)}" for _ in range(44)]
        made.append(f"Text {number} {' '.join(words)}.")
    return made


def edited(texts: list[str], count: int, seed: int = 2) -> list[str]:
    """`texts` with a word changed in `count` of them, one paragraph taken out and one put in at the beginning."""
    chance = random.Random(seed)
    changed = list(texts)
    for number in chance.sample(range(len(texts)), count):
        words = changed[number].split(" ")
        words[10] = "changed"
        changed[number] = " ".join(words)
    return ["A paragraph that was not there.", *changed[: len(texts) // 2], *changed[len(texts) // 2 + 1 :]]


def write_draft(folder: Path, texts: list[str]) -> None:
    """A position with these paragraphs in its only argument."""
    lines = ["kind: position-paper", "title: A long paper", "language: en", "date: 2025", "drafted_by: [us]"]
    lines += [
        "summary: In short.",
        "key_points:",
        "  - id: one",
        "    point: The point.",
        "    heading: Its heading",
        "    argument: |",
    ]
    for text in texts:
        lines += [f"      {text}", ""]
    path = folder / "positions" / "long" / "position.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")
    us = "organisations:\n  - {id: us, name: Us}\n"
    (folder / "positions" / "organisations.yaml").write_text(us, encoding="utf-8")


def translate(folder: Path) -> None:
    """Gives every message a translation."""
    from toolkit.po import changed, with_entries
    from toolkit.readers.po_files import read_po

    path = folder / "locales" / "fr" / "LC_MESSAGES" / "long.po"
    file, _ = read_po(path, "long.po")
    assert file
    entries = [changed(entry, translation=f"Texte {entry.source[5:]}") for entry in file.entries]
    path.write_bytes(with_entries(file, entries).data())


def update(folder: Path) -> tuple[float, int]:
    """CPU seconds and megabytes of one run."""
    command = [sys.executable, "-m", "toolkit", "translate", "update", "-l", "fr"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main() -> None:
    """Prints CPU seconds and memory of an update for each size."""
    print("| messages | changed | update, CPU seconds | unchanged, CPU seconds | memory, MB |")
    print("|---|---|---|---|---|")
    for size, count in SIZES:
        with TemporaryDirectory() as name:
            folder = Path(name)
            texts = paragraphs(size - 4)
            write_draft(folder, texts)
            update(folder)
            translate(folder)
            update(folder)
            write_draft(folder, edited(texts, count))
            seconds, memory = update(folder)
            again, _ = update(folder)
            print(f"| {size} | {count} | {seconds:.2f} | {again:.2f} | {memory} |")


if __name__ == "__main__":
    main()
