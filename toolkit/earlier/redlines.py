"""The order of a redline: both texts read and composed, compared, written, read back, published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.diagnostics import ERROR, Diagnostic, ToolkitError, has_errors
from toolkit.document import Document
from toolkit.earlier import Earlier
from toolkit.images import Images
from toolkit.languages import Language
from toolkit.pipeline import Draft, check, compose_document, read_images
from toolkit.position import Position
from toolkit.records import Record, replace
from toolkit.redlining import compare
from toolkit.redlining.page import write_page
from toolkit.redlining.word import Tracking, write_with_accepted
from toolkit.resources import Workspace

FORMATS = ("docx", "html")
PRINT_FORMATS = ("pdf",)
FOLDER = "_redlines"  # no id of a position begins like this


class Redline(Record):
    """A file that shows what changed, in one language."""

    name: str
    language: str
    format: str
    data: bytes
    changes: int


class Redlined(Record):
    """What a redline found: its files, the languages whose texts are equal, and those that the old text lacks.

    `folder` is where the files stand now; None where nothing was written.
    """

    folder: Path | None
    files: tuple[Redline, ...]
    equal: tuple[str, ...]
    added: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    kept_aside: tuple[str, ...] = ()


def redline(
    workspace: Workspace,
    identifier: str,
    earlier: Earlier,
    tags: Sequence[str],
    formats: Sequence[str],
    tracking: Tracking,
) -> Redlined:
    """What changed since the earlier text, in each language of `tags`, or in all that the position is in.

    The present text must be without errors. The earlier one may have some, as long as it can be composed at all.
    """
    checked = check(workspace, identifier, tags)
    if checked.draft is None or has_errors(checked.diagnostics):
        return Redlined(None, (), (), (), checked.diagnostics)
    draft = checked.draft
    wanted = list(draft.localised)
    former, diagnostics = _read_former(earlier, wanted)
    images = read_images(draft.position), read_images(former.position)
    files: list[Redline] = []
    found: list[Diagnostic] = []
    equal = []
    added = tuple([tag for tag in wanted if tag not in former.localised])
    templates = workspace.template(draft.position.kind)
    for tag in [tag for tag in wanted if tag in former.localised]:
        old = _compose_former(former, tag, images[1], diagnostics)
        new = compose_document(draft, tag, (), images[0])
        words = draft.languages[tag].words
        comparison = compare(old, new, words)
        if comparison.changed:
            language, positions = draft.languages[tag], (former.localised[tag], draft.localised[tag])
            names = _called(positions[0], language, earlier.name), _called(positions[1], language, "")
            for form in formats:
                name = f"{new.id}.redline.{tag}.{form}"
                if form == "docx":
                    data, accepted = write_with_accepted(old, new, templates, tracking)
                    found += _verify(name, accepted, new)
                else:
                    data = write_page(comparison, old, new, words, names)
                    data = _printed(data) if form == "pdf" else data
                files.append(Redline(name, tag, form, data, comparison.count))
        else:
            equal.append(tag)
    return Redlined(None, tuple(files), tuple(equal), added, (*checked.diagnostics, *found))


def _read_former(earlier: Earlier, wanted: Sequence[str]) -> tuple[Draft, tuple[Diagnostic, ...]]:
    """The earlier text in the languages that it had; texts without a translation are in the words of the original."""
    workspace, identifier = earlier.workspace, earlier.identifier
    checked = check(workspace, identifier, wanted[:1], as_draft=True)
    if checked.draft:
        own = checked.draft.position.language
        tags = [tag for tag in wanted if tag == own or _catalogue(earlier, tag).is_file()]
        checked = check(workspace, identifier, tags or [own], as_draft=True)
    if checked.draft is None:
        raise _unreadable(checked.diagnostics)
    return checked.draft, checked.diagnostics


def _unreadable(diagnostics: Sequence[Diagnostic]) -> ToolkitError:
    """What to say of an earlier text that cannot be composed: the first of its errors."""
    wrong = [found for found in diagnostics if found.severity == ERROR]
    first = f": {wrong[0].span.file}:{wrong[0].span.line}: {wrong[0].message}" if wrong else ""
    hint = "mend it there, or choose another one with --from"
    return ToolkitError(f"the earlier text cannot be read{first}", hint)


def _catalogue(earlier: Earlier, tag: str) -> Path:
    return earlier.own_locales / tag / "LC_MESSAGES" / f"{earlier.identifier}.po"


def _compose_former(former: Draft, tag: str, images: Images, diagnostics: tuple[Diagnostic, ...]) -> Document:
    """The earlier document; some errors keep it from being composed, as a note does that nothing defines."""
    if not has_errors(diagnostics):
        return compose_document(former, tag, (), images)
    try:
        return compose_document(former, tag, (), images)
    except (AttributeError, LookupError, TypeError, ValueError) as problem:
        raise _unreadable(diagnostics) from problem


def _verify(name: str, accepted: bytes, new: Document) -> tuple[Diagnostic, ...]:
    """How a redline, with all its changes accepted, differs from the new paper, as an independent reader sees it."""
    from toolkit.inspection import compare as compare_reading
    from toolkit.inspection import expect, verify_file

    reading, found = verify_file(name, accepted)
    return (*found, *compare_reading(new, reading, name, expect(new))) if reading else found


def _printed(page: bytes) -> bytes:
    """The page as a PDF."""
    from toolkit.writers.pdf import write_page as write_pdf

    return write_pdf(page)


def _called(position: Position, language: Language, name: str) -> str:
    """What tells a text from the other: its version, its date, where it was found."""
    date = language.date(position.date) if position.date else ""
    parts = [position.version, date, name if name != position.version else ""]
    return ", ".join([part for part in parts if part]) or position.id


def publish_redlines(found: Redlined, identifier: str, build: Path, say: Callable[[str], None]) -> Redlined:
    """Puts the files into `build`, all or none; what else stands in the folder survives."""
    from toolkit.digests import sha256
    from toolkit.manifest import MANIFEST, read_manifest
    from toolkit.publishing import Output, publish, publishing

    outputs = [
        Output(one.name, one.data, sha256(one.data).hexdigest(), one.language, one.format) for one in found.files
    ]
    if not outputs and not (build / FOLDER / identifier).is_dir():
        return found
    with publishing(build / FOLDER, say) as root:
        manifest = root / identifier / MANIFEST
        records = (read_manifest(manifest.read_bytes()) or {}) if manifest.is_file() else {}
        equal = {f"{identifier}.redline.{tag}.{form}" for tag in found.equal for form in (*FORMATS, *PRINT_FORMATS)}
        current = {name: str(record["inputs"]) for name, record in records.items() if name not in equal}
        current |= {output.name: output.inputs for output in outputs}
        published = publish(root, identifier, outputs, {"toolkit": __version__}, current)
    aside = tuple([f"{one.path.name}: kept beside the new {one.name}" for one in published.kept_aside])
    return replace(found, folder=published.folder, kept_aside=aside)
