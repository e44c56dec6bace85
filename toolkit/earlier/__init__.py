"""The earlier text of a position, wherever it is kept: a version that was frozen, a file, a commit.

Each is opened as a workspace of its own, so that it is read as any position is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.diagnostics import ToolkitError
from toolkit.earlier.archives import unpack_zip
from toolkit.earlier.commits import unpack_commit
from toolkit.records import Record
from toolkit.resources import Workspace
from toolkit.versions import at_version, releases

DEFINITION = "position.yaml"
BESIDE = ("sources.yaml", "images")
MAX_BYTES = 50_000_000


class Earlier(Record):
    """An earlier text: the workspace that it lies in, its id there, and what to call it ("version 1.0")."""

    workspace: Workspace
    identifier: str
    name: str

    @property
    def own_locales(self) -> Path:
        """The translations that belong to it."""
        return self.workspace.root / "locales"


@contextmanager
def open_earlier(workspace: Workspace, identifier: str, given: str) -> Iterator[Earlier]:
    """The earlier text that `given` names: a version, a file or folder, or a commit; "" is the last version.

    What has to be unpacked lies in a folder of its own until the text is not needed any more.
    """
    versions = [release.version for release in releases(workspace, identifier)]
    if not given and not versions:
        raise ToolkitError(
            f"no version of '{identifier}' has been released, so there is no earlier text to compare with",
            "give one with --from: a position.yaml, a folder or ZIP that is a workspace, or a commit of git",
        )
    name = given or versions[-1]
    with TemporaryDirectory(prefix="position-") as scratch:
        if name in versions:
            yield Earlier(at_version(workspace, identifier, name), identifier, name)
        elif Path(name).exists():
            yield _open_path(workspace, identifier, Path(name), Path(scratch))
        else:
            commit = unpack_commit(workspace.root, name, Path(scratch), versions)
            yield _in_workspace(Path(scratch), identifier, commit)


def _in_workspace(root: Path, identifier: str, name: str) -> Earlier:
    if not (root / "positions" / identifier / DEFINITION).is_file():
        raise ToolkitError(
            f"there is no position '{identifier}' in {name}",
            f"it should have positions/{identifier}/{DEFINITION}; choose another one with --from",
        )
    return Earlier(Workspace(root), identifier, name)


def _open_path(workspace: Workspace, identifier: str, path: Path, scratch: Path) -> Earlier:
    if path.is_dir():
        if path.joinpath(DEFINITION).is_file() and not path.joinpath("positions").is_dir():
            return _open_path(workspace, identifier, path / DEFINITION, scratch)
        return _in_workspace(path.resolve(), identifier, path.name or str(path))
    if path.suffix.lower() == ".zip":
        unpack_zip(path, scratch)
        inner = [one for one in sorted(scratch.iterdir()) if one.is_dir()]
        root = scratch if (scratch / "positions").is_dir() or len(inner) != 1 else inner[0]
        return _in_workspace(root, identifier, path.name)
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise ToolkitError(
            f"{path} is no earlier text of a position",
            f"give a {DEFINITION}, a folder or ZIP that is a workspace, a version or a commit of git",
        )
    return _open_definition(workspace, identifier, path.resolve(), scratch)


def _open_definition(workspace: Workspace, identifier: str, path: Path, scratch: Path) -> Earlier:
    """A definition: in the workspace that it lies in, or else with what lies beside it, in its own language alone."""
    root = path.parent.parent.parent
    if path.name == DEFINITION and path.parent.parent.name == "positions":
        return Earlier(Workspace(root), path.parent.name, path.parent.name)
    folder = scratch / "positions" / identifier
    folder.mkdir(parents=True)
    (scratch / "locales").mkdir()
    if path.stat().st_size > MAX_BYTES:
        raise ToolkitError(f"{path} is too large for a definition", "choose another file with --from")
    shutil.copyfile(path, folder / DEFINITION)
    for name in BESIDE:
        for beside in (path.parent, workspace.positions / identifier):
            if (beside / name).is_file():
                shutil.copyfile(beside / name, folder / name)
            elif (beside / name).is_dir():
                shutil.copytree(beside / name, folder / name)
            else:
                continue
            break
    organisations = "organisations.yaml"
    for beside in (path.parent, path.parent.parent, workspace.positions):
        if (beside / organisations).is_file():
            shutil.copyfile(beside / organisations, scratch / "positions" / organisations)
            break
    return Earlier(Workspace(scratch), identifier, path.name)
