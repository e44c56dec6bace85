"""templates/<kind>/kind.yaml: the kinds of document of a workspace and those that come with the toolkit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from os.path import lexists
from pathlib import Path
from types import MappingProxyType

from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, first, has_errors
from toolkit.inline import Citation, Mark, NoteUse, Reference, walk
from toolkit.kind import Kind, Use, Words
from toolkit.languages.words import WORDS
from toolkit.markup import parse
from toolkit.position import Position
from toolkit.readers import definition, shapes
from toolkit.readers.fields import child, items, word, words_of
from toolkit.readers.shapes import Choice, Either, Field, Fields, Many, Pattern, Table
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.records import Record
from toolkit.resources import Workspace, stay_inside

KIND = "kind.yaml"
MOST_PARTS = 60
MOST_LABEL, MOST_HEADING, MOST_TEXT = 80, 120, 2_000  # characters
HEADED = ("heading",)


class PartShape(Record):
    """What a part prints, and the options that it takes."""

    about: str
    options: tuple[str, ...] = HEADED


PARTS: Mapping[str, PartShape] = MappingProxyType(
    {
        "summary": PartShape("the summary; without a heading, a standfirst if the document begins with it"),
        "key-points": PartShape("the list of key points"),
        "call": PartShape("what is asked of whom"),
        "amendments": PartShape("the amendments, as the definition has them printed"),
        "amendment-list": PartShape("the amendments by provision, a row each"),
        "amendment-forms": PartShape("each amendment in the form of the Parliament"),
        "argument": PartShape("the section that argues each key point, with its figures", ()),
        "sections": PartShape("the sections of a briefing, each of which opens with its finding", ()),
        "figures": PartShape("the figures of all sections, in one panel", ("heading", "most")),
        "closing": PartShape("the closing lines"),
        "disclaimer": PartShape("what the reader should know before relying on it"),
        "comparison": PartShape("the table of jurisdictions"),
        "limitations": PartShape("what the sources do not show"),
        "questions": PartShape("questions to follow up"),
        "sources": PartShape("the list of sources, where sources are cited in brackets"),
        "endorsers": PartShape("the logos of those who endorse", ()),
        "text": PartShape("a paragraph in the kind's own words; may stand several times", ("heading", "text")),
        "addressee": PartShape("who a letter is to, what it is about, and the salutation"),
        "signatories": PartShape("the closing of a letter and the organisations that drafted the paper"),
    }
)
EXCLUSIVE = (("amendments", "amendment-forms"), ("argument", "sections"))
FACTS = ("date", "drafted-by", "endorsed-by", "endorsed-elsewhere", "file", "status", "draft-translation")


def _words_of(most: int, *, marks: bool = False) -> Either:
    """A key of the fixed words, or words by language of at most so many characters."""
    return Either((definition.LINE, Table("|".join(definition.LANGUAGES), shapes.Words(marks=marks, most=most))))


_LABEL, _HEADING, _TEXT = _words_of(MOST_LABEL), _words_of(MOST_HEADING), _words_of(MOST_TEXT, marks=True)
USE = Fields(
    (
        Field("part", Choice(tuple(PARTS)), "which part", True),
        Field("heading", _HEADING, "its heading: a key of the fixed words, or words by language"),
        Field("text", _TEXT, "words of its own, for the part text: a key of the fixed words, or words by language"),
        Field("most", Pattern(r"[1-9][0-9]?", "2"), "how many of its items are printed at most"),
    )
)
SHAPE = Fields(
    (
        Field(
            "label", _LABEL, "what it is called above the title: a key of the fixed words, or words by language", True
        ),
        Field("of", Many(Choice(definition.DEFINITIONS), 1), "the kinds of definition that it is made out of", True),
        Field("parts", Many(Either((Choice(tuple(PARTS)), USE)), 1), "its parts, in their order", True),
        Field("citations", Choice(definition.CITATIONS), "how it cites; left out, as the definition says"),
        Field("pages", Pattern(r"[1-9][0-9]?", "1"), "how many pages it may have"),
        Field("facts", Many(Choice(FACTS)), "the lines below its title; left out, all"),
    )
)


def kind_names(workspace: Workspace) -> list[str]:
    """The kinds there are: the folders below templates/ that have a kind.yaml, those of the toolkit first."""
    found: dict[str, None] = {}
    for folder in reversed(workspace.folders("templates")):
        for path in sorted(folder.glob(f"*/{KIND}")):
            if re.fullmatch(definition.ID_PATTERN, path.parent.name):
                found[path.parent.name] = None
    order = [name for name in definition.DEFINITIONS if name in found]
    return [*order, *[name for name in found if name not in order]]


def read_kind(workspace: Workspace, name: str) -> tuple[Kind | None, list[Diagnostic]]:
    """The kind `name`, or None and what is wrong with it; a `ToolkitError` where there is no such kind."""
    for folder in workspace.folders("templates"):
        path = folder / name / KIND
        if lexists(path):
            stay_inside(folder, path)
            state = path.stat()
            kind, diagnostics = _read(path, name, state.st_mtime_ns, state.st_size)
            return kind, list(diagnostics)
    raise ToolkitError(f"there is no kind '{name}'", f"kinds here: {', '.join(kind_names(workspace))}")


def cites_in_brackets(workspace: Workspace, name: str, position: Position) -> bool:
    """Whether a document of the kind `name` made out of the position cites by numbers in brackets."""
    kind, _ = read_kind(workspace, name)  # what is wrong with it is said where it is used
    return kind.in_brackets(position.citations) if kind else position.citations == "brackets"


@lru_cache(maxsize=16)
def _read(path: Path, name: str, _modified: int, _size: int) -> tuple[Kind | None, tuple[Diagnostic, ...]]:
    shown = f"templates/{name}/{KIND}"
    root, diagnostics = read_yaml(path, shown)
    if root is None:
        return None, tuple(diagnostics) or (error("missing-key", Span(shown), "the file is empty", "name its parts"),)
    nodes = items(child(root, "parts"))
    if len(nodes) > MOST_PARTS:
        message = f"there are {len(nodes)} parts, and no document has more than {MOST_PARTS}"
        return None, (*diagnostics, error("input-limit", nodes[MOST_PARTS].span, message, "leave out what repeats"))
    found = [*shapes.check(root, SHAPE, ""), *_check_words(root, "label", marked=False)]
    found += [problem for node in nodes if isinstance(node, MapNode) for problem in _check_use(node)]
    uses = tuple([_use(node) for node in nodes])
    diagnostics += first([*found, *_check_order(uses)])
    kind = Kind(
        name,
        _words(root, "label"),
        tuple([node.value for node in items(child(root, "of")) if isinstance(node, TextNode)]),
        uses,
        word(root, "citations"),
        int(word(root, "pages")) if word(root, "pages").isdecimal() else 0,
        tuple([node.value for node in items(child(root, "facts")) if isinstance(node, TextNode)]),
    )
    return (None if has_errors(diagnostics) else kind), tuple(diagnostics)


def _use(node: Node) -> Use:
    if isinstance(node, TextNode):
        return Use(node.value, {}, {}, 0, node.span)
    most = word(node, "most")
    number = int(most) if most.isdecimal() else 0
    return Use(word(node, "part"), _words(node, "heading"), _words(node, "text"), number, node.span)


def _words(node: Node, key: str) -> Words:
    """The words under `key`: by language, or under "" the key of fixed words."""
    given = child(node, key)
    if isinstance(given, MapNode):
        return words_of(given)
    named = word(node, key)
    return {"": named} if named else {}


def _check_use(node: MapNode) -> Iterator[Diagnostic]:
    """What is wrong with the words of a part, and options that it does not take."""
    yield from _check_words(node, "heading", marked=False)
    yield from _check_words(node, "text", marked=True)
    name = word(node, "part")
    taken = PARTS[name].options if name in PARTS else ("heading", "text", "most")
    for key in ("heading", "text", "most"):
        if key in node.keys and key not in taken:
            hint = f"leave it out; the part '{name}' takes {', '.join(taken) or 'no options'}"
            yield error("unknown-key", node.keys[key].span, f"the part '{name}' has no '{key}'", hint)
    if name == "text" and "text" not in node.keys:
        hint = "give it its words: {part: text, text: {en: …}}"
        yield error("missing-key", node.span, "the part 'text' has no words", hint)


def _check_order(uses: tuple[Use, ...]) -> Iterator[Diagnostic]:
    """Parts that stand twice, or that print the same things."""
    met: set[str] = set()
    for use in uses:
        if use.part in met and use.part != "text":
            message = f"the part '{use.part}' stands here a second time"
            yield error("duplicate-id", use.span, message, "keep one of the two")
        rivals = [one for pair in EXCLUSIVE if use.part in pair for one in pair if one != use.part and one in met]
        for rival in rivals:
            message = f"the parts '{rival}' and '{use.part}' print the same things"
            yield error("duplicate-id", use.span, message, "keep one of the two")
        met.add(use.part)


def _check_words(node: Node, key: str, *, marked: bool) -> Iterator[Diagnostic]:
    """Fixed words that there are not, and marks in words of the kind that stand for something in a position."""
    given = child(node, key)
    if isinstance(given, TextNode) and (given.value not in WORDS or "{" in WORDS[given.value]):
        hint = f"write the words by language, as in {key}: {{en: …}}, or name fixed words that the toolkit has"
        message = f"there are no fixed words called '{given.value[:60]}'"
        yield error("unknown-words", given.span, message, hint)
    for one in given.values.values() if isinstance(given, MapNode) and marked else ():
        if isinstance(one, TextNode) and len(one.value) <= MOST_TEXT:
            yield from _check_marks(one)


def _check_marks(node: TextNode) -> Iterator[Diagnostic]:
    parsed = parse(node.value)
    for problem in parsed.problems:
        yield error(problem.code, node.place.at(problem.offset), problem.message, problem.hint)
    if any(isinstance(inline, (NoteUse, Citation, Reference, Mark)) for inline in walk(parsed.inlines)):
        message = "notes, citations and references stand in texts of a position, not in the words of a kind"
        yield error("kind-marks", node.span, message, "write it without them; links with an address may stand here")
