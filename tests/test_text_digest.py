"""The digest of a text: as its page describes it, another with whatever a reader sees, the same with all else."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from hostile import put
from hypothesis import given
from lxml import html
from plain_digest import plain_digest, plain_text_of
from released import (
    ENDORSEMENTS,
    IMAGE,
    LANGUAGES,
    ORGANISATIONS,
    POSITION,
    SOURCES,
    change,
    entry,
    make_workspace,
    png,
    release,
    run,
    translate,
)
from strategies import Plan, examples, plans, position_of
from test_inspection import make_document

from toolkit.diagnostics import has_errors
from toolkit.document import Document, Fact, Figure, LawNote, Logos, Note, Paragraph, Section, Table
from toolkit.inline import Change, Emphasis, Link, Mark, Plain, Raised, Strong, Untranslated
from toolkit.pipeline import check, compose_document, digested_texts, read_images
from toolkit.records import replace
from toolkit.resources import Workspace, builtin
from toolkit.text_digest import canonical_text, digest_of_text, short_digest, text_digest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "text-digest.md"
SIX = ("en", "fr", "de", "el", "bg", "lt")


# Two implementations


def documents(identifier: str, tags: tuple[str, ...]) -> Iterator[Document]:
    checked = check(Workspace(ROOT), identifier, tags)
    assert checked.draft is not None
    for tag in tags:
        yield compose_document(checked.draft, tag, (), read_images(checked.draft.position))


@pytest.mark.parametrize(
    ("identifier", "tags"), [("ai-generated-csam", SIX), ("platform-access-for-researchers", ("en",))]
)
def test_page_describes_the_digest_of_the_great_papers(identifier: str, tags: tuple[str, ...]) -> None:
    for document in documents(identifier, tags):
        assert plain_text_of(document) == canonical_text(document)
        assert plain_digest(document) == text_digest(document)


def hard_document() -> Document:
    """A paper with every kind of block and of words, in characters that are not what they seem."""
    rows = (
        ((Plain("Year"),), (Plain("a\tb\nc"),)),
        ((Strong((Emphasis((Plain(" 1 < 2 & 3 > 2 "),)),)),), ()),
    )
    blocks = (
        Table(rows, (1, 1), header=True),
        Logos((Figure("x", png(1), "image/png", 8, 8, "A logo"),)),
        Figure("images/a.png", png(2), "image/png", 8, 8, "A\u00adlt <b>", (Plain("Cap"), Raised("1"), Plain("tion"))),
        Paragraph((Plain("e\u0301\u202f\u2009cafe\u0301 A\u030a \u1100\u1161 \ufb01"),), "call-out"),
        Paragraph((Plain("\u200b\ufeff  soft\u00adhyphen\u2060\u00a0 \u3000"),)),
        Paragraph((Link((Plain("&amp;"),), "https://e.example/?a=1&b=<2>"), Plain("\u0338 &lt;"))),
        Paragraph((Change((Plain("old"), Raised("1a")), "deleted", struck=True), Change((Plain("new"),), "inserted"))),
        Paragraph((Change((Plain("gone"),), "deleted"), Untranslated((Plain("orig\u001cinal"),), "en"))),
        Paragraph((Plain(""),)),
        Section("e", "endorsed-by", None, (Paragraph((Plain("Endorsed"), Mark("r", "†", 1))),)),
        Section("s", "closing", None, (Paragraph((Plain("seen"), Mark("s", "‡", 1))),)),
    )
    document = make_document()
    facts = (
        Fact("Endorsed by", (Plain("Us"), Mark("r", "†", 1)), "endorsed-by"),
        Fact("Also", (Plain("Us"),), "endorsed-elsewhere"),
        Fact("Status", (Plain("Draft"),), "status"),
        Fact("Not yet", (Plain("1/2"),), "draft-translation"),
        Fact("File\u00a0name", (Plain("x"),), "file"),
    )
    notes = (
        Note("r", "†", None, (Plain("Reservation"),), 1),
        Note("s", "‡", None, (Plain("Seen\u00ad"), Link((Plain("there"),), "mailto:a@b.example")), 1),
        *document.notes,
        Note("z", "99", 99, (Plain("Its mark is nowhere"),), 0),
    )
    return replace(
        document,
        facts=(*document.facts, *facts),
        blocks=(*document.blocks, *blocks),
        notes=tuple(sorted(notes, key=lambda note: note.number or 0)),  # as numbering has them: symbols first
    )


def test_page_describes_the_digest_of_a_hard_paper() -> None:
    document = hard_document()
    assert plain_text_of(document) == canonical_text(document)
    lines = canonical_text(document).split("\n")
    assert "row\tYear\ta b c" in lines
    assert "row\t<strong><em> 1 &lt; 2 &amp; 3 &gt; 2 </em></strong>\t" in lines
    assert "call-out\té café Å 가 \ufb01" in lines
    assert "paragraph\tsofthyphen" in lines
    assert f"image\t{sha256(png(2)).hexdigest()}\tAlt &lt;b&gt;\tCap<sup>1</sup>tion" in lines
    assert "paragraph\t<del struck>old<sup>1a</sup></del><ins>new</ins>" in lines
    assert "paragraph\t<del>gone</del>orig inal" in lines
    assert "note\t‡\tSeen<a mailto:a@b.example>there</a>" in lines
    assert not [line for line in lines if "Reservation" in line or "Endorsed" in line or "99" in line]
    law_notes = [line for line in lines if line.startswith("law-note\t")]
    assert len(law_notes) == sum(isinstance(one, LawNote) for one in _law_notes(document)) > 0


def _law_notes(document: Document) -> list[LawNote]:
    found: list[LawNote] = []
    for section in document.blocks:
        for block in section.blocks if isinstance(section, Section) else ():
            for wording in getattr(block, "texts", ()):
                found += wording.notes
    return found


@given(plans())
@examples(60)
def test_page_describes_the_digest_of_any_paper(plan: Plan) -> None:
    draft_position = position_of(plan)
    checked = check(Workspace(ROOT), "ai-generated-csam", ("en",))
    assert checked.draft is not None
    draft = replace(checked.draft, position=draft_position, localised={"en": draft_position})
    document = compose_document(draft, "en", (), {})
    assert plain_text_of(document) == canonical_text(document)


# The vector of the page


def vector() -> tuple[str, str]:
    """The lines that the page shows, and the digest that it says they have."""
    block = PAGE.read_text("utf-8").partition("## A vector")[2]
    lines = re.findall(r"^    (.+)$", block, re.MULTILINE)
    digest = lines.pop().removeprefix("SHA-256: ")
    return "".join(line.replace("→", "\t") + "\n" for line in lines), digest


TREES = """\
kind: position-paper
title: Trees & shade
language: en
date: 2025-06
drafted_by: [city-trees]
summary: Plant **more** of them[^forester].
key_points:
  - id: shade
    point: Streets need shade.
    heading: Shade
    argument: It cools.
footnotes:
  forester: A forester says so.
"""


def test_vector_has_the_digest_that_the_page_says() -> None:
    text, digest = vector()
    assert sha256(text.encode()).hexdigest() == digest


def test_vector_is_the_text_of_such_a_paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "positions/trees/position.yaml", TREES)
    put(tmp_path / "positions/trees/sources.yaml", "[]\n")
    put(tmp_path / ORGANISATIONS, "organisations:\n  - id: city-trees\n    name: City Trees\n")
    monkeypatch.chdir(tmp_path)
    text, digest = vector()
    assert run("digest", "trees", "-l", "en", "--text").stdout_bytes == text.encode()
    assert run("digest", "trees").stdout == f"en  {digest}\n"
    assert json.loads(run("digest", "trees", "--format", "json").stdout) == {"en": digest}


def test_short_form_is_that_of_the_page() -> None:
    shown = re.findall(r"Digest of the text: ([0-9a-f ]+)`", PAGE.read_text("utf-8"))
    assert [len(one.replace(" ", "")) for one in shown] == [16]
    assert short_digest("9c1e04b277d031fa" + "0" * 48) == "9c1e 04b2 77d0 31fa"


# What a reader sees, and what he does not


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("digest") / "workspace")


@pytest.fixture(scope="module")
def before(original: Path) -> dict[str, str]:
    found = digests(original)
    assert len(set(found.values())) == len(LANGUAGES)
    return found


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(original, tmp_path / "elsewhere" / "workspace"))


def digests(folder: Path) -> dict[str, str]:
    """The digest of each language of the paper, which is without errors."""
    checked = check(Workspace(folder), "paper")
    assert not has_errors(checked.diagnostics), checked.diagnostics
    assert checked.draft is not None
    return {tag: digest_of_text(text) for tag, text in digested_texts(checked.draft).items()}


Action = Callable[[Path], object]


def says(old: str, new: str, name: str = POSITION) -> Action:
    """Changes a file that no catalogue follows."""
    return lambda folder: change(folder, name, old, new)


def writes(old: str, new: str) -> Action:
    """Changes the definition, and has it translated anew."""

    def act(folder: Path) -> None:
        change(folder, POSITION, old, new)
        translate(folder)

    return act


def swaps(first: str, second: str) -> Action:
    """Has two parts of the definition change places, and translates it anew."""

    def act(folder: Path) -> None:
        text = (folder / POSITION).read_text("utf-8")
        start, middle = text.index(first), text.index(second)
        end = next(at for at in range(middle + 1, len(text)) if text[at : at + 1].isalpha() and text[at - 1] == "\n")
        put(folder / POSITION, text[:start] + text[middle:end] + text[start:middle] + text[end:])
        translate(folder)

    return act


def own_locale(name: str, old: str, new: str) -> Action:
    """The workspace has its own copy of a French file, with other words."""

    def act(folder: Path) -> None:
        text = (builtin("locales") / "fr" / name).read_text("utf-8")
        assert old in text
        put(folder / "locales/fr" / name, text.replace(old, new))

    return act


FR = "locales/fr/LC_MESSAGES/paper.po"
ALL = LANGUAGES
SEEN: dict[str, tuple[Action, tuple[str, ...]]] = {
    "title": (writes("title: Trees & shade", "title: Trees and shade"), ALL),
    "capital of a title": (writes("title: Trees & shade", "title: Trees & Shade"), ALL),
    "subtitle": (writes("What a warm street", "What a hot street"), ALL),
    "no subtitle": (writes("subtitle: What a warm street needs\n", ""), ALL),
    "date": (says("date: 2025-06", "date: 2025-07"), ALL),
    "day": (says("date: 2025-06", "date: 2025-06-17"), ALL),
    "drafter": (says("drafted_by: [city-trees]", "drafted_by: [shade-union]"), ALL),
    "one more drafter": (says("drafted_by: [city-trees]", "drafted_by: [city-trees, shade-union]"), ALL),
    "name of the drafter": (says("name: City Trees", "name: Town Trees", ORGANISATIONS), ALL),
    "address of the drafter": (says("https://trees.example", "https://forest.example", ORGANISATIONS), ALL),
    "name of the legislative file": (writes("Regulation on shade", "Regulation on shadow"), ALL),
    "word of the summary": (writes("as [the guide]", "so [the guide]"), ALL),
    "full stop": (writes("Nobody waits in the sun.", "Nobody waits in the sun!"), ALL),
    "bold on another word": (writes("Plant **more** of *them*", "**Plant** more of *them*"), ALL),
    "no bold": (writes("**more**", "more"), ALL),
    "italic for bold": (writes("**more**", "*more*"), ALL),
    "where a link leads": (writes("https://example.org/guide", "https://example.org/other"), ALL),
    "words of a link": (writes("[the guide]", "[a guide]"), ALL),
    "no link": (writes("[the guide](https://example.org/guide)", "the guide"), ALL),
    "text of a note": (writes("Trees are thirsty.", "Trees are dry."), ALL),
    "note with a symbol": (writes("thirst: Trees are thirsty.", "thirst: {symbol: '*', text: Trees are dry.}"), ALL),
    "place of a mark": (writes("Rain is not enough[^thirst].", "Rain[^thirst] is not enough."), ALL),
    "year of a source": (says("issued: 2024", "issued: 2023", SOURCES), ALL),
    "title of a source": (says("price of shade", "cost of shade", SOURCES), ALL),
    "author of a source": (says("given: J.", "given: K.", SOURCES), ALL),
    "address of a source": (says("example.org/shade", "example.org/shadow", SOURCES), ALL),
    "locator": (writes("says[@smith2024, p. 4]", "says[@smith2024, p. 5]"), ALL),
    "no citation": (writes("says[@smith2024, p. 4]", "says"), ALL),
    "bytes of an image": (lambda folder: put(folder / IMAGE, png(201)), ALL),
    "description of an image": (writes("![A chart of shade]", "![A graph of shade]"), ALL),
    "no image": (writes("  ![A chart of shade](images/chart.png)\n", ""), ALL),
    "point": (writes("point: Trees need water.", "point: Trees need rain."), ALL),
    "order of points": (swaps("  - id: shade", "  - id: water"), ALL),
    "heading": (writes("heading: Shade is cool", "heading: Shade cools"), ALL),
    "word of an argument": (writes("It cools (see", "This cools (see"), ALL),
    "item of a list": (writes("- lime", "- linden"), ALL),
    "order of items": (writes("- oak\n      - lime", "- lime\n      - oak"), ALL),
    "numbers for bullets": (writes("- oak\n      - lime", "1. oak\n      2. lime"), ALL),
    "paragraph for a call-out": (writes("> Nobody waits", "Nobody waits"), ALL),
    "two paragraphs for one": (writes("is not enough[^thirst].", "is not enough[^thirst].\n\n      Really not."), ALL),
    "figure": (says("value: 52", "value: 53"), ALL),
    "unit of a figure": (says("        unit: percent\n", ""), ALL),
    "words of a figure": (writes("text: of all streets", "text: of most streets"), ALL),
    "source of a figure": (says("        source: smith2024, p. 7\n", ""), ALL),
    "reference to another point": (writes("(see [](#water))", "(see [](#shade))"), ALL),
    "call": (writes("We ask the Parliament", "We ask the Council"), ALL),
    "provision": (says("to: Article 5(2)", "to: Article 5(3)"), ALL),
    "wording of the proposal": (writes("Each street may have a tree.", "Each road may have a tree."), ALL),
    "proposed wording": (writes("shall have a tree", "must have a tree"), ALL),
    "wording for a deletion": (writes("deleted: yes", "proposed: No fee shall be paid."), ALL),
    "footnote of the law": (writes("The law on forests of 1975.", "The law on forests of 1976."), ALL),
    "mark of the law": (says('mark: "1"', 'mark: "2"'), ALL),
    "justification": (writes("One tree is little", "One tree is nothing"), ALL),
    "no justification": (writes("    justification: |\n      Shade is free.\n", ""), ALL),
    "order of amendments": (swaps("  - id: more-trees", "  - id: no-fee"), ALL),
    "form of amendments": (says("drafted_by:", "amendment_form: consolidated\ndrafted_by:"), ALL),
    "closing": (writes("City Trees plants trees.", "City Trees grows trees."), ALL),
    "dash for a hyphen": (writes("What a warm street needs", "What a warm street needs – now"), ALL),
    "word of a translation": (says("Arbres Nobody waits", "Arbres Personne waits", FR), ("fr",)),
    "bold of a translation": (says('msgstr "Arbres Shade is free."', 'msgstr "*Arbres* Shade is free."', FR), ("fr",)),
    "word that the toolkit sets": (
        own_locale("LC_MESSAGES/toolkit.po", 'msgstr "Justification"', 'msgstr "Motifs"'),
        ("fr",),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
def test_change_that_a_reader_sees_changes_the_digest(folder: Path, before: dict[str, str], name: str) -> None:
    act, changed = SEEN[name]
    act(folder)
    after = digests(folder)
    assert tuple(tag for tag in before if after[tag] != before[tag]) == tuple(tag for tag in before if tag in changed)


def in_yaml(change: Callable[[dict[str, object]], object] = lambda draft: None, **style: object) -> Action:
    """Writes the definition anew, with what is said, in another manner."""

    def act(folder: Path) -> None:
        draft = yaml.load((folder / POSITION).read_text("utf-8"), yaml.BaseLoader)
        draft = change(draft) or draft
        text = yaml.dump(draft, allow_unicode=True, **style)  # type: ignore[call-overload]
        put(folder / POSITION, text)

    return act


def rewrites(name: str, edit: Callable[[str], str]) -> Action:
    def act(folder: Path) -> None:
        text = (folder / name).read_bytes().decode()
        new = edit(text)
        assert new != text
        put(folder / name, new)

    return act


def in_catalogue(edit: Callable[[list[str]], list[str]]) -> Action:
    """Changes the entries of the French catalogue, the header first."""
    return rewrites(FR, lambda text: "\n\n".join(edit(text.rstrip("\n").split("\n\n"))) + "\n")


def broken(text: str) -> str:
    """Each string of a PO file in pieces of a few characters."""
    return re.sub(
        r'^(msgid|msgstr) "(.{12,})"$',
        lambda found: (
            f'{found[1]} ""\n' + "\n".join(f'"{piece}"' for piece in re.findall(r"(?:\\.|[^\\]){1,9}", found[2]))
        ),
        text,
        flags=re.MULTILINE,
    )


def translated_anew(old: str, new: str, count: int = 1) -> Action:
    """Renames something everywhere in the definition, and in the catalogues with it."""

    def act(folder: Path) -> None:
        text = (folder / POSITION).read_text("utf-8")
        assert text.count(old) == count
        put(folder / POSITION, text.replace(old, new))
        translate(folder)

    return act


def both(*actions: Action) -> Action:
    def act(folder: Path) -> None:
        for action in actions:
            action(folder)

    return act


def moves(old: str, new: str) -> Action:
    def act(folder: Path) -> None:
        (folder / new).parent.mkdir(exist_ok=True, parents=True)
        (folder / old).rename(folder / new)

    return act


def own_template(name: str, edit: Callable[[bytes], bytes]) -> Action:
    def act(folder: Path) -> None:
        data = (builtin("templates") / "position-paper" / name).read_bytes()
        changed = edit(data)
        assert changed != data
        put(folder / "templates/position-paper" / name, changed)

    return act


def recompressed(data: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    return written.getvalue()


def set_back(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))


def endorsed(folder: Path) -> None:
    """One organisation endorses the paper in each language, another with a reservation."""
    run("release", "paper")
    texts = release(folder).digests
    kept = "kind: endorses-with-reservation\nreservation:\n  amendment: no-fee\n  text: Fees are fine."
    entries = [entry(texts[tag], "green-roofs", tag) for tag in texts]
    entries += [entry(texts["en"], "water-board", more=kept), entry(texts["fr"], "shade-union", "fr", more=kept)]
    put(folder / ENDORSEMENTS, "deadline: 2026-04-01\nasked: [green-roofs]\nendorsements:\n" + "".join(entries))
    assert len(check(Workspace(folder), "paper").draft.standings) == 5  # type: ignore[union-attr]


UNSEEN: dict[str, Action] = {
    "lines of YAML": rewrites(POSITION, lambda text: text.replace("We ask the ", "We ask\n  the\n  ")),
    "wide YAML": in_yaml(sort_keys=False, width=10_000),
    "narrow YAML in double quotes": in_yaml(sort_keys=False, width=30, default_style='"'),
    "flow style": in_yaml(sort_keys=False, default_flow_style=True),
    "order of keys": in_yaml(sort_keys=True),
    "order of keys turned round": in_yaml(lambda draft: dict(reversed(draft.items())), sort_keys=False),
    "comments": rewrites(POSITION, lambda text: "# A paper\n" + text.replace("\ncall:", "\n# what we ask\ncall:")),
    "empty lines": rewrites(POSITION, lambda text: text.replace("\n  - id", "\n\n\n  - id")),
    "CRLF in YAML": rewrites(POSITION, lambda text: text.replace("\n", "\r\n")),
    "mark of the byte order": rewrites(POSITION, lambda text: "\ufeff" + text),
    "quotes": rewrites(POSITION, lambda text: text.replace("title: Trees & shade", "title: 'Trees & shade'")),
    "list in blocks": rewrites(POSITION, lambda text: text.replace("by: [city-trees]", "by:\n  - city-trees")),
    "lines of PO": rewrites(FR, broken),
    "order of PO": in_catalogue(lambda entries: [entries[0], *reversed(entries[1:])]),
    "comments of PO": in_catalogue(lambda entries: [f"# A remark\n#. extracted\n#: file:7\n{one}" for one in entries]),
    "flags of PO": in_catalogue(lambda entries: [entries[0], *[f"#, no-wrap\n{one}" for one in entries[1:]]]),
    "old message of PO": in_catalogue(
        lambda entries: [*entries, '#~ msgctxt "old"\n#~ msgid "Old"\n#~ msgstr "Ancien"'],
    ),
    "header of PO": rewrites(FR, lambda text: text.replace("fr\\n", "fr\\nLast-Translator: us\\n", 1)),
    "CRLF in PO": rewrites(FR, lambda text: text.replace("\n", "\r\n")),
    "style sheet": own_template("paper.css", lambda data: data + b"\nbody { color: black }\n"),
    "page template": own_template("paper.html.j2", lambda data: data.replace(b"<body", b'<body data-own=""', 1)),
    "Word template": own_template("paper.docx", recompressed),
    "key of a source": both(
        rewrites(SOURCES, lambda text: text.replace("smith2024", "jsmith")), translated_anew("smith2024", "jsmith", 3)
    ),
    "id of a note": both(
        rewrites(POSITION, lambda text: text.replace("[^thirst]", "[^dry]").replace("thirst: Trees", "dry: Trees")),
        translate,
    ),
    "id of a point": both(
        rewrites(POSITION, lambda text: text.replace("(#water)", "(#wet)").replace("id: water", "id: wet")), translate
    ),
    "id of an amendment": translated_anew("more-trees", "oaks", 2),
    "id of a footnote of the law": translated_anew("forest-law", "forests", 2),
    "hard space": writes("Trees need water.", "Trees need\u00a0water."),
    "narrow space": writes("Trees need water.", "Trees need\u202fwater."),
    "written hard space": writes("Trees need water.", "Trees need\\ water."),
    "two spaces": writes("Trees need water.", "Trees need  water."),
    "soft hyphen": writes("Trees need water.", "Trees need wa\u00adter."),
    "space of no width": writes("Trees need water.", "Trees need wa\u200bter."),
    "word joiner": writes("Trees need water.", "Trees need \u2060water."),
    "decomposed letters": rewrites(ORGANISATIONS, lambda text: text + "# e\u0301\n"),
    "status": says("status: for-endorsement", "status: final"),
    "version": says('version: "1.0"', 'version: "7.3"'),
    "no version": says('version: "1.0"\n', ""),
    "released": lambda folder: run("release", "paper"),
    "endorsements": endorsed,
    "deadline": lambda folder: put(folder / ENDORSEMENTS, "deadline: 2026-04-01\nasked: [green-roofs, water-board]\n"),
    "endorsers without a text": says("drafted_by:", "endorsed_by: [green-roofs]\ndrafted_by:"),
    "name of an image": both(
        moves(IMAGE, "positions/paper/pictures/other.png"), writes("images/chart.png", "pictures/other.png")
    ),
    "time of the files": set_back,
    "logo": lambda folder: put(folder / "positions/logos/trees.png", png(77)),
    "other organisations": rewrites(ORGANISATIONS, lambda text: text.replace("Water Board", "Rain Board")),
    "order of organisations": rewrites(
        ORGANISATIONS, lambda text: "organisations:\n  - id" + "  - id".join(reversed(text.split("  - id")[1:]))
    ),
    "unused source": rewrites(SOURCES, lambda text: text + "- {id: doe, type: report, title: Other, issued: 2020}\n"),
    "date of a source as a list": says("issued: 2024", "issued: {date-parts: [[2024]]}", SOURCES),
    "file of somebody's own": lambda folder: put(folder / "positions/paper/notes.txt", "mine"),
    "pages of the sheet": says("drafted_by:", "amendment_pages: one\ndrafted_by:"),
    "one language more": lambda folder: put(
        folder / FR.replace("fr", "nl", 1), (folder / FR).read_text("utf-8").replace("Language: fr", "Language: nl")
    ),
    "catalogue of another position": lambda folder: put(folder / "locales/fr/LC_MESSAGES/other.po", "x"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_change_that_no_reader_sees_leaves_the_digest(
    folder: Path, before: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    UNSEEN[name](folder)
    now = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert files != now or name == "time of the files"
    after = digests(folder)
    assert {tag: after[tag] for tag in before} == before


def test_letters_may_be_composed_or_not(folder: Path) -> None:
    change(folder, FR, "Arbres Shade is free.", "Arbres Élagués")
    composed = digests(folder)
    rewrites(FR, partial(unicodedata.normalize, "NFD"))(folder)
    assert digests(folder) == composed


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
        {"TZ": "America/New_York", "PYTHONHASHSEED": "999", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"},
        {"PYTHONHASHSEED": "random", "PYTHONUTF8": "1", "LANG": "tr_TR.UTF-8"},
    ],
    ids=["far east", "far west", "Turkish"],
)
def test_digest_is_the_same_on_any_machine(
    original: Path, before: dict[str, str], surroundings: dict[str, str]
) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **surroundings}
    command = [sys.executable, "-m", "toolkit", "digest", "paper", "--format", "json"]
    below = original / "positions" / "paper" / "images"
    done = subprocess.run(command, cwd=below, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) == before
    command[-2:] = ["-l", "fr", "--text"]
    done = subprocess.run(command, cwd=below, env=environment, capture_output=True, check=True)
    assert sha256(done.stdout).hexdigest() == before["fr"]


def test_text_of_two_languages_is_not_one_text(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    said = run("digest", "paper", "--text", code=2).stderr
    assert "--text prints the text of one language" in said
    change(folder, POSITION, "[^thirst]", "[^thrist]")
    done = run("digest", "paper", "-l", "en", code=1)
    assert "there is no digest yet" in done.stderr
    assert done.stdout == ""


# Where it is printed


def footers(data: bytes) -> list[str]:
    """The text of each footer of a Word file; every section has all that it shows."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        relations = package.read("word/_rels/document.xml.rels").decode()
        targets = dict(re.findall(r'Id="([\w-]+)"[^>]*Target="(footer[\w-]*\.xml)"', relations))
        document = package.read("word/document.xml").decode()
        sections = re.findall(r"<w:sectPr.*?</w:sectPr>", document, re.DOTALL)
        shown: list[str] = []
        for section in sections:
            named = re.findall(r'<w:footerReference [^>]*r:id="([\w-]+)"', section)
            assert named or shown  # a section that names none has those of the one before
            shown += [targets[name] for name in named]
        return [re.sub(r"<[^>]+>", "", package.read(f"word/{name}").decode()) for name in shown]


@pytest.mark.parametrize("kinds", [[], ["-k", "amendments"]], ids=["paper", "sheet"])
def test_digest_is_printed_on_every_page_and_in_the_manifest(
    folder: Path, before: dict[str, str], monkeypatch: pytest.MonkeyPatch, kinds: list[str]
) -> None:
    monkeypatch.chdir(folder)
    run("render", *kinds)
    files = json.loads((folder / "build/paper/manifest.json").read_bytes())["files"]
    assert {(one["language"], one["format"]) for one in files.values()} == {
        (tag, form) for tag in LANGUAGES for form in ("docx", "html")
    }
    for name, one in files.items():
        assert one["text"] == before[one["language"]]
        short = short_digest(before[one["language"]])
        data = (folder / "build/paper" / name).read_bytes()
        if one["format"] == "docx":
            assert footers(data)
            assert all(footer.count(short) == 1 for footer in footers(data))
        else:
            feet = list(html.fromstring(data.decode()).iter("footer"))
            assert [" ".join(str(foot.xpath("string()")).split()).count(short) for foot in feet] == [1]


@pytest.mark.parametrize("form", ["docx", "html"])
def test_digest_of_a_file_does_not_depend_on_the_formats_rendered(
    folder: Path, before: dict[str, str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(folder)
    for arguments, build in (([], "build/paper"), (["--draft"], "build/_drafts/paper")):
        run("render", "-f", form, "-l", "fr", *arguments)
        files = json.loads((folder / build / "manifest.json").read_bytes())["files"]
        assert {name: one["text"] for name, one in files.items()} == {f"paper.fr.{form}": before["fr"]}
