"""How long things are kept: each function forgets what is older than an instant, and says how many.

The lengths themselves are decided by the job that calls; ``/privacy`` names them.
"""

from __future__ import annotations

from datetime import datetime

from storage.database import Tx
from storage.moments import micros

_STANDS = (
    "EXISTS (SELECT 1 FROM circle WHERE circle.participant_id = {0}.person_id"
    " AND coalesce(circle.ended_at, circle.ends_at, :before) >= :before)"
    " OR EXISTS (SELECT 1 FROM seat JOIN circle ON circle.id = seat.circle_id"
    " WHERE seat.supporter_id = {0}.person_id"
    " AND coalesce(circle.ends_at, circle.ended_at, :before) >= :before)"
)
"""Somebody has a circle that goes on, or that ended since then; for whoever supports, on the day
that was planned."""


def notes(tx: Tx, before: datetime, limit: int) -> int:
    """What was typed beside answers."""
    return tx.run(
        "DELETE FROM note WHERE (checkin_id, dimension) IN (SELECT checkin_id, dimension FROM note"
        " WHERE written_at < :before LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def checkins(tx: Tx, before: datetime, limit: int) -> int:
    """Check-ins with their answers, of people all of whose circles ended before."""
    rows = tx.all(
        "SELECT id FROM checkin WHERE state <> 'open' AND opened_at < :before"  # noqa: S608
        f" AND NOT ({_STANDS.format('checkin')}) LIMIT :limit",
        before=micros(before),
        limit=limit,
    )
    ids = [{"id": row["id"]} for row in rows]
    for table in ("answer", "note", "tidy_message"):
        tx.many(f"DELETE FROM {table} WHERE checkin_id = :id", ids)  # noqa: S608 - three constants
    tx.many("UPDATE small_step SET checkin_id = NULL WHERE checkin_id = :id", ids)
    tx.many("DELETE FROM checkin WHERE id = :id", ids)
    return len(ids)


def small_steps(tx: Tx, before: datetime, limit: int) -> int:
    """Small steps and goals, as long as answers."""
    steps = tx.run(
        "DELETE FROM small_step WHERE id IN"  # noqa: S608 - our own names
        " (SELECT id FROM small_step WHERE chosen_at < :before"
        f" AND NOT ({_STANDS.format('small_step')}) LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )
    goals = tx.run(
        "DELETE FROM goal WHERE person_id IN"  # noqa: S608 - our own names
        " (SELECT person_id FROM goal WHERE set_at < :before"
        f" AND NOT ({_STANDS.format('goal')}) LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )
    return max(steps, goals)


def occasions(tx: Tx, before: datetime, limit: int) -> int:
    """Invitations to check in to which no check-in belongs any more."""
    return tx.run(
        "DELETE FROM occasion WHERE id IN (SELECT id FROM occasion WHERE created_at < :before"
        " AND NOT EXISTS (SELECT 1 FROM checkin WHERE checkin.occasion_id = occasion.id)"
        " LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def crisis_events(tx: Tx, before: datetime, limit: int) -> int:
    """That the crisis gate answered."""
    return tx.run(
        "DELETE FROM crisis_event WHERE id IN (SELECT id FROM crisis_event WHERE hour < :before"
        " LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def invitations(tx: Tx, before: datetime, limit: int) -> int:
    """Links whose life ended before, unless somebody is on the way in by one."""
    return tx.run(
        "DELETE FROM invitation WHERE id IN (SELECT id FROM invitation"
        " WHERE coalesce(used_at, revoked_at, expires_at) < :before AND NOT EXISTS"
        " (SELECT 1 FROM joining WHERE joining.invitation_id = invitation.id) LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def hellos(tx: Tx, before: datetime, limit: int) -> int:
    """Hellos that are over, with who was asked."""
    rows = tx.all(
        "SELECT id FROM hello WHERE state <> 'asking' AND asked_at < :before LIMIT :limit",
        before=micros(before),
        limit=limit,
    )
    ids = [{"id": row["id"]} for row in rows]
    tx.many("DELETE FROM hello_ask WHERE hello_id = :id", ids)
    tx.many("DELETE FROM hello WHERE id = :id", ids)
    return len(ids)


def lines(tx: Tx, before: datetime, limit: int) -> int:
    """That lines were carried."""
    return tx.run(
        "DELETE FROM line WHERE id IN (SELECT id FROM line WHERE sent_at < :before LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def traces(tx: Tx, last_words: str, limit: int) -> int:
    """The last words to somebody forgotten were said: their own rows go, too; how many people."""
    rows = tx.all(
        "SELECT DISTINCT person_id FROM outbox WHERE kind = :kind AND state > 1 AND NOT EXISTS"
        " (SELECT 1 FROM person WHERE person.id = outbox.person_id) LIMIT :limit",
        kind=last_words,
        limit=limit,
    )
    for row in rows:
        gone = {"id": row["person_id"]}
        tx.run("DELETE FROM outbox WHERE person_id = :id AND state > 1", **gone)
        tx.run("UPDATE inbox SET chat_id = 0 WHERE chat_id = :id AND state <> 0", **gone)
        tx.run("DELETE FROM chat_wait WHERE chat_id = :id", **gone)
    return len(rows)
