"""Takes secrets and line breaks out of text that a log, a terminal or a journal will keep.

Knows what a bot token looks like, in a URL too. It does not know names, answers or message
texts: those are kept out by never being handed to a log (see ``bot.logs``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from urllib.parse import quote

HIDDEN = "***"

# Longer digits than any id and a percent-encoded colon are taken too: better one word too many.
_TOKEN = re.compile(r"\d+(?::|%+3A)[\w-]{30,}", re.IGNORECASE)
# Every control character, the line breaks that are none in ASCII, and marks that turn text round.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
# A shorter half of a token would hide innocent words.
_SHORTEST_HALF = 12


def variants(secrets: Sequence[str]) -> tuple[str, ...]:
    """Every form in which these secrets could turn up, longest first."""
    forms: set[str] = set()
    for secret in filter(None, secrets):
        forms |= {secret, quote(secret), quote(secret, safe=""), json.dumps(secret)[1:-1]}
        half = secret.rpartition(":")[2]
        if len(half) >= _SHORTEST_HALF:
            forms.add(half)
    return tuple(sorted(forms, key=len, reverse=True))


def scrub(text: str, forms: Sequence[str] = ()) -> str:
    """The text without anything like a token and without the given forms (see ``variants``)."""
    for form in forms:
        text = text.replace(form, HIDDEN)
    return _TOKEN.sub(HIDDEN, text)


def one_line(text: str) -> str:
    """The text with control characters written out, so that data cannot begin a line."""
    return _UNSAFE.sub(_written_out, text)


def _written_out(match: re.Match[str]) -> str:
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return short.get(match[0], f"\\u{ord(match[0]):04x}")
