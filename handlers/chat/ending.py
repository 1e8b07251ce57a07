"""Ending: who hears of an end, at which hour, and what a circle's last day does."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import programme, wall
from handlers.rules.programme import ProgrammePolicy
from storage import circles, outbox, partner_hours, people, programmes, rhythms
from storage.database import Tx
from storage.enums import Class
from storage.moments import maybe_micros
from storage.records import Circle, PersonId


def supporters(tx: Tx, circle: Circle) -> list[PersonId]:
    """Everybody who has a place in the circle, as far as they know."""
    seats = circles.seats(tx, circle.id)
    held = (seat.supporter_id for seat in seats if cover.stands(seat) and seat.supporter_id)
    return list(dict.fromkeys(held))


def own_hour(tx: Tx, house: House, circle: Circle, person_id: PersonId, at: datetime) -> datetime:
    """The next hour at which somebody usually hears from here: a partner's first, or their own."""
    person, rhythm = people.get(tx, person_id), rhythms.get(tx, person_id)
    zone = person.zone if person else house.programme.zone
    hours = partner_hours.get(tx, person_id) if person_id == circle.partner_id else None
    if hours is not None:
        return wall.next_wall(hours.days, hours.wall_from, zone, at).at
    hour = rhythm.wall if rhythm else house.programme.wall
    return wall.next_wall(wall.EVERY_DAY, hour, zone, at).at


def tell(
    tx: Tx,
    house: House,
    circle: Circle,
    person_id: PersonId,
    what: str,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """Say it to somebody at their own hour, from ``at`` on. It asks nothing."""
    facts: dict[str, object] = {
        "circle": circle.id,
        "what": what,
        "ends": maybe_micros(circle.ends_at),
    }
    hour = own_hour(tx, house, circle, person_id, at or now)
    outbox.put(tx, person_id, Class.ALERT, Kind.ENDING_NEWS, facts, now, not_before=hour)


def everybody(tx: Tx, circle: Circle) -> list[PersonId]:
    """The participant, whoever has a place, and the partner."""
    centre = [circle.participant_id] if circle.participant_id is not None else []
    return list(dict.fromkeys([*centre, *supporters(tx, circle), circle.partner_id]))


def goodbye(tx: Tx, house: House, circle: Circle, now: datetime) -> None:
    """The time is over: each hears it kindly, and nothing more comes."""
    told = everybody(tx, circle)
    programmes.close(tx, circle.id, now)
    for person_id in told:
        tell(tx, house, circle, person_id, "goodbye", now)


def early(tx: Tx, house: House, circle: Circle, now: datetime) -> bool:
    """The participant goes: the circle ends at once.

    Supporters are told nothing now; notice and goodbye come to them when they were planned. False
    when the circle was over before.
    """
    goes_on = not programme.over(circle, now)
    notice = programme.notice_at(circle, ProgrammePolicy())
    if goes_on:
        for person_id in supporters(tx, circle):
            if notice is not None and now < notice:
                tell(tx, house, circle, person_id, "notice", now, notice)
            tell(tx, house, circle, person_id, "goodbye", now, circle.ends_at)
    programmes.close(tx, circle.id, now)
    return goes_on


def leave(tx: Tx, house: House, circle: Circle, now: datetime) -> None:
    """The participant leaves the circle, and its partner hears one line."""
    if early(tx, house, circle, now):
        facts: dict[str, object] = {"news": "over", "code": circle.code}
        outbox.put(tx, circle.partner_id, Class.ALERT, Kind.CIRCLE_NEWS, facts, now)
