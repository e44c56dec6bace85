"""Runs, fields and links: the text inside a paragraph."""

from __future__ import annotations

from toolkit.document import Note
from toolkit.inline import (
    Change,
    Emphasis,
    Inline,
    Inlines,
    InnerLink,
    Link,
    Mark,
    NumberReference,
    Plain,
    Raised,
    Strong,
    Untranslated,
    plain_text,
)
from toolkit.records import Record, replace
from toolkit.writers.docx.markup import attribute, text_element, word_language
from toolkit.writers.docx.places import Place
from toolkit.writers.docx.story import Story
from toolkit.writers.docx.styles import FOOTNOTE_REFERENCE, HYPERLINK, UNTRANSLATED


class Look(Record):
    """How a run looks; `style` is the name of a character style, `linked` that it is inside a link.

    `untranslated` is the language of words that a draft has in that of the original.
    """

    style: str = ""
    bold: bool = False
    italic: bool = False
    struck: bool = False
    linked: bool = False
    raised: bool = False
    untranslated: str = ""


PLAIN = Look()
TINT = "FBF3DC"
SHADE = f'<w:shd w:val="clear" w:color="auto" w:fill="{TINT}"/>'
LINK_BACK = '<w:rPr><w:color w:val="5A6478"/><w:sz w:val="16"/><w:szCs w:val="16"/></w:rPr>'
DOTTED = '<w:u w:val="dotted" w:color="8A6A16"/>'


def write_text(story: Story, content: Inlines, look: Look = PLAIN) -> str:
    """The runs of `content`."""
    return "".join([write_inline(story, inline, look) for inline in content])


def write_inline(story: Story, inline: Inline, look: Look) -> str:
    """The runs of one inline."""
    match inline:
        case Plain(text, language):
            return write_run(story, text_element(text), look, language)
        case Strong(children) | Emphasis(children) | Change(children) | Untranslated(children):
            return write_text(story, children, look_inside(inline, look))
        case Raised(text):
            return write_run(story, text_element(text), replace(look, raised=True))
        case Mark():
            return write_mark(story, inline)
        case NumberReference():
            return write_number_reference(story, inline, look)
        case Link(children, address):
            return write_link(story, children, look, f'r:id="{story.relate("hyperlink", address, True)}"')
        case InnerLink(children, target):
            place = story.paper.places.get(target)
            return write_link(story, children, look, f'w:anchor="{place.bookmark}"' if place else "")
        case _:
            raise TypeError(f"{type(inline).__name__} has not been numbered")


def look_inside(inline: Inline, look: Look) -> Look:
    """How the words in `inline` look, if it is one that changes the look of its words."""
    match inline:
        case Strong():
            return replace(look, bold=True)
        case Emphasis():
            return replace(look, italic=True)
        case Change(_, _, struck):
            return replace(look, bold=not struck, italic=not struck, struck=struck)
        case Untranslated(_, language):
            return replace(look, untranslated=language)
    return look


def write_run(story: Story, content: str, look: Look, language: str | None = None) -> str:
    """A run of `content`. ISO 29500-1, 17.3.2.28: the order of the properties is fixed."""
    if look is PLAIN and not language:  # most are
        return f"<w:r>{content}</w:r>"
    style, tint = look.style, ""
    if look.untranslated:
        style, tint = untranslated_look(story, style)
    properties = [f'<w:rStyle w:val="{attribute(story.paper.style(style))}"/>'] if style else []
    if look.bold:
        properties.append("<w:b/><w:bCs/>")
    if look.italic:
        properties.append("<w:i/><w:iCs/>")
    if look.struck:
        properties.append("<w:strike/>")
    if tint:
        properties.append(tint)
    if look.raised:
        properties.append('<w:vertAlign w:val="superscript"/>')
    if spoken := language or look.untranslated:
        properties.append(f'<w:lang w:val="{attribute(word_language(spoken))}"/>')
    if properties:
        return f"<w:r><w:rPr>{''.join(properties)}</w:rPr>{content}</w:r>"
    return f"<w:r>{content}</w:r>"


def untranslated_look(story: Story, style: str) -> tuple[str, str]:
    """The style and the own properties of a run in the words of the original, which is in `style` otherwise.

    A run has one character style; where that is another one, or the template has none, the look is set directly.
    """
    if style:
        return style, SHADE
    return (UNTRANSLATED, "") if UNTRANSLATED.casefold() in story.paper.template.styles else ("", DOTTED + SHADE)


def write_link(story: Story, children: Inlines, look: Look, target: str) -> str:
    """`children` as a link; a link inside a link is plain text, since Word has no such thing."""
    if look.linked or not target:
        return write_text(story, children, look)
    inside = write_text(story, children, replace(look, style=look.style or HYPERLINK, linked=True))
    return f'<w:hyperlink {target} w:history="1">{inside}</w:hyperlink>'


def write_anchor_link(bookmark: str, runs: str, tip: str = "") -> str:
    """`runs` as a link to a place in the paper; `tip` is what Word shows beside the pointer."""
    tooltip = f' w:tooltip="{attribute(tip)}"' if tip else ""
    return f'<w:hyperlink w:anchor="{bookmark}"{tooltip} w:history="1">{runs}</w:hyperlink>'


def write_links_back(story: Story, number: str, uses: int) -> str:
    """From source `number` of the list to each place that cites it, as " ↑1 ↑2"; one needs no number."""
    tip = story.paper.document.words["back-to-citation"]
    parts = []
    for use in range(1, uses + 1):
        label, place = (f"↑{use}", f"{number}.{use}") if uses > 1 else ("↑", number)
        arrow = f"<w:r>{LINK_BACK}{text_element(label)}</w:r>"
        parts.append(
            f"<w:r>{text_element(' ')}</w:r>"
            + write_anchor_link(citation_bookmark(number, use), arrow, f"{tip} {place}")
        )
    return "".join(parts)


def write_quiet_link(story: Story, content: Inlines, place: Place, look: Look = PLAIN) -> str:
    """`content` with its words linked to `place`, looking as they do; its own links and marks stay."""
    if len(content) == 1 and isinstance(content[0], Untranslated):
        return write_quiet_link(story, content[0].children, place, Look(untranslated=content[0].language))
    parts: list[str] = []
    words: list[str] = []
    linked = replace(look, linked=True)

    def close() -> None:
        if words:
            parts.append(write_anchor_link(place.bookmark, "".join(words)))
            words.clear()

    for inline in content:
        if isinstance(inline, (Plain, Strong, Emphasis, Change, Raised)) and not has_links(inline):
            words.append(write_inline(story, inline, linked))
        else:
            close()
            parts.append(write_inline(story, inline, look))
    close()
    return "".join(parts)


def has_links(inline: Inline) -> bool:
    """Whether `inline` holds more than words."""
    if isinstance(inline, (Strong, Emphasis, Change)):
        return any(has_links(child) for child in inline.children)
    return not isinstance(inline, (Plain, Raised))


def write_field(story: Story, instruction: str, result: str, look: Look) -> str:
    """A complex field with its result, which Word shows until somebody updates fields."""

    def run(content: str) -> str:
        return write_run(story, content, look)

    return (
        run('<w:fldChar w:fldCharType="begin"/>')
        + run(f'<w:instrText xml:space="preserve"> {instruction} </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run(text_element(result))
        + run('<w:fldChar w:fldCharType="end"/>')
    )


def note_bookmark(note: Note, identifier: int) -> str:
    """The bookmark round the first mark of `note`, of which the footnote is `identifier`."""
    return f"_RefNote{note.number}" if note.number is not None else f"_RefSymbol{identifier}"


def write_mark(story: Story, mark: Mark) -> str:
    """The mark of a note: the note itself where it is first used, a reference to its number after that.

    Word complains of two references to one footnote, and a footnote may hold none (ISO 29500-1, 17.11.14).
    """
    paper = story.paper
    note = paper.notes[mark.note]
    look = Look(style=FOOTNOTE_REFERENCE)
    identifier = paper.footnotes.get(note.id)
    if identifier is None and not story.of_notes:
        identifier = paper.footnotes[note.id] = len(paper.footnotes) + 1
        own = "" if note.number is not None else ' w:customMarkFollows="1"'
        text = text_element(mark.text) if own else ""
        reference = write_run(story, f'<w:footnoteReference{own} w:id="{identifier}"/>{text}', look)
        return paper.marked(note_bookmark(note, identifier), reference)
    name = note_bookmark(note, identifier or 0)
    if note.number is None:
        return write_anchor_link(name, write_run(story, text_element(mark.text), look))
    return write_field(story, f"NOTEREF {name} \\f \\h", mark.text, look)


def write_number_reference(story: Story, reference: NumberReference, look: Look) -> str:
    """A live number between the words that belong to it."""
    parts = [write_run(story, text_element(reference.before), look)] if reference.before else []
    parts.append(write_live_number(story, reference, look))
    if reference.after:
        parts.append(write_run(story, text_element(reference.after), look))
    if reference.kind == "source":
        return story.paper.marked(citation_bookmark(reference.number, reference.use), "".join(parts))
    return "".join(parts)


def citation_bookmark(number: str, use: int) -> str:
    """The bookmark round the citation of source `number` that is its `use`th, for the link back from the list."""
    return f"_RefCitation{number}_{use}"


def write_live_number(story: Story, reference: NumberReference, look: Look) -> str:
    """The number as a field: that of a note, of a numbered heading, or the one in an amendment's heading.

    LibreOffice works out both forms of REF itself, and shows the numbers that Word does.
    """
    paper = story.paper
    if reference.kind == "note":
        note = paper.notes[reference.target]
        if note.number is not None:
            return write_field(story, f"NOTEREF _RefNote{note.number} \\h", reference.number, look)
        return write_run(story, text_element(reference.number), look)
    place = paper.places.get(reference.target)
    if place is None or place.switches is None:
        return write_run(story, text_element(reference.number), look)
    return write_field(story, f"REF {place.bookmark} {place.switches}", reference.number, look)


def title_text(content: Inlines) -> str:
    """`content` in one line, for headers and properties."""
    return " ".join(plain_text(content).split())
