"""The weekly note: when a supporter's next one is due, and whether it comes.

It is no occasion: back-off never stops it. Only the reader's own pause, leaving or block does, or
the end of every circle. A removal does not: whoever was removed goes on getting it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.rules import breaks, pauses, programme, wall
from storage.records import Circle, Rhythm, Seat

FRESH = timedelta(hours=2)
"""A note that could not go for so long waits for the person's own hour on another day."""
AFTER_CHECKIN = 3
"""So many days after the full check-in it comes, if that is no check-in day."""
_APART = timedelta(days=3)
"""So long after one note comes the next at the earliest, when the rhythm was changed between."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a note hangs on: the reader's places with their circles, their rhythm, their reach.

    The places are those that the reader believes to have.
    """

    places: tuple[tuple[Seat, Circle], ...]
    rhythm: Rhythm | None
    reachable: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Until when a due note may go, if it goes now; and when the next is due."""

    not_after: datetime | None
    next_due: datetime


def comes(standing: Standing, now: datetime) -> bool:
    """Whether a note may come now."""
    if not standing.reachable or pauses.holds(standing.rhythm, now):
        return False
    return any(
        programme.lasts(circle, now) and not breaks.holds(seat, now)
        for seat, circle in standing.places
    )


def decide(standing: Standing, usual: tuple[int, str], zone: str, now: datetime) -> Decision:
    """A due note goes at the person's own hour on a day without a check-in, else it waits for one.

    ``usual``: the day and hour of whoever has no rhythm. The hour and the days may have changed
    since the note was made due, and we may have been away: what holds is what the clock shows now.
    """
    days, _, hour = _rhythm(standing.rhythm, usual)
    regular = next_note(standing.rhythm, usual, zone, now + _APART)
    if not comes(standing, now):
        return Decision(None, regular)
    quiet = _quiet_days(days)
    today = wall.local(now, zone).date()
    own = wall.instant(today, hour, zone)
    if today.weekday() in quiet and own <= now < own + FRESH:
        return Decision(own + FRESH, regular)
    return Decision(None, wall.next_wall(quiet, hour, zone, now).at)


def next_note(
    rhythm: Rhythm | None, usual: tuple[int, str], zone: str, after: datetime
) -> datetime:
    """The person's own hour on the day of their note: some days after their full check-in."""
    days, full_day, hour = _rhythm(rhythm, usual)
    quiet = _quiet_days(days)
    wanted = ((full_day + AFTER_CHECKIN + more) % 7 for more in range(7))
    day = next(one for one in wanted if one in quiet)
    return wall.next_wall(frozenset({day}), hour, zone, after).at


def _rhythm(rhythm: Rhythm | None, usual: tuple[int, str]) -> tuple[frozenset[int], int, str]:
    if rhythm is None:
        return frozenset({usual[0]}), usual[0], usual[1]
    return rhythm.days, rhythm.full_day, rhythm.wall


def _quiet_days(days: frozenset[int]) -> frozenset[int]:
    """Days without a check-in; whoever chose all seven has none, and their note comes anyway."""
    return wall.EVERY_DAY - days or wall.EVERY_DAY
