"""Urgent alerts: somebody asked for somebody. Who is told, who comes next, and what the one who
asked is told of it.

Never damped, grouped, capped or snoozed, at any hour (design 4, *The gap*). Every call is an alert
of its own. It writes nothing and sends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules.rounds import Change, Duty, Roster, Why
from storage.enums import AlertState
from storage.records import Alert, PersonId

PARTNER, BACKUP, COORDINATORS = 1, 2, 3
"""The steps of the roster; whatever comes after them asks everybody again."""
WAITS = (AlertState.OPEN, AlertState.NOTIFIED)
"""Nobody has it yet."""


@dataclass(frozen=True, slots=True)
class UrgentPolicy:
    """How long each has before the next is told, and how often all are asked again."""

    wait: timedelta = timedelta(minutes=15)
    again: timedelta = timedelta(hours=1)
    again_max: int = 24
    daily: timedelta = timedelta(hours=24)
    """After ``again_max`` rounds of everybody."""
    kept: timedelta = timedelta(hours=72)
    """How long a call that somebody took stays on their list."""


class News(StrEnum):
    """What the one who asked is told."""

    NOT_SEEN = "not_seen"
    CANNOT = "cannot"
    NOBODY = "nobody"
    SEEN = "seen"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Step:
    """What a call becomes, and the truth about it for whoever asked; None: nothing new."""

    change: Change
    news: News | None = None
    before: PersonId | None = None
    """Who had it until now, when that is one person."""


def decide(alert: Alert, roster: Roster, now: datetime, policy: UrgentPolicy) -> Step | None:
    """The next step of a call at ``now``, or None before its time."""
    if alert.next_at is not None and now < alert.next_at:
        return None
    if alert.state is AlertState.RESOLVED:
        return None
    if alert.state is AlertState.ACKNOWLEDGED:
        return Step(_change(alert, AlertState.RESOLVED, alert.step, None, (), Why.CLOSED))
    return _next(alert, roster, now, policy, News.NOT_SEEN)


def got_it(alert: Alert, by: PersonId, now: datetime, policy: UrgentPolicy) -> Step | None:
    """The tap "I've got this": nobody else is told. None when somebody has it already."""
    if alert.state not in WAITS:
        return None
    kept = now + policy.kept
    state = AlertState.ACKNOWLEDGED
    return Step(_change(alert, state, alert.step, kept, (), Why.ACKNOWLEDGED, by), News.TAKEN, by)


def cannot(
    alert: Alert, by: PersonId, roster: Roster, now: datetime, policy: UrgentPolicy
) -> Step | None:
    """The tap "I can't right now": the next is told at once.

    None when it has moved on already, or while others were told together with them.
    """
    if alert.state not in WAITS or _told_last(alert, roster) != (by,):
        return None
    if any(alert.step < step for step, _ in _steps(alert, roster)):
        return _next(alert, roster, now, policy, News.CANNOT)
    after = COORDINATORS + 1
    change = _change(alert, alert.state, after, now + policy.again, (), Why.CANNOT)
    return Step(change, News.NOBODY)


def _next(
    alert: Alert, roster: Roster, now: datetime, policy: UrgentPolicy, news: News
) -> Step | None:
    steps = _steps(alert, roster)
    last = _told_last(alert, roster)
    before = last[0] if len(last) == 1 else None
    for step, people in steps:
        if step > alert.step:
            notified = AlertState.NOTIFIED
            why = Why.NEXT if alert.step else Why.FIRST
            change = _change(alert, notified, step, now + policy.wait, people, why)
            return Step(change, news if alert.step else None, before)
    everybody = tuple(one for _, people in steps for one in people)
    round_ = max(alert.step, COORDINATORS) + 1
    wait = policy.again if round_ <= COORDINATORS + policy.again_max else policy.daily
    state = AlertState.NOTIFIED if everybody else AlertState.OPEN
    change = _change(alert, state, round_, now + wait, everybody, Why.EVERYBODY)
    return Step(change, News.NOBODY if round_ == COORDINATORS + 1 else None)


def _steps(alert: Alert, roster: Roster) -> list[tuple[int, tuple[PersonId, ...]]]:
    """The roster as steps: everybody once, only who can be reached, never who asked."""
    seen = {alert.person_id}
    found = []
    for step, duties in (
        (PARTNER, (roster.partner,)),
        (BACKUP, (roster.backup,)),
        (COORDINATORS, roster.coordinators),
    ):
        people = _reach(duties, seen)
        seen |= set(people)
        if people:
            found.append((step, people))
    return found


def _reach(duties: tuple[Duty | None, ...], seen: set[PersonId | None]) -> tuple[PersonId, ...]:
    return tuple(
        one.person_id for one in duties if one and one.reachable and one.person_id not in seen
    )


def _told_last(alert: Alert, roster: Roster) -> tuple[PersonId, ...]:
    return next((people for step, people in _steps(alert, roster) if step == alert.step), ())


def _change(
    alert: Alert,
    state: AlertState,
    step: int,
    next_at: datetime | None,
    tell: tuple[PersonId, ...],
    why: Why,
    by: PersonId | None = None,
) -> Change:
    return Change(
        state=state,
        step=step,
        next_at=next_at,
        clear_since=None,
        tell=tell,
        why=why,
        acknowledged_by=by or alert.acknowledged_by,
    )
