"""Near: what a participant sees of a seat in their circle, in one word."""

from __future__ import annotations

from enum import StrEnum

from storage.enums import SeatState
from storage.records import Seat

_HERE = (SeatState.ACTIVE, SeatState.QUIET)


class Near(StrEnum):
    """Nothing else of anybody is shown: no times, no reasons."""

    HERE = "here"
    BREAK = "break"
    AWAY = "away"
    WAITING = "waiting"
    INVITED = "invited"


def near(seat: Seat, *, told: bool) -> Near | None:
    """The word for a seat; None when it stands on no page.

    Until it was told that somebody went (``told``), they are still here: first the partner has
    time to say it.
    """
    if seat.state is SeatState.INVITED:
        return Near.INVITED
    if seat.supporter_id is None or seat.state is SeatState.REMOVED:
        return None
    if seat.state is SeatState.WAITING:
        return Near.WAITING
    if seat.seen_at is None:  # taken, and left before the yes
        return None
    if seat.state in _HERE or not told:
        return Near.HERE
    return Near.BREAK if seat.state is SeatState.PAUSED else Near.AWAY
