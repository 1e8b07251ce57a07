"""Records of circles, seats, step-ins and the links that open them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.enums import Role, SeatState, StepInState
from storage.records.ids import CircleId, PersonId, RowId, SeatId


@dataclass(frozen=True, slots=True)
class Circle:
    """One participant, their supporters, a partner, a backup."""

    id: CircleId
    code: str
    partner_id: PersonId
    backup_id: PersonId | None
    participant_id: PersonId | None
    opened_at: datetime
    starts_at: datetime | None
    ends_at: datetime | None
    look_at: datetime | None
    nobody_since: datetime | None = None
    """When the participant said "I have nobody right now", while that stands."""
    ended_at: datetime | None = None
    """When it was over; from then on nothing is sent."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A supporter's place in a circle."""

    id: SeatId
    circle_id: CircleId
    supporter_id: PersonId | None
    state: SeatState
    since: datetime
    seen_at: datetime | None
    still_here_at: datetime | None
    """When a "still here?" was delivered and has not been answered since."""
    place: int = 0
    """In the participant's order; ties go by id."""
    paused_until: datetime | None = None
    """None while paused: until they are back."""


@dataclass(frozen=True, slots=True)
class StepIn:
    """The partner as supporter for a time."""

    id: int
    circle_id: CircleId
    partner_id: PersonId
    state: StepInState
    offered_at: datetime
    contact_at: datetime | None
    """The participant's yes, or the last contact after it."""
    answered_at: datetime | None = None
    """When the participant said yes or no."""
    card: RowId | None = None
    """The outbox row in which the partner offered."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A single-use link; only the hash of its secret is kept."""

    id: int
    role: Role
    circle_id: CircleId | None
    seat_id: SeatId | None
    inviter_id: PersonId | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    used_by: PersonId | None
    revoked_at: datetime | None
