"""Archives of strangers, unpacked into an empty folder: files alone, none of them outside it, and not too much."""

from __future__ import annotations

import tarfile
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath
from zlib import error as DamagedData  # noqa: N812

from toolkit.diagnostics import ToolkitError

MAX_FILES = 20_000
MAX_BYTES = 500_000_000


def unpack_zip(path: Path, folder: Path) -> None:
    """Unpacks a ZIP file."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_size(len(entries), sum([entry.file_size for entry in entries]), str(path))
            for entry in entries:
                _write(folder, entry.filename, archive.read(entry))
    except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, DamagedData, NotImplementedError) as problem:
        raise ToolkitError(
            f"{path} cannot be opened as a ZIP file: {problem}", "choose another one with --from"
        ) from problem


def unpack_tar(data: bytes, folder: Path, name: str) -> None:
    """Unpacks what `git archive` wrote; links in it are left out."""
    with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        _check_size(len(members), sum([member.size for member in members]), name)
        for member in members:
            content = archive.extractfile(member)
            if content:
                _write(folder, member.name, content.read())


def _check_size(files: int, size: int, name: str) -> None:
    if files > MAX_FILES or size > MAX_BYTES:
        raise ToolkitError(f"{name} unpacks to more than a workspace can need", "choose another one with --from")


def _write(folder: Path, name: str, data: bytes) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or name.startswith("/") or any(part in ("..", "/") or ":" in part or "\0" in part for part in parts):
        raise ToolkitError(f"the archive has a file called '{name}', which would lie outside it", "choose another one")
    path = folder.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
