"""PDF: every note on the page of its mark, tags for every part, nothing fetched, the same bytes each time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from builtin_kinds import kind as kind_of
from hostile import PAGE as WEB_PAGE
from hostile import PNG, make_workspace, put
from programs import tool
from test_draft import make_everything
from test_tools import HARD, HARD_SOURCES, first_marks, pages_of_mark, run, squashed

from toolkit.diagnostics import Diagnostic, ToolkitError
from toolkit.document import Document
from toolkit.inputs import input_digests
from toolkit.inspection import compare, verify_file
from toolkit.languages.snapshot import TAGS
from toolkit.pipeline import check, compose_document, read_images, render, write_papers
from toolkit.records import replace
from toolkit.resources import Workspace, builtin, find_workspace
from toolkit.writers import confined, pdf

PAPER = "ai-generated-csam"
OTHER = "platform-access-for-researchers"
LANGUAGES = ("en", *[tag for tag in TAGS if tag != "en"])
REPOSITORY = find_workspace(Path(__file__).parent)
CANARY = "CANARY-4711-CANARY"


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Own templates may take as long as a long paper: they print 60 notes, while other tests take the processors.

    That a template which takes too long is ended is tested in test_hostile_kinds.py.
    """
    limits = replace(confined.LIMITS["pdf"], seconds=confined.MOST_SECONDS)
    monkeypatch.setattr(confined, "LIMITS", {**confined.LIMITS, "pdf": limits})
    monkeypatch.setattr(confined, "TOGETHER", confined.MOST_SECONDS)


def document(workspace: Workspace, identifier: str, tag: str = "en", kind: str = "") -> Document:
    """A paper that has been numbered; it is without errors."""
    draft = check(workspace, identifier, [tag]).draft
    assert draft is not None
    return compose_document(draft, tag, (), read_images(draft.position), kind_of(kind) if kind else None)


def found_in(document: Document, data: bytes) -> tuple[Diagnostic, ...]:
    """What verification finds in a PDF."""
    reading, found = verify_file("a.pdf", data, rendered=True)
    return found if reading is None else (*found, *compare(document, reading, "a.pdf"))


def pages_of(data: bytes, folder: Path) -> list[str]:
    """The text of each page, squashed, as poppler finds it."""
    path = folder / "pages.pdf"
    path.write_bytes(data)
    return [squashed(page) for page in run([tool("pdftotext"), "-raw", "-enc", "UTF-8", path, "-"]).split("\f")[:-1]]


# Notes at the foot of their pages


def check_notes_by_poppler(paper: Document, data: bytes, page: bytes, folder: Path) -> dict[str, int]:
    """The page of each note, which has been found there with its mark; what notes there are the HTML file says."""
    read, _ = verify_file("a.html", page)
    assert read is not None
    pages = pages_of(data, folder)
    places, found = first_marks(read), {}
    assert [note.mark for note in read.notes] == [note.mark for note in paper.notes]
    for note in read.notes:
        begins = [at for at, text in enumerate(pages) if squashed(note.mark + note.text)[:30] in text]
        stands = pages_of_mark(pages, squashed(places[note.mark]), squashed(note.mark))
        assert len(begins) == 1, f"note {note.mark} begins on the pages {begins}"
        assert begins[0] in stands, f"note {note.mark} begins on page {begins}, its mark is on {stands}"
        assert squashed(note.text)[-20:] in "".join(pages[begins[0] : begins[0] + 2])
        found[note.mark] = begins[0]
    return found


@pytest.fixture(scope="module")
def papers() -> dict[tuple[str, str], Any]:
    """The paper of the repository in every language, as PDF and HTML, without a diagnostic."""
    draft = check(REPOSITORY, PAPER, LANGUAGES).draft
    assert draft is not None
    made = {}
    for paper, found in write_papers(REPOSITORY, draft, ("pdf", "html")):
        assert found == (), paper.name
        made[paper.language, paper.format] = paper
    return made


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_note_stands_on_the_page_of_its_mark(
    papers: dict[tuple[str, str], Any], tmp_path: Path, tag: str
) -> None:
    paper = papers[tag, "pdf"]
    check_notes_by_poppler(paper.document, paper.data, papers[tag, "html"].data, tmp_path)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_pages_are_counted_in_the_words_of_the_language(
    papers: dict[tuple[str, str], Any], tmp_path: Path, tag: str
) -> None:
    words = papers[tag, "pdf"].document.words["page-of"]
    pages = pages_of(papers[tag, "pdf"].data, tmp_path)
    assert 5 <= len(pages) <= 12
    for number, page in enumerate(pages, 1):
        assert squashed(words.replace("{0}", str(number)).replace("{1}", str(len(pages)))) in page


SENTENCE = "Part {1} of note q{0}q, a sentence of some length as notes have them in papers. "


def many_notes(folder: Path) -> Workspace:
    """A paper with 60 notes, some of them longer than half a page, every fifth used twice."""
    paragraphs, notes = [], []
    for number in range(1, 61):
        again = f" Said again.[^n{number - 3}]" if number % 5 == 0 else ""
        paragraphs.append(
            f"      Words before the mark {number} of a note.[^n{number}] {'More words follow. ' * 12}{again}"
        )
        length = 30 if number % 13 == 0 else 1 + number % 4
        text = "".join(SENTENCE.format(number, place) for place in range(length)).strip()
        other = f" See [](#n{number - 1})." if number % 7 == 0 else ""
        notes.append(f'  n{number}: "{text}{other}"')
    body = "\n\n".join(paragraphs)
    definition = (
        "kind: position-paper\ntitle: Many notes\nlanguage: en\ndate: 2025\ndrafted_by: [us]\nsummary: Short.\n"
        "key_points:\n  - id: one\n    point: One.\n    heading: One and only\n    argument: |\n"
        f"{body}\nfootnotes:\n" + "\n".join(notes) + "\n"
    )
    put(folder / "positions/many/position.yaml", definition)
    put(folder / "positions/organisations.yaml", "organisations: [{id: us, name: Us}]\n")
    return Workspace(folder)


def test_many_notes_long_ones_and_notes_used_twice(tmp_path: Path) -> None:
    workspace = many_notes(tmp_path)
    draft = check(workspace, "many").draft
    assert draft is not None
    made = {paper.format: (paper, found) for paper, found in write_papers(workspace, draft, ("pdf", "html"))}
    assert [found for _, found in made.values()] == [(), ()]
    paper = made["pdf"][0]
    places = check_notes_by_poppler(paper.document, paper.data, made["html"][0].data, tmp_path)
    assert len(places) == 60
    assert list(places.values()) == sorted(places.values())
    text = "".join(pages_of(paper.data, tmp_path))
    for number in range(1, 61):  # printed once each, also where two marks lead to it
        assert text.count(squashed(SENTENCE.format(number, 0))) == 1
    with pikepdf.open(io.BytesIO(paper.data)) as file:
        links = [str(element.K[0].Obj.Dest) for element in elements(file) if element.S == "/Link" and is_mark(element)]
    assert len(links) == 72
    assert {name for name in links if links.count(name) == 2} == {f"fn-{number - 3}" for number in range(5, 61, 5)}


# Tags


def elements(file: pikepdf.Pdf) -> Iterator[Any]:
    """Every structure element of a file in reading order."""
    waiting = [file.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        yield element
        waiting[:0] = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def is_mark(element: Any) -> bool:
    return bool(element.P.S == "/Reference")


def test_file_says_what_its_parts_are(papers: dict[tuple[str, str], Any]) -> None:
    paper = papers["en", "pdf"]
    with pikepdf.open(io.BytesIO(paper.data)) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "en"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title) == "Artificial does not mean harmless"
        assert str(file.docinfo.Author) == paper.document.author
        assert "/CreationDate" not in file.docinfo
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Artificial does not mean harmless"
        roles = [str(element.S) for element in elements(file)]
        assert roles.count("/Note") == len(paper.document.notes) == 31
        assert roles.count("/H1") == 1
        assert {"/P", "/H2", "/L", "/LI", "/Lbl", "/LBody", "/Link", "/Reference", "/Sect", "/Span"} <= {*roles}
        notes = [element for element in elements(file) if element.S == "/Note"]
        assert len({str(note.ID) for note in notes}) == 31
        assert all(str(annotation.Contents) and "/StructParent" in annotation for annotation in links(file))
        assert all(page.Tabs == "/S" for page in file.pages)
        assert len(list(file.open_outline().root[0].children)) == 8
        check_parents(file)


def links(file: pikepdf.Pdf) -> Iterator[Any]:
    for page in file.pages:
        yield from page.get("/Annots", [])


def check_parents(file: pikepdf.Pdf) -> None:
    """The tree of parents leads from each content and annotation to the element that has it."""
    numbers = dict(zip(*[iter(file.Root.StructTreeRoot.ParentTree.Nums)] * 2, strict=True))
    for element in elements(file):
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary):
                if kid.get("/Type") == "/OBJR":
                    assert numbers[int(kid.Obj.StructParent)].objgen == element.objgen
                elif kid.get("/Type") == "/MCR":
                    assert numbers[int(kid.Pg.StructParents)][int(kid.MCID)].objgen == element.objgen
                else:
                    assert kid.P.objgen == element.objgen
            else:
                assert numbers[int(element.Pg.StructParents)][int(kid)].objgen == element.objgen


@pytest.mark.parametrize("tag", ["en", "el", "bg", "ga"])
def test_fonts_are_embedded(papers: dict[tuple[str, str], Any], tag: str) -> None:
    with pikepdf.open(io.BytesIO(papers[tag, "pdf"].data)) as file:
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        described = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/FontBBox" in one]
        assert described
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in described)
        assert all("/ToUnicode" in one for one in fonts if one.Subtype == "/Type0")


def test_table_has_heads_and_parts_have_their_language(tmp_path: Path) -> None:
    workspace = Workspace(make_everything(tmp_path, "columns"))
    checked = check(workspace, "all", ["en"], as_draft=True)
    assert checked.draft is not None
    paper = compose_document(checked.draft, "en", (), read_images(checked.draft.position))
    data = pdf.write(paper, workspace.template("position-paper"))
    assert found_in(paper, data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        found = list(elements(file))
        assert {str(one.A.Scope) for one in found if one.S == "/TH"} == {"/Column"}
        assert [str(one.Alt) != "" for one in found if one.S == "/Figure"] == [True]
        assert {str(one.Lang) for one in found if "/Lang" in one} == {"en", "fr"}
        spoken = [str(one.Alt) for one in found if one.S == "/Span" and "/Alt" in one]
        assert any(text.startswith("insertion begins: ") for text in spoken)


@pytest.mark.parametrize(
    ("identifier", "kind"), [(OTHER, "position-paper"), (OTHER, "amendments"), (PAPER, "amendments")]
)
@pytest.mark.parametrize("tag", ["en", "el", "fi", "pl"])
def test_other_papers_and_sheets_are_as_they_should_be(identifier: str, kind: str, tag: str) -> None:
    paper = document(REPOSITORY, identifier, tag, kind)
    assert found_in(paper, pdf.write(paper, REPOSITORY.template(kind))) == ()


def test_hard_paper_is_as_it_should_be(tmp_path: Path) -> None:
    put(tmp_path / "positions/hard/position.yaml", HARD)
    put(tmp_path / "positions/hard/sources.yaml", HARD_SOURCES)
    put(tmp_path / "positions/organisations.yaml", "organisations: [{id: us, name: Us}]\n")
    paper = document(Workspace(tmp_path), "hard")
    assert found_in(paper, pdf.write(paper, REPOSITORY.template("position-paper"))) == ()


def test_status_and_digest_stand_on_each_page(tmp_path: Path) -> None:
    paper = replace(document(REPOSITORY, PAPER), status="Not final", digest="3f2a 91bc 77d0")
    data = pdf.write(paper, REPOSITORY.template("position-paper"))
    assert found_in(paper, data) == ()
    for number, page in enumerate(pages_of(data, tmp_path)):
        assert squashed(paper.status) in page
        assert squashed(paper.digest) in page
        assert (squashed("Artificial does not mean harmless") in page) or number == 0


# Verification finds what is wrong


def own_style(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        style = (builtin("templates") / "position-paper/print.css").read_text("utf-8")
        put(folder / "templates/position-paper/print.css", style + text)

    return change


def own_page(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        page = (builtin("templates") / "position-paper/print.html.j2").read_text("utf-8")
        assert old in page
        put(folder / "templates/position-paper/print.html.j2", page.replace(old, new))

    return change


MAIN = "<main>\n"
PLANTED: dict[str, tuple[Callable[[Path], None], str]] = {
    "note is moved to the next page": (own_style(".note { footnote-policy: auto }"), "note-page"),
    "notes are left out": (own_style(".note { display: none }"), "dangling-note"),
    "marks are left out": (own_style("sup { display: none }"), "unreferenced-note"),
    "notes stand in the text": (own_style(".note { float: none }"), "text-differs"),
    "a paragraph is left out": (own_style(".summary > p { display: none }"), "text-differs"),
    "text is below the page": (own_style(".summary > p { position: relative; top: 300mm }"), "text-differs"),
    "a heading is none": (own_page("<h{{ level }} data", '<p data-x="{{ level }}" data'), "heading-differs"),
    "the language is missing": (own_page('<html lang="{{ document.language | tag }}">', "<html>"), "language-differs"),
    "words are added": (own_page("{{ legend(part) -}}", "{{ legend(part) -}}<p>Ha!</p>"), "text-differs"),
}  # fmt: skip


@pytest.mark.parametrize("case", PLANTED)
def test_fault_of_a_template_is_found(tmp_path: Path, case: str) -> None:
    workspace = many_notes(tmp_path)
    change, code = PLANTED[case]
    change(tmp_path)
    paper = document(workspace, "many")
    found = found_in(paper, pdf.write(paper, workspace.template("position-paper")))
    assert code in {one.code for one in found}


def first(file: pikepdf.Pdf, role: str) -> Any:
    return next(element for element in elements(file) if role == element.S)


def swap_notes(file: pikepdf.Pdf) -> None:
    one, two = [element for element in elements(file) if element.S == "/Note"][:2]
    one.ID, two.ID = pikepdf.String(str(two.ID)), pikepdf.String(str(one.ID))


def drop_label(file: pikepdf.Pdf) -> None:
    note = first(file, "/Note")
    note.K = pikepdf.Array([kid for kid in note.K if kid.S != "/Lbl"])


def lead_elsewhere(file: pikepdf.Pdf) -> None:
    link = next(one for one in links(file) if "/A" in one and "URI" in str(one.A.S))
    link.A.URI = pikepdf.String("https://example.org/elsewhere")


def lead_to_other_note(file: pikepdf.Pdf) -> None:
    """A reference by number, not a mark, leads to another note than it names."""
    link = next(one for one in links(file) if str(one.get("/Dest", "")).startswith("fn-") and "n." in str(one.Contents))
    link.Dest = pikepdf.String("fn-30")


def no_heading(file: pikepdf.Pdf) -> None:
    first(file, "/H2").S = pikepdf.Name("/P")


def no_language(file: pikepdf.Pdf) -> None:
    del next(element for element in elements(file) if "/Lang" in element).Lang


def move_destination(file: pikepdf.Pdf) -> None:
    names = file.Root.Names.Dests.Names
    at = next(place for place in range(0, len(names), 2) if str(names[place]) == "fn-30")
    names[at + 1][0] = file.pages[0].obj


def say_twice(file: pikepdf.Pdf) -> None:
    paragraph = first(file, "/P")
    paragraph.K = pikepdf.Array([*paragraph.K, *paragraph.K])


BROKEN: dict[str, tuple[Callable[[pikepdf.Pdf], None], str]] = {
    "two notes change places": (swap_notes, "wrong-mark"),
    "a note has lost its number": (drop_label, "mark-differs"),
    "a link leads to another address": (lead_elsewhere, "link-differs"),
    "a reference leads to another note": (lead_to_other_note, "reference-differs"),
    "a heading is a paragraph": (no_heading, "heading-differs"),
    "a foreign title has lost its language": (no_language, "language-differs"),
    "a link leads to another page": (move_destination, "dead-anchor"),
    "a paragraph is read twice": (say_twice, "text-differs"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_fault_in_a_file_is_found(papers: dict[tuple[str, str], Any], case: str) -> None:
    paper, (change, code) = papers["en", "pdf"], BROKEN[case]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper.data)) as file:
        change(file)
        file.save(out)
    assert code in {one.code for one in found_in(paper.document, out.getvalue())}


def test_render_with_a_fault_writes_nothing(tmp_path: Path) -> None:
    workspace = many_notes(tmp_path)
    own_style(".summary > p { display: none }")(tmp_path)
    done = render(workspace, "many", (), ("pdf",), tmp_path / "build", lambda _: None, lambda _: None)
    assert done.folder is None
    assert "text-differs" in {one.code for one in done.diagnostics}
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no pdf at all"])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    reading, found = verify_file("a.pdf", data, rendered=True)
    assert reading is None
    assert [one.code for one in found] == ["unreadable-file"]


def test_pdf_without_tags_is_unreadable() -> None:
    bare = pikepdf.new()
    bare.add_blank_page()
    out = io.BytesIO()
    bare.save(out)
    assert [one.code for one in verify_file("a.pdf", out.getvalue(), rendered=True)[1]] == ["unreadable-file"]


# The same bytes


def test_same_bytes_in_every_zone_folder_and_process(tmp_path: Path) -> None:
    files = []
    for number, zone in enumerate(("UTC", "Pacific/Auckland")):
        root = tmp_path / f"place {number}"
        make_workspace(root)
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": str(number + 1), "SOURCE_DATE_EPOCH": str(number)}
        position(root, "render", "-f", "pdf", environment=environment)
        files.append({path.name: path.read_bytes() for path in (root / "build/paper").glob("*.pdf")})
    assert sorted(files[0]) == ["paper.en.pdf", "paper.fr.pdf"]
    assert files[0] == files[1]


def position(
    folder: Path, *arguments: str, environment: dict[str, str] | None = None, code: int = 0
) -> subprocess.CompletedProcess[str]:
    environment = dict(environment or os.environ)
    own = str(Path(__file__).parents[1])
    environment["PYTHONPATH"] = os.pathsep.join([*filter(None, [environment.get("PYTHONPATH_FIRST")]), own])
    command = [sys.executable, "-m", "toolkit", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done


# Without the libraries


@pytest.mark.parametrize(("fault", "says"), [("ImportError", "position-toolkit[pdf]"), ("OSError", "libpango-1.0-0")])
def test_missing_library_is_said_and_nothing_is_written(tmp_path: Path, fault: str, says: str) -> None:
    make_workspace(tmp_path)
    put(tmp_path / "lacking/weasyprint.py", f"raise {fault}('not here')\n")
    environment = os.environ | {"PYTHONPATH_FIRST": str(tmp_path / "lacking")}
    done = position(tmp_path, "render", "-f", "pdf", "-f", "docx", environment=environment, code=2)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "build").exists()


def test_other_formats_do_not_load_the_library(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    put(tmp_path / "lacking/weasyprint.py", "raise SystemExit('loaded')\n")
    put(tmp_path / "lacking/pikepdf.py", "raise SystemExit('loaded')\n")
    environment = os.environ | {"PYTHONPATH_FIRST": str(tmp_path / "lacking")}
    position(tmp_path, "render", environment=environment)
    suffixes = {path.suffix for path in (tmp_path / "build/paper").iterdir()}
    assert suffixes == {".docx", ".html", ".json"}


def test_verify_says_that_it_reads_no_pdf(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", b"%PDF-1.7\n")
    assert "error[unreadable-file]" in position(tmp_path, "verify", "a.pdf", code=1).stderr


# Nothing is fetched


def secret(folder: Path) -> Path:
    """Files outside of the workspace's templates with something that no PDF may have in it."""
    outside = folder / "outside"
    put(outside / "secret.txt", CANARY)
    put(outside / "secret.css", f"p::before {{ content: '{CANARY}' }}")
    put(outside / "secret.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><text>{CANARY}</text></svg>')
    put(outside / "secret.png", PNG + CANARY.encode())
    put(outside / "secret.ttf", b"\0\1\0\0" + CANARY.encode())
    return outside


def css(text: str) -> Callable[[Path, str], None]:
    return lambda folder, outside: own_style(text.replace("OUT", outside))(folder)


def markup(text: str) -> Callable[[Path, str], None]:
    return lambda folder, outside: own_page(MAIN, MAIN + text.replace("OUT", outside) + "\n")(folder)


def head(text: str) -> Callable[[Path, str], None]:
    return lambda folder, outside: own_page("</head>", text.replace("OUT", outside) + "\n</head>")(folder)


def linked(folder: Path, outside: str) -> None:
    """A name in the folder of the template that leads out of it."""
    own_style("body { background: url(logo.png) }")(folder)
    (folder / "templates/position-paper/logo.png").symlink_to(folder / "outside/secret.png")


REFUSED: dict[str, Callable[[Path, str], None]] = {
    "CSS url": css("body { background: url(OUT/secret.png) }"),
    "CSS url that climbs": css("body { background: url(../../outside/secret.png) }"),
    "CSS url of data": css("body { background: url(data:image/png;base64,iVBORw0KGgo=) }"),
    "CSS url of the web": css("body { background: url(https://example.org/x.png) }"),
    "CSS link out of the folder": linked,
    "CSS import": lambda folder, outside: own_first(f"@import url({outside}/secret.css);")(folder),
    "CSS import of the own folder": lambda folder, outside: own_first("@import url(other.css);")(folder),
    "CSS content": css("h1::before { content: url(OUT/secret.svg) }"),
    "CSS font": css("@font-face { font-family: X; src: url(OUT/secret.ttf) } p { font-family: X }"),
    "CSS list": css("p { display: list-item; list-style-image: url(OUT/secret.svg) }"),
    "image": markup('<img src="OUT/secret.png" alt="x">'),
    "image of data": markup('<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">'),
    "SVG that refers out": markup('<svg xmlns="http://www.w3.org/2000/svg"><image href="OUT/secret.png"/></svg>'),
    "style attribute": markup('<p style="background: url(OUT/secret.png)">x</p>'),
    "object": markup('<object data="OUT/secret.svg">x</object>'),
    "embed": markup('<embed src="OUT/secret.svg">'),
    "attached link": markup('<a rel="attachment" href="OUT/secret.txt">x</a>'),
    "attached file": head('<link rel="attachment" href="OUT/secret.txt">'),
    "linked style sheet": head('<link rel="stylesheet" href="OUT/secret.css">'),
    "style that imports": head("<style>@import url(OUT/secret.css);</style>"),
}  # fmt: skip


def own_first(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        style = (builtin("templates") / "position-paper/print.css").read_text("utf-8")
        put(folder / "templates/position-paper/print.css", f"{text}\n{style}")
        put(folder / "templates/position-paper/other.css", f"p::before {{ content: '{CANARY}' }}")

    return change


@pytest.mark.parametrize("case", REFUSED)
def test_template_that_asks_for_files_is_refused(tmp_path: Path, case: str) -> None:
    make_workspace(tmp_path)
    REFUSED[case](tmp_path, secret(tmp_path).as_uri())
    workspace = Workspace(tmp_path)
    said = "which is not printed|not allowed|loaded from elsewhere|may link to|the style sheet of its file alone"
    with pytest.raises(ToolkitError, match=said) as raised:
        pdf.write(document(workspace, "paper"), workspace.template("position-paper"))
    assert CANARY not in str(raised.value)


@pytest.mark.parametrize("text", ['<img src="OUT/secret.png">', '<a rel="attachment" href="OUT/secret.txt">x</a>'])
def test_markup_in_a_text_is_text(tmp_path: Path, text: str) -> None:
    make_workspace(tmp_path)
    words = text.replace("OUT", secret(tmp_path).as_uri())
    path = tmp_path / "positions/paper/position.yaml"
    put(path, path.read_text("utf-8").replace("SUMMARY[", f"{words} SUMMARY["))
    workspace = Workspace(tmp_path)
    paper = document(workspace, "paper")
    data = pdf.write(paper, workspace.template("position-paper"))
    assert found_in(paper, data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        assert "/EmbeddedFiles" not in file.Root.get("/Names", {})
        assert not any("/Subtype" in one and one.Subtype == "/Image" for one in streams(file))


def streams(file: pikepdf.Pdf) -> list[Any]:
    return [one for one in file.objects if isinstance(one, pikepdf.Stream)]


@pytest.mark.parametrize("words", ['<iframe src="OUT/secret.txt"></iframe>', '<video poster="OUT/secret.png"></video>'])
def test_frame_is_refused(tmp_path: Path, words: str) -> None:
    make_workspace(tmp_path)
    own_page(MAIN, MAIN + words.replace("OUT", secret(tmp_path).as_uri()))(tmp_path)
    workspace = Workspace(tmp_path)
    with pytest.raises(ToolkitError, match="is not allowed in a paper"):
        pdf.write(document(workspace, "paper"), workspace.template("position-paper"))


def test_style_may_use_an_image_of_its_own_folder(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    own_style("header { background: url(logo.png) }")(tmp_path)
    put(tmp_path / "templates/position-paper/logo.png", PNG)
    workspace = Workspace(tmp_path)
    paper = document(workspace, "paper")
    data = pdf.write(paper, workspace.template("position-paper"))
    assert found_in(paper, data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        assert any(one.get("/Subtype") == "/Image" for one in streams(file))


def test_style_may_use_a_font_of_its_own_folder(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    listed = run([tool("fc-match"), "-f", "%{file}", "Noto Serif"])
    own_style("@font-face { font-family: Own; src: url(fonts/own.ttf) } html { font-family: Own }")(tmp_path)
    put(tmp_path / "templates/position-paper/fonts/own.ttf", Path(listed).read_bytes())
    workspace = Workspace(tmp_path)
    paper = document(workspace, "paper")
    data = pdf.write(paper, workspace.template("position-paper"))
    assert found_in(paper, data) == ()
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one]
        assert any(str(one.BaseFont).endswith("+Own") for one in fonts)


def test_files_in_folders_of_a_template_are_what_a_paper_is_made_from(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    workspace = Workspace(tmp_path)
    digests = set()
    for content in ("one", "two"):
        put(tmp_path / "templates/position-paper/fonts/own.ttf", content)
        digests.add(input_digests(workspace, "paper", "position-paper", ["paper.en.pdf"])["paper.en.pdf"])
    assert len(digests) == 2


def test_page_of_the_web_and_page_for_print_are_replaced_one_by_one(tmp_path: Path) -> None:
    """A workspace that has its own web page still prints the toolkit's PDF."""
    make_workspace(tmp_path)
    put(tmp_path / WEB_PAGE, "<!DOCTYPE html><title>x</title>")
    workspace = Workspace(tmp_path)
    paper = document(workspace, "paper")
    assert found_in(paper, pdf.write(paper, workspace.template("position-paper"))) == ()
    assert re.match(rb"%PDF-1\.7\n", pdf.write(paper, workspace.template("position-paper")))
