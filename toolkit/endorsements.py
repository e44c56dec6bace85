"""Whether an endorsement holds: it is of one text, and does so only while the paper still is that text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.diagnostics import Diagnostic, error, warning
from toolkit.position import Endorsement, Position
from toolkit.records import Record
from toolkit.text_digest import digest_of_text
from toolkit.versions import Release

_TAGS = re.compile(r"<note>[^<]*</note>|</?(?:strong|em|ins|del|sup|a)\b[^>]*>")
VALID, VOID, WRONG, UNKNOWN = "valid", "void", "wrong", "unknown"
_SHOWN = 3  # places where the text has changed
_LINES = 4_000  # of both texts; the great papers have some hundred


class Standing(Record):
    """An endorsement and what has become of it.

    `state` is "valid" where it is of the text as it now is, "void" where that text has changed since, "wrong" where
    there is no such text, "unknown" where the present text has faults and has no digest. `changes` says where a text
    has changed, and how, in the words of both. `amendments` are the ids of those in the text that was endorsed.
    """

    endorsement: Endorsement
    state: str
    changes: tuple[str, ...] = ()
    amendments: tuple[str, ...] = ()


class Judged(Record):
    """All endorsements of a position with their standing, and what is to be said of them."""

    standings: tuple[Standing, ...]
    diagnostics: tuple[Diagnostic, ...]


def judge(position: Position, released: Sequence[Release], texts: Mapping[str, str]) -> Judged:
    """The standing of each endorsement of `position`; `texts` are its present canonical texts by language.

    An endorsement holds only by a release that is whole; a `ToolkitError` names what was changed in it.
    """
    given = position.endorsements.given if position.endorsements else ()
    by_version = {release.version: release for release in released}
    digests = {tag: digest_of_text(text) for tag, text in texts.items()}
    standings: list[Standing] = []
    diagnostics: list[Diagnostic] = []
    for one in given:
        release = by_version.get(one.version)
        fault = next(_faults(one, release, by_version), None)
        if fault or release is None:
            diagnostics += [fault] if fault else []
            standings.append(Standing(one, WRONG))
        elif one.language not in digests:
            standings.append(Standing(one, UNKNOWN))
        elif digests[one.language] == one.digest == digest_of_text(release.proven_text(one.language)):
            standings.append(Standing(one, VALID, (), release.amendments))
        else:
            changes = tuple(changes_between(release.text(one.language), texts[one.language]))
            standings.append(Standing(one, VOID, changes))
    return Judged(tuple(standings), (*diagnostics, *_void(standings)))


def unbound(position: Position, released: Sequence[Release]) -> Iterator[Diagnostic]:
    """A warning where a text was sent out for endorsement, and endorsers are named without saying of which text."""
    sent = [release.version for release in released if release.status == "for-endorsement"]
    if sent and position.endorsed_by:
        named = position.endorsed_by[0]
        message = f"'{named.id}' is named in endorsed_by, but nothing says which text it endorsed"
        hint = f"version {sent[-1]} went out for endorsement: write down with position endorse who endorsed which text"
        yield warning("unbound-endorser", named.span, message, hint)


def _faults(one: Endorsement, release: Release | None, released: Mapping[str, Release]) -> Iterator[Diagnostic]:
    """Why there is no text that the endorsement could be of."""
    if release is None:
        there = ", ".join(released)
        hint = f"released so far: {there}" if there else "release what was sent out: position release"
        yield error("unknown-version", one.span, f"version {one.version} was never released", hint)
    elif one.language not in release.digests:
        message = f"version {one.version} was not released in the language '{one.language}'"
        yield error("unknown-version", one.span, message, f"it was released in: {', '.join(release.digests)}")
    elif release.digests[one.language] != one.digest:
        message = (
            f"the digest is not that of version {one.version} in '{one.language}': "
            f"{one.digest[:16]} stands here, {release.digests[one.language][:16]} was released"
        )
        hint = "look at the form that came back: it names the text that was endorsed"
        yield error("wrong-digest", one.span, message, hint)
    elif one.reservation and release.amendments and one.reservation.amendment.id not in release.amendments:
        message = f"version {one.version} has no amendment '{one.reservation.amendment.id}'"
        hint = f"give the id that the amendment had in that version, one of: {', '.join(release.amendments)}"
        yield error("undefined-amendment", one.reservation.amendment.span, message, hint)


def _void(standings: Sequence[Standing]) -> Iterator[Diagnostic]:
    """A warning for each endorsement that is void, unless its organisation has endorsed the present text too."""
    holding = {(one.endorsement.organisation.id, one.endorsement.language) for one in standings if one.state == VALID}
    for standing in standings:
        one = standing.endorsement
        if standing.state == VOID and (one.organisation.id, one.language) not in holding:
            more = len(standing.changes) - _SHOWN
            shown = "; ".join(standing.changes[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
            message = (
                f"the endorsement by '{one.organisation.id}' of version {one.version} in '{one.language}' is void, "
                f"for the text has changed since: {shown}"
            )
            hint = "ask again for the text as it now is, or take the change back; until then it is not printed"
            yield warning("void-endorsement", one.span, message, hint)
        elif standing.state == UNKNOWN:
            message = f"whether '{one.organisation.id}' still endorses the text in '{one.language}' cannot be told"
            hint = "mend what is wrong with that language first; until then the endorsement is not printed"
            yield warning("void-endorsement", one.span, message, hint)


def changes_between(before: str, after: str) -> Iterator[str]:
    """Where two canonical texts differ, each with the words of both: "key position 2: [-two-] {+three+} years"."""
    from difflib import SequenceMatcher

    from toolkit.wording.differences import changed_words

    old, new = before.splitlines(), after.splitlines()
    if len(old) + len(new) > _LINES:
        yield "the texts are too long to be compared here"
        return
    for kind, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        shared = min(end - start, last - first)
        for index in range(shared):
            words = changed_words(*_words_of_both(old[start + index], new[first + index]))
            yield f"{_place(new, first + index)}: {words}"
        for index in range(start + shared, end):
            yield f"{_place(old, index)}: taken out: {_short(_words(old[index]))}"
        for index in range(first + shared, last):
            yield f"{_place(new, index)}: new: {_short(_words(new[index]))}"


def _place(lines: Sequence[str], index: int) -> str:
    """What a reader calls the part that a line is in: "title", "note 6", "Amendment 2", a heading."""
    label, *texts = lines[index].split("\t")
    if label == "note":
        return f"note {texts[0]}"
    if label == "point":
        return f"key position {texts[0]}"
    if label in ("title", "subtitle"):
        return label
    if label == "fact":
        return texts[0]
    for line in reversed(lines[: index + 1]):
        opening, *words = line.split("\t")
        if opening == "amendment":
            return words[0]
        if opening.startswith("heading"):
            return " ".join(plain_words(word) for word in words if word)
    return "opening"


def _words_of_both(before: str, after: str) -> tuple[str, str]:
    """The words of two lines, without what both have before them: the number of a point, the label of a fact."""
    one, other = before.split("\t"), after.split("\t")
    first = 2 if one[:2] == other[:2] and len(one) == len(other) == 3 else 1
    texts = [" ".join(filter(None, fields[first:])) for fields in (one, other)]
    words = [plain_words(text) for text in texts]
    shown = words if words[0] != words[1] else texts  # else it is bold, a link or a mark that has changed
    return shown[0], shown[1]


def _words(line: str) -> str:
    """The words of a line, as they are printed."""
    return plain_words(" ".join(filter(None, line.split("\t")[1:])))


def plain_words(text: str) -> str:
    """The words of a text of the canonical form, without its marks."""
    bare = _TAGS.sub("", text)
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:80].rpartition(" ")[0] + " …"
