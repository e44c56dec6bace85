"""Kinds of document: those of a workspace, what a part takes, which words are printed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hostile import put
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from lxml import html
from test_docs import EditorLoader, blocks, coded, table

from toolkit.cli import main
from toolkit.papers import arranging
from toolkit.readers import definition
from toolkit.readers.kinds import FACTS, PARTS, SHAPE, USE
from toolkit.resources import builtin
from toolkit.writers.allowed import ATTRIBUTES, ELEMENTS, PREFIXES

ROOT = Path(__file__).parent.parent
KINDS = ROOT / "docs" / "kinds.md"


def test_every_part_is_known_to_the_reader() -> None:
    assert sorted(PARTS) == sorted(arranging.PARTS)


@pytest.mark.parametrize("kind", ["position-paper", "briefing"])
def test_new_definition_is_checked_without_a_word_and_rendered(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("init", f"new a-paper --kind {kind}", "check a-paper --strict", "render a-paper --strict"):
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
    assert (tmp_path / "build/a-paper/a-paper.en.docx").is_file()


# Kinds of a workspace

PAPER = "ai-generated-csam"


def added_kind() -> str:
    """The kind.yaml that the page on kinds adds: the lines of its diff."""
    diff = next(found["body"] for found in blocks(KINDS, "diff"))
    lines = diff.split("\n")
    start = next(place for place, line in enumerate(lines) if line.startswith("@@"))
    added = [line[1:] for line in lines[start + 1 :] if line.startswith("+")]
    assert lines[start] == f"@@ -0,0 +1,{len(added)} @@"
    return "\n".join(added) + "\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the paper of this repository, whose translations come with the toolkit."""
    shutil.copytree(ROOT / "positions" / PAPER, tmp_path / "positions" / PAPER)
    shutil.copy(ROOT / "positions" / "organisations.yaml", tmp_path / "positions")
    if (ROOT / "positions" / "logos").is_dir():
        shutil.copytree(ROOT / "positions" / "logos", tmp_path / "positions" / "logos")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rendered(workspace: Path, *options: str) -> dict[str, Path]:
    result = CliRunner().invoke(main, ["render", PAPER, *options])
    assert (result.exit_code, result.stderr) == (0, "")
    return {path.name: path for path in (workspace / "build" / PAPER).glob("*.[dh]*")}


def read_page(path: Path) -> Any:
    return html.fromstring(path.read_bytes())


def test_kind_of_a_workspace_is_one_file_and_printed_in_every_language(workspace: Path) -> None:
    put(workspace / "templates/leaflet/kind.yaml", added_kind())
    files = rendered(workspace, "-k", "leaflet")
    assert sorted(files) == sorted(
        f"{PAPER}.leaflet.{tag}.{form}" for tag in definition.LANGUAGES for form in ("docx", "html")
    )
    own = {"en": "What we want", "de": "Was wir wollen", "fr": "Ce que nous voulons"}
    for tag in definition.LANGUAGES:
        page = read_page(files[f"{PAPER}.leaflet.{tag}.html"])
        heading = page.xpath("//section[@class='key-points']/h2")[0]
        assert heading.text_content() == own.get(tag, "What we want"), tag
        assert heading.xpath("string(.//@lang)") == ("" if tag in own else "en"), tag
        strong = page.xpath("//strong[normalize-space()='these changes' or normalize-space()='diese Änderungen']")
        assert [one.xpath("string(ancestor-or-self::*[@lang][1]/@lang | .//@lang)") for one in strong], tag
    german = read_page(files[f"{PAPER}.leaflet.de.html"])
    assert german.xpath("string(//p[@class='kicker'])") == "Merkblatt"
    polish = read_page(files[f"{PAPER}.leaflet.pl.html"])
    assert polish.xpath("string(//p[@class='kicker'])") == "Leaflet"


def test_one_file_of_a_kind_of_the_toolkit_is_changed(workspace: Path) -> None:
    own = workspace / "templates"
    put(own / "letter/paper.css", "h1 { color: teal }\n")
    page = (builtin("templates") / "position-paper/paper.html.j2").read_text("utf-8")
    put(own / "amendments/paper.html.j2", page.replace('<main id="_main"', '<main class="own" id="_main"'))
    turned = (builtin("templates") / "one-page/kind.yaml").read_text("utf-8")
    points, call = "  - key-points\n", "  - call\n"
    assert points + call in turned
    put(own / "one-page/kind.yaml", turned.replace(points + call, call + points))
    kinds = ("letter", "amendments", "one-page", "position-paper")
    files = rendered(workspace, "-l", "en", "-l", "el", *[word for kind in kinds for word in ("-k", kind)])
    assert len(files) == 16
    pages = {name: path.read_text("utf-8") for name, path in files.items() if name.endswith(".html")}
    for words, kind in (("color: teal", "letter"), ('class="own"', "amendments")):
        with_words = {name for name, text in pages.items() if words in text}
        assert with_words == {f"{PAPER}.{kind}.{tag}.html" for tag in ("en", "el")}
    for tag in ("en", "el"):
        short = pages[f"{PAPER}.one-page.{tag}.html"]
        assert short.index('class="call"') < short.index('class="key-points"')


# The page on kinds


def test_page_explains_every_part_and_option() -> None:
    rows = [[coded(row[0])[0], row[1], coded(row[2])] for row in table(KINDS, "part", "what it prints")]
    assert rows == [[name, part.about, list(part.options)] for name, part in PARTS.items()]
    for heads, record in ((("key", "what it says"), SHAPE), (("option of a part", "what it says"), USE)):
        assert [coded(row[0])[0] for row in table(KINDS, *heads)] == [field.name for field in record.fields]
    facts = next(row for row in table(KINDS, "key", "what it says") if coded(row[0]) == ["facts"])
    assert coded(facts[1]) == list(FACTS)
    for name in (*definition.DEFINITIONS, *definition.CITATIONS):
        assert f"`{name}`" in KINDS.read_text("utf-8")


def test_page_lists_what_may_stand_in_a_page() -> None:
    listed = KINDS.read_text("utf-8").partition("These elements may be used")[2].partition("\n## ")[0]
    assert set(coded(listed)) == {*ELEMENTS, *ATTRIBUTES, *(f"{prefix}…" for prefix in PREFIXES)}


@pytest.mark.parametrize("path", sorted(builtin("templates").glob("*/kind.yaml")), ids=lambda path: path.parent.name)
def test_schema_takes_the_kinds_of_the_toolkit(path: Path) -> None:
    schema = json.loads((ROOT / "docs/schema/kind.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for text in (path.read_text("utf-8"), added_kind()):
        Draft202012Validator(schema).validate(yaml.load(text, Loader=EditorLoader))
    assert not Draft202012Validator(schema).is_valid({"label": "letter", "of": ["letter"], "parts": ["summary"]})
    assert not Draft202012Validator(schema).is_valid({"label": "letter", "of": ["briefing"], "parts": ["footer"]})
