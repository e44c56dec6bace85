"""SHA-256 without OpenSSL: `hashlib` loads it on import, which takes a tenth of the time of a whole render.

Python's own modules for it are taken first, as the standard library's `random` does for SHA-512.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Protocol


class Digest(Protocol):
    """What this project uses of a hash object (hashlib)."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...

    def digest(self) -> bytes: ...

    def copy(self) -> Digest: ...


def sha256(data: bytes = b"") -> Digest:
    """A SHA-256 that has taken in `data`, by OpenSSL where something has loaded it: it is the faster of the two."""
    if "hashlib" in sys.modules:
        return sys.modules["hashlib"].sha256(data)  # type: ignore[no-any-return]
    return _own_sha256()(data)


@cache
def _own_sha256() -> Callable[[bytes], Digest]:
    for name in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        try:
            module = __import__(name)
        except ImportError:
            continue
        found: Callable[[bytes], Digest] = module.sha256
        return found
    from hashlib import sha256 as found_in_hashlib

    return found_in_hashlib
