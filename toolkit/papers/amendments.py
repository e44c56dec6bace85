"""Amendments as the paper prints them, and as the Parliament's form has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.document import AmendmentBlock, AmendmentLine, LabelledText, LawNote
from toolkit.images import Images
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    Link,
    NoteUse,
    Plain,
    Raised,
    Reference,
    Strong,
    untranslated,
    walk,
)
from toolkit.languages import Language
from toolkit.markup import parse
from toolkit.papers import parts, wordings
from toolkit.papers.wordings import Paragraphs
from toolkit.position import Aim, Amendment, Named, Position

UNKNOWN = ((Plain("[…]"),),)  # the original text is not known; it is not made up


def amendment_block(
    amendment: Amendment, number: int, position: Position, language: Language, images: Images
) -> AmendmentBlock:
    """An amendment as the paper prints it: what is asked, where, in what words, and why."""
    form = position.amendment_form
    texts = _columns(amendment, language, _original_word(amendment), "proposed") if form == "columns" else None
    return AmendmentBlock(
        anchor=f"amendment-{amendment.id}",
        number=str(number),
        label=language.word("amendment", str(number)),
        provision=_running(amendment.to, language),
        lines=(*_existing(amendment, language), *_relations(amendment, language)),
        texts=texts or _labelled(amendment, form, language),
        justification_label=language.word("justification") if amendment.justification else "",
        justification=parts.blocks(amendment.justification, images, "justification"),
        form=form,
    )


def amendment_form(
    amendment: Amendment, number: int, position: Position, language: Language, images: Images
) -> AmendmentBlock:
    """An amendment in the Parliament's form, to be tabled as it is."""
    heads = ("existing-text" if "present" in amendment.texts else "commission-text", "amendment-text")
    return AmendmentBlock(
        anchor=f"amendment-{amendment.id}",
        number=str(number),
        label=language.word("amendment", str(number)),
        provision="",
        lines=(*_form_lines(amendment, position, language), *_relations(amendment, language)),
        texts=_columns(amendment, language, *heads),
        justification_label=language.word("justification") if amendment.justification else "",
        justification=parts.blocks(amendment.justification, images, "justification"),
        form="columns",
        original_language=language.word("original-language", position.origin),
        alone=position.amendment_pages == "one",
        deleted=amendment.deleted,
    )


def _form_lines(amendment: Amendment, position: Position, language: Language) -> tuple[AmendmentLine, ...]:
    """Who tables it, the act, the provision; of an amending act also the act amended, and the provision there."""
    lines = []
    if amendment.tabled_by:
        lines.append(AmendmentLine("tablers", parts.organisations(position, amendment.tabled_by, language)))
    act = position.file.act if position.file else ""
    if act:
        lines.append(AmendmentLine("act", (Plain(language.word(act)),)))
    lines.append(_position_line(amendment.to, language))
    if amendment.existing:
        lines.append(AmendmentLine("act", parts.inlines(amendment.existing)))
    if amendment.existing_to:
        lines.append(_position_line(amendment.existing_to, language))
    return tuple(lines)


def _running(aim: Aim, language: Language) -> str:
    """The provision as a label; one that is to be inserted says so."""
    forms = language.conventions.provisions
    words = forms.running_form(aim.provision) if aim.provision else aim.written
    mark = f" {forms.new_mark(aim.provision)}" if aim.provision and aim.provision.new else ""
    return words[:1].upper() + words[1:] + mark


def _existing(amendment: Amendment, language: Language) -> tuple[AmendmentLine, ...]:
    """ "Existing act: Regulation (EU) 2022/2065, Article 40": what the amended article of the proposal would change."""
    if not amendment.existing:
        return ()
    place = f", {_running(amendment.existing_to, language)}" if amendment.existing_to else ""
    words = (Plain(f"{language.word('existing-act')}: "), *parts.inlines(amendment.existing), Plain(place))
    return (AmendmentLine("relation", words if place else words[:-1]),)


def _position_line(aim: Aim, language: Language) -> AmendmentLine:
    provision = aim.provision
    words = language.conventions.provisions.heading_form(provision) if provision else aim.written
    return AmendmentLine("position", (Plain(words),), provision)


_RELATIONS = (("alternative-to", "alternative_to"), ("fall-back", "fall_back_to"), ("together-with", "together_with"))


def _relations(amendment: Amendment, language: Language) -> tuple[AmendmentLine, ...]:
    """ "Alternative to: Amendment 1, Amendment 2": a label and a list, right in languages that inflect."""
    lines = []
    for word, field in _RELATIONS:
        related: Sequence[Named] = getattr(amendment, field)
        if related:
            listed: list[Inline] = [Plain(f"{language.word(word)}: ")]
            for index, named in enumerate(related):
                listed += [Plain(", ")] * bool(index) + [Reference(named.id)]
            lines.append(AmendmentLine("relation", tuple(listed)))
    return tuple(lines)


def _wordings(amendment: Amendment, language: Language) -> Mapping[str, Paragraphs]:
    """The wordings by role, the marks of the law's own notes in them; the text in force counts as the original."""
    marks = {name: Raised(_law_mark(note.mark, language)) for name, note in amendment.law_notes.items()}
    return {
        "original" if role == "present" else role: tuple(
            [_with_law_notes(parse(text.value).inlines, marks) for text in texts]
        )
        for role, texts in amendment.texts.items()
    }


def _language_of(amendment: Amendment) -> str:
    """The language of the wordings, all in one, where a draft has them in the words of the original; else ""."""
    return next((text.language for texts in amendment.texts.values() for text in texts), "")


def _in_language(paragraphs: Paragraphs, language: str) -> Paragraphs:
    """A wording with its language, if it is that of the original; what is not known is in no language."""
    if not language or paragraphs == UNKNOWN:
        return paragraphs
    return tuple([untranslated(paragraph, language) for paragraph in paragraphs])


def _law_mark(mark: str, language: Language) -> str:
    """The mark of a footnote of the law: what is inserted, "1a", is "1 bis" in French."""
    return language.conventions.provisions.inserted_number(mark)


def _with_law_notes(inlines: Inlines, marks: Mapping[str, Raised]) -> Inlines:
    made: list[Inline] = []
    for inline in inlines:
        match inline:
            case NoteUse(note) if note in marks:
                made.append(marks[note])
            case Strong(children):
                made.append(Strong(_with_law_notes(children, marks)))
            case Emphasis(children):
                made.append(Emphasis(_with_law_notes(children, marks)))
            case Link(children, address):
                made.append(Link(_with_law_notes(children, marks), address))
            case Reference(target, children, offset):
                made.append(Reference(target, _with_law_notes(children, marks), offset))
            case _:
                made.append(inline)
    return tuple(made)


def _law_notes(amendment: Amendment, paragraphs: Paragraphs, language: Language) -> tuple[LawNote, ...]:
    """The notes of the law whose marks stand in a wording."""
    marked = {inline.text for paragraph in paragraphs for inline in walk(paragraph) if isinstance(inline, Raised)}
    notes = [(_law_mark(note.mark, language), note.text) for note in amendment.law_notes.values()]
    return tuple([LawNote(mark, parts.inlines(text)) for mark, text in notes if mark in marked])


def _original_word(amendment: Amendment) -> str:
    """The fixed word above what is amended: the text of the proposal, or the text in force."""
    return "existing-text" if "present" in amendment.texts else "original"


def _labelled(amendment: Amendment, form: str, language: Language) -> tuple[LabelledText, ...]:
    """The wordings one below the other, what changes marked; in one text in the consolidated form."""
    given = _wordings(amendment, language)
    original, proposed = given.get("original"), given.get("proposed")
    own = "" if amendment.deleted and not original else _language_of(amendment)
    shown: list[tuple[str, str, Paragraphs]] = []
    if amendment.deleted:
        words = (((Plain(language.word("deleted")),)),)
        struck = wordings.wholly(original, "deleted", struck=True) if original else wordings.wholly(words, "inserted")
        shown.append(("delete" if original else "proposed", "deleted" if original else "proposed", struck))
    elif original and proposed and form == "consolidated":
        shown.append(("proposed", "proposed", wordings.consolidated(original, proposed)))
    elif original and proposed:
        left, right = wordings.compared(original, proposed)
        shown += [(_original_word(amendment), "original", left), ("proposed", "proposed", right)]
    else:
        shown += [(_original_word(amendment), "original", original)] if original else []
        shown += [("proposed", "proposed", wordings.wholly(proposed, "inserted"))] if proposed else []
    if insert := given.get("insert"):
        shown.append(("insert", "inserted", wordings.wholly(insert, "inserted")))
    if delete := given.get("delete"):
        shown.append(("delete", "deleted", wordings.wholly(delete, "deleted", struck=True)))
    return tuple(
        [
            LabelledText(language.word(word), _in_language(text, own), role, _law_notes(amendment, text, language))
            for word, role, text in shown
        ]
    )


def _columns(amendment: Amendment, language: Language, left_head: str, right_head: str) -> tuple[LabelledText, ...]:
    """Two wordings to stand side by side: what is deleted marked on the left, what is new on the right."""
    given = _wordings(amendment, language)
    is_new = amendment.to.provision is not None and amendment.to.provision.new
    original = given.get("original")
    if original is None:
        original = () if is_new else UNKNOWN
    if amendment.deleted:
        left = wordings.wholly(original, "deleted")
        right: Paragraphs = ((Change((Plain(language.word("deleted")),), "inserted"),),)
    elif "proposed" in given:
        proposed = given["proposed"]
        known = original not in ((), UNKNOWN)
        left, right = (
            wordings.compared(original, proposed) if known else (original, wordings.wholly(proposed, "inserted"))
        )
    else:
        left, right = _parts_of_unknown(given)
        if is_new:
            left, right = (), wordings.wholly(given.get("insert", ()), "inserted")
        elif "delete" not in given:
            left = original
    own = _language_of(amendment)
    said = (_in_language(left, own), _in_language(right, "" if amendment.deleted else own))
    return (
        LabelledText(language.word(left_head), said[0], "original", _law_notes(amendment, left, language)),
        LabelledText(language.word(right_head), said[1], "proposed", _law_notes(amendment, right, language)),
    )


def _parts_of_unknown(given: Mapping[str, Paragraphs]) -> tuple[Paragraphs, Paragraphs]:
    """Words that go out of, or come into, a text that is not known: "[…] words […]"."""
    around = (Plain("[…] "),)
    delete = wordings.wholly(given.get("delete", ()), "deleted")
    insert = wordings.wholly(given.get("insert", ()), "inserted")
    left = tuple([(*around, *paragraph, Plain(" […]")) for paragraph in delete]) or UNKNOWN
    right = tuple([(*around, *paragraph, Plain(" […]")) for paragraph in insert]) or UNKNOWN
    return left, right
