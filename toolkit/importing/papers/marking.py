"""Runs of a file to the text of a definition: every look as a mark, every other sign as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from toolkit.importing.papers.content import Run
from toolkit.importing.texts import HARD_SPACE, escape
from toolkit.inline import Inlines, Plain, walk
from toolkit.markup import address_fault, parse
from toolkit.records import MutableRecord, Record, fresh, replace

_SPACES = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_ITEM = re.compile(r"(\d{1,2}[.)])(?=\s|\Z)")
_ATTRIBUTES = ("link", "strong", "emphasis")


class Piece(Record):
    """Text of one look; `code` is text that is written as it stands: a mark of the definition."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    code: bool = False


class Marking(MutableRecord):
    """What marks in the text become, and what could not be marked.

    `note` gives the mark of a definition for a note of the file, and `field` for a bookmark, with the words that its
    field shows; both may give nothing. `inner` gives the mark for words that link to a place in the file. `dead` are
    the words and addresses of links that lead nowhere, `plain` how many texts lost their looks.
    """

    note: Callable[[str], str] = fresh(factory=lambda: lambda _: "")
    field: Callable[[str, str], str] = fresh(factory=lambda: lambda *_: "")
    inner: Callable[[str, str], str] = fresh(factory=lambda: lambda *_: "")
    dead: list[tuple[str, str]] = fresh(factory=list)
    plain: int = 0

    def pieces(self, runs: Iterable[Run]) -> list[Piece]:
        """`runs` as pieces, marks and fields as code."""
        return [self._piece(run) for run in runs if run.text]

    def _piece(self, run: Run) -> Piece:
        if run.note:
            return Piece(self.note(run.note), code=True)
        code = self.field(run.field, run.text.strip()) if run.field else ""
        if run.link.startswith("#") and not code:
            code = self.inner(run.link[1:], run.text)
        if code:
            return Piece(code, run.strong, run.emphasis, code=True)
        return Piece(run.text, run.strong, run.emphasis, self._address(run))

    def _address(self, run: Run) -> str:
        if not run.link or not run.text.strip() or run.link.startswith("#"):
            return ""
        address = run.link.replace(" ", "%20")
        if address.count("(") != address.count(")"):
            address = address.replace("(", "%28").replace(")", "%29")
        fault = address_fault(address)
        if fault and fault[0] != "insecure-link":
            self.dead.append((run.text, run.link))
            return ""
        return address

    def write(self, runs: Iterable[Run]) -> str:
        """`runs` as one paragraph of a definition."""
        return self.write_pieces(self.pieces(runs))

    def write_pieces(self, pieces: Sequence[Piece]) -> str:
        """`pieces` as one paragraph of a definition; where their looks cannot be marked, without them."""
        parted = _parted(pieces)
        wanted = _letters("".join([printed(piece.text) if piece.code else piece.text for piece in pieces]))
        for attributes in (_ATTRIBUTES, ("link", "strong"), ("link",), ()):
            text = _tidied(_nested(parted, attributes))
            well = all(one.code == "insecure-link" for one in parse(text).problems)
            if well and _letters(printed(text)) == wanted:
                break
        else:  # pragma: no cover - escaped text has no marks
            text = _tidied("".join([escape(piece.text) for piece in pieces]))
        self.plain += attributes != _ATTRIBUTES
        return text


def _letters(text: str) -> str:
    return "".join(text.split())


def _tidied(text: str) -> str:
    text = _SPACES.sub(" ", text).strip()
    return text.replace(HARD_SPACE, "\\ ")


def as_block(text: str) -> str:
    """`text` so begun that it is a paragraph: no item of a list, no call-out."""
    if text[:1] in (">", "-", "#") and (text[0] != "-" or text[1:2] in ("", " ")):
        return f"\\{text}"
    return _ITEM.sub(r"\g<1>\\", text, count=1) if re.match(r"\d{1,2}[.)] ", text) else text


def _parted(pieces: Sequence[Piece]) -> list[Piece]:
    """`pieces` with spaces at their ends, and marks, in the look that both neighbours share."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.code:
            found.append(Piece(piece.text, code=True))
            continue
        text = piece.text
        core = text.strip()
        if not core:
            found += [Piece(text)] if text else []
            continue
        at = text.index(core)
        found += [Piece(text[:at])] if at else []
        found.append(replace(piece, text=core))
        found += [Piece(text[at + len(core) :])] if text[at + len(core) :] else []
    last = Piece("")
    shared: list[Piece] = []
    following = _following(found)
    for piece, after in zip(found, following, strict=True):
        if piece.code or not piece.text.strip():
            look = {name: getattr(last, name) for name in _ATTRIBUTES if getattr(last, name) == getattr(after, name)}
            shared.append(replace(piece, **look))
        else:
            last = piece
            shared.append(piece)
    return shared


def _following(pieces: Sequence[Piece]) -> list[Piece]:
    """For each of `pieces` the next one with words of its own."""
    after, found = Piece(""), []
    for piece in reversed(pieces):
        found.append(after)
        if not piece.code and piece.text.strip():
            after = piece
    return found[::-1]


def _nested(pieces: Sequence[Piece], attributes: Sequence[str]) -> str:
    """`pieces` with their looks as marks that hold each other: the one that goes on longest is the outermost."""
    written, at = [], 0
    while at < len(pieces):
        extents = [(_extent(pieces, at, name), -index) for index, name in enumerate(attributes)]
        longest, order = max(extents, default=(0, 0))
        if not longest:
            piece = pieces[at]
            written.append(piece.text if piece.code else escape(piece.text))
            at += 1
            continue
        name = attributes[-order]
        inner = _nested(pieces[at : at + longest], [other for other in attributes if other != name])
        written.append(_wrapped(inner, name, pieces[at].link))
        at += longest
    return "".join(written)


def _wrapped(inner: str, name: str, address: str) -> str:
    if name == "link":
        first = inner[:1] if inner[:1] in ("@", "^") else ""  # "[@" begins a citation
        inner = inner[len(first) :]
        return f"{first}[{inner}]({address})" if inner else first
    mark = "**" if name == "strong" else "*"
    return f"{mark}{inner}{mark}"


def _extent(pieces: Sequence[Piece], at: int, name: str) -> int:
    """How many pieces from `at` on have the look `name` alike; 0 where the first has not."""
    said = getattr(pieces[at], name)
    end = at
    if not pieces[at].code and not pieces[at].text.strip():
        return 0  # no mark begins, or ends, at a space
    while said and end < len(pieces) and getattr(pieces[end], name) == said:
        end += 1
    while end > at + 1 and not pieces[end - 1].code and not pieces[end - 1].text.strip():
        end -= 1
    return end - at


def printed(text: str) -> str:
    """The words that a text of a definition prints, without its notes and references."""
    found: Inlines = parse(text).inlines
    return "".join([inline.text for inline in walk(found) if isinstance(inline, Plain)])
