"""The styles that a paper uses, by the name that Word shows; a template gives each its own id and look."""

from __future__ import annotations

NORMAL = "Normal"
KICKER = "Kicker"
TITLE = "Title"
SUBTITLE = "Subtitle"
FACT = "Fact"
FACT_LABEL = "Fact Label"
STANDFIRST = "Standfirst"
HEADINGS = ("heading 1", "heading 2", "heading 3")
KEY_POINTS_HEADING = "Key Points Heading"
KEY_POINT = "Key Point"
CALL_OUT = "Call-out"
BULLET = "List Bullet"
NUMBER = "List Number"
STATISTIC_FIGURE = "Statistic Figure"
STATISTIC_TEXT = "Statistic Text"
AMENDMENT_PROVISION = "Amendment Provision"
AMENDMENT_RELATION = "Amendment Relation"
AMENDMENT_LINE = "Amendment Line"
AMENDMENT_POSITION = "Amendment Position"
AMENDMENT_LABEL = "Amendment Label"
AMENDMENT_TEXT = "Amendment Text"
AMENDMENT_CELL = "Amendment Cell"
AMENDMENT_NOTE = "Amendment Note"
AMENDMENT_LANGUAGE = "Amendment Language"
AMENDMENT_JUSTIFICATION = "Amendment Justification"
FIGURE = "Figure"
CAPTION = "caption"
CLOSING = "Closing"
FOOTNOTE_TEXT = "footnote text"
FOOTNOTE_REFERENCE = "footnote reference"
HYPERLINK = "Hyperlink"

PARAGRAPH_STYLES = (
    NORMAL, KICKER, TITLE, SUBTITLE, FACT, STANDFIRST, *HEADINGS, KEY_POINTS_HEADING, KEY_POINT, CALL_OUT,
    BULLET, NUMBER, STATISTIC_TEXT, AMENDMENT_RELATION, AMENDMENT_LINE, AMENDMENT_POSITION, AMENDMENT_LABEL,
    AMENDMENT_TEXT, AMENDMENT_CELL, AMENDMENT_NOTE, AMENDMENT_LANGUAGE, AMENDMENT_JUSTIFICATION,
    FIGURE, CAPTION, CLOSING, FOOTNOTE_TEXT,
)  # fmt: skip
# A template may do without these: the list of sources is then in NUMBER, the look of the words is set run by run.
SOURCES = "Bibliography"
UNTRANSLATED = "Untranslated"
CHARACTER_STYLES = (FACT_LABEL, STATISTIC_FIGURE, AMENDMENT_PROVISION, FOOTNOTE_REFERENCE, HYPERLINK)
