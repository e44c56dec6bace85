"""The house is in order: style, types, directions of imports, size of functions and modules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["lint-imports", "--no-cache"],
        ["mypy", "--no-incremental"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_tool_finds_nothing(command: list[str]) -> None:
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def modules() -> list[Path]:
    return sorted((ROOT / "toolkit").rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_and_functions_fit_a_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 450
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_repository_speaks_of_the_project_alone() -> None:
    """No path of a machine and no host of a package registry in any file that is kept."""
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    refused = ("/work" + "/", "/root" + "/", "pypi" + ".org", "registry.npmjs" + ".org", "deb.debian" + ".org")
    for name in filter(None, files):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        assert not [word for word in refused if word.encode() in data], name


def test_no_file_has_marks_of_a_merge() -> None:
    """Two versions that were joined and not settled."""
    done = subprocess.run(
        ["git", "grep", "-lE", "^(<{7}|>{7}) ", "--", ":!tests"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == ""
