"""The kinds of document that come with the toolkit, read for the tests."""

from __future__ import annotations

from pathlib import Path

from toolkit.kind import Kind
from toolkit.readers.kinds import read_kind
from toolkit.resources import Workspace

CHECKOUT = Workspace(Path(__file__).parent.parent)


def kind(name: str = "position-paper") -> Kind:
    """The kind `name`."""
    found, diagnostics = read_kind(CHECKOUT, name)
    assert found is not None, diagnostics
    assert diagnostics == []
    return found


def kinds(*names: str) -> list[Kind]:
    """The kinds with these names."""
    return [kind(name) for name in names]
