"""Rhythms and occasions: when somebody wants to be invited, and when they were.

Due times are rows; which of them become a nudge is decided in ``handlers.rules.nudge``.
"""

from __future__ import annotations

from datetime import date, datetime

from storage.database import Row, Tx
from storage.enums import CheckinKind, OccasionState
from storage.moments import maybe_micros, maybe_moment, micros, moment
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
        quiet_since=maybe_moment(row["quiet_since"]),
    )


def get(tx: Tx, person_id: int) -> Rhythm | None:
    """The rhythm that a person chose."""
    row = tx.one("SELECT * FROM rhythm WHERE person_id = :id", id=person_id)
    return None if row is None else _rhythm(row)


def choose(
    tx: Tx,
    person_id: int,
    days: frozenset[int],
    wall: str,
    due_at: datetime,
    *,
    full_day: int | None = None,
) -> None:
    """Keep a rhythm and when it is due first; the full day is the first where none is named."""
    tx.run(
        "INSERT INTO rhythm (person_id, days, full_day, wall, due_at)"
        " VALUES (:id, :days, :full, :wall, :due) ON CONFLICT (person_id) DO UPDATE"
        " SET days = :days, full_day = :full, wall = :wall, due_at = :due",
        id=person_id,
        days=sum(1 << day for day in days),
        full=min(days) if full_day is None else full_day,
        wall=wall,
        due=micros(due_at),
    )


def pause(tx: Tx, person_id: int, now: datetime, until: datetime | None) -> None:
    """Ask nothing until then, or until they are back; a pause that stands keeps its beginning."""
    tx.run(
        "UPDATE rhythm SET paused_since = coalesce(paused_since, :now), paused_until = :until"
        " WHERE person_id = :id",
        now=micros(now),
        until=maybe_micros(until),
        id=person_id,
    )


def resume(tx: Tx, person_id: int) -> bool:
    """The pause is over; True when there was one."""
    changed = tx.run(
        "UPDATE rhythm SET paused_since = NULL, paused_until = NULL"
        " WHERE person_id = :id AND paused_since IS NOT NULL",
        id=person_id,
    )
    return changed == 1


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


def still_to_come(tx: Tx, now: datetime) -> list[Rhythm]:
    """Rhythms that are due later than now."""
    sql = "SELECT * FROM rhythm WHERE due_at > :now ORDER BY due_at, person_id"
    return [_rhythm(row) for row in tx.all(sql, now=micros(now))]


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


def claim(
    tx: Tx,
    person_id: int,
    local_date: date,
    now: datetime,
    kind: CheckinKind = CheckinKind.FULL,
) -> Occasion | None:
    """Take the occasion of a local day, once for ever. None: it is taken.

    The unique (person, local date) makes it hold across restarts, clock steps and the two
    one o'clocks of an autumn night.
    """
    number = tx.new_id("occasion")
    row = tx.one(
        "INSERT INTO occasion (id, person_id, local_date, state, created_at, kind)"
        " VALUES (:id, :person, :date, 'asked', :now, :kind)"
        " ON CONFLICT (person_id, local_date) DO NOTHING RETURNING *",
        id=number,
        person=person_id,
        date=local_date.isoformat(),
        now=micros(now),
        kind=kind,
    )
    return None if row is None else _occasion(row)


def claim_again(tx: Tx, occasion_id: int, local_date: date) -> Occasion | None:
    """Take the day on which an occasion comes again: as chosen, or its reminder. None: taken."""
    row = tx.one(
        "UPDATE occasion SET state = 'asked', reminded_on = :date WHERE id = :id"
        " AND (state = 'later' OR state = 'asked' AND reminded_on IS NULL) RETURNING *",
        id=occasion_id,
        date=local_date.isoformat(),
    )
    return None if row is None else _occasion(row)


def put_off(tx: Tx, occasion_id: int, local_date: date) -> None:
    """The person chose when it comes again: there is no reminder beside that."""
    tx.run(
        "UPDATE occasion SET state = 'later', reminded_on = :date"
        " WHERE id = :id AND state <> 'answered'",
        id=occasion_id,
        date=local_date.isoformat(),
    )


def settle(tx: Tx, person_id: int, before: int) -> None:
    """A newer one came: what was asked stays unanswered, what was put off did not come again."""
    tx.run(
        "UPDATE occasion SET state = CASE state WHEN 'asked' THEN 'unanswered' ELSE 'skipped' END"
        " WHERE person_id = :person AND id < :before AND state IN ('asked', 'later')",
        person=person_id,
        before=before,
    )


def ask_no_more(tx: Tx, until: datetime) -> int:
    """Nobody can know how these were answered: what was asked by then is held against nobody."""
    return tx.run(
        "UPDATE occasion SET state = 'skipped' WHERE state = 'asked' AND created_at <= :until",
        until=micros(until),
    )


def set_aside(tx: Tx, person_id: int) -> None:
    """Nothing more about whatever is open."""
    tx.run(
        "UPDATE occasion SET state = 'skipped'"
        " WHERE person_id = :person AND state IN ('asked', 'later')",
        person=person_id,
    )


def newest(tx: Tx, person_id: int, limit: int) -> list[Occasion]:
    """The person's occasions, newest first."""
    rows = tx.all(
        "SELECT * FROM occasion WHERE person_id = :id ORDER BY local_date DESC, id DESC"
        " LIMIT :limit",
        id=person_id,
        limit=limit,
    )
    return [_occasion(row) for row in rows]


def answered_at(tx: Tx, person_id: int) -> datetime | None:
    """When the person answered a question of a check-in last."""
    row = tx.one(
        "SELECT max(answer.answered_at) AS at FROM checkin"
        " JOIN answer ON answer.checkin_id = checkin.id WHERE checkin.person_id = :id",
        id=person_id,
    )
    return None if row is None else maybe_moment(row["at"])


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
