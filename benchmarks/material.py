"""What is measured: the paper of the repository, the same paper as Markdown, and papers of any length."""

from __future__ import annotations

import shutil
from pathlib import Path

from toolkit.document import (
    AmendmentBlock,
    Block,
    Document,
    KeyPointList,
    ListBlock,
    Paragraph,
    Section,
    StatisticPanel,
)
from toolkit.inline import Change, Emphasis, Inlines, InnerLink, Link, Mark, NumberReference, Plain, Strong
from toolkit.pipeline import check, compose_document
from toolkit.readers.definition import LANGUAGES
from toolkit.resources import Workspace

PAPER = "ai-generated-csam"
__all__ = ["LANGUAGES", "copy_flagship", "markdown_of", "write_grown"]


def copy_flagship(root: Path, target: Path) -> Path:
    """A workspace with the paper of the repository and its translations."""
    shutil.copytree(root / "positions" / PAPER, target / "positions" / PAPER)
    shutil.copy(root / "positions" / "organisations.yaml", target / "positions")
    for catalogue in (root / "locales").glob(f"*/LC_MESSAGES/{PAPER}.po"):
        copy = target / catalogue.relative_to(root)
        copy.parent.mkdir(parents=True)
        shutil.copy(catalogue, copy)
    return target


def markdown_of(workspace: Path, tag: str) -> str:
    """The paper as pandoc's Markdown: the same texts, the same notes at the same places."""
    draft = check(Workspace(workspace), PAPER, [tag]).draft
    assert draft is not None
    return _Markdown(compose_document(draft, tag, (), {})).write()


class _Markdown:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.lines: list[str] = []

    def write(self) -> str:
        document = self.document
        self.lines += ["---", f"title: '{self.text(document.title)}'", "---", ""]
        self.lines += [f"**{fact.label}:** {self.text(fact.content)}\n" for fact in document.facts]
        for block in document.blocks:
            self.block(block)
        for note in document.notes:
            self.lines += [f"[^{note.id}]: {self.text(note.content)}", ""]
        return "\n".join(self.lines)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(content, role):
                self.lines += [("> " if role == "call-out" else "") + self.text(content), ""]
            case ListBlock(items):
                self.lines += [*(f"- {self.text(item)}" for item in items), ""]
            case KeyPointList(items):
                self.lines += [*(f"{item.number}. {self.text(item.content)}" for item in items), ""]
            case StatisticPanel(items):
                self.lines += [*(f"- **{item.figure}** {self.text(item.content)}" for item in items), ""]
            case AmendmentBlock():
                self.amendment(block)
            case Section(_, _, heading, blocks):
                if heading:
                    self.lines += [f"# {heading.number} {self.text(heading.content)}", ""]
                for inner in blocks:
                    self.block(inner)

    def amendment(self, block: AmendmentBlock) -> None:
        self.lines += [f"## {block.label} – {block.provision}", ""]
        for text in block.texts:
            self.lines += [f"**{text.label}**", "", *(f"{self.text(one)}\n" for one in text.paragraphs)]
        for inner in block.justification:
            self.block(inner)

    def text(self, inlines: Inlines) -> str:
        parts = []
        for inline in inlines:
            match inline:
                case Plain(text):
                    parts.append(text.replace("*", "\\*").replace("[", "\\["))
                case Strong(children):
                    parts.append(f"**{self.text(children)}**")
                case Emphasis(children):
                    parts.append(f"*{self.text(children)}*")
                case Change(children):
                    parts.append(f"***{self.text(children)}***")
                case Link(children, address):
                    parts.append(f"[{self.text(children)}]({address})")
                case InnerLink(children):
                    parts.append(self.text(children))
                case Mark(note):
                    parts.append(f"[^{note}]")
                case NumberReference():
                    parts.append(inline.before + inline.number + inline.after)
        return "".join(parts)


def write_grown(folder: Path, notes: int) -> Path:
    """A workspace with a paper of `notes` notes, four to a paragraph, every second one a repeated citation."""
    position = folder / "positions" / "grown"
    position.mkdir(parents=True)
    (folder / "positions" / "organisations.yaml").write_text("organisations:\n  - {id: us, name: Us}\n")
    sources = [_source(number) for number in range(1, notes // 2 + 2)]
    cited = [f"source{number // 2 + 1}" for number in range(notes)]
    (position / "sources.yaml").write_text("references:\n" + "".join(sources))
    paragraphs = [
        " ".join(f"A statement that rests on a source[@{name}]." for name in cited[start : start + 4])
        for start in range(0, notes, 4)
    ]
    head = "kind: position-paper\ntitle: Grown\nlanguage: en\ndate: 2025\ndrafted_by: [us]\nsummary: Summary.\n"
    point = "key_points:\n  - id: only\n    point: Point.\n    heading: Heading\n    argument: |\n"
    body = "".join(f"      {paragraph}\n\n" for paragraph in paragraphs)
    (position / "position.yaml").write_text(head + point + body)
    return folder


def _source(number: int) -> str:
    return (
        f"  - id: source{number}\n    type: report\n    author: [{{family: Author{number}, given: A.}}]\n"
        f"    title: Report number {number}\n    issued: {{date-parts: [[2024]]}}\n"
    )
