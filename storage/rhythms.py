"""Rhythms and occasions: when somebody wants to be invited, and when they were.

Due times are rows; which of them become a nudge is decided in ``handlers.rules.nudge``.
"""

from __future__ import annotations

from datetime import date, datetime

from storage.database import Row, Tx
from storage.enums import CheckinKind, OccasionState
from storage.moments import maybe_moment, micros, moment
from storage.records import Occasion, PersonId, Rhythm

_DAYS = tuple(range(7))


def _rhythm(row: Row) -> Rhythm:
    return Rhythm(
        person_id=PersonId(row["person_id"]),
        days=frozenset(day for day in _DAYS if row["days"] >> day & 1),
        wall=row["wall"],
        due_at=maybe_moment(row["due_at"]),
        full_day=row["full_day"],
        paused_since=maybe_moment(row["paused_since"]),
        paused_until=maybe_moment(row["paused_until"]),
        quiet_told_at=maybe_moment(row["quiet_told_at"]),
    )


def get(tx: Tx, person_id: int) -> Rhythm | None:
    """The rhythm that a person chose."""
    row = tx.one("SELECT * FROM rhythm WHERE person_id = :id", id=person_id)
    return None if row is None else _rhythm(row)


def choose(tx: Tx, person_id: int, days: frozenset[int], wall: str, due_at: datetime) -> None:
    """Keep a rhythm and when it is due first."""
    tx.run(
        "INSERT INTO rhythm (person_id, days, full_day, wall, due_at)"
        " VALUES (:id, :days, :full, :wall, :due) ON CONFLICT (person_id) DO UPDATE"
        " SET days = :days, full_day = :full, wall = :wall, due_at = :due",
        id=person_id,
        days=sum(1 << day for day in days),
        full=min(days),
        wall=wall,
        due=micros(due_at),
    )


def set_due(tx: Tx, person_id: int, due_at: datetime) -> None:
    """The next instant at which the sweep looks at this person."""
    tx.run(
        "UPDATE rhythm SET due_at = :due WHERE person_id = :id", due=micros(due_at), id=person_id
    )


def due(tx: Tx, now: datetime, limit: int) -> list[Rhythm]:
    """Rhythms that are due by now, longest first."""
    rows = tx.all(
        "SELECT * FROM rhythm WHERE due_at <= :now ORDER BY due_at, person_id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [_rhythm(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When the next rhythm is due."""
    row = tx.one("SELECT min(due_at) AS at FROM rhythm WHERE due_at IS NOT NULL")
    return None if row is None else maybe_moment(row["at"])


def _occasion(row: Row) -> Occasion:
    return Occasion(
        id=row["id"],
        person_id=PersonId(row["person_id"]),
        local_date=row["local_date"],
        state=OccasionState(row["state"]),
        created_at=moment(row["created_at"]),
        kind=CheckinKind(row["kind"]),
        reminded_on=row["reminded_on"],
    )


def claim(tx: Tx, person_id: int, local_date: date, now: datetime) -> Occasion | None:
    """Take the occasion of a local day: once, or again after "later". None: it is taken.

    The unique (person, local date) makes it hold across restarts, clock steps and the two
    one o'clocks of an autumn night.
    """
    number = tx.new_id("occasion")
    row = tx.one(
        "INSERT INTO occasion (id, person_id, local_date, state, created_at)"
        " VALUES (:id, :person, :date, 'asked', :now)"
        " ON CONFLICT (person_id, local_date) DO UPDATE SET state = 'asked'"
        " WHERE occasion.state = 'later' RETURNING *",
        id=number,
        person=person_id,
        date=local_date.isoformat(),
        now=micros(now),
    )
    return None if row is None else _occasion(row)


def get_occasion(tx: Tx, occasion_id: int) -> Occasion | None:
    """One occasion by its id."""
    row = tx.one("SELECT * FROM occasion WHERE id = :id", id=occasion_id)
    return None if row is None else _occasion(row)


def set_occasion(tx: Tx, occasion_id: int, state: OccasionState) -> None:
    """What became of an occasion; an answered one stays answered."""
    tx.run(
        "UPDATE occasion SET state = :state WHERE id = :id AND state <> 'answered'",
        state=state,
        id=occasion_id,
    )
