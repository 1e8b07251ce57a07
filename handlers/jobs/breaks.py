"""Breaks that end: whoever took one from a circle is there again, and is told nothing for it."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.context import House
from storage import circles, places
from storage.database import Tx


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """End at most ``limit`` breaks; how many there were."""
    del house
    over = places.breaks_over(tx, now, limit)
    for seat_id in over:
        seat = circles.get_seat(tx, seat_id)
        if seat is not None and places.resume(tx, seat_id, now):
            circles.look_at(tx, seat.circle_id, now)
    return len(over)
