"""A workspace's own Word file: does it open, and has it the styles that papers need?"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.writers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES
from toolkit.writers.docx.template import Template, load_template, read_contents


def load_own_template(path: Path, language: str) -> Template:
    """The template at `path` for papers in `language`, where papers can be written with it; else a `ToolkitError`."""
    check_own_template(path)
    try:
        return load_template(path, language)
    except (ArithmeticError, LookupError, StopIteration, ValueError) as problem:
        raise unusable(path, problem) from problem


def unusable(path: Path, problem: Exception) -> ToolkitError:
    return ToolkitError(
        f"template {path} cannot be opened as a Word file: {problem}",
        "open it in Word and save it as a .docx document, or delete it to use the toolkit's own",
    )


def check_word_file(path: Path) -> None:
    """Nothing, where the file at `path` opens as a Word file, whatever styles it has; else a `ToolkitError`."""
    state = path.stat()
    _missing_styles(path, state.st_mtime_ns, state.st_size)


def check_own_template(path: Path) -> None:
    """Nothing, where papers can be written with the template at `path`; else a `ToolkitError`."""
    state = path.stat()
    missing = _missing_styles(path, state.st_mtime_ns, state.st_size)
    if missing:
        raise ToolkitError(
            f"template {path} lacks the styles {', '.join(missing)}",
            "make them in Word under exactly these names (Styles, New Style), "
            "or start from a copy of the toolkit's own templates/position-paper/paper.docx",
        )


@lru_cache(maxsize=64)
def _missing_styles(path: Path, _modified: int, _size: int) -> tuple[str, ...]:
    # A damaged XML part is a SyntaxError (lxml), a missing part a KeyError, another file type a ValueError;
    # a broken archive gives `zipfile.BadZipFile`, which is a plain Exception.
    from zipfile import BadZipFile

    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE
    from docx.opc.exceptions import OpcError

    if any(b"<!DOCTYPE" in part for name, part in read_contents(path).items() if name.endswith((".xml", ".rels"))):
        raise unusable(path, ValueError("it has a DOCTYPE, which no Word document has"))
    try:
        styles = list(Document(str(path)).styles)
    except (OpcError, BadZipFile, SyntaxError, LookupError, ValueError, OSError) as problem:
        raise unusable(path, problem) from problem
    except (AttributeError, TypeError) as problem:  # python-docx met an element or attribute that it did not expect
        raise unusable(path, problem) from problem
    missing = []
    for kind, names in (
        (WD_STYLE_TYPE.PARAGRAPH, PARAGRAPH_STYLES),
        (WD_STYLE_TYPE.CHARACTER, CHARACTER_STYLES),
    ):
        have = {str(style.name).casefold() for style in styles if style.type == kind}
        missing += [f"'{name}'" for name in names if name.casefold() not in have]
    return tuple(missing)
