"""Templates and kinds of bad will: nothing gets out, nothing hangs, nothing fills the memory, and the file is named."""

# ruff: noqa: E501 - a row a template

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner, Result
from hostile import PAGE, POSITION, STYLE, in_place, links_to, put, sparse, writes

from toolkit.cli import main
from toolkit.pipeline import check, write_papers
from toolkit.readers.definition import LANGUAGES
from toolkit.resources import Workspace, builtin
from toolkit.writers.allowed import check_page, fetched_by_style
from toolkit.writers.confined import TOGETHER

OWN = (builtin("templates") / "position-paper/paper.html.j2").read_text("utf-8")
PRINT = "templates/position-paper/print.html.j2"
PRINT_STYLE = "templates/position-paper/print.css"
KIND = "templates/odd/kind.yaml"
SECRET = "root:x:0"
SECONDS, MEGABYTES = 10.0, 512


def printed(words: str) -> Callable[[Path], None]:
    """The toolkit's own page with `words` before the paper."""
    return writes(PAGE, OWN.replace('<main id="_main"', f'{words}\n<main id="_main"', 1))


def with_file(name: str, content: str | bytes | Callable[[Path], object], words: str) -> Callable[[Path], None]:
    """The same, and a file beside it."""

    def prepare(folder: Path) -> None:
        printed(words)(folder)
        path = f"templates/position-paper/{name}"
        in_place(path, content)(folder) if callable(content) else put(folder / path, content)

    return prepare


GROWING = "{% set n = namespace(a='x' * 1000) %}{% for i in range(99999) %}{% set n.a = n.a ~ n.a %}{% endfor %}"
FOR_EVER = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
TEMPLATES: dict[str, tuple[Callable[[Path], None], str]] = {
    "three loops": (printed(FOR_EVER), "takes longer than"),
    "a great number": (printed("{{ 9**(9**9) }}"), "takes longer than"),
    "a number as text": (printed("{{ (10**9)**99999 }}"), "paper.html.j2"),
    "permutations": (printed("{% macro p(n) %}{% for i in range(n) %}{{ p(n - 1) }}{% endfor %}{% endmacro %}{{ p(14) }}"),
                     "takes longer than"),
    "a loop over itself": (printed("{% for i in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}"), "paper.html.j2"),
    "a macro that calls itself": (printed("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"), "paper.html.j2"),
    "range of a billion": (printed("{% for i in range(10**9) %}{% endfor %}"), "Range too big"),
    "a growing text": (printed(GROWING), "memory"),
    "a text times a billion": (printed("{{ 'x' * 10**10 }}"), "memory"),
    "center": (printed("{{ 'x' | center(10**9) }}"), "memory"),
    "indent": (printed("{{ 'x\\ny' | indent(10**9) }}"), "memory"),
    "format": (printed("{{ '%01000000000d' | format(1) }}"), "memory"),
    "format of a string": (printed("{{ '{:1000000000}'.format(1) }}"), "memory"),
    "batch": (printed("{{ [1] | batch(10**9, 'x') | list | length }}"), "memory"),
    "lists of lists": (printed("{% set n = namespace(a=[1]) %}{% for i in range(99) %}{% set n.a = n.a + n.a %}{% endfor %}"),
                       "memory"),
    "output of gigabytes": (printed("{% for i in range(99999) %}{{ 'x' * 99999 }}{% endfor %}"), "memory"),
    "line breaks": (printed("{{ ('a ' * 3000000) | wordwrap(1) | urlize | length }}"), "paper.html.j2"),
    "lorem ipsum": (printed("{{ lipsum(n=99999, max=99999) }}"), "paper.html.j2"),
    "includes itself": (printed("{% include 'paper.html.j2' %}"), "paper.html.j2"),
    "inherits from itself": (writes(PAGE, "{% extends 'paper.html.j2' %}"), "paper.html.j2"),
    "two that include each other": (with_file("b.j2", "{% include 'paper.html.j2' %}", "{% include 'b.j2' %}"), ".j2"),
    "a great file": (with_file("b.j2", sparse(400_000_000), "{% include 'b.j2' %}"), "is larger than"),
    "climbs": (printed("{% include '../../../etc/passwd' %}"), "paper.html.j2"),
    "from the root": (printed("{% include '/etc/passwd' %}"), "paper.html.j2"),
    "imports what lies outside": (printed("{% import '../../positions/organisations.yaml' as o %}"), "paper.html.j2"),
    "a link to a file outside": (with_file("b.j2", links_to("/etc/passwd"), "{% include 'b.j2' %}"), "leads out"),
    "a link to the page": (in_place(PAGE, links_to("/etc/passwd")), "leads out"),
    "a link to the style": (in_place(STYLE, links_to("/etc/passwd")), "leads out"),
    "a link to a folder": (with_file("d", links_to("/etc"), "{% include 'd/passwd' %}"), "leads out"),
    "a style of zeros": (in_place(STYLE, links_to("/dev/zero")), "is not a file"),
    "classes": (printed("{{ ''.__class__.__mro__[1].__subclasses__() }}"), "unsafe"),
    "classes by a filter": (printed("{{ '' | attr('__class__') | attr('__mro__') }}"), "__mro__"),
    "classes by items": (printed("{{ document['__class__']['__init__']['__globals__'] }}"), "paper.html.j2"),
    "globals of a function": (printed("{{ lipsum.__globals__['os'].popen('id').read() }}"), "unsafe"),
    "globals of a macro": (printed("{% macro a() %}{% endmacro %}{{ a.__init__.__globals__ }}"), "unsafe"),
    "the environment": (printed("{{ self._TemplateReference__context.environment.loader }}"), "paper.html.j2"),
    "the printer": (printed("{{ inline.print.__func__.__globals__ }}"), "unsafe"),
    "format of attributes": (printed("{{ '{0.__class__.__init__.__globals__}'.format(document) }}"), "unsafe"),
    "format of a map": (printed("{{ '{a.__class__.__mro__}'.format_map({'a': document}) }}"), "unsafe"),
    "map of attributes": (printed("{{ [document] | map(attribute='__class__') | first }}"), "unsafe"),
    "sorting by attributes": (printed("{{ document.blocks | sort(attribute='__class__.__mro__') | list }}"), "unsafe"),
    "changes a list": (printed("{% set a = [1] %}{{ a.append(2) }}"), "unsafe"),
    "generators": (printed("{{ (document.blocks | map('text')).gi_frame.f_globals }}"), "unsafe"),
    "backtracking": (printed("{{ ('a' * 50000 ~ '!') | urlize(extra_schemes=['(a+)+$:']) }}"), "paper.html.j2"),
    "deep brackets": (writes(PAGE, "{{ " + "[" * 20_000), "paper.html.j2"),
    "deep ifs": (writes(PAGE, "{% if 1 %}" * 5_000), "paper.html.j2"),
    "ten thousand macros": (writes(PAGE, "".join(f"{{% macro m{n}(a) %}}{{{{ a }}}}{{% endmacro %}}" for n in range(10_000))),
                            "paper.html.j2"),
}  # fmt: skip

PROGRAM = """
import resource, sys, time
from types import MappingProxyType
from toolkit.writers import confined
confined.LIMITS = MappingProxyType({form: confined.Limits(3, 10**9, one.megabytes) for form, one in confined.LIMITS.items()})
from toolkit.cli import main
start = time.monotonic()
try:
    main(prog_name="position")
except SystemExit as end:
    code = end.code
# A process that was just begun counts the memory of the one that began it in its own ru_maxrss.
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
peaks = [kilobytes // 1024 for kilobytes in (own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)]
print(f"{time.monotonic() - start} {max(peaks)} {code}", file=sys.stderr)
"""


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = hostile.make_workspace(tmp_path / "workspace")
    monkeypatch.chdir(folder)
    return folder


def run_apart(*command: str) -> tuple[str, float, int, int]:
    """What the command says in a process of its own; its seconds, the megabytes of the largest process, the code."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, *command], capture_output=True, text=True, timeout=60)
    *said, facts = done.stderr.strip().splitlines()
    seconds, megabytes, code = facts.split()
    return "\n".join(said), float(seconds), int(megabytes), int(code)


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
@pytest.mark.parametrize("name", TEMPLATES)
def test_hostile_template_ends_with_a_message(name: str, workspace: Path) -> None:
    prepare, says = TEMPLATES[name]
    prepare(workspace)
    said, seconds, megabytes, code = run_apart("render", "-l", "en", "-f", "html")
    assert says in said
    assert "templates/position-paper/" in said
    assert "hint: " in said
    assert "Traceback" not in said
    assert SECRET not in said
    assert (code, seconds < SECONDS, megabytes < MEGABYTES) == (2, True, True), (seconds, megabytes)
    assert not (workspace / "build").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
def test_limit_on_time_is_below_ten_seconds(workspace: Path) -> None:
    printed(FOR_EVER)(workspace)
    program = PROGRAM.replace("confined.LIMITS = ", "unused = ")
    command = [sys.executable, "-c", program, "render", "-l", "en", "-f", "html"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "takes longer than 7 seconds" in done.stderr
    assert float(done.stderr.split()[-3]) < SECONDS


IN_ALL_LANGUAGES = ("render", "--draft", *[word for tag in LANGUAGES for word in ("-l", tag)])


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
@pytest.mark.parametrize("words", [FOR_EVER, GROWING])
def test_first_page_that_runs_into_a_limit_is_the_last(words: str, workspace: Path) -> None:
    """In 24 languages as in one: no other page is tried."""
    printed(words)(workspace)
    said, seconds, _, code = run_apart(*IN_ALL_LANGUAGES, "-f", "html", "-f", "pdf", "-k", "letter", "-k", "one-page")
    assert said.count("paper.html.j2") == 1
    assert (code, seconds < SECONDS) == (2, True), seconds
    assert not (workspace / "build").exists()


BUSY = "{% for a in range(900) %}{% for b in range(999) %}{% endfor %}{% endfor %}"  # some hundredths of a second


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
def test_pages_that_keep_to_their_limits_may_not_take_too_long_together(workspace: Path) -> None:
    """With 1 second and a tenth for each page in place of 8 and a quarter, the pages cannot all be printed.

    What they took so far is at least the second of the machine that all have, and the last one is stopped at once.
    """
    printed(BUSY * 10)(workspace)
    program = PROGRAM.replace("confined.LIMITS = ", "confined.TOGETHER, unused = 1, ").replace(
        "from toolkit.cli",
        "confined.LIMITS = MappingProxyType({'html': confined.Limits(7, 10**9, 400, 0.1)})\nfrom toolkit.cli",
        1,
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *IN_ALL_LANGUAGES, "-f", "html"], capture_output=True, text=True, timeout=60
    )
    assert re.search(
        r"template \S*paper.html.j2: pages of the workspace's own templates take longer than [1-3] seconds together",
        done.stderr,
    )
    assert "hint: look for what takes long in it, or render fewer languages at once" in done.stderr
    assert float(done.stderr.split()[-3]) < SECONDS
    assert not (workspace / "build").exists()


def test_each_page_adds_its_share(workspace: Path) -> None:
    """An honest page takes 0.13 seconds: 24 languages as paper, letter and one page 9 of the 26 that they have."""
    printed("")(workspace)
    own = Workspace(workspace)
    command = ("paper", LANGUAGES[:3], ("html", "pdf"))
    draft = check(own, command[0], command[1], as_draft=True).draft
    assert draft is not None
    papers = [paper for paper, _ in write_papers(own, draft, command[2])]
    assert len(papers) == 6
    assert own.spent.allowed == 3 * 0.25  # the pages of the PDF are the toolkit's own
    assert 0 < own.spent.seconds < own.spent.allowed + TOGETHER
    assert TOGETHER + 24 * 3 * 0.25 == 26


@pytest.mark.skipif(sys.platform != "linux", reason="limits on memory are those of Linux")
@pytest.mark.parametrize(
    "prepare",
    [
        writes(PRINT, FOR_EVER),
        writes(PRINT, "{{ 'x' * 10**10 }}"),
        writes(PRINT, "<html lang='en'><body>" + "<div>" * 3_000 + "x</body></html>"),
        writes(PRINT_STYLE, "p { width: calc(" + "(" * 50_000 + "1px" + ")" * 50_000 + ") }"),
        writes(PRINT_STYLE, "p::before { content: '" + "x" * 1_900_000 + "' }"),
        writes(PRINT_STYLE, "@page { size: 1mm 1mm; margin: 0 } * { font-size: 900pt }"),
    ],
)
def test_hostile_template_of_a_pdf_ends_with_a_message(prepare: Callable[[Path], None], workspace: Path) -> None:
    prepare(workspace)
    said, seconds, megabytes, code = run_apart("render", "-l", "en", "-f", "pdf")
    assert "print." in said or "error[" in said
    assert "Traceback" not in said
    assert code in (1, 2)
    assert (seconds < SECONDS, megabytes < MEGABYTES) == (True, True), (seconds, megabytes)


# What a page may consist of

REFUSED = {
    "<script>alert(1)</script>": "the element 'script'",
    "<SCRIPT src='https://a.example/x.js'></SCRIPT>": "the element 'script'",
    "<p onclick='alert(1)'>x</p>": "the attribute 'onclick'",
    "<p/onclick='alert(1)'>x</p>": "no plain tag",
    '<p\nONMOUSEOVER="alert(1)">x</p>': "the attribute 'onmouseover'",
    "<p onclick=alert(1)>x</p>": "no plain tag",
    "<p style='color: red'>x</p>": "the attribute 'style'",
    "<a href='javascript:alert(1)'>x</a>": "the address",
    "<a href='java&#10;script:alert(1)'>x</a>": "the address",
    "<a href='  javascript:alert(1)'>x</a>": "the address",
    "<a href='data:text/html,x'>x</a>": "the address",
    "<a href='//a.example/'>x</a>": "the address",
    "<a href='../../secret.html'>x</a>": "the address",
    "<a href='#a' href='https://a.example'>x</a>": "twice",
    "<a href='#a' ping='https://a.example'>x</a>": "the attribute 'ping'",
    "<img src='https://a.example/x.png' alt=''>": "would be loaded from elsewhere",
    "<img src='data:text/html;base64,AAAA' alt=''>": "would be loaded from elsewhere",
    "<img srcset='https://a.example/x.png' alt=''>": "the attribute 'srcset'",
    "<iframe src='https://a.example'></iframe>": "the element 'iframe'",
    "<object data='x'></object>": "the element 'object'",
    "<svg onload='alert(1)'></svg>": "the element 'svg'",
    "<math><mtext><style>": "the element 'math'",
    "<form action='https://a.example'><input></form>": "the element 'form'",
    "<base href='https://a.example/'>": "the element 'base'",
    "<link rel='stylesheet' href='https://a.example/x.css'>": "the relation",
    "<link rel='preconnect' href='https://a.example/'>": "the relation",
    "<meta http-equiv='refresh' content='0;url=https://a.example/'>": "the policy",
    "<meta http-equiv='Content-Security-Policy' content='script-src *'>": "the policy",
    "<style>p { color: red }</style>": "the style sheet of its file alone",
    "<style>": "the style sheet of its file alone",
    "<title><script></title>": "the element 'title'",
    "<!-- <script> -->": "no plain tag",
    "<![CDATA[x]]>": "no plain tag",
    "<?php echo 1 ?>": "no plain tag",
    "<!DOCTYPE html>": "at the beginning alone",
    "a < b": "no plain tag",
    "<video src='x'></video>": "the element 'video'",
    "<noscript><p title='</noscript><script>'></p></noscript>": "the element 'noscript'",
    "<template><b>x</b></template>": "the element 'template'",
    "<custom-element></custom-element>": "no plain tag",
    "<p title='a>b'>x</p>": "no plain tag",
}


@pytest.mark.parametrize("words", REFUSED)
def test_page_with_what_no_paper_has_is_refused(words: str, workspace: Path) -> None:
    """The line that is named is that of the template; that it says `raw` keeps Jinja2 out of it."""
    printed("{% raw %}" + words + "{% endraw %}")(workspace)
    result = CliRunner().invoke(main, ["render", "-l", "en", "-f", "html"])
    line = OWN[: OWN.index('<main id="_main"')].count("\n") + 1
    assert result.exit_code == 2
    assert REFUSED[words] in result.stderr
    if not words.startswith(("<!DOCTYPE", "a <", "<title", "<style>", "<link", "<meta", "<base")):
        assert f"paper.html.j2, line {line}: " in result.stderr
    assert not (workspace / "build").exists()


POLICY = "default-src 'none'"
HEAD = f'<!DOCTYPE html>\n<html lang="en"><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'


@pytest.mark.parametrize(
    "page",
    [
        HEAD.replace(POLICY, "default-src *"),
        HEAD.replace("Content-Security-Policy", "X"),
        HEAD.replace("<head>", "<head><style>p {}</style>"),
        HEAD.replace("<head>", "</head>"),
        HEAD.replace("<head>", "words"),
        HEAD.replace("<head>", "<head><title>") + "</title>",
        "<!DOCTYPE html>\n<html><head></head><body>",
        "words",
        "",
    ],
)
def test_page_without_its_policy_is_refused(page: str) -> None:
    assert check_page(HEAD + "<style>p {}</style></head><body>words</body></html>", ["p {}"], POLICY) is None
    assert check_page(page, ["p {}"], POLICY) is not None


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("p { color: red }", 0),
        ("p { background: url(data:image/png;base64,AA) } a { fill: url(#b) }", 0),
        ("/* url(https://a.example) */ p { color: red }", 0),
        ("p {\n background: url(https://a.example/x) }", 2),
        ("p { background: url( 'x.png' ) }", 1),
        ("\n\n@import 'x.css';", 3),
        ("/* a\n */ @im\\70 ort 'x.css';", 2),
        ("p { background: u\\72 l(x.png) }", 1),
        ("p { background: image-set('x.png' 1x) }", 1),
    ],
)
def test_style_that_asks_for_files_is_found(style: str, line: int) -> None:
    assert fetched_by_style(style) == line


def test_copy_of_the_own_template_gives_the_same_page(workspace: Path) -> None:
    command = ["render", "-l", "en", "-f", "html", "-f", "pdf"]
    assert CliRunner().invoke(main, command).exit_code == 0
    before = {path.name: path.read_bytes() for path in (workspace / "build/paper").glob("paper.*")}
    for name in ("paper.html.j2", "print.html.j2"):
        put(
            workspace / "templates/position-paper" / name, (builtin("templates") / "position-paper" / name).read_bytes()
        )
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stderr) == (0, "")
    assert {path.name: path.read_bytes() for path in (workspace / "build/paper").glob("paper.*")} == before


# Words that a page adds, as docs/kinds.md says where they are looked for and where not

ADDED = "<p>Words of the page</p>"
FIRST = "{{ blocks(part.blocks, level) -}}"  # below the first heading, behind the summary
FOUND = {
    "a paragraph": (FIRST, ADDED + FIRST),
    "an aside": (FIRST, f"<aside>{ADDED}</aside>{FIRST}"),
    "words in a paragraph": (">{{ block.content | text }}</p>", ">Words {{ block.content | text }}</p>"),
    "words in a heading": ("{{ section.heading.content | text }}</h", "{{ section.heading.content | text }} words</h"),
    "words in the title": ("<h1>", "<h1>Words "),
    "words in a note": ("{{- note.content | text }}", "{{- note.content | text }} words"),
    "a text left out": ("{{ key_points(block) -}}", ""),
}
NOT_LOOKED_FOR = {
    "before the paper": ("<body>\n", f"<body>\n{ADDED}\n"),
    "in the title block": ("</h1>", f"</h1>{ADDED}"),
    "before the first text": ("{{ blocks(document.blocks, 1) -}}", ADDED + "{{ blocks(document.blocks, 1) -}}"),
    "behind the last text": ("{{ blocks(document.blocks, 1) -}}", "{{ blocks(document.blocks, 1) -}}" + ADDED),
    "between the notes": ('<li id="fn-', '<li>Words of the page</li><li id="fn-'),
    "behind the paper": ("</body>", f"{ADDED}</body>"),
    "navigation": (FIRST, f"<nav>{ADDED}</nav>{FIRST}"),
    "what is hidden": (FIRST, f"{ADDED.replace('<p', '<p hidden')}{FIRST}"),
    "an attribute": (FIRST, f'<div title="Words of the page"></div>{FIRST}'),
}


def changed_page(change: tuple[str, str], workspace: Path) -> Result:
    """What rendering says with one place of the toolkit's own page changed."""
    old, new = change
    assert old in OWN
    writes(PAGE, OWN.replace(old, new, 1))(workspace)
    return CliRunner().invoke(main, ["render", "-l", "en", "-f", "html"])


@pytest.mark.parametrize("place", FOUND)
def test_words_that_a_page_adds_to_the_texts_are_found(place: str, workspace: Path) -> None:
    result = changed_page(FOUND[place], workspace)
    assert result.exit_code == 1
    assert re.search(r"error\[(text|title|note-text)-differs\]", result.stderr)
    assert not (workspace / "build").exists()


@pytest.mark.parametrize("place", NOT_LOOKED_FOR)
def test_words_round_the_texts_are_those_of_a_letterhead(place: str, workspace: Path) -> None:
    result = changed_page(NOT_LOOKED_FOR[place], workspace)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "ords of the page" in (workspace / "build/paper/paper.en.html").read_text("utf-8")


def test_what_a_style_sheet_hides_and_writes_is_not_looked_for(workspace: Path) -> None:
    own = (builtin("templates") / "position-paper/paper.css").read_text("utf-8")
    writes(STYLE, own + "p { display: none } h2::before { content: 'Never ' }\n")(workspace)
    result = CliRunner().invoke(main, ["render", "-l", "en", "-f", "html"])
    assert (result.exit_code, result.stderr) == (0, "")


# Kinds

PARTS = "of: [position-paper]\nparts: [summary]\n"
KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "empty": (writes(KIND, ""), "missing-key"),
    "a bomb of aliases": (writes(KIND, "a: &a [x]\nb: &b [*a, *a]\n"), "yaml-alias"),
    "a tag": (writes(KIND, "label: !!python/object/apply:os.system [id]\n"), "yaml-tag"),
    "deep": (writes(KIND, "[" * 5_000), "input-limit"),
    "a pipe": (in_place(KIND, os.mkfifo), "this is a device or a pipe, not a file"),
    "a folder": (in_place(KIND, Path.mkdir), "the file cannot be read: is a directory"),
    "a device": (in_place(KIND, links_to("/dev/zero")), "leads out of the folder"),
    "great": (in_place(KIND, sparse(50_000_000)), "input-limit"),
    "not UTF-8": (writes(KIND, b"label: \xff\n"), "not-utf8"),
    "a list": (writes(KIND, "- a\n"), "wrong-type"),
    "parts as a text": (writes(KIND, "label: closing\nof: [position-paper]\nparts: summary\n"), "wrong-type"),
    "no parts": (writes(KIND, "label: closing\nof: [position-paper]\nparts: []\n"), "missing-key"),
    "an unknown part": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [__init__]\n"), "invalid-value"),
    "a part with a path": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [../../x]\n"), "invalid-value"),
    "10,000 parts": (writes(KIND, "label: closing\nof: [position-paper]\nparts:\n" + "  - summary\n" * 10_000), "input-limit"),
    "10,000 texts": (writes(KIND, "label: closing\nof: [position-paper]\nparts:\n" + "  - {part: text, text: call}\n" * 10_000),
                     "input-limit"),
    "an unknown key": (writes(KIND, f"label: closing\npython: x\n{PARTS}"), "unknown-key"),
    "a language that is none": (writes(KIND, f"label: {{xx: a}}\n{PARTS}"), "unknown-key"),
    "a number of pages": (writes(KIND, f"label: closing\npages: 1e9\n{PARTS}"), "invalid-value"),
    "most of minus one": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [{part: figures, most: -1}]\n"), "invalid-value"),
    "a field of words": (writes(KIND, "label: '{0.__class__}'\nof: [position-paper]\nparts: [summary]\n"), "unknown-words"),
    "bidi in a label": (writes(KIND, f"label: {{en: \"a\u202eb\"}}\n{PARTS}"), "bidi-control"),
    "a control character": (writes(KIND, f"label: {{en: \"a\\e[31m\"}}\n{PARTS}"), "control-character"),
    "open marks": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [{part: text, text: {en: '[a](javascript:b)'}}]\n"),
                   "link-address"),
    "a label of a paragraph": (writes(KIND, "label:\n  en: Leaflet\n  de: " + "M" * 81 + f"\n{PARTS}"),
                               "kind.yaml:3:7: error[input-limit]: 'de' has 81 characters, and at most 80 may stand here"),
    "a label of megabytes": (writes(KIND, f"label: {{en: {'a' * 5_000_000}}}\n{PARTS}"), "has 5000000 characters"),
    "fixed words of megabytes": (writes(KIND, f"label: {'a' * 5_000_000}\n{PARTS}"), "unknown-words"),
    "a heading of thousands": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [{part: summary, heading: {en: '"
                                      + "a b " * 1_000 + "'}}]\n"), "has 3999 characters, and at most 120 may stand here"),
    "a text of 2,001 characters": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [{part: text, text: {en: '"
                                          + "a" * 2_001 + "'}}]\n"), "has 2001 characters, and at most 2000 may stand here"),
    "a million characters": (writes(KIND, "label: closing\nof: [position-paper]\nparts: [{part: text, text: {en: '" + "*a* " * 250_000
                                    + "'}}]\n"), "input-limit"),
    "a link out": (in_place(KIND, links_to("/etc/passwd")), "leads out of the folder"),
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_hostile_kind_ends_with_a_message(name: str, workspace: Path) -> None:
    prepare, says = KINDS[name]
    prepare(workspace)
    for command in (["render", "-l", "en", "-k", "odd"], ["kinds"]):
        result = CliRunner().invoke(main, command)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert result.exit_code in (1, 2)
        assert says in result.stderr
        assert KIND in result.stderr
        assert SECRET not in result.output
        assert len(result.output) < 100_000
    assert not (workspace / "build").exists()


def test_words_of_a_kind_may_be_as_long_as_they_may(workspace: Path) -> None:
    label, heading, text = "L" * 80, "H" * 120, "a " * 999 + "ab"
    put(
        workspace / KIND,
        f"label: {{en: '{label}'}}\nof: [position-paper]\nparts:\n"
        f"  - {{part: summary, heading: {{en: '{heading}'}}}}\n  - {{part: text, text: {{en: '{text}'}}}}\n",
    )
    result = CliRunner().invoke(main, ["render", "-l", "en", "-k", "odd"])
    assert (result.exit_code, result.stderr) == (0, "")
    page = (workspace / "build/paper/paper.odd.en.html").read_text("utf-8")
    assert all(words in page for words in (label, heading, text))


@pytest.mark.parametrize(
    "name", ["..", "a b", "A", "a.b", "%2e%2e", "con\u0000".rstrip("\0") + "/..", "\u202ea", "x" * 60]
)
def test_folder_with_another_name_is_no_kind(name: str, workspace: Path) -> None:
    if "/" not in name and name != "..":
        put(workspace / "templates" / name / "kind.yaml", f"label: closing\n{PARTS}")
    result = CliRunner().invoke(main, ["render", "-l", "en", "-k", name])
    assert result.exit_code == 2
    assert "there is no kind of document" in result.stderr
    assert not (workspace / "build").exists()


@pytest.mark.parametrize("words", hostile.MARKUP)
def test_words_of_a_kind_are_printed_as_they_stand(words: str, workspace: Path) -> None:
    quoted = words.replace("'", "''")
    marked = words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("*", "\\*").replace("'", "''")
    lines = [
        f"label: {{en: 'Name {quoted}'}}",
        "of: [position-paper]",
        "parts:",
        f"  - {{part: summary, heading: {{en: 'The heading {quoted}'}}}}",
        f"  - {{part: text, text: {{en: 'Words of the text {marked}'}}}}",
    ]
    put(workspace / KIND, "\n".join(lines) + "\n")
    result = CliRunner().invoke(main, ["render", "-l", "en", "-k", "odd"])
    assert (result.exit_code, result.stderr) == (0, "")
    page = (workspace / "build/paper/paper.odd.en.html").read_text("utf-8")
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert check_page(page, styles, policy[1]) is None
    assert (workspace / POSITION).is_file()
