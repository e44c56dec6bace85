"""What the whole test suite shares."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what a text case prints now into the case, to be read before it is committed."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected output in tests/cases")
