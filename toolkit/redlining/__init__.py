"""What changed between two versions of a paper: as words, as a page, and as a Word file with tracked changes.

Everything rests on one alignment, of lines (`lines.py`) and of the pieces in them (`pieces.py`). Word files are
compared as they are written (`word/`), pages and words by the texts of the Documents (`texts.py`).
"""

from __future__ import annotations

from toolkit.redlining.comparing import ChangedWords, Compared, Comparison, changed_words, compare

__all__ = ["ChangedWords", "Compared", "Comparison", "changed_words", "compare"]
