"""The list as text for a terminal and as Markdown; what reviewers wrote is shown as it stands, whatever is in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from toolkit.feedback.placing import IN_LIST
from toolkit.feedback.remarks import COMMENT, Feedback, File, Placed, Remark, Saying, Spot

WIDTH = 100
_MOST_QUOTED = 400
NOWHERE = "Could not be placed"
TITLES = {
    COMMENT: "comment",
    "insert": "insertion",
    "delete": "deletion",
    "replace": "replacement",
    "move": "move",
    "new paragraph": "new paragraph",
    "removed paragraph": "paragraph removed",
    "split": "paragraph divided",
    "join": "paragraphs joined",
    "other": "change without words",
}


def title(remark: Remark) -> str:
    """What a remark is, in a word or two."""
    name = TITLES[remark.kind]
    if not remark.tracked:
        return f"changed without tracking: {name}"
    return f"{name} (resolved)" if remark.resolved else name


def who(saying: Saying) -> str:
    """Who said something, when, in which file."""
    return ", ".join([part for part in (saying.author, when(saying.date), saying.file) if part])


def when(date: str) -> str:
    """A date of a file ("2025-07-01T09:30:00Z") for people; as it stands where it is of another form."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?", date)
    return f"{found.group(1)} {found.group(2)}" if found else date


def place(spot: Spot) -> str:
    """The file and the line of the text to change."""
    return f"{spot.span.file}:{spot.span.line}" if spot.span else ""


def counted(file: File) -> str:
    """What was in a file, and that all of it is listed."""
    if not (file.comments or file.changes or file.formatting or file.untracked):
        return "returned without any change"
    parts = [_count(file.comments, "comment"), _count(file.changes, "mark of changes", "marks of changes")]
    said = ", ".join([part for part in parts if part])
    complete = (file.comments, file.changes) == (file.listed_comments, file.listed_changes)
    if said:
        listed = f"only {file.listed_comments} and {file.listed_changes} are listed"
        said += ", all listed" if complete else f", {listed}"
    more = [
        _count(file.untracked, "place changed without tracking", "places changed without tracking"),
        _count(file.formatting, "change of formatting alone", "changes of formatting alone") + " (not listed)"
        if file.formatting
        else "",
    ]
    return "; ".join([part for part in (said, *more) if part])


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}" if number else ""


def quoted(remark: Remark) -> str:
    """The words that a remark is about, "[…]" round them, with what stands before and behind them."""
    words = _short(remark.words)
    if remark.kind == COMMENT:
        return f"{remark.before}[{words}]{remark.after}" if words else ""
    change = {
        "insert": f"[+ {remark.text}]",
        "delete": f"[- {words}]",
        "replace": f"[- {words}] [+ {remark.text}]",
    }.get(remark.kind)
    return f"{remark.before}{change}{remark.after}" if change else words


def _short(words: str) -> str:
    return words if len(words) <= _MOST_QUOTED else f"{words[:_MOST_QUOTED].rstrip()}…"


def proposal(remark: Remark) -> tuple[str, str]:
    """The wording that a remark proposes, and what is to be said of it; two empty strings where there is none."""
    if remark.proposed:
        if remark.kind == "move":
            return remark.proposed, "the text that moves"
        return remark.proposed, "paste as a paragraph of its own" if remark.kind == "new paragraph" else "paste"
    if remark.kind == "removed paragraph" and IN_LIST not in remark.said:
        return "", "delete this text"
    if remark.wording:
        return remark.wording, "plain words only: it is not certain how the definition would say this"
    return "", ""


# Text


def as_text(feedback: Feedback) -> str:
    """The list for a terminal, in lines of at most `WIDTH` characters."""
    lines = list(_head(feedback))
    for one in feedback.places:
        lines += ["", *_text_place(one)]
    if feedback.unplaced:
        lines += ["", NOWHERE, "-" * len(NOWHERE)]
        for remark in feedback.unplaced:
            lines += _text_remark(remark)
    return "\n".join(lines) + "\n"


def _head(feedback: Feedback) -> Iterator[str]:
    version = f", version {feedback.version}" if feedback.version else ""
    yield f"{feedback.id}{version}: what came back"
    for file in feedback.files:
        yield f"  {file.name} ({file.language}): {counted(file)}"


def _text_place(one: Placed) -> Iterator[str]:
    head = one.spot.label[:1].upper() + one.spot.label[1:]
    yield head
    yield "-" * min(len(head), WIDTH)
    if where := place(one.spot):
        yield f"{where}  {one.spot.key}"
    for remark in one.remarks:
        yield from _text_remark(remark)
    for together in one.together:
        yield f"  * all changes of {together.file} at once:"
        yield from _wrapped(together.proposed, "        ")


def _text_remark(remark: Remark) -> Iterator[str]:
    yield f"  * {title(remark)}: {who(remark.by)}"
    if words := quoted(remark):
        yield from _wrapped(f"“{words}”", "      ")
    if remark.kind == COMMENT:
        yield from _wrapped(remark.text, "      > ")
    for reply in remark.replies:
        yield f"      reply: {who(reply.by)}"
        yield from _wrapped(reply.text, "        > ")
    for said in remark.said:
        yield f"      ({said})"
    wording, note = proposal(remark)
    if note:
        yield f"      {note}{':' if wording else ''}"
        yield from _wrapped(wording, "        ")
    for name, words in remark.notes.items():
        yield f"      new note, under footnotes: {name}:"
        yield from _wrapped(words, "        ")
    for saying in remark.also:
        yield f"      also asked by: {who(saying)}"


def _wrapped(text: str, indent: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield from wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)


# Markdown


def as_markdown(feedback: Feedback) -> str:
    """The list as Markdown: all that comes out of files stands in blocks of code, or is escaped."""
    version = f", version {feedback.version}" if feedback.version else ""
    lines = [f"# What came back: {_escaped(feedback.id + version)}", ""]
    lines += [f"- {_escaped(file.name)} ({file.language}): {_escaped(counted(file))}" for file in feedback.files]
    for one in feedback.places:
        lines += ["", f"## {_escaped(one.spot.label[:1].upper() + one.spot.label[1:])}", ""]
        if where := place(one.spot):
            lines += [f"{_escaped(where)} · {_escaped(one.spot.key)}", ""]
        for remark in one.remarks:
            lines += _markdown_remark(remark)
        for together in one.together:
            lines += [f"All changes of {_escaped(together.file)} at once:", "", *_fenced(together.proposed), ""]
    if feedback.unplaced:
        lines += ["", f"## {NOWHERE}", ""]
        for remark in feedback.unplaced:
            lines += _markdown_remark(remark)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _markdown_remark(remark: Remark) -> Iterator[str]:
    yield f"### {title(remark).capitalize()}: {_escaped(who(remark.by))}"
    yield ""
    if words := quoted(remark):
        yield from (*_fenced(words), "")
    if remark.kind == COMMENT:
        yield from ("Says:", "", *_fenced(remark.text), "")
    for reply in remark.replies:
        yield from (f"Reply: {_escaped(who(reply.by))}", "", *_fenced(reply.text), "")
    for said in remark.said:
        yield from (f"({_escaped(said)})", "")
    wording, note = proposal(remark)
    if note:
        yield from (f"{note[:1].upper()}{note[1:]}{':' if wording else '.'}", "")
        yield from (*_fenced(wording), "") if wording else ()
    for name, words in remark.notes.items():
        yield from (f"New note, under footnotes, {_escaped(name)}:", "", *_fenced(words), "")
    for saying in remark.also:
        yield from (f"Also asked by: {_escaped(who(saying))}", "")


def _fenced(text: str) -> Sequence[str]:
    """`text` in a block that nothing in it can end."""
    longest = max([len(run) for run in re.findall("`+", text)], default=0)
    fence = "`" * max(longest + 1, 3)
    return [f"{fence}text", *text.split("\n"), fence]


def _escaped(text: str) -> str:
    """`text` in one line, every sign that Markdown or HTML could take for its own escaped."""
    flat = re.sub(r"([\\`*_{}\[\]<>#&|~!@$])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^([-+=]|\d+[.)])", r"\\\1", flat).replace("://", "\\://")
