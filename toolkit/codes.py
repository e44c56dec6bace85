"""Every diagnostic code: how severe it is, what it means and what to do, in the words of a policy officer.

The texts of docs/diagnostics.md; `python -m toolkit.codes` prints its tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from toolkit.code import Code
from toolkit.code import a_note as _n
from toolkit.code import a_warning as _w
from toolkit.code import an_error as _e
from toolkit.incoming_codes import FEEDBACK, LETTERS, PAPERS, SHEETS

_DEFINITION = {
    "missing-file": _e("A file that is needed is not there or cannot be opened.",
        "Restore it, or look who may open it."),
    "input-limit": _e("There is more than any paper needs: bytes, lines, or brackets in brackets.",
        "Look for a bracket without its end or a file that is no text."),
    "more-problems": _e("There are more faults of one kind than are listed; a warning where those are warnings.",
        "Mend what is listed, then check again."),
    "yaml-syntax": _e("The file breaks a rule of YAML, so that it cannot be read from there on.",
        "Compare the indentation with the lines above; put the text in quotes."),
    "yaml-duplicate-key": _e("One key stands twice; YAML would drop the first without a word.",
        "Keep one of the two."),
    "yaml-alias": _e("A text begins with `*` or `&`, which in YAML repeat another part of the file.",
        "Put the text in quotes."),
    "yaml-merge-key": _e("The key `<<` would take over keys from elsewhere.",
        "Write the keys out where they belong."),
    "yaml-tag": _e("A text begins with `!`, which in YAML names a type.",
        "Put the text in quotes."),
    "yaml-comment": _w("The words after ` #` are not read: YAML takes them for a comment.",
        "Put the whole text in quotes; in a real comment write a space after `#`."),
    "missing-key": _e("Something that every paper needs is missing or empty.",
        "Add what the hint names."),
    "unknown-key": _e("A key is not known in this place.",
        "Look for a slip; the hint names the key that was probably meant, or all that may stand there."),
    "wrong-type": _e("A list stands where one text belongs, or the other way round.",
        "Write it as the hint shows."),
    "invalid-value": _e("A value is none of those that may stand there, or has another form.",
        "Take one that the hint names, or the form that it shows."),
    "invalid-id": _e("An id has characters that links and file names cannot have.",
        "Use small letters, digits and hyphens; ids of sources may also hold capitals and `_ : . +`."),
    "duplicate-id": _e("Two things have one id, so that a reference to it could mean either.",
        "Give one of them another id; points, amendments and notes share one set of ids."),
    "invalid-date": _e("A date is in another form, or is in no calendar.",
        "Write a day (2025-06-17), a month (2025-06) or a year (2025)."),
    "invalid-number": _e("A figure is no plain number.",
        "Write figures only, with a decimal point: 12.5."),
    "wrong-cells": _e("A row of a comparison has more or fewer cells than there are columns.",
        "Write a cell for each column, the jurisdiction first."),
}  # fmt: skip

_CHARACTERS = {
    "not-utf8": _e("The file was saved in an old encoding, so that its accented letters cannot be read.",
        "Save it again with the encoding UTF-8."),
    "control-character": _e("The text holds a character that cannot be printed.",
        "Delete it with its neighbours and type those again; it often comes with text from a PDF."),
    "bidi-control": _e("The text holds a character that shows it in another order than it is stored.",
        "Delete it with its neighbours and type those again."),
    "invisible-character": _w("The text holds a character that nobody sees, such as a soft hyphen.",
        "Type the word again; where two words are parted by it, type a space."),
}  # fmt: skip

_MARKS = {
    "unpaired-mark": _e("A `*` or `**` begins and does not end.",
        "Write the second mark where it ends; a star that is printed is written `\\*`."),
    "empty-mark": _e("Nothing stands between two marks, or a link has no words to click on.",
        "Write the words between them."),
    "unclosed-bracket": _e("A square bracket has no partner.",
        "Close it; a bracket that is printed is written `\\[` or `\\]`."),
    "malformed-mark": _e("A mark in square brackets is none that the toolkit knows.",
        "Write `[^note]`, `[@source]`, `[text](https://…)` or `[](#id)`."),
    "invalid-locator": _e("The place in a source is not written in a way that can be put into each language.",
        "Write `p. 4`, `pp. 4–6`, `art. 5(2)`, `para. 3` and so on."),
    "link-address": _e("A link leads to no address that a paper may link to.",
        "Copy the address from the browser; it begins with `https://`, or with `mailto:`."),
    "insecure-link": _w("A link begins with `http://`: what it shows can be changed on the way.",
        "Use `https://` if the site has it."),
}  # fmt: skip

_NOTES = {
    "undefined-note": _e("A mark names a note that is not defined.",
        "Define it under `footnotes`, or mend its name."),
    "unused-note": _w("A note is defined and its mark is nowhere, so that it is not printed.",
        "Put its mark where it belongs, or delete the note."),
    "note-in-note": _e("The mark of a note stands in another note, which Word does not have.",
        "Refer to the other note by its number: `[](#its-id)`."),
    "note-in-title": _e("A note stands in the title or subtitle, which are printed in several places.",
        "Put it on the first words of the summary."),
    "duplicate-symbol": _e("Two notes have the same symbol.",
        "Give one of them another."),
}  # fmt: skip

_SOURCES = {
    "undefined-source": _e("A source is cited and not defined.",
        "Add it to `sources.yaml`, or mend its id."),
    "unknown-type": _w("The type of a source is none that CSL knows, so that its title may be set wrongly.",
        "Write one of CSL's types: report, book, article-journal, webpage, legislation."),
    "source-language": _w("The language of a source is no tag, so that its title cannot be marked as foreign.",
        "Write its tag: de, fr, en-GB."),
    "unused-source": _w("A source is defined and never cited, so that it is not printed.",
        "Cite it, or take it out."),
    "incomplete-source": _w("A source has no author or no date, of which later references are made.",
        "Add `author` or `issued`; an institution is an author too."),
    "duplicate-source": _w("Two entries seem to be one source, which would be cited in full twice.",
        "Cite one of them everywhere and delete the other."),
    "repeated-source": _e("One citation, or two side by side, name a source twice.",
        "Keep one of the two, or give them different places in the source."),
    "typed-citation": _w("A number in brackets reads as that of a source, and is bound to none.",
        "Cite the source as `[@id]`; what is no source stands in round brackets."),
}  # fmt: skip

_REFERENCES = {
    "undefined-target": _e("A cross reference names nothing that is in the paper.",
        "Name a point, an amendment or a note; the hint has the likely one."),
    "reference-words": _e("The words of a cross reference have no plain place for the number that it must print.",
        "Write `{n}` once where the number stands, or nothing between the square brackets."),
    "unused-target": _e("A cross reference leads to a note whose mark is nowhere, so that it has no number.",
        "Put the mark of the note where it belongs."),
    "invalid-provision": _e("The provision of an amendment cannot be put into each language's own form.",
        "Write `Article 5(10)`, `Article 2(3)(d)`, `Recital 12` or `Annex I, point 3`."),
}  # fmt: skip

_AMENDMENTS = {
    "invalid-alternative": _e(
        "An amendment is an alternative, a fall-back or a companion to itself, or to one that is not there.",
        "Name another amendment of the paper."),
    "excluded-wording": _e(
        "An amendment has two wordings that exclude each other; one of them would not be printed.",
        "Leave out one of the two."),
    "relation-order": _e(
        "A fall-back stands before what it falls back to, or is its alternative or companion as well.",
        "Put the amendment that is wanted first before it, or keep one of the two relations."),
    "original-differs": _e("Two amendments to one provision quote its text in different words.",
        "Copy the text from the proposal into both."),
    "overlapping-amendments": _w("Two amendments change one provision, and nothing says how they are related.",
        "Write `alternative_to`, `fall_back_to` or `together_with`, or make them one."),
    "insertion-repeats": _w("What is to be inserted stands in the original text already, or nothing is changed.",
        "Look whether the amendment is still needed."),
    "no-amendments": _e("A sheet of amendments was asked for, and the paper has none.",
        "Add `amendments` to the definition, or leave out `-k amendments`."),
    "point-without-amendment": _n("No amendment refers to a key position: nothing can be tabled for it.",
        "Refer to it with `[](#its-id)` in the justification of the amendment that follows from it."),
    "amendment-without-argument": _n("An amendment is not mentioned in the paper and refers to no key position.",
        "Mention it where it is argued, or refer to a point in its justification."),
}  # fmt: skip

_ORGANISATIONS = {
    "duplicate-endorsement": _e("An organisation endorses the same text twice.", "Keep one of the two."),
    "undefined-amendment": _e("A reservation is about an amendment that is not there.",
        "Give the id of the amendment, as the definition has it."),
    "unbound-endorser": _w("An endorser is named without its text, though texts go out for endorsement.",
        "Write down which text the organisation endorsed, and take `endorsed_by` out."),
    "unknown-version": _e("An endorsement is of a version or a language that was never released.",
        "Look at the form that came back; release the version that was sent out."),
    "wrong-digest": _e("An endorsement has another digest than the text that was released.",
        "Look at the form that came back: it names the text that was endorsed."),
    "void-endorsement": _w("The text has changed since an organisation endorsed it; it is not printed as an endorser.",
        "Ask again for the text as it now is, or take the change back."),
    "undefined-organisation": _e("A drafter or endorser is not in `positions/organisations.yaml`.",
        "Add it there, or mend its id."),
    "invalid-image": _e("An image is not there, lies outside the folder of the position, or is no PNG or JPEG.",
        "Put it into the folder `images` of the position."),
    "missing-alternative-text": _e("An image is not described for those who cannot see it.",
        "Write what it shows between the square brackets."),
}  # fmt: skip

_LANGUAGES = {
    "missing-catalogue": _e("The paper has not been translated into a language that was asked for.",
        "Have it translated, or choose other languages."),
    "missing-language-files": _e("The toolkit cannot print a language yet: its files are missing.",
        "Add the files that the message names, after those of another language."),
    "missing-word": _e("A word that the toolkit prints is not translated, or has lost its `{0}`.",
        "Translate it in `toolkit.po`; `{0}` stands for a number or name."),
    "plural-forms": _e("The header of `toolkit.po` does not say how the language counts.",
        "Copy the line `Plural-Forms` of the language into the header."),
    "po-syntax": _e("A line of a catalogue breaks the form of PO files; then none of it is read.",
        "Mend the line, or open the file in Poedit, which writes the form by itself."),
    "duplicate-message": _e("One text is translated twice in one catalogue.",
        "Keep the translation that is right."),
    "catalogue-language": _e("A catalogue names another language than that of its folder.",
        "Move the file, or mend `Language` in its header."),
    "draft-translation": _w("A draft prints texts that are not translated in the words of the original.",
        "Translate them before the paper goes out; `position check` lists them."),
    "missing-translation": _e("A text is not translated.",
        "Translate it in the catalogue."),
    "stale-translation": _e("A text was changed after it was translated.",
        "Compare the translation with the new text and mend it."),
    "fuzzy-translation": _e("A translation is marked as doubtful.",
        "Read it, and take the mark away when it is right."),
    "translation-marks": _e("A translation has lost or added a note, a source, a cross reference or a link.",
        "Copy the marks from the original; they may stand in another order."),
    "term-missing": _w("A translation has none of the terms that the glossary gives for a term of the original.",
        "Use the term, or add the form that is right to `glossary.yaml`."),
    "term-avoided": _w("A text has a form that the glossary of its language says to avoid.",
        "Write the term that the hint names."),
    "unused-message": _w("A translation belongs to no text of the definition any more.",
        "Delete it, or keep it as obsolete (`#~`)."),
}  # fmt: skip

_COMPARISON = {
    "translation-numbers": _w("A translation has other numbers than the original, or a date another month.",
        "Write the numbers of the original; those up to twelve may be words."),
    "translation-provisions": _w("A provision or annex that the original names is not named in the translation.",
        "Write its numbers together and in full, as in *article 5, paragraphe 10*."),
    "provision-order": _n("Two provisions stand in another order than in the original.",
        "See that each still says what it is said of."),
    "mark-order": _n("Notes or citations stand in another order than in the original.",
        "See that each still stands behind what it proves."),
    "reference-number": _w("A cross reference has lost its number, or `{n}` stands where it is no number.",
        "Write `[](#id)`, or `{n}` between the square brackets where the number stands."),
    "link-target": _w("A link of a translation leads to another page than that of the original.",
        "Copy the address; it may lead to the same page in your language."),
    "translation-emphasis": _w("A translation has lost or added words that are set off by `*` or `**`.",
        "Set off the words that correspond to those of the original."),
    "outer-space": _w("A translation begins or ends with a space or a new line.",
        "Delete it."),
    "doubled-space": _w("Two spaces stand together in a translation.",
        "Delete one of the two."),
    "punctuation-marks": _w(
        "A bracket is not closed, or a question is not marked as in its language (`;` in Greek, `¿` in Spanish).",
        "Write the mark that the hint names."),
    "doubled-word": _w("A word follows itself in a translation.",
        "Delete one of the two."),
    "untranslated-text": _w("A translation is its original, word for word.",
        "Translate it."),
    "source-words": _w("Words of the original were left in a translation.",
        "Translate them; put a name or title in quotation marks."),
    "final-punctuation": _w("A translation ends with another punctuation mark than the original.",
        "End it as the original ends."),
    "text-length": _w("A title, heading or key point is longer than the page has room for.",
        "Say it in fewer words."),
    "differing-translation": _w("One text of the paper is translated in two ways in one catalogue.",
        "Take over the better of the two in both."),
    "accepted-without-reason": _w("A finding is accepted, but nobody says why; it is reported all the same.",
        "Write the reason above the message: `# accept-doubled-word: the name of a band`."),
    "unknown-acceptance": _w("What is to be accepted is an error, or nothing that is ever found in a translation.",
        "Look for a slip in the code; mend what is an error."),
    "unused-acceptance": _n("A finding is accepted that is not made any more.",
        "Delete the line or flag."),
}  # fmt: skip

_TYPOGRAPHY = {
    "number-space": _w("A number or percentage is written otherwise in the language of the text.",
        "Write it as the hint shows; `\\ ` is a hard space."),
    "hard-space": _w("A line could break between a number and the word that it belongs to.",
        "Put a hard space there: `Article\\ 5`."),
    "punctuation-space": _w("A space before a punctuation mark is not that of the language.",
        "Write it as the hint shows."),
    "mark-position": _w("The mark of a note stands on the other side of the punctuation mark in this house style.",
        "Put it where the hint shows."),
    "quotation-marks": _w("Quotation marks or apostrophes are not those of the language.",
        "Write them as the hint shows."),
}  # fmt: skip

_OUTPUT = {
    "unreadable-file": _e("The file is neither a Word document nor an HTML page, or is damaged.",
        "Send a fresh copy, or open it in Word and save it again as .docx."),
    "missing-part": _e("A part of the Word file, such as its notes, is not in it.",
        "Render the paper again, or let Word repair the file."),
    "missing-language": _w("The file does not say its language, so that screen readers guess it.",
        "Set the proofing language in Word, or `lang` in HTML."),
    "dangling-note": _e("A mark leads to a note that is not there.",
        "Render the paper again, or insert the note again."),
    "unreferenced-note": _e("No mark leads to a note, which Word then does not show.",
        "Put its mark into the text, or delete the note."),
    "duplicate-note": _e("Two notes have one id.",
        "Render the paper again, or let Word repair the file."),
    "empty-note": _e("A note has no text.",
        "Write the note, or delete its mark."),
    "gap-in-notes": _e("The numbers of the notes are not 1, 2, 3 in the order of the text.",
        "Number the notes again, or render the paper again."),
    "note-page": _e("A note of a PDF begins on another page than its mark.",
        "Shorten the notes of that line, or put their marks further apart, and keep `footnote-policy`."),
    "wrong-mark": _e("A mark shows another number or symbol than the note that it leads to.",
        "Render the paper again."),
    "repeated-mark": _e("Two marks in Word lead to one note, where the second should be a cross-reference.",
        "Insert a cross-reference to the note in the place of the second mark."),
    "stale-number": _e("A reference shows another number than what it refers to has.",
        "Update the fields in Word (Ctrl+A, F9), or render the paper again."),
    "missing-bookmark": _e("A reference in Word leads to a place that is not there.",
        "Insert the cross-reference again."),
    "duplicate-bookmark": _e("Two bookmarks in Word have one name: references may lead to the wrong one.",
        "Delete one of them (Insert › Bookmark)."),
    "open-field": _e("A field in Word begins without an end, or ends without a beginning.",
        "Delete the reference and insert it again."),
    "dead-anchor": _e("A link inside the file leads nowhere.",
        "Link to a place that is there, or render the paper again."),
    "duplicate-anchor": _e("Two places in the page have one id, so that links lead to the first of them.",
        "Give one of them another id."),
    "missing-back-link": _e("A note in HTML has no link back to its mark, or a source none to where it is cited.",
        "Render the paper again."),
    "wrong-back-link": _e("The link back from a note leads to the mark of another, or that from a source elsewhere.",
        "Render the paper again."),
    "missing-sources": _e("Sources are cited by numbers in brackets, and there is no list of them.",
        "Put the list of sources at the end, or cite them in the definition."),
    "dangling-citation": _e("A number in brackets cites a source that is not in the list.",
        "Put the source in the list, or mend the number."),
    "gap-in-sources": _e("The list of sources does not count 1, 2, 3, or not in the order in which they are cited.",
        "Number the sources as they are first cited, or render the paper again."),
    "doubled-source": _e("The list of sources has one source under two numbers.",
        "Keep one of the two, and cite it by one number."),
    "uncited-source": _e("The list of sources has one that is cited nowhere.",
        "Cite it, or take it out of the list."),
    "missing-mark": _e("A note does not show its own number or symbol.",
        "Delete the note and insert it again."),
    "restarting-notes": _e("Notes are numbered anew on each page, but references give their numbers.",
        "Number the notes continuously."),
    "update-question": _w("Word asks at every opening whether it shall update the fields.",
        "Take the setting updateFields out of the file."),
    "empty-link": _w("A link has no address.",
        "Give it one, or take the link away."),
    "changed-file": _e("The file was changed after it was rendered: the manifest beside it has another digest.",
        "Make the change in the definition or the catalogue, and render again."),
    "formats-disagree": _e("The Word and the HTML version of one paper do not say the same.",
        "Render both from the same text, and change neither by hand."),
}  # fmt: skip

_TYPED = {
    "wrong-back-reference": _e("A reference by number names another note than the one whose source it gives.",
        "Write the number of the note that is meant, or insert a cross-reference, which Word keeps right."),
    "dangling-back-reference": _e("A reference names a note that is not there.",
        "Write the number of the note that is meant."),
    "self-reference": _e("A reference names the note that it stands in.",
        "Write the number of the note that is meant."),
    "forward-reference": _w("A reference names a note that comes later, where the source is not known yet.",
        "Cite in full where the source comes first."),
    "ibid-without-source": _e("*Ibid.* stands in the first note, or after a note that cites nothing.",
        "Cite the source, or refer to the note that does."),
    "ambiguous-ibid": _w("*Ibid.* stands after a note with several sources.",
        "Name the source and its note."),
    "source-cited-again": _w("A source that an earlier note gives in full is cited in full again.",
        "Refer back to the earlier note."),
    "source-spelling": _w("A name is spelt otherwise than in the address of its link, or in another note.",
        "Look which is right, and write it alike everywhere."),
    "misleading-link": _w("A link shows another address than the one that it leads to.",
        "Write the address that it leads to, or mend the link."),
    "missing-point": _w("The text mentions a point that the paper does not have.",
        "Write the number of the point that is meant."),
}  # fmt: skip

_KINDS = {
    "wrong-kind": _e("A kind of document is asked for that is not made out of this definition.",
        "Leave the kind out; `position kinds` says what each is made out of."),
    "unknown-words": _e("A kind of document names fixed words that the toolkit does not have.",
        "Write the words by language, or name fixed words that there are."),
    "kind-marks": _e("The words of a kind of document hold a note, a citation or a reference.",
        "Write them without: those belong into the texts of a position."),
    "too-long": _w("A document will not fit on as many pages as its kind may have.",
        "Shorten the parts that the hint names."),
}  # fmt: skip

_DIFFERENCES = {
    "title-differs": _e("The title is not that of the paper.", "Render the paper again."),
    "text-differs": _e("A text is missing, added or changed.", "Render the paper again."),
    "heading-differs": _e("A heading is not marked as one.", "Look at the styles of the template."),
    "number-differs": _e("A point or amendment has another number.", "Look at the lists of the template."),
    "mark-differs": _e("The mark of a note is another one.", "Render the paper again."),
    "release-differs": _e("A release is asked for under another version or status than the definition says.",
        "Bring the definition and the command together; papers print what the definition says."),
    "release-incomplete": _e("What is to be released cannot be rendered from its own files alone.",
        "Put the files themselves into the workspace, where links lead out of it."),
    "page-words-differ": _e("A page lacks the status of the paper or the digest of its text.",
        "Render the paper again; look at the header and footer of your template."),
    "note-text-differs": _e("The text of a note is missing, added or changed.", "Render the paper again."),
    "note-order-differs": _e("Two notes have changed places.", "Render the paper again."),
    "reference-differs": _e("A reference is missing or leads elsewhere.", "Render the paper again."),
    "link-differs": _e("A link is missing, added or leads elsewhere.", "Render the paper again."),
    "language-differs": _e("A text is marked as being in another language.", "Render the paper again."),
    "alternative-text-differs": _e("The description of an image is missing.", "Render the paper again."),
}  # fmt: skip

GROUPS: Mapping[str, Mapping[str, Code]] = MappingProxyType(
    {
        "The definition": MappingProxyType(_DEFINITION),
        "Characters": MappingProxyType(_CHARACTERS),
        "Inline marks": MappingProxyType(_MARKS),
        "Notes": MappingProxyType(_NOTES),
        "Sources": MappingProxyType(_SOURCES),
        "Cross references and provisions": MappingProxyType(_REFERENCES),
        "Amendments": MappingProxyType(_AMENDMENTS),
        "Organisations and images": MappingProxyType(_ORGANISATIONS),
        "Kinds of document": MappingProxyType(_KINDS),
        "Catalogues and languages": MappingProxyType(_LANGUAGES),
        "Translations and their originals": MappingProxyType(_COMPARISON),
        "Typography": MappingProxyType(_TYPOGRAPHY),
        "Files that were written": MappingProxyType(_OUTPUT),
        "References typed by hand": MappingProxyType(_TYPED),
        "A written file and its paper": MappingProxyType(_DIFFERENCES),
        "Sheets that are brought in": MappingProxyType(SHEETS),
        "Texts that come back from translators": MappingProxyType(LETTERS),
        "Papers that are brought in": MappingProxyType(PAPERS),
        "Papers that come back from review": MappingProxyType(FEEDBACK),
    }
)
CODES: Mapping[str, Code] = MappingProxyType({name: code for group in GROUPS.values() for name, code in group.items()})


def tables() -> Iterator[str]:
    """The tables of docs/diagnostics.md, a group at a time."""
    for title, group in GROUPS.items():
        lines = [f"## {title}", "", "| code | severity | what it means | what to do |", "|---|---|---|---|"]
        lines += [f"| `{name}` | {code.severity} | {code.meaning} | {code.remedy} |" for name, code in group.items()]
        yield "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write("\n".join(tables()))
