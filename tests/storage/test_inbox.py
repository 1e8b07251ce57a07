"""The inbox: each update once by its exact id, in order, and empty when it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from storage import inbox
from storage.database import Database, Tx
from storage.records import Update

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BOT = 7


def store(tx: Tx, *updates: tuple[int, int], bot: int = BOT) -> list[Update]:
    """A step's body: keep updates (id, chat)."""
    return inbox.store(tx, bot, [(one, chat, b"%d" % one) for one, chat in updates], NOW)


def bodies(found: list[Update]) -> list[bytes]:
    """What they say."""
    return [update.body for update in found]


async def test_only_what_is_new_comes_back_in_order(database: Database) -> None:
    first = await database.write(lambda tx: store(tx, (5, 1), (3, 2), (5, 1)))
    again = await database.write(lambda tx: store(tx, (3, 2), (4, 1)))
    assert (bodies(first), bodies(again)) == ([b"5", b"3"], [b"4"])
    assert await database.write(store) == []


async def test_another_bot_s_ids_are_its_own(database: Database) -> None:
    await database.write(lambda tx: store(tx, (5, 1)))
    assert len(await database.write(lambda tx: store(tx, (5, 1), bot=8))) == 1


async def test_our_own_order_counts_whatever_telegram_s_ids_do(database: Database) -> None:
    await database.write(lambda tx: store(tx, (900, 1)))
    await database.write(lambda tx: store(tx, (100, 1)))
    found = await database.read(lambda tx: inbox.waiting(tx, 1, 10))
    assert bodies(found) == [b"900", b"100"]


async def test_chats_come_with_the_longest_waiting_first(database: Database) -> None:
    await database.write(lambda tx: store(tx, (1, 30), (2, 10), (3, 30), (4, 20)))
    assert await database.read(inbox.waiting_chats) == [30, 10, 20]


async def test_a_share_of_a_chat_begins_behind_an_update(database: Database) -> None:
    stored = await database.write(lambda tx: store(tx, (1, 7), (2, 7), (3, 8), (4, 7), (5, 7)))
    found = await database.read(lambda tx: inbox.waiting(tx, 7, 2, after=stored[1].id))
    assert bodies(found) == [b"4", b"5"]


async def test_an_update_is_closed_once_and_forgotten(database: Database) -> None:
    (update,) = await database.write(lambda tx: store(tx, (1, 7)))
    assert await database.write(lambda tx: inbox.done(tx, update, NOW))
    assert not await database.write(lambda tx: inbox.done(tx, update, NOW))
    assert not await database.write(lambda tx: inbox.quarantine(tx, update, NOW))
    row = await database.read(lambda tx: tx.one("SELECT body, state FROM inbox"))
    assert row is not None
    assert (row["body"], row["state"]) == (None, 1)
    assert await database.read(inbox.waiting_chats) == []


async def test_what_is_set_aside_keeps_its_body_until_it_is_purged(database: Database) -> None:
    (update,) = await database.write(lambda tx: store(tx, (1, 7)))
    await database.write(lambda tx: inbox.quarantine(tx, update, NOW))
    assert await database.read(inbox.quarantined) == 1
    before = NOW + timedelta(days=7)
    assert await database.write(lambda tx: inbox.purge(tx, NOW, 10)) == 0
    assert await database.write(lambda tx: inbox.purge(tx, before, 10)) == 1
    assert await database.read(inbox.quarantined) == 0


async def test_purging_takes_the_oldest_first_and_nothing_that_waits(database: Database) -> None:
    stored = await database.write(lambda tx: store(tx, (1, 7), (2, 7), (3, 7)))
    for update in stored[:2]:
        await database.write(partial(inbox.done, update=update, now=NOW))
    later = NOW + timedelta(days=8)
    assert await database.write(lambda tx: inbox.purge(tx, later, 1)) == 1
    assert await database.write(lambda tx: inbox.purge(tx, later, 10)) == 1
    assert len(await database.read(lambda tx: inbox.waiting(tx, 7, 10))) == 1
