"""Gathers what several files say of one paper into one list, by place in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from toolkit.diagnostics import Diagnostic, Span, error, warning
from toolkit.feedback.changes import ADDED
from toolkit.feedback.comments import Comments
from toolkit.feedback.placing import Placer
from toolkit.feedback.printed import Paper
from toolkit.feedback.remarks import COMMENT, Feedback, File, Placed, Remark, Together
from toolkit.feedback.tracked import Tracked
from toolkit.feedback.untracked import Untracked
from toolkit.inspection.reading import UnreadableFileError, primary
from toolkit.inspection.review import read_reviewed
from toolkit.inspection.reviewed import Reviewed
from toolkit.position import Text
from toolkit.records import Record, replace

_ENOUGH = 0.5  # of the words of a file: then no other language is tried
_LEAST = 0.3  # less of the words of the file and of the paper in common, and it is another paper

Papers = Callable[[str], Sequence[Paper]]


class _Placed(Record):
    """A file with what was found in it."""

    file: File
    remarks: tuple[Remark, ...]
    together: tuple[tuple[str, Together], ...]
    paper: Paper


def gather(
    identifier: str,
    version: str,
    languages: Sequence[str],
    papers: Papers,
    current: Callable[[str], Mapping[str, Text]],
    files: Iterable[tuple[str, bytes]],
) -> Feedback:
    """All that `files` say of the paper.

    `languages` are those that it is tried in, the first first where a file does not say; `papers` has the kinds of
    document in one of them, `current` the texts that are to be changed in it.
    """
    placed: list[_Placed] = []
    diagnostics: list[Diagnostic] = []
    for name, data in files:
        try:
            reviewed = read_reviewed(data)
        except UnreadableFileError as reason:
            diagnostics.append(error("unreadable-file", Span(name), str(reason), reason.hint))
            continue
        placer = _best(reviewed, name, languages, papers, current)
        if max(placer.coverage(), placer.share()) < _LEAST:
            diagnostics.append(_other_paper(name, identifier, placer))
            continue
        found = _read(placer, current(placer.paper.language))
        placed.append(found)
        diagnostics += _judge(found)
    remarks = [remark for one in placed for remark in one.remarks]
    texts = {one.paper.language: current(one.paper.language) for one in placed}
    by_file = {one.file.name: texts[one.paper.language] for one in placed}
    return Feedback(
        identifier,
        version,
        tuple([one.file for one in placed]),
        tuple(_by_place(remarks, [pair for one in placed for pair in one.together], by_file)),
        tuple([remark for remark in remarks if not remark.spot.label]),
        tuple(diagnostics),
    )


def _best(
    reviewed: Reviewed,
    name: str,
    languages: Sequence[str],
    papers: Papers,
    current: Callable[[str], Mapping[str, Text]],
) -> Placer:
    """The paper of which the file has most, in its own language first."""
    own = primary(reviewed.language)
    best: Placer | None = None
    best_fit = -1.0
    for language in sorted(languages, key=lambda tag: tag != own):
        for paper in papers(language):
            placer = Placer(paper, reviewed, name, current(language))
            placer.pair()
            fit = placer.coverage() + placer.share()
            if fit > best_fit:
                best, best_fit = placer, fit
        if best is not None and best.coverage() >= _ENOUGH:
            break
    assert best is not None  # there is a language at least
    return best


def _read(placer: Placer, current: Mapping[str, Text]) -> _Placed:
    changes = Tracked(placer)
    tracked = [*Comments(placer).remarks(), *changes.remarks(), *changes.leftover()]
    untracked = list(Untracked(placer).remarks())
    reviewed, paper = placer.reviewed, placer.paper
    unlisted = reviewed.counted - sum(remark.revisions for remark in tracked)
    if unlisted > 0:
        tracked.append(changes.unread(unlisted))
    comments = [remark for remark in tracked if remark.kind == COMMENT]
    file = File(
        placer.name,
        paper.language,
        paper.kind,
        len(reviewed.comments),
        reviewed.counted,
        sum(1 + len(remark.replies) for remark in comments),
        sum(remark.revisions for remark in tracked),
        reviewed.formatting,
        len(untracked),
    )
    remarks = tuple([_since(remark, paper, current) for remark in (*tracked, *untracked)])
    return _Placed(file, remarks, tuple(changes.all_together()), paper)


def _since(remark: Remark, paper: Paper, current: Mapping[str, Text]) -> Remark:
    """`remark`, which says so where its text is another one now."""
    key = remark.spot.key
    if key not in paper.texts:
        return remark
    remark = replace(remark, same=(paper.language, *remark.same) if remark.same else _same_words(remark, paper))
    if key not in current:
        return replace(remark, said=(*remark.said, "the text is not in the draft any more"))
    if current[key].value != paper.texts[key].value:
        words = "the text was changed since it went out; the wording is made from the words of that version"
        return replace(remark, said=(*remark.said, words))
    return remark


def _same_words(remark: Remark, paper: Paper) -> tuple[object, ...]:
    """New paragraphs are the same where they say the same in the same place."""
    if remark.kind != ADDED:
        return ()
    return (paper.language, remark.spot.key, remark.said, remark.text, tuple(remark.notes.values()))


def _other_paper(name: str, identifier: str, placer: Placer) -> Diagnostic:
    share = round(100 * max(placer.coverage(), placer.share()))
    message = f"the file is not the paper '{identifier}': it has {share} % of its words in common with it"
    hint = "give the id of the paper that was sent out with --id, its language with -l, or its version with --version"
    return error("feedback-other-paper", Span(name), message, hint)


def _judge(found: _Placed) -> Iterable[Diagnostic]:
    file = found.file
    span = Span(file.name)
    nowhere = sum(not remark.spot.label for remark in found.remarks)
    if nowhere:
        message = f"{nowhere} remark{'s' if nowhere > 1 else ''} could not be placed"
        yield warning("feedback-unplaced", span, message, "they are at the end of the list, each with the reason")
    if file.untracked:
        places = f"{file.untracked} place{'s' if file.untracked > 1 else ''}"
        message = f"the text was changed without tracking in {places}"
        hint = "look whether the right version was returned; each place is in the list"
        yield warning("feedback-untracked", span, message, hint)


# Merging


def _by_place(
    remarks: Iterable[Remark], together: Sequence[tuple[str, Together]], current: Mapping[str, Mapping[str, Text]]
) -> Iterable[Placed]:
    groups: dict[tuple[str, str], list[Remark]] = {}
    for remark in remarks:
        if remark.spot.label:
            span = remark.spot.span
            file = span.file if span else ""
            groups.setdefault((file, remark.spot.key or remark.spot.label), []).append(remark)
    for group in sorted(groups.values(), key=lambda group: min(remark.spot.order for remark in group)):
        first = group[0]
        text = current.get(first.by.file, {}).get(first.spot.key)
        files = {remark.by.file for remark in group}
        own = [one for key, one in together if key == first.spot.key and one.file in files]
        ordered = sorted(group, key=lambda remark: remark.spot.order)
        yield Placed(first.spot, text.value if text else "", tuple(_merged(ordered)), tuple(own))


def _merged(remarks: Sequence[Remark]) -> list[Remark]:
    """`remarks`, proposals that several make once."""
    found: list[Remark] = []
    known: dict[tuple[object, ...], int] = {}
    for remark in remarks:
        at = known.get(remark.same) if remark.same and remark.kind != COMMENT else None
        if at is None or not _by_another(found[at], remark):
            if remark.same:
                known.setdefault(remark.same, len(found))
            found.append(remark)
        else:
            found[at] = replace(found[at], also=(*found[at].also, remark.by))
    return found


def _by_another(one: Remark, other: Remark) -> bool:
    return one.tracked == other.tracked and other.by.file not in {saying.file for saying in (one.by, *one.also)}
