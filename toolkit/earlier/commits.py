"""A commit of git, read without touching the files that are checked out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.earlier.archives import unpack_tar

FOLDERS = ("positions", "locales", "templates")
TIMEOUT = 120


def unpack_commit(root: Path, reference: str, folder: Path, versions: Sequence[str]) -> str:
    """Puts the workspace `root` as it was in a commit into `folder`; returns what to call that commit.

    `versions` are those that could have been meant instead, for the message where there is no such commit.
    """
    hint = f"released versions: {', '.join(versions) or 'none'}; or give a file, a folder or a commit of git"
    if not reference.isprintable() or reference.startswith("-"):
        raise ToolkitError(f"'{reference}' is no version, no file and no commit", hint)
    found = _git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}"])
    commit = found.decode("ascii", "replace").strip()
    if not re.fullmatch(r"[0-9a-f]{40,64}", commit):
        raise ToolkitError(f"'{reference}' is no version, no file and no commit", hint)
    names = _git(root, ["ls-tree", "--name-only", "-z", commit]).decode("utf-8", "replace").split("\0")
    wanted = [name for name in FOLDERS if name in names]
    if "positions" not in wanted:
        raise ToolkitError(f"there was no folder 'positions' in the commit '{reference}'", hint)
    unpack_tar(_git(root, ["archive", "--format=tar", commit, "--", *wanted]), folder, reference)
    return reference if reference.startswith(commit[:7]) else f"{reference} ({commit[:7]})"


def _git(root: Path, arguments: Sequence[str]) -> bytes:
    """What git prints; nothing where it fails, which it does for what is no commit and where there is no repository."""
    try:
        done = subprocess.run(
            ["git", "--no-pager", *arguments],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except FileNotFoundError as problem:
        raise ToolkitError(
            "git is not installed, so that no commit can be read", "install it, or give a version or a file"
        ) from problem
    except subprocess.TimeoutExpired as problem:
        raise ToolkitError(f"git did not answer within {TIMEOUT} seconds", "try again, or give a file") from problem
    return done.stdout if done.returncode == 0 else b""
