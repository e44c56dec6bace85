"""Changes to a part as bytes that take the place of others: texts, runs, tracked changes, fields and bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from toolkit.records import Record
from toolkit.refreshing.scanning import Field, Part, Run, Text, byte_offsets

_END, _START, _CONTENT = range(3)  # at one place bookmarks end, then others begin, then content changes
_SPACE = re.compile(rb"\sxml:space\s*=")
_CHANGED = re.compile(rb"<(\S*?:?)rPrChange\b.*?</\1rPrChange\s*>", re.DOTALL)
_IDENTIFIER = re.compile(rb"(\s\S*?:?id\s*=\s*)(?:\"[^\"]*\"|'[^']*')")
_PRESERVE = b' xml:space="preserve"'


class Splice(Record):
    """Bytes that take the place of those from `start` to `end`; `rank` is their turn among those at one place."""

    start: int
    end: int
    data: bytes
    rank: int = _CONTENT


class Tracking(Record):
    """Whose changes they are, and of when; both are empty where changes are not tracked."""

    author: str = ""
    date: str = ""


class Update(Record):
    """A field whose result becomes `new`."""

    part: str
    field: Field
    old: str
    new: str


class Piece(Record):
    """Some characters of a text."""

    text: Text
    start: int
    end: int


class Retyping(Record):
    """A number typed by hand that becomes `new`; as a field where `bookmark` names what it refers to.

    `ids` are free ones for what is tracked: one for each run that it is in, and two more.
    """

    part: str
    pieces: tuple[Piece, ...]
    old: str
    new: str
    bookmark: str
    ids: tuple[int, ...]


class Bookmarking(Record):
    """A bookmark to be put round the run of a mark."""

    part: str
    run: Run
    name: str
    id: int


Change = Update | Retyping | Bookmarking


def applied(part: Part, changes: Iterable[Change], tracking: Tracking | None, in_vain: bool = False) -> bytes:
    """The bytes of `part` after `changes`; with `in_vain` they are made, but every text stays what it was."""
    splices: list[Splice] = []
    retyped: list[Retyping] = []
    for change in changes:
        if isinstance(change, Update):
            splices += _updated(part, change, change.old if in_vain else change.new)
        elif isinstance(change, Retyping):
            retyped.append(change)
        else:
            splices += _bookmarked(part, change)
    splices += _retyped(part, retyped, tracking, in_vain)
    splices.sort(key=lambda one: (one.start, one.rank))
    out, at = [], 0
    for splice in splices:
        if splice.start < at:
            raise ValueError("two changes overlap")
        out += [part.data[at : splice.start], splice.data]
        at = splice.end
    return b"".join([*out, part.data[at:]])


def _encoded(text: str) -> bytes:
    """Character data that reads as `text` in any encoding that holds ASCII."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text.encode("utf-8")


# Fields that have a result


def _updated(part: Part, change: Update, text: str) -> Iterator[Splice]:
    field = change.field
    if not field.texts:
        yield _first_result(part, field, text)
        return
    first, *others = field.texts
    yield Splice(first.open_end, first.inner_end, _encoded(text))
    for other in others:
        if other.inner_end > other.open_end:
            yield Splice(other.open_end, other.inner_end, b"")


def _first_result(part: Part, field: Field, text: str) -> Splice:
    """The result of a field that has none, put before its end in the look of its last run."""
    name = part.prefix
    if field.simple:
        return Splice(field.at, field.at, f"<{name}:r><{name}:t>".encode() + _encoded(text) + _closed(name, "t", "r"))
    run = field.end_run
    if run is None:
        raise ValueError("a field has no end")
    properties = part.data[run.open_end : run.inside]
    begun = f"<{name}:r>".encode() + properties
    result = begun + f"<{name}:t>".encode() + _encoded(text) + _closed(name, "t", "r")
    between = begun + _character(name, "separate") + _closed(name, "r")
    return Splice(run.start, run.start, result if field.has_result else between + result)


def _closed(prefix: str, *names: str) -> bytes:
    return "".join([f"</{prefix}:{name}>" for name in names]).encode()


def _character(prefix: str, kind: str) -> bytes:
    return f'<{prefix}:fldChar {prefix}:fldCharType="{kind}"/>'.encode()


# Bookmarks


def _bookmarked(part: Part, change: Bookmarking) -> tuple[Splice, Splice]:
    name, run = part.prefix, change.run
    start = f'<{name}:bookmarkStart {name}:id="{change.id}" {name}:name="{change.name}"/>'.encode()
    end = f'<{name}:bookmarkEnd {name}:id="{change.id}"/>'.encode()
    return Splice(run.start, run.start, start, _START), Splice(run.end, run.end, end, _END)


# Numbers typed by hand


class _Cut(Record):
    """Characters that are taken out of a run, by their bytes, and what is put there."""

    text: Text
    start: int
    end: int
    gone: bytes
    put: bytes


def _retyped(part: Part, changes: Sequence[Retyping], tracking: Tracking | None, in_vain: bool) -> Iterator[Splice]:
    cuts = [cut for change in changes for cut in _cuts(part, change, tracking, in_vain)]
    cuts.sort(key=lambda cut: cut.start)
    for _, together in groupby(cuts, key=lambda cut: cut.text.run.start):
        own = list(together)
        yield Splice(own[0].text.run.start, own[0].text.run.end, _rebuilt(part, own))


def _cuts(part: Part, change: Retyping, tracking: Tracking | None, in_vain: bool) -> Iterator[_Cut]:
    """What `change` takes out of each run; the new number is put after the last of them."""
    for index, piece in enumerate(change.pieces):
        text = piece.text
        raw = part.data[text.open_end : text.inner_end]
        offsets = byte_offsets(raw)
        start, end = text.open_end + offsets[piece.start], text.open_end + offsets[piece.end]
        gone = b""
        if tracking is not None:
            gone = _deleted(part, text.run, part.data[start:end], change.ids[index], tracking)
        put = b""
        if index == len(change.pieces) - 1:
            put = _number(part, text.run, change, change.old if in_vain else change.new)
            put = _inserted(part, text.run, put, change.ids[-2:], tracking) if tracking is not None else put
        yield _Cut(text, start, end, gone, put)


def _rebuilt(part: Part, cuts: list[_Cut]) -> bytes:
    """A run in the pieces that are left of it, with what is put between them."""
    run = cuts[0].text.run
    out = b""
    for before, after in zip([None, *cuts], [*cuts, None], strict=True):
        content = _gap(part.data, run, before, after)
        if content.strip():
            out += _opened(part, run, not out) + content + part.data[run.inner_end : run.end]
        if after is not None:
            out += after.gone + after.put
    return out


def _opened(part: Part, run: Run, first: bool = False) -> bytes:
    """The tag and properties of a run; a tracked change of format stays with the first piece alone."""
    properties = part.data[run.open_end : run.inside]
    return part.data[run.start : run.open_end] + (properties if first else _CHANGED.sub(b"", properties))


def _gap(data: bytes, run: Run, before: _Cut | None, after: _Cut | None) -> bytes:
    """What is left of a run between two cuts."""
    if before is not None and after is not None and before.text is after.text:
        return _wrapped(data, before.text, before.end, after.start)
    content, at = b"", run.inside
    if before is not None:
        content, at = _wrapped(data, before.text, before.end, before.text.inner_end), before.text.end
    if after is None:
        return content + data[at : run.inner_end]
    return content + data[at : after.text.start] + _wrapped(data, after.text, after.text.open_end, after.start)


def _wrapped(data: bytes, text: Text, start: int, end: int) -> bytes:
    """Some characters of a text in its tags, whose white space now counts at both ends."""
    if start == end:
        return b""
    opening = data[text.start : text.open_end]
    if not _SPACE.search(opening):
        opening = opening[:-1] + _PRESERVE + b">"
    return opening + data[start:end] + data[text.inner_end : text.end]


def _tag(part: Part, name: str, id_: int, tracking: Tracking) -> bytes:
    prefix = part.prefix
    date = f' {prefix}:date="{tracking.date}"' if tracking.date else ""
    author = _encoded(tracking.author).decode()
    return f'<{prefix}:{name} {prefix}:id="{id_}" {prefix}:author="{author}"{date}>'.encode()


def _deleted(part: Part, run: Run, raw: bytes, id_: int, tracking: Tracking) -> bytes:
    name = part.prefix
    text = f"<{name}:delText".encode() + _PRESERVE + b">" + raw + _closed(name, "delText")
    whole = _opened(part, run) + text + part.data[run.inner_end : run.end]
    return _tag(part, "del", id_, tracking) + whole + _closed(name, "del")


def _inserted(part: Part, run: Run, content: bytes, ids: tuple[int, ...], tracking: Tracking) -> bytes:
    """A tracked insertion; one that somebody else made ends before it and begins again after it."""
    own = _tag(part, "ins", ids[0], tracking) + content + _closed(part.prefix, "ins")
    if run.insertion is None:
        return own
    tag = part.data[run.insertion[0] : run.insertion[1]]
    name = tag[1:].split(None, 1)[0].rstrip(b">")
    again = _IDENTIFIER.sub(rb'\g<1>"%d"' % ids[1], tag, count=1)
    return b"</" + name + b">" + own + again


def _number(part: Part, run: Run, change: Retyping, text: str) -> bytes:
    """The runs of the new number: one, or the five of a field."""
    name, begun, ended = part.prefix, _opened(part, run), part.data[run.inner_end : run.end]
    shown = f"<{name}:t>".encode() + _encoded(text) + _closed(name, "t")
    if not change.bookmark:
        return begun + shown + ended
    instruction = f'<{name}:instrText xml:space="preserve"> NOTEREF {change.bookmark} \\h </{name}:instrText>'.encode()
    parts = (_character(name, "begin"), instruction, _character(name, "separate"), shown, _character(name, "end"))
    return b"".join([begun + one + ended for one in parts])
