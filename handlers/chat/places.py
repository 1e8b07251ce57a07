"""Places: a circle as its participant sees it, and a place as whoever has it believes it to be."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover
from handlers.rules import near, programme
from handlers.rules.near import Near
from storage import circles, milestones, people, step_ins
from storage.database import Tx
from storage.enums import SeatState, StepInState
from storage.moments import maybe_micros
from storage.records import Circle, Seat, StepIn

_NEAR = (SeatState.ACTIVE, SeatState.QUIET)


def chosen(tx: Tx, circle: Circle) -> list[tuple[Seat, Near]]:
    """Everybody the participant chose, in their order, each with a word for where they are."""
    found = []
    for seat in sorted(circles.seats(tx, circle.id), key=lambda one: (one.place, one.id)):
        word = word_for(tx, circle, seat)
        if word is not None:
            found.append((seat, word))
    return found


def word_for(tx: Tx, circle: Circle, seat: Seat) -> Near | None:
    """Where somebody is, as the participant may know it by now."""
    centre = circle.participant_id
    told = centre is not None and milestones.said(tx, circle.id, f"away-{seat.id}", centre)
    return near.near(seat, told=told)


def alone(tx: Tx, circle: Circle) -> bool:
    """Whether nobody chosen is near."""
    return not any(seat.state in _NEAR for seat in circles.seats(tx, circle.id))


def stepped_in(tx: Tx, circle: Circle) -> str:
    """The partner's name, while the partner counts as the supporter for now."""
    standing = step_ins.standing(tx, circle.id)
    if standing is None or standing.state is not StepInState.AGREED:
        return ""
    counts = not milestones.said(tx, circle.id, lapsed(standing), standing.partner_id)
    return name(tx, standing.partner_id) if counts else ""


def lapsed(standing: StepIn) -> str:
    """The milestone of a step-in that does not count any more; another contact begins anew."""
    return f"lapsed-{maybe_micros(standing.contact_at)}"


def held(tx: Tx, person_id: int, now: datetime) -> list[Seat]:
    """The places that somebody has or waits for, in circles that go on, as far as they know."""
    return [
        seat
        for seat in circles.seats_of(tx, person_id)
        if (cover.stands(seat) or cover.waits(seat))
        and not programme.passed(circles.get(tx, seat.circle_id), now)
    ]


def name(tx: Tx, person_id: int | None) -> str:
    """What somebody chose to be called; nothing for nobody."""
    person = people.get(tx, person_id) if person_id is not None else None
    return person.name if person else ""


def centre(tx: Tx, seat: Seat) -> str:
    """The name of whom the seat's circle is about."""
    return name(tx, circles.get(tx, seat.circle_id).participant_id)
