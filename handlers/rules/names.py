"""Names: what somebody may be called here. Cleaned once on entry, shown as they are after."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 32
"""Characters, as people count them; a button shows no more."""
_JOINER = "\u200d"
"""Holds the parts of one emoji together; the only format character that stays."""


_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters, marks and signs that show nothing."""
_LINK = re.compile(r"://|@(?=\w)|(?<!\S)/(?=\w)|(?<=\w)\.(?=\w)")
"""Of these Telegram makes links, mentions and commands, for whoever reads the name."""


def _kept(mark: str) -> str:
    if mark == _JOINER:
        return mark
    if mark.isspace():
        return " "
    return "" if mark in _BLANK or unicodedata.category(mark)[0] == "C" else mark


def clean(text: str) -> str:
    """The name without line breaks, control and direction characters, and without what Telegram
    would make a link of; empty: nothing is left."""
    kept = _LINK.sub(" ", "".join(map(_kept, text)))
    # Composed last: what stood between a letter and its accent may be gone.
    composed = unicodedata.normalize("NFC", kept)
    return " ".join(composed.split()).strip(_JOINER + " ")


def same(one: str, other: str) -> bool:
    """Whether two cleaned names read alike: neither case nor accents tell them apart."""
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(mark for mark in parted if not unicodedata.combining(mark))


def fits(name: str) -> bool:
    """Whether a cleaned name shows something and is short enough; marks do not count."""
    if not any(unicodedata.category(mark)[0] in "LNS" for mark in name):
        return False
    shown = sum(1 for mark in name if not unicodedata.combining(mark) and mark != _JOINER)
    return 0 < shown <= LONGEST and len(name) <= 2 * LONGEST
