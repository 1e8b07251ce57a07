"""The record of an alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.enums import AlertKind, AlertState
from storage.records.ids import CircleId, PersonId


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
    person_id: PersonId | None = None
    """Who asked for somebody; None where nobody did."""
