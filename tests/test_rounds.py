"""The rounds of a joint paper, from its draft to the pack with the text that four organisations endorsed.

It is played through the commands, with the paper of the repository in its 24 languages; what each step must give was
worked out by hand, and what is written is read without the toolkit.
"""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import etree, html
from office import review
from returned import Returned
from settling import Shown

from toolkit.cli import main
from toolkit.papers.pack_papers import Sent, endorsement_form
from toolkit.pipeline import check, write_documents
from toolkit.po import Entry, changed, with_entries
from toolkit.readers.po_files import read_po
from toolkit.records import replace
from toolkit.resources import Workspace

ROOT = Path(__file__).parent.parent
PAPER = "ai-generated-csam"
FOLDER = Path("positions") / PAPER
DEFINITION, ENDORSEMENTS = FOLDER / "position.yaml", FOLDER / "endorsements.yaml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGEST = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b")

CALL, PENALTY = "call/1", "amendments/explicit-penalty/text/proposed"
# What the drafter takes over, in the words of each translation: in the call, and in the amendment.
TRANSLATED = {
    "bg": (("към членовете", "към всички членове"), ("2 години", "3 години")),
    "cs": (("Poslance", "Všechny poslance"), ("dva roky", "tři roky")),
    "da": (("medlemmerne", "alle medlemmer"), ("mindst to år", "mindst tre år")),
    "de": (("die Mitglieder", "alle Mitglieder"), ("zwei Jahren", "drei Jahren")),
    "el": (("στους βουλευτές", "σε όλους τους βουλευτές"), ("δύο ετών", "τριών ετών")),
    "es": (("a los", "a todos los"), ("dos años", "tres años")),
    "et": (("Meil on", "Meil on kõigile"), ("kaheaastase", "kolmeaastase")),
    "fi": (("Pyydämme", "Pyydämme kaikilta"), ("kahden vuoden", "kolmen vuoden")),
    "fr": (("aux membres", "à tous les membres"), ("deux ans", "trois ans")),
    "ga": (("ar Fheisirí", "ar Fheisirí uile"), ("2 bhliain", "3 bliana")),
    "hr": (("Od zastupnika", "Od svih zastupnika"), ("dvije godine", "tri godine")),
    "hu": (("képviselőitől", "valamennyi képviselőjétől"), ("2 év", "3 év")),
    "it": (("Ai deputati", "A tutti i deputati"), ("due anni", "tre anni")),
    "lt": (("Europos Parlamento", "Visų Europos Parlamento"), ("dvejų metų", "trejų metų")),
    "lv": (("Eiropas", "Visiem Eiropas"), ("2 gadi", "3 gadi")),
    "mt": (("lill-Membri", "lill-Membri kollha"), ("sentejn", "tliet snin")),
    "nl": (("de leden", "alle leden"), ("twee jaar", "drie jaar")),
    "pl": (("do posłów", "do wszystkich posłów"), ("dwóch lat", "trzech lat")),
    "pt": (("aos deputados", "a todos os deputados"), ("2 anos", "3 anos")),
    "ro": (("deputaților", "tuturor deputaților"), ("doi ani", "trei ani")),
    "sk": (("Poslancov", "Všetkých poslancov"), ("dva roky", "tri roky")),
    "sl": (("Poslanke", "Vse poslanke"), ("dveh let", "treh let")),
    "sv": (("Europaparlamentets", "Europaparlamentets alla"), ("två års", "tre års")),
}
ENDORSED = ("en", "fr", "de")
TAGS = ["bg", "cs", "da", "de", "el", "en", *list(TRANSLATED)[5:]]
ORGANISATIONS = """\
  - id: open-hands
    name: {en: Open Hands, fr: Mains ouvertes, de: Offene Hände, el: Ανοιχτά χέρια}
    url: https://open-hands.example
  - id: safe-harbour
    name: {en: Safe Harbour, fr: Port sûr, de: Sicherer Hafen}
  - id: voix-des-enfants
    name: {en: Voice of Children, fr: Voix des enfants, de: Stimme der Kinder}
  - id: kinderhaus
    name: {en: Children’s House, fr: Maison des enfants, de: Kinderhaus}
  - id: late-answer
    name: Late Answer
"""
ASKED = """\
deadline: 2026-12-15
asked: [open-hands, safe-harbour, voix-des-enfants, kinderhaus, late-answer]
"""
RESERVATION = "La durée de la peine devrait être laissée aux États membres."


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The paper of the repository as a draft, with its 23 catalogues, and organisations that may be asked."""
    shutil.copytree(ROOT / FOLDER, tmp_path / FOLDER)
    organisations = (ROOT / "positions" / "organisations.yaml").read_text("utf-8")
    (tmp_path / "positions" / "organisations.yaml").write_text(organisations + ORGANISATIONS, "utf-8")
    for tag in TRANSLATED:
        name = catalogue(tag)
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    rewrite(DEFINITION, ('version: "1.0"', 'version: "0.9"'), ("status: final", "status: draft"))
    rewrite(DEFINITION, ("endorsed_by: [dot-europe]\n", ""))
    return tmp_path


def test_rounds_of_a_joint_paper(workspace: Path) -> None:
    drafted = released("0.9", "draft")
    circulate_the_draft(drafted)
    review_it(workspace)
    take_in_what_came_back()
    translate_the_changes()
    rewrite(DEFINITION, ('version: "0.9"', 'version: "1.0"'), ("status: draft", "status: for-endorsement"))
    look_at_the_changes()
    digests = released("1.0", "for-endorsement")
    assert not set(digests.values()) & set(drafted.values())
    ENDORSEMENTS.write_text(ASKED, "utf-8")
    before = rendered()
    endorse(drafted, digests)
    print_endorsements(before, digests)
    change_the_german_text()
    change_the_english_title()
    pack_the_final_text(digests)
    assert_status()


def test_line_of_a_form_may_say_the_same_twice() -> None:
    """As "Positionspapier: Positionspapier", which several languages would have."""
    draft = check(Workspace(ROOT), PAPER, ["de"]).draft
    assert draft is not None
    language = draft.languages["de"]
    same = replace(language, words={**language.words, "form-paper": language.word("position-paper")})
    form = endorsement_form(draft.localised["de"], same, Sent("1.0", "0000 0000 0000 0000", None))
    for paper, found in write_documents(Workspace(ROOT), form, "form", ("docx", "html")):
        assert found == (), paper.name


# The steps


def released(version: str, status: str) -> dict[str, str]:
    """Releases the version; the digests of its texts, recomputed."""
    done = run("release", PAPER)
    lines = done.stdout.splitlines()
    assert lines[:2] == [f"{PAPER}: version {version}, {status}, released", f"  {FOLDER}/versions/{version}"]
    texts = FOLDER / "versions" / version / "texts"
    digests = {tag: sha256((texts / f"{tag}.txt").read_bytes()).hexdigest() for tag in TAGS}
    assert lines[2:] == [f"  {tag}  {short(digest)}" for tag, digest in digests.items()]
    assert run("release", PAPER, code=2).stderr.startswith(f"error: version {version} of '{PAPER}' has been released")
    return digests


def circulate_the_draft(digests: Mapping[str, str]) -> None:
    run("pack", PAPER, "-l", "en", "-l", "fr", "-f", "docx", "-f", "html")
    folder = Path("build/_packs") / f"{PAPER}-0.9"
    kinds = ["", "amendments.", "covering-letter."]
    names = {f"{PAPER}.{kind}{tag}.{form}" for kind in kinds for tag in ("en", "fr") for form in ("docx", "html")}
    assert_packed(folder, names | {f"{PAPER}.pack-contents.en.docx", f"{PAPER}.pack-contents.en.html"})
    paper = word_parts(folder / f"{PAPER}.en.docx")
    assert "Version 0.9, Draft" in paper["document"]
    for tag in ("en", "fr"):
        feet = [text for name, text in word_parts(folder / f"{PAPER}.{tag}.docx").items() if name.startswith("footer")]
        assert feet
        assert all(short(digests[tag]) in foot for foot in feet)
    assert "the draft of the paper named above for your comments" in page(folder / f"{PAPER}.covering-letter.en.html")


def review_it(workspace: Path) -> None:
    """One file comes back from LibreOffice, the other from a program that writes what Word does."""
    sent = workspace / "build" / "_packs" / f"{PAPER}-0.9" / f"{PAPER}.en.docx"
    home = workspace / "returned"
    home.mkdir()
    work = [
        ("comment", "grave concern", "“Concern” is too weak."),
        ("replace", "things of the Members", "things of all Members"),
        ("replace", "sound and it has", "sound, and it has"),
    ]
    review(workspace, sent, home / "network.docx", "Network B", work)
    it = Returned(sent.read_bytes(), "Alliance A")
    it.comment(it.paragraph("The ECLAG"), "grave concern", "Say how grave.")
    it.replace(it.paragraph("We ask two"), "the", "all")
    it.replace(it.paragraph("Member States shall ensure that the production"), "2 years", "3 years")
    [note] = [
        one for one in it.notes.iter(f"{W}p") if "over 70" in etree.tostring(one, method="text", encoding="unicode")
    ]
    it.replace(note, "70", "80")
    (home / "alliance.docx").write_bytes(it.save())


def take_in_what_came_back() -> None:
    """Both files make one list; the drafter takes over two of its four proposals."""
    files = ["returned/alliance.docx", "returned/network.docx"]
    done = run("feedback", *files, "--id", PAPER, "--version", "0.9", "--format", "json")
    made = json.loads(done.stdout)
    counted = [(one["language"], one["comments"], one["comments_listed"], one["untracked"]) for one in made["files"]]
    assert counted == [("en", 1, 1, 0)] * 2
    assert [(one["changes"], one["changes_listed"]) for one in made["files"]] == [(6, 6), (5, 5)]
    assert made["unplaced"] == []
    places = {place["key"]: place for place in made["places"]}
    sound = "key_points/every-child/argument/10"
    assert list(places) == ["summary/1", CALL, PENALTY, sound, "footnotes/eclag"]
    assert [(one["kind"], one["author"], one["words"], one["text"]) for one in places["summary/1"]["remarks"]] == [
        ("comment", "Alliance A", "grave concern", "Say how grave."),
        ("comment", "Network B", "grave concern", "“Concern” is too weak."),
    ]
    proposed = {key: only(place["remarks"]) for key, place in places.items() if key != "summary/1"}
    call, penalty = proposed[CALL], proposed[PENALTY]
    assert call["proposed"] == "We ask two things of all Members of the European Parliament:"
    assert {call["author"], only(call["also_asked_by"])["author"]} == {"Alliance A", "Network B"}
    assert penalty["proposed"] == places[PENALTY]["text"].replace("at least 2 years", "at least 3 years")
    assert "has to be sound, and it has to be enforced. The" in proposed[sound]["proposed"]
    assert "proposal[@commission2024, art. 2]. **The" in proposed[sound]["proposed"]
    assert "in which over 80 non-governmental" in proposed["footnotes/eclag"]["proposed"]
    text = DEFINITION.read_text("utf-8")
    for key, begins in ((CALL, "We ask two"), (PENALTY, 'proposed: "Member States')):
        assert text.splitlines()[places[key]["line"] - 1].strip().startswith(begins)
        old, new = places[key]["text"], proposed[key]["proposed"]
        rewrite(DEFINITION, (old, new))
    listed = run("feedback", *files, "--id", PAPER, "--version", "0.9", "--format", "markdown").stdout
    assert listed.count("the text was changed since it went out") == 2


def translate_the_changes() -> None:
    """No version is made of old translations; the 23 catalogues are brought up to the draft."""
    refused = run("release", PAPER, code=1)
    assert f"{PAPER}: 46 errors, 0 warnings; nothing was released\n" in refused.stderr
    updated = run("translate", "update", PAPER).stdout
    assert "We ask two things of [-the-] {+all+} Members" in updated
    assert re.findall(r"(?m)^  ([a-z]{2})  updated: 54 kept, 2 to check$", updated) == list(TRANSLATED)
    for tag, (call, penalty) in TRANSLATED.items():
        translate(tag, {CALL: call, PENALTY: penalty})
    assert run("check", PAPER).stdout == f"{PAPER}: all well\n"


def look_at_the_changes() -> None:
    """Accepted, the changes give the paper as it now is; rejected, the one that was circulated."""
    tags = ["en", "fr", "el"]
    options = [word for tag in tags for word in ("-l", tag)]
    run("redline", PAPER, "--from", "0.9", *options)
    run("render", PAPER, *options, "-f", "docx")
    run("render", PAPER, *options, "-f", "docx", "--version", "0.9")
    home = Path("build/_redlines") / PAPER
    for tag in tags:
        data = (home / f"{PAPER}.redline.{tag}.docx").read_bytes()
        for accepted, folder in ((True, "build"), (False, "build/_versions/0.9")):
            wanted = Shown((Path(folder) / PAPER / f"{PAPER}.{tag}.docx").read_bytes())
            shown = Shown(data, accepted)
            assert shown.blocks() == wanted.blocks()
            assert shown.footnotes() == wanted.footnotes()
    root = seen(home / f"{PAPER}.redline.en.html")
    marks = [(one.tag, bare(one)) for one in root.xpath("//main//p//*[self::del or self::ins]")]
    before, now = ("0.9, Draft", "the", "2"), ("1.0, For endorsement", "all", "3")
    assert marks == [pair for old, new in zip(before, now, strict=True) for pair in (("del", old), ("ins", new))]


def endorse(drafted: Mapping[str, str], digests: Mapping[str, str]) -> None:
    """Four forms come back; the first of them names the text of the draft."""
    given = ["--source", "form of 30 November 2026, signed", "--date", "2026-11-30"]
    hands = ["endorse", PAPER, "-g", "open-hands", "-l", "en", *given, "--by", "Director"]
    refused = run(*hands, "--digest", short(drafted["en"]), code=2)
    assert f"is not that of version 1.0 in 'en'\n  hint: that is {short(digests['en'])}" in refused.stderr
    assert run(*hands, "--digest", short(digests["en"]), code=1, answer="n\n").stderr.endswith("nothing was written\n")
    assert ENDORSEMENTS.read_text("utf-8") == ASKED
    agreed = run(*hands, "--digest", short(digests["en"]), answer="y\n")
    for words in (
        "Artificial does not mean harmless",
        "version 1.0, for-endorsement",
        short(digests["en"]),
        "Director",
    ):
        assert words in agreed.stderr
    others: tuple[tuple[str, str, list[str]], ...] = (
        ("safe-harbour", "en", []),
        ("voix-des-enfants", "fr", ["--reservation", "explicit-penalty", "--words", RESERVATION]),
        ("kinderhaus", "de", []),
    )
    for organisation, tag, more in others:
        done = run("endorse", PAPER, "-g", organisation, "-l", tag, *given, *more, "--digest", digests[tag], "--yes")
        assert done.stdout == f"{ENDORSEMENTS}: {organisation} endorses version 1.0 in '{tag}'\n"
    assert ENDORSEMENTS.read_text("utf-8").startswith(ASKED)


def print_endorsements(before: Mapping[str, Paper], digests: Mapping[str, str]) -> None:
    """In each language names stand apart; the numbers of notes and the digests are what they were."""
    now = rendered()
    assert {tag: one.digest for tag, one in now.items()} == {tag: short(digest) for tag, digest in digests.items()}
    for tag, one in now.items():
        assert (one.numbered, one.marks) == (before[tag].numbered, before[tag].marks)
        assert (list(before[tag].symbols), sorted(one.symbols)) == (["*"], ["*", "†"])
        assert one.symbols["*"] == before[tag].symbols["*"]
        assert one.symbols["†"].endswith(f" – {RESERVATION}")
        assert len(one.facts) == len(before[tag].facts) + (2 if tag in ENDORSED else 1)
    assert now["en"].facts[2:4] == [
        "Endorsed by: Open Hands, Safe Harbour",
        "Endorsed in another language version: Children’s House (Deutsch), Voice of Children† (français)",
    ]
    assert now["fr"].facts[2:4] == [
        "Approuvé par: Voix des enfants†",
        "Approuvé dans une autre version linguistique: "
        "Mains ouvertes (English), Maison des enfants (Deutsch), Port sûr (English)",
    ]
    assert now["de"].facts[2:4] == [
        "Mitgetragen von: Kinderhaus",
        "In einer anderen Sprachfassung mitgetragen: "
        "Offene Hände (English), Sicherer Hafen (English), Stimme der Kinder† (français)",
    ]
    assert now["en"].symbols["†"] == f"Reservation on Amendment 3 – {RESERVATION}"
    for tag in set(TAGS) - set(ENDORSED):
        [line] = [fact for fact in now[tag].facts if "(Deutsch)" in fact]
        assert (line.count("(English)"), line.count("(français)"), line.count("†")) == (2, 1, 1)
    assert "Ανοιχτά χέρια (English)" in now["el"].facts[2]


def change_the_german_text() -> None:
    """One word of the German title: the German endorsement is void, and no other; taken back, it holds again."""
    path = Path(catalogue("de"))
    rewrite(path, ('msgstr "Künstlich heißt nicht harmlos"', 'msgstr "Künstlich bedeutet nicht harmlos"'))
    done = run("check", PAPER)
    assert done.stdout.endswith(f"{PAPER}: 0 errors, 1 warning\n")
    assert done.stderr.count("warning[void-endorsement]") == 1
    void = "'kinderhaus' of version 1.0 in 'de' is void, for the text has changed since: title: Künstlich"
    assert f"{void} [-heißt-] {{+bedeutet+}} nicht harmlos" in done.stderr
    now = rendered()
    assert [fact for fact in now["de"].facts if "Kinderhaus" in fact] == []
    assert (
        now["de"].facts[2].endswith(": Offene Hände (English), Sicherer Hafen (English), Stimme der Kinder† (français)")
    )
    assert not any("(Deutsch)" in fact for one in now.values() for fact in one.facts)
    assert now["en"].facts[2:4] == [
        "Endorsed by: Open Hands, Safe Harbour",
        "Endorsed in another language version: Voice of Children† (français)",
    ]
    assert all(one.symbols["†"].endswith(RESERVATION) for one in now.values())
    assert states() == {
        "open-hands": "valid",
        "safe-harbour": "valid",
        "voix-des-enfants": "valid",
        "kinderhaus": "void",
    }
    rewrite(path, ("Künstlich bedeutet nicht", "Künstlich heißt nicht"))
    assert run("check", PAPER).stdout == f"{PAPER}: all well\n"
    assert "Kinderhaus" in rendered()["de"].facts[2]


def change_the_english_title() -> None:
    """The English endorsements are void; of translations that are behind nobody can tell."""
    rewrite(DEFINITION, ("title: Artificial does not mean harmless", "title: Artificial does not mean innocuous"))
    done = run("check", PAPER, code=1)
    changed_words = (
        "is void, for the text has changed since: title: Artificial does not mean [-harmless-] {+innocuous+}"
    )
    for organisation in ("open-hands", "safe-harbour"):
        assert f"'{organisation}' of version 1.0 in 'en' {changed_words}" in done.stderr
    for organisation, tag in (("voix-des-enfants", "fr"), ("kinderhaus", "de")):
        assert f"whether '{organisation}' still endorses the text in '{tag}' cannot be told" in done.stderr
    assert states() == {
        "open-hands": "void", "safe-harbour": "void", "voix-des-enfants": "unknown", "kinderhaus": "unknown",
    }  # fmt: skip
    run("render", PAPER, code=1)
    rewrite(DEFINITION, ("does not mean innocuous", "does not mean harmless"))
    assert set(states().values()) == {"valid"}


def pack_the_final_text(digests: Mapping[str, str]) -> None:
    run("pack", PAPER, "-f", "docx", "-f", "html")
    folder = Path("build/_packs") / f"{PAPER}-1.0"
    kinds = ["", "amendments.", "redline.", "endorsement-form.", "covering-letter."]
    forms = ("docx", "html")
    names = {f"{PAPER}.{kind}{tag}.{form}" for kind in kinds for tag in TAGS for form in forms}
    assert_packed(folder, names | {f"{PAPER}.pack-contents.en.{form}" for form in forms})
    for tag, digest in digests.items():
        for kind in ("endorsement-form", "covering-letter"):
            assert short(digest) in page(folder / f"{PAPER}.{kind}.{tag}.html")
            assert short(digest) in word_parts(folder / f"{PAPER}.{kind}.{tag}.docx")["document"]
    form = page(folder / f"{PAPER}.endorsement-form.en.html")
    for words in ("Artificial does not mean harmless", "1.0, For endorsement", "English", "15 December 2026"):
        assert words in form
    letter = page(folder / f"{PAPER}.covering-letter.en.html")
    assert "Changes since version 0.9" in letter
    assert "<w:ins " in word_parts(folder / f"{PAPER}.redline.el.docx", markup=True)["document"]
    run("pack", PAPER, "-f", "pdf", "-l", "en", "-l", "fr", "-o", "printed")
    names = {f"{PAPER}.{kind}{tag}.pdf" for kind in kinds for tag in ("en", "fr")}
    assert_packed(Path("printed") / f"{PAPER}-1.0", names | {f"{PAPER}.pack-contents.en.pdf"})
    assert all((Path("printed") / f"{PAPER}-1.0" / name).read_bytes().startswith(b"%PDF-") for name in names)


def assert_status() -> None:
    assert run("status", PAPER).stdout.splitlines() == [
        f"{PAPER}  version 1.0, for-endorsement",
        "  released  0.9, draft, 24 languages",
        "  released  1.0, for-endorsement, 24 languages",
        "  text      24 of 24 languages as in version 1.0",
        "  deadline  2026-12-15",
        "  valid     open-hands        en  version 1.0",
        "  valid     safe-harbour      en  version 1.0",
        "  valid     voix-des-enfants  fr  version 1.0, with a reservation",
        "  valid     kinderhaus        de  version 1.0",
        "  missing   late-answer",
    ]


# Running


def run(*arguments: str, code: int = 0, answer: str = "") -> Result:
    done = CliRunner().invoke(main, arguments, prog_name="position", input=answer)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done


def rewrite(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, (old, text)
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def catalogue(tag: str) -> str:
    return f"locales/{tag}/LC_MESSAGES/{PAPER}.po"


def translate(tag: str, words: Mapping[str, tuple[str, str]]) -> None:
    """A translator puts the new words where the old ones stood, and takes the mark of doubt away."""
    path = Path(catalogue(tag))
    file, _ = read_po(path, tag)
    assert file
    doubtful = {entry.key for entry in file.entries if entry.fuzzy}
    assert doubtful == set(words)
    entries = [translated(one, *words[one.key]) if one.key in words else one for one in file.entries]
    path.write_bytes(with_entries(file, entries).data())


def translated(entry: Entry, old: str, new: str) -> Entry:
    text, spaces = entry.translation, ("\u00a0", " ")
    hard = next(one for one in spaces if text.count(old.replace(" ", one)) == 1)
    old, new = old.replace(" ", hard), new.replace(" ", hard)
    flags = [flag for flag in entry.flags if flag != "fuzzy"]
    return changed(entry, translation=text.replace(old, new), flags=flags, previous="")


def states() -> dict[str, str]:
    """What `position status` says of each endorsement; there may be errors."""
    done = CliRunner().invoke(main, ["status", PAPER, "--format", "json"])
    return {one["organisation"]: one["state"] for one in json.loads(done.stdout)[0]["endorsements"]}


# Reading what was written


class Paper:
    """What a reader sees of a paper in its page; its Word file has the same facts, marks and digest."""

    def __init__(self, folder: Path, tag: str) -> None:
        root = seen(folder / f"{PAPER}.{tag}.html")
        rows = root.xpath("//dl[@class='facts']/div")
        self.facts = [f"{bare(row.find('dt'))}: {bare(row.find('dd'))}" for row in rows]
        notes = root.xpath("//li[starts-with(@id, 'fn-')]")
        self.numbered = [(one.get("value"), bare(one)) for one in notes if one.get("value")]
        symbols = [bare(one).partition(" ") for one in notes if not one.get("value")]
        self.symbols = {mark: text for mark, _, text in symbols}
        marks = [bare(one) for one in root.xpath("//*[@role='doc-noteref']")]
        self.marks = [mark for mark in marks if mark.isdigit()]
        [foot] = root.xpath("//footer[@class='each-page']")
        self.digest = DIGEST.findall(bare(foot))[0]
        self.compare_with_word(word_parts(folder / f"{PAPER}.{tag}.docx", markup=True))

    def compare_with_word(self, parts: Mapping[str, str]) -> None:
        document = parts["document"]
        references = re.findall(r"<w:footnoteReference [^>]*>", document)
        own = [one for one in references if "customMarkFollows" in one]
        assert (len(references) - len(own), len(own)) == (len(self.numbered), len(self.symbols))
        shown = words_of(document)
        for fact in self.facts:
            assert squashed(fact.partition(": ")[2]) in squashed(shown), fact
        feet = [words_of(part) for name, part in parts.items() if name.startswith("footer")]
        assert [DIGEST.findall(foot) for foot in feet] == [[self.digest]] * len(feet)
        assert feet


def rendered() -> dict[str, Paper]:
    """The papers as they are rendered now."""
    run("render", PAPER)
    return {tag: Paper(Path("build") / PAPER, tag) for tag in TAGS}


def assert_packed(folder: Path, names: set[str]) -> None:
    """The folder has these files, the archive as well, and the list and the sums name each with its digest."""
    [archive] = folder.glob("*.zip")
    own = {"manifest.json", "SHA256SUMS", archive.name}
    assert {path.name for path in folder.iterdir()} == names | own
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sums == {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    with zipfile.ZipFile(archive) as packed:
        inside = {name.rpartition("/")[2]: sha256(packed.read(name)).hexdigest() for name in packed.namelist()}
    assert inside == sums | {"SHA256SUMS": sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()}
    for path in folder.glob(f"{PAPER}.pack-contents.*.html"):
        listed = page(path)
        for name in names - {f"{PAPER}.pack-contents.en.docx", f"{PAPER}.pack-contents.en.html"}:
            assert name in listed
            assert sums[name] in listed


def word_parts(path: Path, markup: bool = False) -> dict[str, str]:
    """The parts of a Word file by name, as XML or the words alone."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.fullmatch(r"word/[a-z-]+\.xml", name)]
        parts = {name[5:-4]: package.read(name).decode() for name in names}
    return parts if markup else {name: words_of(part) for name, part in parts.items()}


def words_of(part: str) -> str:
    return "".join([one.text or "" for one in etree.fromstring(part.encode()).iter(f"{W}t")])


def seen(path: Path) -> Any:
    """The page without what only those hear who have it read to them."""
    root = html.parse(path).getroot()
    for one in root.xpath("//*[contains(@class, 'visually-hidden')] | //*[@role='doc-backlink']"):
        one.drop_tree()
    return root


def page(path: Path) -> str:
    return bare(html.parse(path).getroot())


def bare(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def squashed(text: str) -> str:
    return "".join(text.split())


def short(digest: str) -> str:
    """The digest as papers and forms print it."""
    return " ".join([digest[at : at + 4] for at in range(0, 16, 4)])


def only(found: list[dict[str, Any]]) -> dict[str, Any]:
    [one] = found
    return one
