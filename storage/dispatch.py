"""Dispatch: what becomes of outbox rows. Claimed, sent, dropped, tried again, after a crash.

How hard a class is tried is held here, by conditional updates: two claims of one row are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.database import Row as Columns
from storage.database import Tx
from storage.enums import Class
from storage.moments import maybe_moment, micros, moment
from storage.outbox import row_of
from storage.records import PersonId, Row


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A row that is not said yet; what is sealed in it is not opened."""

    id: int
    person_id: PersonId
    klass: Class
    kind: str
    not_before: datetime


def _unsaid(row: Columns) -> Unsaid:
    klass, not_before = Class(row["class"]), moment(row["not_before"])
    return Unsaid(row["id"], PersonId(row["person_id"]), klass, row["kind"], not_before)


def waiting(tx: Tx, klass: Class, now: datetime, limit: int) -> list[Unsaid]:
    """What may go now in one class, oldest first, leaving alone chats that asked for a pause."""
    rows = tx.all(
        "SELECT outbox.id, outbox.person_id, outbox.class, outbox.kind, outbox.not_before"
        " FROM outbox LEFT JOIN chat_wait ON chat_wait.chat_id = outbox.person_id"
        " WHERE outbox.state = 0 AND outbox.class = :klass AND outbox.not_before <= :now"
        " AND coalesce(chat_wait.until, 0) <= :now"
        " ORDER BY outbox.not_before, outbox.id LIMIT :limit",
        klass=int(klass),
        now=micros(now),
        limit=limit,
    )
    return [_unsaid(row) for row in rows]


def next_waiting(tx: Tx) -> datetime | None:
    """When a waiting row may go next; None when nothing waits."""
    row = tx.one(
        "SELECT min(CASE WHEN coalesce(chat_wait.until, 0) > outbox.not_before"
        " THEN chat_wait.until ELSE outbox.not_before END) AS at FROM outbox"
        " LEFT JOIN chat_wait ON chat_wait.chat_id = outbox.person_id WHERE outbox.state = 0"
    )
    return None if row is None else maybe_moment(row["at"])


def claim(tx: Tx, row: Row | Unsaid) -> Row | None:
    """Take a waiting row for one attempt; None when it is not waiting any more."""
    columns = tx.one(
        "UPDATE outbox SET state = 1, tries = tries + 1 WHERE id = :id AND state = 0 RETURNING *",
        id=row.id,
    )
    return None if columns is None else row_of(tx, columns)


def sent(tx: Tx, row: Row, message_id: int | None, now: datetime) -> None:
    """It arrived; what may only live until delivery is gone."""
    tx.run(
        "UPDATE outbox SET state = 2, message_id = :message, secret = NULL, done_at = :now"
        " WHERE id = :id",
        message=message_id,
        now=micros(now),
        id=row.id,
    )


def drop(tx: Tx, row: Row | Unsaid, why: str, now: datetime) -> None:
    """It will not be sent: no longer true, no longer allowed, or nobody to send it to."""
    tx.run(
        "UPDATE outbox SET state = 3, why = :why, secret = NULL, done_at = :now"
        " WHERE id = :id AND state < 2",
        why=why,
        now=micros(now),
        id=row.id,
    )


def wait(tx: Tx, row: Row, not_before: datetime, *, repeat: bool) -> None:
    """Try again from this instant; ``repeat``: it may have arrived already.

    An edit that a newer one of the same message has passed meanwhile must not come back over it.
    """
    if row.edits is not None and _passed(tx, row):
        drop(tx, row, "replaced", not_before)
        return
    tx.run(
        "UPDATE outbox SET state = 0, not_before = :at,"
        " repeat = CASE WHEN :repeat = 1 THEN 1 ELSE repeat END WHERE id = :id AND state = 1",
        at=micros(not_before),
        repeat=int(repeat),
        id=row.id,
    )


def put_back(tx: Tx, row: Row, not_before: datetime) -> None:
    """It was claimed and not tried: as if it had not been, from this instant."""
    wait(tx, row, not_before, repeat=False)
    tx.run("UPDATE outbox SET tries = tries - 1 WHERE id = :id AND state = 0", id=row.id)


def _passed(tx: Tx, row: Row) -> bool:
    newer = tx.one(
        "SELECT id FROM outbox WHERE state = 1 AND id > :id AND class = :edit"
        " AND person_id = :person AND edits = :message LIMIT 1",
        id=row.id,
        edit=int(Class.EDIT),
        person=row.person_id,
        message=row.edits,
    )
    return newer is not None


def say_anew(tx: Tx, row: Row, now: datetime) -> None:
    """The message that an edit was for is gone: say it as a new one."""
    tx.run(
        "UPDATE outbox SET state = 0, class = :reply, edits = NULL, not_before = :now"
        " WHERE id = :id AND state = 1",
        reply=int(Class.REPLY),
        now=micros(now),
        id=row.id,
    )


def unsaid(tx: Tx) -> list[Unsaid]:
    """Everything that waits or is on its way; nothing sealed is opened."""
    rows = tx.all(
        "SELECT id, person_id, class, kind, not_before FROM outbox WHERE state < 2 ORDER BY id"
    )
    return [_unsaid(row) for row in rows]


def never_mind(tx: Tx, row_ids: Sequence[int], why: str, now: datetime) -> None:
    """Drop whatever of these is not said yet."""
    tx.many(
        "UPDATE outbox SET state = 3, why = :why, secret = NULL, done_at = :now"
        " WHERE id = :id AND state < 2",
        [{"id": one, "why": why, "now": micros(now)} for one in row_ids],
    )


def release(tx: Tx, cut: Sequence[int]) -> int:
    """At an orderly end: what is claimed and certainly not on its way waits again.

    ``cut``: rows whose call was cut off, and which may have arrived.
    """
    rows = tx.all("SELECT id FROM outbox WHERE state = 1")
    ids = [row["id"] for row in rows if row["id"] not in cut]
    tx.many("UPDATE outbox SET state = 0 WHERE id = :id", [{"id": one} for one in ids])
    return len(ids)


def hold(tx: Tx, row: Unsaid, not_before: datetime) -> None:
    """Leave a waiting row until then: its chat had its share."""
    tx.run(
        "UPDATE outbox SET not_before = :at WHERE id = :id AND state = 0",
        at=micros(not_before),
        id=row.id,
    )


def wait_in_chat(tx: Tx, chat_id: int, until: datetime) -> None:
    """Telegram asked to leave a chat alone until then; the longer of two pauses holds."""
    tx.run(
        "INSERT INTO chat_wait (chat_id, until) VALUES (:chat, :until)"
        " ON CONFLICT (chat_id) DO UPDATE SET until = :until WHERE chat_wait.until < :until",
        chat=chat_id,
        until=micros(until),
    )


def chat_waits(tx: Tx, now: datetime) -> dict[int, datetime]:
    """Chats to leave alone, and until when; pauses that are over are forgotten."""
    tx.run("DELETE FROM chat_wait WHERE until <= :now", now=micros(now))
    rows = tx.all("SELECT chat_id, until FROM chat_wait")
    return {row["chat_id"]: moment(row["until"]) for row in rows}


def set_back(tx: Tx, before: datetime, now: datetime, longest: timedelta) -> None:
    """The clock showed ``before`` and was set back to ``now``: what was about to go in so short a
    time, and what Telegram asked to wait for, waits no longer than it would have."""
    times = {"before": micros(before), "by": micros(before) - micros(now)}
    tx.run(
        "UPDATE outbox SET not_before = not_before - :by WHERE state = 0 AND not_before > :before"
        " AND (not_before <= :soon OR EXISTS (SELECT 1 FROM chat_wait WHERE"
        " chat_wait.chat_id = outbox.person_id AND chat_wait.until >= outbox.not_before))",
        soon=micros(before + longest),
        **times,
    )
    tx.run("UPDATE chat_wait SET until = until - :by WHERE until > :before", **times)


def recover(tx: Tx, now: datetime) -> dict[str, int]:
    """After a crash: what was under way is repeated or dropped, by class. Counts by outcome.

    An alert goes again and says so; an edit goes again (repeating it changes nothing); a reply
    and a nudge may have arrived and are not said twice.
    """
    again = tx.run(
        "UPDATE outbox SET state = 0, repeat = 1 WHERE state = 1 AND class IN (:alert, :edit)",
        alert=int(Class.ALERT),
        edit=int(Class.EDIT),
    )
    dropped = tx.run(
        "UPDATE outbox SET state = 3, why = 'crash', secret = NULL, done_at = :now WHERE state = 1",
        now=micros(now),
    )
    return {"again": again, "dropped": dropped}
