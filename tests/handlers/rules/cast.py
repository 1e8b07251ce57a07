"""The cast as records, and short ways to say when: Ana takes part, Ben supports, Cora is the
partner, Dev her backup, Eve the coordinator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from handlers.rules.rounds import Change, Duty, Roster
from storage.enums import AlertKind, AlertState, SeatState, StepInState
from storage.records import Alert, Circle, CircleId, PersonId, Seat, SeatId, StepIn

ANA, BEN, CORA, DEV, EVE, FAY = (PersonId(number) for number in (1, 2, 3, 4, 5, 6))
NEW_YORK, MADRID = "America/New_York", "Europe/Madrid"

SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
START = datetime(2026, 10, 1, 15, tzinfo=UTC)
"""Thursday, 11 in the morning in New York: everybody there is in their hours."""


def utc(text: str) -> datetime:
    """ "2026-11-01 06:30" as an aware time."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def circle(
    *,
    participant: PersonId | None = ANA,
    starts_at: datetime | None = START,
    ends_at: datetime | None = None,
) -> Circle:
    return Circle(
        id=CircleId(7),
        code="K7",
        partner_id=CORA,
        backup_id=DEV,
        participant_id=participant,
        opened_at=START - 3 * DAY,
        starts_at=starts_at,
        ends_at=ends_at,
        look_at=None,
    )


def seat(
    state: SeatState,
    since: datetime = START,
    *,
    person: PersonId | None = BEN,
    seen: datetime | None = None,
    asked: datetime | None = None,
) -> Seat:
    return Seat(SeatId(person or 0), CircleId(7), person, state, since, seen, asked)


def step_in(contact: datetime | None, state: StepInState = StepInState.AGREED) -> StepIn:
    return StepIn(1, CircleId(7), CORA, state, START, contact)


def duty(person: PersonId, zone: str = NEW_YORK, *, reachable: bool = True) -> Duty:
    return Duty(person, zone, reachable)


ROSTER = Roster(duty(CORA), duty(DEV), (duty(EVE),))


def alert(
    state: AlertState,
    next_at: datetime | None,
    step: int = 0,
    *,
    snoozes: int = 0,
    by: PersonId | None = None,
    clear_since: datetime | None = None,
) -> Alert:
    return Alert(
        id=1,
        circle_id=CircleId(7),
        kind=AlertKind.NO_ACTIVE_SUPPORTER,
        state=state,
        opened_at=START,
        next_at=next_at,
        step=step,
        snoozes=snoozes,
        acknowledged_by=by,
        clear_since=clear_since,
    )


def changed(before: Alert | None, change: Change, now: datetime) -> Alert:
    """What the caller stores: a new alert, or every changeable column of the one there is."""
    if before is None or before.state is AlertState.RESOLVED:
        before = replace(alert(change.state, None), opened_at=now)
    return replace(
        before,
        state=change.state,
        next_at=change.next_at,
        step=change.step,
        snoozes=change.snoozes,
        acknowledged_by=change.acknowledged_by,
        clear_since=change.clear_since,
    )
