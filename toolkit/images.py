"""Images of a position: PNG and JPEG files in its folder, their sizes read from their own headers."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from toolkit.records import Record

MAX_BYTES = 10_000_000


class Image(Record):
    """The bytes of an image as they are embedded; sizes in pixels."""

    name: str
    data: bytes
    media_type: str
    width: int
    height: int


Images = Mapping[str, Image]


class ImageFault(Exception):  # noqa: N818
    """Why an image cannot be used; the message is for the author."""


def read_image(folder: Path, name: str) -> Image:
    """The image `name` ("images/chart.png") of the position in `folder`, or an `ImageFault`.

    The file must lie in the folder itself: no way leads out of it, by "..", by a link or from the root.
    """
    path = folder / name
    if name.startswith(("/", "\\")) or ".." in Path(name).parts or ":" in name or "\\" in name:
        raise ImageFault("leads out of the folder of the position")
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()):
            raise ImageFault("leads out of the folder of the position")
        if not real.is_file():
            raise ImageFault("is not a file")
        if real.stat().st_size > MAX_BYTES:
            raise ImageFault(f"is larger than {MAX_BYTES // 1_000_000} MB")
        data = real.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise ImageFault("is not there") from None
    except (OSError, ValueError, RuntimeError):  # RuntimeError is what a link to itself gives, until Python 3.13
        raise ImageFault("cannot be read") from None
    media_type, width, height = measure(data)
    return Image(name, data, media_type, width, height)


def measure(data: bytes) -> tuple[str, int, int]:
    """The media type, width and height of a PNG or JPEG, or an `ImageFault`."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) > 33:
        if b"IEND" not in data[-1024:]:
            raise ImageFault("is cut off: its end is missing")
        width, height = struct.unpack(">II", data[16:24])
        kind = "image/png"
    elif data[:3] == b"\xff\xd8\xff":
        width, height = _jpeg_size(data)
        if b"\xff\xd9" not in data[-65536:]:
            raise ImageFault("is cut off: its end is missing")
        kind = "image/jpeg"
    else:
        raise ImageFault("is neither PNG nor JPEG")
    if not 0 < width <= 20_000 or not 0 < height <= 20_000:
        raise ImageFault("is broken: it gives no size")
    return kind, width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """The size in the first frame header (ITU-T T.81, B.2.2)."""
    index = 2
    while index + 9 < len(data) and data[index] == 0xFF:
        marker = data[index + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[index + 5 : index + 9])
            return width, height
        index += 2 + int.from_bytes(data[index + 2 : index + 4], "big")
    return 0, 0
