"""Delivery: crashes, orderly ends, and a database that is away."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.app import App
from bot.delivery import Delivery
from bot.practice_room.faults import Kind as Fault
from bot.practice_room.room import Room
from storage.enums import Class, RowState
from tests.bot.doors import TEXTS, doors, held, until
from tests.bot.sending import DONE, look, phones, put, say, state, words


async def test_after_a_crash_rows_go_on_by_their_class(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    rows = {klass: await put(app, ana.id, klass, claimed=True) for klass in Class}
    app.delivery = Delivery(app.bot, app.database, TEXTS, app.clock, lambda _: None)
    await app.delivery.recover()
    assert {klass: await state(app, row) for klass, row in rows.items()} == {
        Class.ALERT: RowState.WAITING,
        Class.EDIT: RowState.WAITING,
        Class.REPLY: RowState.DROPPED,
        Class.NUDGE: RowState.DROPPED,
    }
    assert (await look(app, rows[Class.ALERT]))["repeat"] == 1


async def test_stopping_finishes_what_is_on_its_way(room: Room, app: App) -> None:
    room.faults.switch("slow", on=0.2)
    (ana,) = phones(room, 1)
    row = await say(app, ana.id)
    await asyncio.sleep(0.05)
    await app.delivery.stop()
    assert await state(app, row) is RowState.SENT


async def test_nothing_more_begins_once_it_is_stopping(room: Room, app: App) -> None:
    room.faults.switch("slow", on=0.2)
    (ana,) = phones(room, 1)
    rows = [await say(app, ana.id) for _ in range(4)]
    await asyncio.sleep(0.05)
    stopping = asyncio.create_task(app.delivery.stop())
    await asyncio.sleep(0.05)
    rows.append(await say(app, ana.id))
    await stopping
    assert words(ana) == [DONE]
    assert await state(app, rows[0]) is RowState.SENT
    assert [await state(app, row) for row in rows[1:4]] == [RowState.WAITING] * 3
    assert len(room.history.of("sendMessage")) == 1
    await app.delivery.stop()
    assert await state(app, rows[4]) is RowState.WAITING


async def test_what_had_not_begun_at_an_orderly_end_goes_at_the_next_start(
    room: Room, app: App
) -> None:
    (ana,) = phones(room, 1)
    rows = [
        await put(app, ana.id, klass, claimed=True) for klass in Class if klass is not Class.EDIT
    ]
    await app.delivery.stop()
    assert [await state(app, row) for row in rows] == [RowState.WAITING] * 3
    await app.delivery.recover()
    await app.delivery.settle()
    assert words(ana) == [DONE] * 3


async def test_what_may_be_on_its_way_at_an_orderly_end_is_not_said_twice(
    room: Room, tmp_path: Path
) -> None:
    (ana,) = phones(room, 1)
    room.faults.trouble(Fault.TIMEOUT, method="sendMessage")
    async with doors(room, tmp_path) as app:
        first, second = await say(app, ana.id), await say(app, ana.id)
        await asyncio.sleep(0.05)
        await app.delivery.stop(last_calls=0.1)
        assert await state(app, first) is RowState.CLAIMED
        assert await state(app, second) is RowState.WAITING


async def test_stopping_ends_in_time_even_without_the_database(room: Room, tmp_path: Path) -> None:
    (ana,) = phones(room, 1)
    async with doors(room, tmp_path) as app:
        await say(app, ana.id)
        with held(app):
            await asyncio.sleep(0.1)
            await app.delivery.stop(last_calls=0.2)


async def test_the_loop_goes_on_after_the_database_was_away(room: Room, app: App) -> None:
    (ana,) = phones(room, 1)
    await put(app, ana.id)
    with held(app):
        task = asyncio.create_task(app.delivery.run())
        await asyncio.sleep(0.1)
        assert words(ana) == []
    await until(lambda: words(ana))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
