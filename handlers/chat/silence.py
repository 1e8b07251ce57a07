"""Silence: one "still here?" to whoever was not seen for long. It counts from its delivery."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover as covers
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.rules import gap, silence, wall
from storage import outbox, people
from storage.database import Tx
from storage.enums import Class
from storage.records import Circle


def ask(tx: Tx, house: House, circle: Circle, now: datetime) -> datetime | None:
    """Ask the silent seats of a circle, in their own daytime, one question at a time a person;
    when to look again."""
    known = covers.facts(tx, circle, now)
    for seat in gap.still_here_due(known, now, house.gap):
        person = people.get(tx, seat.supporter_id) if seat.supporter_id is not None else None
        if person is None or outbox.waits(tx, person.id, Kind.STILL_HERE):
            continue
        policy = house.alert
        at = wall.next_within(now, person.zone, policy.day_from, policy.day_to)
        late = at + house.gap.ask_again / 2
        facts: dict[str, object] = {"seat": seat.id}
        outbox.put(
            tx,
            person.id,
            Class.NUDGE,
            Kind.STILL_HERE,
            facts,
            now,
            not_before=at,
            not_after=late,
        )
    after, again = house.gap.silent_after, house.gap.ask_again
    return silence.look_at(known.seats, known.reachable, now, after, again)
