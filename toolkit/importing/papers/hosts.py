"""What stands behind the title of a book or a chapter and is no part of it: host book, edition, place, publisher.

A definition prints a publisher, but no place, no edition and no editors beside authors: what has those stays text.
"""

from __future__ import annotations

import re

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_EDITORS = r"(?:eds?|edited|hrsg|hg|dirs?|coords?|reds?|a cura di|cur|toim|szerk|ur|orgs?|επιμ|съст|sous la dir\w*)"
_HOST = re.compile(
    rf"[,.;?!]\s+in:\s|[,.;?!]\s+(?-i:In)\s|[,;.]\s+in\s(?=[^,]{{2,80}}\(?\b{_EDITORS}\b)|\(\s?{_EDITORS}\.?\s?\)"
    rf"|,\s{_EDITORS}\.\s|[,.;]\s+(?:conference\s)?(?:proceedings|actes du|tagungsband|atti del|actas d)"
    r"|\btrans(?:lated by|\.)\s",
    re.IGNORECASE,
)
_IN_HOST = re.compile(rf"[iI]n:?\s[^;]{{2,200}}?(?i:\b{_EDITORS}\.?\s?\)|,\s{_EDITORS}\.)|[iI]n:\s")
_EDITION = re.compile(
    r"[,.(;]\s*(?:\d{1,2}(?:st|nd|rd|th)|\d{1,2}\.|\d{1,2}[eªa]|second|third|revised)\s*"
    r"(?:ed\b|edn\b|edition|aufl|éd|edición|edizione|edição|wyd|uitg|druk|uppl|udg)",
    re.IGNORECASE,
)
_PRESS = (
    r"(?:presse?s?|verlag\w*|publishers?|publishing|publications|éditions?|editions?|edizioni|ediciones|editorial|"
    r"editore|editrice|edições|editora|uitgeverij|wydawnictwo|nakladatelství|forlag|förlag|kiadó|kustannus|books|"
    r"springer|routledge|elsevier|brill|wiley|blackwell|palgrave|macmillan|nomos|beck|hart|dalloz|bruylant|larcier|"
    r"gallimard|puf|suhrkamp|intersentia|kluwer|giuffrè|tirant|aranzadi|penguin|sage|oup|cup|bloomsbury|"
    r"mcgraw-hill|harvard|yale|de gruyter|mohr siebeck|duncker)"
)
_PUBLISHER = re.compile(
    rf"[,.(]\s*(?P<name>(?:{_CAPITAL}[\w.&’'-]*[ ]|(?:of|and|de|du|für|&)[ ]){{0,5}}\b(?i:{_PRESS})"
    rf"(?:[ ]{_CAPITAL}[\w.&’'-]*){{0,3}})[ ,]*\Z"
)
_PRESS_ANYWHERE = re.compile(rf"[,.(:]\s*(?:[\w.&’'-]+\s){{0,5}}{_PRESS}(?:[\s,.)]|\Z)", re.IGNORECASE)
_TOWN = (
    r"(?:London|New York|Oxford|Cambridge|Paris|Lyon|Berlin|Munich|München|Frankfurt(?: am Main| a\. ?M\.)?|Köln|"
    r"Baden-Baden|Tübingen|Hamburg|Leipzig|Heidelberg|Vienna|Wien|Zürich|Zurich|Brussels|Bruxelles|Brussel|Leuven|"
    r"Louvain|The Hague|Den Haag|Leiden|Amsterdam|Rotterdam|Antwerp(?:en)?|Utrecht|Dordrecht|Madrid|Barcelona|Valencia|"
    r"Roma?|Rome|Milano?|Torino|Bologna|Napoli|Lisboa?|Lisbon|Coimbra|Porto|Warszawa|Warsaw|Kraków|Praha|Prague|Brno|"
    r"Bratislava|Budapest|Ljubljana|Zagreb|Sofia|București|Bucharest|Athens|Αθήνα|Stockholm|Lund|Uppsala|København|"
    r"Copenhagen|Helsinki|Tallinn|Riga|Vilnius|Dublin|Luxembourg|Geneva|Genève|Strasbourg|Cheltenham|Thousand Oaks|"
    r"Princeton|Chicago|Boston|Washington(?:,? D\.?C\.?)?)"
)
_TOWN_AT_END = re.compile(rf"[,.(]\s*{_TOWN}(?:(?:\s?[/&–-]\s?|,\s|\sand\s)(?:{_TOWN}|[A-Z]{{2}}))*[ ,]*\Z")
_TOWN_AND_PUBLISHER = re.compile(rf"[.?!(,]\s*{_TOWN}:\s{_CAPITAL}|\({_CAPITAL}[\w -]{{2,30}}:\s{_CAPITAL}[^)]*\Z")


def part_title(title: str) -> tuple[str, str] | None:
    """The title alone and its publisher; None where other things stand in it that are no title."""
    if any(pattern.search(title) for pattern in (_HOST, _EDITION, _TOWN_AND_PUBLISHER)):
        return None
    found = _PUBLISHER.search(title)
    rest = title[: found.start()].rstrip(" ,.(") if found else title
    if _TOWN_AT_END.search(title) or _TOWN_AT_END.search(rest) or _PRESS_ANYWHERE.search(rest):
        return None
    return (rest, found["name"] if found else "") if rest.count("(") == rest.count(")") else None


def names_host(text: str) -> bool:
    """Whether `text`, which follows a citation, begins with the book that the work cited stands in."""
    return _IN_HOST.match(text) is not None
