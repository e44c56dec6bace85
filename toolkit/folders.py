"""Folders on disk: filled, synced, switched and removed without following a link or leaving half of one."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from pathlib import Path

UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM)
"""What systems answer that lack a call; EPERM is what older containers say."""


def is_folder(info: os.stat_result) -> bool:
    """Whether it is a folder and no link to one; 0xA0000003 is a junction on Windows."""
    return stat.S_ISDIR(info.st_mode) and getattr(info, "st_reparse_tag", 0) != 0xA0000003


def carry(source: Path, target: Path) -> None:
    """The same file, link or folder under a second name; no link is followed."""
    info = os.lstat(source)
    if stat.S_ISLNK(info.st_mode):
        os.symlink(os.readlink(source), target)
    elif is_folder(info):
        from shutil import copystat

        os.mkdir(target)
        for name in os.listdir(source):
            carry(source / name, target / name)
        sync_folder(target)
        copystat(source, target)
    else:
        try:
            os.link(source, target)
        except OSError:  # FAT and some network drives have no second names
            from shutil import copy2

            copy2(source, target, follow_symlinks=False)
            sync(target)


def write(path: Path, data: bytes) -> None:
    """A new file with `data`, not yet synced; it replaces nothing."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def replace_file(path: Path, data: bytes, before: os.stat_result | None) -> bool:
    """Whether `path` now holds `data`, put there in one step; not where it is no longer as `before` says.

    `before` is None for a file that was not there. Whoever kills the process leaves the old file or the new one; what
    else may stay behind is a hidden file, which the next call removes.
    """
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    beginning = f".{target.name}."
    for name in os.listdir(target.parent):
        if name.startswith(beginning) and name.endswith(".new") and _is_old(target.parent / name):
            discard(target.parent / name)
    scratch = target.with_name(f"{beginning}{os.getpid()}-{time.time_ns()}.new")
    try:
        write(scratch, data)
        if before:
            os.chmod(scratch, stat.S_IMODE(before.st_mode))
        sync(scratch)
        now = os.stat(target) if os.path.lexists(target) else None
        if (now is None) != (before is None) or (now and before and not is_same(before, now)):
            return False
        os.replace(scratch, target)
    finally:
        discard(scratch)
    sync_folder(target.parent)
    return True


_HOUR = 3600


def _is_old(path: Path) -> bool:
    """Whether no run that still goes on can have made the file."""
    try:
        return os.lstat(path).st_mtime < time.time() - _HOUR
    except FileNotFoundError:
        return False


def sync(path: Path, access: int = os.O_RDWR) -> None:
    """Wait until the file is on the disk."""
    file = os.open(path, access)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def sync_folder(path: Path) -> None:
    """Wait until the names in the folder are on the disk, where the system can say so."""
    if sys.platform == "win32":  # which cannot open a folder
        return
    try:
        sync(path, os.O_RDONLY)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise


def switch(stage: Path, folder: Path, previous: Path) -> None:
    """`stage` becomes `folder`; the old folder, where there was one, is then at `stage`."""
    if not os.path.lexists(folder):
        os.rename(stage, folder)
    elif not exchange(stage, folder):
        os.rename(folder, previous)
        try:
            os.rename(stage, folder)
        finally:
            if not os.path.lexists(folder):
                os.rename(previous, folder)
        os.rename(previous, stage)
    sync_folder(folder.parent)


def exchange(one: Path, other: Path) -> bool:
    """Whether the two folders have changed places in one step: False where the system has no such step."""
    import ctypes

    arguments: tuple[int | bytes, ...]
    if sys.platform == "linux":  # renameat2(2) with AT_FDCWD and RENAME_EXCHANGE
        function, arguments = "renameat2", (-100, os.fsencode(one), -100, os.fsencode(other), 2)
    elif sys.platform == "darwin":  # renamex_np(2) with RENAME_SWAP
        function, arguments = "renamex_np", (os.fsencode(one), os.fsencode(other), 2)
    else:
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), function, None)
    if call is None:
        return False
    if call(*arguments) == 0:
        return True
    code = ctypes.get_errno()
    if code in UNSUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(other))


def is_same(before: os.stat_result, now: os.stat_result) -> bool:
    """Whether nobody has written to what `before` and `now` describe."""
    return (before.st_ino, before.st_size, before.st_mtime_ns) == (now.st_ino, now.st_size, now.st_mtime_ns)


def discard(path: Path) -> None:
    """Remove `path` and all that is in it, following no link."""
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return
    if not is_folder(info):
        os.unlink(path)
        return
    os.chmod(path, stat.S_IRWXU)
    for name in os.listdir(path):
        discard(path / name)
    os.rmdir(path)
