"""Who of those told of an alert has read its details. What follows from it is decided in
``handlers``."""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.moments import micros


def note(tx: Tx, alert_id: int, person_id: int, now: datetime) -> bool:
    """They read them now; False if they did before, or were never told of it."""
    changed = tx.run(
        "UPDATE alert_told SET opened_at = :now"
        " WHERE alert_id = :alert AND person_id = :person AND opened_at IS NULL",
        now=micros(now),
        alert=alert_id,
        person=person_id,
    )
    return changed == 1


def was(tx: Tx, alert_id: int, person_id: int) -> bool:
    """Whether they have read them."""
    row = tx.one(
        "SELECT opened_at FROM alert_told WHERE alert_id = :alert AND person_id = :person",
        alert=alert_id,
        person=person_id,
    )
    return row is not None and row["opened_at"] is not None
