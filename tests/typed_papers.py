"""Papers whose notes are typed by hand: sources named for rivers and towns, references in 24 languages.

A paper is a list of notes, a note a list of items; `shown` puts it into words, with the numbers as they were typed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from test_inspection import default_language, make_docx, mark, note, paragraph, run

from toolkit.records import Record

RIVERS = (
    "Danube Rhine Elbe Vistula Tagus Loire Rhone Meuse Scheldt Moselle Neisse Drava Sava Tisza Maritsa Struma Nemunas "
    "Daugava Gauja Torne Kemi Glomma Shannon Liffey Severn Thames Trent Arno Tiber Piave Adige Ebro Duero Mino "
    "Guadiana Garonne Dordogne Saone Marne Weser Spree Havel Isar Inn Enns Mur Morava Vltava Hornad Prut Siret Olt "
    "Arda Evros"
).split()
TOWNS = (
    "Aalborg Bruges Coimbra Debrecen Evora Faenza Ghent Haarlem Izola Jena Kaunas Leiden Malmo Nafplio Osijek".split()
)
ENDS = ("berg", "stad", "ville", "grad", "wick", "furt")  # where there are more names than rivers
BODIES = ("Institute", "Foundation", "Observatory", "Council", "Agency", "Federation")
SUBJECTS = (
    "bridges ferries harbours lighthouses tunnels canals railways airports museums libraries orchards vineyards "
    "forests meadows glaciers marshes reefs dunes cliffs caves quarries mills looms kilns bakeries breweries dairies "
    "markets"
).split()
VIEWS = ("A survey of", "The future of", "Costs and benefits of", "Who pays for", "Measuring", "Safety of", "Access to")

# How a reference is typed in each language: {a} the author, {n} the number, {y} the year.
STYLES: dict[str, tuple[str, ...]] = {
    "en": ("{a}, n. {n} ({y}).", "{a}, n.{n}.", "{a} (n {n}) 14.", "{a}, supra note {n}, p. 3.", "See {a}, n {n} above.",  # noqa: E501
           "{a}, op. cit. (n. {n}).", "See also {a}, footnote {n}.", "{a}, note {n} ({y}), pp. 4–6."),
    "fr": ("{a}, note {n} ({y}).", "Voir {a}, note {n}.", "{a}, précité, note {n}, p. 3.", "{a}, op. cit. (n. {n}).",
           "Voir la note {n} ci-dessus ({a})."),
    "de": ("{a}, Fn. {n}.", "Vgl. {a} (Fußnote {n}).", "{a}, a.a.O. (Fn. {n}), S. 3.", "Siehe oben {a}, Anm. {n}.",
           "{a}, Fußn. {n} ({y})."),
    "it": ("{a}, nota {n}.", "{a}, cit. (n. {n}).", "Cfr. {a}, supra, nota {n}.", "V. {a}, nota {n} ({y}), p. 3."),
    "es": ("{a}, nota {n}.", "Véase {a}, nota {n} supra.", "{a}, op. cit. (n. {n}).", "Véase la nota {n} ({a}, {y})."),
    "pt": ("{a}, nota {n}.", "Ver {a}, nota {n}, supra.", "{a}, op. cit. (n. {n})."),
    "nl": ("{a}, noot {n}.", "Zie {a}, voetnoot {n}.", "{a} (noot {n}), p. 3."),
    "pl": ("Zob. {a}, przypis {n}.", "{a}, przyp. {n}.", "{a}, op. cit. (przypis {n}).", "Por. przypis nr {n} ({a})."),
    "cs": ("Viz {a}, pozn. {n}.", "{a}, poznámka pod čarou č. {n}.", "{a} (pozn. č. {n})."),
    "sk": ("Pozri {a}, pozn. {n}.", "{a}, poznámka pod čiarou č. {n}."),
    "sl": ("Glej {a}, op. {n}.", "{a}, opomba {n}.", "{a} (sprotna opomba {n})."),
    "hr": ("Vidi {a}, bilj. {n}.", "{a}, bilješka {n}.", "{a} (fusnota {n})."),
    "hu": ("Lásd {a}, {n}. lábjegyzet.", "{a}, {n}. lj.", "{a} ({n}. jegyzet)."),
    "lt": ("Žr. {a}, {n} išnaša.", "{a}, {n} išn.", "{a} ({n} pastaba)."),
    "lv": ("Sk. {a}, {n}. piezīme.", "{a}, {n}. piez.", "{a} ({n}. zemsvītras piezīme)."),
    "et": ("Vt {a}, viide {n}.", "{a}, {n}. joonealune märkus.", "{a} (allmärkus {n})."),
    "fi": ("Ks. {a}, viite {n}.", "{a}, alaviite {n}.", "{a} (viitteessä {n})."),
    "sv": ("Se {a}, not {n}.", "{a}, fotnot {n}.", "{a} (not {n} ovan)."),
    "da": ("Se {a}, note {n}.", "{a}, fodnote {n}.", "{a} (note {n} ovenfor)."),
    "el": ("Βλ. {a}, σημ. {n}.", "{a}, υποσημείωση {n}.", "{a} (σημείωση {n})."),
    "bg": ("Вж. {a}, бел. {n}.", "{a}, бележка {n}.", "{a} (бележка под линия {n})."),
    "ro": ("A se vedea {a}, nota {n}.", "{a}, nota de subsol {n}.", "{a}, op. cit. (n. {n})."),
    "ga": ("Féach {a}, nóta {n}.", "{a}, fonóta {n}."),
    "mt": ("Ara {a}, nota {n}.", "{a}, nota ta’ qiegħ il-paġna {n}."),
}  # fmt: skip
IBIDS = {
    "en": "Ibid.", "fr": "Ibid., p. 4.", "de": "Ebd.", "it": "Ibidem.", "es": "Ibídem.", "pt": "Ibid.", "nl": "Ibid.",
    "pl": "Tamże.", "cs": "Tamtéž.", "sk": "Tamže.", "sl": "Prav tam.", "hr": "Ibid.", "hu": "Uo.", "lt": "Ten pat.",
    "lv": "Turpat.", "et": "Sealsamas.", "fi": "Mt.", "sv": "Ibid.", "da": "Ibid.", "el": "Στο ίδιο.", "bg": "Пак там.",
    "ro": "Ibidem.", "ga": "Ibid.", "mt": "Ibid.",
}  # fmt: skip
JOINS = {"en": "and", "fr": "et", "de": "und", "it": "e", "es": "y", "pt": "e", "nl": "en", "sv": "och", "da": "og"}


class Source(Record):
    """A source: family names, or the one name of a body."""

    id: int
    authors: tuple[str, ...]
    title: str
    year: int
    address: str
    is_body: bool = False

    def full(self, style: int) -> str:
        """The citation in full, in one of the ways in which people write them."""
        if self.is_body:
            names = self.authors[0]
        elif style % 3 == 0:
            names = ", ".join(f"{name}, {name[1].upper()}." for name in self.authors)
        elif style % 3 == 1:
            names = " & ".join(f"{name[1].upper()}. {name}" for name in self.authors)
        else:
            names = ", ".join(f"{name} {name[1].upper()}{name[2].upper()}" for name in self.authors)
        at = f" Available at {self.address}" if self.address else ""
        match style % 4:
            case 0:
                return f"{names}, {self.title} ({self.year}).{at}"
            case 1:
                return f"{names} ({self.year}). {self.title}. Journal of Rural Studies, 21({style % 7 + 1}), 3–21.{at}"
            case 2:
                return f"{names}, “{self.title}”, Gazette, vol. {style % 30 + 2}, {self.year}, pp. 13–53.{at}"
        return f"{names}, {self.title}. Transport Policy {style % 40 + 1}, 1353–1365 ({self.year}).{at}"

    def short(self, language: str, style: int) -> str:
        """The name in a later reference."""
        if self.is_body or len(self.authors) == 1:
            return self.authors[0]
        if len(self.authors) > 2:
            return f"{self.authors[0]} et al."
        return f" {JOINS.get(language, '&') if style % 2 else '&'} ".join(self.authors)


class Item(Record):
    """What a note says: a source in full, a reference to it (`named` as typed), "Ibid.", or words of its own."""

    kind: str
    source: Source | None = None
    named: int = 0
    style: int = 0
    words: str = ""


Notes = list[list[Item]]


def make_sources(chance: random.Random, count: int) -> list[Source]:
    """Sources that differ in their first names, save some that differ by year alone."""
    rivers = [f"{river}{end}" for end in ENDS for river in RIVERS] + chance.sample(RIVERS, len(RIVERS))
    found: list[Source] = []
    for index in range(count):
        title = f"{chance.choice(VIEWS)} {' and '.join(chance.sample(SUBJECTS, 2))} in the {chance.choice(TOWNS)} area"
        address = f"https://www.example.org/{index}/{chance.randrange(10**6)}" if chance.random() < 0.6 else ""
        year = 1990 + chance.randrange(35)
        if chance.random() < 0.25:
            name = f"{TOWNS[index % len(TOWNS)]} {BODIES[index // len(TOWNS) % len(BODIES)]}"
            found.append(Source(index, (name,), title, year, address, True))
            continue
        authors = tuple(rivers.pop() for _ in range(chance.choice((1, 1, 2, 2, 3)) if len(rivers) > 10 else 1))
        found.append(Source(index, authors, title, year, address))
    return found


def make_paper(chance: random.Random, language: str, count: int = 30) -> Notes:
    """A paper of `count` notes in which every number is right."""
    sources = make_sources(chance, max(count * 2 // 5, 3))
    styles = STYLES[language]
    paper: Notes = []
    first: dict[int, int] = {}
    left = list(sources)
    while len(paper) < count:
        number, drawn = len(paper) + 1, chance.random()
        if left and (drawn < 0.4 or not first):
            chosen = [left.pop()] if drawn < 0.3 or len(left) < 2 or not first else [left.pop(), left.pop()]
            first |= {source.id: number for source in chosen}
            paper.append([Item("full", source, 0, chance.randrange(100)) for source in chosen])
        elif drawn < 0.45:
            paper.append([Item("words", words="The figures are those of the national offices.")])
        elif drawn < 0.55 and len(paper[-1]) == 1 and paper[-1][0].kind in ("full", "reference"):
            paper.append([Item("ibid", paper[-1][0].source)])
        else:
            source = chance.choice([one for one in sources if one.id in first])
            paper.append([Item("reference", source, first[source.id], chance.randrange(len(styles)))])
    return paper


def shown(item: Item, language: str) -> str:
    """The item in words."""
    if item.kind == "words" or item.source is None:
        return item.words
    if item.kind == "full":
        return item.source.full(item.style)
    if item.kind == "ibid":
        return IBIDS[language]
    style = STYLES[language][item.style]
    return style.format(a=item.source.short(language, item.style), n=item.named, y=item.source.year)


def texts_of(paper: Notes, language: str) -> list[str]:
    """The text of each note."""
    return [" ".join(shown(item, language) for item in items) for items in paper]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def word_file(notes: Sequence[str], language: str, body: str = "") -> bytes:
    """A Word file with these notes, their ids in another order than their numbers."""
    ids = list(range(len(notes) + 4, 4, -1))
    content = "".join(paragraph(run("Something is said here.") + mark(id_)) for id_ in ids)
    styles = f'<w:styles xmlns:w="{W}">{default_language(language)}</w:styles>'
    parts = "".join(note(id_, run(" " + escaped(text))) for id_, text in zip(ids, notes, strict=True))
    return make_docx(content + body, parts, styles=styles)


def page(notes: Sequence[str], language: str, body: str = "") -> bytes:
    """An HTML page with these notes."""
    marks = "".join(
        f'<p>Something is said here.<a role="doc-noteref" id="r{number}" href="#n{number}">{number}</a></p>\n'
        for number in range(1, len(notes) + 1)
    )
    listed = "".join(
        f'<li id="n{number}">{escaped(text)} <a role="doc-backlink" href="#r{number}">↩</a></li>\n'
        for number, text in enumerate(notes, 1)
    )
    head = f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>Paper</title></head><body>'
    return f'{head}<h1>Paper</h1>{marks}{body}<section role="doc-endnotes"><ol>{listed}</ol></section>'.encode()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
