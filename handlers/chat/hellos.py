"""Hellos: gather who may be asked, have the rule plan, and put what is due. For a tap and a job."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import hello as rule
from handlers.rules import lines, pauses, programme
from handlers.rules.hello import Candidate, Plan
from storage import circles, hellos, outbox, people, rhythms
from storage.database import Tx
from storage.enums import Class, HelloState
from storage.records import Circle, Hello, HelloAsk, Seat


def go_on(tx: Tx, house: House, hello: Hello, now: datetime) -> None:
    """Ask or tell what is due in a hello, and keep when to look again."""
    circle = circles.get(tx, hello.circle_id)
    participant = people.get(tx, circle.participant_id) if circle.participant_id else None
    if participant is None or is_over(circle, now):
        hellos.save(tx, hello.id, HelloState.STOPPED, None, hello.told_at)
        return
    asked = hellos.asks(tx, hello.id)
    last = max((one.asked_at for one in asked), default=None)
    found = _candidates(tx, house, circle, asked, now)
    plan = rule.plan(hello, last, found, participant.zone, now, house.hello)
    _carry(tx, hello, plan, now)
    if plan.tell:
        facts: dict[str, object] = {"hello": hello.id}
        outbox.put(tx, participant.id, Class.ALERT, Kind.HELLO_YET, facts, now)
    told_at = now if plan.tell else hello.told_at
    hellos.save(tx, hello.id, plan.state, plan.next_at, told_at)


def is_over(circle: Circle, now: datetime) -> bool:
    """Whether the circle's time is over: nobody is asked any more."""
    return programme.over(circle, now)


def _carry(tx: Tx, hello: Hello, plan: Plan, now: datetime) -> None:
    seat = circles.get_seat(tx, plan.ask) if plan.ask is not None else None
    if seat is not None and seat.supporter_id is not None:
        hellos.asked(tx, hello.id, seat.id, now)
        facts: dict[str, object] = {"hello": hello.id, "seat": seat.id}
        outbox.put(
            tx, seat.supporter_id, Class.NUDGE, Kind.HELLO_ASK, facts, now,
            not_after=plan.not_after,
        )  # fmt: skip


def _candidates(
    tx: Tx, house: House, circle: Circle, asked: list[HelloAsk], now: datetime
) -> list[Candidate]:
    """Who may be asked and was not yet, in the participant's order. Others are passed over, and
    nobody hears of it."""
    before = {one.seat_id for one in asked}
    seats = sorted(circles.seats(tx, circle.id), key=lambda seat: (seat.place, seat.id))
    free = (_candidate(tx, house, seat, now) for seat in seats if seat.id not in before)
    return [one for one in free if one is not None]


def _candidate(tx: Tx, house: House, seat: Seat, now: datetime) -> Candidate | None:
    person = people.get(tx, seat.supporter_id) if seat.supporter_id else None
    if person is None or seat.state not in rule.HERE or person.unreachable_since is not None:
        return None
    if pauses.holds(rhythms.get(tx, person.id), now):
        return None
    today = hellos.asked_since(tx, person.id, lines.day_began(person.zone, now))
    return Candidate(seat.id, person.zone) if today < house.hello.per_day else None
