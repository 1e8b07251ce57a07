"""A record of the ledger: something that a restored older copy must not bring back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.enums import Gone


@dataclass(frozen=True, slots=True)
class Entry:
    """What went and when; ``mark`` is its number, or a keyed hash of a person's."""

    at: datetime
    what: Gone
    mark: str
