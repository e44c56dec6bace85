"""XLIFF 1.2 for CAT tools (OASIS standard of 1 February 2008): marks are `<ph>` and `<g>`, which such tools protect."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from toolkit.inspection.package import parse
from toolkit.inspection.reading import UnreadableFileError
from toolkit.translating.exchange import AS_SENT, DONE, FINISHED, NEW, OPEN, TO_CHECK, Back, Letter, Reply, Sent
from toolkit.translating.marks import LINK, STARS, Pair, Piece, Single, marks_of, pieces

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_OLDER = b"urn:oasis:names:tc:xliff:document:1.1"  # as translate-toolkit writes it
OWN = "urn:position-toolkit:exchange:1"
_X, _P = f"{{{XLIFF}}}", f"{{{OWN}}}"
_STATES = {DONE: "translated", TO_CHECK: "needs-review-translation", NEW: "needs-translation"}
_DEEPEST = 40
_AGAIN = "send the file that the toolkit exported, saved as XLIFF 1.2"
_READY = ("translated", "final", "signed-off")


def write_xliff(letter: Letter) -> bytes:
    """The XLIFF file of a letter; ids of units are the keys.

    Where the letter is to be filled, an empty translation holds the original: some programs translate nothing else.
    """
    name = f"positions/{letter.position}/position.yaml"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff version="1.2" xmlns="{XLIFF}" xmlns:pt="{OWN}">',
        f'<file original={quoteattr(name)} datatype="plaintext" source-language="{letter.origin}" '
        f'target-language="{letter.language}" product-name={quoteattr(letter.position)}>',
        '<header><tool tool-id="position-toolkit" tool-name="Position Toolkit"/></header>',
        "<body>",
        *[line for text in letter.texts for line in _unit(text, letter.filled)],
        "</body>",
        "</file>",
        "</xliff>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _unit(text: Sent, filled: bool) -> Iterator[str]:
    key = quoteattr(text.key)
    limit = f' maxwidth="{text.limit}" size-unit="char"' if text.limit else ""
    approved = ' approved="yes"' if text.state == DONE else ""
    yield f'<trans-unit id={key} resname={key} xml:space="preserve"{limit}{approved} pt:mark="{text.mark}">'
    source = pieces(text.source)
    ids = _Ids(source)
    yield f"<source>{ids.inline(source)}</source>"
    if text.translation:
        target = ids.again().inline(pieces(text.translation))
        yield f'<target state="{_STATES[text.state]}">{target}</target>'
    elif filled:
        yield f'<target state="{_STATES[NEW]}">{ids.again().inline(source)}</target>'
    if text.made_from != text.source and text.translation:
        old = pieces(text.made_from)
        yield '<alt-trans alttranstype="previous-version">'
        yield f"<source>{_Ids(old).inline(old)}</source><target>{escape(text.translation)}</target>"
        yield "</alt-trans>"
    for comment in text.comments:
        yield f'<note from="developer">{escape(comment)}</note>'
    for remark in text.remarks:
        yield f'<note from="translator">{escape(remark)}</note>'
    yield "</trans-unit>"


class _Ids:
    """Gives each mark of the source an id, and the same mark of the translation the same one."""

    def __init__(self, source: Sequence[Piece]) -> None:
        self.source = [*marks_of(source)]
        self.free: list[tuple[object, int]] = []
        self.next = len(self.source) + 1
        self.again()

    def again(self) -> _Ids:
        """Itself, with no id taken yet."""
        self.free = [(_likeness(mark), number) for number, mark in enumerate(self.source, 1)]
        return self

    def take(self, mark: Single | Pair) -> int:
        """The id of a mark: that of the same one of the source, or a new one."""
        likeness = _likeness(mark)
        found = next((one for one in self.free if one[0] == likeness), None)
        if found is None:
            self.next += 1
            return self.next - 1
        self.free.remove(found)
        return found[1]

    def inline(self, found: Sequence[Piece]) -> str:
        """The content of `<source>` or `<target>`."""
        parts = []
        for piece in found:
            if isinstance(piece, str):
                parts.append(escape(piece))
                continue
            number = self.take(piece)
            if isinstance(piece, Single):
                parts.append(f'<ph id="{number}" ctype="{piece.kind}">{escape(piece.written)}</ph>')
            else:
                address = f" pt:address={quoteattr(piece.address)}" if piece.kind == LINK else ""
                inner = self.inline(piece.children)
                parts.append(f'<g id="{number}" ctype="{piece.kind}"{address}>{inner}</g>')
        return "".join(parts)


def _likeness(mark: Single | Pair) -> object:
    """What marks have in common that have one id; links are alike, for their addresses may differ by language."""
    return (mark.kind, mark.written) if isinstance(mark, Single) else mark.kind


def read_xliff(data: bytes) -> Reply:
    """What an XLIFF file holds, whoever wrote it; what is none raises `UnreadableFileError`."""
    if b"<!DOCTYPE" in data:
        raise UnreadableFileError("the file has a DOCTYPE, which no XLIFF 1.2 has", _AGAIN)
    try:
        root = parse(data.replace(_OLDER, XLIFF.encode()), "xliff")
    except UnreadableFileError as reason:
        raise UnreadableFileError(f"the file is no XLIFF that can be read: {reason}", _AGAIN) from reason
    files = [*root.iter(f"{_X}file")]
    facts = {_facts(file) for file in files}
    if len(facts) > 1:
        raise UnreadableFileError("the file has texts of several papers or languages", "send a file for each of them")
    lines = _lines(data)
    texts = []
    for unit in [unit for file in files for unit in file.iter(f"{_X}trans-unit")]:
        key = unit.get("resname") or unit.get("id") or ""
        texts.append(_back(unit, key, lines.get(key, 1)))
    return Reply(*(facts.pop() if facts else ("", "", "")), tuple(texts))


def _facts(file: Element) -> tuple[str, str, str]:
    """The position that a `<file>` is of, and the languages from and into which it is translated."""
    found = re.search(r"positions/([^/]+)/position\.yaml\Z", file.get("original", "").replace("\\", "/"))
    origin, language = (file.get(name, "").partition("-")[0].lower() for name in ("source-language", "target-language"))
    return found.group(1) if found else "", origin, language


_UNIT = re.compile(r"<trans-unit\b([^<>]*)>")
_ID = re.compile(r'\bid="([^"]*)"')


def _lines(data: bytes) -> Mapping[str, int]:
    """The line in which each unit begins, where it is written as we write it."""
    text = data.decode("utf-8", "replace")
    found = {}
    line, last = 1, 0
    for match in _UNIT.finditer(text):
        line += text.count("\n", last, match.start())
        last = match.start()
        if identifier := _ID.search(match.group(1)):
            found[identifier.group(1)] = line
    return found


def _back(unit: Element, key: str, line: int) -> Back:
    source, target = unit.find(f"{_X}source"), unit.find(f"{_X}target")
    codes = _Codes(source)
    text = "" if source is None else _in_one_line(codes.text(source))
    translation = "" if target is None else _in_one_line(codes.text(target))
    state = "" if target is None else target.get("state", "")
    said = FINISHED if state in _READY else AS_SENT if not state or state in _STATES.values() else OPEN
    if translation == text and said == AS_SENT:
        translation = ""  # filled with the original, and left so
    remarks = tuple([note.text or "" for note in unit.findall(f"{_X}note") if note.get("from") == "translator"])
    return Back(key, text, translation, unit.get(f"{_P}mark", ""), said, line, remarks)


def _in_one_line(text: str) -> str:
    """A text without the line breaks that a program has set it in; none of ours has any."""
    return re.sub(r"[ \t]*\n\s*", " ", text).strip() if "\n" in text else text


class _Codes:
    """Puts inline elements back into the marks that they stand for; `source` has those that a target leaves out."""

    def __init__(self, source: Element | None) -> None:
        inner = [] if source is None else [one for one in source.iter() if one is not source]
        self.known = {one.get("id", ""): one for one in inner}

    def text(self, element: Element, depth: int = 0) -> str:
        """The authors' text of `<source>`, `<target>` or a part of one."""
        if depth > _DEEPEST:
            raise UnreadableFileError("marks stand in marks without end", _AGAIN)
        parts = [element.text or ""]
        for child in element:
            parts += [self._mark(child, depth + 1), child.tail or ""]
        return "".join(parts)

    def _mark(self, element: Element, depth: int) -> str:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        like = self.known.get(element.get("id", ""), element)
        kind = element.get("ctype") or like.get("ctype") or ""
        if name == "g" and kind in STARS:
            return f"{STARS[kind]}{self.text(element, depth)}{STARS[kind]}"
        if name == "g" and kind == LINK:
            address = element.get(f"{_P}address") or like.get(f"{_P}address") or ""
            return f"[{self.text(element, depth)}]({address})"
        if name in ("ph", "x", "it", "bpt", "ept"):
            return "".join(element.itertext()) or "".join(like.itertext())
        return self.text(element, depth) if name else ""
