"""Programmes: circles whose end comes near, whose time is over, and what an end closes."""

from __future__ import annotations

from datetime import datetime

from storage import alerts, circles, ledger
from storage.database import Tx
from storage.enums import Gone
from storage.moments import maybe_moment, micros
from storage.records import Circle, CircleId

NOTICE = "notice-"
"""The milestone of a notice, before the end it spoke of: another end is told of anew."""
_UNTOLD = (
    "ended_at IS NULL AND participant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM milestone"
    " WHERE milestone.circle_id = circle.id AND milestone.person_id = circle.participant_id"
    " AND milestone.kind = 'notice-' || CAST(circle.ends_at AS TEXT))"
)


def to_notice(tx: Tx, now: datetime, before: datetime, limit: int) -> list[Circle]:
    """Circles that end until then, and whose people have not been told of it."""
    rows = tx.all(
        "SELECT id FROM circle WHERE ends_at > :now AND ends_at <= :before"  # noqa: S608
        f" AND {_UNTOLD} ORDER BY ends_at, id LIMIT :limit",
        now=micros(now),
        before=micros(before),
        limit=limit,
    )
    return [circles.get(tx, row["id"]) for row in rows]


def next_untold(tx: Tx) -> datetime | None:
    """The next end that nobody was told of."""
    row = tx.one(f"SELECT min(ends_at) AS at FROM circle WHERE {_UNTOLD}")  # noqa: S608
    return None if row is None else maybe_moment(row["at"])


def to_close(tx: Tx, now: datetime, limit: int) -> list[Circle]:
    """Circles whose time is over and whose goodbye is still to be said."""
    rows = tx.all(
        "SELECT id FROM circle WHERE ended_at IS NULL AND ends_at <= :now"
        " ORDER BY ends_at, id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [circles.get(tx, row["id"]) for row in rows]


def next_end(tx: Tx) -> datetime | None:
    """When the next circle ends."""
    row = tx.one(
        "SELECT min(ends_at) AS at FROM circle WHERE ended_at IS NULL AND ends_at IS NOT NULL"
    )
    return None if row is None else maybe_moment(row["at"])


def extend(tx: Tx, circle_id: CircleId, ends_at: datetime, now: datetime) -> None:
    """The circle goes on until then."""
    tx.run(
        "UPDATE circle SET ends_at = :ends, look_at = :now WHERE id = :id AND ended_at IS NULL",
        ends=micros(ends_at),
        now=micros(now),
        id=circle_id,
    )


def close(tx: Tx, circle_id: CircleId, now: datetime) -> None:
    """The circle is over at once: nothing in it waits for anybody any more.

    The planned end stays: supporters hear of no other. And whoever asked for somebody out of
    danger or need is carried on until somebody has it.
    """
    if circles.get(tx, circle_id).ended_at is None:
        ledger.note(tx, Gone.CIRCLE, circle_id, now)
    tx.run(
        "UPDATE circle SET nobody_since = NULL,"
        " look_at = CASE WHEN ends_at > :now THEN :now END,"
        " ended_at = coalesce(ended_at, CASE WHEN ends_at < :now THEN ends_at ELSE :now END),"
        " ends_at = coalesce(ends_at, :now) WHERE id = :id",
        now=micros(now),
        id=circle_id,
    )
    alerts.end(tx, alerts.OF_CIRCLE, circle_id, now)
    _let_go(tx, circle_id, now)


def _let_go(tx: Tx, circle_id: CircleId, now: datetime) -> None:
    """What waited in it waits no more."""
    tx.run(
        "UPDATE step_in SET state = 'ended' WHERE circle_id = :id"
        " AND state IN ('offered', 'talk_first', 'agreed')",
        id=circle_id,
    )
    tx.run("UPDATE hello SET state = 'stopped', next_at = NULL WHERE circle_id = :id", id=circle_id)
    tx.run(
        "UPDATE invitation SET revoked_at = :now WHERE circle_id = :id AND used_at IS NULL"
        " AND revoked_at IS NULL",
        now=micros(now),
        id=circle_id,
    )
