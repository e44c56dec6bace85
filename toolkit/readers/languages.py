"""The files of locales/ to `Language` objects, and which languages a position is translated into."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from toolkit.catalogue import Catalogue
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error
from toolkit.languages import Calendar, Conventions, Language
from toolkit.languages.words import WORDS
from toolkit.readers import shapes
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.fields import child, items
from toolkit.readers.shapes import Field, Fields, Many, Table, Words
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.resources import Workspace

_FORMS = ("article", "paragraph", "point", "article-point", "recital", "annex", "annex-point")
_CONVENTIONS = Fields(
    (
        Field("quotes", Many(Words(), 2), "opening and closing quotation mark", True),
        Field("percent", Words(), "a percentage, with {0} for the number", True),
        Field("thousands", Words(empty=True), "what stands between groups of three figures", True),
        Field(
            "provisions",
            Table("|".join(_FORMS), Words()),
            "forms of provisions, with {0} for the number",
            True,
        ),
    )
)


def read_language(workspace: Workspace, tag: str) -> tuple[Language | None, list[Diagnostic]]:
    """The language `tag`, or None where its files are missing or broken, with everything wrong with them."""
    path, name = _find(workspace, f"{tag}/conventions.yaml")
    if path is None:
        message = f"the language '{tag}' is not ready: locales/{tag}/conventions.yaml is missing"
        hint = f"languages that are ready: {', '.join(ready_languages(workspace))}"
        return None, [error("missing-language-files", Span(name), message, hint)]
    root, diagnostics = read_yaml(path, name)
    diagnostics += shapes.check(root, _CONVENTIONS, "") if root is not None else ()
    words, unconfirmed, found = _read_words(workspace, tag)
    diagnostics += found
    facts = _cldr(workspace, tag)
    if diagnostics or root is None:
        return None, diagnostics
    calendar = Calendar(facts["day"], facts["month"], facts["months"], facts["months_alone"])
    names = (tag, facts["territory"], facts["name"])
    return (
        Language(*names, words, calendar, _conventions(root), facts["decimal"], facts["list"], unconfirmed),
        diagnostics,
    )


def ready_languages(workspace: Workspace) -> list[str]:
    """The tags of the languages that have conventions, in the order of the alphabet."""
    found = {
        path.parent.name
        for folder in workspace.folders("locales")
        for path in folder.glob("*/conventions.yaml")
    }
    return sorted(found)


def find_catalogue(workspace: Workspace, identifier: str, tag: str) -> tuple[Path | None, str]:
    """The catalogue of a position in the language `tag` and its name for messages; None where there is none."""
    return _find(workspace, f"{tag}/LC_MESSAGES/{identifier}.po")


def catalogue_languages(workspace: Workspace, identifier: str) -> list[str]:
    """The tags of the languages that the position has a catalogue in."""
    pattern = f"*/LC_MESSAGES/{identifier}.po"
    found = {
        path.parent.parent.name for folder in workspace.folders("locales") for path in folder.glob(pattern)
    }
    return sorted(found)


def _find(workspace: Workspace, relative: str) -> tuple[Path | None, str]:
    for folder in workspace.folders("locales"):
        if (folder / relative).exists():
            return folder / relative, f"locales/{relative}"
    return None, f"locales/{relative}"


def _read_words(workspace: Workspace, tag: str) -> tuple[Mapping[str, str], frozenset[str], list[Diagnostic]]:
    if tag == "en":
        return WORDS, frozenset(), []
    path, name = _find(workspace, f"{tag}/LC_MESSAGES/toolkit.po")
    if path is None:
        message = f"the fixed words in '{tag}' are missing"
        return WORDS, frozenset(), [error("missing-language-files", Span(name), message, "add the catalogue")]
    catalogue, diagnostics = read_catalogue(path, name)
    if catalogue is None:
        return WORDS, frozenset(), diagnostics
    diagnostics += _check_words(catalogue)
    words = {key: message.translation for key, message in catalogue.messages.items()}
    unconfirmed = frozenset(
        key for key, message in catalogue.messages.items() if "unconfirmed" in message.flags
    )
    return words, unconfirmed, diagnostics


def _check_words(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A fixed word is there, is not empty, and keeps the place of its number."""
    for key, english in WORDS.items():
        message = catalogue.messages.get(key)
        if message is None or not message.translation or message.fuzzy:
            span = message.span if message else Span(catalogue.file)
            yield error(
                "missing-word", span, f"the fixed word '{english}' ({key}) is not translated", "translate it"
            )
        elif message.translation.count("{0}") != english.count("{0}") or _odd_braces(message.translation):
            hint = "{0} stands for the number or name; it must stand there once"
            yield error(
                "missing-word", message.span, f"'{message.translation}' must hold {{0}} as '{english}'", hint
            )


def _odd_braces(text: str) -> bool:
    rest = text.replace("{0}", "")
    return "{" in rest or "}" in rest


def _conventions(root: Node) -> Conventions:
    quotes = [item.value for item in items(child(root, "quotes")) if isinstance(item, TextNode)]
    provisions = child(root, "provisions")
    forms = (
        {key: form.value for key, form in provisions.values.items() if isinstance(form, TextNode)}
        if isinstance(provisions, MapNode)
        else {}
    )
    percent, thousands = child(root, "percent"), child(root, "thousands")
    return Conventions(
        (quotes[0], quotes[1]),
        percent.value if isinstance(percent, TextNode) else "{0}",
        thousands.value if isinstance(thousands, TextNode) else "",
        forms,
    )


@lru_cache(maxsize=4)
def _snapshot(path: Path) -> Mapping[str, Any]:
    try:
        facts: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ToolkitError(f"{path} cannot be read: {problem}", "reinstall the toolkit") from problem
    return facts


def _cldr(workspace: Workspace, tag: str) -> Mapping[str, Any]:
    """CLDR's facts for `tag`: from the file that comes with the toolkit, else from Babel."""
    known = _snapshot(workspace.folders("locales")[-1] / "cldr.json")
    if tag in known:
        facts: Mapping[str, Any] = known[tag]
        return facts
    from toolkit.languages.snapshot import facts as read_facts

    return read_facts(tag)
