"""What the auditor looks at: rows that may break an invariant. Whether they do is decided by the
rules."""

from __future__ import annotations

from datetime import datetime

from storage.alerts import alert_of
from storage.circles import circle_of
from storage.database import Tx
from storage.moments import micros
from storage.records import Alert, Circle

MOST = 1000


def may_be_alone(tx: Tx, now: datetime) -> list[Circle]:
    """Running circles without an open alert in which nobody is certainly near."""
    rows = tx.all(
        "SELECT circle.* FROM circle WHERE participant_id IS NOT NULL AND starts_at <= :now"
        " AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > :now)"
        " AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.circle_id = circle.id"
        " AND alert.kind = 'no_active_supporter' AND alert.person_id IS NULL"
        " AND alert.state IN ('open', 'notified', 'acknowledged'))"
        " AND (nobody_since IS NOT NULL OR NOT EXISTS (SELECT 1 FROM seat JOIN person"
        " ON person.id = seat.supporter_id WHERE seat.circle_id = circle.id"
        " AND seat.state IN ('active', 'quiet') AND seat.still_here_at IS NULL"
        " AND person.unreachable_since IS NULL)) ORDER BY circle.id LIMIT :most",
        now=micros(now),
        most=MOST,
    )
    return [circle_of(row) for row in rows]


def live(tx: Tx) -> list[Alert]:
    """Every alert that stands."""
    rows = tx.all(
        "SELECT * FROM alert WHERE state <> 'resolved' ORDER BY id LIMIT :most", most=MOST
    )
    return [alert_of(row) for row in rows]


def heard(tx: Tx, alert_id: int, since: datetime) -> bool:
    """Whether somebody in reach has the notice, or was told of it since then and may get it."""
    row = tx.one(
        "SELECT 1 AS yes FROM alert_told JOIN person ON person.id = alert_told.person_id"
        " WHERE alert_told.alert_id = :alert AND person.unreachable_since IS NULL"
        " AND (alert_told.delivered_at IS NOT NULL OR alert_told.at >= :since) LIMIT 1",
        alert=alert_id,
        since=micros(since),
    )
    return row is not None


def hasten(tx: Tx, alert_id: int, now: datetime) -> None:
    """The escalation looks at a live alert now."""
    tx.run(
        "UPDATE alert SET next_at = :now WHERE id = :id AND state <> 'resolved'",
        now=micros(now),
        id=alert_id,
    )
