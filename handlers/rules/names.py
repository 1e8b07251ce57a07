"""Names: what somebody may be called here. Cleaned once on entry, shown as they are after."""

from __future__ import annotations

import unicodedata

LONGEST = 32
"""Characters, as people count them; a button shows no more."""
_JOINER = "\u200d"
"""Holds the parts of one emoji together; the only format character that stays."""


def clean(text: str) -> str:
    """The name without line breaks, control and direction characters; empty: nothing is left."""
    kept = (
        mark if mark == _JOINER or unicodedata.category(mark)[0] != "C" else " " * mark.isspace()
        for mark in text
    )
    # Composed last: what stood between a letter and its accent may be gone.
    composed = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(composed.split()).strip(_JOINER + " ")


def fits(name: str) -> bool:
    """Whether a cleaned name is there and short enough; marks on a letter do not count."""
    shown = sum(1 for mark in name if not unicodedata.combining(mark) and mark != _JOINER)
    return 0 < shown <= LONGEST and len(name) <= 2 * LONGEST
