"""Whether links say where they lead, and lead anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.diagnostics import Diagnostic, Span, warning
from toolkit.inspection.quoting import quotation
from toolkit.inspection.reading import ReadBlock, Reading, ReadLink, normal, quote
from toolkit.inspection.typed.texts import host, same_address, unwrapped

_SHOWN = re.compile(
    r"(?P<scheme>https?://|www\.)?(?P<host>(?:[a-z0-9-]+\.)+(?P<top>[a-z]{2,}))(?P<rest>[/?#:][^\s]*)?[.,;)]*$",
    re.IGNORECASE,
)
# Last parts of addresses that people write without "www."; "report.pdf" and "node.js" are none.
_TOPS = frozenset(
    "com org net info int edu gov mil eu europa uk us ch no is li at be bg cy cz de dk ee es fi fr gr hr hu ie it lt "
    "lu lv mt nl pl pt ro se si sk ca au nz jp in br io ai cat coop museum ua rs me mk al ba tr il".split()
)


def links_are_true(reading: Reading, file: str) -> Iterator[Diagnostic]:
    """misleading-link, empty-link: an address that is shown is the one that the link leads to."""
    for block in reading.blocks:
        yield from _links(block, file, None, "in the text")
    for note in reading.notes:
        for block in note.blocks:
            yield from _links(block, file, note.mark or None, f"note {note.mark}" if note.mark else "in a note")


def _links(block: ReadBlock, file: str, note: str | None, where: str) -> Iterator[Diagnostic]:
    for link in block.links:
        start = max(block.text.find(link.text), 0)
        quoted = quotation(block.text, start, start + len(link.text))
        span = Span(file, link.line)
        if link.address == "#" and (note or normal(link.text) != normal(block.text)):
            message = f"{where}: the link {quote(link.text)} leads nowhere ('#')"
            yield warning("empty-link", span, message, "give it an address, or take the link away", note, quoted)
        elif leads_elsewhere(link):
            message = f"{where}: the link says {quote(link.text)} and leads to {quote(link.address)}"
            hint = "write the address that it leads to, or mend the link"
            yield warning("misleading-link", span, message, hint, note, quoted)


def leads_elsewhere(link: ReadLink) -> bool:
    """Whether the text of a link is an address, and another one than it leads to."""
    shown = _SHOWN.match(normal(link.text).strip(" <>()[]"))
    if shown is None or "://" not in link.address:
        return False
    if not shown["scheme"] and shown["top"].lower() not in _TOPS:
        return False
    address = unwrapped(link.address)
    due, said = host(address), shown["host"].lower().removeprefix("www.").removeprefix("dx.")
    if not due or (due.removeprefix("dx.") != said and not due.endswith("." + said) and not said.endswith("." + due)):
        return bool(due)
    rest = (shown["rest"] or "").rstrip("/.,;)…")
    return len(rest) > 1 and not _is_beginning(normal(link.text), address)


def _is_beginning(text: str, address: str) -> bool:
    """Whether `text` is the address, or the beginning of it that is printed."""
    said, due = same_address(text.strip(" <>()[]").rstrip("…")), same_address(address)
    return due.lower().startswith(said.rstrip("…").lower()) or same_address(said).lower() in due.lower()
