"""A quiet participant: after how many whole days of silence their partner may hear of it.

Only by the person's own consent, and only the partner. A pause is no silence.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.rules import pauses
from storage.records import Person, Rhythm

_DAY = timedelta(days=1)
SHORTEST = timedelta(days=3)
"""The first of the times that somebody may choose."""


def is_quiet(person: Person, rhythm: Rhythm, now: datetime) -> bool:
    """Whether so many whole days have passed after the day of the last sign of life."""
    if not person.quiet_after or rhythm.quiet_since is None or pauses.holds(rhythm, now):
        return False
    # A pause that is over counts like a sign of life at its end.
    since = max(rhythm.quiet_since, rhythm.paused_until or rhythm.quiet_since)
    return now >= since + _DAY + timedelta(days=person.quiet_after)
