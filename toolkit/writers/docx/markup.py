"""WordprocessingML as text: escaping, and the few elements that every part of the package shares."""

from __future__ import annotations

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What Word calls a language; Maltese, Irish and the rest need a region, or Word shows "unknown".
WORD_LANGUAGES = {
    "bg": "bg-BG", "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "el": "el-GR", "en": "en-GB",
    "es": "es-ES", "et": "et-EE", "fi": "fi-FI", "fr": "fr-FR", "ga": "ga-IE", "hr": "hr-HR",
    "hu": "hu-HU", "it": "it-IT", "lt": "lt-LT", "lv": "lv-LV", "mt": "mt-MT", "nl": "nl-NL",
    "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "sk": "sk-SK", "sl": "sl-SI", "sv": "sv-SE",
}  # fmt: skip


def escape(text: str) -> str:
    """`text` as the content of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The characters of `text`, which stands in an attribute."""
    if "&" not in text:
        return text
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def attribute(text: str) -> str:
    """`text` as the value of an attribute in double quotes; line breaks survive."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def word_language(tag: str) -> str:
    """The tag that Word knows for `tag`: "fr" is "fr-FR"; what has a region stays."""
    return WORD_LANGUAGES.get(tag, tag)


def text_element(text: str) -> str:
    """`text` as run content: `w:t`, with `w:br` for a line break and `w:tab` for a tab."""
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    parts = []
    for number, line in enumerate(text.split("\n")):
        parts.append("<w:br/>" if number else "")
        parts.append("<w:tab/>".join([text_element(piece) if piece else "" for piece in line.split("\t")]))
    return "".join(parts)


def bookmark(identifier: int, name: str, content: str) -> str:
    """`content` between the two ends of the bookmark `name`."""
    return f'<w:bookmarkStart w:id="{identifier}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{identifier}"/>'


def relationship(identifier: str, kind: str, target: str, external: bool = False) -> str:
    """A relationship; `kind` is its type, of which the last word is enough where it is one of ISO 29500's."""
    address = kind if "/" in kind else f"{RELATIONSHIPS}/{kind}"
    mode = ' TargetMode="External"' if external else ""
    return (
        f'<Relationship Id="{attribute(identifier)}" Type="{attribute(address)}" Target="{attribute(target)}"{mode}/>'
    )


def relationships(elements: str) -> str:
    """A rels part of `elements`."""
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{elements}</Relationships>'
