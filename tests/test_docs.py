"""The documentation tells the truth: commands, options, links, examples, tables and generated files."""

from __future__ import annotations

import json
import re
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from toolkit.cli import main
from toolkit.codes import CODES
from toolkit.diagnostics import Diagnostic
from toolkit.inline import LOCATOR_KINDS
from toolkit.languages import Language
from toolkit.maintenance import schemas
from toolkit.markup import parse_locator
from toolkit.pipeline import check
from toolkit.provisions import LEVELS
from toolkit.readers import definition, shapes
from toolkit.readers.conventions import CONVENTIONS
from toolkit.readers.glossaries import GLOSSARY
from toolkit.readers.languages import read_language
from toolkit.readers.shapes import Choice, Either, Fields, Many, Shape, Table
from toolkit.readers.yaml_nodes import ListNode, MapNode, Node, read_yaml
from toolkit.resources import Workspace
from toolkit.writers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
WRITTEN = [DOCS / f"{name}.md" for name in ("format", "translating", "rendering", "architecture")]
PAGES = sorted([*DOCS.rglob("*.md"), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md"))])
EXAMPLES = [ROOT / "positions", ROOT / "templates" / "workspace" / "positions"]
BLOCK = re.compile(r"^(?:<!-- from: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
HARD_SPACE = "\u00a0"


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, kind: str) -> list[re.Match[str]]:
    """The fenced blocks of a page that are of `kind`."""
    return [found for found in BLOCK.finditer(read(path)) if found["kind"] == kind]


def table(path: Path, *heads: str) -> list[list[str]]:
    """The rows of the table with these first heads, in cells."""
    lines = read(path).split("\n")
    begin = next(i for i, line in enumerate(lines) if line.startswith("| " + " | ".join(heads) + " |"))
    rows = []
    for line in lines[begin + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def coded(cell: str) -> list[str]:
    """The words of a cell that are set as code."""
    return re.findall(r"`([^`]+)`", cell)


# Commands and options


def commands(group: click.Command = main, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its name, those that others hold as well."""
    context = click.Context(group)
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield before + name, command
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")


def parameters() -> Iterator[tuple[str, str]]:
    for command in (main, *(command for _, command in commands())):
        for parameter in command.get_params(click.Context(command)):
            if isinstance(parameter, click.Option):
                yield from ((command.name or "", name) for name in (*parameter.opts, *parameter.secondary_opts))


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_command_is_documented(name: str) -> None:
    assert f"position {name}" in read(DOCS / "rendering.md")


@pytest.mark.parametrize(("command", "option"), sorted(set(parameters())))
def test_option_is_documented(command: str, option: str) -> None:
    assert re.search(rf"[` ]{option}[` ]", read(DOCS / "rendering.md")), f"position {command} {option}"


def test_documented_options_exist() -> None:
    known = {option for _, option in parameters()}
    rows = table(DOCS / "rendering.md", "option", "of")
    assert {word.split()[0] for row in rows for word in coded(row[0])} <= known


@pytest.mark.parametrize("name", ["format", "rendering"])
def test_console_prints_what_the_page_shows(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All consoles of a page, one after the other; those of the page on rendering begin in a workspace."""
    monkeypatch.chdir(tmp_path)
    if name != "format":
        CliRunner().invoke(main, ["init"])
    consoles = blocks(DOCS / f"{name}.md", "console")
    assert consoles
    for console in consoles:
        printed = ""
        for line in re.findall(r"^\$ (.*)$", console["body"], re.M):
            printed += f"$ {line}\n"
            program, *arguments = line.split()
            if program == "cd":
                monkeypatch.chdir(arguments[0])
            else:
                printed += CliRunner().invoke(main, arguments, prog_name=program).output
        assert printed == console["body"]


SLIP = ("positions/right-to-repair/position.yaml", "[@ecodesign2022]", "[@ecodesgn2022]")
LOST = ("locales/fr/LC_MESSAGES/right-to-repair.po", '[^languages]."\n\n', '."\n\n')


@pytest.mark.parametrize(
    ("page", "change", "command"),
    [
        ("format", SLIP, "check -l en"),
        ("rendering", SLIP, "check -l en --format github"),
        ("translating", LOST, "check -l fr"),
    ],
)
def test_messages_are_those_that_are_printed(
    page: str, change: tuple[str, str, str] | None, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page shows what the command prints in the example workspace, from the first line on."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["init"])
    if change:
        path, old, new = tmp_path / change[0], *change[1:]
        assert old in read(path)
        path.write_text(read(path).replace(old, new), encoding="utf-8")
    printed = CliRunner().invoke(main, command.split()).output
    shown = [found["body"] for found in blocks(DOCS / f"{page}.md", "text")]
    assert any(printed.startswith(body) for body in shown), printed


# Links


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", re.sub(BLOCK, "", read(path)), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"`[^`\n]*`", "", re.sub(BLOCK, "", read(path)))
    yield from (link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_linked() -> None:
    """From the documentation itself; the generated tables and the decisions are reached from the pages."""
    reached = {(page.parent / link.partition("#")[0]).resolve() for page in PAGES for link in links(page)}
    assert {page for page in DOCS.rglob("*.md") if page.name != "README.md"} - reached <= {DOCS / "architecture.md"}


def test_decisions_are_numbered_listed_and_short() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    rows = re.findall(r"^\| \[(\d{4})\]\(decisions/(\S+)\)", read(DOCS / "architecture.md"), re.M)
    assert [f"{number} {name}" for number, name in rows] == [f"{page.name[:4]} {page.name}" for page in pages]
    for number, page in enumerate(pages, 1):
        assert read(page).startswith(f"# {number}. "), page.name
        assert len(read(page).splitlines()) <= 25, page.name


# Examples


def excerpts() -> list[tuple[str, str, str]]:
    return [
        (page.name, found["file"], found["body"])
        for page in WRITTEN
        for found in BLOCK.finditer(read(page))
        if found["file"]
    ]


@pytest.mark.parametrize(("page", "file", "body"), excerpts())
def test_excerpt_stands_in_its_file(page: str, file: str, body: str) -> None:
    lines = [line.strip() for line in read(ROOT / file).split("\n")]
    wanted = [line.strip() for line in body.rstrip("\n").split("\n")]
    assert any(lines[i : i + len(wanted)] == wanted for i in range(len(lines))), f"{page}: {file}"


def yaml_examples() -> list[tuple[str, str]]:
    return [
        (page.name, textwrap.dedent(found["body"]))
        for page in WRITTEN
        for found in blocks(page, "yaml")
        if not found["body"].startswith("name: ")  # a workflow of GitHub
    ]


def records_in(shape: Shape) -> Iterator[Fields]:
    """Every record that `shape` may hold."""
    if isinstance(shape, Fields):
        yield shape
    match shape:
        case Fields(fields):
            inner = tuple([field.shape for field in fields])
        case Either(shapes):
            inner = shapes
        case Many(item):
            inner = (item,)
        case Table(_, value):
            inner = (value,)
        case _:
            inner = ()
    for one in inner:
        yield from records_in(one)


KNOWN = [
    record
    for shape in (definition.POSITION, definition.BRIEFING, definition.ORGANISATIONS, definition.SOURCES, GLOSSARY)
    for record in records_in(shape)
]


def excerpt_problems(node: Node) -> list[Diagnostic]:
    """What is wrong with the keys that are there, as part of the record that has them all."""
    if isinstance(node, ListNode):
        return [problem for item in node.items for problem in excerpt_problems(item)]
    if not isinstance(node, MapNode):
        return []
    fitting = [record for record in KNOWN if node.values.keys() <= {field.name for field in record.fields}]
    assert fitting, f"no record has the keys {list(node.values)}"
    tries = [
        [
            problem
            for field in record.fields
            if field.name in node.values
            for problem in shapes.check(node.values[field.name], field.shape, field.name)
        ]
        for record in fitting
    ]
    return min(tries, key=len)


@pytest.mark.parametrize(("page", "text"), yaml_examples())
def test_yaml_example_is_read_without_a_word(page: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    node, found = read_yaml(path, "example.yaml")
    assert not found
    assert node is not None
    assert not excerpt_problems(node)


def whole_example() -> dict[str, str]:
    """The three files of the page on the format, by the key that tells what they are."""
    files: dict[str, str] = {}
    for _, text in yaml_examples():
        for key in ("kind", "organisations", "references"):
            if text.startswith(f"{key}:"):
                files.setdefault(key, text)
    return files


def check_example(folder: Path, position: str) -> tuple[Diagnostic, ...]:
    files = whole_example() | {"kind": position}
    own = folder / "positions" / "example"
    own.mkdir(parents=True, exist_ok=True)
    for key, path in (
        ("kind", "example/position"),
        ("references", "example/sources"),
        ("organisations", "organisations"),
    ):
        (folder / "positions" / f"{path}.yaml").write_text(files[key], encoding="utf-8")
    return check(Workspace(folder), "example").diagnostics


def test_whole_example_is_checked_without_a_word(tmp_path: Path) -> None:
    assert not check_example(tmp_path, whole_example()["kind"])


def traps() -> list[tuple[str, str, str]]:
    """The rows of the table of traps whose wrong and right lines can be put into the example."""
    rows = [
        (coded(row[0])[:1], row[1], coded(row[2])[:1]) for row in table(DOCS / "format.md", "you write", "what happens")
    ]
    return [
        (wrong[0], said, right[0])
        for wrong, said, right in rows
        if wrong and right and wrong[0][:6] in ("title:", "point:")
    ]


def with_line(line: str) -> str:
    key = line.partition(":")[0]
    return re.sub(rf"^( *){key}: .*$", lambda found: found[1] + line, whole_example()["kind"], count=1, flags=re.M)


@pytest.mark.parametrize(("wrong", "said", "right"), [trap for trap in traps() if " " in trap[0]])
def test_trap_shows_itself_as_the_table_says(wrong: str, said: str, right: str, tmp_path: Path) -> None:
    found = {f"{one.severity}[{one.code}]: {one.message}" for one in check_example(tmp_path, with_line(wrong))}
    assert set(re.findall(r"`((?:error|warning)\[[^`]*)`", said)) == found
    if not right.endswith(":"):
        assert not check_example(tmp_path, with_line(right))


# Generated files


def test_reference_and_schemas_are_those_of_the_readers() -> None:
    assert read(DOCS / "format-reference.md") == schemas.reference(), "run: make generated"
    for name in schemas.FILES:
        assert read(DOCS / "schema" / f"{name}.schema.json") == schemas.schema_file(name), "run: make generated"


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do, by the core schema of YAML 1.2: numbers are numbers, dates are text."""


EditorLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":null"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def example_files() -> list[tuple[str, Path]]:
    return [(name, path) for name in schemas.FILES for folder in EXAMPLES for path in folder.rglob(f"{name}.yaml")]


@pytest.mark.parametrize(("name", "path"), example_files(), ids=lambda value: str(value)[-40:])
def test_schema_takes_the_example_files(name: str, path: Path) -> None:
    schema = json.loads(read(DOCS / "schema" / f"{name}.schema.json"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(yaml.load(read(path), Loader=EditorLoader))


def test_schema_refuses_what_the_readers_refuse() -> None:
    schema = json.loads(read(DOCS / "schema" / "position.schema.json"))
    example = yaml.load(whole_example()["kind"], Loader=EditorLoader)
    wrong: list[dict[str, object]] = [
        {"summry": "Text"},
        {"kind": "leaflet"},
        {"date": "06/2025"},
        {"key_points": []},
        {"language": "xx"},
    ]
    for change in wrong:
        assert not Draft202012Validator(schema).is_valid(example | change), change


# Tables


def language(tag: str) -> Language:
    found, problems = read_language(Workspace(ROOT), tag)
    assert found is not None, problems
    return found


def test_locators_are_all_there_and_printed_as_shown() -> None:
    rows = table(DOCS / "format.md", "kind", "you write")
    assert [row[0] for row in rows] == list(LOCATOR_KINDS)
    for kind, written, *shown in rows:
        locators = [parse_locator(form) for form in coded(written)]
        assert all(locator is not None and locator.kind == kind for locator in locators), kind
        for tag, printed in zip(("en", "fr"), shown, strict=True):
            each = [language(tag).locator(locator).replace(HARD_SPACE, " ") for locator in locators if locator]
            assert ", ".join(dict.fromkeys(each)) == printed, kind


def test_choices_are_named() -> None:
    text = read(DOCS / "format.md")
    for record in records_in(definition.POSITION):
        for field in record.fields:
            if isinstance(field.shape, Choice) and field.name not in ("language", "act"):
                missing = [value for value in field.shape.values if value not in text]
                assert not missing, field.name


def test_keys_of_a_definition_are_explained() -> None:
    """Every key of position.yaml, organisations.yaml and `custom` stands on the page for drafters."""
    text = read(DOCS / "format.md")
    for shape in (definition.POSITION, definition.BRIEFING, definition.ORGANISATIONS, definition.CUSTOM):
        for record in records_in(shape):
            missing = [field.name for field in record.fields if not re.search(rf"\b{field.name}\b", text)]
            assert not missing


def test_conventions_are_all_there_and_as_shown() -> None:
    rows = table(DOCS / "translating.md", "level", "example")
    running = {tag: language(tag).conventions.provisions.running for tag in ("en", "fr")}
    assert {coded(row[0])[0] for row in rows} == set(LEVELS) - {"introductory-part"}
    for name, _, *shown in rows:
        for tag, form in zip(("en", "fr"), shown, strict=True):
            assert running[tag][name.strip("`")].replace(HARD_SPACE, " ") == form.strip("`")
    keys = [coded(row[0])[0] for row in table(DOCS / "translating.md", "key", "what it is")]
    assert set(keys) == {field.name for field in CONVENTIONS.fields}


def test_styles_are_all_there() -> None:
    for kind, names in (("paragraph styles", PARAGRAPH_STYLES), ("character styles", CHARACTER_STYLES)):
        rows = table(DOCS / "rendering.md", kind, "for")
        assert sorted(name for row in rows for name in coded(row[0])) == sorted(names)


def test_codes_exist() -> None:
    """Every code that a page names is one, of the severity shown."""
    for page in WRITTEN:
        for severity, code in re.findall(r"(error|warning)\[([a-z0-9-]+)\]", read(page)):
            assert CODES[code].severity == severity, f"{page.name}: {code}"
    for row in table(DOCS / "translating.md", "code", "what it means"):
        assert all(code in CODES for code in coded(row[0]))


def test_layers_are_those_of_the_contract() -> None:
    """The directions of imports on the page are those that import-linter holds."""
    contracts = tomllib.loads(read(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    wanted = [set(re.split(r"\s*[|:]\s*", layer)) for layer in layers][1:]
    section = read(DOCS / "architecture.md").partition("## Directions of imports")[2].partition("Third parties")[0]
    shown = [set(line.strip().split(" · ")) for line in section.split("\n") if line.startswith("    ")]
    assert shown == wanted


def test_modules_are_there() -> None:
    """Every module that the pages for maintainers name, with or without the package before it."""
    for page in (DOCS / "architecture.md", *(DOCS / "decisions").glob("*.md")):
        for name in re.findall(r"`([\w/]+\.py)`", read(page)):
            inside = ("languages", "inspection", "translating")
            places = (ROOT, ROOT / "toolkit", *(ROOT / "toolkit" / folder for folder in inside))
            assert any((place / name).is_file() for place in places), f"{page.name}: {name}"
