"""Milestones: what is said once in the life of a circle, to one person."""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.moments import micros


def first(tx: Tx, circle_id: int, kind: str, person_id: int, now: datetime) -> bool:
    """Whether this was not said yet; from now on it was."""
    changed = tx.run(
        "INSERT INTO milestone (circle_id, kind, person_id, at)"
        " VALUES (:circle, :kind, :person, :now) ON CONFLICT DO NOTHING",
        circle=circle_id,
        kind=kind,
        person=person_id,
        now=micros(now),
    )
    return changed == 1


def forget(tx: Tx, circle_id: int, kind: str, person_id: int) -> bool:
    """It may be said anew; whether it had been said."""
    changed = tx.run(
        "DELETE FROM milestone WHERE circle_id = :circle AND kind = :kind AND person_id = :person",
        circle=circle_id,
        kind=kind,
        person=person_id,
    )
    return changed == 1


def said(tx: Tx, circle_id: int, kind: str, person_id: int) -> bool:
    """Whether this was said."""
    row = tx.one(
        "SELECT 1 AS said FROM milestone WHERE circle_id = :circle AND kind = :kind"
        " AND person_id = :person",
        circle=circle_id,
        kind=kind,
        person=person_id,
    )
    return row is not None
