"""The fixed words that the toolkit prints, by key, in English; locales/*/LC_MESSAGES/toolkit.po has the others.

`{0}` stands for a number, a name or an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        # Kinds of document and acts
        "position-paper": "Position paper",
        "directive": "Proposal for a directive",
        "regulation": "Proposal for a regulation",
        "decision": "Proposal for a decision",
        "recommendation": "Proposal for a recommendation",
        # Title block
        "date": "Date",
        "file": "Legislative file",
        "drafted-by": "Drafted by",
        "endorsed-by": "Endorsed by",
        "version": "Version",
        "status": "Status",
        "draft": "Draft",
        "for-endorsement": "For endorsement",
        "final": "Final",
        # Titles of parts
        "key-points": "Key positions",
        "call": "Our call",
        "amendments": "Proposed amendments",
        "closing": "About this paper",
        "notes": "Notes",
        "symbol-notes": "Notes by symbol",
        "contents": "Contents",
        # Amendments
        "amendment": "Amendment\u00a0{0}",
        "alternative-to": "Alternative to",
        "original": "Text of the proposal",
        "proposed": "Proposed text",
        "insert": "Text to be inserted",
        "delete": "Text to be deleted",
        "justification": "Justification",
        # Cross references
        "point-reference": "point\u00a0{0}",
        "amendment-reference": "Amendment\u00a0{0}",
        "note-reference": "note\u00a0{0}",
        "back-reference": "n.\u00a0{0}",
        # Citations
        "ibid": "Ibid.",
        "et-al": "et\u00a0al.",
        "no-date": "n.d.",
        "available-at": "available at {0}",
        "accessed-on": "accessed on {0}",
        "volume": "vol.\u00a0{0}",
        "issue": "No\u00a0{0}",
        "page": "p.\u00a0{0}",
        "pages": "pp.\u00a0{0}",
        "article": "Article\u00a0{0}",
        "paragraph": "para.\u00a0{0}",
        "chapter": "ch.\u00a0{0}",
        "figure": "fig.\u00a0{0}",
        "recital": "recital\u00a0{0}",
        "section": "sec.\u00a0{0}",
        "point": "point\u00a0{0}",
        "annex": "Annex\u00a0{0}",
        # For readers of the page on a screen
        "skip-to-content": "Skip to content",
        "language-versions": "Language versions",
        "back-to-reference": "Back to reference",
        "note": "note",
    }
)
