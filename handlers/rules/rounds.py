"""Rounds of notices: the roster of a circle, who is told in which round, and at what hour.

A part of `alert`, which decides whether a round is due at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules import wall
from storage.enums import AlertState
from storage.records import PersonId

FIRST, REPEAT, COORDINATORS = 1, 2, 3
"""The rounds before the daily ones."""


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """Defaults of reliability 6, *Timers*."""

    day_from: str = "08:00"
    day_to: str = "20:00"
    repeat_after: timedelta = timedelta(hours=24)
    coordinator_after: timedelta = timedelta(hours=48)
    """Counted, like the repeat, from the first notice."""
    daily: timedelta = timedelta(hours=24)
    daily_max: int = 7
    ack_lasts: timedelta = timedelta(hours=72)
    clear_for: timedelta = timedelta(hours=1)
    snooze: timedelta = timedelta(hours=24)
    snooze_max: int = 2
    double_tap: timedelta = timedelta(minutes=10)
    """A further snooze that would gain less than this is the same tap again."""
    unstable_after: int = 3
    """More openings than this in ``unstable_in``: one notice a day, and a call is suggested."""
    unstable_in: timedelta = timedelta(days=7)
    group_from: int = 5
    """So many notices for one person within ``group_in`` become one."""
    group_in: timedelta = timedelta(minutes=10)
    look_again: timedelta = timedelta(hours=1)
    """When nobody on the roster can be told."""

    def __post_init__(self) -> None:
        wall.check_hours(self.day_from, self.day_to)


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody who may have to be told."""

    person_id: PersonId
    zone: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """Who answers for a circle, in order. Somebody on leave is None here."""

    partner: Duty | None
    backup: Duty | None
    coordinators: tuple[Duty, ...]


@dataclass(frozen=True, slots=True)
class History:
    """What a circle had of the same kind lately."""

    opens: int = 0
    """Earlier alerts within ``unstable_in`` of which somebody was told."""
    told_at: datetime | None = None
    """When somebody was told last."""


class Why(StrEnum):
    """What made an alert change."""

    BEGAN = "began"
    SOONER = "sooner"
    FIRST = "first"
    REPEATED = "repeated"
    TO_COORDINATORS = "to_coordinators"
    DAILY = "daily"
    ALL_SAID = "all_said"
    WAITS_FOR_DAY = "waits_for_day"
    NOBODY_TO_TELL = "nobody_to_tell"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    HANDED_OVER = "handed_over"
    CLEARING = "clearing"
    BACK = "back"
    NEVER_TOLD = "never_told"
    SUPPORTER = "supporter"
    STEPPED_IN = "stepped_in"
    CLOSED = "closed"
    NEXT = "next"
    CANNOT = "cannot"
    EVERYBODY = "everybody"
    UNSTABLE = "unstable"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Change:
    """What an alert becomes: every changeable column, and who is told."""

    state: AlertState
    step: int
    next_at: datetime | None
    """None only when resolved."""
    clear_since: datetime | None
    tell: tuple[PersonId, ...]
    why: Why
    tell_at: datetime | None = None
    """When ``tell`` may hear of it: at once, or in the morning of somebody handed it at night."""
    snoozes: int = 0
    acknowledged_by: PersonId | None = None


def next_round(
    roster: Roster,
    now: datetime,
    policy: AlertPolicy,
    *,
    step: int,
    snoozes: int = 0,
    why: Why | None = None,
) -> Change:
    """The round after ``step``, told now; or why it has to wait, and until when.

    A round waits for daytime (08 to 20, own zone) of the first of its people, then tells all of
    them: somebody must be told in the end, and one round stays one notice.
    """
    people = _people(step + 1, roster)
    until, held_by = _held(people, step, now, policy)
    if held_by is not None:
        state = AlertState.NOTIFIED if step else AlertState.OPEN
        held = why if why and held_by is Why.WAITS_FOR_DAY else held_by
        return Change(state, step, until, None, (), held, snoozes=snoozes)
    tell = tuple(dict.fromkeys(one.person_id for one in people))
    next_at = now + wait_after(step + 1, policy)
    reason = why or _NOTICES.get(step + 1, Why.DAILY)
    return Change(AlertState.NOTIFIED, step + 1, next_at, None, tell, reason, now, snoozes)


def wait_after(step: int, policy: AlertPolicy) -> timedelta:
    """How long after round ``step`` the next one is due."""
    if step == FIRST:
        return policy.repeat_after
    if step == REPEAT:
        return policy.coordinator_after - policy.repeat_after
    return policy.daily


def in_reach(*duties: Duty | None) -> tuple[Duty, ...]:
    """Those who are there and can be told, in order."""
    return tuple(one for one in duties if one is not None and one.reachable)


_NOTICES = {FIRST: Why.FIRST, REPEAT: Why.REPEATED, COORDINATORS: Why.TO_COORDINATORS}


def _held(
    people: tuple[Duty, ...], step: int, now: datetime, policy: AlertPolicy
) -> tuple[datetime, Why | None]:
    if step >= COORDINATORS + policy.daily_max:
        return now + policy.daily, Why.ALL_SAID
    if not people:
        return now + policy.look_again, Why.NOBODY_TO_TELL
    days = (wall.next_within(now, one.zone, policy.day_from, policy.day_to) for one in people)
    first_day = min(days)
    return first_day, Why.WAITS_FOR_DAY if first_day > now else None


def _people(step: int, roster: Roster) -> tuple[Duty, ...]:
    """Whoever is missing or out of reach is passed over, never waited for."""
    near = in_reach(roster.partner, roster.backup)
    far = in_reach(*roster.coordinators)
    if step == FIRST:
        return near[:1] or far
    if step == REPEAT:
        return near or far
    return (far or near) if step == COORDINATORS else near + far
