"""The paper as HTML: one standalone file a language, printed by the template `paper.html.j2`.

The template has the structure of the page; here are the texts inside a paragraph, every one of them
escaped, and what the page needs to stand alone: its style sheet, the digest of that, its images.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from toolkit.diagnostics import ToolkitError
from toolkit.document import Block, Document, Note, Paragraph, Section
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
    language_of,
    plain_text,
    walk,
)
from toolkit.records import Record, replace
from toolkit.resources import TemplateFolder, stay_inside
from toolkit.writers.allowed import check_page, fetched_by_style
from toolkit.writers.styles import check_size, each_page_style, page_policy, read_style, style_digest

if TYPE_CHECKING:
    from jinja2 import Environment, FileSystemLoader, Template
    from markupsafe import Markup

PAGE = "paper.html.j2"
STYLE = "paper.css"
DESCRIPTION_LENGTH = 160

_TAG = re.compile(r"[A-Za-z0-9-]{2,35}")
_NOT_IN_ID = re.compile(r"[^\w.-]")
_LINKS = (Link, InnerLink, Mark, NumberReference)
# What the expressions of a template can raise; in the toolkit's own they would be mistakes of ours.
_FAULTS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


def write(document: Document, templates: TemplateFolder) -> bytes:
    """The bytes of a standalone HTML file that prints `document`; the same ones for the same input.

    The template of a stranger is printed in a process of its own.
    """
    if templates.is_builtin(PAGE):
        return write_here(document, templates)
    from toolkit.writers.confined import write_confined

    return write_confined("html", document, templates, templates.file(PAGE))


def write_here(document: Document, templates: TemplateFolder) -> bytes:
    """The same, in this process."""
    if line := 0 if templates.is_builtin(STYLE) else fetched_by_style(read_style(templates.file(STYLE))):
        message = f"style sheet {templates.file(STYLE)}, line {line}: it asks for a file, and a page loads nothing"
        raise ToolkitError(message, "take it out, or put an image into the sheet itself: url(data:image/png;base64,…)")
    return print_page(document, templates)


def print_page(
    document: Document,
    templates: TemplateFolder,
    names: tuple[str, str] = (PAGE, STYLE),
    printer: type[InlinePrinter] | None = None,
) -> bytes:
    """`document` printed by the template and with the style sheet called `names`, its texts by `printer`.

    A template that cannot be read or printed is a `ToolkitError` that names its file and line.
    """
    from jinja2 import TemplateError

    try:
        page = _page(templates.folders, names, _state(templates))
        spoken = {key: escape(word) for key, word in document.words.items()}
        notes = {note.id: note for note in document.notes}
        inline = (printer or InlinePrinter)(_note_names(document.notes), spoken, page.safe, document.language, notes)
        each_page = each_page_style(document)
        policy = page_policy(page.style_digest, style_digest(each_page) if each_page else "")
        text = page.template.render(
            document=document,
            style=page.style,
            style_digest=page.style_digest,
            each_page=page.safe(each_page),
            each_page_digest=style_digest(each_page),
            inline=inline,
            description=_description(document),
            description_language=_description_language(document),
        )
        data = text.encode()
    except TemplateError as error:
        raise _broken_template(error, templates, names[0]) from error
    except _FAULTS as error:
        if templates.is_builtin(names[0]):
            raise
        raise _broken_template(error, templates, names[0]) from error
    if not templates.is_builtin(names[0]):
        styles = (page.style, each_page) if names == (PAGE, STYLE) else ()
        _keep_to_the_allowed(text, templates.file(names[0]), styles, policy if styles else "")
    return data


def _keep_to_the_allowed(text: str, file: Path, styles: tuple[str, ...], policy: str) -> None:
    """Refuses a page that has something in it that no paper may have; says on which line of the template."""
    found = check_page(text, styles, policy)
    if found is None:
        return
    own = _line_of(found.words, file.read_text("utf-8-sig"))
    place = f"line {own}" if own else f"line {found.line} of the page that it prints"
    hint = "take it out; docs/kinds.md says what may stand in a page"
    raise ToolkitError(f"template {file}, {place}: {found.reason}", hint)


def _line_of(words: str, template: str) -> int:
    """The line of the template on which most of `words` stand, which it printed; 0 where none has even the name."""
    tag = re.match(r"</?\w+|<!|<\?", words)
    for length in range(len(words), (tag.end() if tag else len(words)) - 1, -1):
        if (at := template.find(words[:length])) >= 0:
            return template.count("\n", 0, at) + 1
    return 0


class _Page(Record):
    """A template ready to print, its style sheet and the digest that lets the browser apply it."""

    template: Template
    style: Markup
    style_digest: str
    safe: Callable[[str], Markup]


def _state(templates: TemplateFolder) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file of the template has changed since it was compiled; the toolkit's own never does."""
    if len(templates.folders) == 1:
        return ()
    files = []
    for folder in templates.folders:
        for path in sorted(folder.glob("*.*")):
            if path.is_file():
                facts = path.stat()
                files.append((str(path), facts.st_mtime_ns, facts.st_size))
    return tuple(files)


@lru_cache(maxsize=8)
def _page(
    folders: tuple[Path, ...],
    names: tuple[str, str],
    state: tuple[tuple[str, int, int], ...],  # noqa: ARG001
) -> _Page:
    """The page compiled once for all papers and languages; `state` makes a changed file a new page."""
    from markupsafe import Markup

    templates = TemplateFolder(folders)
    check_size(templates.file(names[0]))
    style = read_style(templates.file(names[1]))
    try:
        template = _environment(folders).get_template(names[0])
    except UnicodeDecodeError as error:
        message = f"a template in {folders[0]} is not UTF-8: {error.reason}"
        raise ToolkitError(message, "save it again with the encoding UTF-8") from error
    return _Page(template, Markup(style), style_digest(style), Markup)


def _make_loader(folders: tuple[Path, ...]) -> FileSystemLoader:
    """A loader of templates that leaves neither the folder 'templates' nor the limit of size."""
    from jinja2 import FileSystemLoader
    from jinja2.loaders import split_template_path

    class InnerLoader(FileSystemLoader):
        def get_source(self, environment: Environment, template: str) -> Any:
            places = [(folder, folder.joinpath(*split_template_path(template))) for folder in folders]
            for folder, path in places:
                if path.is_file():
                    check_size(path)
                    stay_inside(folder.parent, path)
                    break
            return super().get_source(environment, template)

    return InnerLoader(folders)


def _environment(folders: tuple[Path, ...]) -> Environment:
    """An environment for templates of strangers: they reach the fields of a paper, and no code of ours."""
    from jinja2 import StrictUndefined, pass_context
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from toolkit.writers.compiled import CompiledPages

    class PaperEnvironment(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            # Most lookups are of a paper's fields; what the base class asks takes half the time of printing.
            if attribute in getattr(type(obj), "__match_args__", ()):
                return getattr(obj, attribute)
            return super().getattr(obj, attribute)

        def getitem(self, obj: Any, argument: Any) -> Any:
            # The filter `selectattr` asks for the fields of every note this way.
            if argument in getattr(type(obj), "__match_args__", ()):
                return getattr(obj, argument)
            return super().getitem(obj, argument)

    environment = PaperEnvironment(
        loader=_make_loader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=CompiledPages() if len(folders) == 1 else None,
        optimized=False,  # it folds constants, of which a page has none, and takes longer than it saves
    )
    environment.filters.update(
        base64=lambda data: b64encode(data).decode(),
        file_link=lambda name: quote(name, safe=""),
        fragment=_fragment,
        image_address=image_address,
        kind=lambda block: type(block).__name__,
        language_of=language_of,
        plain=plain_text,
        tag=_language_tag,
        uses=lambda note: range(1, note.uses + 1),
        # These know the notes of the paper. A filter is called straight, a function through the sandbox.
        lang=pass_context(lambda context, tag: context["inline"].print_lang(tag)),
        label=pass_context(lambda context, inlines: context["inline"].print_label(inlines)),
        note_name=pass_context(lambda context, note: context["inline"].notes[note.id]),
        point_line=pass_context(lambda context, *line: context["inline"].print_point_line(*line)),
        text=pass_context(lambda context, inlines: context["inline"].print(inlines)),
        page_count=pass_context(lambda context, words: context["inline"].print_page_count(words)),
    )
    return environment


def _broken_template(error: Exception, templates: TemplateFolder, page: str) -> ToolkitError:
    """What is wrong with a template, and where."""
    file, line = _fault(error, templates, page)
    own = Path(file).parent.parent != templates.folders[-1].parent
    said = "it takes too much memory" if isinstance(error, MemoryError) else getattr(error, "message", "") or str(error)
    return ToolkitError(
        f"template {file}, line {line}: {said or type(error).__name__}",
        "mend it, or delete it to go back to the toolkit's own" if own else "reinstall the toolkit",
    )


def _fault(error: Exception, templates: TemplateFolder, page: str) -> tuple[str, int]:
    """File and line of a fault: jinja2 tells those of bad syntax, for others only the traceback does."""
    file, line = getattr(error, "filename", None), getattr(error, "lineno", 1)
    if file:
        return file, line
    place, trace = (str(templates.file(page)), 1), error.__traceback__
    while trace:
        code = trace.tb_frame.f_code
        if Path(code.co_filename).parent in templates.folders:
            place = (code.co_filename, trace.tb_lineno)
        trace = trace.tb_next
    return place


def _description(document: Document) -> str:
    """The first words of the summary, cut where a word ends; of the subtitle, where there is no summary."""
    text = " ".join(map(plain_text, _summary(document.blocks))) or plain_text(document.subtitle)
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(" ,;:–") + "…"


def _description_language(document: Document) -> str:
    """The language of the description, where it is that of the original."""
    return language_of(next(_summary(document.blocks), document.subtitle))


def _summary(blocks: tuple[Block, ...]) -> Iterator[Inlines]:
    for section in blocks:
        if isinstance(section, Section) and section.anchor == "summary":
            for block in section.blocks:
                if isinstance(block, Paragraph):
                    yield block.content


def _note_names(notes: tuple[Note, ...]) -> dict[str, str]:
    """What names each note in the ids of the page: its number, or for a symbol note its id."""
    return {note.id: f"symbol-{_fragment(note.id)}" if note.number is None else str(note.number) for note in notes}


def image_address(name: str) -> str:
    """The address of the image `name` in a page for print, which means nothing outside of one file."""
    return f"paper-image:{name.encode().hex()}"


def _fragment(anchor: str) -> str:
    """`anchor` as an id of the page: characters that cannot stand in one are written as their code."""
    return _NOT_IN_ID.sub(lambda match: f"_{ord(match[0]):x}_", anchor)


def _language_tag(tag: str | None) -> str:
    return tag if tag and _TAG.fullmatch(tag) else ""


def _has_link(inline: Inline) -> bool:
    return any(isinstance(inner, _LINKS) for inner in walk((inline,)))


class InlinePrinter(Record):
    """Prints texts. A link cannot stand in a link, so one ends before a mark and goes on after it.

    `own` is the attribute that says the language of the page, in words that a draft has in that of the original.
    """

    notes: dict[str, str]
    spoken: dict[str, str]
    safe: Callable[[str], Markup]
    language: str
    all_notes: dict[str, Note]
    own: str = ""

    def print(self, inlines: Inlines) -> Markup:
        """`inlines` as HTML."""
        return self.safe("".join([self._print(inline) for inline in inlines]))

    def print_lang(self, tag: str) -> Markup:
        """The attribute for words in the language `tag`; none for the page's own, ""."""
        return self.safe(f' lang="{_language_tag(tag)}"' if tag else "")

    def print_label(self, inlines: Inlines) -> Markup:
        """`inlines` without marks and links, for the inside of a link."""
        return self.safe("".join([self._print_label(inline) for inline in inlines]))

    def print_point_line(self, inlines: Inlines, section: str) -> Markup:
        """The line of a key point, linked to `section` up to the first mark or link of its own."""
        if not section:
            return self.print(inlines)
        if len(inlines) == 1 and isinstance(inlines[0], Untranslated):
            children = inlines[0].children
            return self.safe(self._print_untranslated(inlines[0], lambda one: one.print_point_line(children, section)))
        length = next((i for i, inline in enumerate(inlines) if _has_link(inline)), len(inlines))
        if not length:
            return self.print(inlines)
        line = f'<a href="#{_fragment(section)}">{self.print_label(inlines[:length])}</a>'
        return self.safe("".join([line, self.print(inlines[length:])]))

    def print_page_count(self, words: str) -> Markup:
        """`words` with the places where a style sheet counts: the page for `{0}`, all pages for `{1}`."""
        page, pages = '<span class="page"></span>', '<span class="pages"></span>'
        return self.safe(escape(words).replace("{0}", page).replace("{1}", pages))

    def _print(self, inline: Inline) -> str:
        match inline:
            case Plain(text, None):
                return escape(text)
            case Mark():
                return self._print_mark(inline)
            case NumberReference("source"):
                return self._print_citation(inline)
            case NumberReference(kind, target, number, before, after):
                anchor = f"fn-{self.notes[target]}" if kind == "note" else _fragment(target)
                return f'<a class="ref" href="#{anchor}">{escape(before + number + after)}</a>'
            case Link(children, address) if address.lower().startswith(("https:", "http:", "mailto:")):
                return self._print_link(children, escape(address))
            case InnerLink(children, target):
                return self._print_link(children, "#" + _fragment(target))
            case Untranslated(children):
                return self._print_untranslated(inline, lambda one: one.print(children))
        return self._print_words(inline, self._print)

    def _print_label(self, inline: Inline) -> str:
        match inline:
            case Mark():
                return ""
            case NumberReference(_, _, number, before, after):
                return escape(before + number + after)
            case InnerLink(children):
                return "".join([self._print_label(child) for child in children])
            case Untranslated(children):
                return self._print_untranslated(inline, lambda one: one.print_label(children))
        return self._print_words(inline, self._print_label)

    def _print_untranslated(self, inline: Untranslated, print_words: Callable[[InlinePrinter], str]) -> str:
        """Words of the original; what the toolkit says among them is in the language of the page."""
        own = _language_tag(self.language)
        words = print_words(replace(self, own=f' lang="{own}"'))
        return f'<span class="untranslated" lang="{_language_tag(inline.language)}">{words}</span>'

    def _print_words(self, inline: Inline, print_child: Callable[[Inline], str]) -> str:
        match inline:
            case Plain(text, language):
                tag = _language_tag(language)
                return f'<span lang="{tag}">{escape(text)}</span>' if tag else escape(text)
            case Strong(children):
                return f"<strong>{''.join([print_child(child) for child in children])}</strong>"
            case Emphasis(children):
                return f"<em>{''.join([print_child(child) for child in children])}</em>"
            case Link(children):
                return "".join([print_child(child) for child in children])
            case Change(children, kind, struck):
                return self._print_change("".join([print_child(child) for child in children]), kind, struck)
            case Raised(text):
                return f"<sup>{escape(text)}</sup>"
        raise TypeError(f"{type(inline).__name__} has not been numbered")

    def _print_change(self, words: str, kind: str, struck: bool) -> str:
        """Changed words, with where the change begins and ends said to those who cannot see it."""
        begins, ends = (self.spoken[f"{kind}-text-{edge}"] for edge in ("begins", "ends"))
        tag = "ins" if kind == "inserted" else "del"
        opening = f'<{tag} class="struck">' if struck else f"<{tag}>"
        hidden = f'<span class="visually-hidden"{self.own}>'
        before, after = (f"{hidden}{word}</span>" for word in (f"{begins} ", f" {ends}"))
        return f"{opening}{before}{words}{after}</{tag}>"

    def _print_mark(self, mark: Mark) -> str:
        name, word, text = self.notes[mark.note], self.spoken["note"], escape(mark.text)
        return (
            f'<sup><a role="doc-noteref" id="ref-{name}-{mark.use}" href="#fn-{name}">'
            f'<span class="visually-hidden"{self.own}>{word} </span>{text}</a></sup>'
        )

    def _print_citation(self, reference: NumberReference) -> str:
        """ "[4, p. 3]", linked to the source, and with an id for the way back."""
        words = escape(reference.before + reference.number + reference.after)
        name = f"_cite-{reference.number}-{reference.use}"
        return f'<a role="doc-biblioref" id="{name}" href="#{_fragment(reference.target)}">{words}</a>'

    def _print_link(self, children: Inlines, address: str) -> str:
        if not any(_has_link(child) for child in children):
            return f'<a href="{address}">{self.print_label(children)}</a>'
        parts = []
        for child in children:
            parts.append(self._print(child) if _has_link(child) else self._print_link((child,), address))
        return "".join(parts)
