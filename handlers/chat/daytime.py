"""Daytime: what can wait is told by day where its reader is, and else when their day begins."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.kinds import Kind
from handlers.rules import wall
from handlers.rules.alert import AlertPolicy
from storage import outbox, people
from storage.database import Tx
from storage.enums import Class


def _told_at(tx: Tx, person_id: int, at: datetime, policy: AlertPolicy) -> datetime:
    """From when somebody may hear of it."""
    person = people.get(tx, person_id)
    return wall.next_within(at, person.zone, policy.day_from, policy.day_to) if person else at


def tell(
    tx: Tx,
    person_id: int,
    kind: Kind,
    facts: dict[str, object],
    now: datetime,
    policy: AlertPolicy,
    *,
    at: datetime | None = None,
) -> None:
    """Tell somebody what they wait for, by their day; not before ``at``, if that is later."""
    by_day = _told_at(tx, person_id, at or now, policy)
    outbox.put(tx, person_id, Class.ALERT, kind, facts, now, not_before=by_day)
