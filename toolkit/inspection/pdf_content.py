"""The text of a PDF page as a reader program finds it: characters by marked content, told by the fonts' own tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from toolkit.records import MutableRecord, fresh

_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\w+)|\[|\]")
_MOST_CODES = 100_000
DEEPEST = 8  # forms within forms


class Piece(MutableRecord):
    """The text of one marked content: where it begins (points from the lower left), and its characters."""

    text: list[str] = fresh(factory=list)
    places: list[tuple[float, float]] = fresh(factory=list)


class PageContent(MutableRecord):
    """A page: `pieces` by the number that the structure tree has for them, what is furniture, and what is neither."""

    size: tuple[float, float, float, float]
    pieces: dict[int, Piece] = fresh(factory=dict)
    furniture: Piece = fresh(factory=Piece)
    untagged: Piece = fresh(factory=Piece)


class _Font:
    """Turns the bytes of a font's strings into characters."""

    def __init__(self, font: Any) -> None:
        self.wide = str(font.get("/Subtype")) == "/Type0"
        self.table: dict[int, str] = {}
        table = font.get("/ToUnicode")
        if table is not None:
            self._read(table.read_bytes())

    def _read(self, data: bytes) -> None:
        for kind, body in re.findall(rb"begin(bfchar|bfrange)(.*?)end\1", data, re.DOTALL):
            codes = [
                bytes.fromhex(found.group(1).decode()) for found in _TOKEN.finditer(body) if found.group(1) is not None
            ]
            if kind == b"bfchar":
                for code, text in zip(codes[::2], codes[1::2], strict=False):
                    self.table[int.from_bytes(code, "big")] = text.decode("utf-16-be", "replace")
            else:
                self._read_ranges(codes)

    def _read_ranges(self, codes: list[bytes]) -> None:
        for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
            start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
            for step in range(min(end - start + 1, _MOST_CODES)):
                shown = text.decode("utf-16-be", "replace")
                self.table[start + step] = shown[:-1] + chr(ord(shown[-1]) + step) if shown else ""

    def decode(self, data: bytes) -> str:
        width = 2 if self.wide else 1
        codes = [int.from_bytes(data[at : at + width], "big") for at in range(0, len(data), width)]
        return "".join([self.table.get(code, "\ufffd") for code in codes])


Matrix = tuple[float, float, float, float, float, float]
_ONE: Matrix = (1, 0, 0, 1, 0, 0)


def _times(one: Matrix, two: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def read_page(page: Any, fonts: dict[Any, Any]) -> PageContent:
    """The content of a page of pikepdf; `fonts` keeps the fonts that were read."""
    left, bottom, right, top = (float(value) for value in page.mediabox)
    content = PageContent((left, bottom, right, top))
    _Walk(content, fonts).run(page, page.obj.get("/Resources"), _ONE)
    return content


class _State:
    """Where the next text is drawn, and in which font."""

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.font: Any = None
        self.line = self.at = _ONE
        self.kept: list[tuple[Matrix, Any]] = []

    def move(self, name: str, operands: Any) -> None:
        """Follows the operators that move what is drawn."""
        match name:
            case "q":
                self.kept.append((self.matrix, self.font))
            case "Q" if self.kept:
                self.matrix, self.font = self.kept.pop()
            case "cm":
                self.matrix = _times(_matrix(operands), self.matrix)
            case "BT":
                self.line = self.at = _ONE
            case "Tm":
                self.line = self.at = _matrix(operands)
            case "Td" | "TD":
                self.line = self.at = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self.line)


class _Walk:
    """One walk over the operators of a page."""

    def __init__(self, content: PageContent, fonts: dict[Any, Any]) -> None:
        self.content = content
        self.fonts = fonts
        self.open: list[Piece | None] = []
        self.depth = 0

    def run(self, stream: Any, resources: Any, matrix: Matrix) -> None:
        """Goes through the operators of a page, or of a form that is drawn on it."""
        if self.depth > DEEPEST:
            return
        self.depth += 1
        state = _State(matrix)
        for operands, operator in _operators(stream):
            match str(operator):
                case "Tf":
                    state.font = self._font(resources, str(operands[0]))
                case "Tj" | "TJ" if state.font is not None:
                    self._show(state.font, operands[0], _times(state.at, state.matrix))
                case "BMC" | "BDC":
                    self._begin(operands)
                case "EMC" if self.open:
                    self.open.pop()
                case "Do":
                    inner = resources.get("/XObject", {}).get(str(operands[0]))
                    if inner is not None and str(inner.get("/Subtype")) == "/Form":
                        self.run(inner, inner.get("/Resources", resources), state.matrix)
                case name:
                    state.move(name, operands)
        self.depth -= 1

    def _font(self, resources: Any, name: str) -> Any:
        font = resources["/Font"].get(name)
        if font is None:
            return None
        key = font.objgen
        if key not in self.fonts:
            self.fonts[key] = _Font(font)
        return self.fonts[key]

    def _begin(self, operands: Any) -> None:
        if str(operands[0]) == "/Artifact":
            self.open.append(self.content.furniture)
            return
        properties = operands[1] if len(operands) > 1 else {}
        number = properties.get("/MCID") if hasattr(properties, "get") else None
        piece = self.open[-1] if self.open else None
        self.open.append(piece if number is None else self.content.pieces.setdefault(int(number), Piece()))

    def _show(self, font: _Font, shown: Any, matrix: Matrix) -> None:
        parts = shown if hasattr(shown, "_type_name") and shown._type_name == "array" else [shown]
        text = "".join([font.decode(bytes(part)) for part in _strings(parts)])
        piece = (self.open[-1] if self.open else None) or self.content.untagged
        piece.text.append(text)
        if text.strip():
            piece.places.append((matrix[4], matrix[5]))


def _operators(stream: Any) -> Iterator[tuple[Any, Any]]:
    import pikepdf

    for instruction in pikepdf.parse_content_stream(stream):
        yield instruction.operands, instruction.operator


def _strings(parts: Any) -> Iterator[Any]:
    for part in parts:
        try:
            float(part)
        except (TypeError, ValueError):
            yield part


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return (a, b, c, d, e, f)
