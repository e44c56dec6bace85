"""What a PDF may be made from: the images of the paper, and files of a workspace's own template folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from toolkit.document import AmendmentBlock, Block, Document, Figure, Logos, Section
from toolkit.images import MAX_BYTES
from toolkit.writers.html import image_address

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

IMAGES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
FONTS = {b"wOFF": "font/woff", b"wOF2": "font/woff2", b"OTTO": "font/otf", b"\0\1\0\0": "font/ttf", b"true": "font/ttf"}


def paper_images(document: Document) -> Mapping[str, tuple[str, bytes]]:
    """The images of `document` by the address that the page gives them: media type and bytes."""
    return {image_address(figure.name): (figure.media_type, figure.data) for figure in _figures(document.blocks)}


def _figures(blocks: tuple[Block, ...]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Logos):
            yield from block.figures
        elif isinstance(block, Section):
            yield from _figures(block.blocks)
        elif isinstance(block, AmendmentBlock):
            yield from _figures(block.justification)


def make_fetcher(images: Mapping[str, tuple[str, bytes]], folder: Path | None) -> Any:
    """A fetcher of WeasyPrint that gives out `images` and the images and fonts in `folder`.

    Its `refused` lists every other address that it was asked for, its `base` is the address of `folder`.
    """
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(allowed_protocols=())
            self.refused: list[str] = []
            self.base = folder.resolve().as_uri() + "/" if folder else None

        def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
            found = images.get(url) or (_read_own(folder, url) if folder else None)
            if found is None:
                self.refused.append(url if len(url) <= 80 else f"{url[:79]}…")
                raise ValueError("refused")
            media_type, data = found
            return URLFetcherResponse(url, data, {"Content-Type": media_type})

    return Fetcher()


def _read_own(folder: Path, url: str) -> tuple[str, bytes] | None:
    """Media type and bytes of an image or font that lies in `folder`, links followed; None for anything else."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc:
        return None
    try:
        path = Path(url2pathname(unquote(parts.path))).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > MAX_BYTES:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    known = [media_type for start, media_type in (IMAGES | FONTS).items() if data.startswith(start)]
    return (known[0], data) if known else None
