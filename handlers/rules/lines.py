"""Lines: may one person write to another now, and how much is carried in a day.

It knows one circle at a time: its partner on one side, somebody of the circle on the other. It
says nothing about what is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules import breaks, programme, wall
from storage.enums import SeatState
from storage.records import Circle, PersonId, Seat

_HERE = (SeatState.ACTIVE, SeatState.QUIET)
_FITS = 3500
"""With what stands around it, it must fit into one message."""
_AWAY = (SeatState.PAUSED, SeatState.UNREACHABLE)


@dataclass(frozen=True, slots=True)
class LinePolicy:
    """How long a line may be, how many a day one person sends another, how long words are kept."""

    per_day: int = 10
    longest: int = 1000
    unsent: timedelta = timedelta(hours=1)
    """How long words wait for "Send"."""
    unseen: timedelta = timedelta(days=7)
    """How long words that were sent wait to be opened."""

    def __post_init__(self) -> None:
        if not 1 <= self.longest <= _FITS:
            raise ValueError(f"A line has 1 to {_FITS} characters, not {self.longest}.")


def fits(text: str, policy: LinePolicy) -> bool:
    """Whether somebody's words can be carried, counted as Telegram counts: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2 <= policy.longest


class Way(StrEnum):
    """Whether there is a way from one person to another."""

    OPEN = "open"
    NOT_NOW = "not_now"
    """They belong together, and nothing reaches the reader now."""
    CLOSED = "closed"


def way(
    circle: Circle,
    seats: Sequence[Seat],
    sender: PersonId,
    reader: PersonId,
    now: datetime,
    *,
    reachable: bool,
) -> Way:
    """Only between the partner and a person of the circle, and only while the circle runs.

    For whoever supports it runs to the planned day.
    """
    if circle.partner_id not in (sender, reader) or not programme.lasts(circle, now):
        return Way.CLOSED
    other = reader if sender == circle.partner_id else sender
    if other == circle.participant_id:
        if programme.over(circle, now):
            return Way.CLOSED
        return Way.OPEN if reachable else Way.NOT_NOW
    theirs = [seat for seat in seats if seat.supporter_id == other and _stands(seat)]
    if not theirs:
        return Way.CLOSED
    # Whoever takes a break may write; they are left in peace themselves.
    here = any(seat.state not in _AWAY and not breaks.holds(seat, now) for seat in theirs)
    resting = other == reader and not here
    return Way.OPEN if reachable and not resting else Way.NOT_NOW


def _stands(seat: Seat) -> bool:
    """Whether somebody has the seat, or does not know that it was taken from them: no way that
    was there closes by that, since it would tell."""
    unaware = seat.state is SeatState.REMOVED and seat.seen_at is not None
    return unaware or seat.state in _HERE + _AWAY


def day_began(zone: str, now: datetime) -> datetime:
    """When the sender's own day began: from then on their lines count."""
    return wall.instant(wall.local(now, zone).date(), "00:00", zone)
