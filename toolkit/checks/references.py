"""Rules on cross references, amendments, organisations, images and figures."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import Occurrence, Survey, suggestion
from toolkit.diagnostics import Diagnostic, error
from toolkit.images import ImageFault, read_image
from toolkit.inline import NUMBER
from toolkit.position import Blocks, Position, TextBlock


def target_is_defined(survey: Survey) -> Iterator[Diagnostic]:
    """Every `[](#id)` names a point, an amendment or a note."""
    points = [point.id for point in survey.position.key_points]
    amendments = [amendment.id for amendment in survey.position.amendments]
    known = [*points, *amendments, *survey.position.footnotes]
    for reference in survey.references:
        if reference.id not in known:
            hint = suggestion(reference.id, known)
            message = f"'#{reference.id}' is no point, amendment or note of this paper"
            yield error("undefined-target", reference.span, message, hint)


def target_note_is_used(survey: Survey) -> Iterator[Diagnostic]:
    """A note that is referred to by number is printed, so that it has one."""
    used = {use.id for use in survey.note_uses}
    for reference in survey.references:
        if reference.id in survey.position.footnotes and reference.id not in used:
            hint = f"put [^{reference.id}] where the note belongs"
            yield error("unused-target", reference.span, f"the note '{reference.id}' is nowhere in the paper", hint)


def reference_prints_its_number(survey: Survey) -> Iterator[Diagnostic]:
    """Words of a reference have one plain place for the number; those of a reference to a note always."""
    for reference in survey.references:
        yield from reference_faults(reference, survey.position)


def reference_faults(reference: Occurrence, position: Position) -> Iterator[Diagnostic]:
    """What is wrong with the words of one cross reference."""
    if NUMBER in reference.words and not reference.numbered:
        hint = "write {n} once, and no bold, italics or link with it between the brackets"
        yield error("reference-words", reference.span, "the place of the number, {n}, cannot be printed here", hint)
    elif reference.id in position.footnotes and reference.words and not reference.numbered:
        message = "the words of a reference to a note would not be printed: it prints the number of the note"
        hint = f"write [](#{reference.id}), or words with {{n}} for the number: [footnote {{n}}](#{reference.id})"
        yield error("reference-words", reference.span, message, hint)


def organisation_is_defined(survey: Survey) -> Iterator[Diagnostic]:
    """Every drafter, endorser, tabler and whoever was asked to endorse stands in organisations.yaml."""
    if "organisations" in survey.position.unread:
        return
    position = survey.position
    tablers = [named for amendment in position.amendments for named in amendment.tabled_by]
    endorsements = position.endorsements
    endorsers = [one.organisation for one in endorsements.given] if endorsements else []
    asked = endorsements.asked if endorsements else ()
    for named in (*position.drafted_by, *position.endorsed_by, *tablers, *asked, *endorsers):
        if named.id not in survey.position.organisations:
            known = list(survey.position.organisations)
            hint = suggestion(named.id, known, "add it to positions/organisations.yaml")
            yield error("undefined-organisation", named.span, f"the organisation '{named.id}' is not defined", hint)


def image_can_be_read(survey: Survey) -> Iterator[Diagnostic]:
    """Every image is a PNG or JPEG in the folder of the position, and says in words what it shows."""
    for block in image_blocks(survey.position):
        place = block.texts[0].place
        try:
            read_image(survey.position.folder, block.image)
        except ImageFault as fault:
            hint = "put a PNG or JPEG file into 'images' and write ![what it shows](images/its-name.png)"
            path = place.at(len(block.texts[0].value) + 2)
            yield error("invalid-image", path, f"the image '{block.image[:80]}' {fault}", hint)
        if not block.texts[0].value.strip():
            hint = "write what it shows between the square brackets: readers who cannot see it depend on it"
            yield error(
                "missing-alternative-text",
                place.at(),
                f"the image '{block.image[:80]}' is not described",
                hint,
            )


def logo_can_be_read(survey: Survey) -> Iterator[Diagnostic]:
    """The logo of every organisation that endorses is a PNG or JPEG in the folder of positions."""
    position = survey.position
    for one in {one.organisation.id: one for one in position.endorsements.given} if position.endorsements else ():
        logo = position.organisations[one].logo if one in position.organisations else None
        if logo is None:
            continue
        try:
            read_image(position.folder.parent, logo.id)
        except ImageFault as fault:
            hint = "put a PNG or JPEG file into positions/logos and write logo: logos/its-name.png"
            yield error("invalid-image", logo.span, f"the logo '{logo.id[:80]}' {fault}", hint)


def image_blocks(position: Position) -> Iterator[TextBlock]:
    """Every image of the position."""
    parts: list[Blocks] = [position.summary, position.call, position.closing]
    parts += [point.argument for point in position.key_points]
    parts += [amendment.justification for amendment in position.amendments]
    for blocks in parts:
        yield from (block for block in blocks if block.role == "image")
