"""The order of the stages, and nothing else: read, check, localise, compose, number, write, verify, publish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from os.path import lexists
from pathlib import Path
from time import process_time

from toolkit import __version__
from toolkit.catalogue import Catalogue
from toolkit.checks import Acceptance, Survey, advise, check_draft, check_position, check_translation, survey
from toolkit.checks.glossaries import avoided_words_are_not_used, translation_uses_the_terms
from toolkit.checks.references import image_blocks
from toolkit.checks.typed import typed_citations
from toolkit.checks.typography import typography
from toolkit.diagnostics import Diagnostic, Span, ToolkitError, error, first, has_errors
from toolkit.document import Document, Version
from toolkit.endorsements import Judged, Standing, judge, unbound
from toolkit.glossary import Glossary, Originals
from toolkit.images import Image, ImageFault, Images, read_image
from toolkit.kind import Kind
from toolkit.languages import PROTOCOL_ORDER, Language
from toolkit.papers.composing import compose
from toolkit.papers.endorsers import says_more, with_endorsers
from toolkit.papers.fitting import too_long
from toolkit.position import Position, Text, texts
from toolkit.readers.catalogues import read_catalogue
from toolkit.readers.glossaries import read_glossary
from toolkit.readers.kinds import cites_in_brackets, read_kind
from toolkit.readers.languages import catalogue_languages, find_catalogue, own_name, read_language
from toolkit.readers.positions import read_position
from toolkit.readers.provisions import read_provisions
from toolkit.records import Record, replace
from toolkit.resources import PAPER, Workspace
from toolkit.text_digest import canonical_text, short_digest, text_digest
from toolkit.translation import localise
from toolkit.versions import releases
from toolkit.writers import ALL_WRITERS, EXCHANGE_WRITERS, PRINT_WRITERS, WRITERS, count_pages, measure

FORMATS = tuple(WRITERS)
PRINT_FORMATS = tuple(PRINT_WRITERS)
EXCHANGE_FORMATS = tuple(EXCHANGE_WRITERS)
DRAFTS = "_drafts"  # no id of a position begins like this


class Draft(Record):
    """A position as it was read and checked: in each language that was asked for and could be read.

    `kind` is that of its own paper, `standings` are its endorsements, with what has become of each.
    """

    position: Position
    localised: Mapping[str, Position]
    languages: Mapping[str, Language]
    kind: Kind
    standings: tuple[Standing, ...] = ()


class Checked(Record):
    """What a check found; `draft` is None where the definition could not be read at all."""

    draft: Draft | None
    diagnostics: tuple[Diagnostic, ...]


class Paper(Record):
    """A file that was written and verified, not yet published. `digest` is that of the text of the position."""

    name: str
    language: str
    format: str
    document: Document
    data: bytes
    digest: str


def position_ids(workspace: Workspace) -> list[str]:
    """The ids of the positions of the workspace: the folders that have a position.yaml."""
    return sorted(path.name for path in workspace.positions.glob("*") if lexists(path / "position.yaml"))


def check(
    workspace: Workspace,
    identifier: str,
    tags: Sequence[str] = (),
    with_advice: bool = False,
    as_draft: bool = False,
    kinds: Sequence[str] = (),
) -> Checked:
    """Everything that is wrong with a position and its translations, and advice where it is asked for.

    `tags` are the languages to look at; none means its own language and every one with a catalogue. `as_draft` lets
    texts stand that are not translated: one warning for each language says how many. `kinds` are those of the documents
    that are to be made out of it, besides its own.
    """
    position, diagnostics = read_position(workspace.positions, identifier)
    if position is None:
        return Checked(None, tuple(diagnostics))
    return _check(workspace, position, diagnostics, tags, with_advice, as_draft, kinds)


def _check(
    workspace: Workspace,
    position: Position,
    diagnostics: list[Diagnostic],
    tags: Sequence[str],
    with_advice: bool = False,
    as_draft: bool = False,
    kinds: Sequence[str] = (),
) -> Checked:
    """What is wrong with a position, besides the `diagnostics` that came up when it was read."""
    in_brackets = any(cites_in_brackets(workspace, name or PAPER, position) for name in (position.kind, *kinds))
    position, found = read_provisions(workspace, position)
    diagnostics += found
    surveyed = survey(position)
    diagnostics += check_position(surveyed)
    diagnostics += advise(surveyed) if with_advice else []
    terms = _Terms(workspace, surveyed)
    localised: dict[str, Position] = {}
    languages: dict[str, Language] = {}
    for tag in tags or _all_tags(workspace, position):
        language, found = read_language(workspace, tag, position.style)
        diagnostics += found
        if language:
            languages[tag] = language
        version, accepted, found = _translate(workspace, surveyed, tag, language, with_advice, as_draft)
        diagnostics += found
        if version:
            localised[tag] = version
        if version and language:
            own, translated = _own_texts(version), tag != position.language
            diagnostics += first(accepted.without_accepted(typography(own, language, translated)))
            diagnostics += first(accepted.without_accepted(typed_citations(own, translated))) if in_brackets else []
            diagnostics += terms.check(version, accepted)
            diagnostics += first(accepted.remarks(with_advice))
    if any(any(version.untranslated) for version in localised.values()) and position.language not in languages:
        original, found = read_language(workspace, position.language, position.style)
        diagnostics += found
        languages |= {position.language: original} if original else {}
    kind, found = read_kind(workspace, position.kind or PAPER)
    diagnostics += found
    if kind is None:
        return Checked(None, _in_order(diagnostics))
    draft = Draft(position, localised, languages, kind)
    if not position.endorsements:
        diagnostics += unbound(position, releases(workspace, position.id) if position.endorsed_by else ())
        return Checked(draft, _in_order(diagnostics))
    judged = _judge_endorsements(workspace, draft, diagnostics)
    names = {one.endorsement.language: own_name(workspace, one.endorsement.language) for one in judged.standings}
    printed = {
        tag: with_endorsers(version, languages[tag], judged.standings, names) if tag in languages else version
        for tag, version in localised.items()
    }
    diagnostics += judged.diagnostics
    return Checked(replace(draft, localised=printed, standings=judged.standings), _in_order(diagnostics))


def _judge_endorsements(workspace: Workspace, draft: Draft, found: Sequence[Diagnostic]) -> Judged:
    """Which endorsements hold for the texts as they now are; `found` is what is wrong with them so far.

    A translation that has errors leaves the other languages as they are: each is looked at by itself.
    """
    position = draft.position
    given = position.endorsements.given if position.endorsements else ()
    texts: dict[str, str] = {} if has_errors(list(found)) else digested_texts(draft)
    if not has_errors([one for one in found if not one.span.file.startswith("locales/")]):
        for tag in {one.language: None for one in given if one.language not in texts}:
            other = _check(workspace, replace(position, endorsements=None), [], (tag,))
            if other.draft and not has_errors(other.diagnostics):
                texts |= digested_texts(other.draft)
    return judge(position, releases(workspace, position.id), texts)


def _own_texts(version: Position) -> list[Text]:
    """The texts that are in the language of the version, not in the words of the original."""
    return [text for text in texts(version) if not text.language]


class _Terms:
    """The check of terms; the original is gone through once for all its translations."""

    def __init__(self, workspace: Workspace, surveyed: Survey) -> None:
        self.workspace = workspace
        self.origin = surveyed.position.language
        self.texts = surveyed.texts

    @cached_property
    def originals(self) -> Originals:
        return Originals((text.key, text.value) for text in self.texts)

    @cached_property
    def source(self) -> Glossary | None:
        return read_glossary(self.workspace, self.origin)[0] if self.origin != "en" else None

    def check(self, version: Position, accepted: Acceptance) -> list[Diagnostic]:
        """What the glossary of its language finds in one language version."""
        glossary, diagnostics = read_glossary(self.workspace, version.language)
        if glossary is None:
            return diagnostics
        own = {text.key: text for text in texts(version)}
        if version.language == self.origin:
            diagnostics += first(avoided_words_are_not_used(own.values(), glossary))
        else:
            found = translation_uses_the_terms(self.originals, own, self.source, glossary)
            diagnostics += first(accepted.without_accepted(found))
        kept = {text.place.at() for text in own.values() if text.language}
        return [found for found in diagnostics if found.span not in kept] if kept else diagnostics


def _all_tags(workspace: Workspace, position: Position) -> list[str]:
    others = [tag for tag in catalogue_languages(workspace, position.id) if tag != position.language]
    return [position.language, *others] if position.language else others


def _in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by file in the order met, then by line and column."""
    once = dict.fromkeys(diagnostics)
    files = {file: index for index, file in enumerate(dict.fromkeys(found.span.file for found in once))}
    return tuple(sorted(once, key=lambda found: (files[found.span.file], found.span.line, found.span.column)))


def _translate(
    workspace: Workspace, surveyed: Survey, tag: str, language: Language | None, with_advice: bool, as_draft: bool
) -> tuple[Position | None, Acceptance, list[Diagnostic]]:
    position = surveyed.position
    if tag == position.language:
        return position, Acceptance(), []
    path, name = find_catalogue(workspace, position.id, tag)
    if path is None and not as_draft:
        message = f"there is no translation into '{tag}': {name} is missing"
        hint = "have it translated, or choose other languages with -l"
        return None, Acceptance(), [error("missing-catalogue", Span(name), message, hint)]
    catalogue, diagnostics = read_catalogue(path, name) if path else (Catalogue(name, tag, {}), [])
    accepted = Acceptance(catalogue)
    if catalogue is None:
        return None, accepted, diagnostics
    check_all = check_draft if as_draft else check_translation
    diagnostics += check_all(surveyed, catalogue, language, with_advice, accepted)
    return replace(localise(position, catalogue), language=tag), accepted, diagnostics


def compose_document(
    draft: Draft, tag: str, versions: tuple[Version, ...], images: Images, kind: Kind | None = None
) -> Document:
    """The numbered document of `kind`, or of the draft's own, in the language `tag`; the draft is without errors."""
    original = draft.languages.get(draft.position.language)
    position = draft.localised[tag]
    if kind and kind != draft.kind and says_more(kind, draft.kind):  # in words that nobody endorsed
        position = replace(position, endorsers=())
    return compose(kind or draft.kind, position, draft.languages[tag], versions, images, original)


def digested_texts(draft: Draft) -> dict[str, str]:
    """The canonical text of the position in each language that it was checked in; its SHA-256 is the digest."""
    images = read_images(draft.position)
    return {tag: canonical_text(compose_document(draft, tag, (), images)) for tag in draft.localised}


def digest_of(draft: Draft, tag: str, images: Images) -> str:
    """The digest of the text of the position in the language `tag`: that of its own kind of paper."""
    return text_digest(compose_document(draft, tag, (), images))


def write_papers(
    workspace: Workspace, draft: Draft, formats: Sequence[str], kinds: Sequence[Kind] = ()
) -> Iterator[tuple[Paper, tuple[Diagnostic, ...]]]:
    """Every language version of every kind in every format, each with what verification found in the written bytes.

    `kinds` are the kinds of document to make out of the position; none means its own.
    """
    images = read_images(draft.position)
    for kind in kinds or (draft.kind,):
        yield from _write_kind(workspace, draft, formats, kind, images)


def write_documents(
    workspace: Workspace, document: Document, stem: str, formats: Sequence[str], digest: str = ""
) -> Iterator[tuple[Paper, tuple[Diagnostic, ...]]]:
    """`document` in every format, named after `stem`, each with what verification found in the written bytes."""
    from toolkit.inspection import compare, expect, verify_file

    templates = workspace.template(document.kind)
    expectation = expect(document)
    for format in formats:
        name = f"{stem}.{document.language}.{format}"
        allowed = templates.spent.allowed
        data = ALL_WRITERS[format](document, templates)
        begun = process_time()
        reading, found = verify_file(name, data, rendered=True)
        if reading is not None:
            found = (*found, *compare(document, reading, name, expectation))
        if templates.spent.allowed > allowed:  # a page of somebody else, which may be long to read as well
            templates.spent.seconds += process_time() - begun
        yield Paper(name, document.language, format, document, data, digest), found


def _write_kind(
    workspace: Workspace, draft: Draft, formats: Sequence[str], kind: Kind, images: Images
) -> Iterator[tuple[Paper, tuple[Diagnostic, ...]]]:
    is_paper = kind.name == draft.kind.name
    stem = draft.position.id if is_paper else f"{draft.position.id}.{kind.name}"
    versions = _versions(draft, formats, stem)
    for tag in draft.localised:
        document = compose_document(draft, tag, versions, images, kind)
        digest = text_digest(document) if is_paper else digest_of(draft, tag, images)
        foot = draft.languages[tag].word("text-digest", short_digest(digest))
        document = replace(document, digest=foot)
        measured = measure(document, workspace.template(kind.name), kind.pages)
        for paper, found in write_documents(workspace, document, stem, formats, digest):
            pages = count_pages(paper.format, paper.data) if measured else 0
            yield paper, (*found, *too_long(draft.position, document, kind, measured, pages)) if measured else found


def _versions(draft: Draft, formats: Sequence[str], stem: str) -> tuple[Version, ...]:
    """The language versions that are rendered together: they link to each other. `stem` begins their names."""
    if "html" not in formats:
        return ()
    tags = [tag for tag in PROTOCOL_ORDER if tag in draft.localised]
    return tuple([Version(tag, draft.languages[tag].name, f"{stem}.{tag}.html") for tag in tags])


def read_images(position: Position) -> Images:
    """The images that the texts of a position name, and the logos of its endorsers."""
    images: dict[str, Image] = {}
    for folder, name in [(position.folder, block.image) for block in image_blocks(position)] + _logos(position):
        try:
            images[name] = read_image(folder, name)
        except ImageFault as fault:
            raise ToolkitError(f"the image '{name}' {fault}", "it changed while the paper was rendered") from fault
    return images


def _logos(position: Position) -> list[tuple[Path, str]]:
    """The folder and the name of the logo of each organisation that endorses."""
    given = position.endorsements.given if position.endorsements else ()
    logos = [position.organisations[one.organisation.id].logo for one in given]
    return [(position.folder.parent, logo.id) for logo in logos if logo]


def _say_aside(name: str, now: str, edited: bool) -> str:
    what = "the copy that was changed by hand" if edited else "the file of yours that had this name"
    return f"{now}: {what}, kept beside the new {name}"


class Rendered(Record):
    """What a render did: the papers that stand in `folder` now, or the diagnostics that kept it from writing."""

    folder: Path | None
    papers: tuple[Paper, ...]
    diagnostics: tuple[Diagnostic, ...]
    kept: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept_aside: tuple[str, ...] = ()


def render(
    workspace: Workspace,
    identifier: str,
    tags: Sequence[str],
    formats: Sequence[str],
    build: Path,
    tell: Callable[[str], None],
    say: Callable[[str], None],
    kinds: Sequence[str] = (),
    as_draft: bool = False,
) -> Rendered:
    """Checks, writes, verifies and publishes a position; with any error nothing is published.

    `tell` is told each file as it is made, `say` what a person waiting should know. `as_draft` prints languages
    that are not wholly translated too, in a folder of their own below `build`.
    """
    checked = check(workspace, identifier, tags, as_draft=as_draft, kinds=kinds)
    if checked.draft is None or has_errors(checked.diagnostics):
        return Rendered(None, (), checked.diagnostics)
    papers, diagnostics = [], list(checked.diagnostics)
    chosen, found_kinds = _read_kinds(workspace, checked.draft, kinds)
    diagnostics += found_kinds
    if has_errors(diagnostics):
        return Rendered(None, (), tuple(diagnostics))
    for paper, found in write_papers(workspace, checked.draft, formats, chosen):
        tell(paper.name)
        papers.append(paper)
        diagnostics += found
    if has_errors(diagnostics):
        return Rendered(None, tuple(papers), tuple(diagnostics))
    published = _publish(workspace, checked.draft, papers, build, say, as_draft)
    return replace(published, diagnostics=tuple(diagnostics))


def _read_kinds(workspace: Workspace, draft: Draft, names: Sequence[str]) -> tuple[list[Kind], list[Diagnostic]]:
    """The kinds `names`, and what keeps the position from being made into them."""
    kinds: list[Kind] = []
    diagnostics: list[Diagnostic] = []
    position = draft.position
    for name in names:
        kind, found = read_kind(workspace, name)
        diagnostics += found
        if kind is None:
            continue
        kinds.append(kind)
        if position.kind not in kind.of:
            message = f"a document of the kind '{name}' is made out of: {', '.join(kind.of)}"
            hint = f"this definition is of the kind '{position.kind}'; leave out -k {name}"
            diagnostics.append(error("wrong-kind", position.span, message, hint))
        elif any(use.part == "amendment-forms" for use in kind.parts) and not position.amendments:
            hint = f"add 'amendments' to the definition, or leave out -k {name}"
            message = "there is no amendment to make a sheet of"
            diagnostics.append(error("no-amendments", position.span, message, hint))
    return kinds, diagnostics


def _publish(
    workspace: Workspace,
    draft: Draft,
    papers: Sequence[Paper],
    build: Path,
    say: Callable[[str], None],
    as_draft: bool,
) -> Rendered:
    from toolkit.inputs import input_digests
    from toolkit.publishing import Output, publish, publishing

    position = draft.position
    facts = {"toolkit": __version__, "version": position.version}
    original = position.language if as_draft else ""
    with publishing(build / DRAFTS if as_draft else build, say) as root:
        names = {paper.name for paper in papers} | {path.name for path in (root / position.id).glob("*.*")}
        current = input_digests(workspace, position.id, position.kind, sorted(names), original)
        outputs = [
            Output(paper.name, paper.data, current[paper.name], paper.language, paper.format, paper.digest)
            for paper in papers
        ]
        published = publish(root, position.id, outputs, facts, current)
    aside = tuple([_say_aside(one.name, one.path.name, one.edited) for one in published.kept_aside])
    return Rendered(published.folder, tuple(papers), (), published.kept, published.removed, aside)
