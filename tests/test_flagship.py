"""The paper that the toolkit was made for: complete in three languages, every number right, always the same bytes.

The numbers that are expected of the English paper were worked out by hand from the order of the citations in
position.yaml.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from vocabulary import Vocabulary, language

from toolkit.diagnostics import Diagnostic
from toolkit.document import AmendmentBlock, Section
from toolkit.inline import Change, Citation, Inline, Link, Locator, NumberReference, Plain, plain_text, walk
from toolkit.inspection import disagreements, verify_file
from toolkit.inspection.reading import Reading
from toolkit.languages.snapshot import TAGS
from toolkit.markup import parse
from toolkit.pipeline import FORMATS, Checked, Paper, check, write_papers
from toolkit.position import texts
from toolkit.readers.languages import catalogue_languages
from toolkit.resources import Workspace, find_workspace

PAPER = "ai-generated-csam"
WORKSPACE: Workspace = find_workspace(Path(__file__).parent)
LANGUAGES = ("en", *[tag for tag in TAGS if tag != "en"])

# English, by hand: what each note cites, F for "in full", the number of the note for a later reference.
ENGLISH: dict[int, list[tuple[str, str]]] = {
    1: [("christensen2021", "F")],
    2: [("ncmec2024", "F")],
    3: [("christensen2021", "1")],
    4: [("fondation-enfance2024", "F")],
    5: [("thorn-ncmec2024", "F")],
    6: [("christensen-vickery2023", "F"), ("protect-children2021", "F")],
    7: [("thiel2023", "F"), ("maras-shapiro2017", "F")],
    8: [("protect-children2021", "6")],
    9: [("nurmi2024", "F")],
    10: [("christensen2021", "1")],
    11: [("fondation-enfance2024", "4")],
    12: [("ipppri2024", "F")],
    13: [("ciivise2023", "F")],
    14: [("fondation-enfance2024", "4")],
    15: [("maras-shapiro2017", "7")],
    16: [("protect-children2021", "6")],
    17: [("protect-children2021", "Ibid.")],
    18: [("dw2024", "F")],
    19: [("christensen2021", "1")],
    20: [("maras-shapiro2017", "7"), ("holt2024", "F")],
    21: [("steel2020", "F")],
    22: [("ipppri2024", "12")],
    23: [("ciivise2023", "13")],
    24: [("thiel2023", "7")],
    25: [("bbc2023", "F")],
    26: [("unicri2024", "F")],
    27: [("iwf2023", "F")],
    28: [("iwf2024", "F")],
    29: [("fondation-enfance2024", "4")],
    30: [("commission2024", "F")],
}
# How a later reference names the sources above.
SHORT = {
    "christensen2021": "Christensen et al.",
    "fondation-enfance2024": "Fondation pour l’enfance",
    "protect-children2021": "Protect Children",
    "maras-shapiro2017": "Maras and Shapiro",
    "ipppri2024": "IPPPRI",
    "ciivise2023": "CIIVISE",
    "thiel2023": "Thiel et al.",
}
TITLES = {
    "Maras": "Child sex dolls and robots",
    "CIIVISE": "Rapport annuel",
    "IPPPRI": "Artificial intelligence-produced child sexual abuse material",
    "Thiel": "Generative ML and CSAM",
}


@cache
def checked() -> Checked:
    return check(WORKSPACE, PAPER)


@cache
def papers() -> tuple[tuple[Paper, tuple[Diagnostic, ...]], ...]:
    draft = checked().draft
    assert draft is not None
    return tuple(write_papers(WORKSPACE, draft, FORMATS))


def paper(tag: str, form: str = "docx") -> Paper:
    return next(one for one, _ in papers() if (one.language, one.format) == (tag, form))


def reading(tag: str, form: str) -> Reading:
    found, faults = verify_file(f"{PAPER}.{tag}.{form}", paper(tag, form).data)
    assert not faults
    assert found is not None
    return found


def spaced(text: str) -> str:
    """The text with simple spaces, as a person would type it."""
    return text.replace("\u00a0", " ")


def numbered(tag: str) -> dict[int, str]:
    """The texts of the numbered notes."""
    notes = paper(tag).document.notes
    return {note.number: spaced(plain_text(note.content)) for note in notes if note.number}


def inlines(tag: str) -> list[Inline]:
    return [inline for note in paper(tag).document.notes for inline in walk(note.content)]


def test_languages() -> None:
    assert {"en", *catalogue_languages(WORKSPACE, PAPER)} == set(LANGUAGES)
    draft = checked().draft
    assert draft is not None
    assert set(draft.localised) == set(LANGUAGES)


def test_nothing_is_wrong() -> None:
    assert checked().diagnostics == ()
    assert [found for _, found in papers()] == [()] * len(LANGUAGES) * len(FORMATS)


def test_english_notes_by_hand() -> None:
    notes = numbered("en")
    assert list(notes) == list(ENGLISH)
    for number, cited in ENGLISH.items():
        parts = notes[number].split("; ")
        assert len(parts) == len(cited), number
        for part, (source, form) in zip(parts, cited, strict=True):
            if form == "Ibid.":
                assert part == "Ibid."
            elif form == "F":
                assert " n. " not in part
                assert re.search(r"\b20\d\d\b", part)
            else:
                year = source[-4:]
                assert part.rstrip(".") == f"{SHORT[source]}, n. {form} ({year})".rstrip(".")


def test_english_sources_stand_in_full_where_they_are_first_cited() -> None:
    """The order of ENGLISH is that of the citations: checked against the sources' titles."""
    draft = checked().draft
    assert draft is not None
    sources = draft.position.sources
    notes = numbered("en")
    first: dict[str, int] = {}
    for number, cited in ENGLISH.items():
        for source, form in cited:
            assert (form == "F") == (source not in first)
            first.setdefault(source, number)
    assert set(first) == set(sources)
    for source, number in first.items():
        assert spaced(sources[source].title) in notes[number]
        assert [n for n, text in notes.items() if spaced(sources[source].title) in text] == [number]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("author", TITLES)
def test_references_that_were_wrong_in_the_published_paper(tag: str, author: str) -> None:
    """Each leads to the note that gives the source in full; in English notes 7, 13, 12 and 7."""
    notes = numbered(tag)
    (first,) = [number for number, text in notes.items() if TITLES[author] in text]
    found = 0
    for text in notes.values():
        for part in re.split("; |· ", text):
            if part.startswith(author) and TITLES[author] not in part:
                found += 1
                assert re.findall(Vocabulary(tag).note_number(), part) == [str(first)]
    assert found
    if tag == "en":
        assert first == {"Maras": 7, "CIIVISE": 13, "IPPPRI": 12, "Thiel": 7}[author]


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_live_references_lead_to_the_number_that_they_show(tag: str, form: str) -> None:
    """In the files, as a reader finds them; and no number is typed."""
    read = reading(tag, form)
    marks = {note.id: note.mark for note in read.notes}
    live = 0
    for note in read.notes:
        references = [reference for block in note.blocks for reference in block.references]
        shown = [re.sub(r"\D", "", reference.shown) for reference in references]
        assert shown == re.findall(rf"(?<!\w){Vocabulary(tag).note_number()}", note.text)
        for reference, number in zip(references, shown, strict=True):
            assert [marks[target] for target in read.targets[reference.target].notes] == [number]
            assert int(number) < (note.number or 0)
            live += 1
    assert live >= 12


@pytest.mark.parametrize("tag", LANGUAGES)
def test_everything_that_a_paper_may_need_occurs(tag: str) -> None:
    document = paper(tag).document
    notes = numbered(tag)
    assert list(notes) == list(range(1, len(notes) + 1))
    assert len(notes) >= 29
    back_references = [inline for inline in inlines(tag) if isinstance(inline, NumberReference)]
    assert len(back_references) >= 12
    words = Vocabulary(tag)
    assert any(text.startswith(spaced(words.ibid)) for text in notes.values())
    assert any(spaced(language(tag).locator(Locator("article", "2"))) in text for text in notes.values())
    assert sum(words.between in text for text in notes.values()) >= 3
    assert [note.mark for note in document.notes if note.number is None] == ["*"]
    assert any(note.uses > 1 for note in document.notes)
    assert any(isinstance(inline, Plain) and inline.language for inline in inlines(tag))
    assert any(isinstance(inline, Link) for inline in inlines(tag))


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_reference_to_a_point(tag: str, form: str) -> None:
    """In the first argument: "see point 3", in the case that the language needs, with a live number."""
    shown = {reference.shown for block in reading(tag, form).blocks for reference in block.references}
    assert any(re.sub(r"\D", "", words) == "3" for words in shown)
    if tag in ("en", "fr", "de"):
        words = {"en": "point\u00a03", "fr": "point\u00a03", "de": "Punkt\u00a03"}[tag]
        assert any(words in block.text for block in reading(tag, form).blocks)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_amendments(tag: str) -> None:
    """Two insertions, and one text that would take the place of both."""
    sections = [block for block in paper(tag).document.blocks if isinstance(block, Section)]
    amendments = [block for section in sections for block in section.blocks if isinstance(block, AmendmentBlock)]
    assert [amendment.number for amendment in amendments] == ["1", "2", "3"]
    assert [amendment.texts[0].role for amendment in amendments] == ["inserted", "inserted", "proposed"]
    form = Vocabulary(tag).article  # Article 5(10), written by hand in the language's table
    expected = [spaced(form.replace("10", number)) for number in ("2", "6", "10")]
    expected = [words[:1].upper() + words[1:] for words in expected]
    assert [spaced(amendment.provision) for amendment in amendments] == expected
    (relation,) = amendments[2].lines
    assert relation.role == "relation"
    related = [inline for inline in relation.content if isinstance(inline, NumberReference)]
    assert [reference.number for reference in related] == ["1", "2"]
    assert not amendments[0].lines
    assert not amendments[1].lines
    assert all(amendment.justification for amendment in amendments)
    for amendment in amendments:  # the original text is not given: all that stands there is new
        (text,) = amendment.texts
        assert amendment.form == "compact"
        for paragraph in text.paragraphs:
            (change,) = paragraph
            assert isinstance(change, Change)
            assert (change.kind, change.struck) == ("inserted", False)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_word_and_html_say_the_same(tag: str) -> None:
    names = (f"{PAPER}.{tag}.docx", f"{PAPER}.{tag}.html")
    assert disagreements(reading(tag, "docx"), reading(tag, "html"), names) == ()


def test_no_english_is_left_in_the_translations() -> None:
    """No text of a translation is the English text, names and numbers aside."""
    draft = checked().draft
    assert draft is not None
    english = {text for text in _texts("en") if len(text) > 60}
    assert len(english) > 40
    for tag in LANGUAGES[1:]:
        assert not english & set(_texts(tag))


def _texts(tag: str) -> list[str]:
    return [block.text for block in reading(tag, "html").blocks]


def test_translations_cite_the_same_sources() -> None:
    """As often, whatever the order in which each language puts them."""
    draft = checked().draft
    assert draft is not None

    def cited(tag: str) -> list[str]:
        marks = [inline for text in texts(draft.localised[tag]) for inline in walk(parse(text.value).inlines)]
        items = [item for mark in marks if isinstance(mark, Citation) for item in mark.items]
        return sorted(f"{item.source} {item.locator}" for item in items)

    for tag in LANGUAGES[1:]:
        assert cited(tag) == cited("en")


CIRCUMSTANCES = {
    "plain": {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
    "elsewhere": {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4711", "LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"},
    "bare": {"TZ": "America/St_Johns", "PYTHONHASHSEED": "1", "LC_ALL": "C", "PYTHONUTF8": "0"},
}


def copied(folder: Path) -> Path:
    """The whole toolkit, and the paper with it, in another place."""
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in ("toolkit", "templates", "locales", "positions"):
        shutil.copytree(WORKSPACE.root / name, folder / "copy" / name, ignore=unwanted)
    return folder / "copy"


@pytest.fixture(scope="module")
def renderings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of the paper, rendered by processes of their own in other folders and circumstances."""
    made = {}
    for name, circumstances in CIRCUMSTANCES.items():
        folder = tmp_path_factory.mktemp(f"rendered {name}")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "SOURCE_DATE"))}
        workspace = copied(folder) if name == "elsewhere" else WORKSPACE.root
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", "render", PAPER, "-o", str(folder)],
            cwd=workspace,
            env={**kept, "PYTHONPATH": str(workspace)} | circumstances,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made[name] = {path.name: path.read_bytes() for path in (folder / PAPER).iterdir()}
    return made


@pytest.mark.parametrize("name", list(CIRCUMSTANCES)[1:])
def test_same_input_gives_the_same_bytes(renderings: dict[str, dict[str, bytes]], name: str) -> None:
    """In other folders, time zones and locales, with other seeds of the hash function, at other times."""
    plain, other = renderings["plain"], renderings[name]
    assert set(plain) == set(other)
    assert [file for file in plain if plain[file] != other[file]] == []


def test_files_of_a_rendering(renderings: dict[str, dict[str, bytes]]) -> None:
    expected = {f"{PAPER}.{tag}.{form}" for tag in LANGUAGES for form in FORMATS}
    assert set(renderings["plain"]) == expected | {"manifest.json"}
    assert {name: data for name, data in renderings["plain"].items() if name in expected} == {
        one.name: one.data for one, _ in papers()
    }
    manifest = json.loads(renderings["plain"]["manifest.json"])
    assert expected <= set(re.findall(r"[\w.-]+\.(?:docx|html)", json.dumps(manifest)))
