"""`position status`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from toolkit.cli import reporting

if TYPE_CHECKING:
    from toolkit.endorsing.status import Status


@click.command("status")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def command(ids: tuple[str, ...], form: str) -> None:
    """Show how the positions ID (all, if none is named) stand: versions, changes since, endorsements.

    An endorsement is of one text; it is void once that text has changed. Who was asked (endorsements.yaml)
    and has no endorsement that holds is listed as missing.

    Exit code: 0 all well, 1 something to mend, 2 wrong usage.
    """
    from toolkit.endorsing.status import status_of

    with reporting.environment():
        workspace = reporting.open_workspace()
        found = [status_of(workspace, one) for one in reporting.chosen_positions(workspace, ids)]
    if form == "json":
        import json

        click.echo(json.dumps([_row(one) for one in found], indent=2, ensure_ascii=True))
    else:
        click.echo("\n\n".join(["\n".join(_lines(one)) for one in found]))
    sys.exit(max([reporting.exit_code(one.diagnostics, strict=False) for one in found]))


def _lines(status: Status) -> Iterator[str]:
    position = status.position
    version = f"version {position.version}, {position.status}" if position and position.version else ""
    yield click.style(status.identifier, bold=True) + (f"  {version}" if version else "")
    errors = reporting.summary(status.diagnostics)
    if reporting.exit_code(status.diagnostics, strict=False):
        yield f"  {errors}; look with: position check {status.identifier}"
    for release in status.releases:
        yield f"  released  {release.version}, {release.status}, {_languages(len(release.digests))}"
    if status.releases and status.digests:
        last = status.releases[-1]
        differing = [tag for tag, digest in status.digests.items() if digest != last.digests.get(tag)]
        words = (
            f"{len(status.digests) - len(differing)} of {_languages(len(status.digests))} as in version {last.version}"
        )
        for label, tags in (
            ("changed", [tag for tag in differing if tag in last.digests]),
            ("not released in it", [tag for tag in differing if tag not in last.digests]),
        ):
            words += f"; {label}: {', '.join(tags)}" if tags else ""
        yield f"  text      {words}"
    yield from _endorsements(status)


def _languages(number: int) -> str:
    return f"{number} language{'' if number == 1 else 's'}"


def _endorsements(status: Status) -> Iterator[str]:
    given = status.position.endorsements if status.position else None
    if given is None:
        return
    if given.deadline:
        yield f"  deadline  {given.deadline.iso()}"
    width = max([len(one.endorsement.organisation.id) for one in status.standings], default=0)
    colours = {"valid": "green", "void": "yellow"}
    for one in status.standings:
        endorsement = one.endorsement
        state = click.style(f"{one.state:<8}", fg=colours.get(one.state, "red"))
        more = ", with a reservation" if endorsement.reservation else ""
        more += f": {one.changes[0]}" if one.changes else ""
        name = f"{endorsement.organisation.id:<{width}}"
        yield f"  {state}  {name}  {endorsement.language}  version {endorsement.version}{reporting.printable(more)}"
    if status.missing:
        yield f"  missing   {', '.join(status.missing)}"


def _row(status: Status) -> dict[str, object]:
    """What programs read: ids, digests and states, as `position status --format json` documents them."""
    given = status.position.endorsements if status.position else None
    return {
        "position": status.identifier,
        "version": status.position.version if status.position else None,
        "status": status.position.status if status.position else None,
        "errors": reporting.exit_code(status.diagnostics, strict=False) == reporting.MENDABLE,
        "digests": status.digests,
        "releases": [
            {"version": one.version, "status": one.status, "digests": dict(one.digests)} for one in status.releases
        ],
        "deadline": given.deadline.iso() if given and given.deadline else None,
        "endorsements": [
            {
                "organisation": one.endorsement.organisation.id,
                "language": one.endorsement.language,
                "version": one.endorsement.version,
                "digest": one.endorsement.digest,
                "state": one.state,
                "reservation": one.endorsement.reservation.amendment.id if one.endorsement.reservation else None,
                "changes": list(one.changes),
            }
            for one in status.standings
        ],
        "missing": list(status.missing),
    }
