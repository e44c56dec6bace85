"""Sources and references of a paper that is brought in: two works stay two, and what stays as typed is told."""

from __future__ import annotations

import pytest
from imported_papers import italic, mark, paragraph, run
from test_import_papers import body, cited_by, imported, reported

from toolkit.importing.papers import Brought
from toolkit.importing.papers.marking import Marking


def paper(*notes: str) -> bytes:
    parts = [paragraph("Text", mark(number), ".") for number in range(1, len(notes) + 1)]
    return body(*parts, notes=tuple(map(run, notes)))


def titles(brought: Brought) -> list[str]:
    return [entry.title for entry in brought.definition.sources.values()]


WORKS = {
    "years": ("Ports Agency, Annual report on locks 2019 (2021).", "Ports Agency, Annual report on locks 2020 (2021)."),
    "one address": ("Ports Agency, Annual report on locks 2019 (2021). Available at https://example.org/reports",
                    "Ports Agency, Annual report on locks 2020 (2021). Available at https://example.org/reports"),
    "summary": ("Ports Agency, Repair of ships and locks (2021).",
                "Ports Agency, Repair of ships and locks: summary (2021)."),
    "parts": ("Elbe, J., Prices of spare parts, part I (2020).", "Elbe, J., Prices of spare parts, part II (2020)."),
    "letters": ("Elbe, J., Prices of spare parts, annex A (2020).", "Elbe, J., Prices of spare parts, annex B (2020)."),
    "volumes": ("Elbe, J., “Prices of spare parts”, Gazette, vol. 3, 2020, pp. 1–9.",
                "Elbe, J., “Prices of spare parts”, Gazette, vol. 4, 2020, pp. 1–9."),
    "words": ("Elbe, J., Import of spare parts and tools (2020).", "Elbe, J., Export of spare parts and tools (2020)."),
    "prefixes": ("Elbe, J., Microplastics in rivers and lakes (2020).",
                 "Elbe, J., Macroplastics in rivers and lakes (2020)."),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORKS)
def test_two_works_stay_two_sources(kind: str) -> None:
    found = imported(paper(*WORKS[kind]))
    assert len(titles(found)) == 2, titles(found)
    assert not [line for line in reported(paper(*WORKS[kind])) if line.startswith("mended")]


@pytest.mark.parametrize("again", [
    "Neisse Council, Report on manuals and tools (2020). Available at https://example.org/manuals",
    "Neisse Council, Reports on the manuals and tools (2020). Available at https://example.org/manuals",
    "Neisse Council, Report on manaals and tools (2020).",
])  # fmt: skip
def test_another_spelling_is_the_same_source(again: str) -> None:
    first = "Neisse Council, Report on manuals and tools (2020). Available at https://example.org/manuals"
    assert len(titles(imported(paper(first, again)))) == 1


def test_reference_to_one_of_two_alike_works_cites_the_one_it_names() -> None:
    first, second = WORKS["years"]
    found = cited_by(first, second, "Ports Agency, n. 2 (2021).", "Ports Agency, n. 1 (2021).")
    assert (found[2], found[3]) == (found[1], found[0])
    assert found[0] != found[1]


def test_reference_with_the_number_of_neither_of_two_alike_works_stays() -> None:
    notes = ("Figures on file.", *WORKS["years"], "Ports Agency, n. 1 (2021).")
    assert not imported(paper(*notes)).citations.notes[3].spans
    assert [line for line in reported(paper(*notes)) if line.startswith("kept-reference: note 4")]


LEANING = {
    "Elbe, op. cit., p. 3.": "op. cit.", "Elbe, loc. cit.": "loc. cit.", "Elbe, a.a.O., S. 4.": "a.a.O.",
    "Voir la note précédente.": "note précédente", "Siehe vorherige Fußnote.": "vorherige Fußnote",
    "Elbe, précité, p. 3.": "précité", "Véase la nota anterior.": "nota anterior",
    "Zob. poprzedni przypis.": "poprzedni przypis",
    "Elbe, dz. cyt., s. 3.": "dz. cyt.", "Elbe, i. m. 4.": "i. m.", "Elbe, ό.π., σ. 3.": "ό.π.",
    "Elbe, anf. arb., s. 3.": "anf. arb.", "Elbe, nav. dj., str. 3.": "nav. dj.", "Zie de vorige noot.": "vorige noot",
    "See Elbe, ibid., p. 3.": "ibid.", "See the preceding footnote.": "preceding footnote",
    "Elbe, цит. съч., с. 3.": "цит. съч.",
}  # fmt: skip


@pytest.mark.parametrize("text", LEANING)
def test_words_that_lean_on_another_citation_are_told(text: str) -> None:
    data = paper("Elbe, J., The price of parts (2021).", text)
    said = [
        line for line in reported(data) if line.startswith(f"kept-reference: note 2: '{LEANING[text]}' stays as it")
    ]
    assert len(said) == 1, reported(data)


def test_reference_that_became_a_citation_is_not_told() -> None:
    data = paper("Elbe, J., The price of parts (2021).", "Elbe, op. cit. (n. 1), p. 3.", "Ibid., p. 4.")
    assert not [line for line in reported(data) if line.startswith("kept")]


# Books and chapters

BOOKS = {
    "Elbe, J., The price of parts, Oxford University Press, 2019.": ("The price of parts", "Oxford University Press"),
    "Elbe, J. (2019). The price of parts. Springer.": ("The price of parts", "Springer"),
    "Elbe, J., Repair in the European Union (Springer 2019).": ("Repair in the European Union", "Springer"),
    "Elbe, J., Repair in towns: How people live (2019).": ("Repair in towns: How people live", ""),
    "Elbe, J., The press and the price of parts (2019).": ("The press and the price of parts", ""),
    "Elbe, J., Parts in Evora, and what they cost (2019).": ("Parts in Evora, and what they cost", ""),
}  # fmt: skip
# A place, an edition and a host book with its editors are printed by no definition.
TEXTS = (
    "Elbe, J., Repair in towns, in Weser, M. (ed.), Handbook of repair, 2019, pp. 1–20.",
    "Elbe, J., Repair in towns, in: Weser, M., Handbook of repair (2019).",
    "Elbe, J. (2019). Repair in towns. In M. Weser (Ed.), Handbook of repair (pp. 1–20). Springer.",
    "Elbe, J., ‘Repair in towns’, in Weser, M. (ed.), Handbook of repair (Oxford University Press, Oxford 2019), p. 1.",
    "Elbe, J., Reparatur in Städten, in: Weser, M. (Hrsg.), Handbuch der Reparatur, Berlin 2019, S. 1–20.",
    "Elbe, J., The price of parts, London, Routledge, 2019.",
    "Elbe, J., The price of parts (London: Routledge, 2019).",
    "Elbe, J. (2019). The price of parts. London: Routledge.",
    "Elbe, J., The price of parts, 2nd edn, Routledge, London 2019, p. 5.",
    "Elbe, J., Repair in towns, Proceedings of the Conference on Repair, Vienna, 2019, pp. 3–9.",
    "Elbe, J., The price of parts, Brill, Leiden and Boston, 2020",
)


@pytest.mark.parametrize("text", BOOKS)
def test_publisher_is_no_part_of_a_title(text: str) -> None:
    (entry,) = imported(paper(text)).definition.sources.values()
    assert (entry.title, entry.fields.get("publisher", "")) == BOOKS[text]


@pytest.mark.parametrize("text", TEXTS)
def test_chapter_and_book_with_a_place_stay_text(text: str) -> None:
    found = imported(paper(text))
    assert not found.definition.sources
    assert found.citations.notes[0].written(Marking()) == text
    assert [line for line in reported(paper(text)) if line.startswith("kept-source: note 1")]


def test_host_in_italics_is_no_journal() -> None:
    note = run("Elbe, J., Repair in towns, in: Weser, M. (ed.), ") + italic("Handbook of repair") + run(", 2019, p. 1.")
    assert not imported(body(paragraph("Text", mark(1)), notes=(note,))).definition.sources


def test_family_name_that_begins_with_a_particle_is_one_name() -> None:
    found = imported(
        paper("Van der Maas, S. (2016). I agree, or do I: rights of ports. Water Law Journal, 34(2), 4-45.")
    )
    (entry,) = found.definition.sources.values()
    assert [(one.family, one.given) for one in entry.authors] == [("Van der Maas", "S.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ports Agency, Guidelines 05/2020 on consent of the ferries, 4 May 2020.",
        "Impact Assessment, SWD(2022) 209, p. 33, with a summary of the ports.",
    ],
)
def test_days_and_numbers_of_documents_are_no_years_of_sources(text: str) -> None:
    assert titles(imported(paper(text))) == []


def test_number_of_a_work_beside_its_note_is_not_mended() -> None:
    texts = ("C. Loire, G. Rhône (dir.), Droit des ports, LGDJ, 2e éd., 2022, p. 2.", "Loire et Rhône, note 1, n. 220.")
    data = paper(*texts, "Loire et Rhône, n. 3.")
    assert [one for one in reported(data, "fr") if "n. 220" in one] == []
