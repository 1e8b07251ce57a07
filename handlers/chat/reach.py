"""Reach: what changes when messages to somebody stop arriving, and when they arrive again.

Called by delivery (Telegram refused for good), by the update that says so, and by any sign of
life. The gap watch then looks at the circles; nothing is decided here.
"""

from __future__ import annotations

from datetime import datetime

from storage import circles, people
from storage.database import Tx
from storage.enums import SeatState


def lost(tx: Tx, person_id: int, now: datetime) -> None:
    """Nothing can be delivered to the person: their seats are unreachable."""
    if not people.set_unreachable(tx, person_id, now):
        return
    for seat in circles.seats_of(tx, person_id):
        circles.set_seat(
            tx, seat.id, SeatState.UNREACHABLE, now, only=(SeatState.ACTIVE, SeatState.QUIET)
        )
    circles.touch(tx, person_id, now)


def found(tx: Tx, person_id: int, now: datetime) -> None:
    """Messages arrive again: unreachable seats are active, as they were."""
    if not people.set_reachable(tx, person_id):
        return
    for seat in circles.seats_of(tx, person_id):
        circles.set_seat(tx, seat.id, SeatState.ACTIVE, now, only=(SeatState.UNREACHABLE,))
    circles.touch(tx, person_id, now)
