"""Drafts of a translation: what is not translated stands there in the words of the original, and says so."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import planted
import pytest
from builtin_kinds import kind as kind_of
from click.testing import CliRunner
from hostile import MARKUP, PNG, put
from lxml import etree, html
from test_poison import PAPER, Poisoner, elements, printed, quoted, read_page, read_parts
from test_poison import make_workspace as make_poisoned_workspace

from toolkit.catalogue import Message
from toolkit.cli import main
from toolkit.diagnostics import has_errors
from toolkit.document import AmendmentBlock, Document, Section
from toolkit.inline import NUMBER, Inlines, Plain, language_of, plain_text, walk
from toolkit.inspection import compare, verify_file
from toolkit.languages import Language
from toolkit.languages.snapshot import TAGS
from toolkit.markup import parse
from toolkit.pipeline import FORMATS, Draft, Paper, check, compose_document, read_images, write_papers
from toolkit.position import Text, texts
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.languages import read_language
from toolkit.resources import Workspace, builtin, find_workspace

ROOT = Path(__file__).parents[1]
REPOSITORY = find_workspace(ROOT)
OTHERS = [tag for tag in TAGS if tag != "en"]
VARIATIONS = ("missing", "stale", "doubtful")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHADE = "FBF3DC"


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(REPOSITORY, tag)
    assert found is not None, diagnostics
    return found


def entry(message: Message, variation: str) -> str:
    """A message of a catalogue that is missing, stale, doubtful or, with any other word, as it was."""
    flag = "#, fuzzy\n" if variation == "doubtful" else ""
    source = f"{message.source} More." if variation == "stale" else message.source
    translation = "" if variation == "missing" else message.translation
    return f"{flag}msgctxt {quoted(message.key)}\nmsgid {quoted(source)}\nmsgstr {quoted(translation)}\n"


def write_catalogue(folder: Path, paper: str, tag: str, variation: str, third: int) -> None:
    """The real catalogue with each third text as `variation` has it, from the one with the index `third` on."""
    name = f"locales/{tag}/LC_MESSAGES/{paper}.po"
    catalogue, _ = read_catalogue(ROOT / name, name)
    assert catalogue is not None
    messages = catalogue.messages.values()
    entries = [entry(message, variation if index % 3 == third else "") for index, message in enumerate(messages)]
    put(folder / name, "\n".join([f'msgid ""\nmsgstr "Language: {tag}\\n"\n', *entries]))


@pytest.fixture(scope="module", params=VARIATIONS)
def thirds(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Draft, list[Paper]]:
    """The great paper in all languages, in each of which a third of the texts is not translated: another one each."""
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(ROOT / "positions", folder / "positions")
    for tag in OTHERS:
        write_catalogue(folder, PAPER, tag, request.param, VARIATIONS.index(request.param))
    return drafted(folder, PAPER, TAGS)


def drafted(folder: Path, paper: str, tags: list[str], kinds: tuple[str, ...] = ()) -> tuple[Draft, list[Paper]]:
    """The drafts of a paper; verification finds nothing in them."""
    workspace = Workspace(folder)
    checked = check(workspace, paper, tags, as_draft=True)
    assert not has_errors(checked.diagnostics), checked.diagnostics
    assert checked.draft is not None
    papers = []
    for one, found in write_papers(workspace, checked.draft, FORMATS, [kind_of(kind) for kind in kinds]):
        assert found == (), one.name
        papers.append(one)
    return checked.draft, papers


def kept(draft: Draft, tag: str) -> list[Text]:
    """The texts that are in the words of the original."""
    return [text for text in texts(draft.localised[tag]) if text.language]


def pieces(text: Text) -> list[str]:
    """The words of a text between its marks."""
    plain = [inline.text for inline in walk(parse(text.value).inlines) if isinstance(inline, Plain)]
    return [" ".join(piece.split()) for piece in plain if piece.strip() and NUMBER not in piece]


def spans(page: bytes) -> list[Any]:
    """What a page shows as words of the original, but for its list of contents."""
    return [
        span
        for span in html.fromstring(page.decode()).iter("span")
        if span.get("class") == "untranslated" and not any(parent.tag == "nav" for parent in span.iterancestors())
    ]


def shown(element: Any) -> str:
    """The text of an element without what is said to those who cannot see it."""
    inside = [("" if hidden(child) else shown(child)) + (child.tail or "") for child in element]
    return "".join([element.text or "", *inside])


def hidden(element: Any) -> bool:
    return bool(element.get("class") == "visually-hidden")


def original_runs(data: bytes) -> Iterator[tuple[Any, Any]]:
    """The runs that a Word file shows as words of the original, each with its paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in ("document", "footnotes"):
            for paragraph in etree.fromstring(package.read(f"word/{name}.xml")).iter(f"{W}p"):
                for run in paragraph.iter(f"{W}r"):
                    style, shade = run.find(f"{W}rPr/{W}rStyle"), run.find(f"{W}rPr/{W}shd")
                    is_shaded = shade is not None and shade.get(f"{W}fill") == SHADE
                    if is_shaded or (style is not None and style.get(f"{W}val") == "Untranslated"):
                        yield paragraph, run


def of_format(papers: list[Paper], form: str) -> dict[str, Paper]:
    return {paper.language: paper for paper in papers if paper.format == form}


def test_a_third_of_each_language_is_not_translated(thirds: tuple[Draft, list[Paper]]) -> None:
    draft, papers = thirds
    assert len(papers) == 2 * len(TAGS)
    for tag in OTHERS:
        count, total = draft.localised[tag].untranslated
        assert abs(count - total / 3) <= 1
        assert count == len(kept(draft, tag))


def test_pages_tag_words_of_the_original(thirds: tuple[Draft, list[Paper]]) -> None:
    draft, papers = thirds
    for tag, paper in of_format(papers, "html").items():
        found = spans(paper.data)
        assert {span.get("lang") for span in found} == ({"en"} if tag != "en" else set())
        printed_texts = [" ".join(shown(span).split()) for span in found]
        for text in kept(draft, tag):
            assert any(all(piece in one for piece in pieces(text)) for one in printed_texts), text.key
        assert len(found) == len(kept(draft, tag))
        assert {one.get("lang") for span in found for one in span.iter("span") if hidden(one)} <= {tag}


def test_word_files_tag_words_of_the_original(thirds: tuple[Draft, list[Paper]]) -> None:
    draft, papers = thirds
    for tag, paper in of_format(papers, "docx").items():
        paragraphs: dict[Any, list[str]] = {}
        for paragraph, run in original_runs(paper.data):
            assert run.find(f"{W}rPr/{W}lang").get(f"{W}val") == "en-GB"
            paragraphs.setdefault(paragraph, []).append("".join(run.itertext(f"{W}t")))
        printed_texts = [" ".join("".join(parts).split()) for parts in paragraphs.values()]
        for text in kept(draft, tag):
            assert any(all(piece in one for piece in pieces(text)) for one in printed_texts), text.key
        assert len(printed_texts) == len(kept(draft, tag))


def test_first_page_says_how_much_is_not_translated(thirds: tuple[Draft, list[Paper]]) -> None:
    draft, papers = thirds
    for paper in papers:
        own = draft.localised[paper.language]
        lines = {fact.label: plain_text(fact.content) for fact in paper.document.facts}
        label = language(paper.language).word("draft-translation")
        if paper.language == "en":
            assert label not in lines
            continue
        count = "{}/{}".format(*own.untranslated)
        assert lines[label] == language(paper.language).word("not-translated", count)
        reading, _ = verify_file(paper.name, paper.data)
        assert reading is not None
        assert count in " ".join([block.text for block in reading.blocks[:20]])


def test_notes_are_numbered_without_a_gap(thirds: tuple[Draft, list[Paper]]) -> None:
    for paper in thirds[1]:
        reading, _ = verify_file(paper.name, paper.data)
        assert reading is not None
        numbers = [note.number for note in reading.notes if note.number is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) == 30


def test_same_input_gives_the_same_bytes(thirds: tuple[Draft, list[Paper]]) -> None:
    draft, papers = thirds
    again = {one.name: one.data for one, _ in write_papers(REPOSITORY, draft, FORMATS)}
    assert again == {paper.name: paper.data for paper in papers}


# A paper that has what a text may stand in. Its language is not English, so that English is one of the translations.
EVERYTHING = """\
kind: position-paper
title: Réparer les biens
subtitle: Un droit, *pas une faveur*
language: fr
date: 2025-03
status: for-endorsement
amendment_form: FORM
file: {procedure: 2023/0083(COD), act: directive, name: Droit à la réparation}
drafted_by: [us]
summary: |
  La réparation doit être **abordable**[^terms][@one], voir le [](#first) et la [](#terms).
key_points:
  - id: first
    point: Des pièces à un prix abordable[@one, p. 3].
    heading: Pas de réparation sans pièces
    argument: |
      Voir [l’autre point](#second) et l’[](#words).

      - une liste[^sign]
      - avec [un lien](https://example.org/liste) dedans

      1. une liste numérotée

      > Une citation mise en exergue.

      ![Un graphique des prix](images/x.png)
    statistics:
      - {value: 52, unit: percent, text: des ménages réparent., source: one}
  - id: second
    point: Des manuels ouverts à tous.
    heading: Le savoir
    argument: Les manuels comptent autant.
call: Nous demandons ceci.
amendments:
  - id: words
    to: Article 5(2)
    text:
      original: Les pièces sont vendues[^law] aux réparateurs.
      proposed: Les pièces sont vendues[^law] à tous, à un prix abordable.
    law_notes:
      law: {mark: "1a", text: JO L 18 du 1er janvier 2025.}
    justification: Voir le [](#first)[@two].
  - id: gone
    to: Article 6
    text: {original: La présente disposition est inutile., deleted: yes}
  - id: inserted
    to: Article 7a (new)
    text: {insert: Un fonds finance la réparation.}
    alternative_to: [words]
closing: Fin du document.
footnotes:
  terms: Réparer, c’est remettre en état, voir [@one, p. 4] et le [](#second).
  sign: {symbol: "†", text: Une note appelée par un symbole.}
"""
EVERYTHING_SOURCES = """\
- {id: one, type: report, author: [{family: Smith}], title: Prices, language: en, issued: 2024,
   URL: "https://example.org/one", accessed: 2024-03-01}
- {id: two, type: book, author: [{family: Petit}], title: Les prix, language: fr, issued: 2023}
"""
FORMS = ("compact", "columns", "consolidated")


def make_everything(folder: Path, form: str = "compact") -> Path:
    put(folder / "positions/all/position.yaml", EVERYTHING.replace("FORM", form))
    put(folder / "positions/all/sources.yaml", EVERYTHING_SOURCES)
    put(folder / "positions/all/images/x.png", PNG)
    put(folder / "positions/organisations.yaml", "organisations: [{id: us, name: Us}]\n")
    return folder


def translate(folder: Path, tag: str, *left_out: str) -> None:
    """A catalogue with the original's words between letters for a translation, but for the texts of these keys."""
    position = check(Workspace(folder), "all", ["fr"]).draft
    assert position is not None
    entries = [f'msgid ""\nmsgstr "Language: {tag}\\n"\n']
    for text in texts(position.position):
        if text.key not in left_out:
            lines = (text.key, text.value, f"Ω {text.value}")
            entries.append("msgctxt {}\nmsgid {}\nmsgstr {}\n".format(*map(quoted, lines)))
    put(folder / f"locales/{tag}/LC_MESSAGES/all.po", "\n".join(entries))


@pytest.mark.parametrize("form", FORMS)
def test_everything_can_stand_in_the_words_of_the_original(tmp_path: Path, form: str) -> None:
    """In every language without a catalogue: no text is translated, the toolkit's words are."""
    tags = [tag for tag in TAGS if tag != "fr"]
    draft, papers = drafted(make_everything(tmp_path, form), "all", tags, ("position-paper", "amendments"))
    assert len(papers) == 4 * len(tags)
    assert has_errors(check(Workspace(tmp_path), "all", tags).diagnostics)
    for paper in papers:
        assert paper.document.draft == language(paper.language).word("draft-translation")
        if paper.format == "html" and paper.document.kind == "position-paper":
            root = html.fromstring(paper.data.decode())
            assert root.get("lang") == paper.language
            assert [image.get("lang") for image in root.iter("img")] == ["fr"]
            assert [title.get("lang") for title in root.iter("title")] == ["fr"]
            assert {span.get("lang") for span in spans(paper.data)} == {"fr"}
    assert draft.localised["en"].untranslated == (len(kept(draft, "en")),) * 2


def english(folder: Path, kind: str = "") -> Document:
    checked = check(Workspace(folder), "all", ["en"], as_draft=True)
    assert checked.draft is not None
    return compose_document(
        checked.draft, "en", (), read_images(checked.draft.position), kind_of(kind) if kind else None
    )


def test_words_of_references_and_citations_are_those_of_the_text_that_they_stand_in(tmp_path: Path) -> None:
    make_everything(tmp_path)
    translate(tmp_path, "en", "footnotes/terms")
    notes = [plain_text(note.content) for note in english(tmp_path).notes]
    assert notes[1].startswith("Réparer, c’est remettre en état, voir Smith")
    assert "disponible" in notes[1] or "consulté" in notes[1]
    assert "point\u00a02" in notes[1]
    translate(tmp_path, "en", "key_points/first/argument/1")
    document = english(tmp_path)
    section = next(one for one in document.blocks if isinstance(one, Section) and one.role == "argument")
    assert "amendement\u00a01" in plain_text(section.blocks[0].content)  # type: ignore[union-attr]
    translate(tmp_path, "en", "title")
    section = next(one for one in english(tmp_path).blocks if isinstance(one, Section) and one.role == "argument")
    assert "Amendment\u00a01" in plain_text(section.blocks[0].content)  # type: ignore[union-attr]


def wordings(document: Document) -> Iterator[tuple[str, Inlines]]:
    """Each paragraph of a wording with the anchor of its amendment."""
    for section in document.blocks:
        for block in section.blocks if isinstance(section, Section) else ():
            if isinstance(block, AmendmentBlock):
                yield from [(block.anchor, paragraph) for text in block.texts for paragraph in text.paragraphs]


@pytest.mark.parametrize("kind", ["position-paper", "amendments"])
@pytest.mark.parametrize("form", FORMS)
def test_wordings_of_one_amendment_are_in_one_language(tmp_path: Path, form: str, kind: str) -> None:
    make_everything(tmp_path, form)
    translate(tmp_path, "en", "amendments/words/text/proposed", "amendments/gone/text/original")
    found = [
        (anchor, language_of(paragraph), plain_text(paragraph))
        for anchor, paragraph in wordings(english(tmp_path, kind))
    ]
    own = [words for anchor, tag, words in found if anchor == "amendment-words" and tag == "fr"]
    assert len(own) == (1 if (form, kind) == ("consolidated", "position-paper") else 2)
    assert not any("Ω" in words for words in own)
    assert all(tag == "fr" for anchor, tag, _ in found if anchor == "amendment-words")
    assert all("Ω" in words or not words.strip("[…]") for anchor, _, words in found if anchor == "amendment-inserted")
    deleted = language("en").word("deleted")
    assert not [tag for _, tag, words in found if words == deleted and tag]


def english_file(folder: Path, form: str) -> Paper:
    _, papers = drafted(folder, "all", ["en"])
    return of_format(papers, form)["en"]


def differences(paper: Paper, data: bytes) -> set[str]:
    reading, _ = verify_file(paper.name, data)
    assert reading is not None
    return {found.code for found in compare(paper.document, reading, paper.name)}


def test_lost_tags_of_a_page_are_found(tmp_path: Path) -> None:
    """Each language of words of the original taken away, one after the other, and given to an image in vain."""
    paper = english_file(make_everything(tmp_path), "html")
    page = paper.data.decode()
    tags = [match.start() for match in re.finditer(r'<span class="untranslated" lang="fr">', page)]
    places = [at for at in tags if not page.rfind("<nav", 0, at) > page.rfind("</nav>", 0, at)]
    assert len(places) > 25
    for at in places:
        lost = page[:at] + page[at:].replace(' lang="fr"', "", 1)
        assert differences(paper, lost.encode()) == {"language-differs"}, page[at : at + 120]
    for fault in (
        planted.in_page(r'(<img [^>]*) lang="fr"', r"\1"),
        planted.in_page(r'(<h1><span [^>]*)lang="fr"', r'\1lang="de"'),
    ):
        assert differences(paper, fault(paper.data)) == {"language-differs"}


def test_lost_tags_of_a_word_file_are_found(tmp_path: Path) -> None:
    paper = english_file(make_everything(tmp_path), "docx")
    for part in (planted.DOCUMENT, planted.FOOTNOTES):
        text = planted.read_part(paper.data, part)
        runs = [
            match
            for match in re.finditer(r'<w:lang w:val="fr-FR"/></w:rPr>(?=<w:t[ >]|<w:drawing)[^/]*/', text)
            if any(map(str.isalnum, re.sub("<[^>]*>", "", match[0].removeprefix('<w:lang w:val="fr-FR"/></w:rPr>'))))
        ]
        assert len(runs) >= (25 if part == planted.DOCUMENT else 2)
        for match in runs:
            lost = text[: match.start()] + text[match.start() :].replace('<w:lang w:val="fr-FR"/>', "", 1)
            data = planted.rewrite(paper.data, part, lambda _, lost=lost: lost)  # type: ignore[misc]
            assert differences(paper, data) == {"language-differs"}, match[0]


def test_template_without_the_style_serves_too(tmp_path: Path) -> None:
    """The look of the words is then set run by run."""
    own = tmp_path / "templates/position-paper/paper.docx"
    genuine = (builtin("templates") / "position-paper/paper.docx").read_bytes()
    style = r'<w:style w:type="character"[^>]*w:styleId="Untranslated">.*?</w:style>'
    put(own, planted.in_part(planted.STYLES, style, "")(genuine))
    paper = english_file(make_everything(tmp_path), "docx")
    found = [run for _, run in original_runs(paper.data)]
    assert len(found) > 40
    assert all(run.find(f"{W}rPr/{W}shd") is not None for run in found)
    assert "Untranslated" not in planted.read_part(paper.data, planted.DOCUMENT)


def test_header_of_a_word_file_has_the_title_in_its_language(tmp_path: Path) -> None:
    data = english_file(make_everything(tmp_path), "docx").data
    assert '<w:lang w:val="fr-FR"/></w:rPr><w:t xml:space="preserve">Réparer' in planted.read_part(
        data, "word/header.xml"
    )
    status = "For endorsement, Draft translation"
    assert f"<cp:contentStatus>{status}</cp:contentStatus>" in planted.read_part(data, "docProps/core.xml")


# The command


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["render", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_draft_never_touches_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything(tmp_path)
    translate(tmp_path, "en")
    monkeypatch.chdir(tmp_path)
    assert run("-l", "fr", "-l", "en")[0] == 0
    good = state(tmp_path / "build" / "all")
    assert len(good) == 5
    assert not (tmp_path / "build" / "_drafts").exists()

    assert run("-l", "fr", "-l", "en", "--draft")[0] == 0
    drafts = {Path(name).name: data for name, (data, _) in state(tmp_path / "build/_drafts/all").items()}
    whole = {Path(name).name: data for name, (data, _) in good.items()}
    assert {name: data for name, data in drafts.items() if name != "manifest.json"} == {
        name: data for name, data in whole.items() if name != "manifest.json"
    }

    translate(tmp_path, "en", "title", "closing/1")
    code, output, errors = run("-l", "en")
    assert (code, output) == (1, "")
    assert errors.count("error[missing-translation]") == 2
    assert errors.count("--draft") == 1
    code, output, errors = run("-l", "en", "--draft")
    assert (code, errors.count("warning[draft-translation]")) == (0, 1)
    assert "en: 2 of 26 texts are not translated (2 missing)" in errors
    assert (tmp_path / "build/_drafts/all/all.en.html").read_bytes() != whole["all.en.html"]
    assert run("-l", "en", "--draft", "-o", "other")[0] == 0
    assert sorted(path.name for path in (tmp_path / "other").glob("[!.]*")) == ["_drafts"]
    assert state(tmp_path / "build" / "all") == good


def test_other_errors_still_refuse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_everything(tmp_path)
    translate(tmp_path, "en", "title")
    catalogue = tmp_path / "locales/en/LC_MESSAGES/all.po"
    put(catalogue, catalogue.read_text(encoding="utf-8").replace('msgstr "Ω Réparer, c’est', 'msgstr "*Ω c’est'))
    monkeypatch.chdir(tmp_path)
    code, _, errors = run("-l", "en", "--draft")
    assert code == 1
    assert "error[unpaired-mark]" in errors
    assert "error[missing-translation]" not in errors
    assert not (tmp_path / "build").exists()


def test_many_missing_texts_are_one_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than are listed of one kind, and all the same one line."""
    make_everything(tmp_path)
    path = tmp_path / "positions/all/position.yaml"
    more = "".join([f"\n      Encore {number}.\n" for number in range(150)])
    put(path, path.read_text(encoding="utf-8").replace("    statistics:", f"{more}    statistics:"))
    monkeypatch.chdir(tmp_path)
    code, _, errors = run("-l", "de", "--draft", "-f", "html")
    assert (code, len(errors.strip().splitlines())) == (0, 2)


def test_markup_in_words_of_the_original_prints_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[bool, dict[str, bytes]] = {}
    for harmless in (False, True):
        folder = tmp_path / str(harmless)
        make_poisoned_workspace(folder, Poisoner(harmless))
        for tag in ("fr", "bg"):
            (folder / f"locales/{tag}/LC_MESSAGES/{PAPER}.po").unlink()
        monkeypatch.chdir(folder)
        assert run("-l", "fr", "-l", "bg", "--draft")[0] == 0
        files[harmless] = {path.name: path.read_bytes() for path in (folder / "build/_drafts" / PAPER).glob("*.*")}
    for tag in ("fr", "bg"):
        poisoned, harmless_page = (read_page(files[one][f"{PAPER}.{tag}.html"]) for one in (False, True))
        assert poisoned.tags == harmless_page.tags
        page, words = "".join(poisoned.shown), printed(files[False][f"{PAPER}.{tag}.docx"])
        assert [payload for payload in MARKUP if payload not in page or payload not in words] == []
        one, other = (dict(read_parts(files[key][f"{PAPER}.{tag}.docx"])) for key in (False, True))
        assert {name: elements(part) for name, part in one.items()} == {
            name: elements(part) for name, part in other.items()
        }
