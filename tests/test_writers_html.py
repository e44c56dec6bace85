"""What the HTML writer guarantees: a page in which every mark and reference leads where it says."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from html_sample import notes, png, sample, words
from lxml import html

from toolkit.diagnostics import ToolkitError
from toolkit.document import Document, KeyPointItem, KeyPointList, Section, Version
from toolkit.inline import Link, Mark, NoteUse, NumberReference, Plain, Strong
from toolkit.records import replace
from toolkit.resources import TemplateFolder, builtin
from toolkit.writers.html import PAGE, STYLE, write

TEMPLATES = TemplateFolder((builtin("templates") / "position-paper",))


def page(document: Document) -> html.HtmlElement:
    return html.document_fromstring(write(document, TEMPLATES))


def one(tree: html.HtmlElement, path: str) -> html.HtmlElement:
    found = tree.xpath(path)
    assert len(found) == 1, f"{path}: {len(found)}"
    return found[0]


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_inner_link_leads_to_one_element() -> None:
    tree = page(sample())
    ids = Counter(tree.xpath("//@id"))
    assert set(ids.values()) == {1}
    targets = [address[1:] for address in tree.xpath("//a/@href") if address.startswith("#")]
    assert len(targets) > 20
    assert set(targets) <= set(ids)
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)


def test_note_mark_and_back_link_lead_to_each_other() -> None:
    tree = page(sample())
    marks = tree.xpath("//sup/a[@role='doc-noteref']")
    assert len(marks) == sum(note.uses for note in notes())
    for mark in marks:
        note = one(tree, f"//section[@role='doc-endnotes']//li[@id='{mark.get('href')[1:]}']")
        back = one(note, f".//a[@role='doc-backlink'][@href='#{mark.get('id')}']")
        assert "Back to reference" in back.text_content()
        assert mark.text_content().startswith("note ")
    assert len(tree.xpath("//a[@role='doc-backlink']")) == len(marks)


def test_note_is_listed_with_its_own_number() -> None:
    tree = page(sample())
    numbered = tree.xpath("//section[@role='doc-endnotes']/ol/li")
    assert [(note.get("id"), note.get("value")) for note in numbered] == [(f"fn-{n}", str(n)) for n in range(1, 5)]
    symbol = one(tree, "//section[@role='doc-endnotes']/ul/li")
    assert (symbol.get("id"), symbol[0].text) == ("fn-symbol-alliance", "*")
    assert one(tree, "//header//a[@role='doc-noteref']").get("href") == "#fn-symbol-alliance"


def test_back_links_of_a_note_used_twice_are_told_apart() -> None:
    tree = page(sample())
    links = tree.xpath("//li[@id='fn-1']//a[@role='doc-backlink']")
    assert [text_of(link) for link in links] == ["↩ Back to reference 1.1", "↩ Back to reference 1.2"]
    assert [link.get("href") for link in links] == ["#ref-1-1", "#ref-1-2"]


def test_reference_by_number_leads_to_what_it_names() -> None:
    found = [(link.text_content(), link.get("href")) for link in page(sample()).xpath("//a[@class='ref']")]
    assert found == [
        ("point 2", "#prices"),
        ("n. 1 above", "#fn-1"),
        ("point 1", "#parts"),
        ("Amendment 1", "#term"),
        ("Study, n. 2", "#fn-2"),
    ]


def test_line_of_a_key_point_leads_to_its_section() -> None:
    lines = page(sample()).xpath("//ol[@class='points']/li")
    assert [line.get("value") for line in lines] == ["1", "2", "3"]
    assert [[link.get("href") for link in line.xpath(".//a")] for line in lines] == [
        ["#parts"],
        ["#prices", "#fn-1"],
        ["https://example.org/workshops"],
    ]


def test_number_that_is_not_decimal_is_printed() -> None:
    item = KeyPointItem("1a", words("Parts."), "closing")
    blocks = (Section("positions", "key-points", None, (KeyPointList((item,)),)), sample().blocks[-1])
    line = one(page(sample(blocks=blocks, notes=(), facts=())), "//ol[@class='points']/li")
    assert (text_of(line), line.get("value")) == ("1a Parts.", None)


def test_no_link_stands_in_a_link() -> None:
    marked = Link((Plain("before "), Strong((Mark("survey", "3", 3),)), Plain(" after")), "https://example.org/")
    tree = page(sample(subtitle=(marked,)))
    subtitle = one(tree, "//p[@class='subtitle']")
    assert text_of(subtitle) == "before note 3 after"
    assert [link.get("href") for link in subtitle.xpath(".//a")] == [
        "https://example.org/",
        "#fn-3",
        "https://example.org/",
    ]
    assert not tree.xpath("//a//a")


def test_heading_has_its_number_in_a_span_of_its_own() -> None:
    headings = page(sample()).xpath("//main//h2[span[@class='number']]")
    assert [(heading[0].text, text_of(heading)) for heading in headings] == [
        ("1", "1 Parts for ten years"),
        ("2", "2 Prices that are known"),
        ("3", "3 Manuals for every workshop that asks"),
    ]


def test_headings_go_down_one_level_at_a_time() -> None:
    levels = [int(heading.tag[1]) for heading in page(sample()).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_amendment_marks_what_is_new_and_what_goes() -> None:
    tree = page(sample())
    changes = [(mark.tag, mark.get("class"), text_of(mark)) for mark in tree.xpath("//article//*[self::ins|self::del]")]
    assert changes == [
        ("del", None, "deletion begins five deletion ends"),
        ("del", None, "deletion begins , where this is reasonable deletion ends"),
        ("ins", None, "insertion begins ten insertion ends"),
        ("ins", None, "insertion begins and publish their prices insertion ends"),
        ("ins", None, "insertion begins Prices shall be published. insertion ends"),
        ("del", "struck", "deletion begins on request deletion ends"),
        ("del", None, "deletion begins 2. Copies may be charged for. deletion ends"),
    ]
    first = one(tree, "//article[@id='term']")
    assert text_of(first[0]) == "Amendment 1 – Article 4(2)"
    assert [part.text for part in first.xpath("./h3/span[@class='visually-hidden']")] == [" – "]
    labels = [text_of(label) for label in first.xpath("./dl/div/dt")]
    assert labels == ["Text of the proposal", "Our text", "Justification"]
    relation = one(tree, "//article[@id='prices-published']/p[@class='relation']")
    assert text_of(relation) == "Alternative to Amendment 1."


def test_where_a_change_begins_and_ends_is_said_and_not_shown() -> None:
    change = one(page(sample()), "//article[@id='prices-published']//ins")
    assert [(part.get("class"), part.text) for part in change] == [
        ("visually-hidden", "insertion begins "),
        ("visually-hidden", " insertion ends"),
    ]
    assert change[0].tail == "Prices shall be published."


def test_legend_is_no_text_of_the_paper() -> None:
    """The page shows it from its style sheet: the Word file has none, and both must say the same."""
    legend = one(page(sample()), "//section[@class='amendments']/ul[@class='legend']")
    assert legend.get("aria-label") == "How changes are marked"
    assert [(mark.tag, mark.get("data-words")) for mark in legend.xpath("./li/*")] == [
        ("ins", "New text: bold italics"),
        ("del", "Deleted text: struck through"),
    ]
    assert not text_of(legend)
    assert ".legend [data-words]::before { content: attr(data-words); }" in TEMPLATES.file(STYLE).read_text("utf-8")


def test_amendment_in_columns_is_a_table_below_its_lines() -> None:
    amendment = one(page(sample()), "//article[@id='manuals-free']")
    assert amendment.get("class") == "amendment alone"
    assert [(part.tag, part.get("class")) for part in amendment] == [
        ("h3", None),
        ("p", "tablers"),
        ("p", "act"),
        ("p", "position"),
        ("table", "wordings"),
        ("p", "original-language"),
    ]
    assert text_of(amendment[0]) == "Amendment 3"
    assert [text_of(line) for line in amendment[1:4]] == [
        "A Member of the Parliament",
        "Proposal for a regulation",
        "Article 6",
    ]
    assert [(head.get("scope"), text_of(head)) for head in amendment.xpath("./table/thead/tr/th")] == [
        ("col", "Text proposed by the Commission"),
        ("col", "Amendment"),
    ]
    cells = amendment.xpath("./table/tbody/tr/td")
    assert [cell.get("class") for cell in cells] == ["original", "proposed"]
    assert [[text_of(line) for line in cell.xpath("./p")] for cell in cells] == [
        ["1. Manuals1a are free.", "deletion begins 2. Copies may be charged for. deletion ends"],
        ["1. Manuals1a are free."],
    ]
    for cell in cells:
        assert one(cell, "./p/sup").text == "1a"
        assert text_of(one(cell, "./ul[@class='law-notes']/li")) == "1a Official Journal, L 18 of 2024."
        assert one(cell, "./ul/li/sup").text == "1a"
    assert text_of(amendment[5]) == "Or. en"


def test_two_wordings_stand_in_columns_only_where_the_form_says_so() -> None:
    tree = page(sample())
    assert [table.getparent().get("id") for table in tree.xpath("//table")] == ["manuals-free"]
    assert one(tree, "//article[@id='term']").get("class") == "amendment"


def test_language_is_told_for_the_page_and_for_its_parts() -> None:
    tree = page(sample())
    assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr")
    assert [part.text_content() for part in tree.xpath("//main//span[@lang='el']")] == ["Μελέτη για την επισκευή"] * 2
    hostile = (Plain("text", 'el" onload="x'),)
    assert not page(sample(subtitle=hostile)).xpath("//p[@class='subtitle']/*")


def test_language_versions_lead_to_the_files_beside_it() -> None:
    tree = page(sample())
    links = tree.xpath("//nav[@class='languages']//a")
    assert [(link.get("href"), link.get("hreflang"), link.get("lang")) for link in links] == [
        ("repair.bg.html", "bg", "bg"),
        ("repair.el.html", "el", "el"),
    ]
    assert one(tree, "//nav[@class='languages']//*[@aria-current]").text == "English"
    assert tree.xpath("//link[@rel='alternate']/@hreflang") == ["bg", "el", "en"]


def test_paper_in_one_language_has_no_language_navigation() -> None:
    tree = page(sample(versions=sample().versions[2:]))
    assert not tree.xpath("//nav[@class='languages'] | //link")


def test_image_is_carried_in_the_page() -> None:
    image = one(page(sample()), "//figure/img")
    kind, _, data = image.get("src").partition(";base64,")
    assert (kind, b64decode(data)) == ("data:image/png", png(640, 120))
    assert image.get("alt").startswith("Bar: in 62 of 100 cases")


def test_page_allows_its_own_style_sheet_and_nothing_else() -> None:
    source = write(sample(), TEMPLATES)
    tree = html.document_fromstring(source)
    style = re.search(rb"<style>(.*?)</style>", source, re.DOTALL)
    assert style
    digest = b64encode(sha256(style[1]).digest()).decode()
    policy = one(tree, "//meta[@http-equiv='Content-Security-Policy']").get("content")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not tree.xpath("//script | //@style | //link[not(@rel='alternate')]")


def test_head_tells_title_author_and_summary() -> None:
    tree = page(sample())
    assert one(tree, "//title").text == "Appliances that last: make repair the normal case"
    assert one(tree, "//meta[@name='author']").get("content") == "Alliance of Repair Workshops"
    description = one(tree, "//meta[@name='description']").get("content")
    assert description.startswith("Many household appliances")
    assert len(description) <= 161
    assert description.endswith("…")


def test_same_paper_gives_the_same_bytes() -> None:
    assert write(sample(), TEMPLATES) == write(sample(), TEMPLATES)


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</style></title><b>",
    "{{ 7 * 7 }}{% if %}",
    "javascript:alert(1)",
    "&lt;b&gt;&#60;",
)


def poison(value: Any, payload: str) -> Any:
    """`value` with `payload` put before every string in it that is printed; what names things stays."""
    if isinstance(value, tuple):
        return tuple([poison(part, payload) for part in value])
    if isinstance(value, (str, bytes, int)) or value is None:
        return payload + value if isinstance(value, str) else value
    if isinstance(value, dict):
        return {key: payload + word for key, word in value.items()}
    names = {"role", "form", "language", "level", "kind", "word_language"}
    keep = names if not isinstance(value, Version) else set()
    if isinstance(value, NumberReference):
        keep = {"kind"}
    return replace(
        value,
        **{name: poison(getattr(value, name), payload) for name in type(value).__match_args__ if name not in keep},
    )


def outline(tree: html.HtmlElement) -> list[tuple[str, tuple[str, ...]]]:
    """The elements in their order, each with the names of its attributes."""
    return [(element.tag, tuple(element.keys())) for element in tree.iter()]


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_text_adds_no_element_and_no_attribute(payload: str) -> None:
    expected = outline(page(poison(sample(), "safe ")))
    tree = page(poison(sample(), payload))
    assert outline(tree) == expected
    assert text_of(tree).count(payload) > 100


def test_address_that_is_no_web_or_mail_address_is_not_linked() -> None:
    for address in ("javascript:alert(1)", "//example.org", "data:text/html,x", " https://example.org"):
        assert not page(sample(subtitle=(Link(words("text"), address),))).xpath("//p[@class='subtitle']//a")
    quoted = 'https://example.org/"><b onclick="x'
    link = one(page(sample(subtitle=(Link(words("text"), quoted),))), "//p[@class='subtitle']/*")
    assert link.items() == [("href", quoted)]


def test_text_that_has_not_been_numbered_is_a_fault_of_ours() -> None:
    with pytest.raises(TypeError, match="NoteUse has not been numbered"):
        write(sample(title=(NoteUse("survey"),)), TEMPLATES)


def own_template(folder: Path, **files: str) -> TemplateFolder:
    for name, content in files.items():
        (folder / {"page": PAGE, "style": STYLE}[name]).write_text(content, "utf-8")
    return TemplateFolder((folder, *TEMPLATES.folders))


def test_file_of_the_workspace_comes_before_the_built_in_one(tmp_path: Path) -> None:
    templates = own_template(tmp_path, style="p { color: #123456 }\n")
    assert b"<style>p { color: #123456 }</style>" in write(sample(), templates)
    own_template(tmp_path, style="p { color: #65432 }")
    assert b"<style>p { color: #65432 }</style>" in write(sample(), templates)


@pytest.mark.parametrize(
    ("page_source", "message"),
    [
        ("<p>\n{% if %}", "line 2: Expected an expression"),
        ("<p>\n\n{{ document.titel }}", "line 3: .*no attribute 'titel'"),
        ("{% include 'missing.j2' %}", "line 1: 'missing.j2' not found"),
        ("{{ ''.__class__.__mro__ }}", "line 1: access to attribute '__class__'"),
        ("{{ words_of }}", "line 1: 'words_of' is undefined"),
    ],
)
def test_broken_template_is_named_with_its_line(tmp_path: Path, page_source: str, message: str) -> None:
    templates = own_template(tmp_path, page=page_source)
    with pytest.raises(ToolkitError, match=message) as caught:
        write(sample(), templates)
    assert str(tmp_path / PAGE) in str(caught.value)
    assert "delete it" in caught.value.hint


def test_style_sheet_cannot_leave_its_element(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match=r"style sheet .* '</style'"):
        write(sample(), own_template(tmp_path, style="p {} </STYLE><b>"))


def test_template_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / PAGE).write_bytes(b"<p>\xe9")
    with pytest.raises(ToolkitError, match="not UTF-8"):
        write(sample(), TemplateFolder((tmp_path, *TEMPLATES.folders)))
