"""A story of the package (the body, or the notes) while it is written, and what both share."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.diagnostics import ToolkitError
from toolkit.document import Document, Figure, Note
from toolkit.records import MutableRecord, fresh
from toolkit.writers.docx.markup import bookmark, relationship
from toolkit.writers.docx.numbers import Lists
from toolkit.writers.docx.places import Place, find_places
from toolkit.writers.docx.template import Template


class Paper(MutableRecord):
    """What is known of the whole paper. `footnotes` are the notes marked so far, with their `w:id`."""

    document: Document
    template: Template
    notes: Mapping[str, Note]
    places: Mapping[str, Place]
    lists: Lists
    footnotes: dict[str, int] = fresh(factory=dict)
    images: dict[bytes, str] = fresh(factory=dict)
    bookmarks: int = 0
    drawings: int = 0

    def style(self, name: str) -> str:
        """The id of the style called `name` in the template."""
        try:
            return self.template.styles[name.casefold()]
        except KeyError:
            raise ToolkitError(
                f"the Word template lacks the style '{name}'",
                "make it in Word under exactly this name, or reinstall the toolkit",
            ) from None

    def marked(self, name: str, content: str) -> str:
        """`content` inside the bookmark `name`."""
        self.bookmarks += 1
        return bookmark(self.bookmarks, name, content)

    def image(self, figure: Figure) -> str:
        """The name of the media part for `figure`; the same image is kept once."""
        ending = "png" if figure.media_type == "image/png" else "jpeg"
        return self.images.setdefault(figure.data, f"figure{len(self.images) + 1}.{ending}")


class Story(MutableRecord):
    """One part that holds text, with the relationships of its own that its links and images need."""

    paper: Paper
    of_notes: bool = False
    targets: dict[tuple[str, str, bool], str] = fresh(factory=dict)

    def relate(self, kind: str, target: str, external: bool) -> str:
        """The id of the relationship to `target`; the same target has one."""
        return self.targets.setdefault((kind, target, external), f"rIdText{len(self.targets) + 1}")

    def relationships(self) -> str:
        """The relationships made so far, as elements."""
        return "".join([relationship(name, kind, target, out) for (kind, target, out), name in self.targets.items()])


def open_paper(document: Document, template: Template) -> Paper:
    """A paper of which nothing is written yet."""
    notes = {note.id: note for note in document.notes}
    return Paper(document, template, notes, find_places(document), Lists.of(template.numbering, template.lists))
