"""That the crisis gate answered: level, kind, rule and hour, never the words."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Tx
from storage.moments import micros, moment

_HOUR = timedelta(hours=1)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def put(
    tx: Tx, person_id: int, level: str, kind: str, rule: str, version: int, now: datetime
) -> None:
    """Keep that the gate answered somebody, known or a stranger."""
    tx.run(
        "INSERT INTO crisis_event (id, person_id, hour, level, kind, rule, version)"
        " VALUES (:id, :person, :hour, :level, :kind, :rule, :version)",
        id=tx.new_id("crisis_event"),
        person=person_id,
        hour=micros(_hour(now)),
        level=level,
        kind=kind,
        rule=rule,
        version=version,
    )


def newest(tx: Tx, person_id: int, level: str) -> tuple[datetime, str] | None:
    """When the gate found this level last, at the latest, and of which kind."""
    row = tx.one(
        "SELECT hour, kind FROM crisis_event WHERE person_id = :person AND level = :level"
        " ORDER BY hour DESC, id DESC LIMIT 1",
        person=person_id,
        level=level,
    )
    return None if row is None else (moment(row["hour"]) + _HOUR, row["kind"])


def lately(tx: Tx, person_id: int, level: str, now: datetime) -> bool:
    """Whether the gate found this level in the last hour; hours are all that is kept, so it may
    have been nearly two."""
    row = tx.one(
        "SELECT 1 AS found FROM crisis_event WHERE person_id = :person AND hour >= :since"
        " AND level = :level LIMIT 1",
        person=person_id,
        since=micros(_hour(now - _HOUR)),
        level=level,
    )
    return row is not None
