"""The pack that goes out with a released version: papers, amendments, changes, forms, letters, and what is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from toolkit import __version__
from toolkit.diagnostics import ERROR, Diagnostic, ToolkitError, has_errors
from toolkit.digests import sha256
from toolkit.document import Document
from toolkit.kind import Kind
from toolkit.manifest import Output
from toolkit.papers.pack_papers import (
    CONTENTS,
    FORM,
    LETTER,
    Listed,
    Sent,
    covering_letter,
    enclosures,
    endorsement_form,
    pack_contents,
)
from toolkit.pipeline import Draft, check, digested_texts, write_documents, write_papers
from toolkit.position import Date, Position
from toolkit.readers.endorsements import read_endorsements
from toolkit.readers.kinds import read_kind
from toolkit.records import Record, replace
from toolkit.resources import Workspace
from toolkit.text_digest import digest_of_text, short_digest
from toolkit.versions import Release, at_version, find_release, releases

SUMS = "SHA256SUMS"
REDLINE = "redline"


class Packed(Record):
    """What was packed: the folder, the archive in it, the files; or the diagnostics that stood in the way."""

    folder: Path | None
    archive: str
    names: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    kept_aside: tuple[str, ...] = ()


class Item(Record):
    """A file of the pack before it is written: what it is, in which language."""

    name: str
    kind: str
    language: str
    data: bytes


def pack(
    workspace: Workspace,
    identifier: str,
    version: str,
    tags: Sequence[str],
    formats: Sequence[str],
    build: Path,
    tell: Callable[[str], None],
    say: Callable[[str], None],
) -> Packed:
    """Writes the pack of a released version ("" is the last) into `build`, all of it or nothing.

    `tags` are its languages; none means all of the release.
    """
    release = _chosen(workspace, identifier, version)
    frozen = at_version(workspace, identifier, release.version)
    for tag in tags:
        if tag not in release.digests:
            there = ", ".join(release.digests)
            raise ToolkitError(f"version {release.version} was not released in '{tag}'", f"it was released in: {there}")
    chosen = tuple(tags) or tuple(release.digests)
    checked = check(frozen, identifier, chosen)
    if checked.draft is None or has_errors(checked.diagnostics):
        return Packed(None, "", (), checked.diagnostics)
    draft = checked.draft
    _refuse_other_texts(draft, release)
    before = _before(workspace, identifier, release)
    sent = Sent(release.version, "", _deadline(workspace, identifier), before.version if before else "")
    items: list[Item] = []
    diagnostics = list(checked.diagnostics)
    for item, found in _items(workspace, frozen, draft, before, sent, formats):
        tell(item.name)
        items.append(item)
        diagnostics += found
    for item, found in _list(frozen, draft, items, sent, formats):
        items.append(item)
        diagnostics += found
    if has_errors(diagnostics):
        return Packed(None, "", (), tuple(diagnostics))
    return _publish(build, identifier, release, items, say, diagnostics)


def _refuse_other_texts(draft: Draft, release: Release) -> None:
    """Ends where the papers would not have the texts that were released: their digests could not be endorsed."""
    for tag, text in digested_texts(draft).items():
        if digest_of_text(text) != release.digests[tag]:
            message = f"version {release.version} in '{tag}' is not the text that was released any more"
            hint = f"toolkit {release.toolkit} printed it otherwise: pack with that one, or release the text again"
            raise ToolkitError(message, hint)


def _chosen(workspace: Workspace, identifier: str, version: str) -> Release:
    if version:
        return find_release(workspace, identifier, version)
    found = releases(workspace, identifier)
    if not found:
        hint = f"a pack is of a text that cannot change any more: position release {identifier}"
        raise ToolkitError(f"no version of '{identifier}' was released yet", hint)
    return found[-1]


def _before(workspace: Workspace, identifier: str, release: Release) -> Release | None:
    """The version that was circulated before `release`."""
    found = releases(workspace, identifier)
    place = [one.version for one in found].index(release.version)
    return found[place - 1] if place else None


def _deadline(workspace: Workspace, identifier: str) -> Date | None:
    """The deadline that stands in endorsements.yaml now."""
    endorsements, _ = read_endorsements(workspace.positions / identifier, f"positions/{identifier}")
    return endorsements.deadline if endorsements else None


def _items(
    workspace: Workspace,
    frozen: Workspace,
    draft: Draft,
    before: Release | None,
    sent: Sent,
    formats: Sequence[str],
) -> Iterator[tuple[Item, tuple[Diagnostic, ...]]]:
    """Each file but the list, in the order in which a pack has them."""
    position = draft.position
    made = [draft.kind] + ([_sheet(frozen)] if position.amendments else [])
    kinds = [kind.name for kind in made]
    for kind in made:
        for paper, found in write_papers(frozen, draft, formats, [kind]):
            yield Item(paper.name, kind.name, paper.language, paper.data), found
    redlined = set()
    if before:
        for item, found in _redlines(workspace, frozen, position.id, before, tuple(draft.localised), formats):
            redlined.add(item.language)
            yield item, found
    texts = digested_texts(draft)
    for tag, version in draft.localised.items():
        here = replace(sent, digest=short_digest(digest_of_text(texts[tag])))
        has = [*kinds, *([REDLINE] if tag in redlined else []), *([FORM] if _is_asked(position) else [])]
        enclosed = list(enclosures(version, draft.languages[tag], sent, has).values())
        letter = covering_letter(version, draft.languages[tag], here, enclosed)
        forms = [(FORM, endorsement_form(version, draft.languages[tag], here))] if _is_asked(position) else []
        for name, document in (*forms, (LETTER, letter)):
            yield from _written(frozen, document, name, formats)


def _sheet(workspace: Workspace) -> Kind:
    """The kind of the sheet of amendments, as the toolkit has it or the workspace."""
    kind, found = read_kind(workspace, "amendments")
    if kind is None:
        raise ToolkitError(f"the kind 'amendments' has errors: {found[0].message}", f"mend {found[0].span.file}")
    return kind


def _is_asked(position: Position) -> bool:
    """Whether those who get the pack are asked to endorse the paper."""
    return position.status == "for-endorsement"


def _redlines(
    workspace: Workspace,
    frozen: Workspace,
    identifier: str,
    before: Release,
    tags: Sequence[str],
    formats: Sequence[str],
) -> Iterator[tuple[Item, tuple[Diagnostic, ...]]]:
    """What changed since the version before, in each language that it had; nothing where nothing did."""
    from toolkit.earlier import Earlier
    from toolkit.earlier.redlines import FORMATS, PRINT_FORMATS, redline
    from toolkit.redlining.word import Tracking

    earlier = Earlier(at_version(workspace, identifier, before.version), identifier, before.version)
    chosen = [tag for tag in tags if tag in before.digests]
    wanted = [format for format in (*FORMATS, *PRINT_FORMATS) if format in formats]
    if chosen and wanted:
        made = redline(frozen, identifier, earlier, chosen, wanted, Tracking())
        wrong = tuple([found for found in made.diagnostics if found.severity == ERROR])
        for one in made.files:
            yield Item(one.name, REDLINE, one.language, one.data), wrong


def _written(
    frozen: Workspace, document: Document, kind: str, formats: Sequence[str]
) -> Iterator[tuple[Item, tuple[Diagnostic, ...]]]:
    stem = f"{document.id}.{kind}"
    for paper, found in write_documents(frozen, document, stem, formats):
        yield Item(paper.name, kind, document.language, paper.data), found


def _list(
    frozen: Workspace, draft: Draft, items: Sequence[Item], sent: Sent, formats: Sequence[str]
) -> Iterator[tuple[Item, tuple[Diagnostic, ...]]]:
    """The list of what is in the pack, in the language of the definition where that is among its languages."""
    tag = draft.position.language if draft.position.language in draft.localised else next(iter(draft.localised))
    position, language = draft.localised[tag], draft.languages[tag]
    names = enclosures(position, language, sent, list({item.kind: None for item in items}))
    files = [
        Listed(item.name, f"{names[item.kind]} ({item.language})", sha256(item.data).hexdigest()) for item in items
    ]
    document = pack_contents(position, language, sent, files)
    yield from _written(frozen, document, CONTENTS, formats)


def _publish(
    build: Path,
    identifier: str,
    release: Release,
    items: Sequence[Item],
    say: Callable[[str], None],
    diagnostics: Sequence[Diagnostic],
) -> Packed:
    """The folder of the pack, with its archive, in one step."""
    from toolkit.publishing import publish, publishing
    from toolkit.writers.docx.package import deflated
    from toolkit.writers.docx.package import pack as zipped

    sums = "".join([f"{sha256(item.data).hexdigest()}  {item.name}\n" for item in items]).encode()
    name = f"{identifier}-{release.version}"
    archive = f"{name}.zip"
    parts = [deflated(f"{name}/{item.name}", item.data) for item in items]  # beside each other, for pages link
    parts.append(deflated(f"{name}/{SUMS}", sums))
    outputs = [_output(item.name, item.data, item.language) for item in items]
    outputs += [_output(archive, zipped(parts), ""), _output(SUMS, sums, "")]
    facts = {"toolkit": __version__, "version": release.version, "texts": dict(release.digests)}
    with publishing(build, say) as root:
        published = publish(root, name, outputs, facts, {})
    aside = tuple([f"{one.path.name}: kept beside the new {one.name}" for one in published.kept_aside])
    names = tuple([output.name for output in outputs])
    return Packed(published.folder, archive, names, tuple(diagnostics), aside)


def _output(name: str, data: bytes, language: str) -> Output:
    return Output(name, data, sha256(data).hexdigest(), language, name.rpartition(".")[2].lower())
