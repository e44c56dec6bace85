"""What the toolkit needs of CLDR, taken out of Babel into locales/cldr.json.

Loading 24 languages through Babel costs a quarter of a second in every run; the file costs half a
millisecond, and a paper prints the same date whichever Babel is installed. Run after an update of Babel:

    python -m toolkit.languages.snapshot
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from toolkit.resources import builtin

TAGS = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
]
_LOCALES = {"en": "en_GB", "pt": "pt_PT"}


def facts(tag: str) -> dict[str, Any]:
    """The facts of CLDR for one language: its own name, months, date patterns, number symbols, lists."""
    from babel import Locale

    locale = Locale.parse(_LOCALES.get(tag, tag))
    months = locale.months
    return {
        "name": locale.get_language_name(tag) or tag,
        "months": [months["format"]["wide"][number] for number in range(1, 13)],
        "months_alone": [months["stand-alone"]["wide"][number] for number in range(1, 13)],
        "day": str(locale.date_formats["long"].pattern),
        "month": str(locale.datetime_skeletons["yMMMM"].pattern),
        "decimal": locale.number_symbols["latn"]["decimal"],
        "list": {part: locale.list_patterns["standard"][part] for part in ("2", "start", "middle", "end")},
        "territory": str(Locale.parse(_LOCALES[tag])).replace("_", "-") if tag in _LOCALES else _word_tag(tag),
    }


def _word_tag(tag: str) -> str:
    """The tag with the territory that Word knows the language by ("fr" is "fr-FR"), from likely subtags."""
    from babel.core import get_global

    likely = get_global("likely_subtags").get(tag, tag)
    return f"{tag}-{likely.split('_')[-1]}"


def snapshot() -> str:
    """The whole file: deterministic JSON, one language a line."""
    lines = [f'"{tag}": {json.dumps(facts(tag), ensure_ascii=False, sort_keys=True)}' for tag in TAGS]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    path = Path(builtin("locales")) / "cldr.json"
    path.write_text(snapshot(), encoding="utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
