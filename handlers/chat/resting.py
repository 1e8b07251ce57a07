"""Resting: a supporter's pause from invitations rests in their places, too, and ends with it.

A break that they took from one circle by itself goes on by itself.
"""

from __future__ import annotations

from datetime import datetime

from handlers.chat import cover
from handlers.rules import breaks
from storage import circles, places, rhythms
from storage.database import Tx
from storage.enums import SeatState
from storage.records import PersonId, Rhythm, Seat


def begin(tx: Tx, person_id: PersonId, now: datetime, until: datetime | None) -> None:
    """Rest wherever they stand, until then or until they are back. Before the pause is kept."""
    rhythm = rhythms.get(tx, person_id)
    for seat in circles.seats_of(tx, person_id):
        own_break = breaks.holds(seat, now) and not (rhythm and _by(seat, rhythm))
        if cover.stands(seat) and not own_break:
            places.pause(tx, seat.id, now, until)


def end(tx: Tx, rhythm: Rhythm, now: datetime) -> None:
    """They are back wherever this pause of theirs had them rest."""
    for seat in circles.seats_of(tx, rhythm.person_id):
        if _by(seat, rhythm):
            places.resume(tx, seat.id, now)


def _by(seat: Seat, rhythm: Rhythm) -> bool:
    """Whether the seat rests by this pause: they began together, or end together."""
    if rhythm.paused_since is None:
        return False
    if seat.state is SeatState.PAUSED:
        return seat.since == rhythm.paused_since
    taken = seat.state is SeatState.REMOVED and seat.paused_until is not None
    return taken and seat.paused_until == (rhythm.paused_until or places.NEVER)
