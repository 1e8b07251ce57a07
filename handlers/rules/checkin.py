"""The check-in: which typed words are an answer. What follows from an answer is said elsewhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from storage.enums import Temperature


def plain(text: str) -> str:
    """The text for comparing: lower case, no accents, single spaces, no marks around it."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in parted if not unicodedata.combining(mark))
    return " ".join(bare.split()).strip(" .,!¡;:")


def understand(text: str, labels: Mapping[str, Temperature]) -> Temperature | None:
    """The temperature that a typed text names: 1 to 5, or the words of a button; else None.

    ``labels`` are the words of every language, already ``plain``: mixing languages is normal.
    """
    said = plain(text)
    if said.isascii() and said.isdigit():
        number = int(said) if len(said) == 1 else 0
        return Temperature(number) if 1 <= number <= 5 else None
    return labels.get(said)
