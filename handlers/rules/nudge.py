"""Nudges: may this person be invited to a check-in now, until when, and when is the next time.

It decides one due time at a time. It does not claim the local date (storage does, once for ever),
and it does not count occasions or back off: that stands in its own rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handlers.rules import wall
from storage.records import Rhythm

_TICK = timedelta(microseconds=1)


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

    def __post_init__(self) -> None:
        wall.check_hours(self.quiet_from, self.quiet_to)


class SkipReason(StrEnum):
    """Why somebody is not asked now."""

    NOT_DUE = "not_due"
    NOT_JOINED = "not_joined"
    UNREACHABLE = "unreachable"
    OPEN_CHECKIN = "open_checkin"
    STALE = "stale"
    QUIET_HOURS = "quiet_hours"


class Choice(StrEnum):
    """What a person answers to an invitation instead of starting."""

    LATER_TODAY = "later"
    TOMORROW = "tomorrow"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Ask:
    """Invite now: for this local date, delivered before ``not_after`` or never."""

    local_date: date
    not_after: datetime
    next_due: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """Do not invite now; look again at ``next_due``."""

    reason: SkipReason
    next_due: datetime


def decide(
    rhythm: Rhythm,
    zone: str,
    due_at: datetime,
    now: datetime,
    policy: NudgePolicy,
    *,
    reachable: bool,
    joined: bool,
    open_checkin: bool,
) -> Ask | Skip:
    """Ask when it is due, fresh and not night; else skip to the next occurrence, never a burst.

    The hour that a person chose wins over quiet hours: these guard only times that nobody chose
    (design 4: "at the person's own hour and days, outside quiet hours"). However late ``now`` is,
    there is one next due time, in the future, on a later local date than the one asked for.
    """
    if now < due_at:
        return Skip(SkipReason.NOT_DUE, due_at)
    day, chosen = _meant(rhythm, zone, due_at)
    not_after = _not_after(zone, due_at, policy, chosen=chosen)
    reason = _reason_to_skip(reachable=reachable, joined=joined, open_checkin=open_checkin)
    if reason is None and now >= not_after:
        stale = now >= due_at + policy.stale_after
        reason = SkipReason.STALE if stale else SkipReason.QUIET_HOURS
    if reason is not None:
        return Skip(reason, wall.next_wall(rhythm.days, rhythm.wall, zone, now).at)
    return Ask(day, not_after, _after_date(rhythm.days, rhythm.wall, zone, day, now))


def postpone(
    choice: Choice, rhythm: Rhythm, zone: str, now: datetime, policy: NudgePolicy
) -> datetime:
    """When to ask instead: the due time that a tap under the invitation sets.

    "Later today" that would fall into the night or on another day means tomorrow, at the person's
    own hour. "Skip this one" is over for today: the rhythm's next day, never today again.
    """
    today = wall.local(now, zone).date()
    if choice is Choice.SKIP:
        return _after_date(rhythm.days, rhythm.wall, zone, today, now)
    if choice is Choice.LATER_TODAY:
        later = _rounded_up(now + policy.later, zone, policy.round_minutes)
        if wall.local(later, zone).date() == today and not _is_quiet(later, zone, policy):
            return later
    return _after_date(wall.EVERY_DAY, rhythm.wall, zone, today, now)


def _reason_to_skip(*, reachable: bool, joined: bool, open_checkin: bool) -> SkipReason | None:
    if not joined:
        return SkipReason.NOT_JOINED
    if not reachable:
        return SkipReason.UNREACHABLE
    # Somebody in the middle of a check-in is not invited to one.
    return SkipReason.OPEN_CHECKIN if open_checkin else None


def _meant(rhythm: Rhythm, zone: str, due_at: datetime) -> tuple[date, bool]:
    """The local date that a due time stands for, and whether it is the person's own hour."""
    own = wall.next_wall(wall.EVERY_DAY, rhythm.wall, zone, due_at - _TICK)
    if own.at == due_at:
        return own.local_date, True
    return wall.local(due_at, zone).date(), False


def _not_after(zone: str, due_at: datetime, policy: NudgePolicy, *, chosen: bool) -> datetime:
    if _is_quiet(due_at, zone, policy):
        return due_at + policy.stale_in_quiet if chosen else due_at
    night = wall.next_wall(wall.EVERY_DAY, policy.quiet_from, zone, due_at).at
    return min(due_at + policy.stale_after, night)


def _is_quiet(at: datetime, zone: str, policy: NudgePolicy) -> bool:
    return wall.within(at, zone, policy.quiet_from, policy.quiet_to)


def _after_date(
    days: frozenset[int], own_wall: str, zone: str, day: date, now: datetime
) -> datetime:
    """The next time that is after ``now`` and on a later local date than ``day``."""
    found = wall.next_wall(days, own_wall, zone, now)
    while found.local_date <= day:
        found = wall.next_wall(days, own_wall, zone, found.at)
    return found.at


def _rounded_up(at: datetime, zone: str, minutes: int) -> datetime:
    shown = wall.local(at, zone)
    over = timedelta(
        minutes=shown.minute % minutes, seconds=shown.second, microseconds=shown.microsecond
    )
    return at + timedelta(minutes=minutes) - over if over else at
