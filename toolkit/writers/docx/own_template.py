"""A workspace's own Word file: does it open, and has it the styles that papers need?"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from toolkit.diagnostics import ToolkitError
from toolkit.writers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES


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

    try:
        styles = list(Document(str(path)).styles)
    except (OpcError, BadZipFile, SyntaxError, KeyError, ValueError, OSError) as problem:
        raise ToolkitError(
            f"template {path} cannot be opened as a Word file: {problem}",
            "open it in Word and save it as a .docx document, or delete it to use the toolkit's own",
        ) from problem
    missing = []
    for kind, names in (
        (WD_STYLE_TYPE.PARAGRAPH, PARAGRAPH_STYLES),
        (WD_STYLE_TYPE.CHARACTER, CHARACTER_STYLES),
    ):
        have = {str(style.name).casefold() for style in styles if style.type == kind}
        missing += [f"'{name}'" for name in names if name.casefold() not in have]
    return tuple(missing)
