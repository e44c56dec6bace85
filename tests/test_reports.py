"""The page that `position verify --report` writes."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_typed import TEXTS
from typed_papers import page, word_file

from toolkit.cli import main
from toolkit.inspection import verify_file
from toolkit.inspection.reading import HEADING


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a<b>.docx").write_bytes(word_file(TEXTS, "en"))
    (tmp_path / "good.html").write_bytes(page(TEXTS[:3], "en"))
    return tmp_path


class Marks(HTMLParser):
    """The marked words, and every tag that loads something."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loading: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag == "mark"
        if tag in ("script", "link", "img", "iframe"):
            self.loading.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "mark"

    def handle_data(self, data: str) -> None:
        if self.inside and data != "here: ":
            self.words.append(data)


def test_report_quotes_each_place(folder: Path) -> None:
    result = CliRunner().invoke(main, ["verify", "a<b>.docx", "good.html", "--report", "r.html"])
    assert result.exit_code == 1
    text = (folder / "r.html").read_text("utf-8")
    marks = Marks()
    marks.feed(text)
    assert marks.loading == []
    assert marks.words.count("n.5") == 3
    assert "RIVIEER" in marks.words
    assert "a&lt;b&gt;.docx" in text
    assert "all well" in text
    reading, found = verify_file("r.html", text.encode())
    assert reading is not None
    assert found == ()
    assert [block.level for block in reading.blocks if block.kind == HEADING][:2] == [1, 2]
    first = (folder / "r.html").read_bytes()
    CliRunner().invoke(main, ["verify", "a<b>.docx", "good.html", "--report", "r.html"])
    assert (folder / "r.html").read_bytes() == first


def test_report_sets_quotations_apart_and_shows_the_place_of_a_dead_link(folder: Path) -> None:
    body = '<p>As the <a href="#gone">annual שלום report</a> says.</p>'
    (folder / "dead.html").write_bytes(page(TEXTS[:3], "en", body))
    result = CliRunner().invoke(main, ["verify", "dead.html", "--report", "r.html"])
    assert result.exit_code == 1
    text = (folder / "r.html").read_text("utf-8")
    assert "</span> In the text</h3>" in text
    assert "In the file" not in text
    assert "<bdi>&#39;annual שלום report&#39;</bdi> leads to <bdi>&#39;#gone&#39;</bdi>" in text
    quoted = '<bdi>As the <mark><bdi class="unseen">here: </bdi>annual שלום report</mark> says.</bdi>'
    assert f"<blockquote><p>{quoted}</p></blockquote>" in text


@pytest.mark.parametrize("place", ["r.txt", "good.html", "./good.html", "no/r.html"])
def test_report_is_written_nowhere_else(folder: Path, place: str) -> None:
    before = (folder / "good.html").read_bytes()
    result = CliRunner().invoke(main, ["verify", "good.html", "--report", place])
    assert result.exit_code == 2
    assert (folder / "good.html").read_bytes() == before
