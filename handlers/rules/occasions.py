"""Occasions: how many in seven days, on which days, full or a pulse, and when they come less often.

It counts what was asked before. Whether one due time is good stands in `nudge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handlers.rules import programme, wall
from storage.enums import CheckinKind, OccasionState
from storage.records import Circle, Occasion, Rhythm

FULL_WEEKS = (1, 5, 9, 12)
"""When a supporter is asked all eight; between them a pulse."""
_SEVEN = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NudgePolicy:
    """Defaults of design 4, *Occasions, not nagging*, and F31 (at most one catch-up)."""

    quiet_from: str = "21:00"
    quiet_to: str = "08:00"
    later: timedelta = timedelta(hours=3)
    round_minutes: int = 30
    """"Later today" comes on a half hour, as every chosen time does."""
    stale_after: timedelta = timedelta(hours=4)
    stale_in_quiet: timedelta = timedelta(hours=1)
    """Whoever chose 22:00 is asked at 22:00, but not at 01:00 since we were away."""
    first_weeks: int = 4
    first_cap: int = 3
    """Occasions of a participant in seven days, in the first weeks of their circle."""
    cap: int = 2
    """The same in the weeks after them."""
    supporter_cap: int = 1
    less_after: int = 3
    """So many in a row unanswered, after the first weeks: they come less often."""
    less_every: timedelta = timedelta(days=14)
    stop_after: int = 6
    rest: timedelta = timedelta(hours=16)
    """After words that were grave nothing is asked so long (safety 4b and 4d)."""
    gentle: timedelta = timedelta(days=3)
    """And so long an invitation comes in gentler words, and without a reminder."""

    def __post_init__(self) -> None:
        wall.check_hours(self.quiet_from, self.quiet_to)


@dataclass(frozen=True, slots=True)
class Part:
    """Why somebody is invited at all: what they are in a circle that runs."""

    participant: bool
    circle: Circle


class Pace(StrEnum):
    """How often somebody is invited, after what they left unanswered."""

    USUAL = "usual"
    LESS = "less"
    STOPPED = "stopped"


def cap(part: Part, at: datetime, policy: NudgePolicy) -> int:
    """How many occasions in seven days."""
    if not part.participant:
        return policy.supporter_cap
    first = programme.week(part.circle, at) <= policy.first_weeks
    return policy.first_cap if first else policy.cap


def days(rhythm: Rhythm, most: int) -> frozenset[int]:
    """The days of the week that bring an occasion: the full one, and others spread around it."""
    full = full_day(rhythm)
    taken, rest = [full], sorted(rhythm.days - {full}, key=lambda day: (day - full) % 7)
    while rest and len(taken) < most:
        # The first of those that stand farthest from the days that are taken.
        best = max(rest, key=lambda day: min(_apart(day, other) for other in taken))
        taken.append(best)
        rest.remove(best)
    return frozenset(taken)


def full_day(rhythm: Rhythm) -> int:
    """The day of the full check-in."""
    return rhythm.full_day if rhythm.full_day in rhythm.days else min(rhythm.days)


def _apart(one: int, other: int) -> int:
    return min((one - other) % 7, (other - one) % 7)


def has_room(
    part: Part, day: date, at: datetime, past: Sequence[Occasion], policy: NudgePolicy
) -> bool:
    """Whether one more occasion stays within the cap of the seven days that end with ``day``.

    Where the first weeks end within them, the old cap holds for all seven days and the new one
    for those after the first weeks: nobody's last early week takes a later day away.
    """
    seven = [one for one in past if day - date_of(one) < _SEVEN]
    if not part.participant:
        return len(seven) < policy.supporter_cap
    most = cap(part, at, policy)
    if most == policy.first_cap:
        return len(seven) < most
    late = [one for one in seven if _is_late(part, one, policy)]
    return len(late) < most and len(seven) < max(most, policy.first_cap)


def run(
    part: Part, past: Sequence[Occasion], answered_at: datetime | None, policy: NudgePolicy
) -> int:
    """How many in a row, newest first, were left unanswered since the first weeks.

    A skipped one is no silence; it neither counts nor ends the row. Any answered check-in does.
    """
    count = 0
    for one in past:
        if is_answered(one, answered_at) or not _is_late(part, one, policy):
            break
        count += one.state in (OccasionState.ASKED, OccasionState.UNANSWERED)
    return count


def pace(unanswered: int, policy: NudgePolicy) -> Pace:
    """How often, after so many in a row unanswered."""
    if unanswered >= policy.stop_after:
        return Pace.STOPPED
    return Pace.LESS if unanswered >= policy.less_after else Pace.USUAL


def is_answered(one: Occasion, answered_at: datetime | None) -> bool:
    """Answered from its invitation, or by a check-in of the person's own since then."""
    by_hand = answered_at is not None and answered_at >= one.created_at
    return by_hand or one.state is OccasionState.ANSWERED


def rests(grave_at: datetime | None, now: datetime, policy: NudgePolicy) -> bool:
    """Whether nothing is asked yet, after words that were grave."""
    return grave_at is not None and now - grave_at < policy.rest


def is_gentle(grave_at: datetime | None, now: datetime, policy: NudgePolicy) -> bool:
    """Whether whatever is asked is asked more gently."""
    return grave_at is not None and now - grave_at < policy.gentle


def kind(part: Part, rhythm: Rhythm, day: date, at: datetime) -> CheckinKind:
    """What an occasion on that day brings."""
    if part.participant:
        full = day.weekday() == full_day(rhythm)
    else:
        full = programme.week(part.circle, at) in FULL_WEEKS
    return CheckinKind.FULL if full else CheckinKind.PULSE


def date_of(one: Occasion) -> date:
    """The local date that an occasion stands for."""
    return date.fromisoformat(one.local_date)


def last_touch(one: Occasion) -> date:
    """The newest local date on which it came, or will come."""
    again = date.fromisoformat(one.reminded_on) if one.reminded_on else None
    return max(date_of(one), again or date_of(one))


def may_remind(
    one: Occasion, day: date, answered_at: datetime | None, occasion_days: frozenset[int]
) -> bool:
    """Its one reminder: the next day, unless anything was said or that day has its own."""
    open_still = one.state is OccasionState.ASKED and not is_answered(one, answered_at)
    fresh = one.reminded_on is None and date_of(one) + _DAY == day
    return open_still and fresh and day.weekday() not in occasion_days


def comes_again(one: Occasion, day: date, answered_at: datetime | None) -> bool:
    """Whether the person chose that this one comes again on that day."""
    chosen = one.state is OccasionState.LATER and one.reminded_on == day.isoformat()
    return chosen and not is_answered(one, answered_at)


def _is_late(part: Part, one: Occasion, policy: NudgePolicy) -> bool:
    return programme.week(part.circle, one.created_at) > policy.first_weeks
