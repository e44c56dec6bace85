"""Names in the order of each language's alphabet: by hand from the alphabets, and against ICU in Node."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess

import pytest

from toolkit.languages.collation import sort_key
from toolkit.languages.snapshot import TAGS

# By hand: what a reader of the language expects, from its alphabet.
EXPECTED = {
    "bg": "Ани Дом Йод Път Ювелир Ясен ECPAT",
    "cs": "Cyril Čapek Daneš Havel Charita Iva Řehoř Sova Šárka Zuzana Žofie",
    "da": "Bo Zoo Ærø Øre Århus Aarhus",
    "de": "Apfel Äpfel Arm Mull Müll Oder Öder Straße Zoo",
    "el": "Άννα Βάσω Εύα Ήρα Όλγα Ωραία ECPAT",
    "en": "Eurochild Missing Terre Thorn ZZZ",
    "es": "cana cantar caña nube ñandú oso",
    "et": "sada šokk zebra žanr tuba vana õde äike öö üks",
    "fi": "aamu vene zoo Åbo äiti öljy",
    "fr": "cote coté côte côté œuvre offre",
    "ga": "bád béal bláth fada fáilte",
    "hr": "cvijet čaša ćup dan džep đak list ljubav nos njuška san šuma zid život",
    "hu": "cukor csend dal dzsem gond gyár láb lyuk nap nyár olaj öröm szó tó tyúk út üveg zene zsák",
    "it": "casa città età perché però",
    "lt": "cukrus čia įdomu ilgas yra jūra sala šalis zona žemė",
    "lv": "cena čūska gads ģimene kalns ķirsis lapa ļoti nams ņemt sala šeit zeme žogs",
    "mt": "bieb ċavetta cena fenek ġnien gideb għajn hena ħobż żarbun zija",
    "nl": "een één Ierland ijs",
    "pl": "as ąż cel ćma los łza nos ńa oko ósmy sen świt zęby źle żaba",
    "pt": "avó avô maçã mão mar",
    "ro": "an ăst înalt j sac șarpe tare țară",
    "sk": "cena čas hora chlieb idea oko ôsmy rad řa sen šaty zem žena",
    "sl": "cesta čas dan sanje šola zima žena",
    "sv": "bo vän zon å ära ö",
}


@pytest.mark.parametrize("tag", TAGS)
def test_order_by_hand(tag: str) -> None:
    expected = EXPECTED[tag].split()
    assert sorted(random.Random(1).sample(expected, len(expected)), key=sort_key(tag)) == expected


# The letters that texts of each language have; Node's ICU is asked about words made of them.
LETTERS = {
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "cs": "áčďéěíňóřšťúůýžch",
    "da": "æøå",
    "de": "äöüß",
    "el": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊ",
    "es": "áéíóúüñ",
    "et": "šžõäöü",
    "fi": "åäöšž",
    "fr": "àâæçéèêëîïôœùûü",
    "ga": "áéíóú",
    "hr": "čćđšžljnjdž",
    "hu": "áéíóöőúüűcsdzdzsgylynysztyzs",
    "it": "àèéìòù",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "ċġħżgħ",
    "nl": "ëïéèö",
    "pl": "ąćęłńóśźż",
    "pt": "ãáàâçéêíóôõú",
    "ro": "ăâîșț",
    "sk": "áäčďéíĺľňóôŕšťúýžch",
    "sl": "čšž",
    "sv": "åäö",
}
SORT = (
    'const [tag, words] = JSON.parse(require("fs").readFileSync(0));'
    "console.log(JSON.stringify(words.sort(new Intl.Collator(tag).compare)))"
)


def words_of(tag: str) -> list[str]:
    """Words of a language's letters, some with capitals, spaces, hyphens, figures; the same in every run."""
    chance = random.Random(tag)
    letters = LETTERS.get(tag, "") * 2 + ("abc" if tag in ("bg", "el") else "abcdefghijklmnopqrstuvwxyz")
    words: set[str] = set()
    while len(words) < 400:
        word = "".join(chance.choices(letters, k=chance.randint(1, 6)))
        word = word.capitalize() if chance.random() < 0.3 else word
        word += chance.choice([" b", "-b", "’s", ", a", " 7", " 12"]) if chance.random() < 0.2 else ""
        if "aå" not in word.lower():  # ICU takes the second a, apart from its ring, for a part of "aa"
            words.add(word)
    return sorted(words)


@pytest.mark.parametrize("tag", TAGS)
def test_order_is_that_of_icu(tag: str) -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("CI"):
            pytest.fail("node is not installed; on CI every tool must be there")
        pytest.skip("node is not installed")
    words = words_of(tag)
    done = subprocess.run(
        [node, "-e", SORT], input=json.dumps([tag, words]), capture_output=True, text=True, check=True
    )
    assert sorted(words, key=sort_key(tag)) == json.loads(done.stdout)
