"""Workers: a bug is set aside with one kind sentence; a database that is away is waited for."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import orjson

from bot.app import App
from bot.practice_room.room import Room
from storage import inbox
from storage.database import Tx
from storage.enums import InboxState
from storage.records import Update
from tests.bot.doors import SORRY, Trap, doors, held, raw_text
from tests.bot.working import rows_said, states, store, work
from tests.storage.small import DAMAGED


async def test_a_bug_is_tried_once_more(room: Room, tmp_path: Path) -> None:
    trap = Trap(step=1)
    async with doors(room, tmp_path, seam=trap) as app:
        app.workers.take(await store(app, (1, 7)))
        await work(app.workers)
        assert await states(app) == [InboxState.DONE]
        assert await rows_said(app) == 1


async def test_the_count_of_tries_outlives_the_rollback(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, seam=Trap(step=1)) as app:
        app.workers.take(await store(app, (1, 7)))
        await work(app.workers)
        row = await app.database.read(lambda tx: tx.one("SELECT tries FROM inbox"))
        assert row is not None
        assert row["tries"] == 1


async def test_a_bug_that_stays_is_set_aside_with_one_kind_sentence(
    room: Room, tmp_path: Path
) -> None:
    trap = Trap(step=2)
    dan = room.phone("Dan", number=7)
    await dan.says("hello")
    async with doors(room, tmp_path, seam=trap) as app:
        app.workers.take(await store(app, (1, 7), (2, 7)))
        await work(app.workers)
        await app.delivery.settle()
        assert await states(app) == [InboxState.QUARANTINED, InboxState.DONE]
        assert [message.words[:25] for message in dan.messages[1:]] == [
            SORRY[:25],
            dan.newest.words[:25],
        ]
        assert SORRY not in dan.newest.words


async def test_what_a_bug_had_written_is_rolled_back(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path, seam=Trap(step=2)) as app:
        app.workers.take(await store(app, (1, 7)))
        await work(app.workers)
        kinds = await app.database.read(lambda tx: tx.all("SELECT kind FROM outbox"))
        assert [row["kind"] for row in kinds] == ["note"]


async def test_a_database_that_is_away_is_not_counted_as_a_try(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app:
        app.workers.take(await store(app, (1, 7)))
        with held(app):
            task = asyncio.create_task(app.workers.run())
            await asyncio.sleep(0.2)
        async with asyncio.timeout(5):
            await app.workers.settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await states(app) == [InboxState.DONE]


async def test_what_does_not_open_is_set_aside_and_stops_nobody(room: Room, tmp_path: Path) -> None:
    ana, dan = room.phone("Ana", number=7), room.phone("Dan", number=8)
    for phone in (ana, dan):
        phone.account.started = True
    async with doors(room, tmp_path) as app:
        await store(app, (1, ana.id), (2, dan.id), (3, ana.id))
        sql = "UPDATE inbox SET body = :body WHERE update_id = 1"
        await app.database.write(lambda tx: tx.run(sql, body=DAMAGED))
        await app.workers.recover()
        await work(app.workers)
        await app.delivery.settle()
        done = InboxState.DONE
        assert await states(app) == [InboxState.QUARANTINED, done, done]
        assert [SORRY in one.words for one in ana.messages] == [True, False]
        assert [SORRY in one.words for one in dan.messages] == [False]


async def test_while_the_database_is_away_what_does_not_open_waits_too(
    room: Room, tmp_path: Path
) -> None:
    async with doors(room, tmp_path) as app:
        await store(app, (1, 7))
        await app.database.write(lambda tx: tx.run("UPDATE inbox SET body = :it", it=DAMAGED))
        await app.workers.recover()
        with held(app):
            task = asyncio.create_task(app.workers.run())
            await asyncio.sleep(0.2)
            assert not task.done()
        async with asyncio.timeout(5):
            await app.workers.settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await states(app) == [InboxState.QUARANTINED]


async def test_setting_aside_waits_for_a_database_that_is_away(room: Room, tmp_path: Path) -> None:
    async with doors(room, tmp_path) as app:
        app.workers.take(await broken_one(app))
        with held(app):
            task = asyncio.create_task(app.workers.run())
            await asyncio.sleep(0.2)
        async with asyncio.timeout(5):
            await app.workers.settle()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await states(app) == [InboxState.QUARANTINED]


async def test_an_update_is_set_aside_even_when_sorry_cannot_be_said(
    room: Room, tmp_path: Path
) -> None:
    async with doors(room, tmp_path) as app:
        sql = "INSERT INTO person (id, language, zone, created_at) VALUES (7, 'xx', 'UTC', 0)"
        await app.database.write(lambda tx: tx.run(sql))
        app.workers.take(await broken_one(app))
        await work(app.workers)
        assert await states(app) == [InboxState.QUARANTINED]


async def broken_one(app: App) -> list[Update]:
    """An update that the library cannot read."""
    raw = raw_text(1, 7, "hello")
    raw["message"]["date"] = "yesterday"
    rows = [(1, 7, orjson.dumps(raw))]
    return await app.database.write(partial(_store, app, rows))


def _store(app: App, rows: list[tuple[int, int, bytes]], tx: Tx) -> list[Update]:
    return inbox.store(tx, app.bot.id, rows, app.clock.now())
