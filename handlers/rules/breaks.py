"""Breaks: for how long a supporter rests from one circle, and whether that holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules import wall
from storage.enums import SeatState
from storage.records import Seat

_MIDNIGHT = "00:00"


class Break(StrEnum):
    """What the buttons offer."""

    WEEK = "week"
    FORTNIGHT = "fortnight"
    MONTH = "month"
    OPEN = "open"


_DAYS = {
    Break.WEEK: timedelta(days=7),
    Break.FORTNIGHT: timedelta(days=14),
    Break.MONTH: timedelta(days=30),
}


def until(length: Break, zone: str, now: datetime) -> datetime | None:
    """When it ends, as that day begins for whoever rests. None: when they are back."""
    if length is Break.OPEN:
        return None
    return wall.instant(wall.local(now, zone).date() + _DAYS[length], _MIDNIGHT, zone)


def holds(seat: Seat, now: datetime) -> bool:
    """Whether whoever has the seat rests now; also in one that was taken from them."""
    if seat.state is SeatState.PAUSED:
        return seat.paused_until is None or now < seat.paused_until
    removed = seat.state is SeatState.REMOVED
    return removed and seat.paused_until is not None and now < seat.paused_until
