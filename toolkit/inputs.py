"""Digests of all that a file is made from, so that an old build is known from a current one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.resources import Workspace


def input_digests(
    workspace: Workspace, identifier: str, kind: str, formats: Sequence[str]
) -> Mapping[str, str]:
    """The digest of the inputs of each file that a position could be rendered to, by file name.

    SHA-256 over the version of the toolkit, then for each input file its name, its length and its bytes:
    definition, sources, organisations, images, templates, and the files of the one language.
    """
    common = hashlib.sha256(f"toolkit {__version__}\n".encode())
    folder = workspace.positions / identifier
    _feed(common, sorted(path for path in folder.rglob("*") if path.is_file()), folder)
    _feed(common, [workspace.positions / "organisations.yaml"], workspace.positions)
    for templates in workspace.template(kind).folders:
        _feed(common, sorted(path for path in templates.glob("*") if path.is_file()), templates)
    digests = {}
    for tag in _tags(workspace):
        own = common.copy()
        for locales in workspace.folders("locales"):
            names = ("conventions.yaml", "LC_MESSAGES/toolkit.po", f"LC_MESSAGES/{identifier}.po")
            _feed(own, [locales / tag / name for name in names], locales)
        for format in formats:
            one = own.copy()
            one.update(format.encode())
            digests[f"{identifier}.{tag}.{format}"] = one.hexdigest()
    return digests


def _tags(workspace: Workspace) -> Iterable[str]:
    return sorted(
        {path.name for folder in workspace.folders("locales") for path in folder.iterdir() if path.is_dir()}
    )


def _feed(digest: hashlib._Hash, paths: Iterable[Path], base: Path) -> None:
    for path in paths:
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.relative_to(base).as_posix()}\0{len(data)}\0".encode())
            digest.update(data)
