"""No English of the toolkit's own in a paper of another language, and every part tagged with its language."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from builtin_kinds import kind
from lxml import etree, html

from toolkit.document import Document, Version
from toolkit.languages import Language
from toolkit.languages.snapshot import TAGS, facts
from toolkit.languages.words import COUNTED, WORDS
from toolkit.pipeline import Draft, check, compose_document
from toolkit.position import Position, Source
from toolkit.readers.definition import ACTS, STATUSES
from toolkit.readers.languages import read_language
from toolkit.records import replace
from toolkit.resources import Workspace, find_workspace
from toolkit.writers import WRITERS

OTHERS = [tag for tag in TAGS if tag != "en"]
REPOSITORY: Workspace = find_workspace(Path(__file__).parent)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# Words that are the same in English and in these languages; each was looked at.
IDENTICAL = {
    "original-language": " ".join(OTHERS),  # Or.: the form of the Parliament is the same in every language
    "note-count": "fr",
    "ibid": "da es et fr ga hr it mt nl pl pt ro sv",
    "et-al": "cs es et fr ga it mt pl pt ro sk",
    "software": "cs da de it mt nl pt ro",
    "version": "da fr sv",
    "status": "da de hr mt nl pl sl sv",
    "note-reference": "da fr",
    "back-reference": "da es it mt nl ro",
    "figure": "da es fr it mt nl pt ro sv",
    "interview": "da de nl",
    "note": "da fr",
    "volume": "es fi fr it mt nl pt ro sv",
    "page": "es fr it lt mt pt ro",
    "pages": "es it mt pt ro",
    "section": "es",
    "date": "fr",
    "sources": "fr",
    "form-organisation": "da de fr sv",
    "form-signature": "fr",
    "pack-file": "it",
    "notes": "fr",
    "justification": "fr",
    "point-reference": "fr",
    "article": "fr",
    "point": "fr",
    "paragraph": "mt",
    "dataset": "nl sv",
}

PAPER = """\
kind: position-paper
title: Xqz xqzi
subtitle: Xqz xqzo
language: en
date: 2025-03-01
version: "1.0"
status: for-endorsement
file: {procedure: 2024/0035(COD), act: directive, celex: 52024PC0060}
drafted_by: [xqz]
endorsed_by: [xqz, xqzy]
summary: |
  Xqz[@one][^both], xqz[^sign], [](#both), [](#first), [](#wording).
key_points:
  - id: first
    point: Xqz.
    heading: Xqz
    argument: |
      Xqz[@one, p. 3; @two, pp. 4–6], xqz[@one, art. 5(2)], xqz[@one, para. 2], xqz[@one, ch. 3], xqz[@one, fig. 4],
      xqz[@one, rec. 5], xqz[@one, sec. 6], xqz[@one, point 7], xqz[@one, annex II], xqz[@three], xqz[@three].
    statistics:
      - {value: 12.5, unit: percent, text: xqz, source: two}
call: Xqz.
amendments:
  - id: wording
    to: Article 5a(2)(b)
    text: {original: xqz, proposed: xqz xqz}
    justification: Xqz.
  - id: other
    to: Recital 12
    text: {insert: xqz}
    alternative_to: [wording]
  - id: third
    to: Annex I, point 3
    text: {delete: xqz}
closing: Xqz.
footnotes:
  both: Xqz[@two, p. 9].
  sign: {text: Xqz, symbol: "†"}
"""
SOURCES = """\
- {id: one, type: thesis, title: Xqz, author: [{family: Xqz}, {family: Xqza}, {family: Xqzb}], issued: 2020-05,
   accessed: 2024-03-01, URL: "https://example.org/xqz"}
- {id: two, type: article-journal, title: Xqz, author: [{literal: Xqz}, {literal: Xqza}], container-title: Xqz,
   volume: 3, issue: 4, page: 5-6, accessed: 2024-03, URL: "https://example.org/xqza"}
- {id: three, type: dataset, title: Xqz xqz, author: [{literal: Xqz}], issued: 2020}
"""
ORGANISATIONS = "organisations:\n  - {id: xqz, name: Xqz}\n  - {id: xqzy, name: Xqzy}\n"


@cache
def language(tag: str) -> Language:
    found, diagnostics = read_language(REPOSITORY, tag)
    assert found is not None, diagnostics
    return found


@pytest.fixture(scope="module")
def meaningless(tmp_path_factory: pytest.TempPathFactory) -> Position:
    """A paper with everything that a paper may have, in words that no language has."""
    folder = tmp_path_factory.mktemp("workspace")
    own = folder / "positions" / "paper"
    own.mkdir(parents=True)
    (own / "position.yaml").write_text(PAPER, encoding="utf-8")
    (own / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "positions" / "organisations.yaml").write_text(ORGANISATIONS, encoding="utf-8")
    checked = check(Workspace(folder), "paper", ["en"])
    assert checked.draft is not None
    assert not [found for found in checked.diagnostics if found.severity == "error"]
    return checked.draft.position


def document(position: Position, tag: str) -> Document:
    versions = tuple([Version(one, language(one).name, f"paper.{one}.html") for one in TAGS])
    own = replace(position, language=tag)
    return compose_document(Draft(position, {tag: own}, {tag: language(tag)}, kind()), tag, versions, {})


def written(one: Document, form: str) -> bytes:
    return WRITERS[form](one, REPOSITORY.template("position-paper"))


def shown_in_page(data: bytes) -> Iterator[str]:
    """Every text of a page that is seen or spoken, but for the names of other languages."""
    for element in html.fromstring(data.decode("utf-8")).iter():
        if not isinstance(element.tag, str) or element.tag == "style":
            continue
        yield from (element.get(name, "") for name in ("aria-label", "title", "alt"))
        if element.tag == "meta" and element.get("name") in ("description", "dcterms.extent", "author"):
            yield element.get("content", "")
        if not element.get("hreflang"):
            yield element.text or ""
        yield element.tail or ""


def shown_in_word(data: bytes) -> Iterator[str]:
    """Every text of a Word file that is printed, and its properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|footnotes|header\d*|footer\d*)\.xml|docProps/core\.xml", name):
                root = etree.fromstring(package.read(name))
                for part in root.iter(etree.Element):
                    if part.tag == f"{W}t" or name.startswith("docProps"):
                        yield part.text or ""


def words_in(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[^\W\d_]{2,}", text)}


@cache
def vocabulary(tag: str) -> frozenset[str]:
    """The words that the toolkit may print in a language: fixed words, months, forms of provisions, its own name."""
    own = language(tag)
    forms = own.conventions.provisions
    said = [*own.words.values(), *(form for each in own.counting.forms.values() for form in each)]
    said += [*own.calendar.months, *own.calendar.months_alone, *own.lists.values(), own.name]
    said += [*forms.running.values(), *forms.heading.values(), *forms.latin, own.calendar.day, own.calendar.month]
    return frozenset(words_in(" ".join(said)))


ENGLISH = frozenset(words_in(" ".join([*WORDS.values(), *(form for each in COUNTED.values() for form in each)])))
ENGLISH |= frozenset(words_in(" ".join([*facts("en")["months"], *facts("en")["list"].values()])))


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("form", ["html", "docx"])
@pytest.mark.parametrize("tag", OTHERS)
def test_no_english_is_printed(meaningless: Position, tag: str, form: str, status: str) -> None:
    act = ACTS[STATUSES.index(status)]
    assert meaningless.file is not None
    position = replace(meaningless, status=status, file=replace(meaningless.file, act=act))
    data = written(document(position, tag), form)
    texts = shown_in_page(data) if form == "html" else shown_in_word(data)
    printed = {word for text in texts for word in words_in(text) if "xqz" not in word}
    assert len(printed) > 20
    assert printed & (ENGLISH - vocabulary(tag) - {tag}) == set()


@pytest.mark.parametrize("form", ["html", "docx"])
def test_english_is_found(meaningless: Position, form: str) -> None:
    """The search would find it: an English paper is full of it."""
    data = written(document(meaningless, "en"), form)
    texts = shown_in_page(data) if form == "html" else shown_in_word(data)
    assert len({word for text in texts for word in words_in(text)} & (ENGLISH - vocabulary("fi"))) > 20


@pytest.mark.parametrize("tag", OTHERS)
def test_words_differ_from_english_but_for_those_listed(tag: str) -> None:
    alike = {key for key, word in WORDS.items() if language(tag).words[key].lower() == word.lower()}
    alike |= {key for key, forms in COUNTED.items() if language(tag).counting.forms[key][-1] == forms[1]}
    listed = {key for key, tags in IDENTICAL.items() if tag in tags.split()}
    assert alike - listed == set()


# Languages of parts


@pytest.fixture(scope="module")
def flagship() -> Draft:
    draft = check(REPOSITORY, "ai-generated-csam", TAGS).draft
    assert draft is not None
    return draft


def foreign_texts(sources: dict[str, Source], tag: str) -> dict[str, str]:
    """What notes print in another language than that of the paper, with that language: worked out from the sources."""
    found: dict[str, str] = {}
    for source in sources.values():
        if source.language in ("", tag):
            continue
        own_name = (source.author_names or {}).get(tag)
        found |= {name.literal: source.language for name in source.authors if name.literal and not own_name}
        found |= {text: source.language for text in (source.container, source.publisher) if text}
        found |= {source.short_author: source.language} if source.short_author else {}
        if not (source.titles or {}).get(tag):
            found[source.title] = source.language
    return found


def tagged_in_page(data: bytes, tag: str) -> dict[str, str]:
    """The texts of a page that bear a language of their own, navigation between the versions left out."""
    root = html.fromstring(data.decode("utf-8"))
    assert root.get("lang") == tag
    navigation = set(root.findall(".//nav[@class='languages']//*"))
    found = {}
    for element in root.iter(etree.Element):
        if element.get("lang") and element is not root and element not in navigation:
            found["".join(map(str, element.itertext()))] = element.get("lang", "")
    return found


def tagged_in_word(data: bytes, word_tag: str) -> dict[str, str]:
    """The texts of runs that bear another language than the default of the file, neighbours of one language joined."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        assert [lang.get(f"{W}val") for lang in styles.findall(f"{W}docDefaults//{W}lang")] == [word_tag]
        found = {}
        for name in ("word/document.xml", "word/footnotes.xml"):
            for paragraph in etree.fromstring(package.read(name)).iter(f"{W}p"):
                text, current = "", ""
                for run in [*paragraph.iter(f"{W}r"), None]:
                    lang = run.find(f"{W}rPr/{W}lang") if run is not None else None
                    value = lang.get(f"{W}val", "") if lang is not None else ""
                    if value != current and text:
                        found[text] = current
                    text = text * (value == current)
                    current = value
                    if value and run is not None:
                        text += "".join(part.text or "" for part in run.iter(f"{W}t"))
        return found


@pytest.mark.parametrize("tag", TAGS)
def test_languages_of_parts_of_a_page(flagship: Draft, tag: str) -> None:
    """What stands in another language is tagged with it, and nothing else is."""
    data = written(compose_document(flagship, tag, (), {}), "html")
    assert tagged_in_page(data, tag) == foreign_texts(dict(flagship.position.sources), tag)


@pytest.mark.parametrize("tag", TAGS)
def test_languages_of_parts_of_a_word_file(flagship: Draft, tag: str) -> None:
    data = written(compose_document(flagship, tag, (), {}), "docx")
    found = {
        text: word_tag.partition("-")[0] for text, word_tag in tagged_in_word(data, language(tag).word_tag).items()
    }
    assert found == foreign_texts(dict(flagship.position.sources), tag)


@pytest.mark.parametrize("tag", TAGS)
def test_other_versions_are_named_in_their_own_languages(meaningless: Position, tag: str) -> None:
    root = html.fromstring(written(document(meaningless, tag), "html").decode("utf-8"))
    named = root.findall(".//nav[@class='languages']//li/*")
    assert {element.get("lang"): element.text for element in named} == {one: language(one).name for one in TAGS}
    assert {element.get("hreflang") for element in named} == {None, *TAGS} - {tag}
