"""Weekly notes: when each supporter's next one is due, and which idea it brings."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.moments import maybe_moment, micros, moment
from storage.records import PersonId, WeeklyNote


def _note(row: Row) -> WeeklyNote:
    return WeeklyNote(PersonId(row["person_id"]), moment(row["due_at"]), row["idea"])


def begin(tx: Tx, person_id: int, due_at: datetime) -> None:
    """Somebody has a place in a circle: their first note is due then. A second place adds none."""
    tx.run(
        "INSERT INTO weekly_note (person_id, due_at) VALUES (:id, :due)"
        " ON CONFLICT (person_id) DO NOTHING",
        id=person_id,
        due=micros(due_at),
    )


def due(tx: Tx, now: datetime, limit: int) -> list[WeeklyNote]:
    """Notes that are due by now, longest first."""
    rows = tx.all(
        "SELECT * FROM weekly_note WHERE due_at <= :now ORDER BY due_at, person_id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [_note(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When the next note is due."""
    row = tx.one("SELECT min(due_at) AS at FROM weekly_note")
    return None if row is None else maybe_moment(row["at"])


def move(tx: Tx, person_id: int, due_at: datetime, idea: int) -> None:
    """When the next note is due, and what it brings."""
    tx.run(
        "UPDATE weekly_note SET due_at = :due, idea = :idea WHERE person_id = :id",
        due=micros(due_at),
        idea=idea,
        id=person_id,
    )
