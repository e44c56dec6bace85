"""References typed by hand: planted faults in all languages, and what looks like one and is none."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_inspection import NAMES, default_language, make_docx, mark, note, paragraph, run
from typed_papers import IBIDS, STYLES, make_paper, page, texts_of, word_file

from toolkit.cli import main
from toolkit.diagnostics import Diagnostic
from toolkit.inspection import verify_file, verify_typed

# A paper of the kind that organisations write: several sources in a note, short references, one number too low.
TEXTS = (
    "Danube, L.S., Rhine, D. & Elbe, A. Perspectives on Inland Harbours. Water & Society 25, 1353–1365 (2021). "
    "Available at https://link.example.org/article/10.1000/1",
    "NHB, The Growing Concerns of Canal Users, (2024). Available at https://www.nhb.example/blog/2024/canal-users",
    "Danube, L.S., Rhine, D. & Elbe, n.1 (2021).",
    "Fondation pour le fleuve, L’eau partagée, nouvelle règle (2024). Available at https://www.fleuve.example/2024/eau",
    "Danube, L.S., Tagus, N. The Characteristics of River Trade: A Qualitative Analysis. Water & Society 27, 1813–1827 "
    "(2023). Sillat ry. (Bridges), Users of Ferries: A Survey Report (2021). Available at https://www.sillat.example/s.",
    "Loire, D., Vistula, M., and Meuse, R, Tolls and Traffic: Implications, (2023). Available at "
    "https://purl.example.edu/jv206. Neisse, M. H., & Scheldt, L. R. (2017). Lock gates and sluices: More than just "
    "a narrow valley. Journal of Internal Waters, 21(5), 3–21.",
    "Sillat ry. (Bridges), n.5 (2021).",
    "Ibid.",
    "ARPI, Artificial waterways: Insights from Port Forum posts (2024). Available at https://www.arpi.example/port%20posts.",
    "RIVIEER, Rapport annuel ‘L’eau pour tous’ (2023). Available at https://www.riviere.example/le-rapport-de-2023",
    "Neisse, M. H., & Scheldt, L. R, n.5 (2017).",
    "Neisse, M. H., & Scheldt, L. R, n.5 (2017). Torne, K., Drava, J., & Sava, V, Ferry Use and Weather: An "
    "Examination of Perceptions. International Journal of Boats, 68(6-7), 613-637 (2024).",
    "ARPI, AI-made waterways: Insights from Port Forum posts (2024). Available at https://www.arpi.example/port%20posts",
    "RIVIEER, n.9 (2023).",
    "Loire, D., Vistula, M., and Meuse, R, n.5 (2023).",
    "Fondation pour le fleuve, n.4 (2024).",
    "Danube LS, Rhine D, Elbe A, n.1 (2021).",
)
DUE = {
    ("10", "source-spelling", None, None),
    ("11", "wrong-back-reference", "5", "6"),
    ("12", "wrong-back-reference", "5", "6"),
    ("13", "source-cited-again", None, None),
    ("14", "wrong-back-reference", "9", "10"),
    ("14", "source-spelling", None, None),
    ("15", "wrong-back-reference", "5", "6"),
}


def look(data: bytes, name: str = "a.docx") -> tuple[Diagnostic, ...]:
    reading, faults = verify_file(name, data)
    assert reading is not None
    assert [fault.message for fault in faults] == []
    return verify_typed(name, reading)


def facts(found: tuple[Diagnostic, ...]) -> set[tuple[str | None, str, str | None, str | None]]:
    return {(one.note, one.code, one.quoted.named if one.quoted else None, one.quoted.meant if one.quoted else None)
            for one in found}  # fmt: skip


@pytest.mark.parametrize("name", ["a.docx", "a.html"])
def test_a_paper_as_people_write_it(name: str) -> None:
    body = "<p>1) First</p>" if name == "a.html" else ""
    data = page(TEXTS, "en", body) if name == "a.html" else word_file(TEXTS, "en")
    found = look(data, name)
    assert facts(found) == DUE, [one.message for one in found]
    certain = {one.quoted.certainty for one in found if one.quoted and one.quoted.named}
    assert certain == {"certain"}


def test_messages_say_what_is_meant() -> None:
    messages = [one.message for one in look(word_file(TEXTS, "en"))]
    assert "note 11: 'Neisse, M. H., & Scheldt, L. R, n.5' means note 6" in messages
    assert "note 10: the name 'RIVIEER' is spelt 'riviere' in the address of its link (riviere.example)" in messages


# Four sources, and below them a reference in each way of each language: {n} takes a right and a wrong number.
SOURCES = (
    "Danube, L. & Rhine, D., Perspectives on inland harbours (2021).",
    "Kaunas Institute, The future of ferries and tolls (2019). Available at https://www.example.org/ferries/2019",
    "Elbe, A., Tagus, N. and Loire, M. (2023). River trade in the valley. Water and Society 27(3), 13–27.",
    "Vistula, K., “Locks and gates”, Gazette of Ports, vol. 3, 2018, pp. 3–21.",
)
AUTHORS = ("Danube & Rhine", "Kaunas Institute", "Elbe et al.", "Vistula")
YEARS = (2021, 2019, 2023, 2018)
PLANTED = [(language, style, kind) for language, styles in STYLES.items() for style in range(len(styles))
           for kind in ("wrong", "dangling", "self", "ahead")]  # fmt: skip


@pytest.mark.parametrize(("language", "style", "kind"), PLANTED)
def test_planted_reference_is_found(language: str, style: int, kind: str) -> None:
    which = style % 4
    number, code = {
        "wrong": ((which + 1) % 4 + 1, "wrong-back-reference"),
        "dangling": (77, "dangling-back-reference"),
        "self": (5, "self-reference"),
        "ahead": (6, "forward-reference"),
    }[kind]
    template = STYLES[language][style]
    good = template.format(a=AUTHORS[which], n=which + 1, y=YEARS[which])
    bad = template.format(a=AUTHORS[which], n=number, y=YEARS[which])
    after = "The offices of all countries were asked."
    assert look(word_file((*SOURCES, good, after), language)) == ()
    if kind == "ahead":  # what the words say is another note, and that is what is reported
        bare = template.format(a="", n=number, y="").replace("()", "")
        assert code in {one.code for one in look(word_file((*SOURCES, bare, after), language))}
        code = "wrong-back-reference"
    found = look(word_file((*SOURCES, bad, after), language))
    assert [(one.code, one.note) for one in found] == [(code, "5")], [one.message for one in found]
    assert found[0].quoted is not None
    assert (found[0].quoted.named, found[0].quoted.meant) == (str(number), str(which + 1))


@pytest.mark.parametrize("language", IBIDS)
def test_ibid_is_known(language: str) -> None:
    ibid = IBIDS[language]
    two = f"{SOURCES[0]} {SOURCES[1]}"
    words_ = "The offices of all countries were asked."
    assert look(word_file((SOURCES[0], ibid, ibid), language)) == ()
    assert [one.code for one in look(word_file((ibid, SOURCES[0]), language))] == ["ibid-without-source"]
    assert [one.code for one in look(word_file((words_, ibid), language))] == ["ibid-without-source"]
    assert [one.code for one in look(word_file((two, ibid), language))] == ["ambiguous-ibid"]


# Numbers that are none of a note.
HARMLESS = {
    "it": ("Legge 8 giugno 2001, n. 231, art. 5.", "D.lgs. 196/2003, n. 31.", "Decreto legislativo n. 66 del 2010.",
           "Danube, L., I porti e i canali, in Rivista dei porti e dei canali, vol. 3, n. 26, 2017, pp. 13–33."),
    "fr": ("Loi n° 78-17, art. 4.", "Décret no 2024-11.", "Note verbale de 2019.", "Arrêté n. 56 du 3 mai 2011."),
    "es": ("Real Decreto n.º 66/2020.", "Ley n. 39 de 2015.", "Reglamento núm. 44."),
    "pt": ("Decreto-Lei n.º 66/2020.", "Lei n. 39 de 2015."),
    "ro": ("Legea nr. 190/2018.", "Ordonanța nr. 57.", "Legea n. 190 din 2018."),
    "de": ("Gesetz Nr. 66.", "BGBl. I Nr. 44, S. 3.", "Punkt 66 der Tagesordnung.",
           "Danube & Rhine (Fn. 1), S. 15 Fn. 42.", "Danube, Jahrbuch 2020, 12 (15 Fn. 42)."),
    "en": ("COM(2022) 209 final.", "Guidance Note 66, Ports Agency.", "Resolution No 66 of the Council.",
           "Note 66 to the accounts of 2019.", "Galaxy Note 66.", "Convention no. 108, Art. 6.",
           "Point 66 of the annex.", "Danube & Rhine, n. 1, at 12 n.42.", "104 Journal of Ports 440, 442 n. 33.",
           "Ibiza Ports Agency, Annual report (2019)."),
    "pl": ("Ustawa nr 66.", "Dz.U. z 2018 r. poz. 1000.", "Pkt 66 uchwały."),
    "nl": ("Wet nr. 66.", "Kamerstukken II 2018/19, 35 124, nr. 66.", "Op 6 juni 2019."),
    "sv": ("Prop. 2017/18:105.", "SOU 2019:66.", "Not so fast."),
    "el": ("Νόμος αριθ. 4624.", "ΦΕΚ Α 137."),
    "hu": ("2011. évi CXII. törvény.", "66. pont."),
    "fi": ("HE 9/2018 vp, s. 66.", "Laki 1050/2018."),
}  # fmt: skip


@pytest.mark.parametrize("language", HARMLESS)
def test_other_numbers_are_left_alone(language: str) -> None:
    found = look(word_file((*SOURCES, *HARMLESS[language]), language))
    assert [one.message for one in found] == []


# (note, code): what else is told of a note
OTHERS: tuple[tuple[str, set[str]], ...] = (
    ("Danub & Rhine, n. 1.", {"source-spelling"}),
    ("Danube & Rhine, n. 3 (2021), and Elbe et al., n. 3 (2023).", {"wrong-back-reference"}),
    ("Danube & Rhine and Elbe et al., notes 1 and 3.", set()),
    ("See notes 1–3.", set()),
    ("See notes 1, 2 and 33.", {"dangling-back-reference"}),
    ("See n. 2 above.", set()),
    ("Smeltwater Office, n. 2.", set()),  # nobody can tell
    ("Danube & Rhine, infra n. 6.", {"wrong-back-reference"}),
    ("See below, note 6.", set()),
    ("Danube, L. & Rhine, D., Perspectives on inland harbours (2021), p. 4.", {"source-cited-again"}),
    ("Danube, L. & Rhine, D., Perspectives on seaward harbours and locks (2021).", set()),
    ("K. Institute, Ferries and tolls again, https://example.org/ferries/2019/", {"source-cited-again"}),
    ("KAUNAS INSTITUTE, n. 2.", set()),
    ("KI, n. 2.", set()),
    ("KI, n. 3.", {"wrong-back-reference"}),
    ("Ibid., n. 77.", {"dangling-back-reference"}),
)


@pytest.mark.parametrize(("text", "due"), OTHERS)
def test_what_is_told_of_a_note(text: str, due: set[str]) -> None:
    found = look(word_file((*SOURCES, text, "The offices were asked."), "en"))
    assert {one.code for one in found} == due, [one.message for one in found]
    assert all(one.note == "5" for one in found)


def test_many_spaces_take_no_time() -> None:
    """Patterns that look for spaces begin where a run of them begins, not at each."""
    notes = [f"x{' ' * 400}Smithfield Institute of Ports, n. {number}" for number in range(1, 301)]
    data = word_file((*SOURCES, *notes), "en")
    start = time.process_time()
    look(data)
    assert time.process_time() - start < 5


def test_a_chain_of_short_references_is_right() -> None:
    assert look(word_file((*SOURCES, "Vistula, n. 4.", "Vistula, n. 5.", "Ibid.", "Vistula, n. 7."), "en")) == ()


BODY: tuple[tuple[str, set[str]], ...] = (
    ("See note 3.", set()),
    ("See note 33.", {"dangling-back-reference"}),
    ("The study by Elbe, Tagus and Loire (see note 4) says so.", {"wrong-back-reference"}),
    ("The study by Elbe, Tagus and Loire (see note 3) says so.", set()),
    ("Note 33 of the accounts is longer.", set()),
    ("See point 3.", set()),
    ("See point 7.", {"missing-point"}),
    ("See point 7 of the annex.", set()),
    ("See Annex I, point 7(a).", set()),
)


@pytest.mark.parametrize(("text", "due"), BODY)
def test_what_is_told_of_the_text(text: str, due: set[str]) -> None:
    points = "".join(paragraph(run(f"{number}) A heading"), '<w:outlineLvl w:val="0"/>') for number in (1, 2, 3))
    found = look(word_file(SOURCES, "en", points + paragraph(run(text))))
    assert {one.code for one in found} == due, [one.message for one in found]


LINKS: tuple[tuple[str, set[str]], ...] = (
    ('<a href="https://a.example.org/x">https://a.example.org/x</a>', set()),
    ('<a href="https://www.example.org/x">example.org</a>', set()),
    ('<a href="https://example.com/x">www.example.org/x</a>', {"misleading-link"}),
    ('<a href="https://example.org/x">https://example.org/y</a>', {"misleading-link"}),
    ('<a href="https://example.org/a/long/path">https://example.org/a/lo…</a>', set()),
    ('<a href="https://doi.org/10.1/x">10.1/x</a>', set()),
    ('<a href="https://example.org/">report.pdf</a>', set()),
    ('<a href="https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fe.eu%2Fa&amp;data=1">https://e.eu/a</a>',
     set()),
    ('<a href="https://nam01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fe.eu%2Fb&amp;data=1">https://e.eu/a</a>',
     {"misleading-link"}),
    ('<a href="https://www.google.com/url?q=https://e.eu/a&amp;sa=D">https://e.eu/a</a>', set()),
    ('<a href="https://www.google.com/url?q=https://evil.eu/a&amp;sa=D">https://e.eu/a</a>', {"misleading-link"}),
    ('<a href="https://www.google.com/search?q=harbours">www.google.com</a>', set()),
    ('<a href="https://other.eu/?url=https://e.eu/a">https://e.eu/a</a>', {"misleading-link"}),
    ('words <a href="#">here</a>', {"empty-link"}),
    ('<a href="#">Back to top</a>', set()),
)  # fmt: skip


@pytest.mark.parametrize(("link", "due"), LINKS)
def test_links_say_where_they_lead(link: str, due: set[str]) -> None:
    found = look(page(SOURCES, "en", f"<p>{link}</p>"), "a.html")
    assert {one.code for one in found} == due, [one.message for one in found]


def test_numbers_that_restart_or_are_letters() -> None:
    form = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numRestart w:val="eachSect"/></w:footnotePr>'
    section = f"<w:sectPr>{form}</w:sectPr>"
    body = paragraph(mark(1) + mark(2), section) + paragraph(mark(3) + mark(4)) + section
    texts = (SOURCES[0], SOURCES[3], SOURCES[2].replace("Available", ""), "Elbe et al., n. b.")
    styles = f"<w:styles {NAMES}>{default_language('en')}</w:styles>"
    notes = "".join(note(index, run(text.replace("&", "&amp;"))) for index, text in enumerate(texts, 1))
    found = look(make_docx(body, notes, styles=styles))
    assert [(one.code, one.note, one.quoted and one.quoted.meant) for one in found] == [
        ("wrong-back-reference", "b", "a")
    ]


def test_five_hundred_notes_take_less_than_a_second() -> None:
    texts = texts_of(make_paper(random.Random(1), "en", 500), "en")
    body = "".join(paragraph(run("Words of a page, and more of them. " * 12)) for _ in range(700))
    data = word_file(texts, "en", body)
    started = time.process_time()
    look(data)
    assert time.process_time() - started < 1


# Notes as lawyers write them; the last ones are wrong, and what they mean.
LEGAL = {
    "en": ((
        "Regulation (EU) 2022/2065 of the European Parliament and of the Council of 19 October 2022 on a Single Market "
        "For Digital Services (Digital Services Act), OJ L 277, 27.10.2022, p. 1.",
        "European Commission, Impact assessment of the proposal, SWD(2022) 209 final, 11 May 2022, p. 45.",
        "Case C-131/12 Google Spain v AEPD, EU:C:2014:317, para 80.",
        "OECD (2021), Children in the digital environment, OECD Digital Economy Papers, No. 302.",
        "Digital Services Act (n 1), Article 34; Google Spain (n 3), para 81.",
        "Impact assessment (n 2) 14.",
        "COM(2022) 209 final, point 12.",
        "Convention No. 108, ETS No. 108, Article 6.",
        "Ibid.; see also OECD, n 4 above.",
        "OECD, supra note 3.",
        "Google Spain (n 4), para 3.",
    ), {"10": "4", "11": "3"}),
    "de": ((
        "Europäische Kommission, Mitteilung über eine bessere Rechtsetzung, COM(2021) 219 final vom 29. April 2021.",
        "BVerfG, Urteil vom 27. Februar 2008, 1 BvR 370/07, Rn. 166.",
        "Weser, A., Die neue Vorratsdatenspeicherung, NJW 2016, S. 533 ff.",
        "Ebd., S. 535.",
        "Siehe hierzu Kommission (Fn. 1), S. 6; Weser (Fn. 3), S. 535.",
        "Vgl. oben Fußnote 2, Rn. 12.",
        "Weser (Fn. 2), S. 534.",
    ), {"7": "3"}),
    "fr": ((
        "CNIL, délibération n° 2021-069 du 15 juin 2021.",
        "CNIL, Rapport annuel 2022, p. 33, disponible sur https://www.cnil.example/rapport-2022.",
        "Loi n° 78-17 du 6 janvier 1978 relative à l’informatique, art. 4.",
        "CNIL, Rapport annuel 2022, précité (note 2), p. 45.",
        "CE, 6 juin 2018, n. 412589, Lebon p. 3.",
        "Conseil d’État, Étude annuelle 2017, note 6 du rapport.",
        "V. supra, note 2.",
        "Loi précitée, note 2.",
    ), {"8": "3"}),
    "it": ((
        "Corte cost., sentenza 12 aprile 2012, n. 85, in Giur. cost. 2012, p. 1224.",
        "D.lgs. 30 giugno 2003, n. 196, Codice in materia di protezione dei dati personali, art. 7.",
        "G. Po, La protezione dei minori in rete, in Rivista italiana di diritto, 2021, n. 3, pp. 33-56.",
        "Garante per la protezione dei dati personali, Relazione annuale 2022, p. 12.",
        "Cfr. Garante, nota 4, p. 13.",
        "Ibidem, p. 14.",
        "Cass. pen., sez. III, 6 maggio 2019, n. 5.",
        "Art. 3, comma 2, n. 6, del decreto.",
        "Po, cit., nota 4.",
    ), {"9": "3"}),
    "pl": ((
        "Ustawa z dnia 10 maja 2018 r. o ochronie danych osobowych, Dz.U. 2018 poz. 1000.",
        "A. Odra, Ochrona dzieci w sieci, „Państwo i Prawo” 2019, nr 6, s. 33.",
        "Komisja Europejska, Sprawozdanie roczne 2020, COM(2020) 12 final.",
        "Tamże, s. 4.",
        "A. Odra, op. cit., s. 34 (zob. przypis 2).",
        "Odra, przypis 3.",
    ), {"6": "2"}),
    "hu": ((
        "2011. évi CXII. törvény az információs önrendelkezési jogról, 3. § 2. pont.",
        "Tisza, A.: A gyermekek védelme az interneten, Jogtudományi Közlöny, 2020, 6. szám, 33. o.",
        "Európai Bizottság, Éves jelentés (2020).",
        "Uo.",
        "Lásd Európai Bizottság, 3. lj., 6. o.",
        "Tisza, 3. lj.",
    ), {"6": "2"}),
}  # fmt: skip


@pytest.mark.parametrize("language", LEGAL)
def test_notes_of_lawyers(language: str) -> None:
    texts, due = LEGAL[language]
    found = look(word_file(texts, language))
    assert {one.note: one.quoted and one.quoted.meant for one in found} == due, [one.message for one in found]
    assert {one.code for one in found} == {"wrong-back-reference"}


def test_papers_of_the_toolkit_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both papers of this repository, in every language and format."""
    monkeypatch.chdir(Path(__file__).parent.parent)
    assert CliRunner().invoke(main, ["render", "-o", str(tmp_path)]).exit_code == 0
    files = [path for path in tmp_path.rglob("*.*") if path.suffix in (".docx", ".html")]
    assert len(files) > 50
    found = {path.name: [one.message for one in look(path.read_bytes(), path.name)] for path in files}
    assert {name: messages for name, messages in found.items() if messages} == {}
