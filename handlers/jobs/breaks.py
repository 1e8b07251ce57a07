"""Breaks that end: whoever took one from a circle is there again, and is told nothing for it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.chat.context import House
from handlers.chat.one_by_one import each, never_mind
from storage import circles, places
from storage.database import Tx


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """End at most ``limit`` breaks; how many there were."""
    over = places.breaks_over(tx, now, limit)
    each(tx, house, over, partial(_end, tx, now), never_mind)
    return len(over)


def _end(tx: Tx, now: datetime, seat_id: int) -> None:
    seat = circles.get_seat(tx, seat_id)
    if seat is not None and places.resume(tx, seat_id, now):
        circles.look_at(tx, seat.circle_id, now)
