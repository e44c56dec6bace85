"""The Word file that a command of `position template` is given."""

from __future__ import annotations

from pathlib import Path

from toolkit.cli import reporting
from toolkit.cli.verify import read_file
from toolkit.inspection.package import Package
from toolkit.inspection.reading import UnreadableFileError


def check_file(path: Path) -> None:
    """Ends with a message where there is no Word file at `path`, as all commands do that are given one."""
    data = read_file(path, "give the path of a Word file, .docx")
    try:
        Package(data)
    except UnreadableFileError as problem:
        reporting.fail(f"{path}: {problem}", problem.hint)
