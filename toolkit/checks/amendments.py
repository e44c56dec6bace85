"""Rules on amendments: what they change, and how they are related."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.occurrences import Survey, suggestion
from toolkit.diagnostics import Diagnostic, Span, advice, error, warning
from toolkit.inline import plain_text
from toolkit.markup import parse
from toolkit.position import Amendment, Named

_RELATIONS = (("alternative_to", "an alternative"), ("fall_back_to", "a fall-back"), ("together_with", "a companion"))


def related_amendment_is_another(survey: Survey) -> Iterator[Diagnostic]:
    """Alternatives, fall-backs and companions are other amendments of the paper."""
    known = [amendment.id for amendment in survey.position.amendments]
    for amendment in survey.position.amendments:
        for field, word in _RELATIONS:
            for named in getattr(amendment, field):
                if named.id == amendment.id:
                    message = f"the amendment '{named.id}' is called {word} to itself"
                    yield error("invalid-alternative", named.span, message, "name another amendment")
                elif named.id not in known:
                    hint = suggestion(named.id, known)
                    yield error("invalid-alternative", named.span, f"there is no amendment '{named.id}'", hint)


def order_of_fall_backs_is_no_circle(survey: Survey) -> Iterator[Diagnostic]:
    """A fall-back comes after what it falls back to, and neither is the alternative or the companion of the other."""
    amendments = {amendment.id: amendment for amendment in survey.position.amendments}
    order = list(amendments)
    for amendment in amendments.values():
        for named in amendment.fall_back_to:
            if named.id not in amendments or named.id == amendment.id:
                continue
            if order.index(named.id) > order.index(amendment.id):
                message = f"the fall-back '{amendment.id}' stands before '{named.id}', to which it falls back"
                yield error("relation-order", named.span, message, "put the amendment that is wanted first before it")
            if also := _also_called(amendment, amendments[named.id]):
                message = f"'{amendment.id}' is a fall-back to '{named.id}' and {also}"
                yield error("relation-order", named.span, message, "keep one of the two")


def _also_called(fall_back: Amendment, other: Amendment) -> str:
    """What a fall-back is called besides, that it cannot be at once."""
    if other.id in _ids(fall_back.together_with) or fall_back.id in _ids(other.together_with):
        return "belongs together with it"
    if other.id in _ids(fall_back.alternative_to) or fall_back.id in _ids(other.alternative_to):
        return "an alternative to it"
    return ""


def _ids(named: tuple[Named, ...]) -> set[str]:
    return {one.id for one in named}


def original_text_is_one(survey: Survey) -> Iterator[Diagnostic]:
    """Amendments to one provision quote the same original text."""
    first: dict[object, Amendment] = {}
    for amendment in survey.position.amendments:
        quoted = _quoted(amendment)
        if not quoted or not amendment.to.provision:
            continue
        other = first.setdefault(_passage(amendment), amendment)
        if _quoted(other) != quoted:
            place = (amendment.texts.get("original") or amendment.texts["present"])[0].place
            message = f"the original text is not the one that '{other.id}' quotes of the same provision"
            yield error("original-differs", place.at(), message, "copy it from the proposal into both")


def _quoted(amendment: Amendment) -> list[str]:
    return _wording(amendment, "original") or _wording(amendment, "present")


def _passage(amendment: Amendment) -> object:
    """What an amendment changes: the provision, and in an amending act the provision of the act amended."""
    act = amendment.existing and " ".join(amendment.existing.value.split())
    return amendment.to.provision, act, amendment.existing_to and amendment.existing_to.provision


def _wording(amendment: Amendment, role: str) -> list[str]:
    """The paragraphs of a wording as plain text, whatever its spaces."""
    return [" ".join(plain_text(parse(text.value).inlines).split()) for text in amendment.texts.get(role, ())]


def _stated(amendment: Amendment, role: str) -> list[str]:
    """The paragraphs of a wording with their marks, but those of emphasis, whatever its spaces."""
    return [" ".join(text.value.replace("**", "").split()) for text in amendment.texts.get(role, ())]


def passage_is_amended_once(survey: Survey) -> Iterator[Diagnostic]:
    """Two amendments that change one provision say how they are related, or a committee cannot vote on both."""
    seen: dict[object, list[Amendment]] = {}
    known = {amendment.id for amendment in survey.position.amendments}
    for amendment in survey.position.amendments:
        if amendment.to.provision is None or amendment.to.provision.new:
            continue
        others = seen.setdefault(_passage(amendment), [])
        for other in others:
            if not (_related(amendment, other) or _misnames(amendment, known) or _misnames(other, known)):
                message = f"'{other.id}' changes the same provision"
                hint = "say how they are related: alternative_to, fall_back_to or together_with; or make them one"
                yield warning("overlapping-amendments", amendment.to.span, message, hint)
        others.append(amendment)


def _related(one: Amendment, other: Amendment) -> bool:
    pairs = ((one, other.id), (other, one.id))
    return any(name in _ids(getattr(amendment, field)) for amendment, name in pairs for field, _ in _RELATIONS)


def _misnames(amendment: Amendment, known: set[str]) -> bool:
    """Whether an amendment is related to one that is not there, which is reported: any may be meant."""
    return any(_ids(getattr(amendment, field)) - known for field, _ in _RELATIONS)


# What cannot stand beside each other under `text`: one of the two would be printed, and the other lost.
_EXCLUDE = (
    ("deleted", ("proposed", "insert", "delete")),
    ("proposed", ("insert", "delete")),
    ("present", ("original",)),
    ("(new)", ("original", "present", "delete", "deleted")),
)


def wordings_go_together(survey: Survey) -> Iterator[Diagnostic]:
    """No wording excludes another of the same amendment."""
    for amendment in survey.position.amendments:
        is_new = amendment.to.provision is not None and amendment.to.provision.new
        given = {*amendment.texts, *(["deleted"] if amendment.deleted else []), *(["(new)"] if is_new else [])}
        for one, others in _EXCLUDE:
            for other in others:
                if one in given and other in given:
                    message = f"the amendment '{amendment.id}' has '{one}' and '{other}', which exclude each other"
                    yield error("excluded-wording", amendment.span, message, "leave out one of the two")


def insertion_is_new(survey: Survey) -> Iterator[Diagnostic]:
    """Words to be inserted do not stand in the original text already, and a replacement replaces something."""
    for amendment in survey.position.amendments:
        original = _wording(amendment, "original")
        for text, words in zip(amendment.texts.get("insert", ()), _wording(amendment, "insert"), strict=True):
            if words and words in " ".join(original):
                message = "the words to be inserted stand in the original text already"
                hint = "look whether the amendment is still needed"
                yield warning("insertion-repeats", text.place.at(), message, hint)
        proposed, quoted = (_stated(amendment, role) for role in ("proposed", "original"))
        if proposed and proposed == quoted:
            place = amendment.texts["proposed"][0].place
            message = "the proposed text is the original text: the amendment changes nothing"
            yield warning("insertion-repeats", place.at(), message, "write the text as it should read")


def point_has_an_amendment(survey: Survey) -> Iterator[Diagnostic]:
    """Advice: a key point that no amendment's justification refers to asks for nothing that could be tabled."""
    position = survey.position
    named = {use.id for use in survey.references if use.text.key.startswith("amendments/")}
    for point in position.key_points if position.amendments else ():
        if point.id not in named:
            hint = f"refer to it with [](#{point.id}) in the justification of the amendment that follows from it"
            yield advice("point-without-amendment", point.span, f"no amendment refers to the point '{point.id}'", hint)


def amendment_has_an_argument(survey: Survey) -> Iterator[Diagnostic]:
    """Advice: an amendment that neither is mentioned in the paper nor refers to a point stands alone."""
    position = survey.position
    points = {point.id for point in position.key_points}
    mentioned = {use.id for use in survey.references}
    arguing = {
        _owner(use.text.key) for use in survey.references if use.id in points and use.text.key.startswith("amend")
    }
    for amendment in position.amendments:
        if amendment.id not in mentioned | arguing:
            hint = f"mention it with [](#{amendment.id}) where it is argued, or refer to a point in its justification"
            yield advice("amendment-without-argument", amendment.span, f"nothing argues for '{amendment.id}'", hint)


def law_note_is_used(survey: Survey) -> Iterator[Diagnostic]:
    """Every footnote of the law that is given has its mark in a wording."""
    used = {(_owner(use.text.key), use.id) for use in survey.law_notes}
    for amendment in survey.position.amendments:
        for name, note in amendment.law_notes.items():
            if (amendment.id, name) not in used:
                place = note.text.place.at()
                span = Span(place.file, place.line, place.column)
                hint = f"put [^{name}] where its mark stands in the law, or delete the note"
                yield warning("unused-note", span, f"the footnote of the law '{name}' is never used", hint)


def _owner(key: str) -> str:
    """The amendment that a text belongs to: amendments/<id>/text/original."""
    return key.split("/")[1]
