"""The text cases of tests/cases: files and a command in, what it prints and its exit code out.

tests/cases/README.md describes the notation.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit import resources
from toolkit.cli import main

CASES = Path(__file__).parent / "cases"
BASE = CASES / "_base"
FILES = sorted(path for path in CASES.glob("*.md") if path.name != "README.md")
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: `kind` and `path` are the words after the fence; its body stands at `start`:`end`."""

    kind: str
    path: str
    body: str
    start: int
    end: int


def read_blocks(text: str) -> list[Block]:
    """The blocks of a case in order; a fence that belongs to none fails the test."""
    found = list(_FENCE.finditer(text))
    fences = sum(line.lstrip().startswith("```") for line in text.split("\n"))
    assert fences == 2 * len(found), "a fence is not closed, or is indented"
    blocks = []
    for match in found:
        kind, _, path = match.group(1).partition(" ")
        assert bool(path) != (kind == "console"), f"'{match.group(1)}' is no kind and path"
        blocks.append(Block(kind, path, match.group(2), match.start(2), match.end(2)))
    assert blocks, "the case has no block"
    assert blocks[-1].kind == "console", "the last block must be a console: what follows it is not tested"
    return blocks


def write_block(block: Block, folder: Path) -> None:
    """Puts a file into the workspace, or changes the one that is there."""
    target = folder / block.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if block.kind == "diff":
        target.write_text(patched(target.read_text(encoding="utf-8"), block.body), encoding="utf-8")
    elif block.kind == "bytes":
        target.write_bytes(block.body.rstrip("\n").encode("ascii").decode("unicode_escape").encode("latin-1"))
    else:
        target.write_text(block.body, encoding="utf-8")


def patched(text: str, hunks: str) -> str:
    """`text` with each hunk applied; its old lines must stand in the text exactly once."""
    for hunk in hunks.rstrip("\n").split("\n\n"):
        lines = hunk.split("\n")
        assert all(line[:1] in ("-", "+", " ") for line in lines), f"a line begins with - + or a space:\n{hunk}"
        old = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
        new = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
        assert f"\n{text}".count(f"\n{old}") == 1, f"not exactly once in the file:\n{old}"
        text = f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:]
    return text


def run_console(body: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The console with what its commands print now; the workspace is the current folder."""
    commands = re.findall(r"^% (.*)$", body, re.MULTILINE)
    assert body.startswith("% "), "a console begins with a command"
    monkeypatch.chdir(folder)
    return "".join(f"% {command}\n{run_command(command, folder, monkeypatch)}" for command in commands)


def run_command(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What `command` prints: the error stream, the output, the exit code where it is not 0."""
    program, *arguments = shlex.split(command)
    if program == "cd":
        monkeypatch.chdir(arguments[0])
        return ""
    assert program == "position", program
    result = CliRunner().invoke(main, arguments, prog_name="position")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    lines = [f"2> {line}".rstrip() for line in result.stderr.splitlines()]
    lines += result.stdout.splitlines()
    lines += [f"=> {result.exit_code}"] if result.exit_code else []
    return "".join(f"{line}\n" for line in lines).replace(str(folder.parent), "DIR")


def new_workspace(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the base; files that a case puts into builtin/ stand for those that come with the toolkit."""
    shutil.copytree(BASE, folder)
    genuine = resources.builtin

    def builtin(name: str) -> Path:
        own = folder / "builtin" / name
        return own if own.is_dir() else genuine(name)

    monkeypatch.setattr(resources, "builtin", builtin)


def scenes(blocks: list[Block]) -> Iterator[tuple[list[Block], Block]]:
    """Each console with the files that stand between it and the console before."""
    files: list[Block] = []
    for block in blocks:
        if block.kind == "console":
            yield files, block
            files = []
        else:
            files.append(block)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    printed, at = "", 0
    for number, (files, console) in enumerate(scenes(read_blocks(text))):
        folder = tmp_path / str(number) / "workspace"
        folder.parent.mkdir()
        with pytest.MonkeyPatch.context() as monkeypatch:
            new_workspace(folder, monkeypatch)
            for file in files:
                write_block(file, folder)
            now = run_console(console.body, folder, monkeypatch)
        printed, at = printed + text[at : console.start] + now, console.end
    if request.config.getoption("--accept"):
        path.write_text(printed + text[at:], encoding="utf-8")
    else:
        assert printed + text[at:] == text


def test_no_file_is_overlooked() -> None:
    """Every file of the folder is a case, or its description."""
    assert {path for path in CASES.iterdir() if path != BASE} == {*FILES, CASES / "README.md"}


@pytest.mark.parametrize("arguments", [["chek"], ["check", "--format", "xml"], ["verify"], ["--nothing"]])
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    """What click itself refuses, in words that change with its versions."""
    result = CliRunner().invoke(main, arguments, prog_name="position")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "position" in result.stderr
