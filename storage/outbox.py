"""The outbox: everything the bot says is a row here, written in the step of its cause.

A row keeps a kind, ids and facts; its words are made by a letter when it is sent. What
becomes of a row is kept by ``dispatch``; whether it is still true is its letter's to say.
"""

from __future__ import annotations

from datetime import datetime

import orjson

from storage.database import Row as Columns
from storage.database import Tx
from storage.enums import Class, RowState
from storage.facts import read_facts
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import PersonId, Row, RowId
from storage.seal import Unreadable

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
    )
    return _insert(tx, row)


def _insert(tx: Tx, row: Row) -> Row:
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
    return row


def row_of(tx: Tx, columns: Columns) -> Row:
    """The record behind the columns of a row, with what is sealed opened."""
    number = columns["id"]
    secret = columns["secret"]
    return Row(
        id=RowId(number),
        person_id=PersonId(columns["person_id"]),
        klass=Class(columns["class"]),
        kind=columns["kind"],
        facts=read_facts(tx.keyring.open(columns["facts"], where=_FACTS, row=number)),
        secret="" if secret is None else tx.keyring.open_text(secret, where=_SECRET, row=number),
        created_at=moment(columns["created_at"]),
        not_before=moment(columns["not_before"]),
        not_after=maybe_moment(columns["not_after"]),
        state=RowState(columns["state"]),
        edits=columns["edits"],
        tries=columns["tries"],
        repeat=bool(columns["repeat"]),
    )


def readable(tx: Tx, columns: Columns) -> Row | None:
    """The same; None when what is sealed in it does not open, to nobody."""
    try:
        return row_of(tx, columns)
    except (Unreadable, ValueError):
        return None


def get(tx: Tx, row_id: int) -> Row | None:
    """The row that a button points to; None once it is purged."""
    columns = tx.one("SELECT * FROM outbox WHERE id = :id", id=row_id)
    return None if columns is None else row_of(tx, columns)


def message_of(tx: Tx, row_id: int) -> int | None:
    """The message in which a row stands; None when it was not delivered, or is purged."""
    found = tx.one(
        "SELECT coalesce(message_id, edits) AS message FROM outbox WHERE id = :id", id=row_id
    )
    return None if found is None else found["message"]


def shows(tx: Tx, row: Row, message: int) -> bool:
    """Whether a message of the row's person still says this row: no newer one changed it, and none
    is on its way to."""
    newer = tx.one(
        "SELECT id FROM outbox WHERE person_id = :person AND edits = :message AND id > :id"
        " AND state <> 3 LIMIT 1",
        person=row.person_id,
        message=message,
        id=row.id,
    )
    return newer is None


def keep(tx: Tx, row_id: int, until: datetime) -> None:
    """A row that only keeps somebody's words does so until then; it is never sent by itself."""
    tx.run(
        "UPDATE outbox SET not_before = :until, not_after = :until WHERE id = :id AND state = 0",
        until=micros(until),
        id=row_id,
    )


def replaced(tx: Tx, row: Row, now: datetime) -> None:
    """A newer edit of the same message makes older waiting ones pointless."""
    # Found among what waits for the person, not among all that ever changed the message: for that
    # the column stands in an expression.
    tx.run(
        "UPDATE outbox SET state = 3, why = 'replaced', secret = NULL, done_at = :now"
        " WHERE state = 0 AND class = :edit AND person_id = :person"
        " AND coalesce(edits, 0) = :message AND id < :id",
        now=micros(now),
        edit=int(Class.EDIT),
        person=row.person_id,
        message=row.edits,
        id=row.id,
    )


def blank(tx: Tx, row: Row, facts: dict[str, object], now: datetime, *, drop: bool) -> None:
    """Take somebody out of a row's facts; what waited with them in it is dropped."""
    tx.run(
        "UPDATE outbox SET facts = :facts WHERE id = :id",
        facts=tx.keyring.seal(orjson.dumps(facts), where=_FACTS, row=row.id),
        id=row.id,
    )
    if drop:
        tx.run(
            "UPDATE outbox SET state = 3, why = 'forgotten', secret = NULL, done_at = :now"
            " WHERE id = :id",
            now=micros(now),
            id=row.id,
        )


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what was said or dropped before this instant; how many rows went."""
    return tx.run(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE state > 1"
        " AND done_at < :before ORDER BY done_at LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def waits(tx: Tx, person_id: int, kind: str) -> bool:
    """Whether a row of this kind is still to arrive at somebody."""
    row = tx.one(
        "SELECT id FROM outbox WHERE state IN (0, 1) AND person_id = :person AND kind = :kind"
        " LIMIT 1",
        person=person_id,
        kind=kind,
    )
    return row is not None


def told(tx: Tx, kind: str) -> frozenset[int]:
    """Everybody who was told something of this kind, or is right now, as far as it is kept."""
    sql = "SELECT DISTINCT person_id FROM outbox WHERE kind = :kind AND state IN (1, 2)"
    rows = tx.all(sql, kind=kind)
    return frozenset(row["person_id"] for row in rows)


def due(tx: Tx, person_id: int, kind: str, since: datetime) -> list[datetime]:
    """From when rows of this kind could be told to somebody, or can, after this instant."""
    rows = tx.all(
        "SELECT not_before FROM outbox WHERE person_id = :person AND kind = :kind"
        " AND not_before > :since AND state <> 3",
        person=person_id,
        kind=kind,
        since=micros(since),
    )
    return [moment(row["not_before"]) for row in rows]


def replace_waiting(tx: Tx, person_id: int, kind: str, now: datetime) -> None:
    """Rows of this kind that wait for somebody are not said: another says it better."""
    tx.run(
        "UPDATE outbox SET state = 3, why = 'replaced', secret = NULL, done_at = :now"
        " WHERE state = 0 AND person_id = :person AND kind = :kind",
        now=micros(now),
        person=person_id,
        kind=kind,
    )


def once(tx: Tx, row_id: int, verb: str) -> bool:
    """Take a button that may work once only; False for the second of two quick taps."""
    changed = tx.run(
        "INSERT INTO tapped (row_id, verb) VALUES (:row, :verb) ON CONFLICT DO NOTHING",
        row=row_id,
        verb=verb,
    )
    return changed == 1


def tapped(tx: Tx, row_id: int, verb: str) -> bool:
    """Whether a button that may work once was taken."""
    sql = "SELECT 1 AS found FROM tapped WHERE row_id = :row AND verb = :verb"
    return tx.one(sql, row=row_id, verb=verb) is not None
