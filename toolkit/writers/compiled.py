"""The built-in page, compiled once: what Jinja2 makes of a template, kept where Python keeps what it makes of code.

Compiling takes as long as printing ten papers. Only the toolkit's own templates are kept, in the `__pycache__`
beside this module: whoever can write there can change the program itself. Jinja2 compares a digest of the
template and its own version with what was kept.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

FOLDER = Path(__file__).parent / "__pycache__"


class CompiledPages(BytecodeCache):
    """Keeps compiled templates; where nothing can be written, they are compiled anew each time."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills `bucket`, or leaves it empty."""
        with suppress(OSError):
            bucket.bytecode_from_string(_path(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps `bucket`, all of it or nothing, unless Python is told to keep no bytecode."""
        if sys.dont_write_bytecode:
            return
        path = _path(bucket)
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            scratch = path.with_suffix(f".{os.getpid()}")
            scratch.write_bytes(bucket.bytecode_to_string())
            scratch.replace(path)


def _path(bucket: Bucket) -> Path:
    return FOLDER / f"{bucket.key}.{sys.implementation.cache_tag}.jinja"
