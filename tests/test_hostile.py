"""Bad input loses nothing and says what to do: in good time, in little memory, and with no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner, Result
from hostile import (
    ADDRESSES,
    CATALOGUE,
    CONVENTIONS,
    DEFINITION,
    IMAGES,
    ORGANISATIONS,
    PAGE,
    PNG,
    POSITION,
    SOURCES,
    STYLE,
    TRANSLATION,
    WORD_FILE,
    WORDS,
    Attack,
    adds,
    changes,
    in_place,
    links_to,
    own_locale,
    repacked,
    says_in_summary,
    shows_image,
    sparse,
    writes,
)

from toolkit.cli import main
from toolkit.resources import builtin

SECONDS = 1.0
MEGABYTES = 100
RENDER_HTML = ("render", "-l", "en", "-f", "html")
RENDER_DOCX = ("render", "-l", "en", "-f", "docx")


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = hostile.make_workspace(tmp_path / "workspace")
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    """What the command does in this process; an exception that is no exit fails the test."""
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def check_attack(attack: Attack, workspace: Path) -> None:
    attack.prepare(workspace)
    before = hostile.digest(workspace)
    start = time.process_time()
    result = run(*attack.command)
    assert time.process_time() - start < SECONDS
    assert attack.says in result.stderr
    assert result.exit_code == attack.code
    if attack.code:
        assert "hint: " in result.stderr or "Usage: " in result.stderr
        assert hostile.digest(workspace) == before


def attacks(*found: Attack) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return pytest.mark.parametrize("attack", found, ids=lambda attack: attack.name)


# Files as a whole


BROKEN_FILES = {
    "list": (b"- a\n", "1:1: error[wrong-type]"),
    "scalar": (b"a\n", "1:1: error[wrong-type]"),
    "utf-16": (DEFINITION.encode("utf-16"), "1:1: error[not-utf8]"),
    "latin-1": (b"a: 1\ntitle: caf\xe9\n", "2:11: error[not-utf8]"),
    "surrogate": (b"a: \xed\xa0\x80\n", "1:4: error[not-utf8]"),
    "nul": (b"a: 1\nb: \0\n", "2:4: error[control-character]"),
    "escape": (b"a: 1\nb: \x1b[31m\n", "2:4: error[control-character]"),
    "written escape": (b'a: "\\e[31m"\n', "error[control-character]"),
    "bidi": ("a: \u202eabc\n".encode(), "1:4: error[bidi-control]"),
    "alias": (b"a: &x [1]\nb: *x\n", "1:4: error[yaml-alias]"),
    "billion laughs": (b"a: &a [x]\nb: &b [*a,*a]\n", "1:4: error[yaml-alias]"),
    "merge key": (b"a:\n  <<: {b: 1}\n", "2:3: error[yaml-merge-key]"),
    "duplicate key": (b"a: 1\na: 2\n", "2:1: error[yaml-duplicate-key]"),
    "tag": (b"!!python/object/apply:os.system [ls]\n", "1:1: error[yaml-tag]"),
    "list as key": (b"? [a]\n: b\n", "1:3: error[yaml-syntax]"),
    "two documents": (b"a: 1\n---\nb: 2\n", "2:1: error[yaml-syntax]"),
    "surrogate escape": (b'a: "\\ud800"\n', "1:7: error[yaml-syntax]"),
    "flow": (b"[" * 5_000, "1:41: error[input-limit]"),
    "flow mappings": (b"{a: " * 5_000, "error[input-limit]"),
    "blocks": (b"".join(b" " * depth + b"a:\n" for depth in range(2_500)), "41:41: error[input-limit]"),
    "dashes": (b"- " * 5_000, "1:81: error[input-limit]"),
    "long line": (b"[" + b"a," * 600_000, "1:1: error[input-limit]"),
    "many lines": (b"- a\n" * 200_000, "1:1: error[input-limit]"),
    "many keys": (b"".join(b"k%d: 1\n" % number for number in range(20_000)), "error[more-problems]"),
    "folded in vain": (b'a: "' + b"\\u0041\n " * 100_000 + b'"\n', "error["),
    "long key": (b"k" * 1_000_000 + b": 1\n", "error["),
}


@pytest.mark.parametrize("name", [POSITION, SOURCES, ORGANISATIONS, CONVENTIONS])
@pytest.mark.parametrize("kind", BROKEN_FILES)
def test_broken_yaml_is_reported(name: str, kind: str, workspace: Path) -> None:
    content, says = BROKEN_FILES[kind]
    if kind == "many keys" and name == SOURCES:
        says = "error[missing-key]"  # CSL has keys that the toolkit does not know: the list is what is missing
    if kind in ("list",) and name == SOURCES:
        says = f"{SOURCES}:1:3: error[wrong-type]"
    check_attack(Attack(kind, writes(name, content), says), workspace)


def test_empty_files_are_reported(workspace: Path) -> None:
    for content in ("", "# only a comment\n", "\ufeff"):
        check_attack(Attack("empty", writes(POSITION, content), f"{POSITION}:1:1: error[missing-key]"), workspace)
        own = Attack("empty", writes(CONVENTIONS, content), f"{CONVENTIONS}:1:1: error[missing-language-files]")
        hostile.put(workspace / POSITION, DEFINITION)
        check_attack(own, workspace)


def test_marks_of_other_systems_are_read(workspace: Path) -> None:
    for name, text in ((POSITION, DEFINITION), (CATALOGUE, TRANSLATION)):
        hostile.put(workspace / name, "\ufeff" + text.replace("\n", "\r\n"))
    result = run("check")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", [POSITION, SOURCES, ORGANISATIONS, CATALOGUE, CONVENTIONS, WORDS])
def test_what_is_no_file_is_reported(name: str, workspace: Path) -> None:
    for make in (Path.mkdir, links_to("/nowhere/at-all"), links_to(Path(name).name)):
        check_attack(Attack("no file", in_place(name, make), f"{name}:1:1: error[missing-file]"), workspace)
        path = workspace / name
        path.rmdir() if path.is_dir() else path.unlink()


# Texts


@attacks(
    Attack("brackets", says_in_summary("[" * 90_000), "7:3: error[unclosed-bracket]"),
    Attack("closing brackets", says_in_summary("]" * 90_000), "7:3: error[unclosed-bracket]"),
    Attack("links without end", says_in_summary("[a](" * 20_000), "7:3: error[malformed-mark]"),
    Attack("brackets in brackets", says_in_summary("[a " * 20_000 + "](x)" * 10_000), "error[unclosed-bracket]"),
    Attack("links in links", says_in_summary("[" * 15 + "a" + "](https://a.b)" * 15), "error[malformed-mark]"),
    Attack("stars", says_in_summary("*" * 90_000), "error[empty-mark]"),
    Attack("stars across", says_in_summary("*a **b" * 15_000), "error[unpaired-mark]"),
    Attack("notes", says_in_summary("[^" * 40_000), "error[unclosed-bracket]"),
    Attack("undefined notes", says_in_summary(" ".join(f"[^u{n}]" for n in range(9_000))), "error[undefined-note]"),
    Attack("undefined targets", says_in_summary("[](#nope) " * 9_000), "error[undefined-target]"),
    Attack("locator", says_in_summary(f"[@smith2024, {'p' * 90_000}!]"), "error[invalid-locator]"),
    Attack("long", says_in_summary("*a* " * 100_000), "7:3: error[input-limit]"),
    Attack("long address", says_in_summary(f"[a](https://{'a' * 90_000})"), "7:7: error[link-address]"),
    Attack("id that climbs", changes(POSITION, "terms: Repair", '"../../x": Repair'), "15:4: error[invalid-id]"),
)
def test_broken_texts_are_reported(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


def test_escaped_marks_take_time_in_proportion(workspace: Path) -> None:
    check_attack(Attack("escapes", says_in_summary(r"\*" * 49_000), "", code=0), workspace)


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_no_paper_may_link_to(address: str, workspace: Path) -> None:
    said = address.replace("\\", "\\\\")
    places = (
        (says_in_summary(f"[here]({said})"), f"{POSITION}:7:10: error["),
        (changes(SOURCES, "https://example.org/repair", f"'{address}'"), f"{SOURCES}:6:9: error["),
        (adds(ORGANISATIONS, f"    url: '{address}'\n"), f"{ORGANISATIONS}:4:11: error["),
    )
    for prepare, says in places:
        hostile.make_workspace(workspace)
        if "\\" in address or " " in address:
            says = "error["
        check_attack(Attack("address", prepare, says), workspace)


def test_links_of_a_translation_are_looked_at(workspace: Path) -> None:
    changes(POSITION, "SUMMARY", "[a](https://a.b)")(workspace)
    changes(CATALOGUE, 'msgid "SUMMARY', 'msgid "[a](https://a.b)')(workspace)
    for address in ADDRESSES[:6]:
        attack = Attack("", changes(CATALOGUE, "RÉSUMÉ", f"[a]({address})"), f"{CATALOGUE}:10:13: error[link-address]")
        check_attack(attack, workspace)
        changes(CATALOGUE, f"[a]({address})", "RÉSUMÉ")(workspace)


def test_a_doi_becomes_an_address_whatever_it_holds(workspace: Path) -> None:
    changes(SOURCES, "URL: https://example.org/repair", """DOI: 'x" onclick="<b> javascript:y'""")(workspace)
    assert run(*RENDER_HTML).exit_code == 0
    page = (workspace / "build/paper/paper.en.html").read_text(encoding="utf-8")
    assert 'href="https://doi.org/x%22%20onclick=%22%3Cb%3E%20javascript:y"' in page


# Images


@pytest.mark.parametrize("name", IMAGES, ids=lambda name: name[:30])
def test_images_stay_in_the_folder(name: str, workspace: Path) -> None:
    check_attack(Attack("image", says_in_summary(f"![x]({name})"), f"{POSITION}:7:8: error[invalid-image]"), workspace)


def sized(width: int, height: int) -> bytes:
    return PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]


@attacks(
    Attack("svg", shows_image(b"<svg onload='x'/>"), "is neither PNG nor JPEG"),
    Attack("empty", shows_image(b""), "is neither PNG nor JPEG"),
    Attack("header alone", shows_image(PNG[:16]), "is neither PNG nor JPEG"),
    Attack("cut off", shows_image(PNG[:-12]), "is cut off"),
    Attack("jpeg cut off", shows_image(b"\xff\xd8\xff\xe0\0\0" * 10), "is cut off"),
    Attack("giant", shows_image(sized(2**31, 2**31)), "is broken"),
    Attack("no size", shows_image(sized(0, 5)), "is broken"),
    Attack("folder", shows_image(Path.mkdir), "is not a file"),
    Attack("pipe", shows_image(os.mkfifo), "is not a file"),
    Attack("50 MB", shows_image(sparse(50_000_000)), "is larger than 10 MB"),
    Attack("link out", shows_image(links_to("/etc/passwd")), "leads out of the folder"),
    Attack("link to itself", shows_image(links_to("x.png")), "cannot be read"),
)
def test_broken_images_are_reported(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


# Catalogues and languages


@attacks(
    Attack("no header", changes(CATALOGUE, "Language: fr", ""), f"{CATALOGUE}:1:1: error[catalogue-language]"),
    Attack("other language", changes(CATALOGUE, ": fr", ": de"), f"{CATALOGUE}:1:1: error[catalogue-language]"),
    Attack(
        "open string", changes(CATALOGUE, 'msgstr "Réparer"', 'msgstr "Réparer'), f"{CATALOGUE}:6:1: error[po-syntax]"
    ),
    Attack("no msgstr", changes(CATALOGUE, 'msgstr "Réparer"\n', ""), f"{CATALOGUE}:4:1: error[po-syntax]"),
    Attack("plural", changes(CATALOGUE, 'msgstr "Réparer"', 'msgid_plural "a"'), f"{CATALOGUE}:4:1: error[po-syntax]"),
    Attack(
        "twice", adds(CATALOGUE, "\n" + TRANSLATION.split("\n\n", 1)[1]), f"{CATALOGUE}:28:1: error[duplicate-message]"
    ),
    Attack("yaml", writes(CATALOGUE, DEFINITION), f"{CATALOGUE}:1:1: error[po-syntax]"),
    Attack(
        "latin-1", writes(CATALOGUE, TRANSLATION.encode("latin-1", "replace")), f"{CATALOGUE}:6:10: error[not-utf8]"
    ),
    Attack(
        "control character", changes(CATALOGUE, "Réparer", "\x1b[31m"), f"{CATALOGUE}:6:9: error[control-character]"
    ),
    Attack("bidi", changes(CATALOGUE, "Réparer", "\u202eRéparer"), f"{CATALOGUE}:6:9: error[bidi-control]"),
    Attack("lines of quotes", adds(CATALOGUE, '"' * 1_000_000), f"{CATALOGUE}:27:1: error[po-syntax]"),
    Attack("escapes without end", adds(CATALOGUE, '\nmsgid "' + '\\"' * 1_000_000), "error[po-syntax]"),
    Attack("junk", adds(CATALOGUE, "junk\n" * 100_000), "only the first 100 are listed"),
    Attack("too long", adds(CATALOGUE, "\n" * 800_000), "error[input-limit]"),
    Attack("fuzzy", changes(CATALOGUE, 'msgctxt "title"', '#, fuzzy\nmsgctxt "title"'), "error[fuzzy-translation]"),
    Attack("own marks", changes(CATALOGUE, "Réparer", "R[^terms]"), f"{CATALOGUE}:6:9: error[translation-marks]"),
)
def test_broken_catalogues_are_reported(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


def test_flags_of_an_obsolete_message_are_its_own(workspace: Path) -> None:
    changes(CATALOGUE, 'msgctxt "title"', '#, fuzzy\n#~ msgid "a"\n#~ msgstr "b"\n\nmsgctxt "title"')(workspace)
    assert run("check").exit_code == 0


def test_many_unused_messages_are_counted(workspace: Path) -> None:
    extra = "".join(f'\nmsgctxt "k{number}"\nmsgid "a"\nmsgstr "b"\n' for number in range(10_000))
    check_attack(Attack("10,000", adds(CATALOGUE, extra), "only the first 100 are listed", code=0), workspace)


@attacks(
    Attack("no blank", own_locale(CONVENTIONS, "{0}\u00a0%", "%"), "error[invalid-value]"),
    Attack("a field", own_locale(CONVENTIONS, "{0}\u00a0%", "{0.__class__}"), "error[invalid-value]"),
    Attack("a form missing", own_locale(CONVENTIONS, "  recital:", "  citation:"), "error[missing-key]"),
    Attack("a word missing", own_locale(WORDS, 'msgctxt "closing"', 'msgctxt "nothing"'), "error[missing-word]"),
    Attack("blank missing", own_locale(WORDS, "Amendement\u00a0{0}", "Amendement"), "error[missing-word]"),
    Attack("word with bidi", own_locale(WORDS, "Amendement", "\u202eA"), "error[bidi-control]"),
)
def test_broken_languages_are_reported(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


def test_a_warning_in_conventions_stops_nothing(workspace: Path) -> None:
    own_locale(CONVENTIONS, 'thousands: "', 'thousands: "\u200b')(workspace)
    result = run("render", "-f", "html")
    assert result.exit_code == 0
    assert f"{CONVENTIONS}:" in result.stderr
    assert "warning[invisible-character]" in result.stderr


def test_folders_of_languages_that_are_none(workspace: Path) -> None:
    for name in ("xx", "zh", "fr-FR", "**", "[a]", "a b", "\x1b[31m", "x" * 200):
        target = workspace / "locales" / name / "LC_MESSAGES/paper.po"
        hostile.put(target, TRANSLATION)
        check_attack(Attack(name, lambda _: None, "is not an official language"), workspace)
        shutil.rmtree(workspace / "locales" / name)


# Names and places


BAD_NAMES = (
    "../x",
    "..",
    "/etc",
    "con",
    "nul",
    "lpt1",
    "A",
    "a.b",
    "a b",
    "",
    "-",
    "x" * 5_000,
    "\x1b[31m",
    "a\nb",
    "é",
)


@pytest.mark.parametrize("name", BAD_NAMES, ids=lambda name: repr(name[:20]))
def test_bad_names_on_the_command_line(name: str, workspace: Path) -> None:
    for command in ("new", "check", "render"):
        result = run(command, "--", name)
        assert result.exit_code == 2
        assert "\x1b" not in result.stderr
        assert len(result.stderr) < 3_000
    assert sorted(path.name for path in workspace.iterdir()) == ["locales", "positions"]
    assert sorted(path.name for path in (workspace / "positions").iterdir()) == ["organisations.yaml", "paper"]


@pytest.mark.parametrize(
    "name", ["con", ".hidden", "a.b", "**", "[a]", "a\nb", "\x1b[31m", "x" * 200, "-l", "é", "Paper"]
)
def test_bad_names_of_folders(name: str, workspace: Path) -> None:
    folder = workspace / "positions"
    attack = Attack("", lambda _: (folder / "paper").rename(folder / name), "error[invalid-id]")
    check_attack(attack, workspace)
    before = hostile.digest(folder)
    assert run("render").exit_code == 1
    assert hostile.digest(folder) == before
    assert not (workspace / "build").exists()


@pytest.mark.parametrize("place", ["positions", "positions/paper", "locales/fr", "templates"])
def test_papers_are_not_written_among_what_they_are_made_from(place: str, workspace: Path) -> None:
    check_attack(Attack("", lambda _: None, "papers are not written there", ("render", "-o", place), 2), workspace)


def test_new_follows_no_link_out(workspace: Path, tmp_path: Path) -> None:
    in_place(ORGANISATIONS, links_to(str(tmp_path / "outside")))(workspace)
    assert run("new", "other").exit_code == 2
    assert not (tmp_path / "outside").exists()


def test_a_folder_that_is_gone(workspace: Path) -> None:
    gone = workspace / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    result = run("check")
    assert (result.exit_code, "is not there any more" in result.stderr) == (2, True)


@attacks(
    Attack("file", in_place("build", Path.touch), "cannot write", RENDER_HTML, 2),
    Attack("pipe", in_place("build", os.mkfifo), "cannot write", RENDER_HTML, 2),
    Attack("lock is a folder", in_place("build/.lock", Path.mkdir), "cannot write", RENDER_HTML, 2),
    Attack("lock is a link", in_place("build/.lock", links_to("/etc/passwd")), "cannot write", RENDER_HTML, 2),
)
def test_build_folders_in_the_way(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


def test_thousands_of_positions(workspace: Path) -> None:
    for number in range(2_000):
        hostile.put(workspace / f"positions/p{number}/position.yaml", "x: 1\n")
    check_attack(Attack("one", lambda _: None, "", ("check", "paper"), 0), workspace)
    result = run("check", "nope")
    assert result.exit_code == 2
    assert len(result.stderr) < 3_000


@pytest.mark.parametrize("name", ["positions/paper/other.txt", PAGE, STYLE, WORD_FILE, POSITION, CATALOGUE])
def test_what_may_not_be_read(name: str, workspace: Path) -> None:
    in_place(name, Path.touch)(workspace)
    (workspace / name).chmod(0)
    with hostile.bound_by_permissions():
        result = run("render")
    assert result.exit_code in (1, 2)
    assert "permission denied" in result.stderr.lower()
    assert Path(name).name in result.stderr


# Templates


@attacks(
    Attack("syntax", writes(PAGE, "a\n{% if %}"), "paper.html.j2, line 2", RENDER_HTML, 2),
    Attack("undefined", writes(PAGE, "a\n{{ nope }}"), "line 2: 'nope' is undefined", RENDER_HTML, 2),
    Attack("division", writes(PAGE, "\n\n{{ 1 / 0 }}"), "line 3: division by zero", RENDER_HTML, 2),
    Attack("type", writes(PAGE, "{{ none + 1 }}"), "line 1: ", RENDER_HTML, 2),
    Attack("includes itself", writes(PAGE, "{% include 'paper.html.j2' %}"), "paper.html.j2, line 1", RENDER_HTML, 2),
    Attack("calls itself", writes(PAGE, "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"), "line 1", RENDER_HTML, 2),
    Attack("nested", writes(PAGE, "{{ " + "(" * 3_000), "paper.html.j2, line 1", RENDER_HTML, 2),
    Attack("climbs", writes(PAGE, "{% include '../../positions/organisations.yaml' %}"), "line 1", RENDER_HTML, 2),
    Attack("reaches for code", writes(PAGE, "{{ ''.__class__.__mro__ }}"), "is unsafe", RENDER_HTML, 2),
    Attack("reaches for ours", writes(PAGE, "{{ document.__class__ }}"), "is unsafe", RENDER_HTML, 2),
    Attack("range", writes(PAGE, "{% for i in range(10**9) %}{% endfor %}"), "Range too big", RENDER_HTML, 2),
    Attack("surrogate", writes(PAGE, '{{ "\\ud800" }}'), "paper.html.j2, line 1", RENDER_HTML, 2),
    Attack("not UTF-8", writes(PAGE, b"\xff"), "is not UTF-8", RENDER_HTML, 2),
    Attack("50 MB", in_place(PAGE, sparse(50_000_000)), "is larger than 2 MB", RENDER_HTML, 2),
    Attack("empty", writes(PAGE, ""), "the page has no policy", RENDER_HTML, 2),
    Attack("no plain tag", writes(PAGE, "<html lang=en><h1>Repair</h1>"), "line 1: '<html lang=en>", RENDER_HTML, 2),
    Attack("style breaks out", writes(STYLE, "</sTyle><script>"), "cannot stand in a page", RENDER_HTML, 2),
    Attack("style not UTF-8", writes(STYLE, b"\xff"), "is not UTF-8", RENDER_HTML, 2),
    Attack("style of 50 MB", in_place(STYLE, sparse(50_000_000)), "is larger than 2 MB", RENDER_HTML, 2),
    Attack("no zip", writes(WORD_FILE, b"hello"), "cannot be opened as a Word file", RENDER_DOCX, 2),
    Attack("empty Word file", writes(WORD_FILE, b""), "cannot be opened as a Word file", RENDER_DOCX, 2),
)
def test_broken_templates_are_reported(attack: Attack, workspace: Path) -> None:
    check_attack(attack, workspace)


def word_template(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    original = (builtin("templates") / "position-paper/paper.docx").read_bytes()
    return lambda folder: hostile.put(folder / WORD_FILE, repacked(original, change))


def edit(part: str, pattern: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        changed = re.sub(pattern, new, parts[part], flags=re.DOTALL)
        assert changed != parts[part]
        parts[part] = changed

    return change


BROKEN_WORD_FILES: dict[str, Callable[[dict[str, bytes]], object]] = {
    "no styles": lambda parts: parts.pop("word/styles.xml"),
    "no text": lambda parts: parts.pop("word/document.xml"),
    "no types": lambda parts: parts.pop("[Content_Types].xml"),
    "no relationships": lambda parts: parts.pop("_rels/.rels"),
    "relationships of nothing": lambda parts: parts.update({"_rels/.rels": b"<Relationships/>"}),
    "not well-formed": lambda parts: parts.update({"word/styles.xml": b"<w:styles"}),
    "utf-16": lambda parts: parts.update(
        {"word/styles.xml": parts["word/styles.xml"].decode().replace("UTF-8", "UTF-16").encode("utf-16")}
    ),
    "doctype": edit("word/styles.xml", rb"\?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>'),
    "other names": edit("word/styles.xml", rb'w:name w:val="', b'w:name w:val="X'),
    "no ids": edit("word/styles.xml", rb"w:styleId=", b"w:style="),
    "no page": edit("word/document.xml", rb"<w:sectPr.*</w:sectPr>", b""),
    "page of words": edit("word/document.xml", rb'w:w="\d+"', b'w:w="wide"'),
    "page without end": edit("word/document.xml", rb'w:w="\d+"', b'w:w="1e999"'),
    "climbs": edit("word/_rels/document.xml.rels", rb'Target="styles', b'Target="../../../styles'),
    "targets nothing": edit("word/_rels/document.xml.rels", rb" Target=", b" Aim="),
    "10,000 parts": lambda parts: parts.update({f"x/{number}": b"" for number in range(10_000)}),
}


@pytest.mark.parametrize("kind", BROKEN_WORD_FILES)
def test_broken_word_templates_are_reported(kind: str, workspace: Path) -> None:
    attack = Attack(kind, word_template(BROKEN_WORD_FILES[kind]), "paper.docx", RENDER_DOCX, 2)
    check_attack(attack, workspace)


# Files to verify


@pytest.fixture
def word_file(workspace: Path) -> bytes:
    assert run("render", "-l", "en").exit_code == 0
    return (workspace / "build/paper/paper.en.docx").read_bytes()


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(content: bytes) -> Callable[[dict[str, bytes]], None]:
    document = b"<w:document " + W + b"><w:body>" + content + b"</w:body></w:document>"
    return lambda parts: parts.update({"word/document.xml": document})


HOSTILE_WORD_FILES: dict[str, Callable[[dict[str, bytes]], object]] = {
    "doctype": edit("word/document.xml", rb"\?>", b'?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "10,000 parts": lambda parts: parts.update({f"x/{number}": b"" for number in range(10_000)}),
    "no text": lambda parts: parts.pop("word/document.xml"),
    "no notes": lambda parts: parts.pop("word/footnotes.xml"),
    "not well-formed": lambda parts: parts.update({"word/footnotes.xml": b"<a>"}),
    "another kind": lambda parts: parts.update({"word/document.xml": b"<a/>"}),
    "in a circle": edit("word/_rels/document.xml.rels", rb'"(footnotes|styles|numbering)\.xml"', b'"document.xml"'),
    "climbs": edit("word/_rels/document.xml.rels", rb'"footnotes\.xml"', b'"../../../../etc/passwd"'),
    "itself": edit("_rels/.rels", rb'"word/document.xml"', b'"_rels/.rels"'),
    "deep": body(b"<w:sdt>" * 5_000 + b"</w:sdt>" * 5_000),
    "deep, but allowed": body(b"<w:ins>" * 240 + b"</w:ins>" * 240),
    "fields without end": body(b"<w:p>" + b'<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000 + b"</w:p>"),
    "notes without text": body(b"<w:p><w:footnoteReference w:id='x'/><w:footnoteReference/></w:p>"),
}


@pytest.mark.parametrize("kind", HOSTILE_WORD_FILES)
def test_hostile_word_files(kind: str, word_file: bytes, workspace: Path) -> None:
    content = repacked(word_file, HOSTILE_WORD_FILES[kind])
    check_attack(Attack(kind, writes("x.docx", content), "x.docx:1:1: error[", ("verify", "x.docx")), workspace)


def test_damaged_word_files(word_file: bytes, workspace: Path) -> None:
    middle = len(word_file) // 2
    for content in (b"", b"PK\3\4", word_file[:middle], word_file[:-1], b"\xd0\xcf\x11\xe0" + bytes(999)):
        says = "x.docx:1:1: error[unreadable-file]"
        check_attack(Attack("damaged", writes("x.docx", content), says, ("verify", "x.docx")), workspace)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 1),
        (b"hello", 1),
        (b"\0" * 1_000 + b"<p>", 1),
        (b"<p>" + b" ".join(b"a%d=1" % number for number in range(5)), 0),
        (b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">", 1),
        (b"<div>" * 100_000 + b"x", 0),
        (b"<b>" * 100_000 + b"x", 0),
        (b"<table><tr><td>" * 30_000, 0),
        (b"<p>" * 2_000_000, 1),
        (b'<meta charset="rot13"><p>x', 0),
        (b'<meta charset="undefined"><p>x', 0),
        (b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;', 0),
        (b"<ol start=" + b"9" * 6_000 + b"><li>x<li value=-5>y</ol>", 0),
        (b'<a href="#nope">x</a> ' * 5_000, 1),
    ],
)
def test_hostile_pages(content: bytes, code: int, workspace: Path) -> None:
    attack = Attack("page", writes("x.html", content), "x.html:1:1: ", ("verify", "x.html"), code)
    check_attack(attack, workspace)


@pytest.mark.parametrize("place", ["nope.docx", ".", "/dev/zero", "x" * 5_000, "\x1b[31m.html"])
def test_what_cannot_be_verified(place: str, workspace: Path) -> None:
    check_attack(Attack("", lambda _: None, "error: ", ("verify", place), 2), workspace)


# Whole processes, in which memory is measured


PROGRAM = """
import atexit, resource, sys
def report():
    peak = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"{used.ru_utime + used.ru_stime} {int(peak) // 1024}", file=sys.__stderr__)
atexit.register(report)
from toolkit.cli import main
main(prog_name="position")
"""


def define_notes(count: int) -> str:
    """The definition with `count` notes more, each used in a paragraph of its own."""
    uses = "".join(f"      Text.[^n{number}]\n\n" for number in range(count))
    notes = "".join(f"  n{number}: Note *{number}*.\n" for number in range(count))
    return DEFINITION.replace("      Prices", uses + "      Prices") + notes


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@attacks(
    Attack("pipe", in_place(POSITION, os.mkfifo), f"{POSITION}:1:1: error[missing-file]"),
    Attack("endless sources", in_place(SOURCES, links_to("/dev/zero")), f"{SOURCES}:1:1: error[missing-file]"),
    Attack("endless catalogue", in_place(CATALOGUE, links_to("/dev/zero")), f"{CATALOGUE}:1:1: error[missing-file]"),
    Attack("50 MB", in_place(POSITION, sparse(50_000_000)), f"{POSITION}:1:1: error[input-limit]"),
    Attack("50 MB of words", in_place(WORDS, sparse(50_000_000)), f"{WORDS}:1:1: error[input-limit]"),
    Attack("7 MB on a line", writes(POSITION, b"[" + b"a," * 3_500_000), "error[input-limit]"),
    Attack("one text of 7 MB", writes(POSITION, DEFINITION.replace("SUMMARY", "x" * 7_900_000)), "error[input-limit]"),
    Attack("endless image", shows_image(links_to("/dev/zero")), "error[invalid-image]"),
    Attack("great template", word_template(lambda parts: parts.update({"x.bin": bytes(90_000_000)})),
           "more than a template can need", RENDER_DOCX, 2),
    Attack("endless file", lambda _: None, "is not a file", ("verify", "/dev/zero"), 2),
    Attack("piped page", in_place("x.html", os.mkfifo), "is not a file", ("verify", "x.html"), 2),
    Attack("page of 50 MB", in_place("x.html", sparse(50_000_000)), "is larger than", ("verify", "x.html"), 2),
    Attack("bomb", writes("x.docx", repacked((builtin("templates") / "position-paper/paper.docx").read_bytes(),
                                             body(b" " * 90_000_000))), "unpacks to more", ("verify", "x.docx")),
)  # fmt: skip
def test_hostile_input_takes_little(attack: Attack, workspace: Path) -> None:
    attack.prepare(workspace)
    before = hostile.digest(workspace)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *attack.command],
        capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    *said, facts = done.stderr.splitlines()
    seconds, megabytes = facts.split()
    assert attack.says in "\n".join(said)
    assert "Traceback" not in done.stderr
    assert done.returncode == attack.code
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES
    assert hostile.digest(workspace) == before


def test_ten_thousand_notes_are_no_attack(workspace: Path) -> None:
    shutil.rmtree(workspace / "locales")
    hostile.put(workspace / POSITION, define_notes(10_000))
    result = run(*RENDER_HTML)
    assert result.exit_code == 0
    assert "10002 notes, verified" in result.stdout
