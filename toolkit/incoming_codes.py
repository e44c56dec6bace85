"""The codes of what comes in from others: sheets, texts of translators, papers, remarks of reviewers."""

from __future__ import annotations

from toolkit.code import a_warning as _w
from toolkit.code import an_error as _e

SHEETS = {
    "no-amendment-found": _e("A Word file has no amendment with its wording in a table of two columns.",
        "Look whether it is the right file, and say its language with `-l`."),
    "not-placed": _w("Words of a sheet found no place in the definition, or one that may be wrong.",
        "Look where they belong, and write them there by hand."),
    "unread-provision": _w("The line that says what an amendment changes was not understood, or is not there.",
        "Write it as `Article 5(10)`, `Recital 12a (new)` or `Annex I, point 3`."),
    "sheet-language": _w("The fixed words of a sheet do not tell its language.",
        "Say it with `-l`, and bring the sheet in again."),
}  # fmt: skip

LETTERS = {
    "import-position": _e("A file that came back names a position that is not in this workspace.",
        "Bring it in where it was exported."),
    "import-language": _e("A file that came back is of another language than the position can have.",
        "Export the texts again, for one of the languages that the hint names."),
    "import-conflict": _e("A translation was changed in the catalogue and in the file since it was sent.",
        "What stands in the catalogue was kept; take over the right one, or use `--overwrite`."),
    "import-marks": _e("A translation came back without a mark of its text, or with another.",
        "It was taken and marked as doubtful: put the marks right in the catalogue."),
    "import-twice": _e("One text stands twice in a file that came back.",
        "The first was taken; look which is right."),
    "import-stale": _w("A text was changed in the draft while its translation was on its way.",
        "The translation was taken and marked as doubtful: compare it with the new words."),
    "import-gone": _w("A file that came back has a translation of a text that is in the draft no more.",
        "It was kept as obsolete; there is nothing to do."),
}  # fmt: skip

PAPERS = {
    "empty-paper": _e("A file that is brought in has no text, or is in a language that cannot be read.",
        "Look whether it is the right file; say its language with `-l`."),
    "no-place": _w("Something in a paper that is brought in has no place in a definition; it went elsewhere or was left out.",  # noqa: E501
        "Look where it went, and put it where it belongs."),
    "assumed-value": _w("A definition must say something that the file does not say with certainty.",
        "Write what is right."),
    "mended-reference": _w("A reference typed by hand named the wrong note, or a source was cited in full again; it cites the source that is meant now.",  # noqa: E501
        "Look whether that is the source."),
    "kept-reference": _w("It is not certain what a reference typed by hand means; it stays as it was.",
        "Cite the source that is meant, or refer to the note by its id."),
    "kept-source": _w("The parts of a citation could not be told apart; it stays as text.",
        "Enter the source in `sources.yaml` and cite it."),
    "kept-numbers": _w("A paper cites by number in brackets; the numbers and its list of sources stay as text.",
        "Enter the sources in `sources.yaml`, write `citations: brackets`, cite each in the place of its number, and take the list out."),  # noqa: E501
    "changed-words": _w("Words of the file are not printed, or words are printed that the file does not have.",
        "Look whether anything is missed."),
}  # fmt: skip

FEEDBACK = {
    "feedback-other-paper": _e("A file that came back is not the paper that it was given for.",
        "Name the paper, the language or the version that was sent out."),
    "feedback-unplaced": _w("Remarks in a file that came back belong to no place in the paper, or to none that is certain.",  # noqa: E501
        "They are at the end of the list, each with the reason: look in the file where they stand."),
    "feedback-untracked": _w("The text of a file that came back was changed while tracking was off.",
        "Look whether the right version was returned; each place is in the list."),
}  # fmt: skip
