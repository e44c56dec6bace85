"""Texts go to translators and come back: by XLIFF, by a table of Word, through the programs that they use."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from programs import missing, tool

from toolkit.cli import main
from toolkit.po import Entry, changed, with_entries
from toolkit.readers.definition import LANGUAGES
from toolkit.readers.po_files import parse_po, read_po
from toolkit.resources import Workspace
from toolkit.translating.bilingual import read_table
from toolkit.translating.letters import Received, receive, write_letter
from toolkit.translating.marks import marks_of, pieces, written
from toolkit.translating.updating import update
from toolkit.translating.xliff import read_xliff

ROOT = Path(__file__).parent.parent
PAPERS = {"ai-generated-csam": [tag for tag in LANGUAGES if tag != "en"],
          "platform-access-for-researchers": ["de", "el", "fi", "fr", "pl"]}  # fmt: skip
EACH = [(paper, tag) for paper, tags in PAPERS.items() for tag in tags]
FORMS = ("xliff", "docx")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A workspace with the papers of this repository, their catalogues up to date."""
    shutil.copytree(ROOT / "positions", tmp_path / "positions")
    for paper, tags in PAPERS.items():
        for tag in tags:
            name = f"locales/{tag}/LC_MESSAGES/{paper}.po"
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, tmp_path / name)
    found = Workspace(tmp_path)
    for paper in PAPERS:
        update(found, paper, ())
    return found


def catalogue(workspace: Workspace, paper: str, tag: str) -> Path:
    return workspace.root / "locales" / tag / "LC_MESSAGES" / f"{paper}.po"


def emptied(path: Path) -> None:
    """Takes every translation out of a catalogue."""
    file, _ = read_po(path, path.name)
    assert file
    path.write_bytes(with_entries(file, [changed(entry, translation="") for entry in file.entries]).data())


def come_back(workspace: Workspace, data: bytes, overwrite: bool = False) -> Received:
    return receive(workspace, data, "reply", overwrite)


def messages(path: Path) -> dict[str, tuple[str, str, bool]]:
    return messages_of(path.read_bytes())


def messages_of(data: bytes) -> dict[str, tuple[str, str, bool]]:
    """Source, translation and doubt of each message by its key."""
    file, diagnostics = parse_po(data.decode(), "catalogue")
    assert file, diagnostics
    return {entry.key: (entry.source, entry.translation, entry.fuzzy) for entry in file.entries}


# There and back


@pytest.mark.parametrize("form", FORMS)
def test_what_nobody_changed_comes_back_the_same(workspace: Workspace, form: str) -> None:
    for paper, tag in EACH:
        path = catalogue(workspace, paper, tag)
        before = path.read_bytes()
        letter = write_letter(workspace, paper, tag, form)
        assert letter.data == write_letter(workspace, paper, tag, form).data
        done = come_back(workspace, letter.data)
        assert not done.diagnostics
        assert done.brought
        assert done.brought.taken == 0
        assert path.read_bytes() == before, (paper, tag)


@pytest.mark.parametrize("form", FORMS)
def test_every_translation_finds_its_place(workspace: Workspace, form: str) -> None:
    """The catalogue is emptied, and filled again out of the file alone."""
    for paper, tag in EACH:
        path = catalogue(workspace, paper, tag)
        before = path.read_bytes()
        letter = write_letter(workspace, paper, tag, form)
        emptied(path)
        done = come_back(workspace, letter.data)
        assert not done.diagnostics
        assert messages(path) == messages_of(before), (paper, tag)
        written_here = path.read_bytes()
        emptied(path)
        come_back(workspace, letter.data)
        assert path.read_bytes() == written_here, (paper, tag)


@pytest.fixture
def office() -> str:
    return tool("soffice")


@pytest.fixture
def gettext() -> str:
    return tool("msgmerge")


needs_office = pytest.mark.usefixtures("office")


@needs_office
def test_table_survives_a_save_by_libreoffice(workspace: Workspace, tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    sent.mkdir()
    tags = ("fr", "bg", "el", "ga")
    for tag in tags:
        letter = write_letter(workspace, "ai-generated-csam", tag, "docx")
        (sent / f"{tag}.docx").write_bytes(letter.data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    back = tmp_path / "back"
    command = ["soffice", "--headless", profile, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(back)]
    files = [str(sent / f"{tag}.docx") for tag in tags]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=180)
    for tag in tags:
        path = catalogue(workspace, "ai-generated-csam", tag)
        before = path.read_bytes()
        emptied(path)
        done = come_back(workspace, (back / f"{tag}.docx").read_bytes())
        assert not done.diagnostics
        assert messages(path) == messages_of(before)


def test_table_is_valid_word(workspace: Workspace, tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "table.docx"
    path.write_bytes(write_letter(workspace, "ai-generated-csam", "mt", "docx").data)
    found = [str(error) for error in OpenXmlValidator().validate(str(path)).errors]
    optional = re.compile(r"relationships/(theme|settings|fontTable|webSettings)' is missing")  # 11.3: at most one
    assert not [error for error in found if not optional.search(error)]


def test_marks_are_taken_apart_and_put_together() -> None:
    """Every text of the papers; the pieces of one, by hand."""
    for paper, tag in EACH:
        file, _ = read_po(ROOT / f"locales/{tag}/LC_MESSAGES/{paper}.po", tag)
        assert file
        for entry in file.entries:
            for text in (entry.source, entry.translation):
                assert written(pieces(text)) == text
    text = r"**A [b\*](https://x.eu/(1))**[^n] \[c\] [@d, p. 4] [](#e) [{n} f](#g)*h*"
    found = [(one.kind, getattr(one, "written", "")) for one in marks_of(pieces(text))]
    assert found == [
        ("bold", ""),
        ("link", ""),
        ("x-note", "[^n]"),
        ("x-citation", "[@d, p. 4]"),
        ("x-reference", "[](#e)"),
        ("link", ""),
        ("italic", ""),
    ]


# Both sides have changed


def edit(workspace: Workspace, key: str, translation: str, tag: str = "fr") -> None:
    path = catalogue(workspace, "ai-generated-csam", tag)
    file, _ = read_po(path, path.name)
    assert file
    entries = [changed(one, translation=translation) if one.key == key else one for one in file.entries]
    path.write_bytes(with_entries(file, entries).data())


def replaced(data: bytes, old: str, new: str) -> bytes:
    """The file with other words in it, XLIFF or Word."""
    if data[:2] != b"PK":
        assert data.count(old.encode()) == 1
        return data.replace(old.encode(), new.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert content.count(f">{old}<".encode()) == 1
                content = content.replace(f">{old}<".encode(), f">{new}<".encode())
            target.writestr(name, content)
    return out.getvalue()


TITLE = "Artificiel ne veut pas dire inoffensif"


@pytest.mark.parametrize("form", FORMS)
def test_a_new_translation_is_taken(workspace: Workspace, form: str) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", form)
    done = come_back(workspace, replaced(letter.data, TITLE, "L’artificiel n’est pas inoffensif"))
    assert not done.diagnostics
    assert done.brought
    assert done.brought.taken == 1
    title = messages(catalogue(workspace, "ai-generated-csam", "fr"))["title"]
    assert title[1:] == ("L’artificiel n’est pas inoffensif", False)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_written_over_that_somebody_changed(workspace: Workspace, form: str) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", form)
    edit(workspace, "title", "Un titre corrigé ici")
    reply = replaced(letter.data, TITLE, "L’artificiel n’est pas inoffensif")
    done = come_back(workspace, reply)
    assert [found.code for found in done.diagnostics] == ["import-conflict"]
    path = catalogue(workspace, "ai-generated-csam", "fr")
    assert messages(path)["title"][1] == "Un titre corrigé ici"
    done = come_back(workspace, reply, overwrite=True)
    assert not done.diagnostics
    assert messages(path)["title"][1] == "L’artificiel n’est pas inoffensif"


@pytest.mark.parametrize("form", FORMS)
def test_a_translation_of_words_that_changed_meanwhile_is_doubtful(workspace: Workspace, form: str) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", form)
    definition = workspace.positions / "ai-generated-csam" / "position.yaml"
    text = definition.read_text(encoding="utf-8")
    new = "title: Artificial never means harmless"
    definition.write_text(text.replace("title: Artificial does not mean harmless", new), encoding="utf-8")
    done = come_back(workspace, replaced(letter.data, TITLE, "L’artificiel n’est pas inoffensif"))
    path = catalogue(workspace, "ai-generated-csam", "fr")
    file, _ = read_po(path, path.name)
    assert file
    title = next(entry for entry in file.entries if entry.key == "title")
    assert title.source == "Artificial never means harmless"
    assert title.fuzzy
    assert title.previous == "Artificial does not mean harmless"
    # The catalogue was brought up to the draft first, which made it doubtful: that is no change of a translator's.
    assert title.translation == "L’artificiel n’est pas inoffensif"
    assert [found.code for found in done.diagnostics] == ["import-stale"]


def test_a_moved_text_is_found_by_its_words(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff")
    definition = workspace.positions / "ai-generated-csam" / "position.yaml"
    text = definition.read_text(encoding="utf-8").replace("id: normalisation", "id: ordinary")
    definition.write_text(text.replace("(#normalisation)", "(#ordinary)"), encoding="utf-8")
    before = messages(catalogue(workspace, "ai-generated-csam", "fr"))
    emptied(catalogue(workspace, "ai-generated-csam", "fr"))
    come_back(workspace, letter.data)
    now = messages(catalogue(workspace, "ai-generated-csam", "fr"))
    for key in ("point", "heading", "argument/1", "argument/2", "argument/3", "argument/4"):
        assert now[f"key_points/ordinary/{key}"] == before[f"key_points/normalisation/{key}"]


def test_a_doubtful_row_is_settled_by_deleting_its_remark(workspace: Workspace) -> None:
    definition = workspace.positions / "ai-generated-csam" / "position.yaml"
    text = definition.read_text(encoding="utf-8")
    new = "title: Artificial never means harmless"
    definition.write_text(text.replace("title: Artificial does not mean harmless", new), encoding="utf-8")
    update(workspace, "ai-generated-csam", ["fr"])
    letter = write_letter(workspace, "ai-generated-csam", "fr", "docx")
    path = catalogue(workspace, "ai-generated-csam", "fr")
    remark = next(
        iter(re.findall(r">(CHECK[^<]*)<", zipfile.ZipFile(io.BytesIO(letter.data)).read("word/document.xml").decode()))
    )
    assert remark == "CHECK: Artificial [-does not mean-] {+never means+} harmless"
    come_back(workspace, letter.data)
    assert messages(path)["title"][2]
    done = come_back(workspace, replaced(letter.data, remark, "ça va"))
    assert done.brought
    assert done.brought.taken == 1
    assert messages(path)["title"] == ("Artificial never means harmless", TITLE, False)
    assert "# ça va\n" in path.read_text(encoding="utf-8")


def test_tracked_changes_of_a_translator_are_read_as_accepted(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "docx")
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    old = run.format(TITLE)
    gone = '<w:del w:id="1" w:author="t"><w:r><w:delText xml:space="preserve">dire </w:delText></w:r></w:del>'
    new = (
        run.format("Artificiel ne veut pas ")
        + gone
        + f'<w:ins w:id="2" w:author="t">{run.format("signifier ")}</w:ins>'
    )
    new += run.format("inoffensif")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(letter.data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old.encode(), new.encode()))
    found = {text.key: text.translation for text in read_table(out.getvalue()).texts}
    assert found["title"] == "Artificiel ne veut pas signifier inoffensif"


# Hostile files


def hostile_files(good: bytes) -> Iterator[tuple[str, bytes]]:
    head = b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    yield "a DOCTYPE", b'<!DOCTYPE x [<!ENTITY a "b">]>' + good
    yield (
        "entities",
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>',
    )
    yield "nothing", b""
    yield "no XML", b"Hello"
    yield "cut off", good[: len(good) // 2]
    yield "other XML", b"<html/>"
    yield (
        "depth",
        head + b'<file original="positions/ai-generated-csam/position.yaml" source-language="en" target-language="fr">'
        b'<body><trans-unit id="title"><source>'
        + b"<g>" * 5000
        + b"</g>" * 5000
        + b"</source></trans-unit></body></file></xliff>",
    )
    yield "an old encoding", '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1")
    yield "an empty archive", b"PK\5\6" + bytes(18)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONSHIP)
        archive.writestr("word/document.xml", b" " * 200_000_000)
    yield "a bomb", bomb.getvalue()
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_000):
            archive.writestr(f"part{number}.xml", "<a/>")
    yield "many parts", many.getvalue()
    yield "tables in tables", word("<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000)


RELATIONSHIP = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def word(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELATIONSHIP)
        namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def test_a_hostile_file_changes_nothing(workspace: Workspace) -> None:
    good = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data
    path = catalogue(workspace, "ai-generated-csam", "fr")
    before = path.read_bytes()
    for what, data in hostile_files(good):
        started = time.process_time()
        done = come_back(workspace, data)
        assert done.brought is None, what
        assert [found.severity for found in done.diagnostics] == ["error"], what
        assert time.process_time() - started < 2, what
        assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("positions/ai-generated-csam/", "positions/another/", "import-position"),
        ("positions/ai-generated-csam/", "../../etc/", "import-position"),
        ('target-language="fr"', 'target-language="xx"', "import-language"),
        ('target-language="fr"', 'target-language="en"', "import-language"),
        ('source-language="en"', 'source-language="de"', "import-language"),
    ],
)
def test_a_file_of_another_paper_or_language_is_refused(workspace: Workspace, old: str, new: str, code: str) -> None:
    good = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data.decode()
    done = come_back(workspace, good.replace(old, new, 1).encode())
    assert [found.code for found in done.diagnostics] == [code]
    assert done.brought is None


def test_export_writes_over_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.root)
    arguments = ["translate", "export", "ai-generated-csam", "-l", "fr", "-f", "docx"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert CliRunner().invoke(main, arguments).exit_code == 0
    path = workspace.root / "build" / "_translation" / "ai-generated-csam.fr.table.docx"
    path.write_bytes(b"work of a translator")
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 2
    assert path.read_bytes() == b"work of a translator"


# Other programs


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=120)


needs_gettext = pytest.mark.usefixtures("gettext")


def with_msgmerge(path: Path) -> None:
    template = path.with_suffix(".pot")
    file, _ = read_po(path, path.name)
    assert file
    empty = [
        changed(entry, translation="", flags=[flag for flag in entry.flags if flag != "fuzzy"])
        for entry in file.entries
    ]
    template.write_bytes(with_entries(file, [entry for entry in empty if not entry.obsolete]).data())
    run("msgmerge", "--quiet", "--update", "--backup=none", "--no-fuzzy-matching", str(path), str(template))
    template.unlink()


def with_polib(path: Path) -> None:
    import polib

    polib.pofile(str(path)).save(str(path))


def with_translate_toolkit(path: Path) -> None:
    """Poedit's and Weblate's library reads and writes the file."""
    from translate.storage import pypo

    store = pypo.pofile.parsefile(str(path))
    path.write_bytes(bytes(store))


def with_babel(path: Path) -> None:
    from babel.messages.pofile import read_po as read
    from babel.messages.pofile import write_po

    with path.open("rb") as stream:
        found = read(stream, abort_invalid=True)
    with path.open("wb") as stream:
        write_po(stream, found, width=60)


def with_windows(path: Path) -> None:
    """An editor on Windows saves it with its line ends and a byte order mark."""
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))


PROGRAMS: dict[str, Callable[[Path], None]] = {
    "msgmerge": with_msgmerge,
    "polib": with_polib,
    "translate-toolkit": with_translate_toolkit,
    "babel": with_babel,
    "windows": with_windows,
}


@needs_gettext
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("tag", ["fr", "bg", "ga", "sl"])
def test_a_save_by_another_program_changes_no_text(workspace: Workspace, program: str, tag: str) -> None:
    """Flags that a program drops or spoils come back with the next update; nothing else is touched by it."""
    path = catalogue(workspace, "ai-generated-csam", tag)
    before = messages(path)
    PROGRAMS[program](path)
    assert messages(path) == before
    update(workspace, "ai-generated-csam", [tag])
    assert messages(path) == before
    file, _ = read_po(path, path.name)
    assert file
    wanted = {entry.key: entry.flags for entry in _entries_of(workspace, tag)}
    assert {entry.key: tuple(sorted(entry.flags)) for entry in file.entries} == {
        key: tuple(sorted(flags)) for key, flags in wanted.items()
    }
    if program == "windows":
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")
    again = path.read_bytes()
    update(workspace, "ai-generated-csam", [tag])
    assert path.read_bytes() == again


def _entries_of(workspace: Workspace, tag: str) -> Iterator[Entry]:
    """The messages of a catalogue that was begun anew: with the flags that the toolkit sets."""
    other = Workspace(workspace.root / "fresh")
    shutil.copytree(workspace.positions, other.positions)
    update(other, "ai-generated-csam", [tag])
    file, _ = read_po(catalogue(other, "ai-generated-csam", tag), "fresh")
    assert file
    return iter(file.entries)


@needs_gettext
def test_msgfmt_accepts_every_catalogue(workspace: Workspace, tmp_path: Path) -> None:
    for paper, tag in EACH:
        done = subprocess.run(
            ["msgfmt", "-c", "-o", str(tmp_path / "out.mo"), str(catalogue(workspace, paper, tag))],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (paper, tag, done.stderr)


def test_translate_toolkit_reads_the_xliff(workspace: Workspace, tmp_path: Path) -> None:
    """Ids are keys, texts are whole; and what it writes comes back."""
    from translate.storage import xliff

    path = catalogue(workspace, "ai-generated-csam", "pl")
    before = messages(path)
    letter = write_letter(workspace, "ai-generated-csam", "pl", "xliff")
    store = xliff.xlifffile.parsestring(letter.data)
    assert [unit.xmlelement.get("id") for unit in store.units] == list(before)
    plain = {
        unit.xmlelement.get("id"): str(unit.target) for unit in store.units if not set("[*") & set(str(unit.source))
    }
    assert {key: before[key][1] for key in plain if not set("[*") & set(before[key][0])}.items() <= plain.items()
    emptied(path)
    done = come_back(workspace, bytes(store))
    assert not done.diagnostics
    assert messages(path) == before


def test_a_catalogue_turned_to_xliff_and_back_by_translate_toolkit(workspace: Workspace, tmp_path: Path) -> None:
    """Its own way from PO to XLIFF and back keeps no keys: the texts find their places by their words."""
    from translate.convert import po2xliff, xliff2po
    from translate.storage import po

    path = catalogue(workspace, "ai-generated-csam", "fi")
    before = messages(path)
    converted = po2xliff.po2xliff().convertstore(po.pofile.parsefile(str(path)), None)
    back = xliff2po.xliff2po().convertstore(
        io.BytesIO(converted if isinstance(converted, bytes) else converted.encode())
    )
    path.write_bytes(bytes(back))
    update(workspace, "ai-generated-csam", ["fi"])
    assert messages(path) == before


OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
PROJECT = """\
<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>en</source_lang><target_lang>fr</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
MEMORY = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
creationtoolversion="3.6.0" segtype="paragraph" srclang="EN"/><body>
<tu><tuv lang="EN"><seg>Artificial does not mean harmless</seg></tuv>
<tuv lang="FR"><seg>Artificiel n’est pas inoffensif</seg></tuv></tu></body></tmx>
"""


def through_omegat(folder: Path, data: bytes) -> bytes:
    """The XLIFF file as OmegaT writes it when its translator has translated the title."""
    if not OMEGAT.exists():
        missing("omegat is not installed")
    for name in ("source", "target", "omegat", "tm", "glossary", "dictionary"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "omegat.project").write_text(PROJECT, encoding="utf-8")
    (folder / "omegat" / "project_save.tmx").write_text(MEMORY, encoding="utf-8")
    (folder / "source" / "paper.xlf").write_bytes(data)
    options = ["-Djava.awt.headless=true", f"-Duser.home={folder}"]
    run(tool("java"), *options, "-jar", str(OMEGAT), str(folder), "--mode=console-translate")
    return (folder / "target" / "paper.xlf").read_bytes()


def test_omegat_reads_and_writes_the_xliff(workspace: Workspace, tmp_path: Path) -> None:
    path = catalogue(workspace, "ai-generated-csam", "fr")
    before = messages(path)
    emptied(path)
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff", filled=True)
    done = come_back(workspace, through_omegat(tmp_path / "first", letter.data))
    assert not done.diagnostics
    assert done.brought
    assert (done.brought.taken, done.brought.empty) == (1, len(before) - 1)
    assert messages(path)["title"][1:] == ("Artificiel n’est pas inoffensif", False)
    fill(path, before)
    assert messages(path) == before
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff")
    done = come_back(workspace, through_omegat(tmp_path / "second", letter.data))
    assert not done.diagnostics
    assert messages(path) == before


def fill(path: Path, translations: dict[str, tuple[str, str, bool]]) -> None:
    """Puts translations into a catalogue."""
    file, _ = read_po(path, path.name)
    assert file
    entries = [changed(entry, translation=translations[entry.key][1]) for entry in file.entries]
    path.write_bytes(with_entries(file, entries).data())


BROKEN = {
    "an open quotation mark": (
        'msgstr "Artificiel ne veut pas dire inoffensif"',
        'msgstr "Artificiel ne veut',
        "po-syntax",
    ),
    "a key twice": ('msgctxt "subtitle"', 'msgctxt "title"', "duplicate-message"),
    "another character set": ("charset=UTF-8", "charset=ISO-8859-1", "not-utf8"),
    "marks of git": ('msgctxt "subtitle"', '<<<<<<< HEAD\nmsgctxt "subtitle"', "po-syntax"),
    "words outside": ('msgctxt "subtitle"', 'msgctx "subtitle"', "po-syntax"),
    "an obsolete message broken": (
        'msgctxt "subtitle"',
        '#~ msgid "a\n#~ msgstr "b"\n\nmsgctxt "subtitle"',
        "po-syntax",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_catalogue_is_refused_with_its_line(
    workspace: Workspace, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new, code = BROKEN[what]
    path = catalogue(workspace, "ai-generated-csam", "fr")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    before = path.read_bytes()
    monkeypatch.chdir(workspace.root)
    for command in (["update"], ["export", "-f", "xliff", "-o", "out"]):
        done = CliRunner().invoke(main, ["translate", *command, "ai-generated-csam", "-l", "fr"])
        assert done.exit_code == 1
        found = re.search(
            rf"^locales/fr/LC_MESSAGES/ai-generated-csam\.po:(\d+):\d+: error\[{code}\]", done.stderr, re.M
        )
        assert found, done.stderr
        line = new.split("\n")[0] if what != "a key twice" else 'msgctxt "title"'
        if code != "not-utf8":
            near = path.read_text(encoding="utf-8").split("\n")[int(found.group(1)) - 1]
            assert line.split('"')[0].strip() in near or near in line, near
        assert path.read_bytes() == before


def test_old_encoding_is_refused(workspace: Workspace) -> None:
    path = catalogue(workspace, "ai-generated-csam", "fr")
    path.write_bytes(path.read_text(encoding="utf-8").replace("’", "'").encode("cp1252", "replace"))
    before = path.read_bytes()
    done, _ = update(workspace, "ai-generated-csam", ["fr"])
    assert [found.code for found in done[0].diagnostics] == ["not-utf8"]
    assert path.read_bytes() == before


# What goes wrong on the way


def table_xml(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def with_table(data: bytes, xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, xml.encode() if name == "word/document.xml" else source.read(name))
    return out.getvalue()


def test_a_table_that_was_split_and_one_with_other_rows_are_read_whole(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "docx").data
    xml = table_xml(letter)
    rows = re.findall(r"<w:tr>.*?</w:tr>", xml)
    grid = re.search(r"<w:tbl>(.*?)<w:tr>", xml)
    assert grid
    whole = read_table(letter).texts
    parted = xml.replace(rows[20], f"</w:tbl><w:p/><w:tbl>{grid.group(1)}{rows[20]}")
    assert [text.key for text in read_table(with_table(letter, parted)).texts] == [text.key for text in whole]
    other = xml.replace(rows[5], "").replace(rows[9], rows[9] + rows[0])
    assert len(read_table(with_table(letter, other)).texts) == len(whole) - 1


def test_several_files_in_one_xliff_are_read(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data.decode()
    head = re.search(r"<file .*?<body>", letter, re.S)
    assert head
    unit = '<trans-unit id="subtitle"'
    parted = letter.replace(unit, f"</body></file>{head.group()}{unit}")
    assert len(read_xliff(parted.encode()).texts) == len(read_xliff(letter.encode()).texts)
    mixed = parted.replace('target-language="fr"', 'target-language="de"', 1)
    done = come_back(workspace, mixed.encode())
    assert [found.code for found in done.diagnostics] == ["unreadable-file"]


def test_an_xliff_that_was_set_in_lines_is_the_same(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data.decode()
    path = catalogue(workspace, "ai-generated-csam", "fr")
    before = path.read_bytes()
    lines = re.sub(r"<(source|target[^>]*)>", r"<\1>\n      ", letter).replace("</source>", "\n    </source>")
    done = come_back(workspace, lines.encode())
    assert not done.diagnostics
    assert path.read_bytes() == before


@pytest.mark.parametrize("character", ["\u202e", "\u0085", "&#13;", "\u200b"])
def test_a_character_that_no_catalogue_may_have_is_not_taken(workspace: Workspace, character: str) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data.decode()
    path = catalogue(workspace, "ai-generated-csam", "fr")
    done = come_back(workspace, letter.replace(TITLE, f"Artificiel{character}!").encode())
    assert done.diagnostics or character == "\u200b"  # which is a warning of its own when the catalogue is read
    assert read_po(path, path.name)[0]
    if character != "\u200b":
        assert messages(path)["title"][1] == TITLE
        assert "'title'" in done.diagnostics[0].message


def doubt(workspace: Workspace, key: str) -> None:
    path = catalogue(workspace, "ai-generated-csam", "fr")
    file, _ = read_po(path, path.name)
    assert file
    entries = [changed(one, flags=["fuzzy", *one.flags]) if one.key == key else one for one in file.entries]
    path.write_bytes(with_entries(file, entries).data())


@pytest.mark.parametrize("form", FORMS)
def test_a_doubt_that_was_raised_meanwhile_stays(workspace: Workspace, form: str) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", form).data
    doubt(workspace, "title")
    path = catalogue(workspace, "ai-generated-csam", "fr")
    come_back(workspace, letter)
    assert messages(path)["title"] == ("Artificial does not mean harmless", TITLE, True)
    come_back(workspace, replaced(letter, TITLE, "Un autre titre"))
    assert messages(path)["title"] == ("Artificial does not mean harmless", "Un autre titre", True)


def test_without_its_mark_a_text_is_never_written_over(workspace: Workspace) -> None:
    doubt(workspace, "title")
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data
    edit(workspace, "title", "Un titre plus récent")
    bare = re.sub(rb' pt:mark="[^"]*"', b"", letter)
    done = come_back(workspace, bare)
    assert "import-conflict" in [found.code for found in done.diagnostics]
    path = catalogue(workspace, "ai-generated-csam", "fr")
    assert messages(path)["title"][1:] == ("Un titre plus récent", True)


def test_a_file_brought_in_twice_says_the_same_and_settles_nothing(workspace: Workspace) -> None:
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data
    reply = letter.replace(b'<ph id="1" ctype="x-note">[^eclag]</ph> et DOT', b" et DOT")
    assert reply != letter
    path = catalogue(workspace, "ai-generated-csam", "fr")
    done = come_back(workspace, reply)
    assert [found.code for found in done.diagnostics] == ["import-marks"]
    assert messages(path)["summary/1"][2]
    come_back(workspace, reply)
    assert messages(path)["summary/1"][2]


def test_unknown_texts_take_no_time_and_little_room(workspace: Workspace) -> None:
    unit = '<trans-unit id="x/{0}"><source>Old {0}</source><target state="translated">Ancien {0}</target></trans-unit>'
    letter = write_letter(workspace, "ai-generated-csam", "fr", "xliff").data.decode()
    many = letter.replace("</body>", "".join(unit.format(number) for number in range(5000)) + "</body>")
    started = time.process_time()
    done = come_back(workspace, many.encode())
    comment = b"<!--" + b"<trans-unit " * 20_000 + b"-->"
    come_back(workspace, letter.encode().replace(b"<body>", comment + b"<body>"))
    assert time.process_time() - started < 4
    assert len(done.diagnostics) == 101
    file, _ = read_po(catalogue(workspace, "ai-generated-csam", "fr"), "fr")
    assert file
    assert sum(entry.obsolete for entry in file.entries) == 500


PO_HEADER = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def test_the_header_is_found_wherever_it_stands(workspace: Workspace) -> None:
    gone = '#~ msgctxt "old"\n#~ msgid "x"\n#~ msgstr "y"\n'
    for text in (f"{gone}\n{PO_HEADER}", f'msgctxt "a"\nmsgid "b"\nmsgstr "c"\n\n{PO_HEADER}'):
        file, diagnostics = parse_po(text, "x")
        assert file, diagnostics
        assert file.header
        assert len(file.entries) == 1
        assert file.data().startswith(b'msgid ""')
    file, diagnostics = parse_po(f"{PO_HEADER}\n{PO_HEADER}", "x")
    assert file is None
    assert [found.code for found in diagnostics] == ["duplicate-message"]


@pytest.mark.parametrize("before", ['#| msgid "repaire', '#~| msgid "repaire', "#| msgid repaire"])
def test_a_broken_earlier_source_is_refused(before: str) -> None:
    mark = "#~ " if before.startswith("#~") else ""
    text = f'{PO_HEADER}\n{before}\n{mark}msgctxt "a"\n{mark}msgid "b"\n{mark}msgstr "c"\n'
    file, diagnostics = parse_po(text, "x")
    assert file is None
    assert [(found.code, found.span.line) for found in diagnostics] == [("po-syntax", 6)]
