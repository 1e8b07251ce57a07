"""The inbox: every update is stored here before Telegram may forget it.

Bodies are sealed and emptied in the step that handles them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.database import Row, Tx
from storage.enums import InboxState
from storage.moments import micros
from storage.records import Update
from storage.seal import Unreadable

_BODY = "inbox.body"


def store(
    tx: Tx, bot_id: int, updates: Sequence[tuple[int, int, bytes]], now: datetime
) -> list[Update]:
    """Keep a batch of (update id, chat id, raw JSON); only what is new comes back, in order.

    A duplicate is known by its exact id: ids may restart lower after a quiet week.
    """
    first = tx.new_id("inbox", len(updates)) if updates else 0
    fresh = []
    for number, (update_id, chat_id, body) in enumerate(updates, first):
        row = tx.one(
            "INSERT INTO inbox (id, bot_id, update_id, chat_id, body, received_at)"
            " VALUES (:id, :bot, :update, :chat, :body, :now)"
            " ON CONFLICT (bot_id, update_id) DO NOTHING RETURNING id",
            id=number,
            bot=bot_id,
            update=update_id,
            chat=chat_id,
            body=tx.keyring.seal(body, where=_BODY, row=number),
            now=micros(now),
        )
        if row is not None:
            fresh.append(Update(number, chat_id, body, 0))
    return fresh


def _update(tx: Tx, row: Row) -> Update:
    try:
        body = tx.keyring.open(row["body"], where=_BODY, row=row["id"])
    except Unreadable:
        body = b""
    return Update(row["id"], row["chat_id"], body, row["tries"])


def waiting_chats(tx: Tx) -> list[int]:
    """Chats with something to handle, the longest waiting first."""
    rows = tx.all(
        "SELECT chat_id, min(id) AS first FROM inbox WHERE state = 0"
        " GROUP BY chat_id ORDER BY first"
    )
    return [row["chat_id"] for row in rows]


def waiting(tx: Tx, chat_id: int, limit: int, after: int = 0) -> list[Update]:
    """What waits in one chat behind an update, in order."""
    rows = tx.all(
        "SELECT id, chat_id, body, tries FROM inbox WHERE state = 0 AND chat_id = :chat"
        " AND id > :after ORDER BY id LIMIT :limit",
        chat=chat_id,
        after=after,
        limit=limit,
    )
    return [_update(tx, row) for row in rows]


def done(tx: Tx, update: Update, now: datetime) -> bool:
    """Close an update in its own step and forget its body; False when it was closed before."""
    return _close(tx, update, InboxState.DONE, now, "body = NULL,")


def quarantine(tx: Tx, update: Update, now: datetime, *, forget: bool = False) -> bool:
    """Set an update aside that cannot be handled; its sealed body stays until it is purged,
    unless it is one to forget."""
    body = "body = NULL," if forget else ""
    return _close(tx, update, InboxState.QUARANTINED, now, body)


def _close(tx: Tx, update: Update, state: InboxState, now: datetime, body: str) -> bool:
    changed = tx.run(
        f"UPDATE inbox SET {body} state = :state, done_at = :now"  # noqa: S608 - two constants
        " WHERE id = :id AND state = 0",
        state=int(state),
        now=micros(now),
        id=update.id,
    )
    return changed == 1


def tried(tx: Tx, update: Update) -> None:
    """One attempt went wrong; counted outside the step that was rolled back."""
    tx.run("UPDATE inbox SET tries = tries + 1 WHERE id = :id", id=update.id)


def forget(tx: Tx, chat_id: int, now: datetime) -> int:
    """What waits in a chat is never handled, and names nobody any more; how many updates."""
    return tx.run(
        "UPDATE inbox SET body = NULL, chat_id = 0, state = 1, done_at = :now"
        " WHERE chat_id = :chat AND state = 0",
        chat=chat_id,
        now=micros(now),
    )


def purge(tx: Tx, before: datetime, limit: int) -> int:
    """Forget what was closed before this instant; how many rows went."""
    return tx.run(
        "DELETE FROM inbox WHERE id IN (SELECT id FROM inbox WHERE state <> 0"
        " AND done_at < :before ORDER BY done_at LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def quarantined(tx: Tx) -> int:
    """How many updates are set aside."""
    row = tx.one("SELECT count(*) AS n FROM inbox WHERE state = 2")
    return 0 if row is None else int(row["n"])
