"""Naming: nobody takes the name of somebody whom they see in a circle, or passes for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from handlers.chat import cover
from handlers.rules import names, programme
from storage import circles, people
from storage.database import Tx
from storage.records import Circle, PersonId


def taken(
    tx: Tx, person_id: PersonId, name: str, now: datetime, into: Circle | None = None
) -> bool:
    """Whether somebody is called so whom they see; ``into``: a circle that they are coming to.

    Supporters of one circle do not see one another: their names may be the same, since a no would
    tell who else is there.
    """
    seen = set(_seen(tx, person_id, now))
    if into is not None:
        seen |= {into.partner_id, into.participant_id}
    others = (people.get(tx, one) for one in seen if one not in (None, person_id))
    return any(one is not None and names.same(one.name, name) for one in others)


def _seen(tx: Tx, person_id: PersonId, now: datetime) -> Iterator[int | None]:
    own = cover.own(tx, person_id, now)
    for circle in (*circles.of_partner(tx, person_id), *([own] if own else [])):
        if not programme.over(circle, now):
            yield from (circle.partner_id, circle.participant_id)
            seats = circles.seats(tx, circle.id)
            yield from (seat.supporter_id for seat in seats if seat.state in cover.STANDING)
    for seat in circles.seats_of(tx, person_id):
        circle = circles.get(tx, seat.circle_id)
        if not programme.passed(circle, now):
            yield from (circle.partner_id, circle.participant_id)
