"""Check-ins and their answers. Answers are sealed; nothing here decides by them."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import CheckinKind, CheckinState, Dimension, Pack, Temperature
from storage.moments import maybe_moment, micros, moment
from storage.records import Answer, Checkin, PersonId, RowId
from storage.seal import padded

_HEAVY = "checkin.heavy"


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


def open_one(
    tx: Tx,
    person_id: int,
    occasion_id: int | None,
    now: datetime,
    kind: CheckinKind = CheckinKind.FULL,
) -> Checkin:
    """The person's open check-in: the one there is, or a new one."""
    tx.run(
        "INSERT INTO checkin (id, person_id, state, opened_at, occasion_id, kind)"
        " VALUES (:id, :person, 'open', :now, :occasion, :kind) ON CONFLICT DO NOTHING",
        id=tx.new_id("checkin"),
        person=person_id,
        now=micros(now),
        occasion=occasion_id,
        kind=kind,
    )
    checkin = current(tx, person_id)
    assert checkin is not None  # noqa: S101 - it was written above
    return checkin


def asked(tx: Tx, checkin: Checkin, row_id: RowId) -> None:
    """Keep where the check-in stands, and which outbox row asked last."""
    tx.run(
        "UPDATE checkin SET asked_row = :row, at = :at, kind = :kind WHERE id = :id",
        row=row_id,
        at=checkin.at,
        kind=checkin.kind,
        id=checkin.id,
    )


def move(tx: Tx, checkin_id: int, at: int, kind: CheckinKind) -> None:
    """Which question is asked now, and how much this check-in asks."""
    tx.run(
        "UPDATE checkin SET at = :at, kind = :kind WHERE id = :id", at=at, kind=kind, id=checkin_id
    )


def current(tx: Tx, person_id: int) -> Checkin | None:
    """The check-in that the person has open."""
    row = tx.one("SELECT * FROM checkin WHERE person_id = :id AND state = 'open'", id=person_id)
    return None if row is None else _checkin(row)


def newest(tx: Tx, person_id: int) -> Checkin | None:
    """The person's last check-in, whatever became of it."""
    row = tx.one(
        "SELECT * FROM checkin WHERE person_id = :id ORDER BY id DESC LIMIT 1", id=person_id
    )
    return None if row is None else _checkin(row)


def get(tx: Tx, checkin_id: int) -> Checkin | None:
    """One check-in by its id."""
    row = tx.one("SELECT * FROM checkin WHERE id = :id", id=checkin_id)
    return None if row is None else _checkin(row)


def before(tx: Tx, checkin: Checkin) -> Checkin | None:
    """The person's last check-in before this one in which they answered; a pulse is none."""
    row = tx.one(
        "SELECT * FROM checkin WHERE person_id = :person AND id < :id AND kind <> 'pulse'"
        " AND state <> 'open' AND EXISTS (SELECT 1 FROM answer WHERE checkin_id = checkin.id)"
        " ORDER BY id DESC LIMIT 1",
        person=checkin.person_id,
        id=checkin.id,
    )
    return None if row is None else _checkin(row)


def saved_before(tx: Tx, checkin: Checkin, limit: int) -> list[Checkin]:
    """What the person saved before this check-in, newest first."""
    rows = tx.all(
        "SELECT * FROM checkin WHERE person_id = :person AND id < :id AND state = 'saved'"
        " ORDER BY id DESC LIMIT :limit",
        person=checkin.person_id,
        id=checkin.id,
        limit=limit,
    )
    return [_checkin(row) for row in rows]


def answer(
    tx: Tx,
    checkin_id: int,
    dimension: Dimension,
    temperature: Temperature,
    pack: Pack,
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


def skip(tx: Tx, checkin_id: int, dimension: Dimension) -> None:
    """Nothing is kept of this dimension."""
    tx.run(
        "DELETE FROM answer WHERE checkin_id = :id AND dimension = :dimension",
        id=checkin_id,
        dimension=dimension,
    )


def packs(tx: Tx, checkin_id: int) -> frozenset[Pack]:
    """The words in which it was answered so far; none where nothing was. No answer is opened."""
    rows = tx.all("SELECT DISTINCT pack FROM answer WHERE checkin_id = :id", id=checkin_id)
    return frozenset(Pack(row["pack"]) for row in rows)


def answer_to(tx: Tx, checkin_id: int, dimension: Dimension) -> Answer | None:
    """What the person said to one question."""
    row = tx.one(
        "SELECT * FROM answer WHERE checkin_id = :id AND dimension = :dimension",
        id=checkin_id,
        dimension=dimension,
    )
    return None if row is None else _answer(tx, row)


def answers(tx: Tx, checkin_id: int) -> dict[Dimension, Answer]:
    """What the person said so far, by dimension."""
    rows = tx.all("SELECT * FROM answer WHERE checkin_id = :id", id=checkin_id)
    return {Dimension(row["dimension"]): _answer(tx, row) for row in rows}


def _answer(tx: Tx, row: Row) -> Answer:
    where = _place(row["dimension"])
    number = tx.keyring.open_text(row["temperature"], where=where, row=row["checkin_id"])
    return Answer(Temperature(int(number)), Pack(row["pack"]))


def set_heavy(tx: Tx, checkin_id: int, heavy: int) -> None:
    """How heavy supporting feels, from 0 to 10."""
    sealed = tx.keyring.seal(padded(str(heavy)), where=_HEAVY, row=checkin_id)
    tx.run("UPDATE checkin SET heavy = :heavy WHERE id = :id", heavy=sealed, id=checkin_id)


def heavy(tx: Tx, checkin_id: int) -> int | None:
    """How heavy supporting felt; None when that was not said."""
    row = tx.one("SELECT heavy FROM checkin WHERE id = :id", id=checkin_id)
    if row is None or row["heavy"] is None:
        return None
    return int(tx.keyring.open_text(row["heavy"], where=_HEAVY, row=checkin_id).rstrip())


def close(tx: Tx, checkin_id: int, state: CheckinState, now: datetime) -> bool:
    """Save a check-in, or keep it as far as it went; False when it is closed already."""
    changed = tx.run(
        "UPDATE checkin SET state = :state, closed_at = :now WHERE id = :id AND state = 'open'",
        state=state,
        now=micros(now),
        id=checkin_id,
    )
    return changed == 1


def reopen(tx: Tx, checkin_id: int, now: datetime) -> None:
    """Go on with a check-in that was kept half-done."""
    tx.run(
        "UPDATE checkin SET state = 'open', opened_at = :now, closed_at = NULL"
        " WHERE id = :id AND state = 'kept'",
        now=micros(now),
        id=checkin_id,
    )


def opened(tx: Tx) -> list[Checkin]:
    """Every check-in that stands open, oldest first."""
    rows = tx.all("SELECT * FROM checkin WHERE state = 'open' ORDER BY opened_at, id")
    return [_checkin(row) for row in rows]


def go_on(tx: Tx, checkin_id: int, now: datetime) -> None:
    """An open check-in is asked on: its time to stand open begins anew."""
    tx.run(
        "UPDATE checkin SET opened_at = :now WHERE id = :id AND state = 'open'",
        now=micros(now),
        id=checkin_id,
    )


def stale(tx: Tx, opened_before: datetime, limit: int) -> list[Checkin]:
    """Check-ins that stand open since before this instant."""
    rows = tx.all(
        "SELECT * FROM checkin WHERE state = 'open' AND opened_at <= :before"
        " ORDER BY opened_at LIMIT :limit",
        before=micros(opened_before),
        limit=limit,
    )
    return [_checkin(row) for row in rows]
