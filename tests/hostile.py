"""Input of bad will: payloads, broken files, and the small workspace that they are put into."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toolkit.resources import builtin

POSITION = "positions/paper/position.yaml"
SOURCES = "positions/paper/sources.yaml"
ORGANISATIONS = "positions/organisations.yaml"
CATALOGUE = "locales/fr/LC_MESSAGES/paper.po"
CONVENTIONS = "locales/fr/conventions.yaml"
WORDS = "locales/fr/LC_MESSAGES/toolkit.po"
PAGE = "templates/position-paper/paper.html.j2"
STYLE = "templates/position-paper/paper.css"
WORD_FILE = "templates/position-paper/paper.docx"

DEFINITION = """\
kind: position-paper
title: Repair
language: en
date: 2025-03
drafted_by: [us]
summary: |
  SUMMARY[^terms]
key_points:
  - id: parts
    point: Parts must be affordable.
    heading: No repair without parts
    argument: |
      Prices decide[@smith2024].
footnotes:
  terms: Repair makes a product work again.
"""
SOURCE_LIST = """\
- id: smith2024
  type: report
  author: [{family: Smith}]
  title: The price of repair
  issued: 2024
  URL: https://example.org/repair
"""
ORGANISATION_LIST = "organisations:\n  - id: us\n    name: Us\n"
TRANSLATION = r"""msgid ""
msgstr "Language: fr\n"

msgctxt "title"
msgid "Repair"
msgstr "Réparer"

msgctxt "summary/1"
msgid "SUMMARY[^terms]"
msgstr "RÉSUMÉ[^terms]"

msgctxt "key_points/parts/point"
msgid "Parts must be affordable."
msgstr "Les pièces doivent être abordables."

msgctxt "key_points/parts/heading"
msgid "No repair without parts"
msgstr "Pas de réparation sans pièces"

msgctxt "key_points/parts/argument/1"
msgid "Prices decide[@smith2024]."
msgstr "Les prix décident[@smith2024]."

msgctxt "footnotes/terms"
msgid "Repair makes a product work again."
msgstr "Réparer, c’est remettre en état."
"""

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</style><script>",
    "</title><b>",
    "]]>",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    '</w:t></w:r><w:hyperlink r:id="rId1">',
    "&lt;b&gt;&amp;&#60;i&#62;",
    "<!-- comment --",
    "-->",
    "{{7*7}}",
    "{% raw %}{{ document }}{% endraw %}",
    '<?xml version="1.0"?><?php echo 1?>',
    "<![CDATA[<b>x</b>]]>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)",
    '<!DOCTYPE x [<!ENTITY y "z">]>',
    "&nbsp;&copy",
    "</body></html>",
    '<a href="javascript:alert(1)">x</a>',
    r"\1 \g<0>",
    "%s %(x)s {0}",
    "${jndi:ldap://x}",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//evil.example",
    "vbscript:x",
    "ftp://example.org/x",
    "https:example.org",
    "https://",
    "https://user@example.org/",
    "https://a b",
    r"\\server\share",
    "/etc/passwd",
    "page.html",
    "https://[::1",
    'https://example.org/"onclick="x',
)
IMAGES = (
    "../../etc/passwd",
    "images/../../x.png",
    "/etc/passwd",
    "//server/x.png",
    "C:/x.png",
    r"C:\x.png",
    r"..\x.png",
    "file:///etc/passwd",
    "https://example.org/x.png",
    "images",
    "images/missing.png",
    "images/%2e%2e/x.png",
    "images/" + "a" * 5_000,
    ".",
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@dataclass(frozen=True, slots=True)
class Attack:
    """What is done to the workspace, the command that meets it, its exit code, and words that it must say."""

    name: str
    prepare: Callable[[Path], object]
    says: str
    command: tuple[str, ...] = ("check",)
    code: int = 1


def make_workspace(folder: Path) -> Path:
    """A workspace with the paper `paper` in English and French, in which all is well."""
    files = {
        POSITION: DEFINITION,
        SOURCES: SOURCE_LIST,
        ORGANISATIONS: ORGANISATION_LIST,
        CATALOGUE: TRANSLATION,
    }
    for name, text in files.items():
        put(folder / name, text)
    return folder


def put(path: Path, content: str | bytes) -> None:
    """Writes `content` at `path`, in the place of what stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def writes(name: str, content: str | bytes) -> Callable[[Path], None]:
    """Puts `content` into the file `name` of a workspace."""
    return lambda folder: put(folder / name, content)


def adds(name: str, text: str) -> Callable[[Path], None]:
    """Adds `text` at the end of the file `name` of a workspace."""
    return lambda folder: put(folder / name, (folder / name).read_text(encoding="utf-8") + text)


def changes(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Replaces `old`, which must be there, in the file `name` of a workspace."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        put(folder / name, text.replace(old, new))

    return change


def says_in_summary(text: str) -> Callable[[Path], None]:
    """Puts a paragraph `text` before the summary, in the paper in English alone."""

    def change(folder: Path) -> None:
        shutil.rmtree(folder / "locales")
        put(folder / POSITION, DEFINITION.replace("SUMMARY", f"{text}\n\n  SUMMARY"))

    return change


def shows_image(content: Callable[[Path], object] | bytes, name: str = "images/x.png") -> Callable[[Path], None]:
    """Puts an image into the paper and `content` into its file."""

    def change(folder: Path) -> None:
        says_in_summary(f"![What it shows]({name})")(folder)
        path = folder / "positions/paper" / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            content(path)

    return change


def own_locale(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Gives the workspace its own copy of the French files and changes one of them."""

    def change(folder: Path) -> None:
        for file in (CONVENTIONS, WORDS):
            put(folder / file, (builtin("locales").parent / file).read_bytes())
        changes(name, old, new)(folder)

    return change


def in_place(name: str, make: Callable[[Path], object]) -> Callable[[Path], None]:
    """Has `make` put something into the place of the file `name`."""

    def change(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        make(path)

    return change


def links_to(target: str) -> Callable[[Path], None]:
    """Makes a symbolic link to `target`."""
    return lambda path: path.symlink_to(target)


def sparse(size: int) -> Callable[[Path], None]:
    """Makes a file of `size` bytes that takes no space."""

    def make(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(size)

    return make


def repacked(original: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """A DOCX whose parts, by name, have gone through `change`."""
    with zipfile.ZipFile(io.BytesIO(original)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return written.getvalue()


def digest(folder: Path) -> str:
    """What tells whether anything in `folder` was made, changed or removed."""
    state = hashlib.sha256()
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in [*sorted(files), *folders]:
            path = Path(root, name)
            info = path.lstat()
            facts = (path, info.st_mode, info.st_size, info.st_mtime_ns)
            state.update(os.fsencode(repr(facts)))
            if stat.S_ISREG(info.st_mode) and info.st_size < 1_000_000:
                state.update(path.read_bytes())
    return state.hexdigest()


_CAPABILITY_VERSION = 0x20080522  # linux/capability.h, version 3: two sets of 32 bits
_READ_EVERYTHING = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Within it root, too, can read only what the permissions of a file allow (Linux)."""
    if not hasattr(os, "geteuid") or os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    held = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, held) == 0, os.strerror(ctypes.get_errno())
    less = (ctypes.c_uint32 * 6)(held[0] & ~_READ_EVERYTHING, *held[1:])
    assert libc.capset(header, less) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        libc.capset(header, held)
