"""The catalogue of diagnostic codes: complete, of the right severity, shown in cases and documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import planted
import pytest
import test_pdf
from test_cases import CASES
from test_inspection import make_document

from toolkit.codes import CODES, GROUPS, tables
from toolkit.diagnostics import ERROR, NOTE, WARNING
from toolkit.inspection import compare, verify_file
from toolkit.inspection.faults import WARNINGS
from toolkit.resources import Workspace
from toolkit.writers.html import write

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "toolkit"
DOCUMENTATION = TESTS.parent / "docs" / "diagnostics.md"
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")

# What reports a code as its first argument, and the severity where that alone decides it.
REPORTERS = {"error": ERROR, "warning": WARNING, "advice": NOTE, "refuse": ERROR, "_say": ERROR,
             "Fault": "", "Problem": "", "problem": "", "Departure": WARNING}  # fmt: skip
# Codes that are not written where they are reported, and where they come from instead.
ELSEWHERE = {
    ("checks/typography.py", "code"),  # languages.typography
    ("checks/typography.py", "each.code"),
    ("checks/sources.py", "fault[0]"),  # markup.address_fault
    ("readers/positions.py", "fault[0]"),
    ("readers/sources.py", "fault[0]"),
    ("readers/kinds.py", "problem.code"),  # markup.parse
    ("markup.py", "fault[0]"),
    ("markup.py", "code"),  # _Parser.problem
    ("readers/yaml_nodes.py", "code"),  # _Reader.refuse
    ("readers/shapes.py", "code"),  # Pattern.code
    ("inspection/comparison.py", "code"),  # _Finder._say
    ("inspection/html.py", "code"),  # a pair of code and words
    ("inspection/akn_amendments.py", "code"),
    ("inspection/pdf.py", "code"),  # _File._say, and a pair of code and words
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if path.name != "codes.py":
            yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def literal(node: ast.expr | None, names: dict[str, str]) -> str:
    """The code that `node` is, as it stands or by the name of a constant."""
    found = node.value if isinstance(node, ast.Constant) else names.get(getattr(node, "id", ""))
    return found if isinstance(found, str) and CODE.fullmatch(found) else ""


def constants(tree: ast.Module) -> dict[str, str]:
    """Names that are given one code and nothing else."""
    return {
        target.id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def says_something(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value


def codes_of(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Every code in a code position, with its severity or "": of a report, a pattern, a tuple with a message."""
    names = constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in REPORTERS and node.args:
            yield literal(node.args[0], names), REPORTERS[called(node)]
        elif isinstance(node, ast.Call) and called(node) == "Diagnostic" and len(node.args) > 1:
            yield literal(node.args[1], names), ""
        elif isinstance(node, ast.Call) and called(node) == "Pattern" and len(node.args) > 2:
            yield literal(node.args[2], names), ERROR
        elif isinstance(node, ast.Tuple) and any(says_something(element) for element in node.elts[1:]):
            yield literal(node.elts[0], names), ""
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == "code":
            yield literal(node.value, names), ""


def codes_in_source() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, tree in modules():
        for code, severity in codes_of(tree):
            if code:
                in_output = name.startswith("inspection/") and not severity
                due = (WARNING if code in WARNINGS else ERROR) if in_output else severity
                found.setdefault(code, set()).update({due} - {""})
    return found


def test_every_code_of_the_source_is_explained() -> None:
    assert sorted(codes_in_source()) == sorted(CODES)


def test_severities_are_those_of_the_source() -> None:
    different = {
        code: severities for code, severities in codes_in_source().items() if severities - {CODES[code].severity}
    }
    assert different == {}


def test_codes_are_written_where_they_are_reported() -> None:
    computed = {
        (name, ast.unparse(node.args[0]))
        for name, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in REPORTERS and node.args
        if not isinstance(node.args[0], ast.Constant)
        if not name.startswith("cli/")
    }
    assert computed == ELSEWHERE


def test_no_code_stands_in_two_groups() -> None:
    assert len(CODES) == sum(len(group) for group in GROUPS.values())


@pytest.mark.parametrize("code", CODES)
def test_code_has_a_case(code: str) -> None:
    """A case of its name shows it; what only Word files or a comparison show, a planted fault."""
    case = CASES / f"{code}.md"
    if case.exists():
        assert f"{CODES[code].severity}[{code}]" in case.read_text(encoding="utf-8")
    elif code != "more-problems":  # takes a hundred faults to show: tests/test_hostile.py does
        assert code in {*GROUPS["Files that were written"], *GROUPS["A written file and its paper"]}
        assert code in planted_codes(), "neither a case nor a planted fault shows it"


def planted_codes() -> set[str]:
    tables = (planted.DOCX_FAULTS, planted.HTML_FAULTS, planted.DOCX_DIFFERENCES, planted.HTML_DIFFERENCES)
    codes = {code for table in tables for _, expected in table.values() for code in expected}
    return codes | set(PLANTED_HERE) | {code for _, code in test_pdf.PLANTED.values()}


# Differences that the tables of planted.py do not have: the code, and where one is planted in the page.
PLANTED_HERE = {
    "alternative-text-differs": ('alt="A chart"', 'alt="A graph"'),
    "mark-differs": (r'(href="#fn-3">.*?)3</a>', r"\g<1>4</a>"),
}


@pytest.mark.parametrize("code", PLANTED_HERE)
def test_difference_is_found(code: str) -> None:
    document = make_document()
    page = write(document, Workspace(Path()).template("position-paper"))
    reading, _ = verify_file("a.html", planted.in_page(*PLANTED_HERE[code])(page))
    assert reading is not None
    assert code in {found.code for found in compare(document, reading, "a.html")}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.md")), ids=lambda path: path.stem)
def test_cases_show_codes_with_their_severity(path: Path) -> None:
    shown = re.findall(r"^2> .*?:\d+: (\w+)\[([a-z0-9-]+)\]", path.read_text("utf-8"), re.MULTILINE)
    assert {(severity, code) for severity, code in shown if CODES[code].severity != severity} == set()


def test_documentation_has_the_tables() -> None:
    """`python -m toolkit.codes` prints them."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert [table for table in tables() if table not in text] == []
    assert text.count("\n## ") == len(GROUPS) + 1


@pytest.mark.parametrize("case", ["undefined-note", "format-json", "format-github"])
def test_documented_output_is_that_of_a_case(case: str) -> None:
    shown = (CASES / f"{case}.md").read_text("utf-8").replace("\n2> ", "\n")
    documentation = DOCUMENTATION.read_text("utf-8")
    examples = re.findall(r"^```(?:text|json)\n(.*?)^```$", documentation, re.MULTILINE | re.DOTALL)
    assert sum(example in shown for example in examples) == 1
