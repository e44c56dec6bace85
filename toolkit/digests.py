"""SHA-256 without OpenSSL: `hashlib` loads it on import, which takes a tenth of the time of a whole render.

Python's own modules for it are taken first, as the standard library's `random` does for SHA-512.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol


class Digest(Protocol):
    """What this project uses of a hash object (hashlib)."""

    def update(self, data: bytes, /) -> None: ...

    def hexdigest(self) -> str: ...

    def digest(self) -> bytes: ...

    def copy(self) -> Digest: ...


def _find_sha256() -> Callable[[bytes], Digest]:
    if "hashlib" in sys.modules:  # Jinja2 has loaded it, and OpenSSL is the faster of the two
        return sys.modules["hashlib"].sha256  # type: ignore[no-any-return]
    for name in ("_sha2", "_sha256"):  # from Python 3.12 on, and before
        try:
            module = __import__(name)
        except ImportError:
            continue
        found: Callable[[bytes], Digest] = module.sha256
        return found
    from hashlib import sha256

    return sha256


sha256 = _find_sha256()
