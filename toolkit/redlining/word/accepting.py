"""The text of a part after all changes were accepted, for the readers that compare it with the new paper.

It knows the form that `printing` writes, and nothing else.
"""

from __future__ import annotations

import re

GONE = re.compile(r"<w:(del|moveFrom) [^>]*(?<!/)>.*?</w:\1>", re.DOTALL)
KEPT = re.compile(r"</?w:(?:ins|moveTo)(?: [^>]*)?>")
RANGE = re.compile(r"<w:move(?:From|To)Range(?:Start|End) [^>]*/>")
FORMER = re.compile(r"<w:pPrChange [^>]*>.*?</w:pPrChange>", re.DOTALL)
MARK_GONE = re.compile(
    r"<w:p><w:pPr>(?:(?!</w:pPr>).)*<w:rPr><w:(?:del|moveFrom) [^>]*/></w:rPr></w:pPr>(.*?)</w:p>", re.DOTALL
)
ROW_GONE = re.compile(r"<w:tr><w:trPr>(?:(?!</w:trPr>).)*<w:del [^>]*/></w:trPr>.*?</w:tr>", re.DOTALL)
EMPTY_TABLE = re.compile(r"<w:tbl>(?:(?!<w:tr>).)*?</w:tbl>", re.DOTALL)
EMPTY_LINK = re.compile(r"<w:hyperlink [^>]*></w:hyperlink>")
EMPTY_NOTE = re.compile(r'<w:footnote w:id="\d+">(?:<w:bookmark[^>]*/>)*</w:footnote>')


def accept(part: str) -> str:
    """`part` without what was deleted, and what was inserted as if it had always been there."""
    text = EMPTY_TABLE.sub("", ROW_GONE.sub("", part))
    text = MARK_GONE.sub(r"\1", text)  # bookmarks stay, and what was deleted goes below
    text = EMPTY_LINK.sub("", GONE.sub("", FORMER.sub("", text)))
    text = RANGE.sub("", KEPT.sub("", text)).replace("<w:rPr></w:rPr>", "")
    return EMPTY_NOTE.sub("", text)
