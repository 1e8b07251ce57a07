"""The records that every floor shares: frozen, with their ids.

Standard library only, no I/O. A record never shows a name, a text or an answer in its ``repr``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from storage.enums import (
    AlertKind,
    AlertState,
    CheckinState,
    Class,
    JoinStep,
    Language,
    OccasionState,
    Role,
    RowState,
    SeatState,
    StepInState,
)

PersonId = NewType("PersonId", int)
CircleId = NewType("CircleId", int)
SeatId = NewType("SeatId", int)
RowId = NewType("RowId", int)
"""An outbox row: what buttons point back to."""


@dataclass(frozen=True, slots=True)
class Person:
    """Anybody the bot knows, by Telegram's numeric id only."""

    id: PersonId
    language: Language
    zone: str
    name: str = field(repr=False)
    agreed_at: datetime | None
    joined_at: datetime | None
    unreachable_since: datetime | None
    last_message: int
    """Telegram's id of the newest message in the chat that we know of; 0: none."""


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


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody on the way in, and where they stopped."""

    person_id: PersonId
    invitation_id: int
    step: JoinStep


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a person wants to be invited: days of the week, wall time, and the next due instant."""

    person_id: PersonId
    days: frozenset[int]
    """Monday is 0."""
    wall: str
    """"18:00", in the person's zone."""
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """One invitation to check in."""

    id: int
    person_id: PersonId
    local_date: str
    state: OccasionState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Checkin:
    """One walk through the questions."""

    id: int
    person_id: PersonId
    state: CheckinState
    opened_at: datetime
    occasion_id: int | None
    asked_row: RowId | None
    """The outbox row that asked the last question."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A stored fact that somebody responsible must see."""

    id: int
    circle_id: CircleId
    kind: AlertKind
    state: AlertState
    opened_at: datetime
    next_at: datetime | None
    step: int
    """How many rounds of notices went out."""
    snoozes: int
    acknowledged_by: PersonId | None
    clear_since: datetime | None
    """Since when the condition has been false; None while it is true."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing the bot says: what a letter makes its words from, and how hard to try."""

    id: RowId
    person_id: PersonId
    klass: Class
    kind: str
    facts: dict[str, object] = field(repr=False)
    secret: str = field(repr=False)
    """What may only live until it is delivered (a link), sealed at rest; empty: none."""
    created_at: datetime
    not_before: datetime
    not_after: datetime | None
    state: RowState
    edits: int | None
    """The message that this row changes; None: a new message."""
    tries: int
    repeat: bool = False
    """It may have been delivered once already."""


@dataclass(frozen=True, slots=True)
class Update:
    """One stored update of Telegram; the body is its raw JSON."""

    id: int
    chat_id: int
    body: bytes = field(repr=False)
    tries: int
