"""Whose phone it is, what they chose on it, and something that must not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from typing_extensions import override

DAY = timedelta(days=1)
LATE = timedelta(minutes=45)
"""So late may come what is due at an hour: the clock goes by half hours, and messages queue."""
MORNING, NIGHT = time(8), time(21)


@dataclass(frozen=True)
class Owner:
    """A person, as the checker knows them: by what they tapped on the way in."""

    name: str
    part: str
    """participant, supporter, or staff: whoever is not invited to anything."""
    zone: str
    days: frozenset[int] = frozenset()
    """Monday is 0."""
    hour: int = 0
    began: datetime | None = None
    """When the circle began that they are invited for: its participant came in."""
    places: int = 1
    """In how many circles somebody supports."""

    def local(self, at: datetime) -> datetime:
        """What their clock shows."""
        return at.astimezone(ZoneInfo(self.zone))

    def day(self, at: datetime) -> date:
        """Their date."""
        return self.local(at).date()

    def week(self, at: datetime) -> int:
        """The week of their circle, from 1."""
        return (at - self.began) // timedelta(weeks=1) + 1 if self.began else 1

    def at_own_hour(self, at: datetime) -> bool:
        """At the hour that they chose."""
        local = self.local(at)
        own = datetime.combine(local.date(), time(self.hour), ZoneInfo(self.zone))
        return timedelta(0) <= local - own <= LATE

    def in_daytime(self, at: datetime) -> bool:
        """Not in the quiet hours."""
        return MORNING <= self.local(at).time() < NIGHT


@dataclass(frozen=True)
class Finding:
    """Something that must not be."""

    owner: Owner
    at: datetime
    what: str

    @override
    def __str__(self) -> str:
        return f"{self.owner.name}, {self.owner.local(self.at):%a %d %b %H:%M}: {self.what}"


Findings = Iterator[Finding]
