"""A brief whose sources are cited in brackets, after people worked on its Word file: mended, compared, brought in.

What must come out was worked out by hand from the definition of the brief; `test_briefing` says what it must show.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import planted
import pytest
from click.testing import CliRunner
from test_briefing import BRIEF, CITED, ENTRY_2, WORKSPACE, bare, codes
from test_inspection import NAMES

from toolkit.cli import main
from toolkit.diagnostics import ToolkitError
from toolkit.feedback.placing import IN_LIST
from toolkit.importing.papers import import_paper
from toolkit.inspection import verify_file
from toolkit.inspection.docx import read_docx
from toolkit.inspection.reading import is_number_shown
from toolkit.pipeline import check, write_papers
from toolkit.refreshing import Choices, proving, refresh

PART = planted.DOCUMENT
FIELDS = Choices()
NUMBER = re.compile("\\[(\\d+)")


@pytest.fixture(scope="module")
def brief() -> bytes:
    """The Word file of the brief in English."""
    draft = check(WORKSPACE, BRIEF, ["en"]).draft
    assert draft is not None
    return next(paper.data for paper, _ in write_papers(WORKSPACE, draft, ["docx"]) if paper.language == "en")


def shows(source: int, number: int) -> planted.Plant:
    """The first citation of a source with the result of another number."""
    return planted.in_part(PART, rf"( REF _RefSource{source} \\r \\h .*?<w:t[^>]*>)\d+<", rf"\g<1>{number}<")


def numbers(data: bytes) -> list[int]:
    """Every number in brackets, in reading order."""
    return [int(number) for block in read_docx(data).blocks for number in NUMBER.findall(block.text)]


def entry(number: int) -> str:
    """What finds an entry of the list in Word."""
    return ENTRY_2.replace("RefSource2", f"RefSource{number}")


def exchanged(one: int, other: int) -> planted.Plant:
    """Two entries in each other's place; Word counts them anew, but updates no field."""
    return planted.in_part(PART, f"({entry(one)})(.*)({entry(other)})", r"\3\2\1")


def moved(one: int, behind: int) -> planted.Plant:
    """An entry behind a later one."""
    return planted.in_part(PART, f"({entry(one)})(.*{entry(behind)})", r"\2\1")


def put_in(behind: int) -> planted.Plant:
    """Another statute behind an entry."""
    return planted.in_part(PART, entry(behind), lambda found: found[0] + bare(found[0]).replace("Act", "Order"))


def cites(source: int, other: int, place: str = "", other_place: str | None = None) -> planted.Plant:
    """The first citation of a source with this place in it as a live one of another, number and all."""
    kept = place if other_place is None else other_place
    return planted.in_part(
        PART,
        rf"REF _RefSource{source} (\\r \\h (?:(?!<w:t[ >]).)*<w:t[^>]*>){source}"
        rf"(</w:t></w:r>{planted.FIELD_CHARACTER}<w:r><w:t[^>]*>){re.escape(place)}\]",
        rf"REF _RefSource{other} \g<1>{other}\g<2>{kept}]",
    )


def in_turn(*plants: planted.Plant) -> planted.Plant:
    """Several changes of one file."""

    def plant(data: bytes) -> bytes:
        for one in plants:
            data = one(data)
        return data

    return plant


def field_of(source: int) -> str:
    """What finds the field of a citation with all that is in its brackets."""
    return (
        rf"<w:r><w:t[^>]*>\[</w:t></w:r>{planted.FIELD_CHARACTER}<w:r><w:instrText[^>]*> REF _RefSource{source} "
        r"(?:(?!\]).)*\]</w:t></w:r>"
    )


# Relative numbers


@pytest.mark.parametrize(
    ("shown", "due", "is_right"),
    [
        ("12", "12", True),
        ("2", "12", False),
        ("12", "2", False),
        ("3", "2.1.3", True),
        ("1.3", "2.1.3", True),
        ("1.3", "2.11.3", False),
        ("2.1.3", "3", True),
        ("(a", "2.1(a", True),
        ("2.1(a", "a", True),
        ("a", "1a", True),
        ("ii", "xii", False),
        ("1.01", "Section 1.01", True),
        ("", "12", False),
    ],
)
def test_relative_number_ends_where_a_level_does(shown: str, due: str, is_right: bool) -> None:
    assert is_number_shown(shown, due) is is_right


@pytest.mark.parametrize(("source", "number"), [(12, 2), (2, 12), (11, 1), (13, 3)])
def test_number_that_ends_like_another_is_stale(brief: bytes, source: int, number: int) -> None:
    data = shows(source, number)(brief)
    assert numbers(data) != numbers(brief)
    assert codes(verify_file("a.docx", data)[1]) == {"stale-number"}
    found = refresh(data, FIELDS)
    assert found.data is not None
    assert [(one.old, one.new) for one in found.done] == [(str(number), str(source))]
    assert numbers(found.data) == numbers(brief)
    assert codes(verify_file("a.docx", found.data)[1]) == set()


# Lists that somebody changed


def as_counted(places: dict[int, int]) -> list[int]:
    """The numbers of the brief, those in `places` with the place that their entry has now."""
    first = [int(one.split()[0]) for one in CITED.replace("\n", ", ").strip(", ").split(", ")]
    return [places.get(number, number) for number in first]


def order(source: int, next_new: int) -> str:
    return f"source {source} is cited first, where the next new source is {next_new}"


# What was done to the list, where the entries stand then, and what is wrong with their order.
LISTS: dict[str, tuple[planted.Plant, dict[int, int], str]] = {
    "neighbours exchanged": (exchanged(2, 3), {2: 3, 3: 2}, order(3, 2)),
    "distant ones exchanged": (exchanged(2, 12), {2: 12, 12: 2}, order(12, 2)),
    "moved to the end": (moved(2, 13), {2: 13, **{one: one - 1 for one in range(3, 14)}}, order(13, 2)),
    "put in in the middle": (put_in(7), {one: one + 1 for one in range(8, 14)}, ""),  # cited nowhere, as it was before
}


@pytest.mark.parametrize("name", LISTS)
def test_numbers_follow_a_list_that_was_changed_in_word(brief: bytes, name: str) -> None:
    plant, places, wrong = LISTS[name]
    data = plant(brief)
    found = refresh(data, FIELDS)
    assert found.data is not None
    assert numbers(found.data) == as_counted(places)
    assert len(found.done) == sum(old != new for old, new in zip(numbers(brief), as_counted(places), strict=True))
    assert [(one.place, one.is_fault) for one in found.left] == [("the list of sources", True)] * bool(wrong)
    assert all(wrong in one.why for one in found.left)
    assert "stale-number" not in codes(verify_file("a.docx", found.data)[1])
    again = refresh(found.data, FIELDS)
    assert (again.data, again.left) == (None, ())


def test_command_writes_right_numbers_and_says_what_is_wrong_with_the_list(brief: bytes, tmp_path: Path) -> None:
    file, output = tmp_path / "a.docx", tmp_path / "b.docx"
    file.write_bytes(exchanged(2, 3)(brief))
    result = CliRunner().invoke(main, ["refresh", str(file), "-o", str(output)], prog_name="position")
    assert result.exit_code == 1
    assert numbers(output.read_bytes()) == as_counted({2: 3, 3: 2})
    *done, head, left, end = result.stdout.splitlines()
    assert len(done) == 15
    assert head == "left as it is:"
    assert re.fullmatch(rf"  the list of sources +in the text .*, {order(3, 2)}", left)
    assert end == f"{file}: 15 numbers refreshed, written to {output}"


def test_other_faults_of_the_mended_file_still_stop_it(brief: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    after_and_before = iter([Counter(["gap-in-sources", "dangling-note"]), Counter[str]()])
    monkeypatch.setattr(proving, "_faults", lambda reading: next(after_and_before))
    with pytest.raises(ToolkitError, match="does not read as it should"):
        refresh(exchanged(2, 3)(brief), FIELDS)


# Files that came back


Remark = dict[str, Any]


def returned(data: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Remark]]:
    """Every remark with its place, as `position feedback` lists them."""
    (folder / "a.docx").write_bytes(data)
    monkeypatch.chdir(WORKSPACE.root)
    result = CliRunner().invoke(main, ["feedback", str(folder / "a.docx"), "--id", BRIEF, "--format", "json"])
    assert result.exit_code == 0, result.stderr
    made = json.loads(result.stdout)
    assert made["unplaced"] == []
    found = [(place["key"], remark) for place in made["places"] for remark in place["remarks"]]
    assert made["files"][0]["untracked"] == len(found)
    assert all(not remark["tracked"] for _, remark in found)
    return found


HARD = "\u00a0"
ARTICLE_5_2, ARTICLE_27, SECTION_6 = f",{HARD}Article{HARD}5(2)", f",{HARD}Article{HARD}27", f",{HARD}sec.{HARD}6"
SECTION_160 = f",{HARD}sec.{HARD}160"
DIRECTIVE, USC = "'directive2011' (source 3)", "'usc2251' (source 4)"
ICMEC, CJA = "'icmec2018' (source 9)", "'cja1988' (source 8)"
LANZAROTE, POCA = "'lanzarote2007' (source 2)", "'poca1978' (source 7)"
TYPED_8 = "<w:r><w:t>[8]</w:t></w:r>"
UPDATE = "update the fields in Word, or use position refresh"
SMITH = "<w:p><w:r><w:t>Smith, J., A survey of laws, 2020.</w:t></w:r></w:p>"
NEW = "a source that the paper does not have (source 14: “Smith, J., A survey of laws, 2020.…”)"

# What a reviewer did, and of each remark the key of the text, the words, those in their place, and what is said.
CITED_ANEW: dict[str, tuple[planted.Plant, list[tuple[str, str, str, list[str]]]]] = {
    "with a place": (
        cites(3, 4, ARTICLE_5_2),
        [
            (
                "sections/union-law/text/2",
                f"[3{ARTICLE_5_2}]",
                f"[4{ARTICLE_5_2}]",
                [f"cites {USC} instead of {DIRECTIVE}"],
            )
        ],
    ),
    "number alone": (cites(9, 8), [("summary/3", "[9]", "[8]", [f"cites {CJA} instead of {ICMEC}"])]),
    "typed": (
        planted.in_part(PART, field_of(9), TYPED_8),
        [("summary/3", "[9]", "[8]", [f"cites {CJA} instead of {ICMEC}"])],
    ),
    "place alone": (
        cites(2, 2, ARTICLE_27, ARTICLE_27.replace("27", "28")),
        [("summary/1", f"[2{ARTICLE_27}]", f"[2{ARTICLE_27[:-2]}28]", [f"cites another place in {LANZAROTE}"])],
    ),
    "place put in": (
        cites(9, 9, "", f",{HARD}p.{HARD}3"),
        [("summary/3", "[9]", f"[9,{HARD}p.{HARD}3]", [f"cites another place in {ICMEC}"])],
    ),
    "field alone": (
        planted.in_part(PART, "REF _RefSource9 ", "REF _RefSource8 "),
        [
            (
                "summary/3",
                "[9]",
                "[9]",
                [f"cites {CJA} instead of {ICMEC}", f"shows 9, but leads to {CJA}: {UPDATE}"],
            )
        ],
    ),
    "shown alone": (shows(9, 8), [("summary/3", "[9]", "[8]", [f"shows 8, but leads to {ICMEC}: {UPDATE}"])]),
    "side by side": (
        in_turn(cites(7, 3, SECTION_6), cites(8, 9, SECTION_160)),
        [
            ("summary/2", f"[7{SECTION_6}]", f"[3{SECTION_6}]", [f"cites {DIRECTIVE} instead of {POCA}"]),
            ("summary/2", f"[8{SECTION_160}]", f"[9{SECTION_160}]", [f"cites {ICMEC} instead of {CJA}"]),
        ],
    ),
    "one that the list does not have": (
        planted.in_part(PART, field_of(9), TYPED_8.replace("8", "44")),
        [
            (
                "summary/3",
                "[9]",
                "[44]",
                [f"cites number 44, which the list of sources does not have instead of {ICMEC}"],
            )
        ],
    ),
    "taken out": (
        planted.in_part(PART, rf"(<w:r><w:t[^>]*>[^<]*</w:t></w:r>)<w:bookmarkStart[^>]*/>{field_of(9)}", r"\1"),
        [("summary/3", "[9]", "", [f"takes out a citation of {ICMEC}"])],
    ),
    "put in": (
        planted.in_part(PART, field_of(9), rf"\g<0>{TYPED_8}"),
        [("summary/3", "", "[8]", [f"puts in a citation of {CJA}"])],
    ),
}


@pytest.mark.parametrize("name", CITED_ANEW)
def test_changed_citation_is_listed_with_its_sources(
    brief: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, expected = CITED_ANEW[name]
    found = returned(plant(brief), tmp_path, monkeypatch)
    assert [(key, one["words"].strip(), one["text"].strip(), one["said"]) for key, one in found] == expected
    assert all(one["proposed"] == "" and one["wording"] for _, one in found)


@pytest.mark.parametrize("updated", [False, True])
@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (exchanged(2, 12), {"lanzarote2007": (12, 2), "coroners2009": (2, 12)}),
        (moved(2, 13), {"lanzarote2007": (13, 2)}),
        (moved(1, 6), {"opsc2000": (6, 1)}),
    ],
)
def test_moved_entries_are_listed_and_numbers_that_follow_them_are_not(
    brief: bytes,
    plant: planted.Plant,
    expected: dict[str, tuple[int, int]],
    updated: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether Word updated the fields or not."""
    data = plant(brief)
    if updated:
        data = refresh(data, FIELDS).data or b""
    found = returned(data, tmp_path, monkeypatch)
    assert {(key, one["kind"], *one["said"]) for key, one in found} == {
        (f"sources/{source}", "move", f"is source {now} of the list, and was source {was}")
        for source, (now, was) in expected.items()
    }


def test_neighbours_exchanged_are_one_move(brief: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ((key, remark),) = returned(exchanged(2, 3)(brief), tmp_path, monkeypatch)
    assert (key, remark["kind"]) in [("sources/directive2011", "move"), ("sources/lanzarote2007", "move")]


def test_entries_taken_out_and_put_in_are_listed(brief: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The citation of the new one says which it is; those of the one that went are not changed."""
    shown = planted.in_part(PART, field_of(9), TYPED_8.replace("8", "13"))
    plant = in_turn(shown, planted.in_part(PART, entry(13), lambda found: found[0] + SMITH))
    plant = in_turn(plant, planted.in_part(PART, entry(5), ""))
    found = {(key, one["kind"]): one for key, one in returned(plant(brief), tmp_path, monkeypatch)}
    assert set(found) == {
        ("summary/3", "replace"),
        ("sources/usc2252", "removed paragraph"),
        ("sources/crime-bill2025", "new paragraph"),
    }
    assert found["summary/3", "replace"]["said"] == [f"cites {NEW.replace('14', '13')} instead of {ICMEC}"]
    added = found["sources/crime-bill2025", "new paragraph"]
    assert (added["wording"], added["proposed"]) == ("Smith, J., A survey of laws, 2020.", "")
    assert all(IN_LIST in one["said"] for (key, _), one in found.items() if key.startswith("sources/"))


def test_live_citation_of_a_new_entry(brief: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    smith = SMITH.replace("<w:r>", '<w:bookmarkStart w:id="9001" w:name="_Ref99"/><w:r>', 1)
    smith = smith.replace("</w:p>", '<w:bookmarkEnd w:id="9001"/></w:p>')
    plant = in_turn(
        planted.in_part(PART, entry(13), lambda found: found[0] + smith),
        cites(9, 14),
        planted.in_part(PART, "REF _RefSource14 ", "REF _Ref99 "),
    )
    found = dict(returned(plant(brief), tmp_path, monkeypatch))
    assert found["summary/3"]["said"] == [f"cites {NEW} instead of {ICMEC}"]


def test_brief_that_nobody_changed_has_no_remark(brief: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert returned(brief, tmp_path, monkeypatch) == []


def test_tracked_entry_of_the_list_is_no_paragraph_to_paste(brief: bytes, tmp_path: Path) -> None:
    mark = 'w:id="9002" w:author="A. Reviewer" w:date="2025-07-01T09:30:00Z"'
    smith = SMITH.replace("<w:r>", f"<w:pPr><w:rPr><w:ins {mark}/></w:rPr></w:pPr><w:ins {mark}><w:r>")
    smith = smith.replace("</w:r>", "</w:r></w:ins>")
    (tmp_path / "a.docx").write_bytes(planted.in_part(PART, entry(5), lambda found: found[0] + smith)(brief))
    result = CliRunner().invoke(main, ["feedback", str(tmp_path / "a.docx"), "--id", BRIEF, "--format", "json"])
    (place,) = json.loads(result.stdout)["places"]
    (remark,) = place["remarks"]
    assert (remark["tracked"], remark["proposed"]) == (True, "")
    assert IN_LIST in remark["said"]


# Papers that are brought in


def brought_in(data: bytes) -> tuple[list[str], str]:
    """What is said of numbers in brackets, and the definition that is made."""
    imported = import_paper(WORKSPACE, data, "a.docx", "a", "en")
    assert imported.brought is not None
    said = [one for one in imported.report.diagnostics() if one.code == "kept-numbers"]
    return [one.message for one in said], imported.brought.files["position.yaml"].decode()


def typed_paper(cited: list[str], listed: list[str], properties: str = "") -> bytes:
    """A paper of plain paragraphs, the last of which are its list."""
    lines = ["A paper on the repair of household goods, June 2025", *cited, *listed]
    made = "".join([f"<w:p>{properties if line in listed else ''}<w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines])
    return planted.pack({PART: f"<w:document {NAMES}><w:body>{made}</w:body></w:document>"})


def test_numbers_of_a_brief_that_is_brought_in_are_told_to_be_text(brief: bytes) -> None:
    said, made = brought_in(brief)
    assert said == [
        f"{len(numbers(brief))} numbers in brackets, up to [13], and the list of 13 sources that they cite, "
        "stay as plain text; its links back to the text are left out"
    ]
    assert "\u2191" not in made
    assert "\\[3,\\ Article\\ 5(2)\\]" in made
    assert "13. Parliament of the United Kingdom, *Crime and Policing Bill*, 2025." in made


def test_each_link_back_is_no_warning_of_its_own(brief: bytes) -> None:
    report = import_paper(WORKSPACE, brief, "a.docx", "a", "en").report
    assert not [one for one in report.diagnostics() if "_RefCitation" in one.message or "\u2191" in one.message]


CITED_BY_HAND = [
    "Goods are thrown away [1], and few are mended [2, p. 3].",
    "Parts cost more than goods [1, 3]; see [3].",
]
BY_HAND = ["[1] Smith, J., Waste, 2020.", "[2] Jones, K., Repair, 2021.", "[3] Brown, L., Parts, 2022."]


def test_numbers_typed_by_hand_are_told_to_be_text() -> None:
    assert brought_in(typed_paper(CITED_BY_HAND, BY_HAND))[0] == [
        "4 numbers in brackets, up to [3], and the list of 3 sources that they cite, stay as plain text"
    ]


@pytest.mark.parametrize(
    ("cited", "listed"),
    [
        (["The term is [24] months, or [36] months."], BY_HAND),
        (CITED_BY_HAND, BY_HAND[:2]),
        (CITED_BY_HAND, ["Smith says so.", "Jones does not."]),
        (["Nothing is cited."], BY_HAND),
    ],
)
def test_other_numbers_in_brackets_are_left_alone(cited: list[str], listed: list[str]) -> None:
    assert brought_in(typed_paper(cited, listed))[0] == []


def test_live_number_of_a_point_is_none_of_a_source(brief: bytes) -> None:
    """Live numbers lead to a list, and a number stands in brackets, but the one is not the other."""
    plain = planted.in_part(PART, r"<w:t[^>]*>\[</w:t>", "<w:t>(</w:t>", 0)(brief)
    plain = planted.in_part(PART, "Most States have laws", "[24] States have laws")(plain)
    assert brought_in(plain)[0] == []


def test_many_lists_take_little_time() -> None:
    begun = time.process_time()
    typed_paper_of_lists = typed_paper(["A number [7] is cited."] * 1_500, ["[1] Smith, J., Waste, 2020."] * 1_500)
    assert brought_in(typed_paper_of_lists)[0] == []
    assert time.process_time() - begun < 20
