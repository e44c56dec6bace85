"""An endorsement stands under the words that were endorsed, and under no others; writing one down loses nothing."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile import MARKUP, put
from lxml import html
from released import (
    ENDORSEMENTS,
    LANGUAGES,
    ORGANISATIONS,
    POSITION,
    SOURCES,
    change,
    codes,
    entry,
    make_workspace,
    release,
    run,
    translate,
)
from test_publishing import fork, status_of, watch_steps

from toolkit.cli import main
from toolkit.diagnostics import ToolkitError
from toolkit.document import Document
from toolkit.endorsing import adding
from toolkit.endorsing.adding import Wanted, write_down
from toolkit.inline import plain_text
from toolkit.pipeline import Paper, check, compose_document, digested_texts, read_images, write_papers
from toolkit.position import Endorsement, Endorsements
from toolkit.readers.definition import LANGUAGES as OFFICIAL
from toolkit.readers.endorsements import read_endorsements
from toolkit.resources import Workspace, builtin
from toolkit.text_digest import canonical_text, digest_of_text, short_digest

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

ROOT = Path(__file__).parents[1]
FLAGSHIP = "ai-generated-csam"
FR = "locales/fr/LC_MESSAGES/paper.po"
RESERVATION = "kind: endorses-with-reservation\nreservation:\n  amendment: no-fee\n  text: Fees are fine."


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The paper, released as 1.0."""
    folder = make_workspace(tmp_path_factory.mktemp("endorse") / "workspace")
    here = Path.cwd()
    os.chdir(folder)
    try:
        run("release", "paper")
    finally:
        os.chdir(here)
    return folder


@pytest.fixture
def folder(original: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made = Path(shutil.copytree(original, tmp_path / "workspace"))
    monkeypatch.chdir(made)
    return made


@pytest.fixture
def digests(folder: Path) -> Mapping[str, str]:
    return release(folder).digests


def give(folder: Path, *entries: str, head: str = "") -> None:
    put(folder / ENDORSEMENTS, f"{head}endorsements:\n{''.join(entries)}")


def endorse(organisation: str = "green-roofs", language: str = "en", *more: str, code: int = 0) -> str:
    """What the command says on the error stream."""
    source = () if "--source" in more else ("--source", "form of 12 March 2026, signed")
    return run("endorse", "paper", "-g", organisation, "-l", language, "-y", *source, *more, code=code).stderr


def written(folder: Path) -> tuple[Endorsement, ...]:
    found, diagnostics = read_endorsements(folder / "positions/paper", "positions/paper")
    assert diagnostics == []
    assert isinstance(found, Endorsements)
    return found.given


def states(folder: Path) -> dict[tuple[str, str], str]:
    """What has become of each endorsement, by organisation and language."""
    draft = check(Workspace(folder), "paper").draft
    assert draft is not None
    return {(one.endorsement.organisation.id, one.endorsement.language): one.state for one in draft.standings}


def documents(folder: Path, identifier: str = "paper") -> dict[str, Document]:
    draft = check(Workspace(folder), identifier).draft
    assert draft is not None
    images = read_images(draft.position)
    return {tag: compose_document(draft, tag, (), images) for tag in draft.localised}


def endorsers(document: Document) -> dict[str, str]:
    """What a paper says of its endorsers, by the key of the line."""
    return {fact.key: plain_text(fact.content) for fact in document.facts if fact.key.startswith("endorsed")}


def papers(folder: Path, identifier: str = "paper") -> dict[str, Paper]:
    """Every file of the paper; verification finds nothing in them."""
    draft = check(Workspace(folder), identifier).draft
    assert draft is not None
    made = {}
    for paper, found in write_papers(Workspace(folder), draft, ("docx", "html")):
        assert found == (), paper.name
        made[paper.name] = paper
    return made


# Whether it holds


def test_organisations_are_printed_in_the_language_that_they_endorsed(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]), entry(digests["fr"], "shade-union", "fr"), entry(digests["en"], "water-board"))
    found = {tag: endorsers(document) for tag, document in documents(folder).items()}
    assert found == {
        "en": {"endorsed-by": "Green Roofs, Water Board", "endorsed-elsewhere": "Shade Union (français)"},
        "fr": {"endorsed-by": "Shade Union", "endorsed-elsewhere": "Toits verts (English), Water Board (English)"},
        "de": {"endorsed-elsewhere": "Green Roofs (English), Shade Union (français), Water Board (English)"},
    }
    papers(folder)


def test_organisation_that_endorsed_two_languages_is_told_apart_in_the_third_alone(
    folder: Path, digests: Mapping[str, str]
) -> None:
    give(folder, entry(digests["fr"], "green-roofs", "fr"), entry(digests["en"]))
    found = {tag: endorsers(document) for tag, document in documents(folder).items()}
    assert found["en"] == {"endorsed-by": "Green Roofs"}
    assert found["fr"] == {"endorsed-by": "Toits verts"}
    assert list(found["de"]) == ["endorsed-elsewhere"]


def test_reservation_made_in_one_of_several_languages_is_printed_in_the_others(
    folder: Path, digests: Mapping[str, str]
) -> None:
    reserved = entry(digests["fr"], "green-roofs", "fr", more=RESERVATION)
    for given in ((entry(digests["en"]), reserved), (reserved, entry(digests["en"]))):
        give(folder, *given)
        found = documents(folder)
        assert endorsers(found["de"]) == {"endorsed-elsewhere": "Green Roofs (français)"}
        assert [len([note for note in found[tag].notes if note.number is None]) for tag in LANGUAGES] == [0, 1, 1]


MORE_WORDS = {
    "words of its own": "label: one-page\nparts:\n  - {part: text, text: {en: Forbid glue.}}\n  - endorsers\n",
    "a heading of its own": "label: one-page\nparts: [{part: key-points, heading: {en: Not this}}, endorsers]\n",
    "a name of its own": "label: {en: Boycott}\nparts: [key-points, endorsers]\n",
    "a part that the paper lacks": "label: one-page\nparts: [key-points, limitations, endorsers]\n",
    "the forms of the amendments": "label: one-page\nparts: [amendment-forms, endorsers]\n",
}


@pytest.mark.parametrize("name", MORE_WORDS)
def test_document_in_words_that_nobody_endorsed_names_no_endorser(
    folder: Path, digests: Mapping[str, str], name: str
) -> None:
    put(folder / "templates/leaflet/kind.yaml", f"of: [position-paper]\n{MORE_WORDS[name]}")
    give(folder, entry(digests["en"], more=RESERVATION))
    run("render", "paper", "-l", "en", "-f", "html", "-k", "leaflet", "-k", "one-page", "-k", "amendments")
    said = {kind: (folder / f"build/paper/paper.{kind}.en.html").read_text("utf-8") for kind in ("leaflet", "one-page")}
    for words in ("Green Roofs", "Fees are fine"):
        assert [words in said[kind] for kind in said] == [False, True]
    assert "Green Roofs" not in (folder / "build/paper/paper.amendments.en.html").read_text("utf-8")


VOIDING: dict[str, tuple[Callable[[Path], object], tuple[str, ...], str]] = {
    "a word of a translation": (
        lambda folder: change(folder, FR, "Arbres Nobody waits", "Arbres Personne waits"),
        ("fr",),
        "[-Nobody-] {+Personne+}",
    ),
    "bold in a translation": (
        lambda folder: change(folder, FR, 'msgstr "Arbres Shade is free."', 'msgstr "Arbres **Shade** is free."'),
        ("fr",),
        "<strong>",
    ),
    "a word of the definition": (
        lambda folder: reword(folder, "Trees & shade", "Trees & shadow"),
        LANGUAGES,
        "title: ",
    ),
    "a year of a source": (
        lambda folder: change(folder, SOURCES, "issued: 2024", "issued: 2023"),
        LANGUAGES,
        "note 1: ",
    ),
    "a word that the toolkit sets": (
        lambda folder: put(
            folder / "locales/de/LC_MESSAGES/toolkit.po",
            re.sub(
                r'(msgid "Justification"\nmsgstr )"\w+"',
                r'\1"Warum"',
                (builtin("locales") / "de/LC_MESSAGES/toolkit.po").read_text("utf-8"),
            ),
        ),
        ("de",),
        "[-Begründung-] {+Warum+}",
    ),
    "a paragraph more": (
        lambda folder: reword(folder, "      Shade is free.", "      Shade is free.\n\n      So is air."),
        LANGUAGES,
        "new: ",
    ),
    "a point less": (
        lambda folder: reword(folder, "\n      > Nobody waits in the sun.\n", ""),
        LANGUAGES,
        "taken out: ",
    ),
}


def reword(folder: Path, old: str, new: str) -> None:
    change(folder, POSITION, old, new)
    translate(folder)


@pytest.mark.parametrize("what", VOIDING)
def test_change_voids_exactly_the_endorsements_of_its_languages(
    folder: Path, digests: Mapping[str, str], what: str
) -> None:
    organisations = {"en": "green-roofs", "fr": "shade-union", "de": "water-board"}
    give(folder, *[entry(digests[tag], name, tag) for tag, name in organisations.items()])
    assert set(states(folder).values()) == {"valid"}
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    act, tags, words = VOIDING[what]
    act(folder)
    expected = {(name, tag): "void" if tag in tags else "valid" for tag, name in organisations.items()}
    assert states(folder) == expected
    said = [one.message for one in check(Workspace(folder), "paper").diagnostics if one.code == "void-endorsement"]
    assert len(said) == len(tags)
    assert all(words in message for message in said), said
    printed = " ".join(" ".join(endorsers(document).values()) for document in documents(folder).values())
    for tag, name in (("en", "Green Roofs"), ("fr", "Shade Union"), ("de", "Water Board")):
        assert (name in printed) == (tag not in tags)
    papers(folder)
    for path in [path for path in folder.rglob("*") if path.is_file()]:  # and back again
        put(path, before[path]) if path in before else path.unlink()
    assert set(states(folder).values()) == {"valid"}


@pytest.mark.parametrize("data", [b"position-text 1\n", b"\xff", None], ids=["another", "not UTF-8", "gone"])
def test_changes_are_told_from_the_text_that_was_released_alone(
    folder: Path, digests: Mapping[str, str], data: bytes | None
) -> None:
    give(folder, entry(digests["en"]))
    reword(folder, "Trees & shade", "Trees & shadow")
    text = folder / "positions/paper/versions/1.0/texts/en.txt"
    text.unlink()
    if data is not None:
        put(text, data)
    said = run("check", code=2).stderr
    assert ("texts/en.txt was changed since" if data else "en.txt cannot be read") in said
    assert "put " in said


def test_renewed_endorsement_takes_the_place_of_the_void_one(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]), entry(digests["fr"], "shade-union", "fr"))
    reword(folder, "Trees & shade", "Trees & shadow")
    change(folder, POSITION, '"1.0"', '"1.1"')
    run("release", "paper")
    endorse("green-roofs", "en", "--digest", short_digest(release(folder, "1.1").digests["en"]))
    draft = check(Workspace(folder), "paper").draft
    assert draft is not None
    assert [one.state for one in draft.standings] == ["void", "void", "valid"]
    said = [one.message for one in check(Workspace(folder), "paper").diagnostics if one.code == "void-endorsement"]
    assert len(said) == 1
    assert "'shade-union'" in said[0]


def test_text_that_has_not_changed_is_endorsed_in_later_versions_too(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]), entry(digests["fr"], "shade-union", "fr"))
    change(folder, POSITION, '"1.0"', '"1.1"')
    change(folder, FR, "Arbres Nobody", "Arbres Personne")
    run("release", "paper")
    assert states(folder) == {("green-roofs", "en"): "valid", ("shade-union", "fr"): "void"}


def test_endorsement_of_a_language_that_is_not_rendered_is_judged_too(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["fr"], "shade-union", "fr"))
    run("render", "-l", "en", "-f", "html")
    assert "Shade Union" in (folder / "build/paper/paper.en.html").read_text("utf-8")
    change(folder, FR, "Arbres Nobody", "Arbres Personne")
    assert "warning[void-endorsement]" in run("render", "-l", "en", "-f", "html").stderr
    assert "Shade Union" not in (folder / "build/paper/paper.en.html").read_text("utf-8")


def test_paper_of_another_language_is_not_kept_with_an_endorser_of_a_void_text(
    folder: Path, digests: Mapping[str, str]
) -> None:
    """What stays from the last run is as the next run would make it."""
    give(folder, entry(digests["fr"], "shade-union", "fr"))
    run("render", "-f", "html")
    assert "kept, still current" in run("render", "-f", "html", "-l", "fr").stdout
    assert "Shade Union" in (folder / "build/paper/paper.en.html").read_text("utf-8")
    change(folder, FR, "Arbres Nobody", "Arbres Personne")
    said = run("render", "-f", "html", "-l", "fr").stdout
    assert "paper.en.html: removed" in said
    assert not (folder / "build/paper/paper.en.html").exists()


FAULTS: dict[str, tuple[Callable[[Mapping[str, str]], str], str]] = {
    "wrong digest": (lambda digest: entry("0" * 64), "wrong-digest"),
    "digest of another language": (lambda digest: entry(digest["fr"]), "wrong-digest"),
    "short digest": (lambda digest: entry(digest["en"][:16]), "invalid-value"),
    "unknown version": (lambda digest: entry(digest["en"], version="1.1"), "unknown-version"),
    "language that was not released": (lambda digest: entry(digest["en"], language="nl"), "unknown-version"),
    "no language": (lambda digest: entry(digest["en"], language="xx"), "invalid-value"),
    "twice": (lambda digest: entry(digest["en"]) * 2, "duplicate-endorsement"),
    "unknown organisation": (lambda digest: entry(digest["en"], "green-roof"), "undefined-organisation"),
    "unknown amendment": (
        lambda digest: entry(digest["en"], more=RESERVATION.replace("no-fee", "no-fees")),
        "undefined-amendment",
    ),
    "reservation without words": (
        lambda digest: entry(digest["en"], more="kind: endorses-with-reservation"),
        "missing-key",
    ),
    "words without a reservation": (
        lambda digest: entry(digest["en"], more=RESERVATION.partition("\n")[2]),
        "missing-key",
    ),
    "month for a day": (lambda digest: entry(digest["en"]).replace("2026-03-12", "2026-03", 1), "invalid-date"),
    "no such day": (lambda digest: entry(digest["en"]).replace("2026-03-12", "2026-02-30", 1), "invalid-date"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_faulty_endorsement_keeps_the_paper_from_being_rendered(
    folder: Path, digests: Mapping[str, str], what: str
) -> None:
    make, code = FAULTS[what]
    give(folder, make(digests))
    said = run("render", code=1).stderr
    assert f"error[{code}]: " in said
    assert not (folder / "build").exists()
    assert f"error[{code}]: " in run("check", code=1).stderr
    run("status", code=1)


def test_endorser_of_the_definition_is_not_printed_beside_bound_ones(folder: Path, digests: Mapping[str, str]) -> None:
    change(folder, POSITION, "drafted_by:", "endorsed_by: [water-board]\ndrafted_by:")
    assert endorsers(documents(folder)["en"]) == {"endorsed-by": "Water Board"}
    give(folder, entry(digests["en"]))
    assert endorsers(documents(folder)["en"]) == {"endorsed-by": "Green Roofs"}
    assert "warning[unbound-endorser]: 'water-board'" in run("check").stderr


# How it is printed


def test_reservations_are_notes_outside_the_numbers(folder: Path, digests: Mapping[str, str]) -> None:
    before = documents(folder)
    by_language = RESERVATION.replace("text: Fees are fine.", "text: {en: Fees are fine., fr: Les droits sont utiles.}")
    give(
        folder,
        entry(digests["en"], more=by_language),
        entry(digests["fr"], "shade-union", "fr", more=RESERVATION.replace("Fees are fine.", "Une taxe suffit.")),
        entry(digests["de"], "water-board", "de"),
    )
    for tag, document in documents(folder).items():
        numbered = [note for note in document.notes if note.number is not None]
        assert numbered == list(before[tag].notes)
        symbols = {note.mark: plain_text(note.content) for note in document.notes if note.number is None}
        assert set(symbols) == {"*", "†"}
        said = " ".join(symbols.values())
        assert ("Les droits sont utiles." in said) == (tag == "fr")
        assert ("Fees are fine." in said) == (tag != "fr")
        assert "Une taxe suffit." in said
    page = html.fromstring(papers(folder)["paper.fr.html"].data.decode())
    assert not page.xpath('//*[@lang="en"][contains(., "droits")]')
    page = html.fromstring(papers(folder)["paper.de.html"].data.decode())
    notes = [item for item in page.iter("li") if str(item.get("id")).startswith("fn-symbol-")]
    assert [str(inner.get("lang")) for note in notes for inner in note.iter("span") if inner.get("lang")] == [
        "en",
        "fr",
    ]


@pytest.mark.parametrize("edited", ["release.json", "release.json and text", "definition"])
def test_no_endorsement_holds_by_a_release_that_was_changed(
    folder: Path, digests: Mapping[str, str], edited: str
) -> None:
    version = folder / "positions/paper/versions/1.0"
    digest = digests["en"]
    if edited == "definition":
        put(version / POSITION, (version / POSITION).read_bytes() + b"# another\n")
    else:
        change(folder, POSITION, "Trees need water.", "Trees need rain.")
        translate(folder)
        checked = check(Workspace(folder), "paper")
        assert checked.draft
        text = digested_texts(checked.draft)["en"]
        digest = digest_of_text(text)
        said = json.loads((version / "release.json").read_bytes())
        said["texts"]["en"] = digest
        if "text" in edited:
            put(version / "texts/en.txt", text)
        put(version / "release.json", json.dumps(said))
    give(folder, entry(digest))
    assert "is not what was released" in run("render", "paper", "-l", "en", code=2).stderr
    assert not (folder / "build").exists()


def test_reservation_takes_the_place_of_no_note(folder: Path) -> None:
    text = (folder / POSITION).read_text("utf-8")
    put(folder / POSITION, re.sub("forester(?=[]:])", "reservation-green-roofs", text).replace('"1.0"', '"1.1"'))
    translate(folder)
    run("release", "paper")
    give(folder, entry(release(folder, "1.1").digests["en"], version="1.1", more=RESERVATION))
    for tag, document in documents(folder).items():
        assert digest_of_text(canonical_text(document)) == release(folder, "1.1").digests[tag]
        said = [plain_text(note.content) for note in document.notes]
        assert sum("A forester says so" in words for words in said) == 1
        assert sum("Fees are fine" in words for words in said) == 1


def test_reservation_stays_with_the_amendment_that_had_the_id(folder: Path, digests: Mapping[str, str]) -> None:
    """Ids are no part of the text: two amendments may exchange theirs, and no digest changes."""
    give(folder, entry(digests["en"], more=RESERVATION))
    text = (folder / POSITION).read_text("utf-8")
    swapped = text.replace("id: no-fee", "id: other").replace("id: more-trees", "id: no-fee")
    put(folder / POSITION, swapped.replace("id: other", "id: more-trees").replace("[](#more-trees)", "[](#no-fee)"))
    translate(folder)
    document = documents(folder)["en"]
    assert digest_of_text(canonical_text(document)) == digests["en"]
    assert any(plain_text(note.content).startswith("Reservation on Amendment\u00a02 –") for note in document.notes)


def test_reservation_is_on_an_amendment_of_the_text_that_was_endorsed(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"], more=RESERVATION.replace("no-fee", "fee")))
    change(folder, POSITION, "id: no-fee", "id: fee")
    translate(folder)
    assert "undefined-amendment" in codes(folder)


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The great paper in all languages, released."""
    folder = tmp_path_factory.mktemp("flagship")
    shutil.copytree(ROOT / "positions" / FLAGSHIP, folder / "positions" / FLAGSHIP)
    shutil.copy(ROOT / "positions/organisations.yaml", folder / "positions")
    for tag in OFFICIAL:
        if tag != "en":
            name = f"locales/{tag}/LC_MESSAGES/{FLAGSHIP}.po"
            put(folder / name, (ROOT / name).read_bytes())
    here = Path.cwd()
    os.chdir(folder)
    try:
        run("release", FLAGSHIP)
    finally:
        os.chdir(here)
    return folder


def test_reservation_changes_no_number_and_no_digest_in_any_language(flagship: Path) -> None:
    before = documents(flagship, FLAGSHIP)
    [version] = [path.name for path in (flagship / f"positions/{FLAGSHIP}/versions").iterdir()]
    record = json.loads((flagship / f"positions/{FLAGSHIP}/versions/{version}/release.json").read_bytes())
    draft = check(Workspace(flagship), FLAGSHIP, ("en",)).draft
    assert draft is not None
    amendment = draft.position.amendments[-1].id
    organisation = draft.position.drafted_by[0].id
    more = RESERVATION.replace("no-fee", amendment)
    put(
        flagship / f"positions/{FLAGSHIP}/endorsements.yaml",
        "endorsements:\n" + entry(record["texts"]["en"], organisation, "en", version, more),
    )
    after = documents(flagship, FLAGSHIP)
    assert set(after) == set(OFFICIAL)
    for tag, document in after.items():
        [own] = [note for note in document.notes if plain_text(note.content).endswith("Fees are fine.")]
        assert own.number is None
        there = [(note.mark, note.number, plain_text(note.content)) for note in before[tag].notes]
        assert own.mark not in [mark for mark, _, _ in there]
        others = [note for note in document.notes if note != own]
        assert [(note.mark, note.number, plain_text(note.content)) for note in others] == there
    found = check(Workspace(flagship), FLAGSHIP).draft
    assert found is not None
    assert {tag: digest_of_text(text) for tag, text in digested_texts(found).items()} == record["texts"]
    made = papers(flagship, FLAGSHIP)
    assert len(made) == 48
    assert {paper.digest for paper in made.values()} == set(record["texts"].values())


def test_logos_of_those_who_endorse_the_language_are_described(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]), entry(digests["fr"], "green-roofs", "fr"), entry(digests["en"], "city-trees"))
    made = papers(folder)
    for tag, names in (("en", ["City Trees", "Green Roofs"]), ("fr", ["Toits verts"]), ("de", [])):
        page = html.fromstring(made[f"paper.{tag}.html"].data.decode())
        described = [str(image.get("alt")) for image in page.iter("img")][1:]  # the first is the chart
        assert sorted(described) == names
        with zipfile.ZipFile(io.BytesIO(made[f"paper.{tag}.docx"].data)) as package:
            document = package.read("word/document.xml").decode()
        drawn = re.findall(r'<wp:docPr [^>]*descr="([^"]*)"', document)
        assert sorted(drawn[1:]) == names
        assert len(set(re.findall(r'<wp:docPr [^>]*id="(\d+)"', document))) == len(drawn)


def test_logo_that_cannot_be_used_is_reported(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]))
    put(folder / "positions/logos/roofs.png", "<svg/>")
    assert "error[invalid-image]: the logo 'logos/roofs.png'" in run("check", code=1).stderr
    change(folder, ORGANISATIONS, "logos/roofs.png", "../../secret.png")
    assert "error[invalid-image]" in run("render", code=1).stderr


# position endorse


def test_endorsement_is_written_as_it_was_given(folder: Path, digests: Mapping[str, str]) -> None:
    said = endorse(
        "green-roofs", "fr", "--version", "1.0", "--digest", short_digest(digests["fr"]), "--date", "2026-03-12",
        "--by", "Secretary General", "--reservation", "no-fee", "--words", "Une taxe suffit.",
    )  # fmt: skip
    for words in (
        "Arbres Trees & shade\n",
        "version 1.0, for-endorsement, language 'fr'",
        short_digest(digests["fr"]),
        "Toits verts, Secretary General",
        "2026-03-12",
        "form of 12 March 2026, signed",
        "on the amendment 'no-fee': Une taxe suffit.",
    ):
        assert words in said
    [one] = written(folder)
    assert (one.organisation.id, one.language, one.version, one.digest) == ("green-roofs", "fr", "1.0", digests["fr"])
    assert (one.date and one.date.iso(), one.by, one.source) == (
        "2026-03-12", "Secretary General", "form of 12 March 2026, signed",
    )  # fmt: skip
    assert one.reservation
    assert (one.reservation.amendment.id, dict(one.reservation.texts)) == ("no-fee", {"fr": "Une taxe suffit."})
    assert states(folder) == {("green-roofs", "fr"): "valid"}


def test_nothing_is_written_without_a_yes(folder: Path) -> None:
    arguments = ["endorse", "paper", "-g", "green-roofs", "-l", "en", "--source", "form"]
    for answer in ("n\n", "\n", ""):
        result = CliRunner().invoke(main, arguments, input=answer)
        assert result.exit_code == 1
        assert not (folder / ENDORSEMENTS).exists()
    assert CliRunner().invoke(main, arguments, input="y\n").exit_code == 0
    assert len(written(folder)) == 1


@pytest.mark.parametrize(
    "spelled",
    [
        lambda digest: short_digest(digest),
        lambda digest: digest[:16],
        lambda digest: digest,
        lambda digest: digest.upper(),
        lambda digest: f"  {digest[:16]}  ",
        lambda digest: " ".join(digest),
        lambda digest: digest[:40],
    ],
    ids=["as printed", "without spaces", "whole", "capitals", "spaces round it", "spaces all over", "longer"],
)
def test_digest_of_the_form_is_compared(
    folder: Path, digests: Mapping[str, str], spelled: Callable[[str], str]
) -> None:
    endorse("green-roofs", "en", "--digest", spelled(digests["en"]))
    assert len(written(folder)) == 1


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "digest of another language": (("green-roofs", "en", "--digest", "FR"), "is not that of version 1.0 in 'en'"),
    "too short a digest": (("green-roofs", "en", "--digest", "EN15"), "is not that of version 1.0 in 'en'"),
    "digest that is none": (("green-roofs", "en", "--digest", "x" * 64), "is not that of version 1.0 in 'en'"),
    "unknown version": (("green-roofs", "en", "--version", "2.0"), "version 2.0 of 'paper' was never released"),
    "language that was not released": (("green-roofs", "nl"), "version 1.0 was not released in 'nl'"),
    "no language": (("green-roofs", "xx"), "'xx' is not an official language of the EU"),
    "unknown organisation": (("nobody", "en"), "there is no organisation 'nobody'"),
    "unknown amendment": (
        ("green-roofs", "en", "--reservation", "more", "--words", "x"),
        "version 1.0 has no amendment 'more'",
    ),
    "reservation without words": (("green-roofs", "en", "--reservation", "no-fee"), "an amendment and its words"),
    "words that are spaces": (
        ("green-roofs", "en", "--reservation", "no-fee", "--words", " \n "),
        "an amendment and its words",
    ),
    "words without a reservation": (("green-roofs", "en", "--words", "x"), "an amendment and its words"),
    "month": (("green-roofs", "en", "--date", "2026-03"), "'2026-03' is no day"),
    "no such day": (("green-roofs", "en", "--date", "2026-02-30"), "'2026-02-30' is no day"),
    "no source": (("green-roofs", "en", "--source", "  "), "nothing confirms the endorsement"),
    "version that is a way": (("green-roofs", "en", "--version", "../1.0"), "was never released"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_endorsement_is_refused(folder: Path, digests: Mapping[str, str], what: str) -> None:
    arguments, words = REFUSED[what]
    given = {"FR": digests["fr"], "EN15": digests["en"][:15]}
    said = endorse(*[given.get(one, one) for one in arguments], code=2)
    assert words in said
    assert not (folder / ENDORSEMENTS).exists()


def test_second_endorsement_of_one_text_is_refused(folder: Path) -> None:
    endorse()
    before = (folder / ENDORSEMENTS).read_bytes()
    assert "'green-roofs' has endorsed version 1.0 in 'en' already" in endorse(code=2)
    assert (folder / ENDORSEMENTS).read_bytes() == before
    endorse("green-roofs", "fr")
    assert len(written(folder)) == 2


def test_text_that_has_changed_since_is_endorsed_with_a_warning(folder: Path) -> None:
    change(folder, FR, "Arbres Nobody", "Arbres Personne")
    assert "warning" not in endorse("green-roofs", "en")
    assert "warning: the text has changed since version 1.0; this endorsement is void" in endorse("green-roofs", "fr")
    assert states(folder) == {("green-roofs", "en"): "valid", ("green-roofs", "fr"): "void"}


def test_nothing_released_is_nothing_to_endorse(folder: Path) -> None:
    shutil.rmtree(folder / "positions/paper/versions")
    assert "no version of 'paper' was ever released" in endorse(code=2)


def test_version_that_was_changed_is_not_endorsed(folder: Path) -> None:
    put(folder / "positions/paper/versions/1.0/texts/fr.txt", "position-text 1\n")
    assert "is not what was released" in endorse(code=2)


# What stood in the file


LAYOUTS: dict[str, str] = {
    "nothing": "",
    "a comment": "# Who endorses\n",
    "spaces": "\n\n  \n",
    "other keys": "deadline: 2026-04-01\nasked: [green-roofs]\n",
    "no last line end": "asked: [green-roofs]",
    "one endorsement": "endorsements:\nENTRY",
    "comments all over": "# one\nendorsements: # two\n  # three\nENTRY  # four\n# five\n",
    "line ends of Windows": "asked: [green-roofs]\r\nendorsements:\r\nENTRY",
    "line ends of two kinds": "# one\r\nasked: [green-roofs]\nendorsements:\nENTRY",
    "mark of the byte order": "\ufeffendorsements:\nENTRY",
    "keys after it": "endorsements:\nENTRY\n# who was asked\nasked:\n  - green-roofs\n",
    "keys before and after it": "deadline: 2026-04-01\nendorsements:\nENTRYasked: [water-board]\n",
    "entries in flow style": "endorsements:\n  - {FLOW}\n",
    "flow style over lines": "endorsements:\n  - {FLOW,\n    by: 'A, B: C'\n    }\n\nasked: [green-roofs]\n",
    "list at the margin": "endorsements:\nMARGIN",
    "list at the margin before a key": "endorsements:\nMARGINasked: [green-roofs]\n",
    "far to the right": "endorsements:\nFAR",
    "empty lines at the end": "endorsements:\nENTRY\n\n\n",
    "spaces at the end": "endorsements:\nENTRY   \n",
    "dash by itself": "endorsements:\n  -\n    ALONE",
    "text over lines": "endorsements:\nENTRY".replace("ENTRY", "ENTRYLONG"),
    "key in quotes, another order": "asked: ['green-roofs']\n'deadline': 2026-04-01\nendorsements:\nENTRY",
}


def layout(name: str, digest: str) -> str:
    one = entry(digest, "water-board")
    keys = [line.strip() for line in one.replace("- ", "  ", 1).splitlines()]
    pieces = {
        "ENTRYLONG": one.replace("source: form of", "source: >-\n      form of\n\n      "),
        "ENTRY": one,
        "MARGIN": one.replace("\n  ", "\n").removeprefix("  "),
        "FAR": "".join(f"          {line}\n" for line in one.splitlines()),
        "FLOW": ", ".join(key.replace("form of 12 March 2026, signed", "'form'") for key in keys),
        "ALONE": "\n    ".join(keys) + "\n",
    }
    text = LAYOUTS[name]
    for word, piece in pieces.items():
        text = text.replace(word, piece)
    return text.replace("\n", "\r\n").replace("\r\r", "\r") if name == "line ends of Windows" else text


@pytest.mark.parametrize("name", LAYOUTS)
def test_endorsement_is_added_and_no_byte_is_changed(folder: Path, digests: Mapping[str, str], name: str) -> None:
    before = layout(name, digests["en"]).encode()
    put(folder / ENDORSEMENTS, before)
    there = written(folder) if read_endorsements(folder / "positions/paper", "x")[0] else ()
    assert len(there) == ("endorsements:" in LAYOUTS[name])
    endorse("green-roofs", "fr", "--by", "Chair: “A, B”")
    after = (folder / ENDORSEMENTS).read_bytes()
    assert any(after.startswith(before[:at]) and after.endswith(before[at:]) for at in range(len(before) + 1))
    assert [one.organisation.id for one in written(folder)] == [*["water-board"] * len(there), "green-roofs"]
    if b"\n" in before and b"\r\n" not in before:
        assert b"\r" not in after
    endorse("shade-union", "de")
    assert [one.by for one in written(folder)][-2:] == ["Chair: “A, B”", ""]
    if "asked" in LAYOUTS[name]:
        found, _ = read_endorsements(folder / "positions/paper", "positions/paper")
        assert found is not None
        assert found.asked


def test_comment_above_the_next_key_stays_there(folder: Path, digests: Mapping[str, str]) -> None:
    put(folder / ENDORSEMENTS, layout("keys after it", digests["en"]))
    endorse("green-roofs", "fr")
    assert (folder / ENDORSEMENTS).read_text("utf-8").endswith("\n\n# who was asked\nasked:\n  - green-roofs\n")


NOT_LAID_OUT = {
    "list in flow style": "endorsements: [{FLOW}]\n",
    "empty list": "endorsements: []\n",
    "all in flow style": "{endorsements: [{FLOW}], asked: [green-roofs]}\n",
    "key in quotes": '"endorsements":\nENTRY',
    "end of the document": "asked: [green-roofs]\n...\n",
}


@pytest.mark.parametrize("name", NOT_LAID_OUT)
def test_file_of_another_layout_is_left_alone_and_the_lines_are_shown(
    folder: Path, digests: Mapping[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LAYOUTS, name, NOT_LAID_OUT[name])
    before = layout(name, digests["en"])
    put(folder / ENDORSEMENTS, before)
    said = endorse("green-roofs", "fr", code=2)
    assert "nothing was written" in said
    assert f'digest: "{digests["fr"]}"' in said
    assert (folder / ENDORSEMENTS).read_text("utf-8") == before


@pytest.mark.parametrize(
    "text", ["endorsements:\n\t- a: b\n", "endorsements:\n", b"\xff", "a: 1\n", "- a\n", "asked: [\n"]
)
def test_file_with_errors_is_left_alone(folder: Path, text: str | bytes) -> None:
    put(folder / ENDORSEMENTS, text)
    before = (folder / ENDORSEMENTS).read_bytes()
    assert "endorsements.yaml has errors" in endorse(code=2)
    assert (folder / ENDORSEMENTS).read_bytes() == before


# Words of bad will


WORDS = (
    *MARKUP,
    '": #', "'", '"', "\\", "\\n", "{a: b}", "[a]", "- x", "&a *b", "!!str x", "%YAML 1.2", "---", "...", "yes", "null",
    "~", "#x", "a: b", "a #b", "|", ">", "?", "@x", "`x`", "1.0", "0x1F", "2026-03-12", "**bold** *it*", "[^forester]",
    "[@smith2024]", "[](#water)", "![x](y.png)", "{n}", "\\ ", "e\u0301", "ﬁ", "日本", "\u00a0x\u00a0",
    "𝒳", "a  b\tc\nd", "Span(x)",
)  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_words_are_what_was_typed(folder: Path, words: str) -> None:
    endorse("green-roofs", "en", "--source", words, "--by", words, "--reservation", "no-fee", "--words", words)
    [one] = written(folder)
    line = re.sub(r"[ \t\r\n]+", " ", words).strip()
    assert (one.source, one.by) == (line, line)
    assert one.reservation
    assert dict(one.reservation.texts) == {"en": line}
    page = html.fromstring(papers(folder)["paper.en.html"].data.decode())
    [note] = [item for item in page.iter("li") if str(item.get("id")).startswith("fn-symbol-")]
    assert " ".join(line.split()) in " ".join(str(note.xpath("string()")).split())
    assert not note.xpath(".//script | .//img | .//strong | .//b")


@pytest.mark.parametrize(
    "character", ["\0", "\x07", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\udc80"]
)
@pytest.mark.parametrize("option", ["--source", "--by", "--words"])
def test_characters_that_are_not_printed_are_refused(folder: Path, character: str, option: str) -> None:
    given = [option, f"a{character}b", *(["--reservation", "no-fee"] if option == "--words" else [])]
    said = endorse("green-roofs", "en", *given, code=2)
    assert f"{option} holds a character that cannot be printed: U+{ord(character[0]):04X}" in said
    assert "\x1b[31m" not in said
    assert not (folder / ENDORSEMENTS).exists()


def test_long_words_stay_whole(folder: Path) -> None:
    words = "word " * 400
    endorse("green-roofs", "en", "--source", "form", "--reservation", "no-fee", "--words", words)
    [one] = written(folder)
    assert one.reservation
    assert one.reservation.texts["en"] == words.strip()


@pytest.mark.parametrize("name", ["no", "yes", "on", "null", "true", "y", "e1"])
def test_ids_that_yaml_takes_for_something_else(folder: Path, name: str) -> None:
    change(folder, ORGANISATIONS, "id: water-board", f"id: '{name}'")
    endorse(name, "en")
    assert [one.organisation.id for one in written(folder)] == [name]


# Runs that are killed, others that write


def wanted(folder: Path, organisation: str, language: str = "en") -> Wanted:
    digest = release(folder).digests[language]
    return Wanted(organisation, language, "1.0", digest, "2026-03-12", "", "form")


def attempt(folder: Path, happen: Callable[[int, str], object]) -> int:
    one = wanted(folder, "green-roofs")

    def act() -> int:
        watch_steps(happen)
        write_down(Workspace(folder), "paper", one)
        return 0

    return status_of(fork(act))


def test_run_killed_at_any_step_leaves_the_old_file_or_the_new_one(folder: Path, digests: Mapping[str, str]) -> None:
    def kill(at: int, number: int, name: str) -> None:
        if number == at:
            os.kill(os.getpid(), signal.SIGKILL)

    old = f"# Ours\nendorsements:\n{entry(digests['en'], 'water-board')}".encode()
    seen = []
    for at in count(1):
        put(folder / ENDORSEMENTS, old)
        (folder / ENDORSEMENTS).chmod(0o640)
        status = attempt(folder, partial(kill, at))
        now = (folder / ENDORSEMENTS).read_bytes()
        assert now == old or (now.startswith(old) and len(written(folder)) == 2)
        assert (folder / ENDORSEMENTS).stat().st_mode & 0o777 == 0o640
        seen.append(now != old)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        run("check")  # what it left behind is in nobody's way
    assert seen == sorted(seen)
    assert len(seen) > 8


def test_full_disk_is_reported_and_nothing_is_lost(folder: Path, digests: Mapping[str, str]) -> None:
    import errno

    give(folder, entry(digests["en"], "water-board"))
    before = (folder / ENDORSEMENTS).read_bytes()
    one = wanted(folder, "green-roofs")
    with pytest.MonkeyPatch.context() as patch:

        def fail(*arguments: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr("toolkit.folders.sync", fail)
        with pytest.raises(ToolkitError, match="the disk is full"):
            write_down(Workspace(folder), "paper", one)
    assert (folder / ENDORSEMENTS).read_bytes() == before
    assert sorted(os.listdir(folder / "positions/paper")) == [
        "endorsements.yaml", "images", "position.yaml", "sources.yaml", "versions",
    ]  # fmt: skip


def test_edit_made_meanwhile_is_not_lost(
    folder: Path, digests: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    give(folder, entry(digests["en"], "water-board"))
    genuine = adding._is_added

    def edited(text: str, name: str, old: Endorsements | None, one: Wanted) -> bool:
        put(folder / ENDORSEMENTS, "# saved in an editor\n")
        return genuine(text, name, old, one)

    monkeypatch.setattr(adding, "_is_added", edited)
    assert "was changed meanwhile; nothing was written" in endorse(code=2)
    assert (folder / ENDORSEMENTS).read_text("utf-8") == "# saved in an editor\n"


def test_endorsements_written_down_at_once_are_all_there(folder: Path) -> None:
    pairs = [(name, tag) for name in ("green-roofs", "shade-union", "water-board") for tag in LANGUAGES]

    def act(name: str, tag: str) -> int:
        write_down(Workspace(folder), "paper", wanted(folder, name, tag))
        return 0

    children = [fork(partial(act, name, tag)) for name, tag in pairs]
    assert {status_of(child) for child in children} == {0}
    assert sorted((one.organisation.id, one.language) for one in written(folder)) == sorted(pairs)


# position status


def test_status_says_how_a_position_stands(folder: Path, digests: Mapping[str, str]) -> None:
    give(
        folder,
        entry(digests["en"], more=RESERVATION),
        entry(digests["fr"], "shade-union", "fr"),
        head="deadline: 2026-04-01\nasked: [green-roofs, shade-union, water-board, city-trees]\n",
    )
    change(folder, FR, "Arbres Nobody", "Arbres Personne")
    change(folder, POSITION, '"1.0"', '"1.1"')
    assert (
        run("status").stdout
        == """\
paper  version 1.1, for-endorsement
  released  1.0, for-endorsement, 3 languages
  text      2 of 3 languages as in version 1.0; changed: fr
  deadline  2026-04-01
  valid     green-roofs  en  version 1.0, with a reservation
  void      shade-union  fr  version 1.0: Shade is cool: Arbres [-Nobody-] {+Personne+} waits in the sun.
  missing   shade-union, water-board, city-trees
""".replace("Shade is cool", "1 Arbres Shade is cool")
    )
    [row] = json.loads(run("status", "paper", "--format", "json").stdout)
    assert row.pop("digests").keys() == set(LANGUAGES)
    [released] = row.pop("releases")
    assert released == {"version": "1.0", "status": "for-endorsement", "digests": dict(digests)}
    [first, second] = row.pop("endorsements")
    assert (first["state"], first["reservation"], first["changes"]) == ("valid", "no-fee", [])
    assert (second["state"], second["digest"], len(second["changes"])) == ("void", digests["fr"], 1)
    assert row == {
        "position": "paper",
        "version": "1.1",
        "status": "for-endorsement",
        "errors": False,
        "deadline": "2026-04-01",
        "missing": ["shade-union", "water-board", "city-trees"],
    }


def test_status_of_a_position_with_errors(folder: Path, digests: Mapping[str, str]) -> None:
    give(folder, entry(digests["en"]), head="asked: [green-roofs]\n")
    change(folder, POSITION, "[^thirst]", "[^thrist]")
    said = run("status", code=1).stdout
    assert "look with: position check paper" in said
    assert "unknown   green-roofs  en" in said
    assert "missing   green-roofs" in said
    [row] = json.loads(run("status", "--format", "json", code=1).stdout)
    assert (row["errors"], row["digests"]) == (True, {})
    put(folder / POSITION, b"\xff")
    assert "look with: position check paper" in run("status", code=1).stdout
    [row] = json.loads(run("status", "--format", "json", code=1).stdout)
    assert (row["version"], row["endorsements"], len(row["releases"])) == (None, [], 1)


def test_asked_organisations_are_known(folder: Path) -> None:
    put(folder / ENDORSEMENTS, "asked: [green-roof]\n")
    assert "error[undefined-organisation]: the organisation 'green-roof' is not defined" in run("check", code=1).stderr


def test_status_without_releases_and_without_endorsements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_workspace(tmp_path, languages=("en",)))
    assert run("status").stdout == "paper  version 1.0, for-endorsement\n"
    assert "there is no position 'other'" in run("status", "other", code=2).stderr


def test_endorsers_of_no_text_are_warned_of_once_one_went_out(folder: Path) -> None:
    """Taking endorsements.yaml away and naming them in the definition does not go unseen."""
    (folder / ENDORSEMENTS).unlink(missing_ok=True)
    path = folder / POSITION
    put(path, path.read_text("utf-8").replace("\nsummary: |", "\nendorsed_by: [water-board]\nsummary: |", 1))
    said = run("check").stderr
    assert "warning[unbound-endorser]: 'water-board' is named in endorsed_by" in said
    assert "version 1.0 went out for endorsement" in said
