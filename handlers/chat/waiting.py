"""Waiting: somebody said yes and the participant has not answered. Asked again once a day, three
times, in the participant's daytime; then it stays quiet."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import cover as covers
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import wall
from storage import circles, milestones, outbox, people
from storage.database import Tx
from storage.enums import Class, SeatState
from storage.moments import micros
from storage.records import Circle, Person, Seat

_EVERY = timedelta(days=1)
_MOST = 3
_LATE = timedelta(hours=12)


def remind(tx: Tx, house: House, circle: Circle, now: datetime) -> datetime | None:
    """Ask again about the seats that wait; when to look next. A break of hers is left alone."""
    person = people.get(tx, circle.participant_id) if circle.participant_id is not None else None
    cover = covers.look(tx, circle, now, house.gap)
    if person is None or not cover.watched or cover.held:
        return None
    waiting = [one for one in circles.seats(tx, circle.id) if one.state is SeatState.WAITING]
    times = [_one(tx, house, circle, person, seat, now) for seat in waiting]
    return min((at for at in times if at is not None), default=None)


def _one(
    tx: Tx, house: House, circle: Circle, person: Person, seat: Seat, now: datetime
) -> datetime | None:
    passed = (now - seat.since) // _EVERY
    if 1 <= passed <= _MOST:
        said = f"waiting-{seat.id}-{micros(seat.since)}-{passed}"
        if milestones.first(tx, circle.id, said, person.id, now):
            policy = house.alert
            at = wall.next_within(now, person.zone, policy.day_from, policy.day_to)
            facts: dict[str, object] = {"seat": seat.id}
            klass, kind, late = Class.NUDGE, Kind.SEAT_NEWS, at + _LATE
            outbox.put(tx, person.id, klass, kind, facts, now, not_before=at, not_after=late)
    return seat.since + (passed + 1) * _EVERY if passed < _MOST else None
