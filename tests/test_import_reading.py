"""Nothing that stands in a Word file is lost while it is read: what has no place is told with its words."""

from __future__ import annotations

import time

import pytest
from hostile_papers import WORD_FILES
from imported_papers import bookmarked, custom, field, mark, paragraph, run
from test_import_papers import HERE, body, imported, reported, text_of

from toolkit.importing.papers import import_paper
from toolkit.importing.papers.counting import lost_words
from toolkit.importing.papers.walking import Walker


def character(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{words}</w:instrText></w:r>'


def symbol(code: str, font: str = "Wingdings") -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


@pytest.mark.parametrize("signs", [
    [character("begin"), instruction("PAGE")],
    [character("begin"), instruction("HYPERLINK &quot;https://example.org&quot;"), character("separate")],
    [character("begin")],
], ids=["instruction", "result", "sign"])  # fmt: skip
def test_field_without_an_end_takes_in_no_text(signs: list[str]) -> None:
    data = body(paragraph("Here ", *signs, "it begins."), paragraph("What follows ", field("PAGE", "3"), " stays."))
    text = text_of(data)
    assert "Here it begins.\n\n      What follows 3 stays." in text
    assert "https://example.org" not in text
    assert [line for line in reported(data) if "which has no end, has no place" in line]
    assert not imported(data).paper.lost


def test_end_of_another_field_ends_no_field_round_it() -> None:
    """The field without an end stands inside a tracked deletion that is dropped with its begin."""
    gone = f'<w:del w:id="5" w:author="A">{character("begin")}{instruction("REF x")}</w:del>'
    data = body(paragraph("Here ", gone, character("separate"), "it", character("end"), " is."))
    assert "Here it is." in text_of(data)


def test_text_in_the_instruction_of_a_field_is_told() -> None:
    inner = f"{character('begin')}{instruction('IF ')}{field('REF x', 'lost words')}{instruction(' = 1')}"
    data = body(paragraph("Here ", inner, character("separate"), "it is", character("end"), "."))
    assert "Here it is." in text_of(data)
    assert "no-place: in the instruction of a field, left out: 'lost words'" in reported(data)


def test_pronunciation_of_words_is_told() -> None:
    """ISO 29500-1, 17.3.3.25: a phonetic guide."""
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{run('toukyou')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby>"
    data = body(paragraph("In ", f"<w:r>{ruby}</w:r>", "."))
    assert "In 東京." in text_of(data)
    assert "no-place: above other words, as their pronunciation, left out: 'toukyou'" in reported(data)
    assert not imported(data).paper.lost


def test_words_that_the_walking_loses_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the walking does: here it passes over text of its own accord."""
    show = Walker._show

    def forgetful(self: Walker, text: str, *rest: object) -> None:
        if "lost" not in text:
            show(self, text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Walker, "_show", forgetful)
    data = body(paragraph("It says", run(" lost words here")), paragraph("More.", mark(1)), notes=(run("All lost."),))
    assert "changed-words: words of the file that were not read: 'lost words here', 'All lost'" in reported(data)


def test_words_are_counted_as_often_as_they_stand() -> None:
    assert lost_words(["one two two", "three"], ["three", "two", "one"]) == ["two"]
    assert lost_words(["the same"], [" the  same"]) == []


def test_raised_mark_is_no_superscript() -> None:
    """Word gives the runs of marks the style and, when pasted, the position as well."""
    raised = '<w:vertAlign w:val="superscript"/>'
    own = f"<w:r><w:rPr>{raised}</w:rPr>{mark(1)[5:-6]}</w:r>"
    star = custom(2, "*").replace("<w:r>", f"<w:r><w:rPr>{raised}</w:rPr>")
    data = body(paragraph("Text", own, "."), paragraph("More", star),
                notes=(run(" ", raised) + run("A note."), run("*", raised) + run(" Another."),))  # fmt: skip
    assert not [line for line in reported(data) if "superscript" in line]
    data = body(paragraph("CO", run("2", raised), " and ", run("3", raised)))
    assert [line for line in reported(data) if "text that is superscript (2 times)" in line]


@pytest.mark.parametrize(("signs", "printed"), [
    (symbol("F0E0"), "→"), (symbol("F0FC"), "✓"), (symbol("F0A7"), "▪"), (symbol("F0B7", "Symbol"), "•"),
    (symbol("F061", "Symbol"), "α"), (symbol("00FC"), "✓"), (symbol("2192", "Arial"), "→"),
    (run("\uf0e0", '<w:rFonts w:ascii="Wingdings"/>'), "→"),
])  # fmt: skip
def test_signs_of_symbol_fonts_are_characters(signs: str, printed: str) -> None:
    data = body(paragraph("It is so ", signs, " here."))
    assert f"It is so {printed} here." in text_of(data)
    assert not [line for line in reported(data) if "signs of a font" in line or "were not read" in line]


def test_unknown_sign_of_a_symbol_font_is_told() -> None:
    data = body(paragraph("It is so", symbol("F0E4", "Logos"), " here."))
    assert "It is so here." in text_of(data)
    said = "no-place: signs of a font of symbols (U+F0E4) has no place in a definition: they are left out"
    assert said in reported(data)


@pytest.mark.parametrize("kind", WORD_FILES)
def test_file_that_says_a_little_often_takes_little_time(kind: str) -> None:
    data = WORD_FILES[kind]()
    started = time.process_time()
    import_paper(HERE, data, "x.docx", "x")
    assert time.process_time() - started < 3  # about 1 second; a machine that measures may be slow


def test_paper_has_no_more_notes_than_people_write() -> None:
    (fault,) = import_paper(HERE, WORD_FILES["Ibid."](), "x.docx", "x").faults
    assert (fault.code, fault.message) == ("unreadable-file", "the file has more than 3000 notes")


def test_number_that_a_field_keeps_is_not_told_and_that_of_a_page_is_plain() -> None:
    """LibreOffice refers to notes by REF; the page on which a note stands is no number of a note."""
    wrapped = bookmarked("_RefF1", mark(1))
    notes = (run("Figures on file."), run("The end, see note ") + field("REF _RefF1 \\h", "1") + run("."))
    page = paragraph("Page ", field("PAGEREF _RefF1", "1"), ".")
    data = body(paragraph("A", wrapped), paragraph("B", mark(2)), page, notes=notes)
    assert "note-2: 'The end, see note [{n}](#note-1).'" in text_of(data)
    assert "Page 1." in text_of(data)
    assert not [line for line in reported(data) if line.startswith("kept")]
