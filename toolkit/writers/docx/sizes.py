"""How the styles of a Word file set a paragraph, and the room that its page has: all in points.

A style has the properties of the one that it is based on, and those the defaults of the document (ISO 29500-1, 17.7.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from toolkit.records import Record
from toolkit.writers.docx.markup import unescape
from toolkit.writers.docx.template import attributes, main_part, read_contents, relations
from toolkit.writers.docx.widths import FONTS, UNKNOWN

NUMBER = r"-?\d{1,6}(\.\d{1,6})?"
DEEPEST = 20  # styles that are based on one another; Word has eleven at most
Properties = Mapping[str, str]  # "spacing.before" is that attribute of the element w:spacing


class Setting(Record):
    """How a paragraph is set: size, height of its lines, space round it, room for its borders above, below and between.

    `em` is the size in which letters of Calibri are as wide, `exact` the height of lines that no large letter changes
    (0 for none); `close` says that there is no space between neighbours of the same style.
    """

    style: str
    size: float
    em: float
    line: float
    exact: float
    before: float
    after: float
    left: float
    right: float
    borders: tuple[float, float, float]
    close: bool


class Sizes(Record):
    """The properties of each style by its id, those it is based on included; "" for paragraphs that name none."""

    styles: Mapping[str, Properties]
    fonts: Mapping[str, str]

    def setting(self, style: str, own: str = "") -> Setting:
        """How a paragraph in the style with this id is set that has the properties `own`, a markup, besides."""
        values = {**self.styles.get(style, self.styles[""]), **_properties(own)}
        size = max(_number(values, "sz.val", 20) / 2, 1)
        wide, natural = FONTS.get(self._font(values).casefold(), UNKNOWN)
        rule, spacing = values.get("spacing.lineRule", "auto"), _number(values, "spacing.line", 240)
        auto = size * natural * (spacing / 240 if rule == "auto" else 1)
        sides = [_border(values, side) for side in ("top", "bottom", "between")]
        return Setting(
            style=style,
            size=size,
            em=wide * size,
            line=max({"exact": spacing / 20, "atLeast": max(auto, spacing / 20)}.get(rule, auto), 1),
            exact=spacing / 20 if rule == "exact" else 0.0,
            before=_number(values, "spacing.before", 0) / 20,
            after=_number(values, "spacing.after", 0) / 20,
            left=_number(values, "ind.start" if "ind.start" in values else "ind.left", 0) / 20,
            right=_number(values, "ind.end" if "ind.end" in values else "ind.right", 0) / 20,
            borders=(sides[0], sides[1], sides[2]),
            close=values.get("contextualSpacing.val", "0") not in ("0", "false", "off"),
        )

    def has_size(self, style: str) -> bool:
        """Whether the style with this id says how large its type is, by itself or by what it is based on."""
        return "sz.val" in self.styles.get(style, {})

    def _font(self, values: Properties) -> str:
        theme = values.get("rFonts.asciiTheme", "")[:5]
        return self.fonts.get(theme, "") if theme else values.get("rFonts.ascii", "")


def load_sizes(path: Path) -> Sizes:
    """The sizes of the Word file at `path`; read once for each state of the file."""
    state = path.stat()
    return _load(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=8)
def _load(path: Path, _modified: int, _size: int) -> Sizes:
    contents = read_contents(path)
    targets = {rel.kind: rel.target for rel in relations(contents, main_part(contents)) if rel.target in contents}
    theme = contents[targets["theme"]].decode("utf-8", "replace") if "theme" in targets else ""
    named = re.findall(r'<a:(major|minor)Font>\s*<a:latin\b[^>]*typeface="([^"]*)"', theme)
    return Sizes(read_properties(contents[targets["styles"]].decode()), dict(named))


def read_properties(styles: str) -> dict[str, Properties]:
    """The properties of each style of the part, by its id."""
    head, end, _ = styles.partition("</w:docDefaults>")
    found: dict[str, dict[str, str]] = {"": _properties(head) if end else {}}
    own: dict[str, str] = {}
    of_runs = set()  # which have no more than they say
    for start, body in re.findall(r"<w:style\b([^>]*)>(.*?)</w:style>", styles, re.DOTALL):
        values = attributes(start)
        own[values.get("w:styleId", "")] = body
        if values.get("w:type") == "character":
            of_runs.add(values.get("w:styleId", ""))
    properties = {style: _properties(body) for style, body in own.items()}
    for style in own:
        found[style] = {} if style in of_runs else dict(found[""])
        for name in reversed(_chain(style, own)):
            found[style] |= properties[name]
    default = re.search(r'<w:style\b(?=[^>]*w:type="paragraph")(?=[^>]*w:default="(?:1|true)")[^>]*>', styles)
    name = attributes(default[0])["w:styleId"] if default else "Normal"
    return {**found, "": found.get(name, found[""])}


def _chain(style: str, own: Mapping[str, str]) -> list[str]:
    """A style and those that it is based on, one by the other."""
    chain: list[str] = []
    while style in own and style not in chain and len(chain) < DEEPEST:
        chain.append(style)
        based = re.search(r'<w:basedOn\b[^>]*w:val="([^"]*)"', own[style])
        style = unescape(based[1]) if based else ""
    return chain


def _properties(markup: str) -> dict[str, str]:
    """The attributes in `markup`, by the name of the element and their own; "1" for an element that has none."""
    found: dict[str, str] = {}
    for name, start in re.findall(r"<w:(\w+)\b([^>]*)>", markup):
        values = {key.partition(":")[2]: value for key, value in attributes(start).items()}
        if name == "rFonts" and "asciiTheme" not in values and "ascii" in values:
            values["asciiTheme"] = ""
        found |= {f"{name}.{key}": value for key, value in (values or {"val": "1"}).items()}
    return found


def _number(values: Properties, name: str, default: float) -> float:
    """A number; `default` for a measure with a unit ("1cm"), which Word reads and does not write."""
    value = values.get(name, "")
    return float(value) if re.fullmatch(NUMBER, value) else default


def _border(values: Properties, side: str) -> float:
    """The room that a border takes, with its space to the text."""
    if values.get(f"{side}.val", "nil") in ("nil", "none"):
        return 0.0
    return _number(values, f"{side}.sz", 0) / 8 + _number(values, f"{side}.space", 0)
