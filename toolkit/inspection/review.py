"""Reads a Word file that came back from review: comments with their replies, and every tracked change.

ISO 29500-1: revisions 17.13.5, comments 17.13.4; replies and what is resolved in commentsExtended ([MS-DOCX] 2.5.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.inspection.package import Package, Relationship
from toolkit.inspection.reading import UnreadableFileError
from toolkit.inspection.review_text import ReviewWalker, Shared
from toolkit.inspection.reviewed import BODY, ELSEWHERE, Comment, Passage, Reviewed
from toolkit.inspection.word import ID, MC, W
from toolkit.inspection.word_styles import Styles

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_COMMENTS = 5_000
MAX_REVISIONS = 10_000
_MOST_SAID = 20_000  # characters of one comment
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_CHANGES = frozenset([W + name for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")])
_LARGE = "send the paper that was circulated, with comments and tracked changes"


def read_reviewed(data: bytes) -> Reviewed:
    """The text of the Word file `data` with its changes and comments; `UnreadableFileError` where there is none."""
    package = Package(data)
    name = next((one.target for one in package.relationships("").values() if one.kind == "officeDocument"), "")
    name = name or "word/document.xml"
    if not package.has(name):
        raise UnreadableFileError("the file is a ZIP archive without a Word document in it", "give a .docx file")
    main, relations = package.xml(name), package.relationships(name)
    if main.tag != W + "document":
        raise UnreadableFileError("the file is an Office file, but no Word document", "give a .docx file")
    roots = [main]
    shared = Shared()
    passages = ReviewWalker(shared, relations, BODY).passages(main)
    for kind in ("footnotes", "endnotes"):
        for part in _parts(package, relations, kind):
            root = package.xml(part)
            roots.append(root)
            passages += _notes(root, kind, shared, package.relationships(part))
    for kind in ("header", "footer"):
        for part in _parts(package, relations, kind):
            root = package.xml(part)
            roots.append(root)
            passages += ReviewWalker(shared, package.relationships(part), ELSEWHERE).passages(root)
    counts = [_count(root) for root in roots]
    changes = sum(count for count, _ in counts)
    if changes > MAX_REVISIONS:
        raise UnreadableFileError(f"the file has more than {MAX_REVISIONS} tracked changes", _LARGE)
    return Reviewed(
        _language(package, relations),
        tuple(passages),
        tuple(shared.revisions),
        tuple(_comments(package, relations)),
        sum(formatting for _, formatting in counts),
        changes,
    )


def _parts(package: Package, relations: dict[str, Relationship], kind: str) -> Iterator[str]:
    """The names of the parts of `kind`, each once."""
    found = [one.target for one in relations.values() if one.kind == kind and not one.external]
    yield from [name for name in dict.fromkeys(found) if package.has(name)]


def _language(package: Package, relations: dict[str, Relationship]) -> str:
    name = next(_parts(package, relations, "styles"), "")
    return Styles(package.xml(name)).language if name else ""


def _notes(root: Element, kind: str, shared: Shared, relations: dict[str, Relationship]) -> list[Passage]:
    prefix = "" if kind == "footnotes" else "endnote-"
    found = []
    for element in root:
        if element.tag in (W + "footnote", W + "endnote") and W + "type" not in element.keys():  # noqa: SIM118
            found += ReviewWalker(shared, relations, f"note {prefix}{element.get(ID, '')}").passages(element)
    return found


def _count(root: Element) -> tuple[int, int]:
    """How many changes of words and how many of formatting a part has, counted without looking at their places."""
    changes = formatting = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        for child in element:
            if child.tag == MC + "Fallback":
                continue  # the same text again, for old programs
            if child.tag in _CHANGES and element.tag != W + "numPr":
                changes += 1
            elif child.tag.endswith(("PrChange", "}tblGridChange", "}numberingChange")) or child.tag in _CHANGES:
                formatting += 1
                continue  # what the old formatting was
            waiting.append(child)
    return changes, formatting


# Comments


def _comments(package: Package, relations: dict[str, Relationship]) -> list[Comment]:
    """The comments of the file, each with the id of the one that it answers."""
    part = next(_parts(package, relations, "comments"), "")
    elements = list(package.xml(part).iter(W + "comment")) if part else []
    if len(elements) > MAX_COMMENTS:
        raise UnreadableFileError(f"the file has more than {MAX_COMMENTS} comments", _LARGE)
    known = _extended(package, relations)
    by_paragraph = {paragraph: one.get(ID, "") for one in elements for paragraph in _paragraph_ids(one)}
    found = []
    for element in elements:
        ids = _paragraph_ids(element)
        parent, done = next((known[one] for one in reversed(ids) if one in known), ("", False))
        answers = by_paragraph.get(parent, "")
        found.append(
            Comment(
                element.get(ID, ""),
                element.get(W + "author", "")[:200],
                element.get(W + "date", "")[:40],
                _said(element),
                answers if answers != element.get(ID, "") else "",
                done,
            )
        )
    return found


def _extended(package: Package, relations: dict[str, Relationship]) -> dict[str, tuple[str, bool]]:
    """The parent and the state of each comment, by the id of its last paragraph."""
    part = next(_parts(package, relations, "commentsExtended"), "")
    if not part:
        return {}
    return {
        one.get(_W15 + "paraId", "").upper(): (
            one.get(_W15 + "paraIdParent", "").upper(),
            one.get(_W15 + "done", "0") in ("1", "true", "on"),
        )
        for one in package.xml(part).iter(_W15 + "commentEx")
    }


def _paragraph_ids(comment: Element) -> list[str]:
    return [one.get(_W14 + "paraId", "").upper() for one in comment.iter(W + "p") if one.get(_W14 + "paraId")]


def _said(comment: Element) -> str:
    """The words of a comment, a paragraph a line."""
    lines = []
    for paragraph in comment.iter(W + "p"):
        shown = {W + "t": None, W + "tab": "\t", W + "br": "\n", W + "cr": "\n"}
        lines.append(
            "".join(
                [(one.text or "") if shown[one.tag] is None else shown[one.tag] or ""
                 for one in paragraph.iter() if one.tag in shown]
            )
        )  # fmt: skip
    return "\n".join(lines).strip()[:_MOST_SAID]
