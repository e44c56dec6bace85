"""A Word file that shows what changed between two texts, as tracked changes in the body and in the notes.

Both texts are written by the Word writer; what it writes is read back into paragraphs and tables, compared, and
written once more as one. So whatever a paper may hold is compared without a line of code for it.
"""

from __future__ import annotations

from toolkit.document import Document
from toolkit.records import Record
from toolkit.redlining.notes import name_notes
from toolkit.redlining.word.accepting import accept
from toolkit.redlining.word.joining import Joint, join_bodies
from toolkit.redlining.word.printing import Printer
from toolkit.redlining.word.reading import Side, read_lines
from toolkit.resources import TemplateFolder
from toolkit.writers.docx import find_template, gather_parts, write_main
from toolkit.writers.docx.blocks import write_body
from toolkit.writers.docx.notes import gather_notes
from toolkit.writers.docx.package import pack
from toolkit.writers.docx.properties import moment_of
from toolkit.writers.docx.story import Paper, Story, open_paper

AUTHOR = "Position Toolkit"


class Tracking(Record):
    """Who made the changes, and when: a day, a month or a year in ISO 8601; "" for the date of the new text."""

    author: str = AUTHOR
    date: str = ""


def write_redline(old: Document, new: Document, templates: TemplateFolder, tracking: Tracking) -> bytes:
    """The bytes of a DOCX with tracked changes: accepted they give `new`, rejected `old`; the same for the same input.

    Header, properties and the numbers that fields show are those of `new`.
    """
    return write_with_accepted(old, new, templates, tracking)[0]


def write_with_accepted(
    old: Document, new: Document, templates: TemplateFolder, tracking: Tracking
) -> tuple[bytes, bytes]:
    """The file with tracked changes, and the same one after all of them were accepted."""
    template = find_template(templates, new.word_language)
    paper, former = open_paper(new, template), open_paper(old, template)
    body, notes = Story(paper), Story(paper, of_notes=True)
    text = write_body(body, new)
    old_body, old_notes = _share(former, body, notes)
    old_text = write_body(old_body, old)
    names = name_notes(old.notes, new.notes)
    sides = Side(old_notes, names[0]), Side(notes, names[1])
    joint = Joint(*sides)
    pairs = join_bodies(joint, read_lines(sides[0], old_text), read_lines(sides[1], text))
    printer = Printer(joint, tracking.author, moment_of(tracking.date or new.date), paper.bookmarks + former.bookmarks)
    main, footnotes = write_main(paper, printer.print_body(pairs)), gather_notes(printer.print_notes())
    tracked, plain = (main, footnotes), (accept(main), accept(footnotes))
    return pack(gather_parts(body, notes, *tracked)), pack(gather_parts(body, notes, *plain))


def _share(former: Paper, body: Story, notes: Story) -> tuple[Story, Story]:
    """The stories of the old text; what both texts need there is once, and no identifier is used twice."""
    paper = body.paper
    former.lists, former.images = paper.lists, paper.images
    former.bookmarks, former.drawings = paper.bookmarks, paper.drawings
    return Story(former, targets=body.targets), Story(former, of_notes=True, targets=notes.targets)
