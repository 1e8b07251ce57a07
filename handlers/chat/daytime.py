"""Daytime: what can wait is told by day where its reader is, and else when their day begins."""

from __future__ import annotations

from datetime import datetime

from handlers.rules import wall
from handlers.rules.alert import AlertPolicy
from storage import people
from storage.database import Tx


def told_at(tx: Tx, person_id: int, at: datetime, policy: AlertPolicy) -> datetime:
    """From when somebody may hear of it."""
    person = people.get(tx, person_id)
    return wall.next_within(at, person.zone, policy.day_from, policy.day_to) if person else at
