"""The toolkit and pandoc side by side, in one run, as whole processes, by CPU time.

    python benchmarks/compare.py [--rounds N]

(a) one language, one DOCX, cold start: our render (checks and verification included) against pandoc converting
    an equivalent Markdown paper with the same notes;
(b) 24 language versions × 2 formats in one run of ours against pandoc's 48 runs;
(c) growth: the time beyond start-up of a paper with ten times the notes.

Seconds differ from machine to machine and from minute to minute; the ratios in the last column are what counts.
Runs of both programs alternate, so that a busy minute falls on both, and the smallest time of each is taken.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from material import LANGUAGES, copy_flagship, markdown_of, write_grown

ROOT = Path(__file__).parent.parent


def cpu_seconds(command: list[str], folder: Path) -> float:
    """User and system time of one whole process and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def least(rounds: int, *measures: Callable[[], float]) -> list[float]:
    """The smallest result of each measure over rounds in which they take turns; the first round warms up."""
    results = [[measure() for measure in measures] for _ in range(rounds + 1)][1:]
    return [min(column) for column in zip(*results, strict=True)]


def position(*arguments: str) -> list[str]:
    """The command line of the toolkit, by the script that users call."""
    script = Path(sys.executable).parent / "position"
    return [str(script), *arguments]


def fresh_build(folder: Path) -> None:
    shutil.rmtree(folder / "build", ignore_errors=True)


def compare_one(work: Path, pandoc: str, rounds: int) -> tuple[float, float]:
    """(a): seconds of ours and of pandoc's for one DOCX."""
    ours, theirs = copy_flagship(ROOT, work / "one"), work / "one.md"
    theirs.write_text(markdown_of(ours, "en"), encoding="utf-8")

    def render() -> float:
        fresh_build(ours)
        return cpu_seconds(position("render", "--language", "en", "--file-format", "docx"), ours)

    def convert() -> float:
        return cpu_seconds([pandoc, "-s", str(theirs), "-M", "lang=en-GB", "-o", str(work / "one.docx")], work)

    first, second = least(rounds, render, convert)
    return first, second


def compare_many(work: Path, pandoc: str, rounds: int) -> tuple[float, float, float]:
    """(b): seconds of our one run, of pandoc's 48, and of those with our styles, contents and style sheet."""
    ours = copy_flagship(ROOT, work / "many")
    papers = {tag: work / f"many.{tag}.md" for tag in LANGUAGES}
    for tag, path in papers.items():
        path.write_text(markdown_of(ours, tag), encoding="utf-8")

    def render() -> float:
        fresh_build(ours)
        return cpu_seconds(position("render"), ours)

    def convert(docx: tuple[str, ...] = (), html: tuple[str, ...] = ()) -> float:
        return sum(
            cpu_seconds([pandoc, "-s", str(path), "-M", f"lang={tag}", *options, "-o", f"many.{tag}.{suffix}"], work)
            for tag, path in papers.items()
            for suffix, options in (("docx", docx), ("html", html))
        )

    style = ROOT / "templates" / "position-paper"
    like_ours = (
        (f"--reference-doc={style / 'paper.docx'}",),
        ("--embed-resources", "--toc", f"--css={style / 'paper.css'}"),
    )
    first, second, third = least(max(1, rounds // 3), render, convert, lambda: convert(*like_ours))
    return first, second, third


def measure_growth(work: Path, rounds: int) -> list[tuple[int, float]]:
    """(c): seconds beyond start-up for papers of 1,000 and 10,000 notes, in both formats.

    Of fewer notes than that so little is left beyond start-up that its ratio says nothing.
    """
    empty, *folders = [(size, write_grown(work / f"grown-{size}", size)) for size in (1, 1000, 10_000)]

    def render(folder: Path) -> Callable[[], float]:
        def run() -> float:
            fresh_build(folder)
            return cpu_seconds(position("render"), folder)

        return run

    # All take turns and have equally many tries: the least of many is less than the least of few.
    start, *times = least(rounds, *(render(folder) for _, folder in (empty, *folders)))
    return [(size, seconds - start) for (size, _), seconds in zip(folders, times, strict=True)]


def main() -> None:
    import pypandoc

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=9, help="how often each is measured")
    rounds = parser.parse_args().rounds
    pandoc = pypandoc.get_pandoc_path()
    version = subprocess.run([pandoc, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        one = compare_one(work, pandoc, rounds)
        many = compare_many(work, pandoc, rounds)
        growth = measure_growth(work, rounds)
    print_table(version, one, many, growth)


def print_table(
    version: str, one: tuple[float, float], many: tuple[float, float, float], growth: list[tuple[int, float]]
) -> None:
    """The results as a Markdown table, ready for docs/performance.md."""
    print(f"| CPU seconds, whole processes | toolkit | pandoc {version} | ratio | goal |")
    print("|---|---|---|---|---|")
    print(f"| (a) one DOCX, cold start | {one[0]:.3f} | {one[1]:.3f} | {one[0] / one[1]:.2f} | ≤ 1.00 |")
    label = f"(b) {len(LANGUAGES)} languages × 2 formats"
    print(f"| {label} | {many[0]:.2f} | {many[1]:.2f} | {many[0] / many[1]:.3f} | ≤ 0.100 |")
    print(f"| the same, pandoc given our styles | {many[0]:.2f} | {many[2]:.2f} | {many[0] / many[2]:.3f} | |")
    (small, before), (large, after) = growth
    label = f"(c) {large:,} notes against {small:,}, beyond start-up"
    print(f"| {label} | {after:.2f} / {before:.2f} | | {after / before:.1f} | ≤ 11 |")


if __name__ == "__main__":
    main()
