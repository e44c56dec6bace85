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
        "draft-translation": "Draft translation",
        "not-translated": "not yet translated: {0}; shown in the original language",
        # Endorsements: what a paper says of them, the form, the letter and the list of a pack
        "text-digest": "Digest of the text: {0}",
        "endorsed-elsewhere": "Endorsed in another language version",
        "reservation-on": "Reservation on {0}",
        "endorsement-form": "Endorsement form",
        "form-paper": "Paper",
        "form-language": "Language version",
        "form-digest": "Digest of the text",
        "form-deadline": "Please return by",
        "form-scope": (
            "An endorsement is given to this text alone: this version, in this language, with this digest. "
            "The digest is printed at the foot of each page of the paper; where the two differ, it is "
            "another text."
        ),
        "form-plain": "We endorse this text.",
        "form-reservation": (
            "We endorse this text with a reservation on one amendment. Amendment and wording of the reservation:"
        ),
        "form-organisation": "Organisation",
        "form-signatory": "Function of the signatory",
        "form-place-date": "Place and date",
        "form-signature": "Signature",
        "covering-letter": "Covering letter",
        "letter-opening": "Dear colleagues,",
        "letter-draft": "We are sending you the draft of the paper named above for your comments.",
        "letter-for-endorsement": "We are sending you the paper named above for endorsement.",
        "letter-final": "We are sending you the final text of the paper named above.",
        "letter-exact": (
            "An endorsement is given to one exact text in one language. If a word of it changes afterwards, "
            "the endorsement no longer holds, and we shall ask you again."
        ),
        "letter-return": "Please return the enclosed endorsement form by {0}.",
        "letter-return-undated": "Please return the enclosed endorsement form to us.",
        "letter-enclosed": "Enclosed",
        "letter-closing": "Yours faithfully,",
        "pack-contents": "Contents of the pack",
        "pack-file": "File",
        "pack-digest": "SHA-256 of the file",
        "changes-since": "Changes since version {0}",
        # Kinds of document and their parts
        "briefing": "Evidence brief",
        "checked": "Checked on",
        "executive-summary": "Executive summary",
        "comparison": "Comparison by jurisdiction",
        "limitations": "Limitations",
        "questions": "Questions to follow up",
        "one-page": "Summary on one page",
        "provision": "Provision",
        "letter": "Letter",
        "letter-to": "To",
        "letter-members": "the Members of the European Parliament",
        "letter-dear-members": "Dear Members of the European Parliament,",
        "letter-subject": "Subject",
        "letter-ask": "We ask you to support the following positions:",
        "letter-amendments": (
            "To that end we propose amendments to the following provisions; their full text is enclosed:"
        ),
        "letter-yours": "Yours faithfully,",
        # Titles of parts
        "key-points": "Key positions",
        "call": "Our call",
        "amendments": "Proposed amendments",
        "closing": "About this paper",
        "notes": "Notes",
        "sources": "Sources",
        "back-to-citation": "Back to citation",
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
        # The Parliament's form of amendments
        "amendments-kind": "Amendments",
        "commission-text": "Text proposed by the Commission",
        "amendment-text": "Amendment",
        "existing-text": "Present text",
        "existing-act": "Existing act",
        "deleted": "deleted",
        "original-language": "Or.\u00a0{0}",
        "on-behalf-of": "on behalf of {0}",
        "tablers": "Tabled by",
        "fall-back": "Fall-back if not accepted",
        "together-with": "Together with",
        "inserted-text-begins": "insertion begins",
        "inserted-text-ends": "insertion ends",
        "deleted-text-begins": "deletion begins",
        "deleted-text-ends": "deletion ends",
        "legend": "How changes are marked",
        "legend-new": "New text: bold italics",
        "legend-deleted": "Deleted text: struck through",
        # Cross references
        "point-reference": "point\u00a0{0}",
        "amendment-reference": "Amendment\u00a0{0}",
        "note-reference": "note\u00a0{0}",
        "back-reference": "n.\u00a0{0}",
        # The foot of a page: its number, and how many there are
        "page-of": "Page\u00a0{0} of\u00a0{1}",
        # Citations
        "ibid": "Ibid.",
        "et-al": "et\u00a0al.",
        "no-date": "n.d.",
        "available-at": "available at {0}",
        "accessed-on": "accessed on {0}",
        "accessed-in": "accessed in {0}",
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
        # Kinds of source, said after the title where the title alone would not tell
        "thesis": "thesis",
        "speech": "speech",
        "interview": "interview",
        "dataset": "dataset",
        "software": "software",
        "broadcast": "broadcast",
        # For readers of the page on a screen
        "skip-to-content": "Skip to content",
        "language-versions": "Language versions",
        "back-to-reference": "Back to reference",
        "note": "note",
        # What changed between two texts
        "redline": "Changes",
        "redline-earlier": "Earlier text",
        "redline-present": "Present text",
        "redline-place": "Place",
        "redline-inserted": "Inserted words",
        "redline-deleted": "Deleted words",
        "redline-moved": "moved",
        "redline-title": "Title",
        "redline-summary": "Summary",
    }
)

# What is counted, for one and for several; other languages have as many forms as their header says.
COUNTED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "point-count": ("{0}\u00a0key position", "{0}\u00a0key positions"),
        "amendment-count": ("{0}\u00a0amendment", "{0}\u00a0amendments"),
        "note-count": ("{0}\u00a0note", "{0}\u00a0notes"),
        "language-count": ("{0}\u00a0language", "{0}\u00a0languages"),
    }
)
