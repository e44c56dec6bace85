"""What was read of the toolkit's own locales, kept where Python keeps what it makes of code.

A paper in 24 languages reads 72 files that hardly ever change; reading them takes a tenth of the time of its render.
Only files that come with the toolkit are kept, in the `__pycache__` beside this module: whoever can write there
can change the program itself. Size and time of each file and of the code that reads it go with what was kept, so
that after a change all is read anew, as Python does with code.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from toolkit import __version__
from toolkit.resources import builtin

FOLDER = Path(__file__).parent / "__pycache__"


class Kept:
    """The plain data (texts, numbers, tuples and mappings of them) that was read from some files, under one name."""

    def __init__(self, name: str, paths: Sequence[Path]) -> None:
        self.path = FOLDER / f"{name}.{sys.implementation.cache_tag}.kept"
        self.state = _state(paths)

    def load(self) -> Any:
        """What was kept for the files as they are now, or None."""
        if not self.state:
            return None
        with suppress(OSError, EOFError, ValueError, TypeError):
            kept = self.path.read_bytes()
            if kept[:4] == _check(kept[4:]):  # what is damaged could take any time and memory
                state, data = marshal.loads(kept[4:])
                return data if state == self.state else None
        return None

    def keep(self, data: Any) -> None:
        """Keeps `data`, all of it or nothing, unless Python is told to keep no bytecode."""
        if sys.dont_write_bytecode or not self.state:
            return
        with suppress(OSError):
            self.path.parent.mkdir(exist_ok=True)
            scratch = self.path.with_suffix(f".{os.getpid()}")
            written = marshal.dumps((self.state, data))
            scratch.write_bytes(_check(written) + written)
            scratch.replace(self.path)


def _check(data: bytes) -> bytes:
    return crc32(data).to_bytes(4, "big")


@cache
def _code_state() -> tuple[int, ...]:
    """Size and time of the code that makes what is kept, and takes it apart again."""
    package = Path(__file__).parent.parent
    names = ("readers/languages.py", "readers/conventions.py", "readers/catalogues.py", "readers/glossaries.py")
    others = ("languages/__init__.py", "languages/words.py", "provisions.py", "glossary.py", "readers/kept.py")
    found = [(package / name).stat() for name in (*names, *others)]
    return tuple([number for one in found for number in (one.st_size, one.st_mtime_ns)])


def _state(paths: Sequence[Path]) -> tuple[Any, ...]:
    """What tells the files from what they were: as for compiled code, size and time; nothing for files not ours."""
    ours = str(builtin("locales"))
    state: list[Any] = [__version__, *_code_state()]
    for path in paths:
        if not str(path).startswith(ours):
            return ()
        try:
            found = path.stat()
        except OSError:
            return ()
        state += [str(path), found.st_size, found.st_mtime_ns]
    return tuple(state)
