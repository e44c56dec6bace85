"""What the whole test suite shares."""

from __future__ import annotations

from typing import Any

import pytest

# Tests that take long and share nothing with others of their file. They are given out one by one after all files, so
# that every process has work to the end.
APART = {
    "tests/test_hostile_kinds.py::test_hostile_template_ends_with_a_message",
    "tests/test_hostile_kinds.py::test_hostile_template_of_a_pdf_ends_with_a_message",
    "tests/test_hostile_kinds.py::test_page_with_what_no_paper_has_is_refused",
    "tests/test_pdf.py::test_fault_of_a_template_is_found",
    "tests/test_pdf.py::test_template_that_asks_for_files_is_refused",
    "tests/test_redline.py::test_accepted_it_is_the_new_text_and_rejected_the_old_one",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes what a text case prints now into the case, to be read before it is committed."""
    parser.addoption("--accept", action="store_true", help="rewrite the expected output in tests/cases")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadfile` the tests of a file run in one process, which makes once what they share.

    Those in `APART` run wherever there is room.
    """
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler.loadfile import LoadFileScheduling

    scheduling = LoadFileScheduling(config, log)
    scheduling._split_scope = lambda test: test if test.partition("[")[0] in APART else test.partition("::")[0]
    return scheduling
