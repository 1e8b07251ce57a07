"""Cover: gather the facts of a circle and ask the rule; and who has a part in one, to be asked
how they are."""

from __future__ import annotations

from datetime import datetime

from handlers.rules import gap, pauses, programme, reach
from handlers.rules.cover import Cover
from storage import circles, people, rhythms, step_ins
from storage.database import Tx
from storage.enums import AlertKind, SeatState
from storage.records import Circle, PersonId, Seat

STANDING = (SeatState.ACTIVE, SeatState.QUIET, SeatState.PAUSED, SeatState.UNREACHABLE)
"""Seats that somebody holds with the participant's yes."""


def unaware(seat: Seat) -> bool:
    """Whether a seat was taken away from somebody who had it: a removal is told to nobody, so no
    page and no message of theirs changes by it."""
    return seat.state is SeatState.REMOVED and seat.seen_at is not None


def stands(seat: Seat) -> bool:
    """Whether whoever has the seat believes so."""
    return unaware(seat) or seat.state in STANDING


def waits(seat: Seat) -> bool:
    """Whether whoever took the seat believes that it will open: a No is told to nobody either."""
    refused = seat.state is SeatState.REMOVED and seat.seen_at is None
    return refused or seat.state is SeatState.WAITING


def own(tx: Tx, person_id: PersonId, now: datetime) -> Circle | None:
    """The circle that goes on around somebody. Another that is over, even a newer one, is none."""
    found = circles.all_of_participant(tx, person_id)
    return next((one for one in reversed(found) if programme.running(one, now)), None)


def takes_part(tx: Tx, person_id: PersonId, now: datetime) -> bool:
    """Whether somebody is the centre of a circle or holds a seat in one: they are asked, too.

    A circle whose time is over asks nobody.
    """
    return own(tx, person_id, now) is not None or supports(tx, person_id, now)


def supports(tx: Tx, person_id: PersonId, now: datetime) -> bool:
    """Whether somebody holds a seat in a circle that goes on, as far as they know."""
    return any(
        stands(seat) and not programme.passed(circles.get(tx, seat.circle_id), now)
        for seat in circles.seats_of(tx, person_id)
    )


def over_to(tx: Tx, circle: Circle, person_id: PersonId, now: datetime) -> bool:
    """Whether a circle is over as far as somebody knows: whoever has a place in it hears of no
    end before the planned day."""
    has_place = any(
        seat.circle_id == circle.id and (stands(seat) or waits(seat))
        for seat in circles.seats_of(tx, person_id)
    )
    return programme.passed(circle, now) if has_place else programme.over(circle, now)


def facts(tx: Tx, circle: Circle, now: datetime) -> gap.Facts:
    """All that the rule looks at, as it is stored now."""
    seats = circles.seats(tx, circle.id)
    reachable = {
        seat.supporter_id
        for seat in seats
        if seat.supporter_id is not None and _reachable(tx, seat.supporter_id)
    }
    participant = circle.participant_id
    rhythm = rhythms.get(tx, participant) if participant is not None else None
    held = rhythm if pauses.holds(rhythm, now) else None
    return gap.Facts(
        circle=circle,
        seats=seats,
        step_in=step_ins.standing(tx, circle.id),
        participant_reachable=participant is not None and _reachable(tx, participant),
        reachable=frozenset(reachable),
        nobody_since=circle.nobody_since,
        paused_since=held.paused_since if held else None,
        paused_until=held.paused_until if held else None,
    )


def look(tx: Tx, circle: Circle, now: datetime, policy: gap.GapPolicy) -> Cover:
    """Whether somebody stands by the circle now."""
    return gap.evaluate(facts(tx, circle, now), now, policy)


def looks(tx: Tx, circle: Circle, now: datetime, policy: gap.GapPolicy) -> dict[AlertKind, Cover]:
    """All that the watch looks at in a circle, each an alert of its own kind."""
    participant = _lost_since(tx, circle.participant_id, now)
    partner = _lost_since(tx, circle.partner_id, now)
    return {
        AlertKind.NO_ACTIVE_SUPPORTER: look(tx, circle, now, policy),
        AlertKind.PARTICIPANT_UNREACHABLE: reach.participant(circle, participant, now, policy),
        AlertKind.NO_PARTNER: reach.partner(circle, partner, now, policy),
    }


def _lost_since(tx: Tx, person_id: PersonId | None, now: datetime) -> datetime | None:
    """Since when nothing reaches them; whoever is not here any more is lost now."""
    person = people.get(tx, person_id) if person_id is not None else None
    return now if person is None else person.unreachable_since


def state(tx: Tx, circle: Circle, now: datetime, policy: gap.GapPolicy) -> str:
    """Where a circle stands, in a word for its partner."""
    if circle.participant_id is None:
        return "not_begun"
    cover = look(tx, circle, now, policy)
    if not cover.watched:
        return "ended"
    return cover.by or "gap"


def _reachable(tx: Tx, person_id: PersonId) -> bool:
    person = people.get(tx, person_id)
    return person is not None and person.unreachable_since is None
