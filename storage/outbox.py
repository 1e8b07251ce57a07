"""The outbox: everything the bot says is a row here, written in the step of its cause.

A row keeps a kind, ids and facts; its words are made by a letter when it is sent. How a class
is tried is decided here, by conditional updates; whether a row is still true is its letter's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson

from storage.database import Row as Columns
from storage.database import Tx
from storage.enums import Class, RowState
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import PersonId, Row, RowId

_FACTS = "outbox.facts"
_SECRET = "outbox.secret"  # noqa: S105 - the name of a column


def put(
    tx: Tx,
    person_id: int,
    klass: Class,
    kind: str,
    facts: dict[str, object],
    now: datetime,
    *,
    secret: str = "",
    edits: int | None = None,
    not_before: datetime | None = None,
    not_after: datetime | None = None,
    claimed: bool = False,
) -> Row:
    """One more thing to say. ``claimed`` rows are handed to delivery in memory by the caller."""
    row = Row(
        id=RowId(tx.new_id("outbox")),
        person_id=PersonId(person_id),
        klass=klass,
        kind=kind,
        facts=facts,
        secret=secret,
        created_at=now,
        not_before=not_before or now,
        not_after=not_after,
        state=RowState.CLAIMED if claimed else RowState.WAITING,
        edits=edits,
        tries=1 if claimed else 0,
        repeat=False,
    )
    _insert(tx, row)
    return row


def _insert(tx: Tx, row: Row) -> None:
    secret = tx.keyring.seal(row.secret, where=_SECRET, row=row.id) if row.secret else None
    tx.run(
        "INSERT INTO outbox (id, person_id, class, kind, facts, secret, state, created_at,"
        " not_before, not_after, edits, tries) VALUES (:id, :person, :class, :kind, :facts,"
        " :secret, :state, :now, :before, :after, :edits, :tries)",
        **{"class": int(row.klass)},
        id=row.id,
        person=row.person_id,
        kind=row.kind,
        facts=tx.keyring.seal(orjson.dumps(row.facts), where=_FACTS, row=row.id),
        secret=secret,
        state=int(row.state),
        now=micros(row.created_at),
        before=micros(row.not_before),
        after=maybe_micros(row.not_after),
        edits=row.edits,
        tries=row.tries,
    )


def _row(tx: Tx, columns: Columns) -> Row:
    number = columns["id"]
    secret = columns["secret"]
    return Row(
        id=RowId(number),
        person_id=PersonId(columns["person_id"]),
        klass=Class(columns["class"]),
        kind=columns["kind"],
        facts=orjson.loads(tx.keyring.open(columns["facts"], where=_FACTS, row=number)),
        secret="" if secret is None else tx.keyring.open_text(secret, where=_SECRET, row=number),
        created_at=moment(columns["created_at"]),
        not_before=moment(columns["not_before"]),
        not_after=maybe_moment(columns["not_after"]),
        state=RowState(columns["state"]),
        edits=columns["edits"],
        tries=columns["tries"],
        repeat=bool(columns["repeat"]),
    )


def get(tx: Tx, row_id: int) -> Row | None:
    """The row that a button points to; None once it is purged."""
    columns = tx.one("SELECT * FROM outbox WHERE id = :id", id=row_id)
    return None if columns is None else _row(tx, columns)


def message_of(tx: Tx, row_id: int) -> int | None:
    """The message in which a row stands; None when it was not delivered, or is purged."""
    found = tx.one(
        "SELECT coalesce(message_id, edits) AS message FROM outbox WHERE id = :id", id=row_id
    )
    return None if found is None else found["message"]


def waiting(tx: Tx, klass: Class, now: datetime, limit: int) -> list[Row]:
    """What may go now in one class, oldest first, leaving alone chats that asked for a pause."""
    rows = tx.all(
        "SELECT outbox.* FROM outbox LEFT JOIN chat_wait ON chat_wait.chat_id = outbox.person_id"
        " WHERE outbox.state = 0 AND outbox.class = :klass AND outbox.not_before <= :now"
        " AND coalesce(chat_wait.until, 0) <= :now"
        " ORDER BY outbox.not_before, outbox.id LIMIT :limit",
        klass=int(klass),
        now=micros(now),
        limit=limit,
    )
    return [_row(tx, row) for row in rows]


def next_waiting(tx: Tx) -> datetime | None:
    """When a waiting row may go next; None when nothing waits."""
    row = tx.one(
        "SELECT min(CASE WHEN coalesce(chat_wait.until, 0) > outbox.not_before"
        " THEN chat_wait.until ELSE outbox.not_before END) AS at FROM outbox"
        " LEFT JOIN chat_wait ON chat_wait.chat_id = outbox.person_id WHERE outbox.state = 0"
    )
    return None if row is None else maybe_moment(row["at"])


def claim(tx: Tx, row: Row) -> Row | None:
    """Take a waiting row for one attempt; None when it is not waiting any more."""
    changed = tx.run(
        "UPDATE outbox SET state = 1, tries = tries + 1 WHERE id = :id AND state = 0", id=row.id
    )
    return replace(row, state=RowState.CLAIMED, tries=row.tries + 1) if changed == 1 else None


def sent(tx: Tx, row: Row, message_id: int | None, now: datetime) -> None:
    """It arrived; what may only live until delivery is gone."""
    tx.run(
        "UPDATE outbox SET state = 2, message_id = :message, secret = NULL, done_at = :now"
        " WHERE id = :id",
        message=message_id,
        now=micros(now),
        id=row.id,
    )


def drop(tx: Tx, row: Row, why: str, now: datetime) -> None:
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


def release(tx: Tx, cut: Sequence[int]) -> int:
    """At an orderly end: what is claimed and certainly not on its way waits again.

    ``cut``: rows whose call was cut off, and which may have arrived.
    """
    rows = tx.all("SELECT id FROM outbox WHERE state = 1")
    ids = [row["id"] for row in rows if row["id"] not in cut]
    tx.many("UPDATE outbox SET state = 0 WHERE id = :id", [{"id": one} for one in ids])
    return len(ids)


def hold(tx: Tx, row: Row, not_before: datetime) -> None:
    """Leave a waiting row until then: its chat had its share."""
    tx.run(
        "UPDATE outbox SET not_before = :at WHERE id = :id AND state = 0",
        at=micros(not_before),
        id=row.id,
    )


def replaced(tx: Tx, row: Row, now: datetime) -> None:
    """A newer edit of the same message makes older waiting ones pointless."""
    tx.run(
        "UPDATE outbox SET state = 3, why = 'replaced', secret = NULL, done_at = :now"
        " WHERE state = 0 AND class = :edit AND person_id = :person AND edits = :message"
        " AND id < :id",
        now=micros(now),
        edit=int(Class.EDIT),
        person=row.person_id,
        message=row.edits,
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


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what was said or dropped before this instant; how many rows went."""
    return tx.run(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state > 1"
        " AND done_at < :before ORDER BY done_at LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def once(tx: Tx, row_id: int, verb: str) -> bool:
    """Take a button that may work once only; False for the second of two quick taps."""
    changed = tx.run(
        "INSERT INTO tapped (row_id, verb) VALUES (:row, :verb) ON CONFLICT DO NOTHING",
        row=row_id,
        verb=verb,
    )
    return changed == 1
