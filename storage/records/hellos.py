"""Records of hellos: a wish to hear from somebody, and who was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.enums import HelloState
from storage.records.ids import CircleId, RowId, SeatId


@dataclass(frozen=True, slots=True)
class Hello:
    """A participant's wish to hear from somebody."""

    id: int
    circle_id: CircleId
    state: HelloState
    asked_at: datetime
    next_at: datetime | None
    told_at: datetime | None
    """When the participant heard that nobody could yet."""
    card: RowId | None
    """The row of the message in which the participant reads that it is being asked."""


@dataclass(frozen=True, slots=True)
class HelloAsk:
    """One supporter who was asked, and whether they said yes."""

    hello_id: int
    seat_id: SeatId
    asked_at: datetime
    will: bool
    """They said that they will call or write; which of both is sealed."""
