"""Wall clocks: which instant "Tuesday at 18:00 in New York" is, and the way back.

It knows zones and days of the week. It is not a clock, and it does not know who may be told what:
`nudge` and `alert` decide that with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
_MIDNIGHT = "00:00"
# One day back, since a gap may push an occurrence over midnight; a week and its repeat forward,
# since a weekly day may not exist once (Apia had no Friday 30 December 2011).
_DAYS_TO_TRY = range(-1, 16)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One wall time on one local date; the date is what makes it unique, not the instant."""

    local_date: date
    at: datetime


@cache
def _zone(name: str) -> ZoneInfo:
    # zoneinfo itself keeps only the last eight zones alive.
    return ZoneInfo(name)


@cache
def _time(wall: str) -> time:
    if len(wall) != 5 or wall[2] != ":":
        raise ValueError(f"A wall time looks like 18:00, not {wall!r}.")
    return time.fromisoformat(wall)


def instant(day: date, wall: str, zone: str) -> datetime:
    """The instant (UTC) at which clocks in ``zone`` show ``wall`` on ``day``.

    A repeated hour means its first round. A time that spring skips is read with the offset before
    the gap, so New York's 02:30 on 2027-03-14 is 03:30 EDT: RFC 5545 (3.3.5) and PEP 495 both
    read it so, and somebody who chose 02:00 and somebody who chose 02:30 stay half an hour apart.
    """
    return datetime.combine(day, _time(wall), tzinfo=_zone(zone)).astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """What clocks and calendars in ``zone`` show at that instant."""
    return at.astimezone(_zone(zone))


def next_wall(days: frozenset[int], wall: str, zone: str, after: datetime) -> Occurrence:
    """The first occurrence strictly after ``after``; each local date has at most one (F30).

    ``days`` are days of the week, Monday 0. A date that a zone skipped has none.
    """
    if not days or not days <= EVERY_DAY:
        raise ValueError("Name at least one day of the week, Monday 0 to Sunday 6.")
    return next(one for one in _occurrences(days, wall, zone, after) if one.at > after)


def _occurrences(
    days: frozenset[int], wall: str, zone: str, near: datetime
) -> Iterator[Occurrence]:
    first = local(near, zone).date()
    for shift in _DAYS_TO_TRY:
        day = first + shift * _DAY
        if day.weekday() not in days:
            continue
        at = instant(day, wall, zone)
        if local(at, zone).date() == day or _exists(day, zone):
            yield Occurrence(day, at)


def _exists(day: date, zone: str) -> bool:
    return instant(day, _MIDNIGHT, zone) < instant(day + _DAY, _MIDNIGHT, zone)


def check_hours(start_wall: str, end_wall: str) -> None:
    """Refuse hours that are no wall times, or that end where they start (all day, or never?)."""
    if _time(start_wall) == _time(end_wall):
        raise ValueError(f"Hours from {start_wall} to {end_wall} say nothing.")


def within(at: datetime, zone: str, start_wall: str, end_wall: str) -> bool:
    """Whether clocks in ``zone`` then show start <= time < end; the hours may span midnight."""
    check_hours(start_wall, end_wall)
    start, end, shown = _time(start_wall), _time(end_wall), local(at, zone).time()
    if start < end:
        return start <= shown < end
    return shown >= start or shown < end


def next_within(at: datetime, zone: str, start_wall: str, end_wall: str) -> datetime:
    """``at`` itself when inside those hours, else the next time that they start.

    Hours that a spring gap swallowed whole are passed over until the next day's.
    """
    found = at
    while not within(found, zone, start_wall, end_wall):
        found = next_wall(EVERY_DAY, start_wall, zone, found).at
    return found
