"""Authors' text to inlines: what pairs, what is reported and where, and which addresses a paper may link to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from toolkit.inline import (
    Citation,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Locator,
    NoteUse,
    Plain,
    Reference,
    Strong,
)
from toolkit.markup import address_fault, parse, parse_locator


def shown(inlines: Inlines) -> str:
    """The inlines in a notation that no author's mark occurs in."""
    return "".join([show(inline) for inline in inlines])


def show(inline: Inline) -> str:
    match inline:
        case Plain(text):
            return text
        case Strong(children):
            return f"<b {shown(children)}>"
        case Emphasis(children):
            return f"<i {shown(children)}>"
        case Link(children, address):
            return f"<a {address} {shown(children)}>"
        case NoteUse(note):
            return f"<note {note}>"
        case Reference(target, children):
            return f"<see {target} {shown(children)}>" if children else f"<see {target}>"
        case Citation(items):
            named = [
                f"{item.source} {item.locator.kind} {item.locator.value}" if item.locator else item.source
                for item in items
            ]
            return f"<cite {'; '.join(named)}>"
    raise AssertionError(inline)


WELL_FORMED = {
    "": "",
    "plain text": "plain text",
    "**strong**": "<b strong>",
    "*emphasis*": "<i emphasis>",
    "a **b** c *d* e": "a <b b> c <i d> e",
    # Words are inflected behind a mark, and marks stand in the middle of words.
    "**„Zöld megállapodás”**t": "<b „Zöld megállapodás”>t",
    "*Tuntien*kin": "<i Tuntien>kin",
    "**“Ευρώπη”**ς και *2*η": "<b “Ευρώπη”>ς και <i 2>η",
    "l’*interdiction*, «**oui**»": "l’<i interdiction>, «<b oui>»",
    "(**a**)*b*": "(<b a>)<i b>",
    # Marks in marks, and three stars.
    "**a *b* c**": "<b a <i b> c>",
    "*a **b** c*": "<i a <b b> c>",
    "***both***": "<b <i both>>",
    "***both* strong**": "<b <i both> strong>",
    "***both** emphasis*": "<i <b both> emphasis>",
    "**strong *both***": "<b strong <i both>>",
    "*emphasis **both***": "<i emphasis <b both>>",
    "*a***b**": "<i a><b b>",
    "**a***b*": "<b a><i b>",
    "**a****b**": "<b a><b b>",
    # A backslash before a mark prints it, and is itself wherever no mark follows.
    r"2 \* 3 \* 4": "2 * 3 * 4",
    r"\[no link\](at all)": "[no link](at all)",
    r"\\": "\\",
    r"\> not a call-out": "> not a call-out",
    r"\# \- x": "# - x",
    r"C:\new \a": r"C:\new \a",
    r"**a\*\*b**": "<b a**b>",
    # Notes, sources, references.
    "word[^note].": "word<note note>.",
    "word[^a-1][^b]": "word<note a-1><note b>",
    "*word[^a]*": "<i word<note a>>",
    "[@one]": "<cite one>",
    "[@one, p. 4; @two]": "<cite one page 4; two>",
    "[@a:b_c.d+e-1, art. 5(2)]": "<cite a:b_c.d+e-1 article 5(2)>",
    "[@one,p.4 ;  @two , annex II]": "<cite one page 4; two annex II>",
    "see [](#point)": "see <see point>",
    "see [the **point**](#point)": "see <see point the <b point>>",
    # Links.
    "[text](https://example.org)": "<a https://example.org text>",
    "[**text** more](https://example.org/a_(b))": "<a https://example.org/a_(b) <b text> more>",
    "[text]( https://example.org )": "<a https://example.org text>",
    "**[text](https://example.org)**": "<b <a https://example.org text>>",
    "[text[^note]](https://example.org)": "<a https://example.org text<note note>>",
    "[write](mailto:name@example.org)": "<a mailto:name@example.org write>",
    # What is no mark: HTML, code, underscores, entities, autolinks, two dots.
    "<b>x</b> &amp; `y` _z_ {{v}} ^u": "<b>x</b> &amp; `y` _z_ {{v}} ^u",
    'https://example.org ~w~ "q" :x:': 'https://example.org ~w~ "q" :x:',
    "a line\nand another": "a line\nand another",
}


@pytest.mark.parametrize("text", WELL_FORMED)
def test_well_formed(text: str) -> None:
    parsed = parse(text)
    assert parsed.problems == ()
    assert shown(parsed.inlines) == WELL_FORMED[text]


# What is wrong, and at which character: (code, the text from there on).
WRONG: dict[str, list[tuple[str, str]]] = {
    "a **b": [("unpaired-mark", "**b")],
    "a *b": [("unpaired-mark", "*b")],
    "a* b": [("unpaired-mark", "* b")],
    "2 * 3": [("unpaired-mark", "* 3")],
    "2 * 3 * 4": [("unpaired-mark", "* 3 * 4")],
    "**a *b** c": [("unpaired-mark", "*b** c")],
    "*a **b* c": [("unpaired-mark", "**b* c")],
    "a ** b *c*": [("unpaired-mark", "** b *c*")],
    "****": [("empty-mark", "****")],
    "a ** ** b": [("empty-mark", "** ** b")],
    "a [b": [("unclosed-bracket", "[b")],
    "a b] c": [("unclosed-bracket", "] c")],
    "a [b] c": [("malformed-mark", "[b] c")],
    "a [b](https://example.org": [("malformed-mark", "[b](https://example.org")],
    "a [^note": [("unclosed-bracket", "[^note")],
    "a [@source": [("unclosed-bracket", "[@source")],
    "**a [b** c](https://example.org)": [
        ("unclosed-bracket", "[b** c](https://example.org)"),
        ("unclosed-bracket", "](https://example.org)"),
    ],
    "[a **b](https://example.org) c**": [("unpaired-mark", "**b](https://example.org) c**"), ("unpaired-mark", "**")],
    "a [^] b": [("malformed-mark", "[^] b")],
    "a [^Note] b": [("malformed-mark", "[^Note] b")],
    "a [^two words] b": [("malformed-mark", "[^two words] b")],
    "a [^1] b": [("malformed-mark", "[^1] b")],
    "a [@] b": [("malformed-mark", "@] b")],
    "a [@one; two] b": [("malformed-mark", "two] b")],
    "a [@one,; @two!] b": [("malformed-mark", "@two!] b")],
    "a [@one, q. 4] b": [("invalid-locator", "q. 4] b")],
    "a [@one; @two,  4] b": [("invalid-locator", "4] b")],
    "[](https://example.org)": [("empty-mark", "[](https://example.org)")],
    "[a [b](https://example.org)](https://example.org)": [
        ("malformed-mark", "[b](https://example.org)](https://example.org)")
    ],
    "see [](#Point)": [("malformed-mark", "#Point)")],
    "see [](#)": [("malformed-mark", "#)")],
    "see [b]()": [("link-address", ")")],
    "see [b](example.org)": [("link-address", "example.org)")],
    "see [b](http://example.org)": [("insecure-link", "http://example.org)")],
    "*a* **b [^X] c [d": [
        ("malformed-mark", "[^X] c [d"),
        ("unclosed-bracket", "[d"),
        ("unpaired-mark", "**b [^X] c [d"),
    ],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_and_where(text: str) -> None:
    found = [(problem.code, text[problem.offset :]) for problem in parse(text).problems]
    assert found == WRONG[text]
    assert all(problem.message and problem.hint for problem in parse(text).problems)


BAD_ADDRESSES = [
    # Schemes that run or read something, however they are spelled.
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "javascript&#58;alert(1)",
    "&#106;avascript:alert(1)",
    "&Tab;javascript:alert(1)",
    "javascript&colon;alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\rscript:alert(1)",
    "java\x00script:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "\njavascript:alert(1)",
    "javascript :alert(1)",
    "jаvascript:alert(1)",
    "ｊavascript:alert(1)",
    "%6Aavascript:alert(1)",
    "vbscript:msgbox(1)",
    "livescript:x",
    "data:text/html,<b>x</b>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:,x",
    "file:///etc/passwd",
    "file://host/share",
    "FILE:///c:/x",
    "ftp://example.org",
    "ws://example.org",
    "blob:https://example.org/x",
    "view-source:https://example.org",
    "about:blank",
    "chrome://settings",
    "ms-word:ofe|u|https://example.org",
    "tel:+3212345678",
    "sms:+321",
    "x:y",
    # Addresses that mean another place than they seem to, or none.
    "//example.org/x",
    "///example.org",
    "/etc/passwd",
    "\\\\host\\share",
    "https:\\\\example.org",
    "https://\\example.org",
    "https://example.org\\@evil.example",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://",
    "https://?x",
    "https://#x",
    "https://user@example.org",
    "https://user:word@example.org",
    "https://example.org@evil.example",
    "https://example.org%2f@evil.example",
    "https://@example.org",
    "https://exa mple.org",
    "https://example.org/a b",
    "https://example.org/\u00a0",
    "https://example.org/\u2028x",
    "https://example.org/\x7f",
    "https://example.org/\x85",
    "https://example.org/<script>",
    'https://example.org/"onclick="x',
    "https://example.org/`x`",
    "https://[::1",
    "https://[x]/",
    "https://%65xample.org",
    " https://example.org",
    "https://example.org\n",
    "\x00https://example.org",
    "https://example.org/" + "x" * 2000,
    # No address at all.
    "",
    "example.org",
    "www.example.org",
    "../x",
    "?x",
    "https",
    "https//example.org",
    "htps://example.org",
    "hhttps://example.org",
    "https://https://example.org@evil.example",
    "https://https://example.org",
    "https://.",
    "https://localhost",
    "https://https//example.org",
    "https://example.org:/",
    "https://example.org:port/",
    "&#104;ttps://example.org",
    # E-mail addresses that do more than name a person.
    "mailto:",
    "mailto:name",
    "mailto:a@example.org?bcc=b@example.org",
    "mailto:a@example.org,b@example.org",
    "mailto://a@example.org",
    "mailto:a@example.org%0abcc:b@example.org ",
    "mailto:a b@example.org",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES, ids=ascii)
def test_address_is_refused(address: str) -> None:
    fault = address_fault(address)
    assert fault is not None
    assert fault[0] == "link-address"


@pytest.mark.parametrize("address", [address for address in BAD_ADDRESSES if address == address.strip()], ids=ascii)
def test_link_to_a_bad_address_is_reported(address: str) -> None:
    codes = {problem.code for problem in parse(f"a [text]({address}) b").problems}
    assert codes & {"link-address", "malformed-mark", "unclosed-bracket"}


GOOD_ADDRESSES = [
    "https://example.org",
    "HTTPS://Example.ORG/",
    "https://example.org/",
    "https://example.org:8443/x",
    "https://example.org?x=y",
    "https://example.org#x",
    "https://example.org/a_(b)/c~d;e,f!g$h*i'j@k:l",
    "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52024PC0060",
    "https://bücher.example/straße",
    "https://example.org/%C5%A1",
    "https://127.0.0.1/",
    "https://[::1]/x",
    "https://example.org/x@y",
    "https://xn--bcher-kva.example",
    "mailto:name@example.org",
    "mailto:first.last+tag@sub.example.org",
]


@pytest.mark.parametrize("address", GOOD_ADDRESSES)
def test_address_passes(address: str) -> None:
    assert address_fault(address) is None
    assert parse(f"[text]({address})").problems == ()


@pytest.mark.parametrize("address", ["http://example.org", "HTTP://example.org/x"])
def test_unprotected_address_is_told(address: str) -> None:
    fault = address_fault(address)
    assert fault is not None
    assert fault[0] == "insecure-link"


@pytest.mark.parametrize("address", ["http://user@example.org", "http:///x", "http:example.org", "http:///"])
def test_unprotected_and_bad_address_is_refused(address: str) -> None:
    fault = address_fault(address)
    assert fault is not None
    assert fault[0] == "link-address"


LOCATORS = {
    "p. 4": ("page", "4"),
    "P. 4": ("page", "4"),
    "p.4": ("page", "4"),
    "p 4": ("page", "4"),
    "pp. 4-6": ("page", "4–6"),
    "pp. 4–6": ("page", "4–6"),
    "pp. 4 - 6": ("page", "4–6"),
    "pp. 4, 9": ("page", "4, 9"),
    "p. xiv": ("page", "xiv"),
    "art. 5(2)": ("article", "5(2)"),
    "arts. 5, 6": ("article", "5, 6"),
    "art. 2(3)(d)": ("article", "2(3)(d)"),
    "Article 5": ("article", "5"),
    "para. 3": ("paragraph", "3"),
    "paras. 3-5": ("paragraph", "3–5"),
    "ch. 2": ("chapter", "2"),
    "fig. 1": ("figure", "1"),
    "rec. 12": ("recital", "12"),
    "recital 12": ("recital", "12"),
    "sec. 3": ("section", "3"),
    "point 4": ("point", "4"),
    "annex II": ("annex", "II"),
}


@pytest.mark.parametrize("text", LOCATORS)
def test_locator(text: str) -> None:
    assert parse_locator(text) == Locator(*LOCATORS[text])
    assert parse_locator(f"  {text} ") == Locator(*LOCATORS[text])


@pytest.mark.parametrize("text", ["", "4", "p.", "q. 4", "see p. 4", "p. 4; 5", "p. [4]", "p. 4.", "S. 4", "p. *4*"])
def test_no_locator(text: str) -> None:
    assert parse_locator(text) is None


MARKS = st.sampled_from(
    [
        "*",
        "**",
        "***",
        "\\",
        "[",
        "]",
        "(",
        ")",
        "[^a]",
        "[^",
        "[@a]",
        "[@a, p. 4]",
        "[@",
        "](",
        "#a",
        "https://example.org",
        "](https://example.org)",
        "](#a)",
        " ",
        "a",
        "é",
        "\n",
        ";",
        ",",
    ]
)


@given(st.lists(MARKS, max_size=14).map("".join))
@examples(400)
def test_any_row_of_marks_is_read(text: str) -> None:
    """Nothing raises, every problem lies in the text, and no word is lost unless something is reported."""
    parsed = parse(text)
    assert all(0 <= problem.offset <= len(text) for problem in parsed.problems)
    if not parsed.problems:
        assert shown(parsed.inlines).count("é") == text.count("é")


@given(st.text())
@examples(200)
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)
    assert all(0 <= problem.offset <= len(text) for problem in parsed.problems)


@given(st.text(st.characters(exclude_characters="*[]\\")))
@examples(200)
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert parse(text).problems == ()
    assert parse(text).inlines == ((Plain(text),) if text else ())


@given(st.text())
@examples(200)
def test_escaped_text_stays_as_it_is(text: str) -> None:
    """With a backslash before each mark nothing of a text is taken for one."""
    escaped = re.sub(r"[*\[\]\\]", r"\\\g<0>", text)
    assert parse(escaped).problems == ()
    assert "".join([inline.text for inline in parse(escaped).inlines if isinstance(inline, Plain)]) == text


@given(st.text(max_size=60))
@examples(300)
def test_address_that_passes_is_plain(address: str) -> None:
    """Whatever passes begins with its scheme and holds nothing that ends an attribute."""
    for candidate in (address, f"https://{address}", f"mailto:{address}"):
        if address_fault(candidate) is None:
            assert re.match(r"(?i)https://[\w\[]|mailto:[\w.+%-]+@", candidate)
            assert not re.search(r"[\s\"'<>\\]", candidate.replace("'", "")), candidate
