"""Silence: who was not seen for long, as far as they know of their place, and when to ask them.

A place that was taken away is asked about like any other: no question would tell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from storage.enums import SeatState
from storage.records import PersonId, Seat

_HERE = (SeatState.ACTIVE, SeatState.QUIET)


def seen(seat: Seat) -> datetime:
    """When there was the last sign in this circle."""
    return seat.seen_at or seat.since


def asked(seat: Seat) -> datetime | None:
    """When "still here?" was delivered, unless they were seen after it."""
    at = seat.still_here_at
    return at if at is not None and at > seen(seat) else None


def due(
    seats: Sequence[Seat], reachable: Collection[PersonId], now: datetime, after: timedelta
) -> tuple[Seat, ...]:
    """Whom to ask "still here?" now: silent for so long, reachable, not asked since."""
    return tuple(one for one in _open(seats, reachable) if now >= seen(one) + after)


def look_at(
    seats: Sequence[Seat],
    reachable: Collection[PersonId],
    now: datetime,
    after: timedelta,
    again: timedelta,
) -> datetime | None:
    """When somebody will have been silent for so long; a question that got lost comes again."""
    times = [seen(one) + after for one in _open(seats, reachable)]
    return min((at if now < at else now + again for at in times), default=None)


def _open(seats: Sequence[Seat], reachable: Collection[PersonId]) -> list[Seat]:
    return [
        one
        for one in seats
        if is_here(one) and one.supporter_id in reachable and asked(one) is None
    ]


def is_here(seat: Seat) -> bool:
    """Whether whoever has the seat believes to be there, and takes no break."""
    unaware = seat.state is SeatState.REMOVED and seat.seen_at is not None
    return seat.state in _HERE or (unaware and seat.paused_until is None)
