"""Markup in every text and every translation prints as it stands, and makes no element, attribute or link."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hostile import MARKUP, PNG, put
from lxml import etree

from toolkit.cli import main
from toolkit.languages.snapshot import TAGS
from toolkit.position import texts
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.positions import read_position

PAPER = "ai-generated-csam"
ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", *[tag for tag in TAGS if tag != "en"])
LITERAL = {"file/name"}  # printed as it stands, with no marks in it
SOURCE_FIELDS = ("title", "container-title", "publisher", "volume", "issue", "number", "short_author")
PERSON_FIELDS = ("family", "given", "literal")

Choose = Callable[[int], str]


@dataclass(slots=True)
class Poisoner:
    """Adds to each text that it is given the payload whose turn it is, or as many letters; counts the texts."""

    harmless: bool
    payloads: list[str] = field(default_factory=list)

    def next_payload(self) -> str:
        number = len(self.payloads) % len(MARKUP)
        payload = MARKUP[number]
        if self.harmless:  # letters that differ as the payloads do
            stop = payload[-1:] if payload[-1:] in ".,;:" else ""  # the mark of a figure's note stands before it
            payload = chr(ord("a") + number) * (len(payload) - len(stop)) + stop
        self.payloads.append(payload)
        return payload

    def literal(self, text: str) -> str:
        """`text` with a payload, where no marks are read."""
        return f"{text} {self.next_payload()}"

    def marked(self, text: str) -> str:
        """`text` with a payload, where marks are read: its stars, brackets and backslashes are escaped."""
        escaped = re.sub(r"[\\*\[\]]", r"\\\g<0>", self.next_payload())
        return f"{text} {escaped}"

    def blocks(self, text: str) -> str:
        """Running text with a payload in each of its paragraphs, items and call-outs."""
        poisoned = []
        for paragraph in re.split(r"\n\s*\n", text.strip()):
            lines = re.split(r"\n(?=- )", paragraph)
            poisoned.append("\n".join([self.marked(" ".join(line.split())) for line in lines]))
        return "\n\n".join(poisoned) + "\n"


def poison_definition(paper: dict[str, Any], poisoner: Poisoner) -> None:
    """Poisons every text of a position.yaml, as read by PyYAML."""
    for name in ("title", "subtitle"):
        paper[name] = poisoner.marked(paper[name])
    paper["file"]["name"] = "Directive <b>&amp;</b>" if not poisoner.harmless else "Directive " + "x" * 12
    for name in ("summary", "call", "closing"):
        if name in paper:
            paper[name] = poisoner.blocks(paper[name])
    for point in paper["key_points"]:
        point["point"] = poisoner.marked(point["point"])
        point["heading"] = poisoner.marked(point["heading"])
        point["argument"] = poisoner.blocks(point["argument"])
        for statistic in point.get("statistics", ()):
            statistic["text"] = poisoner.marked(statistic["text"])
    for amendment in paper.get("amendments", ()):
        amendment["text"] = {role: poisoner.marked(text) for role, text in amendment["text"].items()}
        if "justification" in amendment:
            amendment["justification"] = poisoner.blocks(amendment["justification"])
    for name, note in paper["footnotes"].items():
        if isinstance(note, str):
            paper["footnotes"][name] = poisoner.marked(note)
        else:
            note["text"] = poisoner.marked(note["text"])
    paper["call"] += f"\n![What it shows {'<b>&quot;' if not poisoner.harmless else 'x' * 9}](images/x.png)\n"


def poison_sources(sources: list[dict[str, Any]], poisoner: Poisoner) -> None:
    """Poisons every field of the sources that is printed."""
    for source in sources:
        for holder in (source, source.get("custom", {})):
            for name in SOURCE_FIELDS:
                if name in holder:
                    holder[name] = poisoner.literal(str(holder[name]))
        for author in source.get("author", ()):
            for name in PERSON_FIELDS:
                if name in author:
                    author[name] = poisoner.literal(author[name])
        for names in ("titles", "author_names"):
            held = source.get("custom", {}).get(names, {})
            for language in held:
                held[language] = poisoner.literal(held[language])


def poison_organisations(organisations: list[dict[str, Any]], poisoner: Poisoner) -> None:
    """Poisons the names of the organisations."""
    for organisation in organisations:
        if isinstance(organisation["name"], str):
            organisation["name"] = poisoner.literal(organisation["name"])
        else:
            organisation["name"] = {tag: poisoner.literal(name) for tag, name in organisation["name"].items()}


def poison_catalogue(folder: Path, language: str, poisoner: Poisoner) -> None:
    """Writes a catalogue for the poisoned texts: the translations of the real one, each with a payload."""
    name = f"locales/{language}/LC_MESSAGES/{PAPER}.po"
    catalogue, _ = read_catalogue(ROOT / name, name)
    position, _ = read_position(folder / "positions", PAPER)
    assert catalogue is not None
    assert position is not None
    entries = [f'msgid ""\nmsgstr "Language: {language}\\n"\n']
    for text in texts(position):
        known = catalogue.messages.get(text.key)
        translation = known.translation if known else "Ce que montre l’image"
        add = poisoner.literal if text.key in LITERAL else poisoner.marked
        while text.key in LITERAL and re.search(r"[\\*[\]]", MARKUP[len(poisoner.payloads) % len(MARKUP)]):
            poisoner.payloads.append("")
        entries.append(f"msgctxt {quoted(text.key)}\nmsgid {quoted(text.value)}\nmsgstr {quoted(add(translation))}\n")
    put(folder / name, "\n".join(entries))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def make_workspace(folder: Path, poisoner: Poisoner) -> None:
    """The great paper and its translations with markup, or as many letters, in all their texts."""
    own = folder / "positions" / PAPER
    files = {name: load(ROOT / "positions" / PAPER / f"{name}.yaml") for name in ("position", "sources")}
    organisations = load(ROOT / "positions/organisations.yaml")
    poison_definition(files["position"], poisoner)
    poison_sources(files["sources"]["references"], poisoner)
    poison_organisations(organisations["organisations"], poisoner)
    for name, content in files.items():
        put(own / f"{name}.yaml", dump(content))
    put(folder / "positions/organisations.yaml", dump(organisations))
    put(own / "images/x.png", PNG)
    for language in LANGUAGES[1:]:
        poison_catalogue(folder, language, poisoner)


def load(path: Path) -> Any:
    """The YAML in a file, every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def dump(content: Any) -> str:
    text: str = yaml.dump(content, Dumper=Plain, allow_unicode=True, default_style='"', width=1 << 30)
    return text


class Plain(yaml.SafeDumper):
    """Writes no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


@dataclass(slots=True)
class Outline:
    """A page as the parser of the standard library reads it: its start and end tags in order, and its text."""

    tags: list[tuple[str, ...]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects the outline of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fixed = [(name, value or "") for name, value in attrs if name not in ("content", "alt")]
        names = sorted(name for name, _ in attrs)
        self.outline.tags.append((tag, *names, *(f"{name}={value}" for name, value in sorted(fixed))))
        self.outline.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.outline.shown += [value or "" for name, value in attrs if name in ("content", "alt")]

    def handle_endtag(self, tag: str) -> None:
        self.outline.tags.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.outline.tags.append(("a comment",))

    def handle_pi(self, data: str) -> None:
        self.outline.tags.append(("an instruction",))

    def handle_data(self, data: str) -> None:
        self.outline.shown.append(data)


def read_page(data: bytes) -> Outline:
    """The outline of an HTML file."""
    reader = Reader()
    reader.feed(data.decode("utf-8"))
    reader.close()
    return reader.outline


def read_parts(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The XML parts of a DOCX."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, etree.fromstring(package.read(name), etree.XMLParser(resolve_entities=False))


def elements(root: etree._Element) -> list[tuple[object, ...]]:
    """Each node of a part in order: its depth, its tag, its attributes (but for alternative texts)."""
    found: list[tuple[object, ...]] = []
    for node in root.iter():
        depth = sum(1 for _ in node.iterancestors())
        values = sorted((name, value) for name, value in node.attrib.items() if name not in ("descr", "title"))
        found.append((depth, node.tag, sorted(node.attrib), values))
    return found


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, tuple[Path, Poisoner]]:
    """The poisoned paper and the harmless one, rendered: the folder of each and what was put into its texts."""
    made = {}
    for harmless in (False, True):
        folder = tmp_path_factory.mktemp("harmless" if harmless else "poisoned")
        poisoner = Poisoner(harmless)
        make_workspace(folder, poisoner)
        with pytest.MonkeyPatch.context() as monkeypatch:
            monkeypatch.chdir(folder)
            result = CliRunner().invoke(main, ["render"])
        assert result.exit_code == 0, result.stderr[:3_000]
        made[harmless] = (folder / "build" / PAPER, poisoner)
    return made


FILES = [f"{PAPER}.{language}" for language in LANGUAGES]


def both(built: dict[bool, tuple[Path, Poisoner]], name: str) -> tuple[bytes, bytes]:
    """A file of the poisoned paper, and the same of the harmless one."""
    return (built[False][0] / name).read_bytes(), (built[True][0] / name).read_bytes()


def test_enough_texts_are_poisoned(built: dict[bool, tuple[Path, Poisoner]]) -> None:
    assert len([payload for payload in built[False][1].payloads if payload]) >= 125
    assert set(built[False][1].payloads) - {""} == set(MARKUP)


@pytest.mark.parametrize("name", FILES)
def test_pages_have_the_same_elements(name: str, built: dict[bool, tuple[Path, Poisoner]]) -> None:
    poisoned, harmless = (read_page(data) for data in both(built, f"{name}.html"))
    assert poisoned.tags == harmless.tags
    schemes = {link.partition(":")[0] for link in poisoned.links if not link.startswith("#")}
    assert schemes <= {"https", "data", *(f"{file}.html" for file in FILES)}
    assert all(link.startswith("data:image/png;") for link in poisoned.links if link.startswith("data:"))


@pytest.mark.parametrize("name", FILES)
def test_word_files_have_the_same_elements(name: str, built: dict[bool, tuple[Path, Poisoner]]) -> None:
    poisoned, harmless = (dict(read_parts(data)) for data in both(built, f"{name}.docx"))
    assert poisoned.keys() == harmless.keys()
    for part in poisoned:
        assert elements(poisoned[part]) == elements(harmless[part]), part


def printed(data: bytes) -> str:
    """All that a DOCX prints."""
    return "\n".join("".join(map(str, root.itertext())) for name, root in read_parts(data) if name.endswith(".xml"))


def test_every_payload_is_printed_as_it_stands(built: dict[bool, tuple[Path, Poisoner]]) -> None:
    for name in FILES:
        page = "".join(read_page(both(built, f"{name}.html")[0]).shown)
        words = printed(both(built, f"{name}.docx")[0])
        for payload in MARKUP:
            assert payload in page
            assert payload in words


def test_verification_finds_nothing(built: dict[bool, tuple[Path, Poisoner]]) -> None:
    files = [str(path) for path in sorted(built[False][0].glob("*.*")) if path.suffix in (".html", ".docx")]
    result = CliRunner().invoke(main, ["verify", *files])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count(": all well") == len(files) == 2 * len(LANGUAGES)


def test_languages_of_sources_make_no_attribute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "positions", tmp_path / "positions")
    path = tmp_path / "positions" / PAPER / "sources.yaml"
    hostile = """language: 'fr"><script>alert(1)</script><w:p x="'"""
    put(path, path.read_text(encoding="utf-8").replace("language: en", hostile))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["render", "-l", "en"])
    assert result.exit_code in (0, 1), result.exception
    for page in tmp_path.glob("build/*/*.html"):
        assert "script" not in {tag for tag, *_ in read_page(page.read_bytes()).tags}
    for document in tmp_path.glob("build/*/*.docx"):
        assert dict(read_parts(document.read_bytes()))
