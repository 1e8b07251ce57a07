"""Check-ins and their answers. Answers are sealed; nothing here decides by them."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import CheckinKind, CheckinState, Dimension, Temperature
from storage.moments import maybe_moment, micros, moment
from storage.records import Checkin, PersonId, RowId


def _place(dimension: str) -> str:
    """Where an answer is sealed: two of one check-in cannot change places unnoticed."""
    return f"answer.temperature.{dimension}"


def _checkin(row: Row) -> Checkin:
    return Checkin(
        id=row["id"],
        person_id=PersonId(row["person_id"]),
        state=CheckinState(row["state"]),
        opened_at=moment(row["opened_at"]),
        occasion_id=row["occasion_id"],
        asked_row=row["asked_row"],
        kind=CheckinKind(row["kind"]),
        at=row["at"],
        closed_at=maybe_moment(row["closed_at"]),
    )


def open_one(tx: Tx, person_id: int, occasion_id: int | None, now: datetime) -> Checkin:
    """The person's open check-in: the one there is, or a new one."""
    tx.run(
        "INSERT INTO checkin (id, person_id, state, opened_at, occasion_id)"
        " VALUES (:id, :person, 'open', :now, :occasion) ON CONFLICT DO NOTHING",
        id=tx.new_id("checkin"),
        person=person_id,
        now=micros(now),
        occasion=occasion_id,
    )
    checkin = current(tx, person_id)
    assert checkin is not None  # noqa: S101 - it was written above
    return checkin


def asked(tx: Tx, checkin_id: int, row_id: RowId) -> None:
    """Keep which outbox row asked last."""
    tx.run("UPDATE checkin SET asked_row = :row WHERE id = :id", row=row_id, id=checkin_id)


def current(tx: Tx, person_id: int) -> Checkin | None:
    """The check-in that the person has open."""
    row = tx.one("SELECT * FROM checkin WHERE person_id = :id AND state = 'open'", id=person_id)
    return None if row is None else _checkin(row)


def get(tx: Tx, checkin_id: int) -> Checkin | None:
    """One check-in by its id."""
    row = tx.one("SELECT * FROM checkin WHERE id = :id", id=checkin_id)
    return None if row is None else _checkin(row)


def answer(
    tx: Tx,
    checkin_id: int,
    dimension: Dimension,
    temperature: Temperature,
    pack: str,
    now: datetime,
) -> None:
    """Keep an answer; while the check-in is open the last tap on a question wins."""
    place = _place(dimension)
    sealed = tx.keyring.seal(str(int(temperature)), where=place, row=checkin_id)
    tx.run(
        "INSERT INTO answer (checkin_id, dimension, temperature, pack, answered_at)"
        " VALUES (:checkin, :dimension, :temperature, :pack, :now)"
        " ON CONFLICT (checkin_id, dimension) DO UPDATE"
        " SET temperature = :temperature, pack = :pack, answered_at = :now",
        checkin=checkin_id,
        dimension=dimension,
        temperature=sealed,
        pack=pack,
        now=micros(now),
    )


def answers(tx: Tx, checkin_id: int) -> dict[Dimension, Temperature]:
    """What the person said so far, by dimension."""
    rows = tx.all("SELECT dimension, temperature FROM answer WHERE checkin_id = :id", id=checkin_id)
    return {
        Dimension(row["dimension"]): Temperature(
            int(
                tx.keyring.open_text(
                    row["temperature"], where=_place(row["dimension"]), row=checkin_id
                )
            )
        )
        for row in rows
    }


def close(tx: Tx, checkin_id: int, state: CheckinState) -> bool:
    """Save a check-in, or keep it as far as it went; False when it is closed already."""
    changed = tx.run(
        "UPDATE checkin SET state = :state WHERE id = :id AND state = 'open'",
        state=state,
        id=checkin_id,
    )
    return changed == 1


def stale(tx: Tx, opened_before: datetime, limit: int) -> list[Checkin]:
    """Check-ins that stand open since before this instant."""
    rows = tx.all(
        "SELECT * FROM checkin WHERE state = 'open' AND opened_at <= :before"
        " ORDER BY opened_at LIMIT :limit",
        before=micros(opened_before),
        limit=limit,
    )
    return [_checkin(row) for row in rows]
