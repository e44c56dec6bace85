"""What a published folder holds, written down so that anybody can check it: names, digests, languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from toolkit.records import Record

MANIFEST = "manifest.json"
MAX_MANIFEST = 10_000_000

Entry = Mapping[str, object]
RECORDED = {"sha256", "inputs", "language"}


class Output(Record):
    """A file to publish; `inputs` is the hex digest of all that it was made from, `text` that of the text it has."""

    name: str
    data: bytes
    inputs: str
    language: str
    format: str
    text: str = ""


def describe(output: Output) -> Entry:
    """What the manifest says of `output`; of a zip file (DOCX) also the digests of what is in it."""
    from toolkit.digests import sha256

    record: dict[str, object] = {
        "sha256": sha256(output.data).hexdigest(),
        "size": len(output.data),
        "language": output.language,
        "format": output.format,
        "inputs": output.inputs,
    }
    if output.text:
        record["text"] = output.text
    if output.data.startswith(b"PK\3\4"):
        parts = digest_parts(output.data)
        record["parts"], record["content"] = parts, content_digest(parts)
    return record


def digest_parts(data: bytes) -> dict[str, str]:
    """The SHA-256 of each part, uncompressed, of a zip file of our own making.

    The same text compressed by another build of zlib is another file, but has the same parts.
    """
    from io import BytesIO
    from zipfile import ZIP_STORED, ZipFile

    digests = {}
    with ZipFile(BytesIO(data)) as file:
        for part in file.infolist():  # file.read(part) takes twice as long
            lengths = part.header_offset + 26
            name, extra = data[lengths : lengths + 2], data[lengths + 2 : lengths + 4]
            start = lengths + 4 + int.from_bytes(name, "little") + int.from_bytes(extra, "little")
            content = data[start : start + part.compress_size]
            digests[part.filename] = _digest_part(content, part.compress_type != ZIP_STORED)
    return digests


@lru_cache(maxsize=32)  # most parts are the same in all languages
def _digest_part(content: bytes, deflated: bool) -> str:
    from zlib import decompress

    from toolkit.digests import sha256

    return sha256(decompress(content, -15) if deflated else content).hexdigest()


def content_digest(parts: Mapping[str, str]) -> str:
    """The SHA-256 (hex) that stands for the whole content, however it was compressed.

    Digested are, for each part in the order of its name's UTF-8 bytes: the name in UTF-8, one byte 00, the
    64 lower-case hex digits of the part's SHA-256 in ASCII, one byte 0A.
    """
    from toolkit.digests import sha256

    lines = sorted((name.encode(), digest.encode()) for name, digest in parts.items())
    return sha256(b"".join([name + b"\0" + digest + b"\n" for name, digest in lines])).hexdigest()


def manifest_bytes(paper: str, records: Mapping[str, Entry], facts: Mapping[str, object]) -> bytes:
    """The manifest: the same files and `facts` give the same bytes, anywhere and at any time."""
    import json

    languages = sorted({str(record["language"]) for record in records.values()})
    content = {**facts, "paper": paper, "languages": languages, "files": records}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True)
    return text.encode() + b"\n"


def read_manifest(data: bytes) -> Mapping[str, Entry] | None:
    """The `files` of a manifest, or None where it is not one of ours."""
    import json

    try:
        files = json.loads(data)["files"]
        json.dumps(files, allow_nan=False, ensure_ascii=False).encode()  # refuses what we could not write
        return {name: record for name, record in files.items() if record.keys() >= RECORDED}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


RESERVED = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [device + digit for device in ("com", "lpt") for digit in "123456789¹²³"]
)


def was_changed(path: Path, data: bytes) -> bool:
    """Whether the file `path` with the bytes `data` is one that a manifest beside it knows, with other bytes."""
    from toolkit.digests import sha256

    try:
        beside = path.with_name(MANIFEST)
        records = read_manifest(beside.read_bytes()) if beside.stat().st_size < MAX_MANIFEST else None
    except OSError:
        return False
    record = (records or {}).get(path.name)
    return record is not None and record["sha256"] != sha256(data).hexdigest()


def check_name(name: str) -> None:
    """A `ValueError` where some system that we run on would refuse or change the file name `name`."""
    from unicodedata import normalize

    wrong = (
        not name.strip(" .")
        or name != name.rstrip(" .")
        or name.split(".")[0].rstrip(" ").lower() in RESERVED
        or any(character < " " or character in '<>:"/\\|?*\x7f' for character in name)
        or normalize("NFC", name) != name
        or len(name.encode()) > 255
    )
    if wrong:
        raise ValueError(f"not a file name everywhere: {name!r}")


def check_outputs(outputs: Iterable[Output]) -> None:
    """A `ValueError` where two `outputs` would be the same file on some system, or one cannot be a file."""
    seen = {key(MANIFEST)}
    for output in outputs:
        check_name(output.name)
        if key(output.name) in seen:
            raise ValueError(f"two outputs have the name {output.name!r}")
        seen.add(key(output.name))


def key(name: str) -> str:
    """What names have in common that are one file on Windows or macOS."""
    from unicodedata import normalize

    return normalize("NFC", name).casefold()
