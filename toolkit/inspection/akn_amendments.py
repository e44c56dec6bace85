"""The amendments of a list in Akoma Ntoso by their parts, and how they differ from those of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from toolkit.diagnostics import Diagnostic, Span, error
from toolkit.document import AmendmentBlock, Block, Document, Figure, LabelledText, ListBlock, Paragraph, Section
from toolkit.inline import Change, Emphasis, Inlines, InnerLink, Link, Mark, NumberReference, Plain, Raised, Strong
from toolkit.inspection.alignment import first_difference
from toolkit.inspection.reading import normal, quote
from toolkit.records import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
RENDER = "render the sheet of amendments again; if it comes again, the toolkit is at fault"
# The abbreviations of the Naming Convention for the levels of a provision.
_LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "art": "article",
        "att": "annex",
        "chp": "chapter",
        "cit": "citation",
        "intro": "introductory-part",
        "para": "paragraph",
        "rec": "recital",
        "sec": "section",
        "subpara": "subparagraph",
    }
)
_SIDES = ("old", "new")
T = TypeVar("T")
Levels = tuple[tuple[str, str], ...]


class ReadWording(Record):
    """A wording: `kept` is its text without what is inserted or deleted in it; a line for each paragraph."""

    role: str
    text: str
    kept: str


class ReadAmendment(Record):
    """An amendment by its parts, each text as displayed.

    `positions` are the lines that name the provision, each with its levels. `deletion` is the word that says that it
    goes, in the place of a wording. `effect` is the type of the modification, `destination` the provision that it is
    of, `changes` the roles of the wordings that it calls old and new.
    """

    label: str
    positions: tuple[tuple[str, Levels], ...]
    wordings: tuple[ReadWording, ...]
    deletion: str
    justification: tuple[str, ...]
    effect: str
    destination: Levels
    changes: tuple[tuple[str, str], ...]


# What is in the file


def local_name(element: Element) -> str:
    """The name of an element of Akoma Ntoso, empty for one of another namespace."""
    return element.tag.removeprefix(NAMESPACE) if element.tag.startswith(NAMESPACE) else ""


def find(element: Element, name: str) -> Element | None:
    """The first element called `name` among the descendants of `element`."""
    return element.find(f".//{NAMESPACE}{name}")


def read_amendment(component: Element) -> ReadAmendment:
    """The amendment that `component` holds."""
    structures = list(component.iter(f"{NAMESPACE}quotedStructure"))
    roles = {f"#{one.get('eId')}": one.get("class", "") for one in structures}
    number, modification = find(component, "docNumber"), find(component, "textualMod")
    related = list(modification) if modification is not None else []
    places = [one.get("href", "") for one in related if local_name(one) == "destination"]
    changes = [(name, roles.get(one.get("href", ""), "")) for one in related if (name := local_name(one)) in _SIDES]
    return ReadAmendment(
        _text(number) if number is not None else "",
        tuple(_positions(component)),
        tuple([_read_wording(one) for one in structures]),
        "".join([_text(one) for one in component.iter(f"{NAMESPACE}inline") if one.get("name") == "deleted"]),
        tuple(_justification(find(component, "amendmentJustification"))),
        modification.get("type", "") if modification is not None else "",
        _levels(places[0]) if places else (),
        tuple(changes),
    )


def _positions(component: Element) -> Iterator[tuple[str, Levels]]:
    for block in component.iter(f"{NAMESPACE}block"):
        if block.get("name") == "position":
            link = find(block, "ref")
            yield _text(block), _levels(link.get("href", "")) if link is not None else ()


def _levels(href: str) -> Levels:
    """The levels that the id in `href` names: "#art_2__para_3" is article 2, paragraph 3."""
    levels: list[tuple[str, str]] = []
    for part in href.removeprefix("#").split("__"):
        name, _, number = part.partition("_")
        level = _LEVELS.get(name, name)
        if level == "point" and levels and levels[-1][0] == "point":
            level = "subpoint"
        levels.append((level, number))
    return tuple(levels)


def _read_wording(structure: Element) -> ReadWording:
    return ReadWording(structure.get("class", ""), _paragraphs(structure), _paragraphs(structure, ("ins", "del")))


def _paragraphs(structure: Element, without: tuple[str, ...] = ()) -> str:
    return "\n".join([_text(child, without) for child in structure])


def _justification(part: Element | None) -> Iterator[str]:
    for element in part if part is not None else ():
        name = local_name(element)
        if name in ("p", "li"):
            yield _text(element)
        elif name != "heading":
            yield from _justification(element)


def _text(element: Element, without: tuple[str, ...] = ()) -> str:
    """What `element` displays: notes as their marks, no element named in `without`."""
    return normal("".join(_words(element, without)))


def _words(element: Element, without: tuple[str, ...]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in ("authorialNote", "noteRef"):
            yield f"[^{child.get('marker', '')}]"
        elif name == "sup":  # the mark of a note of the law that is not given
            yield f"[^{''.join(child.itertext())}]"
        elif name not in without:
            yield from _words(child, without)
        yield child.tail or ""


# What is in the document


def expect_amendment(block: AmendmentBlock) -> ReadAmendment:
    """The parts that the amendment `block` must have in a file."""
    lines = [line for line in block.lines if line.role == "position"]
    positions = [(_shown(line.content), line.provision.levels if line.provision else ()) for line in lines]
    destination = next((levels for _, levels in positions if levels), ())
    gone = [text for text in block.texts if block.deleted and text.role == "proposed"]
    texts = [text for text in block.texts if text not in gone]
    changes = [("new" if text.role in ("proposed", "inserted") else "old", text.role) for text in texts]
    return ReadAmendment(
        normal(block.label),
        tuple(positions),
        tuple([ReadWording(text.role, _wording(text), _wording(text, False)) for text in texts]),
        " ".join([_wording(text) for text in gone]),
        tuple([text for inner in block.justification for text in _block_texts(inner)]),
        _effect(block) if destination else "",
        destination,
        tuple(changes) if destination else (),
    )


def _effect(block: AmendmentBlock) -> str:
    """What the form leaves no doubt of; empty where a modification may be of several types."""
    if block.deleted:
        return "repeal"
    has_original = any(_wording(text) for text in block.texts if text.role in ("original", "deleted"))
    return "" if has_original else "insertion"


def _wording(text: LabelledText, changed: bool = True) -> str:
    return "\n".join([_shown(paragraph, changed) for paragraph in text.paragraphs])


def _block_texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(content):
            yield _shown(content)
        case ListBlock(items):
            yield from [_shown(item) for item in items]
        case Figure():
            yield ""
            if block.caption:
                yield _shown(block.caption)


def _shown(inlines: Inlines, changed: bool = True) -> str:
    """What `inlines` display: notes as their marks, and what is changed only if `changed`."""
    return normal("".join(_characters(inlines, changed)))


def _characters(inlines: Inlines, changed: bool) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Plain(text):
                yield text
            case NumberReference(_, _, number, before, after):
                yield before + number + after
            case Mark(_, text) | Raised(text):
                yield f"[^{text}]"
            case Strong(children) | Emphasis(children) | Link(children) | InnerLink(children):
                yield from _characters(children, changed)
            case Change(children) if changed:
                yield from _characters(children, changed)


# Comparison


def compare_amendments(document: Document, read: Sequence[ReadAmendment], name: str) -> tuple[Diagnostic, ...]:
    """Where the amendments of the file `name` differ from those of `document`."""
    blocks = [block for part in document.blocks if isinstance(part, Section) for block in part.blocks]
    due = [expect_amendment(block) for block in blocks if isinstance(block, AmendmentBlock)]
    found = []
    if len(due) != len(read):
        message = f"the number of amendments is {len(read)} in the file, but {len(due)} in the paper"
        found.append(error("number-differs", Span(name), message, RENDER))
    for expected, amendment in zip(due, read, strict=False):
        for code, message in _differences(expected, amendment):
            found.append(error(code, Span(name), f"{expected.label}: {message}", RENDER))
    return tuple(found)


def _differences(due: ReadAmendment, read: ReadAmendment) -> Iterator[tuple[str, str]]:
    """What differs in one amendment, as codes and messages."""
    if read.label != due.label:
        yield "number-differs", f"the amendment is called {quote(read.label)} in the file"
    for (text, levels), (shown, place) in _paired(due.positions, read.positions, ("", ())):
        if text != shown:
            yield "text-differs", f"the position is {quote(shown)} in the file, but {quote(text)} in the paper"
        elif levels != place:
            yield "reference-differs", f"the position {quote(text)} leads to another provision"
    for wording, one in _paired(due.wordings, read.wordings, ReadWording("", "", "")):
        yield from _wording_differences(wording, one)
    yield from _text_differences("the word for what is deleted", due.deletion, read.deletion)
    for reason, found in _paired(due.justification, read.justification, ""):
        yield from _text_differences("the justification", reason, found)
    if due.effect and read.effect != due.effect:
        yield "text-differs", f"the modification is of the type '{read.effect}', not '{due.effect}'"
    if (read.destination, read.changes) != (due.destination, due.changes):
        yield "reference-differs", "the modification is of another provision, or of other wordings"


def _wording_differences(due: ReadWording, read: ReadWording) -> Iterator[tuple[str, str]]:
    if read.role != due.role:
        yield "text-differs", f"a wording is called '{read.role}' in the file, but '{due.role}' in the paper"
    elif read.text != due.text:
        yield from _text_differences(f"the {due.role} wording", due.text, read.text)
    else:
        yield from _text_differences(f"the {due.role} wording without its changes", due.kept, read.kept)


def _text_differences(what: str, due: str, read: str) -> Iterator[tuple[str, str]]:
    if due != read:
        text, shown = first_difference(due, read)
        yield "text-differs", f"{what} reads '{shown}' in the file, but '{text}' in the paper"


def _paired(due: Sequence[T], read: Sequence[T], nothing: T) -> Iterator[tuple[T, T]]:
    return zip_longest(due, read, fillvalue=nothing)
