"""A programme's time: which week of a circle it is, which phase, and when notice is due.

It begins when the participant joins and ends on a day that everybody knows. Only the circle's own
start and end count here; what follows from them is said elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from handlers.rules import wall
from storage.records import Circle

WEEK = timedelta(weeks=1)
_SUMMER_TIME = timedelta(hours=1)
# When the clocks go back, an end that keeps its hour comes so much later; that is no week more.


class Phase(StrEnum):
    """A third of a programme."""

    FIRST = "first"
    MIDDLE = "middle"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class ProgrammePolicy:
    """Design 4, *The end*: two weeks' notice."""

    notice: timedelta = timedelta(weeks=2)


def running(circle: Circle, now: datetime) -> bool:
    """Whether the circle has begun and is not over."""
    begun = circle.starts_at is not None and now >= circle.starts_at
    return begun and not over(circle, now)


def over(circle: Circle, now: datetime) -> bool:
    """Whether its time is over, or it was ended before."""
    if circle.ended_at is not None and now >= circle.ended_at:
        return True
    return passed(circle, now)


def lasts(circle: Circle, now: datetime) -> bool:
    """Whether the planned time runs: whoever supports knows of no other end."""
    begun = circle.starts_at is not None and now >= circle.starts_at
    return begun and not passed(circle, now)


def passed(circle: Circle, now: datetime) -> bool:
    """Whether the planned day has come."""
    return circle.ends_at is not None and now >= circle.ends_at


def week(circle: Circle, now: datetime) -> int:
    """The week of the programme, from 1; 0 before it has begun."""
    if circle.starts_at is None or now < circle.starts_at:
        return 0
    return (now - circle.starts_at) // WEEK + 1


def weeks(circle: Circle) -> int:
    """How many weeks the programme has, a begun one counted whole; 0 without an end."""
    if circle.starts_at is None or circle.ends_at is None:
        return 0
    return -((circle.starts_at - circle.ends_at + _SUMMER_TIME) // WEEK)


def phase(circle: Circle, now: datetime) -> Phase:
    """Weeks 1 to 4, 5 to 8 and 9 to 12 of twelve; thirds of another length."""
    third = max(1, weeks(circle) / 3)
    done = max(0, week(circle, now) - 1)
    return (Phase.FIRST, Phase.MIDDLE, Phase.LAST)[min(2, int(done / third))]


def notice_at(circle: Circle, policy: ProgrammePolicy) -> datetime | None:
    """From when everybody is told that the end comes; None without a start or an end.

    A programme shorter than its notice tells at the start.
    """
    if circle.starts_at is None or circle.ends_at is None:
        return None
    return max(circle.starts_at, circle.ends_at - policy.notice)


def longer(ends_at: datetime, more: int, zone: str) -> datetime:
    """So many weeks later, as ``after`` counts them."""
    return after(ends_at, more * WEEK, zone)


def after(at: datetime, lasts: timedelta, zone: str) -> datetime:
    """So long after an instant: days keep the hour of clocks in ``zone``, summer time or not."""
    days = timedelta(days=lasts.days)
    return (wall.local(at, zone) + days).astimezone(UTC) + (lasts - days)
