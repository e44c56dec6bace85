"""glossary.yaml to a `Glossary`."""

from __future__ import annotations

from toolkit.diagnostics import Diagnostic, first, has_errors
from toolkit.glossary import Glossary, Term
from toolkit.readers import shapes
from toolkit.readers.fields import child, items, records, word
from toolkit.readers.kept import Kept
from toolkit.readers.languages import find_locale_file
from toolkit.readers.shapes import Field, Fields, Many, Pattern, Words
from toolkit.readers.yaml_nodes import MapNode, Node, TextNode, read_yaml
from toolkit.resources import Workspace

_FORM = Pattern(r".*\w.*", "sexuellen Missbrauch*")
_TERM = Pattern(r"\w.*", "general approach")
GLOSSARY = Fields(
    (
        Field(
            "terms",
            Many(
                Fields(
                    (
                        Field("term", _TERM, "the term in English", True),
                        Field("use", Many(_FORM, 1), "the forms of which one must stand in a translation", True),
                        Field("avoid", Many(_FORM), "forms that must not stand for it"),
                        Field("source", Words(), "where the term is attested"),
                        Field("note", Words(), "when to use which form"),
                    )
                )
            ),
            "the terms",
            True,
        ),
    )
)


def read_glossary(workspace: Workspace, tag: str) -> tuple[Glossary | None, list[Diagnostic]]:
    """The glossary of the language `tag`; None where there is none, or with what is wrong with it."""
    path, name = find_locale_file(workspace, f"{tag}/glossary.yaml")
    if path is None:
        return None, []
    kept = Kept(f"{tag}-terms", [path])
    if data := kept.load():
        return Glossary(name, tag, tuple([Term(*term) for term in data])), []
    root, diagnostics = read_yaml(path, name)
    if root is not None:
        diagnostics += first(shapes.check(root, GLOSSARY, ""))
    if root is None or has_errors(diagnostics):
        return None, diagnostics
    terms = tuple([_term(node) for node in records(child(root, "terms"))])
    if not diagnostics:
        kept.keep(tuple([(term.term, term.use, term.avoid) for term in terms]))
    return Glossary(name, tag, terms), diagnostics


def _term(node: MapNode) -> Term:
    return Term(word(node, "term"), _forms(child(node, "use")), _forms(child(node, "avoid")))


def _forms(node: Node | None) -> tuple[str, ...]:
    return tuple([item.value for item in items(node) if isinstance(item, TextNode)])
