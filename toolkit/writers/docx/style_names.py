"""Names that the styles of papers have in files of others, besides their own.

Word writes its built-in styles under English names in every language; LibreOffice and Google Docs do so with capitals.
These are the names that Word and LibreOffice show, which organisations give to styles of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toolkit.writers.docx.styles import (
    BULLET,
    CAPTION,
    FOOTNOTE_REFERENCE,
    FOOTNOTE_TEXT,
    HEADINGS,
    HYPERLINK,
    NORMAL,
    NUMBER,
    STANDFIRST,
    SUBTITLE,
    TITLE,
)

_HEADING = (
    "Überschrift {0}", "Titre {0}", "Título {0}", "Titolo {0}", "Nagłówek {0}", "Kop {0}", "Rubrik {0}",
    "Overskrift {0}", "Otsikko {0}", "Nadpis {0}", "Címsor {0}", "Επικεφαλίδα {0}", "Заглавие {0}", "Naslov {0}",
)  # fmt: skip
_OTHERS = {
    NORMAL: ("Standard", "Standaard", "Normale", "Normalny", "Normální", "Default Paragraph Style", "Body Text",
             "Textkörper", "Corps de texte"),
    TITLE: ("Titel", "Titre", "Título", "Titolo", "Tytuł", "Rubrik", "Dokumenttitel", "Titre du document"),
    SUBTITLE: ("Untertitel", "Sous-titre", "Subtítulo", "Sottotitolo", "Podtytuł", "Ondertitel", "Underrubrik"),
    STANDFIRST: ("Vorspann", "Chapô", "Chapeau", "Einleitung", "Lead"),
    BULLET: ("Aufzählungszeichen", "Aufzählung", "Liste à puces", "Lista con viñetas", "Punto elenco",
             "Lista punktowana", "Lijstopsomteken", "List 1", "Bullet List"),
    NUMBER: ("Listennummer", "Nummerierung", "Liste à numéros", "Lista con números", "Numero elenco",
             "Lista numerowana", "Lijstnummering", "Numbering 1"),
    CAPTION: ("Beschriftung", "Légende", "Descripción", "Didascalia", "Legenda", "Bijschrift"),
    FOOTNOTE_TEXT: ("Fußnotentext", "Fußnote", "Note de bas de page", "Texto nota pie", "Testo nota a piè di pagina",
                    "Tekst przypisu dolnego", "Voetnoottekst", "Footnote"),
    FOOTNOTE_REFERENCE: ("Fußnotenzeichen", "Appel note de bas de p.", "Ref. de nota al pie",
                         "Rimando nota a piè di pagina", "Odwołanie przypisu dolnego", "Voetnootmarkering",
                         "Footnote Characters", "Footnote anchor"),
    HYPERLINK: ("Internetlink", "Lien hypertexte", "Hipervínculo", "Collegamento ipertestuale", "Hiperłącze",
                "Internet Link"),
}  # fmt: skip
OTHER_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    _OTHERS | {name: tuple([other.format(place) for other in _HEADING]) for place, name in enumerate(HEADINGS, 1)}
)
