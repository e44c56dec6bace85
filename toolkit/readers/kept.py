"""What was read of the toolkit's own locales, kept where Python keeps what it makes of code.

A paper in 24 languages reads 72 files that hardly ever change; reading them takes a tenth of the time of its render.
Only files that come with the toolkit are kept, in the `__pycache__` beside this module: whoever can write there
can change the program itself. A digest of the files and of the toolkit's version goes with what was kept, so that a
changed file is read anew.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit import __version__
from toolkit.digests import sha256
from toolkit.resources import builtin

FOLDER = Path(__file__).parent / "__pycache__"


class Kept:
    """The plain data (texts, numbers, tuples and mappings of them) that was read from some files, under one name."""

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self.path = FOLDER / f"{name}.{sys.implementation.cache_tag}.kept"
        self.digest = _digest(paths)

    def load(self) -> Any:
        """What was kept for the files as they are now, or None."""
        if not self.digest:
            return None
        with suppress(OSError, EOFError, ValueError, TypeError):
            digest, data = marshal.loads(self.path.read_bytes())
            return data if digest == self.digest else None
        return None

    def keep(self, data: Any) -> None:
        """Keeps `data`, all of it or nothing, unless Python is told to keep no bytecode."""
        if sys.dont_write_bytecode or not self.digest:
            return
        with suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)
            scratch = self.path.with_suffix(f".{os.getpid()}")
            scratch.write_bytes(marshal.dumps((self.digest, data)))
            scratch.replace(self.path)


def _digest(paths: Sequence[Path]) -> bytes:
    """The digest of the files with their names, or nothing where one is not the toolkit's own or cannot be read."""
    ours = builtin("locales")
    digest = sha256(f"toolkit {__version__}\n".encode())
    for path in paths:
        if not path.is_relative_to(ours):
            return b""
        try:
            data = path.read_bytes()
        except OSError:
            return b""
        digest.update(b"%s\0%d\0" % (path.name.encode(), len(data)))
        digest.update(data)
    return digest.digest()
