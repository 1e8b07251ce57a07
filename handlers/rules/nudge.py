"""Nudges: what one due time brings: an invitation, its one reminder, one that was put off, nothing.

It decides one due time at a time, as a table from the top; `occasions` counts, storage claims days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from handlers.rules import occasions, pauses, wall
from handlers.rules.occasions import NudgePolicy, Pace, Part
from storage.enums import CheckinKind
from storage.records import Occasion, Rhythm

__all__ = ["Ask", "Choice", "Facts", "NudgePolicy", "Part", "Skip", "SkipReason", "What", "decide"]

_TICK = timedelta(microseconds=1)


class SkipReason(StrEnum):
    """Why somebody is not asked now."""

    NOT_DUE = "not_due"
    NO_PART = "no_part"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"
    OPEN_CHECKIN = "open_checkin"
    STALE = "stale"
    QUIET_HOURS = "quiet_hours"
    SAME_DAY = "same_day"
    NOT_A_DAY = "not_a_day"
    CAP = "cap"
    LESS_OFTEN = "less_often"
    STOPPED = "stopped"


class Choice(StrEnum):
    """What a person answers to an invitation that is to come again."""

    LATER_TODAY = "later"
    TOMORROW = "tomorrow"


class What(StrEnum):
    """What is asked."""

    NEW = "new"
    LESS = "less"
    """A new one, the first of those that come less often."""
    LAST = "last"
    """A new one, the last before there are none."""
    AGAIN = "again"
    """The same one, on the day that the person chose."""
    REMINDER = "reminder"
    MOVED = "moved"
    """A new one, not asked today: after grave words it comes the next day."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision looks at."""

    rhythm: Rhythm
    zone: str
    due_at: datetime
    part: Part | None
    """None: no circle of theirs runs, or they have no open place in one."""
    reachable: bool = True
    open_checkin: bool = False
    past: Sequence[Occasion] = ()
    """Newest first."""
    answered_at: datetime | None = None
    """When they answered anything last."""
    grave_at: datetime | None = None
    """When the crisis gate answered them."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Invite now: for this local date, delivered before ``not_after`` or never."""

    what: What
    local_date: date
    not_after: datetime
    next_due: datetime
    kind: CheckinKind = CheckinKind.FULL
    occasion: Occasion | None = None
    """The one that comes again."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Do not invite now; look again at ``next_due``."""

    reason: SkipReason
    next_due: datetime


def decide(facts: Facts, now: datetime, policy: NudgePolicy) -> Ask | Skip:
    """Ask when it is due, fresh and not night; else skip to the next occurrence, never a burst.

    The hour that a person chose wins over quiet hours: these guard only times that nobody chose
    (design 4: "at the person's own hour and days, outside quiet hours"). However late ``now`` is,
    there is one next due time: later than this one, and not stale yet.
    """
    rhythm, zone, due_at = facts.rhythm, facts.zone, facts.due_at
    if now < due_at:
        return Skip(SkipReason.NOT_DUE, due_at)
    day, chosen = _meant(rhythm, zone, due_at)
    not_after = _not_after(zone, due_at, policy, chosen=chosen)
    reason = _reason_to_skip(facts, now)
    if reason is not None or facts.part is None:
        return Skip(reason or SkipReason.NO_PART, next_time(rhythm, zone, now))
    if now >= not_after:
        return _too_late(facts, now, policy)
    found = _found(facts, facts.part, day, now, policy)
    next_due = _after_date(rhythm.days, rhythm.wall, zone, day, now)
    if isinstance(found, SkipReason):
        return Skip(found, next_due)
    what, occasion = found
    if what in (What.NEW, What.MOVED):
        # A day on which its reminder may come; whether it does is decided then.
        next_due = _after_date(wall.EVERY_DAY, rhythm.wall, zone, day, now)
    kind = occasion.kind if occasion else occasions.kind(facts.part, rhythm, day, now)
    return Ask(what, day, not_after, next_due, kind, occasion)


def postpone(
    choice: Choice, rhythm: Rhythm, zone: str, now: datetime, policy: NudgePolicy
) -> datetime:
    """When to ask instead: the due time that a tap under the invitation sets.

    "Later today" that would fall into the night or on another day means tomorrow, at the person's
    own hour.
    """
    today = wall.local(now, zone).date()
    if choice is Choice.LATER_TODAY:
        later = _rounded_up(now + policy.later, zone, policy.round_minutes)
        if wall.local(later, zone).date() == today and not _is_quiet(later, zone, policy):
            return later
    return _after_date(wall.EVERY_DAY, rhythm.wall, zone, today, now)


def next_time(rhythm: Rhythm, zone: str, after: datetime) -> datetime:
    """The rhythm's first time after this."""
    return wall.next_wall(rhythm.days, rhythm.wall, zone, after).at


def _reason_to_skip(facts: Facts, now: datetime) -> SkipReason | None:
    if facts.part is None:
        return SkipReason.NO_PART
    if not facts.reachable:
        return SkipReason.UNREACHABLE
    if pauses.holds(facts.rhythm, now):
        return SkipReason.PAUSED
    # Somebody in the middle of a check-in is not invited to one.
    return SkipReason.OPEN_CHECKIN if facts.open_checkin else None


def _too_late(facts: Facts, now: datetime, policy: NudgePolicy) -> Skip:
    """Not this time; one that passed meanwhile and is still fresh is looked at next."""
    stale = now >= facts.due_at + policy.stale_after
    after = max(facts.due_at, now - policy.stale_after)
    reason = SkipReason.STALE if stale else SkipReason.QUIET_HOURS
    return Skip(reason, next_time(facts.rhythm, facts.zone, after))


def _found(
    facts: Facts, part: Part, day: date, now: datetime, policy: NudgePolicy
) -> tuple[What, Occasion | None] | SkipReason:
    """What this day brings: the one put off to it, a reminder, a new one, or nothing and why."""
    own_days = occasions.days(facts.rhythm, occasions.cap(part, now, policy))
    last = facts.past[0] if facts.past else None
    earlier = occasions.run(part, facts.past[1:], facts.answered_at, policy)
    if last and occasions.comes_again(last, day, facts.answered_at):
        return What.AGAIN, last
    if last and day <= occasions.last_touch(last):
        return SkipReason.SAME_DAY
    if last and occasions.may_remind(last, day, facts.answered_at, own_days):
        gentle = occasions.is_gentle(facts.grave_at, now, policy)
        often = occasions.pace(earlier, policy) is Pace.USUAL and not gentle
        return (What.REMINDER, last) if often else SkipReason.LESS_OFTEN
    if day.weekday() not in own_days:
        return SkipReason.NOT_A_DAY
    answered = facts.answered_at
    if answered is not None and wall.local(answered, facts.zone).date() >= day:
        return SkipReason.SAME_DAY
    if not occasions.has_room(part, day, now, facts.past, policy):
        return SkipReason.CAP
    new = _paced(facts, part, day, earlier, policy)
    rests = occasions.rests(facts.grave_at, now, policy)
    return new if isinstance(new, SkipReason) or not rests else (What.MOVED, None)


def _paced(
    facts: Facts, part: Part, day: date, earlier: int, policy: NudgePolicy
) -> tuple[What, Occasion | None] | SkipReason:
    """A new one, as often as what was left unanswered allows; each change is said once."""
    unanswered = occasions.run(part, facts.past, facts.answered_at, policy)
    pace = occasions.pace(unanswered, policy)
    if pace is Pace.STOPPED:
        return SkipReason.STOPPED
    if pace is Pace.LESS:
        too_soon = day - occasions.date_of(facts.past[0]) < policy.less_every
        if too_soon or day.weekday() != occasions.full_day(facts.rhythm):
            return SkipReason.LESS_OFTEN
    fresh = unanswered > earlier
    if fresh and unanswered == policy.stop_after - 1:
        return What.LAST, None
    return (What.LESS if fresh and unanswered == policy.less_after else What.NEW), None


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
