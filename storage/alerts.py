"""Alerts as stored facts: one live alert a circle and kind, each change kept."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.enums import AlertKind, AlertState
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import Alert, CircleId, PersonId
from storage.seal import Unreadable, padded

_DETAIL, _CLOSED = "alert.detail", "closed"
OF_CIRCLE, OF_PERSON = "circle_id = :id AND person_id IS NULL", "person_id = :id"
"""What a circle's end closes; what somebody asked for, whom a deletion takes away."""


def alert_of(row: Row) -> Alert:
    """The record behind the columns of an alert."""
    return Alert(
        id=row["id"],
        circle_id=CircleId(row["circle_id"]),
        kind=AlertKind(row["kind"]),
        state=AlertState(row["state"]),
        opened_at=moment(row["opened_at"]),
        next_at=maybe_moment(row["next_at"]),
        step=row["step"],
        snoozes=row["snoozes"],
        acknowledged_by=row["acknowledged_by"],
        clear_since=maybe_moment(row["clear_since"]),
        person_id=row["person_id"],
    )


def live(tx: Tx, circle_id: int, kind: AlertKind) -> Alert | None:
    """The alert of this kind that stands in the circle; what somebody asked for is not one."""
    row = tx.one(
        "SELECT * FROM alert WHERE circle_id = :id AND kind = :kind AND state <> 'resolved'"
        " AND person_id IS NULL",
        id=circle_id,
        kind=kind,
    )
    return None if row is None else alert_of(row)


def get(tx: Tx, alert_id: int) -> Alert | None:
    """One alert by its id."""
    row = tx.one("SELECT * FROM alert WHERE id = :id", id=alert_id)
    return None if row is None else alert_of(row)


def insert(
    tx: Tx,
    circle_id: int,
    kind: AlertKind,
    now: datetime,
    *,
    person_id: PersonId | None = None,
    detail: str | None = None,
) -> Alert:
    """A new alert, pending; a second live one of its kind is an error of the caller, unless
    somebody asked for it: each of those is its own."""
    number = tx.new_id("alert")
    row = tx.one(
        "INSERT INTO alert (id, circle_id, kind, state, opened_at, person_id, detail)"
        " VALUES (:id, :circle, :kind, 'pending', :now, :person, :detail) RETURNING *",
        id=number,
        circle=circle_id,
        kind=kind,
        now=micros(now),
        person=person_id,
        detail=tx.keyring.seal(padded(detail), where=_DETAIL, row=number) if detail else None,
    )
    assert row is not None  # noqa: S101 - RETURNING of an insert that did not fail
    return alert_of(row)


def detail(tx: Tx, alert_id: int) -> str:
    """What whoever asked agreed to have said, as a code; empty: nothing, or it does not open,
    and then the call goes without it."""
    row = tx.one("SELECT detail FROM alert WHERE id = :id", id=alert_id)
    if row is None or row["detail"] is None:
        return ""
    try:
        return tx.keyring.open_text(row["detail"], where=_DETAIL, row=alert_id).rstrip()
    except Unreadable:
        return ""


def save(tx: Tx, before: Alert, after: Alert, why: str, by: PersonId | None, now: datetime) -> None:
    """Write a changed alert, conditional on its state, and keep the change."""
    changed = tx.run(
        "UPDATE alert SET state = :state, next_at = :next_at, step = :step, snoozes = :snoozes,"
        " acknowledged_by = :by, clear_since = :clear WHERE id = :id AND state = :before",
        state=after.state,
        next_at=maybe_micros(after.next_at),
        step=after.step,
        snoozes=after.snoozes,
        by=after.acknowledged_by,
        clear=maybe_micros(after.clear_since),
        id=before.id,
        before=before.state,
    )
    if changed != 1:
        raise LookupError("the alert moved meanwhile")
    _keep(tx, before.id, after.state, why, by, now)


def _keep(
    tx: Tx, alert_id: int, state: AlertState, why: str, by: PersonId | None, now: datetime
) -> None:
    tx.run(
        "INSERT INTO alert_change (id, alert_id, at, state, why, person_id)"
        " VALUES (:id, :alert, :now, :state, :why, :person)",
        id=tx.new_id("alert_change"),
        alert=alert_id,
        now=micros(now),
        state=state,
        why=why,
        person=by,
    )


def end(tx: Tx, which: str, number: int, now: datetime) -> None:
    """What is live of these is over at once, and nobody is told here."""
    rows = tx.all(
        "UPDATE alert SET state = 'resolved', next_at = NULL"  # noqa: S608 - our own conditions
        f" WHERE {which} AND state <> 'resolved' RETURNING id",
        id=number,
    )
    for row in rows:
        _keep(tx, row["id"], AlertState.RESOLVED, _CLOSED, None, now)


def of_kind(tx: Tx, kind: AlertKind) -> list[Alert]:
    """All live alerts of a kind, oldest first."""
    rows = tx.all(
        "SELECT * FROM alert WHERE kind = :kind AND state <> 'resolved' ORDER BY id", kind=kind
    )
    return [alert_of(row) for row in rows]


def due(tx: Tx, now: datetime, limit: int) -> list[Alert]:
    """Live alerts with something to do by now, longest first."""
    rows = tx.all(
        "SELECT * FROM alert WHERE next_at <= :now ORDER BY next_at, id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [alert_of(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When the next alert has something to do."""
    row = tx.one("SELECT min(next_at) AS at FROM alert WHERE next_at IS NOT NULL")
    return None if row is None else maybe_moment(row["at"])


def tell(tx: Tx, alert_id: int, person_id: int, now: datetime) -> None:
    """This person was told that the alert is open."""
    tx.run(
        "INSERT INTO alert_told (alert_id, person_id, at) VALUES (:alert, :person, :now)"
        " ON CONFLICT (alert_id, person_id) DO UPDATE SET at = :now",
        alert=alert_id,
        person=person_id,
        now=micros(now),
    )


def delivered(tx: Tx, alert_id: int, person_id: int, now: datetime) -> None:
    """The notice arrived on this person's phone."""
    tx.run(
        "UPDATE alert_told SET delivered_at = :now WHERE alert_id = :alert AND person_id = :person",
        now=micros(now),
        alert=alert_id,
        person=person_id,
    )


def told_lately(tx: Tx, person_id: int, since: datetime) -> list[Alert]:
    """Live alerts that nobody asked for, of which this person was told since then."""
    rows = tx.all(
        "SELECT alert.* FROM alert_told JOIN alert ON alert.id = alert_told.alert_id"
        " WHERE alert.state <> 'resolved' AND alert.person_id IS NULL"
        " AND alert_told.person_id = :person AND alert_told.at > :since ORDER BY alert.id",
        person=person_id,
        since=micros(since),
    )
    return [alert_of(row) for row in rows]


def lately(tx: Tx, circle_id: int, kind: AlertKind, since: datetime) -> tuple[int, datetime | None]:
    """How many earlier alerts of this kind somebody was told of since then, and when last."""
    row = tx.one(
        "SELECT count(DISTINCT alert.id) AS opens, max(alert_told.at) AS at FROM alert"
        " JOIN alert_told ON alert_told.alert_id = alert.id WHERE alert.circle_id = :circle"
        " AND alert.kind = :kind AND alert.opened_at > :since AND alert.state = 'resolved'"
        " AND alert.person_id IS NULL",
        circle=circle_id,
        kind=kind,
        since=micros(since),
    )
    return (0, None) if row is None else (row["opens"], maybe_moment(row["at"]))


def told(tx: Tx, alert_id: int) -> list[PersonId]:
    """Everybody who was told, in the order of their ids."""
    rows = tx.all(
        "SELECT person_id FROM alert_told WHERE alert_id = :id ORDER BY person_id", id=alert_id
    )
    return [PersonId(row["person_id"]) for row in rows]


def told_of_open(tx: Tx) -> list[tuple[int, PersonId]]:
    """Alerts that nobody asked for, with everybody who was told: those that nobody has yet, and
    those that somebody has while the notice is still on its way to another."""
    rows = tx.all(
        "SELECT alert.id, alert_told.person_id FROM alert JOIN alert_told"
        " ON alert_told.alert_id = alert.id WHERE alert.person_id IS NULL AND"
        " (alert.state IN ('open', 'notified')"
        " OR alert.state = 'acknowledged' AND alert_told.delivered_at IS NULL)"
        " ORDER BY alert_told.person_id, alert.id"
    )
    return [(row["id"], PersonId(row["person_id"])) for row in rows]


def told_at(tx: Tx, alert_id: int, person_id: int) -> datetime | None:
    """When this person was told last that the alert is open."""
    row = tx.one(
        "SELECT at FROM alert_told WHERE alert_id = :alert AND person_id = :person",
        alert=alert_id,
        person=person_id,
    )
    return None if row is None else maybe_moment(row["at"])


def opened_between(tx: Tx, partner_id: int, since: datetime, until: datetime) -> list[Alert]:
    """What opened in a partner's circles in that time and was told to somebody, oldest first."""
    rows = tx.all(
        "SELECT alert.* FROM alert JOIN circle ON circle.id = alert.circle_id"
        " WHERE circle.partner_id = :partner AND alert.opened_at >= :since"
        " AND alert.opened_at < :until AND alert.step > 0 ORDER BY alert.opened_at, alert.id",
        partner=partner_id,
        since=micros(since),
        until=micros(until),
    )
    return [alert_of(row) for row in rows]
