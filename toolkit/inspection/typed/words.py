"""How a note, a place above and "the same" are said in the 24 official languages; all words are folded.

`_` joins the words of a phrase. A stem stands for itself with any ending of up to five letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from toolkit.records import Record


class Words(Record):
    """The words of a language, each row parted by spaces.

    `stems` and `short` name a note (whole words and abbreviations), `ibid` its source again, `see` leads to
    something, `above` and `below` say where, `points` name a point of the paper, `laws` what has a number of its own.
    `counted` is for languages in which "n." is short for "number": the courts, gazettes and journals that it follows.
    """

    stems: str
    short: str
    ibid: str
    see: str
    above: str
    below: str
    points: str
    laws: str = ""
    counted: str = ""


_LANGUAGES: Mapping[str, Words] = MappingProxyType(
    {
        "bg": Words("бележк забележк", "бел заб", "пак_там там_же", "вж виж вижте", "горе",
                    "долу", "точка точки", "закон наредба регламент директива решение"),
        "cs": Words("poznamk", "pozn", "tamtez tamze", "viz srov", "vyse", "nize", "bod bode bodu",
                    "zakon vyhlaska narizeni smernice"),
        "da": Words("fodnote", "note noten noter noterne fn", "smst sst", "se jf", "ovenfor", "nedenfor",
                    "punkt", "lov bekendtgorelse forordning direktiv"),
        "de": Words("fussnote anmerkung", "fn fnn fussn anm", "ebd ebenda ebda", "siehe s vgl", "oben", "unten",
                    "punkt ziffer", "gesetz verordnung richtlinie beschluss"),
        "el": Words("σημειωσ υποσημειωσ", "σημ υποσημ", "στο_ιδιο αυτοθι ο.π", "βλ βλεπε", "ανωτερω παραπανω",
                    "κατωτερω παρακατω", "σημειο ενοτητα", "νομος οδηγια κανονισμος"),
        "en": Words("footnot", "note notes ftn fns", "ibid", "see cf compare", "above earlier", "below",
                    "point", "law act regulation directive decree resolution case"),
        "es": Words("", "nota notas", "ibid ibidem idem", "vease ver vid cf", "arriba anterior supra", "abajo infra",
                    "punto apartado", "ley decreto reglamento directiva sentencia orden resolucion informe dictamen",
                    "sts stc sap stsj tribunal audiencia boe doue rj"),
        "et": Words("viide viite viidet viitele allmarkus", "markus markuse markuses", "samas sealsamas", "vt",
                    "eespool ulal", "allpool", "punkt punktis", "seadus maarus direktiiv"),
        "fi": Words("viite viitt alaviit", "av", "mt emt", "ks katso", "edella", "jaljempana", "kohta kohdassa kohdan",
                    "laki asetus direktiivi"),
        "fr": Words("", "note notes", "ibid ibidem idem", "voir v cf", "dessus supra precite precitee",
                    "dessous infra", "point",
                    "loi decret arrete reglement directive ordonnance rapport avis circulaire deliberation arret",
                    "cass cour pourvoi req requete jcp jorf ajda dalloz gaz"),
        "ga": Words("fonota", "nota notai", "ibid", "feach", "thuas", "thios", "pointe phointe", "acht rialachan"),
        "hr": Words("biljesk biljezak fusnot", "bilj", "isto ibidem", "vidi vidjeti v", "gore", "dolje ispod",
                    "tocka tocki tocke", "zakon uredba direktiva"),
        "hu": Words("labjegyzet jegyzet", "labj lj j", "uo ugyanott", "lasd ld vo", "fenti fent", "alabb", "pont",
                    "torveny rendelet iranyelv"),
        "it": Words("", "nota note nt", "ibid ibidem ivi idem", "vedi v cfr", "sopra supra", "sotto infra", "punto",
                    "legge decreto legislativo dpr lgs regolamento direttiva sentenza sent circolare ordinanza",
                    "corte cost cass cassazione consiglio stato tar trib tribunale sez sezione gazz gazzetta foro giur"
                    " rivista riv ord delibera"),
        "lt": Words("isnas pastab", "isn pstb", "ten_pat", "zr ziureti", "pirmiau auksciau", "toliau zemiau",
                    "punktas punkte", "istatymas reglamentas direktyva"),
        "lv": Words("piezim atsauc", "piez ats", "turpat", "sk skat", "ieprieks", "turpmak", "punkts punkta",
                    "likums regula direktiva"),
        "mt": Words("", "nota noti", "ibid", "ara", "fuq", "taht", "punt", "ligi regolament direttiva"),
        "nl": Words("voetno", "noot noten vn", "idem t.a.p", "zie", "hierboven", "hieronder", "punt",
                    "wet besluit verordening richtlijn"),
        "pl": Words("przypis", "przyp", "tamze", "zob patrz por", "powyzej wyzej", "ponizej nizej", "pkt punkt",
                    "ustawa rozporzadzenie dyrektywa"),
        "pt": Words("", "nota notas", "ibid ibidem idem", "ver vide cf", "supra acima", "infra abaixo", "ponto",
                    "lei decreto regulamento diretiva acordao portaria parecer relatorio",
                    "tribunal relacao stj tc stf processo proc"),
        "ro": Words("", "nota notele note", "ibidem idem", "vezi vedea v", "supra sus", "infra jos", "punctul pct",
                    "legea lege ordonanta hotararea regulamentul directiva decretul decizia sentinta avizul",
                    "tribunalul judecatoria curtea iccj ccr dosar monitorul"),
        "sk": Words("poznamk", "pozn", "tamze tamtiez", "pozri porov", "vyssie", "nizsie", "bod bode",
                    "zakon nariadenie smernica"),
        "sl": Words("opomb", "op", "prav_tam isto", "glej gl", "zgoraj", "spodaj", "tocka tocki",
                    "zakon uredba direktiva"),
        "sv": Words("fotnot", "not noten noter fn", "a.st a.a", "se jfr", "ovan", "nedan", "punkt",
                    "lag forordning direktiv"),
    }
)  # fmt: skip

# Said alike in papers of every language: Latin, and the English that all lawyers read.
_NEUTRAL = Words(
    "footnot", "n nn fn note notes", "ibid ibidem id idem ib", "see cf", "supra above", "infra below", "point",
    "vol volume band tome anno jg",
)  # fmt: skip
# Languages in which the number stands before the word.
_NUMBER_FIRST = ("et", "hu", "lt", "lv")
# Languages in which a name keeps its form; in the others its end changes with its place in the sentence.
UNCHANGING = frozenset("da de en es fr it nl pt sv".split())
# Two letters, and no word of a note at all where a number with a degree sign follows.
BARE = frozenset(("n", "nn", "j", "s", "v", "op", "av"))
# What may stand between the word and its number: "pozn. pod čarou č. 6", "nota de subsol 6".
FILLERS = frozenset(
    "pod carou ciarou linia de subsol ta qiegh f il pagna zemsvitras joonealune sz szamu sprotna sub linie "
    "под линия bas page pie al calce pagina nr no num nummer c br st ar αριθ αρ №".split()
)
# What makes a number that of somebody else's note: "note 6 of the report".
OF_OTHERS = frozenset(
    "of to de du des del della dello dell do da der des zum zur van till av til ta na k ke za του της".split()
)
# Before "n. 6" they leave no doubt that it is a note: "op. cit., n. 6".
CITED_BEFORE = frozenset("cit op loc prec precite precitee citada citado citato citata".split())
# What stands before the number of a page or paragraph: "p. 46, note 2" is a note of the work that is cited.
PAGES = frozenset("p pp s ss page pages pag pagina pagine at para paras rn rz rdnr tz str sid σ стр с § §§".split())
_PHRASES_OF_CITING = (
    "op cit loc art prec precite precitee al et and in ed eds hereinafter available at accessed retrieved doi http "
    "https www"
)
_SMALL = (
    "the of for from with and der die das und von den dem des zur zum fur uber de la le les du pour sur dans par un "
    "une et il lo gli dei della del per con che nel los las el en una por para com os as dos das da do em och att "
    "det den pa med til om af van het een ja ir un za na od pri ze pre ako az es egy és tou της του και στο την και "
    "των για что от на за при със its their his her this that these those is are was were has have not also two "
    "others autres andere altri otros outros anderen innych inni andra andre"
)


class Vocabulary(Record):
    """The words that are looked for in a text of certain languages, as sets.

    `n_counts` says that "n." is short for "number" in one of them.
    """

    notes: frozenset[str]
    stems: tuple[str, ...]
    number_first: tuple[str, ...]
    short_first: frozenset[str]
    see: frozenset[str]
    above: frozenset[str]
    below: frozenset[str]
    points: frozenset[str]
    laws: frozenset[str]
    counted: frozenset[str]
    n_counts: bool
    ibid: tuple[str, ...]
    number_leads: bool

    def is_note(self, word: str) -> bool:
        """Whether `word` names a note."""
        return word in self.notes or _has_stem(word, self.stems)

    def is_note_after(self, word: str) -> bool:
        """Whether `word` names a note whose number stands before it."""
        return word in self.short_first or _has_stem(word, self.number_first)


def _has_stem(word: str, stems: tuple[str, ...]) -> bool:
    if not word.startswith(stems):
        return False
    return any(word.startswith(stem) and len(word) <= len(stem) + 5 for stem in stems)


@lru_cache(maxsize=64)
def vocabulary(languages: frozenset[str]) -> Vocabulary:
    """The words of `languages`, those that all share, and the long words of every language, which have one meaning."""
    own = [_NEUTRAL, *[_LANGUAGES[tag] for tag in sorted(languages) if tag in _LANGUAGES]]

    def row(name: str) -> frozenset[str]:
        return frozenset(word.replace("_", " ") for words in own for word in getattr(words, name).split())

    stems = {stem for words in _LANGUAGES.values() for stem in words.stems.split()}
    first = {stem for tag in _NUMBER_FIRST for stem in _LANGUAGES[tag].stems.split()}
    leading = [tag for tag in _NUMBER_FIRST if tag in languages]
    return Vocabulary(
        row("short"),
        tuple(sorted(stems)),
        tuple(sorted(first)),
        frozenset(word for tag in leading for word in _LANGUAGES[tag].short.split()),
        row("see"),
        row("above"),
        row("below"),
        row("points"),
        row("laws"),
        _counted(),
        any(words.counted for words in own),
        tuple(sorted(row("ibid") | _long_ibids(), key=len, reverse=True)),
        bool(leading),
    )


def _long_ibids() -> frozenset[str]:
    """The words for "the same place" that can be nothing else in any language."""
    every = [word.replace("_", " ") for words in _LANGUAGES.values() for word in words.ibid.split()]
    return frozenset(word for word in every if len(word) > 4 and word != "samas")


@lru_cache(maxsize=1)
def _counted() -> frozenset[str]:
    """Courts, gazettes and journals, which papers of every language cite in their own."""
    return frozenset(word for words in _LANGUAGES.values() for word in words.counted.split())


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """Words that say nothing about a source: articles, prepositions, the words of citing in every language."""
    rows = [_SMALL, _PHRASES_OF_CITING]
    for words in (_NEUTRAL, *_LANGUAGES.values()):
        rows += [words.short, words.see, words.above, words.below]
    return FILLERS | frozenset(word for row in rows for word in row.split())
