"""The files of locales/ to `Language` objects, and which languages a position is translated into."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from os.path import lexists
from pathlib import Path
from typing import Any

from toolkit.catalogue import Catalogue
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, first, has_errors
from toolkit.languages import Calendar, Conventions, Language
from toolkit.languages.words import WORDS
from toolkit.readers import shapes
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.fields import child, items
from toolkit.readers.shapes import Field, Fields, Many, Pattern, Words
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.resources import Workspace

_FORMS = ("article", "paragraph", "point", "article-point", "recital", "annex", "annex-point")
_ONE_BLANK = r"[^{}]*\{0\}[^{}]*"
_PERCENTAGE = Pattern(_ONE_BLANK, '"{0} %"')
_NUMBERED = Pattern(_ONE_BLANK, '"article {0}"')
_CONVENTIONS = Fields(
    (
        Field("quotes", Many(Words(), 2), "opening and closing quotation mark", True),
        Field("percent", _PERCENTAGE, "a percentage, with {0} for the number", True),
        Field("thousands", Words(empty=True), "what stands between groups of three figures", True),
        Field(
            "provisions",
            Fields(tuple(Field(form, _NUMBERED, "its form, with {0} for the number", True) for form in _FORMS)),
            "forms of provisions, with {0} for the number",
            True,
        ),
    )
)


def read_language(workspace: Workspace, tag: str) -> tuple[Language | None, list[Diagnostic]]:
    """The language `tag`, or None where its files are missing or broken, with everything wrong with them."""
    path, name = _find(workspace, f"{tag}/conventions.yaml")
    if tag not in LANGUAGES:
        message = f"'{tag}' is not an official language of the EU"
        return None, [error("missing-language-files", Span(name), message, f"one of: {', '.join(LANGUAGES)}")]
    if path is None:
        message = f"the language '{tag}' is not ready: locales/{tag}/conventions.yaml is missing"
        hint = f"languages that are ready: {', '.join(ready_languages(workspace))}"
        return None, [error("missing-language-files", Span(name), message, hint)]
    root, diagnostics = read_yaml(path, name)
    if root is not None:
        diagnostics += first(shapes.check(root, _CONVENTIONS, ""))
    elif not diagnostics:
        hint = "copy the conventions.yaml of another language there and adapt it"
        diagnostics.append(error("missing-language-files", Span(name), "the file is empty", hint))
    words, unconfirmed, found = _read_words(workspace, tag)
    diagnostics += found
    if has_errors(diagnostics) or root is None:
        return None, diagnostics
    facts = _cldr(workspace, tag)
    calendar = Calendar(facts["day"], facts["month"], facts["months"], facts["months_alone"])
    names = (tag, facts["territory"], facts["name"])
    return (
        Language(*names, words, calendar, _conventions(root), facts["decimal"], facts["list"], unconfirmed),
        diagnostics,
    )


def ready_languages(workspace: Workspace) -> list[str]:
    """The tags of the languages that have conventions, in the order of the alphabet."""
    found = {path.parent.name for folder in workspace.folders("locales") for path in folder.glob("*/conventions.yaml")}
    return sorted(found)


def find_catalogue(workspace: Workspace, identifier: str, tag: str) -> tuple[Path | None, str]:
    """The catalogue of a position in the language `tag` and its name for messages; None where there is none."""
    return _find(workspace, f"{tag}/LC_MESSAGES/{identifier}.po")


def catalogue_languages(workspace: Workspace, identifier: str) -> list[str]:
    """The tags of the languages that the position has a catalogue in."""
    found = {
        path.name
        for folder in workspace.folders("locales")
        for path in folder.glob("*")
        if lexists(path / "LC_MESSAGES" / f"{identifier}.po")
    }
    return sorted(found)


def _find(workspace: Workspace, relative: str) -> tuple[Path | None, str]:
    for folder in workspace.folders("locales"):
        if lexists(folder / relative):  # a link that leads nowhere is a fault to report
            return folder / relative, f"locales/{relative}"
    return None, f"locales/{relative}"


def _read_words(workspace: Workspace, tag: str) -> tuple[Mapping[str, str], frozenset[str], list[Diagnostic]]:
    if tag == "en":
        return WORDS, frozenset(), []
    path, name = _find(workspace, f"{tag}/LC_MESSAGES/toolkit.po")
    if path is None:
        message = f"the fixed words in '{tag}' are missing"
        hint = "copy the toolkit.po of another language there and translate it"
        return WORDS, frozenset(), [error("missing-language-files", Span(name), message, hint)]
    catalogue, diagnostics = read_catalogue(path, name)
    if catalogue is None:
        return WORDS, frozenset(), diagnostics
    diagnostics += _check_words(catalogue)
    words = {key: message.translation for key, message in catalogue.messages.items()}
    unconfirmed = frozenset(key for key, message in catalogue.messages.items() if "unconfirmed" in message.flags)
    return words, unconfirmed, diagnostics


def _check_words(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A fixed word is there, is not empty, and keeps the place of its number."""
    absent = [key for key in WORDS if key not in catalogue.messages]
    if absent:
        listed = ", ".join(absent[:3]) + (" and more" if len(absent) > 3 else "")
        hint = "copy them from the toolkit.po of another language and translate them"
        yield error("missing-word", Span(catalogue.file), f"fixed words are missing: {listed}", hint)
    for key, english in WORDS.items():
        message = catalogue.messages.get(key)
        if message is None:
            continue
        if not message.translation or message.fuzzy:
            words = f"the fixed word '{english}' ({key}) is not translated"
            yield error("missing-word", message.span, words, "translate it; if it is marked as fuzzy, read it")
        elif message.translation.count("{0}") != english.count("{0}") or _odd_braces(message.translation):
            words = f"'{message.translation}' does not have {{0}} as '{english}' has"
            hint = "{0} is replaced by a number or a name; write no other curly brackets"
            yield error("missing-word", message.place.at(), words, hint)


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
