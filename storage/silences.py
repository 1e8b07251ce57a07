"""Silences: the day of somebody's last sign of life, and whether their partner heard of it.

Only the day is kept. Who may be told of it is decided in ``handlers``.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from storage.database import Tx
from storage.moments import micros
from storage.records import PersonId


def alive(tx: Tx, person_id: int, now: datetime) -> None:
    """A sign of life, or the end of a pause: a silence begins anew. Written once a day."""
    day = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    tx.run(
        "UPDATE rhythm SET quiet_since = :day, quiet_told_at = NULL WHERE person_id = :id"
        " AND (quiet_since IS NULL OR quiet_since < :day)",
        day=micros(day),
        id=person_id,
    )


def since(tx: Tx, before: datetime, now: datetime, limit: int) -> list[PersonId]:
    """Who agreed that their partner hears of it, is not paused, was told of to nobody, and was
    there last before this instant; longest first."""
    rows = tx.all(
        "SELECT rhythm.person_id FROM rhythm JOIN person ON person.id = rhythm.person_id"
        " WHERE quiet_told_at IS NULL AND quiet_since <= :before AND person.quiet_after > 0"
        " AND (paused_since IS NULL OR paused_until <= :now)"
        " ORDER BY quiet_since, rhythm.person_id LIMIT :limit",
        before=micros(before),
        now=micros(now),
        limit=limit,
    )
    return [PersonId(row["person_id"]) for row in rows]


def told(tx: Tx, person_id: int, now: datetime) -> None:
    """Nothing more about this silence."""
    tx.run(
        "UPDATE rhythm SET quiet_told_at = :now WHERE person_id = :id",
        now=micros(now),
        id=person_id,
    )


def later(tx: Tx, since: datetime, by: timedelta) -> int:
    """Nobody could be heard since then, for so long: every silence is that much younger."""
    return tx.run(
        "UPDATE rhythm SET quiet_since = quiet_since + :by"
        " WHERE quiet_told_at IS NULL AND quiet_since <= :since",
        since=micros(since),
        by=by // timedelta(microseconds=1),
    )
