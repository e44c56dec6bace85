"""HTML and Markdown to Word by pandoc, where it is installed; Word itself never needs it."""

from __future__ import annotations

from pathlib import PurePath

from toolkit.diagnostics import ToolkitError

FORMATS = {"html": "html", "htm": "html", "xhtml": "html", "md": "markdown", "markdown": "markdown"}
_PATIENCE = 60  # seconds


def is_converted(name: str) -> bool:
    """Whether a file of this name must be turned into Word first."""
    return PurePath(name).suffix.lower().lstrip(".") in FORMATS


def as_word(name: str, data: bytes) -> bytes:
    """The file `name` as a Word file; a `ToolkitError` says why there is none. Nothing else is read or fetched."""
    import subprocess

    form = FORMATS[PurePath(name).suffix.lower().lstrip(".")]
    command = [_pandoc(name), "--sandbox", "-f", form, "-t", "docx", "-o", "-"]
    hint = "install the pandoc of pypandoc_binary, or save the file as .docx and bring that in"
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=_PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise ToolkitError(f"pandoc could not read {name}", hint) from problem
    if done.returncode or not done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise ToolkitError(f"pandoc could not read {name}: {said or 'it gives no reason'}", hint)
    return done.stdout


def _pandoc(name: str) -> str:
    """The path of pandoc: the one that comes with pypandoc, which can do without its files, or the program."""
    from shutil import which

    found = None
    try:
        import pypandoc

        found = str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        found = which("pandoc")
    if found is None:
        hint = "install pandoc (or: pip install pypandoc_binary), or save the file as .docx and bring that in"
        raise ToolkitError(f"{name} can be read with pandoc alone, which is not installed", hint)
    return found
