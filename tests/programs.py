"""Programs that are not ours, with which the tests look at what the toolkit writes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

WEB = Path(__file__).parent / "web"
MODULES = WEB / "node_modules"


def missing(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; on CI every tool must be there")
    pytest.skip(reason)


def tool(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    for name in names:
        if found := shutil.which(name):
            return found
    missing(f"{' or '.join(names)} is not installed")


def module(path: str) -> str:
    """A file of a Node package."""
    if not (MODULES / path).exists():
        missing(f"{path.partition('/')[0]} is not installed: run 'npm ci --ignore-scripts' in tests/web")
    return str(MODULES / path)
