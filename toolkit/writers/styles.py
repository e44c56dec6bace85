"""The style sheets of a page: read from a template, digested for its policy, or made for its margins."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.document import Document

MAX_BYTES = 2_000_000


def read_style(path: Path) -> str:
    """The style sheet exactly as the browser digests it: line ends are LF, and none at the end."""
    check_size(path)
    try:
        style = path.read_text("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise ToolkitError(f"style sheet {path} is not UTF-8", "save it again with the encoding UTF-8") from error
    except OSError as error:
        hint = "look whether you may open it"
        raise ToolkitError(f"style sheet {path} cannot be read: {error.strerror}", hint) from error
    if "</style" in style.lower() or "\0" in style:
        raise ToolkitError(
            f"style sheet {path} cannot stand in a page: it contains '</style' or a NUL character",
            "take that out",
        )
    return style


def check_size(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES:
        message = f"template {path} is larger than {MAX_BYTES // 1_000_000} MB"
        raise ToolkitError(message, "take out what is not needed")


def each_page_style(document: Document) -> str:
    """The style that prints status and digest in the margins of each page."""
    boxes = (("top-left", document.status), ("bottom-left", document.digest))
    return "".join([f'@page {{ @{box} {{ content: "{_css_string(words)}" }} }}' for box, words in boxes if words])


def _css_string(words: str) -> str:
    """`words` inside a CSS string: all but letters, digits and spaces by their code (CSS Syntax 3, 4.3.7)."""
    return "".join([letter if letter.isalnum() or letter == " " else f"\\{ord(letter):06x} " for letter in words])


def page_policy(*digests: str) -> str:
    """The Content-Security-Policy of a page with these style sheets: it loads nothing, and runs nothing."""
    styles = " ".join([f"'{digest}'" for digest in digests if digest])
    return f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'"


def style_digest(style: str) -> str:
    """The style as the policy of the page names it."""
    from toolkit.digests import sha256

    return f"sha256-{b64encode(sha256(style.encode()).digest()).decode()}"
