"""Where templates, locales and positions lie: in the user's workspace first, then in the toolkit itself.

The only module that knows that a wheel carries them in `toolkit/_data/` and a checkout beside `toolkit/`.
"""

from __future__ import annotations

from os.path import lexists
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.records import MutableRecord, Record, fresh

PAPER = "position-paper"


def builtin(name: str) -> Path:
    """The folder `name` ("templates", "locales", "schema" …) that comes with the toolkit."""
    package = Path(__file__).parent
    carried = package / "_data" / name
    return carried if carried.is_dir() else package.parent / name


class Spent(MutableRecord):
    """The seconds that templates of a workspace have taken, and those that their pages may take by their number."""

    seconds: float = 0.0
    allowed: float = 0.0


class Workspace(Record):
    """A folder with `positions/`, and perhaps `locales/`, `templates/` that come before the built-in ones.

    A command has one; `spent` is what the templates have taken in it.
    """

    root: Path
    spent: Spent = fresh(factory=Spent)

    @property
    def positions(self) -> Path:
        return self.root / "positions"

    def folders(self, name: str) -> tuple[Path, ...]:
        """The folders called `name` to look in, the workspace's own first."""
        own, ours = self.root / name, builtin(name)
        return (own, ours) if own.is_dir() and not (ours.exists() and own.samefile(ours)) else (ours,)

    def template(self, kind: str) -> TemplateFolder:
        """The template files for documents of `kind`; what it has none of its own for is that of position papers."""
        own = [folder / kind for folder in self.folders("templates")]
        paper = [folder / PAPER for folder in self.folders("templates")] if kind != PAPER else []
        return TemplateFolder((*own, *paper), self.spent)


class TemplateFolder(Record):
    """The files of one kind of document, each from the first folder that has it."""

    folders: tuple[Path, ...]
    spent: Spent = fresh(factory=Spent)

    def file(self, name: str) -> Path:
        """The path of the template file `name`; a `ToolkitError` names it where no folder has it."""
        for folder in self.folders:
            path = folder / name
            if path.is_file():
                if not self._is_ours(folder):
                    stay_inside(folder.parent, path)
                return path
            if lexists(path):
                raise ToolkitError(f"template {path} is not a file", "put a file in its place, or delete it")
        raise ToolkitError(
            f"template file '{name}' is missing",
            f"it should be in {self.folders[0]}; put it back, or reinstall the toolkit",
        )

    def find(self, name: str) -> Path | None:
        """The path of the template file `name`, None where no folder has it."""
        return self.file(name) if any(lexists(folder / name) for folder in self.folders) else None

    def is_builtin(self, name: str) -> bool:
        """Whether `file(name)` is the toolkit's own."""
        return self._is_ours(self.file(name).parent)

    def _is_ours(self, folder: Path) -> bool:
        return folder.parent == self.folders[-1].parent


def stay_inside(folder: Path, path: Path) -> None:
    """A `ToolkitError` where `path`, links followed, does not lie in `folder`: templates may come from strangers."""
    try:
        inside = path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        inside = False
    if not inside:
        raise ToolkitError(f"template {path} leads out of the folder 'templates'", "put the file itself in its place")


def find_workspace(start: Path) -> Workspace:
    """The workspace that `start` lies in: the nearest folder upwards that has `positions/`."""
    for folder in (start, *start.parents):
        if (folder / "positions").is_dir():
            return Workspace(folder)
    raise ToolkitError(
        f"no workspace here: neither {start} nor a folder above it has a folder 'positions'",
        "go to your workspace, or make one with: position init",
    )
