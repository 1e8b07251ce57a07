"""Changes: the participant learns of a seat only as here, taking a break, or not here now; after
the partner had a working day to tell them, and by day."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import daytime
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import programme, wall
from storage import circles, milestones, partner_hours, people, step_ins
from storage.database import Tx
from storage.enums import SeatState, StepInState
from storage.moments import micros
from storage.records import Circle, PersonId, Seat

_WORKDAYS = frozenset(range(5))
_AWAY = (SeatState.PAUSED, SeatState.UNREACHABLE, SeatState.LEFT)
_HERE = (SeatState.ACTIVE, SeatState.QUIET)


def look(tx: Tx, house: House, circle: Circle, now: datetime) -> None:
    """Say what changed in the circle's seats, once each; what is undone by then stays unsaid."""
    participant = circle.participant_id
    if participant is None or programme.over(circle, now):
        return
    held = _held(tx, circle)
    for seat in circles.seats(tx, circle.id):
        if seat.seen_at is None:
            continue
        if seat.state in _AWAY:
            _away(tx, house, circle, seat, participant, now)
        elif seat.state in _HERE and not held:
            _here(tx, house, circle, seat, participant, now)


def _held(tx: Tx, circle: Circle) -> bool:
    """Whether the partner stepped in: its end, once that is steady, says who is back."""
    standing = step_ins.standing(tx, circle.id)
    agreed = standing is not None and standing.state is StepInState.AGREED
    return agreed and circle.nobody_since is None


def _here(
    tx: Tx, house: House, circle: Circle, seat: Seat, participant: PersonId, now: datetime
) -> None:
    if milestones.forget(tx, circle.id, f"away-{seat.id}", participant):
        facts: dict[str, object] = {"seat": seat.id}
        daytime.tell(tx, participant, Kind.BACK_NEWS, facts, now, house.alert)


def _away(
    tx: Tx, house: House, circle: Circle, seat: Seat, participant: PersonId, now: datetime
) -> None:
    since = micros(seat.since)
    if milestones.first(tx, circle.id, f"change-{seat.id}-{since}", participant, now):
        facts: dict[str, object] = {"seat": seat.id, "since": since, "state": seat.state.value}
        at = _told_by(tx, house, circle, now)
        daytime.tell(tx, participant, Kind.CHANGE_NEWS, facts, now, house.alert, at=at)


def _told_by(tx: Tx, house: House, circle: Circle, now: datetime) -> datetime:
    """The end of the partner's next working day, in the partner's zone."""
    partner = people.get(tx, circle.partner_id)
    hours = partner_hours.get(tx, circle.partner_id)
    zone = partner.zone if partner is not None else house.programme.zone
    if hours is None:
        return wall.next_wall(_WORKDAYS, "17:00", zone, _tomorrow(now, zone)).at
    return wall.next_wall(hours.days, hours.wall_to, zone, _tomorrow(now, zone)).at


def _tomorrow(now: datetime, zone: str) -> datetime:
    """Today may be nearly over: the day after it counts."""
    return wall.next_wall(wall.EVERY_DAY, "00:00", zone, now).at
