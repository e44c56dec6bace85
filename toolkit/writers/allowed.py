"""What a page may consist of that the template of a stranger prints: elements, attributes, addresses, its policy.

A page is read as text, start tags, end tags and nothing else, in the plainest way of writing them, so that no browser
can take it for something else. What is not in the tables below is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from types import MappingProxyType

from toolkit.records import Record

_PLAIN = frozenset(
    "abbr address article aside b bdi bdo blockquote body br caption cite code dd dfn div dl dt em figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 head header hgroup hr html i kbd main mark nav p pre q rp rt ruby s samp section small "
    "span strong sub summary sup table tbody tfoot thead title tr u ul var wbr style".split()
)
_OWN = {
    "a": "href hreflang rel",
    "img": "src alt width height",
    "ol": "start reversed type",
    "li": "value",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "col": "span",
    "colgroup": "span",
    "time": "datetime",
    "ins": "datetime",
    "del": "datetime",
    "details": "open",
    "meta": "charset name content http-equiv",
    "link": "rel hreflang href",
}
ELEMENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {name: frozenset() for name in sorted(_PLAIN)} | {name: frozenset(own.split()) for name, own in _OWN.items()}
)
ATTRIBUTES = frozenset("id class lang dir title role tabindex hidden translate".split())
PREFIXES = ("aria-", "data-")

_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][A-Za-z0-9-]*(?:=\"[^\"<>]*\"|='[^'<>]*')?)*)\s*(/?)>|<!DOCTYPE html>",
    re.I,
)
_ATTRIBUTE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)(?:=(?:\"([^\"]*)\"|'([^']*)'))?")
_LINK = re.compile(r"#[^\s]*|https?://[^\s]*|mailto:[^\s]*|(?!\.)[\w.%~-]+\.html", re.I)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]*|paper-image:[0-9a-f]*")
_RELATION = re.compile(r"[a-z]+(?:[ -][a-z]+)*")
_FETCHED = re.compile(
    r"@import\b|(?:url|src)\(\s*(?![\s\"']|data:|#)|(?:url|src)\(\s*[\"'](?!data:|#)|image-set\(", re.I
)
_POLICY = "a meta element as in the toolkit's own page"
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)


class Refused(Record):
    """What may not stand in a page: what is wrong with it, the line of the page, and the words that begin it."""

    reason: str
    line: int
    words: str


def check_page(page: str, styles: Sequence[str], policy: str) -> Refused | None:
    """The first thing in `page` that may not stand there, or None.

    `styles` are the style sheets that it may have, `policy` the Content-Security-Policy that it must have before
    anything that a browser could load; "" for none.
    """
    for at, reason in _problems(page, styles, policy):
        return Refused(reason, page.count("\n", 0, at) + 1, page[at : at + 60])
    return None


def _problems(page: str, styles: Sequence[str], policy: str) -> Iterator[tuple[int, str]]:
    guarded, at, end = not policy, 0, 0
    while (at := page.find("<", end)) >= 0:
        tag = _TAG.match(page, at)
        if tag is None:
            yield at, f"{_shown(page[at : at + 30])} is no plain tag; attributes stand in quotes, '<' is written '&lt;'"
            return
        between, name = page[end:at], (tag[2] or "").lower()
        if not name and (end or between.strip()):
            yield at, "'<!DOCTYPE html>' stands at the beginning alone"
        if not guarded and (between.strip() or tag[1] or name not in ("", "html", "head", "meta")):
            yield at, f"the policy of the page must stand before this: {_POLICY}"
        if name and not tag[1]:
            values = _values(tag[3])
            yield from ((at, reason) for reason in _tag_problems(name, tag[3], values, policy))
            guarded = guarded or (name == "meta" and values.get("content") == policy and "http-equiv" in values)
        end = tag.end()
        if name in ("style", "title") and not tag[1]:  # a browser reads no tags in them
            end = page.find(f"</{name}>", end)
            if end < 0 or (name == "style" and page[tag.end() : end] not in styles):
                yield at, "a page has the style sheet of its file alone: {{ style }}, {{ each_page }}"
            if end < 0 or "<" in page[tag.end() : end]:
                yield at, f"the element '{name}' has a tag in it, or no end"
                return
    if not guarded:
        yield 0, f"the page has no policy: {_POLICY}"


def _values(attributes: str) -> dict[str, str]:
    """The values by name; of two with one name the first, which is the one that counts."""
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(attributes):
        found.setdefault(name.lower(), unescape(double or single))
    return found


def _tag_problems(name: str, attributes: str, values: Mapping[str, str], policy: str) -> Iterator[str]:
    if name not in ELEMENTS:
        yield f"the element '{name}' is not allowed in a paper"
        return
    if len(values) != len(_ATTRIBUTE.findall(attributes)):
        yield f"an attribute of '{name}' stands twice"
    for key, value in values.items():
        if key not in ATTRIBUTES and key not in ELEMENTS[name] and not key.startswith(PREFIXES):
            yield f"the attribute '{key}' of '{name}' is not allowed in a paper"
        elif key == "href" and not _LINK.fullmatch(value):
            yield f"the address {_shown(value)} is none that a paper may link to"
        elif key == "src" and not _IMAGE.fullmatch(value):
            yield f"the image {_shown(value)} would be loaded from elsewhere"
        elif key == "rel" and (not _RELATION.fullmatch(value) or (name == "link" and value != "alternate")):
            yield f"the relation {_shown(value)} of '{name}' is not allowed in a paper"
        elif key == "http-equiv" and (value.lower() != "content-security-policy" or values.get("content") != policy):
            yield "the policy of the page is not the one that its style sheet has: see the toolkit's own page"


def _shown(words: str) -> str:
    line = " ".join(words.split())
    return f"'{line if len(line) <= 40 else line[:39] + '…'}'"


def fetched_by_style(style: str) -> int:
    """The line of `style` on which it asks for a file or another style sheet, 0 where it does not."""
    blanked = _CSS_COMMENT.sub(lambda found: "\n" * found[0].count("\n"), style)
    found = _FETCHED.search(_CSS_ESCAPE.sub(_unescaped, blanked))
    return blanked.count("\n", 0, found.start()) + 1 if found else 0


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1], 16) if escape[1] else 0
    return escape[2] if escape[2] is not None else chr(number) if 0 < number < 0x110000 else "\ufffd"
