"""The files of locales/ to `Language` objects, and which languages a position is translated into."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from os.path import lexists
from pathlib import Path
from typing import Any

from toolkit.catalogue import Catalogue
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, first, has_errors
from toolkit.languages import Calendar, Conventions, Counting, Language
from toolkit.languages.words import COUNTED, WORDS
from toolkit.provisions import Forms
from toolkit.readers import shapes
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.conventions import CONVENTIONS, Style, missing_paths, read_style
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.kept import Kept
from toolkit.readers.yaml_nodes import Node, TextNode, read_yaml
from toolkit.records import Record
from toolkit.resources import Workspace


def read_language(workspace: Workspace, tag: str, style: str = "eu") -> tuple[Language | None, list[Diagnostic]]:
    """The language `tag` in `style`, or None where its files are missing or broken, with what is wrong with them."""
    files = [find_locale_file(workspace, f"{tag}/{name}")[0] for name in _FILES]
    kept = Kept(f"{tag}-{style}", [path for path in files[: 1 + (tag != "en")] if path])
    if data := kept.load():
        return _language(workspace, tag, *_unpack(data)), []
    found_style, diagnostics = _read_style(workspace, tag, style)
    if found_style is None and not has_errors(diagnostics):
        return None, diagnostics
    words, found = _read_words(workspace, tag)
    diagnostics += found
    if has_errors(diagnostics) or found_style is None:
        return None, diagnostics
    if not diagnostics:
        kept.keep(_pack(found_style, words))
    return _language(workspace, tag, found_style, words), diagnostics


_FILES = ("conventions.yaml", "LC_MESSAGES/toolkit.po")


def _language(workspace: Workspace, tag: str, style: Style, words: _Words) -> Language:
    facts = _cldr(workspace, tag)
    day, month = style.dates.get("day", facts["day"]), style.dates.get("month", facts["month"])
    return Language(
        tag,
        facts["territory"],
        facts["name"],
        words.words,
        Counting(words.rule, words.forms),
        Calendar(day, month, facts["months"], facts["months_alone"], style.dates.get("year", "y")),
        style.conventions,
        style.decimal or facts["decimal"],
        facts["list"],
        words.unconfirmed,
        style.unconfirmed,
    )


def _pack(style: Style, words: _Words) -> tuple[Any, ...]:
    """What was read as plain data, which can be kept."""
    conventions = [getattr(style.conventions, name) for name in Conventions.__match_args__]
    forms = tuple([getattr(style.conventions.provisions, name) for name in Forms.__match_args__])
    plain = tuple([forms if isinstance(value, Forms) else value for value in conventions])
    counted = (words.formula, dict(words.forms), words.unconfirmed)
    return (plain, dict(style.dates), style.decimal, style.unconfirmed, dict(words.words), *counted)


def _unpack(data: tuple[Any, ...]) -> tuple[Style, _Words]:
    plain, dates, decimal, open_keys, words, formula, forms, unconfirmed = data
    named = dict(zip(Conventions.__match_args__, plain, strict=True))
    conventions = Conventions(**{**named, "provisions": Forms(*named["provisions"])})
    rule = _compiled(formula) if formula else _ENGLISH.rule
    return Style(conventions, dates, decimal, open_keys), _Words(words, rule, formula, forms, unconfirmed)


def read_forms(workspace: Workspace, tag: str) -> Forms | None:
    """How the language `tag` writes provisions, or None where its conventions cannot be read."""
    style, diagnostics = _read_style(workspace, tag, "eu")
    return style.conventions.provisions if style and not has_errors(diagnostics) else None


def _read_style(workspace: Workspace, tag: str, style: str) -> tuple[Style | None, list[Diagnostic]]:
    path, name = find_locale_file(workspace, f"{tag}/conventions.yaml")
    if tag not in LANGUAGES:
        message = f"'{tag}' is not an official language of the EU"
        return None, [error("missing-language-files", Span(name), message, f"one of: {', '.join(LANGUAGES)}")]
    if path is None:
        message = f"the language '{tag}' is not ready: locales/{tag}/conventions.yaml is missing"
        hint = f"languages that are ready: {', '.join(ready_languages(workspace))}"
        return None, [error("missing-language-files", Span(name), message, hint)]
    root, diagnostics = read_yaml(path, name)
    if root is not None:
        diagnostics += first(shapes.check(root, CONVENTIONS, ""))
        diagnostics += [_no_such_key(node) for node in missing_paths(root)]
    elif not diagnostics:
        hint = "copy the conventions.yaml of another language there and adapt it"
        diagnostics.append(error("missing-language-files", Span(name), "the file is empty", hint))
    if root is None or has_errors(diagnostics):
        return None, diagnostics
    return read_style(root, style), diagnostics


def _no_such_key(node: Node) -> Diagnostic:
    words = node.value if isinstance(node, TextNode) else ""
    hint = "name a key of this file, its parents before it: provisions.heading.indent"
    return error("unknown-key", node.span, f"'{words[:80]}' is no key of this file", hint)


def own_name(workspace: Workspace, tag: str) -> str:
    """What a language calls itself: "français"; the tag itself where it is no official language."""
    return str(_cldr(workspace, tag)["name"]) if tag in LANGUAGES else tag


def ready_languages(workspace: Workspace) -> list[str]:
    """The tags of the languages that have conventions, in the order of the alphabet."""
    found = {path.parent.name for folder in workspace.folders("locales") for path in folder.glob("*/conventions.yaml")}
    return sorted(found)


def find_catalogue(workspace: Workspace, identifier: str, tag: str) -> tuple[Path | None, str]:
    """The catalogue of a position in the language `tag` and its name for messages; None where there is none."""
    return find_locale_file(workspace, f"{tag}/LC_MESSAGES/{identifier}.po")


def catalogue_languages(workspace: Workspace, identifier: str) -> list[str]:
    """The tags of the languages that the position has a catalogue in."""
    found = {
        path.name
        for folder in workspace.folders("locales")
        for path in folder.glob("*")
        if lexists(path / "LC_MESSAGES" / f"{identifier}.po")
    }
    return sorted(found)


def find_locale_file(workspace: Workspace, relative: str) -> tuple[Path | None, str]:
    """The file of locales/ that counts, the workspace's own before the toolkit's, and its name for messages."""
    for folder in workspace.folders("locales"):
        if lexists(folder / relative):  # a link that leads nowhere is a fault to report
            return folder / relative, f"locales/{relative}"
    return None, f"locales/{relative}"


class _Words(Record):
    """The fixed words of a language and the keys of those that nothing confirms.

    `forms` are the words that it counts with; `rule` says which of them a number takes, as `formula` has it.
    """

    words: Mapping[str, str]
    rule: Callable[[int], int]
    formula: str
    forms: Mapping[str, tuple[str, ...]]
    unconfirmed: frozenset[str] = frozenset()


_ENGLISH = _Words(WORDS, lambda number: int(number != 1), "", COUNTED)


def _read_words(workspace: Workspace, tag: str) -> tuple[_Words, list[Diagnostic]]:
    if tag == "en":
        return _ENGLISH, []
    path, name = find_locale_file(workspace, f"{tag}/LC_MESSAGES/toolkit.po")
    if path is None:
        message = f"the fixed words in '{tag}' are missing"
        hint = "copy the toolkit.po of another language there and translate it"
        return _ENGLISH, [error("missing-language-files", Span(name), message, hint)]
    catalogue, diagnostics = read_catalogue(path, name)
    if catalogue is None:
        return _ENGLISH, diagnostics
    formula, number = _plural_rule(catalogue)
    if not formula:
        hint = 'copy the line "Plural-Forms: nplurals=…; plural=…;\\n" of this language into the header'
        diagnostics.append(error("plural-forms", Span(name), "the header has no rule for plural forms", hint))
        return _ENGLISH, diagnostics
    diagnostics += _check_words(catalogue)
    diagnostics += _check_counted(catalogue, number)
    messages = catalogue.messages
    words = {key: message.translation for key, message in messages.items()}
    forms = {key: messages[key].plurals for key in COUNTED if key in messages}
    unconfirmed = frozenset([key for key, message in messages.items() if "unconfirmed" in message.flags])
    return _Words(words, _compiled(formula), formula, forms, unconfirmed), diagnostics


def _plural_rule(catalogue: Catalogue) -> tuple[str, int]:
    """The formula of the header and how many forms it has; empty where gettext cannot read it."""
    match = re.fullmatch(r"\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=\s*([^;]+);?\s*", catalogue.plural_forms)
    if not match:
        return "", 0
    formula, number = match.group(2), int(match.group(1))
    try:
        rule = _compiled(formula)
        fits = all(0 <= rule(count) < number for count in range(1000))
    except (ValueError, RecursionError, ArithmeticError):
        return "", 0
    return (formula, number) if fits else ("", 0)


def _compiled(formula: str) -> Callable[[int], int]:
    from gettext import c2py

    rule: Callable[[int], int] = c2py(formula)
    return rule


def _check_counted(catalogue: Catalogue, number: int) -> Iterator[Diagnostic]:
    """What is counted has every plural form of the language, each with the place of its number at most once."""
    for key, english in COUNTED.items():
        message = catalogue.messages.get(key)
        if message is None:
            continue  # reported among the missing words
        forms = message.plurals
        words = ""
        if len(forms) != number or not all(forms) or message.fuzzy:
            words = f"'{english[1]}' ({key}) is not translated in all of its {number} forms"
        elif any(form.count("{0}") != 1 or _odd_braces(form) for form in forms):
            words = f"a form of '{english[1]}' ({key}) does not have {{0}} once"
        if words:
            yield error("missing-word", message.span, words, "translate msgstr[0] and those after it; keep {0}")


def _check_words(catalogue: Catalogue) -> Iterator[Diagnostic]:
    """A fixed word is there, is not empty, and keeps the place of its number."""
    absent = [key for key in (*WORDS, *COUNTED) if key not in catalogue.messages]
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
        elif _places(message.translation) != _places(english) or _odd_braces(message.translation):
            words = f"'{message.translation}' does not have {{0}} as '{english}' has"
            hint = "{0} is replaced by a number or a name; write no other curly brackets"
            yield error("missing-word", message.place.at(), words, hint)


def _places(text: str) -> tuple[int, int]:
    """How often `text` has a place for each of the two things that a word may be put round."""
    return text.count("{0}"), text.count("{1}")


def _odd_braces(text: str) -> bool:
    rest = text.replace("{0}", "").replace("{1}", "")
    return "{" in rest or "}" in rest


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
