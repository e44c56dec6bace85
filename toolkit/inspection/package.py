"""The parts of an Office file, read so that a hostile one does no harm: limits, no DOCTYPE, no entities."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from toolkit.inspection.reading import UnreadableFileError, has_more_nodes
from toolkit.records import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element
    from zipfile import ZipFile, ZipInfo

MAX_ENTRIES = 2_000
MAX_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
FREE_BYTES = 1024 * 1024  # small parts may be as repetitive as they like
MAX_XML_BYTES = 32 * 1024 * 1024
MAX_XML_NODES = 1_000_000  # a parser takes about 120 bytes for each element, attribute and text

PACKAGE_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_BROKEN = "send a fresh copy, or open it in Word and save it again as .docx"
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")

# ISO 29500 Strict has names of its own for the same elements.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
)


class Relationship(Record):
    """A relationship of a part: its type's last word ("footnotes"), and its target."""

    kind: str
    target: str
    external: bool


class Package:
    """An opened Office file; every part is inflated at most once and all together to at most `MAX_BYTES`."""

    def __init__(self, data: bytes) -> None:
        self._archive, self._entries = _open(data)
        self._inflated = 0

    def has(self, name: str) -> bool:
        """Whether there is a part called `name`."""
        return name in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of the part `name`, counted while they are inflated: the directory may lie."""
        import zlib
        from zipfile import BadZipFile

        entry = self._entries[name]
        room = min(MAX_BYTES - self._inflated, MAX_XML_BYTES)
        try:
            with self._archive.open(entry) as stream:
                data = stream.read(room + 1)
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError) as problem:
            raise UnreadableFileError(f"the part '{name}' of the file is damaged", _BROKEN) from problem
        self._inflated += len(data)
        if len(data) > room or len(data) > max(FREE_BYTES, MAX_RATIO * entry.compress_size):
            raise UnreadableFileError(f"the part '{name}' unpacks to more than a paper can need", _BROKEN)
        return data

    def xml(self, name: str) -> Element:
        """The root element of the part `name`."""
        return parse(self.read(name), name)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of `part` by id; empty where it has none."""
        folder, file = posixpath.split(part)
        name = posixpath.join(folder, "_rels", file + ".rels")
        if not self.has(name):
            return {}
        found = {}
        for element in self.xml(name).iter(PACKAGE_RELATIONSHIPS + "Relationship"):
            found[element.get("Id", "")] = _relationship(element, folder)
        return found


def _relationship(element: Element, folder: str) -> Relationship:
    kind = element.get("Type", "").rpartition("/")[2]
    target = element.get("Target", "")
    if element.get("TargetMode") == "External":
        return Relationship(kind, target, True)
    path = target.partition("#")[0]
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    inside = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path))
    return Relationship(kind, inside, False)


def _open(data: bytes) -> tuple[ZipFile, dict[str, ZipInfo]]:
    """The archive and its entries by name, within the limits on the directory."""
    import io
    from zipfile import BadZipFile, ZipFile

    if data[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableFileError(
            "the file is an old .doc, or is protected by a password",
            "open it in Word and save it as .docx without a password",
        )
    try:
        archive = ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as problem:
        raise UnreadableFileError("the file is no Word document, or was cut off on its way", _BROKEN) from problem
    if len(entries) > MAX_ENTRIES:
        raise UnreadableFileError(
            f"the file is made up of {len(entries)} parts, where a paper has fewer than a hundred; it was not opened",
            "look whether it is the right file; if it is, open it in Word and save it again as .docx, which leaves out "
            "parts that nothing uses",
        )
    if sum([entry.file_size for entry in entries]) > MAX_BYTES:
        raise UnreadableFileError("the file unpacks to more than a paper can need", _BROKEN)
    return archive, {entry.filename: entry for entry in entries}


def parse(data: bytes, name: str) -> Element:
    """The root element of an XML part; DOCTYPE, and what is not XML, raise `UnreadableFileError`.

    Only UTF-8 is parsed: in any other encoding a DOCTYPE could hide from the search for it.
    """
    from xml.etree.ElementTree import ParseError, fromstring

    data = _transitional(_utf8(data))
    if len(data) > MAX_XML_BYTES or has_more_nodes(data, MAX_XML_NODES):
        raise UnreadableFileError(f"the part '{name}' is larger than a paper can need", _BROKEN)
    if b"<!" in data and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
        raise UnreadableFileError(f"the part '{name}' has a DOCTYPE, which no Word document has", _BROKEN)
    declared = _ENCODING.match(data)
    if b"\0" in data or (declared and declared.group(1).lower() not in (b"utf-8", b"us-ascii")):
        raise UnreadableFileError(f"the part '{name}' is not in UTF-8, as Word writes it", _BROKEN)
    try:
        return fromstring(data)
    except (ParseError, ValueError) as problem:
        raise UnreadableFileError(f"the part '{name}' is not well-formed XML: {problem}", _BROKEN) from problem


def _utf8(data: bytes) -> bytes:
    """`data` in UTF-8: Word also accepts parts in UTF-16."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError:
        return data
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "surrogatepass")


def _transitional(data: bytes) -> bytes:
    """`data` with the namespaces of ISO 29500 Strict replaced by those of Transitional."""
    if b"purl.oclc.org/ooxml" not in data:
        return data
    for strict, transitional in _STRICT:
        for mark in (b'"', b"'"):
            data = data.replace(b"=" + mark + strict + mark, b"=" + mark + transitional + mark)
    return data
