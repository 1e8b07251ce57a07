"""Records of rhythms and the occasions that come of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.enums import CheckinKind, OccasionState
from storage.records.ids import PersonId


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a person wants to be invited: days of the week, wall time, and the next due instant."""

    person_id: PersonId
    days: frozenset[int]
    """Monday is 0."""
    wall: str
    """"18:00", in the person's zone."""
    due_at: datetime | None
    full_day: int = 0
    """The day of the full check-in; the other chosen days bring a pulse."""
    paused_since: datetime | None = None
    paused_until: datetime | None = None
    """None while paused: until they are back."""
    quiet_told_at: datetime | None = None
    """When their partner heard of this silence."""
    quiet_since: datetime | None = None
    """The day of their last sign of life, or of a pause's end."""

    def full_first(self) -> list[int]:
        """The days as a person reads them: that of the full check-in, then the others."""
        first = [self.full_day] if self.full_day in self.days else []
        return [*first, *sorted(self.days - {self.full_day})]


@dataclass(frozen=True, slots=True)
class Occasion:
    """One invitation to check in."""

    id: int
    person_id: PersonId
    local_date: str
    state: OccasionState
    created_at: datetime
    kind: CheckinKind = CheckinKind.FULL
    reminded_on: str | None = None
    """The local date on which it comes again: its one reminder, or the day that they chose."""
