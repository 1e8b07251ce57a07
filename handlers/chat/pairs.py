"""Pairs: who may write to whom, from what is stored now. Asked before each step of a line."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover
from handlers.rules import lines as rule
from handlers.rules.lines import Way
from storage import circles, people
from storage.database import Tx
from storage.enums import SeatState
from storage.records import Circle, PersonId

_HERE = (SeatState.ACTIVE, SeatState.QUIET)


def way(tx: Tx, circle: Circle, sender: int, reader: int, now: datetime) -> Way:
    """Whether there is a way from one person to another in this circle."""
    person = people.get(tx, reader)
    reachable = person is not None and person.unreachable_since is None
    seats = circles.seats(tx, circle.id)
    return rule.way(circle, seats, PersonId(sender), PersonId(reader), now, reachable=reachable)


def partners(tx: Tx, person_id: PersonId, now: datetime) -> list[Circle]:
    """The circles whose partner this person may write to: their own first."""
    own = cover.own(tx, person_id, now)
    seats = circles.seats_of(tx, person_id)
    found = {circle.id: circle for circle in (own,) if circle}
    found |= {seat.circle_id: circles.get(tx, seat.circle_id) for seat in seats}
    return [
        circle
        for circle in found.values()
        if circle.partner_id != person_id
        and way(tx, circle, person_id, circle.partner_id, now) is not Way.CLOSED
    ]


def near(tx: Tx, circle: Circle) -> list[PersonId]:
    """Whom the partner may write to: the participant, then who supports, in their order."""
    seats = sorted(circles.seats(tx, circle.id), key=lambda seat: (seat.place, seat.id))
    participant = [circle.participant_id] if circle.participant_id else []
    supporters = [seat.supporter_id for seat in seats if seat.state in _HERE and seat.supporter_id]
    return participant + supporters
