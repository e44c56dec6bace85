"""templates/<kind>/kind.yaml: the kinds of document of a workspace and those that come with the toolkit."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, first
from toolkit.kind import Kind, Use, Words
from toolkit.languages.words import WORDS
from toolkit.readers import definition, shapes
from toolkit.readers.fields import child, items, word, words_of
from toolkit.readers.shapes import Choice, Either, Field, Fields, Many, Pattern, Table
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.resources import Workspace

KIND = "kind.yaml"
PARTS = (
    "summary", "key-points", "call", "amendments", "amendment-list", "amendment-forms", "argument", "sections",
    "figures", "closing", "disclaimer", "comparison", "limitations", "questions", "sources", "endorsers", "text",
    "addressee", "signatories",
)  # fmt: skip
FACTS = ("date", "drafted-by", "endorsed-by", "endorsed-elsewhere", "file", "status", "draft-translation")

_WORDS = Either((definition.LINE, Table("|".join(definition.LANGUAGES), definition.LINE)))
_TEXT = Either((definition.LINE, Table("|".join(definition.LANGUAGES), definition.MARKED)))
_USE = Fields(
    (
        Field("part", Choice(PARTS), "which part", True),
        Field("heading", _WORDS, "its heading: a key of the fixed words, or words by language"),
        Field("text", _TEXT, "words of its own, for the part text: a key of the fixed words, or words by language"),
        Field("most", Pattern(r"[1-9][0-9]?", "2"), "how many of its items are printed at most"),
    )
)
SHAPE = Fields(
    (
        Field(
            "label", _WORDS, "what it is called above the title: a key of the fixed words, or words by language", True
        ),
        Field("of", Many(Choice(definition.DEFINITIONS), 1), "the kinds of definition that it is made out of", True),
        Field("parts", Many(Either((Choice(PARTS), _USE)), 1), "its parts, in their order", True),
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
        if path.is_file():
            state = path.stat()
            kind, diagnostics = _read(path, name, state.st_mtime_ns, state.st_size)
            return kind, list(diagnostics)
    raise ToolkitError(f"there is no kind '{name}'", f"kinds here: {', '.join(kind_names(workspace))}")


@lru_cache(maxsize=16)
def _read(path: Path, name: str, _modified: int, _size: int) -> tuple[Kind | None, tuple[Diagnostic, ...]]:
    shown = f"templates/{name}/{KIND}"
    root, diagnostics = read_yaml(path, shown)
    if root is None:
        return None, tuple(diagnostics) or (error("missing-key", Span(shown), "the file is empty", "name its parts"),)
    diagnostics += first(shapes.check(root, SHAPE, ""))
    uses = [_use(node, diagnostics) for node in items(child(root, "parts"))]
    kind = Kind(
        name,
        _words(root, "label", diagnostics),
        tuple([node.value for node in items(child(root, "of")) if isinstance(node, TextNode)]),
        tuple(uses),
        word(root, "citations"),
        int(word(root, "pages")) if word(root, "pages").isdecimal() else 0,
        tuple([node.value for node in items(child(root, "facts")) if isinstance(node, TextNode)]),
    )
    broken = any(found.severity == "error" for found in diagnostics)
    return (None if broken else kind), tuple(diagnostics)


def _use(node: Node, diagnostics: list[Diagnostic]) -> Use:
    if isinstance(node, TextNode):
        return Use(node.value, {}, {}, 0, node.span)
    most = word(node, "most")
    use = Use(
        word(node, "part"),
        _words(node, "heading", diagnostics),
        _words(node, "text", diagnostics),
        int(most) if most.isdecimal() else 0,
        node.span,
    )
    if (use.part == "text") != bool(use.text):
        hint = "give the part text its words: {part: text, text: {en: …}}; other parts have none of their own"
        diagnostics.append(
            error("missing-key", node.span, f"the part '{use.part}' and its text do not go together", hint)
        )
    return use


def _words(node: Node, key: str, diagnostics: list[Diagnostic]) -> Words:
    """The words under `key`: by language, or under "" the key of fixed words."""
    given = child(node, key)
    if isinstance(given, MapNode):
        return words_of(given)
    named = word(node, key)
    if isinstance(given, TextNode) and named not in WORDS:
        hint = f"write the words by language, as in {key}: {{en: …}}, or name fixed words that the toolkit has"
        diagnostics.append(error("unknown-words", given.span, f"there are no fixed words called '{named[:60]}'", hint))
    return {"": named} if named else {}
