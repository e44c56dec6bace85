"""What a translator lets stand: findings in a text that are accepted there, each with a reason.

`# accept-translation-numbers: the act has it in words` above a message, or the flag `accept-translation-numbers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.catalogue import Catalogue, Message
from toolkit.checks.occurrences import suggestion
from toolkit.diagnostics import ERROR, Diagnostic, advice, warning

# Whatever is found in a translated text and is no error.
ACCEPTABLE = frozenset(
    "translation-numbers translation-provisions provision-order mark-order link-target translation-emphasis outer-space"
    " doubled-word untranslated-text source-words final-punctuation text-length differing-translation reference-number"
    " term-missing term-avoided number-space hard-space punctuation-space mark-position quotation-marks"
    " insecure-link doubled-space punctuation-marks typed-citation".split()
)
# Those that are errors, by which one would print what is wrong.
_ERRORS = frozenset(
    "translation-marks missing-translation stale-translation fuzzy-translation reference-words unpaired-mark empty-mark"
    " unclosed-bracket malformed-mark invalid-locator link-address duplicate-message".split()
)


class Acceptance:
    """The acceptances of one catalogue, and which of them were needed."""

    def __init__(self, catalogue: Catalogue | None = None) -> None:
        messages = catalogue.messages.values() if catalogue else ()
        self.messages = [message for message in messages if message.accepted]
        self.by_line = {line: message for message in self.messages for line in _lines(message)}
        self.file = catalogue.file if catalogue else ""
        self.needed: set[tuple[str, str]] = set()

    def without_accepted(self, found: Iterable[Diagnostic]) -> Iterable[Diagnostic]:
        """`found` without what the translator of a text accepts, giving a reason."""
        return self._others(found) if self.messages else found

    def _others(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        for diagnostic in found:
            message = self.by_line.get(diagnostic.span.line) if diagnostic.span.file == self.file else None
            if message is None or diagnostic.severity == ERROR or diagnostic.code not in message.accepted:
                yield diagnostic
                continue
            self.needed.add((message.key, diagnostic.code))
            if not message.accepted[diagnostic.code]:
                yield diagnostic

    def remarks(self, with_advice: bool) -> Iterator[Diagnostic]:
        """What is wrong with the acceptances themselves; with advice, those for which nothing was found."""
        for message in self.messages:
            for code, reason in message.accepted.items():
                if code not in ACCEPTABLE:
                    yield _unknown(message, code)
                elif (message.key, code) in self.needed and not reason:
                    words = f"'{code}' is accepted in '{message.key}' without a reason, and is reported"
                    hint = f"write the reason above the message: # accept-{code}: why it is right so"
                    yield warning("accepted-without-reason", message.span, words, hint)
                elif with_advice and (message.key, code) not in self.needed and not message.fuzzy:
                    words = f"'{code}' is accepted in '{message.key}', and nothing of that kind is found there"
                    yield advice("unused-acceptance", message.span, words, "delete the line or flag that accepts it")


def _unknown(message: Message, code: str) -> Diagnostic:
    if code in _ERRORS:
        words = f"'{code}' is an error, which cannot be accepted"
        return warning("unknown-acceptance", message.span, words, "mend what is reported, and delete this line or flag")
    words = f"'accept-{code[:60]}' names nothing that can be accepted"
    hint = suggestion(code, sorted(ACCEPTABLE), "copy the code from the square brackets of the warning")
    return warning("unknown-acceptance", message.span, words, hint)


def _lines(message: Message) -> Iterator[int]:
    """The lines of a message that a diagnostic may name."""
    yield message.span.line
    yield from (line for _, line, _ in message.place.segments)
