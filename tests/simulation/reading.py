"""A phone's transcript, read as its owner lived it: what they did, and what came unasked.

Nothing is known here but what stood on the phone, when. A message is an answer when its reader did
something at the same instant (the simulated clock stands while people tap); each deed may have two.
What begins like something unasked counts as unasked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.practice_room.records import Sighting
from tests.simulation.phrases import PLACES
from tests.simulation.words import Family, family_of

ANSWERS = 2
"""New messages that one deed may bring: an answer, and a question or a picture below it."""
_DEEDS = ("says", "taps", "blocks", "unblocks", "deactivates")
_SAVED = re.compile(r"^(?:Saved|Guardado)\b", re.MULTILINE)


@dataclass(frozen=True)
class Did:
    """Something that the owner did."""

    at: datetime
    what: str
    text: str
    message: int


@dataclass(frozen=True)
class Came:
    """Something that came unasked; without a family nobody knows what it is."""

    at: datetime
    text: str
    message: int
    family: Family | None
    circle: str = ""

    @property
    def name(self) -> str:
        """Its family's name."""
        return self.family.name if self.family else "unknown"


@dataclass(frozen=True)
class Answered:
    """A question of a check-in was answered; half-done ones are kept, and are no silence."""

    at: datetime


@dataclass(frozen=True)
class Saved:
    """A check-in was kept."""

    at: datetime


Event = Did | Came | Answered | Saved


def read(chat: Sequence[Sighting]) -> list[Event]:
    """All that happened on a phone, in order."""
    return list(_read(chat))


def _read(chat: Sequence[Sighting]) -> Iterator[Event]:
    deeds_at, deeds, answers = None, 0, 0
    for seen in chat:
        if seen.at != deeds_at:
            deeds_at, deeds, answers = seen.at, 0, 0
        message = seen.message.id if seen.message else 0
        if seen.kind in _DEEDS:
            deeds += 1
            yield Did(seen.at, seen.kind, seen.text, message)
            if seen.kind == "taps" and any(seen.text in places for places in PLACES):
                yield Answered(seen.at)
        if seen.kind in ("sent", "edited") and _SAVED.search(seen.text):
            yield Saved(seen.at)
        if seen.kind == "sent":
            known = family_of(seen.text)
            if known is None and answers < deeds * ANSWERS:
                answers += 1
            else:
                yield Came(seen.at, seen.text, message, *(known or (None,)))
