"""A ZIP archive in which some entries are replaced and every other byte stays where and what it was."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from struct import pack, unpack_from

from toolkit.diagnostics import ToolkitError
from toolkit.records import Record

_LOCAL, _CENTRAL, _END, _LOCATOR = b"PK\3\4", b"PK\1\2", b"PK\5\6", b"PK\6\7"
_STORED, _DEFLATED = 0, 8
_HAS_DESCRIPTOR = 0x8
_FULL = 0xFFFFFFFF  # the real value is in a ZIP64 field
_SAVE = "open it in Word and save it again as .docx"


class Entry(Record):
    """An entry: its name, its record in the directory, and where its header and all its bytes are."""

    name: str
    record: bytes
    start: int
    method: int


class Archive:
    """The entries of an archive; `replaced` makes the archive with some of them changed."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._end = data.rfind(_END)
        if self._end < 0 or data[max(self._end - 20, 0) : self._end].startswith(_LOCATOR):
            raise _unusual()
        count, size, offset = unpack_from("<HII", data, self._end + 10)
        self._directory = self._end - size
        self._shift = self._directory - offset
        self.entries = self._read_directory(count)
        starts = {entry.start for entry in self.entries}
        if len(starts) != count or len({entry.name for entry in self.entries}) != count:
            raise _unusual()

    def _read_directory(self, count: int) -> tuple[Entry, ...]:
        data, at, found = self._data, self._directory, []
        for _ in range(count):
            if data[at : at + 4] != _CENTRAL or at + 46 > self._end:
                raise _unusual()
            method = unpack_from("<H", data, at + 10)[0]
            packed, unpacked, name, extra, comment = unpack_from("<IIHHH", data, at + 20)
            start = unpack_from("<I", data, at + 42)[0]
            if _FULL in (packed, unpacked, start) or data[start + self._shift :][:4] != _LOCAL:
                raise _unusual()
            length = 46 + name + extra + comment
            shown = data[at + 46 : at + 46 + name].decode("utf-8", "replace")
            found.append(Entry(shown, data[at : at + length], start + self._shift, method))
            at += length
        return tuple(found)

    def replaced(self, parts: Mapping[str, bytes], stored: bool = False) -> bytes:
        """The archive with `parts` in the place of those of their names; the rest is copied as it is.

        Where they are only `stored`, they are not compressed.
        """
        data = self._data
        inside = sorted(self.entries, key=lambda entry: entry.start)
        ends = [entry.start for entry in inside[1:]] + [self._directory]
        out = [data[: inside[0].start]] if inside else []
        length = len(out[0]) if out else 0
        records: dict[str, bytes] = {}
        for entry, end in zip(inside, ends, strict=True):
            chunk, record = data[entry.start : end], entry.record
            if entry.name in parts:
                chunk, record = _written(chunk, entry, parts[entry.name], stored)
            records[entry.name] = record[:42] + pack("<I", length - self._shift) + record[46:]
            out.append(chunk)
            length += len(chunk)
        out += [records[entry.name] for entry in self.entries]
        end_record = data[self._end :]
        return b"".join([*out, end_record[:16], pack("<I", length - self._shift), end_record[20:]])


def _written(chunk: bytes, entry: Entry, content: bytes, stored: bool) -> tuple[bytes, bytes]:
    """The bytes of an entry with another content, and its record in the directory."""
    if entry.method not in (_STORED, _DEFLATED):
        raise _unusual()
    method = pack("<H", _STORED if stored else entry.method)
    packed = content if stored or entry.method == _STORED else _deflated(content)
    sizes = pack("<III", zlib.crc32(content), len(packed), len(content))
    name, extra = unpack_from("<HH", chunk, 26)
    flags = pack("<H", unpack_from("<H", chunk, 6)[0] & ~_HAS_DESCRIPTOR)
    head = chunk[:6] + flags + method + chunk[10:14] + sizes + chunk[26 : 30 + name + extra]
    record = entry.record[:8] + flags + method + entry.record[12:16] + sizes + entry.record[28:]
    return head + packed, record


def _deflated(content: bytes) -> bytes:
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeezer.compress(content) + squeezer.flush()


def _unusual() -> ToolkitError:
    return ToolkitError("the file is packed in a way that no part of it can be changed safely", _SAVE)
