"""What goes out with a paper: the form to endorse it with, the covering letter, the list of what is in a pack."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.document import Block, Document, Fact, ListBlock, Paragraph, Table
from toolkit.inline import Inlines, Plain
from toolkit.languages import Language
from toolkit.papers import parts
from toolkit.papers.arranging import PRINTED_WORDS
from toolkit.position import Date, Position
from toolkit.records import Record, replace

FORM, LETTER, CONTENTS = "endorsement-form", "covering-letter", "pack-contents"
_BOX = "\u2610\u00a0"


class Sent(Record):
    """What is sent out: the version, the digest of its text in a language as papers print it, until when to answer.

    `before` is the version that was circulated before this one, "" where there is none.
    """

    version: str
    digest: str
    deadline: Date | None
    before: str = ""


class Listed(Record):
    """A file of a pack: its name, what it is, its SHA-256."""

    name: str
    what: str
    digest: str


def endorsement_form(position: Position, language: Language, sent: Sent) -> Document:
    """The form on which an organisation endorses one text; it fits a page."""
    word = language.word
    rows = [
        (word("form-organisation"), ""),
        (word("form-signatory"), ""),
        (word("form-place-date"), ""),
        (word("form-signature"), ""),
    ]
    choices = [Paragraph(_plain(word("form-scope"))), Paragraph(_plain(_BOX + word("form-plain")))]
    fields = Table(tuple([(_plain(label), _plain(text)) for label, text in rows]), (2, 3), role="form")
    body: list[Block] = [*choices]
    if position.amendments:
        wording = Table(((_plain(_BOX + word("form-reservation")), ()),), (2, 3), role="statement")
        body.append(wording)
    made = _document(FORM, (*body, fields), position, language)
    facts = [
        ("form-paper", _plain(word(position.kind))),
        ("version", _plain(f"{sent.version}, {word(position.status)}")),
        ("form-language", _plain(language.name)),
        ("form-digest", _plain(sent.digest)),
        ("form-deadline", _plain(language.date(sent.deadline)) if sent.deadline else ()),
        ("drafted-by", parts.organisations(position, position.drafted_by, language)),
    ]
    return replace(made, facts=_facts(facts, language))


def covering_letter(position: Position, language: Language, sent: Sent, enclosed: Sequence[str]) -> Document:
    """The letter that goes with a paper; `enclosed` are the names of what is enclosed, in the language."""
    word = language.word
    back = word("letter-return", language.date(sent.deadline)) if sent.deadline else word("letter-return-undated")
    asked = position.status == "for-endorsement"
    texts = [word("letter-opening"), word(f"letter-{position.status}")]
    texts += [word("letter-exact"), back] if asked else []
    body: list[Block] = [Paragraph(_plain(text)) for text in texts]
    body.append(Paragraph(_plain(f"{word('letter-enclosed')}:")))
    body.append(ListBlock(tuple([_plain(one) for one in enclosed])))
    body.append(Paragraph(_plain(word("letter-closing"))))
    body.append(Paragraph(parts.organisations(position, position.drafted_by, language)))
    made = _document(LETTER, tuple(body), position, language)
    facts = [("version", _plain(f"{sent.version}, {word(position.status)}")), ("form-digest", _plain(sent.digest))]
    return replace(made, facts=_facts(facts, language))


def pack_contents(position: Position, language: Language, sent: Sent, files: Sequence[Listed]) -> Document:
    """The list of what is in a pack, each file with its digest."""
    word = language.word
    head = (_plain(word("pack-file")), _plain(word("form-paper")), _plain(word("pack-digest")))
    rows = [(_plain(one.name), _plain(one.what), _plain(one.digest)) for one in files]
    made = _document(CONTENTS, (Table((head, *rows), (4, 3, 6), header=True),), position, language)
    return replace(made, facts=_facts([("version", _plain(f"{sent.version}, {word(position.status)}"))], language))


def enclosures(position: Position, language: Language, sent: Sent, kinds: Sequence[str]) -> dict[str, str]:
    """What each kind of paper in a pack is called, by kind, in the order of `kinds`."""
    names = {
        position.kind: language.word(position.kind),
        "amendments": language.word("amendments-kind"),
        "redline": language.word("changes-since", sent.before),
        FORM: language.word(FORM),
        LETTER: language.word(LETTER),
    }
    return {kind: names[kind] for kind in kinds}


def _document(kind: str, blocks: tuple[Block, ...], position: Position, language: Language) -> Document:
    bare = replace(position, subtitle=None, footnotes={})
    made = parts.document(kind, language.word(kind), blocks, bare, language, (), PRINTED_WORDS)
    return replace(made, status="", draft="")


def _facts(lines: Sequence[tuple[str, Inlines]], language: Language) -> tuple[Fact, ...]:
    return tuple([Fact(language.word(key), content, key) for key, content in lines if content])


def _plain(text: str) -> Inlines:
    return (Plain(text),) if text else ()
