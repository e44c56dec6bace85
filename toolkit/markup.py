"""Authors' text to inlines: six marks, the same in every language, and no HTML.

    **strong**   *emphasis*   [text](https://…)   [^note]   [@source, p. 4; @other]   [](#id)

A backslash before a mark prints the mark, and before a space a hard space, at which no line breaks. Marks
pair by themselves wherever they stand: CommonMark's rules
fail where words are inflected behind a mark (`**„Zöld megállapodás”**t`). Whatever does not pair is a
`Problem`, never printed as it stands and never dropped.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby, pairwise
from urllib.parse import urlsplit

from toolkit.inline import (
    Citation,
    CitationItem,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Locator,
    NoteUse,
    Plain,
    Reference,
    Strong,
)
from toolkit.records import MutableRecord, Record, fresh

SOURCE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.+-]{0,79}\Z")
ID = re.compile(r"[a-z][a-z0-9-]{0,47}\Z")

HARD_SPACE = "\u00a0"
MOST_CHARACTERS = 100_000  # in one text
MOST_PROBLEMS = 20  # in one text; what follows is not looked at
MOST_OPEN = 20
MOST_LOCATOR = 100

# Each alternative begins with a character of its own: only so does a search skip what is no mark.
_MARK = re.compile(r"\\[\\*\[\]># -]|\*(?:\*{2}(?!\*)|\*?)|\[(?:\^[^\]\[\n]*\]|@[^\]\[\n]*\])?|\]")
_ADDRESS = re.compile(r"\(([^()]*)\)")


class Problem(Record):
    """What is wrong in a text: `offset` in the text, in characters."""

    code: str
    offset: int
    message: str
    hint: str


class Parsed(Record):
    """The inlines of a text, and what was wrong with it. With problems, `inlines` are a best guess."""

    inlines: Inlines
    problems: tuple[Problem, ...]


@lru_cache(maxsize=32_768)
def parse(text: str) -> Parsed:
    """The inlines of one paragraph of authors' text."""
    if len(text) > MOST_CHARACTERS:
        hint = "divide it with empty lines"
        message = f"this paragraph has more than {MOST_CHARACTERS} characters"
        return Parsed((Plain(text),), (Problem("input-limit", 0, message, hint),))
    if not _MARK.search(text):
        return Parsed((Plain(text),) if text else (), ())
    return _Parser(text).parse()


def _joined(children: list[Inline]) -> Inlines:
    """`children` with plain text that was collected in pieces made one again."""
    if not any(type(one) is type(two) is Plain for one, two in pairwise(children)):
        return tuple(children)

    joined: list[Inline] = []
    for is_plain, group in groupby(children, lambda child: isinstance(child, Plain)):
        if is_plain:
            joined.append(Plain("".join([child.text for child in group if isinstance(child, Plain)])))
        else:
            joined += group
    return tuple(joined)


class _Frame(MutableRecord):
    """An open mark: what opened it, where, and what stands in it so far."""

    mark: str
    offset: int
    children: list[Inline] = fresh(factory=list)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.stack = [_Frame("", 0)]
        self.problems: list[Problem] = []

    def parse(self) -> Parsed:
        position = 0
        for match in _MARK.finditer(self.text):
            start, end = match.span()
            if start < position:
                continue
            if len(self.problems) >= MOST_PROBLEMS:
                break
            self.plain(self.text[position:start])
            position = self.mark(match.group(), start, end)
        self.plain(self.text[position:])
        while len(self.stack) > 1:
            self.abandon()
        return Parsed(_joined(self.stack[0].children), tuple(self.problems))

    def plain(self, text: str) -> None:
        if text:
            self.stack[-1].children.append(Plain(text))

    def problem(self, code: str, offset: int, message: str, hint: str) -> None:
        self.problems.append(Problem(code, offset, message, hint))

    def mark(self, mark: str, start: int, end: int) -> int:
        """Handles the mark at `start` and returns where to read on."""
        if mark[0] == "\\":
            self.plain(HARD_SPACE if mark[1] == " " else mark[1])
        elif mark[0] == "*":
            self.stars(mark, start)
        elif mark.startswith("[^"):
            self.note(mark, start)
        elif mark.startswith("[@"):
            self.citation(mark, start)
        elif mark == "[" and len(self.stack) > MOST_OPEN:
            hint = "close them, or write '\\[' for a bracket that is printed"
            self.problem("unclosed-bracket", start, f"{MOST_OPEN} brackets and marks are open here", hint)
            self.plain("[")
        elif mark == "[":
            self.stack.append(_Frame("[", start))
        else:
            return self.close_bracket(start, end)
        return end

    def stars(self, mark: str, start: int) -> None:
        if mark == "***":
            pair = ("*", "**") if self.stack[-1].mark == "*" else ("**", "*")
            self.stars(pair[0], start)
            self.stars(pair[1], start + len(pair[0]))
        elif self.stack[-1].mark == mark:
            frame = self.stack.pop()
            if all(isinstance(inline, Plain) and not inline.text.strip() for inline in frame.children):
                hint = "write the text between the marks, or put a backslash before a star that is meant"
                self.problem("empty-mark", frame.offset, f"nothing stands between '{mark}' and '{mark}'", hint)
            elif self.is_adrift(mark, frame.offset) and self.is_adrift(mark, start):
                hint = "put it at the words that it marks; for a star that is printed, write '\\*'"
                self.problem("unpaired-mark", frame.offset, f"the mark '{mark}' stands between spaces", hint)
            children = _joined(frame.children)
            self.stack[-1].children.append(Strong(children) if mark == "**" else Emphasis(children))
        elif self.is_first_of_three(mark):
            outer, inner = self.stack[-2:]
            outer.mark, inner.mark = inner.mark, outer.mark
            inner.offset = outer.offset + len(outer.mark)
            self.stars(mark, start)
        elif any(frame.mark == mark for frame in self.stack):
            while self.stack[-1].mark != mark:
                self.abandon()
            self.stars(mark, start)
        else:
            self.stack.append(_Frame(mark, start))

    def is_adrift(self, mark: str, start: int) -> bool:
        """Whether the mark at `start` has no word at either side ("2 * 3")."""
        end = start + len(mark)
        before, after = self.text[max(start - 1, 0) : start], self.text[end : end + 1]
        return not before.strip() and not after.strip()

    def is_first_of_three(self, mark: str) -> bool:
        """Whether `mark` closes the one of three stars that counts as opened first: "***both** one*"."""
        if len(self.stack) < 3:
            return False
        outer, inner = self.stack[-2:]
        together = not outer.children and inner.offset == outer.offset + len(mark)
        return outer.mark == mark and inner.mark in ("*", "**") and together

    def abandon(self) -> None:
        """Gives up the innermost open mark: reported, its text kept."""
        frame = self.stack.pop()
        if frame.mark == "[":
            end = "']'" if self.text[frame.offset + 1 : frame.offset + 2] in ("^", "@") else "'](address)'"
            hint = f"close it with {end}, or write '\\[' for a bracket that is printed"
            self.problem("unclosed-bracket", frame.offset, "the bracket '[' is not closed", hint)
        else:
            hint = f"write '{frame.mark}' where it ends in this paragraph; a star that is printed is '\\*'"
            self.problem("unpaired-mark", frame.offset, f"the mark '{frame.mark}' has no partner", hint)
        self.plain(frame.mark)
        self.stack[-1].children.extend(frame.children)

    def note(self, mark: str, start: int) -> None:
        name = mark[2:-1]
        if not ID.match(name):
            hint = "a note is named with small letters, digits and hyphens: [^general-approach]"
            self.problem("malformed-mark", start, f"'{mark[:80]}' does not name a note", hint)
        else:
            self.stack[-1].children.append(NoteUse(name, start))

    def citation(self, mark: str, start: int) -> None:
        items = []
        offset = start + 1
        for part in mark[1:-1].split(";"):
            item = self.citation_item(part, offset + len(part) - len(part.lstrip()))
            if item:
                items.append(item)
            offset += len(part) + 1
        if items:
            self.stack[-1].children.append(Citation(tuple(items), start))

    def citation_item(self, part: str, offset: int) -> CitationItem | None:
        name, _, rest = part.strip().partition(",")
        name = name.strip()
        if not name.startswith("@") or not SOURCE_ID.match(name[1:]):
            hint = "write [@source], [@source, p. 4] or [@source; @other]"
            self.problem("malformed-mark", offset, f"'{part.strip()[:80]}' does not name a source", hint)
            return None
        if not rest.strip():
            return CitationItem(name[1:], None, offset)
        locator = parse_locator(rest)
        if locator is None:
            hint = "write p. 4, pp. 4–6, art. 5(2), para. 3, ch. 2, fig. 1, rec. 12, sec. 3, point 4 or annex II"
            at = offset + part.strip().index(",") + 1 + len(rest) - len(rest.lstrip())
            self.problem("invalid-locator", at, f"'{rest.strip()[:80]}' is not a place in a source", hint)
            locator = Locator("page", rest.strip())
        return CitationItem(name[1:], locator, offset)

    def close_bracket(self, start: int, end: int) -> int:
        if all(frame.mark != "[" for frame in self.stack):
            hint = "write '\\]' for a bracket that is printed"
            self.problem("unclosed-bracket", start, "the bracket ']' was never opened", hint)
            self.plain("]")
            return end
        while self.stack[-1].mark != "[":
            self.abandon()
        frame = self.stack.pop()
        address, after = self.address(end)
        if address is None:
            words = self.text[frame.offset : min(end, frame.offset + 80)]
            hint = _bracket_hint(words, self.text[end : end + 2])
            self.problem("malformed-mark", frame.offset, f"no address follows '{words}'", hint)
            self.stack[-1].children += [Plain("["), *frame.children, Plain("]")]
            return end
        self.link(frame, address, end)
        return after

    def address(self, start: int) -> tuple[str | None, int]:
        """The address in round brackets at `start`, brackets inside it balanced, and where it ends."""
        found = _ADDRESS.match(self.text, start)
        if found:  # as nearly every one
            return found.group(1).strip(), found.end()
        if self.text[start : start + 1] != "(":
            return None, start
        depth = 0
        for index in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[index], 0)
            if depth == 0:
                return self.text[start + 1 : index].strip(), index + 1
        return None, start

    def link(self, frame: _Frame, address: str, start: int) -> None:
        children = _joined(frame.children)
        holder = self.stack[-1].children
        if any(outer.mark == "[" for outer in self.stack):
            self.problem("malformed-mark", frame.offset, "a link stands inside a link", "keep one of the two")
        if address.startswith("#"):
            if not ID.match(address[1:]):
                hint = "name a point, an amendment or a note: [](#its-id)"
                words = f"'{address[:80]}' does not name a part of the paper"
                self.problem("malformed-mark", start + 1, words, hint)
                return
            holder.append(Reference(address[1:], children, frame.offset))
            return
        fault = address_fault(address)
        if fault:
            subject = f"'{address[:80]}'" if address else "the address"
            hint = f"for a cross reference write (#{address})" if ID.match(address) else fault[2]
            self.problem(fault[0], start + 1, f"{subject} {fault[1]}", hint)
        if not children:
            hint = "write the words to click on between the brackets"
            self.problem("empty-mark", frame.offset, "the link has no text", hint)
        holder.append(Link(children, address))


def _bracket_hint(words: str, following: str) -> str:
    """What to do about `words` in brackets that lead nowhere; `following` stands behind them."""
    if following == " (":
        return "delete the space between ']' and '('"
    if "@" in words or "^" in words:
        return "a source begins with '[@' and a note with '[^'; what else is to be said stands before the bracket"
    return "write '[text](https://…)' for a link, '[@id]' for a source, '\\[' and '\\]' for printed brackets"


_LOCATORS = {
    "p": "page",
    "pp": "page",
    "page": "page",
    "pages": "page",
    "art": "article",
    "arts": "article",
    "article": "article",
    "articles": "article",
    "para": "paragraph",
    "paras": "paragraph",
    "paragraph": "paragraph",
    "ch": "chapter",
    "chapter": "chapter",
    "fig": "figure",
    "figure": "figure",
    "rec": "recital",
    "recital": "recital",
    "sec": "section",
    "section": "section",
    "point": "point",
    "annex": "annex",
}
_LOCATOR = re.compile(r"([A-Za-z]+)\.?\s*([\w()][\w()–, -]*)\Z")


def parse_locator(text: str) -> Locator | None:
    """The locator in `text` ("p. 4", "art. 5(2)"), or None where it is none; the same in every language."""
    match = _LOCATOR.match(text.strip()) if len(text) <= MOST_LOCATOR else None
    if not match or match.group(1).lower() not in _LOCATORS:
        return None
    value = re.sub(r"(?<=\w)\s*-\s*(?=\w)", "–", match.group(2).strip())
    return Locator(_LOCATORS[match.group(1).lower()], value)


# A name with a dot (so that "https://https://…" is none) or a number of the internet, and perhaps a port.
_SITE = re.compile(r"https?://(?:[^\W_][\w-]*(?:\.[\w-]+)+\.?|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]|\Z)", re.IGNORECASE)
_ODD = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"`{}|^]")


@lru_cache(maxsize=4096)  # every translation has the addresses of the original
def address_fault(address: str) -> tuple[str, str, str] | None:
    """Why `address` cannot be a link (code, what is wrong, hint), or None where it can.

    Only `https:` and `mailto:` pass; `http:` passes with "insecure-link".
    """
    refused = "link-address"
    if not address:
        return refused, "is empty: the link leads nowhere", "write the address, or delete the link"
    if len(address) > 2000 or _ODD.search(address):
        hint = "copy it again from the address line of the browser; a space is written %20"
        return refused, "holds a space or another character that no address has", hint
    try:
        parts = urlsplit(address)
    except ValueError:
        return refused, "is not an address", "copy it again from the address line of the browser"
    if address.lower().startswith("mailto:"):
        well = re.fullmatch(r"mailto:[\w.+%-]+@[\w.-]+", address, re.IGNORECASE)
        return None if well else (refused, "is not an e-mail address", "write mailto:name@example.org")
    if parts.scheme not in ("https", "http") or not re.match(r"https?://[^/@?#]+([/?#]|\Z)", address, re.IGNORECASE):
        hint = "a link begins with https:// (or mailto:)"
        return refused, "is not an address that a paper may link to", hint
    if not _SITE.match(address):
        return refused, "does not name a site", "a link begins with https:// and the name of a site"
    if parts.scheme == "http":
        return "insecure-link", "is an unprotected address (http:)", "use https:// if the site has it"
    return None
